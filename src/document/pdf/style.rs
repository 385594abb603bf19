//! What is usual in a document: size and weight of its running text, distance of its lines. Headings differ from it.

use std::collections::BTreeMap;

use super::{
    order::{Flow, Line},
    piece::Piece,
    sheet::Sheet,
};

/// The running text of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    /// Size in points.
    pub(super) size: f32,
    /// Stroke width in thousandths of the size; 0 where unknown.
    stroke: f32,
    /// Distance of baselines within a paragraph, in sizes.
    pub(super) pitch: f32,
    /// Whether the document's heading tags can be believed.
    pub(super) tags: bool,
}

impl Body {
    /// That of `sheets`.
    pub(super) fn of(sheets: &[Sheet]) -> Self {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        let (mut tagged, mut all) = (0, 0);
        for piece in sheets.iter().flat_map(pieces) {
            *sizes.entry(halves(piece.size)).or_default() += piece.text.len();
            all += piece.text.len();
            if piece.heading > 0 {
                tagged += piece.text.len();
            }
        }
        let usual = sizes.iter().max_by_key(|(_, count)| **count);
        let key = usual.map_or(22, |(size, _)| *size);
        let alike = |piece: &Piece| halves(piece.size).abs_diff(key) <= 1;
        let mut strokes: Vec<(u32, usize)> = Vec::new();
        let mut pitches: BTreeMap<u32, usize> = BTreeMap::new();
        for sheet in sheets {
            for piece in pieces(sheet).filter(|piece| alike(piece) && piece.stroke > 0.0) {
                strokes.push((hundredths(piece.stroke), piece.text.len()));
            }
            let lines = sheet.flow.iter().map(|flow| match flow {
                Flow::Line(line) if alike(&line.piece) => Some(line),
                Flow::Line(_) | Flow::Table(_) => None,
            });
            let lines: Vec<Option<&Line>> = lines.collect();
            for pair in lines.windows(2) {
                if let [Some(above), Some(below)] = pair {
                    let pitch = (below.piece.y - above.piece.y) / below.piece.size;
                    if (0.8..2.6).contains(&pitch) {
                        // Steps of 0.04 sizes.
                        *pitches.entry(hundredths(pitch) / 4).or_default() += 1;
                    }
                }
            }
        }
        // The most frequent distance; of equal ones the smaller.
        let pitch = pitches
            .iter()
            .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))
            .map_or(1.2, |(step, _)| (from_u32(*step) + 0.5) * 0.04);
        Self {
            size: from_u32(key) / 2.0,
            stroke: median(strokes),
            pitch,
            tags: tagged > 0 && tagged * 3 < all,
        }
    }

    /// Whether `piece` is set heavier than running text.
    pub(super) fn is_bold(&self, piece: &Piece) -> bool {
        self.stroke > 0.0 && piece.stroke > 1.28 * self.stroke
    }
}

/// Every line of a page, those in tables included.
fn pieces(sheet: &Sheet) -> impl Iterator<Item = &Piece> {
    sheet.flow.iter().flat_map(|flow| {
        let (line, table) = match flow {
            Flow::Line(line) => (Some(&line.piece), None),
            Flow::Table(table) => (None, Some(table)),
        };
        let cells = table.into_iter().flat_map(|table| &table.cells);
        line.into_iter()
            .chain(cells.flat_map(|cell| cell.pieces.iter()))
    })
}

/// A size in half points, the step that producers round to.
fn halves(size: f32) -> u32 {
    hundredths(size * 2.0 / 100.0 + 0.005)
}

/// `value` in hundredths, cut off.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float to integer saturates"
)]
fn hundredths(value: f32) -> u32 {
    (value * 100.0) as u32
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
fn from_u32(value: u32) -> f32 {
    value as f32
}

/// The weighted median in units.
fn median(mut values: Vec<(u32, usize)>) -> f32 {
    values.sort_unstable();
    let total: usize = values.iter().map(|(_, weight)| weight).sum();
    let mut seen = 0;
    for (value, weight) in values {
        seen += weight;
        if seen * 2 >= total {
            return from_u32(value) / 100.0;
        }
    }
    0.0
}
