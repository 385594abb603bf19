//! Services that one document of a manual pledges to equity and another to neutrality.

use std::{collections::BTreeMap, sync::Arc};

use super::{View, at};
use crate::{
    engine::{
        Policy, Survey,
        look::{Question, questions},
    },
    finding::{Finding, Location},
    rule::{RuleSet, State, StructureCheck, shown_in},
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
        if met.is_empty() {
            return;
        }
        let questions = questions(rules, policy);
        for Question { code, rule, .. } in
            questions.filter(|asked| asked.code.check == StructureCheck::Contradiction)
        {
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

    pub(super) fn findings(&self, view: &View<'_>, asked: Question<'_>) -> Vec<Finding> {
        let Question {
            code,
            rule,
            severity,
        } = asked;
        let mut out = Vec::new();
        for (number, topic) in code.topics.iter().enumerate() {
            let key = (Arc::clone(&rule.id), number);
            let commitments = &view.rules.checks().commitments;
            let commitment = commitments.get(topic.commitment as usize);
            let both = self.pledges.get(&key).zip(self.claims.get(&key));
            let Some((commitment, (pledge, (claim, claims)))) = commitment.zip(both) else {
                continue;
            };
            let mut finding = view.finding(rule, severity, &topic.name);
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
