//! Tables: which cell of which row is being read.

use super::{Body, Frame, Next, REPEAT};
use crate::document::office::{
    table::Table,
    xml::{Ns, Tag, Walker},
};

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
            "table-column" => table.columns = table.columns.saturating_add(repeat()),
            "table-header-rows" => {
                table.header = true;
                return Next::Into(Frame::HeaderRows);
            }
            "table-row" => {
                if table.is_new() && table.columns > 1 {
                    table.number = Some(self.flow.table());
                }
                table.row(0);
            }
            "table-cell" | "covered-table-cell" => {
                table.cell(repeat());
                self.flow.end_lists();
            }
            _ => {}
        }
        Next::Into(Frame::Other)
    }
}
