//! An audit, drawn: for a terminal, for programs, spreadsheets, minutes and committees.

mod csv;
mod earlier;
mod json;
mod markdown;
mod page;
mod table;

pub use csv::csv;
pub use json::{
    AuditJson, CellJson, CommitmentJson, DocumentJson, EvidenceJson, FindingJson, ManualJson,
    OverallJson, SCHEMA, ShowingJson, data, json,
};
pub use markdown::markdown;
pub use page::page;
pub use table::table;
