//! What a match means where it stands: claimed or negated, quoted, asked, somebody else's, law.
//!
//! Which contexts a rule listens to is data; how far around a match each looks, and the stances that no words show
//! (quotation marks, questions, block quotations, proper names), are here.

mod context;

use std::ops::Range;

use super::{
    RuleSet,
    facets::evidence,
    lang::{ADOPTED, Actor, Effect, Program},
    matcher::{Scratch, View, find},
    prose::{Prose, Sentence},
    token::{Token, flag},
};
use crate::{
    document::BlockKind,
    finding::{Confidence, Severity},
    text::Span,
};

pub(super) use context::Memory;

/// What came of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is a finding.
    Found {
        /// The highest severity it may have here.
        cap: Severity,
        /// How sure, at most.
        confidence: Confidence,
        /// Contexts that capped it, as a person should read them.
        notes: Vec<String>,
        /// What labelled text says of it, with the words that weighed most, where that was asked for.
        weighed: Option<String>,
    },
    /// It is none, and why: the name of the stance, and what showed it.
    Silenced(String),
}

/// A match in its surroundings.
pub(in crate::rule) struct Stance<'a, 'p> {
    pub(in crate::rule) set: &'a RuleSet,
    pub(in crate::rule) prose: &'a Prose<'p>,
    pub(in crate::rule) scratch: &'a mut Scratch,
    pub(in crate::rule) memory: &'a mut Memory,
    pub(in crate::rule) view: &'a View<'a>,
    pub(in crate::rule) sentence: &'a Sentence,
    /// Index of the sentence in its block.
    pub(in crate::rule) at: usize,
    /// How many words of the view belong to the lead-in.
    pub(in crate::rule) lead: usize,
    /// The match, in words of the view.
    pub(in crate::rule) words: Range<usize>,
}

impl Stance<'_, '_> {
    /// Judge a match of `rule`.
    pub(in crate::rule) fn judge(&mut self, rule: usize) -> Outcome {
        match self.silenced(rule) {
            Some(reason) => Outcome::Silenced(reason),
            None => self.found(rule),
        }
    }

    /// The matched words of the sentence itself, in the document's text.
    fn matched(&self) -> Span {
        let own = self.words.start.max(self.lead)..self.words.end;
        let words = self.view.tokens.get(own).unwrap_or_default();
        let ends = words.first().zip(words.last());
        ends.map_or(self.sentence.span, |(first, last)| {
            Span::new(first.span.start, last.span.end)
        })
    }

    fn program(&self) -> &Program {
        self.set.program()
    }

    fn silenced(&mut self, rule: usize) -> Option<String> {
        let set = self.set;
        let program = set.program();
        let code = program.rules.get(rule)?;
        let kind = self.prose.kind(self.sentence.block);
        if !code.units.is_empty() && !code.units.iter().any(|unit| unit == unit_name(kind)) {
            return Some(format!("the rule speaks only of {}", code.units.join(", ")));
        }
        if !code.question
            && self
                .view
                .tokens
                .last()
                .is_some_and(|token| token.is(flag::QUESTION))
        {
            return Some("asked: the sentence is a question".to_owned());
        }
        if code.regex.is_some()
            && let Some(reason) = set.misshapen(rule, self.prose.document.slice(self.matched()))
        {
            return Some(reason.to_owned());
        }
        for sense in &code.senses {
            if let Some((start, end)) = find(
                program,
                sense,
                self.view,
                0..self.view.tokens.len(),
                self.scratch,
            ) {
                return Some(format!(
                    "another sense: “{}”",
                    self.said(self.view.tokens, start..end)
                ));
            }
        }
        if code.actor == Actor::Ours
            && let Some(reason) = self.not_ours(program)
        {
            return Some(reason);
        }
        for number in &code.unless {
            let Some(context) = program.contexts.get(*number as usize) else {
                continue;
            };
            if context.effect == Effect::Silence
                && let Some(words) = self.holds(*number, context)
            {
                return Some(format!("{}: {} (“{words}”)", context.name, context.says));
            }
        }
        let family = set.rules().get(rule).map(|rule| rule.family);
        let spares = program
            .families
            .iter()
            .any(|code| Some(code.family) == family && code.spares_names);
        if spares && self.is_name() && !matches!(kind, BlockKind::Heading(_)) {
            return Some("a proper name".to_owned());
        }
        if let Some(reason) = self.quoted() {
            return Some(reason);
        }
        self.substantial(rule)
    }

    /// Whether what the sentence says of itself gives it substance: one group of facets, all in one stretch of words.
    fn substantial(&mut self, rule: usize) -> Option<String> {
        let program = self.set.program();
        let groups = program.rules.get(rule)?.unless_facets.as_slice();
        if groups.is_empty() {
            return None;
        }
        let lead = (self.lead > 0).then_some(self.view.tokens);
        let found = evidence(
            program,
            self.prose,
            self.sentence,
            lead,
            false,
            self.scratch,
        );
        let group = found.iter().find_map(|shown| {
            let mut groups = groups.iter();
            groups.find(|group| group.iter().all(|facet| shown.contains(facet)))
        });
        let names = group?
            .iter()
            .filter_map(|facet| program.facets.get(*facet as usize));
        let names: Vec<&str> = names.map(|(name, _)| name.as_str()).collect();
        Some(format!("substance: it says {}", names.join(" and ")))
    }

    fn found(&mut self, rule: usize) -> Outcome {
        let set = self.set;
        let program = set.program();
        let own = set.rules().get(rule);
        let mut cap = own.map_or(Severity::Warning, |rule| rule.severity);
        let mut confidence = own.map_or(Confidence::High, |rule| rule.confidence);
        let mut notes = Vec::new();
        let none = Vec::new();
        let code = program.rules.get(rule);
        let legal = code.map_or(&none, |code| &code.note_when).iter();
        let capping = code.map_or(&none, |code| &code.unless).iter();
        for number in legal.chain(capping) {
            let Some(context) = program.contexts.get(*number as usize) else {
                continue;
            };
            if context.effect == Effect::Note && self.holds(*number, context).is_some() {
                cap = Severity::Note;
                notes.push(context.says.clone());
            }
        }
        let kind = self.prose.kind(self.sentence.block);
        if matches!(kind, BlockKind::Heading(_)) || self.quoted_share() > 0 {
            confidence = confidence.min(Confidence::Medium);
        }
        Outcome::Found {
            cap,
            confidence,
            notes,
            weighed: None,
        }
    }

    /// Why the speaker is not the institution, if so.
    fn not_ours(&self, program: &Program) -> Option<String> {
        let tokens = self.view.tokens;
        let before = tokens.get(..self.words.start).unwrap_or_default();
        let start = before
            .iter()
            .rposition(|token| token.is(flag::SEGMENT))
            .map_or(0, |at| at + 1);
        let after = tokens.get(self.words.end..).unwrap_or_default();
        let end = after
            .iter()
            .position(|token| token.is(flag::SEGMENT))
            .map_or(tokens.len(), |at| self.words.end + at);
        let has = |class: &str, words: Range<usize>| {
            let number = program.class(class);
            number.and_then(|class| {
                let mut words = tokens.get(words).unwrap_or_default().iter();
                words
                    .find(|token| program.classes.get(token.word).contains(&class))
                    .copied()
            })
        };
        // Who is named first speaks: "we work with children and value …" is ours, "users of our rooms value …" is not.
        let other = has("others", start..self.words.start);
        let own = has("institution", start..self.words.start);
        let first = other.filter(|other| own.is_none_or(|own| other.span.start < own.span.start));
        if let Some(other) = first {
            let word = self.prose.document.slice(other.span);
            return Some(format!("somebody else speaks: “{word}”"));
        }
        if has("institution", start..end).is_some() || has("plan", start..end).is_some() {
            return None;
        }
        let opening = |token: &Token| {
            let opener = program.class("sentence-opener");
            token.is(flag::MARK)
                || opener.is_some_and(|class| program.classes.get(token.word).contains(&class))
        };
        let left = tokens.get(start..self.words.start).unwrap_or_default();
        let opens = left.len() <= 1 || left.iter().all(opening);
        let gerund = tokens
            .get(self.words.start)
            .is_some_and(|token| token.is(flag::GERUND));
        let item = matches!(
            self.prose.kind(self.sentence.block),
            BlockKind::Item(_) | BlockKind::Cell { .. } | BlockKind::Heading(_)
        );
        if opens && (gerund || item || self.words.start == start) {
            return None;
        }
        if is_named(program, left) {
            return None;
        }
        Some("the institution is not the one who speaks".to_owned())
    }

    /// Whether the matched words are written as a name: half of them capitalised, in mid-sentence.
    fn is_name(&self) -> bool {
        let words = self.view.tokens.get(self.words.clone()).unwrap_or_default();
        let names = words
            .iter()
            .filter(|token| token.is(flag::CAPITAL) && !token.is(flag::UPPER))
            .count();
        self.words.start > 0 && names > 0 && names * 2 >= words.len()
    }

    /// How many of the matched words stand in quotation marks.
    fn quoted_share(&self) -> usize {
        self.view
            .tokens
            .get(self.words.clone())
            .unwrap_or_default()
            .iter()
            .filter(|token| token.is(flag::QUOTED))
            .count()
    }

    fn quoted(&mut self) -> Option<String> {
        let quoted = self.quoted_share() * 5 >= self.words.len() * 3;
        let block = self
            .prose
            .document
            .blocks
            .get(self.sentence.block)
            .is_some_and(|block| block.quoted);
        if !quoted && !block {
            return None;
        }
        let mut contexts = (0..).zip(&self.set.program().contexts);
        let adopted = contexts.find(|(_, context)| context.name == ADOPTED);
        if let Some((number, adopted)) = adopted
            && self.holds(number, adopted).is_some()
        {
            return None;
        }
        Some(
            if quoted {
                "quoted"
            } else {
                "in a block quotation"
            }
            .to_owned(),
        )
    }
}

/// What `units` calls a kind of block.
fn unit_name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Heading(_) => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::Item(_) => "item",
        BlockKind::Cell { .. } => "cell",
        BlockKind::Caption => "caption",
        BlockKind::Term => "term",
        BlockKind::Note => "note",
        BlockKind::Boilerplate => "boilerplate",
    }
}

/// Whether somebody named is the subject, and nothing else stands in `words`: "Northgate Arts is". In a policy that is
/// whoever gave it to themselves.
fn is_named(program: &Program, words: &[Token]) -> bool {
    let name = words.iter().take_while(|token| token.is(flag::CAPITAL));
    let name = name.count();
    // One word that begins a sentence is a name only where no rule knows it as a word.
    let known = words.first().is_none_or(|token| token.word != 0);
    if name == 0 || name == 1 && known {
        return false;
    }
    let classes = ["be", "adverb", "sentence-opener"].map(|name| program.class(name));
    let helps = |token: &Token| {
        let own = program.classes.get(token.word);
        let mut classes = classes.iter().flatten();
        !token.is(flag::MARK) && classes.any(|class| own.contains(class))
    };
    words.iter().skip(name).all(helps)
}
