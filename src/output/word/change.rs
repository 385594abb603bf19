//! One rewrite of words in a Word document: which bytes of which runs go, what comes in their place, and why not.

use std::ops::Range;

use super::anchor;
use crate::{
    document::{
        Document,
        docx::map::{ChildKind, Map, PartKind, Run},
        office::paragraph::Piece,
    },
    text::Span,
};

/// One rewrite: text taken out and text put in.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// A run, and bytes in it that go.
    pub(super) deletions: Vec<(u32, Range<u32>)>,
    /// A place, the run whose formatting the new text takes, and the text.
    pub(super) insertions: Vec<(u32, u32, String)>,
}

/// The words are in the document's text, but in no run of its body.
const NOWHERE: &str = "the words stand in no text of the body";

impl Change {
    /// Put `with` in place of the words `span`; only add it behind them, where `span` is empty.
    ///
    /// # Errors
    /// Why that would be unsafe.
    pub(super) fn replace(
        &mut self,
        document: &Document,
        map: &Map,
        span: Span,
        with: &str,
    ) -> Result<(), &'static str> {
        let pieces = anchor::pieces(map, span);
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return Err(NOWHERE);
        };
        let shared = |(at, _): &(Span, Piece)| {
            at.end
                .min(span.end)
                .saturating_sub(at.start.max(span.start))
        };
        if pieces.iter().map(shared).sum::<u32>() != span.len() {
            return Err(NOWHERE);
        }
        let block = document.block_at(span.start.min(first.0.start.max(span.start)));
        if span.is_empty() && document.block_at(first.0.start) != block {
            return Err("there is nothing before the words in their paragraph");
        }
        let mut paragraph = None;
        for (_, piece) in pieces {
            let run = anchor::run(map, piece).ok_or(NOWHERE)?;
            forbidden(map, run).map_or(Ok(()), Err)?;
            if *paragraph.get_or_insert(run.paragraph) != run.paragraph {
                return Err("the words reach over the end of a paragraph");
            }
        }
        let end = anchor::end_of(map, last, span).ok_or(NOWHERE)?;
        if !span.is_empty() {
            for group in pieces.chunk_by(|(_, a), (_, b)| a.run == b.run) {
                let (Some(first), Some(last)) = (group.first(), group.last()) else {
                    continue;
                };
                self.delete(map, first, last, span)?;
            }
        }
        if !with.is_empty() {
            self.insertions.push((end, first.1.run, with.to_owned()));
        }
        Ok(())
    }

    /// Take out what lies between two pieces of one run.
    fn delete(
        &mut self,
        map: &Map,
        first: &(Span, Piece),
        last: &(Span, Piece),
        span: Span,
    ) -> Result<(), &'static str> {
        let cut = |(at, piece): &(Span, Piece)| !piece.verbatim && !span.contains(*at);
        if cut(first) || cut(last) {
            return Err("the words cannot be taken out of the characters around them");
        }
        let run = anchor::run(map, &first.1).ok_or(NOWHERE)?;
        let between = first.1.child as usize..=last.1.child as usize;
        let children = run.children.get(between).unwrap_or_default();
        if children.iter().any(|child| child.kind == ChildKind::Object) {
            return Err("a picture, a note's mark or a field stands between the words");
        }
        let start = anchor::start_of(map, first, span).ok_or(NOWHERE)?;
        let end = anchor::end_of(map, last, span).ok_or(NOWHERE)?;
        self.deletions.push((first.1.run, start..end));
        Ok(())
    }
}

/// Why the text of `run` must not be changed.
fn forbidden(map: &Map, run: &Run) -> Option<&'static str> {
    let kind = map.parts.get(run.part).map(|part| part.kind);
    let context = run.context;
    if kind != Some(PartKind::Main) {
        Some("the words stand outside the body")
    } else if run.host.is_some() {
        Some("the words stand in a text box")
    } else if context.revision || context.formatting {
        Some("the words are part of somebody's tracked change")
    } else if context.field {
        Some("the words are the result of a field")
    } else if context.control {
        Some("the words stand in a content control")
    } else if context.link {
        Some("the words stand in a hyperlink")
    } else {
        None
    }
}
