//! Rules × documents → [`Report`]. Takes documents, rules and a small policy value; never a path, never the configuration.

mod report;

pub use report::{Candidate, DocumentEntry, Hidden, Reading, Report, Status};
