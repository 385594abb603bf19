//! `rules list`; the other `rules` commands have a file each.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Serialize;

use super::{
    args::{ListFormat, RuleArgs, RulesCommand},
    exit::{Exit, Failure},
    settings::Settings,
    terminal::Terminal,
};
use crate::{output::paragraph, rule::Rule};

/// Run the command.
pub(super) fn run(command: &RulesCommand, terminal: &Terminal) -> Result<Exit, Failure> {
    match command {
        RulesCommand::List {
            format,
            sources,
            rules,
        } => list(*format, *sources, rules, terminal),
        RulesCommand::Train {
            labelled,
            output,
            judged,
            rules,
        } => super::rules_train::run(labelled, output, judged.as_deref(), rules),
        RulesCommand::Score {
            labelled,
            format,
            compare,
            min_severity,
            worst,
            rules,
        } => {
            let wanted = super::rules_score::Wanted {
                format: *format,
                compare: compare.as_deref(),
                least: *min_severity,
                worst: *worst,
            };
            super::rules_score::run(labelled, &wanted, rules, terminal)
        }
        RulesCommand::Test { only, rules } => super::rules_test::run(only, rules, terminal),
    }
}

/// A rule for programs.
#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    family: &'a str,
    kind: &'a str,
    severity: &'a str,
    confidence: &'a str,
    message: &'a str,
    why: &'a str,
    sources: &'a [String],
    rewrites: Vec<&'a str>,
}

fn list(
    format: ListFormat,
    sources: bool,
    args: &RuleArgs,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let settled = Settings::new(args)?.here()?;
    let rules = settled.rules.rules();
    let out = match (format, sources) {
        (ListFormat::Text, false) => table(rules, terminal.look().width),
        (ListFormat::Text, true) => {
            let mut out = String::new();
            for (source, ids) in by_source(rules) {
                let _ = writeln!(out, "{source}");
                for id in ids {
                    let _ = writeln!(out, "    {id}");
                }
            }
            out
        }
        (ListFormat::Json, false) => json(&rules.iter().map(listed).collect::<Vec<_>>()),
        (ListFormat::Json, true) => json(&by_source(rules)),
    };
    Terminal::print(&out)?;
    Ok(Exit::Clean)
}

/// Id, severity and message of each rule, on lines of `width` columns where that is possible.
fn table(rules: &[Rule], width: usize) -> String {
    let widest = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    for rule in rules {
        let first = format!("{:widest$}  {:7}  ", rule.id, rule.severity.name());
        let rest = " ".repeat(first.len());
        // Beside a long id little room is left: then the message goes below it.
        let (first, rest) = if width < first.len() + 40 {
            (format!("{}\n    ", first.trim_end()), "    ".to_owned())
        } else {
            (first, rest)
        };
        let message = rule.message.replace("{words}", "…");
        out.push_str(&paragraph(&message, width, &first, &rest));
        out.push('\n');
    }
    out
}

/// Each source with the rules that rest on it.
fn by_source(rules: &[Rule]) -> BTreeMap<&str, Vec<&str>> {
    let mut map: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rule in rules {
        for source in &rule.sources {
            map.entry(source).or_default().push(&rule.id);
        }
    }
    map
}

fn listed(rule: &Rule) -> Listed<'_> {
    Listed {
        id: &rule.id,
        family: rule.family.name(),
        kind: rule.kind.name(),
        severity: rule.severity.name(),
        confidence: rule.confidence.name(),
        message: &rule.message,
        why: &rule.why,
        sources: &rule.sources,
        rewrites: rule
            .rewrites
            .iter()
            .map(|rewrite| rewrite.title.as_str())
            .collect(),
    }
}

fn json(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("texts and lists always serialize");
    text.push('\n');
    text
}
