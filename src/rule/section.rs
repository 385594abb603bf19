//! Where in a document something that is missing belongs: the sections whose headings speak of it.

use super::{
    RuleSet,
    reader::{Parts, Reader},
};
use crate::document::{BlockKind, Document};

/// Headings that are looked at, at most.
const HEADINGS: usize = 400;

/// The headings, as indexes into the blocks, that show `part`, in order; the title of the document is none of them.
pub(crate) fn sections_on(document: &Document, set: &RuleSet, part: u32) -> Vec<usize> {
    let checks = set.checks();
    let mut wanted = Parts::none(checks.parts.len());
    wanted.insert(part);
    let mut reader = Reader::new(set.program(), checks);
    headings(document)
        .filter(|(_, words)| reader.all_in(words, &wanted).has(part))
        .map(|(index, _)| index)
        .collect()
}

/// Every heading but the title: its index into the blocks and its words.
pub(crate) fn headings(document: &Document) -> impl Iterator<Item = (usize, &str)> {
    let title = document.title().unwrap_or_default();
    document
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| matches!(block.kind, BlockKind::Heading(_)))
        .map(|(index, block)| (index, document.slice(block.span)))
        .filter(move |(_, words)| *words != title)
        .take(HEADINGS)
}
