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
#[derive(Debug)]
pub(super) struct Shows {
    /// How many parts there are.
    parts: usize,
    /// By window and part, where it stands in `shown`: first those that no place of the window shows.
    index: Vec<u32>,
    /// Places of a window that may show a part.
    shown: Vec<Shown>,
    /// By window, ascending: cues and the places where each may match.
    cues: Vec<(u32, u128)>,
    /// Where those of each window end.
    ends: Vec<usize>,
}

/// Places that may show a part.
#[derive(Clone, Copy, Debug, Default)]
struct Shown {
    may: u128,
    /// Those of them that show it for sure: by a word of which one is enough.
    sure: u128,
}

impl Shows {
    /// Nothing shown yet, of so many parts.
    pub(super) fn new(parts: usize) -> Self {
        Self {
            parts,
            index: Vec::new(),
            shown: vec![Shown::default()],
            cues: Vec::new(),
            ends: Vec::new(),
        }
    }

    #[inline]
    fn shown(&self, window: usize, part: u32) -> Shown {
        let at = self.index.get(window * self.parts + part as usize);
        let shown = at.and_then(|at| self.shown.get(*at as usize));
        shown.copied().unwrap_or_default()
    }

    /// Whether a place may show a part.
    #[inline]
    pub(super) fn may(&self, place: usize, part: u32) -> bool {
        self.shown(place / WINDOW, part).may >> (place % WINDOW) & 1 == 1
    }

    /// Whether it does for sure.
    #[inline]
    pub(super) fn sure(&self, place: usize, part: u32) -> bool {
        self.shown(place / WINDOW, part).sure >> (place % WINDOW) & 1 == 1
    }

    /// Those of `cues` that may match in a place, ascending.
    pub(super) fn cues(&self, place: usize, cues: Range<u32>) -> impl Iterator<Item = u32> {
        let window = place / WINDOW;
        let start = window.checked_sub(1).and_then(|last| self.ends.get(last));
        let end = self.ends.get(window).copied().unwrap_or(0);
        let own = self.cues.get(start.copied().unwrap_or(0)..end);
        let own = own.unwrap_or_default();
        let first = own.partition_point(|(cue, _)| *cue < cues.start);
        let own = own.get(first..).unwrap_or_default().iter();
        own.take_while(move |(cue, _)| *cue < cues.end)
            .filter(move |(_, places)| places >> (place % WINDOW) & 1 == 1)
            .map(|(cue, _)| *cue)
    }

    /// The parts that some place may show.
    pub(super) fn possible(&self) -> Numbers {
        let mut parts = Numbers::none(self.parts);
        for window in self.index.chunks(self.parts.max(1)) {
            for (part, _) in (0..).zip(window).filter(|(_, at)| **at != 0) {
                parts.insert(part);
            }
        }
        parts
    }

    /// No places.
    pub(super) fn none(&self) -> Places {
        Places(vec![0; self.ends.len()])
    }

    /// What is known of a part, window by window.
    fn windows(&self, part: u32) -> impl Iterator<Item = Shown> {
        (0..self.ends.len()).map(move |window| self.shown(window, part))
    }

    /// Whether one of `places` may show a part.
    pub(super) fn may_in(&self, places: &Places, part: u32) -> bool {
        let mut pairs = self.windows(part).zip(&places.0);
        pairs.any(|(shown, places)| shown.may & places != 0)
    }

    /// Whether one of `places` shows a part for sure.
    pub(super) fn sure_in(&self, places: &Places, part: u32) -> bool {
        let mut pairs = self.windows(part).zip(&places.0);
        pairs.any(|(shown, places)| shown.sure & places != 0)
    }

    /// The places that may show one of `parts`.
    pub(super) fn any(&self, parts: impl IntoIterator<Item = u32>) -> Places {
        let mut places = self.none();
        for part in parts {
            for (all, own) in places.0.iter_mut().zip(self.windows(part)) {
                *all |= own.may;
            }
        }
        places
    }

    /// The places that may show all of `parts` together, but for those that are `given`, and one at least by their own
    /// words.
    pub(super) fn together(&self, parts: &[u32], given: &Numbers) -> Places {
        let mut all = self.any(parts.iter().copied());
        for part in parts.iter().filter(|part| !given.has(**part)) {
            for (all, own) in all.0.iter_mut().zip(self.windows(*part)) {
                *all &= own.may;
            }
        }
        all
    }
}

fn number_of(count: usize) -> u32 {
    u32::try_from(count).expect("hits are fewer than 4 billion")
}

#[cfg(test)]
mod tests {
    use super::super::{
        RuleSet,
        lang::{Pattern, Sought},
        matcher::{Scratch, View, find},
        prose::Prose,
    };
    use crate::document::{ReadOptions, read};

    /// The law of this module: words may rule out what does not match, and never what does.
    #[test]
    fn nothing_that_matches_is_ruled_out() {
        let set = RuleSet::builtin();
        let (program, checks) = (set.program(), set.checks());
        // Sentences that interrupt themselves, rows, and items after what introduces them are places of their own.
        let mut text = String::from("Staff in all branches:\n\n");
        let examples = set.rules().iter().flat_map(|rule| &rule.bad);
        for example in examples.step_by(2) {
            text.push_str(&format!("- {}\n", example.text));
            text.push_str(&format!(
                "\n{} (as a rule, we think) {}\n\n",
                example.text, example.text
            ));
        }
        let document = read("a.md", text.as_bytes(), &ReadOptions::default()).unwrap();
        let prose = Prose::new(&document, &set);
        let mut scratch = Scratch::default();
        let (mut codes, mut cues) = (0, 0);
        for place in (0..).take_while(|place| !prose.place(*place).tokens.is_empty()) {
            let view = View::new(prose.place(place), program);
            let all = 0..view.tokens.len();
            let mut matches = |pattern: &Pattern| {
                find(program, pattern, &view, all.clone(), &mut scratch).is_some()
            };
            for (number, code) in (0..).zip(&program.codes) {
                let found = match &code.sought {
                    Sought::Ordered(pattern) => matches(pattern),
                    Sought::Together(together) => together.members.iter().all(&mut matches),
                };
                assert!(!found || prose.codes(place).contains(&number), "{code:?}");
                codes += u32::from(found);
            }
            for (cue, (pattern, part)) in checks.cues.iter().zip(&checks.cue_parts).enumerate() {
                let found = matches(pattern);
                assert!(!found || prose.shows.may(place, *part), "cue {cue}");
                cues += u32::from(found);
            }
        }
        assert!(codes > 400 && cues > 1_000, "{codes} and {cues}");
    }
}
