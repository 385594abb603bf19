//! Inline markup of reStructuredText.

use crate::document::light::{Inline, at_edge, between};

/// Longest name of a role, and most marks in a row, that are looked at: a line of any length costs the same by character.
const NAME: usize = 64;

/// Inline markup of reStructuredText.
pub(super) fn markup(text: &str, at: usize) -> Inline {
    let rest = text.get(at..).unwrap_or_default();
    let byte = |offset: usize| rest.as_bytes().get(offset).copied();
    match byte(0) {
        Some(b'\\') => match byte(1) {
            Some(b' ' | b'\n') => Inline::Drop(2),
            Some(_) => Inline::Drop(1),
            None => Inline::Plain,
        },
        Some(b'`') if byte(1) == Some(b'`') => match between(text, at, "``", "``") {
            Some(len) => Inline::Hole(len + 4),
            None => Inline::Plain,
        },
        Some(b'`') => reference(text, at, 0),
        Some(b':') => {
            let name = rest.get(1..).unwrap_or_default();
            let len = name
                .bytes()
                .take(NAME)
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:+.".contains(byte))
                .count();
            let role = name.get(..len).unwrap_or_default();
            if len < 2 || !role.ends_with(':') || byte(1 + len) != Some(b'`') {
                return Inline::Plain;
            }
            let code = ["code:", "math:", "literal:", "kbd:", "file:", "raw-html:"].contains(&role);
            match between(text, at + 1 + len, "`", "`") {
                Some(inner) if code => Inline::Hole(1 + len + inner + 2),
                Some(_) => reference(text, at + 1 + len, 1 + len),
                None => Inline::Plain,
            }
        }
        Some(b'*') => {
            let len = if byte(1) == Some(b'*') { 2 } else { 1 };
            if at_edge(text, at, len) {
                Inline::Drop(len)
            } else {
                Inline::Plain
            }
        }
        Some(b'|') => match between(text, at, "|", "|") {
            Some(len)
                if !rest
                    .get(1..1 + len)
                    .is_some_and(|inner| inner.contains('\n')) =>
            {
                let after = match byte(len + 2) {
                    Some(b'_') => 2,
                    _ => 1,
                };
                Inline::Text(1, len, after)
            }
            _ => Inline::Drop(1),
        },
        Some(b'[') => match between(text, at, "[", "]_") {
            Some(len) if len < 40 => Inline::Drop(len + 3),
            _ => Inline::Plain,
        },
        // `word_`: a reference.
        Some(b'_') => {
            let marks = rest.bytes().take(NAME).take_while(|byte| *byte == b'_');
            let after = rest.get(marks.count()..).unwrap_or_default();
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let ends = before.is_some_and(char::is_alphanumeric)
                && after.chars().next().is_none_or(|c| !c.is_alphanumeric());
            if ends {
                Inline::Drop(rest.len() - after.len())
            } else {
                Inline::Plain
            }
        }
        _ => Inline::Plain,
    }
}

/// `` `text <target>`_ `` at `at`, after `lead` bytes that go with it: its text alone.
fn reference(text: &str, at: usize, lead: usize) -> Inline {
    let Some(len) = between(text, at, "`", "`") else {
        return Inline::Plain;
    };
    let inner = text.get(at + 1..at + 1 + len).unwrap_or_default();
    let shown = match inner.split_once('<') {
        Some((shown, _)) if inner.ends_with('>') => shown.trim_end(),
        _ => inner,
    };
    let tail = text.get(at + len + 2..).unwrap_or_default();
    let marks = tail.len() - tail.trim_start_matches('_').len();
    if shown.is_empty() {
        return Inline::Hole(lead + len + 2 + marks);
    }
    Inline::Text(lead + 1, shown.len(), len - shown.len() + 1 + marks)
}
