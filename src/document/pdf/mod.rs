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
mod glyph;
mod letters;
mod lines;
mod marker;
mod order;
mod pages;
mod piece;
mod places;
mod prose;
mod read;
mod repair;
mod sheet;
mod style;
mod table;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use error::PdfError;
pub use pages::{Block, Pages, Stretch, Word};
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
    match catch_unwind(AssertUnwindSafe(|| read::open(bytes, limits))) {
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
