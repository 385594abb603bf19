//! `[[commitment]]`, `[[kind]]`, `[[part]]` and `[[language]]` as written.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::file::Text;
use crate::finding::{Confidence, Severity};

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

fn medium() -> Confidence {
    Confidence::Medium
}

fn one() -> u32 {
    1
}
