//! `baseline create`, `update` and `show`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::{Path, PathBuf},
};

use super::{
    args::{BaselineCommand, JudgeArgs, RuleArgs},
    check::no_documents,
    exit::{Exit, Failure},
    known::{load_baseline, relative},
    manual::Manual,
    parallel::each,
    put,
    settings::Settings,
    terminal::Terminal,
    work::{Task, check_stdin, reading, tasks},
};
use crate::{
    config::{self, BaselineFile},
    engine::{Baseline, Date, Entry, Reading},
    files,
    output::{Problem, Totals, clean_line, count, unread},
};

/// Run the command.
pub(super) fn run(command: &BaselineCommand, terminal: &Terminal) -> Result<Exit, Failure> {
    match command {
        BaselineCommand::Create { force, by, judge } => create(*force, by, judge, terminal),
        BaselineCommand::Update { add, by, judge } => update(*add, by, judge, terminal),
        BaselineCommand::Show { baseline, rules } => show(baseline.as_deref(), rules),
    }
}

/// The file to use: the one that was named, or the one beside the configuration.
fn file(named: Option<&Path>, rules: &RuleArgs) -> Result<PathBuf, Failure> {
    if let Some(file) = named {
        return Ok(file.to_owned());
    }
    let settled = Settings::new(rules)?.here()?;
    let name = settled.config.baseline.as_deref();
    let folder = settled.folder.as_deref().unwrap_or(Path::new(""));
    Ok(folder.join(name.unwrap_or(config::BASELINE_NAME)))
}

/// What is found today.
struct Found {
    entries: Baseline,
    /// Findings that something else hides: suppressions, a wanted confidence.
    hidden: Baseline,
    /// Documents that were judged by every rule, as the baseline calls them.
    judged: BTreeSet<String>,
    /// Documents that were judged by some of the rules only.
    partly: BTreeSet<String>,
    totals: Totals,
    /// The day of the run.
    today: Date,
}

/// Judge the documents without any baseline.
fn found(file: &Path, args: &JudgeArgs) -> Result<Found, Failure> {
    check_stdin(&args.paths, &args.read)?;
    let mut settings = Settings::judging(args, false)?;
    let mut manual = Manual::of(&args.paths, &mut settings)?;
    let tasks = tasks(&args.paths, &args.read, &mut settings)?;
    let work = |task: &Task| {
        let reading = reading(task);
        let (name, complete) = match task {
            Task::Document(job) | Task::Gone(job) => (
                relative(file, job.named()),
                job.terms.policy.runs_every_rule(),
            ),
            Task::Known(entry) => (entry.path.clone(), true),
        };
        (name, complete, reading)
    };
    let mut entries = Vec::new();
    let mut judged = BTreeSet::new();
    let mut partly = BTreeSet::new();
    let mut totals = Totals::default();
    let mut hidden = Vec::new();
    let mut add = |name: String, complete: bool, reading: &Reading| {
        totals.add(reading);
        let others = reading.hidden.iter();
        hidden.extend(others.map(|(finding, _)| Entry::of(&name, finding)));
        entries.extend(
            reading
                .findings
                .iter()
                .map(|finding| Entry::of(&name, finding)),
        );
        // Where rules did not run, what they would have found is not gone.
        if complete {
            judged.insert(name);
        } else {
            partly.insert(name);
        }
    };
    each(&tasks, args.jobs, work, |(name, complete, reading)| {
        if let Some(manual) = &mut manual {
            manual.add(reading.survey.as_deref());
        }
        add(name, complete, &reading);
        Ok(())
    })?;
    if let Some(manual) = &manual {
        add(
            manual.name_in(file),
            manual.runs_every_rule(),
            &manual.judge(&tasks),
        );
    }
    Ok(Found {
        entries: Baseline::new(entries),
        hidden: Baseline::new(hidden),
        judged,
        partly,
        totals,
        today: settings.today(),
    })
}

fn create(
    force: bool,
    by: &Option<String>,
    args: &JudgeArgs,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let file = file(args.baseline.as_deref(), &args.rules)?;
    if file.exists() && !force {
        let problem = Problem::new(format!(
            "there is a baseline already: {}",
            files::shown(&file)
        ));
        return Err(Failure::one(problem.with_help(
            "`equilint baseline update` takes out what is gone; `--force` writes it anew",
        )));
    }
    let found = found(&file, args)?;
    if found.totals.read == 0 && found.totals.unread.is_empty() {
        return Err(Failure::one(no_documents(&found.totals)));
    }
    write(&file, by.clone(), found.today, found.entries, terminal)?;
    Ok(end(&found.totals))
}

fn update(
    add: bool,
    by: &Option<String>,
    args: &JudgeArgs,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let file = file(args.baseline.as_deref(), &args.rules)?;
    let old = load_baseline(&file)?.inner;
    let found = found(&file, args)?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let holds = |entry: &&Entry| {
        // A document outside this run says nothing of its entries, unless it is gone; what is hidden for another reason
        // is not gone.
        if found.judged.contains(&entry.path) {
            found.entries.knows(entry) || found.hidden.knows(entry)
        } else if found.partly.contains(&entry.path) {
            true
        } else {
            folder.join(&entry.path).exists()
        }
    };
    let kept: Vec<Entry> = old.baseline.entries().filter(holds).cloned().collect();
    let (gone, before) = (old.baseline.len() - kept.len(), kept.len());
    let new = found.entries.entries().filter(|_| add).cloned();
    let baseline = Baseline::new(kept.into_iter().chain(new));
    let new = baseline.len() - before;
    write(
        &file,
        by.clone().or(old.by),
        found.today,
        baseline,
        terminal,
    )?;
    if !terminal.quiet {
        Terminal::say(&format!("{gone} taken out, {new} taken in\n"));
    }
    Ok(end(&found.totals))
}

fn show(named: Option<&Path>, rules: &RuleArgs) -> Result<Exit, Failure> {
    let file = file(named, rules)?;
    let known = load_baseline(&file)?.inner;
    let mut out = format!(
        "{}: {}, written {}",
        files::shown(&file),
        count(known.baseline.len(), "finding"),
        known.written
    );
    if let Some(by) = &known.by {
        let _ = write!(out, " by {}", clean_line(by));
    }
    out.push('\n');
    let mut documents: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in known.baseline.entries() {
        documents.entry(&entry.path).or_default().push(entry);
    }
    for (path, entries) in documents {
        let _ = writeln!(out, "\n{}", clean_line(path));
        for entry in entries {
            let _ = writeln!(
                out,
                "    {}: “{}”",
                clean_line(&entry.rule),
                clean_line(&entry.words)
            );
        }
    }
    Terminal::print(&out)?;
    Ok(Exit::Clean)
}

fn write(
    file: &Path,
    by: Option<String>,
    today: Date,
    baseline: Baseline,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let known = baseline.len();
    let written = BaselineFile {
        written: today.to_string(),
        by,
        baseline,
    };
    let shown = files::shown(file);
    put::write(file, written.to_text().as_bytes())?;
    if !terminal.quiet {
        Terminal::say(&format!(
            "wrote {shown}: {}\n",
            count(known, "known finding")
        ));
    }
    Ok(())
}

/// A document that could not be read is not in the baseline: that is said, and the run has failed.
fn end(totals: &Totals) -> Exit {
    Terminal::say(&unread(totals.not_read()));
    if totals.unread.is_empty() {
        Exit::Clean
    } else {
        Exit::Failed
    }
}
