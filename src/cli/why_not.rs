//! `why-not`: every place that a rule reached for, and what silenced it.

use std::{fmt::Write as _, path::Path};

use super::{
    args::{ReadArgs, RuleArgs},
    exit::{Exit, Failure},
    settings::Settings,
    sources::known_rule,
    terminal::Terminal,
    work::one_job,
};
use crate::{
    engine::{self, Candidate, Policy, Selector},
    finding::Family,
    output::{Look, Problem, clean_line, clean_text, paragraph, place},
};

/// Print the candidates in `file`, of the rule or family `id` where one is given.
pub(super) fn run(
    file: &Path,
    id: Option<&str>,
    rules: &RuleArgs,
    read: &ReadArgs,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let mut settings = Settings::new(rules)?;
    let job = one_job(file, read, &mut settings)?;
    let wanted = id.map_or(Selector::All, Selector::parse);
    if let Selector::Rule(id) = &wanted {
        known_rule(&job.terms.settled.rules, id)?;
    }
    let document = job.read().map_err(|error| {
        Failure::one(Problem::new(format!("{} was not read", job.shown())).with_help(error))
    })?;
    let look = terminal.look();
    let mut out = String::new();
    let mut counts = (0, 0);
    let policy = Policy {
        candidates: true,
        ..job.terms.policy.clone()
    };
    for candidate in engine::read(&document, &job.terms.settled.rules, &policy).candidates {
        let family = candidate.rule.split('/').next().and_then(Family::from_name);
        if !family.is_some_and(|family| wanted.covers(&candidate.rule, family)) {
            continue;
        }
        if candidate.silenced.is_some() {
            counts.0 += 1;
        } else {
            counts.1 += 1;
        }
        show(&candidate, &look, &mut out);
    }
    let of = id.map(|id| format!(" of {id}")).unwrap_or_default();
    let _ = writeln!(
        out,
        "{}: {} looked at{of}: {} flagged, {} not",
        clean_line(&job.shown()),
        counts.0 + counts.1,
        counts.1,
        counts.0
    );
    Terminal::print(&out)?;
    Ok(Exit::Clean)
}

fn show(candidate: &Candidate, look: &Look, out: &mut String) {
    let at = &candidate.location;
    let place = match (at.line, at.column) {
        (Some(line), Some(column)) => format!("{line}:{column}"),
        _ => place(at),
    };
    let _ = writeln!(
        out,
        "{}: {} “{}”",
        clean_line(&place),
        candidate.rule,
        clean_line(&at.words.replace('\n', " "))
    );
    let verdict = match &candidate.silenced {
        Some(reason) => format!("not flagged: {}", clean_text(reason)),
        None => "flagged".to_owned(),
    };
    let _ = writeln!(out, "{}", paragraph(&verdict, look.width, "    ", "    "));
    let _ = writeln!(
        out,
        "{}\n",
        paragraph(&at.excerpt, look.width, "    > ", "    > ")
    );
}
