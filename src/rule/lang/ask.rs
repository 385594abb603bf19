//! `[[commitment]]`, `[[enumeration]]`, `[[structure]]`, `[[kind]]`, `[[part]]` and `[[language]]` as written.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    check::{Law, NameWords, StructureCheck},
    file::Text,
};
use crate::finding::{Confidence, Family, Severity};

/// A named group of patterns, shared between rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PartFile {
    pub(super) name: Text,
    pub(super) says: String,
    #[serde(default)]
    pub(super) heading: bool,
    pub(super) find: Vec<Text>,
}

/// A group of patterns within a rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct OwnPartFile {
    pub(super) says: String,
    #[serde(default)]
    pub(super) heading: bool,
    pub(super) find: Vec<Text>,
}

/// A commitment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct CommitmentFile {
    pub(super) id: Text,
    pub(super) title: String,
    pub(super) message: String,
    pub(super) why: String,
    #[serde(default = "note")]
    pub(super) severity: Severity,
    #[serde(default = "medium")]
    pub(super) confidence: Confidence,
    pub(super) contested: Option<String>,
    pub(super) out_of_reach: Option<String>,
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) parts: BTreeMap<String, OwnPartFile>,
    pub(super) met: Vec<Text>,
    pub(super) partial: Vec<Text>,
    #[serde(default)]
    pub(super) near: Vec<Text>,
    pub(super) gate: Option<Text>,
    #[serde(default = "one")]
    pub(super) gate_least: u32,
    #[serde(default)]
    pub(super) belongs: Vec<Text>,
    pub(super) clause: String,
    pub(super) restricted_clause: Option<String>,
    /// How much it matters that no document of a manual makes it; not asked of manuals where absent.
    pub(super) manual: Option<Severity>,
    /// Only documents of these kinds answer for the manual, and only where it has one.
    #[serde(default)]
    pub(super) manual_of: Vec<Text>,
    /// What a manual is told that none of its documents makes it; the rule's own message where absent.
    pub(super) manual_message: Option<Text>,
    #[serde(default)]
    pub(super) examples: CommitmentExamples,
}

/// Texts that show the states of a commitment.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct CommitmentExamples {
    #[serde(default)]
    pub(super) met: Vec<String>,
    #[serde(default)]
    pub(super) partial: Vec<String>,
    #[serde(default)]
    pub(super) absent: Vec<String>,
}

/// A kind of policy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct KindFile {
    pub(super) name: Text,
    pub(super) title: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) names: Vec<Text>,
    #[serde(default)]
    pub(super) headings: Vec<Text>,
    #[serde(default)]
    pub(super) body: Vec<Text>,
    #[serde(default)]
    pub(super) requires: Vec<Text>,
    #[serde(default)]
    pub(super) suggests: Vec<Text>,
    pub(super) exempt: Option<String>,
    /// A document with more words is of another kind, whatever its title says.
    pub(super) most_words: Option<u32>,
}

/// A list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct EnumerationFile {
    pub(super) id: Text,
    pub(super) message: String,
    pub(super) why: String,
    #[serde(default = "warning")]
    pub(super) severity: Severity,
    #[serde(default = "high")]
    pub(super) confidence: Confidence,
    pub(super) contested: Option<String>,
    pub(super) out_of_reach: Option<String>,
    pub(super) sources: Vec<String>,
    /// What begins such a list.
    pub(super) opens: Vec<Text>,
    /// What shows a sentence to be another kind of list.
    #[serde(default)]
    pub(super) near: Vec<Text>,
    /// How many members make a list of it.
    #[serde(default = "three")]
    pub(super) least: u32,
    /// Only documents of these kinds; empty: every policy.
    #[serde(default)]
    pub(super) kinds: Vec<Text>,
    /// Only where one of these laws holds; empty: everywhere.
    #[serde(default)]
    pub(super) only: Vec<Law>,
    /// Words of a document that show which law holds, where the configuration does not say.
    #[serde(default)]
    pub(super) cues: BTreeMap<Law, Vec<Text>>,
    pub(super) members: Vec<MemberFile>,
    /// What adds members to a list, with `{members}` in it.
    pub(super) add: String,
    #[serde(default)]
    pub(super) examples: ListExamples,
}

/// A member of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct MemberFile {
    pub(super) name: String,
    pub(super) find: Vec<Text>,
    /// Wider words that cover it only in part.
    #[serde(default)]
    pub(super) umbrella: Vec<Text>,
    /// Laws that name it.
    #[serde(default)]
    pub(super) law: Vec<Law>,
    /// Laws of some states or provinces that name it, and lists that commonly have it.
    #[serde(default)]
    pub(super) common: Vec<Law>,
    /// Whether the seeds' list names it.
    #[serde(default)]
    pub(super) seed: bool,
}

/// Lists that leave members out, with one that each leaves out, and lists that do not.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ListExamples {
    #[serde(default)]
    pub(super) short: Vec<String>,
    #[serde(default)]
    pub(super) none: Vec<String>,
}

/// A part that a document or manual should have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct StructureFile {
    pub(super) id: Text,
    pub(super) message: String,
    pub(super) why: String,
    #[serde(default = "note")]
    pub(super) severity: Severity,
    #[serde(default = "high")]
    pub(super) confidence: Confidence,
    pub(super) contested: Option<String>,
    pub(super) out_of_reach: Option<String>,
    pub(super) sources: Vec<String>,
    /// What it looks at.
    pub(super) check: StructureCheck,
    /// Only documents of these kinds; empty: every policy.
    #[serde(default)]
    pub(super) kinds: Vec<Text>,
    #[serde(default)]
    pub(super) parts: BTreeMap<String, OwnPartFile>,
    /// Names of the parts that the check needs, in the order of reports.
    #[serde(default)]
    pub(super) order: Vec<Text>,
    /// How many must be there before the check speaks.
    #[serde(default = "three")]
    pub(super) least: u32,
    /// A number that the check reads: months, documents.
    #[serde(default)]
    pub(super) limit: u32,
    /// Properties (front matter, document properties) that the check reads.
    #[serde(default)]
    pub(super) properties: Vec<String>,
    /// What the message says where the next review has passed.
    pub(super) passed: Option<String>,
    /// How names of policies and forms are known in a sentence.
    #[serde(default)]
    pub(super) names: NameWords,
    /// Words that tell no name, and no duty, from another.
    #[serde(default)]
    pub(super) common: Vec<String>,
    /// Families whose findings are claims of neutrality.
    #[serde(default)]
    pub(super) claims: Vec<Family>,
    pub(super) clause: Option<String>,
    #[serde(default)]
    pub(super) topics: Vec<TopicFile>,
}

/// A service that one policy may treat in two ways.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TopicFile {
    pub(super) name: String,
    /// The commitment that speaks for equity there.
    pub(super) commitment: Text,
    /// What shows a sentence to be about the service.
    pub(super) find: Vec<Text>,
    /// Kinds of policy that are about it.
    #[serde(default)]
    pub(super) kinds: Vec<Text>,
}

/// An idea of a document that equilint puts into practice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SeedFile {
    pub(super) id: String,
    pub(super) of: String,
    pub(super) says: String,
    /// Why no rule can look for it.
    pub(super) beyond: Option<String>,
}

/// Words by which a language is known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LanguageFile {
    pub(super) name: String,
    pub(super) words: Vec<String>,
}

fn note() -> Severity {
    Severity::Note
}

fn warning() -> Severity {
    Severity::Warning
}

fn high() -> Confidence {
    Confidence::High
}

fn three() -> u32 {
    3
}

fn medium() -> Confidence {
    Confidence::Medium
}

fn one() -> u32 {
    1
}
