//! Services that one document of a manual pledges to equity and another to neutrality.

use std::{collections::BTreeMap, sync::Arc};

use super::{View, at};
use crate::{
    engine::{Policy, Survey, say},
    finding::{Finding, Location, Place, Severity},
    rule::{Rule, RuleSet, State, StructureCheck, StructureCode, shown_in},
};

/// What the documents so far pledge and claim, by rule and number of its topic.
#[derive(Debug, Default)]
pub(super) struct Contradictions {
    /// The first pledge to equity.
    pledges: BTreeMap<(Arc<str>, usize), Location>,
    /// The first claim of neutrality, and how many there are.
    claims: BTreeMap<(Arc<str>, usize), (Location, usize)>,
}

impl Contradictions {
    pub(super) fn add(&mut self, survey: &Survey, rules: &RuleSet, policy: &Policy) {
        for claim in &survey.claims {
            let key = (Arc::clone(&claim.asks), claim.topic);
            let first = || (claim.location.clone(), 0);
            self.claims.entry(key).or_insert_with(first).1 += 1;
        }
        let met = survey.made.iter();
        let met: Vec<_> = met.filter(|(_, state, _)| *state == State::Met).collect();
        let checks = rules.checks();
        let codes = checks.structures.iter();
        for code in codes.filter(|code| code.check == StructureCheck::Contradiction) {
            let rule = rules.rules().get(code.rule as usize);
            let runs = |rule: &&Rule| {
                let severity = policy.severity(&rule.id, rule.family, rule.severity);
                !met.is_empty() && severity.is_some()
            };
            let Some(rule) = rule.filter(runs) else {
                continue;
            };
            for (number, topic) in code.topics.iter().enumerate() {
                let key = (Arc::clone(&rule.id), number);
                let commitment = checks.commitments.get(topic.commitment as usize);
                let Some(commitment) = commitment.filter(|_| !self.pledges.contains_key(&key))
                else {
                    continue;
                };
                let mut met = met.iter();
                let pledge = met.find(|(name, _, words)| {
                    *name == commitment.name
                        && !shown_in(&words.excerpt, rules, &[topic.part]).is_empty()
                });
                if let Some((_, _, words)) = pledge {
                    self.pledges.insert(key, words.clone());
                }
            }
        }
    }

    pub(super) fn findings(
        &self,
        view: &View<'_>,
        code: &StructureCode,
        rule: &Rule,
        severity: Severity,
    ) -> Vec<Finding> {
        let mut out = Vec::new();
        for (number, topic) in code.topics.iter().enumerate() {
            let key = (Arc::clone(&rule.id), number);
            let commitments = &view.rules.checks().commitments;
            let commitment = commitments.get(topic.commitment as usize);
            let both = self.pledges.get(&key).zip(self.claims.get(&key));
            let Some((commitment, (pledge, (claim, claims)))) = commitment.zip(both) else {
                continue;
            };
            let mut finding =
                say::finding(rule, severity, Place::Manual, view.location(), &topic.name);
            finding.message = format!(
                "on {}, {} commits to equity and {} claims neutrality",
                topic.name,
                at(pledge),
                at(claim)
            );
            if *claims > 1 {
                finding.notes.push(format!(
                    "{} more claims on {} stand in this manual.",
                    claims - 1,
                    topic.name
                ));
            }
            finding.related = vec![
                (pledge.clone(), format!("commits to “{}”", commitment.title)),
                (claim.clone(), "claims neutrality".to_owned()),
            ];
            out.push(finding);
        }
        out
    }
}
