//! What was read of a PDF: blocks with pages and places, and what was not read. Goes from one process to another.

use serde::{Deserialize, Serialize};

use super::{PdfError, Places, furniture};
use crate::document::{BlockKind, Builder, Document, Format, Origin};

/// What was read of a PDF, ready to be sent to another process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pages {
    /// How many pages it has.
    pub count: u32,
    /// The title in its properties, where it is one.
    pub title: Option<String>,
    /// Its prose in reading order.
    pub blocks: Vec<Block>,
    /// Running heads, feet and page numbers that are not in `blocks`: page from 1, and text.
    pub furniture: Vec<(u32, String)>,
    /// Pages (from 1) that are pictures with next to no letters.
    pub scanned: Vec<u32>,
    /// Pages (from 1) whose fonts leave out which letters they show, and what share of the glyphs in percent.
    pub garbled: Vec<(u32, u32)>,
    /// Pages (from 1) that could not be interpreted.
    pub broken: Vec<u32>,
    /// From each page as it is shown to the file's own coordinates: an affine transform in the order of a PDF's `cm`.
    pub frames: Vec<[f32; 6]>,
}

/// A block of prose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text by page.
    pub stretches: Vec<Stretch>,
    /// Its words and their places.
    pub words: Vec<Word>,
}

/// Text of one block on one page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// From 1.
    pub page: u32,
    /// The words.
    pub text: String,
}

/// The place of a word, or of a part that a line end broke off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// First byte in the block's text, its stretches put together.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// From 1.
    pub page: u32,
    /// Left, top, right, bottom in points from the upper left corner of the page as it is shown.
    pub area: [f32; 4],
}

impl Pages {
    /// The document named `path`.
    ///
    /// # Errors
    ///
    /// [`PdfError::Empty`] where no block has words.
    pub fn into_document(self, path: &str) -> Result<Document, PdfError> {
        self.document(path).map(|(document, _)| document)
    }

    /// The document named `path`, and where its words stand.
    ///
    /// # Errors
    ///
    /// As [`Pages::into_document`].
    pub fn into_document_and_places(self, path: &str) -> Result<(Document, Places), PdfError> {
        let (document, blocks) = self.document(path)?;
        let places = Places::new(&self, &document, &blocks);
        Ok((document, places))
    }

    /// The document, and the index in it of each of `self.blocks` that has words.
    fn document(&self, path: &str) -> Result<(Document, Vec<Option<u32>>), PdfError> {
        let mut builder = Builder::new(path, Format::Pdf, None);
        if let Some(title) = &self.title {
            builder.property("title", title);
        }
        for warning in self.warnings() {
            builder.warn(warning);
        }
        let mut lead_in = Lead::default();
        let mut indices = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            lead_in.before(&mut builder, block);
            builder.open(block.kind);
            for stretch in &block.stretches {
                builder.push(&stretch.text, Origin::Page(stretch.page));
            }
            let index = builder.close();
            lead_in.last = index.or(lead_in.last);
            indices.push(index);
        }
        let mut shown: Vec<&str> = Vec::new();
        for (page, text) in &self.furniture {
            // Once each, and no page numbers: they add nothing.
            if !furniture::is_page_number(text)
                && text.contains(char::is_alphabetic)
                && shown.len() < 100
                && !shown.contains(&text.as_str())
            {
                shown.push(text);
                builder.open(BlockKind::Boilerplate);
                builder.push(text, Origin::Page(*page));
            }
        }
        let document = builder.finish();
        if document.words() == 0 {
            return Err(PdfError::Empty { pages: self.count });
        }
        Ok((document, indices))
    }

    /// What a person should know: pages that were not read, and why.
    fn warnings(&self) -> Vec<String> {
        let mut out = Vec::new();
        if !self.scanned.is_empty() {
            out.push(format!(
                "{} of {} have no text layer (scanned): {}; they were not read: run OCR on them first",
                self.scanned.len(),
                pages(self.count),
                ranges(&self.scanned)
            ));
        }
        let unread: Vec<u32> = self
            .garbled
            .iter()
            .filter(|page| page.1 >= 30)
            .map(|page| page.0)
            .collect();
        if !unread.is_empty() {
            out.push(format!(
                "the fonts of {} of {} do not say which letters they show: {}; they were not read",
                unread.len(),
                pages(self.count),
                ranges(&unread)
            ));
        }
        let partly: Vec<u32> = self
            .garbled
            .iter()
            .filter(|page| page.1 < 30)
            .map(|page| page.0)
            .collect();
        if !partly.is_empty() {
            out.push(format!(
                "some letters of {} of {} could not be told: {}; words may be missing",
                partly.len(),
                pages(self.count),
                ranges(&partly)
            ));
        }
        if !self.broken.is_empty() {
            out.push(format!(
                "{} of {} are damaged and were not read: {}",
                self.broken.len(),
                pages(self.count),
                ranges(&self.broken)
            ));
        }
        out
    }
}

/// The block that introduces a list or table: the last one before it.
#[derive(Default)]
struct Lead {
    last: Option<u32>,
    inside: bool,
}

impl Lead {
    /// Tell `builder` what introduces the block that comes next.
    fn before(&mut self, builder: &mut Builder, block: &Block) {
        let inside = matches!(block.kind, BlockKind::Item(_) | BlockKind::Cell { .. });
        if inside && !self.inside {
            builder.lead_in = self.last;
        } else if !inside {
            builder.lead_in = None;
        }
        self.inside = inside;
    }
}

/// "1 page", "12 pages".
fn pages(count: u32) -> String {
    if count == 1 {
        "1 page".to_owned()
    } else {
        format!("{count} pages")
    }
}

/// "page 2", "pages 1–3, 7".
fn ranges(numbers: &[u32]) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, to)) if *to + 1 == *number => *to = *number,
            _ => parts.push((*number, *number)),
        }
    }
    let word = if numbers.len() == 1 { "page" } else { "pages" };
    let parts: Vec<String> = parts
        .iter()
        .map(|(from, to)| {
            if from == to {
                from.to_string()
            } else {
                format!("{from}–{to}")
            }
        })
        .collect();
    format!("{word} {}", parts.join(", "))
}
