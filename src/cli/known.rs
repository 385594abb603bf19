//! The baseline of a run: where it is, and how documents are called in it.

use std::path::{Path, PathBuf};

use super::{exit::Failure, sources::text_of};
use crate::{config::BaselineFile, files, output::Problem};

/// A baseline and where it is.
#[derive(Debug)]
pub(super) struct Known {
    /// The file.
    pub(super) file: PathBuf,
    /// What is in it.
    pub(super) inner: BaselineFile,
}

impl Known {
    /// How the document at `path` is called in the baseline.
    pub(super) fn name_of(&self, path: &Path) -> String {
        relative(&self.file, path)
    }
}

/// How the document at `path` is called in the file `file`: relative to its folder, where it is below it.
pub(super) fn relative(file: &Path, path: &Path) -> String {
    let path = files::absolute(path);
    let folder = files::absolute(file);
    let folder = folder.parent().unwrap_or(&folder);
    files::shown(path.strip_prefix(folder).unwrap_or(&path))
}

/// The baseline in `file`.
pub(super) fn load_baseline(file: &Path) -> Result<Known, Failure> {
    if !file.exists() {
        let problem = Problem::new(format!("the baseline {} is not there", files::shown(file)));
        let help = "`equilint baseline create` writes one; `--baseline` names another";
        return Err(Failure::one(problem.with_help(help)));
    }
    let text = text_of(file, "the baseline")?;
    let inner = BaselineFile::parse(&text).map_err(|error| {
        let shown = files::shown(file);
        Failure::one(Problem::new(format!("the baseline {shown} cannot be used")).with_help(error))
    })?;
    Ok(Known {
        file: file.to_owned(),
        inner,
    })
}
