//! Directives on a hand-made document: a paragraph a line, comments between them.

use std::sync::Arc;

use super::{SideEntry, Suppressing, suppress};
use crate::{
    document::{BlockKind, Builder, Document, Format},
    engine::{Hidden, Policy, Reading, Selector},
    finding::{Confidence, Family, Finding, Location, Place, Severity},
    text::Span,
};

/// A document of `source`: lines that begin with `<!--` are comments, others paragraphs.
fn document(source: &str) -> Document {
    let mut builder = Builder::new("a.md", Format::Markdown, Some(source.to_owned()));
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let start = u32::try_from(at).unwrap();
        let text = line.trim_end();
        at += line.len();
        if let Some(inner) = text
            .strip_prefix("<!--")
            .and_then(|text| text.strip_suffix("-->"))
        {
            builder.close();
            builder.comment(start..start + u32::try_from(text.len()).unwrap(), inner);
        } else if !text.is_empty() {
            builder.open(BlockKind::Paragraph);
            builder.verbatim(text, start);
        }
    }
    builder.finish()
}

/// Every “neutral” of `document` as a finding.
fn reading(document: &Document) -> Reading {
    let findings = document.text.match_indices("neutral").map(|(at, words)| {
        let span = Span::from_range(at..at + words.len());
        Finding {
            rule: Arc::from("neutral-stance/word"),
            family: Family::NeutralStance,
            severity: Severity::Warning,
            confidence: Confidence::High,
            message: String::new(),
            why: Arc::from(""),
            notes: Vec::new(),
            place: Place::Text(span),
            location: Location::of(document, span, span),
            related: Vec::new(),
            fixes: Vec::new(),
            fingerprint: String::new(),
        }
    });
    Reading {
        findings: findings.collect(),
        ..Reading::default()
    }
}

/// What is left of `source`: lines of findings about prose, and rules that speak of comments.
fn left(source: &str, policy: &Policy) -> (Vec<u32>, Vec<String>, usize) {
    let document = document(source);
    let mut reading = reading(&document);
    let known = |id: &str| ["neutral-stance/word", "comfort/other"].contains(&id);
    let by = Suppressing {
        known: &known,
        policy: &Policy {
            today: "2026-11-21".parse().ok(),
            ..policy.clone()
        },
    };
    suppress(&document, by, &mut reading);
    let (prose, about): (Vec<_>, Vec<_>) = reading
        .findings
        .iter()
        .partition(|finding| finding.family == Family::NeutralStance);
    assert!(
        reading
            .hidden
            .iter()
            .all(|(_, why)| *why == Hidden::Suppressed)
    );
    (
        prose
            .iter()
            .map(|finding| finding.location.line.unwrap())
            .collect(),
        about
            .iter()
            .map(|finding| {
                finding
                    .rule
                    .trim_start_matches("structure/suppression-")
                    .to_owned()
            })
            .collect(),
        reading.hidden.len(),
    )
}

fn all(source: &str) -> (Vec<u32>, Vec<String>, usize) {
    left(source, &Policy::default())
}

#[test]
fn each_form_reaches_as_far_as_it_says() {
    let next =
        "<!-- equilint-disable-next-line neutral-stance -- quoted law -->\nneutral\n\nneutral\n";
    assert_eq!(all(next), (vec![4], vec![], 1));
    let block = "<!-- equilint-disable neutral-stance/word -- old -->\nneutral\n<!-- equilint-enable neutral-stance/word -->\nneutral\n";
    assert_eq!(all(block), (vec![4], vec![], 1));
    let file = "neutral\n<!-- equilint-disable-file all -- a museum piece -->\nneutral\n";
    assert_eq!(all(file), (vec![], vec![], 2));
}

#[test]
fn what_does_not_work_says_so_and_hides_nothing() {
    let source = |head: &str| format!("<!-- equilint-{head} -->\nneutral\n");
    for (head, rule) in [
        ("disable-next-line neutral-stance", "without-reason"),
        (
            "disable-next-line neutral-stance until=2026-11-20 owner=ana -- later",
            "expired",
        ),
        (
            "disable-next-line neutral-stance/wrod -- typo",
            "unknown-rule",
        ),
        ("disable-next-lien neutral-stance -- typo", "unreadable"),
        (
            "disable-next-line neutral-stance until=soon -- later",
            "unreadable",
        ),
        ("disable-next-line comfort -- nothing there", "unused"),
    ] {
        assert_eq!(
            all(&source(head)),
            (vec![2], vec![rule.to_owned()], 0),
            "{head}"
        );
    }
    let until = source("disable-next-line neutral-stance until=2026-11-21 -- until today");
    assert_eq!(all(&until), (vec![], vec![], 1));
    let open = source("disable neutral-stance -- to the end");
    assert_eq!(all(&open), (vec![], vec!["unclosed".to_owned()], 1));
}

#[test]
fn unused_ones_are_reported_only_when_every_rule_ran_and_can_be_removed() {
    let source = "<!-- equilint-disable-next-line comfort -- gone -->\nwords\n";
    let policy = Policy {
        select: vec![Selector::Family(Family::NeutralStance)],
        ..Policy::default()
    };
    assert_eq!(left(source, &policy).1, Vec::<String>::new());
    let document = document(source);
    let mut reading = reading(&document);
    let known = |_: &str| false;
    let by = Suppressing {
        known: &known,
        policy: &Policy::default(),
    };
    suppress(&document, by, &mut reading);
    let fix = &reading.findings[0].fixes[0];
    let mended = crate::text::apply(document.source.as_deref().unwrap(), &fix.edits).unwrap();
    assert_eq!(mended, "words\n");
}

#[test]
fn an_entry_of_a_side_file_silences_by_rule_and_quoted_words() {
    let document = document("We stay  neutral here.\n");
    let finding = &reading(&document).findings[0];
    let today = "2026-11-21".parse().ok();
    assert!(today.is_some());
    let entry = |words: Option<&str>, until: Option<&str>| SideEntry {
        rules: Selector::Family(Family::NeutralStance),
        words: words.map(str::to_owned),
        until: until.map(|day| day.parse().unwrap()),
    };
    assert!(entry(None, None).silences(finding, today));
    assert!(entry(Some("NEUTRAL"), Some("2026-11-21")).silences(finding, today));
    assert!(!entry(Some("impartial"), None).silences(finding, today));
    assert!(!entry(None, Some("2026-11-20")).silences(finding, today));
}
