//! PDFs: what is read of them. Every file is read as the program reads it, by a child process with limits. Fixtures are
//! made by `fixtures/pdf/make.py`.

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

/// The longest that any file here may take, on a busy machine with an unoptimised build.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures/pdf")
            .join(name),
    )
    .unwrap()
}

/// Read in a child, within [`PATIENCE`].
pub(crate) fn read(bytes: &[u8]) -> Result<Pages, PdfError> {
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
pub(crate) fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
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
pub(crate) fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dictionary} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}

/// A PDF of one page that draws `content`, with `resources` and `more` objects, which count from 5.
pub(crate) fn page(content: Vec<u8>, resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
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

/// The limits of a child do not reach the process that asks, and what it reads is what this process would read.
#[test]
fn a_child_reads_what_this_process_reads() {
    let bytes = fixture("columns.pdf");
    assert_eq!(read(&bytes), extract_here(&bytes));
}
