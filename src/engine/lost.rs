//! Commitments that a change takes out of a document or weakens, as findings.

use super::{Change, Policy, Shift, say};
use crate::{
    finding::{Confidence, Finding, Location, Place, Severity},
    rule::{RuleSet, State},
};

/// The finding that `change` is, of a document at `location`; `None` where it is no loss, or nobody wants to know.
pub fn lost(
    rules: &RuleSet,
    policy: &Policy,
    change: &Change,
    location: &Location,
) -> Option<Finding> {
    let told = match change.shift {
        Shift::Lost => "takes out",
        Shift::Weakened => "weakens",
        Shift::Moved | Shift::Strengthened | Shift::Gained => return None,
    };
    let mut codes = rules.checks().commitments.iter();
    let code = codes.find(|code| *code.name == change.commitment)?;
    let rule = rules.rules().get(code.rule as usize)?;
    // What was met and is not is a step back; less than that is worth a note.
    let severity = if change.was == State::Met && change.is != State::Met {
        Severity::Warning
    } else {
        Severity::Note
    };
    let severity = policy.severity(&rule.id, rule.family, severity)?;
    let words = change.before.as_ref().map_or("", |words| &words.quote);
    let key = format!("{} {words}", change.shift.name());
    let mut finding = say::finding(rule, severity, Place::Document, location.clone(), &key);
    finding.confidence = Confidence::High;
    finding.message = format!("this change {told} a commitment: {}", change.title);
    if !change.why.is_empty() {
        finding.message = format!("{} ({})", finding.message, change.why.join(", "));
    }
    if !words.is_empty() {
        finding.notes.push(format!("Before the change: “{words}”"));
    }
    if let Some(after) = &change.after {
        finding.notes.push(format!("After it: “{}”", after.quote));
    }
    Some(finding)
}
