//! `rules test`: every example of every rule, tried.

use std::fmt::Write as _;

use super::{
    args::RuleArgs,
    exit::{Exit, Failure},
    settings::Settings,
    sources::known_rule,
    terminal::Terminal,
};
use crate::{
    document::{self, ReadOptions},
    engine::{self, Policy, Selector},
    finding::Finding,
    output::{clean_text, paragraph},
    rule::{Example, Rule, RuleSet},
    text::fold_space,
};

/// What came of an example.
enum Verdict {
    /// As it should be.
    Holds,
    /// A bad example that is not flagged.
    Missing,
    /// A good example that is flagged, with the words.
    Noisy(String),
    /// Flagged, but other words, or with another rewrite.
    Wrong(String),
}

/// Try the examples of the rules and families `only`, of all where it is empty.
pub(super) fn run(only: &[String], args: &RuleArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let settled = Settings::new(args)?.here()?;
    let wanted: Vec<_> = only.iter().map(|id| Selector::parse(id)).collect();
    for selector in &wanted {
        if let Selector::Rule(id) = selector {
            known_rule(&settled.rules, id)?;
        }
    }
    let rules = settled.rules.rules().iter().filter(|rule| {
        wanted.is_empty()
            || wanted
                .iter()
                .any(|selector| selector.covers(&rule.id, rule.family))
    });
    let width = terminal.look().width;
    let mut out = String::new();
    let (mut tried, mut missing, mut noisy, mut wrong, mut count) = (0, 0, 0, 0, 0);
    for rule in rules {
        count += 1;
        for (example, bad) in rule
            .bad
            .iter()
            .map(|one| (one, true))
            .chain(rule.good.iter().map(|one| (one, false)))
        {
            tried += 1;
            let (word, detail) = match verdict(&settled.rules, rule, example, bad) {
                Verdict::Holds => continue,
                Verdict::Missing => {
                    missing += 1;
                    ("missing", "it is not flagged".to_owned())
                }
                Verdict::Noisy(words) => {
                    noisy += 1;
                    ("noisy", format!("“{words}” is flagged"))
                }
                Verdict::Wrong(detail) => {
                    wrong += 1;
                    ("wrong", detail)
                }
            };
            let _ = writeln!(out, "{word}: {}: {}", rule.id, clean_text(&detail));
            let _ = writeln!(
                out,
                "{}\n",
                paragraph(&example.text, width, "    > ", "    > ")
            );
        }
    }
    let _ = writeln!(
        out,
        "{tried} examples of {count} rules: {} hold, {missing} missing, {noisy} noisy, {wrong} wrong",
        tried - missing - noisy - wrong
    );
    Terminal::print(&out)?;
    Ok(if missing + noisy + wrong == 0 {
        Exit::Clean
    } else {
        Exit::Findings
    })
}

/// Whether `example` of `rule` does what it shows.
fn verdict(rules: &RuleSet, rule: &Rule, example: &Example, bad: bool) -> Verdict {
    let document = match document::read(
        "example.md",
        example.text.as_bytes(),
        &ReadOptions::default(),
    ) {
        Ok(document) => document,
        Err(error) => return Verdict::Wrong(error.to_string()),
    };
    let policy = Policy {
        select: vec![Selector::Rule(rule.id.to_string())],
        ..Policy::default()
    };
    let found = engine::read(&document, rules, &policy).findings;
    if !bad {
        return match found.first() {
            Some(finding) => Verdict::Noisy(finding.location.words.clone()),
            None => Verdict::Holds,
        };
    }
    // A rule may flag a little more than the words that show what it is about, or a part of them.
    let same_words = |finding: &&Finding| {
        example.flags.as_deref().is_none_or(|words| {
            let (shown, found) = (fold_space(words), fold_space(&finding.location.words));
            found.contains(&shown) || shown.contains(&found)
        })
    };
    match (found.iter().find(same_words), found.first()) {
        (Some(finding), _) => rewritten(finding, example),
        (None, Some(other)) => Verdict::Wrong(format!(
            "“{}” is flagged",
            fold_space(&other.location.words)
        )),
        (None, None) => Verdict::Missing,
    }
}

/// Whether the first rewrite of `finding` is the one that `example` shows.
fn rewritten(finding: &Finding, example: &Example) -> Verdict {
    let Some(wanted) = example.becomes.as_deref() else {
        return Verdict::Holds;
    };
    let got = finding
        .fixes
        .first()
        .map(|fix| fold_space(&fix.after))
        .unwrap_or_default();
    if got == fold_space(wanted) {
        return Verdict::Holds;
    }
    Verdict::Wrong(format!("it becomes “{got}”"))
}
