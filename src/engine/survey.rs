//! What one document adds to what is asked of a manual: little enough to be kept for every document of a run.

use std::{collections::BTreeSet, sync::Arc};

use super::{Policy, audit::place, missing::may_ask};
use crate::{
    document::Document,
    finding::{Family, Location},
    rule::{Extent, Kinds, RuleSet, commitments},
};

/// What a document adds to its manual.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// As shown to people.
    pub(super) path: String,
    /// What it is called; the path where it has no title.
    pub(super) title: String,
    /// What it was surely taken for, the policies in a handbook included.
    pub(super) kinds: Vec<Arc<str>>,
    /// Whether it is a policy that may be asked.
    pub(super) policy: bool,
    /// Commitments that it makes, fully or in part: name, 2 or 1, the words that show it.
    pub(super) made: Vec<(Arc<str>, u8, Location)>,
}

/// What `document` adds.
pub(super) fn survey(
    document: &Document,
    rules: &RuleSet,
    policy: &Policy,
    kinds: &Kinds,
) -> Survey {
    let title = document.title().unwrap_or(&document.path).trim().to_owned();
    let mut survey = Survey {
        path: document.path.clone(),
        title,
        ..Survey::default()
    };
    if !may_ask(document, kinds) {
        return survey;
    }
    let sections = kinds.sections.iter().flat_map(|section| &section.kinds);
    let sure: BTreeSet<&Arc<str>> = kinds
        .kinds
        .iter()
        .chain(sections)
        .filter(|kind| kind.sure)
        .map(|kind| &kind.name)
        .collect();
    survey.kinds = sure.into_iter().cloned().collect();
    survey.policy = !survey.kinds.is_empty();
    let checks = rules.checks();
    let wanted = |number: usize| {
        let Some(code) = checks.commitments.get(number) else {
            return false;
        };
        let Some(ask) = &code.manual else {
            return false;
        };
        let rule = rules.rules().get(code.rule as usize);
        let runs = rule.is_some_and(|rule| {
            policy
                .severity(&rule.id, Family::Commitment, ask.severity)
                .is_some()
        });
        runs && (ask.of.is_empty() || survey.kinds.iter().any(|kind| ask.of.contains(kind)))
    };
    let states = commitments(document, rules, wanted);
    for (code, state) in checks.commitments.iter().zip(states) {
        let score = match state.extent {
            Extent::Met => 2,
            Extent::Partial { .. } => 1,
            Extent::Absent => continue,
        };
        if let Some(shown) = state.evidence.first() {
            let shown = place(document, shown.span);
            survey.made.push((Arc::clone(&code.name), score, shown));
        }
    }
    survey
}
