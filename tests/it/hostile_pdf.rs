//! Hostile PDFs: each costs one error, little time and little memory. They are made here, so that each is as small as its
//! idea.

use std::{io::Write as _, time::Instant};

use equilint::document::pdf::{PdfError, extract_here};
use flate2::{Compression, write::ZlibEncoder};

use crate::pdf::{PATIENCE, fixture, page, pdf, read, stream};

fn squeezed(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// A megabyte that becomes a gigabyte: the child's memory is limited, so the machine's is not at risk.
#[test]
fn a_flate_bomb_is_one_error() {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let blank = vec![b' '; 1 << 20];
    for _ in 0..1536 {
        encoder.write_all(&blank).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let file = page(stream("/Filter /FlateDecode", &bomb), "", &[]);
    assert!(file.len() < 16 << 20);
    let error = read(&file).unwrap_err();
    assert!(matches!(error, PdfError::Crashed(_)), "{error:?}");
    // And squeezed twice.
    let twice = squeezed(&bomb);
    let file = page(
        stream("/Filter [/FlateDecode /FlateDecode]", &twice),
        "",
        &[],
    );
    let error = read(&file).unwrap_err();
    assert!(matches!(error, PdfError::Crashed(_)), "{error:?}");
}

/// A form that draws itself, and forty forms that each draw the next one twice.
#[test]
fn forms_that_call_forms_end() {
    let form = |resources: &str, data: &[u8]| {
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Resources << {resources} >>"
        );
        stream(&entries, data)
    };
    let words = b"BT /F 12 Tf 20 300 Td (Rooms are open to every group in town.) Tj ET /X Do";
    let looped = page(
        stream("", words),
        "/XObject << /X 5 0 R >>",
        &[form("/XObject << /X 5 0 R >>", b"/X Do /X Do")],
    );
    let pages = read(&looped);
    assert!(
        pages.is_ok() || pages == Err(PdfError::TooMuch),
        "{pages:?}"
    );
    let forms: Vec<Vec<u8>> = (0..40)
        .map(|index| {
            let next = format!("/XObject << /X {} 0 R >>", index + 6);
            form(&next, b"/X Do /X Do")
        })
        .collect();
    let dag = page(stream("", words), "/XObject << /X 5 0 R >>", &forms);
    assert_eq!(read(&dag), Err(PdfError::TooMuch));
}

/// More glyphs than any policy has on one page.
#[test]
fn a_page_of_a_million_letters_is_refused() {
    let mut content = b"BT /F 1 Tf 0 300 Td\n".to_vec();
    for _ in 0..20_000 {
        content.extend_from_slice(
            b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj\n",
        );
    }
    content.extend_from_slice(b"ET");
    let file = page(stream("/Filter /FlateDecode", &squeezed(&content)), "", &[]);
    assert!(file.len() < 64 << 10);
    assert_eq!(read(&file), Err(PdfError::TooMuch));
}

/// Brackets in brackets, in an object and in a page's content.
#[test]
fn deep_nesting_ends() {
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    let words = b"BT /F 12 Tf 20 300 Td (Rooms are open to every group in town.) Tj ET ";
    let object = page(stream("", words), "/Properties 5 0 R", &[deep]);
    let content = page(
        stream("", &[words.as_slice(), &vec![b'['; 200_000]].concat()),
        "",
        &[],
    );
    for file in [object, content] {
        match read(&file) {
            Ok(pages) => assert!(pages.into_document("a.pdf").unwrap().words() > 3),
            Err(error) => assert!(
                !matches!(error, PdfError::TimedOut { .. } | PdfError::NotStarted(_)),
                "{error:?}"
            ),
        }
    }
}

/// A page tree that lists half a million pages, and one that lists itself.
#[test]
fn page_trees_end() {
    let kids = "3 0 R ".repeat(500_000);
    let many = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count 500000 >>").into_bytes(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] >>".to_vec(),
    ]);
    assert!(read(&many).is_err());
    let itself = pdf(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>".to_vec(),
    ]);
    assert!(read(&itself).is_err());
}

/// Cut anywhere, a PDF is read in part or refused; what is no PDF at all is refused.
#[test]
fn truncated_files_and_wrong_magic_are_refused_or_read_in_part() {
    let whole = fixture("columns.pdf");
    for cut in (0..whole.len()).step_by(97) {
        match extract_here(&whole[..cut]) {
            Ok(pages) => assert!(pages.count <= 3),
            Err(error) => assert!(!matches!(error, PdfError::Crashed(_)), "{cut}: {error}"),
        }
    }
    for junk in [
        b"".as_slice(),
        b"%PDF-",
        b"%PDF-1.7\n%%EOF",
        b"PK\x03\x04 no PDF",
        &[0xff; 4096],
    ] {
        assert_eq!(read(junk), Err(PdfError::Invalid));
    }
}

/// Three hundred damaged copies of a sound file, the same ones every time: none panics, none hangs.
#[test]
fn damaged_copies_never_panic() {
    let start = Instant::now();
    let sources = [
        fixture("columns.pdf"),
        fixture("table.pdf"),
        fixture("owner.pdf"),
    ];
    // A generator of its own: the copies must not change with a dependency.
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let mut read = 0;
    for round in 0..300 {
        let mut bytes = sources[round % sources.len()].clone();
        for _ in 0..=random(12) {
            let at = random(bytes.len());
            match random(4) {
                0 => bytes[at] = u8::try_from(random(256)).unwrap(),
                1 => bytes[at] ^= 1 << random(8),
                2 => {
                    let to = (at + random(40)).min(bytes.len());
                    bytes.drain(at..to);
                }
                _ => {
                    let to = (at + random(40)).min(bytes.len());
                    let copy = bytes[at..to].to_vec();
                    let into = random(bytes.len());
                    bytes.splice(into..into, copy);
                }
            }
        }
        match extract_here(&bytes) {
            Ok(pages) => {
                assert!(pages.broken.is_empty(), "a page panicked in round {round}");
                read += 1;
            }
            Err(error) => assert!(
                !matches!(error, PdfError::Crashed(_)),
                "round {round}: {error}"
            ),
        }
    }
    assert!(read > 100, "only {read} of 300 could be read at all");
    assert!(start.elapsed() < PATIENCE);
}
