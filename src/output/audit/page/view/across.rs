//! What the documents say against each other, and leave out together.

use serde::Serialize;

use super::{
    super::quoted::{Room, shown},
    document::{Quote, Rewrite, place, rewrites},
};
use crate::{
    engine::Audit,
    finding::{Finding, Location},
    output::wording,
};

/// A finding about all documents.
#[derive(Serialize)]
pub(super) struct Across {
    family: &'static str,
    severity: &'static str,
    message: String,
    notes: Vec<String>,
    quotes: Vec<Said>,
    rewrites: Vec<Rewrite>,
}

/// Words that it is about, and what they show.
#[derive(Serialize)]
struct Said {
    what: String,
    #[serde(flatten)]
    quote: Quote,
}

/// The findings about all documents, the gravest first.
pub(super) fn across(audit: &Audit, room: &Room) -> Vec<Across> {
    let said = |(location, what): &(Location, String)| Said {
        // The words themselves stand above.
        what: wording::capital(&room.quote(what.split(": “").next().unwrap_or(what))),
        quote: Quote {
            words: room.quote(&location.excerpt),
            place: [shown(&location.path), place(location)].join(", "),
        },
    };
    let one = |finding: &Finding| Across {
        family: finding.family.name(),
        severity: finding.severity.name(),
        message: wording::capital(&shown(&finding.message)),
        notes: finding.notes.iter().map(|note| shown(note)).collect(),
        quotes: finding.related.iter().map(said).collect(),
        rewrites: rewrites(finding, room),
    };
    let mut findings: Vec<&Finding> = audit.manual.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.into_iter().map(one).collect()
}
