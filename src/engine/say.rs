//! Findings that rest on no single match: what is missing, what a list leaves out, what two places say.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

use crate::{
    finding::{Applicability, Finding, Fix, Location, Place, Severity},
    rule::Rule,
    text::folded,
};

/// A finding of `rule` at `place`. `key` tells it from others of the rule in the same document; it stays the same
/// while the text around it moves.
pub(super) fn finding(
    rule: &Rule,
    severity: Severity,
    place: Place,
    location: Location,
    key: &str,
) -> Finding {
    let text = format!("equilint/1\n{}\n\n{}", rule.id, folded(key));
    Finding {
        rule: Arc::clone(&rule.id),
        family: rule.family,
        severity,
        confidence: rule.confidence,
        message: rule.message.clone(),
        why: Arc::clone(&rule.why),
        notes: Vec::new(),
        place,
        location,
        related: Vec::new(),
        fixes: Vec::new(),
        fingerprint: format!("{:032x}", xxh3_128(text.as_bytes())),
    }
}

/// A model clause, to be completed and put where `title` says.
pub(super) fn clause(title: String, clause: &str) -> Fix {
    Fix {
        title,
        applicability: Applicability::Display,
        changes: Vec::new(),
        edits: Vec::new(),
        places: Vec::new(),
        before: String::new(),
        after: clause.to_owned(),
    }
}

/// `one`, `one and two`, `one, two and three`.
pub(super) fn list(items: &[impl AsRef<str>]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn lists_read_as_prose() {
        assert_eq!(list(&[] as &[&str]), "");
        assert_eq!(list(&["age"]), "age");
        assert_eq!(list(&["age", "sex"]), "age and sex");
        assert_eq!(list(&["age", "sex", "race"]), "age, sex and race");
    }
}
