//! A document as units of prose: what is asked of whole documents is asked of each.
//!
//! A unit is a sentence with the words that introduce it (a list's lead-in), or a row of a table with its column heads.
//! Quotations, navigation and questions promise nothing and are no units; neither are templates with `[blanks]` in them.

use std::ops::Range;

use super::{
    prose::Prose,
    stretch::Stretch,
    token::{Token, flag},
};
use crate::{
    document::{Block, BlockKind, Document},
    text::Span,
};

/// A unit of prose.
#[derive(Debug)]
pub(super) struct Unit {
    /// The block it begins in.
    pub(super) block: usize,
    /// Its own words in the document's text.
    pub(super) span: Span,
    /// Where its words stand, those that introduce it first: a place of [`Prose`].
    pub(super) place: usize,
    /// The words that begin its paragraph like a heading ("Selection."), as a range of bytes; empty where none do.
    pub(super) run_in: Span,
}

impl Unit {
    /// Whether its words can promise anything.
    pub(super) fn promises(&self, prose: &Prose<'_>) -> bool {
        let words = prose.place(self.place);
        promises(words.tokens, prose.document.slice(self.span))
    }
}

/// The units of a document that `wants` lets through and that can promise something, one after the other, each with its
/// words.
pub(super) fn each_unit(
    prose: &Prose<'_>,
    mut wants: impl FnMut(&Unit) -> bool,
    mut see: impl FnMut(&Unit, Stretch<'_>),
) {
    for unit in prose.units() {
        if !wants(unit) {
            continue;
        }
        if unit.promises(prose) {
            see(unit, prose.place(unit.place));
        }
    }
}

/// Find the units of `prose`, whose sentences are known; words of several places are joined there.
pub(super) fn find_units(prose: &mut Prose<'_>) -> Vec<Unit> {
    let document = prose.document;
    let mut look = Look {
        prose,
        units: Vec::new(),
        heads: Vec::new(),
        table: None,
        parts: Vec::new(),
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
            look.head(index);
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
    look.units
}

/// A walk over a document that finds its units.
struct Look<'a, 'p> {
    prose: &'a mut Prose<'p>,
    units: Vec<Unit>,
    /// The heads of the columns of the table that it is in: column and block.
    heads: Vec<(u32, usize)>,
    table: Option<u32>,
    /// Room for the words of a row.
    parts: Vec<Range<usize>>,
}

impl Look<'_, '_> {
    fn paragraph(&mut self, index: usize, block: &Block) {
        let mut run_in = Span::new(block.span.start, block.span.start);
        let sentences = self.prose.block_sentences(index);
        for at in sentences.clone() {
            let Some(sentence) = self.prose.sentence(at) else {
                continue;
            };
            let (span, last) = (sentence.span, at + 1 == sentences.end);
            let place = sentence.joined.unwrap_or(at);
            let begins = at == sentences.start || run_in.end == span.start;
            if !last && begins && is_run_in(self.prose.words(&sentence.words)) {
                run_in = Span::new(run_in.start, span.end);
            }
            self.units.push(Unit {
                block: index,
                span,
                place,
                run_in,
            });
        }
    }

    /// A list of short items as one unit with what introduces it: members that stand one a line.
    fn whole_list(&mut self, index: usize) {
        let (prose, document) = (&*self.prose, self.prose.document);
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
        let mut count = lead.len();
        let mut parts = vec![lead];
        for item in (index + 1..).take(items.len()) {
            let words = prose.block_range(item);
            if words.len() > ITEM || count > LIST {
                return;
            }
            count += words.len();
            parts.push(words);
        }
        let span = Span::new(first.span.start, last.span.end);
        self.joined(index + 1, span, &parts);
    }

    /// Keep a cell in mind that is the head of a column.
    fn head(&mut self, cell: usize) {
        let Some((table, column)) = column_headed(self.prose.document, cell) else {
            return;
        };
        if self.table != Some(table) {
            self.heads.clear();
            self.table = Some(table);
        }
        if self.heads.iter().all(|(other, _)| *other != column) {
            self.heads.push((column, cell));
        }
    }

    /// The cells of a row as one unit, each after the head of its column.
    fn table_row(&mut self, row: &mut Vec<usize>) {
        let document = self.prose.document;
        let mut parts = std::mem::take(&mut self.parts);
        for cell in &*row {
            if let Some(BlockKind::Cell { table, column, .. }) =
                document.blocks.get(*cell).map(|block| block.kind)
                && self.table == Some(table)
            {
                let head = self.heads.iter().find(|(other, _)| *other == column);
                parts.extend(head.map(|(_, head)| self.prose.block_range(*head)));
            }
            parts.push(self.prose.block_range(*cell));
        }
        if let Some(first) = row.first()
            && let Some(span) = across(document, row)
        {
            self.joined(*first, span, &parts);
        }
        row.clear();
        parts.clear();
        self.parts = parts;
    }

    /// Words from several places as one unit.
    fn joined(&mut self, block: usize, span: Span, parts: &[Range<usize>]) {
        self.units.push(Unit {
            block,
            span,
            place: self.prose.join(parts),
            run_in: Span::new(span.start, span.start),
        });
    }
}

/// Words of a run-in heading, at most.
const RUN_IN: usize = 6;
/// Words of a lead-in that are carried to each item, at most.
pub(super) const LEAD: usize = 64;
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
fn row_parts(prose: &Prose<'_>, cells: &[usize]) -> Vec<Range<usize>> {
    let with_head = |cell: &usize| {
        let head = column_head(prose.document, *cell);
        head.into_iter().chain([*cell])
    };
    let blocks = cells.iter().flat_map(with_head);
    blocks.map(|block| prose.block_range(block)).collect()
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
    let parts = row_parts(prose, &cells);
    let words = parts.iter().map(|part| prose.words(part));
    let tokens = words.collect::<Vec<_>>().concat();
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
    let mut heads = top.filter(|at| column_headed(document, *at) == Some((table, column)));
    heads.next()
}

/// The table and column that a cell is the head of, where it is one.
fn column_headed(document: &Document, cell: usize) -> Option<(u32, u32)> {
    match document.blocks.get(cell)?.kind {
        BlockKind::Cell {
            table,
            row,
            column,
            header: true,
            ..
        } if row < HEAD_ROWS => Some((table, column)),
        _ => None,
    }
}

/// Whether the words can promise anything: no question, no template with blanks.
fn promises(tokens: &[Token], text: &str) -> bool {
    let asks = tokens.last().is_some_and(|token| token.is(flag::QUESTION));
    !asks && !has_blank(text)
}

/// Whether a `[blank]` stands in `text`: a few words in square brackets.
pub(super) fn has_blank(text: &str) -> bool {
    // Nearly no text has a bracket, and to look for one byte is faster than to split.
    let Some(first) = text.find('[') else {
        return false;
    };
    let text = text.get(first..).unwrap_or_default();
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
