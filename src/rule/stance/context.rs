//! Where a context is looked for around a match, and what was found there before.

use std::{collections::BTreeMap, ops::Range};

use super::{
    super::{
        hits::features_of,
        lang::{ContextCode, Features, Scope},
        matcher::{View, find},
        prose::Sentence,
        stretch::{Stretch, entries_of},
        token::{Token, flag, tokenise},
    },
    Stance,
};
use crate::document::BlockKind;

/// What contexts showed elsewhere than in the view at hand, so that nothing is looked for twice in a document: the words
/// by context and by the first byte of the sentence, heading or document that was searched.
#[derive(Default)]
pub(in crate::rule) struct Memory(BTreeMap<(u32, Searched), Option<String>>);

/// Where a context was looked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Searched {
    /// In the sentence that begins at this byte.
    Sentence(u32),
    /// In the headings above this one, and in it; `None` is the title alone.
    Headings(Option<u32>),
    /// In all of it.
    Document,
}

impl Stance<'_, '_> {
    /// The words that show `context`, by its number, where it holds.
    pub(super) fn holds(&mut self, number: u32, context: &ContextCode) -> Option<String> {
        let set = self.set;
        let program = set.program();
        let count = self.view.tokens.len();
        let is_segment_end = |token: &Token| token.is(flag::SEGMENT);
        let within = match context.scope {
            Scope::Around => return self.holds_around(number, context),
            Scope::Heading => return self.holds_in_heading(number, context),
            Scope::Document => return self.holds_in_document(number, context),
            Scope::Sentence => 0..count,
            Scope::Segment => {
                let before = self.view.tokens.get(..self.words.start).unwrap_or_default();
                let after = self.view.tokens.get(self.words.end..).unwrap_or_default();
                let start = before
                    .iter()
                    .rposition(is_segment_end)
                    .map_or(0, |at| at + 1);
                let end = after
                    .iter()
                    .position(is_segment_end)
                    .map_or(count, |at| self.words.end + at);
                start..end
            }
            Scope::Clause => self.clause(),
            Scope::Before => {
                let clause = self.clause();
                let start = self
                    .words
                    .start
                    .saturating_sub(context.reach as usize)
                    .max(clause.start);
                start..if context.inside {
                    self.words.end
                } else {
                    self.words.start
                }
            }
            Scope::After => self.words.end..count.min(self.words.end + context.reach as usize),
            Scope::Match => {
                let reach = context.reach as usize;
                self.words.start.saturating_sub(reach)..count.min(self.words.end + reach)
            }
        };
        if within.start >= within.end {
            return None;
        }
        // Several rules reach for the same words, and many listen to the same contexts.
        let key = (number, within.start, within.end);
        if let Some(known) = self.view.held.borrow().get(&key) {
            return known.clone();
        }
        let place = context
            .find
            .iter()
            .find_map(|pattern| find(program, pattern, self.view, within.clone(), self.scratch));
        let words = place.map(|(start, end)| self.said(self.view.tokens, start..end));
        self.view.held.borrow_mut().insert(key, words.clone());
        words
    }

    /// What `search` finds, unless it was found before.
    fn remember(
        &mut self,
        number: u32,
        searched: Searched,
        search: impl FnOnce(&mut Self) -> Option<String>,
    ) -> Option<String> {
        if let Some(known) = self.memory.0.get(&(number, searched)) {
            return known.clone();
        }
        let found = search(self);
        self.memory.0.insert((number, searched), found.clone());
        found
    }

    /// The words among `tokens` that show `context`.
    fn shown_among(&mut self, context: &ContextCode, words: Stretch<'_>) -> Option<String> {
        let program = self.set.program();
        let view = View::new(words, program);
        let all = 0..words.tokens.len();
        let mut patterns = context.find.iter();
        let place = patterns.find_map(|one| find(program, one, &view, all.clone(), self.scratch));
        place.map(|(start, end)| self.said(words.tokens, start..end))
    }

    /// The words of a sentence that show `context`.
    fn shown_by(
        &mut self,
        number: u32,
        context: &ContextCode,
        sentence: &Sentence,
    ) -> Option<String> {
        self.remember(number, Searched::Sentence(sentence.span.start), |this| {
            this.shown_among(context, this.prose.stretch(sentence))
        })
    }

    fn holds_around(&mut self, number: u32, context: &ContextCode) -> Option<String> {
        let prose = self.prose;
        let (block, at) = (self.sentence.block, self.at);
        let near = [
            prose.neighbour(block, at, false),
            Some(self.sentence),
            prose.neighbour(block, at, true),
        ];
        near.into_iter()
            .flatten()
            .find_map(|sentence| self.shown_by(number, context, sentence))
    }

    fn holds_in_heading(&mut self, number: u32, context: &ContextCode) -> Option<String> {
        let document = self.prose.document;
        let block = self.sentence.block;
        let own = u32::try_from(block)
            .ok()
            .filter(|_| matches!(self.prose.kind(block), BlockKind::Heading(_)));
        let above = own.or_else(|| document.blocks.get(block)?.section);
        self.remember(number, Searched::Headings(above), |this| {
            let program = this.set.program();
            let mut lines = document.heading_path(block);
            lines.extend(document.title().map(ToOwned::to_owned));
            let mut tokens = Vec::new();
            lines.into_iter().find(|line| {
                tokens.clear();
                tokenise(line, 0, &program.lexicon, &mut tokens);
                let entries = entries_of(program, &tokens);
                let view = View::new(Stretch::new(&tokens, &entries), program);
                let all = 0..tokens.len();
                context.find.iter().any(|pattern| {
                    find(program, pattern, &view, all.clone(), this.scratch).is_some()
                })
            })
        })
    }

    fn holds_in_document(&mut self, number: u32, context: &ContextCode) -> Option<String> {
        let prose = self.prose;
        self.remember(number, Searched::Document, |this| {
            let program = this.set.program();
            // Only what may show it is split into sentences.
            let may = |block: &usize| {
                may_show(context, &features_of(program, prose.block_stretch(*block)))
            };
            let mut blocks = (0..prose.document.blocks.len()).filter(may);
            blocks.find_map(|block| {
                let mut sentences = prose.block(block).iter();
                sentences.find_map(|sentence| this.shown_by(number, context, sentence))
            })
        })
    }

    /// The clause that holds the match.
    pub(super) fn clause(&self) -> Range<usize> {
        let clauses = self.view.clauses(self.program());
        let of = |at: usize| clauses.get(at).copied().unwrap_or(0);
        let (first, last) = (of(self.words.start), of(self.words.end.saturating_sub(1)));
        let start = clauses.partition_point(|clause| *clause < first);
        let end = clauses.partition_point(|clause| *clause <= last);
        start..end
    }

    /// Words as they stand.
    pub(super) fn said(&self, tokens: &[Token], words: Range<usize>) -> String {
        let words = tokens.get(words).unwrap_or_default();
        let pieces: Vec<&str> = words
            .iter()
            .map(|token| self.prose.document.slice(token.span))
            .collect();
        pieces.join(" ")
    }
}

/// Whether words that have `features` may show `context`.
fn may_show(context: &ContextCode, features: &Features) -> bool {
    context
        .find
        .iter()
        .any(|pattern| features.has(pattern.needs))
}
