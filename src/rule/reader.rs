//! Which parts of what whole documents are asked a stretch of words shows.

use std::cell::OnceCell;

use super::{
    hits::{Shows, features_of},
    lang::{Checks, Program},
    matcher::{Scratch, View, find},
    numbers::Numbers,
    stretch::{Stretch, entries_of},
    token::tokenise,
};

/// A set of parts, by number.
pub(super) type Parts = Numbers;

/// Tells which parts a stretch of words shows; a part is only looked for where somebody asks.
pub(super) struct Reader<'a> {
    program: &'a Program,
    checks: &'a Checks,
    scratch: Scratch,
    /// The place at hand; `None` where the words are of none.
    place: Option<(&'a Shows, usize)>,
    /// Cues that may match in words that are of no place, ascending.
    cues: Vec<u32>,
    /// Parts of these cues.
    own: Parts,
    known: Parts,
    shown: Parts,
}

impl<'a> Reader<'a> {
    pub(super) fn new(program: &'a Program, checks: &'a Checks) -> Self {
        let none = Parts::none(checks.parts.len());
        Self {
            program,
            checks,
            scratch: Scratch::default(),
            place: None,
            cues: Vec::new(),
            own: none.clone(),
            known: none.clone(),
            shown: none,
        }
    }

    /// Turn to the words of a place.
    pub(super) fn open(&mut self, shows: &'a Shows, place: usize) {
        self.place = Some((shows, place));
        self.known.clear();
        self.shown.clear();
    }

    /// Whether the words at hand may show `part`.
    #[inline]
    pub(super) fn may(&self, part: u32) -> bool {
        match self.place {
            Some((shows, place)) => shows.may(place, part),
            None => self.own.has(part),
        }
    }

    /// Whether `view`, which was opened, shows `part`.
    pub(super) fn shows(&mut self, view: &View<'_>, part: u32) -> bool {
        if !self.may(part) {
            return false;
        }
        if self.known.has(part) {
            return self.shown.has(part);
        }
        self.known.insert(part);
        let Some(code) = self.checks.parts.get(part as usize) else {
            return false;
        };
        let cues = code.cues.0..code.cues.1;
        let shown = match self.place {
            // Most cues are words of which one is enough: that it stands there is all that was asked.
            Some((shows, place)) => {
                shows.sure(place, part)
                    || shows.cues(place, cues).any(|cue| self.matches(view, cue))
            }
            None => {
                let first = self.cues.partition_point(|cue| *cue < cues.start);
                let mine = self.cues.get(first..).unwrap_or_default().to_vec();
                let mut mine = mine.into_iter().take_while(|cue| *cue < cues.end);
                mine.any(|cue| {
                    self.checks.sure.get(cue as usize) == Some(&true) || self.matches(view, cue)
                })
            }
        };
        if shown {
            self.shown.insert(part);
        }
        shown
    }

    fn matches(&mut self, view: &View<'_>, cue: u32) -> bool {
        let pattern = self.checks.cues.get(cue as usize);
        let within = 0..view.tokens.len();
        pattern.is_some_and(|pattern| {
            find(self.program, pattern, view, within, &mut self.scratch).is_some()
        })
    }

    /// All parts out of `wanted` that `text` shows: for titles, headings and the like.
    pub(super) fn all_in(&mut self, text: &str, wanted: &Parts) -> Parts {
        let mut tokens = Vec::new();
        tokenise(text, 0, &self.program.lexicon, &mut tokens);
        let entries = entries_of(self.program, &tokens);
        self.all_among(Stretch::new(&tokens, &entries), wanted)
    }

    /// The same of words.
    pub(super) fn all_among(&mut self, words: Stretch<'_>, wanted: &Parts) -> Parts {
        let checks = self.checks;
        let features = OnceCell::new();
        let fits = |cue: &u32| {
            let cue = *cue as usize;
            let part = checks.cue_parts.get(cue).zip(checks.needs.get(cue));
            part.is_some_and(|(part, needs)| {
                let all = || features_of(self.program, words);
                wanted.has(*part) && features.get_or_init(all).has(*needs)
            })
        };
        self.cues.clear();
        for word in words.numbers() {
            let cues = checks.anchors.get(word).iter().copied();
            self.cues.extend(cues.filter(fits));
        }
        self.cues.sort_unstable();
        self.cues.dedup();
        self.place = None;
        self.own.clear();
        self.known.clear();
        self.shown.clear();
        for cue in &self.cues {
            if let Some(part) = checks.cue_parts.get(*cue as usize) {
                self.own.insert(*part);
            }
        }
        let mut out = Parts::none(self.checks.parts.len());
        let asked: Vec<u32> = self.own.both(wanted).collect();
        if asked.is_empty() {
            return out;
        }
        let view = View::new(words, self.program);
        for part in asked {
            if self.shows(&view, part) {
                out.insert(part);
            }
        }
        out
    }
}
