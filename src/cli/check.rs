//! `check` and `fix`: documents in, findings out.

use std::time::{Duration, Instant};

use super::{
    annotate,
    args::CheckArgs,
    exit::{Exit, Failure},
    fix::{self, Change},
    manual::Manual,
    parallel::each,
    settings::Settings,
    sinks::{Formats, Sinks},
    terminal::Terminal,
    work::{Task, reading, tasks},
};
use crate::output::{self, Problem, Statistics, Totals};

/// Run the command.
pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut settings = Settings::with_check(args)?;
    let mut manual = Manual::of(&args.paths, &mut settings)?;
    let tasks = tasks(&args.paths, &args.read, &mut settings)?;
    let formats = Formats::new(args, terminal, || {
        Ok(settings.here()?.rules.rules().to_vec())
    })?;
    let mut sinks = Sinks::begin(&formats)?;
    let mut totals = Totals::default();
    let mut statistics = Statistics::default();
    let mut failing = false;
    let mut fixes = fix::Counts::default();
    let mut progress = Progress::new(tasks.len(), terminal);
    let fixing = args.fix.fix || args.fix.diff;
    let work = |task: &Task| {
        let (reading, change) = match task {
            Task::Document(job) if fixing => fix::fix(job, &args.fix),
            Task::Document(_) | Task::Known(_) => (reading(task), Change::default()),
        };
        let drawn = if args.fix.diff {
            Vec::new()
        } else {
            formats.draw(&reading)
        };
        let fails = match task {
            Task::Document(job) => job.fails(&settings, &reading.findings),
            Task::Known(_) => false,
        };
        (reading, drawn, change, fails)
    };
    each(
        &tasks,
        args.jobs,
        work,
        |(mut reading, drawn, change, fails)| {
            if let Some(manual) = &mut manual {
                manual.add(&mut reading);
            }
            if args.fix.diff {
                Terminal::print(&change.diff)?;
            } else {
                sinks.write(drawn)?;
            }
            totals.add(&reading);
            if args.statistics {
                statistics.add(&reading);
            }
            fixes.add(change);
            failing |= fails;
            progress.step();
            Ok(())
        },
    )?;
    progress.end();
    if let Some(manual) = &manual {
        let reading = manual.judge();
        if !args.fix.diff {
            sinks.write(formats.draw(&reading))?;
        }
        totals.add(&reading);
        if args.statistics {
            statistics.add(&reading);
        }
        failing |= manual.fails(&settings, &reading);
    }
    if !args.fix.diff {
        sinks.end(&totals)?;
    }
    if args.statistics {
        Terminal::say(&statistics.table());
    }
    say(args, &totals, &fixes, &settings, terminal);
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
    Ok(if !totals.unread.is_empty() || !fixes.refused.is_empty() {
        Exit::Failed
    } else if failing && !args.exit_zero {
        Exit::Findings
    } else {
        Exit::Clean
    })
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
        Terminal::say(&output::unread(totals));
        Terminal::say(&fixes.refusals());
        return;
    }
    Terminal::say(&output::summary(totals, terminal.verbose));
    if args.fix.fix || args.fix.diff {
        Terminal::say(&fixes.summary(args.fix.diff));
    }
    Terminal::say(&settings.remarks());
    let stale = settings.stale();
    if stale > 0 {
        let entries = if stale == 1 {
            "1 entry".to_owned()
        } else {
            format!("{stale} entries")
        };
        Terminal::say(&format!(
            "{entries} of the baseline stale: the finding is gone; `equilint baseline update` takes such entries out\n"
        ));
    }
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
