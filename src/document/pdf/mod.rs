//! PDF: glyphs with places, put back into prose.
//!
//! A PDF says where each glyph stands, not what the words are, and nothing about paragraphs. [`extract`] interprets every
//! page (`device`), parts glyphs into words and pieces of lines (`lines`), finds tables by their rules (`table`) and the
//! order of columns (`order`), drops what repeats on every page (`furniture`) and makes headings, paragraphs, list items
//! and notes of the rest (`blocks`). [`Pages`] can be sent from one process to another: a hostile file is read in a
//! process of its own, which is the affair of floors above; here are only the limits that work within one.

mod blocks;
mod device;
mod error;
mod furniture;
mod lines;
mod marker;
mod order;
mod places;
mod prose;
mod repair;
mod style;
mod table;

use std::{
    collections::{BTreeMap, HashMap},
    panic::{AssertUnwindSafe, catch_unwind},
};

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, hayro_cmap, interpret_page,
    kurbo::{Affine, Rect},
};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf, page::Page};
use serde::{Deserialize, Serialize};

use super::{BlockKind, Builder, Document, Format, Origin};
use device::{Canvas, Spent};
use lines::turn_back;
use order::{Flow, order};

pub use error::PdfError;
pub use places::{Places, Spot};

/// How much a PDF may ask for before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: u64,
    /// Pages.
    pub pages: u32,
    /// Glyphs, paths, pictures and marks of one page.
    pub calls: u32,
    /// The same, of all pages together.
    pub all_calls: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 100_000_000,
            pages: 5_000,
            calls: 1_000_000,
            all_calls: 40_000_000,
        }
    }
}

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
    pub kind: Kind,
    /// Its text by page.
    pub stretches: Vec<Stretch>,
    /// Its words and their places.
    pub words: Vec<Word>,
}

/// What a [`Block`] is: the kinds of [`BlockKind`] that a page can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the `BlockKind` of its name")]
pub enum Kind {
    Heading(u8),
    Paragraph,
    Item(u8),
    Cell {
        table: u32,
        row: u32,
        column: u32,
        header: bool,
    },
    Note,
    Caption,
    Boilerplate,
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

/// A page in the making.
#[derive(Debug)]
struct Sheet {
    /// From 1.
    number: u32,
    /// Points.
    height: f32,
    flow: Vec<Flow>,
}

impl Sheet {
    /// Height of an entry of the flow: its baseline or upper edge.
    fn y(&self, index: usize) -> f32 {
        match self.flow.get(index) {
            Some(Flow::Line(line)) => line.piece.y,
            Some(Flow::Table(table)) => table.area.y0,
            None => 0.0,
        }
    }

    /// Whether an entry stands in the outermost eighth at the upper or lower edge.
    fn is_outer(&self, index: usize) -> bool {
        let y = self.y(index);
        y < self.height / 8.0 || y > self.height * 7.0 / 8.0
    }

    /// Whether an entry stands in the upper or lower fifth.
    fn is_edge(&self, index: usize) -> bool {
        let y = self.y(index);
        y < self.height / 5.0 || y > self.height * 4.0 / 5.0
    }

    /// Lines of the flow that are rows of a table without rules, or of a table of contents without dots.
    ///
    /// Three lines or more in a row, with as many cells that start at the same places; or whose last cells are page
    /// numbers of a document of `pages` pages, none smaller than the one before.
    fn rows(&self, pages: u32) -> BTreeMap<usize, Row> {
        let starts = |flow: &Flow| -> Option<Vec<f32>> {
            let Flow::Line(line) = flow else { return None };
            let cells = &line.piece.cells;
            (!cells.is_empty()).then(|| {
                cells
                    .iter()
                    .filter_map(|cell| line.piece.words.get(*cell))
                    .map(|word| word.area.x0)
                    .collect()
            })
        };
        let number = |flow: &Flow| -> Option<u32> {
            let Flow::Line(line) = flow else { return None };
            let (_, last) = line.piece.text.rsplit_once(' ')?;
            line.is_row()
                .then(|| last.parse().ok())
                .flatten()
                .filter(|number| (1..=pages + 20).contains(number))
        };
        let alike = |a: &[f32], b: &[f32]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 6.0)
        };
        let mut out = BTreeMap::new();
        let all: Vec<Option<Vec<f32>>> = self.flow.iter().map(starts).collect();
        let numbers: Vec<Option<u32>> = self.flow.iter().map(number).collect();
        let mut from = 0;
        while from < all.len() {
            let counted = numbers.get(from..).unwrap_or_default();
            let contents = counted
                .windows(2)
                .take_while(|pair| pair[0].is_some() && pair[0] <= pair[1])
                .count();
            if contents >= 2 {
                out.extend((from..=from + contents).map(|index| (index, Row::Contents)));
                from += contents + 1;
                continue;
            }
            let mut to = from + 1;
            if let Some(first) = all.get(from).and_then(Option::as_ref) {
                while all
                    .get(to)
                    .and_then(Option::as_ref)
                    .is_some_and(|next| alike(first, next))
                {
                    to += 1;
                }
                if to - from >= 3 {
                    out.extend((from..to).zip((0u32..).map(Row::Table)));
                }
            }
            from = to;
        }
        out
    }
}

/// A line that is no running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// Row of a table, from 0.
    Table(u32),
    /// Line of a table of contents.
    Contents,
}

/// What one page is made of, besides its text.
struct Face {
    sheet: Sheet,
    letters: usize,
    glyphs: usize,
    unmapped: u32,
    /// Share of the page under pictures, 0 to 1 and more.
    pictured: f64,
    watermarks: Vec<String>,
}

/// Read a PDF in this process.
///
/// # Errors
///
/// What [`PdfError`] says, apart from the last three.
pub fn extract(bytes: &[u8], limits: &Limits) -> Result<Pages, PdfError> {
    if bytes.len() as u64 > limits.bytes {
        return Err(PdfError::TooLarge {
            limit: limits.bytes,
        });
    }
    let bytes = repair::stream_keywords(bytes).into_owned();
    match catch_unwind(AssertUnwindSafe(|| open(bytes, limits))) {
        Ok(result) => result,
        Err(_) => Err(PdfError::Crashed("its structure".to_owned())),
    }
}

/// Read a PDF in this process with the usual limits.
///
/// # Errors
///
/// As [`extract`].
pub fn extract_here(bytes: &[u8]) -> Result<Pages, PdfError> {
    extract(bytes, &Limits::default())
}

fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Pages, PdfError> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PdfError::Password,
        LoadPdfError::Decryption(_) => PdfError::Encryption,
        LoadPdfError::Invalid => PdfError::Invalid,
    })?;
    let pages = pdf.pages();
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    if count > limits.pages {
        return Err(PdfError::TooManyPages {
            pages: count,
            limit: limits.pages,
        });
    }
    let cache = InterpreterCache::new();
    let mut strokes = HashMap::new();
    let mut left = limits.all_calls;
    let mut out = Pages {
        count,
        title: title(&pdf),
        blocks: Vec::new(),
        furniture: Vec::new(),
        scanned: Vec::new(),
        garbled: Vec::new(),
        broken: Vec::new(),
        frames: pages.iter().map(frame).collect(),
    };
    let mut sheets = Vec::new();
    let (mut letters, mut readable) = (0, 0);
    for (page, number) in pages.iter().zip(1u32..) {
        let budget = u32::try_from(left).unwrap_or(u32::MAX).min(limits.calls);
        let face = catch_unwind(AssertUnwindSafe(|| {
            look(page, number, budget, &cache, &mut strokes)
        }));
        let face = match face {
            Ok(face) => face,
            Err(payload) if payload.is::<Spent>() => return Err(PdfError::TooMuch),
            Err(_) => {
                out.broken.push(number);
                continue;
            }
        };
        left = left.saturating_sub(face.glyphs as u64);
        letters += face.letters;
        let share = face.unmapped as usize * 100 / face.glyphs.max(1);
        if face.letters < 25 && face.pictured > 0.5 {
            out.scanned.push(number);
        } else if face.unmapped > 5 && share >= 2 {
            out.garbled
                .push((number, u32::try_from(share).unwrap_or(100)));
        }
        if share < 30 {
            readable += face.letters;
            for text in face.watermarks {
                out.furniture.push((number, text));
            }
            sheets.push(face.sheet);
        }
    }
    if readable < 25 && (readable == 0 || !out.scanned.is_empty() || letters > readable) {
        return Err(if !out.garbled.is_empty() {
            PdfError::Garbled {
                pages: u32::try_from(out.garbled.len()).unwrap_or(u32::MAX),
            }
        } else if !out.scanned.is_empty() {
            PdfError::Scan { pages: count }
        } else if !out.broken.is_empty() {
            PdfError::Invalid
        } else {
            PdfError::Empty { pages: count }
        });
    }
    out.furniture.extend(furniture::take(&mut sheets));
    out.furniture.sort_by_key(|(page, _)| *page);
    out.blocks = blocks::blocks(sheets, count);
    let start: String = out
        .blocks
        .iter()
        .flat_map(|block| &block.stretches)
        .filter(|stretch| stretch.page <= 2)
        .map(|stretch| stretch.text.as_str())
        .chain(out.furniture.iter().map(|(_, text)| text.as_str()))
        .collect();
    out.title = out.title.filter(|title| is_shown(title, &start));
    Ok(out)
}

/// From `page` as it is shown to the file's own coordinates.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounds to what a page needs"
)]
fn frame(page: &Page<'_>) -> [f32; 6] {
    let shown = Affine::new(page.initial_transform(true).as_coeffs());
    shown.inverse().as_coeffs().map(|value| value as f32)
}

/// Interpret one page and lay it out.
fn look<'a>(
    page: &'a Page<'a>,
    number: u32,
    budget: u32,
    cache: &InterpreterCache<'a>,
    strokes: &mut HashMap<u128, f32>,
) -> Face {
    let (width, height) = page.render_dimensions();
    let mut canvas = Canvas::new(width, height, budget, strokes);
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let clip = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let settings = InterpreterSettings {
        cmap_resolver: std::sync::Arc::new(hayro_cmap::load_embedded),
        ..InterpreterSettings::default()
    };
    let mut context = Context::new(transform, clip, cache, page.xref(), settings);
    interpret_page(page, &mut context, &mut canvas);
    let letters = canvas.text.chars().filter(|c| c.is_alphanumeric()).count();
    let area = f64::from(width) * f64::from(height);
    let pictured = if area > 0.0 {
        canvas.pictured / area
    } else {
        0.0
    };
    let mut pieces = lines::pieces(&canvas);
    furniture::take_line_numbers(&mut pieces.upright, width);
    let tables = table::take(&canvas.rules, &mut pieces.upright);
    let mut flow = order(pieces.upright, tables);
    let mut columns = flow.len();
    for (angle, turned) in pieces.turned {
        for mut entry in order(turned, Vec::new()) {
            if let Flow::Line(line) = &mut entry {
                for word in &mut line.piece.words {
                    word.area = turn_back(angle, word.area);
                }
                // Not the upright text's columns.
                line.column = line
                    .column
                    .saturating_add(u32::try_from(columns).unwrap_or(u32::MAX));
            }
            flow.push(entry);
        }
        columns += flow.len();
    }
    Face {
        letters,
        glyphs: canvas.glyphs.len(),
        unmapped: canvas.unmapped,
        pictured,
        watermarks: pieces.skew.into_iter().map(|piece| piece.text).collect(),
        sheet: Sheet {
            number,
            height,
            flow,
        },
    }
}

/// The title in the properties, unless a program put its file's name there.
fn title(pdf: &Pdf) -> Option<String> {
    let title = device::decode(pdf.metadata().title.as_deref()?);
    let title = title.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    let lower = title.to_lowercase();
    let named = [
        ".doc", ".docx", ".pdf", ".odt", ".rtf", ".indd", ".qxp", ".tex", ".dvi",
    ]
    .iter()
    .any(|extension| lower.ends_with(extension));
    let made_up = lower.starts_with("microsoft word")
        || lower.starts_with("untitled")
        || !title.contains(char::is_alphabetic)
        || (title.contains(['_', '/', '\\']) && !title.contains(' '));
    (!named && !made_up && !title.is_empty()).then(|| title.to_owned())
}

/// Whether most words of `title` occur in `text`: templates leave other documents' titles behind.
fn is_shown(title: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    let words: Vec<String> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2)
        .map(str::to_lowercase)
        .collect();
    let shown = words.iter().filter(|word| text.contains(*word)).count();
    shown * 10 >= words.len() * 7 && shown > 0
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
            builder.open(block.kind.into());
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
        let inside = matches!(block.kind, Kind::Item(_) | Kind::Cell { .. });
        if inside && !self.inside {
            builder.lead_in = self.last;
        } else if !inside {
            builder.lead_in = None;
        }
        self.inside = inside;
    }
}

impl From<Kind> for BlockKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Heading(level) => Self::Heading(level),
            Kind::Paragraph => Self::Paragraph,
            Kind::Item(level) => Self::Item(level),
            Kind::Cell {
                table,
                row,
                column,
                header,
            } => Self::Cell {
                table,
                row,
                column,
                header,
            },
            Kind::Note => Self::Note,
            Kind::Caption => Self::Caption,
            Kind::Boilerplate => Self::Boilerplate,
        }
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
