//! Glyphs into words, words into pieces of lines.
//!
//! A piece is what stands on one baseline without a gap wider than an em and a half; pieces side by side may be one line,
//! two columns or cells of a table, which `order` and `table` decide.

use super::{
    device::Canvas,
    glyph::Glyph,
    piece::{Area, Piece, WordBox},
};

/// Gaps in ems: wider parts words, wider still parts pieces; further back starts a new piece.
const WORD: f32 = 0.15;
const PIECE: f32 = 1.5;
const BACK: f32 = -0.9;

/// The pieces of a page with upright text, then those of text that is turned, each turned upright.
///
/// `skew` is text that is neither upright nor turned by a right angle: a stamp or watermark.
pub(super) struct Pieces {
    /// Upright, in drawing order.
    pub(super) upright: Vec<Piece>,
    /// Turned by a right angle or two: the direction, and its pieces in the frame of the text.
    pub(super) turned: Vec<(i16, Vec<Piece>)>,
    /// At any other angle.
    pub(super) skew: Vec<Piece>,
}

/// Part the glyphs of `canvas` into pieces.
pub(super) fn pieces(canvas: &Canvas<'_>) -> Pieces {
    let mut angles: Vec<(i16, Vec<&Glyph>)> = Vec::new();
    for glyph in &canvas.glyphs {
        let angle = match glyph.angle {
            -3..=3 => 0,
            87..=93 => 90,
            -93..=-87 => -90,
            177..=180 | -180..=-177 => 180,
            other => other,
        };
        match angles.iter_mut().find(|(known, _)| *known == angle) {
            Some((_, glyphs)) => glyphs.push(glyph),
            None => angles.push((angle, vec![glyph])),
        }
    }
    angles.sort_by_key(|(angle, _)| angle.abs());
    let mut out = Pieces {
        upright: Vec::new(),
        turned: Vec::new(),
        skew: Vec::new(),
    };
    for (angle, glyphs) in angles {
        let mut run = Run::new(&canvas.text, angle);
        for glyph in glyphs {
            run.add(glyph);
        }
        let pieces = without_doubles(run.finish());
        match angle {
            0 => out.upright = pieces,
            90 | -90 | 180 => out.turned.push((angle, pieces)),
            _ => out.skew.extend(pieces),
        }
    }
    out
}

/// Pieces in the making, in drawing order.
struct Run<'t> {
    text: &'t str,
    angle: i16,
    pieces: Vec<Piece>,
    open: Option<Piece>,
    /// Where the pen is, in the frame of the text.
    pen: (f32, f32),
    /// Whether a blank was drawn since the last character.
    blank: bool,
    /// Letters measured and the sum of their strokes, of the open piece.
    strokes: (f32, f32),
    /// Characters seen of each size in the open piece: the size of the most wins.
    sizes: Vec<(f32, u32)>,
}

impl<'t> Run<'t> {
    fn new(text: &'t str, angle: i16) -> Self {
        Self {
            text,
            angle,
            pieces: Vec::new(),
            open: None,
            pen: (0.0, 0.0),
            blank: false,
            strokes: (0.0, 0.0),
            sizes: Vec::new(),
        }
    }

    fn add(&mut self, glyph: &Glyph) {
        let characters = self
            .text
            .get(glyph.start as usize..glyph.end as usize)
            .unwrap_or_default();
        if characters.is_empty() {
            return;
        }
        let (x, y) = turn(self.angle, glyph.x, glyph.y);
        if let Some(piece) = &self.open {
            let em = glyph.size.max(piece.size);
            let gap = x - self.pen.0;
            let new = (y - self.pen.1).abs() > 0.5 * em
                || gap > PIECE * em
                || gap < BACK * em
                || piece.artifact != glyph.artifact
                || (piece.heading != glyph.heading && gap > WORD * em);
            if new {
                self.close();
            } else if gap > WORD * glyph.size.min(piece.size) {
                self.blank = true;
            }
        }
        self.pen = (x + glyph.advance, y);
        if characters.trim().is_empty() {
            self.blank = true;
            return;
        }
        let area = Area {
            x0: x,
            y0: y - 0.75 * glyph.size,
            x1: x + glyph.advance,
            y1: y + 0.22 * glyph.size,
        };
        let piece = self.open.get_or_insert_with(|| Piece {
            text: String::new(),
            words: Vec::new(),
            area,
            y,
            size: glyph.size,
            stroke: 0.0,
            heading: glyph.heading,
            artifact: glyph.artifact,
            cells: Vec::new(),
        });
        piece.area = piece.area.join(area);
        // `/ActualText` can hold several words.
        let inner = characters.trim();
        let starts_blank = self.blank || characters.len() > characters.trim_start().len();
        let new_word = piece.words.is_empty() || starts_blank;
        if new_word && !piece.text.is_empty() {
            piece.text.push(' ');
        }
        if !new_word && piece.text.ends_with('\u{ad}') {
            // A soft hyphen within a line is not seen.
            piece.text.pop();
        }
        let start = u32::try_from(piece.text.len()).unwrap_or(u32::MAX);
        piece.text.push_str(inner);
        let end = u32::try_from(piece.text.len()).unwrap_or(u32::MAX);
        match piece.words.last_mut() {
            Some(word) if !new_word => {
                word.end = end;
                word.area = word.area.join(area);
            }
            _ => piece.words.push(WordBox { start, end, area }),
        }
        self.blank = characters.len() > characters.trim_end().len();
        if glyph.stroke > 0.0 {
            self.strokes.0 += 1.0;
            self.strokes.1 += glyph.stroke;
        }
        match self
            .sizes
            .iter_mut()
            .find(|(size, _)| (*size - glyph.size).abs() < 0.05)
        {
            Some((_, count)) => *count += 1,
            None => self.sizes.push((glyph.size, 1)),
        }
        if let Some((size, _)) = self.sizes.iter().max_by_key(|(_, count)| *count)
            && *size > piece.size * 1.01
        {
            piece.size = *size;
            piece.y = y;
        }
    }

    fn close(&mut self) {
        if let Some(mut piece) = self.open.take() {
            if let Some((size, _)) = self.sizes.iter().max_by_key(|(_, count)| *count) {
                piece.size = *size;
            }
            let (count, sum) = self.strokes;
            piece.stroke = if count > 0.0 { sum / count } else { 0.0 };
            self.pieces.push(piece);
        }
        self.blank = false;
        self.strokes = (0.0, 0.0);
        self.sizes.clear();
    }

    fn finish(mut self) -> Vec<Piece> {
        self.close();
        self.pieces
    }
}

/// A point of the page in the frame of text whose baseline runs at `angle`.
fn turn(angle: i16, x: f32, y: f32) -> (f32, f32) {
    match angle {
        0 => (x, y),
        90 => (y, -x),
        -90 => (-y, x),
        180 => (-x, -y),
        _ => {
            let (sin, cos) = f32::from(angle).to_radians().sin_cos();
            (x * cos + y * sin, y * cos - x * sin)
        }
    }
}

/// `area` of text whose baseline runs at the right `angle`, in the frame of the page.
pub(super) fn turn_back(angle: i16, area: Area) -> Area {
    let Area { x0, y0, x1, y1 } = area;
    match angle {
        90 => Area {
            x0: -y1,
            y0: x0,
            x1: -y0,
            y1: x1,
        },
        -90 => Area {
            x0: y0,
            y0: -x1,
            x1: y1,
            y1: -x0,
        },
        180 => Area {
            x0: -x1,
            y0: -y1,
            x1: -x0,
            y1: -y0,
        },
        _ => area,
    }
}

/// `pieces` without those that show the same words in the same place as an earlier one: shadows and made-up bold.
fn without_doubles(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&pieces[*a], &pieces[*b]);
        a.y.total_cmp(&b.y).then(a.area.x0.total_cmp(&b.area.x0))
    });
    let mut double = vec![false; pieces.len()];
    for (place, index) in order.iter().enumerate() {
        let piece = &pieces[*index];
        let near = 0.35 * piece.size;
        // Few pieces share a baseline on real pages; a hostile one must not cost the square of its pieces.
        for other in order.iter().skip(place + 1).take(64) {
            let next = &pieces[*other];
            if next.y - piece.y > near {
                break;
            }
            if next.text == piece.text && (next.area.x0 - piece.area.x0).abs() < near {
                double[*other.max(index)] = true;
            }
        }
    }
    let mut double = double.into_iter();
    pieces
        .into_iter()
        .filter(|_| !double.next().unwrap_or(false))
        .collect()
}
