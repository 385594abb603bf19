//! `annotate`, and `check --annotate`: a copy of a Word document with its findings as comments and tracked changes, or of
//! a PDF with highlights and notes.

use std::{
    collections::BTreeMap,
    fs,
    path::{Component, Path, PathBuf},
};

use super::{
    args::AnnotateArgs,
    exit::{Exit, Failure},
    job::Job,
    put::not_written,
    settings::Settings,
    terminal::Terminal,
    work::one_job,
};
use crate::{
    document::{self, Format},
    files, isolate,
    output::{
        Problem, clean_line, count, pdf_notes,
        word::{self, AnnotateOptions, Annotated},
    },
};

/// Annotate one document.
pub(super) fn run(args: &AnnotateArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut settings = Settings::new(&args.rules)?;
    let job = one_job(&args.file, &args.read, &mut settings)?;
    let options = options(&job, settings.now, args.comments_only);
    let said = job
        .careful(|| write(&job, &args.file, &args.output, &options))
        .map_err(|why| Failure::one(not_annotated(&job.shown(), why)))?;
    if !terminal.quiet {
        Terminal::say(&said);
    }
    Ok(Exit::Clean)
}

/// Annotate every Word document and PDF among `jobs`, each into `folder` under the path it has here.
pub(super) fn all<'j>(
    jobs: impl Iterator<Item = &'j Job>,
    folder: &Path,
    date: u64,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let mut problems: Vec<Box<dyn miette::Diagnostic + Send + Sync>> = Vec::new();
    let mut any = false;
    for job in jobs {
        let Some(path) = job.path() else { continue };
        let known = path.extension().is_some_and(|extension| {
            extension.eq_ignore_ascii_case("docx") || extension.eq_ignore_ascii_case("pdf")
        });
        if !known {
            continue;
        }
        any = true;
        let inside: PathBuf = path
            .components()
            .filter(|part| matches!(part, Component::Normal(_)))
            .collect();
        let target = folder.join(inside);
        let options = options(job, date, false);
        let made = match target.parent() {
            Some(parent) => fs::create_dir_all(parent).map_err(|error| {
                let shown = files::shown(parent);
                format!("the folder {shown} cannot be made: {error}")
            }),
            None => Ok(()),
        };
        match made.and_then(|()| job.careful(|| write(job, path, &target, &options))) {
            Ok(said) if !terminal.quiet => Terminal::say(&said),
            Ok(_) => {}
            Err(why) => problems.push(Box::new(not_annotated(&job.shown(), why))),
        }
    }
    if !any && !terminal.quiet {
        Terminal::say("nothing was annotated: no Word document or PDF is among the documents\n");
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::Problems(problems))
}

fn not_annotated(shown: &str, why: String) -> Problem {
    Problem::new(format!("{} was not annotated", clean_line(shown))).with_help(why)
}

/// Annotate `source`, the document of `job`, as `target`; what to tell the user.
fn write(
    job: &Job,
    source: &Path,
    target: &Path,
    options: &AnnotateOptions,
) -> Result<String, String> {
    let same = match (fs::canonicalize(source), fs::canonicalize(target)) {
        (Ok(source), Ok(target)) => source == target,
        _ => false,
    };
    if same {
        return Err(
            "the copy must not replace the original: give another name after `-o`".to_owned(),
        );
    }
    let bytes = job.bytes()?;
    match document::format_of(&job.shown(), &bytes).map_err(|error| error.to_string())? {
        Format::Docx => {}
        Format::Pdf => return write_pdf(job, &bytes, target, options.date),
        other => {
            return Err(format!(
                "it is a {} document; only Word documents (.docx) and PDFs can be annotated",
                other.name()
            ));
        }
    }
    let document = job.read_bytes(&bytes)?;
    let reading = job.judge(&document);
    let annotated = word::annotate(&bytes, &document, &reading.findings, options)
        .map_err(|error| error.to_string())?;
    files::write(target, &annotated.bytes).map_err(|error| not_written(target, &error))?;
    Ok(summary(target, &annotated))
}

/// Annotate the PDF `bytes`, the document of `job`, as `target`; what to tell the user.
fn write_pdf(job: &Job, bytes: &[u8], target: &Path, date: u64) -> Result<String, String> {
    // A document does not keep the places of its words.
    let (document, places) = isolate::read_pdf(bytes)
        .and_then(|pages| pages.into_document_and_places(&job.shown()))
        .map_err(|error| error.to_string())?;
    let reading = job.judge(&document);
    let noted = pdf_notes::annotate(bytes, &places, &reading.findings, date)
        .map_err(|error| error.to_string())?;
    files::write(target, &noted.bytes).map_err(|error| not_written(target, &error))?;
    Ok(format!(
        "{}: {}, {}\n",
        clean_line(&files::shown(target)),
        count(noted.highlights, "highlight"),
        count(noted.notes, "note")
    ))
}

/// What was written, and what could only be said in a comment.
fn summary(target: &Path, annotated: &Annotated) -> String {
    let mut out = format!(
        "{}: {}, {}\n",
        clean_line(&files::shown(target)),
        count(annotated.comments, "comment"),
        count(annotated.changes, "tracked change")
    );
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, reason) in &annotated.comment_only {
        *reasons.entry(reason).or_default() += 1;
    }
    for (reason, times) in reasons {
        out.push_str(&format!(
            "  {} in the comment only: {reason}\n",
            count(times, "rewrite")
        ));
    }
    out
}

/// How `job` is annotated, its comments dated `date`.
fn options(job: &Job, date: u64, comments_only: bool) -> AnnotateOptions {
    AnnotateOptions {
        date,
        tracked: job.terms.tracked,
        comments_only,
    }
}
