//! Which patterns may match, told by the words alone.
//!
//! A pattern can match only where a word stands that it is anchored on, and one of every other group of words that it
//! needs. That is asked of a whole document first, which rules most patterns out, and of each sentence for the rest; most
//! sentences hold no word that is still looked for, and are not even split off from their paragraph.

use super::{
    lang::{Features, Lists, Needs, Program},
    token::Token,
};

/// What `tokens` have together.
pub(super) fn features_of(program: &Program, tokens: &[Token]) -> Features {
    let mut all = Features::none();
    add_features(program, tokens, &mut all);
    all
}

#[inline]
fn add_features(program: &Program, tokens: &[Token], all: &mut Features) {
    for token in tokens.iter().filter(|token| token.word != 0) {
        for need in program.features.get(token.word) {
            all.insert(*need);
        }
    }
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

/// The different words of a document, and what they have together.
#[derive(Debug)]
pub(super) struct Words {
    /// Each once, in the order in which they first stand.
    all: Vec<u32>,
    features: Features,
}

impl Words {
    /// The words of `tokens`.
    pub(super) fn of(program: &Program, tokens: &[Token]) -> Self {
        let mut known = Numbers::none(program.lexicon.ends.len());
        known.insert(0);
        let mut all = Vec::new();
        let mut features = Features::none();
        for token in tokens {
            if known.insert(token.word) {
                all.push(token.word);
                for need in program.features.get(token.word) {
                    features.insert(*need);
                }
            }
        }
        Self { all, features }
    }
}

/// Patterns that a document's words do not rule out.
pub(super) struct Sieve<'a> {
    program: &'a Program,
    anchors: &'a Lists,
    needs: &'a [Needs],
    /// The patterns that are left.
    left: Numbers,
    /// Words that anchor one of them.
    words: Numbers,
    any: bool,
}

impl<'a> Sieve<'a> {
    /// What is left of those patterns that are `wanted`; `anchors` are by word, `needs` by pattern.
    pub(super) fn new(
        program: &'a Program,
        anchors: &'a Lists,
        needs: &'a [Needs],
        words: &Words,
        wanted: impl Fn(u32) -> bool,
    ) -> Self {
        let mut sieve = Self {
            program,
            anchors,
            needs,
            left: Numbers::none(needs.len()),
            words: Numbers::none(program.lexicon.ends.len()),
            any: false,
        };
        for word in &words.all {
            for number in anchors.get(*word) {
                let needs = needs.get(*number as usize);
                if needs.is_some_and(|needs| words.features.has(*needs)) && wanted(*number) {
                    sieve.left.insert(*number);
                    sieve.words.insert(*word);
                    sieve.any = true;
                }
            }
        }
        sieve
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
    pub(super) fn meets(&self, tokens: &[Token]) -> bool {
        tokens.iter().any(|token| self.words.has(token.word))
    }

    /// The patterns that may match in `lead` and `tokens` together: into `out`, ascending, none twice.
    pub(super) fn sift(&self, lead: &[Token], tokens: &[Token], out: &mut Vec<u32>) {
        out.clear();
        let mut all = None;
        for token in lead.iter().chain(tokens) {
            if !self.words.has(token.word) {
                continue;
            }
            let all = all.get_or_insert_with(|| {
                let mut all = features_of(self.program, lead);
                add_features(self.program, tokens, &mut all);
                all
            });
            let anchored = self.anchors.get(token.word).iter();
            out.extend(anchored.filter(|number| {
                let needs = self.needs.get(**number as usize);
                self.left.has(**number) && needs.is_some_and(|needs| all.has(*needs))
            }));
        }
        out.sort_unstable();
        out.dedup();
    }
}
