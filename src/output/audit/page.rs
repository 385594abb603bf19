//! One page for a committee, complete in one file: readable without a script, from a disk, on paper.
//!
//! Everything that comes from documents goes through the template engine, which escapes it; style and script are ours,
//! named in the page's Content-Security-Policy by their hashes.

use std::collections::BTreeSet;

use minijinja::{AutoEscape, Environment, value::Serde};
use serde::Serialize;

use super::json::{AuditJson, CellJson, DocumentJson, EvidenceJson, data};
use crate::{
    engine::{Audit, AuditedDocument, Comparison},
    finding::Finding,
    output::{compare::verdict, wording},
};

const TEMPLATE: &str = include_str!("assets/page.html");
const STYLE: &str = include_str!("assets/page.css");
const SCRIPT: &str = include_str!("assets/page.js");
/// Hash of the style, for the policy.
const STYLE_HASH: &str = "sha256-IFvJWGb/7UzwOdJaw1EYiSKvOR/sj/UX+52ByZqwjRg=";
/// Hash of the script, for the policy.
const SCRIPT_HASH: &str = "sha256-9G8xgCVKqCxsN5v1l+Xz/2DE7LGdDSQ2rhUZroOt3KQ=";

/// Characters of a quotation, at most.
const QUOTE: usize = 320;
/// Rewrites shown of a finding.
const REWRITES: usize = 2;
/// Gaps named in the summary.
const GAPS: usize = 6;

/// All that the template draws.
#[derive(Serialize)]
struct Page<'a> {
    data: &'a AuditJson,
    columns: Vec<&'a str>,
    counts: Counts,
    gaps: Vec<Gap>,
    trend: &'a [String],
    families: BTreeSet<&'a str>,
    rows: Vec<Row>,
    findings: Vec<Findings>,
    unread: Vec<Unread>,
    style: &'a str,
    script: &'a str,
    style_hash: &'a str,
    script_hash: &'a str,
}

#[derive(Serialize)]
struct Counts {
    met: usize,
    partial: usize,
    absent: usize,
}

#[derive(Serialize)]
struct Unread {
    path: String,
    why: String,
}

#[derive(Serialize)]
struct Row {
    path: String,
    title: String,
    taken: String,
    states: String,
    cells: Vec<CellView>,
}

#[derive(Serialize)]
struct CellView {
    word: &'static str,
    class: &'static str,
    quotes: Vec<Quote>,
    lacks: String,
}

#[derive(Serialize)]
struct Quote {
    words: String,
    place: String,
}

#[derive(Serialize)]
struct Gap {
    title: String,
    text: String,
    clause: String,
}

#[derive(Serialize)]
struct Findings {
    path: String,
    title: String,
    findings: Vec<FindingView>,
}

#[derive(Serialize)]
struct FindingView {
    family: &'static str,
    severity: &'static str,
    message: String,
    sentence: String,
    place: String,
    rewrites: Vec<RewriteView>,
}

#[derive(Serialize)]
struct RewriteView {
    title: String,
    after: String,
}

/// The audit as a page, with what changed `since` an earlier one.
pub fn page(audit: &Audit, since: Option<&Comparison>) -> String {
    let trend: Vec<String> = since
        .map(|since| shown(&verdict(since)))
        .into_iter()
        .collect();
    let mut templates = Environment::new();
    templates.set_auto_escape_callback(|_| AutoEscape::Html);
    templates
        .add_template("page.html", TEMPLATE)
        .expect("the template is part of the program and tested");
    let data = data(audit);
    let read: Vec<&AuditedDocument> = audit.read().collect();
    let rows: Vec<Row> = data
        .documents
        .iter()
        .filter(|document| document.status == "read")
        .map(|document| row(audit, document))
        .collect();
    let findings: Vec<Findings> = read
        .iter()
        .filter(|document| !document.findings.is_empty())
        .map(|document| of_document(document))
        .collect();
    let families: BTreeSet<&str> = read
        .iter()
        .flat_map(|document| &document.findings)
        .map(|finding| finding.family.name())
        .collect();
    let overall = audit.overall();
    let count = |score: u8| overall.iter().filter(|one| one.score == score).count();
    let unread: Vec<Unread> = audit
        .unread()
        .map(|(path, why)| Unread {
            path: shown(path),
            why: shown(why),
        })
        .collect();
    let context = Page {
        columns: audit
            .commitments
            .iter()
            .map(|asked| &*asked.title)
            .collect(),
        counts: Counts {
            met: count(2),
            partial: count(1),
            absent: count(0),
        },
        gaps: gaps(audit),
        data: &data,
        trend: &trend,
        families,
        rows,
        findings,
        unread,
        style: STYLE,
        script: SCRIPT,
        style_hash: STYLE_HASH,
        script_hash: SCRIPT_HASH,
    };
    templates
        .get_template("page.html")
        .and_then(|template| template.render(Serde(&context)))
        .expect("the template is part of the program and tested")
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
                (0, _) | (_, None) => "no document makes it".to_owned(),
                (1, Some(best)) => format!("only in part, in {}", shown(&best.entry.path)),
                (_, Some(best)) => format!("met in {}", shown(&best.entry.path)),
            };
            let missing = if one.missing > 0 {
                format!(
                    "; {} of {} policies that should make it do not",
                    one.missing, one.required
                )
            } else {
                String::new()
            };
            Some(Gap {
                title: asked.title.to_string(),
                text: format!("{state}{missing}."),
                clause: asked.clause.clone(),
            })
        })
        .collect()
}

fn row(audit: &Audit, document: &DocumentJson) -> Row {
    let empty = CellJson::default();
    let mut states = BTreeSet::new();
    let mut cells = Vec::new();
    for asked in &audit.commitments {
        let cell = document.cells.get(&*asked.name).unwrap_or(&empty);
        let (word, class) = match (cell.state.as_str(), cell.need.as_str()) {
            ("met", _) => ("Met", "met"),
            ("partial", _) => ("Part", "partial"),
            ("absent", "required") => ("Missing", "missing"),
            _ => ("–", "absent"),
        };
        states.insert(class);
        cells.push(CellView {
            word,
            class,
            quotes: cell
                .evidence
                .iter()
                .take(2)
                .map(|one| quote(&one.words))
                .collect(),
            lacks: cell.lacks.join("; "),
        });
    }
    let taken = match (&document.exempt, document.kinds.as_slice()) {
        (Some(why), _) => format!("Not asked: {why}"),
        (None, []) => "No kind of policy was recognised".to_owned(),
        (None, kinds) => format!("Taken for: {}", kinds.join(", ")),
    };
    Row {
        path: shown(&document.path),
        title: title(document.title.as_deref(), &document.path),
        taken: shown(&taken),
        states: states.into_iter().collect::<Vec<_>>().join(" "),
        cells,
    }
}

fn quote(evidence: &EvidenceJson) -> Quote {
    let mut place: Vec<String> = Vec::new();
    if !evidence.heading.is_empty() {
        place.push(shown(&evidence.heading.join(" › ")));
    }
    let numbers = [
        ("line", evidence.line),
        ("page", evidence.page),
        ("paragraph", evidence.paragraph),
    ];
    place.extend(
        numbers
            .iter()
            .filter_map(|(name, number)| number.map(|number| format!("{name} {number}"))),
    );
    Quote {
        words: clip(&shown(&evidence.quote)),
        place: place.join(", "),
    }
}

fn of_document(document: &AuditedDocument) -> Findings {
    Findings {
        path: shown(&document.entry.path),
        title: title(document.title.as_deref(), &document.entry.path),
        findings: document.findings.iter().map(finding).collect(),
    }
}

fn finding(finding: &Finding) -> FindingView {
    let line = finding.location.line.map(|line| format!("line {line}"));
    FindingView {
        family: finding.family.name(),
        severity: finding.severity.name(),
        message: wording::capital(&shown(&finding.message)),
        sentence: clip(&shown(&finding.location.excerpt)),
        place: line.unwrap_or_else(|| shown(&wording::place(&finding.location))),
        rewrites: finding
            .fixes
            .iter()
            .take(REWRITES)
            .map(|fix| RewriteView {
                title: shown(&fix.title),
                after: clip(&shown(&fix.after)),
            })
            .collect(),
    }
}

/// The title, or the path where there is none.
fn title(title: Option<&str>, path: &str) -> String {
    shown(
        title
            .filter(|title| !title.trim().is_empty())
            .unwrap_or(path),
    )
}

/// `text` without characters that reorder or hide what stands around them.
fn shown(text: &str) -> String {
    let plain = |letter: char| match letter {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' => {
            None
        }
        _ if letter.is_control() && !letter.is_whitespace() => None,
        _ => Some(letter),
    };
    text.chars().filter_map(plain).collect()
}

/// At most [`QUOTE`] characters.
fn clip(text: &str) -> String {
    if text.chars().count() <= QUOTE {
        return text.to_owned();
    }
    let head: String = text.chars().take(QUOTE - 1).collect();
    format!("{head}…")
}
