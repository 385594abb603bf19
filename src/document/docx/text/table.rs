//! Tables: which cell of which row is being read.

use super::{Body, Frame, Next};
use crate::document::{
    docx::properties,
    office::{
        OfficeError,
        xml::{Tag, Walker},
    },
};

/// A table being read.
#[derive(Default)]
pub(super) struct Table {
    /// Its number; `None` for a table of one column, which is a box around text.
    pub(super) number: Option<u32>,
    pub(super) columns: usize,
    /// Rows begun.
    pub(super) rows: u32,
    /// The first column of the current cell.
    pub(super) column: u32,
    /// How many columns the current cell spans.
    pub(super) span: u32,
    /// Whether the current row names the columns.
    pub(super) header: bool,
}

impl Body<'_, '_> {
    /// An element of a table begins.
    pub(super) fn open_table(
        &mut self,
        walker: &mut Walker<'_>,
        tag: &Tag<'_>,
    ) -> Result<Next, OfficeError> {
        if tag.name == "tbl" {
            self.flush()?;
            self.here.tables.push(Table::default());
            return Ok(Next::Into(Frame::Table));
        }
        let Some(table) = self.here.tables.last_mut() else {
            return Ok(Next::Into(Frame::Other));
        };
        Ok(match tag.name {
            "tblGrid" => {
                table.columns = properties::grid(walker)?;
                if table.columns > 1 {
                    table.number = Some(self.shared.flow.table());
                }
                Next::Read
            }
            "tr" => {
                table.rows += 1;
                table.column = 0;
                table.span = 0;
                table.header = false;
                Next::Into(Frame::Row)
            }
            "trPr" => {
                let row = properties::row(walker)?;
                table.header = row.header;
                table.column = row.before;
                Next::Read
            }
            "tc" => {
                table.column += table.span;
                table.span = 1;
                self.shared.flow.end_lists();
                Next::Into(Frame::Cell)
            }
            _ => {
                table.span = properties::cell(walker)?;
                Next::Read
            }
        })
    }
}
