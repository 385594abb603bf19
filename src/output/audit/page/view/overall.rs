//! Each commitment over all documents.

use serde::Serialize;

use super::title;
use crate::engine::{Audit, Overall};

/// Shares of a bar, in counts.
#[derive(Serialize)]
pub(super) struct Bar {
    met: usize,
    partial: usize,
    missing: usize,
    total: usize,
}

impl Bar {
    pub(super) fn new(met: usize, partial: usize, missing: usize, total: usize) -> Self {
        Self {
            met,
            partial,
            missing,
            total: total.max(met + partial + missing).max(1),
        }
    }
}

#[derive(Serialize)]
pub(super) struct OverallRow {
    title: String,
    bar: Bar,
    met: usize,
    partial: usize,
    missing: usize,
    required: usize,
    best: String,
}

/// A row a commitment.
pub(super) fn overall_rows(audit: &Audit, overall: &[Overall]) -> Vec<OverallRow> {
    let total = |one: &Overall| one.met + one.partial + one.missing;
    // The longest bar has the whole width: in a long manual most documents have nothing to do with a commitment.
    let widest = overall.iter().map(total).max().unwrap_or(0);
    let rows = overall.iter();
    rows.filter_map(|one| overall_row(audit, one, widest))
        .collect()
}

fn overall_row(audit: &Audit, one: &Overall, widest: usize) -> Option<OverallRow> {
    let asked = audit.commitments.get(one.commitment)?;
    let best = one.best.and_then(|at| audit.documents.get(at));
    Some(OverallRow {
        title: asked.title.to_string(),
        bar: Bar::new(one.met, one.partial, one.missing, widest),
        met: one.met,
        partial: one.partial,
        missing: one.missing,
        required: one.required,
        best: best.map(title).unwrap_or_default(),
    })
}
