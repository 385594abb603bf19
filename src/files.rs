//! The disk: folders walked, files read and written. The only user of `std::fs`.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the seam that every other file reads and writes through"
)]

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

use crate::document;

/// What a walk came upon.
#[derive(Debug)]
pub enum Found {
    /// A document, by its name.
    Document(PathBuf),
    /// A file of no format that equilint reads, and why it was left alone.
    Skipped(PathBuf, String),
    /// Something that could not be looked at, and why.
    Unread(PathBuf, String),
}

/// Every file at or below `root`, by path. A `root` that is a file is a document, whatever its name.
pub fn walk(root: &Path) -> Vec<Found> {
    if root.is_file() {
        return vec![Found::Document(root.to_owned())];
    }
    let found = |entry: walkdir::Result<walkdir::DirEntry>| match entry {
        Ok(entry) if entry.file_type().is_dir() => None,
        Ok(entry) => {
            let path = entry.into_path();
            Some(if document::is_document_name(&shown(&path)) {
                Found::Document(path)
            } else {
                Found::Skipped(path, "no format that equilint reads".to_owned())
            })
        }
        Err(error) => {
            let path = error.path().unwrap_or(root).to_owned();
            Some(Found::Unread(path, error.to_string()))
        }
    };
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible)
        .filter_map(found)
        .collect()
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

/// The bytes of `path`, at most `limit` of them.
///
/// # Errors
/// When it cannot be read, or is larger than `limit`.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let size = fs::metadata(path)?.len();
    if size > limit {
        let message =
            format!("{size} bytes are more than the limit of {limit}: `--max-size` raises it");
        return Err(io::Error::other(message));
    }
    fs::read(path)
}

/// Put `bytes` in place of the file `path`, whole or not at all.
///
/// # Errors
/// When the folder or the file cannot be written; then the file is as it was.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let written = fs::File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let moved = written.and_then(|()| fs::rename(&part, path));
    if moved.is_err() {
        let _ = fs::remove_file(&part);
    }
    moved
}

/// `path` as people and machines are shown it: `/` between folders, without `./` at its beginning.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '\\' {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    };
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}
