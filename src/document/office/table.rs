//! A table being read: which cell of which row is at hand.

use crate::document::BlockKind;

/// A table being read. A new one has no row.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Its number; `None` for a table of one column, which is a box around text.
    pub(crate) number: Option<u32>,
    /// How many columns it says it has.
    pub(crate) columns: u32,
    /// Whether the current row names the columns.
    pub(crate) header: bool,
    /// Rows begun.
    rows: u32,
    /// The first column of the current cell.
    column: u32,
    /// How many columns the current cell spans; 0 before the first.
    span: u32,
}

impl Table {
    /// Whether no row has begun.
    pub(crate) fn is_new(&self) -> bool {
        self.rows == 0
    }

    /// A row begins, whose first cell is in `column`.
    pub(crate) fn row(&mut self, column: u32) {
        self.rows = self.rows.saturating_add(1);
        self.begin_at(column);
    }

    /// The first cell of the current row is in `column`.
    pub(crate) fn begin_at(&mut self, column: u32) {
        self.column = column;
        self.span = 0;
    }

    /// A cell begins, after the one before it.
    pub(crate) fn cell(&mut self, span: u32) {
        self.column = self.column.saturating_add(self.span);
        self.span = span;
    }

    /// The current cell spans `span` columns.
    pub(crate) fn widen(&mut self, span: u32) {
        self.span = span;
    }

    /// What a paragraph in the current cell is; `None` in a box around text.
    pub(crate) fn kind(&self) -> Option<BlockKind> {
        Some(BlockKind::Cell {
            table: self.number?,
            row: self.rows.saturating_sub(1),
            column: self.column,
            header: self.header,
        })
    }
}
