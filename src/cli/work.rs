//! From what was typed to documents that are judged: which files, what holds for each, what each says.

use std::{
    collections::BTreeSet,
    io::{ErrorKind, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::CommandFactory as _;

use super::{
    args::{Cli, ReadArgs},
    exit::Failure,
    parallel::guarded,
    profile::{Profile, Stage},
    settings::{Settings, Settled},
    since::Since,
    sources::is_rule,
};
use crate::{
    config,
    document::{self, Document, ReadOptions, Tracked},
    engine::{self, DocumentEntry, Policy, Reading, Status, Suppressing},
    files::{self, Found},
    finding::Finding,
    isolate,
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
    Known(DocumentEntry),
    /// A document that a change took away: what it committed to, under the rules that held for it.
    Gone(Job),
}

impl Task {
    /// The path as people are shown it.
    fn shown(&self) -> &str {
        match self {
            Self::Document(job) => &job.shown,
            Self::Known(entry) => &entry.path,
            Self::Gone(job) => &job.shown,
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
            Self::Document(job) | Self::Gone(job) => Some(&job.settled),
            Self::Known(_) => None,
        }
    }
}

/// A document to be read and judged, and what holds for it.
pub(super) struct Job {
    pub(super) source: Source,
    pub(super) shown: String,
    pub(super) settled: Arc<Settled>,
    pub(super) policy: Policy,
    pub(super) max_size: u64,
    pub(super) tracked: Tracked,
    /// What was touched, where only that is wanted.
    pub(super) since: Option<Arc<Since>>,
    /// Commitments that the change takes out of the document.
    pub(super) lost: Vec<Finding>,
    /// How long each stage takes.
    pub(super) profile: Arc<Profile>,
}

/// Where the bytes of a document are.
pub(super) enum Source {
    File(PathBuf),
    /// Standard input, read already.
    Bytes(Vec<u8>),
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
    let mut missing = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            // What was read once is at its end.
            if seen.insert("-".to_owned()) {
                tasks.push(Task::Document(stdin_job(read, settings)?));
            }
        } else if !path.exists() {
            missing.push(Box::new(no_such_path(path)) as Box<_>);
        } else {
            for found in files::walk(path) {
                // A document that two arguments reach is judged once.
                let task = task(found, path, read, settings)?;
                tasks.extend(task.filter(|task| seen.insert(task.shown().to_owned())));
            }
        }
    }
    if !missing.is_empty() {
        return Err(Failure::Problems(missing));
    }
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
    let entry = |path: &Path, status: Status| Task::Known(known(&files::shown(path), status));
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
    Ok(Some(Task::Document(job(path, read, settled, settings))))
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
    Ok(job(path.to_owned(), read, settled, settings))
}

/// The document at `path`, for which `settled` holds.
pub(super) fn job(
    path: PathBuf,
    read: &ReadArgs,
    settled: Arc<Settled>,
    settings: &Settings,
) -> Job {
    Job {
        shown: files::shown(&path),
        policy: settings.policy(&settled, &path),
        max_size: max_size(read, &settled),
        source: Source::File(path),
        settled,
        since: settings.since.clone(),
        lost: Vec::new(),
        profile: Arc::clone(&settings.profile),
        tracked: read.tracked.into(),
    }
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
    Ok(Job {
        source: Source::Bytes(bytes),
        shown: files::shown(&name),
        policy: settings.policy(&settled, &name),
        settled,
        max_size,
        since: settings.since.clone(),
        lost: Vec::new(),
        profile: Arc::clone(&settings.profile),
        tracked: read.tracked.into(),
    })
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
            entry: Some(entry.clone()),
            ..Reading::default()
        },
        Task::Gone(job) => Reading {
            findings: job.lost.clone(),
            ..Reading::default()
        },
    }
}

impl Job {
    /// What `work` gives; where it panics, an error that says so.
    pub(super) fn careful<R>(&self, work: impl FnOnce() -> Result<R, String>) -> Result<R, String> {
        guarded(work).unwrap_or_else(|panic| {
            Err(format!("an internal error of equilint ({panic}): please report it, with the document if you can"))
        })
    }

    /// The bytes of the document; else why not, with what to do.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, String> {
        match &self.source {
            Source::File(path) => {
                let read = || files::read(path, self.max_size);
                let bytes = self.profile.time(Stage::Read, read);
                bytes.map_err(|error| match error.kind() {
                    ErrorKind::FileTooLarge => format!("{error}: `--max-size` raises it"),
                    _ => error.to_string(),
                })
            }
            Source::Bytes(bytes) if bytes.len() as u64 > self.max_size => Err(format!(
                "more than {} bytes: `--max-size` raises the limit",
                self.max_size
            )),
            Source::Bytes(bytes) => Ok(bytes.clone()),
        }
    }

    /// The document; else why not, with what to do.
    pub(super) fn read(&self) -> Result<Document, String> {
        self.read_bytes(&self.bytes()?)
    }

    /// The document that `bytes` are.
    pub(super) fn read_bytes(&self, bytes: &[u8]) -> Result<Document, String> {
        let options = ReadOptions {
            tracked: self.tracked,
            pdf: Some(isolate::read_pdf),
            ..ReadOptions::default()
        };
        let read = || document::read(&self.shown, bytes, &options);
        let document = self.profile.time(Stage::Read, read);
        document.map_err(|error| error.to_string())
    }

    /// What `document` says, without what is suppressed or known.
    pub(super) fn judge(&self, document: &Document) -> Reading {
        let read = || engine::read(document, &self.settled.rules, &self.policy);
        let mut reading = self.profile.time(Stage::Judge, read);
        let hide = || self.hide(document, &mut reading);
        self.profile.time(Stage::Hide, hide);
        reading
    }

    /// Hide what is suppressed, known or untouched, and say what is wrong with suppressions.
    fn hide(&self, document: &Document, reading: &mut Reading) {
        let rules = &self.settled.rules;
        // That it is missing now is said by that it was lost.
        let lost = |finding: &Finding| self.lost.iter().any(|lost| lost.rule == finding.rule);
        reading.findings.retain(|finding| !lost(finding));
        reading.findings.extend(self.lost.iter().cloned());
        let known = |id: &str| is_rule(rules, id);
        let by = Suppressing {
            known: &known,
            policy: &self.policy,
        };
        engine::suppress(document, by, reading);
        let complete = self.policy.runs_every_rule();
        if let Some((_, side)) = &self.settled.side {
            let path = files::absolute(self.named());
            side.hide(&path, self.policy.today, complete, reading);
        }
        if let Some(known) = &self.settled.known {
            known
                .inner
                .baseline
                .hide(&known.name_of(self.named()), complete, reading);
        }
        if let (Some(since), Some(path)) = (&self.since, self.path()) {
            since.hide(path, &self.lost, reading);
        }
    }

    /// Where the document is, unless it came in through standard input.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.source {
            Source::File(path) => Some(path),
            Source::Bytes(_) => None,
        }
    }

    /// Where the document is; of standard input where it is said to be.
    pub(super) fn named(&self) -> &Path {
        self.path().unwrap_or(Path::new(&self.shown))
    }

    /// The reading of a document that could not be read.
    pub(super) fn unread(&self, error: String) -> Reading {
        Reading {
            entry: Some(known(&self.shown, Status::Unread(error))),
            ..Reading::default()
        }
    }
}

/// The entry of a file that is not judged.
pub(super) fn known(path: &str, status: Status) -> DocumentEntry {
    DocumentEntry {
        path: path.to_owned(),
        format: None,
        kinds: Vec::new(),
        words: 0,
        status,
        warnings: Vec::new(),
    }
}
