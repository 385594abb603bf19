//! Tables: which cell of which row is being read.

use super::{Body, Frame, Next, REPEAT};
use crate::document::office::xml::{Ns, Tag, Walker};

/// A table being read.
#[derive(Default)]
pub(super) struct Table {
    /// Its number; `None` for a table of one column, which is a box around text.
    pub(super) number: Option<u32>,
    pub(super) columns: u32,
    /// Rows begun.
    pub(super) rows: u32,
    /// The column of the current cell, and how many columns it stands for.
    pub(super) column: u32,
    pub(super) repeat: u32,
    /// Whether the current row names the columns.
    pub(super) header: bool,
}

impl Body<'_> {
    /// An element of a table begins.
    pub(super) fn open_table<'a>(&mut self, walker: &Walker<'a>, tag: &Tag<'a>) -> Next {
        if tag.name == "table" {
            self.here.tables.push(Table::default());
            return Next::Into(Frame::Table);
        }
        let Some(table) = self.here.tables.last_mut() else {
            return Next::Into(Frame::Other);
        };
        let repeat = || {
            walker
                .attr(tag, Ns::Table, "number-columns-repeated")
                .and_then(|count| count.parse().ok())
                .unwrap_or(1)
                .clamp(1, REPEAT)
        };
        match tag.name {
            "table-column" => table.columns += repeat(),
            "table-header-rows" => {
                table.header = true;
                return Next::Into(Frame::HeaderRows);
            }
            "table-row" => {
                if table.rows == 0 && table.columns > 1 {
                    table.number = Some(self.flow.table());
                }
                table.rows += 1;
                table.column = 0;
                table.repeat = 0;
            }
            "table-cell" | "covered-table-cell" => {
                table.column += table.repeat;
                table.repeat = repeat();
                self.flow.end_lists();
            }
            _ => {}
        }
        Next::Into(Frame::Other)
    }
}
