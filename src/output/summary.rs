//! What a run comes to, in a few lines: the last thing a person reads.

use std::fmt::Write as _;

use super::{Totals, clean, wording::count};
use crate::{
    engine::{Hidden, Status},
    finding::Severity,
};

/// Documents that were not read, by path, each with its error: said however quiet a run is.
pub fn unread<'a>(documents: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (path, error) in documents {
        let (path, error) = (clean::line(path), clean::line(error));
        let _ = writeln!(out, "not read: {path}: {error}");
    }
    out
}

/// Documents read and not read, findings by severity, hidden by reason, and how many can be rewritten. With `verbose`
/// also each file that was skipped and what readers have to say.
pub fn summary(totals: &Totals, verbose: bool) -> String {
    let mut out = unread(totals.not_read());
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    if verbose {
        for entry in &totals.skipped {
            if let Status::Skipped(reason) = &entry.status {
                line(format!(
                    "skipped: {}: {}",
                    clean::line(&entry.path),
                    clean::line(reason)
                ));
            }
        }
    }
    for entry in &totals.warned {
        for warning in &entry.warnings {
            line(format!(
                "warning: {}: {}",
                clean::line(&entry.path),
                clean::line(warning)
            ));
        }
    }
    let mut files = format!("{} read", count(totals.read, "document"));
    if !totals.unread.is_empty() {
        let _ = write!(files, ", {} not read", totals.unread.len());
    }
    if !totals.skipped.is_empty() {
        let _ = write!(
            files,
            ", {} skipped",
            count(totals.skipped.len(), "other file")
        );
    }
    let by_severity: Vec<_> = Severity::ALL
        .into_iter()
        .rev()
        .filter(|severity| totals.count(*severity) > 0)
        .map(|severity| count(totals.count(severity), severity.name()))
        .collect();
    let findings = if by_severity.is_empty() {
        "nothing found".to_owned()
    } else {
        by_severity.join(", ")
    };
    let rewrites = if totals.rewritable > 0 {
        format!("; {} with a rewrite", totals.rewritable)
    } else {
        String::new()
    };
    line(format!("{files}: {findings}{rewrites}"));
    let hidden: Vec<_> = totals
        .hidden
        .iter()
        .map(|(reason, count)| format!("{count} {}", why_hidden(*reason)))
        .collect();
    if !hidden.is_empty() {
        line(format!("not shown: {}", hidden.join(", ")));
    }
    out
}

/// Why a finding is hidden, for people.
fn why_hidden(reason: Hidden) -> &'static str {
    match reason {
        Hidden::Suppressed => "suppressed",
        Hidden::Baseline => "known to the baseline",
        Hidden::BelowThreshold => "below the wanted confidence",
        Hidden::Unchanged => "on lines that did not change",
    }
}
