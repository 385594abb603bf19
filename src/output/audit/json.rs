//! `equilint-audit/1`: structs of their own, so that the inner types stay free.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    engine::{Audit, AuditedDocument, Cell, Need, Overall, Status},
    finding::{Finding, Location, Severity},
    rule::{Extent, State},
};

/// The schema's name.
pub const SCHEMA: &str = "equilint-audit/1";

/// The whole audit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuditJson {
    /// [`SCHEMA`].
    pub schema: String,
    /// Of the program.
    pub version: String,
    /// Columns, in order.
    pub commitments: Vec<CommitmentJson>,
    /// Rows, in path order.
    pub documents: Vec<DocumentJson>,
    /// All documents together.
    pub manual: ManualJson,
}

/// A column.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CommitmentJson {
    /// Its id.
    pub id: String,
    /// For people.
    pub title: String,
}

/// A row.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DocumentJson {
    /// As shown to people.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// `read`, `unread` or `skipped`.
    pub status: String,
    /// Why it was not read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub error: Option<String>,
    /// What kinds of policy it was taken for, best first.
    pub kinds: Vec<String>,
    /// Why, one a kind.
    #[serde(default)]
    pub recognised_by: Vec<String>,
    /// Why it is asked for nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub exempt: Option<String>,
    /// Sections of a handbook, each with its kinds.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub sections: Vec<Vec<String>>,
    /// Words of prose.
    pub words: u32,
    /// State by commitment.
    pub commitments: BTreeMap<String, String>,
    /// Evidence and what is missing, by commitment; those that are absent and not asked for are left out.
    pub cells: BTreeMap<String, CellJson>,
    /// What `check` says of it, by place.
    #[serde(default)]
    pub findings: Vec<FindingJson>,
}

/// A finding, as far as two audits share it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindingJson {
    /// Id of the rule.
    pub rule: String,
    /// `note`, `warning` or `error`.
    pub severity: Severity,
    /// Stays the same when text around it moves.
    pub fingerprint: String,
    /// The sentence and where it stands.
    #[serde(flatten)]
    pub words: EvidenceJson,
}

/// One commitment in one document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CellJson {
    /// `met`, `partial` or `absent`.
    pub state: String,
    /// `required`, `suggested` or `none`.
    pub need: String,
    /// What it says, where it is partial.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub has: Vec<String>,
    /// What it leaves out.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub lacks: Vec<String>,
    /// The words that show it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub evidence: Vec<ShowingJson>,
}

/// Words that show a commitment, and how firmly they make it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowingJson {
    /// The sentence and where it stands.
    #[serde(flatten)]
    pub words: EvidenceJson,
    /// It says what is or must be done, rather than what may be, or is hoped for.
    pub binding: bool,
    /// It names a date or a period.
    pub deadline: bool,
    /// It names who answers for it.
    pub owner: bool,
    /// Days of the calendar within which it is due.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub within: Option<u32>,
}

/// Words of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceJson {
    /// The sentence, white space folded.
    pub quote: String,
    /// Headings it stands under.
    pub heading: Vec<String>,
    /// Line of the file, from 1.
    pub line: Option<u32>,
    /// Page of a PDF, from 1.
    pub page: Option<u32>,
    /// Paragraph of a word processor's document, from 1.
    pub paragraph: Option<u32>,
}

/// All documents together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ManualJson {
    /// The best state of each commitment.
    pub commitments: BTreeMap<String, OverallJson>,
    /// Commitments by gap, the widest first.
    pub gaps: Vec<String>,
    /// Findings of hollow commitments.
    pub hollow: usize,
    /// Commitments met, over documents.
    pub substantive: usize,
    /// Documents read.
    pub read: usize,
    /// Documents not read.
    pub unread: usize,
    /// What the documents say and leave out together.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub findings: Vec<AcrossJson>,
}

/// A finding about all documents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AcrossJson {
    /// Id of the rule.
    pub rule: String,
    /// `note`, `warning` or `error`.
    pub severity: Severity,
    /// Stays the same when text around it moves.
    pub fingerprint: String,
    /// What it is.
    pub message: String,
    /// Something to add.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub notes: Vec<String>,
    /// The words that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub related: Vec<RelatedJson>,
}

/// Words that a finding about all documents is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RelatedJson {
    /// The document.
    pub path: String,
    /// What they show.
    pub shows: String,
    /// The sentence and where it stands.
    #[serde(flatten)]
    pub words: EvidenceJson,
}

/// A commitment over all documents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OverallJson {
    /// The best state.
    pub state: String,
    /// The document that makes it most fully.
    pub best: Option<String>,
    /// Documents that meet it.
    pub met: usize,
    /// In part.
    pub partial: usize,
    /// Documents that should make it and do not.
    pub missing: usize,
    /// Documents that should make it.
    pub required: usize,
}

impl From<&Location> for EvidenceJson {
    fn from(location: &Location) -> Self {
        Self {
            quote: location.excerpt.clone(),
            heading: location.heading.clone(),
            line: location.line,
            page: location.page,
            paragraph: location.paragraph,
        }
    }
}

impl From<&Cell> for CellJson {
    fn from(cell: &Cell) -> Self {
        let (has, lacks) = match &cell.extent {
            Extent::Partial { has, lacks } => (has.clone(), lacks.clone()),
            Extent::Met | Extent::Absent => (Vec::new(), Vec::new()),
        };
        Self {
            state: cell.state().name().to_owned(),
            need: cell.need.name().to_owned(),
            has,
            lacks,
            evidence: cell
                .evidence
                .iter()
                .zip(&cell.firmness)
                .map(|(location, firmness)| ShowingJson {
                    words: EvidenceJson::from(location),
                    binding: firmness.binding,
                    deadline: firmness.deadline,
                    owner: firmness.owner,
                    within: firmness.within,
                })
                .collect(),
        }
    }
}

/// A row.
fn document(audit: &Audit, document: &AuditedDocument) -> DocumentJson {
    let (status, error) = match &document.entry.status {
        Status::Read => ("read", None),
        Status::Unread(why) => ("unread", Some(why.clone())),
        Status::Skipped(why) => ("skipped", Some(why.clone())),
    };
    let named = || audit.commitments.iter().zip(&document.cells);
    let finding = |finding: &Finding| FindingJson {
        rule: finding.rule.to_string(),
        severity: finding.severity,
        fingerprint: finding.fingerprint.clone(),
        words: EvidenceJson::from(&finding.location),
    };
    let names = |kinds: &[crate::rule::Kind]| -> Vec<String> {
        kinds.iter().map(|kind| kind.name.to_string()).collect()
    };
    DocumentJson {
        path: document.entry.path.clone(),
        title: document.title.clone(),
        status: status.to_owned(),
        error,
        kinds: names(&document.kinds.kinds),
        recognised_by: document
            .kinds
            .kinds
            .iter()
            .map(|kind| kind.why.clone())
            .collect(),
        exempt: document.kinds.exempt.clone(),
        sections: document
            .kinds
            .sections
            .iter()
            .map(|section| names(&section.kinds))
            .collect(),
        words: document.entry.words,
        commitments: named()
            .map(|(asked, cell)| (asked.name.to_string(), cell.state().name().to_owned()))
            .collect(),
        cells: named()
            .filter(|(_, cell)| cell.state() > State::Absent || cell.need > Need::None)
            .map(|(asked, cell)| (asked.name.to_string(), CellJson::from(cell)))
            .collect(),
        findings: document.findings.iter().map(finding).collect(),
    }
}

/// A finding about all documents.
fn across(finding: &Finding) -> AcrossJson {
    let related = finding.related.iter();
    AcrossJson {
        rule: finding.rule.to_string(),
        severity: finding.severity,
        fingerprint: finding.fingerprint.clone(),
        message: finding.message.clone(),
        notes: finding.notes.clone(),
        related: related
            .map(|(location, shows)| RelatedJson {
                path: location.path.clone(),
                shows: shows.clone(),
                words: EvidenceJson::from(location),
            })
            .collect(),
    }
}

/// The audit as data.
pub fn data(audit: &Audit) -> AuditJson {
    let name = |one: &Overall| {
        audit
            .commitments
            .get(one.commitment)
            .map(|asked| asked.name.to_string())
            .unwrap_or_default()
    };
    let best = |one: &Overall| {
        let document = audit.documents.get(one.best?)?;
        Some(document.entry.path.clone())
    };
    let (hollow, substantive) = audit.hollow_to_substantive();
    AuditJson {
        schema: SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commitments: audit
            .commitments
            .iter()
            .map(|asked| CommitmentJson {
                id: asked.name.to_string(),
                title: asked.title.to_string(),
            })
            .collect(),
        documents: audit
            .documents
            .iter()
            .map(|one| document(audit, one))
            .collect(),
        manual: ManualJson {
            commitments: audit
                .overall()
                .iter()
                .map(|one| {
                    let overall = OverallJson {
                        state: one.state.name().to_owned(),
                        best: best(one),
                        met: one.met,
                        partial: one.partial,
                        missing: one.missing,
                        required: one.required,
                    };
                    (name(one), overall)
                })
                .collect(),
            gaps: audit.gaps().iter().map(name).collect(),
            hollow,
            substantive,
            read: audit.read().count(),
            unread: audit.unread().count(),
            findings: audit.manual.iter().map(across).collect(),
        },
    }
}

/// One JSON object, one document a line.
pub fn json(audit: &Audit) -> String {
    let data = data(audit);
    let mut out = serde_json::to_string(&data).expect("strings and numbers always serialize");
    out.push('\n');
    out
}
