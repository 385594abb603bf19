//! `audit`: documents in, commitments × documents out.

use std::path::{Path, PathBuf};

use super::{
    args::{AuditArgs, AuditFormat, AuditWork},
    exit::{Exit, Failure},
    manual::Manual,
    parallel::each,
    put::put,
    settings::Settings,
    sources::text_of,
    terminal::Terminal,
    work::{Task, check_stdin, tasks},
};
use crate::{
    engine::{self, Audit, AuditedDocument, DocumentEntry, Snapshot, Status, Survey, compare},
    files,
    output::{
        Problem,
        audit::{self as drawn, AuditJson},
        unread,
    },
};

/// Run the command.
pub(super) fn run(args: &AuditArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    // An earlier audit that cannot be used is said before the work, not after it.
    let earlier = args.against.as_deref().map(earlier).transpose()?;
    check_stdin(&args.paths, &args.work.read)?;
    let audit = collect(&args.paths, &args.work)?;
    let since = earlier
        .map(|earlier| now(&audit).map(|now| compare(&earlier, &now)))
        .transpose()?;
    let since = since.as_ref();
    let text = match args.format {
        AuditFormat::Table => drawn::table(&audit, since, &terminal.look()),
        AuditFormat::Json => drawn::json(&audit),
        AuditFormat::Csv => drawn::csv(&audit),
        AuditFormat::Markdown => drawn::markdown(&audit, since),
        AuditFormat::Html => drawn::page(&audit, since),
    };
    put(&text, args.output.as_deref())?;
    Ok(say_unread(&audit))
}

/// Name the documents that were not read; how the run ends for them.
pub(super) fn say_unread(audit: &Audit) -> Exit {
    let said = unread(audit.unread());
    Terminal::say(&said);
    if said.is_empty() {
        Exit::Clean
    } else {
        Exit::Failed
    }
}

/// Every document that `paths` mean, audited.
///
/// # Errors
/// When there is none.
pub(super) fn collect(paths: &[PathBuf], work: &AuditWork) -> Result<Audit, Failure> {
    let mut settings = Settings::new(&work.rules)?;
    settings.auditing = true;
    let mut manual = Manual::of(paths, &mut settings)?;
    let tasks = tasks(paths, &work.read, &mut settings)?;
    let here = settings.here()?;
    let first = tasks.iter().find_map(Task::job);
    let mut audit = match first {
        Some(job) => Audit::new(&job.terms.settled.rules, job.terms.policy.profile),
        None => Audit::new(&here.rules, engine::Profile::default()),
    };
    each(&tasks, work.jobs, one, |(document, survey)| {
        if let Some(manual) = &mut manual {
            manual.add(survey.as_deref());
        }
        audit.documents.push(document);
        Ok(())
    })?;
    audit.manual = manual.map_or_else(Vec::new, |manual| manual.judge(&tasks).findings);
    let skipped = |document: &AuditedDocument| matches!(document.entry.status, Status::Skipped(_));
    if audit.documents.iter().all(skipped) {
        let problem = Problem::new("no documents found: nothing was audited");
        return Err(Failure::one(problem));
    }
    Ok(audit)
}

/// What a comparison needs of an audit that was just made.
pub(super) fn now(audit: &Audit) -> Result<Snapshot, Failure> {
    drawn::data(audit)
        .snapshot()
        .map_err(|error| Failure::one(Problem::new(error)))
}

/// The audit in the file at `path`.
pub(super) fn earlier(path: &Path) -> Result<Snapshot, Failure> {
    let shown = files::shown(path);
    if !path.exists() {
        return Err(Failure::one(Problem::new(format!(
            "no such file or folder: {shown}"
        ))));
    }
    let text = text_of(path, "the audit")?;
    AuditJson::parse(&text)
        .and_then(|audit| audit.snapshot())
        .map_err(|error| {
            Failure::one(Problem::new(format!("the audit {shown} cannot be used")).with_help(error))
        })
}

/// One document, and what it adds to its manual.
fn one(task: &Task) -> (AuditedDocument, Option<Box<Survey>>) {
    let job = match task {
        Task::Document(job) | Task::Gone(job) => job,
        Task::Known(entry) => return (AuditedDocument::unread(DocumentEntry::clone(entry)), None),
    };
    let audited = job.careful(|| {
        let document = job.read()?;
        let mut reading = job.judge(&document);
        let survey = reading.survey.take();
        let (rules, policy) = (&job.terms.settled.rules, &job.terms.policy);
        Ok((engine::audit(&document, rules, policy, reading), survey))
    });
    audited.unwrap_or_else(|error| {
        let entry = DocumentEntry::unjudged(job.shown(), Status::Unread(error));
        (AuditedDocument::unread(entry), None)
    })
}
