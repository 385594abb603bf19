//! Tables by their rules: lines that cross each other make a grid, and what stands in a cell belongs together.

use super::{
    device::Rule,
    piece::{Area, Piece},
};

/// A table of a page.
#[derive(Debug)]
pub(super) struct Table {
    /// The box of its grid.
    pub(super) area: Area,
    /// Cells with text, row by row.
    pub(super) cells: Vec<Cell>,
}

/// A cell with text.
#[derive(Debug)]
pub(super) struct Cell {
    /// From 0.
    pub(super) row: u32,
    /// From 0.
    pub(super) column: u32,
    /// What stands in it.
    pub(super) pieces: Vec<Piece>,
}

/// Points; rules that end this near to each other touch.
const TOUCH: f32 = 3.0;
/// Cells of the largest grid that is looked at: more is a drawing.
const CELLS: usize = 20_000;

/// Take the pieces that stand in ruled tables out of `pieces`.
pub(super) fn take(rules: &[Rule], pieces: &mut Vec<Piece>) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for grid in grids(rules) {
        if let Some(table) = grid.fill(pieces) {
            tables.push(table);
        }
    }
    tables
}

/// Rules in one direction: where they stand, and from where to where they run.
#[derive(Clone, Copy)]
struct Line {
    at: f32,
    from: f32,
    to: f32,
}

/// Columns and rows of a table, and its rules.
struct Grid {
    xs: Vec<f32>,
    ys: Vec<f32>,
    across: Vec<Line>,
    down: Vec<Line>,
}

/// Rules that touch each other, as grids of at least two columns and two rows; smaller grids first, so that a frame
/// around a table does not swallow it.
fn grids(rules: &[Rule]) -> Vec<Grid> {
    let mut across = Vec::new();
    let mut down = Vec::new();
    for rule in rules {
        let (width, height) = (rule.x1 - rule.x0, rule.y1 - rule.y0);
        if width >= height {
            across.push(Line {
                at: f32::midpoint(rule.y0, rule.y1),
                from: rule.x0,
                to: rule.x1,
            });
        } else {
            down.push(Line {
                at: f32::midpoint(rule.x0, rule.x1),
                from: rule.y0,
                to: rule.y1,
            });
        }
    }
    let across = merged(across);
    let down = merged(down);
    let mut group: Vec<usize> = (0..across.len() + down.len()).collect();
    for (h, line) in across.iter().enumerate() {
        for (v, other) in down.iter().enumerate() {
            let crosses = (line.from - TOUCH..=line.to + TOUCH).contains(&other.at)
                && (other.from - TOUCH..=other.to + TOUCH).contains(&line.at);
            if crosses {
                let (a, b) = (root(&mut group, h), root(&mut group, across.len() + v));
                group[a.max(b)] = a.min(b);
            }
        }
    }
    let mut grids: Vec<(usize, Grid)> = Vec::new();
    for index in 0..group.len() {
        let root = root(&mut group, index);
        let place = match grids.iter().position(|(known, _)| *known == root) {
            Some(place) => place,
            None => {
                grids.push((
                    root,
                    Grid {
                        xs: Vec::new(),
                        ys: Vec::new(),
                        across: Vec::new(),
                        down: Vec::new(),
                    },
                ));
                grids.len() - 1
            }
        };
        let grid = &mut grids[place].1;
        match index.checked_sub(across.len()) {
            None => grid.across.push(across[index]),
            Some(v) => grid.down.push(down[v]),
        }
    }
    let mut grids: Vec<Grid> = grids
        .into_iter()
        .filter_map(|(_, grid)| grid.ready())
        .collect();
    grids.sort_by(|a, b| a.size().total_cmp(&b.size()));
    grids
}

/// Lines at the same place that touch or overlap, as one.
fn merged(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Line> = Vec::new();
    for line in lines {
        let near = out
            .iter_mut()
            .rev()
            .take_while(|last| line.at - last.at <= 1.5)
            .take(64)
            .find(|last| line.from <= last.to + TOUCH && line.to >= last.from - TOUCH);
        match near {
            Some(last) => {
                last.from = last.from.min(line.from);
                last.to = last.to.max(line.to);
            }
            None => out.push(line),
        }
    }
    out
}

/// The representative of `index`.
fn root(group: &mut [usize], index: usize) -> usize {
    let mut at = index;
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

/// `values` ascending, those within [`TOUCH`] as one.
fn clustered(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    values.dedup_by(|next, kept| *next - *kept <= TOUCH);
    values
}

impl Grid {
    /// With its columns and rows worked out, if it has two of each.
    fn ready(mut self) -> Option<Self> {
        if self.across.len() < 2 || self.down.is_empty() {
            return None;
        }
        // A table need not have its outermost rules drawn.
        let ends = |lines: &[Line]| {
            let from = lines.iter().map(|line| line.from).fold(f32::MAX, f32::min);
            let to = lines.iter().map(|line| line.to).fold(f32::MIN, f32::max);
            [from, to]
        };
        let at = |lines: &[Line]| lines.iter().map(|line| line.at).collect::<Vec<_>>();
        let (mut xs, mut ys) = (at(&self.down), at(&self.across));
        xs.extend(ends(&self.across));
        ys.extend(ends(&self.down));
        self.xs = clustered(xs);
        self.ys = clustered(ys);
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        (columns >= 2 && rows >= 2 && columns * rows <= CELLS).then_some(self)
    }

    /// Its area in square points.
    fn size(&self) -> f32 {
        let area = self.area();
        (area.x1 - area.x0) * (area.y1 - area.y0)
    }

    fn area(&self) -> Area {
        let ends = |values: &[f32]| {
            (
                values.first().copied().unwrap_or_default(),
                values.last().copied().unwrap_or_default(),
            )
        };
        let ((x0, x1), (y0, y1)) = (ends(&self.xs), ends(&self.ys));
        Area { x0, y0, x1, y1 }
    }

    /// The table with what stands in its cells, taken out of `pieces`; `None` where it holds no two columns of text.
    fn fill(&self, pieces: &mut Vec<Piece>) -> Option<Table> {
        let columns = self.xs.len() - 1;
        let rows = self.ys.len() - 1;
        let mut cell: Vec<usize> = (0..columns * rows).collect();
        for row in 0..rows {
            let y = f32::midpoint(self.ys[row], self.ys[row + 1]);
            for column in 0..columns {
                let x = f32::midpoint(self.xs[column], self.xs[column + 1]);
                let here = row * columns + column;
                if column + 1 < columns && !parted(&self.down, self.xs[column + 1], y) {
                    let (a, b) = (root(&mut cell, here), root(&mut cell, here + 1));
                    cell[a.max(b)] = a.min(b);
                }
                if row + 1 < rows && !parted(&self.across, self.ys[row + 1], x) {
                    let (a, b) = (root(&mut cell, here), root(&mut cell, here + columns));
                    cell[a.max(b)] = a.min(b);
                }
            }
        }
        let place =
            |values: &[f32], at: f32| values.partition_point(|value| *value <= at).checked_sub(1);
        let mut find = |area: Area| {
            let (x, y) = area.middle();
            let column = place(&self.xs, x).filter(|column| *column < columns)?;
            let row = place(&self.ys, y).filter(|row| *row < rows)?;
            Some(root(&mut cell, row * columns + column))
        };
        let mut inside: Vec<(usize, Piece)> = Vec::new();
        let mut outside = Vec::new();
        for piece in pieces.drain(..) {
            if find(piece.area).is_none() {
                outside.push(piece);
                continue;
            }
            for part in split(piece, &mut find) {
                match find(part.area) {
                    Some(at) => inside.push((at, part)),
                    None => outside.push(part),
                }
            }
        }
        *pieces = outside;
        let first = inside.first().map(|(at, _)| at % columns);
        if inside.iter().all(|(at, _)| Some(at % columns) == first) {
            // A box around text, or an empty form: no table. Its words go back.
            pieces.extend(inside.into_iter().map(|(_, piece)| piece));
            return None;
        }
        inside.sort_by_key(|(at, _)| *at);
        let mut cells: Vec<Cell> = Vec::new();
        let mut last = None;
        for (at, piece) in inside {
            if last == Some(at)
                && let Some(cell) = cells.last_mut()
            {
                cell.pieces.push(piece);
                continue;
            }
            last = Some(at);
            cells.push(Cell {
                row: u32::try_from(at / columns).unwrap_or(u32::MAX),
                column: u32::try_from(at % columns).unwrap_or(u32::MAX),
                pieces: vec![piece],
            });
        }
        Some(Table {
            area: self.area(),
            cells,
        })
    }
}

/// Whether one of `lines` stands at `at` and runs past `through`.
fn parted(lines: &[Line], at: f32, through: f32) -> bool {
    lines
        .iter()
        .any(|line| (line.at - at).abs() <= TOUCH && (line.from..=line.to).contains(&through))
}

/// `piece` in parts, each within one cell: words that a rule parts were drawn in one go.
fn split(piece: Piece, mut cell: impl FnMut(Area) -> Option<usize>) -> Vec<Piece> {
    let cells: Vec<_> = piece.words.iter().map(|word| cell(word.area)).collect();
    if cells.windows(2).all(|pair| pair[0] == pair[1]) {
        return vec![piece];
    }
    let mut parts: Vec<Piece> = Vec::new();
    let mut last = None;
    for (word, at) in piece.words.iter().zip(cells) {
        let text = piece
            .text
            .get(word.start as usize..word.end as usize)
            .unwrap_or_default();
        let mut alone = Piece {
            text: text.to_owned(),
            words: vec![*word],
            area: word.area,
            cells: Vec::new(),
            ..piece.clone_style()
        };
        for word in &mut alone.words {
            word.end -= word.start;
            word.start = 0;
        }
        match parts.last_mut() {
            Some(part) if last == Some(at) => part.push_word(alone),
            _ => parts.push(alone),
        }
        last = Some(at);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{Rule, grids};

    fn rule(x0: f32, y0: f32, x1: f32, y1: f32) -> Rule {
        Rule { x0, y0, x1, y1 }
    }

    #[test]
    fn crossing_rules_make_a_grid_and_an_underline_does_not() {
        let mut rules = vec![rule(0.0, 200.0, 80.0, 200.5)];
        for y in [0.0, 20.0, 40.0] {
            rules.push(rule(0.0, y, 100.0, y + 0.5));
        }
        for x in [0.0, 50.0, 100.0] {
            rules.push(rule(x, 0.0, x + 0.5, 40.0));
        }
        let grids = grids(&rules);
        assert_eq!(grids.len(), 1);
        assert_eq!((grids[0].xs.len(), grids[0].ys.len()), (3, 3));
    }
}
