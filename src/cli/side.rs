//! What is wrong with side files, which is known only after every document was judged.

use std::{path::Path, sync::Arc};

use super::{
    args::CheckArgs, exit::Failure, fix::Change, job::Source, settings::Settings, settled::Settled,
    sources::text_of,
};
use crate::{
    document::{self, ReadOptions},
    engine::{Fault, Reading},
    files,
    output::Problem,
    text,
};

/// What is wrong with one side file.
pub(super) struct Sided {
    /// Its findings; no document.
    pub(super) reading: Reading,
    /// What became of it.
    pub(super) change: Change,
    /// Whether one of its findings fails the run.
    pub(super) fails: bool,
}

/// What is wrong with every side file that was met. Entries that hide nothing are taken out where `args` ask for fixes.
pub(super) fn judge(settings: &Settings, args: &CheckArgs) -> Result<Vec<Sided>, Failure> {
    let sides = settings.sides();
    sides.iter().map(|side| one(side, settings, args)).collect()
}

/// Whether the documents of `args` are all of those in the folder of `file`.
fn whole(args: &CheckArgs, file: &Path) -> bool {
    let folder = files::absolute(file);
    let folder = folder.parent().unwrap_or(&folder);
    let paths = &args.judge.paths;
    paths.is_empty() && folder.starts_with(files::absolute(Path::new(".")))
        || paths
            .iter()
            .any(|path| folder.starts_with(files::absolute(path)))
}

fn one(settled: &Arc<Settled>, settings: &Settings, args: &CheckArgs) -> Result<Sided, Failure> {
    let (mut reading, mut change) = (Reading::default(), Change::default());
    let Some((path, side)) = &settled.side else {
        return Ok(Sided {
            reading,
            change,
            fails: false,
        });
    };
    let shown = files::shown(path);
    let source = text_of(path, "the side file")?;
    let document = document::read(&shown, source.as_bytes(), &ReadOptions::default());
    let document = document.map_err(|error| {
        Failure::one(Problem::new(format!("{shown} was not read")).with_help(error.to_string()))
    })?;
    let policy = settings.policy(settled, path);
    for mut finding in side.findings(&document, policy.today, whole(args, path)) {
        let severity = policy.severity(&finding.rule, finding.family, finding.severity);
        if let Some(severity) = severity {
            finding.severity = severity;
            reading.findings.push(finding);
        }
    }
    let fixing = args.fix.fix || args.fix.diff;
    let edits = reading.findings.iter().flat_map(|finding| &finding.fixes);
    let edits: Vec<_> = edits.flat_map(|fix| fix.edits.iter().cloned()).collect();
    if fixing
        && let Ok(new) = text::apply(&source, &edits)
        && new != source
    {
        change.written = edits.len();
        if args.fix.diff {
            change.show(&shown, &source, &new);
        } else if change.put(&Source::File(path.as_path().into()), &shown, &source, &new) {
            let unused = |rule: &str| rule == Fault::Unused.id();
            reading.findings.retain(|finding| !unused(&finding.rule));
        }
    }
    if let Some(since) = &settings.since {
        since.hide(path, &[], &mut reading);
    }
    Ok(Sided {
        fails: settings.fails(settled, &reading),
        reading,
        change,
    })
}
