//! Lines of plain text, and what they look like one by one.

use std::ops::Range;

/// A line without its indent and line end.
#[derive(Clone, Debug)]
pub(in crate::document) struct Line<'a> {
    pub(in crate::document) text: &'a str,
    /// Bytes of the file.
    pub(in crate::document) range: Range<usize>,
    /// Columns before it; a tab goes to the next multiple of four.
    pub(in crate::document) indent: usize,
    /// What makes it a list item, where something does.
    pub(in crate::document) marker: Option<Marker>,
}

/// How an item is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Style {
    /// A dash or bullet.
    Sign(char),
    /// `(a)`, `a)`, `1)`, by what is counted with.
    Bracketed(Count),
    /// `1.`, `a.`, `1.2`, by what is counted with.
    Stop(Count),
}

/// What items are counted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Count {
    Number,
    Lower,
    Upper,
}

/// The mark of a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) struct Marker {
    pub(in crate::document) style: Style,
    /// Where the item's words start, a byte of the file.
    pub(in crate::document) end: usize,
    /// Whether it can be the first of its list.
    pub(in crate::document) first: bool,
    /// How many numbers it has: `1.2` has 2.
    pub(in crate::document) parts: u8,
}

impl Line<'_> {
    /// Whether it holds a letter or digit.
    pub(in crate::document) fn has_words(&self) -> bool {
        self.text.chars().any(char::is_alphanumeric)
    }
}

/// The lines of `text` from the byte `from` on.
pub(in crate::document) fn lines(text: &str, from: usize) -> Vec<Line<'_>> {
    let mut at = from;
    let body = text.get(from..).unwrap_or_default();
    let mut lines = Vec::with_capacity(body.len() / 64 + 1);
    for whole in body.split_inclusive('\n') {
        let trimmed = whole.trim_start();
        let lead = whole.len() - trimmed.len();
        let words = trimmed.trim_end();
        let start = at + lead;
        let mut indent = 0;
        for c in whole.chars().take_while(|c| c.is_whitespace()) {
            indent = if c == '\t' {
                (indent / 4 + 1) * 4
            } else {
                indent + 1
            };
        }
        lines.push(Line {
            text: words,
            range: start..start + words.len(),
            indent,
            marker: marker(words, start),
        });
        at += whole.len();
    }
    lines
}

/// The list marker that `line` begins with; `start` is where the line begins in the file.
fn marker(line: &str, start: usize) -> Option<Marker> {
    let (head, tail) = line.split_once([' ', '\t'])?;
    let end = start + line.len() - tail.trim_start().len();
    let mark = |style, first, parts| Marker {
        style,
        end,
        first,
        parts,
    };
    let mut signs = head.chars();
    if let (Some(sign), None) = (signs.next(), signs.next()) {
        let known = matches!(
            sign,
            '-' | '*'
                | '+'
                | '•'
                | '–'
                | '—'
                | '▪'
                | '‣'
                | '·'
                | '◦'
                | '○'
                | '●'
                | '■'
                | '□'
                | '➢'
                | '\u{f0b7}'
                | '\u{f0a7}'
                | 'o'
        );
        return known.then(|| mark(Style::Sign(sign), true, 0));
    }
    if let Some(inner) = head.strip_suffix(')') {
        let inner = inner.strip_prefix('(').unwrap_or(inner);
        let (count, first) = count(inner)?;
        return Some(mark(Style::Bracketed(count), first, 1));
    }
    let inner = head.strip_suffix('.').unwrap_or(head);
    if inner.contains('.') {
        // `1.2` and deeper; `2.5 percent` is a number.
        let numbered = inner.split('.').all(|part| {
            !part.is_empty() && part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit())
        });
        let title = tail.trim_start().starts_with(char::is_uppercase);
        let parts = u8::try_from(inner.split('.').take(6).count()).unwrap_or(6);
        return (numbered && title)
            .then(|| mark(Style::Stop(Count::Number), inner.ends_with(".1"), parts));
    }
    let (count, first) = count(inner).filter(|_| head.ends_with('.'))?;
    Some(mark(Style::Stop(count), first, 1))
}

/// What `mark` counts with, and whether it can be a first one. Letters stand alone or are Roman numerals.
fn count(mark: &str) -> Option<(Count, bool)> {
    let all = |wanted: fn(&u8) -> bool| mark.bytes().all(|byte| wanted(&byte));
    let roman = |set: &[u8]| mark.len() <= 5 && mark.bytes().all(|byte| set.contains(&byte));
    if mark.is_empty() {
        None
    } else if all(u8::is_ascii_digit) && mark.len() <= 3 {
        Some((Count::Number, mark == "1"))
    } else if all(u8::is_ascii_lowercase) && (mark.len() == 1 || roman(b"ivxl")) {
        Some((Count::Lower, matches!(mark, "a" | "i")))
    } else if all(u8::is_ascii_uppercase) && (mark.len() == 1 || roman(b"IVXL")) {
        Some((Count::Upper, matches!(mark, "A" | "I")))
    } else {
        None
    }
}

/// The heading level that a line of one repeated sign gives the line above it.
pub(in crate::document) fn underline(line: &str) -> Option<u8> {
    let sign = line.chars().next()?;
    if line.len() < 3 || !line.chars().all(|c| c == sign) {
        return None;
    }
    match sign {
        '=' => Some(1),
        '-' => Some(2),
        '~' | '^' | '*' | '"' => Some(3),
        _ => None,
    }
}

/// Whether `text` is a line of capitals: at least three letters, none of them small.
pub(in crate::document) fn is_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let short = text.len() < 120 && !text.ends_with(['.', ';', ',']);
    short && !text.chars().any(char::is_lowercase) && letters.count() > 2
}

/// The level that `text`, a paragraph of one line, has as a heading; `next` is the line that follows it.
pub(in crate::document) fn title(text: &str, next: Option<&Line<'_>>, first: bool) -> Option<u8> {
    let text = text.trim();
    if is_capitals(text) {
        return Some(if first { 1 } else { 2 });
    }
    let next = next?;
    let words: Vec<&str> = text.split_whitespace().collect();
    let colon = text.ends_with(':');
    let begins = text.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    if text.len() > 100 || !begins || text.ends_with(['.', ';', ',', '!', '?', '”', '"', ')']) {
        return None;
    }
    if colon && (words.len() > 4 || next.marker.is_some()) {
        return None;
    }
    let weighty = words
        .iter()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3);
    let large = weighty
        .clone()
        .filter(|word| word.starts_with(|c: char| c.is_uppercase()))
        .count();
    let in_title_case = words.len() <= 12 && large * 10 >= weighty.count() * 8 && large > 0;
    // A short line above running text; short lines in a row are an address or a list.
    let above_text = words.len() <= 6 && next.text.len() > text.len() + 20;
    (in_title_case || above_text).then_some(if first { 1 } else { 3 })
}

/// How many bytes to leave out at the end of `line` because its last word goes on in `next`: 1 for a hyphen that only
/// divides, 0 for one that belongs to the word, `None` where no word is divided.
pub(in crate::document) fn divided(line: &str, next: &str) -> Option<usize> {
    let stem = line.strip_suffix('-')?;
    let letter = |c: char| c.is_alphabetic();
    if !stem.ends_with(letter) || !next.starts_with(char::is_lowercase) {
        return None;
    }
    let part = stem.rsplit(|c: char| !c.is_alphabetic()).next()?;
    let whole = KEEP_HYPHEN
        .iter()
        .any(|known| known.eq_ignore_ascii_case(part));
    let compound = stem.get(..stem.len() - part.len())?.ends_with('-');
    Some(usize::from(!whole && !compound))
}

/// First parts of words that are spelled with a hyphen.
const KEEP_HYPHEN: &[&str] = &[
    "all", "anti", "bi", "by", "co", "cross", "decision", "de", "equity", "ex", "first", "follow",
    "front", "full", "gender", "high", "in", "inter", "intra", "long", "low", "mid", "multi",
    "near", "non", "not", "off", "on", "one", "open", "part", "peer", "policy", "post", "pre",
    "problem", "pro", "quasi", "race", "re", "second", "self", "semi", "short", "so", "staff",
    "sub", "third", "time", "trauma", "two", "under", "up", "value", "well", "year",
];

#[cfg(test)]
mod tests {
    use super::{Count, Style, divided, lines, title};

    #[test]
    fn markers() {
        for (line, style, words) in [
            ("- a b", Some(Style::Sign('-')), "a b"),
            ("•\ta", Some(Style::Sign('•')), "a"),
            ("(iv)  a", Some(Style::Bracketed(Count::Lower)), "a"),
            ("B) a", Some(Style::Bracketed(Count::Upper)), "a"),
            ("12. a", Some(Style::Stop(Count::Number)), "a"),
            ("1.2 Scope", Some(Style::Stop(Count::Number)), "Scope"),
            ("2.5 percent", None, ""),
            ("1998. It", None, ""),
            ("etc. and", None, ""),
            ("-a b", None, ""),
        ] {
            let found = lines(line, 0).remove(0).marker;
            assert_eq!(found.map(|marker| marker.style), style, "{line}");
            if let Some(marker) = found {
                assert_eq!(&line[marker.end..], words);
            }
        }
    }

    #[test]
    fn words_divided_at_a_line_end() {
        assert_eq!(divided("infor-", "mation is"), Some(1));
        assert_eq!(divided("on non-", "endorsement"), Some(0));
        assert_eq!(divided("one-to-", "one"), Some(0));
        assert_eq!(divided("the year -", "and"), None);
        assert_eq!(divided("Smith-", "Jones"), None);
    }

    #[test]
    fn titles() {
        let next = &lines("The library serves all people of the town.", 0)[0];
        let level = |text| title(text, Some(next), false);
        assert_eq!(level("MEETING ROOMS"), Some(2));
        assert_eq!(level("Use of the Meeting Rooms"), Some(3));
        assert_eq!(level("Who may book"), Some(3));
        assert_eq!(level("Staff must:"), Some(3));
        assert_eq!(level("We remain neutral."), None);
        assert_eq!(level("and others"), None);
    }
}
