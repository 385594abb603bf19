//! A report, drawn: one format, one file. Nothing here looks at the terminal, the environment or the disk; what it needs is given.
//!
//! A run is drawn in pieces, one for each document, so that many documents are drawn in parallel and none is kept: the
//! head, the pieces in path order, the tail. [`whole`] puts them together.

pub mod audit;
mod ci;
mod clean;
pub mod compare;
mod diagnostic;
mod escape;
mod human;
mod json;
mod look;
mod markdown;
pub mod pdf_notes;
mod problem;
mod sarif;
mod score;
mod short;
mod snippet;
mod statistics;
mod summary;
mod totals;
pub mod word;
mod wording;
mod words;
mod xml;

use crate::engine::Reading;

pub use ci::{Github, Gitlab};
pub use clean::{line as clean_line, text as clean_text};
pub use human::Human;
pub use json::{Json, Jsonl};
pub use look::Look;
pub use markdown::Markdown;
pub use problem::Problem;
pub use sarif::Sarif;
pub use score::ScoreSheet;
pub use short::Short;
pub use statistics::Statistics;
pub use summary::{summary, unread};
pub use totals::Totals;
pub use wording::{count, place};
pub use words::paragraph;
pub use xml::{Checkstyle, Junit};

/// A format that a run can be drawn in.
pub trait Draw: Sync {
    /// What stands before every piece.
    fn head(&self, _out: &mut Vec<u8>) {}

    /// What one document says, or several documents together.
    fn piece(&self, reading: &Reading, out: &mut Vec<u8>);

    /// What stands between two pieces that are not empty.
    fn between(&self) -> &'static str {
        ""
    }

    /// What is to be said of one document after all pieces.
    fn aside(&self, _reading: &Reading, _out: &mut Vec<u8>) {}

    /// What stands after every piece; `asides` are those of all documents in path order, with [`Draw::between`] between them.
    fn tail(&self, _totals: &Totals, _asides: &[u8], _out: &mut Vec<u8>) {}
}

/// Pieces put together in path order.
#[derive(Debug, Default)]
pub struct Assembly {
    asides: Vec<u8>,
    /// Whether a piece was written.
    begun: bool,
}

impl Assembly {
    /// What to write for the next document, whose `piece` and `aside` were drawn by `draw`.
    pub fn next(&mut self, draw: &dyn Draw, mut piece: Vec<u8>, aside: &[u8]) -> Vec<u8> {
        let between = draw.between().as_bytes();
        if !aside.is_empty() {
            if !self.asides.is_empty() {
                self.asides.extend_from_slice(between);
            }
            self.asides.extend_from_slice(aside);
        }
        if !piece.is_empty() {
            if self.begun {
                piece.splice(0..0, between.iter().copied());
            }
            self.begun = true;
        }
        piece
    }

    /// What to write after all documents.
    pub fn tail(&self, draw: &dyn Draw, totals: &Totals) -> Vec<u8> {
        let mut out = Vec::new();
        draw.tail(totals, &self.asides, &mut out);
        out
    }
}

/// All of `readings` drawn.
pub fn whole(draw: &dyn Draw, readings: &[Reading]) -> Vec<u8> {
    let mut out = Vec::new();
    draw.head(&mut out);
    let mut totals = Totals::default();
    let mut assembly = Assembly::default();
    for reading in readings {
        let (mut piece, mut aside) = (Vec::new(), Vec::new());
        draw.piece(reading, &mut piece);
        draw.aside(reading, &mut aside);
        out.append(&mut assembly.next(draw, piece, &aside));
        totals.add(reading);
    }
    out.append(&mut assembly.tail(draw, &totals));
    out
}

#[cfg(test)]
mod tests;
