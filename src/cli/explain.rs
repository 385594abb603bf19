//! `explain`: what a rule finds and why, from the same words as its findings.

use std::fmt::Write as _;

use super::{
    args::RuleArgs,
    exit::{Exit, Failure},
    settings::Settings,
    sources::known_rule,
    terminal::Terminal,
};
use crate::{
    engine::Fault,
    finding::Family,
    output::{Look, clean_text, paragraph},
    rule::{Example, Rule, Seed},
};

/// Print what there is to know of the rule `id`, or of every rule of the family `id`.
pub(super) fn run(id: &str, args: &RuleArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let settled = Settings::new(args)?.here()?;
    let family = Family::from_name(id);
    if family.is_none() {
        known_rule(&settled.rules, id)?;
    }
    let look = terminal.look();
    let mut out = String::new();
    let wanted = |rule: &&Rule| &*rule.id == id || family == Some(rule.family);
    for (index, rule) in settled.rules.rules().iter().filter(wanted).enumerate() {
        if index > 0 {
            out.push_str("\n\n");
        }
        explain(rule, settled.rules.seeds(), &look, &mut out);
    }
    let wanted = |fault: &Fault| fault.id() == id || family == Some(Family::Structure);
    for fault in Fault::ALL.into_iter().filter(wanted) {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        let why = paragraph(fault.why(), look.width, "", "");
        let (id, severity) = (fault.id(), fault.severity().name());
        let _ = write!(out, "{id} · {severity} · high confidence\n\n{why}\n");
    }
    Terminal::print(&out)?;
    Ok(Exit::Clean)
}

fn explain(rule: &Rule, seeds: &[Seed], look: &Look, out: &mut String) {
    let _ = writeln!(
        out,
        "{} · {} · {} confidence\n",
        rule.id,
        rule.severity.name(),
        rule.confidence.name()
    );
    out.push_str(&paragraph(&rule.message, look.width, "", ""));
    out.push_str("\n\n");
    out.push_str(&paragraph(&rule.why, look.width, "", ""));
    out.push('\n');
    let mut section = |title: &str, lines: Vec<(String, &str)>| {
        if lines.is_empty() {
            return;
        }
        let _ = writeln!(out, "\n{title}");
        for (line, sign) in lines {
            let first = format!("  {sign} ");
            let rest = " ".repeat(first.len());
            let _ = writeln!(out, "{}", paragraph(&line, look.width, &first, &rest));
        }
    };
    let one = |text: &Option<String>| text.iter().map(|text| (text.clone(), "-")).collect();
    section("Where people disagree", one(&rule.contested));
    section("What it cannot see", one(&rule.out_of_reach));
    let rewrites = rule
        .rewrites
        .iter()
        .map(|rewrite| (format!("{}: {}", rewrite.title, rewrite.with), "-"));
    section("Rewrites", rewrites.collect());
    section(
        "Flags",
        rule.bad.iter().map(|example| (bad(example), "-")).collect(),
    );
    let good = rule
        .good
        .iter()
        .map(|example| (clean_text(&example.text).into_owned(), "-"));
    section("Leaves alone", good.collect());
    let unless = rule.unless.iter().map(|context| (context.clone(), "-"));
    section("Leaves alone in these contexts", unless.collect());
    let mut sources: Vec<(String, &str)> = Vec::new();
    for source in &rule.sources {
        let named: Vec<&Seed> = seeds.iter().filter(|seed| seed.is_in(source)).collect();
        sources.extend(named.iter().map(|seed| {
            let line = format!("{}: {} ({})", seed.id, seed.says, seed.of);
            (line, "-")
        }));
        if named.is_empty() {
            sources.push((source.clone(), "-"));
        }
    }
    section("Sources", sources);
}

/// An example with the words that are flagged in it, and what its first rewrite makes of it.
fn bad(example: &Example) -> String {
    let text = clean_text(&example.text);
    let marked = match &example.flags {
        Some(words) => text.replacen(words.as_str(), &format!("⟦{words}⟧"), 1),
        None => text.into_owned(),
    };
    match &example.becomes {
        Some(becomes) => format!("{marked} → {becomes}"),
        None => marked,
    }
}
