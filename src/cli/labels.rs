//! Labelled text as files: what `rules score` and `rules train` read.

use std::path::{Path, PathBuf};

use super::{exit::Failure, sources::not_read};
use crate::{
    config,
    document::{self, Document, ReadOptions},
    files,
    finding::Family,
    output::Problem,
    rule::learned::{Labelled, Mark},
};

/// Largest file of labels or document that is read, in bytes.
const LIMIT: u64 = 256 << 20;

/// The mark that says: these are words of law.
pub(super) const LEGAL: &str = "legal-note";

/// A line of labels with its document.
pub(super) struct Passage {
    pub(super) label: Labelled,
    pub(super) document: Document,
}

/// Every line of every file, with its document.
///
/// # Errors
/// Every file and line that cannot be used, and what to do about each.
pub(super) fn read(labelled: &[PathBuf]) -> Result<Vec<Passage>, Failure> {
    let mut out = Vec::new();
    let mut problems: Vec<Problem> = Vec::new();
    for path in labelled {
        let shown = files::shown(path);
        let text = match files::read(path, LIMIT).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => {
                problems.push(
                    Problem::new(format!("{shown} is not UTF-8 text"))
                        .with_help("save it as UTF-8: one JSON object a line"),
                );
                continue;
            }
            Err(error) => {
                problems.push(not_read(&shown, &error));
                continue;
            }
        };
        let lines = match Labelled::parse(&text) {
            Ok(lines) => lines,
            Err(wrong) => {
                problems.extend(wrong.iter().map(|wrong| {
                    Problem::new(format!("{shown}, {wrong}")).with_help(
                        "a line is one JSON object with `id`, `text` or `file`, and `marks`, \
                         each mark with `family` and `span`",
                    )
                }));
                continue;
            }
        };
        if lines.is_empty() {
            problems.push(
                Problem::new(format!("{shown} has no labels"))
                    .with_help("write one JSON object a line: `id`, `text` or `file`, `marks`"),
            );
        }
        for label in lines {
            let wrong = label.marks.iter().filter_map(unknown_family);
            problems.extend(wrong.map(|(message, help)| {
                Problem::new(format!("{} of {shown}: {message}", label.id)).with_help(help)
            }));
            match document(&label, path.parent().unwrap_or(Path::new(""))) {
                Ok(document) => out.push(Passage { label, document }),
                Err(error) => problems.push(
                    Problem::new(format!("{} of {shown} was not read", label.id)).with_help(error),
                ),
            }
        }
    }
    if problems.is_empty() {
        return Ok(out);
    }
    Err(Failure::Problems(
        problems.into_iter().map(|one| Box::new(one) as _).collect(),
    ))
}

/// What is wrong with the family of a mark, and what to do.
fn unknown_family(mark: &Mark) -> Option<(String, String)> {
    if mark.family == LEGAL || Family::from_name(&mark.family).is_some() {
        return None;
    }
    let names = Family::ALL.map(Family::name);
    let help = match config::closest(&mark.family, names) {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("families are {} and {LEGAL}", names.join(", ")),
    };
    Some((
        format!(
            "the mark “{}” is of no known family: `{}`",
            mark.span, mark.family
        ),
        help,
    ))
}

fn document(one: &Labelled, folder: &Path) -> Result<Document, String> {
    let options = ReadOptions::default();
    let read = match (&one.text, &one.file) {
        (Some(text), _) => document::read("passage.md", text.as_bytes(), &options),
        (None, file) => {
            let path = folder.join(file.as_deref().unwrap_or_default());
            let bytes = files::read(&path, LIMIT)
                .map_err(|error| format!("{}: {error}", files::shown(&path)))?;
            document::read(&path.to_string_lossy(), &bytes, &options)
        }
    };
    read.map_err(|error| error.to_string())
}
