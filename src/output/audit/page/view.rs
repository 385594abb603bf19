//! What the page says, in the order in which it says it: everything that the template draws.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    super::{NO_POLICY, no_policy},
    quoted::{Room, shown},
};
use crate::{
    engine::{Audit, AuditedDocument, Cell, Comparison, Need, Overall, Shift},
    finding::{Finding, Location},
    output::{
        compare::{heading, story, verdict},
        wording::{self, count},
    },
};

/// Gaps named in the summary.
const GAPS: usize = 6;
/// With more documents, rows are grouped by kind and findings are folded.
const MANY: usize = 24;
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
    missing: Vec<Clause>,
    unread: Vec<Unread>,
    shortened: bool,
}

#[derive(Serialize)]
struct Summary {
    /// What was read, and what was not.
    read: String,
    /// What it comes to.
    lead: String,
    met: usize,
    partial: usize,
    absent: usize,
    hollow: usize,
    substantive: usize,
}

#[derive(Serialize)]
struct Gap {
    title: String,
    text: String,
    clause: String,
}

/// Shares of a bar, in counts.
#[derive(Serialize)]
struct Bar {
    met: usize,
    partial: usize,
    missing: usize,
    total: usize,
}

impl Bar {
    fn new(met: usize, partial: usize, missing: usize, total: usize) -> Self {
        Self {
            met,
            partial,
            missing,
            total: total.max(met + partial + missing).max(1),
        }
    }
}

#[derive(Serialize)]
struct Trend {
    verdict: String,
    rows: Vec<TrendRow>,
    groups: Vec<ChangeGroup>,
}

#[derive(Serialize)]
struct TrendRow {
    name: &'static str,
    bar: Bar,
    met: usize,
    partial: usize,
    absent: usize,
}

#[derive(Serialize)]
struct ChangeGroup {
    heading: &'static str,
    changes: Vec<ChangeView>,
}

#[derive(Serialize)]
struct ChangeView {
    title: String,
    document: String,
    story: String,
    before: String,
    after: String,
}

#[derive(Serialize)]
struct OverallRow {
    title: String,
    bar: Bar,
    met: usize,
    partial: usize,
    missing: usize,
    required: usize,
    best: String,
}

/// Rows of the matrix that belong together.
#[derive(Serialize)]
struct Group {
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

#[derive(Serialize)]
struct DocumentView {
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
struct Quote {
    words: String,
    place: String,
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
struct Rewrite {
    title: String,
    after: String,
}

/// What stands behind the cells of a commitment that is missing.
#[derive(Serialize)]
struct Clause {
    id: String,
    title: String,
    why: String,
    clause: String,
}

#[derive(Serialize)]
struct Unread {
    path: String,
    why: String,
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
        // The longest bar has the whole width: in a long manual most documents have nothing to do with a commitment.
        let widest = overall
            .iter()
            .map(|one| one.met + one.partial + one.missing)
            .max();
        let widest = widest.unwrap_or(0);
        let findings = read.iter().flat_map(|document| &document.findings);
        let documents = read.iter().enumerate();
        let missing = audit.commitments.iter().enumerate();
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
            missing: missing
                .filter(|(at, _)| overall.get(*at).is_some_and(|one| one.missing > 0))
                .map(|(at, asked)| Clause {
                    id: missing_id(at),
                    title: asked.title.to_string(),
                    why: asked.why.to_string(),
                    clause: asked.clause.clone(),
                })
                .collect(),
            overall: overall
                .iter()
                .filter_map(|one| overall_row(audit, one, widest))
                .collect(),
            documents: documents
                .map(|(number, document)| of_document(audit, number, document, room))
                .collect(),
            unread: audit
                .unread()
                .map(|(path, why)| Unread {
                    path: shown(path),
                    why: shown(why),
                })
                .collect(),
            shortened: room.is_tight(),
        }
    }
}

fn summary(audit: &Audit, overall: &[Overall]) -> Summary {
    let scored = |score: u8| overall.iter().filter(|one| one.score == score).count();
    let (met, partial, absent) = (scored(2), scored(1), scored(0));
    let mut lead = format!(
        "The policies make {met} of {} commitments with a duty and an action.",
        overall.len()
    );
    if no_policy(audit) {
        NO_POLICY.clone_into(&mut lead);
    }
    for (number, what) in [
        (partial, "only wished for or mentioned"),
        (absent, "not made at all"),
    ] {
        match number {
            _ if no_policy(audit) => {}
            0 => {}
            1 => lead.push_str(&format!(" One is {what}.")),
            _ => lead.push_str(&format!(" {number} are {what}.")),
        }
    }
    let (hollow, substantive) = audit.hollow_to_substantive();
    let (read, unread) = (audit.read().count(), audit.unread().count());
    let verb = if read == 1 { "was" } else { "were" };
    let mut text = format!("{} {verb} read", count(read, "document"));
    if unread > 0 {
        text.push_str(&format!(", and {unread} could not be read"));
    }
    Summary {
        read: text,
        lead,
        met,
        partial,
        absent,
        hollow,
        substantive,
    }
}

/// The commitments that are missing most.
fn gaps(audit: &Audit) -> Vec<Gap> {
    audit
        .gaps()
        .into_iter()
        .take(GAPS)
        .filter_map(|one| {
            let asked = audit.commitments.get(one.commitment)?;
            let best = one.best.and_then(|at| audit.documents.get(at));
            let state = match (one.score, best) {
                (0, _) | (_, None) => "No document makes it".to_owned(),
                (1, Some(best)) => format!("Only in part, in {}", title(best)),
                (_, Some(best)) => format!("Met in {}", title(best)),
            };
            let missing = match (one.missing, one.required) {
                (0, _) => String::new(),
                (missing, required) => {
                    let verb = if missing == 1 { "does" } else { "do" };
                    format!("; {missing} of {required} policies that should make it {verb} not")
                }
            };
            Some(Gap {
                title: asked.title.to_string(),
                text: format!("{state}{missing}."),
                clause: asked.clause.clone(),
            })
        })
        .collect()
}

fn trend(since: &Comparison, room: &Room) -> Trend {
    let row = |name: &'static str, [met, partial, absent]: [usize; 3]| TrendRow {
        name,
        bar: Bar::new(met, partial, 0, met + partial + absent),
        met,
        partial,
        absent,
    };
    let quote = |words: &Option<crate::engine::Words>| {
        words
            .as_ref()
            .map(|words| room.quote(&words.quote))
            .unwrap_or_default()
    };
    let group = |shift: Shift| ChangeGroup {
        heading: heading(shift),
        changes: since
            .of(shift)
            .map(|change| {
                let (before, after) = (quote(&change.before), quote(&change.after));
                ChangeView {
                    title: change.title.clone(),
                    document: shown(&change.document),
                    story: shown(&story(change)),
                    before: if before == after {
                        String::new()
                    } else {
                        before
                    },
                    after,
                }
            })
            .collect(),
    };
    Trend {
        verdict: verdict(since),
        rows: vec![row("Before", since.before), row("Now", since.after)],
        groups: Shift::ALL
            .into_iter()
            .map(group)
            .filter(|group| !group.changes.is_empty())
            .collect(),
    }
}

fn overall_row(audit: &Audit, one: &Overall, widest: usize) -> Option<OverallRow> {
    let asked = audit.commitments.get(one.commitment)?;
    let best = one.best.and_then(|at| audit.documents.get(at));
    Some(OverallRow {
        title: asked.title.to_string(),
        bar: Bar::new(one.met, one.partial, one.missing, widest),
        met: one.met,
        partial: one.partial,
        missing: one.missing,
        required: one.required,
        best: best.map(title).unwrap_or_default(),
    })
}

/// The rows of the matrix, by kind where there are many.
fn groups(audit: &Audit, read: &[&AuditedDocument]) -> Vec<Group> {
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
    let met = cells().filter(|cell| cell.score() == 2).count();
    let wanted = cells()
        .filter(|cell| cell.score() == 2 || cell.need == Need::Required)
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

/// Class, word and mark of a cell; `None` where there is nothing to say.
fn state(cell: &Cell) -> Option<(&'static str, &'static str, &'static str)> {
    match (cell.score(), cell.need) {
        (2, _) => Some(("met", "Met", "●")),
        (1, _) => Some(("partial", "In part", "◐")),
        (_, Need::Required) => Some(("missing", "Missing", "○")),
        (_, Need::None | Need::Suggested) => None,
    }
}

fn cell_view(number: usize, column: usize, cell: &Cell) -> Option<CellView> {
    let (class, word, mark) = state(cell)?;
    Some(CellView {
        class,
        word,
        mark,
        target: if class == "missing" {
            missing_id(column)
        } else {
            note_id(number, column)
        },
    })
}

fn note_id(number: usize, column: usize) -> String {
    format!("n{number}-{column}")
}

fn missing_id(column: usize) -> String {
    format!("m{column}")
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

fn of_document(
    audit: &Audit,
    number: usize,
    document: &AuditedDocument,
    room: &Room,
) -> DocumentView {
    let cells = || audit.commitments.iter().zip(&document.cells).enumerate();
    let states: BTreeSet<&str> = document
        .cells
        .iter()
        .filter_map(|cell| state(cell).map(|(class, ..)| class))
        .collect();
    let missing: Vec<&str> = cells()
        .filter(|(_, (_, cell))| cell.score() == 0 && cell.need == Need::Required)
        .map(|(_, (asked, _))| &*asked.title)
        .collect();
    let notes = cells().filter_map(|(column, (asked, cell))| {
        let (class, word, _) = state(cell).filter(|(class, ..)| *class != "missing")?;
        let lacks = match &cell.extent {
            crate::rule::Extent::Partial { lacks, .. } => lacks.join("; "),
            crate::rule::Extent::Met | crate::rule::Extent::Absent => String::new(),
        };
        Some(Note {
            id: note_id(number, column),
            title: asked.title.to_string(),
            class,
            word,
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
    Quote {
        words: room.quote(&location.excerpt),
        place: place.join(", "),
    }
}

fn finding(finding: &Finding, room: &Room) -> FindingView {
    let line = finding.location.line.map(|line| format!("line {line}"));
    FindingView {
        family: finding.family.name(),
        severity: finding.severity.name(),
        message: wording::capital(&shown(&finding.message)),
        sentence: room.quote(&finding.location.excerpt),
        place: line.unwrap_or_else(|| shown(&wording::place(&finding.location))),
        rewrites: finding
            .fixes
            .iter()
            .take(room.rewrites)
            .map(|fix| Rewrite {
                title: shown(&fix.title),
                after: room.quote(&fix.after),
            })
            .collect(),
    }
}

/// The title, or the path where there is none.
fn title(document: &AuditedDocument) -> String {
    let title = document.title.as_deref().map(str::trim);
    let title = title.filter(|title| !title.is_empty());
    Room::ALL[0].quote(title.unwrap_or(&document.entry.path))
}
