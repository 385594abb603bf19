//! An audit, drawn: for a terminal, for programs, spreadsheets, minutes and committees.

mod csv;
mod earlier;
mod json;
mod markdown;
mod page;
mod table;

pub use csv::csv;
pub use json::{
    AcrossJson, AuditJson, CellJson, CommitmentJson, DocumentJson, EvidenceJson, FindingJson,
    ManualJson, OverallJson, RelatedJson, SCHEMA, ShowingJson, data, json,
};
pub use markdown::markdown;
pub use page::page;
pub use table::table;

use crate::engine::{Audit, AuditedDocument};

/// What a document was taken for and why, in words: "taken for hiring (its title says “Hiring”)".
fn taken(document: &AuditedDocument) -> String {
    let kinds: Vec<String> = document
        .kinds
        .kinds
        .iter()
        .map(|kind| format!("{} ({})", kind.name, kind.why))
        .collect();
    match (&document.kinds.exempt, kinds.is_empty()) {
        (Some(why), true) => format!("not asked: {why}"),
        (Some(why), false) => format!("taken for {}, not asked: {why}", kinds.join(", ")),
        (None, true) => "no kind of policy was recognised".to_owned(),
        (None, false) => format!("taken for {}", kinds.join(", ")),
    }
}

/// What is said where [`no_policy`] holds.
const NO_POLICY: &str =
    "None of these documents is a policy of the institution's own: nothing was asked of them.";

/// Whether everything that was read is exempt: minutes, forms, adopted texts.
fn no_policy(audit: &Audit) -> bool {
    let mut read = audit.read().peekable();
    read.peek().is_some() && read.all(|document| document.kinds.exempt.is_some())
}
