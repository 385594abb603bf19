//! Tables: which cell of which row is being read.

use super::{Body, Frame, Next};
use crate::document::{
    docx::properties,
    office::{
        OfficeError,
        table::Table,
        xml::{Tag, Walker},
    },
};

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
                table.row(0);
                table.header = false;
                Next::Into(Frame::Row)
            }
            "trPr" => {
                let row = properties::row(walker)?;
                table.header = row.header;
                table.begin_at(row.before);
                Next::Read
            }
            "tc" => {
                table.cell(1);
                self.shared.flow.end_lists();
                Next::Into(Frame::Cell)
            }
            _ => {
                table.widen(properties::cell(walker)?);
                Next::Read
            }
        })
    }
}
