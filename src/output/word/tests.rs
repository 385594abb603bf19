//! What an annotated copy holds, and what it leaves as it was.

use std::io::{Cursor, Read as _};

use proptest::prelude::{ProptestConfig, prop, proptest};

use super::{AnnotateError, AnnotateOptions, Annotated, annotate};
use crate::{
    document::{
        Document, ReadOptions, Tracked,
        office::testing::{paragraph, word, word_with},
        read,
    },
    finding::{Applicability, Confidence, Family, Finding, Fix, Location, Place, Severity},
    text::Span,
};

const OPTIONS: AnnotateOptions = AnnotateOptions {
    date: 1_795_269_600,
    tracked: Tracked::Accepted,
    comments_only: false,
};

fn document(bytes: &[u8], tracked: Tracked) -> Document {
    let options = ReadOptions {
        tracked,
        ..ReadOptions::default()
    };
    read("a.docx", bytes, &options).unwrap()
}

/// A finding on the first `words` of the document, with the rewrite of them as `with`.
fn finding(document: &Document, words: &str, with: Option<&str>) -> Finding {
    let at = document.text.find(words).expect("the words are there");
    let span = Span::from_range(at..at + words.len());
    on(document, span, with)
}

fn on(document: &Document, span: Span, with: Option<&str>) -> Finding {
    let fix = |with: &str| Fix {
        title: "State the values".to_owned(),
        applicability: Applicability::Unsafe,
        changes: vec![(span, with.to_owned())],
        edits: Vec::new(),
        places: Vec::new(),
        before: document.slice(span).to_owned(),
        after: with.to_owned(),
    };
    Finding {
        rule: "neutral-stance/remains-neutral".into(),
        family: Family::NeutralStance,
        severity: Severity::Warning,
        confidence: Confidence::High,
        message: "commits to neutrality".to_owned(),
        why: "It sides with what is.".into(),
        notes: Vec::new(),
        place: Place::Text(span),
        location: Location::of(document, span, span),
        related: Vec::new(),
        fixes: with.map(fix).into_iter().collect(),
        fingerprint: String::new(),
    }
}

/// A part of a package.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = String::new();
    let mut entry = archive.by_name(name).unwrap();
    entry.read_to_string(&mut out).unwrap();
    out
}

/// The body of an annotated copy.
fn body(annotated: &Annotated) -> String {
    let main = part(&annotated.bytes, "word/document.xml");
    let (_, body) = main.split_once("<w:body>").unwrap();
    let (body, _) = body.split_once("</w:body>").unwrap();
    body.to_owned()
}

fn annotated(bytes: &[u8], words: &str, with: Option<&str>) -> Annotated {
    let document = document(bytes, Tracked::Accepted);
    let finding = finding(&document, words, with);
    annotate(bytes, &document, &[finding], &OPTIONS).unwrap()
}

#[test]
fn a_comment_stands_on_the_exact_words() {
    let bytes = word(
        r#"<w:p><w:r w:rsidR="1"><w:rPr><w:i/></w:rPr><w:t>We stay neutral.</w:t></w:r></w:p>"#,
    );
    let out = annotated(&bytes, "stay neutral", None);
    insta::assert_snapshot!(body(&out).replace("><", ">\n<"), @r#"
    <w:p>
    <w:r w:rsidR="1">
    <w:rPr>
    <w:i/>
    </w:rPr>
    <w:t xml:space="preserve">We </w:t>
    </w:r>
    <w:commentRangeStart w:id="0"/>
    <w:r w:rsidR="1">
    <w:rPr>
    <w:i/>
    </w:rPr>
    <w:t xml:space="preserve">stay neutral</w:t>
    </w:r>
    <w:commentRangeEnd w:id="0"/>
    <w:r>
    <w:commentReference w:id="0"/>
    </w:r>
    <w:r w:rsidR="1">
    <w:rPr>
    <w:i/>
    </w:rPr>
    <w:t xml:space="preserve">.</w:t>
    </w:r>
    </w:p>
    "#);
    let comments = part(&out.bytes, "word/comments.xml");
    assert!(
        comments.contains(r#"w:author="equilint" w:date="2026-11-21T14:00:00Z" w:initials="eq""#)
    );
    assert!(comments.contains("Commits to neutrality."));
    assert!(comments.contains("neutral-stance/remains-neutral · warning · high confidence"));
    assert!(part(&out.bytes, "[Content_Types].xml").contains(r#"PartName="/word/comments.xml""#));
    assert!(part(&out.bytes, "word/_rels/document.xml.rels").contains(r#"Target="comments.xml""#));
    assert_eq!(out.comments, 1);
}

#[test]
fn a_rewrite_is_a_tracked_change_of_only_the_words_that_differ() {
    let bytes = word(&paragraph("We remain neutral on issues."));
    let out = annotated(
        &bytes,
        "We remain neutral on issues.",
        Some("We act on our values on issues."),
    );
    insta::assert_snapshot!(body(&out).replace("><", ">\n<"), @r#"
    <w:p>
    <w:commentRangeStart w:id="0"/>
    <w:r>
    <w:t xml:space="preserve">We </w:t>
    </w:r>
    <w:del w:id="2" w:author="equilint" w:date="2026-11-21T14:00:00Z">
    <w:r>
    <w:delText xml:space="preserve">remain neutral</w:delText>
    </w:r>
    </w:del>
    <w:ins w:id="1" w:author="equilint" w:date="2026-11-21T14:00:00Z">
    <w:r>
    <w:t xml:space="preserve">act on our values</w:t>
    </w:r>
    </w:ins>
    <w:r>
    <w:t xml:space="preserve"> on issues.</w:t>
    </w:r>
    <w:commentRangeEnd w:id="0"/>
    <w:r>
    <w:commentReference w:id="0"/>
    </w:r>
    </w:p>
    "#);
    assert_eq!(
        document(&out.bytes, Tracked::Accepted).text,
        "We act on our values on issues."
    );
    assert_eq!(
        document(&out.bytes, Tracked::Original).text,
        "We remain neutral on issues."
    );
    assert_eq!(out.changes, 1);
}

/// Runs that cut words, a reference, a soft hyphen, a tab, a line break, a bookmark between them.
const MIXED: &str = concat!(
    r#"<w:p><w:r><w:t xml:space="preserve">We treat </w:t></w:r><w:bookmarkStart w:id="7" w:name="x"/><w:r><w:rPr><w:b/></w:rPr><w:t>A&amp;B</w:t><w:tab/><w:t>eve</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>ry</w:t><w:softHyphen/><w:t>one</w:t><w:lastRenderedPageBreak/><w:t xml:space="preserve"> the sa&#xAD;me,</w:t><w:br/><w:t xml:space="preserve"> al"#,
    "\u{AD}",
    r#"ways and “so”.</w:t></w:r><w:bookmarkEnd w:id="7"/></w:p>"#
);

#[test]
fn a_rewrite_reaches_over_runs_and_leaves_what_stands_between() {
    let bytes = word(MIXED);
    let out = annotated(&bytes, "A&B\teveryone the same", Some("each person fairly"));
    assert_eq!(
        document(&out.bytes, Tracked::Accepted).text,
        "We treat each person fairly,\n always and “so”."
    );
    let body = body(&out);
    assert!(body.contains(r#"<w:bookmarkStart w:id="7" w:name="x"/>"#));
    assert!(body.contains(r#"<w:proofErr w:type="spellStart"/>"#));
    assert_eq!(body.matches("<w:del ").count(), 2, "{body}");
    // The bookmark's id is not used again.
    assert_eq!(body.matches("w:id=\"7\"").count(), 2);
}

#[test]
fn every_other_part_is_the_same_to_the_byte() {
    let bytes = word_with(
        &paragraph("Neutral."),
        &[("settings", "<w:settings @NS/>"), ("footer", "<x/>")],
    );
    let out = annotated(&bytes, "Neutral", None);
    let mut before = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut after = zip::ZipArchive::new(Cursor::new(&out.bytes)).unwrap();
    let changed = [
        "word/document.xml",
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
    ];
    let mut same = 0;
    for index in 0..before.len() {
        let raw = |archive: &mut zip::ZipArchive<Cursor<&Vec<u8>>>, index| {
            let mut entry = archive.by_index_raw(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (name, bytes)
        };
        let (name, old) = raw(&mut before, index);
        let (new_name, new) = raw(&mut after, index);
        assert_eq!(name, new_name, "the order stays");
        if !changed.contains(&name.as_str()) {
            assert_eq!(old, new, "{name}");
            same += 1;
        }
    }
    assert_eq!(same, 3);
}

#[test]
fn comments_that_are_there_stay() {
    let comments = r#"<w:comments @NS><w:comment w:id="0" w:author="Ana"><w:p><w:r><w:t>Mine</w:t></w:r></w:p></w:comment></w:comments>"#;
    let text = r#"<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>Neutral.</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>"#;
    let bytes = word_with(text, &[("comments", comments)]);
    let out = annotated(&bytes, "Neutral", None);
    let after = part(&out.bytes, "word/part0.xml");
    assert!(after.contains("Mine") && after.contains(r#"w:id="1" w:author="equilint""#));
    let empty = word_with(text, &[("comments", "<w:comments @NS/>")]);
    let out = annotated(&empty, "Neutral", None);
    assert!(part(&out.bytes, "word/part0.xml").ends_with("</w:comments>"));
}

#[test]
fn where_a_change_is_unsafe_there_is_a_comment_and_the_reason() {
    let run = "<w:r><w:t>neutral</w:t></w:r>";
    for (around, reason) in [
        (format!("<w:ins w:id='3'>{run}</w:ins>"), "tracked change"),
        (format!("<w:hyperlink>{run}</w:hyperlink>"), "hyperlink"),
        (format!("<w:sdt><w:sdtContent>{run}</w:sdtContent></w:sdt>"), "content control"),
        (format!("<w:fldSimple w:instr='X'>{run}</w:fldSimple>"), "field"),
        ("<w:r><w:rPr><w:rPrChange w:id='4'><w:rPr/></w:rPrChange></w:rPr><w:t>neutral</w:t></w:r>".to_owned(), "tracked change"),
        ("<w:r><w:t>neu</w:t><w:footnoteReference w:id='2'/><w:t>tral</w:t></w:r>".to_owned(), "between the words"),
        (format!("<w:r><w:pict><w:txbxContent><w:p>{run}</w:p></w:txbxContent></w:pict></w:r>"), "text box"),
    ] {
        let bytes = word(&format!("<w:p><w:r><w:t xml:space='preserve'>We stay </w:t></w:r>{around}</w:p>"));
        let out = annotated(&bytes, "neutral", Some("fair"));
        assert_eq!((out.comments, out.changes), (1, 0), "{around}");
        assert!(out.comment_only[0].1.contains(reason), "{reason}: {}", out.comment_only[0].1);
        let body = body(&out);
        assert!(body.contains("commentRangeStart") && !body.contains("equilint"), "{body}");
    }
}

#[test]
fn what_no_comment_can_stand_on_is_commented_where_it_hangs() {
    let notes = r#"<w:footnotes @NS><w:footnote w:id="2"><w:p><w:r><w:t>Neutral note.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let text =
        r#"<w:p><w:r><w:t>Cited</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>"#;
    let bytes = word_with(text, &[("footnotes", notes)]);
    let out = annotated(&bytes, "Neutral", Some("Fair"));
    assert!(body(&out).contains(r#"<w:commentRangeStart w:id="0"/><w:r><w:footnoteReference w:id="2"/></w:r><w:commentRangeEnd w:id="0"/>"#));
    assert!(part(&out.bytes, "word/comments.xml").contains("In the footnote: “Neutral”"));
}

#[test]
fn what_is_missing_is_a_comment_on_the_title() {
    let text = r#"<w:p><w:r><w:t>Draft</w:t></w:r></w:p><w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Rooms</w:t></w:r></w:p>"#;
    let bytes = word(text);
    let document = document(&bytes, Tracked::Accepted);
    let mut missing = finding(&document, "Rooms", Some("[Library] waives fees."));
    missing.place = Place::Document;
    let out = annotate(&bytes, &document, &[missing], &OPTIONS).unwrap();
    assert!(body(&out).contains(r#"<w:commentRangeStart w:id="0"/><w:r><w:t>Rooms</w:t></w:r>"#));
    assert!(
        part(&out.bytes, "word/comments.xml")
            .contains("Model clause (State the values): [Library] waives fees.")
    );
    assert_eq!(out.changes, 0, "a blank is never written");
}

#[test]
fn what_is_missing_from_a_section_is_a_comment_on_its_heading() {
    let heading = |words: &str| {
        format!(
            r#"<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"#
        )
    };
    let bytes = word(&(heading("Rooms") + &heading("Fees")));
    let document = document(&bytes, Tracked::Accepted);
    let mut missing = finding(&document, "Fees", Some("[Library] waives fees."));
    let Place::Text(span) = missing.place else {
        unreachable!("it was made of words")
    };
    missing.place = Place::Section(span);
    let out = annotate(&bytes, &document, &[missing], &OPTIONS).unwrap();
    assert!(body(&out).contains(r#"<w:commentRangeStart w:id="0"/><w:r><w:t>Fees</w:t></w:r>"#));
    assert!(part(&out.bytes, "word/comments.xml").contains("Model clause"));
    assert_eq!(out.changes, 0, "a clause is never written");
}

#[test]
fn two_rewrites_of_one_sentence_give_one_change_and_two_comments() {
    let bytes = word(&paragraph("We remain neutral and colourblind."));
    let document = document(&bytes, Tracked::Accepted);
    let whole = finding(
        &document,
        "We remain neutral and colourblind.",
        Some("Staff act fairly."),
    );
    let part = finding(&document, "neutral", Some("fair"));
    let out = annotate(&bytes, &document, &[whole, part], &OPTIONS).unwrap();
    assert_eq!((out.comments, out.changes), (2, 1));
    assert_eq!(
        out.comment_only,
        [(1, "another rewrite changes the same words")]
    );
}

#[test]
fn signed_and_protected_documents_are_refused_with_the_reason() {
    let protected = |edit: &str| {
        let settings = format!(
            "<w:settings @NS><w:documentProtection w:edit='{edit}' w:enforcement='1'/></w:settings>"
        );
        let bytes = word_with(&paragraph("Neutral."), &[("settings", &settings)]);
        let document = document(&bytes, Tracked::Accepted);
        let finding = finding(&document, "Neutral", Some("Fair"));
        annotate(&bytes, &document, &[finding], &OPTIONS)
    };
    assert_eq!(
        protected("readOnly").unwrap_err(),
        AnnotateError::Protected("read only".to_owned())
    );
    assert_eq!(protected("trackedChanges").unwrap().changes, 1);
    let comments = protected("comments").unwrap();
    assert_eq!((comments.comments, comments.changes), (1, 0));

    let relation = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/officeDocument" Target="d.xml"/></Relationships>"#;
    let main = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>Neutral</w:t></w:r></w:p></w:document>"#;
    let bytes = crate::document::office::testing::package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", relation),
        ("d.xml", main),
        ("_xmlsignatures/sig1.xml", "<x/>"),
    ]);
    let signed = document(&bytes, Tracked::Accepted);
    assert_eq!(
        annotate(&bytes, &signed, &[], &OPTIONS).unwrap_err(),
        AnnotateError::Signed
    );
}

#[test]
fn a_document_without_findings_is_copied_as_it_is() {
    let bytes = word(&paragraph("Rooms."));
    let document = document(&bytes, Tracked::Accepted);
    let out = annotate(&bytes, &document, &[], &OPTIONS).unwrap();
    assert_eq!(out.bytes, bytes);
}

#[test]
fn a_line_without_words_shifts_nothing() {
    let bytes = word(
        &[
            paragraph("Rooms"),
            paragraph("* * *"),
            paragraph("Neutral."),
        ]
        .concat(),
    );
    let out = annotated(&bytes, "Neutral", Some("Fair"));
    assert_eq!(
        document(&out.bytes, Tracked::Accepted).text,
        "Rooms\n\nFair."
    );
}

#[test]
fn a_file_that_changed_since_is_refused() {
    let bytes = word(&paragraph("Neutral."));
    let other = document(&word(&paragraph("Other.")), Tracked::Accepted);
    assert_eq!(
        annotate(&bytes, &other, &[], &OPTIONS).unwrap_err(),
        AnnotateError::OtherText
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let bytes = word(MIXED);
    let once = annotated(&bytes, "always", Some("often"));
    let twice = annotated(&bytes, "always", Some("often"));
    assert_eq!(once.bytes, twice.bytes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever words are commented and rewritten, rejecting every change gives the original back, and accepting them
    /// gives the text with the rewrites in it.
    #[test]
    fn rejecting_gives_the_original_and_accepting_the_rewrites(
        cuts in prop::collection::btree_set(0_usize..60, 2..8),
    ) {
        let bytes = word(&[MIXED, MIXED].concat());
        let document = document(&bytes, Tracked::Accepted);
        let places: Vec<usize> = document.text.char_indices().map(|(at, _)| at).collect();
        let cuts: Vec<usize> = cuts.iter().filter_map(|cut| places.get(*cut).copied()).collect();
        let mut findings = Vec::new();
        let mut wanted = document.text.clone();
        for pair in cuts.chunks_exact(2).rev() {
            let span = Span::from_range(pair[0]..pair[1]);
            let block = document.block_at(span.start).map(|index| &document.blocks[index]);
            if block.is_some_and(|block| block.span.contains(span)) {
                wanted.replace_range(pair[0]..pair[1], "<fair & so>");
                findings.push(on(&document, span, Some("<fair & so>")));
            }
        }
        findings.reverse();
        let out = annotate(&bytes, &document, &findings, &OPTIONS).unwrap();
        assert_eq!(out.comments, findings.len());
        assert_eq!(out.changes, findings.len(), "{:?}", out.comment_only);
        assert_eq!(self::document(&out.bytes, Tracked::Accepted).text, wanted);
        assert_eq!(self::document(&out.bytes, Tracked::Original).text, document.text);
    }
}
