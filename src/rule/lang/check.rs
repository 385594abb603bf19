//! What a whole document is asked: its kind and its commitments. As compiled: plain data, so that
//! the build script can hand it over.
//!
//! All of them rest on *parts*: named groups of patterns. A unit of prose (a sentence with what introduces it, a row of
//! a table) shows a part when one of the part's patterns matches in it.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::program::{Lists, Pattern};

/// A named group of patterns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// What it is, for a person: "an owner", "a duty (must, shall, will)".
    pub(crate) says: String,
    /// Whether the heading that the unit stands under may show it too.
    pub(crate) heading: bool,
    /// Its patterns: cues `start..end`.
    pub(crate) cues: (u32, u32),
}

/// How far the parts of a combination may stand apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reach {
    /// In one unit.
    Sentence,
    /// In one paragraph, item or row.
    Paragraph,
    /// Under one heading.
    Section,
    /// Anywhere in the document.
    Document,
}

/// Parts that are enough together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Combination {
    /// How far apart they may stand.
    pub(crate) reach: Reach,
    /// The parts, by number.
    pub(crate) parts: Vec<u32>,
    /// Parts that the unit must not show.
    pub(crate) without: Vec<u32>,
}

/// A commitment that documents of some kinds are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CommitmentCode {
    /// Index of its rule.
    pub(crate) rule: u32,
    /// The id without its family: `equitable-hiring`.
    pub(crate) name: Arc<str>,
    /// What it is, for a table's head: "Equitable hiring".
    pub(crate) title: Arc<str>,
    /// Combinations of which one meets it, the fullest first.
    pub(crate) met: Vec<Combination>,
    /// Combinations of which one meets it in part.
    pub(crate) partial: Vec<Combination>,
    /// A part that a unit must not show: near misses.
    pub(crate) near: Option<u32>,
    /// A part that so many units of the document must show for the commitment to be looked for at all.
    pub(crate) gate: Option<(u32, u32)>,
    /// The part that tells the section a model clause belongs to.
    pub(crate) belongs: Option<u32>,
    /// Model clause, with `[blanks]`.
    pub(crate) clause: String,
    /// The same where law limits naming groups.
    pub(crate) restricted_clause: Option<String>,
}

/// A kind of policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KindCode {
    /// Its name: `meeting-room`.
    pub(crate) name: Arc<str>,
    /// For a person: "Meeting rooms".
    pub(crate) title: String,
    /// Other names that a `policy-type` property may use.
    pub(crate) aliases: Vec<String>,
    /// Part that the title or the file's name shows.
    pub(crate) names: Option<u32>,
    /// Part that a heading shows; the title's part counts there too.
    pub(crate) headings: Option<u32>,
    /// Parts that the body shows, one a cue.
    pub(crate) body: Vec<u32>,
    /// Commitments it must make, by number.
    pub(crate) requires: Vec<u32>,
    /// Commitments that fit it, by number.
    pub(crate) suggests: Vec<u32>,
    /// Not asked for anything, and why; `None` for a policy.
    pub(crate) exempt: Option<String>,
}

/// Words by which a language is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Language {
    /// Its English name.
    pub(crate) name: String,
    /// Its commonest small words.
    pub(crate) words: Vec<String>,
}

/// Everything a document or manual is asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Checks {
    /// Patterns, by part.
    pub(crate) cues: Vec<Pattern>,
    /// The part of each cue.
    pub(crate) cue_parts: Vec<u32>,
    /// Cues that each word anchors.
    pub(crate) anchors: Lists,
    /// Named groups of patterns.
    pub(crate) parts: Vec<Part>,
    /// The shared part named `denied`: what shows that a unit promises nothing.
    pub(crate) denied: Option<u32>,
    /// Shared parts by name.
    pub(crate) shared: BTreeMap<String, u32>,
    /// Commitments, in the order of reports.
    pub(crate) commitments: Vec<CommitmentCode>,
    /// Kinds of policy.
    pub(crate) kinds: Vec<KindCode>,
    /// Languages that are not judged.
    pub(crate) languages: Vec<Language>,
    /// Small words of English.
    pub(crate) english: Vec<String>,
}
