//! How findings are spread over rules and documents.

use std::{cmp::Reverse, collections::BTreeMap, fmt::Write as _};

use super::clean;
use crate::engine::Reading;

/// Counts of findings by rule and by document.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    rules: BTreeMap<String, usize>,
    documents: BTreeMap<String, usize>,
}

impl Statistics {
    /// Count one document.
    pub fn add(&mut self, reading: &Reading) {
        for finding in &reading.findings {
            *self.rules.entry(finding.rule.to_string()).or_insert(0) += 1;
            *self
                .documents
                .entry(finding.location.path.clone())
                .or_insert(0) += 1;
        }
    }

    /// Two tables, most findings first.
    pub fn table(&self) -> String {
        let mut out = String::new();
        for (title, counts) in [("by rule", &self.rules), ("by document", &self.documents)] {
            let mut rows: Vec<_> = counts.iter().collect();
            rows.sort_by_key(|(name, count)| (Reverse(**count), *name));
            let _ = writeln!(out, "findings {title}:");
            for (name, count) in rows {
                let name = if name.is_empty() {
                    "all documents together"
                } else {
                    name
                };
                let _ = writeln!(out, "{count:7}  {}", clean::line(name));
            }
        }
        out
    }
}
