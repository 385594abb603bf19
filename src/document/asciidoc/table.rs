//! Tables: cells by `|`, rows by lines or by the number of columns.

use std::ops::Range;

use super::{Reader, inline::markup};
use crate::document::BlockKind;

/// The table that is open.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Cells of the open row.
    pub(super) cells: Vec<Range<usize>>,
    /// Columns of a row, once known.
    pub(super) width: Option<usize>,
    pub(super) row: u32,
    pub(super) header: bool,
}

impl Reader<'_> {
    /// A line of a table, its fences included.
    pub(super) fn table_line(&mut self, text: &str, range: &Range<usize>, blank_follows: bool) {
        if text.starts_with("|===") {
            if self.table.is_some() {
                self.end_table();
            } else {
                self.light.builder.lead_in = self.light.introduction();
                self.light.tables += 1;
                self.table = Some(Table::default());
            }
            return;
        }
        let Some(table) = &mut self.table else {
            return;
        };
        let mut starts: Vec<usize> = text
            .match_indices('|')
            .map(|(index, _)| index)
            .filter(|index| *index == 0 || text.get(index - 1..*index) != Some("\\"))
            .collect();
        // `2+|` and `a|`: what says how the cell looks stands before its mark.
        let first = starts.first().copied().unwrap_or(text.len());
        let spec = text.get(..first).unwrap_or_default();
        let is_spec = spec.len() <= 6 && !spec.contains(' ');
        if (starts.is_empty() || !is_spec)
            && let Some(cell) = table.cells.last_mut()
        {
            cell.end = range.start + first;
        }
        if table.width.is_none() && !starts.is_empty() {
            table.width = Some(starts.len());
            table.header = blank_follows;
        }
        starts.push(text.len());
        for pair in starts.windows(2) {
            if let [from, to] = pair {
                self.cell(range.start + from + 1..range.start + to);
            }
        }
    }

    /// Begin a cell. The row before it ends only now: its last cell may have gone on over lines.
    fn cell(&mut self, range: Range<usize>) {
        let full = |table: &Table| table.width.is_some_and(|width| table.cells.len() >= width);
        if self.table.as_ref().is_some_and(full) {
            self.row();
        }
        if let Some(table) = &mut self.table {
            table.cells.push(range);
        }
    }

    /// Give the cells of the open row a block each.
    fn row(&mut self) {
        let Some(table) = &mut self.table else {
            return;
        };
        let cells = std::mem::take(&mut table.cells);
        let (row, header) = (table.row, table.header && table.row == 0);
        table.row += u32::from(!cells.is_empty());
        for (column, range) in cells.into_iter().enumerate() {
            let kind = BlockKind::Cell {
                table: self.light.tables.saturating_sub(1),
                row,
                column: u32::try_from(column).unwrap_or(u32::MAX),
                header,
            };
            self.light.block(kind, range, markup);
        }
    }

    pub(super) fn end_table(&mut self) {
        self.row();
        self.table = None;
        self.light.intro = None;
        self.light.builder.lead_in = None;
    }
}
