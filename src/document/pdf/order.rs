//! Reading order: columns parted by gutters, lines from top to bottom, tables at their place.

use super::{
    marker,
    piece::{Area, Piece},
    table::Table,
};

/// What a page says, in reading order.
#[derive(Debug)]
pub(super) enum Flow {
    /// A line of text.
    Line(Line),
    /// A table, whole.
    Table(Table),
}

/// A line of text in its column.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its words.
    pub(super) piece: Piece,
    /// Column it stands in, counted over the page in reading order.
    pub(super) column: u32,
    /// Edges of the text of its column in points.
    pub(super) left: f32,
    /// See `left`.
    pub(super) right: f32,
}

impl Line {
    /// Whether it has gaps that only a table's row has.
    pub(super) fn is_row(&self) -> bool {
        !self.piece.cells.is_empty()
    }
}

/// A gutter is at least this many ems wide.
const GUTTER: f32 = 0.7;
/// A column has at least this many lines…
const LINES: usize = 4;
/// …of at least this many characters on average, else it is a table without rules.
const CHARS: usize = 18;
/// Gutters within gutters.
const DEPTH: u32 = 6;

/// `pieces` and `tables` of a page in reading order.
pub(super) fn order(pieces: Vec<Piece>, tables: Vec<Table>) -> Vec<Flow> {
    let mut items: Vec<Item> = pieces.into_iter().map(Item::Piece).collect();
    items.extend(tables.into_iter().map(Item::Table));
    let mut out = Out {
        flow: Vec::new(),
        column: 0,
    };
    cut(items, 0, &mut out);
    out.flow
}

enum Item {
    Piece(Piece),
    Table(Table),
}

impl Item {
    fn area(&self) -> Area {
        match self {
            Self::Piece(piece) => piece.area,
            Self::Table(table) => table.area,
        }
    }

    /// The height it is sorted by: a baseline, or a table's upper edge.
    fn y(&self) -> f32 {
        match self {
            Self::Piece(piece) => piece.y,
            Self::Table(table) => table.area.y0,
        }
    }

    fn size(&self) -> f32 {
        match self {
            Self::Piece(piece) => piece.size,
            Self::Table(_) => 10.0,
        }
    }
}

struct Out {
    flow: Vec<Flow>,
    column: u32,
}

/// Put `items` out, columns one after the other.
fn cut(items: Vec<Item>, depth: u32, out: &mut Out) {
    if depth >= DEPTH || items.len() < 2 * LINES {
        return rows(items, out);
    }
    let Some(gutter) = best_gutter(&items) else {
        return rows(items, out);
    };
    let bands = bands(&items, gutter);
    let mut parts: Vec<(usize, Side, Item)> = items
        .into_iter()
        .zip(&bands.of)
        .map(|(item, (band, side))| (*band, *side, item))
        .collect();
    parts.sort_by(|a, b| a.0.cmp(&b.0).then(a.2.y().total_cmp(&b.2.y())));
    let mut plain = Vec::new();
    let mut left = Vec::new();
    let mut right = Vec::new();
    let mut now = 0;
    for (band, side, item) in parts {
        if band != now {
            columns(&mut plain, &mut left, &mut right, depth, out);
            now = band;
        }
        match side {
            _ if !bands.columns.get(band).copied().unwrap_or(false) => plain.push(item),
            Side::Across => plain.push(item),
            Side::Left => left.push(item),
            Side::Right => right.push(item),
        }
    }
    columns(&mut plain, &mut left, &mut right, depth, out);
    if !plain.is_empty() {
        cut(plain, depth + 1, out);
    }
}

/// Put out what stands across, then the columns of the band below it, where there are any.
fn columns(
    plain: &mut Vec<Item>,
    left: &mut Vec<Item>,
    right: &mut Vec<Item>,
    depth: u32,
    out: &mut Out,
) {
    if left.is_empty() && right.is_empty() {
        return;
    }
    for part in [plain, left, right] {
        let part = std::mem::take(part);
        if !part.is_empty() {
            cut(part, depth + 1, out);
        }
    }
}

/// Where an item stands beside a gutter.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
    Across,
}

/// A page parted by what crosses a gutter.
struct Bands {
    /// Band and side of each item. A band starts with what crosses the gutter above it.
    of: Vec<(usize, Side)>,
    /// Whether the band has columns.
    columns: Vec<bool>,
    /// How many items stand in columns.
    score: usize,
}

/// The left edge of a right column that parts most items into columns.
fn best_gutter(items: &[Item]) -> Option<f32> {
    let mut edges: Vec<f32> = items.iter().map(|item| item.area().x0).collect();
    edges.sort_by(f32::total_cmp);
    let leftmost = *edges.first()?;
    let mut candidates: Vec<(f32, usize)> = Vec::new();
    for edge in edges {
        match candidates.last_mut() {
            Some((start, count)) if edge - *start <= 4.0 => *count += 1,
            _ => candidates.push((edge, 1)),
        }
    }
    candidates.retain(|(edge, count)| *count >= LINES.min(3) && *edge > leftmost + 30.0);
    candidates.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    candidates
        .iter()
        .take(12)
        .map(|(edge, _)| (*edge, bands(items, *edge).score))
        .filter(|(_, score)| *score > 0)
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.total_cmp(&a.0)))
        .map(|(edge, _)| edge)
}

/// Part `items` at the gutter to the left of `x`.
fn bands(items: &[Item], x: f32) -> Bands {
    let side = |item: &Item| {
        let area = item.area();
        if area.x0 >= x - 2.0 {
            Side::Right
        } else if area.x1 <= x - GUTTER * item.size() {
            Side::Left
        } else {
            Side::Across
        }
    };
    let mut crossing: Vec<f32> = items
        .iter()
        .filter(|item| side(item) == Side::Across)
        .map(Item::y)
        .collect();
    crossing.sort_by(f32::total_cmp);
    let of: Vec<(usize, Side)> = items
        .iter()
        .map(|item| {
            let side = side(item);
            // What crosses opens the band below it.
            let band = crossing.partition_point(|y| *y <= item.y());
            (band, side)
        })
        .collect();
    let mut sides: Vec<[Vec<&Item>; 2]> = Vec::new();
    sides.resize_with(crossing.len() + 1, Default::default);
    for (item, (band, side)) in items.iter().zip(&of) {
        match side {
            Side::Left => sides[*band][0].push(item),
            Side::Right => sides[*band][1].push(item),
            Side::Across => {}
        }
    }
    let columns: Vec<bool> = sides
        .iter()
        .map(|[left, right]| is_column(left) && is_column(right) && beside(left, right))
        .collect();
    let score = sides
        .iter()
        .zip(&columns)
        .filter(|(_, columns)| **columns)
        .map(|([left, right], _)| left.len() + right.len())
        .sum();
    Bands { of, columns, score }
}

/// Whether `items` read as running text: enough lines, long enough, most of them nearly as wide as the widest.
fn is_column(items: &[&Item]) -> bool {
    let mut widths = Vec::new();
    let mut chars = 0;
    let (mut from, mut to) = (f32::MAX, f32::MIN);
    for item in items {
        if let Item::Piece(piece) = item {
            widths.push(piece.area.x1 - piece.area.x0);
            chars += piece.chars();
        }
        from = from.min(item.area().x0);
        to = to.max(item.area().x1);
    }
    if widths.len() < LINES || chars < CHARS * widths.len() {
        return false;
    }
    widths.sort_by(f32::total_cmp);
    let median = widths[widths.len() / 2];
    median >= 0.5 * (to - from)
}

/// Whether the two stand beside each other for at least half of the lower one's height.
fn beside(left: &[&Item], right: &[&Item]) -> bool {
    let extent = |items: &[&Item]| {
        let from = items
            .iter()
            .map(|item| item.area().y0)
            .fold(f32::MAX, f32::min);
        let to = items
            .iter()
            .map(|item| item.area().y1)
            .fold(f32::MIN, f32::max);
        (from, to)
    };
    let ((a0, a1), (b0, b1)) = (extent(left), extent(right));
    a1.min(b1) - a0.max(b0) >= 0.5 * (a1 - a0).min(b1 - b0)
}

/// Put `items` out as one column: pieces on one line joined, lines from top to bottom.
fn rows(items: Vec<Item>, out: &mut Out) {
    let mut pieces = Vec::new();
    let mut tables = Vec::new();
    for item in items {
        match item {
            Item::Piece(piece) => pieces.push(piece),
            Item::Table(table) => tables.push(table),
        }
    }
    tables.sort_by(|a, b| b.area.y0.total_cmp(&a.area.y0));
    let mut lines = into_lines(pieces);
    for line in &mut lines {
        // The gap after a bullet or number is no cell's.
        let first = line.cells.first().and_then(|cell| line.words.get(*cell));
        if let (Some(first), Some(marker)) = (first, marker::of(&line.text))
            && first.start <= marker.len
        {
            line.cells.remove(0);
        }
    }
    let left = lines
        .iter()
        .map(|line| line.area.x0)
        .fold(f32::MAX, f32::min);
    let right = right_edge(&lines, left);
    for piece in lines {
        while tables.last().is_some_and(|table| table.area.y0 < piece.y) {
            out.flow.extend(tables.pop().map(Flow::Table));
        }
        out.flow.push(Flow::Line(Line {
            piece,
            column: out.column,
            left,
            right,
        }));
    }
    tables.reverse();
    out.flow.extend(tables.into_iter().map(Flow::Table));
    out.column += 1;
}

/// The right edge of running text: what stands beyond most long lines (a comment in the margin) does not move it.
fn right_edge(lines: &[Piece], left: f32) -> f32 {
    let ends = lines.iter().map(|line| line.area.x1);
    let farthest = ends.clone().fold(f32::MIN, f32::max);
    let mut long: Vec<f32> = ends
        .filter(|end| end - left > 0.6 * (farthest - left))
        .collect();
    long.sort_by(f32::total_cmp);
    if long.len() < 5 {
        return farthest;
    }
    long.get(long.len() * 4 / 5).copied().unwrap_or(farthest)
}

/// `pieces` of one column joined to lines, from top to bottom.
pub(super) fn into_lines(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.area.x0.total_cmp(&b.area.x0)));
    // Each row with the place of its longest piece, whose height is the row's: marks of footnotes stand higher.
    let mut rows: Vec<(usize, Vec<Piece>)> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some((longest, row)) if on_one_line(&row[*longest], &piece) => {
                if piece.text.len() > row[*longest].text.len() {
                    *longest = row.len();
                }
                row.push(piece);
            }
            _ => rows.push((0, vec![piece])),
        }
    }
    rows.into_iter()
        .filter_map(|(_, mut row)| {
            row.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
            row.into_iter().reduce(|mut line, piece| {
                line.append(piece);
                line
            })
        })
        .collect()
}

/// Whether two pieces share a line: their heights overlap by more than half of the lower one.
fn on_one_line(a: &Piece, b: &Piece) -> bool {
    let height = |piece: &Piece| (piece.y - 0.75 * piece.size, piece.y + 0.22 * piece.size);
    let ((a0, a1), (b0, b1)) = (height(a), height(b));
    let overlap = a1.min(b1) - a0.max(b0);
    overlap > 0.55 * (a1 - a0).min(b1 - b0)
}
