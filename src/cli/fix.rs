//! Writing rewrites into documents.

use std::{collections::BTreeMap, fmt::Write as _};

use similar::TextDiff;

use super::{
    args::FixArgs,
    job::{Job, Source},
};
use crate::{
    document::Document,
    engine::{self, Left, Reading, Wanted},
    files,
    finding::Applicability,
    output::{clean_line, count},
};

/// What became of one document.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// Rewrites written, or that would be.
    pub(super) written: usize,
    /// Findings left, by reason.
    pub(super) left: BTreeMap<Left, usize>,
    /// What would change, as a unified diff.
    pub(super) diff: String,
    /// Why the document could not be written.
    refused: Option<String>,
}

impl Change {
    /// Count `finding` as left for `reason`.
    pub(super) fn leave(&mut self, reason: Left) {
        *self.left.entry(reason).or_insert(0) += 1;
    }

    /// Put `new` in place of `old`, the text of the document at `source`. Where that cannot be done the document is as it
    /// was, and nothing counts as written. Says whether it was done.
    pub(super) fn put(&mut self, source: &Source, shown: &str, old: &str, new: &str) -> bool {
        let refused = match source {
            Source::File(path) => match files::replace(path, old.as_bytes(), new.as_bytes()) {
                Ok(()) => return true,
                Err(error) => format!("{}: {error}", clean_line(shown)),
            },
            Source::Bytes(_) => "standard input: `--diff` shows what would change".to_owned(),
        };
        self.written = 0;
        self.refused = Some(format!("not written: {refused}\n"));
        false
    }

    /// Show `new` in place of `old`, the text of the document called `shown`.
    pub(super) fn show(&mut self, shown: &str, old: &str, new: &str) {
        let name = clean_line(shown);
        let diff = TextDiff::from_lines(old, new);
        self.diff = diff
            .unified_diff()
            .header(&format!("a/{name}"), &format!("b/{name}"))
            .to_string();
    }
}

/// The text of `document`, read from `bytes`, where edits can be written into it: edits are bytes of the file, so a
/// document that was decoded first, or has no text, is not written.
pub(super) fn writable<'d>(document: &'d Document, bytes: &[u8]) -> Option<&'d str> {
    let source = document.source.as_deref();
    source.filter(|source| source.as_bytes() == bytes)
}

/// Mend the document of `job` as `args` say, and judge what it has become.
pub(super) fn fix(job: &Job, args: &FixArgs) -> (Reading, Change) {
    let mended = job.careful(|| mend(job, args));
    mended.unwrap_or_else(|error| (job.unread(error), Change::default()))
}

fn mend(job: &Job, args: &FixArgs) -> Result<(Reading, Change), String> {
    let bytes = job.bytes()?;
    let document = job.read_bytes(&bytes)?;
    let mut change = Change::default();
    let Some(source) = writable(&document, &bytes) else {
        let reading = job.judge(&document);
        change
            .left
            .insert(Left::NotWritable, reading.findings.len());
        return Ok((reading, change));
    };
    let wanted = Wanted {
        least: if args.unsafe_too {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        },
        blanks: args.with_blanks,
    };
    let judge = |text: &str| Ok(job.judge(&job.read_bytes(text.as_bytes())?).findings);
    let mended = engine::mend(source, wanted, judge).map_err(|error: String| error)?;
    for (_, reason) in &mended.left {
        change.leave(*reason);
    }
    change.written = mended.written.len();
    let mut written = false;
    if mended.text != source {
        if args.diff {
            change.show(&job.shown(), source, &mended.text);
        } else {
            written = change.put(&job.source, &job.shown(), source, &mended.text);
        }
    }
    // What is reported is what stands there.
    let reading = if written {
        job.judge(&job.read_bytes(mended.text.as_bytes())?)
    } else {
        job.judge(&document)
    };
    Ok((reading, change))
}

/// What became of all documents.
#[derive(Debug, Default)]
pub(super) struct Counts {
    written: usize,
    documents: usize,
    left: BTreeMap<Left, usize>,
    /// Why documents could not be written, a line each.
    pub(super) refused: Vec<String>,
}

impl Counts {
    pub(super) fn add(&mut self, change: Change) {
        self.written += change.written;
        self.documents += usize::from(change.written > 0);
        for (reason, count) in change.left {
            *self.left.entry(reason).or_insert(0) += count;
        }
        self.refused.extend(change.refused);
    }

    /// The documents that could not be written.
    pub(super) fn refusals(&self) -> String {
        self.refused.concat()
    }

    /// How many rewrites were written, or would be, and why others were not.
    pub(super) fn summary(&self, diff: bool) -> String {
        let mut text = self.refusals();
        let verb = if diff { "to write" } else { "written" };
        let _ = write!(text, "{} {verb}", count(self.written, "rewrite"));
        if self.written > 0 {
            let _ = write!(text, " in {}", count(self.documents, "document"));
        }
        let left: Vec<_> = self
            .left
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(reason, count)| format!("{count} {}", why(*reason)))
            .collect();
        if !left.is_empty() {
            let _ = write!(text, "; left: {}", left.join(", "));
        }
        text.push('\n');
        text
    }
}

/// Why findings were left, for people.
fn why(reason: Left) -> &'static str {
    match reason {
        Left::NoRewrite => "without a rewrite",
        Left::NotWritable => "in words that cannot be edited in place",
        Left::Review => "to review (--unsafe writes them)",
        Left::Blanks => "with blanks for you to fill",
        Left::DoesNotHold => "whose rewrite would be flagged again",
        Left::Declined => "that you left",
    }
}
