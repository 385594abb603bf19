//! Rules: TOML as written, the set as valid, and what a set says of one document.
//!
//! The kinds of rule are closed and few; the rules themselves are data in `rules/`.

mod commitment;
mod facets;
mod firmness;
mod hits;
mod judge;
mod kind;
mod lang;
pub mod learned;
mod list;
mod matcher;
mod numbers;
mod prose;
mod reader;
mod rewrite;
mod section;
mod set;
mod splice;
mod stance;
mod state;
mod stretch;
mod structure;
mod token;
mod unit;
mod wording;

pub(crate) use commitment::Commitments;
pub use commitment::{Commitment, Extent, Shown};
pub(crate) use facets::facets;
pub use firmness::Firmness;
pub(crate) use firmness::firmness;
pub(crate) use judge::{Match, judge};
pub(crate) use kind::kinds;
pub use kind::{Depth, Kind, Kinds, SectionKinds, is_kind, kind_names};
pub(crate) use lang::{
    CommitmentCode, EnumerationCode, Law, Member, StructureCheck, StructureCode,
};
pub use lang::{Example, Problem, Rewrite, RewriteMode, Rule, RuleKind, RuleSource, Seed};
pub(crate) use list::{Listed, Lists, lists};
pub(crate) use prose::Prose;
pub(crate) use rewrite::{Home, Passage, british, rewrites};
pub(crate) use section::{headings, sections_on};
pub use set::{ReadBeside, RuleSet};
pub(crate) use stance::Outcome;
pub use state::State;
pub(crate) use structure::{each_shown, empty_sections, shown, shown_in};
pub(crate) use wording::{Month, months, named_policies, stems, term};
