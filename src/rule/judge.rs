//! Rules × one document → candidates, each found or silenced with its reason.
//!
//! A pattern is tried only in sentences that have all the words it needs; stances are judged and rewrites made for what is
//! left.

use std::ops::Range;

use super::{
    RuleSet,
    lang::{Code, Program, Sought, Together},
    learned::weigh,
    matcher::{Scratch, View, find_all},
    prose::{Prose, Sentence},
    splice::splice,
    stance::{Memory, Outcome, Stance},
    stretch::{Stretch, entries_of},
    token::{Token, flag},
};
use crate::{document::BlockKind, text::Span};

/// Words that a rule reached for.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    /// Index of the rule.
    pub(crate) rule: usize,
    /// The words.
    pub(crate) span: Span,
    /// The sentence they stand in.
    pub(crate) sentence: Span,
    /// The block they stand in.
    pub(crate) block: usize,
    /// What came of it.
    pub(crate) outcome: Outcome,
}

/// Every candidate of every rule in the document, by place, weighed by what was learned from labelled text.
///
/// With `explain`, every candidate that the model weighed also says which words weighed most; without, that work is spared.
pub(crate) fn judge(prose: &Prose<'_>, set: &RuleSet, explain: bool) -> Vec<Match> {
    let mut found = candidates(prose, set);
    weigh(prose, set, &mut found, explain);
    found
}

/// Every candidate of every rule in the document, by place, as the rules alone judge it.
pub(super) fn candidates(prose: &Prose<'_>, set: &RuleSet) -> Vec<Match> {
    let program = set.program();
    let mut judge = Judge {
        set,
        program,
        prose,
        scratch: Scratch::default(),
        memory: Memory::default(),
        found: Vec::new(),
    };
    for index in 0..prose.document.blocks.len() {
        judge.block(index);
    }
    let mut found = judge.found;
    found.sort_by_key(|one| (one.span.start, one.rule, one.span.end));
    found
}

/// Words of a lead-in that a phrase may begin in, at most.
pub(super) const LEAD: usize = 30;

struct Judge<'a> {
    set: &'a RuleSet,
    program: &'a Program,
    prose: &'a Prose<'a>,
    scratch: Scratch,
    /// What contexts showed.
    memory: Memory,
    found: Vec<Match>,
}

impl Judge<'_> {
    fn block(&mut self, index: usize) {
        let prose = self.prose;
        if prose.kind(index) == BlockKind::Boilerplate {
            return;
        }
        for (at, place) in prose.block_sentences(index).enumerate() {
            let Some(sentence) = prose.sentence(place) else {
                continue;
            };
            // What introduces a list or table leads into the first sentence of an item or cell.
            let joined = sentence.joined.filter(|_| at == 0);
            let codes = prose.codes(place);
            let with_lead = joined.map_or(&[][..], |joined| prose.codes(joined));
            if !codes.is_empty() || !with_lead.is_empty() {
                let joined = joined.map(|joined| (prose.place(joined), with_lead));
                self.sentence(sentence, at, codes, joined);
            }
        }
    }

    /// Try `codes` on a sentence, and those that may match where it stands after its lead-in.
    fn sentence(
        &mut self,
        sentence: &Sentence,
        at: usize,
        codes: &[u32],
        joined: Option<(Stretch<'_>, &[u32])>,
    ) {
        let program = self.program;
        let words = self.prose.stretch(sentence);
        let mut seen: Vec<(u32, Span)> = Vec::new();
        if !codes.is_empty() {
            let view = View::new(words, program);
            self.view(sentence, at, &view, 0, codes, &mut seen);
            if let Some(spliced) = splice(words.tokens, program) {
                let entries = entries_of(program, &spliced);
                let view = View::new(Stretch::new(&spliced, &entries), program);
                self.view(sentence, at, &view, 0, codes, &mut seen);
            }
        }
        if let Some((joined, codes)) = joined {
            let lead = joined.tokens.len() - words.tokens.len();
            if lead <= LEAD && !codes.is_empty() {
                let view = View::new(joined, program);
                self.view(sentence, at, &view, lead, codes, &mut seen);
            }
        }
    }

    /// Try `codes` on one view of a sentence; the first `lead` words belong to its lead-in.
    fn view(
        &mut self,
        sentence: &Sentence,
        at: usize,
        view: &View<'_>,
        lead: usize,
        codes: &[u32],
        seen: &mut Vec<(u32, Span)>,
    ) {
        let (tokens, program) = (view.tokens, self.program);
        for code in codes {
            let Some(code) = program.codes.get(*code as usize) else {
                continue;
            };
            for words in self.places(code, view) {
                // In a view with its lead-in, only what reaches out of the lead-in is new.
                if lead > 0 && (words.end <= lead || words.start >= lead) {
                    continue;
                }
                let words = trim(tokens, words);
                let own = words.start.max(lead)..words.end;
                let (Some(first), Some(last)) =
                    (tokens.get(own.start), tokens.get(own.end.wrapping_sub(1)))
                else {
                    continue;
                };
                if last.span.end < first.span.start {
                    continue;
                }
                let span = Span::new(first.span.start, last.span.end);
                if seen.contains(&(code.rule, span)) {
                    continue;
                }
                seen.push((code.rule, span));
                let mut stance = Stance {
                    set: self.set,
                    prose: self.prose,
                    scratch: &mut self.scratch,
                    memory: &mut self.memory,
                    view,
                    sentence,
                    at,
                    lead,
                    words,
                };
                let outcome = stance.judge(code.rule as usize);
                self.found.push(Match {
                    rule: code.rule as usize,
                    span,
                    sentence: sentence.span,
                    block: sentence.block,
                    outcome,
                });
            }
        }
    }

    /// Where `view` has what `code` seeks, in words.
    fn places(&mut self, code: &Code, view: &View<'_>) -> Vec<Range<usize>> {
        match &code.sought {
            Sought::Ordered(pattern) => {
                let all = 0..view.tokens.len();
                let found = find_all(self.program, pattern, view, all, &mut self.scratch);
                found.into_iter().map(|(start, end)| start..end).collect()
            }
            Sought::Together(together) => {
                let settings = self.program.rules.get(code.rule as usize);
                let (within, whole) = settings.map_or((8, false), |rule| {
                    (rule.within as usize, rule.whole_sentence)
                });
                meet(
                    self.program,
                    together,
                    view,
                    within,
                    !whole,
                    &mut self.scratch,
                )
            }
        }
    }
}

/// Words of a match without marks at its ends.
fn trim(tokens: &[Token], words: Range<usize>) -> Range<usize> {
    let mark = |at: usize| tokens.get(at).is_some_and(|token| token.is(flag::MARK));
    let mut words = words;
    while words.start + 1 < words.end && mark(words.start) {
        words.start += 1;
    }
    while words.start + 1 < words.end && mark(words.end - 1) {
        words.end -= 1;
    }
    words
}

/// The smallest stretches in which every member of `together` stands, members not overlapping.
fn meet(
    program: &Program,
    together: &Together,
    view: &View<'_>,
    within: usize,
    same_clause: bool,
    scratch: &mut Scratch,
) -> Vec<Range<usize>> {
    let clauses = same_clause.then(|| view.clauses(program));
    let mut places = Vec::new();
    for member in &together.members {
        let found = find_all(program, member, view, 0..view.tokens.len(), scratch);
        if found.is_empty() {
            return Vec::new();
        }
        places.push(found);
    }
    let Some((firsts, others)) = places.split_first() else {
        return Vec::new();
    };
    let mut out: Vec<Range<usize>> = Vec::new();
    for first in firsts {
        let mut got = vec![*first];
        for other in others {
            let fits = |place: &&(usize, usize)| {
                let same =
                    clauses.is_none_or(|clauses| clauses.get(place.0) == clauses.get(first.0));
                same && place.0.abs_diff(first.0) <= within
                    && got
                        .iter()
                        .all(|taken| place.1 <= taken.0 || place.0 >= taken.1)
            };
            match other
                .iter()
                .filter(fits)
                .min_by_key(|place| place.0.abs_diff(first.0))
            {
                Some(place) => got.push(*place),
                None => break,
            }
        }
        if got.len() == together.members.len() {
            let start = got.iter().map(|place| place.0).min().unwrap_or(first.0);
            let end = got.iter().map(|place| place.1).max().unwrap_or(first.1);
            if !out.contains(&(start..end)) {
                out.push(start..end);
            }
        }
    }
    out
}
