//! A policy document as prose with a way back.
//!
//! A reader turns the bytes of a file into one [`Document::text`]: the prose alone, blocks parted by blank lines, with
//! no markup in it. [`Block`]s say what each stretch is; origins lead every byte back to the file, page or paragraph it
//! came from. Readers differ by format, everything after them is the same. Judging is left to `rule`.

mod asciidoc;
mod build;
mod decode;
mod detect;
pub(crate) mod docx;
mod epub;
mod front;
mod holes;
mod html;
#[cfg(test)]
mod laws;
mod light;
mod markdown;
mod odt;
pub(crate) mod office;
pub mod pdf;
mod plain;
mod read;
mod rst;
mod sentence;
#[cfg(test)]
pub(crate) mod testing;

use std::{ops::Range, sync::OnceLock};

use serde::{Deserialize, Serialize};

use crate::text::{LineIndex, Span, count_words};

pub use build::Builder;
pub use detect::is_document_name;
pub use holes::PLACEHOLDER;
pub use office::Tracked;
pub use read::{PdfReader, ReadError, ReadOptions, format_of, read};
pub use sentence::{Sentences, sentences};

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// CommonMark with tables, footnotes, definition lists and front matter.
    Markdown,
    /// Text without markup.
    Plain,
    /// reStructuredText.
    Rst,
    /// AsciiDoc.
    AsciiDoc,
    /// HTML.
    Html,
    /// Word (Office Open XML).
    Docx,
    /// `OpenDocument` text.
    Odt,
    /// An e-book (EPUB).
    Epub,
    /// PDF.
    Pdf,
}

impl Format {
    /// The name in machine formats and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Plain => "text",
            Self::Rst => "rst",
            Self::AsciiDoc => "asciidoc",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Epub => "epub",
            Self::Pdf => "pdf",
        }
    }
}

/// What a stretch of prose is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// A heading; 1 is the outermost level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list item's own text; 1 is the outermost list.
    Item(u8),
    /// A table cell. Rows and columns count from 0; `header` cells name their column.
    Cell {
        /// Which table of the document, from 0.
        table: u32,
        /// Row in the table.
        row: u32,
        /// Column in the row.
        column: u32,
        /// Whether it stands in the heading row.
        header: bool,
    },
    /// A caption or an alternative text of a picture.
    Caption,
    /// The term that a definition list defines.
    Term,
    /// A footnote or endnote.
    Note,
    /// Navigation, page header or footer: read, but never asked for commitments and never judged.
    Boilerplate,
}

/// One block of prose. No sentence reaches over its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its words in [`Document::text`], without the blank lines around it.
    pub span: Span,
    /// Whether it stands in a block quotation.
    pub quoted: bool,
    /// The block whose last sentence introduces this list item or table ("Staff must:"), an index into the blocks.
    pub lead_in: Option<u32>,
    /// The heading it stands under, an index into the blocks; a heading points to its parent heading.
    pub section: Option<u32>,
}

/// The way back from a stretch of [`Document::text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Bytes of the file. `verbatim` where they run in step with the text; an entity does not.
    Bytes {
        /// Half open.
        range: Range<u32>,
        /// Whether text and bytes are the same byte for byte, so that a part of it can be mapped; only a line end may
        /// stand as a space.
        verbatim: bool,
    },
    /// Paragraph of a word processor's document, counted from 1 in reading order.
    Paragraph(u32),
    /// Page of a PDF, counted from 1.
    Page(u32),
}

/// A comment of the source (HTML comment, reST or AsciiDoc comment), read for suppressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Bytes of the file, the comment's marks included.
    pub range: Range<u32>,
    /// What stands between the marks.
    pub text: String,
    /// Where in [`Document::text`] it would stand: everything before this byte precedes it.
    pub at: u32,
}

/// A document that was read.
#[derive(Clone, Debug)]
pub struct Document {
    /// How it is named to people and machines: relative where the user gave it so, `/` between folders.
    pub path: String,
    /// What it is, by content.
    pub format: Format,
    /// Its prose, blocks parted by `\n\n`.
    pub text: String,
    /// In reading order; spans ascend and do not overlap.
    pub blocks: Vec<Block>,
    /// Front matter or document properties, as written, in order (`title`, `policy-type`, …).
    pub properties: Vec<(String, String)>,
    /// What the reader has to say: a guessed encoding, a wrong extension, pages without text.
    pub warnings: Vec<String>,
    /// Comments of the source, in order.
    pub comments: Vec<Comment>,
    /// The file's own text where it has one (Markdown, HTML, …, decoded to UTF-8): what [`Origin::Bytes`] points into.
    pub source: Option<String>,
    /// Whether `source` was decoded from another encoding, so that its bytes are not those of the file: lines and
    /// columns hold, byte offsets do not, and nothing can be written back.
    pub transcoded: bool,
    /// Text stretch and where it came from; spans ascend and do not overlap. Gaps are separators.
    origins: Vec<(Span, Origin)>,
    /// Lines of `source`, made when first asked for.
    lines: OnceLock<LineIndex>,
    /// How many words there are, once somebody asked.
    words: OnceLock<u32>,
}

impl Document {
    /// The words at `span`.
    pub fn slice(&self, span: Span) -> &str {
        self.text
            .get(span.range())
            .expect("spans lie on characters of the text they were made from")
    }

    /// How many words its prose has: runs of characters between white space that hold a letter or digit.
    pub fn words(&self) -> u32 {
        *self.words.get_or_init(|| count_words(&self.text))
    }

    /// The block that holds the byte at `offset` of the text.
    pub fn block_at(&self, offset: u32) -> Option<usize> {
        let after = self
            .blocks
            .partition_point(|block| block.span.start <= offset);
        after.checked_sub(1)
    }

    /// Bytes of [`Document::source`] that `span` came from, markup inside it included; `None` where the file has no such bytes.
    pub fn source_range(&self, span: Span) -> Option<Range<u32>> {
        let first = self.run_at(span.start)?;
        let last = self.run_at(span.end.saturating_sub(1).max(span.start))?;
        let start = match first {
            (
                run,
                Origin::Bytes {
                    range,
                    verbatim: true,
                },
            ) => range.start + (span.start.max(run.start) - run.start),
            (_, Origin::Bytes { range, .. }) => range.start,
            (_, Origin::Paragraph(_) | Origin::Page(_)) => return None,
        };
        let end = match last {
            (
                run,
                Origin::Bytes {
                    range,
                    verbatim: true,
                },
            ) => range.start + (span.end.min(run.end) - run.start),
            (_, Origin::Bytes { range, .. }) => range.end,
            (_, Origin::Paragraph(_) | Origin::Page(_)) => return None,
        };
        Some(start..end.max(start))
    }

    /// Whether the file has exactly these words, with no markup, line end or entity between them: what can be edited.
    pub fn is_verbatim(&self, span: Span) -> bool {
        match (self.source_range(span), &self.source) {
            (Some(range), Some(source)) if !self.transcoded => {
                source.get(range.start as usize..range.end as usize) == Some(self.slice(span))
            }
            _ => false,
        }
    }

    /// Line and column of the start of `span` in the file, from 1, the column in characters.
    pub fn line_column(&self, span: Span) -> Option<(u32, u32)> {
        let range = self.source_range(span)?;
        let source = self.source.as_deref()?;
        Some(self.lines().line_column(source, range.start))
    }

    /// Lines of the source.
    pub fn lines(&self) -> &LineIndex {
        self.lines
            .get_or_init(|| LineIndex::new(self.source.as_deref().unwrap_or_default()))
    }

    /// Page that `span` starts on, from 1.
    pub fn page(&self, span: Span) -> Option<u32> {
        match self.run_at(span.start)? {
            (_, Origin::Page(page)) => Some(*page),
            (_, Origin::Bytes { .. } | Origin::Paragraph(_)) => None,
        }
    }

    /// Word processor paragraph that `span` starts in, from 1.
    pub fn paragraph(&self, span: Span) -> Option<u32> {
        match self.run_at(span.start)? {
            (_, Origin::Paragraph(number)) => Some(*number),
            (_, Origin::Bytes { .. } | Origin::Page(_)) => None,
        }
    }

    /// The headings that `block` (an index) stands under, outermost first; a heading's own path ends with itself.
    pub fn heading_path(&self, block: usize) -> Vec<String> {
        let mut path = Vec::new();
        let start = self.blocks.get(block);
        let own = start.filter(|block| matches!(block.kind, BlockKind::Heading(_)));
        path.extend(own.map(|block| self.slice(block.span).to_owned()));
        let mut next = start.and_then(|block| block.section);
        while let Some(heading) = next.and_then(|index| self.blocks.get(index as usize)) {
            path.push(self.slice(heading.span).to_owned());
            next = heading.section;
        }
        path.reverse();
        path
    }

    /// What people call it: the `title` property, else the first heading of the outermost level that occurs.
    pub fn title(&self) -> Option<&str> {
        let property = self
            .properties
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("title"));
        let level = |block: &&Block| match block.kind {
            BlockKind::Heading(level) => level,
            _ => u8::MAX,
        };
        let heading = self
            .blocks
            .iter()
            .filter(|block| level(block) < u8::MAX)
            .min_by_key(level);
        property
            .map(|(_, value)| value.as_str())
            .or_else(|| heading.map(|block| self.slice(block.span)))
    }

    /// The same, its words led back to the paragraph they stand in, counted over all blocks from 1: for a file whose own
    /// bytes are packed.
    fn by_paragraph(mut self) -> Self {
        let numbered = (1..).zip(&self.blocks);
        self.origins = numbered
            .map(|(number, block)| (block.span, Origin::Paragraph(number)))
            .collect();
        self.comments.clear();
        self
    }

    /// The run that holds the byte at `offset`, or the first one after it.
    fn run_at(&self, offset: u32) -> Option<&(Span, Origin)> {
        let index = self.origins.partition_point(|(span, _)| span.end <= offset);
        self.origins.get(index).or_else(|| self.origins.last())
    }
}
