//! Rules as compiled: words by number, patterns as code. Plain data, so that the build script can hand it over.

use serde::{Deserialize, Serialize};

use super::lexicon::Lexicon;

use crate::finding::Family;

/// Lists by number, one after the other.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Lists {
    /// Where each list ends in `items`.
    pub(crate) ends: Vec<u32>,
    /// All items.
    pub(crate) items: Vec<u32>,
}

impl Lists {
    /// Add a list, and get its number.
    pub(crate) fn push(&mut self, items: &[u32]) -> u32 {
        self.items.extend_from_slice(items);
        let number = u32::try_from(self.ends.len()).expect("fewer lists than 4 billion");
        self.ends
            .push(u32::try_from(self.items.len()).expect("fewer items than 4 billion"));
        number
    }

    /// A list; an unknown number is empty.
    #[inline]
    pub(crate) fn get(&self, number: u32) -> &[u32] {
        let start = (number as usize)
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(number as usize).copied().unwrap_or(start);
        self.items
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }
}

/// One step of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Instruction {
    /// This word.
    Word(u32),
    /// A word of this set.
    Set(u32),
    /// An entry of this vocabulary.
    Class(u32),
    /// A number.
    Number,
    /// A word in -ed.
    Participle,
    /// A token that ends no clause.
    Any,
    /// Any token.
    AnyOver,
    /// Go on at the first, or else at the second.
    Split(u32, u32),
    /// Go on there.
    Jump(u32),
    /// The start of the sentence.
    Start,
    /// The end of the sentence, or its final stop.
    End,
    /// Done.
    Match,
}

/// What a stretch of words has together: a bit for each need that one of the words meets.
#[derive(Clone, Debug)]
pub(crate) struct Features([u64; Self::WORDS]);

impl Features {
    const WORDS: usize = 32;
    /// How many bits there are; needs beyond share them.
    const BITS: u16 = 2048;

    /// What no words have: only need 0, which everything meets.
    pub(crate) fn none() -> Self {
        let mut bits = [0; Self::WORDS];
        bits[0] = 1;
        Self(bits)
    }

    /// Take in a need that a word meets.
    #[inline]
    pub(crate) fn insert(&mut self, need: u32) {
        let need = need % u32::from(Self::BITS);
        if let Some(bits) = self.0.get_mut(need as usize / 64) {
            *bits |= 1 << (need % 64);
        }
    }

    /// Whether the need is met.
    #[inline]
    pub(crate) fn meets(&self, need: u32) -> bool {
        let need = need % u32::from(Self::BITS);
        let bits = self.0.get(need as usize / 64);
        bits.is_some_and(|bits| bits >> (need % 64) & 1 == 1)
    }

    /// Whether all of `needs` is here.
    #[inline]
    pub(crate) fn has(&self, needs: Needs) -> bool {
        let met = |need: u16| self.meets(u32::from(need));
        let [a, b, c, d] = needs.0;
        met(a) && met(b) && met(c) && met(d)
    }
}

/// Groups of words of each of which one must stand there for a pattern to match: the rarest few, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Needs(pub(crate) [u16; Self::MOST]);

impl Needs {
    /// Needs that are asked for, at most.
    pub(crate) const MOST: usize = 4;
}

/// What the first word of a match can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum First {
    /// Anything.
    #[default]
    Any,
    /// A word of this set.
    Word(u32),
    /// The same, or a number, or a word in -ed.
    Shape(u32),
}

/// What a message says of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FacetSays {
    /// What a commitment says that has it ("by when"); `None` where no message names it.
    pub(crate) says: Option<String>,
    /// Whether a message tells that it is missing.
    pub(crate) missed: bool,
}

/// A pattern's code: instructions `start..` up to its `Match`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pattern {
    /// First instruction.
    pub(crate) start: u32,
    /// One past its last instruction.
    pub(crate) end: u32,
    /// What the words must have; nothing where its needs stand elsewhere, by its number.
    pub(crate) needs: Needs,
    /// What its first word can be.
    pub(crate) first: First,
}

/// An entry of a vocabulary that has more than one word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Phrase {
    /// Its vocabulary.
    pub(crate) class: u32,
    /// The sets of words it is made of, in order.
    pub(crate) sets: Vec<u32>,
    /// Which of the sets is the rarest: the one it is looked up by.
    pub(crate) rarest: u32,
}

/// Classes that must meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Together {
    /// One pattern a member.
    pub(crate) members: Vec<Pattern>,
}

/// What a rule seeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Sought {
    /// Words in order.
    Ordered(Pattern),
    /// Classes in any order.
    Together(Together),
}

/// A sought thing and the rule it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Code {
    /// Index of the rule.
    pub(crate) rule: u32,
    /// What it seeks.
    pub(crate) sought: Sought,
}

/// How far around a match a context is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Scope {
    /// The match and `reach` words on each side.
    Match,
    /// Up to `reach` words before it, within its clause.
    Before,
    /// Up to `reach` words after it.
    After,
    /// Its clause.
    Clause,
    /// Between semicolons and colons.
    Segment,
    /// Its sentence.
    Sentence,
    /// Its sentence and the ones before and after.
    Around,
    /// The heading path and the title.
    Heading,
    /// The whole document.
    Document,
}

/// What a context does to a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Effect {
    /// There is no finding.
    #[default]
    Silence,
    /// The finding is at most a note, and its rewrites may only append.
    Note,
}

/// A named context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContextCode {
    /// Its name.
    pub(crate) name: String,
    /// What it says of a match that it silences or caps, for a person.
    pub(crate) says: String,
    /// Where it is looked for.
    pub(crate) scope: Scope,
    /// Words, for the scopes that need a number.
    pub(crate) reach: u32,
    /// Whether `before` also looks into the match itself.
    pub(crate) inside: bool,
    /// What it does.
    pub(crate) effect: Effect,
    /// What it looks for; any one is enough.
    pub(crate) find: Vec<Pattern>,
}

/// Whether the institution must be the one who speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Actor {
    /// Any subject.
    #[default]
    Any,
    /// The institution or its people, or a sentence without a subject.
    Ours,
}

/// A family's own settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FamilyCode {
    /// Which.
    pub(crate) family: Family,
    /// Contexts that silence its rules.
    pub(crate) unless: Vec<u32>,
    /// Contexts that cap its rules at a note.
    pub(crate) note_when: Vec<u32>,
    /// Families whose finding on the same words silences this one's.
    pub(crate) yields_to: Vec<Family>,
    /// Whether words written as a proper name are silent.
    pub(crate) spares_names: bool,
}

/// A rule's own settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RuleCode {
    /// Contexts that silence it, its family's included.
    pub(crate) unless: Vec<u32>,
    /// Contexts that cap it at a note, its family's included.
    pub(crate) note_when: Vec<u32>,
    /// Other senses, looked for in the whole sentence.
    pub(crate) senses: Vec<Pattern>,
    /// What the words that were found must match too.
    pub(crate) regex: Option<String>,
    /// Who must speak.
    pub(crate) actor: Actor,
    /// Words between the members of a `together`.
    pub(crate) within: u32,
    /// Whether the members may stand in different clauses of the sentence.
    pub(crate) whole_sentence: bool,
    /// Facet groups of which one, in the sentence or the next, silences the rule.
    pub(crate) unless_facets: Vec<Vec<u32>>,
    /// Whether the model of its family leaves it alone.
    pub(crate) unweighed: bool,
    /// The model that weighs its family, where it names one: index into [`super::Compiled::models`].
    pub(crate) model: Option<u32>,
    /// Whether a question can be a finding.
    pub(crate) question: bool,
    /// Only in headings, items …; empty: everywhere.
    pub(crate) units: Vec<String>,
    /// Of a learned rule: how its family is weighed.
    pub(crate) weigh: Option<Weigh>,
}

/// How a model's probability is used, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Weigh {
    /// Below it, candidates are hidden.
    pub(crate) hide: u16,
    /// Below it, confidence is low.
    pub(crate) doubt: u16,
    /// Below it, confidence is at most medium.
    pub(crate) sure: u16,
    /// From it on, a sentence that no rule reaches is raised.
    pub(crate) raise: u16,
}

/// All rules of a set, ready to match.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Program {
    /// Words.
    pub(crate) lexicon: Lexicon,
    /// Needs that each word meets, and then each entry of more than one word.
    pub(crate) features: Lists,
    /// Vocabularies that each word alone belongs to.
    pub(crate) classes: Lists,
    /// Phrases whose rarest word each word is.
    pub(crate) by_rarest: Lists,
    /// Which words are the rarest of a phrase, a bit each: made by [`Program::ready`].
    #[serde(skip)]
    rarest: Vec<u64>,
    /// One past the last need.
    pub(crate) need_count: u32,
    /// Codes that each word anchors, and then each entry of more than one word.
    pub(crate) anchors: Lists,
    /// Sets of words, sorted.
    pub(crate) sets: Lists,
    /// For each set, a bit for the lowest bits of each of its words: made by [`Program::ready`].
    #[serde(skip)]
    hints: Vec<u64>,
    /// Made by [`Program::ready`].
    #[serde(skip)]
    pub(crate) interrupters: Interrupters,
    /// Longer entries of vocabularies.
    pub(crate) phrases: Vec<Phrase>,
    /// Names of the vocabularies.
    pub(crate) class_names: Vec<String>,
    /// All instructions.
    pub(crate) instructions: Vec<Instruction>,
    /// All that is sought.
    pub(crate) codes: Vec<Code>,
    /// What the words must have for each code.
    pub(crate) needs: Vec<Needs>,
    /// A rule's settings, in the order of rules.
    pub(crate) rules: Vec<RuleCode>,
    /// Families' settings.
    pub(crate) families: Vec<FamilyCode>,
    /// Named contexts.
    pub(crate) contexts: Vec<ContextCode>,
    /// Facets of a commitment: name and what shows it.
    pub(crate) facets: Vec<(String, Vec<Pattern>)>,
    /// What each facet is called in a message.
    pub(crate) facet_says: Vec<FacetSays>,
}

/// What interrupts sentences, by number; 0 where no rule knows it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Interrupters {
    /// `(`
    pub(crate) open: u32,
    /// `)`
    pub(crate) close: u32,
    /// `–`
    pub(crate) dash: u32,
    /// `,`
    pub(crate) comma: u32,
    /// The vocabulary of words that begin what stands between commas.
    pub(crate) class: Option<u32>,
}

impl Program {
    /// Make what is not stored: to be called once, before anything is looked for.
    pub(crate) fn ready(&mut self) {
        self.lexicon.ready();
        let hint = |set| {
            let set = u32::try_from(set).map(|set| self.sets.get(set));
            let words = set.unwrap_or_default().iter();
            words.fold(0, |bits, word| bits | 1 << (word % u64::BITS))
        };
        self.hints = (0..self.sets.ends.len()).map(hint).collect();
        let mark = |mark: &str| self.lexicon.find(mark.as_bytes());
        self.interrupters = Interrupters {
            open: mark("("),
            close: mark(")"),
            dash: mark("–"),
            comma: mark(","),
            class: self.class("interrupter"),
        };
        self.rarest = vec![0; self.lexicon.ends.len().div_ceil(64)];
        for word in 0..self.lexicon.ends.len() {
            let list = u32::try_from(word).map(|word| self.by_rarest.get(word));
            if list.is_ok_and(|list| !list.is_empty())
                && let Some(bits) = self.rarest.get_mut(word / 64)
            {
                *bits |= 1 << (word % 64);
            }
        }
    }

    /// The phrases whose rarest word `word` is, by number.
    #[inline]
    pub(crate) fn phrases_by(&self, word: u32) -> &[u32] {
        let bits = self.rarest.get(word as usize / 64).copied().unwrap_or(0);
        if bits >> (word % 64) & 1 == 0 {
            return &[];
        }
        self.by_rarest.get(word)
    }

    /// Whether a word is in a set. Nearly always a glance tells that it is not.
    #[inline]
    pub(crate) fn is_in(&self, word: u32, set: u32) -> bool {
        let hint = self.hints.get(set as usize).copied().unwrap_or(0);
        hint >> (word % u64::BITS) & 1 == 1 && self.sets.get(set).binary_search(&word).is_ok()
    }

    /// The number of a vocabulary's longer entry where words are listed by number: on from the words.
    #[inline]
    pub(crate) fn phrase(&self, number: u32) -> u32 {
        u32::try_from(self.lexicon.ends.len()).expect("few words") + number
    }

    /// How many words and longer entries there are.
    pub(crate) fn count(&self) -> usize {
        self.lexicon.ends.len() + self.phrases.len()
    }

    /// The number of a vocabulary; names are sorted.
    #[inline]
    pub(crate) fn class(&self, name: &str) -> Option<u32> {
        let at = self
            .class_names
            .binary_search_by(|known| known.as_str().cmp(name));
        at.ok().and_then(|at| u32::try_from(at).ok())
    }
}
