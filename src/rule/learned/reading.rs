//! A document's sentences as a model sees them.

use super::features::{Class, Kind, Quoted, Sentence};
use crate::{
    document::{BlockKind, Document},
    finding::Family,
    rule::{
        Match, Outcome, RuleKind, RuleSet,
        facets::evidence,
        judge::LEAD,
        lang::Program,
        matcher::Scratch,
        prose::{self, Prose},
        stretch::Stretch,
        token::{Token, flag},
    },
    text::Span,
};

/// Where a sentence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand<'a> {
    /// The block it stands in.
    pub block: usize,
    /// The sentence.
    pub span: Span,
    /// Its tokens, one for each of [`Sentence::tokens`].
    pub tokens: &'a [Span],
}

/// Show every sentence of `prose` that is judged, with the rules of `matches` that hold in it.
pub(in crate::rule) fn each_sentence(
    prose: &Prose<'_>,
    set: &RuleSet,
    matches: &[Match],
    mut see: impl FnMut(&Sentence<'_>, Stand<'_>),
) {
    let mut room = Room::default();
    for index in 0..prose.document.blocks.len() {
        if prose.kind(index) == BlockKind::Boilerplate {
            continue;
        }
        for sentence in prose.block(index) {
            room.show(prose, set, sentence, matches, &mut see);
        }
    }
}

/// Room for one sentence, kept for the next.
#[derive(Default)]
pub(in crate::rule) struct Room {
    /// Folded words, one after the other.
    folded: String,
    /// Where each ends.
    ends: Vec<usize>,
    spans: Vec<Span>,
    scratch: Scratch,
}

impl Room {
    /// Show one sentence.
    pub(in crate::rule) fn show(
        &mut self,
        prose: &Prose<'_>,
        set: &RuleSet,
        sentence: &prose::Sentence,
        matches: &[Match],
        see: &mut impl FnMut(&Sentence<'_>, Stand<'_>),
    ) {
        let (document, program) = (prose.document, set.program());
        let words = prose.words(&sentence.words);
        self.folded.clear();
        self.ends.clear();
        self.spans.clear();
        for token in words {
            fold(document, program, token, &mut self.folded);
            self.ends.push(self.folded.len());
            self.spans.push(token.span);
        }
        let starts = std::iter::once(&0).chain(&self.ends);
        let ranges = starts.zip(&self.ends);
        let tokens: Vec<&str> = ranges
            .map(|(start, end)| self.folded.get(*start..*end).unwrap_or_default())
            .collect();
        let classes = classes(program, prose.stretch(sentence));
        let reach = || {
            matches
                .iter()
                .filter(|found| found.block == sentence.block && found.span.meets(sentence.span))
                .filter(|found| matches!(found.outcome, Outcome::Found { .. }))
                .filter_map(|found| set.rules().get(found.rule))
        };
        let mut facets: Vec<(&str, bool)> = Vec::new();
        // Only commitments are asked: to ask costs more than all else.
        if reach().any(|rule| rule.family == Family::Hollow) {
            let lead = prose.words(&prose.lead_in(sentence.block, LEAD));
            let shown = evidence(
                program,
                prose,
                sentence,
                Some(lead),
                false,
                &mut self.scratch,
            );
            for (place, shown) in shown.iter().enumerate() {
                let names = shown.iter().filter_map(|number| {
                    let at = *number as usize;
                    let (name, _) = program.facets.get(at)?;
                    // Of what stands beside, only what makes a promise more than one tells anything: another value
                    // without an action is no answer to the first.
                    let tells = place == 0 || program.facet_says.get(at)?.missed;
                    tells.then_some((name.as_str(), place == 0))
                });
                facets.extend(names);
            }
        }
        let mut rules: Vec<&str> = reach()
            .filter(|rule| rule.kind != RuleKind::Learned)
            .map(|rule| &*rule.id)
            .collect();
        rules.sort_unstable();
        rules.dedup();
        let block = document.blocks.get(sentence.block);
        let seen = Sentence {
            tokens: &tokens,
            classes: &classes,
            rules: &rules,
            facets: &facets,
            kind: block.map_or(Kind::Other, |block| kind(block.kind)),
            led: block.is_some_and(|block| block.lead_in.is_some()),
            quoted: quoted(words, block.is_some_and(|block| block.quoted)),
        };
        let stand = Stand {
            block: sentence.block,
            span: sentence.span,
            tokens: &self.spans,
        };
        see(&seen, stand);
    }
}

/// Add a token's letters, folded: what stands in the text, but for clitics ("n't" is "not").
fn fold(document: &Document, program: &Program, token: &Token, out: &mut String) {
    let text = document.slice(token.span);
    if text.contains(['\'', '’']) {
        let known = program.lexicon.word(token.word);
        if !known.is_empty() {
            out.push_str(known);
            return;
        }
    }
    if text.is_ascii() {
        out.extend(
            text.bytes()
                .map(|byte| char::from(byte.to_ascii_lowercase())),
        );
        return;
    }
    out.extend(
        text.chars()
            .filter(|letter| !matches!(letter, '\u{ad}' | '\u{200b}'))
            .flat_map(char::to_lowercase),
    );
}

/// Vocabulary in a sentence, by first token.
fn classes<'a>(program: &'a Program, words: Stretch<'_>) -> Vec<Class<'a>> {
    let name = |class: u32| program.class_names.get(class as usize).map(String::as_str);
    let mut out = Vec::new();
    for (at, token) in words.tokens.iter().enumerate() {
        for class in program.classes.get(token.word) {
            out.extend(name(*class).map(|name| Class {
                name,
                words: at..at + 1,
            }));
        }
    }
    for entry in words.entries() {
        let at = entry.at as usize;
        out.extend(name(entry.class).map(|name| Class {
            name,
            words: at..at + entry.len as usize,
        }));
    }
    out.sort_by_key(|class| (class.words.start, class.words.end, class.name));
    out.dedup();
    out
}

fn kind(kind: BlockKind) -> Kind {
    match kind {
        BlockKind::Heading(_) => Kind::Heading,
        BlockKind::Paragraph => Kind::Paragraph,
        BlockKind::Item(_) => Kind::Item,
        BlockKind::Cell { .. } => Kind::Cell,
        BlockKind::Caption | BlockKind::Term | BlockKind::Note | BlockKind::Boilerplate => {
            Kind::Other
        }
    }
}

fn quoted(tokens: &[Token], block: bool) -> Quoted {
    let count = tokens.iter().filter(|token| token.is(flag::QUOTED)).count();
    if block || count * 2 > tokens.len() {
        Quoted::Mostly
    } else if count > 0 {
        Quoted::Partly
    } else {
        Quoted::No
    }
}
