//! What a commitment says of itself, and what it leaves open: who, what, for whom, by when, how it is measured.
//!
//! The facets are data (`[[facet]]`); where they are looked for is here: the sentence, the lead-in of its list, its row of
//! a table, the list it introduces, or else the sentence after it.

use super::{
    RuleSet,
    lang::{Program, Rule},
    matcher::{Scratch, View, find},
    prose::{LEAD, Prose},
    unit::row_of,
};
use crate::{document::BlockKind, finding::Family, text::Span};

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
    let shown = shown(program, prose, block, sentence);
    let (mut says, mut lacks) = (Vec::new(), Vec::new());
    for (facet, shown) in program.facet_says.iter().zip(shown) {
        match facet.says.as_deref() {
            Some(words) if shown => says.push(words),
            Some(words) if facet.missed => lacks.push(words),
            _ => {}
        }
    }
    said(&says, &lacks)
}

/// Which facets stand in the sentence or beside it, in the order of the rules.
fn shown(program: &Program, prose: &Prose<'_>, block: usize, sentence: Span) -> Vec<bool> {
    let own = prose.block(block);
    let at = own.iter().position(|one| one.span == sentence).unwrap_or(0);
    let row = row_of(prose, block);
    let mut stretches = vec![prose.lead_in(block, LEAD), &row];
    stretches.extend(own.get(at).map(|one| prose.words(&one.words)));
    let led: Vec<usize> = prose.led_by(block).take(ITEMS).collect();
    if at + 1 == own.len() && !led.is_empty() {
        for item in led {
            stretches.extend(prose.block(item).iter().map(|one| prose.words(&one.words)));
        }
    } else if let Some(next) = prose.neighbour(block, at, true)
        && !matches!(prose.kind(next.block), BlockKind::Heading(_))
    {
        stretches.push(prose.words(&next.words));
    }
    let mut scratch = Scratch::default();
    let mut out = vec![false; program.facets.len()];
    for tokens in stretches {
        let view = View::new(tokens, program);
        for ((_, patterns), shown) in program.facets.iter().zip(&mut out) {
            *shown = *shown
                || patterns.iter().any(|pattern| {
                    find(program, pattern, &view, 0..tokens.len(), &mut scratch).is_some()
                });
        }
    }
    out
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
