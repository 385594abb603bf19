//! What a comment says.

use super::anchor::Anchor;
use crate::finding::{Applicability, Finding, Place};

/// A comment: paragraphs of plain text.
#[derive(Debug)]
pub(super) struct Comment {
    /// Its id, not used by any other.
    pub(super) id: u32,
    /// Its paragraphs, in order.
    pub(super) paragraphs: Vec<String>,
}

/// What the comment on `finding` says; `written` is the fix that stands in the text as a tracked change.
pub(super) fn text(id: u32, finding: &Finding, anchor: &Anchor, written: Option<usize>) -> Comment {
    let mut paragraphs = Vec::new();
    if let Some(place) = anchor.elsewhere {
        paragraphs.push(format!("In the {place}: “{}”", finding.location.words));
    }
    paragraphs.push(sentence(&finding.message));
    if !finding.why.is_empty() {
        paragraphs.push(format!("Why: {}", finding.why));
    }
    paragraphs.extend(finding.notes.iter().map(|note| format!("Note: {note}")));
    for (number, fix) in finding.fixes.iter().enumerate() {
        let clause = if fix.after.is_empty() {
            fix.changes.first().map_or("", |(_, with)| with.as_str())
        } else {
            fix.after.as_str()
        };
        let kind = match (finding.place, fix.applicability) {
            _ if written == Some(number) => "Suggested in the text",
            (Place::Section(_) | Place::Document | Place::Manual, _) => "Model clause",
            (Place::Text(_), Applicability::Display) => "Instead, with the blanks filled in",
            (Place::Text(_), Applicability::Unsafe | Applicability::Safe) => "Instead",
        };
        paragraphs.push(format!("{kind} ({}): {}", fix.title, clause.trim()));
    }
    for (place, shows) in &finding.related {
        let words = if place.words.is_empty() {
            place.path.as_str()
        } else {
            place.words.as_str()
        };
        paragraphs.push(format!("See also “{words}”: {shows}"));
    }
    paragraphs.push(format!(
        "{} · {} · {} confidence",
        finding.rule,
        finding.severity.name(),
        finding.confidence.name()
    ));
    Comment { id, paragraphs }
}

/// `text` with a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    let mut out: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    out.push_str(letters.as_str());
    if !out.ends_with(['.', '!', '?', '…']) {
        out.push('.');
    }
    out
}
