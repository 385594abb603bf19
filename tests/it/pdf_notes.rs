//! Notes in a PDF: appended, in the right place, and refused where they would break the file.

use std::{fs, sync::Arc};

use equilint::{
    document::pdf::{Pages, Places, extract_here},
    finding::{Confidence, Family, Finding, Location, Place, Severity},
    output::pdf_notes::{NoteError, annotate},
    text::Span,
};
use lopdf::{Document as File, Object};

use crate::pdf::fixture;

/// A finding at the first place of `words`, or about the whole document where there are none.
fn finding(text: &str, words: &str) -> Finding {
    let place = match text.find(words) {
        Some(at) if !words.is_empty() => Place::Text(Span::from_range(at..at + words.len())),
        _ => Place::Document,
    };
    Finding {
        rule: Arc::from("neutral-stance/remains-neutral"),
        family: Family::NeutralStance,
        severity: Severity::Warning,
        confidence: Confidence::High,
        message: "This sentence claims to be neutral – “neutral”".to_owned(),
        why: Arc::from("Neutrality keeps what is."),
        notes: Vec::new(),
        place,
        location: Location::default(),
        related: Vec::new(),
        fixes: Vec::new(),
        fingerprint: "0123".to_owned(),
    }
}

fn read(bytes: &[u8]) -> (String, Places, Pages) {
    let pages = extract_here(bytes).unwrap();
    let (document, places) = pages.clone().into_document_and_places("a.pdf").unwrap();
    (document.text, places, pages)
}

/// The file's own bytes stay in front; page, kind and quads of each annotation say where the words are.
#[test]
fn highlights_are_appended_where_the_words_stand() {
    let bytes = fixture("columns.pdf");
    let (text, places, pages) = read(&bytes);
    // One over two lines of the left column, one after a page's end, one about the whole.
    let findings = [
        finding(&text, "remain neutral on the purpose of every booking"),
        finding(&text, "may book up to one year"),
        finding(&text, ""),
    ];
    let noted = annotate(&bytes, &places, &findings, 0).unwrap();
    assert_eq!((noted.highlights, noted.notes), (2, 1));
    assert!(noted.bytes.starts_with(&bytes));
    assert_eq!(
        annotate(&bytes, &places, &findings, 0).unwrap().bytes,
        noted.bytes,
        "the same input gives the same bytes"
    );
    let file = File::load_mem(&noted.bytes).unwrap();
    let mut found = Vec::new();
    for (number, page) in file.get_pages() {
        for annotation in file.get_page_annotations(page).unwrap() {
            let kind = annotation.get(b"Subtype").unwrap().as_name().unwrap();
            let quads = annotation.get(b"QuadPoints").and_then(Object::as_array);
            found.push((
                number,
                String::from_utf8_lossy(kind).into_owned(),
                quads.map_or(0, |quads| quads.len() / 8),
            ));
            let said = annotation.get(b"Contents").unwrap().as_str().unwrap();
            assert!(said.starts_with(&[0xfe, 0xff]), "UTF-16, for the dash");
        }
    }
    found.sort();
    assert_eq!(
        found,
        [
            (1, "Highlight".to_owned(), 2),
            (1, "Text".to_owned(), 0),
            (2, "Highlight".to_owned(), 1)
        ]
    );
    // The first quad covers the words as they are drawn: in the left column, fifth line of the text.
    let spots = places.of(match findings[0].place {
        Place::Text(span) => span,
        Place::Section(_) | Place::Document | Place::Manual => {
            unreachable!("it is found in the text")
        }
    });
    let [(left, top), (right, _), (_, bottom), _] = spots[0].corners;
    assert!((39.0..60.0).contains(&left) && right < 220.0, "{spots:?}");
    let baseline = 595.27 - 90.0 - 4.0 * 12.0;
    assert!(bottom < baseline && baseline < top, "{spots:?}");
    // What is read stays what it was.
    assert_eq!(read(&noted.bytes).2.blocks, pages.blocks);
}

/// A page that is turned, with its origin elsewhere: the quads are in the file's own coordinates.
#[test]
fn places_follow_the_turn_of_a_page() {
    let bytes = fixture("table.pdf");
    let turned = String::from_utf8_lossy(&bytes).contains("/Rotate 0");
    assert!(turned, "the fixture states its rotation");
    let at = bytes.windows(9).position(|w| w == b"/Rotate 0").unwrap();
    let mut rotated = bytes.clone();
    // The next entry moves by one byte: the blank after it makes room.
    rotated[at..at + 9].copy_from_slice(b"/Rotate 9");
    rotated.insert(at + 9, b'0');
    let (text, places, _) = read(&bytes);
    let upright = places.of(Span::from_range(
        text.find("Nobody").unwrap()..text.find("Nobody").unwrap() + 6,
    ));
    let (text, places, _) = read(&rotated);
    let found = text.find("Nobody").unwrap();
    let sideways = places.of(Span::from_range(found..found + 6));
    let bounds = |corners: [(f32, f32); 4]| {
        let xs = corners.map(|corner| corner.0);
        let ys = corners.map(|corner| corner.1);
        (
            xs.into_iter().fold(f32::MAX, f32::min),
            ys.into_iter().fold(f32::MAX, f32::min),
            xs.into_iter().fold(f32::MIN, f32::max),
            ys.into_iter().fold(f32::MIN, f32::max),
        )
    };
    let (a, b) = (bounds(upright[0].corners), bounds(sideways[0].corners));
    for (a, b) in [(a.0, b.0), (a.1, b.1), (a.2, b.2), (a.3, b.3)] {
        assert!((a - b).abs() < 1.0, "{upright:?} {sideways:?}");
    }
}

/// Notes would break a signature, and cannot be added to encrypted objects.
#[test]
fn signed_and_encrypted_files_are_refused() {
    let locked = fixture("owner.pdf");
    let (text, places, _) = read(&locked);
    let findings = [finding(&text, "Nobody")];
    assert_eq!(
        annotate(&locked, &places, &findings, 0).unwrap_err(),
        NoteError::Encrypted
    );
    let plain = fixture("table.pdf");
    let signed = [
        plain.as_slice(),
        b"\n% /Type /Sig /ByteRange [0 1 2 3]\n%%EOF\n",
    ]
    .concat();
    assert_eq!(
        annotate(&signed, &places, &findings, 0).unwrap_err(),
        NoteError::Signed
    );
    assert!(matches!(
        annotate(b"%PDF-1.7 nothing", &places, &findings, 0).unwrap_err(),
        NoteError::Damaged(_)
    ));
}

/// Nothing to say changes nothing.
#[test]
fn without_findings_the_copy_is_the_original() {
    let bytes = fixture("table.pdf");
    let (_, places, _) = read(&bytes);
    assert_eq!(annotate(&bytes, &places, &[], 0).unwrap().bytes, bytes);
}

/// The program: a copy beside the original, the same for the same date, and never the original itself.
#[test]
fn annotate_writes_a_copy_of_a_pdf() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.pdf");
    let copy = copy.to_str().unwrap();
    let said = crate::support::equilint()
        .args(["annotate", "fixtures/pdf/columns.pdf", "-o", copy])
        .exit(0)
        .run();
    assert!(said.stderr.contains("highlight"), "{}", said.stderr);
    let written = fs::read(copy).unwrap();
    let original = fixture("columns.pdf");
    assert!(written.starts_with(&original) && written.len() > original.len());
    let said = crate::support::equilint()
        .args(["annotate", "fixtures/pdf/owner.pdf", "-o", copy])
        .exit(2)
        .run();
    assert!(said.stderr.contains("encrypted"), "{}", said.stderr);
    assert_eq!(fs::read(copy).unwrap(), written, "a refusal writes nothing");
}

/// What a section lacks is noted beside its heading, on its page; what a document lacks on the first.
#[test]
fn a_note_on_a_section_stands_on_its_page() {
    let bytes = fixture("columns.pdf");
    let (text, places, _) = read(&bytes);
    let words = finding(&text, "may book up to one year");
    let Place::Text(span) = words.place else {
        panic!("the words are there");
    };
    let page = places.of(span)[0].page;
    assert!(page > 1, "the words stand on a later page");
    let section = Finding {
        place: Place::Section(span),
        ..words
    };
    let noted = annotate(&bytes, &places, &[section, finding(&text, "")], 0).unwrap();
    assert_eq!((noted.highlights, noted.notes), (0, 2));
    let file = File::load_mem(&noted.bytes).unwrap();
    let notes: Vec<u32> = file
        .get_pages()
        .into_iter()
        .flat_map(|(number, page)| {
            let annotations = file.get_page_annotations(page).unwrap();
            vec![number; annotations.len()]
        })
        .collect();
    assert_eq!(notes, [1, page]);
}
