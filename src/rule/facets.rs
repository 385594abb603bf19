//! What a commitment says of itself, and what it leaves open: who, what, for whom, by when, how it is measured.
//!
//! The facets are data (`[[facet]]`); where they are looked for is here: the sentence, the lead-in of its list, its row of
//! a table, the list it introduces, or else the sentence after it.

use super::{
    RuleSet,
    judge::LEAD,
    lang::{Pattern, Program, Rule},
    matcher::{Scratch, View, find},
    prose::{Prose, Sentence},
    stretch::{Stretch, entries_of},
    token::Token,
    unit::row_of,
};
use crate::{document::BlockKind, finding::Family, text::Span};

/// The facet that a sentence must show for its other facets to count for the sentence before it.
const ON_TOPIC: &str = "on-topic";
/// Items of a list that are looked at for what its lead-in leaves open.
const ITEMS: usize = 6;

/// What a hollow commitment says and what it does not, for the end of a message: "it says who and what; it says neither
/// by when nor how it will be measured". `None` for other families.
pub(crate) fn facets(
    prose: &Prose<'_>,
    set: &RuleSet,
    rule: &Rule,
    block: usize,
    sentence: Span,
) -> Option<String> {
    if rule.family != Family::Hollow {
        return None;
    }
    let program = set.program();
    let (_, sentence) = prose.sentence_at(block, sentence)?;
    let lead = prose.words(&prose.lead_in(block, LEAD));
    let mut scratch = Scratch::default();
    let shown = evidence(program, prose, sentence, Some(lead), true, &mut scratch).concat();
    let (mut says, mut lacks) = (Vec::new(), Vec::new());
    for (number, facet) in (0..).zip(&program.facet_says) {
        match facet.says.as_deref() {
            Some(words) if shown.contains(&number) => says.push(words),
            Some(words) if facet.missed => lacks.push(words),
            _ => {}
        }
    }
    said(&says, &lacks)
}

/// The facets, by number, of each stretch of words that speaks of a sentence: the sentence itself, the words that
/// introduce it (`lead`, where they are known with it), its row of a table, the list it introduces, or else the sentence
/// after it: whatever that speaks of where `near` is enough, or only where it goes on about the same thing.
pub(super) fn evidence(
    program: &Program,
    prose: &Prose<'_>,
    sentence: &Sentence,
    lead: Option<&[Token]>,
    near: bool,
    scratch: &mut Scratch,
) -> Vec<Vec<u32>> {
    let mut of = |words: Stretch<'_>| -> Vec<u32> {
        let view = View::new(words, program);
        let all = 0..words.tokens.len();
        let shows = |patterns: &[Pattern], scratch: &mut Scratch| {
            let mut patterns = patterns.iter();
            patterns.any(|one| find(program, one, &view, all.clone(), scratch).is_some())
        };
        let facets = (0..).zip(&program.facets);
        let shown = facets.filter(|(_, (_, patterns))| shows(patterns, scratch));
        shown.map(|(number, _)| number).collect()
    };
    let mut out = vec![of(prose.stretch(sentence))];
    let row = row_of(prose, sentence.block);
    for tokens in lead.into_iter().chain([row.as_slice()]) {
        out.push(of(Stretch::new(tokens, &entries_of(program, tokens))));
    }
    let own = prose.block(sentence.block);
    let at = prose.sentence_at(sentence.block, sentence.span);
    let at = at.map_or(own.len(), |(at, _)| at);
    let led: Vec<usize> = prose.led_by(sentence.block).take(ITEMS).collect();
    if at + 1 == own.len() && !led.is_empty() {
        let items = led.iter().flat_map(|item| prose.block(*item));
        out.extend(items.map(|item| of(prose.stretch(item))));
    } else if let Some(next) = prose.neighbour(sentence.block, at, true)
        && !matches!(prose.kind(next.block), BlockKind::Heading(_))
    {
        let shown = of(prose.stretch(next));
        out.extend(Some(shown).filter(|shown| near || goes_on(program, shown)));
    }
    out
}

/// Whether a sentence with these facets goes on about what the sentence before it says.
fn goes_on(program: &Program, facets: &[u32]) -> bool {
    let mut named = (0..).zip(&program.facets);
    let same = named.find(|(_, (name, _))| name == ON_TOPIC);
    same.is_none_or(|(number, _)| facets.contains(&number))
}

/// The two lists as a clause.
fn said(says: &[&str], lacks: &[&str]) -> Option<String> {
    let has = (!says.is_empty()).then(|| format!("it says {}", listed(says, "and")));
    let open = match lacks {
        [] => None,
        [one] => Some(format!("it does not say {one}")),
        _ => Some(format!("it says neither {}", listed(lacks, "nor"))),
    };
    let parts: Vec<String> = has.into_iter().chain(open).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// "a, b and c".
fn listed(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ReadOptions, read};

    /// What the message of the first hollow rule would end with for the sentence that has `words`.
    fn of(text: &str, words: &str) -> String {
        let document = read("a.md", text.as_bytes(), &ReadOptions::default()).unwrap();
        let set = RuleSet::builtin();
        let hollow = |rule: &&Rule| rule.family == Family::Hollow;
        let rule = set.rules().iter().find(hollow).unwrap();
        let start = u32::try_from(document.text.find(words).unwrap()).unwrap();
        let block = document.block_at(start).unwrap();
        let prose = Prose::new(&document, &set);
        let sentences = prose.block(block);
        let at = Span::new(start, start + 1);
        let sentence = sentences.iter().find(|one| one.span.meets(at)).unwrap();
        facets(&prose, &set, rule, block, sentence.span).unwrap()
    }

    #[test]
    fn a_bare_value_says_who_and_nothing_else() {
        assert_eq!(
            of("The library values inclusion.", "values"),
            "it says who; it says neither what will be done, who answers for it, by when nor how it will be measured"
        );
    }

    #[test]
    fn the_next_sentence_and_the_row_count() {
        let next = of(
            "The library values inclusion. An audit is published by June 2027.",
            "values",
        );
        assert!(
            next.contains("by when") && next.starts_with("it says who, what"),
            "{next}"
        );
        let row = of(
            "| Aim | Owner | Due | Measure |\n|---|---|---|---|\n| We value diversity | Head of Access | June 2027 | 10 % more |\n",
            "We value",
        );
        assert!(!row.contains("neither"), "{row}");
    }

    #[test]
    fn another_family_has_no_facets() {
        let set = RuleSet::builtin();
        let rule = set.rules().iter().find(|rule| rule.family == Family::Merit);
        let document = read("a.md", b"We hire.", &ReadOptions::default()).unwrap();
        let prose = Prose::new(&document, &set);
        assert_eq!(
            facets(&prose, &set, rule.unwrap(), 0, Span::new(0, 8)),
            None
        );
    }
}
