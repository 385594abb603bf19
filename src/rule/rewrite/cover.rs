//! Whether a rewrite of the whole sentence loses nothing.

use std::ops::Range;

use super::reading::Said;
use crate::rule::{lang::Rewriting, token::flag};

/// A sentence, as far as it decides whether the matched words are all that it says.
pub(super) struct Cover<'a> {
    pub(super) words: &'a Rewriting,
    pub(super) sentence: &'a str,
    pub(super) said: &'a [Said],
    pub(super) matched: &'a Range<usize>,
    /// The modal that a rewrite takes over.
    pub(super) modal: Option<&'static str>,
    /// How many words open the sentence before who acts; a rewrite keeps them as they are.
    pub(super) opening: usize,
    /// How many words there are with those that name who acts, where a rewrite takes them over; 0 where nobody does.
    pub(super) subject: usize,
}

impl Cover<'_> {
    /// The words that neither were matched nor are `held` by the rewrite.
    pub(super) fn outside<'a>(
        &'a self,
        held: &'a dyn Fn(usize) -> bool,
    ) -> impl Iterator<Item = &'a Said> {
        let words = self.said.iter().enumerate();
        words
            .filter(move |(at, word)| {
                !word.token.is(flag::MARK) && !self.matched.contains(at) && !held(*at)
            })
            .map(|(_, word)| word)
    }

    /// The words that a rewrite does not keep as they are.
    fn rewritten(&self) -> impl Iterator<Item = &Said> {
        self.said.iter().skip(self.opening)
    }

    /// Whether the matched words and those that are `held` are nearly all of the sentence, and it makes one clause that binds,
    /// excepts, names and counts nothing but by the modal that the rewrite takes over.
    pub(super) fn covers(&self, held: &dyn Fn(usize) -> bool) -> bool {
        const FEW: usize = 5;
        const FEW_WITHOUT_SUBJECT: usize = 3;
        const LONG: usize = 16;
        let few = match self.subject {
            0 => FEW_WITHOUT_SUBJECT,
            _ => FEW,
        };
        let more = self
            .sentence
            .chars()
            .any(|mark| ";:—–()“”\"!?…•".contains(mark));
        let commas = self.rewritten().filter(|word| word.lower == ",").count();
        !more
            && commas <= 1
            && self.matched.len() <= LONG
            && self.outside(held).count() <= few
            && !self
                .outside(held)
                .any(|word| self.words.is_joint(&word.lower))
            && !self.joined(held)
            && !self.names(held)
            && self.binds_no_more()
    }

    /// Whether it is joined of clauses or forbids: it opens with one, the matched words have several, or something is done meanwhile.
    fn joined(&self, held: &dyn Fn(usize) -> bool) -> bool {
        let opened = self.rewritten().next().is_some_and(|word| {
            word.lower == "no" || self.words.is_joint(&word.lower) && !self.matched.contains(&0)
        });
        let within = self.said.get(self.matched.clone()).unwrap_or_default();
        // "treat everyone the same and do not see differences" says one thing twice.
        let several = within.iter().enumerate().any(|(at, word)| {
            let goes_on = within
                .get(at + 1)
                .is_some_and(|next| self.words.is_helper(&next.lower));
            self.words.is_strong_joint(&word.lower) && !(word.lower == "and" && goes_on)
        });
        let meanwhile = self.said.windows(2).enumerate().any(|(at, pair)| {
            let [joint, next] = pair else { return false };
            let joins = self.words.is_joint(&joint.lower)
                || matches!(joint.lower.as_str(), "by" | "through");
            joins && next.token.is(flag::GERUND) && !held(at)
        });
        opened || several || meanwhile
    }

    /// Whether it names something: a name is content that no rewrite gives back.
    fn names(&self, held: &dyn Fn(usize) -> bool) -> bool {
        let shouted = self
            .said
            .iter()
            .all(|word| word.token.is(flag::MARK) || word.token.is(flag::CAPITAL));
        let mut words = self.said.iter().enumerate().skip(1);
        !shouted && words.any(|(at, word)| word.token.is(flag::CAPITAL) && !held(at))
    }

    fn binds_no_more(&self) -> bool {
        let mut own_modals = 0;
        let loose = self.rewritten().any(|word| {
            let own = self.modal.is_some_and(|modal| modal == word.lower);
            own_modals += usize::from(own);
            self.words.is_loose(&word.lower) || !own && self.words.is_binding(&word.lower)
        });
        !loose && own_modals <= 1
    }
}
