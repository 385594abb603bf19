//! Rules: TOML as written, the set as valid, and what a set says of one document.
//!
//! The kinds of rule are closed and few; the rules themselves are data in `rules/`.

mod judge;
mod lang;
pub mod learned;
mod matcher;
mod prose;
mod rewrite;
mod set;
mod stance;
mod token;

pub(crate) use judge::{Match, judge};
pub use lang::{Example, Problem, Rewrite, RewriteMode, Rule, RuleKind, RuleSource};
pub(crate) use rewrite::{Passage, british, rewrites};
pub use set::RuleSet;
pub(crate) use stance::Outcome;
