//! A glyph: where it stands on the page, and how it is turned.

use hayro_interpret::{
    font::Glyph as Drawn,
    kurbo::{Affine, Point},
};

/// A glyph on a page. Lengths in points, the origin in the upper left corner of the page as it is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    /// Its characters: bytes of `Canvas::text`. Empty for one that stands under another's `/ActualText`.
    pub(super) start: u32,
    /// See `start`.
    pub(super) end: u32,
    /// Where its baseline starts.
    pub(super) x: f32,
    /// See `x`; grows downward.
    pub(super) y: f32,
    /// How far it moves the pen, along its own baseline.
    pub(super) advance: f32,
    /// Size of its font as shown.
    pub(super) size: f32,
    /// Direction of its baseline in degrees, clockwise as the page is shown, -180 to 180.
    pub(super) angle: i16,
    /// Mean width of its strokes in thousandths of its size; 0 where that is not known.
    pub(super) stroke: f32,
    /// Level of the heading tag it stands under, 1–6; 0 under none.
    pub(super) heading: u8,
    /// Whether it stands under `/Artifact`: page furniture.
    pub(super) artifact: bool,
}

/// Where a glyph stands and how it is turned.
pub(super) struct Metrics {
    pub(super) origin: Point,
    pub(super) advance: f32,
    pub(super) size: f32,
    pub(super) angle: i16,
}

impl Metrics {
    /// Those of a glyph that is placed by `place` (thousandths of an em to points) and moves the pen by `advance`
    /// thousandths. `None` where numbers overflow or the glyph is squeezed to nothing.
    pub(super) fn of(place: Affine, advance: f32) -> Option<Self> {
        let origin = place * Point::ZERO;
        let along = place * Point::new(1000.0, 0.0) - origin;
        let up = place * Point::new(0.0, 1000.0) - origin;
        let size = up.hypot();
        let usable = origin.is_finite() && size.is_finite() && along.hypot().is_finite();
        if !usable || size < 0.1 {
            return None;
        }
        let degrees = along.y.atan2(along.x).to_degrees().round();
        Some(Self {
            origin,
            advance: to_f32(along.hypot()) * advance / 1000.0,
            size: to_f32(size),
            #[expect(clippy::cast_possible_truncation, reason = "-180 to 180")]
            angle: degrees as i16,
        })
    }
}

/// How far `glyph` moves the pen, in thousandths of its size; half an em where its font does not say.
pub(super) fn advance(glyph: &Drawn<'_>) -> f32 {
    match glyph {
        Drawn::Outline(outline) => outline.advance_width(),
        Drawn::Type3(drawn) => drawn.advance_width(),
    }
    .filter(|width| width.is_finite())
    .unwrap_or(500.0)
}

/// Points as kept: a third of a micrometre is near enough.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounds, and an overflow is infinite"
)]
pub(super) fn to_f32(value: f64) -> f32 {
    value as f32
}
