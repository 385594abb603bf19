//! A document's sentences as numbered words, made only where somebody asks.

use std::rc::Rc;

use super::{
    lang::Program,
    token::{Token, flag, tokenise},
};
use crate::{
    document::{BlockKind, Document, sentences},
    text::Span,
};

/// A sentence of a block.
#[derive(Debug)]
pub(super) struct Sentence {
    /// The block it stands in.
    pub(super) block: usize,
    /// Its words in the document's text.
    pub(super) span: Span,
    /// Its words, numbered.
    pub(super) tokens: Vec<Token>,
}

/// The sentences of a document, by block, kept once made.
pub(super) struct Prose<'a> {
    /// The document.
    pub(super) document: &'a Document,
    program: &'a Program,
    blocks: Vec<Option<Rc<[Sentence]>>>,
}

impl<'a> Prose<'a> {
    /// Nothing is made yet.
    pub(super) fn new(document: &'a Document, program: &'a Program) -> Self {
        Self {
            document,
            program,
            blocks: vec![None; document.blocks.len()],
        }
    }

    /// The sentences of a block.
    pub(super) fn block(&mut self, index: usize) -> Rc<[Sentence]> {
        if let Some(Some(made)) = self.blocks.get(index) {
            return Rc::clone(made);
        }
        let mut tokens = Vec::new();
        if let Some(block) = self.document.blocks.get(index) {
            let text = self.document.slice(block.span);
            tokenise(text, block.span.start, &self.program.lexicon, &mut tokens);
        }
        self.split(index, &tokens)
    }

    /// The sentences of a block whose words are numbered already.
    pub(super) fn split(&mut self, index: usize, tokens: &[Token]) -> Rc<[Sentence]> {
        if let Some(Some(made)) = self.blocks.get(index) {
            return Rc::clone(made);
        }
        let made: Rc<[Sentence]> = self.make(index, tokens).into();
        if let Some(slot) = self.blocks.get_mut(index) {
            *slot = Some(Rc::clone(&made));
        }
        made
    }

    fn make(&self, index: usize, tokens: &[Token]) -> Vec<Sentence> {
        let Some(block) = self.document.blocks.get(index) else {
            return Vec::new();
        };
        let mut rest = tokens;
        let mut out = Vec::new();
        for range in sentences(self.document.slice(block.span)) {
            let span = Span::new(
                block.span.start + start_of(range.start),
                block.span.start + start_of(range.end),
            );
            let count = rest.partition_point(|token| token.span.start < span.end);
            let (mine, after) = rest.split_at(count);
            rest = after;
            if mine.iter().any(|token| !token.is(flag::MARK)) {
                out.push(Sentence {
                    block: index,
                    span,
                    tokens: mine.to_vec(),
                });
            }
        }
        out
    }

    /// The sentence before or after sentence `at` of `block`; across blocks where `step` leads out of it.
    pub(super) fn neighbour(
        &mut self,
        block: usize,
        at: usize,
        forward: bool,
    ) -> Option<(Rc<[Sentence]>, usize)> {
        let here = self.block(block);
        let inside = if forward { at + 1 } else { at.wrapping_sub(1) };
        if inside < here.len() {
            return Some((here, inside));
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
                let at = if forward { 0 } else { there.len() - 1 };
                return Some((there, at));
            }
        }
        None
    }

    /// The words that introduce a list item or cell: the last sentence of its lead-in, without its final mark.
    pub(super) fn lead_in(&mut self, block: usize) -> Vec<Token> {
        let lead = self
            .document
            .blocks
            .get(block)
            .and_then(|block| block.lead_in);
        let Some(lead) = lead else { return Vec::new() };
        let sentences = self.block(lead as usize);
        let Some(last) = sentences.last() else {
            return Vec::new();
        };
        let mut tokens = last.tokens.clone();
        while tokens.last().is_some_and(|token| token.is(flag::MARK)) {
            tokens.pop();
        }
        if tokens.len() > 30 {
            tokens.clear();
        }
        tokens
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
