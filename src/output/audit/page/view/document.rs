//! One document: what it says of each commitment, and what `check` says of it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    super::quoted::{Room, shown},
    matrix::{look, note_id},
    taken, title,
};
use crate::{
    engine::{Audit, AuditedDocument},
    finding::{Finding, Location},
    output::wording,
    rule::Extent,
};

#[derive(Serialize)]
pub(super) struct DocumentView {
    number: usize,
    title: String,
    path: String,
    /// What it was taken for, and why.
    taken: String,
    /// What it is found by, in small letters.
    key: String,
    states: String,
    missing: String,
    notes: Vec<Note>,
    findings: Vec<FindingView>,
    more: usize,
}

/// What stands behind a cell.
#[derive(Serialize)]
struct Note {
    id: String,
    title: String,
    class: &'static str,
    word: &'static str,
    quotes: Vec<Quote>,
    lacks: String,
}

#[derive(Serialize)]
pub(super) struct Quote {
    pub(super) words: String,
    pub(super) place: String,
}

#[derive(Serialize)]
struct FindingView {
    family: &'static str,
    severity: &'static str,
    message: String,
    sentence: String,
    place: String,
    rewrites: Vec<Rewrite>,
}

#[derive(Serialize)]
pub(super) struct Rewrite {
    title: String,
    after: String,
}

pub(super) fn of_document(
    audit: &Audit,
    number: usize,
    document: &AuditedDocument,
    room: &Room,
) -> DocumentView {
    let cells = || audit.commitments.iter().zip(&document.cells).enumerate();
    let states: BTreeSet<&str> = document
        .cells
        .iter()
        .filter_map(|cell| look(cell).map(|look| look.class))
        .collect();
    let missing: Vec<&str> = cells()
        .filter(|(_, (_, cell))| cell.is_missing())
        .map(|(_, (asked, _))| &*asked.title)
        .collect();
    let notes = cells().filter_map(|(column, (asked, cell))| {
        let look = look(cell).filter(|_| !cell.is_missing())?;
        let lacks = match &cell.extent {
            Extent::Partial { lacks, .. } => lacks.join("; "),
            Extent::Met | Extent::Absent => String::new(),
        };
        Some(Note {
            id: note_id(number, column),
            title: asked.title.to_string(),
            class: look.class,
            word: look.word,
            quotes: cell
                .evidence
                .iter()
                .take(room.quotes)
                .map(|location| quote(location, room))
                .collect(),
            lacks,
        })
    });
    let why: Vec<String> = document
        .kinds
        .kinds
        .iter()
        .map(|kind| shown(&kind.why))
        .collect();
    let mut taken = wording::capital(&taken(document));
    if !why.is_empty() {
        taken.push_str(&format!(" ({})", why.join("; ")));
    }
    let (title, path) = (title(document), shown(&document.entry.path));
    let findings = &document.findings;
    DocumentView {
        number,
        key: format!("{title} {path}").to_lowercase(),
        title,
        path,
        taken: format!("{taken}."),
        states: states.into_iter().collect::<Vec<_>>().join(" "),
        missing: missing.join("; "),
        notes: notes.collect(),
        findings: findings
            .iter()
            .take(room.findings)
            .map(|one| finding(one, room))
            .collect(),
        more: findings.len().saturating_sub(room.findings),
    }
}

fn quote(location: &Location, room: &Room) -> Quote {
    Quote {
        words: room.quote(&location.excerpt),
        place: place(location),
    }
}

/// Where words stand in their document.
pub(super) fn place(location: &Location) -> String {
    let mut place: Vec<String> = Vec::new();
    if !location.heading.is_empty() {
        place.push(format!("§ {}", shown(&location.heading.join(" › "))));
    }
    let numbers = [
        ("line", location.line),
        ("page", location.page),
        ("paragraph", location.paragraph),
    ];
    place.extend(
        numbers
            .iter()
            .filter_map(|(name, number)| number.map(|number| format!("{name} {number}"))),
    );
    place.join(", ")
}

fn finding(finding: &Finding, room: &Room) -> FindingView {
    let line = finding.location.line.map(|line| format!("line {line}"));
    FindingView {
        family: finding.family.name(),
        severity: finding.severity.name(),
        message: wording::capital(&shown(&finding.message)),
        sentence: room.quote(&finding.location.excerpt),
        place: line.unwrap_or_else(|| shown(&wording::place(&finding.location))),
        rewrites: rewrites(finding, room),
    }
}

/// What could stand there instead.
pub(super) fn rewrites(finding: &Finding, room: &Room) -> Vec<Rewrite> {
    let fixes = finding.fixes.iter().take(room.rewrites);
    fixes
        .map(|fix| Rewrite {
            title: shown(&fix.title),
            after: room.quote(&fix.after),
        })
        .collect()
}
