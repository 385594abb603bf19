//! A rule file as written. What is valid is decided in `compile`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{
    ask::{
        CommitmentFile, EnumerationFile, KindFile, LanguageFile, PartFile, SeedFile, StructureFile,
    },
    program::{Actor, Effect, Scope},
    rewriting::Rewriting,
    rule::RewriteMode,
};
use crate::finding::{Confidence, Family, Severity};

/// A text and where it stands in the TOML.
pub(super) type Text = Spanned<String>;

/// One TOML file of rules.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RuleFile {
    /// Vocabulary: words by name.
    #[serde(default)]
    pub(super) words: BTreeMap<Text, Vec<Text>>,
    /// How often common words stand in policies, per million: what makes a good anchor.
    #[serde(default)]
    pub(super) frequency: BTreeMap<String, u32>,
    /// Words by which rewrites know where they have their place.
    #[serde(default)]
    pub(super) rewriting: Rewriting,
    #[serde(default)]
    pub(super) family: Vec<FamilyFile>,
    #[serde(default)]
    pub(super) context: Vec<ContextFile>,
    #[serde(default)]
    pub(super) facet: Vec<FacetFile>,
    #[serde(default)]
    pub(super) phrase: Vec<PhraseFile>,
    #[serde(default)]
    pub(super) hollow: Vec<PhraseFile>,
    #[serde(default)]
    pub(super) part: Vec<PartFile>,
    #[serde(default)]
    pub(super) commitment: Vec<CommitmentFile>,
    #[serde(default)]
    pub(super) enumeration: Vec<EnumerationFile>,
    #[serde(default)]
    pub(super) structure: Vec<StructureFile>,
    #[serde(default)]
    pub(super) kind: Vec<KindFile>,
    #[serde(default)]
    pub(super) seed: Vec<SeedFile>,
    #[serde(default)]
    pub(super) language: Vec<LanguageFile>,
    /// Sentences that a model raises; `find` says which it is asked about.
    #[serde(default)]
    pub(super) learned: Vec<PhraseFile>,
}

/// What the rules of a family share.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FamilyFile {
    pub(super) name: Spanned<Family>,
    #[serde(default)]
    pub(super) unless: Vec<Text>,
    #[serde(default)]
    pub(super) note_when: Vec<Text>,
    #[serde(default)]
    pub(super) yields_to: Vec<Family>,
    #[serde(default)]
    pub(super) spares_names: bool,
    /// For rules that do not say it themselves.
    pub(super) why: Option<String>,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    pub(super) contested: Option<String>,
    pub(super) out_of_reach: Option<String>,
}

/// A named context.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ContextFile {
    pub(super) name: Text,
    pub(super) says: String,
    pub(super) scope: Scope,
    #[serde(default = "default_reach")]
    pub(super) reach: u32,
    #[serde(default)]
    pub(super) inside: bool,
    #[serde(default)]
    pub(super) effect: Effect,
    pub(super) find: Vec<Text>,
}

fn default_reach() -> u32 {
    5
}

/// A facet of a commitment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FacetFile {
    pub(super) name: Text,
    /// What a commitment says that has it ("by when"); nothing for a facet that no message names.
    pub(super) says: Option<String>,
    /// Whether a message tells that it is missing.
    #[serde(default)]
    pub(super) missed: bool,
    pub(super) find: Vec<Text>,
}

/// A rule that finds words in a sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PhraseFile {
    pub(super) id: Text,
    #[serde(default = "default_severity")]
    pub(super) severity: Severity,
    #[serde(default = "default_confidence")]
    pub(super) confidence: Confidence,
    pub(super) message: String,
    pub(super) why: Option<String>,
    pub(super) contested: Option<String>,
    pub(super) out_of_reach: Option<String>,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) find: Vec<Text>,
    /// What the words that were found must match too.
    pub(super) regex: Option<Text>,
    #[serde(default)]
    pub(super) together: Vec<Spanned<Vec<Text>>>,
    #[serde(default = "default_within")]
    pub(super) within: u32,
    #[serde(default)]
    pub(super) whole_sentence: bool,
    #[serde(default)]
    pub(super) unless: Vec<Text>,
    #[serde(default)]
    pub(super) note_when: Vec<Text>,
    #[serde(default)]
    pub(super) senses: Vec<Text>,
    #[serde(default)]
    pub(super) allow: Vec<Text>,
    #[serde(default)]
    pub(super) actor: Actor,
    #[serde(default)]
    pub(super) unless_facets: Vec<Spanned<Vec<Text>>>,
    #[serde(default)]
    pub(super) question: bool,
    #[serde(default)]
    pub(super) units: Vec<String>,
    /// Whether the model of the family leaves this rule alone: for what the labels do not speak of. A user's rule is
    /// left alone unless it says otherwise, because the embedded model has not seen it.
    pub(super) unweighed: Option<bool>,
    /// Of a learned rule: the file of a model trained with `rules train`, beside this one; the embedded model without.
    pub(super) model: Option<Text>,
    /// Of a learned rule: how the model's probability is used for its whole family.
    pub(super) weigh: Option<Spanned<WeighFile>>,
    #[serde(default)]
    pub(super) rewrites: Vec<RewriteFile>,
    #[serde(default)]
    pub(super) bad: Vec<BadFile>,
    #[serde(default)]
    pub(super) good: Vec<String>,
}

fn default_severity() -> Severity {
    Severity::Warning
}

fn default_confidence() -> Confidence {
    Confidence::High
}

fn default_within() -> u32 {
    8
}

/// Probabilities at which the model's word counts, from 0 to 1.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WeighFile {
    /// Below it, a candidate of any rule of the family is hidden.
    pub(super) hide: f64,
    /// Below it, a candidate's confidence is low.
    pub(super) doubt: f64,
    /// Below it, a candidate's confidence is at most medium.
    pub(super) sure: f64,
    /// From it on, a sentence that no rule reaches is raised.
    pub(super) raise: f64,
}

/// A way to rewrite.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RewriteFile {
    pub(super) title: String,
    pub(super) with: Text,
    #[serde(default)]
    pub(super) mode: RewriteMode,
    #[serde(default)]
    pub(super) begins: Vec<String>,
    #[serde(default)]
    pub(super) ends: Vec<String>,
}

/// A sentence that is flagged.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct BadFile {
    pub(super) text: Text,
    pub(super) flags: Text,
    pub(super) becomes: Option<String>,
}
