//! How many policies do not say when they were adopted, who answers for them, when they are reviewed.

use std::{collections::BTreeMap, sync::Arc};

use super::{Named, View};
use crate::{
    engine::{Survey, look::Question, say},
    finding::Finding,
};

/// What the policies so far do not say, by rule.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    rules: BTreeMap<Arc<str>, Lacking>,
}

#[derive(Debug, Default)]
struct Lacking {
    /// Policies that were asked.
    asked: usize,
    /// By part of the rule.
    parts: Vec<Named>,
}

impl Metadata {
    pub(super) fn add(&mut self, document: u32, survey: &Survey) {
        for (rule, shown) in &survey.metadata {
            let lacking = self.rules.entry(Arc::clone(rule)).or_default();
            lacking.asked += 1;
            lacking.parts.resize_with(shown.len(), Named::default);
            for (shown, part) in shown.iter().zip(&mut lacking.parts) {
                if !shown {
                    part.add(document);
                }
            }
        }
    }

    pub(super) fn finding(&self, view: &View<'_>, asked: Question<'_>) -> Option<Finding> {
        let Question {
            code,
            rule,
            severity,
        } = asked;
        let lacking = self.rules.get(&rule.id)?;
        let mut says = Vec::new();
        let mut notes = Vec::new();
        for (part, lack) in code.parts.iter().zip(&lacking.parts) {
            let Some(part) = view.rules.checks().parts.get(*part as usize) else {
                continue;
            };
            if lack.count >= code.least as usize {
                says.push(format!("{} {}", lack.count, part.says));
                notes.push(format!("{}: {}.", part.says, view.documents(lack)));
            }
        }
        if says.is_empty() {
            return None;
        }
        let mut finding = view.finding(rule, severity, "manual");
        finding.message = format!("of {} policies, {}", lacking.asked, say::list(&says));
        finding.notes = notes;
        let fix = code.clause.as_deref();
        finding.fixes.extend(
            fix.map(|clause| say::clause("Add to the head of each policy".to_owned(), clause)),
        );
        Some(finding)
    }
}
