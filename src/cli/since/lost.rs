//! Commitments lost by a change: documents as they were, against documents as they are.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{Since, whole_path};
use crate::{
    cli::{
        args::CheckArgs,
        audit::now,
        exit::Failure,
        job::Job,
        parallel::each,
        settings::Settings,
        terminal::Terminal,
        work::{Task, job},
    },
    document::{Document, is_document_name},
    engine::{self, Audit, AuditedDocument, Reading, Snapshot, Standing},
    files,
    finding::Location,
    output::clean_line,
};

/// A document before and after the change.
struct Compared {
    /// Its index in the tasks.
    task: usize,
    /// As it was; `None` where it is new.
    before: Option<AuditedDocument>,
    /// As it is, and what it is called; `None` where it is gone.
    now: Option<(AuditedDocument, Location)>,
    /// Why it cannot be compared.
    unread: Option<String>,
}

impl Since {
    /// Give each of `tasks` that the change touched what it lost, and add a task for each document that is gone.
    pub(in crate::cli) fn compare(
        &self,
        tasks: &mut Vec<Task>,
        args: &CheckArgs,
        settings: &mut Settings,
        terminal: &Terminal,
    ) -> Result<(), Failure> {
        self.add_gone(tasks, args, settings)?;
        let touched: Vec<(usize, PathBuf, &Task)> = tasks
            .iter()
            .enumerate()
            .filter_map(|(index, task)| Some((index, self.name(task)?, task)))
            .collect();
        let mut compared = Vec::new();
        let compare = |(index, name, task): &(usize, PathBuf, &Task)| match task {
            Task::Document(job) => Some(self.compared(*index, name, job, true)),
            Task::Gone(job) => Some(self.compared(*index, name, job, false)),
            Task::Known(_) => None,
        };
        each(&touched, args.judge.jobs, compare, |one| {
            compared.extend(one);
            Ok(())
        })?;
        let Some(first) = compared
            .first()
            .and_then(|one| job_of(tasks.get(one.task)?))
        else {
            return Ok(());
        };
        let columns = || Audit::new(&first.terms.settled.rules, first.terms.policy.profile);
        let (mut before, mut now) = (columns(), columns());
        let mut places = BTreeMap::new();
        for one in compared {
            let Some(job) = tasks.get(one.task).and_then(job_of) else {
                continue;
            };
            if let Some(why) = one.unread {
                if !terminal.quiet {
                    let path = job.shown();
                    let (path, why) = (clean_line(&path), clean_line(&why));
                    Terminal::say(&format!("not compared with what it was: {path}: {why}\n"));
                }
                continue;
            }
            let gone = Location {
                path: job.shown(),
                ..Location::default()
            };
            let location = one
                .now
                .as_ref()
                .map_or(gone, |(_, location)| location.clone());
            places.insert(job.shown(), (one.task, location));
            before.documents.extend(one.before);
            now.documents.extend(one.now.map(|(now, _)| now));
        }
        let comparison = engine::compare(&snapshot(&before)?, &snapshot(&now)?);
        for change in &comparison.changes {
            let Some((task, location)) = places.get(&change.document) else {
                continue;
            };
            if let Some(Task::Document(job) | Task::Gone(job)) = tasks.get_mut(*task) {
                let rules = &job.terms.settled.rules;
                let lost = engine::lost(rules, &job.terms.policy, change, location);
                job.lost.extend(lost);
            }
        }
        Ok(())
    }

    /// The path of `task` in the repository, if the change touched it.
    fn name(&self, task: &Task) -> Option<PathBuf> {
        let path = whole_path(job_of(task)?.path()?);
        let touched = matches!(task, Task::Gone(_)) || self.touched.contains_key(&path);
        let name = path.strip_prefix(whole_path(&self.repository.root)).ok()?;
        touched.then(|| name.to_owned())
    }

    /// A task for each document below the paths of `args` that the change took away.
    fn add_gone(
        &self,
        tasks: &mut Vec<Task>,
        args: &CheckArgs,
        settings: &mut Settings,
    ) -> Result<(), Failure> {
        let here = whole_path(Path::new("."));
        let root = whole_path(&self.repository.root);
        let mut roots: Vec<_> = args
            .judge
            .paths
            .iter()
            .map(|path| whole_path(path))
            .collect();
        if roots.is_empty() {
            roots.push(here.clone());
        }
        for name in self.repository.gone()? {
            let path = root.join(&name);
            if !is_document_name(&files::shown(&name))
                || !roots.iter().any(|root| path.starts_with(root))
            {
                continue;
            }
            let path = path.strip_prefix(&here).map(Path::to_owned).unwrap_or(path);
            let settled = settings.of(&path)?;
            if !settled.leaves_out(&files::absolute(&path)) {
                tasks.push(Task::Gone(job(&path, &args.judge.read, settled, settings)));
            }
        }
        Ok(())
    }

    /// The document of `job`, called `name` in the repository, before the change and, if it `is` still there, after.
    fn compared(&self, task: usize, name: &Path, job: &Job, is: bool) -> Compared {
        let mut compared = Compared {
            task,
            before: None,
            now: None,
            unread: None,
        };
        let audit = |document: &Document| {
            let rules = &job.terms.settled.rules;
            engine::audit(document, rules, &job.terms.policy, Reading::default())
        };
        // A document that cannot be read now is reported when it is judged.
        let now = is.then(|| job.careful(|| job.read()));
        match now {
            Some(Ok(document)) => {
                compared.now = Some((audit(&document), Location::of_document(&document)));
            }
            Some(Err(_)) => return compared,
            None => {}
        }
        if let Some(bytes) = self.repository.before(name) {
            match job.careful(|| job.read_bytes(&bytes)) {
                Ok(document) => compared.before = Some(audit(&document)),
                Err(error) => compared.unread = Some(error),
            }
        }
        compared
    }
}

/// What a comparison needs of `audit`. Paths are from here on both sides, whichever documents were touched: without one
/// at the top, folders that all of them share would not count.
fn snapshot(audit: &Audit) -> Result<Snapshot, Failure> {
    let mut snapshot = now(audit)?;
    snapshot.documents.push(Standing {
        read: true,
        ..Standing::default()
    });
    Ok(snapshot)
}

/// The document of `task`, there or gone.
fn job_of(task: &Task) -> Option<&Job> {
    match task {
        Task::Document(job) | Task::Gone(job) => Some(job),
        Task::Known(_) => None,
    }
}
