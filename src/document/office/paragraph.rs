//! A paragraph as the reader of a word processor's file understood it.

use std::{mem, ops::Range};

use super::OfficeError;
use crate::document::{BlockKind, build::acts_as_heading};

/// Longest paragraph, in bytes. A longer one is no prose.
pub(crate) const PARAGRAPH: usize = 5 << 20;
/// Where a stretch of text stands in its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The run it belongs to, an index into the map's runs.
    pub(crate) run: u32,
    /// The child of the run that holds it, an index into the run's children.
    pub(crate) child: u32,
    /// Its bytes in the part.
    pub(crate) range: Range<u32>,
    /// Whether text and bytes are the same.
    pub(crate) verbatim: bool,
}

/// A paragraph as its reader understood it.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph {
    /// Its text; two line breaks in a row part it into blocks.
    pub(crate) text: String,
    /// Stretches of `text` and where they came from, ascending; empty where nobody asked.
    pub(crate) pieces: Vec<(Range<u32>, Piece)>,
    /// What it is.
    pub(crate) kind: BlockKind,
    /// The list it belongs to, where it is an item.
    pub(crate) list: Option<u64>,
    /// Whether it is a block quotation.
    pub(crate) quoted: bool,
    /// Paragraphs of text boxes anchored in it.
    pub(crate) boxes: Vec<Self>,
    /// Alternative texts of pictures in it.
    pub(crate) captions: Vec<String>,
    /// Whether it has words in bold.
    pub(crate) bold: bool,
    /// Whether it has words that are not in bold.
    pub(crate) plain: bool,
}

impl Default for Paragraph {
    fn default() -> Self {
        Self {
            text: String::new(),
            pieces: Vec::new(),
            kind: BlockKind::Paragraph,
            list: None,
            quoted: false,
            boxes: Vec::new(),
            captions: Vec::new(),
            bold: false,
            plain: false,
        }
    }
}

impl Paragraph {
    /// Add `text`, and where it came from when `piece` says so.
    ///
    /// # Errors
    /// When the paragraph grows past what a paragraph can be.
    pub(crate) fn push(&mut self, text: &str, piece: Option<Piece>) -> Result<(), OfficeError> {
        let start = self.text.len();
        if start + text.len() > PARAGRAPH {
            return Err(OfficeError::Unsafe(format!(
                "a paragraph is longer than {} MB",
                PARAGRAPH >> 20
            )));
        }
        self.text.push_str(text);
        if let Some(piece) = piece {
            self.pieces
                .push((to_u32(start)..to_u32(self.text.len()), piece));
        }
        Ok(())
    }

    /// Note whether text that goes into it is bold.
    pub(crate) fn weigh(&mut self, text: &str, bold: bool) {
        if matches!(text.trim(), "" | ":") {
            return;
        }
        self.bold |= bold;
        self.plain |= !bold;
    }

    /// Whether it is a short line of bold: what people type for a heading who use no styles.
    pub(super) fn is_bold_heading(&self) -> bool {
        let text = self.text.trim();
        let bold = self.bold && !self.plain;
        self.kind == BlockKind::Paragraph
            && bold
            && !self.quoted
            && !text.contains('\n')
            && acts_as_heading(text)
    }

    /// The pieces that meet the bytes `wanted` of its text, cut to them, ascending.
    pub(super) fn pieces_in(
        &self,
        wanted: Range<usize>,
    ) -> impl Iterator<Item = (Range<u32>, Piece)> {
        let wanted = to_u32(wanted.start)..to_u32(wanted.end);
        let from = self
            .pieces
            .partition_point(|(range, _)| range.end <= wanted.start);
        let rest = self.pieces.get(from..).unwrap_or_default();
        rest.iter().map_while(move |(range, piece)| {
            let start = range.start.max(wanted.start);
            let end = range.end.min(wanted.end);
            let mut piece = piece.clone();
            if piece.verbatim && start < end {
                piece.range.start += start - range.start;
                piece.range.end -= range.end - end;
            }
            (start < end).then_some((start..end, piece))
        })
    }

    /// The bytes `range` of its text as one piece, where they stand in one child of one run.
    pub(super) fn as_one(&self, range: Range<usize>) -> Option<Piece> {
        let mut whole: Option<Piece> = None;
        for (_, piece) in self.pieces_in(range) {
            match &mut whole {
                None => {
                    whole = Some(Piece {
                        verbatim: false,
                        ..piece
                    });
                }
                Some(whole) if (whole.run, whole.child) == (piece.run, piece.child) => {
                    whole.range.end = piece.range.end;
                }
                Some(_) => return None,
            }
        }
        whole
    }

    /// The stretches of its text between blank lines, white space around them left out.
    pub(super) fn chunks(&self) -> Vec<Range<usize>> {
        chunks(&self.text)
    }

    /// Put what `before` holds in front: the two became one when the mark between them went.
    pub(crate) fn prepend(&mut self, before: Self) {
        debug_assert!(self.text.is_empty(), "carried text comes first");
        self.text = before.text;
        self.pieces = before.pieces;
        self.boxes = before.boxes;
        self.captions = before.captions;
        self.bold = before.bold;
        self.plain = before.plain;
    }

    /// Note the alternative text of a picture in it.
    pub(crate) fn describe(&mut self, text: &str) {
        // Word writes this after a description that it made up itself.
        let text = text
            .trim()
            .trim_end_matches("Description automatically generated")
            .trim();
        // Without a space it is the name of the picture's file.
        let path = text.contains(['\\', '/']) && text.contains('.');
        let says = text.contains(char::is_whitespace) && !path;
        // Title and description often say the same, one after the other.
        if says && self.captions.last().is_none_or(|last| last != text) {
            self.captions.push(text.to_owned());
        }
    }

    /// Take in `inner`, which stands in a text box of this paragraph, and the boxes within it.
    pub(crate) fn hold(&mut self, mut inner: Self) {
        let deeper = mem::take(&mut inner.boxes);
        self.boxes.push(inner);
        self.boxes.extend(deeper);
    }

    /// Whether there is nothing in it to read.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.captions.is_empty() && self.boxes.is_empty()
    }
}

/// The stretches of `text` between blank lines, white space around them left out.
fn chunks(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        let end = start + trimmed.len();
        at += line.len();
        if trimmed.is_empty() {
            open = false;
            continue;
        }
        match out.last_mut() {
            Some(last) if open => last.end = end,
            _ => out.push(start..end),
        }
        open = true;
    }
    out
}

/// A length or offset within a part, which is shorter than 4 GiB by the package's cap.
pub(crate) fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).expect("parts are shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::chunks;

    #[test]
    fn two_line_breaks_part_a_paragraph() {
        assert_eq!(chunks(" a\nb \n \n c\n"), [1..4, 9..10]);
        assert_eq!(chunks(" \n\t\n"), Vec::<std::ops::Range<usize>>::new());
    }
}
