//! What the page says, in the order in which it says it: everything that the template draws.

mod across;
mod document;
mod matrix;
mod overall;
mod summary;
mod trend;

use std::collections::BTreeSet;

use serde::Serialize;

use self::{
    across::{Across, across},
    document::{DocumentView, of_document},
    matrix::{Group, groups},
    overall::{OverallRow, overall_rows},
    summary::{Clause, Gap, Summary, Unread, clauses, gaps, summary, unread},
    trend::{Trend, trend},
};
use super::quoted::{Room, shown};
use crate::engine::{Audit, AuditedDocument, Comparison};

/// With more documents, findings are folded.
const FEW: usize = 12;

/// What stands around the words.
#[derive(Serialize)]
pub(super) struct Frame {
    pub(super) style: &'static str,
    pub(super) script: &'static str,
    pub(super) style_hash: &'static str,
    pub(super) script_hash: &'static str,
}

/// All that the template draws.
#[derive(Serialize)]
pub(super) struct View {
    #[serde(flatten)]
    frame: Frame,
    version: &'static str,
    summary: Summary,
    gaps: Vec<Gap>,
    trend: Option<Trend>,
    overall: Vec<OverallRow>,
    columns: Vec<String>,
    families: BTreeSet<&'static str>,
    groups: Vec<Group>,
    documents: Vec<DocumentView>,
    /// Whether findings are unfolded.
    open: bool,
    /// What the documents say and leave out together.
    across: Vec<Across>,
    missing: Vec<Clause>,
    unread: Vec<Unread>,
    shortened: bool,
}

impl View {
    pub(super) fn new(
        audit: &Audit,
        since: Option<&Comparison>,
        room: &Room,
        frame: Frame,
    ) -> Self {
        let read: Vec<&AuditedDocument> = audit.read().collect();
        let overall = audit.overall();
        let findings = read.iter().flat_map(|document| &document.findings);
        let documents = read.iter().enumerate();
        Self {
            frame,
            version: env!("CARGO_PKG_VERSION"),
            summary: summary(audit, &overall),
            gaps: gaps(audit),
            trend: since.map(|since| trend(since, room)),
            columns: audit
                .commitments
                .iter()
                .map(|asked| asked.title.to_string())
                .collect(),
            families: findings.map(|finding| finding.family.name()).collect(),
            groups: groups(audit, &read),
            open: read.len() <= FEW,
            across: across(audit, room),
            missing: clauses(audit, &overall),
            overall: overall_rows(audit, &overall),
            documents: documents
                .map(|(number, document)| of_document(audit, number, document, room))
                .collect(),
            unread: unread(audit),
            shortened: room.is_tight(),
        }
    }
}

/// What a document was taken for, in words.
fn taken(document: &AuditedDocument) -> String {
    let kinds: Vec<&str> = document
        .kinds
        .kinds
        .iter()
        .map(|kind| &*kind.name)
        .collect();
    match (&document.kinds.exempt, kinds.is_empty()) {
        (Some(why), _) => format!("not asked: {}", shown(why)),
        (None, true) => "of no kind that was recognised".to_owned(),
        (None, false) => kinds.join(", ").replace('-', " "),
    }
}

/// The title, or the path where there is none.
fn title(document: &AuditedDocument) -> String {
    let title = document.title.as_deref().map(str::trim);
    let title = title.filter(|title| !title.is_empty());
    Room::ALL[0].quote(title.unwrap_or(&document.entry.path))
}
