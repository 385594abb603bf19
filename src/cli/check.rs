//! `check`: documents in, findings out.

use clap::CommandFactory as _;

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    annotate,
    args::{CheckArgs, Cli, ReadArgs},
    exit::{Exit, Failure},
    parallel::{each, guarded},
    settings::{Settings, Settled},
    sinks::{Formats, Sinks},
    terminal::Terminal,
};
use crate::{
    config,
    document::{self, Document, ReadOptions, Tracked},
    engine::{self, DocumentEntry, Policy, Reading, Status},
    files::{self, Found},
    isolate,
    output::{self, Problem, Totals},
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
}

/// A document to be read and judged, and what holds for it.
pub(super) struct Job {
    pub(super) source: Source,
    pub(super) shown: String,
    pub(super) settled: Arc<Settled>,
    pub(super) policy: Policy,
    pub(super) max_size: u64,
    pub(super) tracked: Tracked,
}

/// Where the bytes of a document are.
pub(super) enum Source {
    File(PathBuf),
    /// Standard input, read already.
    Bytes(Vec<u8>),
}

/// Run the command.
pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut settings = Settings::with_check(args)?;
    let tasks = tasks(args, &mut settings)?;
    let formats = Formats::new(args, terminal, || {
        Ok(settings.here()?.rules.rules().to_vec())
    })?;
    let mut sinks = Sinks::begin(&formats)?;
    let mut totals = Totals::default();
    let mut failing = false;
    let mut progress = Progress::new(tasks.len(), terminal);
    let work = |task: &Task| {
        let reading = reading(task);
        let drawn = formats.draw(&reading);
        let fails = match task {
            Task::Document(job) => settings.fail_on(&job.settled).is_some_and(|least| {
                reading
                    .findings
                    .iter()
                    .any(|finding| finding.severity >= least)
            }),
            Task::Known(_) => false,
        };
        (reading, drawn, fails)
    };
    each(&tasks, args.jobs, work, |(reading, drawn, fails)| {
        sinks.write(drawn)?;
        totals.add(&reading);
        failing |= fails;
        progress.step();
        Ok(())
    })?;
    progress.end();
    sinks.end(&totals)?;
    if terminal.quiet {
        Terminal::say(&output::unread(&totals));
    } else {
        Terminal::say(&output::summary(&totals, terminal.verbose));
    }
    if let Some(folder) = &args.annotate {
        let jobs = tasks.iter().filter_map(|task| match task {
            Task::Document(job) => Some(job),
            Task::Known(_) => None,
        });
        annotate::all(jobs, folder, terminal)?;
    }
    if totals.read == 0 && totals.unread.is_empty() {
        return Err(Failure::one(no_documents(&totals)));
    }
    Ok(if !totals.unread.is_empty() {
        Exit::Failed
    } else if failing && !args.exit_zero {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// Nothing was read because there was nothing to read.
fn no_documents(totals: &Totals) -> Problem {
    let problem = Problem::new("no documents found: nothing was checked");
    let skipped = match totals.skipped.len() {
        0 => String::new(),
        1 => "1 other file was skipped (`--verbose` names it); ".to_owned(),
        many => format!("{many} other files were skipped (`--verbose` lists them); "),
    };
    problem.with_help(format!(
        "{skipped}equilint reads Markdown, text, reStructuredText, AsciiDoc, HTML, DOCX, ODT and PDF, \
        and leaves out of a folder what `.gitignore` or the configuration leaves out"
    ))
}

/// The files that `paths` mean, in path order, each with what holds for it.
fn tasks(args: &CheckArgs, settings: &mut Settings) -> Result<Vec<Task>, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() {
        &here[..]
    } else {
        &args.paths
    };
    let mut tasks = Vec::new();
    let mut missing = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            tasks.push(Task::Document(stdin_job(&args.read, settings)?));
        } else if !path.exists() {
            missing.push(Box::new(no_such_path(path)) as Box<_>);
        } else {
            for found in files::walk(path) {
                tasks.extend(task(found, path, &args.read, settings)?);
            }
        }
    }
    if !missing.is_empty() {
        return Err(Failure::Problems(missing));
    }
    Ok(tasks)
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

fn job(path: PathBuf, read: &ReadArgs, settled: Arc<Settled>, settings: &Settings) -> Job {
    Job {
        shown: files::shown(&path),
        policy: settings.policy(&settled, &path),
        max_size: max_size(read, &settled),
        source: Source::File(path),
        tracked: read.tracked.into(),
        settled,
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
        tracked: read.tracked.into(),
    })
}

fn max_size(read: &ReadArgs, settled: &Settled) -> u64 {
    read.max_size
        .or(settled.config.max_size)
        .unwrap_or(MAX_SIZE)
}

/// What `task` says.
fn reading(task: &Task) -> Reading {
    let job = match task {
        Task::Document(job) => job,
        Task::Known(entry) => {
            return Reading {
                entry: Some(entry.clone()),
                ..Reading::default()
            };
        }
    };
    let judged = guarded(|| {
        let document = job.read()?;
        Ok(engine::read(&document, &job.settled.rules, &job.policy))
    });
    let error = match judged {
        Ok(Ok(reading)) => return reading,
        Ok(Err(error)) => error,
        Err(panic) => format!(
            "an internal error of equilint ({panic}): please report it, with the document if you can"
        ),
    };
    Reading {
        entry: Some(known(&job.shown, Status::Unread(error))),
        ..Reading::default()
    }
}

impl Job {
    /// The document; else why not, with what to do.
    pub(super) fn read(&self) -> Result<Document, String> {
        match &self.source {
            Source::File(_) => self.read_bytes(&self.bytes()?),
            Source::Bytes(bytes) => {
                self.fits(bytes)?;
                self.read_bytes(bytes)
            }
        }
    }

    /// Where the document is, unless it came in through standard input.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.source {
            Source::File(path) => Some(path),
            Source::Bytes(_) => None,
        }
    }

    /// The bytes of the document; else why not, with what to do.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, String> {
        match &self.source {
            Source::File(path) => {
                files::read(path, self.max_size).map_err(|error| error.to_string())
            }
            Source::Bytes(bytes) => {
                self.fits(bytes)?;
                Ok(bytes.clone())
            }
        }
    }

    /// What `bytes`, those of the document, say; else why they cannot be read.
    pub(super) fn read_bytes(&self, bytes: &[u8]) -> Result<Document, String> {
        let options = ReadOptions {
            tracked: self.tracked,
            pdf: Some(isolate::read_pdf),
            ..ReadOptions::default()
        };
        document::read(&self.shown, bytes, &options).map_err(|error| error.to_string())
    }

    fn fits(&self, bytes: &[u8]) -> Result<(), String> {
        if bytes.len() as u64 <= self.max_size {
            return Ok(());
        }
        Err(format!(
            "more than {} bytes: `--max-size` sets the limit",
            self.max_size
        ))
    }
}

/// The entry of a file that is not judged.
fn known(path: &str, status: Status) -> DocumentEntry {
    DocumentEntry {
        path: path.to_owned(),
        format: None,
        kinds: Vec::new(),
        words: 0,
        status,
        warnings: Vec::new(),
    }
}

/// A count on standard error while a person waits.
struct Progress {
    total: usize,
    done: usize,
    said: Option<Instant>,
    watched: bool,
}

impl Progress {
    /// A run that ends sooner says nothing.
    const PATIENCE: Duration = Duration::from_secs(2);
    /// Time between two counts.
    const PACE: Duration = Duration::from_millis(200);

    fn new(total: usize, terminal: &Terminal) -> Self {
        Self {
            total,
            done: 0,
            said: Some(Instant::now() + Self::PATIENCE),
            watched: !terminal.quiet && Terminal::watched(),
        }
    }

    fn step(&mut self) {
        self.done += 1;
        if self.watched && self.said.is_some_and(|next| Instant::now() >= next) {
            self.said = Some(Instant::now() + Self::PACE);
            Terminal::say(&format!("\r{} of {} documents", self.done, self.total));
        }
    }

    fn end(&mut self) {
        if self.watched {
            Terminal::say("\r\u{1b}[K");
        }
    }
}
