//! A run over a folder sees a manual: what its documents say and leave out together.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{exit::Failure, settings::Settings, settled::Settled, work::Task};
use crate::{
    document::Document,
    engine::{self, Documents, Policy, Reading, Survey},
    files,
};

/// The documents of a folder, as they are read.
pub(super) struct Manual {
    folder: PathBuf,
    /// What holds for it as a whole.
    pub(super) settled: Arc<Settled>,
    policy: Policy,
    inner: engine::Manual,
    /// Index of the next task.
    next: u32,
}

impl Manual {
    /// The manual that `paths` name: the first folder among them, the one at hand where there are none. No folder is
    /// no manual, and neither is a change: what it did not touch is not asked about.
    pub(super) fn of(paths: &[PathBuf], settings: &mut Settings) -> Result<Option<Self>, Failure> {
        if settings.since.is_some() {
            return Ok(None);
        }
        let here = PathBuf::from(".");
        let folder = match paths {
            [] => Some(&here),
            paths => paths.iter().find(|path| path.is_dir()),
        };
        let Some(folder) = folder else {
            return Ok(None);
        };
        let settled = settings.of(&folder.join("manual"))?;
        settings.surveying = true;
        Ok(Some(Self {
            policy: settings.policy(&settled, folder),
            folder: folder.clone(),
            settled,
            inner: engine::Manual::default(),
            next: 0,
        }))
    }

    /// Take in what the document of the next task adds, if anything. Every task comes, in its order.
    pub(super) fn add(&mut self, survey: Option<&Survey>) {
        if let Some(survey) = survey {
            let (rules, policy) = (&self.settled.rules, &self.policy);
            self.inner.add(self.next, survey, rules, policy);
        }
        self.next += 1;
    }

    /// What its documents, those of `tasks`, say and leave out together, without what is known.
    pub(super) fn judge(&self, tasks: &[Task]) -> Reading {
        let name = files::shown(&self.folder);
        let (rules, policy) = (&self.settled.rules, &self.policy);
        let mut reading = self.inner.judge(&name, &OfTasks(tasks), rules, policy);
        if let Some(known) = &self.settled.known {
            let complete = self.runs_every_rule();
            let name = self.name_in(&known.file);
            known.inner.baseline.hide(&name, complete, &mut reading);
        }
        reading
    }

    /// Whether every rule runs on it.
    pub(super) fn runs_every_rule(&self) -> bool {
        self.policy.runs_every_rule()
    }

    /// How the manual is called in the baseline `file`.
    pub(super) fn name_in(&self, file: &Path) -> String {
        let name = super::known::relative(file, &self.folder);
        if name.is_empty() {
            ".".to_owned()
        } else {
            name
        }
    }
}

/// The documents of a run, by the index of their tasks.
struct OfTasks<'a>(&'a [Task]);

impl Documents for OfTasks<'_> {
    fn path(&self, number: u32) -> String {
        let task = self.0.get(number as usize);
        task.map(Task::shown).unwrap_or_default()
    }

    fn again(&self, number: u32) -> Option<Document> {
        let job = self.0.get(number as usize)?.job()?;
        job.careful(|| job.read()).ok()
    }
}
