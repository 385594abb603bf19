//! Folders walked: which documents are below a folder, what was passed over and why, what could not be looked at.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, WalkDir};

use super::{ignored::Ignored, shown};
use crate::document;

/// What a walk came upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A document, by its name.
    Document(PathBuf),
    /// A file that was left alone, and why: no format that equilint reads, a link out of the folder.
    Skipped(PathBuf, String),
    /// Something that could not be looked at, and why.
    Unread(PathBuf, String),
}

/// Every file at or below `root`, folder by folder, by name. A `root` that is no folder is a document, whatever its name.
///
/// Hidden files, and what `.gitignore`, `.ignore` and `.equilintignore` leave out, are passed over without a word; files of
/// other formats are told as skipped. Symbolic links are followed only to what lies below `root`, and a file that is found
/// twice is a document once.
pub fn walk(root: &Path) -> Vec<Found> {
    if !root.is_dir() {
        return vec![Found::Document(root.to_owned())];
    }
    match fs::canonicalize(root) {
        Ok(absolute) => Walker::new(root, absolute).walk(),
        Err(error) => vec![Found::Unread(root.to_owned(), error.to_string())],
    }
}

/// Files at or below `root` whose name ends in `.extension`, by path. A `root` that is a file is taken whatever its name.
///
/// # Errors
/// When `root` or a folder below it cannot be read.
pub fn with_extension(root: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    if root.is_file() {
        return Ok(vec![root.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let path = entry?.into_path();
        if path.extension().is_some_and(|own| own == extension) && path.is_file() {
            found.push(path);
        }
    }
    Ok(found)
}

struct Walker<'a> {
    root: &'a Path,
    /// `root` as the disk has it, without links.
    absolute: PathBuf,
    ignored: Ignored,
    found: Vec<Found>,
    /// Whether a link was followed, so that a file may have been found twice.
    linked: bool,
}

impl<'a> Walker<'a> {
    fn new(root: &'a Path, absolute: PathBuf) -> Self {
        Self {
            root,
            ignored: Ignored::above(&absolute),
            absolute,
            found: Vec::new(),
            linked: false,
        }
    }

    fn walk(mut self) -> Vec<Found> {
        let mut entries = WalkDir::new(self.root)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter();
        while let Some(entry) = entries.next() {
            let entered = match entry {
                Ok(entry) => self.take(&entry),
                Err(error) => {
                    self.error(&error);
                    true
                }
            };
            if !entered {
                entries.skip_current_dir();
            }
        }
        let mistakes = std::mem::take(&mut self.ignored.mistakes);
        self.found.extend(
            mistakes
                .into_iter()
                .map(|(path, why)| Found::Unread(path, why)),
        );
        if self.linked {
            self.once();
        }
        self.found
    }

    /// Take an entry; `false` where it is a folder that is not to be entered.
    fn take(&mut self, entry: &DirEntry) -> bool {
        let (path, depth) = (entry.path(), entry.depth());
        let is_folder = entry.file_type().is_dir();
        self.ignored.back_to(depth);
        let inside = path.strip_prefix(self.root).unwrap_or(path);
        let absolute = if depth == 0 {
            self.absolute.clone()
        } else {
            self.absolute.join(inside)
        };
        if depth > 0 {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if hidden || self.ignored.leaves_out(&absolute, is_folder) {
                return !is_folder;
            }
            if entry.path_is_symlink() {
                let target = fs::canonicalize(path);
                if !target.is_ok_and(|target| target.starts_with(&self.absolute)) {
                    self.skip(path, "a symbolic link to something outside of the folder");
                    return !is_folder;
                }
                self.linked = true;
            }
        }
        if is_folder {
            self.ignored.enter(&absolute, depth);
        } else if !entry.file_type().is_file() {
            self.skip(path, "not a file");
        } else if document::is_document_name(&shown(path)) {
            self.found.push(Found::Document(path.to_owned()));
        } else {
            self.skip(path, "no format that equilint reads");
        }
        true
    }

    fn skip(&mut self, path: &Path, why: &str) {
        self.found
            .push(Found::Skipped(path.to_owned(), why.to_owned()));
    }

    /// Note what could not be looked at. A link that leads nowhere matters only where a document should be.
    fn error(&mut self, error: &walkdir::Error) {
        let path = error.path().unwrap_or(self.root).to_owned();
        if let Some(ancestor) = error.loop_ancestor() {
            let why = format!(
                "a symbolic link that leads back to {}, a folder it is in: remove it, or leave it out with `.equilintignore`",
                shown(ancestor)
            );
            self.found.push(Found::Unread(path, why));
            return;
        }
        let broken = fs::symlink_metadata(&path).is_ok_and(|about| about.is_symlink());
        if broken && !document::is_document_name(&shown(&path)) {
            self.skip(&path, "a symbolic link that leads nowhere");
            return;
        }
        let why = match error.io_error() {
            Some(_) if broken => "a symbolic link that leads nowhere".to_owned(),
            Some(inner) => inner.to_string(),
            None => error.to_string(),
        };
        self.found.push(Found::Unread(path, why));
    }

    /// Keep each file once: under its own path where it was found there too.
    fn once(&mut self) {
        let mut first: BTreeMap<PathBuf, usize> = BTreeMap::new();
        let mut twice = Vec::new();
        for (index, found) in self.found.iter().enumerate() {
            let Found::Document(path) = found else {
                continue;
            };
            let Ok(target) = fs::canonicalize(path) else {
                continue;
            };
            let inside = path.strip_prefix(self.root).unwrap_or(path);
            let own = self.absolute.join(inside) == target;
            match first.get(&target) {
                Some(other) if own => {
                    twice.push(*other);
                    first.insert(target, index);
                }
                Some(_) => twice.push(index),
                None => {
                    first.insert(target, index);
                }
            }
        }
        for index in twice {
            if let Some(found) = self.found.get_mut(index)
                && let Found::Document(path) = found
            {
                let why = "a symbolic link to a file that is read already".to_owned();
                *found = Found::Skipped(std::mem::take(path), why);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{Found, walk};
    use crate::files::shown;

    /// A folder with these files.
    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    /// What a walk of `root` found, one a line, relative to it.
    fn found(root: &Path) -> Vec<String> {
        let name = |path: &Path| shown(path.strip_prefix(root).unwrap_or(path));
        walk(root)
            .iter()
            .map(|found| match found {
                Found::Document(path) => name(path),
                Found::Skipped(path, why) => format!("{} skipped: {why}", name(path)),
                Found::Unread(path, why) => format!("{} unread: {why}", name(path)),
            })
            .collect()
    }

    #[test]
    fn documents_come_in_order_and_others_are_told() {
        let folder = folder(&[
            ("b.md", ""),
            ("a-b/c.txt", ""),
            ("a/z.docx", ""),
            ("a/b.md", ""),
            ("logo.png", ""),
            (".hidden/x.md", ""),
            (".x.md", ""),
        ]);
        assert_eq!(
            found(folder.path()),
            [
                "a/b.md",
                "a/z.docx",
                "a-b/c.txt",
                "b.md",
                "logo.png skipped: no format that equilint reads"
            ]
        );
    }

    #[test]
    fn ignore_files_hold_below_their_folder_and_the_innermost_wins() {
        let folder = folder(&[
            (".git/HEAD", ""),
            (".git/info/exclude", "secret.md\n"),
            (".gitignore", "old/\n*.txt\n!keep.txt\n"),
            ("m/.equilintignore", "draft-*\n/only-here.md\n"),
            ("m/.ignore", "!a.txt\n"),
            ("m/a.txt", ""),
            ("m/b.txt", ""),
            ("m/draft-1.md", ""),
            ("m/only-here.md", ""),
            ("m/n/only-here.md", ""),
            ("m/secret.md", ""),
            ("n/a.txt", ""),
            ("n/draft-1.md", ""),
            ("old/a.md", ""),
            ("keep.txt", ""),
        ]);
        assert_eq!(
            found(folder.path()),
            ["keep.txt", "m/a.txt", "m/n/only-here.md", "n/draft-1.md"]
        );
        // Folders above the one that is named count too.
        assert_eq!(found(&folder.path().join("m")), ["a.txt", "n/only-here.md"]);
        // What is named outright is read.
        let named = folder.path().join("old/a.md");
        assert_eq!(walk(&named), [Found::Document(named)]);
    }

    #[test]
    fn a_mistake_in_our_own_ignore_file_is_told() {
        let folder = folder(&[
            (".equilintignore", "{a,b\n*.txt\n"),
            ("a.txt", ""),
            ("a.md", ""),
        ]);
        let found = found(folder.path());
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0], "a.md");
        assert!(found[1].starts_with(".equilintignore unread"), "{found:?}");
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_in_the_folder_and_loops_end() {
        use std::os::unix::fs::symlink;
        let outside = folder(&[("x.md", "")]);
        let folder = folder(&[("a/b.md", ""), (".hidden/c.md", "")]);
        let link = |to: &Path, name: &str| symlink(to, folder.path().join(name)).unwrap();
        link(outside.path(), "out");
        link(&outside.path().join("x.md"), "out.md");
        link(Path::new(".."), "a/up");
        link(Path::new("a/b.md"), "0.md");
        link(Path::new(".hidden/c.md"), "c.md");
        link(Path::new("nowhere.md"), "gone.md");
        link(Path::new("nowhere"), "gone");
        let found = found(folder.path());
        let text = found.join("\n");
        assert!(text.contains("0.md skipped: a symbolic link to a file that is read already"));
        assert!(text.contains("a/b.md\n"));
        assert!(
            text.contains("a/up unread: a symbolic link that leads back to"),
            "{text}"
        );
        assert!(text.contains("\nc.md\n"), "{text}");
        assert!(text.contains("out skipped: a symbolic link to something outside"));
        assert!(text.contains("out.md skipped: a symbolic link to something outside"));
        assert!(
            text.contains("gone.md unread: a symbolic link that leads nowhere"),
            "{text}"
        );
        assert!(text.contains("gone skipped: a symbolic link that leads nowhere"));
    }

    #[test]
    fn what_is_missing_is_left_to_the_reading() {
        let missing = Path::new("no/such/file.md");
        assert_eq!(walk(missing), [Found::Document(missing.to_owned())]);
    }
}
