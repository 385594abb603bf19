//! Rules × documents → [`Report`]. Takes documents, rules and a small policy value; never a path, never the configuration.

mod audit;
mod baseline;
mod compare;
mod date;
mod lists;
mod look;
mod lost;
mod manual;
mod mend;
mod missing;
mod policy;
mod read;
mod report;
mod say;
mod score;
mod structure;
mod suppress;

pub use audit::{Asked, Audit, AuditedDocument, Cell, Need, Overall, Row, audit};
pub use baseline::{Baseline, Entry};
pub use compare::{
    Change, Comparison, KnownFinding, Made, Shift, Snapshot, Standing, Words, compare,
};
pub use date::Date;
pub use lost::lost;
pub use manual::{Documents, Manual, Survey};
pub use mend::{Left, Mended, Wanted, holds, mend, reach};
pub use policy::{Jurisdiction, Policy, Profile, Selector};
pub use read::{entry, read};
pub use report::{Candidate, DocumentEntry, Hidden, Reading, Report, Status};
pub use score::{Counts, Marked, Raised, Score, Scored, judged, score};
pub use suppress::{Fault, SideEntry, Suppressing, is_suppression_rule, removal, suppress};
