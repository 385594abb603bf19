//! A comparison of two audits, drawn: for a terminal, for programs, for a pull request or minutes.

mod json;
mod markdown;
mod text;

use crate::{
    engine::{Change, Comparison, Shift},
    output::wording::{count, state},
};

pub use json::{SCHEMA, json};
pub(super) use markdown::changes as markdown_changes;
pub use markdown::markdown;
pub(super) use text::changes as text_changes;
pub use text::text;

/// The heading over changes of a kind.
pub(super) fn heading(shift: Shift) -> &'static str {
    match shift {
        Shift::Lost => "Lost",
        Shift::Weakened => "Weakened",
        Shift::Moved => "Moved to another document",
        Shift::Strengthened => "Strengthened",
        Shift::Gained => "Gained",
    }
}

/// What became of one commitment, in words, without its title: "met before, in part now; no deadline any more".
pub(super) fn story(change: &Change) -> String {
    let mut parts = Vec::new();
    if change.was != change.is {
        parts.push(format!(
            "{} before, {} now",
            state(change.was),
            state(change.is)
        ));
    }
    parts.extend(change.to.iter().map(|to| format!("now in {to}")));
    parts.extend(change.why.iter().cloned());
    parts.join("; ")
}

/// What the comparison comes to, in one sentence.
pub(super) fn verdict(comparison: &Comparison) -> String {
    let commitments = |shift: Shift| comparison.count(shift);
    format!(
        "{} lost, {} weakened, {} gained, {} strengthened, {} moved. {} new, {} mended.",
        count(commitments(Shift::Lost), "commitment"),
        commitments(Shift::Weakened),
        commitments(Shift::Gained),
        commitments(Shift::Strengthened),
        commitments(Shift::Moved),
        count(comparison.new.len(), "finding"),
        comparison.fixed.len(),
    )
}

/// What else is to be known of it: documents that came, went, were renamed or not read, commitments not compared.
pub(super) fn asides(comparison: &Comparison) -> Vec<String> {
    let mut out = Vec::new();
    let mut list = |what: &str, names: &[String]| {
        if !names.is_empty() {
            out.push(format!("{what}: {}.", names.join(", ")));
        }
    };
    list("New documents", &comparison.added);
    list("Documents that are gone", &comparison.removed);
    let renamed: Vec<String> = comparison
        .renamed
        .iter()
        .map(|(from, to)| format!("{from} is {to}"))
        .collect();
    list("Renamed documents", &renamed);
    list(
        "Not compared, because they were not read on one side",
        &comparison.unread,
    );
    list(
        "Commitments that only one of the audits asked for, not compared",
        &comparison.unasked,
    );
    out
}
