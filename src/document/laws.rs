//! Laws that every reader keeps, tried on text that nobody would write.

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};

use super::{Document, ReadOptions, read};
use crate::text::Span;

/// Names whose readers differ.
const NAMES: &[&str] = &["a.md", "a.mdx", "a.txt", "a.html", "a.rst", "a.adoc", "a"];

/// Pieces that mean something in one of the formats.
const PIECES: &[&str] = &[
    "neutral",
    "é",
    "\u{ad}",
    "\u{a0}",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\n- ",
    "\n1. ",
    "\n* ",
    "\n# ",
    "\n## ",
    "**",
    "*",
    "_",
    "__",
    "`",
    "``",
    "```",
    "\n```\n",
    "<",
    ">",
    "<!--",
    "-->",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<td>",
    "<table>",
    "<tr>",
    "</table>",
    "<code>",
    "</code>",
    "<br>",
    "<li>",
    "<ul>",
    "<h2>",
    "<img alt=\"",
    "\">",
    "<script>",
    "</script>",
    "&amp;",
    "&shy;",
    "&#8217;",
    "&",
    "[",
    "]",
    "](",
    ")",
    "![",
    "[^1]",
    "\n[^1]: ",
    "|",
    "\n|---|---|\n",
    "\n> ",
    "\n> [!NOTE]\n",
    "$",
    "$$",
    "{{",
    "}}",
    "{%",
    "%}",
    ":::",
    "\n: ",
    ":",
    "::",
    "\n.. ",
    "\n.. note:: ",
    "\n=====\n",
    "\n-----\n",
    "\n====\n",
    "\n----\n",
    "\n|===\n",
    "//",
    "https://a.b/c",
    "a@b.c",
    "\\",
    "---\n",
    "+++\n",
    "\n---\n",
    "a: b\n",
    "~",
    "~~",
    "\u{feff}",
    "\u{fffc}",
    "😀",
    "\0",
    "'",
    "\"",
    "``x``",
    "\n  ",
    "\n.Title\n",
    "\n////\n",
    "[source]",
    "word-",
    "Word",
];

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => "[a-z]{1,6}",
        1 => any::<char>().prop_map(String::from),
        1 => Just("We remain neutral".to_owned()),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Blocks ascend within the text, words lead back to source that spells them, comments lie in the source.
fn holds(document: &Document) {
    let mut last = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        assert!(block.span.start >= last && !block.span.is_empty());
        last = block.span.end;
        let text = document.slice(block.span);
        assert_eq!(text.trim(), text, "a block has no white space around it");
        for earlier in [block.lead_in, block.section].into_iter().flatten() {
            assert!((earlier as usize) < index, "a block points back");
        }
        let mut before = 0;
        for (at, word) in words(text) {
            let start = block.span.range().start + at;
            let span = Span::from_range(start..start + word.len());
            let Some(range) = document.source_range(span) else {
                continue;
            };
            let source = document.source.as_deref().expect("bytes have a source");
            let bytes = source.get(range.start as usize..range.end as usize);
            let bytes = bytes.expect("ranges lie on characters of the source");
            assert!(range.start >= before, "words of a block stand in order");
            before = range.start;
            if document.is_verbatim(span) {
                assert_eq!(bytes, word);
            }
            let (line, column) = document.line_column(span).expect("bytes have a line");
            assert!(line > 0 && column > 0);
        }
    }
    let source = document.source.as_deref().unwrap_or_default();
    for comment in &document.comments {
        let range = comment.range.start as usize..comment.range.end as usize;
        assert!(source.get(range).is_some());
        assert!(comment.at as usize <= document.text.len());
    }
}

/// The words of `text` and where they start.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace()
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

proptest! {
    #[test]
    fn any_markup_is_a_document_whose_words_lead_back(text in markup()) {
        for name in NAMES {
            if let Ok(document) = read(name, text.as_bytes(), &ReadOptions::default()) {
                holds(&document);
            }
        }
    }

    #[test]
    fn any_bytes_are_a_document_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for name in NAMES {
            if let Ok(document) = read(name, &bytes, &ReadOptions::default()) {
                holds(&document);
            }
        }
    }

    #[test]
    fn other_encodings_read_as_utf8_does(text in "[a-zA-Z é’“\n#*-]{1,80}") {
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let options = ReadOptions::default();
        let wide = read("a.md", &utf16, &options).expect("marked UTF-16 is text");
        let narrow = read("a.md", text.as_bytes(), &options).expect("UTF-8 is text");
        assert_eq!(wide.text, narrow.text);
        assert!(wide.transcoded && !narrow.transcoded);
    }
}

/// Pieces that, repeated, once cost the square of a file's length, or that a scan to the end would make cost it.
const REPEATED: &[(&str, &str)] = &[
    ("a.md", "http://"),
    ("a.md", "www."),
    ("a.md", "[a]("),
    ("a.md", "> "),
    ("a.md", "{{"),
    ("a.rst", ":a: b\n"),
    ("a.rst", ":a"),
    ("a.rst", ":"),
    ("a.rst", "_"),
    ("a.rst", ".. _a: b\n"),
    ("a.rst", ".. [1] a\n"),
    ("a.rst", "`a <"),
    ("a.rst", "|a"),
    ("a.adoc", "<<a"),
    ("a.adoc", "footnote:["),
    ("a.adoc", "----\n"),
    ("a.adoc", "((("),
    ("a.html", "<div>"),
    ("a.html", "<table><tr><td>"),
    ("a.html", "<!--"),
    ("a.html", "<code>"),
    ("a.html", "<p><img alt=x>"),
];

/// Processor time that this thread has taken, in nanoseconds: what other programs do is not in it.
#[cfg(target_os = "linux")]
#[expect(
    clippy::disallowed_methods,
    reason = "a counter of the kernel, no document"
)]
fn processor_time() -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux counts it");
    let first = told.split_whitespace().next();
    first
        .and_then(|number| number.parse().ok())
        .expect("the first number")
}

/// A long text costs about as much as sixteen short ones of the same length together, never sixteen times as much.
#[cfg(target_os = "linux")]
#[test]
fn what_is_repeated_costs_its_length_and_not_its_square() {
    let cost = |name: &str, text: &str, times: usize| {
        let begun = processor_time();
        for _ in 0..times {
            let _ = read(name, text.as_bytes(), &ReadOptions::default());
        }
        processor_time() - begun
    };
    for (name, piece) in REPEATED {
        let short = cost(name, &piece.repeat(1_000), 16);
        let long = cost(name, &piece.repeat(16_000), 1);
        // The counter is told a few times in a hundredth of a second: what takes less is lost in its steps.
        assert!(
            long < short.max(10_000_000) * 4,
            "{name} {piece:?}: {short} ns, then {long} ns"
        );
    }
}
