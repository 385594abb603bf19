//! Prose laid out for a width, and what a rewrite changes in it word by word.

use anstyle::Style;
use similar::{ChangeTag, TextDiff};
use unicode_width::UnicodeWidthStr as _;

/// A stretch of text in one style.
pub(super) type Run = (Style, String);

/// Most characters of a word that are drawn.
const LONGEST: usize = 300;

/// `text` with words cut that are longer than any word of prose or address.
pub(super) fn short_words(text: &str) -> String {
    let pieces = text.split_inclusive(char::is_whitespace);
    let cut = |piece: &str| match piece.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ", piece.get(..end).unwrap_or_default()),
        None => piece.to_owned(),
    };
    pieces.map(cut).collect()
}

/// Put `runs` on lines of at most `width` columns, the first after `first`, the others after `rest`. White space
/// between words folds to one space. A word is cut only where it is longer than any word of prose or address.
pub(super) fn wrap(runs: &[Run], width: usize, first: &str, rest: &str, out: &mut String) {
    out.push_str(first);
    let mut column = first.rsplit('\n').next().unwrap_or(first).width();
    let mut empty = true;
    // The pieces of the word that is being read: a style may change inside it.
    let mut word: Vec<(Style, &str)> = Vec::new();
    let mut flush = |word: &mut Vec<(Style, &str)>| {
        let wide: usize = word.iter().map(|(_, piece)| piece.width()).sum();
        if word.is_empty() {
            return;
        }
        if !empty && column + 1 + wide > width {
            out.push('\n');
            out.push_str(rest);
            column = rest.width();
        } else if !empty {
            out.push(' ');
            column += 1;
        }
        empty = false;
        column += wide;
        for (style, piece) in word.drain(..) {
            push_styled(style, piece, out);
        }
    };
    for (style, text) in runs {
        for piece in text.split_inclusive(char::is_whitespace) {
            let bare = piece.trim_end();
            match bare.char_indices().nth(LONGEST) {
                Some((end, _)) => {
                    word.push((*style, bare.get(..end).unwrap_or_default()));
                    word.push((*style, "…"));
                }
                None if bare.is_empty() => {}
                None => word.push((*style, bare)),
            }
            if bare.len() < piece.len() {
                flush(&mut word);
            }
        }
    }
    flush(&mut word);
}

/// `text` on lines of at most `width` columns, the first after `first`, the others after `rest`, safe to print.
pub fn paragraph(text: &str, width: usize, first: &str, rest: &str) -> String {
    let mut out = String::new();
    let runs = [(Style::new(), super::clean::text(text).into_owned())];
    wrap(&runs, width, first, rest, &mut out);
    out
}

/// `text` in `style`; the bare text where the style is plain.
pub(super) fn push_styled(style: Style, text: &str, out: &mut String) {
    if style.is_plain() {
        out.push_str(text);
    } else {
        use std::fmt::Write as _;
        let _ = write!(out, "{style}{text}{style:#}");
    }
}

/// `before` with the words that go in `removed`, and `after` with those that come in `added`.
pub(super) fn changes(
    before: &str,
    after: &str,
    removed: Style,
    added: Style,
) -> (Vec<Run>, Vec<Run>) {
    let plain = Style::new();
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for change in TextDiff::from_words(before, after).iter_all_changes() {
        let text = change.value().to_owned();
        match change.tag() {
            ChangeTag::Equal => {
                old.push((plain, text.clone()));
                new.push((plain, text));
            }
            ChangeTag::Delete => old.push((removed, text)),
            ChangeTag::Insert => new.push((added, text)),
        }
    }
    (old, new)
}

#[cfg(test)]
mod tests {
    use anstyle::Style;

    use super::{changes, wrap};

    #[test]
    fn words_wrap_at_the_width_and_folds_white_space() {
        let mut out = String::new();
        let runs = [
            (Style::new(), "one two\n".to_owned()),
            (Style::new(), "three  fo".to_owned()),
            (Style::new().bold(), "ur".to_owned()),
        ];
        wrap(&runs, 10, "- ", "  ", &mut out);
        assert_eq!(out, "- one two\n  three\n  fo\u{1b}[1mur\u{1b}[0m");
    }

    #[test]
    fn only_changed_words_are_styled() {
        let bold = Style::new().bold();
        let (old, new) = changes("stay neutral here", "stay fair here", bold, bold);
        let styled = |runs: &[(Style, String)]| -> String {
            runs.iter()
                .filter(|(style, _)| !style.is_plain())
                .map(|(_, text)| text.as_str())
                .collect()
        };
        assert_eq!(styled(&old), "neutral");
        assert_eq!(styled(&new), "fair");
    }
}
