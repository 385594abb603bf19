//! Finds what may match where, a window of places after the other.

use super::{
    super::{
        lang::{Checks, Lists, Needs, Program},
        stretch::{Entry, Stretch},
    },
    Hits, Shows, WINDOW, number_of,
};

/// Words of a document's places, and what may match there.
pub(in crate::rule) struct Finder<'a> {
    program: &'a Program,
    checks: &'a Checks,
    hits: Hits,
    shows: Shows,
    /// By word or longer entry, where it stands in `words`, counted from one.
    slots: Vec<u32>,
    /// The different ones of the window, with the places that have them.
    words: Vec<(u32, u128)>,
    /// By need, the places that meet it.
    met: Vec<u128>,
    /// By code, the places of the window where it may match.
    left: Vec<u128>,
    /// Places in the window.
    count: usize,
}

impl<'a> Finder<'a> {
    /// Nothing found yet.
    pub(in crate::rule) fn new(program: &'a Program, checks: &'a Checks) -> Self {
        let shows = Shows {
            parts: checks.parts.len(),
            cues: checks.cues.len(),
            ..Shows::default()
        };
        Self {
            program,
            checks,
            hits: Hits::default(),
            shows,
            slots: vec![0; program.count()],
            words: Vec::new(),
            met: vec![0; program.need_count as usize],
            left: vec![0; program.codes.len()],
            count: 0,
        }
    }

    /// The next place, which has these words, and perhaps more longer entries.
    pub(in crate::rule) fn place(&mut self, words: Stretch<'_>, more: &[Entry]) {
        let bit = 1 << self.count;
        for token in words.tokens {
            if token.word != 0 {
                self.add(token.word, bit);
            }
        }
        for entry in words.entries() {
            self.add(entry.word, bit);
        }
        for entry in more {
            self.add(entry.word, bit);
        }
        self.count += 1;
        if self.count == WINDOW {
            self.close();
        }
    }

    #[inline]
    fn add(&mut self, word: u32, bit: u128) {
        let Some(slot) = self.slots.get_mut(word as usize) else {
            return;
        };
        if *slot == 0 {
            self.words.push((word, bit));
            *slot = number_of(self.words.len());
        } else if let Some((_, places)) = self.words.get_mut(*slot as usize - 1) {
            *places |= bit;
        }
    }

    /// What was found.
    pub(in crate::rule) fn found(mut self) -> (Hits, Shows) {
        self.close();
        (self.hits, self.shows)
    }

    /// The window is full.
    fn close(&mut self) {
        self.met.fill(0);
        for (word, places) in &self.words {
            for need in self.program.features.get(*word) {
                if let Some(met) = self.met.get_mut(*need as usize) {
                    *met |= places;
                }
            }
        }
        // Need 0 is none.
        if let Some(none) = self.met.first_mut() {
            *none = u128::MAX;
        }
        self.close_codes();
        self.close_cues();
        for (word, _) in self.words.drain(..) {
            if let Some(slot) = self.slots.get_mut(word as usize) {
                *slot = 0;
            }
        }
        self.count = 0;
    }

    fn close_codes(&mut self) {
        let program = self.program;
        self.left.fill(0);
        left(
            &self.words,
            &program.anchors,
            &self.met,
            &program.needs,
            &mut self.left,
        );
        let Hits(lists) = &mut self.hits;
        let start = lists.items.len();
        // How many each place has, then where the next of each goes.
        let mut next = [0_u32; WINDOW];
        each_bit(&self.left, |_, place| {
            next.get_mut(place)
                .into_iter()
                .for_each(|count| *count += 1);
        });
        let mut end = number_of(start);
        for count in next.iter_mut().take(self.count) {
            let first = end;
            end += *count;
            *count = first;
            lists.ends.push(end);
        }
        lists.items.resize(end as usize, 0);
        each_bit(&self.left, |code, place| {
            if let Some(at) = next.get_mut(place) {
                let slot = lists.items.get_mut(*at as usize);
                slot.into_iter().for_each(|slot| *slot = code);
                *at += 1;
            }
        });
    }

    fn close_cues(&mut self) {
        let (checks, shows) = (self.checks, &mut self.shows);
        let (first, first_cue) = (shows.may.len(), shows.tried.len());
        shows.may.resize(first + shows.parts, 0);
        shows.sure.resize(first + shows.parts, 0);
        shows.tried.resize(first_cue + shows.cues, 0);
        let may = shows.may.get_mut(first..).unwrap_or_default();
        let sure = shows.sure.get_mut(first..).unwrap_or_default();
        let tried = shows.tried.get_mut(first_cue..).unwrap_or_default();
        left(
            &self.words,
            &checks.anchors,
            &self.met,
            &checks.needs,
            tried,
        );
        let cues = tried.iter().zip(&checks.cue_parts).zip(&checks.sure);
        for ((places, part), is_sure) in cues.filter(|((places, _), _)| **places != 0) {
            let slots = [may.get_mut(*part as usize), sure.get_mut(*part as usize)];
            let count = if *is_sure { 2 } else { 1 };
            for slot in slots.into_iter().take(count).flatten() {
                *slot |= places;
            }
        }
    }
}

/// Into `out`, by pattern: where it may match, which `words` anchor and for which all it needs is `met`.
fn left(words: &[(u32, u128)], anchors: &Lists, met: &[u128], needs: &[Needs], out: &mut [u128]) {
    for (word, places) in words {
        for number in anchors.get(*word) {
            let Some((needs, slot)) = needs
                .get(*number as usize)
                .zip(out.get_mut(*number as usize))
            else {
                continue;
            };
            // The rarest need comes first, and none come last.
            let mut left = *places;
            for need in needs.0.into_iter().take_while(|need| *need != 0) {
                left &= met.get(usize::from(need)).copied().unwrap_or(0);
                if left == 0 {
                    break;
                }
            }
            *slot |= left;
        }
    }
}

/// Every pattern and place of a window, pattern by pattern.
fn each_bit(patterns: &[u128], mut see: impl FnMut(u32, usize)) {
    for (pattern, places) in (0..).zip(patterns).filter(|(_, places)| **places != 0) {
        let mut left = *places;
        while left != 0 {
            see(pattern, left.trailing_zeros() as usize);
            left &= left - 1;
        }
    }
}
