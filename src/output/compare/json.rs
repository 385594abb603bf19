//! `equilint-compare/1`: structs of their own, so that the inner types stay free.

use serde::Serialize;

use crate::engine::{Change, Comparison, KnownFinding, Shift, Words};

/// The schema's name.
pub const SCHEMA: &str = "equilint-compare/1";

#[derive(Serialize)]
struct CompareJson<'a> {
    schema: &'static str,
    version: &'static str,
    /// Documents read: before, now.
    documents: [usize; 2],
    added: &'a [String],
    removed: &'a [String],
    renamed: Vec<[&'a str; 2]>,
    unread: &'a [String],
    unasked: &'a [String],
    lost: Vec<ChangeJson<'a>>,
    weakened: Vec<ChangeJson<'a>>,
    moved: Vec<ChangeJson<'a>>,
    strengthened: Vec<ChangeJson<'a>>,
    gained: Vec<ChangeJson<'a>>,
    findings: FindingsJson<'a>,
    /// Commitments of the manual that are met, in part and absent: before, now.
    manual: [[usize; 3]; 2],
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    commitment: &'a str,
    title: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    was: &'static str,
    is: &'static str,
    why: &'a [String],
    before: Option<WordsJson<'a>>,
    after: Option<WordsJson<'a>>,
}

#[derive(Serialize)]
struct WordsJson<'a> {
    quote: &'a str,
    place: &'a str,
}

#[derive(Serialize)]
struct FindingsJson<'a> {
    new: Vec<FindingJson<'a>>,
    fixed: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    path: &'a str,
    rule: &'a str,
    severity: &'static str,
    fingerprint: &'a str,
    #[serde(flatten)]
    words: WordsJson<'a>,
}

/// One JSON object.
pub fn json(comparison: &Comparison) -> String {
    let of = |shift: Shift| comparison.of(shift).map(change).collect();
    let data = CompareJson {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        documents: [comparison.documents.0, comparison.documents.1],
        added: &comparison.added,
        removed: &comparison.removed,
        renamed: comparison
            .renamed
            .iter()
            .map(|(from, to)| [from.as_str(), to.as_str()])
            .collect(),
        unread: &comparison.unread,
        unasked: &comparison.unasked,
        lost: of(Shift::Lost),
        weakened: of(Shift::Weakened),
        moved: of(Shift::Moved),
        strengthened: of(Shift::Strengthened),
        gained: of(Shift::Gained),
        findings: FindingsJson {
            new: comparison.new.iter().map(finding).collect(),
            fixed: comparison.fixed.iter().map(finding).collect(),
        },
        manual: [comparison.before, comparison.after],
    };
    let mut out = serde_json::to_string(&data).expect("strings and numbers always serialize");
    out.push('\n');
    out
}

fn change(change: &Change) -> ChangeJson<'_> {
    ChangeJson {
        commitment: &change.commitment,
        title: &change.title,
        path: &change.document,
        to: change.to.as_deref(),
        was: change.was.name(),
        is: change.is.name(),
        why: &change.why,
        before: change.before.as_ref().map(words),
        after: change.after.as_ref().map(words),
    }
}

fn words(words: &Words) -> WordsJson<'_> {
    WordsJson {
        quote: &words.quote,
        place: &words.place,
    }
}

fn finding((path, raised): &(String, KnownFinding)) -> FindingJson<'_> {
    FindingJson {
        path,
        rule: &raised.rule,
        severity: raised.severity.name(),
        fingerprint: &raised.fingerprint,
        words: words(&raised.words),
    }
}
