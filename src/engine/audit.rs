//! Commitments × documents: what each document commits to, where it says so, and what is missing where it should be.

use std::sync::Arc;

use super::{DocumentEntry, Policy, Profile, Reading, Status};
use crate::{
    document::Document,
    finding::{Family, Finding, Location},
    rule::{Commitments, Depth, Extent, Firmness, Kinds, Prose, RuleSet, State, firmness, kinds},
    text::Span,
};

/// A column of the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// `equitable-hiring`.
    pub name: Arc<str>,
    /// "Equity in hiring, support and promotion".
    pub title: Arc<str>,
    /// Why it matters.
    pub why: Arc<str>,
    /// What a document without it leaves out.
    pub message: String,
    /// Model clause, with `[blanks]`.
    pub clause: String,
}

/// Whether a document is asked for a commitment. Ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Its kind is not asked for it.
    #[default]
    None,
    /// It would fit.
    Suggested,
    /// Its kind should make it.
    Required,
}

impl Need {
    /// The name in machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Suggested => "suggested",
            Self::Required => "required",
        }
    }
}

/// One commitment in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// How far it is made.
    pub extent: Extent,
    /// The words that show it, best first.
    pub evidence: Vec<Location>,
    /// How firmly each of them commits, in step.
    pub firmness: Vec<Firmness>,
    /// Whether the document is asked for it.
    pub need: Need,
}

impl Cell {
    /// How far, in one word.
    pub fn state(&self) -> State {
        self.extent.state()
    }

    /// Whether the document should make it and does not.
    pub fn is_missing(&self) -> bool {
        self.need == Need::Required && self.state() == State::Absent
    }
}

/// A row of the audit.
#[derive(Clone, Debug)]
pub struct AuditedDocument {
    /// What is known of the file.
    pub entry: DocumentEntry,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// What it was taken for, and why.
    pub kinds: Kinds,
    /// In the order of [`Audit::commitments`]; empty where it was not read.
    pub cells: Vec<Cell>,
    /// What `check` says of it.
    pub findings: Vec<Finding>,
}

impl AuditedDocument {
    /// A file that was not read.
    pub fn unread(entry: DocumentEntry) -> Self {
        Self {
            entry,
            title: None,
            kinds: Kinds::default(),
            cells: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Whether it was read.
    pub fn is_read(&self) -> bool {
        self.entry.status == Status::Read
    }
}

/// What a manual commits to.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// The columns.
    pub commitments: Vec<Asked>,
    /// The rows, in path order, files that were not read included.
    pub documents: Vec<AuditedDocument>,
    /// What the documents say and leave out together, where they are a manual.
    pub manual: Vec<Finding>,
}

/// A commitment over all documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overall {
    /// Index of the commitment.
    pub commitment: usize,
    /// The document that makes it most fully, an index into the documents; `None` where none does.
    pub best: Option<usize>,
    /// How far the best one makes it.
    pub state: State,
    /// How many documents meet it, meet it in part, and lack it though their kind should make it.
    pub met: usize,
    /// In part.
    pub partial: usize,
    /// Documents that should make it and do not.
    pub missing: usize,
    /// Documents that should make it.
    pub required: usize,
}

impl Audit {
    /// The columns of `rules`, without rows.
    pub fn new(rules: &RuleSet, profile: Profile) -> Self {
        Self {
            commitments: asked(rules, profile),
            ..Self::default()
        }
    }

    /// Each commitment over all documents, in the order of columns.
    pub fn overall(&self) -> Vec<Overall> {
        (0..self.commitments.len())
            .map(|commitment| {
                let cells = self
                    .documents
                    .iter()
                    .enumerate()
                    .filter_map(|(at, document)| Some((at, document.cells.get(commitment)?)));
                let mut overall = Overall {
                    commitment,
                    best: None,
                    state: State::Absent,
                    met: 0,
                    partial: 0,
                    missing: 0,
                    required: 0,
                };
                for (at, cell) in cells {
                    let state = cell.state();
                    if state > overall.state {
                        overall.state = state;
                        overall.best = Some(at);
                    }
                    overall.met += usize::from(state == State::Met);
                    overall.partial += usize::from(state == State::Partial);
                    overall.required += usize::from(cell.need == Need::Required);
                    overall.missing += usize::from(cell.is_missing());
                }
                overall
            })
            .collect()
    }

    /// Commitments by how much of them is missing, the widest gap first; those without a gap left out.
    pub fn gaps(&self) -> Vec<Overall> {
        let mut gaps: Vec<Overall> = self
            .overall()
            .into_iter()
            .filter(|one| one.state < State::Met || one.missing > 0)
            .collect();
        // What a policy should say and does not comes before what none was asked.
        gaps.sort_by_key(|one| {
            let unasked = one.missing == 0;
            (unasked, one.state, usize::MAX - one.missing, one.commitment)
        });
        gaps
    }

    /// Findings of commitments without substance, and commitments met, over all documents.
    pub fn hollow_to_substantive(&self) -> (usize, usize) {
        let hollow = self
            .documents
            .iter()
            .flat_map(|document| &document.findings)
            .filter(|finding| finding.family == Family::Hollow)
            .count();
        let met = self.overall().iter().map(|one| one.met).sum();
        (hollow, met)
    }

    /// Documents that were read.
    pub fn read(&self) -> impl Iterator<Item = &AuditedDocument> {
        self.documents.iter().filter(|document| document.is_read())
    }

    /// Documents that were not read, with why.
    pub fn unread(&self) -> impl Iterator<Item = (&str, &str)> {
        self.documents
            .iter()
            .filter_map(|document| match &document.entry.status {
                Status::Unread(why) => Some((document.entry.path.as_str(), why.as_str())),
                Status::Read | Status::Skipped(_) => None,
            })
    }
}

/// The columns.
fn asked(rules: &RuleSet, profile: Profile) -> Vec<Asked> {
    let one = |code: &crate::rule::CommitmentCode| {
        let rule = rules.rules().get(code.rule as usize)?;
        let clause = match (&code.restricted_clause, profile) {
            (Some(restricted), Profile::Restricted) => restricted.clone(),
            _ => code.clause.clone(),
        };
        Some(Asked {
            name: Arc::clone(&code.name),
            title: Arc::clone(&code.title),
            why: Arc::clone(&rule.why),
            message: rule.message.clone(),
            clause,
        })
    };
    rules.checks().commitments.iter().filter_map(one).collect()
}

/// What a document was taken for by its whole text, and how far it makes each commitment.
#[derive(Clone, Debug)]
pub struct Row {
    kinds: Kinds,
    cells: Vec<Cell>,
}

/// The row of a document.
pub(super) fn row(
    prose: &Prose<'_>,
    commitments: &Commitments<'_>,
    rules: &RuleSet,
    policy: &Policy,
) -> Row {
    let kinds = kinds(prose, rules, Depth::Text, &policy.kinds);
    Row {
        cells: cells(prose.document, commitments, rules, &kinds),
        kinds,
    }
}

/// What `document` commits to, beside what `reading` says of it. A reading that was made for an audit
/// ([`Policy::audit`]) has the row already.
pub fn audit(
    document: &Document,
    rules: &RuleSet,
    policy: &Policy,
    reading: Reading,
) -> AuditedDocument {
    let Row { kinds, cells } = match reading.row {
        Some(row) => *row,
        None => {
            let prose = Prose::new(document, rules);
            row(&prose, &Commitments::new(&prose, rules), rules, policy)
        }
    };
    let entry = reading.entry.unwrap_or_else(|| super::entry(document));
    let entry = DocumentEntry {
        kinds: names(&kinds),
        ..entry
    };
    AuditedDocument {
        title: document.title().map(str::to_owned),
        findings: reading.findings,
        cells,
        kinds,
        entry,
    }
}

/// The names of kinds.
pub(super) fn names(kinds: &Kinds) -> Vec<String> {
    kinds
        .kinds
        .iter()
        .map(|kind| (*kind.name).to_owned())
        .collect()
}

/// What each commitment is to documents of these kinds.
pub(super) fn needs(rules: &RuleSet, kinds: &Kinds) -> Vec<Need> {
    let checks = rules.checks();
    let mut out = vec![Need::None; checks.commitments.len()];
    if kinds.exempt.is_some() {
        return out;
    }
    let sections = kinds.sections.iter().flat_map(|section| &section.kinds);
    for kind in kinds.kinds.iter().chain(sections) {
        let Some(code) = checks.kinds.iter().find(|code| code.name == kind.name) else {
            continue;
        };
        let mut raise = |list: &[u32], need: Need| {
            for number in list {
                if let Some(slot) = out.get_mut(*number as usize) {
                    *slot = need.max(*slot);
                }
            }
        };
        raise(&code.requires, Need::Required);
        raise(&code.suggests, Need::Suggested);
    }
    out
}

/// The row of `document`.
fn cells(
    document: &Document,
    commitments: &Commitments<'_>,
    rules: &RuleSet,
    kinds: &Kinds,
) -> Vec<Cell> {
    let needs = needs(rules, kinds);
    commitments
        .states(|_| !kinds.is_foreign())
        .into_iter()
        .zip(needs)
        .map(|(commitment, need)| Cell {
            evidence: commitment
                .evidence
                .iter()
                .map(|shown| place(document, shown.span))
                .collect(),
            firmness: firmness(document, rules, &commitment.evidence),
            extent: commitment.extent,
            need,
        })
        .collect()
}

/// Where words stand; their snippet is not needed.
pub(super) fn place(document: &Document, span: Span) -> Location {
    Location::bare(document, span, span)
}
