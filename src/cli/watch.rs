//! `--watch`: checked again whenever something changes.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::{Duration, Instant},
};

use notify::{Event, RecursiveMode, Watcher as _};

use super::{
    args::CheckArgs,
    check,
    exit::{Exit, Failure},
    terminal::Terminal,
};
use crate::{
    config, files,
    output::{Problem, clean_line},
};

/// How long nothing may change before a check begins: an editor writes a file in several steps.
const QUIET: Duration = Duration::from_millis(100);
/// How long changes may go on before a check begins all the same.
const PATIENCE: Duration = Duration::from_secs(2);

/// Check, and check again after every change, until nobody reads the results any more.
pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    check::accept(args)?;
    let fixing = args.fix.fix || args.fix.diff || args.fix.interactive;
    if fixing || args.judge.paths.iter().any(|path| path.as_os_str() == "-") {
        let problem = Problem::new("`--watch` checks files again and again, and changes none");
        return Err(Failure::one(
            problem.with_help("leave out `fix`, `--fix`, and `-` for standard input"),
        ));
    }
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        // Where nobody listens any more the run is over.
        let _ = sender.send(event);
    })
    .map_err(refused)?;
    for (folder, mode) in folders(args) {
        watcher.watch(&folder, mode).map_err(refused)?;
    }
    loop {
        match check::once(args, terminal) {
            Ok(_) => {}
            Err(Failure::ReaderGone) => return Ok(Exit::Clean),
            // What is wrong now may be mended by the next change.
            Err(Failure::Problems(problems)) => terminal.report(&problems),
        }
        let Some(changed) = wait(&changes, args)? else {
            return Ok(Exit::Clean);
        };
        if !terminal.quiet {
            let shown = files::shown(relative(&changed));
            Terminal::say(&format!("\n— {} changed —\n\n", clean_line(&shown)));
        }
    }
}

/// What to watch for `args`: the documents, and the folders of what decides over them.
fn folders(args: &CheckArgs) -> Vec<(PathBuf, RecursiveMode)> {
    let here = [PathBuf::from(".")];
    let paths = if args.judge.paths.is_empty() {
        &here[..]
    } else {
        &args.judge.paths
    };
    let (mut deep, mut flat) = (BTreeSet::new(), BTreeSet::new());
    let whole = |path: &Path| {
        path.canonicalize()
            .unwrap_or_else(|_| files::absolute(path))
    };
    for path in paths.iter().chain(&args.judge.rules.extra) {
        let path = whole(path);
        let configured = |folder: &&Path| folder.join(config::FILE_NAME).is_file();
        flat.extend(
            path.ancestors()
                .skip(1)
                .find(configured)
                .map(Path::to_owned),
        );
        if path.is_dir() {
            deep.insert(path);
        } else {
            flat.extend(path.parent().map(Path::to_owned));
        }
    }
    for file in args.judge.rules.config.iter().chain(&args.judge.baseline) {
        flat.extend(whole(file).parent().map(Path::to_owned));
    }
    flat.retain(|folder| !deep.iter().any(|deep| folder.starts_with(deep)));
    let deep = deep
        .into_iter()
        .map(|folder| (folder, RecursiveMode::Recursive));
    let flat = flat
        .into_iter()
        .map(|folder| (folder, RecursiveMode::NonRecursive));
    deep.chain(flat).collect()
}

/// Wait for a change and for the quiet after it: a file that changed; `None` where there will be no more changes.
fn wait(
    changes: &Receiver<notify::Result<Event>>,
    args: &CheckArgs,
) -> Result<Option<PathBuf>, Failure> {
    let first = loop {
        let Ok(event) = changes.recv() else {
            return Ok(None);
        };
        if let Some(path) = matters(event.map_err(refused)?, args) {
            break path;
        }
    };
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        match changes.recv_timeout(QUIET) {
            Ok(event) => {
                event.map_err(refused)?;
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    Ok(Some(first))
}

/// The file of `event`, if a check may come to something else after it: reading, and what equilint writes itself, is no
/// change.
fn matters(event: Event, args: &CheckArgs) -> Option<PathBuf> {
    if event.kind.is_access() {
        return None;
    }
    let own = |path: &PathBuf| {
        let outputs = args.output.iter().map(|(_, file)| file);
        let output = outputs.chain(&args.annotate).any(|file| {
            let file = file
                .canonicalize()
                .unwrap_or_else(|_| files::absolute(file));
            path.starts_with(file)
        });
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let git = path.components().any(|part| part.as_os_str() == ".git");
        output || git || name.starts_with(files::PART)
    };
    event.paths.into_iter().find(|path| !own(path))
}

/// `path` from this folder, where it is below it.
fn relative(path: &Path) -> &Path {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path)
}

fn refused(error: notify::Error) -> Failure {
    let problem = Problem::new(format!("the documents cannot be watched: {error}"));
    Failure::one(problem.with_help("the system limits how much can be watched: name fewer folders"))
}
