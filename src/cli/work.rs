//! From what was typed to documents that are judged: which files, what holds for each, what each says.

use std::{
    collections::BTreeSet,
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::CommandFactory as _;

use super::{
    args::{Cli, ReadArgs},
    exit::Failure,
    job::{Job, Source},
    settings::Settings,
    settled::Settled,
};
use crate::{
    config,
    engine::{DocumentEntry, Reading, Status},
    files::{self, Found},
    output::Problem,
};

/// Largest document that is read where nobody says otherwise, in bytes.
const MAX_SIZE: u64 = 64 << 20;

/// What standard input is called where nobody says otherwise.
const STDIN: &str = "<stdin>";

/// One file of a run.
pub(super) enum Task {
    /// To be read and judged.
    Document(Job),
    /// Known not to be readable, or not to be a document.
    Known(Box<DocumentEntry>),
    /// A document that a change took away: what it committed to, under the rules that held for it.
    Gone(Job),
}

impl Task {
    /// The path as people are shown it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Document(job) | Self::Gone(job) => job.shown(),
            Self::Known(entry) => entry.path.clone(),
        }
    }

    /// The document to be read, if it is one.
    pub(super) fn job(&self) -> Option<&Job> {
        match self {
            Self::Document(job) => Some(job),
            Self::Known(_) | Self::Gone(_) => None,
        }
    }

    /// What holds for the document, if it is or was one.
    pub(super) fn settled(&self) -> Option<&Settled> {
        match self {
            Self::Document(job) | Self::Gone(job) => Some(&job.terms.settled),
            Self::Known(_) => None,
        }
    }
}

/// The files that `paths` mean, in path order, each with what holds for it.
pub(super) fn tasks(
    paths: &[PathBuf],
    read: &ReadArgs,
    settings: &mut Settings,
) -> Result<Vec<Task>, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    let mut tasks = Vec::new();
    let mut seen = BTreeSet::new();
    // A walk finds nothing twice.
    let several = paths.len() > 1;
    let mut missing = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            // What was read once is at its end.
            if seen.insert("-".to_owned()) {
                tasks.push(Task::Document(stdin_job(read, settings)?));
            }
        } else if !path.exists() {
            missing.extend(seen.insert(files::shown(path)).then_some(path));
        } else {
            for found in files::walk(path) {
                // A document that two arguments reach is judged once.
                let task = task(found, path, read, settings)?;
                tasks.extend(task.filter(|task| !several || seen.insert(task.shown())));
            }
        }
    }
    if tasks.is_empty() && !missing.is_empty() {
        let problems = missing.into_iter();
        let problems = problems.map(|path| Box::new(no_such_path(path)) as Box<_>);
        return Err(Failure::Problems(problems.collect()));
    }
    // Beside documents that are there a missing one is one that was not read.
    tasks.extend(missing.into_iter().map(|path| {
        let why = Status::Unread("no such file or folder".to_owned());
        Task::Known(Box::new(DocumentEntry::unjudged(files::shown(path), why)))
    }));
    Ok(tasks)
}

/// Refuse a name for standard input where none of `paths` is that.
pub(super) fn check_stdin(paths: &[PathBuf], read: &ReadArgs) -> Result<(), Failure> {
    if read.stdin_filename.is_none() || paths.iter().any(|path| path.as_os_str() == "-") {
        return Ok(());
    }
    let problem = Problem::new("`--stdin-filename` names standard input, which is not read here");
    Err(Failure::one(
        problem.with_help("add `-` to read it, or leave the option out"),
    ))
}

/// What to do with a file that was found under `root`; `None` where the configuration leaves it out.
fn task(
    found: Found,
    root: &Path,
    read: &ReadArgs,
    settings: &mut Settings,
) -> Result<Option<Task>, Failure> {
    let entry = |path: &Path, status: Status| {
        Task::Known(Box::new(DocumentEntry::unjudged(
            files::shown(path),
            status,
        )))
    };
    let path = match found {
        Found::Document(path) => path,
        Found::Skipped(path, why) => return Ok(Some(entry(&path, Status::Skipped(why)))),
        Found::Unread(path, why) => return Ok(Some(entry(&path, Status::Unread(why)))),
    };
    let settled = settings.of(&path)?;
    settings.check_typed(&settled)?;
    // What is named outright is always read.
    if path != root && settled.leaves_out(&path) {
        let why = "left out by the configuration".to_owned();
        return Ok(Some(entry(&path, Status::Skipped(why))));
    }
    Ok(Some(Task::Document(job(&path, read, settled, settings))))
}

/// The one document at `path`, or standard input for `-`.
pub(super) fn one_job(
    path: &Path,
    read: &ReadArgs,
    settings: &mut Settings,
) -> Result<Job, Failure> {
    if path.as_os_str() == "-" {
        return stdin_job(read, settings);
    }
    check_stdin(&[], read)?;
    if !path.exists() {
        return Err(Failure::one(no_such_path(path)));
    }
    if path.is_dir() {
        let problem = Problem::new(format!("{} is a folder", files::shown(path)));
        return Err(Failure::one(problem.with_help("name one document")));
    }
    let settled = settings.of(path)?;
    Ok(job(path, read, settled, settings))
}

/// The document at `path`, for which `settled` holds.
pub(super) fn job(
    path: &Path,
    read: &ReadArgs,
    settled: Arc<Settled>,
    settings: &mut Settings,
) -> Job {
    let max_size = max_size(read, &settled);
    let terms = settings.terms(settled, path, max_size, read.tracked.into());
    Job::of(Source::File(path.into()), terms)
}

fn no_such_path(path: &Path) -> Problem {
    let shown = files::shown(path);
    let problem = Problem::new(format!("no such file or folder: {shown}"));
    let commands = Cli::command();
    let commands = commands.get_subcommands().map(clap::Command::get_name);
    match config::closest(&shown, commands) {
        Some(command) => {
            problem.with_help(format!("did you mean the command `equilint {command}`?"))
        }
        None => problem,
    }
}

fn stdin_job(read: &ReadArgs, settings: &mut Settings) -> Result<Job, Failure> {
    let name = read
        .stdin_filename
        .clone()
        .unwrap_or_else(|| PathBuf::from(STDIN));
    let settled = settings.of(&name)?;
    settings.check_typed(&settled)?;
    let max_size = max_size(read, &settled);
    let mut bytes = Vec::new();
    // One byte more than allowed tells a document that is too large from one that just fits.
    std::io::stdin()
        .lock()
        .take(max_size.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| {
            Failure::one(Problem::new(format!(
                "standard input cannot be read: {error}"
            )))
        })?;
    let terms = settings.terms(settled, &name, max_size, read.tracked.into());
    Ok(Job::of(Source::Bytes(Box::new((name, bytes))), terms))
}

fn max_size(read: &ReadArgs, settled: &Settled) -> u64 {
    read.max_size
        .or(settled.config.max_size)
        .unwrap_or(MAX_SIZE)
}

/// What `task` says.
pub(super) fn reading(task: &Task) -> Reading {
    match task {
        Task::Document(job) => job
            .careful(|| Ok(job.judge(&job.read()?)))
            .unwrap_or_else(|error| job.unread(error)),
        Task::Known(entry) => Reading {
            entry: Some(DocumentEntry::clone(entry)),
            ..Reading::default()
        },
        Task::Gone(job) => Reading {
            findings: job.lost.clone(),
            ..Reading::default()
        },
    }
}
