//! What a run comes to, counted while its documents pass by.

use std::collections::BTreeMap;

use crate::{
    engine::{DocumentEntry, Hidden, Reading, Status},
    finding::Severity,
};

/// Counts of a run.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Documents that were read.
    pub read: usize,
    /// Words of prose in them.
    pub words: u64,
    /// Documents that were not read, in path order.
    pub unread: Vec<DocumentEntry>,
    /// Files left alone because equilint reads no such format, in path order.
    pub skipped: Vec<DocumentEntry>,
    /// Documents that were read and whose reader has something to say, in path order.
    pub warned: Vec<DocumentEntry>,
    /// Findings shown, by severity.
    pub findings: BTreeMap<Severity, usize>,
    /// Findings shown that have a rewrite.
    pub rewritable: usize,
    /// Findings not shown, by reason.
    pub hidden: BTreeMap<Hidden, usize>,
}

impl Totals {
    /// Count one document.
    pub fn add(&mut self, reading: &Reading) {
        if let Some(entry) = &reading.entry {
            match &entry.status {
                Status::Read => {
                    self.read += 1;
                    self.words += u64::from(entry.words);
                    if !entry.warnings.is_empty() {
                        self.warned.push(entry.clone());
                    }
                }
                Status::Unread(_) => self.unread.push(entry.clone()),
                Status::Skipped(_) => self.skipped.push(entry.clone()),
            }
        }
        for finding in &reading.findings {
            *self.findings.entry(finding.severity).or_insert(0) += 1;
            self.rewritable += usize::from(!finding.fixes.is_empty());
        }
        for (_, reason) in &reading.hidden {
            *self.hidden.entry(*reason).or_insert(0) += 1;
        }
    }

    /// The documents that were not read, by path, each with its error.
    pub fn not_read(&self) -> impl Iterator<Item = (&str, &str)> {
        self.unread.iter().filter_map(|entry| match &entry.status {
            Status::Unread(error) => Some((entry.path.as_str(), error.as_str())),
            Status::Read | Status::Skipped(_) => None,
        })
    }

    /// Findings shown of `severity`.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.get(&severity).copied().unwrap_or(0)
    }

    /// Findings shown.
    pub fn shown(&self) -> usize {
        self.findings.values().sum()
    }

    /// Findings hidden for `reason`.
    pub fn hidden(&self, reason: Hidden) -> usize {
        self.hidden.get(&reason).copied().unwrap_or(0)
    }
}
