//! A report, drawn: one format, one file. Nothing here looks at the terminal, the environment or the disk; what it needs is given.
//!
//! A run is drawn in pieces, one for each document, so that many documents are drawn in parallel and none is kept: the
//! head, the pieces in path order, the tail. [`whole`] puts them together.

mod clean;
mod diagnostic;
mod human;
mod json;
mod short;
mod snippet;
mod summary;
mod totals;
mod wording;
mod words;

use crate::engine::Reading;

pub use clean::{line as clean_line, text as clean_text};
pub use diagnostic::Problem;
pub use human::{Human, Look};
pub use json::{Json, Jsonl};
pub use short::Short;
pub use summary::summary;
pub use totals::Totals;
pub use wording::place;

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

    /// Told of each document in path order, once its piece is written.
    fn passed(&mut self, _reading: &Reading) {}

    /// What stands after every piece.
    fn tail(&self, _totals: &Totals, _out: &mut Vec<u8>) {}
}

/// All of `readings` drawn.
pub fn whole(draw: &mut dyn Draw, readings: &[Reading]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut totals = Totals::default();
    draw.head(&mut out);
    let mut first = true;
    for reading in readings {
        let mut piece = Vec::new();
        draw.piece(reading, &mut piece);
        if !piece.is_empty() {
            if !first {
                out.extend_from_slice(draw.between().as_bytes());
            }
            first = false;
            out.append(&mut piece);
        }
        draw.passed(reading);
        totals.add(reading);
    }
    draw.tail(&totals, &mut out);
    out
}

#[cfg(test)]
mod tests;
