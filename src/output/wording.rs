//! How places, families and fixes are called in what people read.

use crate::{
    engine::Reading,
    finding::{Applicability, Family, Finding, Location, Place},
    rule::State,
};

pub(super) use crate::text::capital;

/// Where `location` is, in words, without its path: `§ Recruitment, paragraph 12`, `page 4`; empty where a line says it.
pub fn place(location: &Location) -> String {
    if location.line.is_some() {
        return String::new();
    }
    let mut parts = Vec::new();
    if let Some(heading) = location.heading.last() {
        parts.push(format!("§ {heading}"));
    }
    if let Some(page) = location.page {
        parts.push(format!("page {page}"));
    }
    if let Some(paragraph) = location.paragraph {
        parts.push(format!("paragraph {paragraph}"));
    }
    parts.join(", ")
}

/// Path and place of `finding` for one line of text.
pub(super) fn path_and_place(finding: &Finding) -> String {
    let location = &finding.location;
    match finding.place {
        Place::Manual => "all documents together".to_owned(),
        Place::Section(_) => match location.heading.last() {
            Some(heading) => format!("{} (§ {heading})", location.path),
            None => location.path.clone(),
        },
        Place::Document => location.path.clone(),
        Place::Text(_) => match (location.line, location.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}", location.path),
            _ => {
                let place = place(location);
                if place.is_empty() {
                    location.path.clone()
                } else {
                    format!("{} ({place})", location.path)
                }
            }
        },
    }
}

/// What `reading` is of: a document, the file that all its findings are about, or all documents together.
pub(super) fn subject(reading: &Reading) -> &str {
    let entry = reading.entry.as_ref().map(|entry| entry.path.as_str());
    let first = reading.findings.first();
    let path = first.filter(|finding| finding.place != Place::Manual);
    entry
        .or(path.map(|finding| finding.location.path.as_str()))
        .unwrap_or("all documents together")
}

/// What the underlined words do, in a few words: the label under them.
pub(super) fn label(finding: &Finding) -> &'static str {
    match finding.place {
        Place::Section(_) => return "the section it belongs to",
        Place::Document => return "the document as a whole",
        Place::Manual => return "the documents together",
        Place::Text(_) => {}
    }
    match finding.family {
        Family::NeutralStance => "claims to take no side",
        Family::BothSides => "treats every view as owed the same room",
        Family::NonEndorsement => "steps back from what it offers",
        Family::Sameness => "treats unlike needs alike",
        Family::Comfort => "puts comfort or taste first",
        Family::Merit => "takes merit or fit as given",
        Family::Deflection => "names nobody responsible",
        Family::Deficit => "names people by a lack",
        Family::Demand => "lets majority demand decide",
        Family::Objectivity => "claims to have no viewpoint",
        Family::Hollow => "commits to nothing that can be checked",
        Family::Commitment => "a commitment is missing",
        Family::Enumeration => "the list leaves members out",
        Family::Structure => "a part is missing or out of date",
    }
}

/// What a reader has to do before a fix can stand.
pub(super) fn applicability(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "says the same or more",
        Applicability::Unsafe => "review before use",
        Applicability::Display => "for you to complete",
    }
}

/// How far a commitment is made, for a person.
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Met => "met",
        State::Partial => "in part",
        State::Absent => "absent",
    }
}

/// `count` things: `1 document`, `2 documents`.
pub fn count(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
