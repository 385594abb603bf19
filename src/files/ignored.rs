//! What a walk leaves out: `.gitignore`, `.ignore` and `.equilintignore` of each folder and of those above it.
//!
//! The rules of the user's own machine (git's global excludes) are not asked, so that a run says the same everywhere.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::with_parents;

/// Names of the files with patterns; those of a later one win.
const NAMES: [&str; 3] = [".gitignore", ".ignore", ".equilintignore"];

/// The one of them that is ours: a mistake in it is reported, one in the others is git's to report.
const OWN: &str = ".equilintignore";

/// The patterns that hold where a walk is now.
#[derive(Debug, Default)]
pub(super) struct Ignored {
    /// Depth of the folder in the walk (0 above and at the root) and its patterns, outermost first.
    stack: Vec<(usize, Gitignore)>,
    /// Mistakes in our own pattern files.
    pub(super) mistakes: Vec<(PathBuf, String)>,
}

impl Ignored {
    /// What holds at `root`, an absolute folder, because of folders above it.
    ///
    /// In a git repository only its own folders count. Outside of one a `.gitignore` above the root says nothing.
    pub(super) fn above(root: &Path) -> Self {
        let mut ignored = Self::default();
        let parents = with_parents(root);
        let top = parents
            .iter()
            .position(|folder| folder.join(".git").exists());
        let names = if top.is_some() {
            &NAMES[..]
        } else {
            &NAMES[1..]
        };
        let last = top.unwrap_or(parents.len().saturating_sub(1));
        if let Some(repository) = top.and_then(|top| parents.get(top)) {
            let (patterns, _) = Gitignore::new(repository.join(".git/info/exclude"));
            // `Gitignore::new` takes the file's folder as the root of its patterns; git takes the repository.
            if !patterns.is_empty() {
                let mut builder = GitignoreBuilder::new(repository);
                builder.add(repository.join(".git/info/exclude"));
                ignored
                    .stack
                    .extend(builder.build().map(|built| (0, built)));
            }
        }
        for folder in parents.iter().take(last + 1).skip(1).rev() {
            ignored.load(folder, 0, names);
        }
        ignored
    }

    /// Enter `folder`, absolute, `depth` folders below the root.
    pub(super) fn enter(&mut self, folder: &Path, depth: usize) {
        self.load(folder, depth, &NAMES);
    }

    /// Go back to things `depth` below the root: patterns of folders at that depth or below do not hold there.
    pub(super) fn back_to(&mut self, depth: usize) {
        while self
            .stack
            .last()
            .is_some_and(|(own, _)| *own > 0 && *own >= depth)
        {
            self.stack.pop();
        }
    }

    /// Whether `path`, absolute, is left out. The innermost folder that says anything decides.
    pub(super) fn leaves_out(&self, path: &Path, is_folder: bool) -> bool {
        self.stack
            .iter()
            .rev()
            .filter(|(_, patterns)| path.starts_with(patterns.path()))
            .map(|(_, patterns)| patterns.matched(path, is_folder))
            .find(|found| !found.is_none())
            .is_some_and(|found| found.is_ignore())
    }

    fn load(&mut self, folder: &Path, depth: usize, names: &[&str]) {
        let files: Vec<PathBuf> = names
            .iter()
            .map(|name| folder.join(name))
            .filter(|file| file.is_file())
            .collect();
        if files.is_empty() {
            return;
        }
        let mut builder = GitignoreBuilder::new(folder);
        for file in files {
            let error = builder.add(&file);
            if let Some(error) = error.filter(|_| file.ends_with(OWN)) {
                self.mistakes.push((file, error.to_string()));
            }
        }
        match builder.build() {
            Ok(patterns) => self.stack.push((depth, patterns)),
            Err(error) => self.mistakes.push((folder.join(OWN), error.to_string())),
        }
    }
}
