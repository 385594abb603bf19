//! Rules × documents → [`Report`]. Takes documents, rules and a small policy value; never a path, never the configuration.

mod date;
mod policy;
mod read;
mod report;
mod suppress;

pub use date::Date;
pub use policy::{Jurisdiction, Policy, Profile, Selector};
pub use read::{entry, read};
pub use report::{Candidate, DocumentEntry, Hidden, Reading, Report, Status};
pub use suppress::{SUPPRESSION_RULES, SideEntry, Suppressing, suppress};
