//! The people whom the matched words name, so that a rewrite can say what they face in place of what they lack.

use std::ops::Range;

use super::{reading::Said, words::is_plural};
use crate::{
    document::Document,
    rule::{lang::Rewriting, token::flag},
    text::Span,
};

/// Vocabulary classes of the words of a sentence, by index.
pub(super) struct Classes<'a> {
    pub(super) words: &'a Rewriting,
    /// Whether a word names people or places.
    pub(super) group: &'a dyn Fn(usize) -> bool,
    /// Whether it names people by what they lack.
    pub(super) lacking: &'a dyn Fn(usize) -> bool,
}

/// "pupils" of "disadvantaged pupils" and of "pupils who are in need", "people" of "the needy"; and the words behind them that
/// only close the match. No people where the sentence goes on with the name, or coordinates it with what stands before.
pub(super) fn people(
    document: &Document,
    said: &[Said],
    matched: &Range<usize>,
    classes: &Classes<'_>,
) -> (Option<String>, Option<String>) {
    let text = |at: usize| said.get(at).map_or("", |word| word.lower.as_str());
    let opens = matches!(text(matched.start), "the" | "from" | "in" | "of");
    let mut end = matched.end;
    while opens && end > matched.start + 1 && classes.words.is_end(text(end - 1)) {
        end -= 1;
    }
    let trailing = (end < matched.end).then(|| {
        let first = said.get(end).map_or(0, |word| word.token.span.start);
        let last = said
            .get(matched.end - 1)
            .map_or(first, |word| word.token.span.end);
        document.slice(Span::new(first, last)).to_owned()
    });
    let found = noun(said, matched.start..end, classes, trailing.as_deref());
    let shouted = said
        .get(matched.start)
        .is_some_and(|word| word.token.is(flag::UPPER));
    let found = found.map(|noun| {
        if noun == "persons" {
            "people".to_owned()
        } else {
            noun
        }
    });
    (found.filter(|_| !shouted), trailing)
}

fn noun(
    said: &[Said],
    named: Range<usize>,
    classes: &Classes<'_>,
    trailing: Option<&str>,
) -> Option<String> {
    let text = |at: usize| said.get(at).map_or("", |word| word.lower.as_str());
    let people =
        |at: usize| (classes.group)(at) && is_plural(text(at)) && !classes.words.is_place(text(at));
    let last = named.end.checked_sub(1)?;
    let next = said.get(named.end);
    // "at-risk student populations", "at risk of fire", "the poor and unfortunate" go on.
    let joins = |word: &str| matches!(word, "and" | "or");
    let closed = match next {
        None => true,
        // "visitors with special needs" is whole, whatever follows.
        Some(_) if matches!(text(last), "needs" | "requirements") => true,
        Some(next) => next.token.is(flag::MARK) || classes.words.is_end(&next.lower),
    } && !(text(last) == "risk" && matches!(text(named.end), "of" | "for"))
        && !trailing.is_some_and(joins);
    let before = named.start.checked_sub(1).and_then(|at| said.get(at));
    let coordinated = before.is_some_and(|word| {
        joins(&word.lower)
            || word.token.is(flag::MARK) && word.lower != "•"
            || word.lower.ends_with("ly")
    });
    if coordinated {
        return None;
    }
    if people(last) {
        Some(text(last).to_owned())
    } else if people(named.start) && closed {
        Some(text(named.start).to_owned())
    } else if (text(named.start) == "the" || is_plural(text(last)))
        && (classes.lacking)(last)
        && closed
    {
        Some("people".to_owned())
    } else {
        None
    }
}
