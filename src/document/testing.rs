//! What tests of readers share.

use super::{Block, BlockKind, Document, ReadOptions, read};
use crate::text::Span;

/// The document that `text` is under `name`, whose end says the format.
pub(crate) fn document(name: &str, text: &str) -> Document {
    read(name, text.as_bytes(), &ReadOptions::default()).unwrap()
}

/// [`outline`] of the [`document`].
pub(crate) fn blocks(name: &str, text: &str) -> String {
    outline(&document(name, text))
}

/// Bytes of the file that the first occurrence of `words` in the prose came from.
pub(crate) fn source_of(document: &Document, words: &str) -> String {
    let at = document.text.find(words).expect("the words are prose");
    let range = document
        .source_range(Span::from_range(at..at + words.len()))
        .unwrap();
    document.source.as_deref().unwrap()[range.start as usize..range.end as usize].to_owned()
}

/// The blocks of `document`, one a line: kind, lead-in, words.
pub(crate) fn outline(document: &Document) -> String {
    let line = |block: &Block| {
        let kind = match block.kind {
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::Paragraph => "p".to_owned(),
            BlockKind::Item(depth) => format!("i{depth}"),
            BlockKind::Cell {
                row,
                column,
                header,
                ..
            } => format!("c{row},{column}{}", if header { "!" } else { "" }),
            BlockKind::Caption => "caption".to_owned(),
            BlockKind::Term => "term".to_owned(),
            BlockKind::Note => "note".to_owned(),
            BlockKind::Boilerplate => "boilerplate".to_owned(),
        };
        let quoted = if block.quoted { ">" } else { "" };
        let lead = block.lead_in.map(|lead| format!("<{lead}"));
        let text = document.slice(block.span).replace('\n', "\\n");
        format!("{quoted}{kind}{} {text}\n", lead.unwrap_or_default())
    };
    document.blocks.iter().map(line).collect()
}
