//! Every rule keeps what its examples promise, and every rewrite mends what it was made for.

use equilint::{
    document::{ReadOptions, read},
    engine::{self, Policy},
    finding::{Applicability, Finding},
    rule::RuleSet,
};

fn findings(rules: &RuleSet, text: &str) -> Vec<Finding> {
    let document = read("example.md", text.as_bytes(), &ReadOptions::default()).unwrap();
    engine::read(&document, rules, &Policy::default()).findings
}

/// A bad example is flagged by its own family at the words it names; a good one is not flagged by its family at all.
#[test]
fn examples_hold() {
    let rules = RuleSet::builtin();
    let mut wrong = Vec::new();
    for rule in rules.rules() {
        for example in &rule.bad {
            let flags = example.flags.as_deref().unwrap();
            let hit = findings(&rules, &example.text).into_iter().any(|finding| {
                let words = finding.location.words;
                finding.family == rule.family && (words.contains(flags) || flags.contains(&words))
            });
            if !hit {
                wrong.push(format!("{} does not flag: {}", rule.id, example.text));
            }
        }
        for example in &rule.good {
            if findings(&rules, &example.text)
                .iter()
                .any(|finding| finding.rule == rule.id)
            {
                wrong.push(format!("{} flags: {}", rule.id, example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rewritten text no longer has a finding of that family.
#[test]
fn a_rewritten_example_has_no_finding_of_its_family() {
    let rules = RuleSet::builtin();
    let mut left = Vec::new();
    for rule in rules.rules() {
        for example in &rule.bad {
            let found = findings(&rules, &example.text);
            for finding in found.iter().filter(|finding| finding.family == rule.family) {
                for fix in &finding.fixes {
                    let after = findings(&rules, &fix.after);
                    if let Some(still) = after.iter().find(|other| other.family == rule.family) {
                        left.push(format!(
                            "{}: “{}” in: {}",
                            still.rule, still.location.words, fix.after
                        ));
                    }
                }
            }
        }
    }
    left.sort();
    left.dedup();
    assert!(
        left.is_empty(),
        "{}\n{} in all",
        left.join("\n"),
        left.len()
    );
}

/// A rewrite is a sentence: no slot is left open, no space doubled, a capital at its start, a stop at its end.
#[test]
fn rewrites_are_sentences() {
    let rules = RuleSet::builtin();
    for rule in rules.rules() {
        for example in &rule.bad {
            for fix in findings(&rules, &example.text)
                .iter()
                .flat_map(|finding| &finding.fixes)
            {
                assert!(
                    !fix.after.contains(['{', '}']),
                    "{}: {}",
                    rule.id,
                    fix.after
                );
                assert!(!fix.after.contains("  "), "{}: {}", rule.id, fix.after);
                let first = fix.after.trim_start_matches('[').chars().next().unwrap();
                assert!(
                    first.is_uppercase() || !first.is_alphabetic(),
                    "{}: {}",
                    rule.id,
                    fix.after
                );
                assert!(
                    fix.after.ends_with(['.', ']', '”', ';']),
                    "{}: {}",
                    rule.id,
                    fix.after
                );
                let blank = fix.changes.iter().any(|(_, with)| with.contains('['));
                assert!(
                    !blank || fix.applicability == Applicability::Display,
                    "{}",
                    fix.after
                );
            }
        }
    }
}
