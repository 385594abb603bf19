//! One document of a run: read, judged, and freed of what is suppressed or known.

use std::{
    borrow::Cow,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{parallel::guarded, profile::Stage, settled::Terms, sources::is_rule};
use crate::{
    document::{self, Document, ReadOptions},
    engine::{self, DocumentEntry, Reading, Status, Suppressing},
    files,
    finding::Finding,
    isolate,
};

/// A document to be read and judged: small, for a run has one for every file that it finds.
pub(super) struct Job {
    pub(super) source: Source,
    /// What holds for it, as for most of its neighbours.
    pub(super) terms: Arc<Terms>,
    /// Commitments that the change takes out of the document.
    pub(super) lost: Vec<Finding>,
}

/// Where the bytes of a document are.
pub(super) enum Source {
    File(Box<Path>),
    /// Standard input, read already, and where it is said to be.
    Bytes(Box<(PathBuf, Vec<u8>)>),
}

impl Job {
    /// The document at `source`, for which `terms` hold.
    pub(super) fn of(source: Source, terms: Arc<Terms>) -> Self {
        Self {
            source,
            terms,
            lost: Vec::new(),
        }
    }

    /// What `work` gives; where it panics, an error that says so.
    pub(super) fn careful<R>(&self, work: impl FnOnce() -> Result<R, String>) -> Result<R, String> {
        guarded(work).unwrap_or_else(|panic| {
            Err(format!("an internal error of equilint ({panic}): please report it, with the document if you can"))
        })
    }

    /// The bytes of the document; else why not, with what to do.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, String> {
        match &self.source {
            Source::File(path) => {
                let read = || files::read(path, self.terms.max_size);
                let bytes = self.terms.profile.time(Stage::Read, read);
                bytes.map_err(|error| match error.kind() {
                    ErrorKind::FileTooLarge => format!("{error}: `--max-size` raises it"),
                    _ => error.to_string(),
                })
            }
            Source::Bytes(given) if given.1.len() as u64 > self.terms.max_size => Err(format!(
                "more than {} bytes: `--max-size` raises the limit",
                self.terms.max_size
            )),
            Source::Bytes(given) => Ok(given.1.clone()),
        }
    }

    /// The document; else why not, with what to do.
    pub(super) fn read(&self) -> Result<Document, String> {
        self.read_bytes(self.bytes()?)
    }

    /// The document that `bytes` are.
    pub(super) fn read_bytes<'b>(
        &self,
        bytes: impl Into<Cow<'b, [u8]>>,
    ) -> Result<Document, String> {
        let options = ReadOptions {
            tracked: self.terms.tracked,
            pdf: Some(isolate::read_pdf),
            ..ReadOptions::default()
        };
        let read = || document::read(&self.shown(), bytes, &options);
        let document = self.terms.profile.time(Stage::Read, read);
        document.map_err(|error| error.to_string())
    }

    /// What `document` says, without what is suppressed or known.
    pub(super) fn judge(&self, document: &Document) -> Reading {
        let read = || engine::read(document, &self.terms.settled.rules, &self.terms.policy);
        let mut reading = self.terms.profile.time(Stage::Judge, read);
        let hide = || self.hide(document, &mut reading);
        self.terms.profile.time(Stage::Hide, hide);
        reading
    }

    /// Hide what is suppressed, known or untouched, and say what is wrong with suppressions.
    fn hide(&self, document: &Document, reading: &mut Reading) {
        let rules = &self.terms.settled.rules;
        // That it is missing now is said by that it was lost.
        let lost = |finding: &Finding| self.lost.iter().any(|lost| lost.rule == finding.rule);
        reading.findings.retain(|finding| !lost(finding));
        reading.findings.extend(self.lost.iter().cloned());
        let known = |id: &str| is_rule(rules, id);
        let by = Suppressing {
            known: &known,
            policy: &self.terms.policy,
        };
        engine::suppress(document, by, reading);
        let complete = self.terms.policy.runs_every_rule();
        if let Some((_, side)) = &self.terms.settled.side {
            let path = files::absolute(self.named());
            side.hide(&path, self.terms.policy.today, complete, reading);
        }
        if let Some(known) = &self.terms.settled.known {
            known
                .inner
                .baseline
                .hide(&known.name_of(self.named()), complete, reading);
        }
        if let (Some(since), Some(path)) = (&self.terms.since, self.path()) {
            since.hide(path, &self.lost, reading);
        }
    }

    /// Where the document is, unless it came in through standard input.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.source {
            Source::File(path) => Some(path),
            Source::Bytes(_) => None,
        }
    }

    /// Where the document is; of standard input where it is said to be.
    pub(super) fn named(&self) -> &Path {
        match &self.source {
            Source::File(path) => path,
            Source::Bytes(given) => &given.0,
        }
    }

    /// Its path as people are shown it.
    pub(super) fn shown(&self) -> String {
        files::shown(self.named())
    }

    /// The reading of a document that could not be read.
    pub(super) fn unread(&self, error: String) -> Reading {
        Reading {
            entry: Some(DocumentEntry::unjudged(self.shown(), Status::Unread(error))),
            ..Reading::default()
        }
    }
}
