//! `check` and `fix`: documents in, findings out.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    annotate,
    args::CheckArgs,
    exit::{Exit, Failure},
    fix::{self, Change},
    interactive,
    manual::Manual,
    parallel::each,
    profile::Stage,
    settings::Settings,
    side,
    sinks::{Drawn, Formats, Sinks},
    terminal::Terminal,
    work::{Task, check_stdin, reading, tasks},
};
use crate::{
    engine::Reading,
    output::{self, Problem, Statistics, Totals},
};

/// Run the command.
pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    accept(args)?;
    once(args, terminal)
}

/// Refuse `args` that contradict each other.
pub(super) fn accept(args: &CheckArgs) -> Result<(), Failure> {
    if let Some(option) = args.fix.idle() {
        let problem = Problem::new(format!(
            "`{option}` does nothing where no rewrite is written"
        ));
        return Err(Failure::one(problem.with_help(format!(
            "`equilint fix {option}` writes them; add `--diff` to see them first"
        ))));
    }
    check_stdin(&args.judge.paths, &args.judge.read)
}

/// Check once.
pub(super) fn once(args: &CheckArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut settings = Settings::checking(args)?;
    settings.weights = terminal.verbose;
    let profile = Arc::clone(&settings.profile);
    let mut manual = Manual::of(&args.judge.paths, &mut settings)?;
    let find = || documents(args, &mut settings, terminal);
    let tasks = profile.time(Stage::Find, find)?;
    let formats = Formats::new(args, terminal, || {
        Ok(settings.here()?.rules.rules().to_vec())
    })?;
    let mut run = Run {
        args,
        sinks: Sinks::begin(&formats)?,
        totals: Totals::default(),
        statistics: Statistics::default(),
        fixes: fix::Counts::default(),
        failing: false,
    };
    if args.fix.interactive {
        run.fixes = interactive::run(&tasks, &args.fix, terminal)?;
    }
    let mut progress = Progress::new(tasks.len(), terminal);
    let writing = args.fix.diff || args.fix.fix && !args.fix.interactive;
    let draw = |reading: &Reading| profile.time(Stage::Draw, || formats.draw(reading));
    let work = |task: &Task| {
        let (reading, change) = match task {
            Task::Document(job) if writing => fix::fix(job, &args.fix),
            Task::Document(_) | Task::Known(_) | Task::Gone(_) => {
                (reading(task), Change::default())
            }
        };
        Judged {
            drawn: draw(&reading),
            fails: task
                .settled()
                .is_some_and(|settled| settings.fails(settled, &reading)),
            reading,
            change,
        }
    };
    each(&tasks, args.judge.jobs, work, |judged| {
        progress.step();
        if let Some(manual) = &mut manual {
            manual.add(judged.reading.survey.as_deref());
        }
        profile.time(Stage::Write, || run.add(judged))
    })?;
    if let Some(manual) = &manual {
        let reading = manual.judge(&tasks);
        run.add(Judged {
            drawn: draw(&reading),
            fails: settings.fails(&manual.settled, &reading),
            reading,
            change: Change::default(),
        })?;
    }
    for sided in side::judge(&settings, args)? {
        run.add(Judged {
            drawn: draw(&sided.reading),
            fails: sided.fails,
            reading: sided.reading,
            change: sided.change,
        })?;
    }
    progress.end();
    let Run {
        sinks,
        totals,
        statistics,
        fixes,
        failing,
        ..
    } = run;
    profile.time(Stage::Write, || sinks.end(&totals))?;
    if args.statistics {
        Terminal::say(&statistics.table());
    }
    say(args, &totals, &fixes, &settings, terminal);
    if args.profile {
        Terminal::say(&profile.table());
    }
    if let Some(folder) = &args.annotate {
        let jobs = tasks.iter().filter_map(Task::job);
        annotate::all(jobs, folder, settings.now, terminal)?;
    }
    if totals.read == 0 && totals.unread.is_empty() {
        return Err(Failure::one(no_documents(&totals)));
    }
    Ok(if !totals.unread.is_empty() || !fixes.refused.is_empty() {
        Exit::Failed
    } else if failing && !args.exit_zero {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// The documents to judge, with what the change since a commit takes out of them where that is asked.
fn documents(
    args: &CheckArgs,
    settings: &mut Settings,
    terminal: &Terminal,
) -> Result<Vec<Task>, Failure> {
    let mut tasks = tasks(&args.judge.paths, &args.judge.read, settings)?;
    if let Some(since) = settings.since.clone() {
        since.compare(&mut tasks, args, settings, terminal)?;
    }
    Ok(tasks)
}

/// What one document came to.
struct Judged {
    reading: Reading,
    drawn: Vec<Drawn>,
    change: Change,
    fails: bool,
}

/// What documents come to, so far.
struct Run<'a> {
    args: &'a CheckArgs,
    sinks: Sinks<'a>,
    totals: Totals,
    statistics: Statistics,
    fixes: fix::Counts,
    failing: bool,
}

impl Run<'_> {
    /// Take in the next document.
    fn add(&mut self, judged: Judged) -> Result<(), Failure> {
        if !judged.change.diff.is_empty() {
            Terminal::print(&judged.change.diff)?;
        }
        self.sinks.write(judged.drawn)?;
        self.totals.add(&judged.reading);
        if self.args.statistics {
            self.statistics.add(&judged.reading);
        }
        self.fixes.add(judged.change);
        self.failing |= judged.fails;
        Ok(())
    }
}

/// Say on standard error what the run came to.
fn say(
    args: &CheckArgs,
    totals: &Totals,
    fixes: &fix::Counts,
    settings: &Settings,
    terminal: &Terminal,
) {
    if terminal.quiet {
        Terminal::say(&output::unread(totals.not_read()));
        Terminal::say(&fixes.refusals());
        return;
    }
    Terminal::say(&output::summary(totals, terminal.verbose));
    if args.fix.fix || args.fix.diff || args.fix.interactive {
        Terminal::say(&fixes.summary(args.fix.diff));
    }
    let stale = settings.stale();
    if stale > 0 {
        let entries = match stale {
            1 => "1 entry".to_owned(),
            many => format!("{many} entries"),
        };
        Terminal::say(&format!(
            "{entries} of the baseline stale: the finding is gone; `equilint baseline update` takes such entries out\n"
        ));
    }
}

/// Nothing was read because there was nothing to read.
pub(super) fn no_documents(totals: &Totals) -> Problem {
    let problem = Problem::new("no documents found: nothing was checked");
    let skipped = match totals.skipped.len() {
        0 => String::new(),
        1 => "1 other file was skipped (`--verbose` names it); ".to_owned(),
        many => format!("{many} other files were skipped (`--verbose` lists them); "),
    };
    problem.with_help(format!(
        "{skipped}equilint reads Markdown, text, reStructuredText, AsciiDoc, HTML, DOCX, ODT, EPUB and PDF, \
        and leaves out of a folder what `.gitignore` or the configuration leaves out"
    ))
}

/// A count on standard error while a person waits.
struct Progress {
    total: usize,
    done: usize,
    said: Instant,
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
            said: Instant::now() + Self::PATIENCE,
            watched: !terminal.quiet && Terminal::watched(),
        }
    }

    fn step(&mut self) {
        self.done += 1;
        if self.watched && Instant::now() >= self.said {
            self.said = Instant::now() + Self::PACE;
            Terminal::say(&format!("\r{} of {} documents", self.done, self.total));
        }
    }

    fn end(&mut self) {
        if self.watched {
            Terminal::say("\r\u{1b}[K");
        }
    }
}
