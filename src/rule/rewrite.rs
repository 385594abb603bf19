//! Rewrites: templates with slots, filled from the sentence they are to replace.
//!
//! | slot | becomes |
//! | --- | --- |
//! | `{actor}`, `{actor^}` | who acts in the sentence, as it stands; capitalised |
//! | `{v:give}` | the verb as it agrees with the actor: gives, give |
//! | `{its}`, `{it}` | its, their, our; it, they, we |
//! | `{topic^}` | what the sentence speaks of, put in front ("On public questions, "), or nothing |
//! | `{person}` | the people served, in the singular: patron, visitor, pupil |
//! | `{sentence}` | the whole sentence |
//! | `[…]` | a blank that only a person can fill |
//!
//! A list item keeps its shape, spelling follows the document, and where law or a list of protected characteristics
//! stands in the sentence, a rewrite may only add to it.

use super::{
    RuleSet,
    lang::{RewriteMode, Rule},
    token::{Token, flag, tokenise},
};
use crate::{
    document::{BlockKind, Document},
    finding::{Applicability, Fix},
    text::{Edit, Span},
};

/// What a rewrite works on.
pub(crate) struct Passage<'a> {
    /// The document.
    pub(crate) document: &'a Document,
    /// The matched words.
    pub(crate) span: Span,
    /// Their sentence.
    pub(crate) sentence: Span,
    /// Their block.
    pub(crate) block: usize,
    /// Whether the document spells the British way.
    pub(crate) british: bool,
    /// Whether only additions are allowed: law stands in the sentence.
    pub(crate) only_append: bool,
}

/// The rewrites of `rule` for a passage, best first.
pub(crate) fn rewrites(set: &RuleSet, rule: &Rule, passage: &Passage<'_>) -> Vec<Fix> {
    let filler = Filler::new(set, passage);
    let mut fixes: Vec<Fix> = rule
        .rewrites
        .iter()
        .filter(|rewrite| !passage.only_append || rewrite.mode == RewriteMode::Append)
        .map(|rewrite| filler.fix(&rewrite.title, &rewrite.with, rewrite.mode))
        .collect();
    // Where much else stands in the sentence, adding to it loses nothing.
    if filler.has_more() {
        let appended = |fix: &Fix| {
            !fix.after
                .starts_with(fix.before.trim_end_matches(['.', ';']))
        };
        fixes.sort_by_key(appended);
    }
    fixes
}

/// Number and person of an actor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Agreement {
    Singular,
    Plural,
    We,
}

struct Filler<'a> {
    passage: &'a Passage<'a>,
    sentence: &'a str,
    actor: Option<String>,
    agreement: Agreement,
    topic: Option<String>,
    person: String,
    british: bool,
    bare: bool,
    words: usize,
    matched: usize,
}

impl<'a> Filler<'a> {
    fn new(set: &RuleSet, passage: &'a Passage<'a>) -> Self {
        let document = passage.document;
        let sentence = document.slice(passage.sentence);
        let program = set.program();
        let mut tokens = Vec::new();
        tokenise(
            sentence,
            passage.sentence.start,
            &program.lexicon,
            &mut tokens,
        );
        let class = |name: &str| program.class(name);
        let is = |token: &Token, class: Option<u32>| {
            class.is_some_and(|class| program.classes.get(token.word).contains(&class))
        };
        let institution = class("actor");
        let actor = actor(document, &tokens, passage, |token| is(token, institution));
        let agreement = actor.as_deref().map_or(Agreement::Singular, agreement);
        let kind = document.blocks.get(passage.block).map(|block| block.kind);
        let listed = matches!(
            kind,
            Some(BlockKind::Item(_) | BlockKind::Cell { .. } | BlockKind::Heading(_))
        );
        let people = class("served");
        let person = tokens
            .iter()
            .find(|token| is(token, people))
            .map(|token| singular(document.slice(token.span)));
        let matched = tokens
            .iter()
            .filter(|token| token.span.meets(passage.span))
            .count();
        Self {
            passage,
            sentence,
            bare: actor.is_none() && listed,
            topic: topic(document, &tokens, passage),
            actor,
            agreement,
            person: person.unwrap_or_else(|| "person".to_owned()),
            british: passage.british,
            words: tokens.iter().filter(|token| !token.is(flag::MARK)).count(),
            matched,
        }
    }

    /// Whether the sentence says much beside the matched words.
    fn has_more(&self) -> bool {
        self.words > self.matched + 12 || self.sentence.contains(';')
    }

    fn fix(&self, title: &str, template: &str, mode: RewriteMode) -> Fix {
        let document = self.passage.document;
        let body = self.fill(template, mode);
        let (span, with, after) = match mode {
            RewriteMode::Sentence => {
                let with = self.shaped(&body);
                (self.passage.sentence, with.clone(), with)
            }
            RewriteMode::Words => {
                let at = (self.passage.span.start - self.passage.sentence.start) as usize;
                let end = (self.passage.span.end - self.passage.sentence.start) as usize;
                let before = self.sentence.get(..at).unwrap_or_default();
                let behind = self.sentence.get(end..).unwrap_or_default();
                (
                    self.passage.span,
                    body.clone(),
                    format!("{before}{body}{behind}"),
                )
            }
            RewriteMode::Append => {
                let end = Span::new(self.passage.sentence.end, self.passage.sentence.end);
                let stop = if self.sentence.ends_with(['.', '?', '!', '”', '"', ')']) {
                    ""
                } else {
                    "."
                };
                let with = format!("{stop} {body}");
                (end, with.clone(), format!("{}{with}", self.sentence))
            }
        };
        let edits = self.edits(span, &with, mode);
        let applicability = if body.contains('[') || edits.is_empty() && document.source.is_some() {
            Applicability::Display
        } else if mode == RewriteMode::Append {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        };
        Fix {
            title: title.to_owned(),
            applicability,
            changes: vec![(span, with)],
            edits,
            before: fold(self.sentence),
            after: fold(&after),
        }
    }

    /// The change in bytes of the file; nothing where the file has markup in the words that would be lost.
    fn edits(&self, span: Span, with: &str, mode: RewriteMode) -> Vec<Edit> {
        let document = self.passage.document;
        let Some(source) = document.source.as_deref() else {
            return Vec::new();
        };
        if mode == RewriteMode::Append {
            let last = Span::new(span.end.saturating_sub(1), span.end);
            let range = document.source_range(last);
            return range
                .map(|range| Edit::insertion(range.end, with))
                .into_iter()
                .collect();
        }
        let Some(range) = document.source_range(span) else {
            return Vec::new();
        };
        let old = source
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default();
        if fold(old) != fold(document.slice(span)) {
            return Vec::new();
        }
        vec![Edit::replacement(range, with)]
    }

    fn fill(&self, template: &str, mode: RewriteMode) -> String {
        let mut out = String::new();
        let mut rest = template;
        if self.bare && mode != RewriteMode::Words {
            // "Apply the published values": no subject where the item had none.
            let trimmed = rest.strip_prefix("{topic^}").unwrap_or(rest);
            if let Some((verb, after)) = trimmed
                .strip_prefix("{actor} {v:")
                .and_then(|verb| verb.split_once('}'))
            {
                out.push_str(&capitalised(verb));
                rest = after;
            }
        }
        if mode == RewriteMode::Append {
            rest = rest.strip_prefix("{sentence} ").unwrap_or(rest);
        }
        while let Some((before, slot)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = slot.split_once('}') else {
                break;
            };
            let at_start = out.trim_end().is_empty() || out.trim_end().ends_with(['.', '?', '!']);
            out.push_str(&self.slot(name, at_start, mode));
            rest = after;
        }
        out.push_str(rest);
        let out = if self.british { to_british(&out) } else { out };
        if mode == RewriteMode::Words {
            out
        } else {
            capitalised(&out)
        }
    }

    fn slot(&self, name: &str, at_start: bool, mode: RewriteMode) -> String {
        let (its, it) = match self.agreement {
            Agreement::Singular => ("its", "it"),
            Agreement::Plural => ("their", "they"),
            Agreement::We => ("our", "we"),
        };
        match name {
            "actor" | "actor^" => {
                let actor = self.actor.as_deref().unwrap_or("the library");
                if name == "actor^" || at_start {
                    capitalised(actor)
                } else {
                    uncapitalised(actor)
                }
            }
            "its" => its.to_owned(),
            "it" => it.to_owned(),
            "topic^" if mode == RewriteMode::Sentence => self.topic.clone().unwrap_or_default(),
            "topic^" => String::new(),
            "person" => self.person.clone(),
            "sentence" => self.sentence.to_owned(),
            "words" => self.passage.document.slice(self.passage.span).to_owned(),
            _ => match name.strip_prefix("v:") {
                Some(verb) if self.agreement == Agreement::Singular => third_person(verb),
                Some("be") => "are".to_owned(),
                Some(verb) => verb.to_owned(),
                None => String::new(),
            },
        }
    }

    /// A rewritten sentence in the shape of the old one: no final stop where it had none.
    fn shaped(&self, body: &str) -> String {
        if self.bare && !self.sentence.ends_with(['.', ';', ':', '?', '!']) {
            return body.trim_end_matches('.').to_owned();
        }
        if self.sentence.ends_with(';') {
            return format!("{};", body.trim_end_matches('.'));
        }
        body.to_owned()
    }
}

/// Who acts: the noun phrase with an institution's word that begins the sentence, or follows its first comma.
fn actor(
    document: &Document,
    tokens: &[Token],
    passage: &Passage<'_>,
    is_actor: impl Fn(&Token) -> bool,
) -> Option<String> {
    const LONGEST: usize = 8;
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
        determiner || head == start
    };
    let verbs = [
        " is ", " are ", " must ", " shall ", " will ", " should ", " may ", " of the ", " to ",
        " that ", " in ",
    ];
    let simple = verbs.iter().all(|verb| !phrase.contains(verb));
    (plain && starts_well && simple).then(|| phrase.to_owned())
}

/// Number and person of the phrase "the trustees", "we", "the library".
fn agreement(actor: &str) -> Agreement {
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
fn topic(document: &Document, tokens: &[Token], passage: &Passage<'_>) -> Option<String> {
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
    let plain = (2..=7).contains(&end) && whole;
    let phrase = document.slice(Span::new(first.span.start, last.span.end));
    (plain && preposition != "in").then(|| format!("{}, ", capitalised(&fold(phrase))))
}

/// The form after "she".
fn third_person(verb: &str) -> String {
    super::lang::third_person(verb)
}

fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    match word.as_str() {
        "people" | "everyone" | "everybody" | "public" | "all" => "person".to_owned(),
        "children" => "child".to_owned(),
        _ => word.strip_suffix("ies").map_or_else(
            || word.strip_suffix('s').unwrap_or(&word).to_owned(),
            |stem| format!("{stem}y"),
        ),
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A determiner or pronoun in small letters; names stay.
fn uncapitalised(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let small = matches!(
        first,
        "The" | "Our" | "We" | "All" | "Every" | "Each" | "A" | "An" | "This" | "Its" | "Staff"
    );
    if !small {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// White space folded.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Spellings that our templates use, American and British.
const SPELLINGS: [(&str, &str); 12] = [
    ("marginalized", "marginalised"),
    ("prioritize", "prioritise"),
    ("recognize", "recognise"),
    ("programs", "programmes"),
    ("program ", "programme "),
    ("Offense", "Offence"),
    ("offense", "offence"),
    ("color", "colour"),
    ("organization", "organisation"),
    ("apologize", "apologise"),
    ("neighborhood", "neighbourhood"),
    ("behavior", "behaviour"),
];

/// Whether a text spells the British way.
pub(crate) fn british(text: &str) -> bool {
    const BRITISH: [&str; 8] = [
        "colour",
        "programme",
        "organisation",
        "behaviour",
        "recognise",
        "centre",
        "favour",
        "honour",
    ];
    const AMERICAN: [&str; 8] = [
        "color",
        "program ",
        "organization",
        "behavior",
        "recognize",
        "center",
        "favor",
        "honor",
    ];
    let count = |words: &[&str]| {
        words
            .iter()
            .map(|word| text.matches(word).take(20).count())
            .sum::<usize>()
    };
    count(&BRITISH) > count(&AMERICAN)
}

fn to_british(text: &str) -> String {
    SPELLINGS
        .iter()
        .fold(text.to_owned(), |text, (american, british)| {
            text.replace(american, british)
        })
}
