//! Which files a list of patterns means, as in `.gitignore`.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns in the language of `.gitignore`, relative to a folder.
#[derive(Clone, Debug)]
pub struct Globs(Gitignore);

impl Globs {
    /// Patterns relative to `folder`.
    ///
    /// # Errors
    /// The index of the first pattern that is not one, and what is wrong with it.
    pub fn new<'a>(
        folder: &Path,
        patterns: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, (usize, String)> {
        let mut builder = GitignoreBuilder::new(folder);
        for (index, pattern) in patterns.into_iter().enumerate() {
            builder
                .add_line(None, pattern)
                .map_err(|error| (index, why(&error)))?;
        }
        let globs = builder.build().map_err(|error| (0, why(&error)))?;
        Ok(Self(globs))
    }

    /// Whether the file `path`, or a folder that it is in, is meant.
    pub fn matches(&self, path: &Path) -> bool {
        let root = self.0.path();
        let inside = path
            .strip_prefix(root)
            .or_else(|_| path.strip_prefix("./"))
            .unwrap_or(path);
        // The matcher panics on a path outside its folder; such a path is not meant.
        if inside.is_absolute() || inside.starts_with("..") {
            return false;
        }
        self.0
            .matched_path_or_any_parents(inside, false)
            .is_ignore()
    }

    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What is wrong with a pattern, without its file and line.
fn why(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Globs;

    #[test]
    fn patterns_mean_files_and_folders() {
        let globs = Globs::new(Path::new("/manual"), ["archive/", "*.old.md", "/top.md"]).unwrap();
        for (path, meant) in [
            ("/manual/archive/2019/rooms.md", true),
            ("/manual/x/rooms.old.md", true),
            ("/manual/top.md", true),
            ("/manual/x/top.md", false),
            ("/elsewhere/top.md", false),
            ("x/archive/rooms.md", true),
        ] {
            assert_eq!(globs.matches(Path::new(path)), meant, "{path}");
        }
        let (index, _) = Globs::new(Path::new("."), ["good", "{a,b"]).unwrap_err();
        assert_eq!(index, 1);
    }
}
