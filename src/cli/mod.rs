//! The command line, for people: what was typed becomes a run, and a run becomes an exit code.

mod annotate;
mod args;
mod audit;
mod baseline;
mod check;
mod clock;
mod compare;
mod exit;
mod explain;
mod fix;
mod init;
mod interactive;
mod job;
mod known;
mod labels;
mod manual;
mod parallel;
mod profile;
mod put;
mod rules;
mod rules_new;
mod rules_score;
mod rules_test;
mod rules_train;
mod settings;
mod settled;
mod shell;
mod side;
mod since;
mod sinks;
mod sources;
mod terminal;
mod text;
mod watch;
mod why_not;
mod work;

use std::{ffi::OsString, io::ErrorKind};

use clap::Parser as _;

use self::{
    args::{CheckArgs, Cli, Command},
    exit::Failure,
    terminal::Terminal,
};

pub use exit::Exit;

/// Run the program with `args`, the name of the program first. Prints, and says how it ended.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Where standard error is closed nobody can be told.
            return match error.print() {
                Ok(()) if !error.use_stderr() => Exit::Clean,
                Err(gone) if gone.kind() == ErrorKind::BrokenPipe => Exit::Clean,
                _ => Exit::Failed,
            };
        }
    };
    let terminal = Terminal::new(&cli.shared);
    match command(cli, &terminal) {
        Ok(exit) => exit,
        Err(Failure::ReaderGone) => Exit::Clean,
        Err(Failure::Problems(problems)) => {
            terminal.report(&problems);
            Exit::Failed
        }
    }
}

/// Check once, or again and again.
fn checked(args: &CheckArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    if args.watch {
        watch::run(args, terminal)
    } else {
        check::run(args, terminal)
    }
}

fn command(cli: Cli, terminal: &Terminal) -> Result<Exit, Failure> {
    match cli.command {
        None => checked(&cli.check, terminal),
        Some(Command::Check(args)) => checked(&args, terminal),
        Some(Command::Audit(args)) => audit::run(&args, terminal),
        Some(Command::Compare(args)) => compare::run(&args, terminal),
        Some(Command::Annotate(args)) => annotate::run(&args, terminal),
        Some(Command::Fix(mut args)) => {
            args.fix.fix = true;
            checked(&args, terminal)
        }
        Some(Command::Baseline(command)) => baseline::run(&command, terminal),
        Some(Command::Explain { rule, rules }) => explain::run(&rule, &rules, terminal),
        Some(Command::Rules(command)) => rules::run(&command, terminal),
        Some(Command::WhyNot {
            file,
            rule,
            rules,
            read,
        }) => why_not::run(&file, rule.as_deref(), &rules, &read, terminal),
        Some(Command::Text { file, format, read }) => text::run(&file, format, &read, terminal),
        Some(Command::Init { force }) => init::run(force, terminal),
        Some(Command::Completions { shell }) => shell::completions(shell),
        Some(Command::Man) => shell::man(),
    }
}
