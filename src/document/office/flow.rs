//! Paragraphs of a word processor → blocks of a [`Document`], with their numbers, lists and, when asked, the bytes
//! each word came from.

use std::{collections::BTreeMap, mem, ops::Range};

use super::OfficeError;
use crate::{
    document::{BlockKind, Builder, Document, Format, Origin, PLACEHOLDER, holes::Holes},
    text::Span,
};

/// Longest paragraph, in bytes. A longer one is no prose.
pub(crate) const PARAGRAPH: usize = 5 << 20;
/// Most paragraphs.
const PARAGRAPHS: u32 = 2_000_000;

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
    fn is_bold_heading(&self) -> bool {
        let text = self.text.trim();
        self.kind == BlockKind::Paragraph
            && self.bold
            && !self.plain
            && !self.quoted
            && !text.is_empty()
            && text.len() < 240
            && text.chars().count() < 80
            && !text.contains('\n')
            && !text.ends_with(['.', '!', ';', ','])
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

/// A document in the making, paragraph by paragraph.
pub(crate) struct Flow {
    /// The blocks so far.
    pub(crate) builder: Builder,
    /// Stretches of the document's text and where they came from, ascending.
    pub(crate) pieces: Vec<(Span, Piece)>,
    /// Paragraphs with text so far.
    number: u32,
    /// Tables so far.
    tables: u32,
    /// For each list seen since the last heading: what introduced it.
    leads: BTreeMap<u64, Option<u32>>,
    /// The items that are open, outermost first: level and block.
    items: Vec<(u8, u32)>,
    /// What introduces the table now being read.
    table_lead: Option<u32>,
    /// The block that may introduce a list or table that begins now.
    last: Option<u32>,
    /// The level of the last heading.
    level: u8,
    /// Passages of hidden text that were left out.
    pub(crate) hidden: usize,
}

impl Flow {
    /// Begin a document.
    pub(crate) fn new(path: &str, format: Format) -> Self {
        Self {
            builder: Builder::new(path, format, None),
            pieces: Vec::new(),
            number: 0,
            tables: 0,
            leads: BTreeMap::new(),
            items: Vec::new(),
            table_lead: None,
            last: None,
            level: 0,
            hidden: 0,
        }
    }

    /// A table begins; its number.
    pub(crate) fn table(&mut self) -> u32 {
        self.table_lead = self.introduction();
        self.tables += 1;
        self.tables - 1
    }

    /// The block that introduces a list or table which starts now.
    fn introduction(&self) -> Option<u32> {
        self.last.filter(|block| self.builder.introduces(*block))
    }

    /// A table ends: what introduced it introduces nothing more.
    pub(crate) fn end_table(&mut self) {
        self.end_lists();
        self.last = None;
    }

    /// A list in running text ends where a table, a cell or another part begins.
    pub(crate) fn end_lists(&mut self) {
        self.leads.clear();
        self.items.clear();
    }

    /// Add a paragraph, then what is anchored in it.
    ///
    /// # Errors
    /// When there are more paragraphs than a document can have.
    pub(crate) fn emit(&mut self, paragraph: Paragraph) -> Result<(), OfficeError> {
        if !paragraph.text.trim().is_empty() || !paragraph.captions.is_empty() {
            self.number += 1;
            if self.number > PARAGRAPHS {
                return Err(OfficeError::Unsafe(format!(
                    "it has more than {PARAGRAPHS} paragraphs"
                )));
            }
            self.builder.quoted = paragraph.quoted;
            let kind = match paragraph.kind {
                _ if paragraph.is_bold_heading() => BlockKind::Heading((self.level + 1).min(6)),
                kind => kind,
            };
            // A run of headings made of bold stands on one level: below the last real one.
            if let BlockKind::Heading(level) = paragraph.kind {
                self.level = level;
            }
            let mut first = None;
            self.builder.lead_in = self.lead_in(&paragraph);
            for chunk in chunks(&paragraph.text) {
                let block = self.block(&paragraph, kind, chunk);
                first = first.or(block);
            }
            self.follow(kind, first);
            self.builder.quoted = false;
            for caption in &paragraph.captions {
                self.builder.open(BlockKind::Caption);
                self.builder
                    .push(caption.trim(), Origin::Paragraph(self.number));
                self.builder.close();
            }
        }
        for inner in paragraph.boxes {
            self.emit(inner)?;
        }
        Ok(())
    }

    /// One block of a paragraph.
    fn block(
        &mut self,
        paragraph: &Paragraph,
        kind: BlockKind,
        chunk: Range<usize>,
    ) -> Option<u32> {
        self.builder.open(kind);
        let text = paragraph.text.get(chunk.clone()).unwrap_or_default();
        let origin = Origin::Paragraph(self.number);
        let pieces = self.pieces.len();
        let mut done = 0;
        // Addresses are no prose: a placeholder stands for each.
        for hole in Holes::addresses(text).ranges() {
            self.stretch(paragraph, &chunk, done..hole.start);
            let at = self.builder.position();
            self.builder.push(PLACEHOLDER, origin.clone());
            let span = Span::new(at, self.builder.position());
            let range = chunk.start + hole.start..chunk.start + hole.end;
            self.pieces
                .extend(as_one(paragraph, range).map(|piece| (span, piece)));
            done = hole.end;
        }
        self.stretch(paragraph, &chunk, done..text.len());
        let block = self.builder.close();
        if block.is_none() {
            // A line without words is no block, and its text was taken back.
            self.pieces.truncate(pieces);
        }
        block
    }

    /// Add the bytes `within` of the bytes `chunk` of a paragraph's text as they stand, and where they came from.
    fn stretch(&mut self, paragraph: &Paragraph, chunk: &Range<usize>, within: Range<usize>) {
        let wanted = chunk.start + within.start..chunk.start + within.end;
        let text = paragraph.text.get(wanted.clone()).unwrap_or_default();
        let at = self.builder.position();
        self.builder.push(text, Origin::Paragraph(self.number));
        let wanted = to_u32(wanted.start)..to_u32(wanted.end);
        let from = paragraph
            .pieces
            .partition_point(|(range, _)| range.end <= wanted.start);
        for (range, piece) in paragraph.pieces.iter().skip(from) {
            let start = range.start.max(wanted.start);
            let end = range.end.min(wanted.end);
            if start >= end {
                break;
            }
            let mut piece = piece.clone();
            if piece.verbatim {
                piece.range.start += start - range.start;
                piece.range.end -= range.end - end;
            }
            let span = Span::new(at + start - wanted.start, at + end - wanted.start);
            self.pieces.push((span, piece));
        }
    }

    /// What introduces a paragraph: for an item its parent item or the text before its list, for a cell the text
    /// before its table.
    fn lead_in(&mut self, paragraph: &Paragraph) -> Option<u32> {
        match paragraph.kind {
            BlockKind::Item(level) => {
                let parent = self.items.iter().rev().find(|(outer, _)| *outer < level);
                if let Some((_, block)) = parent {
                    return Some(*block);
                }
                let list = paragraph.list.unwrap_or(0);
                let introduction = self.introduction();
                *self.leads.entry(list).or_insert(introduction)
            }
            BlockKind::Cell { .. } => self.table_lead,
            BlockKind::Heading(_)
            | BlockKind::Paragraph
            | BlockKind::Caption
            | BlockKind::Term
            | BlockKind::Note
            | BlockKind::Boilerplate => None,
        }
    }

    /// Remember what the next paragraph may lean on.
    fn follow(&mut self, kind: BlockKind, block: Option<u32>) {
        let Some(block) = block else { return };
        match kind {
            BlockKind::Item(level) => {
                self.items.retain(|(outer, _)| *outer < level);
                self.items.push((level, block));
            }
            BlockKind::Heading(_) => {
                self.end_lists();
                self.last = Some(block);
            }
            BlockKind::Paragraph => {
                self.items.clear();
                self.last = Some(block);
            }
            BlockKind::Cell { .. }
            | BlockKind::Caption
            | BlockKind::Term
            | BlockKind::Note
            | BlockKind::Boilerplate => {}
        }
    }

    /// Say how many references nobody could resolve.
    pub(crate) fn warn_of_entities(&mut self, unknown: usize) {
        if unknown > 0 {
            self.builder.warn(format!(
                "{unknown} characters are written as entities that nobody defines; they were read as “\u{FFFD}”"
            ));
        }
    }

    /// Hand the document out.
    ///
    /// # Errors
    /// When there was nothing to read; `pictures` may hold the text then.
    pub(crate) fn finish(
        mut self,
        pictures: usize,
    ) -> Result<(Document, Vec<(Span, Piece)>), OfficeError> {
        if self.hidden > 0 {
            let warning = format!("hidden text was left out ({} passages)", self.hidden);
            self.builder.warn(warning);
        }
        let document = self.builder.finish();
        if document.words() == 0 {
            return Err(OfficeError::NoText { pictures });
        }
        Ok((document, self.pieces))
    }
}

/// The bytes `range` of a paragraph's text as one piece, where they stand in one child of one run.
fn as_one(paragraph: &Paragraph, range: Range<usize>) -> Option<Piece> {
    let wanted = to_u32(range.start)..to_u32(range.end);
    let mut whole: Option<Piece> = None;
    let from = paragraph
        .pieces
        .partition_point(|(range, _)| range.end <= wanted.start);
    for (range, piece) in paragraph.pieces.iter().skip(from) {
        let start = range.start.max(wanted.start);
        let end = range.end.min(wanted.end);
        if start >= end {
            break;
        }
        let mut bytes = piece.range.clone();
        if piece.verbatim {
            bytes.start += start - range.start;
            bytes.end -= range.end - end;
        }
        match &mut whole {
            None => {
                whole = Some(Piece {
                    range: bytes,
                    verbatim: false,
                    ..piece.clone()
                });
            }
            Some(whole) if (whole.run, whole.child) == (piece.run, piece.child) => {
                whole.range.end = bytes.end;
            }
            Some(_) => return None,
        }
    }
    whole
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
