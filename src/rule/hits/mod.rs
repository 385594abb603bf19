//! Which patterns may match where, told by the words alone.
//!
//! A pattern can match only where a word stands that it is anchored on, and one of every other group of words that it
//! needs. That is asked of many places of a document at once, a bit each, so that a word, a need and a pattern are looked
//! at once for all of them.

mod finder;

use std::ops::Range;

use super::{
    lang::{Features, Lists, Program},
    numbers::Numbers,
    stretch::Stretch,
};
pub(super) use finder::Finder;

/// What the words have together.
pub(super) fn features_of(program: &Program, words: Stretch<'_>) -> Features {
    let mut all = Features::none();
    words.numbers().for_each(|word| {
        let needs = program.features.get(word);
        needs.iter().for_each(|need| all.insert(*need));
    });
    all
}

/// Places that are looked at together: a bit each.
const WINDOW: usize = u128::BITS as usize;

/// Some of a document's places, by number.
#[derive(Clone, Debug)]
pub(super) struct Places(Vec<u128>);

impl Places {
    /// Whether a place is among them.
    #[inline]
    pub(super) fn has(&self, place: usize) -> bool {
        let window = self.0.get(place / WINDOW);
        window.is_some_and(|bits| bits >> (place % WINDOW) & 1 == 1)
    }

    /// Add one.
    pub(super) fn insert(&mut self, place: usize) {
        if let Some(bits) = self.0.get_mut(place / WINDOW) {
            *bits |= 1 << (place % WINDOW);
        }
    }

    /// Add all of `other`.
    pub(super) fn extend(&mut self, other: &Self) {
        for (mine, more) in self.0.iter_mut().zip(&other.0) {
            *mine |= more;
        }
    }
}

/// Codes that may match in each place.
#[derive(Debug, Default)]
pub(super) struct Hits(Lists);

impl Hits {
    /// Those of a place, ascending, none twice.
    #[inline]
    pub(super) fn of(&self, place: usize) -> &[u32] {
        self.0.get(number_of(place))
    }
}

/// Parts that each place may show.
#[derive(Debug, Default)]
pub(super) struct Shows {
    /// How many parts there are.
    parts: usize,
    /// By window and part, the places that show it for sure: by a word of which one is enough.
    sure: Vec<u128>,
    /// The same where patterns have to be tried too.
    may: Vec<u128>,
    /// How many cues there are.
    cues: usize,
    /// By window and cue, the places where it may match.
    tried: Vec<u128>,
}

impl Shows {
    fn bits(&self, of: &[u128], place: usize, part: u32) -> bool {
        let at = place / WINDOW * self.parts + part as usize;
        let bits = of.get(at).copied().unwrap_or(0);
        bits >> (place % WINDOW) & 1 == 1
    }

    /// Whether a place may show a part.
    #[inline]
    pub(super) fn may(&self, place: usize, part: u32) -> bool {
        self.bits(&self.may, place, part)
    }

    /// Whether it does for sure.
    #[inline]
    pub(super) fn sure(&self, place: usize, part: u32) -> bool {
        self.bits(&self.sure, place, part)
    }

    /// Those of `cues` that may match in a place, ascending.
    pub(super) fn cues(&self, place: usize, cues: Range<u32>) -> impl Iterator<Item = u32> {
        let first = place / WINDOW * self.cues;
        let own = first + cues.start as usize..first + cues.end as usize;
        let own = self.tried.get(own).unwrap_or_default().iter();
        let own = cues.zip(own);
        own.filter(move |(_, places)| *places >> (place % WINDOW) & 1 == 1)
            .map(|(cue, _)| cue)
    }

    /// The parts that some place may show.
    pub(super) fn possible(&self) -> Numbers {
        let mut parts = Numbers::none(self.parts);
        for window in self.may.chunks(self.parts.max(1)) {
            for (part, _) in (0..).zip(window).filter(|(_, places)| **places != 0) {
                parts.insert(part);
            }
        }
        parts
    }

    /// No places.
    pub(super) fn none(&self) -> Places {
        Places(vec![0; self.may.len() / self.parts.max(1)])
    }

    /// The windows of a part.
    fn windows<'s>(&'s self, of: &'s [u128], part: u32) -> impl Iterator<Item = &'s u128> {
        of.iter().skip(part as usize).step_by(self.parts.max(1))
    }

    /// Whether one of `places` may show a part.
    pub(super) fn may_in(&self, places: &Places, part: u32) -> bool {
        let mut pairs = self.windows(&self.may, part).zip(&places.0);
        pairs.any(|(own, places)| own & places != 0)
    }

    /// Whether one of `places` shows a part for sure.
    pub(super) fn sure_in(&self, places: &Places, part: u32) -> bool {
        let mut pairs = self.windows(&self.sure, part).zip(&places.0);
        pairs.any(|(own, places)| own & places != 0)
    }

    /// The places that may show one of `parts`.
    pub(super) fn any(&self, parts: impl IntoIterator<Item = u32>) -> Places {
        let mut places = self.none();
        for part in parts {
            for (all, own) in places.0.iter_mut().zip(self.windows(&self.may, part)) {
                *all |= own;
            }
        }
        places
    }

    /// The places that may show all of `parts` together, but for those that are `given`, and one at least by their own
    /// words.
    pub(super) fn together(&self, parts: &[u32], given: &Numbers) -> Places {
        let mut all = self.any(parts.iter().copied());
        for part in parts.iter().filter(|part| !given.has(**part)) {
            for (all, own) in all.0.iter_mut().zip(self.windows(&self.may, *part)) {
                *all &= own;
            }
        }
        all
    }
}

fn number_of(count: usize) -> u32 {
    u32::try_from(count).expect("hits are fewer than 4 billion")
}
