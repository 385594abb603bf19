//! Lists that leave members out, as findings: those that the law names before all others.
//!
//! A list is never reordered or reworded: members are added after it, in a sentence of their own.

use super::{Jurisdiction, Policy, Profile, say};
use crate::{
    document::Document,
    finding::{Applicability, Finding, Fix, Location, Place, Severity},
    rule::{EnumerationCode, Kinds, Law, Listed, Lists, Member, Prose, RuleSet, lists},
    text::{Edit, Span},
};

/// Members that are named in a headline, at most.
const NAMED: usize = 4;

/// The lists of `document` that leave members out: one finding a document and kind of list, on the fullest one.
pub(super) fn short_lists(
    prose: &Prose<'_>,
    rules: &RuleSet,
    policy: &Policy,
    kinds: &Kinds,
) -> Vec<Finding> {
    let document = prose.document;
    if kinds.exempt.is_some() {
        return Vec::new();
    }
    let codes = &rules.checks().enumerations;
    let wanted = |number: usize| {
        let code = codes.get(number);
        let rule = code.and_then(|code| rules.rules().get(code.rule as usize));
        let runs = rule.is_some_and(|rule| {
            policy
                .severity(&rule.id, rule.family, rule.severity)
                .is_some()
        });
        let fits = code.is_some_and(|code| {
            code.kinds.is_empty()
                || kinds
                    .kinds
                    .iter()
                    .any(|kind| kind.sure && code.kinds.contains(&kind.name))
        });
        runs && fits
    };
    codes
        .iter()
        .zip(lists(prose, rules, wanted))
        .filter_map(|(code, found)| short(document, rules, policy, code, &found))
        .collect()
}

/// The law that holds where the configuration says so.
fn law(jurisdiction: Jurisdiction) -> Law {
    match jurisdiction {
        Jurisdiction::UsPublic | Jurisdiction::UsAcademicPublic | Jurisdiction::UsPrivate => {
            Law::Us
        }
        Jurisdiction::Uk => Law::Uk,
        Jurisdiction::Canada => Law::Ca,
        Jurisdiction::Australia => Law::Au,
    }
}

/// Members that a list leaves out, by how much that weighs.
struct Left<'a> {
    /// Named by the law.
    law: Vec<&'a Member>,
    /// Named by the seeds.
    seed: Vec<&'a Member>,
    /// Named by the law of states or provinces, or by many lists.
    common: Vec<&'a Member>,
}

fn short(
    document: &Document,
    rules: &RuleSet,
    policy: &Policy,
    code: &EnumerationCode,
    found: &Lists,
) -> Option<Finding> {
    let rule = rules.rules().get(code.rule as usize)?;
    // What the configuration says, else what the document speaks of.
    let laws = match policy.jurisdiction {
        Some(jurisdiction) => vec![law(jurisdiction)],
        None => found.laws.clone(),
    };
    if !code.only.is_empty() && !laws.iter().any(|law| code.only.contains(law)) {
        return None;
    }
    let list = found
        .lists
        .iter()
        .rev()
        .max_by_key(|list| list.named.len())?;
    let left = left(code, list, &laws, policy.profile);
    if left.law.is_empty() && left.seed.is_empty() {
        return None;
    }
    let own = if left.law.is_empty() {
        Severity::Note
    } else {
        rule.severity
    };
    let severity = policy.severity(&rule.id, rule.family, own)?;
    let location = Location::of(document, list.span, list.span);
    let key = location.words.clone();
    let mut finding = say::finding(rule, severity, Place::Text(list.span), location, &key);
    finding.message = message(&left, &laws);
    finding.notes = notes(code, list, &left, &laws);
    finding.fixes.push(fix(document, code, list, &left));
    finding.related = found
        .lists
        .iter()
        .filter(|other| other.span != list.span)
        .take(3)
        .map(|other| {
            let says = format!("names {} of them", other.named.len());
            (Location::of(document, other.span, other.span), says)
        })
        .collect();
    Some(finding)
}

fn left<'a>(code: &'a EnumerationCode, list: &Listed, laws: &[Law], profile: Profile) -> Left<'a> {
    let mut left = Left {
        law: Vec::new(),
        seed: Vec::new(),
        common: Vec::new(),
    };
    for (number, member) in code.members.iter().enumerate() {
        if list.named.contains(&number) {
            continue;
        }
        let wide = list.wide.contains(&number);
        // Where nobody knows whose law holds, only what every one of them names is said to be law.
        let legal = if laws.is_empty() {
            Law::ALL.iter().all(|law| member.law.contains(law))
        } else {
            laws.iter().any(|law| member.law.contains(law))
        };
        let common = laws.iter().any(|law| member.common.contains(law));
        if legal && !wide {
            left.law.push(member);
        } else if member.seed && profile == Profile::Standard {
            left.seed.push(member);
        } else if common && !wide {
            left.common.push(member);
        }
    }
    left
}

/// `a, b and c`, cut after a few.
fn names(members: &[&Member], most: usize) -> String {
    let mut names: Vec<String> = members
        .iter()
        .take(most)
        .map(|member| member.name.clone())
        .collect();
    if members.len() > most {
        names.push(format!("{} more", members.len() - most));
    }
    say::list(&names)
}

fn message(left: &Left<'_>, laws: &[Law]) -> String {
    if left.law.is_empty() {
        return format!("this list leaves out {}", names(&left.seed, NAMED));
    }
    let whose = match laws {
        [] => "every law known here".to_owned(),
        laws => {
            let laws: Vec<&str> = laws.iter().map(|law| law.says()).collect();
            format!("the law of {}", say::list(&laws))
        }
    };
    format!(
        "this list leaves out {}, which {whose} names",
        names(&left.law, NAMED)
    )
}

fn notes(code: &EnumerationCode, list: &Listed, left: &Left<'_>, laws: &[Law]) -> Vec<String> {
    let mut notes = Vec::new();
    if left.law.len() > NAMED {
        notes.push(format!(
            "Left out of what the law names: {}.",
            names(&left.law, usize::MAX)
        ));
    }
    if !left.seed.is_empty() && (!left.law.is_empty() || left.seed.len() > NAMED) {
        notes.push(format!(
            "Left out of the list of the strategic directions: {}.",
            names(&left.seed, usize::MAX)
        ));
    }
    if !left.common.is_empty() {
        notes.push(format!(
            "Named by many states or provinces: {}.",
            names(&left.common, usize::MAX)
        ));
    }
    let wide: Vec<&str> = list
        .wide
        .iter()
        .filter_map(|number| code.members.get(*number))
        .map(|member| member.name.as_str())
        .collect();
    if !wide.is_empty() {
        notes.push(format!(
            "Covered only in a wider word: {}.",
            say::list(&wide)
        ));
    }
    if !left.law.is_empty() {
        let which = if laws.is_empty() {
            " `jurisdiction` in the configuration says whose law holds."
        } else {
            ""
        };
        notes.push(format!(
            "Guidance changes, and this is not legal advice.{which}"
        ));
    }
    notes
}

/// A sentence after the list, which itself stays word for word.
fn fix(document: &Document, code: &EnumerationCode, list: &Listed, left: &Left<'_>) -> Fix {
    let members: Vec<&Member> = left.law.iter().chain(&left.seed).copied().collect();
    let added = code.add.replace("{members}", &names(&members, usize::MAX));
    let sentence = document.slice(list.span).to_owned();
    let end = list.span.end;
    let last = Span::new(end.saturating_sub(1), end);
    let writable = list.whole && sentence.ends_with('.');
    let edits = match document.source_range(last) {
        Some(range) if writable && document.is_verbatim(last) => {
            vec![Edit::insertion(range.end, format!(" {added}"))]
        }
        _ => Vec::new(),
    };
    let changes = if writable {
        vec![(Span::new(end, end), format!(" {added}"))]
    } else {
        Vec::new()
    };
    Fix {
        title: "Add after the list, which stays as it is".to_owned(),
        applicability: if writable {
            Applicability::Unsafe
        } else {
            Applicability::Display
        },
        changes,
        edits,
        places: Vec::new(),
        before: if writable {
            sentence.clone()
        } else {
            String::new()
        },
        after: if writable {
            format!("{sentence} {added}")
        } else {
            added
        },
    }
    .placed(document)
}
