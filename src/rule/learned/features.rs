//! A sentence as numbered features.
//!
//! A feature is a hash of what it stands for, so that nothing has to be kept but numbers and weights. Hashes are spelled
//! out here (FNV-1a, folded to 32 bits) because a model on disk depends on them.

use std::ops::Range;

/// What a sentence is in its document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    #[default]
    Paragraph,
    /// A heading.
    Heading,
    /// A list item.
    Item,
    /// A table cell.
    Cell,
    /// Anything else: captions, terms, notes.
    Other,
}

/// How much of a sentence stands in quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quoted {
    /// None of it.
    #[default]
    No,
    /// At most half.
    Partly,
    /// More than half, or it stands in a block quotation.
    Mostly,
}

/// A vocabulary's entry that stands in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class<'a> {
    /// The vocabulary's name.
    pub name: &'a str,
    /// Which tokens.
    pub words: Range<usize>,
}

/// A sentence as a model sees it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sentence<'a> {
    /// Words, numbers and marks in order, folded to lower case.
    pub tokens: &'a [&'a str],
    /// Vocabulary that stands in it, by first token.
    pub classes: &'a [Class<'a>],
    /// Ids of the rules that matched it and were not silenced (`family/name`).
    pub rules: &'a [&'a str],
    /// What it says of a commitment: facets by name, and whether they stand in the sentence itself or beside it.
    pub facets: &'a [(&'a str, bool)],
    /// What it is in its document.
    pub kind: Kind,
    /// Whether a list item or cell has words that introduce it.
    pub led: bool,
    /// How much of it is quoted.
    pub quoted: Quoted,
}

/// Sorts of features. Each sort is brought to the same length, so that many letters do not drown few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Three to five letters in a row.
    Letters,
    /// A word, two words in a row.
    Words,
    /// A vocabulary.
    Classes,
    /// A vocabulary and then another.
    Pairs,
    /// Length, kind, quotation.
    Form,
    /// Rules that matched.
    Rules,
    /// A word, its weight learned from words of like meaning.
    Kin,
    /// What a commitment says of itself.
    Facets,
}

/// How many sorts there are.
pub(super) const SORTS: usize = 8;

impl Sort {
    const ALL: [Self; SORTS] = [
        Self::Letters,
        Self::Words,
        Self::Classes,
        Self::Pairs,
        Self::Form,
        Self::Rules,
        Self::Kin,
        Self::Facets,
    ];

    /// How long the vector of this sort is.
    pub(super) fn length(self) -> f32 {
        match self {
            Self::Letters
            | Self::Words
            | Self::Classes
            | Self::Pairs
            | Self::Rules
            | Self::Kin
            | Self::Facets => 1.0,
            Self::Form => 0.5,
        }
    }
}

/// Words between the two of a pair, at most.
const PAIR_GAP: usize = 5;

/// The features of one sentence; keeps its room for the next.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// By sort, then ascending, none twice.
    ids: Vec<u32>,
    /// Where each sort ends in `ids`.
    ends: [usize; SORTS],
    /// Sort and number of each, as one number.
    room: Vec<u64>,
    letters: Vec<char>,
}

impl Features {
    /// Take in `sentence` in place of the one before.
    pub fn read(&mut self, sentence: &Sentence<'_>) {
        let mut room = std::mem::take(&mut self.room);
        room.clear();
        visit(sentence, &mut self.letters, |sort, id, _| {
            room.push((sort as u64) << 32 | u64::from(id));
        });
        room.sort_unstable();
        room.dedup();
        self.ids.clear();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the lower half is the number"
        )]
        self.ids.extend(room.iter().map(|one| *one as u32));
        for (sort, end) in Sort::ALL.into_iter().zip(&mut self.ends) {
            *end = room.partition_point(|one| one >> 32 <= sort as u64);
        }
        self.room = room;
    }

    /// Every sort with its features.
    pub(super) fn sorts(&self) -> impl Iterator<Item = (Sort, &[u32])> {
        let starts = std::iter::once(0).chain(self.ends);
        let ranges = starts.zip(self.ends);
        Sort::ALL
            .into_iter()
            .zip(ranges)
            .map(|(sort, (start, end))| (sort, self.ids.get(start..end).unwrap_or_default()))
    }
}

/// Hash of a feature: a tag for what it is, then its parts.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    fn new(tag: u8) -> Self {
        Self(0xcbf2_9ce4_8422_2325).byte(tag)
    }

    #[inline]
    fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }

    fn part(self, part: &str) -> Self {
        part.bytes().fold(self, Self::byte).byte(0x1f)
    }

    #[inline]
    fn letter(self, letter: char) -> Self {
        let letter = u32::from(letter);
        if letter < 0x100 {
            // Three bytes of zero multiply and nothing else.
            const FOUR: u64 = 0x0100_0000_01b3_u64.wrapping_pow(4);
            return Self((self.0 ^ u64::from(letter)).wrapping_mul(FOUR));
        }
        letter.to_le_bytes().into_iter().fold(self, Self::byte)
    }

    #[inline]
    fn end(self) -> u32 {
        ((self.0 ^ (self.0 >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
    }
}

/// A word as it is hashed: every number is the same.
fn plain<'a>(word: &&'a str) -> &'a str {
    if word.starts_with(|letter: char| letter.is_ascii_digit()) {
        "#"
    } else {
        word
    }
}

/// The feature of a word that is weighed by its kin.
pub(super) fn kin(word: &str) -> u32 {
    Hash::new(b'w').part(word).end()
}

fn is_word(token: &str) -> bool {
    token.starts_with(char::is_alphanumeric) || token == "#"
}

/// Say every feature of `sentence` with the tokens it comes from, some more than once.
pub(super) fn visit(
    sentence: &Sentence<'_>,
    letters: &mut Vec<char>,
    mut see: impl FnMut(Sort, u32, Range<usize>),
) {
    let tokens = sentence.tokens;
    let mut before = "^";
    for (at, token) in tokens.iter().map(plain).enumerate() {
        let from = at.saturating_sub(1);
        see(
            Sort::Words,
            Hash::new(b'b').part(before).part(token).end(),
            from..at + 1,
        );
        before = token;
        if !is_word(token) {
            continue;
        }
        see(Sort::Words, Hash::new(b'u').part(token).end(), at..at + 1);
        if token != "#" {
            see(Sort::Kin, kin(token), at..at + 1);
        }
        letters.clear();
        letters.push('<');
        letters.extend(token.chars());
        letters.push('>');
        for start in 0..letters.len() {
            let mut hash = Hash::new(b'c');
            for (len, letter) in letters.iter().skip(start).take(5).enumerate() {
                hash = hash.letter(*letter);
                if len >= 2 {
                    see(Sort::Letters, hash.end(), at..at + 1);
                }
            }
        }
    }
    see(
        Sort::Words,
        Hash::new(b'b').part(before).part("$").end(),
        tokens.len().saturating_sub(1)..tokens.len(),
    );
    for class in sentence.classes {
        let id = Hash::new(b'v').part(class.name).end();
        see(Sort::Classes, id, class.words.clone());
        // Vocabularies are in the order of their first words.
        let from = sentence
            .classes
            .partition_point(|after| after.words.start < class.words.end);
        let near = sentence.classes.get(from..).unwrap_or_default().iter();
        for after in near.take_while(|after| after.words.start <= class.words.end + PAIR_GAP) {
            if after.name != class.name {
                let id = Hash::new(b'o').part(class.name).part(after.name).end();
                see(Sort::Pairs, id, class.words.start..after.words.end);
            }
        }
    }
    form(sentence, &mut see);
    for (name, here) in sentence.facets {
        let tag = if *here { b'h' } else { b'a' };
        see(Sort::Facets, Hash::new(tag).part(name).end(), 0..0);
    }
    for rule in sentence.rules {
        let family = rule.split('/').next().unwrap_or_default();
        see(Sort::Rules, Hash::new(b'r').part(rule).end(), 0..0);
        see(Sort::Rules, Hash::new(b'f').part(family).end(), 0..0);
    }
}

fn form(sentence: &Sentence<'_>, see: &mut impl FnMut(Sort, u32, Range<usize>)) {
    const NEGATIONS: [&str; 8] = [
        "not", "no", "never", "nor", "neither", "without", "cannot", "rather",
    ];
    let words = sentence.tokens.iter().map(plain);
    let count = words.clone().filter(|token| is_word(token)).count();
    let length = match count / 6 {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4 => "4",
        5 => "5",
        _ => "6",
    };
    let kind = match sentence.kind {
        Kind::Paragraph => "paragraph",
        Kind::Heading => "heading",
        Kind::Item => "item",
        Kind::Cell => "cell",
        Kind::Other => "other",
    };
    let quoted = match sentence.quoted {
        Quoted::No => "no",
        Quoted::Partly => "partly",
        Quoted::Mostly => "mostly",
    };
    let mut say = |tag: u8, what: &str| see(Sort::Form, Hash::new(tag).part(what).end(), 0..0);
    say(b'n', length);
    say(b'k', kind);
    say(b'q', quoted);
    if words.clone().any(|token| token == "#") {
        say(b'#', "number");
    }
    if words.clone().any(|token| NEGATIONS.contains(&token)) {
        say(b'!', "negation");
    }
    if sentence.tokens.last() == Some(&"?") {
        say(b'?', "question");
    }
    if sentence.led {
        say(b'l', "led");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(sentence: &Sentence<'_>) -> Vec<(u8, Vec<u32>)> {
        let mut features = Features::default();
        features.read(sentence);
        features
            .sorts()
            .map(|(sort, ids)| (sort as u8, ids.to_vec()))
            .collect()
    }

    /// A model on disk is read by later versions: the hashes must not drift.
    #[test]
    fn hashes_stay_what_they_are() {
        assert_eq!(Hash::new(b'u').part("neutral").end(), 3_925_106_221);
    }

    #[test]
    fn the_same_sentence_has_the_same_features() {
        let tokens = ["staff", "remain", "neutral", "."];
        let sentence = Sentence {
            tokens: &tokens,
            ..Sentence::default()
        };
        assert_eq!(ids(&sentence), ids(&sentence));
    }

    #[test]
    fn every_number_is_the_same() {
        let (first, second) = (["within", "30", "days"], ["within", "90", "days"]);
        let of = |tokens| {
            ids(&Sentence {
                tokens,
                ..Sentence::default()
            })
        };
        assert_eq!(of(&first), of(&second));
    }

    #[test]
    fn a_pair_of_vocabularies_keeps_its_order() {
        let tokens = ["staff", "stay", "neutral"];
        let class = |name, at: usize| Class {
            name,
            words: at..at + 1,
        };
        let of = |classes: &[Class<'_>]| {
            ids(&Sentence {
                tokens: &tokens,
                classes,
                ..Sentence::default()
            })
            .swap_remove(Sort::Pairs as usize)
        };
        let there = of(&[class("people", 0), class("neutral", 2)]);
        let back = of(&[class("neutral", 0), class("people", 2)]);
        assert_eq!(there.1.len(), 1);
        assert_ne!(there, back);
    }

    #[test]
    fn an_empty_sentence_has_features_too() {
        let sentence = Sentence::default();
        assert!(ids(&sentence).iter().any(|(_, ids)| !ids.is_empty()));
    }
}
