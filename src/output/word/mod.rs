//! Findings written back into the Word document they were made in.
//!
//! Every finding becomes a comment on its words, the best rewrite that can be written a tracked change beside it. The
//! part that holds the text is changed only where a comment or a change goes; every other part is copied as it is
//! packed. Before anything is handed out, the copy is read again: rejecting every change must give the original text.

mod anchor;
mod change;
mod comment;
mod package;
mod splice;

use std::{collections::BTreeSet, error, fmt};

use crate::{
    document::{Document, Format, Tracked, docx},
    finding::{Applicability, Finding, Fix, Place},
    text::Span,
};

use change::Change;
use splice::{Mark, Plan};

/// Who comments and changes.
const AUTHOR: &str = "equilint";

/// How to annotate.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnnotateOptions {
    /// The date of comments and changes, in seconds since 1970 (UTC).
    pub date: u64,
    /// The state of tracked changes that the document was read in.
    pub tracked: Tracked,
    /// Whether to leave the text alone and only comment.
    pub comments_only: bool,
}

/// An annotated copy, and what was written into it.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The copy.
    pub bytes: Vec<u8>,
    /// Comments written: one for each finding.
    pub comments: usize,
    /// Rewrites written as tracked changes.
    pub changes: usize,
    /// Findings whose rewrite stands in the comment only (an index into the findings), and why.
    pub comment_only: Vec<(usize, &'static str)>,
}

/// Why a document could not be annotated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnnotateError {
    /// It is no Word document.
    NotWord,
    /// It could not be read or copied, and why.
    Unreadable(String),
    /// Its text is not the one that the findings were made in.
    OtherText,
    /// It is signed: any change would break the signature.
    Signed,
    /// Its protection forbids comments.
    Protected(String),
    /// A check of the copy failed, so it was not handed out.
    CheckFailed,
}

impl fmt::Display for AnnotateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWord => {
                f.write_str("only Word documents (.docx) can be annotated: save it as .docx first")
            }
            Self::Unreadable(why) => f.write_str(why),
            Self::OtherText => f.write_str(
                "the file is not the one that was checked, or was read with other options: check it again",
            ),
            Self::Signed => f.write_str(
                "the document is digitally signed, and a comment would break the signature: annotate a copy saved without it",
            ),
            Self::Protected(how) => write!(
                f,
                "the document is protected ({how}): stop the protection (Review › Restrict Editing) in a copy and annotate that"
            ),
            Self::CheckFailed => f.write_str(
                "the annotated copy did not read back as the original, so it was not written: please report this document's make-up",
            ),
        }
    }
}

impl error::Error for AnnotateError {}

/// A copy of `original`, the Word document that `document` was read from, with `findings` as comments and tracked
/// changes.
///
/// # Errors
/// When it cannot be annotated without harm; the error says why.
pub fn annotate(
    original: &[u8],
    document: &Document,
    findings: &[Finding],
    options: &AnnotateOptions,
) -> Result<Annotated, AnnotateError> {
    if document.format != Format::Docx {
        return Err(AnnotateError::NotWord);
    }
    let (again, map) = docx::read_mapped(&document.path, original, options.tracked)
        .map_err(|error| AnnotateError::Unreadable(error.to_string()))?;
    if again.text != document.text {
        return Err(AnnotateError::OtherText);
    }
    let parts = package::Parts::open(original, &map)?;
    let may_change = parts.may_change_text()? && !options.comments_only;
    if findings.is_empty() {
        return Ok(Annotated {
            bytes: original.to_vec(),
            comments: 0,
            changes: 0,
            comment_only: Vec::new(),
        });
    }

    let date = package::moment(options.date);
    let mut plan = Plan::new(parts.ids()?, date.clone(), parts.names());
    let mut comments = Vec::with_capacity(findings.len());
    let mut comment_only = Vec::new();
    let mut taken: Vec<Span> = Vec::new();
    let mut added = BTreeSet::new();
    let mut changes = 0;
    for (index, finding) in findings.iter().enumerate() {
        let span = match finding.place {
            Place::Text(span) | Place::Section(span) => span,
            Place::Document | Place::Manual => anchor::title(document, &map),
        };
        let Some(anchor) = anchor::find(document, &map, span) else {
            return Err(AnnotateError::CheckFailed);
        };
        let mut written = None;
        // What is missing has no words to change: its clause stands in the comment.
        let fix = best_fix(finding).filter(|_| matches!(finding.place, Place::Text(_)));
        if let Some((number, fix)) = fix {
            match change(document, &map, fix, may_change, &mut taken, &mut added) {
                Ok(change) => {
                    plan.change(change);
                    changes += 1;
                    written = Some(number);
                }
                Err(reason) => comment_only.push((index, reason)),
            }
        }
        let id = plan.id();
        plan.mark(anchor.start, Mark::CommentStart(id));
        plan.mark(anchor.end, Mark::CommentEnd(id));
        comments.push(comment::text(id, finding, &anchor, written));
    }
    let main = plan.apply(parts.main(), &map)?;
    let bytes = parts.write(main, &comments, &date)?;
    check(original, &bytes, document)?;
    Ok(Annotated {
        bytes,
        comments: comments.len(),
        changes,
        comment_only,
    })
}

/// The first fix that may be written, and its number.
fn best_fix(finding: &Finding) -> Option<(usize, &Fix)> {
    let writable = |fix: &Fix| {
        fix.applicability >= Applicability::Unsafe
            && !fix.changes.is_empty()
            && !fix.changes.iter().any(|(_, with)| has_blank(with))
    };
    finding
        .fixes
        .iter()
        .enumerate()
        .find(|(_, fix)| writable(fix))
}

/// Whether a text has a `[blank]` that only a person can fill.
fn has_blank(text: &str) -> bool {
    text.split_once('[')
        .is_some_and(|(_, after)| after.contains(']'))
}

/// Where and how `fix` goes into the file, or why it does not.
fn change(
    document: &Document,
    map: &docx::map::Map,
    fix: &Fix,
    may_change: bool,
    taken: &mut Vec<Span>,
    added: &mut BTreeSet<(Span, String)>,
) -> Result<Change, &'static str> {
    if !may_change {
        return Err("the document allows comments only");
    }
    let mut change = Change::default();
    let mut spans = Vec::new();
    for (span, with) in &fix.changes {
        let (span, with) = smallest(document, *span, with);
        if span.is_empty() && with.is_empty() {
            continue;
        }
        if taken.iter().any(|other| collide(*other, span)) {
            return Err("another rewrite changes the same words");
        }
        if added.contains(&(span, with.to_owned())) {
            return Err("another rewrite adds the same words");
        }
        change.replace(document, map, span, with)?;
        spans.push((span, with.to_owned()));
    }
    for (span, with) in spans {
        taken.push(span);
        added.insert((span, with));
    }
    Ok(change)
}

/// Whether two changes touch the same words. Two additions at one place do not.
fn collide(a: Span, b: Span) -> bool {
    a.meets(b)
        || (a.is_empty() && b.start < a.start && a.start < b.end)
        || (b.is_empty() && a.start < b.start && b.start < a.end)
}

/// The change without the words that stay, at its start and end.
fn smallest<'w>(document: &Document, span: Span, with: &'w str) -> (Span, &'w str) {
    let old = document.slice(span);
    let same = old
        .char_indices()
        .zip(with.char_indices())
        .take_while(|((_, a), (_, b))| a == b)
        .map(|((at, c), _)| at + c.len_utf8())
        .last()
        .unwrap_or(0);
    // Whole words only: half a word struck out is hard to read.
    let start = word_start(old, with, same);
    let old_rest = old.get(start..).unwrap_or_default();
    let new_rest = with.get(start..).unwrap_or_default();
    let same = old_rest
        .chars()
        .rev()
        .zip(new_rest.chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(c, _)| c.len_utf8())
        .sum();
    let tail = word_tail(old_rest, new_rest, same);
    let cut = |text: usize| u32::try_from(text).expect("text is shorter than 4 GiB");
    let shrunk = Span::new(span.start + cut(start), span.end - cut(tail));
    let kept = new_rest.get(..new_rest.len() - tail).unwrap_or_default();
    (shrunk, kept)
}

/// The last place at or before `same` where no word is cut in either text.
fn word_start(old: &str, new: &str, same: usize) -> usize {
    let whole = |text: &str, at: usize| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at..).and_then(|text| text.chars().next());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !(letter(before) && letter(after))
    };
    (0..=same)
        .rev()
        .find(|at| {
            old.is_char_boundary(*at)
                && new.is_char_boundary(*at)
                && whole(old, *at)
                && whole(new, *at)
        })
        .unwrap_or(0)
}

/// How many of the last `same` bytes can stay without cutting a word in either text.
fn word_tail(old: &str, new: &str, same: usize) -> usize {
    let whole = |text: &str, tail: usize| {
        let at = text.len() - tail;
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at..).and_then(|text| text.chars().next());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        text.is_char_boundary(at) && !(letter(before) && letter(after))
    };
    (0..=same)
        .rev()
        .find(|tail| whole(old, *tail) && whole(new, *tail))
        .unwrap_or(0)
}

/// Read the copy again: without its changes it says what the original says, and so do its other readings.
fn check(original: &[u8], copy: &[u8], document: &Document) -> Result<(), AnnotateError> {
    let read = |bytes| {
        docx::read_mapped(&document.path, bytes, Tracked::Original)
            .map(|(document, _)| document.text)
    };
    // A document whose every word is a tracked insertion has no text before; then there is nothing to compare.
    match (read(original), read(copy)) {
        (Ok(before), Ok(after)) if before == after => Ok(()),
        (Err(before), Err(after)) if before == after => Ok(()),
        _ => Err(AnnotateError::CheckFailed),
    }
}

#[cfg(test)]
mod tests;
