//! A document's words by number, and the sentences of the blocks that somebody asked for.

use std::{cell::OnceCell, ops::Range};

use super::{
    RuleSet,
    lang::{Checks, Program},
    reader::Parts,
    sieve::{Left, Sieve, Words},
    stretch::{Entry, Stretch, entries_of},
    token::{Token, flag, tokenise},
};
use crate::{
    document::{BlockKind, Document, sentences},
    text::Span,
};

/// Words of a lead-in that a phrase may begin in, at most.
pub(super) const LEAD: usize = 30;

/// A sentence of a block.
#[derive(Debug)]
pub(super) struct Sentence {
    /// The block it stands in.
    pub(super) block: usize,
    /// Its words in the document's text.
    pub(super) span: Span,
    /// Its words, numbered: for [`Prose::words`].
    pub(super) words: Range<usize>,
}

/// A document as numbered words, and the sentences of the blocks that somebody asked for.
pub(crate) struct Prose<'a> {
    /// The document.
    pub(crate) document: &'a Document,
    pub(super) program: &'a Program,
    checks: &'a Checks,
    /// The words of all blocks, one after the other.
    tokens: Vec<Token>,
    /// The longer entries of vocabularies among them.
    entries: Vec<Entry>,
    /// The different ones among them.
    words: Words,
    /// The cues that these do not rule out, once somebody asked.
    cues: OnceCell<Vec<Left>>,
    blocks: Vec<Block>,
}

/// What is known of a block.
struct Block {
    words: Range<usize>,
    /// Its sentences, once somebody asked.
    sentences: OnceCell<Box<[Sentence]>>,
}

impl<'a> Prose<'a> {
    /// Number the words of `document`.
    pub(crate) fn new(document: &'a Document, set: &'a RuleSet) -> Self {
        let (program, checks) = (set.program(), set.checks());
        // English prose has a word or mark every five bytes or so.
        let mut tokens = Vec::with_capacity(document.text.len() / 5);
        let blocks = document.blocks.iter().map(|block| {
            let start = tokens.len();
            let text = document.slice(block.span);
            tokenise(text, block.span.start, &program.lexicon, &mut tokens);
            Block {
                words: start..tokens.len(),
                sentences: OnceCell::new(),
            }
        });
        let blocks = blocks.collect();
        let entries = entries_of(program, &tokens);
        Self {
            document,
            program,
            checks,
            words: Words::of(program, &tokens),
            cues: OnceCell::new(),
            tokens,
            entries,
            blocks,
        }
    }

    /// What the document's words leave of all that phrases seek, by code.
    pub(super) fn codes(&self) -> Sieve<'_> {
        let program = self.program;
        let left = self.words.leave(&program.anchors, &program.needs);
        Sieve::new(program, &program.needs, &self.words, &left, |_| true)
    }

    /// What the document's words leave of the parts that are `wanted`, by cue.
    pub(super) fn cues(&self, wanted: &Parts) -> Sieve<'_> {
        let checks = self.checks;
        let wanted = |cue: u32| {
            let part = checks.cue_parts.get(cue as usize);
            part.is_some_and(|part| wanted.has(*part))
        };
        let left = self.left();
        Sieve::new(self.program, &checks.needs, &self.words, left, wanted)
    }

    /// The parts that the document's words do not rule out.
    pub(super) fn possible(&self) -> Parts {
        let mut parts = Parts::none(self.checks.parts.len());
        for (cue, _) in self.left() {
            if let Some(part) = self.checks.cue_parts.get(*cue as usize) {
                parts.insert(*part);
            }
        }
        parts
    }

    /// Cues that the document's words do not rule out.
    fn left(&self) -> &[Left] {
        let checks = self.checks;
        self.cues
            .get_or_init(|| self.words.leave(&checks.anchors, &checks.needs))
    }

    /// Words by number.
    pub(super) fn words(&self, words: &Range<usize>) -> &[Token] {
        self.tokens.get(words.clone()).unwrap_or_default()
    }

    /// The same with the longer entries among them.
    pub(super) fn stretch(&self, words: &Range<usize>) -> Stretch<'_> {
        Stretch::new(&self.tokens, &self.entries).part(words.start, words.end)
    }

    /// The words of a block, with the longer entries among them.
    pub(super) fn block_stretch(&self, index: usize) -> Stretch<'_> {
        let block = self.blocks.get(index);
        block.map_or(Stretch::default(), |block| self.stretch(&block.words))
    }

    /// The words of a block.
    pub(super) fn block_words(&self, index: usize) -> &[Token] {
        let block = self.blocks.get(index);
        block.map_or(&[], |block| self.words(&block.words))
    }

    /// The sentences of a block.
    pub(super) fn block(&self, index: usize) -> &[Sentence] {
        let block = self.blocks.get(index);
        block.map_or(&[], |block| {
            block
                .sentences
                .get_or_init(|| self.split(index, block.words.clone()).into())
        })
    }

    fn split(&self, index: usize, words: Range<usize>) -> Vec<Sentence> {
        let Some(block) = self.document.blocks.get(index) else {
            return Vec::new();
        };
        let mut at = words.start;
        let mut out = Vec::new();
        for range in sentences(self.document.slice(block.span)) {
            let span = Span::new(
                block.span.start + start_of(range.start),
                block.span.start + start_of(range.end),
            );
            let rest = self.words(&(at..words.end));
            let count = rest
                .iter()
                .take_while(|token| token.span.start < span.end)
                .count();
            let mine = at..at + count;
            at = mine.end;
            if self.words(&mine).iter().any(|token| !token.is(flag::MARK)) {
                out.push(Sentence {
                    block: index,
                    span,
                    words: mine,
                });
            }
        }
        out
    }

    /// The sentence before or after sentence `at` of `block`; across blocks where `step` leads out of it.
    pub(super) fn neighbour(&self, block: usize, at: usize, forward: bool) -> Option<&Sentence> {
        let here = self.block(block);
        let inside = if forward { at + 1 } else { at.wrapping_sub(1) };
        if let Some(sentence) = here.get(inside) {
            return Some(sentence);
        }
        let mut next = block;
        for _ in 0..3 {
            next = if forward {
                next + 1
            } else {
                next.checked_sub(1)?
            };
            if next >= self.document.blocks.len() {
                return None;
            }
            let there = self.block(next);
            if !there.is_empty() {
                return if forward { there.first() } else { there.last() };
            }
        }
        None
    }

    /// The words that introduce a list item or cell: the last sentence of its lead-in, without its final mark; none where
    /// they are more than `most`.
    pub(super) fn lead_in(&self, block: usize, most: usize) -> &[Token] {
        let lead = self
            .document
            .blocks
            .get(block)
            .and_then(|block| block.lead_in);
        let last = lead.and_then(|lead| self.block(lead as usize).last());
        let mut words = last.map_or(&[][..], |last| self.words(&last.words));
        while let Some((mark, rest)) = words.split_last()
            && mark.is(flag::MARK)
        {
            words = rest;
        }
        if words.len() > most { &[] } else { words }
    }

    /// The blocks of the list that `block` introduces, in order.
    pub(super) fn led_by(&self, block: usize) -> impl Iterator<Item = usize> + use<'a> {
        let document = self.document;
        let count = document.blocks.len();
        (block + 1..count).take_while(move |index| {
            let lead = document.blocks.get(*index).and_then(|block| block.lead_in);
            lead.is_some_and(|lead| lead as usize == block)
        })
    }

    /// The kind of a block.
    pub(super) fn kind(&self, block: usize) -> BlockKind {
        self.document
            .blocks
            .get(block)
            .map_or(BlockKind::Paragraph, |block| block.kind)
    }
}

fn start_of(offset: usize) -> u32 {
    u32::try_from(offset).expect("text is shorter than 4 GiB")
}
