//! Who acts in a sentence, in what number, about what.

use super::{Passage, capitalised, fold};
use crate::{
    document::Document,
    rule::token::{Token, flag},
    text::Span,
};

/// What institutions call themselves.
const NAMES: [&str; 20] = [
    "library",
    "museum",
    "archive",
    "gallery",
    "school",
    "university",
    "college",
    "council",
    "district",
    "society",
    "association",
    "charity",
    "trust",
    "company",
    "foundation",
    "academy",
    "hospital",
    "commission",
    "city",
    "organisation",
];

/// Number and person of an actor.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Agreement {
    Singular,
    Plural,
    We,
}

/// Who acts: the noun phrase with an institution's word that begins the sentence, or follows its first comma.
pub(super) fn actor(
    document: &Document,
    tokens: &[Token],
    passage: &Passage<'_>,
    is_actor: impl Fn(&Token) -> bool,
) -> Option<String> {
    const LONGEST: usize = 8;
    const CONJUNCTIONS: [&str; 7] = ["because", "if", "when", "while", "since", "although", "as"];
    let before = tokens
        .iter()
        .position(|token| token.span.start > passage.span.start)
        .unwrap_or(tokens.len());
    let head = tokens.iter().take(before.max(1)).rposition(&is_actor);
    let head = head.or_else(|| tokens.iter().take(LONGEST).position(&is_actor))?;
    let comma = tokens
        .iter()
        .take(head)
        .rposition(|token| token.is(flag::MARK));
    let start = comma.map_or(0, |at| at + 1);
    let said = |at: usize| {
        let token = tokens.get(at);
        token.map_or_else(String::new, |token| {
            document.slice(token.span).to_lowercase()
        })
    };
    // "Because the museum …": the conjunction is no part of who acts.
    let start = start + usize::from(start < head && CONJUNCTIONS.contains(&said(start).as_str()));
    // "We adopt as our own the museum's wording", "the words we choose": whoever "we" are, they act.
    let start = if said(head) == "we" { head } else { start };
    let head = if said(start) == "we" { start } else { head };
    let first = tokens.get(start)?;
    let last = tokens.get(head)?;
    let phrase = document.slice(Span::new(first.span.start, last.span.end));
    let plain = head - start < LONGEST && !phrase.contains(['(', ')', '[', ']', '\n']);
    let starts_well = {
        let first = phrase
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let determiner = matches!(
            first.as_str(),
            "the"
                | "our"
                | "its"
                | "all"
                | "every"
                | "each"
                | "we"
                | "library"
                | "staff"
                | "a"
                | "an"
                | "this"
                | "public"
        );
        determiner || head == start || start == 0 && head <= 2
    };
    let verbs = [
        " is ", " are ", " must ", " shall ", " will ", " should ", " may ", " of ", " to ",
        " that ", " in ",
    ];
    let simple = verbs.iter().all(|verb| !phrase.contains(verb));
    (plain && starts_well && simple).then(|| spoken(phrase))
}

/// A phrase in capitals as it is spoken: "LIBRARY" is "the library", and so is "Library" alone.
fn spoken(phrase: &str) -> String {
    let lower = phrase.to_lowercase();
    if NAMES.contains(&lower.as_str()) {
        return format!("the {lower}");
    }
    if phrase.chars().any(char::is_lowercase) || phrase.chars().count() < 4 {
        return phrase.to_owned();
    }
    match agreement(&lower) {
        Agreement::Singular if !lower.starts_with("the ") => format!("the {lower}"),
        Agreement::Singular | Agreement::Plural | Agreement::We => lower,
    }
}

/// Number and person of the phrase "the trustees", "we", "the library".
pub(super) fn agreement(actor: &str) -> Agreement {
    let lower = actor.to_lowercase();
    let last = lower.split_whitespace().next_back().unwrap_or_default();
    match last {
        "we" | "us" | "our" => Agreement::We,
        "staff" | "people" | "personnel" | "faculty" => Agreement::Plural,
        _ if lower.contains(" and ") => Agreement::Plural,
        _ if lower.starts_with("each ") || lower.starts_with("every ") => Agreement::Singular,
        _ if last.ends_with('s') && !last.ends_with("ss") && last != "campus" => Agreement::Plural,
        _ => Agreement::Singular,
    }
}

/// "On public questions, " from "… on public questions." behind the match.
pub(super) fn topic(
    document: &Document,
    tokens: &[Token],
    passage: &Passage<'_>,
) -> Option<String> {
    let behind: Vec<&Token> = tokens
        .iter()
        .filter(|token| token.span.start >= passage.span.end)
        .collect();
    let first = behind.first()?;
    let preposition = document.slice(first.span).to_lowercase();
    if !matches!(preposition.as_str(), "on" | "about" | "regarding" | "in") {
        return None;
    }
    let end = behind
        .iter()
        .position(|token| token.is(flag::MARK))
        .unwrap_or(behind.len());
    let last = behind.get(end.checked_sub(1)?)?;
    let whole = end == behind.len() || behind.iter().skip(end).all(|token| token.is(flag::MARK));
    let pointing = |token: &&Token| {
        matches!(
            document.slice(token.span).to_lowercase().as_str(),
            "it" | "its" | "them" | "their" | "they" | "this" | "that" | "these" | "which" | "who"
        )
    };
    let points = behind.iter().take(end).any(pointing);
    let plain = (2..=7).contains(&end) && whole && !points;
    let phrase = document.slice(Span::new(first.span.start, last.span.end));
    (plain && preposition != "in").then(|| format!("{}, ", capitalised(&fold(phrase))))
}

/// What the institution of `text` is called, where a sentence does not name it: "the museum", "we".
pub(crate) fn home(text: &str) -> String {
    let (mut named, mut we, mut our) = ([0_u32; NAMES.len()], 0_u32, 0_u32);
    // The names are of ASCII, and bytes are split faster than characters.
    for word in text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()) {
        let is = |name: &str| name.as_bytes().eq_ignore_ascii_case(word);
        match word.len() {
            0 | 1 => {}
            2 => we += u32::from(is("we")),
            3 => our += u32::from(is("our")),
            _ => {
                let at = NAMES.iter().position(|name| is(name));
                if let Some(count) = at.and_then(|at| named.get_mut(at)) {
                    *count += 1;
                }
            }
        }
    }
    let mut best = ("", 0);
    for (name, times) in NAMES.into_iter().zip(named) {
        if times > best.1 {
            best = (name, times);
        }
    }
    match best {
        (_, 0) if we + our > 0 => "we".to_owned(),
        (_, 0) => "the institution".to_owned(),
        (_, times) if we > times * 2 => "we".to_owned(),
        (name, _) => format!("the {name}"),
    }
}
