//! A page in the making: its lines and tables in reading order.

use std::collections::BTreeMap;

use super::order::Flow;

/// A page in the making.
#[derive(Debug)]
pub(super) struct Sheet {
    /// From 1.
    pub(super) number: u32,
    /// Points.
    pub(super) height: f32,
    pub(super) flow: Vec<Flow>,
}

impl Sheet {
    /// Height of an entry of the flow: its baseline or upper edge.
    pub(super) fn y(&self, index: usize) -> f32 {
        match self.flow.get(index) {
            Some(Flow::Line(line)) => line.piece.y,
            Some(Flow::Table(table)) => table.area.y0,
            None => 0.0,
        }
    }

    /// Whether an entry stands in the outermost eighth at the upper or lower edge.
    pub(super) fn is_outer(&self, index: usize) -> bool {
        let y = self.y(index);
        y < self.height / 8.0 || y > self.height * 7.0 / 8.0
    }

    /// Whether an entry stands in the upper or lower fifth.
    pub(super) fn is_edge(&self, index: usize) -> bool {
        let y = self.y(index);
        y < self.height / 5.0 || y > self.height * 4.0 / 5.0
    }

    /// Lines of the flow that are rows of a table without rules, or of a table of contents without dots.
    ///
    /// Three lines or more in a row, with as many cells that start at the same places; or whose last cells are page
    /// numbers of a document of `pages` pages, none smaller than the one before.
    pub(super) fn rows(&self, pages: u32) -> BTreeMap<usize, Row> {
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
pub(super) enum Row {
    /// Row of a table, from 0.
    Table(u32),
    /// Line of a table of contents.
    Contents,
}
