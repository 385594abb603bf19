//! What is asked of documents: what is known of one, and the questions about structure.

use super::Policy;
use crate::{
    document::Document,
    finding::Severity,
    rule::{Commitments, Kinds, Prose, Rule, RuleSet, StructureCheck, StructureCode},
};

/// A shorter document points elsewhere or is a stub, and is not asked, in words.
const SHORT: u32 = 100;

/// A rule about structure that is asked.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) code: &'a StructureCode,
    pub(super) rule: &'a Rule,
    /// How much it matters here.
    pub(super) severity: Severity,
}

/// The questions of `rules` that `policy` wants asked.
pub(super) fn questions<'a>(
    rules: &'a RuleSet,
    policy: &'a Policy,
) -> impl Iterator<Item = Question<'a>> {
    let question = |code: &'a StructureCode| {
        let rule = rules.rules().get(code.rule as usize)?;
        let severity = policy.severity(&rule.id, rule.family, rule.severity)?;
        Some(Question {
            code,
            rule,
            severity,
        })
    };
    rules.checks().structures.iter().filter_map(question)
}

/// What is asked of one document.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) document: &'a Document,
    pub(super) prose: &'a Prose<'a>,
    pub(super) commitments: &'a Commitments<'a>,
    pub(super) rules: &'a RuleSet,
    pub(super) policy: &'a Policy,
    pub(super) kinds: &'a Kinds,
}

impl<'a> Look<'a> {
    /// Whether the document may be asked for anything.
    pub(super) fn may_ask(&self) -> bool {
        self.kinds.exempt.is_none() && self.document.words() >= SHORT
    }

    /// The questions about structure that documents of its kinds are asked.
    pub(super) fn asked(&self) -> impl Iterator<Item = Question<'a>> {
        let kinds = self.kinds;
        let fits = move |code: &StructureCode| {
            let mut sure = kinds.kinds.iter().filter(|kind| kind.sure);
            sure.any(|kind| code.kinds.is_empty() || code.kinds.contains(&kind.name))
        };
        questions(self.rules, self.policy).filter(move |asked| fits(asked.code))
    }

    /// Whether what its sentences say is counted.
    pub(super) fn counts(&self) -> bool {
        self.asked()
            .any(|asked| asked.code.check == StructureCheck::Ratio)
    }
}
