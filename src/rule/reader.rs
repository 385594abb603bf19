//! Which parts of what whole documents are asked a stretch of words shows.

use std::cell::OnceCell;

use super::{
    lang::{Checks, Program},
    matcher::{Scratch, View, find},
    numbers::Numbers,
    sieve::{Sieve, features_of},
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
    /// Cues that may match in the words at hand, ascending.
    cues: Vec<u32>,
    /// Parts of these cues: those that may be shown.
    pub(super) may: Parts,
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
            cues: Vec::new(),
            may: none.clone(),
            known: none.clone(),
            shown: none,
        }
    }

    /// Turn to `words`, of a document that left what `sieve` has.
    pub(super) fn open(&mut self, words: Stretch<'_>, sieve: &Sieve<'_>) {
        sieve.sift(words, &mut self.cues);
        self.opened();
    }

    fn opened(&mut self) {
        self.may.clear();
        self.known.clear();
        self.shown.clear();
        for cue in &self.cues {
            if let Some(part) = self.checks.cue_parts.get(*cue as usize) {
                self.may.insert(*part);
            }
        }
    }

    /// Whether `view`, which was opened, shows `part`.
    pub(super) fn shows(&mut self, view: &View<'_>, part: u32) -> bool {
        if !self.may.has(part) {
            return false;
        }
        if self.known.has(part) {
            return self.shown.has(part);
        }
        self.known.insert(part);
        let Some(code) = self.checks.parts.get(part as usize) else {
            return false;
        };
        let first = self.cues.partition_point(|cue| *cue < code.cues.0);
        let mine = self.cues.get(first..).unwrap_or_default();
        let mine = mine.iter().take_while(|cue| **cue < code.cues.1);
        // Most cues are words of which one is enough: that it stands there is all that was asked.
        let sure = |cue: &u32| self.checks.sure.get(*cue as usize) == Some(&true);
        if mine.clone().any(sure) {
            self.shown.insert(part);
            return true;
        }
        for cue in mine {
            let Some(pattern) = self.checks.cues.get(*cue as usize) else {
                continue;
            };
            let within = 0..view.tokens.len();
            if find(self.program, pattern, view, within, &mut self.scratch).is_some() {
                self.shown.insert(part);
                return true;
            }
        }
        false
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
        self.opened();
        let mut out = Parts::none(self.checks.parts.len());
        if self.may.both(wanted).next().is_none() {
            return out;
        }
        let view = View::new(words, self.program);
        let asked: Vec<u32> = self.may.both(wanted).collect();
        for part in asked {
            if self.shows(&view, part) {
                out.insert(part);
            }
        }
        out
    }
}
