//! Commitments that a document of its kind should make and does not, as findings.
//!
//! Only what a document was surely taken for asks anything of it: its title, or its author's word. The states are those
//! of the audit.

use std::collections::BTreeMap;

use super::{Policy, Profile, audit::place, look::Look, say};
use crate::{
    document::Document,
    finding::{Family, Finding, Location, Place, Severity},
    rule::{Commitment, CommitmentCode, Extent, Kind, Kinds, RuleSet, headings, sections_on},
};

/// Sections that are named as looked at, at most.
const NAMED: usize = 3;

/// What asks a document for a commitment.
struct Asking<'a> {
    kind: &'a Kind,
    /// A handbook's section that is of the kind: its heading, an index into the blocks.
    section: Option<usize>,
}

/// What a document should commit to and does not, or only in part.
pub(super) fn missing(look: &Look<'_>) -> Vec<Finding> {
    let (document, kinds) = (look.document, look.kinds);
    let (rules, policy) = (look.rules, look.policy);
    if !look.may_ask() {
        return Vec::new();
    }
    let asking = asking(rules, policy, kinds);
    if asking.is_empty() {
        return Vec::new();
    }
    let states = look
        .commitments
        .states(|number| asking.contains_key(&number));
    let codes = rules.checks().commitments.iter();
    codes
        .zip(states)
        .enumerate()
        .filter_map(|(number, (code, state))| {
            let by = asking.get(&number)?;
            one(document, rules, policy, code, &state, by)
        })
        .collect()
}

/// Commitments that the kinds of a document ask of it, by number.
fn asking<'a>(rules: &RuleSet, policy: &Policy, kinds: &'a Kinds) -> BTreeMap<usize, Asking<'a>> {
    let checks = rules.checks();
    let mut out = BTreeMap::new();
    let own = kinds.kinds.iter().map(|kind| (kind, None));
    let sections = kinds.sections.iter().flat_map(|section| {
        let block = Some(section.block);
        section.kinds.iter().map(move |kind| (kind, block))
    });
    for (kind, section) in own.chain(sections).filter(|(kind, _)| kind.sure) {
        let code = checks.kinds.iter().find(|code| code.name == kind.name);
        for number in code
            .map(|code| code.requires.as_slice())
            .unwrap_or_default()
        {
            let number = *number as usize;
            let rule = checks.commitments.get(number).map(|code| code.rule);
            let rule = rule.and_then(|rule| rules.rules().get(rule as usize));
            let runs = rule.is_some_and(|rule| {
                policy
                    .severity(&rule.id, Family::Commitment, rule.severity)
                    .is_some()
            });
            if runs {
                out.entry(number).or_insert(Asking { kind, section });
            }
        }
    }
    out
}

/// The finding for one commitment; none where it is made.
fn one(
    document: &Document,
    rules: &RuleSet,
    policy: &Policy,
    code: &CommitmentCode,
    state: &Commitment,
    by: &Asking<'_>,
) -> Option<Finding> {
    let rule = rules.rules().get(code.rule as usize)?;
    let own = match state.extent {
        Extent::Met => return None,
        Extent::Partial { .. } => Severity::Note,
        Extent::Absent if policy.profile == Profile::Restricted => Severity::Note,
        Extent::Absent => rule.severity,
    };
    let severity = policy.severity(&rule.id, rule.family, own)?;
    let near = near(document, rules, code, by);
    let heading = |block: usize| document.blocks.get(block).map(|block| block.span);
    let best = near.last().copied().or(by.section).and_then(heading);
    let (where_, location, title) = match best {
        Some(span) => (
            Place::Section(span),
            Location::of_section(document, span),
            format!("Add a clause after § {}", document.slice(span).trim()),
        ),
        None => (
            Place::Document,
            Location::of_document(document),
            "Add a clause at the end".to_owned(),
        ),
    };
    let mut finding = say::finding(rule, severity, where_, location, "");
    if let Extent::Partial { lacks, .. } = &state.extent {
        finding.message = format!(
            "“{}” is said only in part: {} missing",
            code.title,
            are(&say::list(lacks), lacks.len())
        );
    }
    let title_of = rules
        .checks()
        .kinds
        .iter()
        .find(|kind| kind.name == by.kind.name)
        .map_or(&*by.kind.name, |kind| kind.title.as_str());
    finding.notes.push(format!(
        "Taken for “{title_of}”: {}. A policy of that kind should say this.",
        by.kind.why
    ));
    finding.notes.push(looked(document, &near));
    finding.related = related(document, state);
    finding.fixes.push(say::clause(title, model(code, policy)));
    Some(finding)
}

/// `a duty is`, `a duty and an owner are`.
fn are(what: &str, count: usize) -> String {
    if count == 1 {
        format!("{what} is")
    } else {
        format!("{what} are")
    }
}

/// The model clause that `policy` allows.
pub(super) fn model<'c>(code: &'c CommitmentCode, policy: &Policy) -> &'c str {
    match (&code.restricted_clause, policy.profile) {
        (Some(clause), Profile::Restricted) => clause,
        (_, Profile::Restricted | Profile::Standard) => &code.clause,
    }
}

/// The words that say it in part, with what each shows.
pub(super) fn related(document: &Document, state: &Commitment) -> Vec<(Location, String)> {
    let Extent::Partial { has, .. } = &state.extent else {
        return Vec::new();
    };
    let says = match has.as_slice() {
        [] => "comes nearest".to_owned(),
        has => format!("comes nearest: it has {}", say::list(has)),
    };
    let first = state.evidence.first().map(|shown| {
        let location = place(document, shown.span);
        (
            Location {
                snippet: Location::of(document, shown.span, shown.span).snippet,
                ..location
            },
            says,
        )
    });
    first.into_iter().collect()
}

/// Sections that speak of what the commitment is about, in order; of a handbook, those of the policy that is asked.
fn near(
    document: &Document,
    rules: &RuleSet,
    code: &CommitmentCode,
    by: &Asking<'_>,
) -> Vec<usize> {
    let Some(part) = code.belongs else {
        return Vec::new();
    };
    let within = |block: &usize| match by.section {
        Some(section) => *block == section || stands_under(document, *block, section),
        None => true,
    };
    let mut near = sections_on(document, rules, part);
    near.retain(within);
    near
}

/// Whether the heading `block` stands under the heading `section`.
fn stands_under(document: &Document, block: usize, section: usize) -> bool {
    let mut next = document.blocks.get(block).and_then(|block| block.section);
    while let Some(heading) = next {
        if heading as usize == section {
            return true;
        }
        next = document
            .blocks
            .get(heading as usize)
            .and_then(|block| block.section);
    }
    false
}

/// Where it was looked for.
fn looked(document: &Document, near: &[usize]) -> String {
    let names: Vec<String> = near
        .iter()
        .take(NAMED)
        .filter_map(|block| document.blocks.get(*block))
        .map(|block| format!("§ {}", document.slice(block.span).trim()))
        .collect();
    let all = match headings(document).count() {
        0 => "the whole text".to_owned(),
        1 => "the whole text".to_owned(),
        count => format!("the whole text, {count} sections"),
    };
    match names.as_slice() {
        [] => format!("Looked at {all}; no heading speaks of it."),
        [_] => format!("Looked at {all}; {} comes nearest.", say::list(&names)),
        _ => format!("Looked at {all}; {} come nearest.", say::list(&names)),
    }
}
