//! Commitments that no document of a manual makes.

use super::{NAMED, Named, View};
use crate::{
    engine::{Profile, Survey, missing::model, say},
    finding::{Finding, Location, Severity},
    rule::{CommitmentCode, RuleSet, State},
};

/// What the documents so far make of each commitment.
#[derive(Debug, Default)]
pub(super) struct Commitments {
    /// By number.
    made: Vec<Made>,
}

/// What documents make of a commitment.
#[derive(Debug, Default)]
struct Made {
    /// Policies of which one should make it.
    asked: Named,
    /// What the first of them is called.
    title: String,
    /// Whether one of them should make it by its kind, which was said of it.
    required: bool,
    /// How far it is made.
    best: State,
    /// Where it is made in part, as far as that is shown.
    near: Vec<Location>,
}

impl Commitments {
    pub(super) fn add(&mut self, document: u32, survey: &Survey, rules: &RuleSet) {
        let codes = &rules.checks().commitments;
        self.made.resize_with(codes.len(), Made::default);
        for (code, made) in codes.iter().zip(&mut self.made) {
            let Some(ask) = &code.manual else {
                continue;
            };
            let of = ask.of.is_empty() || survey.kinds.iter().any(|kind| ask.of.contains(kind));
            if survey.policy && of {
                if made.asked.count == 0 {
                    made.title.clone_from(&survey.title);
                }
                made.asked.add(document);
                made.required |= requires(rules, survey, code);
            }
            for (name, state, shown) in &survey.made {
                if *name != code.name {
                    continue;
                }
                made.best = made.best.max(*state);
                if *state == State::Partial && made.near.len() < NAMED {
                    made.near.push(shown.clone());
                }
            }
        }
    }

    pub(super) fn findings(&self, view: &View<'_>) -> impl Iterator<Item = Finding> {
        let codes = view.rules.checks().commitments.iter();
        codes
            .zip(&self.made)
            .filter_map(|(code, made)| made.finding(view, code))
    }
}

impl Made {
    fn finding(&self, view: &View<'_>, code: &CommitmentCode) -> Option<Finding> {
        let ask = code.manual.as_ref()?;
        let rule = view.rules.rules().get(code.rule as usize)?;
        if self.asked.count == 0 || self.required {
            return None;
        }
        let own = match self.best {
            State::Met => return None,
            State::Partial => Severity::Note,
            State::Absent if view.policy.profile == Profile::Restricted => Severity::Note,
            State::Absent => ask.severity,
        };
        let severity = view.policy.severity(&rule.id, rule.family, own)?;
        let mut finding = view.finding(rule, severity, "manual");
        finding.message = match (self.best, &ask.message) {
            (State::Partial, _) => format!("“{}” is said only in part in this manual", code.title),
            (_, Some(message)) => message.clone(),
            (_, None) => rule.message.clone(),
        };
        finding.notes.push(format!(
            "One policy that says it is enough. Looked at {}.",
            view.documents(&self.asked)
        ));
        let near = self.near.iter();
        finding.related = near
            .map(|shown| (shown.clone(), format!("comes nearest: “{}”", shown.excerpt)))
            .collect();
        let home = match self.asked.count {
            1 => format!("Add a clause to {}", self.title),
            _ => "Add a clause to the policy it fits best".to_owned(),
        };
        finding
            .fixes
            .push(say::clause(home, model(code, view.policy)));
        Some(finding)
    }
}

/// Whether the kinds of a document ask it for a commitment themselves.
fn requires(rules: &RuleSet, survey: &Survey, code: &CommitmentCode) -> bool {
    let checks = rules.checks();
    let required = |number: &u32| {
        let other = checks.commitments.get(*number as usize);
        other.is_some_and(|other| other.rule == code.rule)
    };
    checks
        .kinds
        .iter()
        .filter(|kind| survey.kinds.contains(&kind.name))
        .any(|kind| kind.requires.iter().any(required))
}
