//! `rules list`; the other `rules` commands have a file each.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Serialize;

use super::{
    args::{ListFormat, RuleArgs, RulesCommand},
    exit::{Exit, Failure},
    settings::Settings,
    terminal::Terminal,
};
use crate::{
    output::paragraph,
    rule::{Rule, RuleSet, Seed},
};

/// What a rule file may hold.
const SCHEMA: &str = include_str!("../../schemas/equilint-rules.schema.json");

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
            vectors,
            rules,
        } => super::rules_train::run(
            labelled,
            output,
            judged.as_deref(),
            vectors.as_deref(),
            rules,
        ),
        RulesCommand::New { id, output } => super::rules_new::run(id, output.as_deref(), terminal),
        RulesCommand::Schema => {
            Terminal::print(SCHEMA)?;
            Ok(Exit::Clean)
        }
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
        (ListFormat::Text, true) => map(&settled.rules, terminal.look().width),
        (ListFormat::Json, false) => json(&rules.iter().map(listed).collect::<Vec<_>>()),
        (ListFormat::Json, true) => json(&Sources {
            seeds: settled
                .rules
                .seeds()
                .iter()
                .map(|seed| behind(seed, rules))
                .collect(),
            publications: publications(&settled.rules),
        }),
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

/// What the rules rest on, for programs.
#[derive(Serialize)]
struct Sources<'a> {
    seeds: Vec<Behind<'a>>,
    publications: BTreeMap<&'a str, Vec<&'a str>>,
}

/// A seed with the rules that rest on it.
#[derive(Serialize)]
struct Behind<'a> {
    id: &'a str,
    of: &'a str,
    says: &'a str,
    rules: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beyond: Option<&'a str>,
}

fn behind<'a>(seed: &'a Seed, rules: &'a [Rule]) -> Behind<'a> {
    let rests = |rule: &&Rule| rule.sources.iter().any(|source| seed.is_in(source));
    Behind {
        id: &seed.id,
        of: &seed.of,
        says: &seed.says,
        rules: rules.iter().filter(rests).map(|rule| &*rule.id).collect(),
        beyond: seed.beyond.as_deref(),
    }
}

/// Sources that name no seed, each with the rules that rest on it.
fn publications(set: &RuleSet) -> BTreeMap<&str, Vec<&str>> {
    let mut map: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rule in set.rules() {
        let other = |source: &&String| !set.seeds().iter().any(|seed| seed.is_in(source));
        for source in rule.sources.iter().filter(other) {
            map.entry(source).or_default().push(&rule.id);
        }
    }
    map
}

/// Each idea of the seeds with its rules, or why it has none; then the other sources.
fn map(set: &RuleSet, width: usize) -> String {
    let mut out = String::new();
    let mut of = "";
    for seed in set.seeds() {
        if seed.of != of {
            of = &seed.of;
            let _ = writeln!(out, "{}{of}", if out.is_empty() { "" } else { "\n" });
        }
        let behind = behind(seed, set.rules());
        let head = format!("  {}: {}", seed.id, seed.says);
        let _ = writeln!(out, "{}", paragraph(&head, width, "", "    "));
        for rule in &behind.rules {
            let _ = writeln!(out, "      {rule}");
        }
        if let Some(beyond) = behind.beyond {
            let beyond = format!("no rule: {beyond}");
            let _ = writeln!(out, "{}", paragraph(&beyond, width, "      ", "      "));
        }
    }
    for (source, rules) in publications(set) {
        let _ = writeln!(out, "\n{source}");
        for rule in rules {
            let _ = writeln!(out, "      {rule}");
        }
    }
    out
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
