//! Packages that were built to harm a reader: each ends in an error, or in text, within seconds and little memory.
//!
//! To add one: build its bytes here, and say what its error must name.

use std::{
    io::{Cursor, Write as _},
    sync::mpsc,
    thread,
    time::Duration,
};

use equilint::document::{self, ReadOptions};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Longest that one file may take, in a test build on a busy machine.
const LIMIT: Duration = Duration::from_secs(20);
/// Most that the process may grow to while all of them are read, in bytes (Linux only).
const MEMORY: u64 = 1 << 30;

const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#;
const OPEN: &str = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#;
const CLOSE: &str = "</w:body></w:document>";

/// A package of these parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A Word document whose main part is this.
fn word(main: &[u8]) -> Vec<u8> {
    package(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", RELS.as_bytes()),
        ("word/document.xml", main),
    ])
}

fn with_body(body: &str) -> Vec<u8> {
    word(format!("{OPEN}{body}{CLOSE}").as_bytes())
}

fn text(words: &str) -> String {
    format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")
}

/// What reading says: the text, or the error. Fails where that takes too long.
fn outcome(name: &'static str, bytes: Vec<u8>) -> Result<String, String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let read = document::read(name, &bytes, &ReadOptions::default());
        let said = read
            .map(|document| document.text)
            .map_err(|error| error.to_string());
        let _ = sender.send(said);
    });
    receiver
        .recv_timeout(LIMIT)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The error must name `what`.
fn refused(bytes: Vec<u8>, what: &str) {
    let error = outcome("a.docx", bytes).unwrap_err();
    assert!(error.contains(what), "“{what}” is not in: {error}");
}

/// `bytes` with every `from` as `to`, which is as long.
fn patched(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at + from.len() <= out.len() {
        if &out[at..at + from.len()] == from {
            out[at..at + from.len()].copy_from_slice(to);
        }
        at += 1;
    }
    out
}

/// Where the headers that begin with `mark` stand.
fn headers(bytes: &[u8], mark: &[u8]) -> Vec<usize> {
    (0..bytes.len())
        .filter(|at| bytes[*at..].starts_with(mark))
        .collect()
}

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";

#[test]
fn a_part_that_unpacks_to_a_thousand_times_its_size_is_refused() {
    refused(word(&vec![b' '; 64 << 20]), "unpacks to 64 MB");
}

#[test]
fn a_part_larger_than_it_declares_is_refused() {
    let mut bytes = word(&vec![b' '; 4 << 20]);
    let declared = u32::try_from(4 << 20).unwrap().to_le_bytes();
    bytes = patched(&bytes, &declared, &1_000_u32.to_le_bytes());
    refused(bytes, "");
}

#[test]
fn overlapping_parts_are_refused() {
    let mut bytes = with_body(&text("One."));
    let central = headers(&bytes, CENTRAL);
    let offset = bytes[central[1] + 42..central[1] + 46].to_vec();
    bytes[central[2] + 42..central[2] + 46].copy_from_slice(&offset);
    refused(bytes, "overlap");
}

#[test]
fn two_parts_of_one_name_are_refused() {
    let main = format!("{OPEN}{}{CLOSE}", text("One."));
    let twice = package(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", RELS.as_bytes()),
        ("word/document.xml", main.as_bytes()),
        ("word/documenX.xml", main.as_bytes()),
    ]);
    refused(
        patched(&twice, b"word/documenX.xml", b"word/document.xml"),
        "one name",
    );
    refused(
        patched(&twice, b"word/documenX.xml", b"word/DOCUMENT.xml"),
        "one name",
    );
}

#[test]
fn names_that_leave_the_package_are_refused() {
    for name in ["../../etc/cron", "/etc/passwd", "a\\..\\b", "C:evil"] {
        let main = format!("{OPEN}{}{CLOSE}", text("One."));
        let bytes = package(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("_rels/.rels", RELS.as_bytes()),
            ("word/document.xml", main.as_bytes()),
            (name, b"x"),
        ]);
        refused(bytes, "is named");
    }
}

#[test]
fn encrypted_parts_are_named_as_such() {
    let mut bytes = with_body(&text("One."));
    for at in headers(&bytes, LOCAL) {
        bytes[at + 6] |= 1;
    }
    for at in headers(&bytes, CENTRAL) {
        bytes[at + 8] |= 1;
    }
    refused(bytes, "password");
}

#[test]
fn entities_are_never_expanded() {
    let laughs = format!(
        r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>{OPEN}{}{CLOSE}"#,
        text("&b;")
    );
    refused(word(laughs.as_bytes()), "DOCTYPE");
    let outside = format!(
        r#"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{OPEN}{}{CLOSE}"#,
        text("&a;")
    );
    refused(word(outside.as_bytes()), "DOCTYPE");
    let unknown = outcome("a.docx", with_body(&text("Fees &nobody; apply."))).unwrap();
    assert_eq!(unknown, "Fees \u{FFFD} apply.");
}

#[test]
fn half_a_million_levels_are_refused() {
    let deep = "<w:p>".repeat(500_000);
    refused(with_body(&deep), "levels deep");
    let nested = format!(
        "{}{}{}",
        "<w:sdt>".repeat(500_000),
        text("x"),
        "</w:sdt>".repeat(500_000)
    );
    refused(with_body(&nested), "levels deep");
}

#[test]
fn two_hundred_thousand_attributes_cost_little() {
    let many: String = (0..200_000).map(|n| format!(" a{n}=\"\"")).collect();
    let body = format!("<w:p{many}><w:r><w:t>Text.</w:t></w:r></w:p>");
    assert_eq!(outcome("a.docx", with_body(&body)).unwrap(), "Text.");
    let spaces: String = (0..200_000).map(|n| format!(" xmlns:a{n}=\"u\"")).collect();
    let body = format!("<w:p{spaces}><w:r><w:t>Text.</w:t></w:r></w:p>");
    refused(with_body(&body), "damaged");
}

#[test]
fn fields_that_never_end_cost_little() {
    let open = r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:t>x </w:t></w:r></w:p>"#;
    let body = [open.repeat(100_000), text("The end.").repeat(100_000)].concat();
    let read = outcome("a.docx", with_body(&body)).unwrap();
    assert!(read.ends_with("The end."));
}

#[test]
fn a_paragraph_too_long_to_be_one_is_refused() {
    // Words that differ, so that the part does not pack like a bomb.
    let mut state = 1_u32;
    let long: String = (0..1_200_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            format!("{:x} ", state >> 12)
        })
        .collect();
    refused(with_body(&text(&long)), "longer than 5 MB");
}

#[test]
fn a_cut_file_is_damaged_and_says_so() {
    let bytes = with_body(&text("Every word of this policy."));
    for end in (4..bytes.len()).step_by(17) {
        let cut = bytes[..end].to_vec();
        assert!(outcome("a.docx", cut).is_err(), "cut at {end}");
    }
    refused(
        word(format!("{OPEN}{}", text("No end.")).as_bytes()),
        "ends inside",
    );
}

#[test]
fn wrong_magic_is_read_by_content() {
    assert!(outcome("a.docx", b"Only words.".to_vec()).is_ok());
    assert!(outcome("a.docx", b"\x7fELF\x00\x00\x01\x02".to_vec()).is_err());
    let inside = with_body(&text("Words."));
    assert_eq!(outcome("a.txt", inside).unwrap(), "Words.");
}

/// Whatever bytes change, reading ends: with an error or with text.
/// An e-book whose one chapter is this.
fn epub(chapter: &[u8], itemref: &str) -> Vec<u8> {
    let opf = format!(
        "<package><manifest><item id='a' href='a.html' media-type='text/html'/></manifest><spine>{itemref}</spine></package>"
    );
    package(&[
        ("mimetype", b"application/epub+zip"),
        (
            "META-INF/container.xml",
            b"<container><rootfile full-path='a.opf'/></container>",
        ),
        ("a.opf", opf.as_bytes()),
        ("a.html", chapter),
    ])
}

#[test]
fn an_e_book_that_unpacks_without_end_repeats_itself_or_nests_costs_little() {
    let one = "<itemref idref='a'/>";
    refused(epub(&vec![b' '; 64 << 20], one), "unpacks to");
    let said = outcome("a.epub", epub(b"<p>Rooms", &one.repeat(300_000)));
    assert_eq!(said.as_deref(), Ok("Rooms"));
    let deep = "<div>".repeat(300_000) + "Rooms";
    let said = outcome("a.epub", epub(deep.as_bytes(), one));
    assert_eq!(said.as_deref(), Ok("Rooms"));
}

#[test]
fn three_hundred_mutated_documents_end_quietly() {
    let body: String = (0..40)
        .map(|n| {
            format!(
                "<w:p><w:pPr><w:pStyle w:val=\"S{n}\"/></w:pPr>{}<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl></w:p>",
                "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:t>One &amp; two</w:t></w:r>",
                text("three")
            )
        })
        .collect();
    let main = format!("{OPEN}{body}{CLOSE}").into_bytes();
    let packed = with_body(&body);
    let mut state = 7_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap()
    };
    let mut read = 0;
    for round in 0..300 {
        // Half of them inside the part, where no checksum tells.
        let inside = round % 2 == 0;
        let mut bytes = if inside { &main } else { &packed }.clone();
        for _ in 0..=next() % 6 {
            let at = next() % bytes.len();
            bytes[at] = u8::try_from(next() % 256).unwrap();
        }
        let bytes = if inside { word(&bytes) } else { bytes };
        read += usize::from(outcome("a.docx", bytes).is_ok());
    }
    assert!(read < 300, "some of them must be broken");
}

/// The peak of the whole process, every test of this binary included.
#[test]
#[cfg(target_os = "linux")]
fn memory_stays_small() {
    refused(word(&vec![b'<'; 48 << 20]), "unpacks to 48 MB");
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|peak| {
            peak.trim()
                .trim_end_matches("kB")
                .trim()
                .parse::<u64>()
                .ok()
        })
        .unwrap();
    assert!(peak * 1024 < MEMORY, "{peak} kB");
}
