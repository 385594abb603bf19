//! What a whole document is asked: its kind, its commitments, its lists, its parts. As compiled: plain data, so that
//! the build script can hand it over.
//!
//! All of them rest on *parts*: named groups of patterns. A unit of prose (a sentence with what introduces it, a row of
//! a table) shows a part when one of the part's patterns matches in it.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::program::{Lists, Needs, Pattern};
use crate::finding::{Family, Severity};

/// A named group of patterns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// What it is, for a person: "an owner", "a duty (must, shall, will)".
    pub(crate) says: String,
    /// Whether the heading that the unit stands under may show it too.
    pub(crate) heading: bool,
    /// Its patterns: cues `start..end`.
    pub(crate) cues: (u32, u32),
    /// How often, per million words, a word stands that one of them is anchored on.
    pub(crate) common: u32,
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
    /// What a manual is asked; `None` where only documents are.
    pub(crate) manual: Option<ManualAsk>,
}

/// That at least one document of a manual makes a commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ManualAsk {
    /// How much it matters that none does.
    pub(crate) severity: Severity,
    /// Kinds of which one must make it, and only where the manual has one; empty: any document.
    pub(crate) of: Vec<Arc<str>>,
    /// What the manual is told; the rule's own message where there is none.
    pub(crate) message: Option<String>,
}

/// A body of law that names grounds of discrimination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Law {
    /// Federal law of the United States.
    #[serde(rename = "US")]
    Us,
    /// The Equality Act 2010.
    #[serde(rename = "UK")]
    Uk,
    /// The Canadian Human Rights Act.
    #[serde(rename = "CA")]
    Ca,
    /// Federal law of Australia.
    #[serde(rename = "AU")]
    Au,
}

impl Law {
    /// Every law that lists know.
    pub(crate) const ALL: [Self; 4] = [Self::Us, Self::Uk, Self::Ca, Self::Au];

    /// For a person, after "the law of".
    pub(crate) fn says(self) -> &'static str {
        match self {
            Self::Us => "the United States",
            Self::Uk => "the United Kingdom",
            Self::Ca => "Canada",
            Self::Au => "Australia",
        }
    }
}

/// A member of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Member {
    /// As written in a clause: "gender identity".
    pub(crate) name: String,
    /// The part that shows it.
    pub(crate) part: u32,
    /// The part that covers it only in a wider word ("LGBTQ+").
    pub(crate) umbrella: Option<u32>,
    /// Laws that name it.
    pub(crate) law: Vec<Law>,
    /// Countries where state or provincial law, or common practice, names it.
    pub(crate) common: Vec<Law>,
    /// Whether the seeds' list names it.
    pub(crate) seed: bool,
}

/// A list that should name its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct EnumerationCode {
    /// Index of its rule.
    pub(crate) rule: u32,
    /// The part that begins such a list.
    pub(crate) opens: u32,
    /// The part that shows a unit to be another list.
    pub(crate) near: Option<u32>,
    /// How many members make a list of it.
    pub(crate) least: u32,
    /// Kinds of policy that it is for; empty: every one.
    pub(crate) kinds: Vec<Arc<str>>,
    /// Laws under which it is asked; empty: everywhere.
    pub(crate) only: Vec<Law>,
    /// Parts of a document that show which law holds.
    pub(crate) cues: Vec<(Law, u32)>,
    /// Its members, in the order of clauses.
    pub(crate) members: Vec<Member>,
    /// What adds members, with `{members}` in it.
    pub(crate) add: String,
}

/// What a structure rule looks at. Closed: a new rule is data, a new look is a change of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum StructureCheck {
    /// The parts in `order` must each stand somewhere in the document.
    Parts,
    /// Documents of the manual must each show the parts in `order`, in a property or in words; said once with a count.
    Metadata,
    /// A heading must have words under it.
    EmptySection,
    /// The next review must not have passed, nor the last one be `limit` months ago.
    Stale,
    /// A policy or form that is named must be in the manual.
    Reference,
    /// The same paragraph must not stand in `least` documents.
    Repeated,
    /// The same duty must not have two deadlines.
    Deadline,
    /// A service must not be pledged to equity here and to neutrality there.
    Contradiction,
    /// No more commitments without substance than with it.
    Ratio,
}

/// A service that a contradiction can be about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Topic {
    /// For a person: "the collection".
    pub(crate) name: String,
    /// The commitment that speaks for equity there.
    pub(crate) commitment: u32,
    /// The part that shows words to be about it.
    pub(crate) part: u32,
    /// Kinds of policy that are about it.
    pub(crate) kinds: Vec<Arc<str>>,
}

/// How the name of a policy or form is known in a sentence: “Exhibits and Displays Policy”.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct NameWords {
    /// Words that end one, as written: `Policy`, `Form`.
    #[serde(default)]
    pub(crate) last: Vec<String>,
    /// Small words inside one: `of`, `and`.
    #[serde(default)]
    pub(crate) inside: Vec<String>,
    /// Words that begin a sentence and no name: `The`, `See`.
    #[serde(default)]
    pub(crate) first: Vec<String>,
}

/// A rule about the parts of a document or manual.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StructureCode {
    /// Index of its rule.
    pub(crate) rule: u32,
    /// What it looks at.
    pub(crate) check: StructureCheck,
    /// Kinds it is for; empty: every policy.
    pub(crate) kinds: Vec<Arc<str>>,
    /// Its parts, in the order of reports.
    pub(crate) parts: Vec<u32>,
    /// How many must be there before it speaks.
    pub(crate) least: u32,
    /// A number that the check reads: months.
    pub(crate) limit: u32,
    /// Names of properties that it reads.
    pub(crate) properties: Vec<String>,
    /// What the message says where the next review has passed.
    pub(crate) passed: Option<String>,
    /// How names of policies and forms are known in a sentence.
    pub(crate) names: NameWords,
    /// Words that tell no name, and no duty, from another; in small letters, sorted.
    pub(crate) common: Vec<String>,
    /// Families whose findings are claims of neutrality.
    pub(crate) claims: Vec<Family>,
    /// Model clause, with `[blanks]`.
    pub(crate) clause: Option<String>,
    /// Services, for contradictions.
    pub(crate) topics: Vec<Topic>,
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
    /// Words of a document of this kind, at most.
    pub(crate) most_words: Option<u32>,
}

/// Words by which a language is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Language {
    /// Its English name.
    pub(crate) name: String,
    /// Its commonest small words.
    pub(crate) words: Vec<String>,
}

/// An idea of a document that equilint puts into practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seed {
    /// `LW-1`: how the sources of rules name it.
    pub id: String,
    /// The document.
    pub of: String,
    /// The idea.
    pub says: String,
    /// Why no rule can look for it; `None` where one does.
    pub beyond: Option<String>,
}

impl Seed {
    /// Whether `source`, of a rule, names it: alone, or in brackets after the document.
    pub fn is_in(&self, source: &str) -> bool {
        source
            .split(|letter: char| !(letter.is_alphanumeric() || letter == '-'))
            .any(|word| word == self.id)
    }
}

/// Everything a document or manual is asked.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Checks {
    /// Patterns, by part.
    pub(crate) cues: Vec<Pattern>,
    /// What the words must have for each cue.
    pub(crate) needs: Vec<Needs>,
    /// Whether a cue matches wherever a word stands that it is anchored on: it is nothing but such words.
    pub(crate) sure: Vec<bool>,
    /// The part of each cue.
    pub(crate) cue_parts: Vec<u32>,
    /// Cues that each word anchors, and then each entry of more than one word.
    pub(crate) anchors: Lists,
    /// Named groups of patterns.
    pub(crate) parts: Vec<Part>,
    /// The shared part named `denied`: what shows that a unit promises nothing.
    pub(crate) denied: Option<u32>,
    /// Shared parts by name.
    pub(crate) shared: BTreeMap<String, u32>,
    /// Commitments, in the order of reports.
    pub(crate) commitments: Vec<CommitmentCode>,
    /// Lists.
    pub(crate) enumerations: Vec<EnumerationCode>,
    /// Parts of documents and manuals.
    pub(crate) structures: Vec<StructureCode>,
    /// Kinds of policy.
    pub(crate) kinds: Vec<KindCode>,
    /// What the rules rest on.
    pub(crate) seeds: Vec<Seed>,
    /// Languages that are not judged.
    pub(crate) languages: Vec<Language>,
    /// Small words of English.
    pub(crate) english: Vec<String>,
}

impl Checks {
    /// The first rule that makes this check.
    pub(crate) fn structure(&self, check: StructureCheck) -> Option<&StructureCode> {
        self.structures.iter().find(|code| code.check == check)
    }

    /// Words that tell no name of a policy from another.
    pub(crate) fn common_in_names(&self) -> &[String] {
        let code = self.structure(StructureCheck::Reference);
        code.map_or(&[], |code| &code.common)
    }
}
