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
    /// The place at hand, once one was opened.
    place: Option<(&'a Shows, usize)>,
    /// Parts that were asked for there, and those of them that it shows.
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

    /// Whether the place at hand may show `part`.
    #[inline]
    pub(super) fn may(&self, part: u32) -> bool {
        let place = self.place;
        place.is_some_and(|(shows, place)| shows.may(place, part))
    }

    /// Whether the place at hand, whose words are `view`, shows `part`.
    pub(super) fn shows(&mut self, view: &View<'_>, part: u32) -> bool {
        let Some((shows, place)) = self.place.filter(|_| self.may(part)) else {
            return false;
        };
        if self.known.has(part) {
            return self.shown.has(part);
        }
        self.known.insert(part);
        let Some(code) = self.checks.parts.get(part as usize) else {
            return false;
        };
        // Most cues are words of which one is enough: that it stands there is all that was asked.
        let mut cues = shows.cues(place, code.cues.0..code.cues.1);
        let shown = shows.sure(place, part) || cues.any(|cue| self.matches(view, cue));
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
        let part_of = |cue: u32| checks.cue_parts.get(cue as usize).copied();
        let fits = |cue: &u32| {
            let all = || features_of(self.program, words);
            let needs = checks.needs.get(*cue as usize);
            part_of(*cue).is_some_and(|part| wanted.has(part))
                && needs.is_some_and(|needs| features.get_or_init(all).has(*needs))
        };
        let anchored = words.numbers().flat_map(|word| checks.anchors.get(word));
        let mut cues: Vec<u32> = anchored.copied().filter(fits).collect();
        cues.sort_unstable();
        cues.dedup();
        let mut out = Parts::none(checks.parts.len());
        if cues.is_empty() {
            return out;
        }
        let view = View::new(words, self.program);
        for cue in cues {
            if let Some(part) = part_of(cue)
                && !out.has(part)
                && (checks.sure.get(cue as usize) == Some(&true) || self.matches(&view, cue))
            {
                out.insert(part);
            }
        }
        out
    }
}
