//! `json` and `jsonl`, for programs. The schema is `equilint/1`, with structs of its own: what is inside stays free to change.

use std::{collections::BTreeMap, ops::Range};

use serde::Serialize;

use super::{Draw, Totals};
use crate::{
    engine::{DocumentEntry, Hidden, Reading, Status},
    finding::{self, Location, Place, Severity},
};

/// The name of the schema.
const SCHEMA: &str = "equilint/1";

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    family: &'a str,
    severity: &'a str,
    confidence: &'a str,
    message: &'a str,
    why: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
    path: &'a str,
    place: &'a str,
    span: Option<Span>,
    line: Option<u32>,
    column: Option<u32>,
    page: Option<u32>,
    paragraph: Option<u32>,
    heading: &'a [String],
    words: &'a str,
    excerpt: &'a str,
    fixes: Vec<Fix<'a>>,
    related: Vec<Related<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Span {
    start: u32,
    end: u32,
}

impl From<&Range<u32>> for Span {
    fn from(range: &Range<u32>) -> Self {
        Self {
            start: range.start,
            end: range.end,
        }
    }
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: &'a str,
    edits: Vec<Edit<'a>>,
    before: &'a str,
    after: &'a str,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: u32,
    end: u32,
    with: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    path: &'a str,
    span: Option<Span>,
    line: Option<u32>,
    column: Option<u32>,
    page: Option<u32>,
    paragraph: Option<u32>,
    heading: &'a [String],
    words: &'a str,
    excerpt: &'a str,
}

#[derive(Serialize)]
struct Document<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kinds: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<u32>,
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    warnings: &'a [String],
}

impl<'a> From<&'a finding::Finding> for Finding<'a> {
    fn from(finding: &'a finding::Finding) -> Self {
        let at = &finding.location;
        let text = matches!(finding.place, Place::Text(_));
        let section = matches!(finding.place, Place::Section(_));
        Self {
            rule: &finding.rule,
            family: finding.family.name(),
            severity: finding.severity.name(),
            confidence: finding.confidence.name(),
            message: &finding.message,
            why: &finding.why,
            notes: &finding.notes,
            path: &at.path,
            place: match finding.place {
                Place::Text(_) => "text",
                Place::Section(_) => "section",
                Place::Document => "document",
                Place::Manual => "manual",
            },
            // What is absent has no place in the text: the heading that a person is shown would be a made-up one.
            span: at.span.as_ref().filter(|_| text).map(Span::from),
            line: at.line.filter(|_| text),
            column: at.column.filter(|_| text),
            page: at.page.filter(|_| text),
            paragraph: at.paragraph.filter(|_| text),
            heading: if text || section { &at.heading } else { &[] },
            words: if text { &at.words } else { "" },
            excerpt: if text { &at.excerpt } else { "" },
            fixes: finding.fixes.iter().map(Fix::from).collect(),
            related: finding.related.iter().map(Related::from).collect(),
            fingerprint: &finding.fingerprint,
        }
    }
}

impl<'a> From<&'a finding::Fix> for Fix<'a> {
    fn from(fix: &'a finding::Fix) -> Self {
        let edit = |edit: &'a crate::text::Edit| Edit {
            start: edit.range.start,
            end: edit.range.end,
            with: &edit.with,
        };
        Self {
            title: &fix.title,
            applicability: fix.applicability.name(),
            edits: fix.edits.iter().map(edit).collect(),
            before: &fix.before,
            after: &fix.after,
        }
    }
}

impl<'a> From<&'a (Location, String)> for Related<'a> {
    fn from((at, message): &'a (Location, String)) -> Self {
        Self {
            message,
            path: &at.path,
            span: at.span.as_ref().map(Span::from),
            line: at.line,
            column: at.column,
            page: at.page,
            paragraph: at.paragraph,
            heading: &at.heading,
            words: &at.words,
            excerpt: &at.excerpt,
        }
    }
}

impl<'a> From<&'a DocumentEntry> for Document<'a> {
    fn from(entry: &'a DocumentEntry) -> Self {
        let read = entry.status == Status::Read;
        let (status, error, reason) = match &entry.status {
            Status::Read => ("read", None, None),
            Status::Unread(error) => ("unread", Some(error.as_str()), None),
            Status::Skipped(reason) => ("skipped", None, Some(reason.as_str())),
        };
        Self {
            path: &entry.path,
            format: entry.format.map(crate::document::Format::name),
            kinds: read.then_some(&entry.kinds),
            words: read.then_some(entry.words),
            status,
            error,
            reason,
            warnings: &entry.warnings,
        }
    }
}

/// Counts of what is not shown; the four keys are always there.
fn hidden(totals: &Totals) -> BTreeMap<&'static str, usize> {
    [
        Hidden::Suppressed,
        Hidden::Baseline,
        Hidden::BelowThreshold,
        Hidden::Unchanged,
    ]
    .into_iter()
    .map(|reason| (reason.name(), totals.hidden(reason)))
    .collect()
}

/// Counts by severity; the three keys are always there.
fn summary(totals: &Totals) -> BTreeMap<&'static str, usize> {
    Severity::ALL
        .into_iter()
        .map(|severity| (severity.name(), totals.count(severity)))
        .collect()
}

/// `value` as one line of JSON.
fn push(value: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("strings and numbers always serialize");
}

/// One object for the whole run, one finding a line.
#[derive(Debug)]
pub struct Json;

impl Draw for Json {
    fn head(&self, out: &mut Vec<u8>) {
        let version = env!("CARGO_PKG_VERSION");
        out.extend_from_slice(
            format!("{{\"schema\":\"{SCHEMA}\",\"version\":\"{version}\",\n\"findings\":[")
                .as_bytes(),
        );
    }

    fn piece(&self, reading: &Reading, out: &mut Vec<u8>) {
        for finding in &reading.findings {
            out.extend_from_slice(if out.is_empty() { b"\n" } else { b",\n" });
            push(&Finding::from(finding), out);
        }
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn aside(&self, reading: &Reading, out: &mut Vec<u8>) {
        if let Some(entry) = &reading.entry {
            out.push(b'\n');
            push(&Document::from(entry), out);
        }
    }

    fn tail(&self, totals: &Totals, asides: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(b"],\n\"hidden\":");
        push(&hidden(totals), out);
        out.extend_from_slice(b",\n\"documents\":[");
        out.extend_from_slice(asides);
        out.extend_from_slice(b"],\n\"summary\":");
        push(&summary(totals), out);
        out.extend_from_slice(b"}\n");
    }
}

/// One line of `jsonl`, told apart by `type`.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Start {
        schema: &'a str,
        version: &'a str,
    },
    Finding(Finding<'a>),
    Document(Document<'a>),
    End {
        hidden: BTreeMap<&'static str, usize>,
        summary: BTreeMap<&'static str, usize>,
    },
}

/// One object a line: `start`, then each document's `finding`s and the `document`, then `end`.
#[derive(Debug)]
pub struct Jsonl;

impl Draw for Jsonl {
    fn head(&self, out: &mut Vec<u8>) {
        let line = Line::Start {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
        };
        push(&line, out);
        out.push(b'\n');
    }

    fn piece(&self, reading: &Reading, out: &mut Vec<u8>) {
        for finding in &reading.findings {
            push(&Line::Finding(Finding::from(finding)), out);
            out.push(b'\n');
        }
        if let Some(entry) = &reading.entry {
            push(&Line::Document(Document::from(entry)), out);
            out.push(b'\n');
        }
    }

    fn tail(&self, totals: &Totals, _asides: &[u8], out: &mut Vec<u8>) {
        let line = Line::End {
            hidden: hidden(totals),
            summary: summary(totals),
        };
        push(&line, out);
        out.push(b'\n');
    }
}
