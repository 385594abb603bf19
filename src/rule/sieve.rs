//! Which patterns may match, told by the words alone.
//!
//! A pattern can match only where a word stands that it is anchored on, and one of every other group of words that it
//! needs. That is asked of a whole document first, which rules most patterns out, and of each sentence for the rest; most
//! sentences hold no word that is still looked for, and are not even split off from their paragraph.

use std::cell::OnceCell;

use super::{
    lang::{Features, Lists, Needs, Program},
    stretch::Stretch,
    token::Token,
};

/// What the words have together.
pub(super) fn features_of(program: &Program, words: Stretch<'_>) -> Features {
    let mut all = Features::none();
    words.numbers().for_each(|word| {
        let needs = program.features.get(word);
        needs.iter().for_each(|need| all.insert(*need));
    });
    all
}

/// A set of small numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers(Vec<u64>);

impl Numbers {
    /// None of the numbers below `count`.
    pub(super) fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    /// Add one; whether it was new.
    #[inline]
    pub(super) fn insert(&mut self, number: u32) -> bool {
        let Some(bits) = self.0.get_mut(number as usize / 64) else {
            return false;
        };
        let bit = 1 << (number % 64);
        let new = *bits & bit == 0;
        *bits |= bit;
        new
    }

    /// Whether it is there.
    #[inline]
    pub(super) fn has(&self, number: u32) -> bool {
        let bits = self.0.get(number as usize / 64);
        bits.is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }
}

/// The different words of a document, longer entries of vocabularies among them, and what they have together.
#[derive(Debug)]
pub(super) struct Words {
    /// Each once, in the order in which they first stand.
    all: Vec<u32>,
    features: Features,
}

impl Words {
    /// The different ones among `tokens`. A longer entry counts where each of its words stands anywhere: what interrupts a
    /// sentence, and a list after its lead-in, can still part them.
    pub(super) fn of(program: &Program, tokens: &[Token]) -> Self {
        let mut known = Numbers::none(program.count());
        known.insert(0);
        let mut all = Vec::new();
        for token in tokens {
            if known.insert(token.word) {
                all.push(token.word);
            }
        }
        for at in 0..all.len() {
            let word = all.get(at).copied().unwrap_or(0);
            for number in program.phrases_by(word) {
                let phrase = program.phrases.get(*number as usize);
                let stands = |set: &u32| {
                    let mut words = program.sets.get(*set).iter();
                    words.any(|word| known.has(*word))
                };
                if phrase.is_some_and(|phrase| phrase.sets.iter().all(stands)) {
                    let word = program.phrase(*number);
                    if known.insert(word) {
                        all.push(word);
                    }
                }
            }
        }
        let mut features = Features::none();
        for word in &all {
            for need in program.features.get(*word) {
                features.insert(*need);
            }
        }
        Self { all, features }
    }
}

/// A pattern that a document's words do not rule out, with a word or longer entry of the document that it is anchored on.
pub(super) type Left = (u32, u32);

impl Words {
    /// Every pattern that the words do not rule out, by number; `anchors` are by word, `needs` by pattern.
    pub(super) fn leave(&self, anchors: &Lists, needs: &[Needs]) -> Vec<Left> {
        let fits = |number: &u32| {
            let needs = needs.get(*number as usize);
            needs.is_some_and(|needs| self.features.has(*needs))
        };
        let of = |word: u32| {
            let left = anchors.get(word).iter().copied().filter(fits);
            left.map(move |number| (number, word))
        };
        self.all.iter().flat_map(|word| of(*word)).collect()
    }
}

/// Patterns that a document's words do not rule out.
pub(super) struct Sieve<'a> {
    program: &'a Program,
    anchors: &'a Lists,
    needs: &'a [Needs],
    document: &'a Words,
    /// The patterns that are left.
    left: Numbers,
    /// Words and longer entries that anchor one of them.
    words: Numbers,
    /// The rarest word of each of these longer entries.
    rarest: Numbers,
    /// Words and longer entries that meet a need of one of them, once somebody asked.
    meet: OnceCell<Numbers>,
    any: bool,
}

impl<'a> Sieve<'a> {
    /// A sieve for those of the patterns `left` that are `wanted`; `anchors` are by word, `needs` by pattern.
    pub(super) fn new(
        program: &'a Program,
        anchors: &'a Lists,
        needs: &'a [Needs],
        document: &'a Words,
        left: &[Left],
        wanted: impl Fn(u32) -> bool,
    ) -> Self {
        let mut sieve = Self {
            program,
            anchors,
            needs,
            document,
            left: Numbers::none(needs.len()),
            words: Numbers::none(program.count()),
            rarest: Numbers::none(program.lexicon.ends.len()),
            meet: OnceCell::new(),
            any: false,
        };
        for (number, word) in left.iter().filter(|(number, _)| wanted(*number)) {
            sieve.any = true;
            sieve.left.insert(*number);
            if sieve.words.insert(*word)
                && let Some(phrase) = program.phrase_of(*word)
                && let Some(set) = phrase.sets.get(phrase.rarest as usize)
            {
                for word in program.sets.get(*set) {
                    sieve.rarest.insert(*word);
                }
            }
        }
        sieve
    }

    /// Whether `tokens` would hold a longer entry that is still looked for if nothing interrupted it.
    pub(super) fn may_join(&self, tokens: &[Token]) -> bool {
        tokens.iter().any(|token| self.rarest.has(token.word))
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        !self.any
    }

    /// Whether the pattern is left.
    pub(super) fn has(&self, number: u32) -> bool {
        self.left.has(number)
    }

    /// Whether one of the words is still looked for.
    #[inline]
    pub(super) fn meets(&self, words: Stretch<'_>) -> bool {
        words.numbers().any(|word| self.words.has(word))
    }

    /// The patterns that may match among the words: into `out`, ascending, none twice.
    pub(super) fn sift(&self, words: Stretch<'_>, out: &mut Vec<u32>) {
        out.clear();
        if !self.meets(words) {
            return;
        }
        let all = self.features(words);
        words.numbers().for_each(|word| {
            if self.words.has(word) {
                let anchored = self.anchors.get(word).iter();
                out.extend(anchored.filter(|number| {
                    let needs = self.needs.get(**number as usize);
                    self.left.has(**number) && needs.is_some_and(|needs| all.has(*needs))
                }));
            }
        });
        out.sort_unstable();
        out.dedup();
    }

    /// What of all that is asked for the words have together.
    fn features(&self, words: Stretch<'_>) -> Features {
        let meet = self.meet.get_or_init(|| self.meeting());
        let mut all = Features::none();
        words.numbers().for_each(|word| {
            if meet.has(word) {
                let needs = self.program.features.get(word);
                needs.iter().for_each(|need| all.insert(*need));
            }
        });
        all
    }

    /// The document's words that meet a need of what is left.
    fn meeting(&self) -> Numbers {
        let mut asked = Features::none();
        for (number, needs) in (0..).zip(self.needs) {
            if self.left.has(number) {
                let needs = needs.0.into_iter().map(u32::from);
                needs.for_each(|need| asked.insert(need));
            }
        }
        let mut meet = Numbers::none(self.program.count());
        for word in &self.document.all {
            let mut needs = self.program.features.get(*word).iter();
            if needs.any(|need| asked.meets(*need)) {
                meet.insert(*word);
            }
        }
        meet
    }
}
