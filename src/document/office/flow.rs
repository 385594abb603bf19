//! Paragraphs of a word processor → blocks of a [`Document`], with their numbers, lists and, when asked, the bytes
//! each word came from.

use std::{collections::BTreeMap, ops::Range};

use super::{
    OfficeError,
    paragraph::{Paragraph, Piece, to_u32},
};
use crate::{
    document::{BlockKind, Builder, Document, Format, Origin, PLACEHOLDER, holes::Holes},
    text::Span,
};

/// Most paragraphs.
const PARAGRAPHS: u32 = 2_000_000;

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
            for chunk in paragraph.chunks() {
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
                .extend(paragraph.as_one(range).map(|piece| (span, piece)));
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
        let first = to_u32(wanted.start);
        for (range, piece) in paragraph.pieces_in(wanted) {
            let span = Span::new(at + range.start - first, at + range.end - first);
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
