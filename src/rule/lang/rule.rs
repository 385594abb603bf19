//! What a person can know of a rule.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::finding::{Confidence, Family, Severity};

/// How a rule finds. Closed: a new rule is data, a new kind is a change of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// Words in a sentence.
    Phrase,
    /// A commitment without substance.
    Hollow,
    /// A commitment that must be there.
    Commitment,
    /// A list that must name its members.
    Enumeration,
    /// A part that a document or manual must have.
    Structure,
    /// A model learned from labelled text.
    Learned,
}

impl RuleKind {
    /// The name of its table in a rule file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Phrase => "phrase",
            Self::Hollow => "hollow",
            Self::Commitment => "commitment",
            Self::Enumeration => "enumeration",
            Self::Structure => "structure",
            Self::Learned => "learned",
        }
    }
}

/// A way to rewrite, as the rule says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewrite {
    /// What it does, for a person.
    pub title: String,
    /// The template, with `{slots}` and `[blanks]`.
    pub with: String,
    /// What it replaces.
    pub mode: RewriteMode,
    /// Words with which the matched words begin where it is offered, in small letters; any where empty.
    pub begins: Vec<String>,
    /// Words with which they end, in small letters; any where empty.
    pub ends: Vec<String>,
}

/// What a rewrite replaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RewriteMode {
    /// The whole sentence.
    #[default]
    Sentence,
    /// The matched words only.
    Words,
    /// Nothing: it is added after the sentence.
    Append,
}

/// A sentence that shows what a rule flags, or does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Markdown.
    pub text: String,
    /// The words that are flagged; `None` in a good example.
    pub flags: Option<String>,
    /// What the first rewrite makes of it.
    pub becomes: Option<String>,
}

impl Example {
    /// A text that shows something as a whole.
    pub(super) fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            flags: None,
            becomes: None,
        }
    }
}

/// What a person can know of a rule: `explain`, `rules list`, the help text of machine formats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// `family/name`.
    pub id: Arc<str>,
    /// How it finds.
    pub kind: RuleKind,
    /// Its family.
    pub family: Family,
    /// How much it matters, before context and configuration.
    pub severity: Severity,
    /// How sure it is, before context.
    pub confidence: Confidence,
    /// What the text does: the headline of a finding. `{words}` stands for the matched words.
    pub message: String,
    /// Why it matters, for a policy editor.
    pub why: Arc<str>,
    /// The other view, where the field disagrees.
    pub contested: Option<String>,
    /// What a linter cannot see here.
    pub out_of_reach: Option<String>,
    /// Seeds and publications it rests on.
    pub sources: Vec<String>,
    /// Ways to rewrite, best first.
    pub rewrites: Vec<Rewrite>,
    /// Names of the contexts that silence it, beside those of its family.
    pub unless: Vec<String>,
    /// What it flags.
    pub bad: Vec<Example>,
    /// What it does not flag.
    pub good: Vec<Example>,
}
