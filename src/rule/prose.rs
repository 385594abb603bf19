//! A document's words by number, its sentences and units, and the patterns that may match in each.

use std::ops::Range;

use super::{
    RuleSet,
    hits::{Finder, Hits, Shows},
    lang::{Checks, Program},
    numbers::Numbers,
    splice::splice,
    stretch::{Entry, Stretch, entries_of},
    token::{Token, flag, tokenise},
    unit::{self, Unit, find_units},
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
    /// Its words, numbered: for [`Prose::words`].
    pub(super) words: Range<usize>,
    /// The longer entries of vocabularies among them, numbered.
    entries: Range<usize>,
    /// The place where it stands joined to the words that introduce it.
    pub(super) joined: Option<usize>,
}

/// Words that are read together though they stand apart.
#[derive(Debug)]
struct Joined {
    words: Range<usize>,
    entries: Range<usize>,
}

/// A document as numbered words, sentences and units.
///
/// Words stand in *places*: each sentence is one, by its number, and so are words that are read together though they stand
/// apart, as a list's items after what introduces them.
pub(crate) struct Prose<'a> {
    /// The document.
    pub(crate) document: &'a Document,
    pub(super) program: &'a Program,
    checks: &'a Checks,
    /// The words of all blocks, one after the other; then those of each joined place.
    tokens: Vec<Token>,
    /// The longer entries of vocabularies among them.
    entries: Vec<Entry>,
    blocks: Vec<Block>,
    sentences: Vec<Sentence>,
    /// Places that are no sentences, numbered on from them.
    joined: Vec<Joined>,
    units: Vec<Unit>,
    /// What may match in each place of all that phrases seek.
    codes: Hits,
    /// What each place may show of what whole documents are asked.
    pub(super) shows: Shows,
}

/// What is known of a block.
struct Block {
    words: Range<usize>,
    sentences: Range<usize>,
}

impl<'a> Prose<'a> {
    /// Number the words of `document`, and find its sentences and units and what may match in them.
    pub(crate) fn new(document: &'a Document, set: &'a RuleSet) -> Self {
        let (program, checks) = (set.program(), set.checks());
        let mut prose = Self {
            document,
            program,
            checks,
            // English prose has a word or mark every five bytes or so, and some are read twice: after what introduces them.
            tokens: Vec::with_capacity(document.text.len() / 4),
            entries: Vec::new(),
            blocks: Vec::with_capacity(document.blocks.len()),
            sentences: Vec::new(),
            joined: Vec::new(),
            units: Vec::new(),
            codes: Hits::default(),
            shows: Shows::new(checks.parts.len()),
        };
        for (index, block) in document.blocks.iter().enumerate() {
            let text = document.slice(block.span);
            let start = prose.tokens.len();
            tokenise(text, block.span.start, &program.lexicon, &mut prose.tokens);
            let words = start..prose.tokens.len();
            let first = prose.sentences.len();
            prose.split(index, text, block.span.start, words.clone());
            let sentences = first..prose.sentences.len();
            prose.blocks.push(Block { words, sentences });
        }
        prose.join_lead_ins();
        prose.units = find_units(&mut prose);
        prose.entries = entries_of(program, &prose.tokens);
        prose.share_entries();
        (prose.codes, prose.shows) = prose.find();
        prose
    }

    /// Split a block into sentences.
    fn split(&mut self, block: usize, text: &str, offset: u32, words: Range<usize>) {
        let mut at = words.start;
        for range in sentences(text) {
            let span = Span::new(
                offset + number_of(range.start),
                offset + number_of(range.end),
            );
            let rest = self.words(&(at..words.end)).iter();
            let mine = at..at + rest.take_while(|token| token.span.start < span.end).count();
            at = mine.end;
            if self.words(&mine).iter().any(|token| !token.is(flag::MARK)) {
                self.sentences.push(Sentence {
                    block,
                    span,
                    words: mine,
                    entries: 0..0,
                    joined: None,
                });
            }
        }
    }

    /// Join the sentences of list items and cells to what introduces them.
    fn join_lead_ins(&mut self) {
        for block in 0..self.blocks.len() {
            let lead = self.lead_in(block, unit::LEAD);
            if lead.is_empty() {
                continue;
            }
            for at in self.block_sentences(block) {
                let own = self.sentence(at).map(|sentence| sentence.words.clone());
                let place = self.join(&[lead.clone(), own.unwrap_or_default()]);
                if let Some(sentence) = self.sentences.get_mut(at) {
                    sentence.joined = Some(place);
                }
            }
        }
    }

    /// Make a place of words that stand apart.
    pub(super) fn join(&mut self, parts: &[Range<usize>]) -> usize {
        let start = self.tokens.len();
        for part in parts {
            self.tokens.extend_from_within(part.clone());
        }
        self.joined.push(Joined {
            words: start..self.tokens.len(),
            entries: 0..0,
        });
        self.sentences.len() + self.joined.len() - 1
    }

    /// Tell each place its longer entries: both are in order.
    fn share_entries(&mut self) {
        let sentences = self.sentences.iter_mut();
        let sentences = sentences.map(|one| (&one.words, &mut one.entries));
        let joined = self.joined.iter_mut();
        let joined = joined.map(|one| (&one.words, &mut one.entries));
        let mut next = 0;
        for (words, own) in sentences.chain(joined) {
            let until = |at: usize| move |entry: &&Entry| (entry.at as usize) < at;
            let rest = |from: usize| self.entries.get(from..).unwrap_or_default().iter();
            let start = next + rest(next).take_while(until(words.start)).count();
            next = start + rest(start).take_while(until(words.end)).count();
            *own = start..next;
        }
    }

    /// What may match in each place.
    fn find(&self) -> (Hits, Shows) {
        let program = self.program;
        let mut finder = Finder::new(program, self.checks);
        for sentence in &self.sentences {
            let words = self.stretch(sentence);
            // Without what interrupts it, a sentence may hold longer entries that it does not hold as it stands.
            match splice(words.tokens, program) {
                None => finder.place(words, &[]),
                Some(spliced) => finder.place(words, &entries_of(program, &spliced)),
            }
        }
        for joined in &self.joined {
            finder.place(self.run(&joined.words, &joined.entries), &[]);
        }
        finder.found()
    }

    /// Codes that may match in a place.
    pub(super) fn codes(&self, place: usize) -> &[u32] {
        self.codes.of(place)
    }

    /// Whether more than `least` of the first `count` words are among `words`, as far as rules know these.
    pub(super) fn has_among(&self, count: usize, words: &[String], least: usize) -> bool {
        if self.tokens.len() <= least {
            return false;
        }
        let lexicon = &self.program.lexicon;
        let mut known = Numbers::none(lexicon.ends.len());
        for word in words {
            known.insert(lexicon.find(word.as_bytes()));
        }
        let first = self.tokens.iter().filter(|token| !token.is(flag::MARK));
        let mut found = first
            .take(count)
            .filter(|token| token.word != 0 && known.has(token.word));
        found.nth(least).is_some()
    }

    /// The units, in order.
    pub(super) fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Words by number.
    pub(super) fn words(&self, words: &Range<usize>) -> &[Token] {
        self.tokens.get(words.clone()).unwrap_or_default()
    }

    /// The same with the longer entries among them.
    pub(super) fn stretch(&self, sentence: &Sentence) -> Stretch<'_> {
        self.run(&sentence.words, &sentence.entries)
    }

    fn run(&self, words: &Range<usize>, entries: &Range<usize>) -> Stretch<'_> {
        let entries = self.entries.get(entries.clone()).unwrap_or_default();
        Stretch::run(self.words(words), entries, words.start)
    }

    /// The words of a place.
    pub(super) fn place(&self, place: usize) -> Stretch<'_> {
        let stretch = match place.checked_sub(self.sentences.len()) {
            None => self.sentences.get(place).map(|one| self.stretch(one)),
            Some(joined) => self
                .joined
                .get(joined)
                .map(|one| self.run(&one.words, &one.entries)),
        };
        stretch.unwrap_or_default()
    }

    /// The words of a block, with the longer entries among them.
    pub(super) fn block_stretch(&self, index: usize) -> Stretch<'_> {
        let words = self.block_range(index);
        Stretch::new(&self.tokens, &self.entries).part(words.start, words.end)
    }

    /// Where the words of a block stand.
    pub(super) fn block_range(&self, index: usize) -> Range<usize> {
        let block = self.blocks.get(index);
        block.map_or(0..0, |block| block.words.clone())
    }

    /// The sentences of a block.
    pub(super) fn block(&self, index: usize) -> &[Sentence] {
        let own = self.sentences.get(self.block_sentences(index));
        own.unwrap_or_default()
    }

    /// A sentence of a block by its words in the document's text, and which of the block's it is.
    pub(super) fn sentence_at(&self, block: usize, span: Span) -> Option<(usize, &Sentence)> {
        let own = self.block(block);
        let at = own.partition_point(|one| one.span.start < span.start);
        own.get(at)
            .filter(|one| one.span == span)
            .map(|one| (at, one))
    }

    /// The same by number.
    pub(super) fn block_sentences(&self, index: usize) -> Range<usize> {
        let block = self.blocks.get(index);
        block.map_or(0..0, |block| block.sentences.clone())
    }

    /// A sentence by number.
    pub(super) fn sentence(&self, at: usize) -> Option<&Sentence> {
        self.sentences.get(at)
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

    /// Where the words stand that introduce a list item or cell: the last sentence of its lead-in, without its final mark;
    /// none where they are more than `most`.
    pub(super) fn lead_in(&self, block: usize, most: usize) -> Range<usize> {
        let lead = self.document.blocks.get(block);
        let lead = lead.and_then(|block| block.lead_in);
        let last = lead.and_then(|lead| self.block(lead as usize).last());
        let mut words = last.map_or(0..0, |last| last.words.clone());
        while let Some((mark, _)) = self.words(&words).split_last()
            && mark.is(flag::MARK)
        {
            words.end -= 1;
        }
        if words.len() > most { 0..0 } else { words }
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

fn number_of(offset: usize) -> u32 {
    u32::try_from(offset).expect("text is shorter than 4 GiB")
}
