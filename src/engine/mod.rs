//! Rules × documents → [`Report`]. Takes documents, rules and a small policy value; never a path, never the configuration.

mod policy;
mod report;

pub use policy::{Jurisdiction, Policy, Profile, Selector};
pub use report::{Candidate, DocumentEntry, Hidden, Reading, Report, Status};
