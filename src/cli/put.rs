//! Where results go: standard output, or a file that is written whole or not at all.

use std::{io, path::Path};

use super::{exit::Failure, terminal::Terminal};
use crate::{files, output::Problem};

/// Print `text`, or write it to a file.
pub(super) fn put(text: &str, file: Option<&Path>) -> Result<(), Failure> {
    match file {
        None => Terminal::print(text),
        Some(path) => write(path, text.as_bytes()),
    }
}

/// Put `bytes` in place of the file `path`, or make it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    files::write(path, bytes).map_err(|error| Failure::one(Problem::new(not_written(path, &error))))
}

/// That `path` was not written, and why.
pub(super) fn not_written(path: &Path, error: &io::Error) -> String {
    format!("{} cannot be written: {error}", files::shown(path))
}
