//! Sentences without what interrupts them.

use std::ops::Range;

use super::{
    lang::Program,
    token::{Token, flag},
};

/// The sentence without what interrupts it: brackets, dashes in pairs, ", which …," and the like. `None` where nothing does.
pub(super) fn splice(tokens: &[Token], program: &Program) -> Option<Vec<Token>> {
    let mut next = interruption(tokens, program, 0);
    next.as_ref()?;
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(Range { start, end }) = next {
        kept.extend_from_slice(tokens.get(at..start).unwrap_or_default());
        at = end;
        next = interruption(tokens, program, at);
    }
    kept.extend_from_slice(tokens.get(at..).unwrap_or_default());
    (kept.len() > 1).then_some(kept)
}

/// The first words from `from` on that interrupt the sentence, with the marks around them.
fn interruption(tokens: &[Token], program: &Program, from: usize) -> Option<Range<usize>> {
    // What interrupts stands between marks that end no clause.
    let inner = |token: &Token| token.flags & (flag::MARK | flag::BREAK) == flag::MARK;
    let mut at = from;
    loop {
        at += tokens.get(at..)?.iter().position(inner)?;
        if let Some(end) = partner(tokens, program, at) {
            return Some(at..end + 1);
        }
        at += 1;
    }
}

/// The mark that ends what the mark at `at` begins.
fn partner(tokens: &[Token], program: &Program, at: usize) -> Option<usize> {
    let marks = program.interrupters;
    let until = |most: usize| {
        let words = tokens.get(at + 1..tokens.len().min(at + most));
        (at + 1..).zip(words.unwrap_or_default())
    };
    let is = |token: &Token, mark: u32| token.word == mark && token.word != 0;
    let first = |most: usize, mark: u32| {
        let end = until(most).find(|(_, token)| is(token, mark));
        end.map(|(end, _)| end)
    };
    let mark = tokens.get(at)?;
    if is(mark, marks.open) {
        return first(25, marks.close);
    }
    if is(mark, marks.dash) {
        return first(16, marks.dash);
    }
    let next = tokens.get(at + 1)?;
    if !is(mark, marks.comma) || !program.classes.get(next.word).contains(&marks.class?) {
        return None;
    }
    let ends = |token: &Token| is(token, marks.comma) || token.is(flag::BREAK);
    let (end, last) = until(12).find(|(_, token)| ends(token))?;
    (is(last, marks.comma) && end > at + 1 && end + 1 < tokens.len()).then_some(end)
}
