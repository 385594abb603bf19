//! The rules of a run: those of the program, and the user's own.

use std::sync::Arc;

use super::{
    Rule, Seed,
    lang::{Checks, Compiled, FamilyCode, Problem, Program, RuleSource, compile},
};
use crate::finding::Family;

/// The embedded rules as the build script compiled them.
static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// Rules, ready to match. Cheap to clone.
#[derive(Clone, Debug)]
pub struct RuleSet {
    compiled: Arc<Compiled>,
}

impl RuleSet {
    /// The embedded rules. Costs a fraction of a millisecond: the build script has done the work.
    pub fn builtin() -> Self {
        let compiled =
            postcard::from_bytes(COMPILED).expect("the build script wrote what this program reads");
        Self {
            compiled: Arc::new(compiled),
        }
    }

    /// The embedded rules with the user's files added. A user's rule takes the place of an embedded one of the same id.
    ///
    /// # Errors
    /// Every mistake in the files, by file and place; `Problem::file` counts through `own`.
    pub fn with(own: &[RuleSource]) -> Result<Self, Vec<Problem>> {
        let mut sources = Self::embedded();
        let embedded = sources.len();
        sources.extend(own.iter().cloned());
        match compile(&sources) {
            Ok(compiled) => Ok(Self {
                compiled: Arc::new(compiled),
            }),
            Err(mut problems) => {
                for problem in &mut problems {
                    problem.file = problem.file.saturating_sub(embedded);
                }
                Err(problems)
            }
        }
    }

    /// The embedded rule files, as TOML.
    pub fn embedded() -> Vec<RuleSource> {
        let source = |(name, text): &(&str, &str)| RuleSource {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
            embedded: true,
        };
        SOURCES.iter().map(source).collect()
    }

    /// Every rule, in the order of files.
    pub fn rules(&self) -> &[Rule] {
        &self.compiled.rules
    }

    /// The ideas that rules rest on, in the order of files.
    pub fn seeds(&self) -> &[Seed] {
        &self.compiled.checks.seeds
    }

    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules().iter().find(|rule| &*rule.id == id)
    }

    /// What the rules of a family share.
    pub(crate) fn family(&self, family: Option<Family>) -> Option<&FamilyCode> {
        self.program()
            .families
            .iter()
            .find(|code| Some(code.family) == family)
    }

    /// What whole documents and manuals are asked.
    pub(crate) fn checks(&self) -> &Checks {
        &self.compiled.checks
    }

    /// What matches.
    pub(crate) fn program(&self) -> &Program {
        &self.compiled.program
    }
}
