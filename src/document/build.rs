//! How a reader puts a [`Document`] together: blocks are opened, filled and closed, in reading order.

use std::{ops::Range, sync::OnceLock};

use super::{Block, BlockKind, Comment, Document, Format, Origin, decode::Decoded};
use crate::text::Span;

/// A document in the making.
///
/// It keeps what every reader would otherwise repeat: blank lines between blocks, empty blocks left out, heading
/// sections, runs that follow each other merged.
#[derive(Debug)]
pub struct Builder {
    document: Document,
    /// The block being filled, and where its text starts.
    open: Option<(BlockKind, u32)>,
    /// Whether blocks stand in a block quotation now.
    pub quoted: bool,
    /// The block that introduces the list or table now being read.
    pub lead_in: Option<u32>,
    /// Headings that are open, outermost first: level and block.
    sections: Vec<(u8, u32)>,
}

impl Builder {
    /// Begin a document named `path`. `source` is the file's own text, where it has one.
    pub fn new(path: impl Into<String>, format: Format, source: Option<String>) -> Self {
        let mut builder = Self::sized(path, format, source.as_ref().map_or(0, String::len));
        builder.document.source = source;
        builder
    }

    /// Begin a document named `path` whose text will have about `size` bytes.
    pub fn sized(path: impl Into<String>, format: Format, size: usize) -> Self {
        let document = Document {
            path: path.into(),
            format,
            text: String::with_capacity(size),
            blocks: Vec::with_capacity(size / 256),
            properties: Vec::new(),
            warnings: Vec::new(),
            comments: Vec::new(),
            source: None,
            transcoded: false,
            origins: Vec::with_capacity(size / 128),
            lines: OnceLock::new(),
            words: OnceLock::new(),
        };
        Self {
            document,
            open: None,
            quoted: false,
            lead_in: None,
            sections: Vec::new(),
        }
    }

    /// Close the open block, if any, and open one of `kind`.
    pub fn open(&mut self, kind: BlockKind) {
        self.close();
        if !self.document.text.is_empty() {
            self.document.text.push_str("\n\n");
        }
        self.open = Some((kind, self.end()));
    }

    /// Whether a block is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether the open block is a list item.
    pub fn is_item(&self) -> bool {
        matches!(self.open, Some((BlockKind::Item(_), _)))
    }

    /// Change what the open block is.
    pub fn set_kind(&mut self, kind: BlockKind) {
        if let Some((open, _)) = &mut self.open {
            *open = kind;
        }
    }

    /// Add bytes of the file to the open block as they stand. Opens a paragraph where no block is open.
    pub fn verbatim(&mut self, text: &str, at: u32) {
        let end = at + length(text);
        self.push(
            text,
            Origin::Bytes {
                range: at..end,
                verbatim: true,
            },
        );
    }

    /// Add `text` that stands for the bytes `range` of the file: an entity, a folded line end.
    pub fn replaced(&mut self, text: &str, range: Range<u32>) {
        self.push(
            text,
            Origin::Bytes {
                range,
                verbatim: false,
            },
        );
    }

    /// Add the bytes `range` of `text` as they stand; `text` starts at the byte `base` of the file.
    pub fn source(&mut self, text: &str, range: Range<usize>, base: usize) {
        let words = text.get(range.clone()).unwrap_or_default();
        self.verbatim(words, offset(base + range.start));
    }

    /// Add `with` for the bytes `range` of a text that starts at the byte `base` of the file.
    pub fn replace(&mut self, with: &str, range: Range<usize>, base: usize) {
        self.replaced(with, offset(base + range.start)..offset(base + range.end));
    }

    /// Add a space for a line end at `range` of a text that starts at the byte `base` of the file.
    ///
    /// One byte for one byte keeps the run going, so that a wrapped paragraph is one run.
    pub fn line_end(&mut self, range: Range<usize>, base: usize) {
        if range.len() == 1 {
            self.verbatim(" ", offset(base + range.start));
        } else {
            self.replace(" ", range, base);
        }
    }

    /// Add `text` with any origin.
    pub fn push(&mut self, text: &str, origin: Origin) {
        if text.is_empty() {
            return;
        }
        if self.open.is_none() {
            self.open(BlockKind::Paragraph);
        }
        let start = self.end();
        self.document.text.push_str(text);
        let span = Span::new(start, self.end());
        if let Some((last, before)) = self.document.origins.last_mut()
            && last.end == span.start
            && continues(before, &origin)
        {
            last.end = span.end;
            if let (Origin::Bytes { range, .. }, Origin::Bytes { range: more, .. }) =
                (before, origin)
            {
                range.end = more.end;
            }
            return;
        }
        self.document.origins.push((span, origin));
    }

    /// The text of the open block so far.
    pub fn open_text(&self) -> &str {
        let start = self
            .open
            .map_or(self.document.text.len(), |(_, start)| start as usize);
        self.document.text.get(start..).unwrap_or_default()
    }

    /// Close the open block. One without words is left out.
    ///
    /// Returns its index, where it was kept.
    pub fn close(&mut self) -> Option<u32> {
        let (kind, start) = self.open.take()?;
        let body = self.document.text.get(start as usize..).unwrap_or_default();
        let trimmed = body.trim();
        if !has_words(trimmed) {
            self.drop_from(start);
            return None;
        }
        let lead = length(body) - length(body.trim_start());
        let len = length(trimmed);
        let span = Span::new(start + lead, start + lead + len);
        let index = u32::try_from(self.document.blocks.len()).expect("fewer blocks than bytes");
        if let BlockKind::Heading(level) = kind {
            self.sections.retain(|(outer, _)| *outer < level);
        }
        let section = self.sections.last().map(|(_, block)| *block);
        if let BlockKind::Heading(level) = kind {
            self.sections.push((level, index));
        }
        let lead_in = match kind {
            BlockKind::Item(_) | BlockKind::Cell { .. } => self.lead_in,
            _ => None,
        };
        self.document.blocks.push(Block {
            kind,
            span,
            quoted: self.quoted,
            lead_in,
            section,
        });
        Some(index)
    }

    /// Where the next byte of text will stand in [`Document::text`].
    pub fn position(&self) -> u32 {
        self.end()
    }

    /// The last block that was closed, an index.
    pub fn last_block(&self) -> Option<u32> {
        let count = u32::try_from(self.document.blocks.len()).expect("fewer blocks than bytes");
        count.checked_sub(1)
    }

    /// Whether the block `index` reads as the introduction of what comes next: it ends in a colon, or is a paragraph
    /// that does not end its sentence.
    pub fn introduces(&self, index: u32) -> bool {
        let Some(block) = self.document.blocks.get(index as usize) else {
            return false;
        };
        let text = self.document.slice(block.span);
        let text = text.trim_end_matches(['*', '_', ' ']);
        match block.kind {
            _ if text.ends_with([':', '：']) => true,
            BlockKind::Paragraph | BlockKind::Item(_) | BlockKind::Note => {
                !text.ends_with(['.', '!', '?', ';', '”', '"', ')', '…'])
            }
            BlockKind::Heading(_)
            | BlockKind::Cell { .. }
            | BlockKind::Caption
            | BlockKind::Term
            | BlockKind::Boilerplate => false,
        }
    }

    /// Note a comment at `range` of a text that starts at the byte `base` of the file.
    pub fn comment_at(&mut self, text: &str, range: Range<usize>, base: usize) {
        self.comment(offset(base + range.start)..offset(base + range.end), text);
    }

    /// Note a comment of the source.
    pub fn comment(&mut self, range: Range<u32>, text: &str) {
        let at = self.end();
        self.document.comments.push(Comment {
            range,
            text: text.to_owned(),
            at,
        });
    }

    /// Note a property (front matter, document properties).
    pub fn property(&mut self, name: &str, value: &str) {
        self.document
            .properties
            .push((name.to_owned(), value.to_owned()));
    }

    /// Note something the user should know.
    pub fn warn(&mut self, warning: impl Into<String>) {
        self.document.warnings.push(warning.into());
    }

    /// Close what is open and hand the document out.
    pub fn finish(mut self) -> Document {
        self.close();
        self.document
    }

    /// Close what is open and hand the document out with the text it was read from.
    pub(super) fn finish_with(self, decoded: Decoded) -> Document {
        let mut document = self.finish();
        document.warnings.extend(decoded.warning);
        document.transcoded = decoded.transcoded;
        document.source = Some(decoded.text);
        document
    }

    /// Length of the text so far.
    fn end(&self) -> u32 {
        length(&self.document.text)
    }

    /// Take back everything from `start`, and the separator before it.
    fn drop_from(&mut self, start: u32) {
        let text = &mut self.document.text;
        text.truncate(start as usize);
        if text.ends_with("\n\n") {
            text.truncate(text.len() - 2);
        }
        while self
            .document
            .origins
            .last()
            .is_some_and(|(span, _)| span.start >= start)
        {
            self.document.origins.pop();
        }
        let end = self.end();
        for comment in self.document.comments.iter_mut().rev() {
            if comment.at <= end {
                break;
            }
            comment.at = end;
        }
    }
}

/// Whether a paragraph that is bold throughout reads as a heading: short, and no sentence.
pub(super) fn acts_as_heading(text: &str) -> bool {
    !text.is_empty()
        && text.len() < 240
        && text.chars().count() < 80
        && !text.ends_with(['.', '!', ';', ','])
}

/// Whether a block says anything: a rule of dashes or a placeholder alone does not.
fn has_words(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_alphanumeric()) || text.chars().any(char::is_alphanumeric)
}

/// Bytes of `text`.
fn length(text: &str) -> u32 {
    offset(text.len())
}

/// An offset into a file or text. `read` refuses files that are so long that theirs would not fit.
fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("text is shorter than 4 GiB")
}

/// Whether `next` goes on where `before` ends, so that one run can hold both.
fn continues(before: &Origin, next: &Origin) -> bool {
    match (before, next) {
        (
            Origin::Bytes {
                range: a,
                verbatim: true,
            },
            Origin::Bytes {
                range: b,
                verbatim: true,
            },
        ) => a.end == b.start,
        (Origin::Paragraph(a), Origin::Paragraph(b)) | (Origin::Page(a), Origin::Page(b)) => a == b,
        _ => false,
    }
}
