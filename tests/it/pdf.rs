//! PDFs: what is read of sound ones, and that hostile ones cost one error, little time and little memory.
//!
//! Every file is read as the program reads it, by a child process with limits. Fixtures are made by
//! `fixtures/pdf/make.py`; hostile files are made here, so that each is as small as its idea.

use std::{
    fs,
    io::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use equilint::{
    document::{
        BlockKind, Document,
        pdf::{Pages, PdfError, extract_here},
    },
    isolate,
};
use flate2::{Compression, write::ZlibEncoder};

/// The longest that any file here may take, on a busy machine with an unoptimised build.
const PATIENCE: Duration = Duration::from_secs(40);

fn fixture(name: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures/pdf")
            .join(name),
    )
    .unwrap()
}

/// Read in a child, within [`PATIENCE`].
fn read(bytes: &[u8]) -> Result<Pages, PdfError> {
    let start = Instant::now();
    let result = isolate::read_pdf_by(Path::new(env!("CARGO_BIN_EXE_equilint")), bytes);
    assert!(
        start.elapsed() < PATIENCE,
        "took {:?}: {result:?}",
        start.elapsed()
    );
    result
}

fn document(name: &str) -> Document {
    read(&fixture(name)).unwrap().into_document(name).unwrap()
}

/// Every block on a line: pages, kind, text.
fn outline(document: &Document) -> String {
    let lines = document.blocks.iter().map(|block| {
        let page = document.page(block.span).unwrap();
        let kind = match block.kind {
            BlockKind::Cell {
                table,
                row,
                column,
                header,
            } => format!(
                "{} {table}:{row}:{column}",
                if header { "Header" } else { "Cell" }
            ),
            kind => format!("{kind:?}"),
        };
        format!("{page} {kind} | {}", document.slice(block.span))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A PDF of `objects`, numbered from 1; the first is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        writeln!(out, "{} 0 obj", index + 1).unwrap();
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let table = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).unwrap();
    for place in &places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    write!(
        out,
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        places.len() + 1
    )
    .unwrap();
    out
}

/// A stream with `dictionary` entries beside its length.
fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dictionary} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}

/// A PDF of one page that draws `content`, with `resources` and `more` objects, which count from 5.
fn page(content: Vec<u8>, resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let font = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] /Contents 4 0 R /Resources << {font} {resources} >> >>"
        )
        .into_bytes(),
        content,
    ];
    objects.extend_from_slice(more);
    pdf(&objects)
}

fn squeezed(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// Columns in order, words whole, a sentence over a page's end in one piece, running heads and page numbers out of it.
#[test]
fn two_columns_over_three_pages_read_as_prose() {
    let document = document("columns.pdf");
    insta::assert_snapshot!(outline(&document), @r#"
    1 Heading(1) | Meeting Room Policy
    1 Paragraph | The library lends its rooms to any group that meets in peace. A booking says nothing about what the library itself holds; our staff remain neutral on the purpose of every booking and treat all community groups the same. Rooms are free of charge for all groups.
    1 Note | 1 Rooms close at ten in the evening, on Sundays at six.
    1 Paragraph | Groups which plan to exclude people because of who they are cannot book. The library works with neighbours who were kept out of public rooms in the past and asks them what would make a room welcoming. Self-organised groups come first and may book up to one year ahead of everyone else in the town.
    2 Heading(2) | What we ask of groups
    2 Paragraph | Every group that uses a room agrees to:
    2 Item(1) | leave the room as it was,
    2 Item(1) | welcome anyone who comes to an open meeting, and
    2 Item(1) | tell staff about what is broken.
    3 Paragraph | The board reviews this policy every two years with the people it concerns.
    1 Boilerplate | Example Town Library – Meeting Room Policy
    "#);
    let sentence = document.text.find("Self-organised").unwrap();
    let at = u32::try_from(sentence).unwrap();
    let span = |start: u32| equilint::text::Span::new(start, start + 1);
    assert_eq!(document.page(span(at)), Some(1));
    let after = document.text.find("may book").unwrap();
    assert_eq!(document.page(span(u32::try_from(after).unwrap())), Some(2));
    assert_eq!(document.title(), Some("Meeting Room Policy"));
}

/// Cells stand in rows, a cell's lines together, the line above introduces the table.
#[test]
fn a_ruled_table_is_kept_in_rows() {
    let document = document("table.pdf");
    insta::assert_snapshot!(outline(&document), @r#"
    1 Paragraph | Who decides, and by when:
    1 Header 0:0:0 | Request
    1 Header 0:0:1 | Who decides
    1 Cell 0:1:0 | A room for one evening
    1 Cell 0:1:1 | The desk, on the same day
    1 Cell 0:2:0 | A room every week
    1 Cell 0:2:1 | The branch manager
    1 Paragraph | Nobody waits longer than a week.
    "#);
    assert_eq!(document.blocks[1].lead_in, Some(0));
}

/// The child says each of these by name; none of them is a document without findings.
#[test]
fn what_has_no_readable_text_is_a_named_error() {
    let error = |bytes: &[u8]| read(bytes).unwrap_err();
    assert_eq!(error(&fixture("scan.pdf")), PdfError::Scan { pages: 1 });
    assert_eq!(error(&fixture("password.pdf")), PdfError::Password);
    let blank = page(stream("", b""), "", &[]);
    assert_eq!(error(&blank), PdfError::Empty { pages: 1 });
    // Glyphs named g0, g1, …: drawn well, but nothing says which letters they are.
    let text = b"BT /G 12 Tf 20 300 Td (the library is open to all of us every day) Tj ET";
    let font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] \
        /CharProcs << /g1 6 0 R >> /Encoding << /Type /Encoding /Differences [32 /g0 97 /g1 /g1 /g1 /g1 /g1 /g1 /g1 \
        /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1 /g1] >> /FirstChar 97 /LastChar 98 \
        /Widths [500 500] >>";
    let shape = stream("", b"500 0 d0 0 0 400 700 re f");
    let mut garbled = page(stream("", text), "", &[font.to_vec(), shape]);
    let plain = b"/F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    let at = garbled
        .windows(plain.len())
        .position(|w| w == plain)
        .unwrap();
    let named = format!("{:<width$}", "/G 5 0 R", width = plain.len());
    garbled[at..at + plain.len()].copy_from_slice(named.as_bytes());
    assert_eq!(error(&garbled), PdfError::Garbled { pages: 1 });
}

/// An owner's password forbids printing and the like, not reading.
#[test]
fn an_owners_password_alone_does_not_lock() {
    assert_eq!(document("owner.pdf").text, document("table.pdf").text);
}

/// Microsoft Reporting Services writes a blank between `stream` and its line end; a strict reader sees no text.
#[test]
fn a_blank_after_the_stream_keyword_loses_nothing() {
    let text = b"BT /F 12 Tf 20 300 Td (Rooms are open to every group in town.) Tj ET";
    let mut object = format!("<< /Length {} >>\nstream \r\n", text.len()).into_bytes();
    object.extend_from_slice(text);
    object.extend_from_slice(b"\r\nendstream");
    let pages = read(&page(object, "", &[])).unwrap();
    let document = pages.into_document("a.pdf").unwrap();
    assert_eq!(document.text, "Rooms are open to every group in town.");
}

/// `/ActualText` replaces what is drawn, `/Artifact` is furniture.
#[test]
fn marked_content_is_honoured() {
    let content =
        b"BT /F 12 Tf 20 380 Td /Artifact BMC (Draft of May) Tj EMC 0 -80 Td (We serve ) Tj \
        /Span << /ActualText (everyone) >> BDC (3v3ry0n3) Tj EMC ( in the town and near it.) Tj ET";
    let pages = read(&page(stream("", content), "", &[])).unwrap();
    assert_eq!(pages.furniture, [(1, "Draft of May".to_owned())]);
    let document = pages.into_document("a.pdf").unwrap();
    assert!(
        document.text.starts_with("We serve everyone in the town"),
        "{}",
        document.text
    );
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

/// The limits of a child do not reach the process that asks, and what it reads is what this process would read.
#[test]
fn a_child_reads_what_this_process_reads() {
    let bytes = fixture("columns.pdf");
    assert_eq!(read(&bytes), extract_here(&bytes));
}
