//! Rules × one document → candidates, each found or silenced with its reason.
//!
//! A block is looked at only where the words that anchor some pattern stand in it; a pattern is tried only where all the
//! words it needs do. Sentences are split, stances judged and rewrites made for what is left.

use std::{ops::Range, rc::Rc};

use super::{
    RuleSet,
    lang::{Features, Program, Sought, Together},
    learned::weigh,
    matcher::{Scratch, View, features_of, find_all},
    prose::{Prose, Sentence},
    stance::{Outcome, Stance},
    token::{Token, flag, tokenise},
};
use crate::{
    document::{BlockKind, Document},
    text::Span,
};

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

/// A hit in a view, before stance.
struct Hit {
    rule: u32,
    words: Range<usize>,
}

/// Every candidate of every rule in `document`, by place, weighed by what was learned from labelled text.
///
/// With `explain`, a candidate that the model doubts also says which words weighed most; without, that work is spared.
pub(crate) fn judge(document: &Document, set: &RuleSet, explain: bool) -> Vec<Match> {
    let mut found = candidates(document, set);
    weigh(document, set, &mut found, explain);
    found
}

/// Every candidate of every rule in `document`, by place, as the rules alone judge it.
pub(super) fn candidates(document: &Document, set: &RuleSet) -> Vec<Match> {
    let program = set.program();
    let mut judge = Judge {
        set,
        program,
        prose: Prose::new(document, program),
        scratch: Scratch::default(),
        tokens: Vec::new(),
        codes: Vec::new(),
        stamps: vec![u32::MAX; program.codes.len()],
        found: Vec::new(),
    };
    for index in 0..document.blocks.len() {
        judge.block(index);
    }
    let mut found = judge.found;
    found.sort_by_key(|one| (one.span.start, one.rule, one.span.end));
    found
}

struct Judge<'a> {
    set: &'a RuleSet,
    program: &'a Program,
    prose: Prose<'a>,
    scratch: Scratch,
    tokens: Vec<Token>,
    /// Codes that may match in the block at hand.
    codes: Vec<u32>,
    /// The block for which each code was last listed.
    stamps: Vec<u32>,
    found: Vec<Match>,
}

impl Judge<'_> {
    fn block(&mut self, index: usize) {
        let Some(block) = self.prose.document.blocks.get(index) else {
            return;
        };
        if block.kind == BlockKind::Boilerplate {
            return;
        }
        let text = self.prose.document.slice(block.span);
        tokenise(
            text,
            block.span.start,
            &self.program.lexicon,
            &mut self.tokens,
        );
        let lead = self.prose.lead_in(index);
        let program = self.program;
        let mut features = features_of(program, &self.tokens);
        features.add(features_of(program, &lead));
        self.codes.clear();
        let stamp = u32::try_from(index).expect("fewer blocks than bytes");
        for token in self.tokens.iter().chain(&lead) {
            for code in self.program.anchors.get(token.word) {
                let Some(last) = self.stamps.get_mut(*code as usize) else {
                    continue;
                };
                if *last != stamp {
                    *last = stamp;
                    self.codes.push(*code);
                }
            }
        }
        self.codes.retain(|code| {
            program
                .codes
                .get(*code as usize)
                .is_some_and(|code| features.has(needs(&code.sought)))
        });
        if self.codes.is_empty() {
            return;
        }
        self.codes.sort_unstable();
        let sentences = self.prose.split(index, &self.tokens);
        for at in 0..sentences.len() {
            self.sentence(&sentences, at, &lead);
        }
    }

    fn sentence(&mut self, sentences: &Rc<[Sentence]>, at: usize, lead: &[Token]) {
        let Some(sentence) = sentences.get(at) else {
            return;
        };
        let own = features_of(self.program, &sentence.tokens);
        let mut with_lead = own;
        with_lead.add(features_of(self.program, lead));
        let codes: Vec<u32> = self
            .codes
            .iter()
            .copied()
            .filter(|code| self.may_match(*code, &with_lead))
            .collect();
        if codes.is_empty() {
            return;
        }
        let plain: Vec<u32> = codes
            .iter()
            .copied()
            .filter(|code| self.may_match(*code, &own))
            .collect();
        let mut seen: Vec<(u32, Span)> = Vec::new();
        if !plain.is_empty() {
            self.view(sentences, at, &sentence.tokens, 0, &plain, &mut seen);
            if let Some(spliced) = splice(&sentence.tokens, self.program) {
                self.view(sentences, at, &spliced, 0, &plain, &mut seen);
            }
        }
        if !lead.is_empty() && at == 0 {
            let mut joined = lead.to_vec();
            joined.extend_from_slice(&sentence.tokens);
            self.view(sentences, at, &joined, lead.len(), &codes, &mut seen);
        }
    }

    fn may_match(&self, code: u32, features: &Features) -> bool {
        self.program
            .codes
            .get(code as usize)
            .is_some_and(|code| features.has(needs(&code.sought)))
    }

    /// Try `codes` on one view of a sentence; the first `lead` tokens belong to its lead-in.
    fn view(
        &mut self,
        sentences: &Rc<[Sentence]>,
        at: usize,
        tokens: &[Token],
        lead: usize,
        codes: &[u32],
        seen: &mut Vec<(u32, Span)>,
    ) {
        let Some(sentence) = sentences.get(at) else {
            return;
        };
        let view = View::new(tokens, self.program);
        let mut hits = Vec::new();
        for code in codes {
            let Some(code) = self.program.codes.get(*code as usize) else {
                continue;
            };
            match &code.sought {
                Sought::Ordered(pattern) => {
                    for (start, end) in find_all(
                        self.program,
                        pattern,
                        &view,
                        0..tokens.len(),
                        &mut self.scratch,
                    ) {
                        hits.push(Hit {
                            rule: code.rule,
                            words: start..end,
                        });
                    }
                }
                Sought::Together(together) => {
                    let settings = self.program.rules.get(code.rule as usize);
                    let (within, whole) = settings.map_or((8, false), |rule| {
                        (rule.within as usize, rule.whole_sentence)
                    });
                    for words in meet(
                        self.program,
                        together,
                        &view,
                        within,
                        !whole,
                        &mut self.scratch,
                    ) {
                        hits.push(Hit {
                            rule: code.rule,
                            words,
                        });
                    }
                }
            }
        }
        for hit in hits {
            // In a view with its lead-in, only what reaches out of the lead-in is new.
            if lead > 0 && (hit.words.end <= lead || hit.words.start >= lead) {
                continue;
            }
            let words = trim(tokens, hit.words.clone());
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
            if seen.contains(&(hit.rule, span)) {
                continue;
            }
            seen.push((hit.rule, span));
            let mut stance = Stance {
                set: self.set,
                prose: &mut self.prose,
                scratch: &mut self.scratch,
                view: &view,
                sentence,
                at,
                lead,
                words: words.clone(),
            };
            let outcome = stance.judge(hit.rule as usize);
            self.found.push(Match {
                rule: hit.rule as usize,
                span,
                sentence: sentence.span,
                block: sentence.block,
                outcome,
            });
        }
    }
}

fn needs(sought: &Sought) -> &Features {
    match sought {
        Sought::Ordered(pattern) => &pattern.needs,
        Sought::Together(together) => &together.needs,
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
    if !view.has(&together.needs, &together.classes) {
        return Vec::new();
    }
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

/// The sentence without what interrupts it: brackets, dashes in pairs, ", which …," and the like. `None` where nothing does.
fn splice(tokens: &[Token], program: &Program) -> Option<Vec<Token>> {
    let word = |at: usize| {
        tokens
            .get(at)
            .map_or("", |token| program.lexicon.word(token.word))
    };
    let opener = program.class("interrupter");
    let opens = |at: usize| {
        let token = tokens.get(at);
        opener
            .zip(token)
            .is_some_and(|(class, token)| program.classes.get(token.word).contains(&class))
    };
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let partner = match word(at) {
            "(" => (at + 1..tokens.len().min(at + 25)).find(|end| word(*end) == ")"),
            "–" => (at + 1..tokens.len().min(at + 16)).find(|end| word(*end) == "–"),
            "," if opens(at + 1) => {
                let end = (at + 1..tokens.len().min(at + 12))
                    .find(|end| matches!(word(*end), "," | ";" | ":" | "."));
                end.filter(|end| {
                    word(*end) == ","
                        && *end > at + 1
                        && *end + 1 < tokens.len()
                        && !matches!(word(end + 1), "and" | "or")
                })
            }
            _ => None,
        };
        if let Some(end) = partner {
            at = end + 1;
            continue;
        }
        kept.push(*token);
        at += 1;
    }
    (kept.len() < tokens.len() && kept.len() > 1).then_some(kept)
}
