//! The matrix: documents down, commitments across.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{super::quoted::shown, taken, title};
use crate::{
    engine::{Audit, AuditedDocument, Cell, Need},
    output::wording,
    rule::State,
};

/// With more documents, rows are grouped by kind.
const MANY: usize = 24;

/// Rows of the matrix that belong together.
#[derive(Serialize)]
pub(super) struct Group {
    /// The kind of policy; empty where rows are not grouped.
    name: String,
    /// Of each commitment: documents that meet it, of those that meet it or should.
    met: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    number: usize,
    title: String,
    /// Path, where the title does not say it, and what it was taken for, where the group does not.
    detail: String,
    cells: Vec<Option<CellView>>,
}

#[derive(Serialize)]
struct CellView {
    class: &'static str,
    word: &'static str,
    mark: &'static str,
    target: String,
}

/// The rows of the matrix, by kind where there are many.
pub(super) fn groups(audit: &Audit, read: &[&AuditedDocument]) -> Vec<Group> {
    let many = read.len() > MANY;
    let mut by_kind: BTreeMap<(bool, String), Vec<(usize, &AuditedDocument)>> = BTreeMap::new();
    for (number, document) in read.iter().enumerate() {
        let key = match (many, document.kinds.kinds.first()) {
            (false, _) => (false, String::new()),
            (true, _) if document.kinds.exempt.is_some() => (true, "Not asked".to_owned()),
            (true, None) => (true, "Of no kind that was recognised".to_owned()),
            (true, Some(kind)) => (false, wording::capital(&kind.name.replace('-', " "))),
        };
        by_kind.entry(key).or_default().push((number, document));
    }
    by_kind
        .into_iter()
        .map(|((_, name), documents)| Group {
            met: (0..audit.commitments.len())
                .map(|column| coverage(&documents, column))
                .collect(),
            rows: documents
                .iter()
                .map(|(number, document)| row(*number, document, many))
                .collect(),
            name,
        })
        .collect()
}

/// How many of `documents` meet the commitment of a column, of those that meet it or should; empty where none should.
fn coverage(documents: &[(usize, &AuditedDocument)], column: usize) -> String {
    let cells = || {
        documents
            .iter()
            .filter_map(|(_, document)| document.cells.get(column))
    };
    let met = cells().filter(|cell| cell.state() == State::Met).count();
    let wanted = cells()
        .filter(|cell| cell.state() == State::Met || cell.need == Need::Required)
        .count();
    if wanted == 0 {
        String::new()
    } else {
        format!("{met}/{wanted}")
    }
}

fn row(number: usize, document: &AuditedDocument, grouped: bool) -> Row {
    let title = title(document);
    let path = shown(&document.entry.path);
    let mut detail = Vec::new();
    if title != path {
        let file = path.rsplit('/').next().unwrap_or(&path);
        detail.push(file.to_owned());
    }
    if !grouped {
        detail.push(taken(document));
    }
    Row {
        number,
        detail: detail.join(" · "),
        cells: document
            .cells
            .iter()
            .enumerate()
            .map(|(column, cell)| cell_view(number, column, cell))
            .collect(),
        title,
    }
}

/// How a cell looks.
pub(super) struct CellLook {
    /// `met`, `partial` or `missing`: colour, and what filters ask for.
    pub(super) class: &'static str,
    pub(super) word: &'static str,
    mark: &'static str,
}

/// How `cell` looks; `None` where there is nothing to say.
pub(super) fn look(cell: &Cell) -> Option<CellLook> {
    let (class, word, mark) = match cell.state() {
        State::Met => ("met", "Met", "●"),
        State::Partial => ("partial", "In part", "◐"),
        State::Absent if cell.is_missing() => ("missing", "Missing", "○"),
        State::Absent => return None,
    };
    Some(CellLook { class, word, mark })
}

fn cell_view(number: usize, column: usize, cell: &Cell) -> Option<CellView> {
    let look = look(cell)?;
    Some(CellView {
        class: look.class,
        word: look.word,
        mark: look.mark,
        target: if cell.is_missing() {
            missing_id(column)
        } else {
            note_id(number, column)
        },
    })
}

pub(super) fn note_id(number: usize, column: usize) -> String {
    format!("n{number}-{column}")
}

pub(super) fn missing_id(column: usize) -> String {
    format!("m{column}")
}
