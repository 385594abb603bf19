//! Where a finding is, for machines and for people.

use std::ops::Range;

use crate::{
    document::{BlockKind, Document},
    text::{Span, fold_space},
};

/// Where a finding is. Absence is a place too: no made-up spans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Words of a document.
    Text(Span),
    /// A section that lacks something, by its heading.
    Section(Span),
    /// A document as a whole.
    Document,
    /// All documents of the run together.
    Manual,
}

/// A piece of the file to show a finding in, at most a few lines, each at most [`Snippet::WIDTH`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The piece, as the file has it; long lines are clipped to the words around the label.
    pub text: String,
    /// Line of its first line in the file, from 1; `None` where the file has no lines.
    pub line: Option<u32>,
    /// The words that are meant, bytes of [`Snippet::text`].
    pub label: Range<usize>,
}

impl Snippet {
    /// Longest line shown, in characters.
    pub const WIDTH: usize = 160;

    /// The lines of `text` on which the bytes `span` of it stand.
    pub fn of(text: &str, span: Range<usize>) -> Self {
        let before = text.get(..span.start).unwrap_or_default();
        let after = text.get(span.end..).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').map_or(text.len(), |at| span.end + at);
        let label = span.start - start..span.end - start;
        let line = u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX - 1) + 1;
        let (piece, label) = near(text.get(start..end).unwrap_or_default(), label);
        clip(piece, label, Some(line))
    }
}

/// Where words stand, for people and for machine formats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// The document's path as shown.
    pub path: String,
    /// Bytes of the file, half open; `None` where the file has no such bytes.
    pub span: Option<Range<u32>>,
    /// Line of the first word, from 1.
    pub line: Option<u32>,
    /// Column of the first word in characters, from 1.
    pub column: Option<u32>,
    /// Line and column just past the last word, from 1.
    pub end: Option<(u32, u32)>,
    /// Page of a PDF, from 1.
    pub page: Option<u32>,
    /// Paragraph of a word processor's document, from 1.
    pub paragraph: Option<u32>,
    /// Headings it stands under, outermost first.
    pub heading: Vec<String>,
    /// The words.
    pub words: String,
    /// The whole sentence, white space folded.
    pub excerpt: String,
    /// What to show of the file.
    pub snippet: Option<Snippet>,
}

impl Location {
    /// Where `span` stands, in the sentence `sentence`.
    pub fn of(document: &Document, span: Span, sentence: Span) -> Self {
        let range = document.source_range(span);
        Self {
            snippet: Some(snippet(document, span, range.as_ref())),
            ..Self::bare(document, span, sentence)
        }
    }

    /// The same without a snippet: for what is listed and not drawn.
    pub fn bare(document: &Document, span: Span, sentence: Span) -> Self {
        let range = document.source_range(span);
        let block = document.block_at(span.start);
        let at = document.line_column(span);
        let end = range.as_ref().zip(document.source.as_deref());
        Self {
            path: document.path.clone(),
            line: at.map(|(line, _)| line),
            column: at.map(|(_, column)| column),
            end: end.map(|(range, source)| document.lines().line_column(source, range.end)),
            page: document.page(span),
            paragraph: document.paragraph(span),
            heading: block
                .map(|block| document.heading_path(block))
                .unwrap_or_default(),
            words: document.slice(span).to_owned(),
            excerpt: fold_space(document.slice(sentence)),
            snippet: None,
            span: range.filter(|_| !document.transcoded),
        }
    }

    /// Bytes of the file that are no prose, such as a comment.
    pub fn of_source(document: &Document, range: Range<u32>) -> Self {
        let source = document.source.as_deref().unwrap_or_default();
        let words = source.get(range.start as usize..range.end as usize);
        let words = words.unwrap_or_default().to_owned();
        let (line, column) = document.lines().line_column(source, range.start);
        Self {
            path: document.path.clone(),
            line: Some(line),
            column: Some(column),
            end: Some(document.lines().line_column(source, range.end)),
            excerpt: fold_space(&words),
            words,
            snippet: Some(snippet(document, Span::default(), Some(&range))),
            span: Some(range),
            ..Self::default()
        }
    }

    /// A document as a whole: its path, and its title where it has one.
    pub fn of_document(document: &Document) -> Self {
        let title = document
            .blocks
            .iter()
            .find(|block| matches!(block.kind, BlockKind::Heading(_)));
        let mut location = title.map_or_else(Self::default, |block| {
            Self::of(document, block.span, block.span)
        });
        location.path.clone_from(&document.path);
        location.span = None;
        location
    }

    /// A section, by its heading. What it lacks has no words, so there is no span.
    pub fn of_section(document: &Document, heading: Span) -> Self {
        let mut location = Self::of(document, heading, heading);
        location.span = None;
        location
    }
}

/// The lines of the file around `range`, or the block of the text around `span` where the file has no lines.
fn snippet(document: &Document, span: Span, range: Option<&Range<u32>>) -> Snippet {
    let (text, label, line) = match (range, document.source.as_deref()) {
        (Some(range), Some(source)) => {
            let lines = document.lines();
            let first = lines.line(range.start);
            let whole = lines.start(first)
                ..lines.end(lines.line(range.end.saturating_sub(1).max(range.start)));
            let piece = source
                .get(whole.start as usize..whole.end as usize)
                .unwrap_or_default();
            let label = (range.start - whole.start) as usize..(range.end - whole.start) as usize;
            (piece.trim_end_matches(['\n', '\r']), label, Some(first + 1))
        }
        _ => {
            let block = document
                .block_at(span.start)
                .and_then(|index| document.blocks.get(index));
            let whole = block.map_or(span, |block| block.span);
            let label = (span.start - whole.start) as usize..(span.end - whole.start) as usize;
            (document.slice(whole), label, None)
        }
    };
    let (text, label) = near(text, label);
    clip(text, label, line)
}

/// `text` without what is so far from `label` that no snippet shows it, so that a finding on a line of any length costs
/// the same. `text` begins on the line where `label` starts and ends on the line where it ends.
fn near(text: &str, label: Range<usize>) -> (&str, Range<usize>) {
    let start = text.floor_char_boundary(label.start.saturating_sub(4 * Snippet::WIDTH));
    let end = text
        .floor_char_boundary(label.end + 4 * Snippet::WIDTH)
        .max(start);
    let piece = text.get(start..end).unwrap_or_default();
    (piece, label.start - start..label.end - start)
}

/// `text` with lines longer than [`Snippet::WIDTH`] characters cut to the part around `label`.
fn clip(text: &str, label: Range<usize>, line: Option<u32>) -> Snippet {
    let label = label.start..label.end.min(text.len()).max(label.start);
    if text.lines().all(|line| line.len() <= Snippet::WIDTH) {
        return Snippet {
            text: text.to_owned(),
            line,
            label,
        };
    }
    let mut out = String::new();
    let mut moved = label.clone();
    let mut at = 0;
    for piece in text.split_inclusive('\n') {
        let body = piece.trim_end_matches(['\n', '\r']);
        let (start, end) = (at, at + body.len());
        at += piece.len();
        // The window of this line: around the label where it is on this line, else the line's start.
        let from = label.start.clamp(start, end) - start;
        let to = label.end.clamp(start, end) - start;
        let room = Snippet::WIDTH.saturating_sub(to - from) / 2;
        let mut left = body.floor_char_boundary(from.saturating_sub(room));
        let mut right = body.floor_char_boundary(
            (to + room)
                .max(Snippet::WIDTH.min(body.len()))
                .min(body.len()),
        );
        if body.len() <= Snippet::WIDTH {
            (left, right) = (0, body.len());
        } else if right == body.len() {
            left = left.min(body.floor_char_boundary(body.len() - Snippet::WIDTH));
        }
        if left < 8 {
            left = 0;
        }
        let head = if left > 0 { "… " } else { "" };
        let shift = |offset: usize| {
            out.len() + head.len() + (offset - start).saturating_sub(left).min(right - left)
        };
        if (start..=end).contains(&label.start) {
            moved.start = shift(label.start);
        }
        if (start..=end).contains(&label.end) {
            moved.end = shift(label.end);
        }
        out.push_str(head);
        out.push_str(body.get(left..right).unwrap_or_default());
        if right < body.len() {
            out.push_str(" …");
        }
        if piece.len() > body.len() {
            out.push('\n');
        }
    }
    moved.end = moved.end.clamp(moved.start, out.len());
    Snippet {
        text: out,
        line,
        label: moved,
    }
}
