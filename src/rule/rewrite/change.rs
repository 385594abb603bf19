//! From words to a change of the document: what is replaced, in what shape, and whether a program may write it.

use super::{
    Passage,
    words::{capitalised, fold},
};
use crate::{
    finding::{Applicability, Fix},
    rule::lang::RewriteMode,
    text::{Edit, Span},
};

/// The change that puts `body` in its place.
pub(super) fn change(passage: &Passage<'_>, title: &str, body: &str, mode: RewriteMode) -> Fix {
    let document = passage.document;
    let sentence = document.slice(passage.sentence);
    let (span, with, after) = match mode {
        RewriteMode::Sentence => {
            let with = shaped(sentence, body);
            (passage.sentence, with.clone(), with)
        }
        RewriteMode::Words => {
            let at = (passage.span.start - passage.sentence.start) as usize;
            let end = (passage.span.end - passage.sentence.start) as usize;
            let before = sentence.get(..at).unwrap_or_default();
            let body = if before.trim().is_empty() {
                capitalised(body)
            } else {
                body.to_owned()
            };
            let behind = sentence.get(end..).unwrap_or_default();
            let after = format!("{before}{body}{behind}");
            (passage.span, body, after)
        }
        RewriteMode::Append => {
            let (kept, tail) = tail(sentence);
            let at = passage.sentence.start
                + u32::try_from(kept.len()).expect("a sentence is shorter than 4 GiB");
            // A bracket or quotation mark ends a sentence only where the mark of its end stands before it.
            let inner = kept.trim_end_matches(['”', '"', '’', '\'', ')', '*', '_']);
            let stop = if inner.ends_with(['.', '?', '!']) {
                ""
            } else {
                "."
            };
            let body = if tail.is_empty() {
                body
            } else {
                body.trim_end_matches('.')
            };
            let with = format!("{stop} {body}{tail}");
            let after = format!("{kept}{with}");
            (Span::new(at, passage.sentence.end), with, after)
        }
    };
    let edits = edits(passage, span, &with, mode);
    let applicability = if body.contains('[') || edits.is_empty() && document.source.is_some() {
        Applicability::Display
    } else if mode == RewriteMode::Append {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    Fix {
        title: title.to_owned(),
        applicability,
        changes: vec![(span, with)],
        edits,
        places: Vec::new(),
        before: fold(sentence),
        after: fold(&after),
    }
    .placed(document)
}

/// The change in bytes of the file; nothing where the file has markup in the words that would be lost.
fn edits(passage: &Passage<'_>, span: Span, with: &str, mode: RewriteMode) -> Vec<Edit> {
    let document = passage.document;
    let Some(source) = document.source.as_deref() else {
        return Vec::new();
    };
    if mode == RewriteMode::Append && span.is_empty() {
        let last = Span::new(span.end.saturating_sub(1), span.end);
        let range = document.source_range(last);
        return range
            .map(|range| Edit::insertion(range.end, with))
            .into_iter()
            .collect();
    }
    let Some(range) = document.source_range(span) else {
        return Vec::new();
    };
    let old = source
        .get(range.start as usize..range.end as usize)
        .unwrap_or_default();
    if fold(old) != fold(document.slice(span)) {
        return Vec::new();
    }
    vec![Edit::replacement(range, with)]
}

/// A rewritten sentence in the shape of the old one: no final stop where it had none.
fn shaped(sentence: &str, body: &str) -> String {
    if !sentence.ends_with(['.', ';', ':', '?', '!']) {
        return body.trim_end_matches('.').to_owned();
    }
    body.to_owned()
}

/// A sentence without the mark and conjunction by which it stands in a list, and these.
fn tail(sentence: &str) -> (&str, &str) {
    let trimmed = sentence.trim_end();
    let bare = trimmed
        .strip_suffix(" and")
        .or_else(|| trimmed.strip_suffix(" or"))
        .unwrap_or(trimmed);
    let kept = bare.trim_end_matches([';', ',']);
    if kept.len() == bare.len() {
        (sentence, "")
    } else {
        sentence.split_at(kept.len())
    }
}
