//! What one document lacks of its make-up: parts of a plan, words under a heading, a review in time, substance.

use std::collections::BTreeSet;

use super::{
    look::{Look, Question},
    say,
};
use crate::{
    document::{BlockKind, Document},
    finding::{Family, Finding, Location, Place},
    rule::{Extent, Month, StructureCheck, each_shown, empty_sections, months, shown, shown_in},
    text::Span,
};

/// Words of a section that may be a placeholder and nothing else.
const PLACEHOLDER: usize = 10;

/// Words of a sentence that tells a date of review, at most: a longer one cites a law.
const DATED: usize = 30;
/// Further empty sections that are named, at most.
const NAMED: usize = 5;

impl Look<'_> {
    /// What the document lacks; `said` is what its sentences say, by family.
    pub(super) fn findings(&self, said: &[(Family, Location)]) -> Vec<Finding> {
        if !self.may_ask() {
            return Vec::new();
        }
        let mut out = Vec::new();
        for asked in self.asked() {
            match asked.code.check {
                StructureCheck::Parts => out.extend(self.parts(asked)),
                StructureCheck::EmptySection => out.extend(self.empty(asked)),
                StructureCheck::Stale => out.extend(self.stale(asked)),
                StructureCheck::Ratio => out.extend(self.ratio(asked, said)),
                // Asked of manuals.
                StructureCheck::Metadata
                | StructureCheck::Reference
                | StructureCheck::Repeated
                | StructureCheck::Deadline
                | StructureCheck::Contradiction => {}
            }
        }
        out
    }

    /// Parts that are not there, where enough others are.
    fn parts(&self, asked: Question<'_>) -> Option<Finding> {
        let Question {
            code,
            rule,
            severity,
        } = asked;
        let shown = shown(self.prose, self.rules, &code.parts);
        let says = |there: bool| -> Vec<&str> {
            let parts = code
                .parts
                .iter()
                .filter(|part| shown.contains_key(part) == there);
            parts
                .filter_map(|part| self.rules.checks().parts.get(*part as usize))
                .map(|part| part.says.as_str())
                .collect()
        };
        let (has, lacks) = (says(true), says(false));
        if lacks.is_empty() || has.len() < code.least as usize {
            return None;
        }
        let location = Location::of_document(self.document);
        let mut finding = say::finding(rule, severity, Place::Document, location, "");
        finding.message = format!("{}: {}", rule.message, say::list(&lacks));
        finding.notes.push(format!("It has {}.", say::list(&has)));
        let clause = code.clause.as_deref();
        let fix = clause.map(|clause| say::clause("Add what is missing".to_owned(), clause));
        finding.fixes.extend(fix);
        Some(finding)
    }

    /// Sections with no words under their heading, or with a placeholder: said once, at the first.
    fn empty(&self, asked: Question<'_>) -> Option<Finding> {
        let Question {
            code,
            rule,
            severity,
        } = asked;
        let document = self.document;
        let mut empty = empty_sections(document, self.rules);
        if !code.parts.is_empty() {
            let placeholders = document.blocks.iter().enumerate().filter(|(index, block)| {
                let words = document.slice(block.span);
                block.kind == BlockKind::Paragraph
                    && words.split_whitespace().count() <= PLACEHOLDER
                    && is_heading(document, index.checked_sub(1))
                    && (is_heading(document, Some(index + 1)) || index + 1 == document.blocks.len())
                    && !shown_in(words, self.rules, &code.parts).is_empty()
            });
            empty.extend(placeholders.map(|(index, _)| index));
            empty.sort_unstable();
        }
        let mut spans = empty
            .iter()
            .filter_map(|index| document.blocks.get(*index))
            .map(|block| block.span);
        let span = spans.next()?;
        let location = Location::of(document, span, span);
        let key = location.words.clone();
        let mut finding = say::finding(rule, severity, Place::Text(span), location, &key);
        let more: Vec<String> = spans
            .map(|span| format!("“{}”", document.slice(span).trim()))
            .collect();
        if !more.is_empty() {
            let named = more.len().min(NAMED);
            let mut names: Vec<String> = more.get(..named).unwrap_or_default().to_vec();
            if more.len() > named {
                names.push(format!("{} more", more.len() - named));
            }
            finding
                .notes
                .push(format!("The same holds for {}.", say::list(&names)));
        }
        Some(finding)
    }

    /// A review that has passed, or a last one too long ago.
    fn stale(&self, asked: Question<'_>) -> Option<Finding> {
        let Question {
            code,
            rule,
            severity,
        } = asked;
        let [next, last] = code.parts.as_slice() else {
            return None;
        };
        let (year, month) = self.policy.today?.month();
        let today = Month { year, month };
        let document = self.document;
        let mut nexts: Vec<(Month, Option<Span>)> = Vec::new();
        let mut lasts = Vec::new();
        each_shown(self.prose, self.rules, &code.parts, |part, span| {
            let words = document.slice(span);
            if words.split_whitespace().count() > DATED {
                return;
            }
            let dates = months(words);
            let into = if part == *next {
                &mut nexts
            } else {
                &mut lasts
            };
            into.extend(dates.into_iter().map(|date| (date, Some(span))));
        });
        for (name, value) in &document.properties {
            let name = name.to_lowercase().replace(['-', '_'], " ");
            if !code.properties.contains(&name) {
                continue;
            }
            let shown = shown_in(&name, self.rules, &code.parts);
            let into = if shown.contains(next) {
                &mut nexts
            } else if shown.contains(last) {
                &mut lasts
            } else {
                continue;
            };
            into.extend(months(value).into_iter().map(|date| (date, None)));
        }
        let newest =
            |dates: &[(Month, Option<Span>)]| dates.iter().max_by_key(|(date, _)| *date).copied();
        let (date, span, message) = if let Some((date, span)) = newest(&nexts) {
            let past = date.until(today) > 0;
            let message = code.passed.as_deref().unwrap_or(&rule.message);
            past.then_some((date, span, message))?
        } else {
            let (date, span) = newest(&lasts)?;
            let old = date.until(today) > i32::try_from(code.limit).unwrap_or(i32::MAX);
            old.then_some((date, span, rule.message.as_str()))?
        };
        let (place, location) = match span {
            Some(span) => (Place::Text(span), Location::of(document, span, span)),
            None => (Place::Document, Location::of_document(document)),
        };
        let mut finding = say::finding(rule, severity, place, location, "");
        finding.message = format!("{message}: {:04}-{:02}", date.year, date.month);
        let clause = code.clause.as_deref();
        let fix = clause
            .map(|clause| say::clause("Say when it was reviewed and is next".to_owned(), clause));
        finding.fixes.extend(fix);
        Some(finding)
    }

    /// More commitments without substance than with it.
    fn ratio(&self, asked: Question<'_>, said: &[(Family, Location)]) -> Option<Finding> {
        let Question {
            code,
            rule,
            severity,
        } = asked;
        let hollow: Vec<&Location> = said
            .iter()
            .filter(|(family, _)| *family == Family::Hollow)
            .map(|(_, location)| location)
            .collect();
        if hollow.len() < code.least as usize {
            return None;
        }
        let states = self.commitments.states(|_| true);
        let met = states.iter().filter(|state| state.extent == Extent::Met);
        let real: BTreeSet<u32> = met
            .flat_map(|state| &state.evidence)
            .map(|shown| shown.span.start)
            .collect();
        // Only the best evidence of a commitment is kept, so there is more of substance than was counted.
        if hollow.len() <= real.len() * 2 {
            return None;
        }
        let location = Location::of_document(self.document);
        let mut finding = say::finding(rule, severity, Place::Document, location, "");
        finding.message = format!(
            "{}: {} without, {} with",
            rule.message,
            hollow.len(),
            real.len()
        );
        finding.related = hollow
            .iter()
            .take(3)
            .map(|one| ((*one).clone(), "a commitment without substance".to_owned()))
            .collect();
        Some(finding)
    }
}

fn is_heading(document: &Document, index: Option<usize>) -> bool {
    let block = index.and_then(|index| document.blocks.get(index));
    block.is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)))
}
