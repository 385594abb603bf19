//! The rules of a run: those of the program, and the user's own.

use std::sync::{Arc, OnceLock};

use regex::Regex;

use super::{
    Rule, Seed,
    lang::{Checks, Compiled, FamilyCode, Problem, Program, Rewriting, RuleSource, compile},
    learned::Model,
};
use crate::finding::Family;

/// The embedded rules as the build script compiled them.
static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// Rules, ready to match. Cheap to clone.
#[derive(Clone, Debug)]
pub struct RuleSet {
    compiled: Arc<Compiled>,
    /// Models that the user's rules name, in the order of the compiled set.
    models: Arc<[Model]>,
    /// The regex of each rule that has one, compiled where it is first asked.
    regexes: Arc<[OnceLock<Option<Regex>>]>,
}

/// Reads the file `path` that the rule file `name` names; an error says what to do.
pub type ReadBeside<'a> = &'a dyn Fn(&str, &str) -> Result<Vec<u8>, String>;

impl RuleSet {
    /// The embedded rules. Costs a fraction of a millisecond: the build script has done the work.
    pub fn builtin() -> Self {
        let compiled: Compiled =
            postcard::from_bytes(COMPILED).expect("the build script wrote what this program reads");
        Self::of(compiled, Vec::new())
    }

    /// The embedded rules with the user's files added. A user's rule takes the place of an embedded one of the same id.
    ///
    /// # Errors
    /// Every mistake in the files, by file and place; `Problem::file` counts through `own`.
    pub fn with(own: &[RuleSource]) -> Result<Self, Vec<Problem>> {
        Self::with_models(own, &|_, _| Err("models are not read here".to_owned()))
    }

    /// The same, where the models that `[[learned]]` rules name are read by `read`.
    ///
    /// # Errors
    /// Every mistake in the files, and every model that cannot be read or does not know its family.
    pub fn with_models(own: &[RuleSource], read: ReadBeside<'_>) -> Result<Self, Vec<Problem>> {
        let mut sources = Self::embedded();
        let embedded = sources.len();
        sources.extend(own.iter().cloned());
        match compile(&sources) {
            Ok(compiled) => {
                let models = models(&compiled, &sources, embedded, read)?;
                Ok(Self::of(compiled, models))
            }
            Err(mut problems) => {
                for problem in &mut problems {
                    problem.file = problem.file.saturating_sub(embedded);
                }
                Err(problems)
            }
        }
    }

    fn of(mut compiled: Compiled, models: Vec<Model>) -> Self {
        compiled.program.ready();
        let regexes = compiled.rules.iter().map(|_| OnceLock::new()).collect();
        Self {
            compiled: Arc::new(compiled),
            models: models.into(),
            regexes,
        }
    }

    /// Words by which rewrites know where they have their place.
    pub(super) fn rewriting(&self) -> &Rewriting {
        &self.compiled.rewriting
    }

    /// The model that a compiled rule names by number.
    pub(super) fn model(&self, number: u32) -> Option<&Model> {
        self.models.get(number as usize)
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

    /// Why the words of a match of `rule`, by index, are not what its regex asks for; `None` where they are.
    pub(super) fn misshapen(&self, rule: usize, words: &str) -> Option<&'static str> {
        let written = self.program().rules.get(rule)?.regex.as_ref()?;
        let regex = self.regexes.get(rule)?;
        #[expect(clippy::disallowed_methods, reason = "this is the place")]
        let regex = regex.get_or_init(|| Regex::new(written).ok());
        match regex {
            Some(regex) if regex.is_match(words) => None,
            Some(_) => Some("its words are not of the shape that the rule's `regex` asks for"),
            None => Some("the rule's `regex` is too large to be compiled"),
        }
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

/// Every model that the rules name, read.
fn models(
    compiled: &Compiled,
    sources: &[RuleSource],
    embedded: usize,
    read: ReadBeside<'_>,
) -> Result<Vec<Model>, Vec<Problem>> {
    let mut out = Vec::new();
    let mut problems = Vec::new();
    for named in &compiled.models {
        let name = sources.get(named.file).map_or("", |source| &source.name);
        let bytes = read(name, &named.path);
        match bytes.and_then(|bytes| Model::from_bytes(&bytes).map_err(|error| error.to_string())) {
            Ok(model) => out.push(model),
            Err(error) => problems.push(Problem {
                file: named.file.saturating_sub(embedded),
                span: named.span.clone(),
                message: format!("the model {} cannot be used: {error}", named.path),
                help: Some(
                    "train one with `equilint rules train LABELLED.jsonl… -o MODEL`".to_owned(),
                ),
            }),
        }
    }
    if problems.is_empty() {
        Ok(out)
    } else {
        Err(problems)
    }
}
