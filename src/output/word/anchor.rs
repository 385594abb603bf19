//! From words of the document to places in the part that holds the body.

use std::ops::Range;

use crate::{
    document::{
        BlockKind, Document,
        docx::map::{ChildKind, Map, PartKind, Run},
        office::paragraph::Piece,
    },
    text::Span,
};

/// Where a comment goes: bytes of the main part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    /// Where its words begin.
    pub(super) start: u32,
    /// Where they end.
    pub(super) end: u32,
    /// Where the words really stand, when a comment cannot stand there: "footnote".
    pub(super) elsewhere: Option<&'static str>,
}

/// The words that stand for the document as a whole: its title, else its first heading, else its first block.
pub(super) fn title(document: &Document, map: &Map) -> Span {
    let exact = |span: Span| {
        pieces(map, span)
            .first()
            .and_then(|(_, piece)| run(map, piece))
            .is_some_and(|run| in_body(map, run))
    };
    let heading = |level: Option<u8>| {
        document.blocks.iter().find(|block| {
            let fits = match (block.kind, level) {
                (BlockKind::Heading(own), Some(level)) => own == level,
                (BlockKind::Heading(_), None) => true,
                _ => false,
            };
            fits && exact(block.span)
        })
    };
    heading(Some(1))
        .or_else(|| heading(None))
        .or_else(|| document.blocks.iter().find(|block| exact(block.span)))
        .map(|block| block.span)
        .unwrap_or_default()
}

/// Where a comment on `span` goes; `None` only where the body has no run at all.
pub(super) fn find(document: &Document, map: &Map, span: Span) -> Option<Anchor> {
    let all = pieces(map, span);
    let here = |entry: &&(Span, Piece)| run(map, &entry.1).is_some_and(|run| in_body(map, run));
    if let (Some(first), Some(last)) = (all.iter().find(here), all.iter().rev().find(here)) {
        return Some(Anchor {
            start: start_of(map, first, span)?,
            end: end_of(map, last, span)?,
            elsewhere: None,
        });
    }
    let Some((_, piece)) = all.first() else {
        // Words that stand in an attribute: the description of a picture. Its paragraph comes before it.
        let nearest = map
            .pieces
            .partition_point(|(other, _)| other.start < span.start);
        let (_, piece) = map
            .pieces
            .get(nearest.saturating_sub(1))
            .or_else(|| map.pieces.first())?;
        return whole(body_run(map, piece.run)?, "description of a picture");
    };
    let run = run(map, piece)?;
    let kind = map.parts.get(run.part).map(|part| part.kind);
    match (body_run(map, piece.run), kind) {
        (Some(host), Some(PartKind::Main)) => whole(host, "text box"),
        (Some(host), Some(PartKind::Footnotes)) => whole(host, "footnote"),
        (Some(host), Some(PartKind::Endnotes)) => whole(host, "endnote"),
        _ => {
            // Page headers and footers are cited from no run: the comment goes to the title.
            let title = title(document, map);
            let mut anchor = (title != span).then(|| find(document, map, title))??;
            anchor.elsewhere = Some("page header or footer");
            Some(anchor)
        }
    }
}

/// The pieces that share text with `span`; for an empty span, the one before it.
pub(super) fn pieces(map: &Map, span: Span) -> &[(Span, Piece)] {
    let wanted = if span.is_empty() {
        Span::new(span.start.saturating_sub(1), span.end)
    } else {
        span
    };
    let from = map
        .pieces
        .partition_point(|(other, _)| other.end <= wanted.start);
    let to = map
        .pieces
        .partition_point(|(other, _)| other.start < wanted.end);
    map.pieces.get(from..to.max(from)).unwrap_or_default()
}

/// Where, in the part, the words of `piece` that lie in `span` begin. Outside the run where they begin it.
pub(super) fn start_of(map: &Map, piece: &(Span, Piece), span: Span) -> Option<u32> {
    let bytes = clipped(piece, span);
    let run = run(map, &piece.1)?;
    if run.context.formatting {
        return Some(run.range.start);
    }
    let child = run.children.get(piece.1.child as usize)?;
    let at_start = match &child.kind {
        ChildKind::Text(content) => bytes.start == content.start,
        ChildKind::Mark | ChildKind::Object => true,
    };
    Some(match (at_start, piece.1.child) {
        (true, 0) => run.range.start,
        (true, _) => child.range.start,
        (false, _) => bytes.start,
    })
}

/// Where, in the part, the words of `piece` that lie in `span` end. Outside the run where they end it.
pub(super) fn end_of(map: &Map, piece: &(Span, Piece), span: Span) -> Option<u32> {
    let bytes = clipped(piece, span);
    let run = run(map, &piece.1)?;
    if run.context.formatting {
        return Some(run.range.end);
    }
    let child = run.children.get(piece.1.child as usize)?;
    let at_end = match &child.kind {
        ChildKind::Text(content) => bytes.end == content.end,
        ChildKind::Mark | ChildKind::Object => true,
    };
    let last = run.children.len() == piece.1.child as usize + 1;
    Some(match (at_end, last) {
        (true, true) => run.range.end,
        (true, false) => child.range.end,
        (false, _) => bytes.end,
    })
}

/// The bytes of `piece` that stand for its share of `span`; all of them where text and bytes differ.
fn clipped((at, piece): &(Span, Piece), span: Span) -> Range<u32> {
    if !piece.verbatim {
        return piece.range.clone();
    }
    let span = if span.is_empty() { *at } else { span };
    let start = piece.range.start + span.start.saturating_sub(at.start);
    let end = piece.range.end - at.end.saturating_sub(span.end);
    start..end
}

/// The run of a piece.
pub(super) fn run<'m>(map: &'m Map, piece: &Piece) -> Option<&'m Run> {
    map.runs.get(piece.run as usize)
}

/// Whether a comment can stand in this run.
fn in_body(map: &Map, run: &Run) -> bool {
    run.host.is_none()
        && map
            .parts
            .get(run.part)
            .is_some_and(|part| part.kind == PartKind::Main)
}

/// The run of the body that `run` (an index) hangs on: itself, the one with its text box, the one that cites its note.
fn body_run(map: &Map, run: u32) -> Option<&Run> {
    let mut run = map.runs.get(run as usize)?;
    // A text box in a footnote in a text box: each step leads outward, and four are more than there can be.
    for _ in 0..64 {
        if in_body(map, run) {
            return Some(run);
        }
        let next = run.host.or_else(|| {
            let note = run.note.as_ref()?;
            map.note_marks.get(note).copied()
        })?;
        run = map.runs.get(next as usize)?;
    }
    None
}

/// All of `run`.
fn whole(run: &Run, elsewhere: &'static str) -> Option<Anchor> {
    Some(Anchor {
        start: run.range.start,
        end: run.range.end,
        elsewhere: Some(elsewhere),
    })
}
