//! Policies and forms that are named in a manual and that no document of it is.

use std::collections::{BTreeMap, BTreeSet};

use super::{SHOWN, Spot, View, at};
use crate::{
    engine::{Survey, audit::place, look::Question, say},
    finding::Finding,
    rule::stems,
};

/// What the documents so far are called and what they name.
#[derive(Debug, Default)]
pub(super) struct References {
    /// What a reference may mean: the stems of names, a space between them.
    names: BTreeSet<Box<str>>,
    /// What is named, where first, and how often.
    named: BTreeMap<Box<str>, (Spot, usize)>,
}

impl References {
    pub(super) fn add(&mut self, document: u32, survey: &Survey) {
        for name in &survey.names {
            let name = name.join(" ");
            if !self.names.contains(name.as_str()) {
                self.names.insert(name.into());
            }
        }
        for (name, span) in &survey.references {
            let spot = Spot {
                document,
                span: *span,
            };
            match self.named.get_mut(name.as_str()) {
                Some((_, count)) => *count += 1,
                None => {
                    self.named.insert(name.as_str().into(), (spot, 1));
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
        let known = |wanted: &[String]| {
            let is = |name: &str| {
                wanted
                    .iter()
                    .all(|stem| name.split(' ').any(|own| own == stem))
            };
            self.names.iter().any(|name| is(name))
        };
        let missing: Vec<(&str, Spot, usize)> = self
            .named
            .iter()
            .filter(|(name, _)| {
                let wanted = stems(name, &code.common);
                !wanted.is_empty() && !known(&wanted)
            })
            .map(|(name, (spot, count))| (&**name, *spot, *count))
            .collect();
        if missing.is_empty() {
            return None;
        }
        let mut finding = view.finding(rule, severity, "manual");
        let shown = missing.get(..SHOWN).unwrap_or(&missing);
        let mut listed: Vec<String> = shown.iter().map(|(name, ..)| format!("“{name}”")).collect();
        if missing.len() > SHOWN {
            listed.push(format!("{} more", missing.len() - SHOWN));
        }
        finding.message = format!("{}: {}", rule.message, say::list(&listed));
        finding.related = shown
            .iter()
            .map(|(name, spot, count)| {
                let first = view.place(*spot, place);
                let says = match count {
                    1 => format!("names “{name}” in {}", at(&first)),
                    count => format!("names “{name}” in {} and {} more", at(&first), count - 1),
                };
                (first, says)
            })
            .collect();
        Some(finding)
    }
}
