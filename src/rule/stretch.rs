//! Words in a row, with the vocabularies' longer entries among them.

use super::{lang::Program, token::Token};

/// An entry of a vocabulary that has more than one word, where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its first word, by place.
    pub(super) at: u32,
    /// Its vocabulary.
    pub(super) class: u32,
    /// How many words it has.
    pub(super) len: u32,
    /// Its number where words are listed by number: [`Program::phrase`].
    pub(super) word: u32,
}

/// Words in a row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stretch<'a> {
    /// The words.
    pub(super) tokens: &'a [Token],
    /// The longer entries that begin among them, by place, vocabulary and length, the longest first.
    entries: &'a [Entry],
    /// The place of the first word, as entries count.
    first: u32,
}

impl<'a> Stretch<'a> {
    /// Words, and the entries that stand among them.
    pub(super) fn new(tokens: &'a [Token], entries: &'a [Entry]) -> Self {
        Self {
            tokens,
            entries,
            first: 0,
        }
    }

    /// Words from place `first` on, and the entries that begin among them.
    pub(super) fn run(tokens: &'a [Token], entries: &'a [Entry], first: usize) -> Self {
        Self {
            tokens,
            entries,
            first: number_of(first),
        }
    }

    /// The words from `start` up to `end`, exclusive.
    pub(super) fn part(self, start: usize, end: usize) -> Self {
        let first = self.first + number_of(start);
        let from = self.entries.partition_point(|entry| entry.at < first);
        let until = self.first + number_of(end);
        let rest = self.entries.get(from..).unwrap_or_default();
        let count = rest.partition_point(|entry| entry.at < until);
        Self {
            tokens: self.tokens.get(start..end).unwrap_or_default(),
            entries: rest.get(..count).unwrap_or_default(),
            first,
        }
    }

    /// The longer entries that stand whole among the words; their places count from the first word.
    pub(super) fn entries(self) -> impl Iterator<Item = Entry> {
        let end = self.first + number_of(self.tokens.len());
        let whole = self
            .entries
            .iter()
            .filter(move |entry| entry.at + entry.len <= end);
        whole.map(move |entry| Entry {
            at: entry.at - self.first,
            ..*entry
        })
    }

    /// Entries of `class` that begin at `at`, and end with the words: how long they are, the longest first.
    pub(super) fn longer(self, at: usize, class: u32) -> impl Iterator<Item = usize> {
        let end = self.first + number_of(self.tokens.len());
        let key = (self.first + number_of(at), class);
        let from = self
            .entries
            .partition_point(|entry| (entry.at, entry.class) < key);
        let rest = self.entries.get(from..).unwrap_or_default().iter();
        rest.take_while(move |entry| (entry.at, entry.class) == key)
            .filter(move |entry| entry.at + entry.len <= end)
            .map(|entry| entry.len as usize)
    }

    /// The words that some rule knows, and then the longer entries, each by its number.
    #[inline]
    pub(super) fn numbers(self) -> impl Iterator<Item = u32> {
        let words = self.tokens.iter().map(|token| token.word);
        let known = words.filter(|word| *word != 0);
        known.chain(self.entries().map(|entry| entry.word))
    }
}

/// The vocabularies' longer entries among `tokens`, in the order that [`Stretch`] keeps.
pub(super) fn entries_of(program: &Program, tokens: &[Token]) -> Vec<Entry> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.word == 0 {
            continue;
        }
        for number in program.phrases_by(token.word) {
            let Some(phrase) = program.phrases.get(*number as usize) else {
                continue;
            };
            let Some(start) = at.checked_sub(phrase.rarest as usize) else {
                continue;
            };
            let words = tokens.get(start..start + phrase.sets.len());
            let fits = words.is_some_and(|words| {
                let mut pairs = words.iter().zip(&phrase.sets);
                pairs.all(|(token, set)| program.is_in(token.word, *set))
            });
            if fits {
                found.push(Entry {
                    at: number_of(start),
                    class: phrase.class,
                    len: number_of(phrase.sets.len()),
                    word: program.phrase(*number),
                });
            }
        }
    }
    found.sort_unstable_by_key(|entry| (entry.at, entry.class, u32::MAX - entry.len, entry.word));
    found.dedup();
    found
}

fn number_of(at: usize) -> u32 {
    u32::try_from(at).expect("text is shorter than 4 GiB")
}
