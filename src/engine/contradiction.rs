//! What the documents of a manual say against each other, and what they say in the same words.

use std::collections::{BTreeMap, BTreeSet};

use super::{Survey, manual::Manual, say, survey::Duty};
use crate::{
    finding::{Finding, Location, Place, Severity},
    rule::{Rule, State, StructureCheck, StructureCode, shown_in, stems},
};

/// Places that are shown with a finding, at most.
const SHOWN: usize = 6;
/// Stems that two wordings of one duty share, at least.
const SHARED: usize = 4;

impl Manual<'_> {
    /// What rules about the structure of a manual say.
    pub(super) fn structures(&self) -> Vec<Finding> {
        let mut out = Vec::new();
        for code in &self.rules.checks().structures {
            let Some(rule) = self.rules.rules().get(code.rule as usize) else {
                continue;
            };
            let Some(severity) = self.policy.severity(&rule.id, rule.family, rule.severity) else {
                continue;
            };
            match code.check {
                StructureCheck::Metadata => out.extend(self.metadata(code, rule, severity)),
                StructureCheck::Reference => out.extend(self.references(code, rule, severity)),
                StructureCheck::Repeated => out.extend(self.repeated(code, rule, severity)),
                StructureCheck::Deadline => self.deadlines(rule, severity, &mut out),
                StructureCheck::Contradiction => {
                    self.contradictions(code, rule, severity, &mut out);
                }
                // Asked of documents.
                StructureCheck::Parts
                | StructureCheck::EmptySection
                | StructureCheck::Stale
                | StructureCheck::Ratio => {}
            }
        }
        out
    }

    /// How many policies do not say when they were adopted, who answers for them, when they are reviewed.
    fn metadata(&self, code: &StructureCode, rule: &Rule, severity: Severity) -> Option<Finding> {
        let asked: Vec<(&Survey, &Vec<bool>)> = self
            .surveys
            .iter()
            .flat_map(|survey| {
                survey
                    .metadata
                    .iter()
                    .map(move |(id, shown)| (survey, id, shown))
            })
            .filter(|(_, id, _)| **id == rule.id)
            .map(|(survey, _, shown)| (survey, shown))
            .collect();
        let lacking = |at: usize| -> Vec<&Survey> {
            let lack = asked
                .iter()
                .filter(|(_, shown)| shown.get(at) == Some(&false));
            lack.map(|(survey, _)| *survey).collect()
        };
        let mut says = Vec::new();
        let mut notes = Vec::new();
        for (at, part) in code.parts.iter().enumerate() {
            let lack = lacking(at);
            let Some(part) = self.rules.checks().parts.get(*part as usize) else {
                continue;
            };
            if lack.len() >= code.least as usize {
                says.push(format!("{} {}", lack.len(), part.says));
                notes.push(format!("{}: {}.", part.says, self.documents(&lack)));
            }
        }
        if says.is_empty() {
            return None;
        }
        let mut finding = say::finding(rule, severity, Place::Manual, self.location(), "manual");
        finding.message = format!("of {} policies, {}", asked.len(), say::list(&says));
        finding.notes = notes;
        let fix = code.clause.as_deref();
        finding.fixes.extend(
            fix.map(|clause| say::clause("Add to the head of each policy".to_owned(), clause)),
        );
        Some(finding)
    }

    /// Policies and forms that are named and that no document here is.
    fn references(&self, code: &StructureCode, rule: &Rule, severity: Severity) -> Option<Finding> {
        let names: Vec<&Vec<String>> = self
            .surveys
            .iter()
            .flat_map(|survey| &survey.names)
            .collect();
        let known = |wanted: &[String]| {
            names
                .iter()
                .any(|name| wanted.iter().all(|stem| name.contains(stem)))
        };
        let mut missing: BTreeMap<&str, Vec<&Location>> = BTreeMap::new();
        for (name, location) in self.surveys.iter().flat_map(|survey| &survey.references) {
            let wanted = stems(name, &code.common);
            if !wanted.is_empty() && !known(&wanted) {
                missing.entry(name).or_default().push(location);
            }
        }
        if missing.is_empty() {
            return None;
        }
        let mut finding = say::finding(rule, severity, Place::Manual, self.location(), "manual");
        let mut listed: Vec<String> = missing
            .keys()
            .take(SHOWN)
            .map(|name| format!("“{name}”"))
            .collect();
        if missing.len() > SHOWN {
            listed.push(format!("{} more", missing.len() - SHOWN));
        }
        finding.message = format!("{}: {}", rule.message, say::list(&listed));
        finding.related = missing
            .iter()
            .take(SHOWN)
            .filter_map(|(name, places)| {
                let first = (*places.first()?).clone();
                let says = match places.len() {
                    1 => format!("names “{name}” in {}", at(&first)),
                    count => format!("names “{name}” in {} and {} more", at(&first), count - 1),
                };
                Some((first, says))
            })
            .collect();
        Some(finding)
    }

    /// The same paragraph in many documents.
    fn repeated(&self, code: &StructureCode, rule: &Rule, severity: Severity) -> Option<Finding> {
        let mut by_hash: BTreeMap<u64, (usize, BTreeMap<&str, &Location>)> = BTreeMap::new();
        for survey in self.surveys {
            for paragraph in &survey.paragraphs {
                let entry = by_hash.entry(paragraph.hash).or_default();
                entry.0 = paragraph.words;
                // One policy in four formats has its words once.
                entry.1.entry(&survey.title).or_insert(&paragraph.location);
            }
        }
        let mut many: Vec<(usize, Vec<&Location>)> = by_hash
            .into_values()
            .filter(|(_, places)| places.len() >= code.least as usize)
            .map(|(words, places)| (words, places.into_values().collect()))
            .collect();
        many.sort_by_key(|(words, places)| {
            let first = places.first().map(|first| first.path.clone());
            (
                std::cmp::Reverse(places.len()),
                std::cmp::Reverse(*words),
                first,
            )
        });
        let (_, most) = many.first()?;
        let mut finding = say::finding(rule, severity, Place::Manual, self.location(), "manual");
        finding.message = match many.len() {
            1 => format!("{} in {} policies", rule.message, most.len()),
            count => format!(
                "{}: {count} of them, the first in {} policies",
                rule.message,
                most.len()
            ),
        };
        finding.related = many
            .iter()
            .take(3)
            .filter_map(|(words, places)| {
                let first = (*places.first()?).clone();
                let paths: Vec<String> = places.iter().take(SHOWN).map(|place| at(place)).collect();
                let says = format!(
                    "{words} words, {} times: {}",
                    places.len(),
                    say::list(&paths)
                );
                Some((first, says))
            })
            .collect();
        Some(finding)
    }

    /// Two wordings of one duty with two terms.
    fn deadlines(&self, rule: &Rule, severity: Severity, out: &mut Vec<Finding>) {
        let duties: Vec<(usize, &Duty)> = self
            .surveys
            .iter()
            .enumerate()
            .flat_map(|(at, survey)| survey.duties.iter().map(move |duty| (at, duty)))
            .collect();
        let mut said: BTreeSet<usize> = BTreeSet::new();
        for (first, (document, one)) in duties.iter().enumerate() {
            for (second, (other_document, other)) in duties.iter().enumerate().skip(first + 1) {
                let apart = document != other_document
                    && self.title_of(*document) != self.title_of(*other_document);
                if !apart
                    || one.term == other.term
                    || said.contains(&first)
                    || said.contains(&second)
                {
                    continue;
                }
                if !same_duty(&one.stems, &other.stems) {
                    continue;
                }
                said.extend([first, second]);
                let key = format!("{} {}", one.location.words, other.location.words);
                let mut finding =
                    say::finding(rule, severity, Place::Manual, self.location(), &key);
                finding.message = format!(
                    "{}: {} in {}, {} in {}",
                    rule.message,
                    one.term,
                    at(&one.location),
                    other.term,
                    at(&other.location)
                );
                finding.related = vec![
                    (one.location.clone(), format!("{} here", one.term)),
                    (other.location.clone(), format!("{} here", other.term)),
                ];
                out.push(finding);
            }
        }
    }

    fn title_of(&self, document: usize) -> &str {
        self.surveys
            .get(document)
            .map_or("", |survey| survey.title.as_str())
    }

    /// A service that one place pledges to equity and another to neutrality.
    fn contradictions(
        &self,
        code: &StructureCode,
        rule: &Rule,
        severity: Severity,
        out: &mut Vec<Finding>,
    ) {
        for (number, topic) in code.topics.iter().enumerate() {
            let Some(commitment) = self
                .rules
                .checks()
                .commitments
                .get(topic.commitment as usize)
            else {
                continue;
            };
            let pledge =
                self.surveys
                    .iter()
                    .flat_map(|survey| &survey.made)
                    .find(|(name, state, words)| {
                        *name == commitment.name
                            && *state == State::Met
                            && !shown_in(&words.excerpt, self.rules, &[topic.part]).is_empty()
                    });
            let claims: Vec<&Location> = self
                .surveys
                .iter()
                .flat_map(|survey| &survey.claims)
                .filter(|claim| claim.asks == rule.id && claim.topic == number)
                .map(|claim| &claim.location)
                .collect();
            let (Some((_, _, pledge)), Some(claim)) = (pledge, claims.first()) else {
                continue;
            };
            let mut finding =
                say::finding(rule, severity, Place::Manual, self.location(), &topic.name);
            finding.message = format!(
                "on {}, {} commits to equity and {} claims neutrality",
                topic.name,
                at(pledge),
                at(claim)
            );
            if claims.len() > 1 {
                finding.notes.push(format!(
                    "{} more claims on {} stand in this manual.",
                    claims.len() - 1,
                    topic.name
                ));
            }
            finding.related = vec![
                (pledge.clone(), format!("commits to “{}”", commitment.title)),
                ((*claim).clone(), "claims neutrality".to_owned()),
            ];
            out.push(finding);
        }
    }
}

/// Whether two sets of stems are those of one duty: enough in common, and more in common than apart.
fn same_duty(one: &[String], other: &[String]) -> bool {
    let shared = one.iter().filter(|stem| other.contains(stem)).count();
    let all = one.len() + other.len() - shared;
    shared >= SHARED && shared * 5 >= all * 3
}

/// Path and line, or section.
fn at(location: &Location) -> String {
    match (location.line, location.heading.last()) {
        (Some(line), _) => format!("{}:{line}", location.path),
        (None, Some(heading)) => format!("{} § {heading}", location.path),
        (None, None) => location.path.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::same_duty;
    use crate::rule::{RuleSet, StructureCheck, stems};

    #[test]
    fn a_duty_is_known_by_its_words() {
        let set = RuleSet::builtin();
        let code = set.checks().structure(StructureCheck::Deadline).unwrap();
        let of = |one: &str, other: &str| {
            let stems = |text: &str| stems(text, &code.common);
            same_duty(&stems(one), &stems(other))
        };
        assert!(of(
            "The director answers requests for reconsideration in writing within 30 days.",
            "The director answers a request for reconsideration in writing within 14 days.",
        ));
        assert!(!of(
            "The director answers requests for reconsideration in writing within 30 days.",
            "Overdue books are returned within 30 days of the notice.",
        ));
    }
}
