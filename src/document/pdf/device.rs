//! What a page draws, gathered: glyphs with their places, rules of tables, the share that pictures cover.
//!
//! hayro interprets the page and calls back; nothing is painted. Every call is counted, so that a page which would draw
//! for ever ends by unwinding with [`Spent`].

use std::{collections::HashMap, panic::resume_unwind};

use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
    font::{Glyph as Drawn, GlyphRun},
    hayro_cmap::BfString,
    hayro_syntax::object::{Dict, String as PdfString},
    kurbo::{BezPath, Point, Rect, Shape as _},
};

use super::{
    glyph::{Glyph, Metrics, advance, to_f32},
    letters::{decode, push_folded},
};

/// The payload of the unwinding that ends a page whose budget of calls is used up.
pub(super) struct Spent;

/// A straight rule, horizontal or vertical, thinner than [`THIN`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    /// Left, top, right, bottom in points.
    pub(super) x0: f32,
    pub(super) y0: f32,
    pub(super) x1: f32,
    pub(super) y1: f32,
}

/// Points; a filled shape thinner than this is a rule.
const THIN: f64 = 2.5;
/// Points; a rule shorter than this borders no cell.
const SHORT: f64 = 6.0;
/// Rules kept of one page: drawings have more, tables do not.
const RULES: usize = 4_000;

/// A stretch of marked content that is open.
struct Mark {
    /// Its replacement text, and the glyph it starts at.
    actual: Option<(String, usize)>,
    /// The tag's heading level, or the one around it.
    heading: u8,
    /// Whether it or one around it is an artifact.
    artifact: bool,
}

/// Gathers one page.
pub(super) struct Canvas<'c> {
    /// The glyphs' characters.
    pub(super) text: String,
    /// In the order they are drawn.
    pub(super) glyphs: Vec<Glyph>,
    /// Rules, in the order they are drawn.
    pub(super) rules: Vec<Rule>,
    /// Area that pictures cover in square points; those on top of each other count twice.
    pub(super) pictured: f64,
    /// Glyphs whose font does not say which character they are, blanks left out.
    pub(super) unmapped: u32,
    /// Calls left.
    budget: u32,
    /// Size of the page.
    page: Rect,
    marks: Vec<Mark>,
    /// Start and count of the last run that was filled: stroking it again shows bold, not other words.
    filled: Option<(Point, usize)>,
    /// Stroke widths of glyphs that were measured, by hayro's key of font and glyph.
    strokes: &'c mut HashMap<u128, f32>,
}

impl<'c> Canvas<'c> {
    /// An empty canvas for a page of `width` × `height` points that may be called `budget` times.
    pub(super) fn new(
        width: f32,
        height: f32,
        budget: u32,
        strokes: &'c mut HashMap<u128, f32>,
    ) -> Self {
        Self {
            text: String::new(),
            glyphs: Vec::new(),
            rules: Vec::new(),
            pictured: 0.0,
            unmapped: 0,
            budget,
            page: Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            marks: Vec::new(),
            filled: None,
            strokes,
        }
    }

    /// Pay for `calls`.
    fn spend(&mut self, calls: usize) {
        let calls = u32::try_from(calls).unwrap_or(u32::MAX);
        match self.budget.checked_sub(calls) {
            Some(left) => self.budget = left,
            // Not a panic: the hook must not report what is meant to happen.
            None => resume_unwind(Box::new(Spent)),
        }
    }

    /// Keep `bounds` where they are those of a rule.
    fn rule(&mut self, bounds: Rect) {
        let (width, height) = (bounds.width(), bounds.height());
        let straight = (width <= THIN && height >= SHORT) || (height <= THIN && width >= SHORT);
        if straight && self.rules.len() < RULES && bounds.is_finite() {
            self.rules.push(Rule {
                x0: to_f32(bounds.x0),
                y0: to_f32(bounds.y0),
                x1: to_f32(bounds.x1),
                y1: to_f32(bounds.y1),
            });
        }
    }

    /// The mean stroke width of `glyph` in thousandths of its size.
    ///
    /// A stroke of length `l` and width `w` covers `l·w` and has an edge of nearly `2·l`. Names and weights that fonts
    /// state are missing in many subsets, outlines never.
    fn stroke(&mut self, glyph: &Drawn<'_>) -> f32 {
        let Drawn::Outline(outline) = glyph else {
            return 0.0;
        };
        *self
            .strokes
            .entry(outline.identifier().cache_key())
            .or_insert_with(|| {
                let path = outline.outline();
                let edge = path.perimeter(1.0);
                if edge > 0.0 {
                    to_f32(2.0 * path.area().abs() / edge)
                } else {
                    0.0
                }
            })
    }
}

impl<'a> Device<'a> for Canvas<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(1);
        if matches!(mode, DrawMode::Invisible) || path.elements().len() > 64 {
            return;
        }
        match mode {
            // A stroked outline: each side is a rule.
            DrawMode::Stroke(_) | DrawMode::FillAndStroke(..) => {
                for side in path.segments() {
                    let bounds = (props.transform * side).bounding_box();
                    self.rule(bounds);
                }
            }
            DrawMode::Fill(_) | DrawMode::Invisible => {
                self.rule((props.transform * path.clone()).bounding_box());
            }
        }
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Fill(_)) {
            self.spend(1);
            self.rule(props.transform.transform_rect_bbox(*rect));
        } else {
            self.draw_path(&rect.to_path(0.1), props, mode);
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.spend(1);
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.spend(1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.spend(1);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(1 + run.glyphs().len());
        let Some(first) = run.glyphs().first() else {
            return;
        };
        let start = props.transform * first.transform() * Point::ZERO;
        let outlined = matches!(mode, DrawMode::Stroke(_));
        let again = self.filled == Some((start, run.glyphs().len()));
        self.filled = None;
        if outlined && again {
            let from = self.glyphs.len().saturating_sub(run.glyphs().len());
            for glyph in self.glyphs.iter_mut().skip(from) {
                glyph.stroke *= 1.5;
            }
            return;
        }
        self.filled = Some((start, run.glyphs().len()));
        let (heading, artifact) = self
            .marks
            .last()
            .map_or((0, false), |mark| (mark.heading, mark.artifact));
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let Some(shape) = Metrics::of(place, advance(glyph)) else {
                continue;
            };
            if !self.page.inflate(2.0, 2.0).contains(shape.origin) {
                // Off the page: cropped away, nobody sees it. Runs keep their count for the second, stroked pass.
                self.filled = None;
                continue;
            }
            let start = self.text.len();
            match glyph.as_unicode() {
                Some(BfString::Char(character)) => push_folded(&mut self.text, character),
                Some(BfString::String(characters)) => {
                    for character in characters.chars() {
                        push_folded(&mut self.text, character);
                    }
                }
                None => {}
            }
            let kept = self.text.get(start..).unwrap_or_default();
            if kept.is_empty() || kept.contains(char::REPLACEMENT_CHARACTER) {
                self.unmapped += 1;
            }
            let stroke = if kept.chars().all(char::is_alphanumeric) {
                self.stroke(glyph)
            } else {
                0.0
            };
            self.glyphs.push(Glyph {
                start: index(start),
                end: index(self.text.len()),
                x: to_f32(shape.origin.x),
                y: to_f32(shape.origin.y),
                advance: shape.advance,
                size: shape.size,
                angle: shape.angle,
                stroke,
                heading,
                artifact,
            });
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.spend(1);
        // The transform places the picture's own pixels.
        let pixels = Rect::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        );
        let shown = props
            .transform
            .transform_rect_bbox(pixels)
            .intersect(self.page);
        self.pictured += shown.area().max(0.0);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.spend(1);
        let around = self.marks.last();
        let heading = match tag {
            [b'H', level @ b'1'..=b'6'] => level - b'0',
            b"Title" => 1,
            _ => around.map_or(0, |mark| mark.heading),
        };
        let artifact = tag == b"Artifact" || around.is_some_and(|mark| mark.artifact);
        let nested = around.is_some_and(|mark| mark.actual.is_some());
        let actual = properties
            .filter(|_| !nested)
            .and_then(|properties| properties.get::<PdfString<'_>>(b"ActualText".as_slice()))
            .map(|text| (decode(text.as_bytes()), self.glyphs.len()));
        self.marks.push(Mark {
            actual,
            heading,
            artifact,
        });
    }

    fn end_marked_content(&mut self) {
        let Some(Mark {
            actual: Some((text, from)),
            ..
        }) = self.marks.pop()
        else {
            return;
        };
        let Some((first, rest)) = self
            .glyphs
            .get_mut(from..)
            .and_then(|glyphs| glyphs.split_first_mut())
        else {
            return;
        };
        // Replacement text of more than one line would put all its words into the first.
        if rest
            .iter()
            .any(|glyph| (glyph.y - first.y).abs() > first.size)
        {
            return;
        }
        first.start = index(self.text.len());
        for character in text.chars() {
            push_folded(&mut self.text, character);
        }
        first.end = index(self.text.len());
        let end = rest
            .last()
            .map_or(first.x + first.advance, |last| last.x + last.advance);
        first.advance = first.advance.max(end - first.x);
        self.glyphs.truncate(from + 1);
    }
}

/// The text's place of a byte; a page's text is shorter than 4 GiB because its glyphs are counted.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
