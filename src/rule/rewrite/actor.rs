//! Who acts in a sentence, in what number; and what its institution is called.

use std::cell::OnceCell;

use super::{
    reading::Said,
    words::{fold, is_determiner},
};
use crate::{
    document::Document,
    rule::{RuleSet, lang::Rewriting, token::flag},
    text::Span,
};

/// Number and person of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    Singular,
    Plural,
    We,
}

impl Agreement {
    /// Of the phrase "the trustees", "we", "the library".
    pub(super) fn of(actor: &str) -> Self {
        let lower = actor.to_lowercase();
        let last = lower.split_whitespace().next_back().unwrap_or_default();
        match last {
            "we" | "us" => Self::We,
            "staff" | "people" | "personnel" | "faculty" => Self::Plural,
            _ if lower.contains(" and ") => Self::Plural,
            _ if lower.starts_with("each ") || lower.starts_with("every ") => Self::Singular,
            _ if last.ends_with('s') && !last.ends_with("ss") && last != "campus" => Self::Plural,
            _ => Self::Singular,
        }
    }
}

/// Who acts, as a sentence says it.
pub(super) struct Actor {
    /// The phrase, as it is spoken.
    pub(super) phrase: String,
    /// Its number and person.
    pub(super) agreement: Agreement,
    /// Index of its last word in the sentence.
    pub(super) last: usize,
}

/// Who speaks: the institution.
pub(super) struct Speaker {
    /// "the library", "we".
    pub(super) phrase: String,
    /// Its number and person.
    pub(super) agreement: Agreement,
}

impl Speaker {
    /// One that is called `phrase`.
    pub(super) fn of(phrase: &str) -> Self {
        Self {
            phrase: phrase.to_owned(),
            agreement: Agreement::of(phrase),
        }
    }
}

/// The noun phrase of institution's words that begins at word `start` of a sentence.
pub(super) fn actor(
    words: &Rewriting,
    document: &Document,
    said: &[Said],
    start: usize,
    is_actor: impl Fn(usize) -> bool,
) -> Option<Actor> {
    const LONGEST: usize = 6;
    let first = said.get(start)?;
    if words.opens_no_actor(&first.lower) {
        return None;
    }
    let we = first.lower == "we";
    let mut last = if we {
        start
    } else {
        (start..said.len().min(start + LONGEST)).find(|at| is_actor(*at))?
    };
    // "the library board", "library staff": the last of them acts.
    while !we && said.len() > last + 1 && is_actor(last + 1) {
        last += 1;
    }
    let before = said.get(start..last)?;
    let plain = before
        .iter()
        .all(|word| !word.token.is(flag::MARK) && !words.is_no_part_of_a_name(&word.lower));
    // "The library", "our branches", "Desk staff", "Trustees": a longer phrase needs its article.
    let opens_well = is_determiner(&first.lower) || last <= start + 1;
    // What "of" follows is half a name: "the Board of Trustees" is found whole, "the University of Larkmead" is not.
    let phrase = document.slice(Span::new(
        first.token.span.start,
        said.get(last)?.token.span.end,
    ));
    let phrase = fold(phrase);
    (plain && opens_well).then(|| Actor {
        agreement: Agreement::of(&phrase),
        phrase: spoken(words, &phrase),
        last,
    })
}

/// A phrase in capitals as it is spoken: "LIBRARY" is "the library", and so is "Library" alone.
fn spoken(words: &Rewriting, phrase: &str) -> String {
    let lower = phrase.to_lowercase();
    if words.is_name(&lower) {
        return format!("the {lower}");
    }
    if phrase.chars().any(char::is_lowercase) || phrase.chars().count() < 4 {
        return phrase.to_owned();
    }
    match Agreement::of(&lower) {
        Agreement::Singular if !is_determiner(lower.split(' ').next().unwrap_or_default()) => {
            format!("the {lower}")
        }
        Agreement::Singular | Agreement::Plural | Agreement::We => lower,
    }
}

/// What the institution of a text is called: looked for once a sentence does not name who acts.
pub(crate) struct Home<'a> {
    set: &'a RuleSet,
    text: &'a str,
    known: OnceCell<Option<String>>,
}

impl<'a> Home<'a> {
    /// That of `text`.
    pub(crate) fn of(set: &'a RuleSet, text: &'a str) -> Self {
        Self {
            set,
            text,
            known: OnceCell::new(),
        }
    }

    /// "the museum", "we"; `None` where the text does not say, or names several.
    pub(super) fn name(&self) -> Option<&str> {
        let known = self.known.get_or_init(|| home(self.set, self.text));
        known.as_deref()
    }
}

/// What the institution of `text` is called: "the museum", "we"; `None` where the text does not say, or names several.
fn home(set: &RuleSet, text: &str) -> Option<String> {
    let names = &set.rewriting().names;
    let (mut named, mut ours) = (vec![0_u32; names.len()], 0_u32);
    // Whether the last word was an article, and the name that stood after one.
    let (mut article, mut name) = (false, None);
    // The names are of ASCII, and bytes are split faster than characters.
    for word in text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()) {
        let is = |other: &str| other.as_bytes().eq_ignore_ascii_case(word);
        if word.is_empty() {
            continue;
        }
        let known = (article || name.is_some())
            .then(|| names.iter().position(|name| is(name)))
            .flatten();
        // "the school district" names a district, and "the foundation of" names nothing.
        let ended = name.filter(|_| known.is_none() && !is("of"));
        if let Some(count) = ended.and_then(|at: usize| named.get_mut(at)) {
            *count += 1;
        }
        name = known;
        let our = word.len() == 3 && is("our");
        ours += u32::from(our || word.len() == 2 && (is("we") || is("us")));
        article = our || word.len() == 3 && is("the") || word.len() == 4 && is("this");
    }
    if let Some(count) = name.and_then(|at| named.get_mut(at)) {
        *count += 1;
    }
    let (mut best, mut second) = (("", 0), 0);
    for (name, times) in names.iter().zip(named) {
        if times > best.1 {
            (second, best) = (best.1, (name.as_str(), times));
        } else {
            second = second.max(times);
        }
    }
    if ours > best.1 {
        Some("we".to_owned())
    } else if best.1 > 0 && best.1 >= second * 2 {
        Some(format!("the {}", best.0))
    } else {
        None
    }
}
