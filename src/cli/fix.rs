//! Writing rewrites into documents.

use std::{collections::BTreeMap, fmt::Write as _};

use similar::TextDiff;

use super::{
    args::FixArgs,
    work::{Job, Source},
};
use crate::{
    engine::{self, Left, Reading, Wanted},
    files,
    finding::Applicability,
    output::clean_line,
};

/// What became of one document.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// Rewrites written, or that would be.
    written: usize,
    /// Findings left, by reason.
    left: BTreeMap<Left, usize>,
    /// What would change, as a unified diff.
    pub(super) diff: String,
    /// Why the document could not be written.
    refused: Option<String>,
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
    // Edits are bytes of the file: a document that was decoded first, or has no text, is not written.
    let source = document
        .source
        .as_deref()
        .filter(|source| source.as_bytes() == bytes);
    let Some(source) = source else {
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
        *change.left.entry(*reason).or_insert(0) += 1;
    }
    change.written = mended.written.len();
    if mended.text == source {
        return Ok((job.judge(&document), change));
    }
    if args.diff {
        // Nothing is written: what is reported is what stands there.
        let name = clean_line(&job.shown);
        let diff = TextDiff::from_lines(source, mended.text.as_str());
        change.diff = diff
            .unified_diff()
            .header(&format!("a/{name}"), &format!("b/{name}"))
            .to_string();
        return Ok((job.judge(&document), change));
    }
    if let Source::File(path) = &job.source
        && let Err(error) = files::replace(path, &bytes, mended.text.as_bytes())
    {
        change.written = 0;
        change.refused = Some(format!(
            "not written: {}: {error}\n",
            clean_line(&job.shown)
        ));
        return Ok((job.judge(&document), change));
    } else if let Source::Bytes(_) = &job.source {
        change.written = 0;
        change.refused =
            Some("not written: standard input: `--diff` shows what would change\n".to_owned());
        return Ok((job.judge(&document), change));
    }
    Ok((job.judge(&job.read_bytes(mended.text.as_bytes())?), change))
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
        let plural = |count: usize, noun: &str| {
            if count == 1 {
                format!("1 {noun}")
            } else {
                format!("{count} {noun}s")
            }
        };
        let _ = write!(text, "{} {verb}", plural(self.written, "rewrite"));
        if self.written > 0 {
            let _ = write!(text, " in {}", plural(self.documents, "document"));
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
    }
}
