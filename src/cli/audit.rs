//! `audit`: documents in, commitments × documents out.

use super::{
    args::{AuditArgs, AuditFormat},
    exit::{Exit, Failure},
    parallel::each,
    settings::Settings,
    terminal::Terminal,
    work::{Task, known, tasks},
};
use crate::{
    engine::{self, Audit, AuditedDocument, Status},
    files,
    output::{Problem, audit as drawn},
};

/// Run the command.
pub(super) fn run(args: &AuditArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut settings = Settings::new(&args.rules)?;
    let audit = collect(args, &mut settings)?;
    let text = match args.format {
        AuditFormat::Table => drawn::table(&audit, &terminal.look()),
        AuditFormat::Json => drawn::json(&audit),
        AuditFormat::Csv => drawn::csv(&audit),
        AuditFormat::Markdown => drawn::markdown(&audit),
        AuditFormat::Html => drawn::page(&audit, &[]),
    };
    match &args.output {
        None => Terminal::print(&text)?,
        Some(path) => files::write(path, text.as_bytes()).map_err(|error| {
            let shown = files::shown(path);
            Failure::one(Problem::new(format!("{shown} cannot be written: {error}")))
        })?,
    }
    for (path, why) in audit.unread() {
        if !terminal.quiet {
            Terminal::say(&format!("not read: {path}: {why}\n"));
        }
    }
    if audit
        .documents
        .iter()
        .all(|document| matches!(document.entry.status, Status::Skipped(_)))
    {
        let problem = Problem::new("no documents found: nothing was audited");
        return Err(Failure::one(problem));
    }
    Ok(if audit.unread().next().is_some() {
        Exit::Failed
    } else {
        Exit::Clean
    })
}

/// Every document, audited.
fn collect(args: &AuditArgs, settings: &mut Settings) -> Result<Audit, Failure> {
    let tasks = tasks(&args.paths, &args.read, settings)?;
    let here = settings.here()?;
    let first = tasks.iter().find_map(|task| match task {
        Task::Document(job) => Some(job),
        Task::Known(_) => None,
    });
    let mut audit = match first {
        Some(job) => Audit::new(&job.settled.rules, job.policy.profile),
        None => Audit::new(&here.rules, engine::Profile::default()),
    };
    each(&tasks, args.jobs, one, |document| {
        audit.documents.push(document);
        Ok(())
    })?;
    Ok(audit)
}

/// One document.
fn one(task: &Task) -> AuditedDocument {
    let job = match task {
        Task::Document(job) => job,
        Task::Known(entry) => return AuditedDocument::unread(entry.clone()),
    };
    let audited = job.careful(|| {
        let document = job.read()?;
        let reading = job.judge(&document);
        Ok(engine::audit(
            &document,
            &job.settled.rules,
            &job.policy,
            reading,
        ))
    });
    match audited {
        Ok(document) => document,
        Err(error) => AuditedDocument::unread(known(&job.shown, Status::Unread(error))),
    }
}
