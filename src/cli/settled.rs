//! What holds for a document, found and read.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{known::Known, profile::Profile, since::Since};
use crate::{
    config::{Config, SideFile},
    document::Tracked,
    engine::Policy,
    files,
    rule::RuleSet,
};

/// A configuration with its rules: what holds for the documents below one `equilint.toml`.
#[derive(Debug)]
pub(super) struct Settled {
    /// What the file says; the default where there is none.
    pub(super) config: Config,
    /// The folder it is in, absolute; `None` where there is no file.
    pub(super) folder: Option<PathBuf>,
    /// The rules there are.
    pub(super) rules: RuleSet,
    /// The findings that are known, where there is a baseline.
    pub(super) known: Option<Known>,
    /// What is suppressed beside the documents, and the file that says so.
    pub(super) side: Option<(PathBuf, SideFile)>,
}

impl Settled {
    /// Whether the configuration leaves out the document at `path`, found in a folder.
    pub(super) fn leaves_out(&self, path: &Path) -> bool {
        let path = files::absolute(path);
        let excluded = self
            .config
            .exclude
            .as_ref()
            .is_some_and(|globs| globs.matches(&path));
        let included = self
            .config
            .include
            .as_ref()
            .is_none_or(|globs| globs.matches(&path));
        excluded || !included
    }
}

/// What holds for documents.
#[derive(Debug)]
pub(super) struct Terms {
    pub(super) settled: Arc<Settled>,
    pub(super) policy: Policy,
    /// Bytes that a document may have.
    pub(super) max_size: u64,
    pub(super) tracked: Tracked,
    /// What was touched, where only that is wanted.
    pub(super) since: Option<Arc<Since>>,
    /// How long each stage takes.
    pub(super) profile: Arc<Profile>,
}
