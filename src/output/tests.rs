//! Each format on the same hand-made run.

use std::sync::Arc;

use insta::assert_snapshot;

use super::{Draw, Human, Json, Jsonl, Look, Short, Totals, summary, whole};
use crate::{
    document::{BlockKind, Builder, Document, Format, Origin},
    engine::{DocumentEntry, Hidden, Reading, Status},
    finding::{Applicability, Confidence, Family, Finding, Fix, Location, Place, Severity},
    text::{Edit, Span, fold_space},
};

/// A document of one heading and one paragraph, which begins on line 3.
fn document(format: Format, path: &str, text: &str) -> Document {
    let heading = "Meeting rooms";
    let source = format!("{heading}\n\n{text}");
    let lines = matches!(format, Format::Markdown);
    let mut builder = Builder::new(path, format, lines.then(|| source.clone()));
    builder.open(BlockKind::Heading(1));
    let origin = |at: u32, number: u32| match format {
        Format::Pdf => Origin::Page(number),
        Format::Docx | Format::Odt | Format::Epub => Origin::Paragraph(number),
        _ => Origin::Bytes {
            range: at..at + 1,
            verbatim: true,
        },
    };
    if lines {
        builder.verbatim(heading, 0);
        builder.open(BlockKind::Paragraph);
        builder.verbatim(text, u32::try_from(heading.len() + 2).unwrap());
    } else {
        builder.push(heading, origin(0, 11));
        builder.open(BlockKind::Paragraph);
        builder.push(text, origin(0, 12));
    }
    builder.finish()
}

/// What a rule would say of `words` in `document`, rewritten as `after`.
fn finding(document: &Document, words: &str, after: &str) -> Finding {
    let block = document.blocks.last().unwrap().span;
    let start = document.text.find(words).unwrap();
    let span = Span::from_range(start..start + words.len());
    let edits = document
        .source_range(block)
        .map(|range| Edit::replacement(range, after));
    Finding {
        rule: Arc::from("neutral-stance/remains-neutral"),
        family: Family::NeutralStance,
        severity: Severity::Warning,
        confidence: Confidence::High,
        message: format!("The text asks staff to “{}”", fold_space(words)),
        why: Arc::from(
            "A claim of neutrality hides the choices that a library makes, and leaves staff without support when someone is harmed.",
        ),
        notes: Vec::new(),
        place: Place::Text(span),
        location: Location::of(document, span, block),
        related: Vec::new(),
        fixes: vec![
            Fix {
                title: "State the values that guide decisions".to_owned(),
                applicability: Applicability::Unsafe,
                changes: vec![(block, after.to_owned())],
                edits: edits.into_iter().collect(),
                places: Vec::new(),
                before: document
                    .slice(block)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                after: after.to_owned(),
            }
            .placed(document),
        ],
        fingerprint: "00".to_owned(),
    }
}

fn reading(document: &Document, findings: Vec<Finding>) -> Reading {
    Reading {
        entry: Some(DocumentEntry {
            path: document.path.clone(),
            format: Some(document.format),
            kinds: vec!["meeting-room".to_owned()],
            words: document.words(),
            status: Status::Read,
            warnings: Vec::new(),
        }),
        findings,
        ..Reading::default()
    }
}

const AFTER: &str = "Staff apply this policy with care for the people it affects, and say which values guide a decision.";

fn rooms() -> Reading {
    let text = "Staff must remain\nneutral on every issue.";
    let document = document(Format::Markdown, "manual/rooms.md", text);
    let finding = finding(&document, "remain\nneutral", AFTER);
    reading(&document, vec![finding])
}

fn drawn(draw: &dyn Draw, readings: &[Reading]) -> String {
    String::from_utf8(whole(draw, readings)).unwrap()
}

fn pretty(readings: &[Reading], width: usize) -> String {
    let look = Look {
        width,
        ..Look::default()
    };
    drawn(&Human::new(look), readings)
}

#[test]
fn pretty_shows_words_over_two_lines_why_and_the_rewritten_sentence() {
    assert_snapshot!(pretty(&[rooms()], 80), @r#"
    neutral-stance/remains-neutral · warning · high confidence

      ⚠ The text asks staff to “remain neutral”
       ╭─[manual/rooms.md:3:12]
     3 │ Staff must remain
       ·            ──────
     4 │ neutral on every issue.
       · ───┬───
       ·    ╰── claims to take no side
       ╰────
      help: A claim of neutrality hides the choices that a library makes, and
            leaves staff without support when someone is harmed.

            Rewrite: State the values that guide decisions (review before use)
            - Staff must remain neutral on every issue.
            + Staff apply this policy with care for the people it affects, and say
              which values guide a decision.
    "#);
}

#[test]
fn a_long_line_is_cut_to_the_words_that_fit() {
    let text = "The library offers rooms to groups from the whole county, and because it serves everyone staff must remain neutral on every issue that a group may raise in the room, whatever the group.";
    let document = document(Format::Markdown, "rooms.md", text);
    let found = finding(&document, "remain neutral", AFTER);
    let shown = pretty(&[reading(&document, vec![found])], 80);
    for line in shown.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert_snapshot!(shown.lines().take(7).collect::<Vec<_>>().join("\n"), @r#"
    neutral-stance/remains-neutral · warning · high confidence

      ⚠ The text asks staff to “remain neutral”
       ╭─[rooms.md:3:101]
     3 │ … serves everyone staff must remain neutral on every issue that a …
       ·                              ───────┬──────
       ·                                     ╰── claims to take no side
    "#);
}

#[test]
fn a_document_without_lines_says_its_place_in_words() {
    let word = document(Format::Docx, "handbook.docx", "Staff must remain neutral.");
    let pdf = document(Format::Pdf, "handbook.pdf", "Staff must remain neutral.");
    let readings = [&word, &pdf]
        .map(|document| reading(document, vec![finding(document, "remain neutral", AFTER)]));
    assert_snapshot!(drawn(&Short, &readings), @r#"
    handbook.docx (§ Meeting rooms, paragraph 12): warning[neutral-stance/remains-neutral] The text asks staff to “remain neutral”
    handbook.pdf (§ Meeting rooms, page 12): warning[neutral-stance/remains-neutral] The text asks staff to “remain neutral”
    "#);
    assert_snapshot!(pretty(&readings[..1], 80), @r#"
    neutral-stance/remains-neutral · warning · high confidence

      ⚠ The text asks staff to “remain neutral”
        ╭─[handbook.docx, § Meeting rooms, paragraph 12]
     12 │ Staff must remain neutral.
        ·            ───────┬──────
        ·                   ╰── claims to take no side
        ╰────
      help: A claim of neutrality hides the choices that a library makes, and
            leaves staff without support when someone is harmed.

            Rewrite: State the values that guide decisions (review before use)
            - Staff must remain neutral.
            + Staff apply this policy with care for the people it affects, and say
              which values guide a decision.
    "#);
}

#[test]
fn what_is_missing_from_a_document_has_no_words_and_still_says_everything() {
    let rooms = document(Format::Markdown, "rooms.md", "Rooms are free.");
    let mut finding = finding(&rooms, "Rooms", "");
    finding.place = Place::Document;
    finding.location = Location::of_document(&rooms);
    finding.fixes.clear();
    finding.message = "No way to ask for an accommodation".to_owned();
    let mut manual = finding.clone();
    manual.place = Place::Manual;
    manual.location = Location::default();
    let readings = [reading(&rooms, vec![finding, manual])];
    assert_snapshot!(pretty(&readings, 80), @r#"
    neutral-stance/remains-neutral · warning · high confidence

      ⚠ No way to ask for an accommodation
       ╭─[rooms.md:1:1]
     1 │ Meeting rooms
       · ──────┬──────
       ·       ╰── the document as a whole
       ╰────
      help: A claim of neutrality hides the choices that a library makes, and
            leaves staff without support when someone is harmed.

    neutral-stance/remains-neutral · warning · high confidence

      ⚠ No way to ask for an accommodation (all documents together)
      help: A claim of neutrality hides the choices that a library makes, and
            leaves staff without support when someone is harmed.
    "#);
    assert_snapshot!(drawn(&Short, &readings), @r#"
    rooms.md: warning[neutral-stance/remains-neutral] No way to ask for an accommodation
    all documents together: warning[neutral-stance/remains-neutral] No way to ask for an accommodation
    "#);
}

#[test]
fn plain_says_it_in_sentences() {
    let look = Look {
        plain: true,
        ..Look::default()
    };
    assert_snapshot!(drawn(&Human::new(look), &[rooms()]), @r#"
    The text asks staff to “remain neutral”
        Diagnostic severity: warning
    Begin snippet for manual/rooms.md starting at line 3, column 1

    snippet line 3: Staff must remain
        label at line 3, columns 12 to 17
    snippet line 4: neutral on every issue.
        label at line 4, columns 1 to 7: claims to take no side
    diagnostic help: A claim of neutrality hides the choices that a library makes, and leaves staff
    without support when someone is harmed.

    Rewrite: State the values that guide decisions (review before use)
    As it stands: Staff must remain neutral on every issue.
    Rewritten: Staff apply this policy with care for the people it affects, and say
    which values guide a decision.
    diagnostic code: neutral-stance/remains-neutral · warning · high confidence
    "#);
}

#[test]
fn json_has_the_keys_that_others_rely_on() {
    let unread = Reading {
        entry: Some(DocumentEntry {
            path: "scan.pdf".to_owned(),
            format: None,
            kinds: Vec::new(),
            words: 0,
            status: Status::Unread("no text layer: this PDF is a scan".to_owned()),
            warnings: Vec::new(),
        }),
        ..Reading::default()
    };
    let readings = [rooms(), unread];
    assert_snapshot!(drawn(&Json, &readings), @r#"
    {"schema":"equilint/1","version":"0.1.0",
    "findings":[
    {"rule":"neutral-stance/remains-neutral","family":"neutral-stance","severity":"warning","confidence":"high","message":"The text asks staff to “remain neutral”","why":"A claim of neutrality hides the choices that a library makes, and leaves staff without support when someone is harmed.","path":"manual/rooms.md","place":"text","span":{"start":26,"end":40},"line":3,"column":12,"page":null,"paragraph":null,"heading":["Meeting rooms"],"words":"remain\nneutral","excerpt":"Staff must remain neutral on every issue.","fixes":[{"title":"State the values that guide decisions","applicability":"unsafe","edits":[{"start":15,"end":56,"with":"Staff apply this policy with care for the people it affects, and say which values guide a decision."}],"before":"Staff must remain neutral on every issue.","after":"Staff apply this policy with care for the people it affects, and say which values guide a decision."}],"related":[],"fingerprint":"00"}],
    "hidden":{"baseline":0,"below_threshold":0,"suppressed":0,"unchanged":0},
    "documents":[
    {"path":"manual/rooms.md","format":"markdown","kinds":["meeting-room"],"words":9,"status":"read"},
    {"path":"scan.pdf","status":"unread","error":"no text layer: this PDF is a scan"}],
    "summary":{"error":0,"note":0,"warning":1}}
    "#);
    let lines = drawn(&Jsonl, &readings);
    for line in lines.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    assert_eq!(lines.lines().count(), 5);
}

#[test]
fn control_characters_of_a_document_do_not_reach_the_terminal() {
    let text = "Staff \u{1b}[31mmust\u{202e} remain neutral.";
    let document = document(Format::Markdown, "a\nb\u{1b}.md", text);
    let readings = [reading(
        &document,
        vec![finding(&document, "remain neutral", text)],
    )];
    for shown in [pretty(&readings, 80), drawn(&Short, &readings)] {
        assert!(!shown.contains('\u{1b}'), "{shown}");
        assert!(!shown.contains('\u{202e}'), "{shown}");
        assert!(!shown.contains("a\nb"), "{shown}");
    }
}

#[test]
fn the_summary_counts_what_is_shown_and_what_is_not() {
    let mut hiding = rooms();
    let hidden = hiding.findings[0].clone();
    hiding.hidden.push((hidden.clone(), Hidden::Suppressed));
    hiding.hidden.push((hidden, Hidden::BelowThreshold));
    let mut totals = Totals::default();
    totals.add(&hiding);
    totals.add(&Reading {
        entry: Some(DocumentEntry {
            path: "scan.pdf".to_owned(),
            format: None,
            kinds: Vec::new(),
            words: 0,
            status: Status::Unread("no text layer".to_owned()),
            warnings: Vec::new(),
        }),
        ..Reading::default()
    });
    assert_snapshot!(summary(&totals, false), @r#"
    not read: scan.pdf: no text layer
    1 document read, 1 not read: 1 warning; 1 with a rewrite
    not shown: 1 suppressed, 1 below the wanted confidence
    "#);
}
