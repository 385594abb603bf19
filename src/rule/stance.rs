//! What a match means where it stands: claimed or negated, quoted, asked, somebody else's, law.
//!
//! Which contexts a rule listens to is data; how far around a match each looks, and the stances that no words show
//! (quotation marks, questions, block quotations, proper names), are here.

use std::{collections::BTreeMap, ops::Range};

use super::{
    RuleSet,
    lang::{ADOPTED, Actor, ContextCode, Effect, Features, Program, Scope},
    matcher::{Scratch, View, features_of, find},
    prose::{Prose, Sentence},
    token::{Token, flag, tokenise},
    unit::row_of,
};
use crate::{
    document::BlockKind,
    finding::{Confidence, Severity},
    text::Span,
};

/// The facet that a sentence must show for its other facets to count for the sentence before it.
const ON_TOPIC: &str = "on-topic";

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
    },
    /// It is none, and why: the name of the stance, and what showed it.
    Silenced(String),
}

/// What contexts showed elsewhere than in the view at hand, so that nothing is looked for twice in a document: the words
/// by context and by the first byte of the sentence, heading or document that was searched.
#[derive(Default)]
pub(super) struct Memory(BTreeMap<(u32, Searched), Option<String>>);

/// Where a context was looked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Searched {
    /// In the sentence that begins at this byte.
    Sentence(u32),
    /// In the headings above this one, and in it; `None` is the title alone.
    Headings(Option<u32>),
    /// In all of it.
    Document,
}

/// A match in its surroundings.
pub(super) struct Stance<'a, 'p> {
    pub(super) set: &'a RuleSet,
    pub(super) prose: &'a Prose<'p>,
    pub(super) scratch: &'a mut Scratch,
    pub(super) memory: &'a mut Memory,
    pub(super) view: &'a View<'a>,
    pub(super) sentence: &'a Sentence,
    /// Index of the sentence in its block.
    pub(super) at: usize,
    /// How many words of the view belong to the lead-in.
    pub(super) lead: usize,
    /// The match, in words of the view.
    pub(super) words: Range<usize>,
}

impl Stance<'_, '_> {
    /// Judge a match of `rule`.
    pub(super) fn judge(&mut self, rule: usize) -> Outcome {
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

    /// Whether a facet in the sentence, the next one or the list it introduces gives it substance.
    fn substantial(&mut self, rule: usize) -> Option<String> {
        let set = self.set;
        let groups = set
            .program()
            .rules
            .get(rule)
            .map(|rule| rule.unless_facets.as_slice())
            .unwrap_or_default();
        if groups.is_empty() {
            return None;
        }
        let prose = self.prose;
        let own = self.facets_of(prose.words(&self.sentence.words));
        let mut sets = vec![own];
        if self.lead > 0 {
            let view = self.view.tokens;
            sets.push(self.facets_of(view));
        }
        let row = row_of(prose, self.sentence.block);
        if !row.is_empty() {
            sets.push(self.facets_of(&row));
        }
        let led: Vec<usize> = prose.led_by(self.sentence.block).take(6).collect();
        let is_last = self.at + 1 == prose.block(self.sentence.block).len();
        if is_last && !led.is_empty() {
            for block in led {
                for sentence in prose.block(block) {
                    sets.push(self.facets_of(prose.words(&sentence.words)));
                }
            }
        } else if let Some(next) = prose.neighbour(self.sentence.block, self.at, true)
            && !matches!(prose.kind(next.block), BlockKind::Heading(_))
        {
            let found = self.facets_of(prose.words(&next.words));
            if speaks_of_it(set.program(), &found) {
                sets.push(found);
            }
        }
        let names = |group: &[u32]| -> Vec<&str> {
            group
                .iter()
                .filter_map(|facet| set.program().facets.get(*facet as usize))
                .map(|(name, _)| name.as_str())
                .collect()
        };
        for found in sets {
            if let Some(group) = groups
                .iter()
                .find(|group| group.iter().all(|facet| found.contains(facet)))
            {
                return Some(format!("substance: it says {}", names(group).join(" and ")));
            }
        }
        None
    }

    /// Which facets `tokens` show.
    fn facets_of(&mut self, tokens: &[Token]) -> Vec<u32> {
        let program = self.set.program();
        let view = View::new(tokens, program);
        let mut out = Vec::new();
        for (number, (_, patterns)) in program.facets.iter().enumerate() {
            if patterns.iter().any(|pattern| {
                find(program, pattern, &view, 0..tokens.len(), self.scratch).is_some()
            }) {
                out.push(u32::try_from(number).expect("few facets"));
            }
        }
        out
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
        }
    }

    /// The words that show `context`, by its number, where it holds.
    fn holds(&mut self, number: u32, context: &ContextCode) -> Option<String> {
        let set = self.set;
        let program = set.program();
        let count = self.view.tokens.len();
        let is_segment_end = |token: &Token| token.is(flag::SEGMENT);
        let within = match context.scope {
            Scope::Around => return self.holds_around(number, context),
            Scope::Heading => return self.holds_in_heading(number, context),
            Scope::Document => return self.holds_in_document(number, context),
            Scope::Sentence => 0..count,
            Scope::Segment => {
                let before = self.view.tokens.get(..self.words.start).unwrap_or_default();
                let after = self.view.tokens.get(self.words.end..).unwrap_or_default();
                let start = before
                    .iter()
                    .rposition(is_segment_end)
                    .map_or(0, |at| at + 1);
                let end = after
                    .iter()
                    .position(is_segment_end)
                    .map_or(count, |at| self.words.end + at);
                start..end
            }
            Scope::Clause => self.clause(),
            Scope::Before => {
                let clause = self.clause();
                let start = self
                    .words
                    .start
                    .saturating_sub(context.reach as usize)
                    .max(clause.start);
                start..if context.inside {
                    self.words.end
                } else {
                    self.words.start
                }
            }
            Scope::After => self.words.end..count.min(self.words.end + context.reach as usize),
            Scope::Match => {
                let reach = context.reach as usize;
                self.words.start.saturating_sub(reach)..count.min(self.words.end + reach)
            }
        };
        if within.start >= within.end {
            return None;
        }
        // Several rules reach for the same words, and many listen to the same contexts.
        let key = (number, within.start, within.end);
        if let Some(known) = self.view.held.borrow().get(&key) {
            return known.clone();
        }
        let place = context
            .find
            .iter()
            .find_map(|pattern| find(program, pattern, self.view, within.clone(), self.scratch));
        let words = place.map(|(start, end)| self.said(self.view.tokens, start..end));
        self.view.held.borrow_mut().insert(key, words.clone());
        words
    }

    /// What `search` finds, unless it was found before.
    fn remember(
        &mut self,
        number: u32,
        searched: Searched,
        search: impl FnOnce(&mut Self) -> Option<String>,
    ) -> Option<String> {
        if let Some(known) = self.memory.0.get(&(number, searched)) {
            return known.clone();
        }
        let found = search(self);
        self.memory.0.insert((number, searched), found.clone());
        found
    }

    /// The words among `tokens` that show `context`.
    fn shown_among(&mut self, context: &ContextCode, tokens: &[Token]) -> Option<String> {
        let program = self.set.program();
        let features = features_of(program, tokens);
        if !may_show(context, &features) {
            return None;
        }
        let view = View::with(tokens, program, features);
        let place = context
            .find
            .iter()
            .find_map(|pattern| find(program, pattern, &view, 0..tokens.len(), self.scratch));
        place.map(|(start, end)| self.said(tokens, start..end))
    }

    /// The words of a sentence that show `context`.
    fn shown_by(
        &mut self,
        number: u32,
        context: &ContextCode,
        sentence: &Sentence,
    ) -> Option<String> {
        self.remember(number, Searched::Sentence(sentence.span.start), |this| {
            this.shown_among(context, this.prose.words(&sentence.words))
        })
    }

    fn holds_around(&mut self, number: u32, context: &ContextCode) -> Option<String> {
        let prose = self.prose;
        let (block, at) = (self.sentence.block, self.at);
        let near = [
            prose.neighbour(block, at, false),
            Some(self.sentence),
            prose.neighbour(block, at, true),
        ];
        near.into_iter()
            .flatten()
            .find_map(|sentence| self.shown_by(number, context, sentence))
    }

    fn holds_in_heading(&mut self, number: u32, context: &ContextCode) -> Option<String> {
        let document = self.prose.document;
        let block = self.sentence.block;
        let own = u32::try_from(block)
            .ok()
            .filter(|_| matches!(self.prose.kind(block), BlockKind::Heading(_)));
        let above = own.or_else(|| document.blocks.get(block)?.section);
        self.remember(number, Searched::Headings(above), |this| {
            let program = this.set.program();
            let mut lines = document.heading_path(block);
            lines.extend(document.title().map(ToOwned::to_owned));
            let mut tokens = Vec::new();
            lines.into_iter().find(|line| {
                tokens.clear();
                tokenise(line, 0, &program.lexicon, &mut tokens);
                let view = View::new(&tokens, program);
                let all = 0..tokens.len();
                context.find.iter().any(|pattern| {
                    find(program, pattern, &view, all.clone(), this.scratch).is_some()
                })
            })
        })
    }

    fn holds_in_document(&mut self, number: u32, context: &ContextCode) -> Option<String> {
        let prose = self.prose;
        self.remember(number, Searched::Document, |this| {
            let program = this.set.program();
            // Only what may show it is split into sentences.
            let may =
                |block: &usize| may_show(context, &features_of(program, prose.block_words(*block)));
            let mut blocks = (0..prose.document.blocks.len()).filter(may);
            blocks.find_map(|block| {
                let mut sentences = prose.block(block).iter();
                sentences.find_map(|sentence| this.shown_by(number, context, sentence))
            })
        })
    }

    /// The clause that holds the match.
    fn clause(&self) -> Range<usize> {
        let clauses = self.view.clauses(self.program());
        let of = |at: usize| clauses.get(at).copied().unwrap_or(0);
        let (first, last) = (of(self.words.start), of(self.words.end.saturating_sub(1)));
        let start = clauses.partition_point(|clause| *clause < first);
        let end = clauses.partition_point(|clause| *clause <= last);
        start..end
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
        if let Some(other) = has("others", start..self.words.start) {
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

    /// Words as they stand.
    fn said(&self, tokens: &[Token], words: Range<usize>) -> String {
        let words = tokens.get(words).unwrap_or_default();
        let pieces: Vec<&str> = words
            .iter()
            .map(|token| self.prose.document.slice(token.span))
            .collect();
        pieces.join(" ")
    }
}

/// Whether a sentence with these facets goes on about what the sentence before it says.
fn speaks_of_it(program: &Program, facets: &[u32]) -> bool {
    let mut names = program.facets.iter().map(|(name, _)| name.as_str());
    let same = names.position(|name| name == ON_TOPIC);
    same.is_none_or(|same| facets.iter().any(|facet| *facet as usize == same))
}

/// Whether words that have `features` may show `context`.
fn may_show(context: &ContextCode, features: &Features) -> bool {
    context
        .find
        .iter()
        .any(|pattern| features.has(&pattern.needs))
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
