//! A manual, judged: what no document says alone. Every finding here is said once, however many documents it is about.

use std::collections::BTreeSet;

use super::{Policy, Profile, Reading, Survey, missing::model, report::Hidden, say};
use crate::{
    finding::{Finding, Location, Place, Severity},
    rule::{CommitmentCode, ManualAsk, RuleSet, State},
};

/// Fewer policies are no manual.
const LEAST: usize = 3;
/// Documents that are named in a finding, at most.
const NAMED: usize = 5;

/// What `surveys`, the documents of the manual called `name`, say and leave out together. Fewer than three policies are
/// no manual, and nothing is asked of them.
pub fn manual(name: &str, surveys: &[Survey], rules: &RuleSet, policy: &Policy) -> Reading {
    let mut reading = Reading::default();
    // One policy in four formats is one policy.
    let titles: BTreeSet<&str> = surveys
        .iter()
        .filter(|survey| survey.policy)
        .map(|survey| survey.title.as_str())
        .collect();
    if titles.len() < LEAST {
        return reading;
    }
    let manual = Manual {
        name,
        surveys,
        rules,
        policy,
    };
    let structures = manual.structures();
    for finding in manual.commitments().into_iter().chain(structures) {
        let shown = policy
            .min_confidence
            .is_none_or(|least| finding.confidence >= least);
        if shown {
            reading.findings.push(finding);
        } else {
            reading.hidden.push((finding, Hidden::BelowThreshold));
        }
    }
    reading
}

/// The documents of a run and what is wanted of them.
pub(super) struct Manual<'a> {
    pub(super) name: &'a str,
    pub(super) surveys: &'a [Survey],
    pub(super) rules: &'a RuleSet,
    pub(super) policy: &'a Policy,
}

impl Manual<'_> {
    /// Where a finding about all documents is.
    pub(super) fn location(&self) -> Location {
        Location {
            path: self.name.to_owned(),
            ..Location::default()
        }
    }

    /// Commitments that no document makes.
    fn commitments(&self) -> Vec<Finding> {
        let codes = self.rules.checks().commitments.iter();
        codes
            .filter_map(|code| self.commitment(code, code.manual.as_ref()?))
            .collect()
    }

    fn commitment(&self, code: &CommitmentCode, ask: &ManualAsk) -> Option<Finding> {
        let rule = self.rules.rules().get(code.rule as usize)?;
        let answers = |survey: &&Survey| {
            survey.policy
                && (ask.of.is_empty() || survey.kinds.iter().any(|kind| ask.of.contains(kind)))
        };
        let asked: Vec<&Survey> = self.surveys.iter().filter(answers).collect();
        if asked.is_empty() || asked.iter().any(|survey| self.requires(survey, code)) {
            // Where one of them should make it by its kind, that was said of it.
            return None;
        }
        let made = self
            .surveys
            .iter()
            .flat_map(|survey| &survey.made)
            .filter(|(name, ..)| *name == code.name);
        let best = made.clone().map(|(_, state, _)| *state).max();
        let best = best.unwrap_or_default();
        let own = match best {
            State::Met => return None,
            State::Partial => Severity::Note,
            State::Absent if self.policy.profile == Profile::Restricted => Severity::Note,
            State::Absent => ask.severity,
        };
        let severity = self.policy.severity(&rule.id, rule.family, own)?;
        let mut finding = say::finding(rule, severity, Place::Manual, self.location(), "manual");
        finding.message = match (best, rule.message.strip_prefix("nothing ")) {
            (State::Partial, _) => format!("“{}” is said only in part in this manual", code.title),
            (_, Some(rest)) => format!("nothing in this manual {rest}"),
            (_, None) => rule.message.clone(),
        };
        finding.notes.push(format!(
            "One policy that says it is enough. Looked at {}.",
            self.documents(&asked)
        ));
        let near = made
            .filter(|(_, state, _)| *state == State::Partial)
            .take(NAMED);
        finding.related = near
            .map(|(_, _, shown)| (shown.clone(), format!("comes nearest: “{}”", shown.excerpt)))
            .collect();
        let home = match asked.as_slice() {
            [one] => format!("Add a clause to {}", one.title),
            _ => "Add a clause to the policy it fits best".to_owned(),
        };
        finding
            .fixes
            .push(say::clause(home, model(code, self.policy)));
        Some(finding)
    }

    /// Whether the kinds of a document ask it for a commitment themselves.
    fn requires(&self, survey: &Survey, code: &CommitmentCode) -> bool {
        let checks = self.rules.checks();
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

    /// Documents by path, the first few named.
    pub(super) fn documents(&self, surveys: &[&Survey]) -> String {
        let mut names: Vec<String> = surveys
            .iter()
            .take(NAMED)
            .map(|survey| survey.path.clone())
            .collect();
        if surveys.len() > NAMED {
            names.push(format!("{} more", surveys.len() - NAMED));
        }
        say::list(&names)
    }
}
