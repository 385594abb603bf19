//! Tables drawn with `+---+` and with `====  ====`.

use std::ops::Range;

use super::{Reader, inline::markup};
use crate::document::BlockKind;

impl Reader<'_> {
    /// A table drawn with `+---+`.
    pub(super) fn grid(&mut self, at: usize) -> usize {
        let end = self
            .lines
            .first(at, |line| !line.text.starts_with(['+', '|']));
        let header = (at + 1..end).find(|index| self.lines.text(*index).starts_with("+="));
        let mut cells: Vec<Vec<Range<usize>>> = Vec::new();
        let mut row = 0;
        self.begin_table();
        for index in at..end {
            let line = self.lines.text(index).to_owned();
            if line.starts_with("+-") || line.starts_with("+=") {
                row += self.row(
                    &mut cells,
                    row,
                    header.is_some_and(|header| index <= header),
                );
                continue;
            }
            let mut start = self.lines.line(index).map_or(0, |line| line.range.start);
            let inner = line.trim_start_matches('|');
            start += line.len() - inner.len();
            for (column, piece) in inner.trim_end_matches('|').split('|').enumerate() {
                if cells.len() <= column {
                    cells.push(Vec::new());
                }
                let lead = piece.len() - piece.trim_start().len();
                let words = piece.trim();
                if let Some(cell) = cells.get_mut(column).filter(|_| !words.is_empty()) {
                    cell.push(start + lead..start + lead + words.len());
                }
                start += piece.len() + 1;
            }
        }
        self.row(&mut cells, row, false);
        self.end_table();
        end
    }

    /// A table drawn with `====  ====`.
    pub(super) fn simple_table(&mut self, at: usize) -> usize {
        let border = self.lines.text(at).to_owned();
        let indent = self.lines.line(at).map_or(0, |line| line.indent);
        let starts: Vec<usize> = border
            .char_indices()
            .filter(|(index, c)| {
                *c == '=' && (*index == 0 || border.get(index - 1..*index) == Some(" "))
            })
            .map(|(index, _)| index)
            .collect();
        let borders: Vec<usize> = (at..self.lines.len())
            .take_while(|index| {
                *index == at
                    || self
                        .lines
                        .line(*index)
                        .is_some_and(|line| line.indent >= indent)
            })
            .filter(|index| is_border(self.lines.text(*index)))
            .take(3)
            .collect();
        let Some(end) = borders.last().copied().filter(|end| *end > at) else {
            return at + 1;
        };
        let header = borders.get(1).copied().filter(|second| *second < end);
        let mut cells: Vec<Vec<Range<usize>>> = Vec::new();
        let mut row = 0;
        self.begin_table();
        for index in at + 1..end {
            let Some(line) = self.lines.line(index) else {
                break;
            };
            let (text, range, shift) = (
                line.text.to_owned(),
                line.range.clone(),
                line.indent - indent.min(line.indent),
            );
            let heads = header.is_some_and(|header| index <= header);
            if !line.has_words() {
                row += self.row(&mut cells, row, heads);
                continue;
            }
            let continued = shift >= starts.get(1).copied().unwrap_or(usize::MAX);
            if !continued {
                row += self.row(&mut cells, row, heads);
            }
            for (column, from) in starts.iter().enumerate() {
                let from = from.saturating_sub(shift);
                let to = starts
                    .get(column + 1)
                    .map_or(text.len(), |next| next.saturating_sub(shift));
                let piece = text.get(from..to.clamp(from, text.len().max(from)));
                let piece = piece.unwrap_or_default();
                let words = piece.trim();
                if cells.len() <= column {
                    cells.push(Vec::new());
                }
                let start = range.start + from + (piece.len() - piece.trim_start().len());
                if let Some(cell) = cells.get_mut(column).filter(|_| !words.is_empty()) {
                    cell.push(start..start + words.len());
                }
            }
        }
        self.row(&mut cells, row, false);
        self.end_table();
        end + 1
    }

    fn end_table(&mut self) {
        self.light.intro = None;
        self.light.builder.lead_in = None;
    }

    fn begin_table(&mut self) {
        self.light.builder.lead_in = self.light.introduction();
        self.light.tables += 1;
    }

    /// Give the cells of a row a block each; how many rows that were.
    fn row(&mut self, cells: &mut Vec<Vec<Range<usize>>>, row: u32, header: bool) -> u32 {
        let mut any = false;
        for (column, pieces) in std::mem::take(cells).into_iter().enumerate() {
            self.light.builder.open(BlockKind::Cell {
                table: self.light.tables.saturating_sub(1),
                row,
                column: u32::try_from(column).unwrap_or(u32::MAX),
                header,
            });
            let mut before: Option<usize> = None;
            for piece in pieces {
                if let Some(before) = before {
                    self.light.builder.replace(" ", before..piece.start, 0);
                }
                before = Some(piece.end);
                self.light.words(piece, markup);
            }
            any |= self.light.builder.close().is_some();
        }
        u32::from(any)
    }
}

/// Whether `line` is a border of a simple table: stretches of `=` with blanks between.
pub(super) fn is_border(line: &str) -> bool {
    line.starts_with("==") && line.contains("= ") && line.chars().all(|c| matches!(c, '=' | ' '))
}
