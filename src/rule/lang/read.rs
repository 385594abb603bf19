//! A rule file as it is written, or every mistake of keys and types in it.
//!
//! The parser stops at its first mistake. What it stopped at is taken out, and the rest is read again.

use std::{mem, ops::Range};

use serde::Deserialize as _;
use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue, Deserializer, Error},
};

use super::file::RuleFile;

/// A mistake: bytes of the file, and what is wrong.
pub(super) type Mistake = (Range<usize>, String);

/// Most mistakes that are told of one file.
const MOST: usize = 50;

/// The rule file `text`.
///
/// # Errors
/// Every mistake in it; where it is no TOML at all, the first.
pub(super) fn read(text: &str) -> Result<RuleFile, Vec<Mistake>> {
    let mut error = match toml::from_str::<RuleFile>(text) {
        Ok(file) => return Ok(file),
        Err(error) => error,
    };
    let Ok(mut table) = DeTable::parse(text) else {
        return Err(vec![(place(&error), error.message().to_owned())]);
    };
    let mut mistakes = Vec::new();
    // Tables of which something was taken out: that it is missing now is no mistake of its own.
    let mut mended: Vec<Range<usize>> = Vec::new();
    while mistakes.len() < MOST {
        let span = place(&error);
        let missing = error.message().starts_with("missing field");
        if !(missing && mended.contains(&span)) {
            mistakes.push((span.clone(), error.message().to_owned()));
        }
        let at = table.span();
        let Some(inside) = take(table.get_mut(), at, &span) else {
            break;
        };
        mended.push(inside);
        match RuleFile::deserialize(Deserializer::from(table.clone())) {
            Ok(_) => break,
            Err(next) => error = next,
        }
    }
    Err(mistakes)
}

fn place(error: &Error) -> Range<usize> {
    error.span().unwrap_or(0..0)
}

/// Take out of `table`, which stands at `at`, the key or value at `span`: where the table stands that it was in. A list of
/// tables stands where its first table does, so what is inside is tried first.
fn take(table: &mut DeTable<'_>, at: Range<usize>, span: &Range<usize>) -> Option<Range<usize>> {
    let inside = |(_, value)| take_inside(value, span);
    if let Some(inside) = table.iter_mut().find_map(inside) {
        return Some(inside);
    }
    let before = table.len();
    let kept = mem::replace(table, DeTable::new()).into_iter();
    *table = kept
        .filter(|(key, value)| key.span() != *span && value.span() != *span)
        .collect();
    (table.len() < before).then_some(at)
}

/// The same inside a value.
fn take_inside(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>) -> Option<Range<usize>> {
    let at = value.span();
    match value.get_mut() {
        DeValue::Table(table) => take(table, at, span),
        DeValue::Array(items) => {
            let inside = |item| take_inside(item, span);
            if let Some(inside) = items.iter_mut().find_map(inside) {
                return Some(inside);
            }
            let before = items.len();
            let kept = mem::replace(items, DeArray::new()).into_iter();
            *items = kept.filter(|item| item.span() != *span).collect();
            (items.len() < before).then_some(at)
        }
        _ => None,
    }
}
