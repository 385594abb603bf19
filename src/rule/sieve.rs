//! Which patterns may match, told by the words alone.
//!
//! A pattern can match only where a word stands that it is anchored on, and one of every other group of words that it
//! needs. That is asked of a whole document first, which rules most patterns out, and of each sentence for the rest; most
//! sentences hold no word that is still looked for, and are not even split off from their paragraph.

use std::cell::OnceCell;

use super::{
    lang::{Features, Lists, Needs, Program},
    numbers::Numbers,
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

/// A pattern that a document's words do not rule out, with a word or longer entry of the document that it is anchored on.
pub(super) type Left = (u32, u32);

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
            if known.add(token.word) {
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
                    if known.add(word) {
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
    needs: &'a [Needs],
    document: &'a Words,
    /// The patterns that are left, word by word.
    left: Vec<Left>,
    /// Words and longer entries that anchor one of them.
    words: Numbers,
    /// The rarest word of each of these longer entries.
    rarest: Numbers,
    /// What tells which of them may match in a sentence, once somebody asked.
    tables: OnceCell<Tables>,
}

impl<'a> Sieve<'a> {
    /// A sieve for those of the patterns `left` that are `wanted`; `needs` are by pattern.
    pub(super) fn new(
        program: &'a Program,
        needs: &'a [Needs],
        document: &'a Words,
        left: &[Left],
        wanted: impl Fn(u32) -> bool,
    ) -> Self {
        let left = left.iter().copied();
        let left: Vec<Left> = left.filter(|(number, _)| wanted(*number)).collect();
        let mut words = Numbers::none(program.count());
        let mut rarest = Numbers::none(program.lexicon.ends.len());
        for (_, word) in &left {
            if words.add(*word)
                && let Some(phrase) = program.phrase_of(*word)
                && let Some(set) = phrase.sets.get(phrase.rarest as usize)
            {
                for word in program.sets.get(*set) {
                    rarest.insert(*word);
                }
            }
        }
        Self {
            program,
            needs,
            document,
            left,
            words,
            rarest,
            tables: OnceCell::new(),
        }
    }

    /// Whether `tokens` would hold a longer entry that is still looked for if nothing interrupted it.
    pub(super) fn may_join(&self, tokens: &[Token]) -> bool {
        tokens.iter().any(|token| self.rarest.has(token.word))
    }

    /// Whether nothing is left.
    pub(super) fn is_empty(&self) -> bool {
        self.left.is_empty()
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
        let tables = self
            .tables
            .get_or_init(|| Tables::of(self.program, self.needs, self.document, &self.left));
        let mut all = Mask::default();
        words.numbers().for_each(|word| {
            if let Some(slot) = tables.slot(word) {
                all.add(slot.met);
            }
        });
        words.numbers().for_each(|word| {
            let anchored = tables.slot(word).and_then(|slot| {
                let (first, end) = slot.patterns;
                tables.patterns.get(first as usize..end as usize)
            });
            let anchored = anchored.unwrap_or_default().iter();
            out.extend(
                anchored
                    .filter(|(_, needs)| all.has(*needs))
                    .map(|(number, _)| *number),
            );
        });
        out.sort_unstable();
        out.dedup();
    }
}

/// Needs that patterns of a sieve have, a bit each; where there are more, they share bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Mask([u64; 4]);

impl Mask {
    const BITS: u32 = 256;

    #[inline]
    fn insert(&mut self, bit: u32) {
        if let Some(bits) = self.0.get_mut((bit % Self::BITS) as usize / 64) {
            *bits |= 1 << (bit % 64);
        }
    }

    #[inline]
    fn add(&mut self, other: Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine |= theirs;
        }
    }

    #[inline]
    fn has(&self, needs: Self) -> bool {
        let mut pairs = self.0.iter().zip(needs.0);
        pairs.all(|(mine, needs)| needs & !mine == 0)
    }
}

/// What a word of the document is to a sieve.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// The needs that it meets.
    met: Mask,
    /// The patterns that it anchors, `start..end`.
    patterns: (u32, u32),
}

/// A sieve's patterns and words as a sentence is asked.
struct Tables {
    /// By word or longer entry, its place in `slots`; the first slot is that of all words that do not matter.
    places: Vec<u32>,
    slots: Vec<Slot>,
    /// Patterns and what they need, word by word.
    patterns: Vec<(u32, Mask)>,
}

impl Tables {
    fn of(program: &Program, needs: &[Needs], document: &Words, left: &[Left]) -> Self {
        // Needs are numbered anew, so that they have a bit each where they are few.
        let mut bits = vec![0; program.need_count as usize];
        let mut count = 0;
        let mut tables = Self {
            places: vec![0; program.count()],
            slots: vec![Slot::default()],
            patterns: Vec::with_capacity(left.len()),
        };
        for (number, word) in left {
            let mut mask = Mask::default();
            let needs = needs.get(*number as usize).copied().unwrap_or_default();
            for need in needs.0.into_iter().filter(|need| *need != 0) {
                if let Some(bit) = bits.get_mut(usize::from(need)) {
                    if *bit == 0 {
                        count = count % Mask::BITS + 1;
                        *bit = count;
                    }
                    mask.insert(*bit);
                }
            }
            let at = number_of(tables.patterns.len());
            tables.patterns.push((*number, mask));
            // The patterns of a word stand together.
            let slot = tables.own(*word);
            if slot.patterns.1 != at {
                slot.patterns.0 = at;
            }
            slot.patterns.1 = at + 1;
        }
        for word in &document.all {
            let mut met = Mask::default();
            for need in program.features.get(*word) {
                let bit = bits.get(*need as usize).copied().unwrap_or(0);
                if bit != 0 {
                    met.insert(bit);
                }
            }
            if met != Mask::default() {
                tables.own(*word).met = met;
            }
        }
        tables
    }

    /// The slot of a word, made where it has none.
    fn own(&mut self, word: u32) -> &mut Slot {
        let next = number_of(self.slots.len());
        let place = self.places.get_mut(word as usize);
        let at = place.map_or(0, |place| {
            if *place == 0 {
                *place = next;
            }
            *place
        });
        if at == next {
            self.slots.push(Slot::default());
        }
        self.slots
            .get_mut(at as usize)
            .expect("a place is that of a slot")
    }

    #[inline]
    fn slot(&self, word: u32) -> Option<&Slot> {
        let place = self.places.get(word as usize).copied()?;
        self.slots.get(place as usize).filter(|_| place != 0)
    }
}

fn number_of(count: usize) -> u32 {
    u32::try_from(count).expect("rules are few")
}
