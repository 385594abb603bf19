//! The rule language: TOML as written → a program that matches, and what a person can know of each rule.
//!
//! The build script compiles the embedded rules with this very module, so that starting costs nothing; it therefore
//! names nothing of the crate but the levels in `finding`.

mod ask;
mod asking;
mod check;
mod compile;
mod expression;
mod file;
mod inflect;
mod lexicon;
mod listing;
mod pattern;
mod program;
mod read;
mod rewriting;
mod rule;

pub use check::Seed;
pub(crate) use check::{
    Checks, Combination, CommitmentCode, EnumerationCode, KindCode, Law, Member, NameWords, Reach,
    StructureCheck, StructureCode,
};
pub(crate) use compile::{ADOPTED, Compiled, compile};
pub use compile::{Problem, RuleSource};
pub(crate) use inflect::third_person;
pub(crate) use lexicon::{LONGEST, Letters, Lexicon, NUMBER, bytes, letters};
pub(crate) use program::{
    Actor, Code, ContextCode, Effect, FamilyCode, Features, First, Instruction, Lists, Needs,
    Pattern, Program, Scope, Sought, Together, Weigh,
};
pub(crate) use rewriting::Rewriting;
pub use rule::{Example, Rewrite, RewriteMode, Rule, RuleKind};
