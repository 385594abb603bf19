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

mod actor;
mod spelling;

use self::{
    actor::{Agreement, actor, agreement, topic},
    spelling::to_british,
};
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

pub(crate) use actor::home;
pub(crate) use spelling::british;

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
    /// What the institution is called where the sentence does not say.
    pub(crate) home: &'a str,
    /// Whether only additions are allowed: law stands in the sentence.
    pub(crate) only_append: bool,
}

/// The rewrites of `rule` for a passage, best first.
pub(crate) fn rewrites(set: &RuleSet, rule: &Rule, passage: &Passage<'_>) -> Vec<Fix> {
    let filler = Filler::new(set, passage);
    let adds = |mode| mode == RewriteMode::Append;
    // Where the sentence binds or counts beside the matched words, only adding to it loses nothing.
    let keeps = passage.only_append
        || (filler.binds() || filler.has_more() || filler.tells())
            && rule.rewrites.iter().any(|rewrite| adds(rewrite.mode));
    let mut fixes: Vec<Fix> = rule
        .rewrites
        .iter()
        .filter(|rewrite| {
            !keeps
                || adds(rewrite.mode)
                || !passage.only_append && rewrite.mode == RewriteMode::Words
        })
        .filter(|rewrite| filler.fits(rewrite.mode))
        .map(|rewrite| filler.fix(&rewrite.title, &rewrite.with, rewrite.mode))
        .collect();
    // Where much else stands in the sentence, or it is about somebody else, adding to it comes first.
    if filler.has_more() || filler.actor.is_none() && !filler.bare {
        let appended = |fix: &Fix| {
            !fix.after
                .starts_with(fix.before.trim_end_matches(['.', ';']))
        };
        fixes.sort_by_key(appended);
    }
    fixes
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
    heading: bool,
    /// "must", "shall", "will", "should" between the actor and the matched words: a rewrite binds as much.
    modal: Option<&'static str>,
    /// Words of duty, exception and number outside the matched words.
    binding: usize,
    words: usize,
    matched: usize,
}

/// Words by which a sentence binds.
const MODALS: [&str; 4] = ["must", "shall", "will", "should"];
/// Words by which it binds, permits, excepts or counts something else as well, or says when or by whom it is done.
const BINDING: [&str; 37] = [
    "must",
    "shall",
    "except",
    "unless",
    "prohibited",
    "required",
    "forbidden",
    "provided",
    "appeal",
    "fee",
    "fine",
    "within",
    "liable",
    "entitled",
    "checked",
    "approved",
    "renewed",
    "reported",
    "published",
    "recorded",
    "reviewed",
    "month",
    "year",
    "quarter",
    "week",
    "day",
    "annually",
    "monthly",
    "weekly",
    "two",
    "three",
    "four",
    "five",
    "ten",
    "twelve",
    "hundred",
    "thousand",
];

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
        let agreement = agreement(actor.as_deref().unwrap_or(passage.home));
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
        let said = |token: &Token| document.slice(token.span).to_lowercase();
        let before = tokens
            .iter()
            .filter(|token| token.span.start < passage.span.end);
        let modal = before
            .rev()
            .find_map(|token| MODALS.into_iter().find(|modal| said(token) == *modal))
            .filter(|_| actor.is_some());
        let binding = tokens
            .iter()
            .filter(|token| !token.span.meets(passage.span))
            .map(said)
            .filter(|word| {
                BINDING.contains(&word.as_str())
                    || word.starts_with(|letter: char| letter.is_ascii_digit())
            })
            .count();
        // The modal of the claim itself is kept by the rewrite.
        let binding = binding - usize::from(binding > 0 && matches!(modal, Some("must" | "shall")));
        Self {
            heading: matches!(kind, Some(BlockKind::Heading(_))),
            modal,
            binding,
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

    /// Whether the sentence binds, excepts or counts something beside the matched words.
    fn binds(&self) -> bool {
        self.binding > 0 && self.words > self.matched + 4
    }

    /// Whether the sentence tells its reader what to do, or says who looks after what it claims: both would be lost.
    fn tells(&self) -> bool {
        const FIRST: [&str; 8] = [
            "don't", "don’t", "do", "please", "try", "be", "keep", "never",
        ];
        const CARE: [&str; 4] = ["checked", "approved", "reported", "renewed"];
        let said = self.sentence.to_lowercase();
        let mut words = said.split_whitespace();
        words.next().is_some_and(|first| FIRST.contains(&first))
            || words.any(|word| CARE.contains(&word.trim_end_matches([',', '.'])))
    }

    /// Whether a rewrite of this mode has its place here: a heading is no sentence, and a lead-in belongs to its list.
    fn fits(&self, mode: RewriteMode) -> bool {
        mode == RewriteMode::Words || !(self.heading || self.sentence.trim_end().ends_with(':'))
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
                let body = if before.trim().is_empty() {
                    capitalised(&body)
                } else {
                    body.clone()
                };
                let behind = self.sentence.get(end..).unwrap_or_default();
                (
                    self.passage.span,
                    body.clone(),
                    format!("{before}{body}{behind}"),
                )
            }
            RewriteMode::Append => {
                let (kept, tail) = tail(self.sentence);
                let at = self.passage.sentence.start
                    + u32::try_from(kept.len()).expect("a sentence is shorter than 4 GiB");
                // A bracket or quotation mark ends a sentence only where the mark of its end stands before it.
                let inner = kept.trim_end_matches(['”', '"', '’', '\'', ')', '*', '_']);
                let stop = if inner.ends_with(['.', '?', '!']) {
                    ""
                } else {
                    "."
                };
                let body = if tail.is_empty() {
                    body.as_str()
                } else {
                    body.trim_end_matches('.')
                };
                let with = format!("{stop} {body}{tail}");
                (
                    Span::new(at, self.passage.sentence.end),
                    with.clone(),
                    format!("{kept}{with}"),
                )
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
            places: Vec::new(),
            before: fold(self.sentence),
            after: fold(&after),
        }
        .placed(document)
    }

    /// The change in bytes of the file; nothing where the file has markup in the words that would be lost.
    fn edits(&self, span: Span, with: &str, mode: RewriteMode) -> Vec<Edit> {
        let document = self.passage.document;
        let Some(source) = document.source.as_deref() else {
            return Vec::new();
        };
        if mode == RewriteMode::Append && span.is_empty() {
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
        // Whether the verbs of the sentence at hand follow an imperative or a modal.
        let mut plain = false;
        if self.bare && mode != RewriteMode::Words {
            // "Apply the published values": no subject where the item had none.
            let trimmed = rest.strip_prefix("{topic^}").unwrap_or(rest);
            if let Some((verb, after)) = trimmed
                .strip_prefix("{actor} {v:")
                .and_then(|verb| verb.split_once('}'))
            {
                out.push_str(&capitalised(verb));
                rest = after;
                plain = true;
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
            rest = after;
            let at_start = out.trim_end().is_empty() || out.trim_end().ends_with(['.', '?', '!']);
            plain = plain && !before.contains(". ");
            match (name.strip_prefix("v:"), self.modal) {
                (Some(verb), _) if plain => out.push_str(verb),
                (Some(verb), Some(modal)) if mode == RewriteMode::Sentence => {
                    // "must not", never "must do not".
                    out.push_str(modal);
                    if verb != "do" {
                        out.push(' ');
                        out.push_str(verb);
                    }
                    plain = true;
                }
                _ => out.push_str(&self.slot(name, at_start, mode)),
            }
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
                let actor = self.actor.as_deref().unwrap_or(self.passage.home);
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

/// A sentence without the mark and conjunction by which it stands in a list, and these.
fn tail(sentence: &str) -> (&str, &str) {
    let trimmed = sentence.trim_end();
    let bare = trimmed
        .strip_suffix(" and")
        .or_else(|| trimmed.strip_suffix(" or"))
        .unwrap_or(trimmed);
    let kept = bare.trim_end_matches([';', ',']);
    if kept.len() == bare.len() {
        (sentence, "")
    } else {
        sentence.split_at(kept.len())
    }
}

/// A determiner, pronoun or common noun in small letters; names stay.
fn uncapitalised(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let common =
        text == first && first.ends_with('s') && first.chars().skip(1).all(char::is_lowercase);
    let small = common
        || matches!(
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
