//! What is wanted of a set of documents: the part that the file as a whole and an `[[override]]` share.

use std::{collections::BTreeMap, ops::Range};

use super::{
    Mistake,
    table::{Table, as_text},
};
use crate::{
    engine::{Jurisdiction, Policy, Profile, Selector},
    finding::{Confidence, Family, Severity},
};

/// Wishes; what is not said is left as it was.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Rules that run.
    pub select: Vec<Selector>,
    /// Rules that do not.
    pub ignore: Vec<Selector>,
    /// Severity by rule or family; `None` is off.
    pub severity: BTreeMap<Selector, Option<Severity>>,
    /// Less is hidden.
    pub min_confidence: Option<Confidence>,
    /// Whose legal notes.
    pub jurisdiction: Option<Jurisdiction>,
    /// How far rewrites may name protected groups.
    pub profile: Option<Profile>,
    /// The kinds of policy that documents are taken for, whatever they look like, with their places: whoever has the rules
    /// checks them.
    pub kinds: Vec<(String, Range<usize>)>,
    /// Ids of rules named here, with their places: whoever has the rules checks them.
    pub named: Vec<(String, Range<usize>)>,
}

impl Scope {
    pub(super) fn read(table: &mut Table<'_, '_>) -> Self {
        let mut scope = Self::default();
        for key in ["select", "ignore"] {
            for (text, span) in table.texts(key) {
                let selector = scope.selector(text, span.clone());
                match selector {
                    Ok(selector) if key == "select" => scope.select.push(selector),
                    Ok(selector) => scope.ignore.push(selector),
                    Err(mistake) => table.mistake(mistake, span),
                }
            }
        }
        for ((name, name_span), value) in table.entries("rules") {
            let selector = scope.selector(name, name_span.clone());
            let severity = as_text(value).map(|(text, _)| text);
            match (selector, severity.map(level)) {
                (Ok(selector), Some(Ok(level))) => {
                    scope.severity.insert(selector, level);
                }
                (selector, severity) => {
                    if let Err(mistake) = selector {
                        table.mistake(mistake, name_span);
                    }
                    match severity {
                        Some(Err(mistake)) => table.mistake(mistake, value.span()),
                        None => table.mistake(Mistake::new(SEVERITY_IS), value.span()),
                        Some(Ok(_)) => {}
                    }
                }
            }
        }
        scope.min_confidence = table.parsed("min-confidence", |text| {
            named(text, "confidence", Confidence::ALL, Confidence::name)
        });
        scope.jurisdiction =
            table.parsed("jurisdiction", |text| text.parse().map_err(Mistake::new));
        scope.profile = table.parsed("profile", |text| {
            named(
                text,
                "profile",
                [Profile::Standard, Profile::Restricted],
                Profile::name,
            )
        });
        let kinds = table.texts("policy-type").into_iter();
        scope.kinds = kinds.map(|(text, span)| (text.to_owned(), span)).collect();
        scope
    }

    /// What `text` names; a rule's id is kept for a later check.
    fn selector(&mut self, text: &str, span: Range<usize>) -> Result<Selector, Mistake> {
        let selector = Selector::parse(text);
        if let Selector::Rule(id) = &selector {
            if !id.contains('/') {
                let families = Family::ALL.iter().map(|family| family.name());
                return Err(Mistake::new(format!(
                    "`{id}` is neither a family nor the id of a rule (`family/name`)"
                ))
                .did_you_mean(id, families));
            }
            self.named.push((id.clone(), span));
        }
        Ok(selector)
    }

    /// Change `policy` as wished.
    pub fn apply(&self, policy: &mut Policy) {
        if !self.select.is_empty() {
            policy.select.clone_from(&self.select);
        }
        policy.ignore.extend(self.ignore.iter().cloned());
        policy.severity.extend(
            self.severity
                .iter()
                .map(|(selector, level)| (selector.clone(), *level)),
        );
        policy.min_confidence = self.min_confidence.or(policy.min_confidence);
        policy.jurisdiction = self.jurisdiction.or(policy.jurisdiction);
        policy.profile = self.profile.unwrap_or(policy.profile);
        if !self.kinds.is_empty() {
            policy.kinds = self.kinds.iter().map(|(kind, _)| kind.clone()).collect();
        }
    }
}

/// What a value of `[rules]` is.
const SEVERITY_IS: &str = "a severity is one of \"off\", \"note\", \"warning\", \"error\"";

/// The severity named `text`; `None` for `off`.
fn level(text: &str) -> Result<Option<Severity>, Mistake> {
    if text == "off" {
        return Ok(None);
    }
    severity(text, &["off"]).map(Some)
}

/// The severity named `text`, where beside severities the words `others` are known.
pub(super) fn severity(text: &str, others: &[&str]) -> Result<Severity, Mistake> {
    Severity::ALL
        .into_iter()
        .find(|severity| severity.name() == text)
        .ok_or_else(|| {
            let known = Severity::ALL.iter().map(|severity| severity.name());
            Mistake::new(format!("unknown severity `{text}`"))
                .did_you_mean(text, others.iter().copied().chain(known))
        })
}

/// The one of `all` that is called `text`.
fn named<T: Copy>(
    text: &str,
    what: &str,
    all: impl IntoIterator<Item = T> + Clone,
    name: impl Fn(T) -> &'static str,
) -> Result<T, Mistake> {
    all.clone()
        .into_iter()
        .find(|one| name(*one) == text)
        .ok_or_else(|| {
            Mistake::new(format!("unknown {what} `{text}`"))
                .did_you_mean(text, all.into_iter().map(&name))
        })
}
