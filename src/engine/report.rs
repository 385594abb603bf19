//! What a run found, what it hid and why, and what it could not read. Everything a user sees is drawn from it.

use std::{collections::BTreeMap, sync::Arc};

use super::{Row, Survey};
use crate::{
    document::Format,
    finding::{Finding, Location, Severity},
};

/// Why a finding is not shown. Ordered as reports list it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hidden {
    /// A comment or the side file suppresses it.
    Suppressed,
    /// The baseline knows it.
    Baseline,
    /// Its confidence is below the wanted one.
    BelowThreshold,
    /// Its lines were not touched by the change asked about.
    Unchanged,
}

impl Hidden {
    /// The key in machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Suppressed => "suppressed",
            Self::Baseline => "baseline",
            Self::BelowThreshold => "below_threshold",
            Self::Unchanged => "unchanged",
        }
    }
}

/// Whether a document was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Read and judged.
    Read,
    /// Not read, and why, with what to do.
    Unread(String),
    /// Left alone: no format that equilint reads.
    Skipped(String),
}

/// One file of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentEntry {
    /// As shown to people.
    pub path: String,
    /// What it is; `None` where it was not read.
    pub format: Option<Format>,
    /// What kinds of policy it was taken for.
    pub kinds: Vec<String>,
    /// Words of prose.
    pub words: u32,
    /// Whether it was read.
    pub status: Status,
    /// What its reader has to say.
    pub warnings: Vec<String>,
}

impl DocumentEntry {
    /// A file that is not judged.
    pub fn unjudged(path: String, status: Status) -> Self {
        Self {
            path,
            format: None,
            kinds: Vec::new(),
            words: 0,
            status,
            warnings: Vec::new(),
        }
    }
}

/// Words that a rule reached for, and what came of it: the answer of `why-not`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Id of the rule.
    pub rule: Arc<str>,
    /// Where.
    pub location: Location,
    /// `None` where it became a finding; else what silenced it, for a person ("negated: “not”").
    pub silenced: Option<String>,
}

/// What one document says: the part of a run that needs no other document.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The document; `None` only before it is known.
    pub entry: Option<DocumentEntry>,
    /// By place, then rule.
    pub findings: Vec<Finding>,
    /// Findings that are not shown.
    pub hidden: Vec<(Finding, Hidden)>,
    /// Every candidate, where they were asked for.
    pub candidates: Vec<Candidate>,
    /// What it adds to its manual, where it is one of one.
    pub survey: Option<Box<Survey>>,
    /// What it was taken for and how far it makes each commitment, where it is audited.
    pub row: Option<Box<Row>>,
}

/// What a run found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Every file, in path order.
    pub documents: Vec<DocumentEntry>,
    /// By document, place and rule.
    pub findings: Vec<Finding>,
    /// Findings that are not shown, by document.
    pub hidden: Vec<(Finding, Hidden)>,
    /// Every candidate, where they were asked for.
    pub candidates: Vec<Candidate>,
}

impl Report {
    /// Add what one document says. Documents come in path order.
    pub fn add(&mut self, reading: Reading) {
        self.documents.extend(reading.entry);
        self.findings.extend(reading.findings);
        self.hidden.extend(reading.hidden);
        self.candidates.extend(reading.candidates);
    }

    /// Findings shown of `severity`.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// How many findings are hidden, by reason.
    pub fn hidden_by_reason(&self) -> BTreeMap<Hidden, usize> {
        let mut counts = BTreeMap::new();
        for (_, reason) in &self.hidden {
            *counts.entry(*reason).or_insert(0) += 1;
        }
        counts
    }

    /// Documents that were not read.
    pub fn unread(&self) -> impl Iterator<Item = &DocumentEntry> {
        self.documents
            .iter()
            .filter(|entry| matches!(entry.status, Status::Unread(_)))
    }

    /// Documents that were read.
    pub fn read(&self) -> impl Iterator<Item = &DocumentEntry> {
        self.documents
            .iter()
            .filter(|entry| entry.status == Status::Read)
    }

    /// How many shown findings have a rewrite.
    pub fn rewritable(&self) -> usize {
        self.findings
            .iter()
            .filter(|finding| !finding.fixes.is_empty())
            .count()
    }
}
