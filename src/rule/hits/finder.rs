//! Finds what may match where, a window of places after the other.

use std::cell::Cell;

use super::{
    super::{
        lang::{Checks, Lists, Needs, Program},
        stretch::{Entry, Stretch},
    },
    Hits, Shown, Shows, WINDOW, number_of,
};

/// Room to work in. What is looked up by word or pattern is zero between windows, so that no document pays for those that
/// it has nothing of.
#[derive(Default)]
struct Room {
    /// By word or longer entry, where it stands in `words`, counted from one.
    slots: Vec<u32>,
    /// The different ones of the window, with the places that have them.
    words: Vec<(u32, u128)>,
    /// By need, the places that meet it; they are few enough to be cleared all together.
    met: Vec<u128>,
    /// Where codes may match.
    codes: Left,
    /// The same of cues.
    cues: Left,
}

thread_local! {
    /// Kept from document to document; while a finder has it, and after a panic, there is a new one.
    static ROOM: Cell<Room> = Cell::default();
}

/// Patterns that may match in a window.
#[derive(Default)]
struct Left {
    /// By number, the places.
    places: Vec<u128>,
    /// Those that have places.
    numbers: Vec<u32>,
}

impl Left {
    /// Find those that `words` anchor and for which all they need is `met`.
    fn find(&mut self, words: &[(u32, u128)], anchors: &Lists, met: &[u128], needs: &[Needs]) {
        for (word, places) in words {
            for number in anchors.get(*word) {
                let at = *number as usize;
                let Some((needs, slot)) = needs.get(at).zip(self.places.get_mut(at)) else {
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
                if *slot == 0 && left != 0 {
                    self.numbers.push(*number);
                }
                *slot |= left;
            }
        }
        self.numbers.sort_unstable();
    }

    /// Those with their places, ascending.
    fn iter(&self) -> impl Iterator<Item = (u32, u128)> {
        let numbers = self.numbers.iter();
        numbers.map(|number| {
            let places = self.places.get(*number as usize);
            (*number, places.copied().unwrap_or(0))
        })
    }

    fn clear(&mut self) {
        for number in self.numbers.drain(..) {
            if let Some(places) = self.places.get_mut(number as usize) {
                *places = 0;
            }
        }
    }
}

/// Finds what may match where.
pub(in crate::rule) struct Finder<'a> {
    program: &'a Program,
    checks: &'a Checks,
    hits: Hits,
    shows: Shows,
    room: Room,
    /// Places in the window.
    count: usize,
}

impl<'a> Finder<'a> {
    /// Nothing found yet.
    pub(in crate::rule) fn new(program: &'a Program, checks: &'a Checks) -> Self {
        let mut room = ROOM.take();
        room.slots.resize(program.count(), 0);
        room.met.resize(program.need_count as usize, 0);
        room.codes.places.resize(program.codes.len(), 0);
        room.cues.places.resize(checks.cues.len(), 0);
        Self {
            program,
            checks,
            hits: Hits::default(),
            shows: Shows::new(checks.parts.len()),
            room,
            count: 0,
        }
    }

    /// The next place, which has these words, and perhaps more longer entries.
    pub(in crate::rule) fn place(&mut self, words: Stretch<'_>, more: &[Entry]) {
        let bit = 1 << self.count;
        for token in words.tokens {
            if token.word != 0 {
                self.room.add(token.word, bit);
            }
        }
        for entry in words.entries() {
            self.room.add(entry.word, bit);
        }
        for entry in more {
            self.room.add(entry.word, bit);
        }
        self.count += 1;
        if self.count == WINDOW {
            self.close();
        }
    }

    /// What was found.
    pub(in crate::rule) fn found(mut self) -> (Hits, Shows) {
        if self.count > 0 {
            self.close();
        }
        ROOM.set(self.room);
        (self.hits, self.shows)
    }

    /// The window is full.
    fn close(&mut self) {
        let (program, checks, room) = (self.program, self.checks, &mut self.room);
        room.met.fill(0);
        for (word, places) in &room.words {
            for need in program.features.get(*word) {
                if let Some(met) = room.met.get_mut(*need as usize) {
                    *met |= places;
                }
            }
        }
        let (words, met) = (&room.words, &room.met);
        room.codes
            .find(words, &program.anchors, met, &program.needs);
        room.cues.find(words, &checks.anchors, met, &checks.needs);
        self.hits.add(&room.codes, self.count);
        self.shows.add(&room.cues, checks);
        room.clear();
        self.count = 0;
    }
}

impl Room {
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

    fn clear(&mut self) {
        for (word, _) in self.words.drain(..) {
            if let Some(slot) = self.slots.get_mut(word as usize) {
                *slot = 0;
            }
        }
        self.codes.clear();
        self.cues.clear();
    }
}

impl Hits {
    /// Add a window of so many places.
    fn add(&mut self, codes: &Left, count: usize) {
        let Self(lists) = self;
        // How many each place has, then where the next of each goes.
        let mut next = [0_u32; WINDOW];
        each_bit(codes, |_, place| {
            next.get_mut(place)
                .into_iter()
                .for_each(|count| *count += 1);
        });
        let mut end = number_of(lists.items.len());
        for count in next.iter_mut().take(count) {
            let first = end;
            end += *count;
            *count = first;
            lists.ends.push(end);
        }
        lists.items.resize(end as usize, 0);
        each_bit(codes, |code, place| {
            if let Some(at) = next.get_mut(place) {
                let slot = lists.items.get_mut(*at as usize);
                slot.into_iter().for_each(|slot| *slot = code);
                *at += 1;
            }
        });
    }
}

impl Shows {
    /// Add a window.
    fn add(&mut self, cues: &Left, checks: &Checks) {
        let first = self.index.len();
        self.index.resize(first + self.parts, 0);
        self.cues.reserve(cues.numbers.len());
        self.shown.reserve(cues.numbers.len());
        for (cue, places) in cues.iter() {
            self.cues.push((cue, places));
            let part = checks.cue_parts.get(cue as usize).copied();
            let Some(at) = self
                .index
                .get_mut(first + part.unwrap_or_default() as usize)
            else {
                continue;
            };
            if *at == 0 {
                *at = number_of(self.shown.len());
                self.shown.push(Shown::default());
            }
            if let Some(shown) = self.shown.get_mut(*at as usize) {
                shown.may |= places;
                if checks.sure.get(cue as usize) == Some(&true) {
                    shown.sure |= places;
                }
            }
        }
        self.ends.push(self.cues.len());
    }
}

/// Every pattern and place of a window, pattern by pattern.
fn each_bit(patterns: &Left, mut see: impl FnMut(u32, usize)) {
    for (pattern, places) in patterns.iter() {
        let mut left = places;
        while left != 0 {
            see(pattern, left.trailing_zeros() as usize);
            left &= left - 1;
        }
    }
}
