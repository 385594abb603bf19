//! A document as units of prose, and which parts of what it is asked each unit shows.
//!
//! A unit is a sentence with the words that introduce it (a list's lead-in), or a row of a table with its column heads.
//! Quotations, navigation and questions promise nothing and are no units; neither are templates with `[blanks]` in them.

use std::cell::OnceCell;

use super::{
    lang::Checks,
    lang::Program,
    matcher::{Scratch, View, find},
    prose::Prose,
    sieve::{Sieve, features_of},
    stretch::{Stretch, entries_of},
    token::{Token, flag, tokenise},
};
use crate::{
    document::{Block, BlockKind, Document},
    text::Span,
};

/// A set of small numbers: parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts(Vec<u64>);

impl Parts {
    /// None of `count`.
    pub(super) fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    /// Add one.
    pub(super) fn insert(&mut self, part: u32) {
        if let Some(word) = self.0.get_mut(part as usize / 64) {
            *word |= 1 << (part % 64);
        }
    }

    /// Whether it is there.
    pub(super) fn has(&self, part: u32) -> bool {
        self.0
            .get(part as usize / 64)
            .is_some_and(|word| word >> (part % 64) & 1 == 1)
    }

    /// Whether one of them is in `other` too.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Those that are also in `other`, ascending.
    pub(super) fn both(&self, other: &Self) -> impl Iterator<Item = u32> {
        let words = (0..).step_by(64).zip(self.0.iter().zip(&other.0));
        words.flat_map(|(first, (mine, theirs))| {
            let mut left = mine & theirs;
            std::iter::from_fn(move || {
                let part = first + (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(part)
            })
        })
    }

    /// Take all out.
    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Add all of `other`.
    pub(super) fn extend(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }
}

/// A unit of prose.
#[derive(Debug)]
pub(super) struct Unit<'a> {
    /// The block it begins in.
    pub(super) block: usize,
    /// Its own words in the document's text.
    pub(super) span: Span,
    /// Its words numbered, those that introduce it first.
    pub(super) words: Stretch<'a>,
    /// The words that begin its paragraph like a heading ("Selection."), as a range of bytes; empty where none do.
    pub(super) run_in: Span,
}

/// Which units of a document are looked at.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// Those with a word that it lets through; all where there is none.
    pub(super) sieve: Option<&'a Sieve<'a>>,
    /// And all of these blocks.
    pub(super) blocks: &'a dyn Fn(usize) -> bool,
}

impl<'a> Wanted<'a> {
    /// All.
    pub(super) const ALL: Wanted<'static> = Wanted {
        sieve: None,
        blocks: &|_| true,
    };

    /// Those with a word that `sieve` lets through.
    pub(super) fn by(sieve: &'a Sieve<'a>) -> Self {
        Self {
            sieve: Some(sieve),
            blocks: &|_| false,
        }
    }
}

/// The units of a document that are `wanted`, one after the other.
pub(super) fn each_unit(prose: &Prose<'_>, wanted: Wanted<'_>, mut see: impl FnMut(&Unit<'_>)) {
    let document = prose.document;
    let mut look = Look {
        prose,
        wanted,
        see: &mut see,
    };
    let mut row: Vec<usize> = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        if let BlockKind::Cell {
            table,
            row: number,
            header,
            ..
        } = block.kind
        {
            let same = row.first().and_then(|first| document.blocks.get(*first)).is_some_and(|first| {
                matches!(first.kind, BlockKind::Cell { table: other, row: line, .. } if other == table && line == number)
            });
            if !same {
                look.table_row(&mut row);
            }
            if !header && !block.quoted {
                row.push(index);
            }
            continue;
        }
        look.table_row(&mut row);
        look.whole_list(index);
        if block.quoted || matches!(block.kind, BlockKind::Heading(_) | BlockKind::Boilerplate) {
            continue;
        }
        look.paragraph(index, block);
    }
    look.table_row(&mut row);
}

/// A walk over the units of a document.
struct Look<'a, 'p> {
    prose: &'a Prose<'p>,
    wanted: Wanted<'a>,
    see: &'a mut dyn FnMut(&Unit<'_>),
}

impl Look<'_, '_> {
    /// Whether the words of a block, or some of them, are looked at.
    fn wants(&self, block: usize, words: Stretch<'_>) -> bool {
        let Wanted { sieve, blocks } = self.wanted;
        sieve.is_none_or(|sieve| sieve.meets(words)) || blocks(block)
    }

    fn paragraph(&mut self, index: usize, block: &Block) {
        let prose = self.prose;
        let lead = match block.lead_in {
            Some(_) => prose.lead_in(index, LEAD),
            None => &[],
        };
        // Most paragraphs hold nothing that is sought: they are not even split.
        if lead.is_empty() && !self.wants(index, prose.block_stretch(index)) {
            return;
        }
        let mut run_in = Span::new(block.span.start, block.span.start);
        let sentences = prose.block(index);
        for (at, sentence) in sentences.iter().enumerate() {
            let (span, mine) = (sentence.span, prose.stretch(&sentence.words));
            let last = at + 1 == sentences.len();
            if !last && (at == 0 || run_in.end == span.start) && is_run_in(mine.tokens) {
                run_in = Span::new(run_in.start, span.end);
            }
            if !lead.is_empty() {
                self.joined(index, span, run_in, &[lead, mine.tokens].concat());
                continue;
            }
            // What a run-in heading speaks of, the sentences after it go on about.
            if run_in.end > run_in.start || self.wants(index, mine) {
                self.show(index, span, run_in, mine);
            }
        }
    }

    /// A list of short items as one unit with what introduces it: members that stand one a line.
    fn whole_list(&mut self, index: usize) {
        let (prose, document) = (self.prose, self.prose.document);
        let led = |at: usize| {
            let block = document.blocks.get(at)?;
            let mine = block.lead_in.is_some_and(|lead| lead as usize == index);
            (mine && matches!(block.kind, BlockKind::Item(_)) && !block.quoted).then_some(block)
        };
        if led(index + 1).is_none() {
            return;
        }
        let items: Vec<&Block> = (index + 1..).map_while(led).collect();
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            return;
        };
        let lead = prose.lead_in(index + 1, LEAD);
        if items.len() < 2 || lead.is_empty() {
            return;
        }
        let mut tokens = lead.to_vec();
        for item in (index + 1..).take(items.len()) {
            let words = prose.block_words(item);
            if words.len() > ITEM || tokens.len() > LIST {
                return;
            }
            tokens.extend_from_slice(words);
        }
        let span = Span::new(first.span.start, last.span.end);
        self.joined(index + 1, span, Span::new(span.start, span.start), &tokens);
    }

    /// The cells of a row as one unit.
    fn table_row(&mut self, row: &mut Vec<usize>) {
        let cells = std::mem::take(row);
        if let Some(first) = cells.first()
            && let Some(span) = across(self.prose.document, &cells)
        {
            let tokens = row_words(self.prose, &cells);
            self.joined(*first, span, Span::new(span.start, span.start), &tokens);
        }
    }

    /// Words from several places as one unit.
    fn joined(&mut self, block: usize, span: Span, run_in: Span, tokens: &[Token]) {
        let entries = entries_of(self.prose.program, tokens);
        let words = Stretch::new(tokens, &entries);
        if run_in.end > run_in.start || self.wants(block, words) {
            self.show(block, span, run_in, words);
        }
    }

    fn show(&mut self, block: usize, span: Span, run_in: Span, words: Stretch<'_>) {
        if promises(words.tokens, self.prose.document.slice(span)) {
            (self.see)(&Unit {
                block,
                span,
                words,
                run_in,
            });
        }
    }
}

/// Words of a run-in heading, at most.
const RUN_IN: usize = 6;
/// Words of a lead-in that are carried to each item, at most.
const LEAD: usize = 64;
/// Words of a list that is read as one sentence, at most.
const LIST: usize = 160;
/// Words of such a list's item, at most.
const ITEM: usize = 10;

/// Whether a sentence is as short as a heading.
fn is_run_in(words: &[Token]) -> bool {
    let words = words.iter().filter(|token| !token.is(flag::MARK));
    words.take(RUN_IN + 1).count() <= RUN_IN
}

/// The words of a row's cells, each after the head of its column.
fn row_words(prose: &Prose<'_>, cells: &[usize]) -> Vec<Token> {
    let mut tokens = Vec::new();
    for cell in cells {
        for block in column_head(prose.document, *cell)
            .into_iter()
            .chain([*cell])
        {
            tokens.extend_from_slice(prose.block_words(block));
        }
    }
    tokens
}

/// From the first of `blocks` to the last.
fn across(document: &Document, blocks: &[usize]) -> Option<Span> {
    let first = document.blocks.get(*blocks.first()?)?;
    let last = document.blocks.get(*blocks.last()?)?;
    Some(Span::new(first.span.start, last.span.end))
}

/// The row of a table that the cell `cell` stands in: its words, each cell after the head of its column.
pub(super) fn row_of(prose: &Prose<'_>, cell: usize) -> Vec<Token> {
    let document = prose.document;
    let place = |at: usize| match document.blocks.get(at)?.kind {
        BlockKind::Cell {
            table,
            row,
            header: false,
            ..
        } => Some((table, row)),
        _ => None,
    };
    let Some(own) = place(cell) else {
        return Vec::new();
    };
    let first = (0..cell)
        .rev()
        .take_while(|at| place(*at) == Some(own))
        .last();
    let cells = first.unwrap_or(cell)..document.blocks.len();
    let cells: Vec<usize> = cells.take_while(|at| place(*at) == Some(own)).collect();
    let tokens = row_words(prose, &cells);
    let span = across(document, &cells);
    if span.is_some_and(|span| promises(&tokens, document.slice(span))) {
        tokens
    } else {
        Vec::new()
    }
}

/// Rows at the top of a table in which the heads of columns are looked for.
const HEAD_ROWS: u32 = 3;

/// The head of the column that a cell stands in, as a block.
fn column_head(document: &Document, cell: usize) -> Option<usize> {
    let BlockKind::Cell { table, column, .. } = document.blocks.get(cell)?.kind else {
        return None;
    };
    // The cells of a table follow each other.
    let before = document.blocks.get(..cell)?;
    let start = before.partition_point(
        |block| !matches!(block.kind, BlockKind::Cell { table: other, .. } if other == table),
    );
    let top = (start..cell).take_while(|at| {
        let block = document.blocks.get(*at);
        block.is_some_and(
            |block| matches!(block.kind, BlockKind::Cell { row, .. } if row < HEAD_ROWS),
        )
    });
    let mut heads = top.filter(|at| {
        let block = document.blocks.get(*at);
        block.is_some_and(|block| {
            matches!(block.kind, BlockKind::Cell { header: true, column: other, .. } if other == column)
        })
    });
    heads.next()
}

/// Whether the words can promise anything: no question, no template with blanks.
fn promises(tokens: &[Token], text: &str) -> bool {
    let asks = tokens.last().is_some_and(|token| token.is(flag::QUESTION));
    !asks && !has_blank(text)
}

/// Whether a `[blank]` stands in `text`: a few words in square brackets.
pub(super) fn has_blank(text: &str) -> bool {
    text.split('[').skip(1).any(|rest| {
        rest.split_once(']').is_some_and(|(inside, _)| {
            let letters = inside
                .chars()
                .filter(|letter| letter.is_alphabetic())
                .count();
            let note = inside.chars().all(|letter| letter.is_numeric())
                || inside.eq_ignore_ascii_case("sic")
                || inside.starts_with(char::is_lowercase) && letters <= 1;
            letters > 0 && inside.chars().count() <= 60 && !note
        })
    })
}

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

#[cfg(test)]
mod tests {
    use super::has_blank;

    #[test]
    fn blanks_are_words_in_square_brackets() {
        assert!(has_blank("[Owner] reports each [year]."));
        assert!(!has_blank("As shown before [12] and [a]."));
        assert!(!has_blank("an open bracket [ alone"));
    }
}
