//! Inline markup of AsciiDoc.

use crate::document::light::{Inline, at_edge, between};

/// Markup of an image's alternative text: its words up to the first comma.
pub(super) fn alt_text(text: &str, at: usize) -> Inline {
    let rest = text.get(at..).unwrap_or_default();
    match rest.starts_with(',') {
        true => Inline::Drop(rest.len()),
        false => Inline::Plain,
    }
}

/// Inline markup of AsciiDoc.
pub(super) fn markup(text: &str, at: usize) -> Inline {
    let rest = text.get(at..).unwrap_or_default();
    let byte = |offset: usize| rest.as_bytes().get(offset).copied();
    let hole = |open: &str, close: &str| match between(text, at, open, close) {
        Some(len) => Inline::Hole(open.len() + len + close.len()),
        None => Inline::Plain,
    };
    match byte(0) {
        Some(b'\\') if byte(1).is_some_and(|byte| byte.is_ascii_punctuation()) => Inline::Drop(1),
        Some(b'`') if byte(1) == Some(b'`') => hole("``", "``"),
        // `"` and `` ` `` make typographic quotation marks, not code.
        Some(b'"') if byte(1) == Some(b'`') => Inline::Text(0, 1, 1),
        Some(b'`') if byte(1) == Some(b'"') => Inline::Drop(1),
        Some(b'`') if at_edge(text, at, 1) => hole("`", "`"),
        Some(b'+') if byte(1) == Some(b'+') => hole("++", "++"),
        Some(b'+') if rest.trim_start_matches('+').is_empty() || byte(1) == Some(b'\n') => {
            Inline::Drop(1)
        }
        Some(sign @ (b'*' | b'_' | b'#')) => {
            let len = if byte(1) == Some(sign) { 2 } else { 1 };
            if len == 2 || at_edge(text, at, 1) {
                Inline::Drop(len)
            } else {
                Inline::Plain
            }
        }
        Some(b'{') => match between(text, at, "{", "}") {
            Some(len)
                if len < 40
                    && rest
                        .get(1..=len)
                        .is_some_and(|name| !name.contains([' ', '\n'])) =>
            {
                Inline::Hole(len + 2)
            }
            _ => Inline::Plain,
        },
        Some(b'(') if rest.starts_with("(((") => match between(text, at, "(((", ")))") {
            Some(len) => Inline::Drop(len + 6),
            None => Inline::Plain,
        },
        Some(b'<') if byte(1) == Some(b'<') => match between(text, at, "<<", ">>") {
            Some(len) => {
                let inner = rest.get(2..2 + len).unwrap_or_default();
                match inner.find(',') {
                    Some(comma) => Inline::Text(3 + comma, len - comma - 1, 2),
                    None => Inline::Hole(len + 4),
                }
            }
            None => Inline::Plain,
        },
        Some(b'[') if byte(1) == Some(b'[') => match between(text, at, "[[", "]]") {
            Some(len) => Inline::Drop(len + 4),
            None => Inline::Plain,
        },
        Some(b'[') => match between(text, at, "[", "]#") {
            Some(len) if len < 40 => Inline::Drop(len + 3),
            _ => Inline::Plain,
        },
        Some(byte) if byte.is_ascii_alphabetic() => inline_macro(rest),
        _ => Inline::Plain,
    }
}

/// `name:target[words]` or an address with words in brackets.
fn inline_macro(rest: &str) -> Inline {
    // A target is short; without a limit a text without blanks would cost its square.
    let near = rest.len().min(300);
    let near = (0..4).find_map(|less| rest.get(..near.saturating_sub(less)));
    let word = near
        .unwrap_or_default()
        .find(|c: char| c.is_whitespace() || c == '[')
        .filter(|end| rest.as_bytes().get(*end) == Some(&b'['));
    let Some(open) = word else {
        return Inline::Plain;
    };
    let target = rest.get(..open).unwrap_or_default();
    let Some((name, _)) = target.split_once(':') else {
        return Inline::Plain;
    };
    let Some(len) =
        between(rest, open, "[", "]").or_else(|| rest.get(open..)?.starts_with("[]").then_some(0))
    else {
        return Inline::Plain;
    };
    let whole = open + len + 2;
    match name {
        "footnote" | "footnoteref" | "indexterm" | "anchor" => Inline::Drop(whole),
        "image" | "icon" | "kbd" | "btn" | "menu" | "stem" | "latexmath" | "asciimath" | "pass" => {
            Inline::Hole(whole)
        }
        "link" | "xref" | "mailto" | "http" | "https" | "ftp" | "irc" if len == 0 => {
            Inline::Hole(whole)
        }
        "link" | "xref" | "mailto" | "http" | "https" | "ftp" | "irc" => {
            let inner = rest.get(open + 1..open + 1 + len).unwrap_or_default();
            let shown = inner.trim_end_matches('^').len();
            Inline::Text(open + 1, shown, len - shown + 1)
        }
        _ => Inline::Plain,
    }
}
