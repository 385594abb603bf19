//! Sentences of a block of prose.
//!
//! Policy prose is full of stops that end nothing: sections, statutes, titles, initials, times. No general splitter does
//! well on it, so this one has its own rules and word lists; `fixtures/sentences.txt` holds the cases it must get right.

mod stop;

use std::ops::Range;

use stop::{Stop, first_word, is_initial, is_zone, kind, starts_sentence};

/// The sentences of `text`, the words of one block: byte ranges without the white space around them, in order, none
/// empty. Together they hold everything in `text` but white space.
pub fn sentences(text: &str) -> Sentences<'_> {
    let mut sentences = Sentences {
        text,
        at: 0,
        stop: 0,
        other: 0,
    };
    sentences.seek_stop(0);
    sentences.seek_other(0);
    sentences
}

/// An ellipsis is one character of three bytes, of which this is the first.
const ELLIPSIS: u8 = 0xe2;

/// See [`sentences`].
#[derive(Clone, Debug)]
pub struct Sentences<'a> {
    text: &'a str,
    at: usize,
    /// The next stop of ASCII; the end of the text where there is none.
    stop: usize,
    /// The next end of a line or what may be an ellipsis; most blocks have none.
    other: usize,
}

impl Iterator for Sentences<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..)?;
        let start = self.text.len() - rest.trim_start().len();
        if start == self.text.len() {
            return None;
        }
        let end = self.end_of_sentence(start);
        self.at = end;
        let sentence = self.text.get(start..end).unwrap_or_default();
        Some(start..start + sentence.trim_end().len())
    }
}

impl Sentences<'_> {
    fn seek_stop(&mut self, from: usize) {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let step = memchr::memchr3(b'.', b'!', b'?', rest);
        self.stop = from + step.unwrap_or(rest.len());
    }

    fn seek_other(&mut self, from: usize) {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let step = memchr::memchr2(b'\n', ELLIPSIS, rest);
        self.other = from + step.unwrap_or(rest.len());
    }

    /// Where a sentence may end next, from `at` on.
    fn next_mark(&mut self, at: usize) -> Option<usize> {
        if self.stop < at {
            self.seek_stop(at);
        }
        if self.other < at {
            self.seek_other(at);
        }
        let next = self.stop.min(self.other);
        (next < self.text.len()).then_some(next)
    }

    /// Where the sentence that starts at `start` ends.
    fn end_of_sentence(&mut self, start: usize) -> usize {
        let text = self.text;
        let bytes = text.as_bytes();
        let mut at = start;
        while let Some(mark) = self.next_mark(at) {
            at = mark;
            match bytes.get(at) {
                Some(b'\n') if line_ends_sentence(text, start, at) => return at,
                Some(&ELLIPSIS) if bytes.get(at..at + 3) == Some("…".as_bytes()) => {}
                Some(b'\n' | &ELLIPSIS) => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let tail = text.get(at..).unwrap_or_default();
            let after_stops = tail.trim_start_matches(['.', '!', '?', '…']);
            let stops = tail
                .get(..tail.len() - after_stops.len())
                .unwrap_or_default();
            let after = skip_closers(after_stops);
            let closed = after.len() < after_stops.len();
            let end = text.len() - after.len();
            let next = after.trim_start();
            if next.is_empty() {
                return text.len();
            }
            let apart = next.len() < after.len();
            let sentence = text.get(start..at).unwrap_or_default();
            if apart && ends(sentence, stops, closed, next) {
                return end;
            }
            at = end;
        }
        text.len()
    }
}

/// Whether a line that was ended on purpose ends a sentence too: the next line begins like one.
fn line_ends_sentence(text: &str, start: usize, at: usize) -> bool {
    let before = text.get(start..at).unwrap_or_default().trim_end();
    let next = text.get(at..).unwrap_or_default().trim_start();
    !before.ends_with([',', '-', '–', '(', '&'])
        && !next.starts_with(char::is_lowercase)
        && !next.is_empty()
}

/// `text` without the quotation marks, brackets and note marks that belong to the sentence before.
fn skip_closers(text: &str) -> &str {
    // Nearly always a space follows.
    if text.starts_with(' ') {
        return text;
    }
    let mut rest = text;
    loop {
        let next = rest.trim_start_matches([
            '"', '\'', '”', '’', '»', ')', ']', '}', '*', '_', '†', '‡', '¹', '²', '³', '⁴', '⁵',
            '⁶', '⁷', '⁸', '⁹', '⁰',
        ]);
        // A note mark: `[12]`.
        let note = next.strip_prefix('[').and_then(|inner| {
            let after = inner.trim_start_matches(|c: char| c.is_ascii_digit());
            after
                .strip_prefix(']')
                .filter(|_| after.len() < inner.len())
        });
        match note {
            Some(after) => rest = after,
            None => return next,
        }
    }
}

/// Whether `stops` end `sentence`, whose text before them this is, where `next` follows after white space.
fn ends(sentence: &str, stops: &str, closed: bool, next: &str) -> bool {
    let opened = |next: &str| next.starts_with(|first: char| !first.is_ascii_alphabetic());
    let next = if opened(next) {
        next.trim_start_matches([
            '"', '\'', '“', '‘', '«', '(', '[', '*', '_', '—', '–', '-', '•', '¿', '¡',
        ])
    } else {
        next
    };
    let Some(first) = next.chars().next() else {
        return true;
    };
    if first.is_lowercase() && !is_camel(next) && !(opens_item(sentence) && opens_item(next)) {
        return false;
    }
    if stops != "." {
        return true;
    }
    let word = last_word(sentence);
    if is_label(sentence.trim_start_matches(['(', '['])) {
        return false;
    }
    match kind(word, first.is_ascii_digit()) {
        Stop::Plain => true,
        Stop::Never => false,
        Stop::Time => !is_zone(next),
        // `N.B. Staff …`: what opens a sentence does not end it.
        Stop::Weak => {
            word.len() < sentence.len() && starts_sentence(next) || closed && starts_sentence(next)
        }
    }
}

/// The last word of `sentence`, without the marks before it.
fn last_word(sentence: &str) -> &str {
    sentence
        .rsplit(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '(' | '[' | '"' | '“' | '‘' | '\'' | '/' | '-' | '–' | '—' | ','
                )
        })
        .next()
        .unwrap_or_default()
}

/// Whether all of `text` is the mark of a list: a number, a letter, a Roman numeral.
fn is_label(text: &str) -> bool {
    let digits = text.len() <= 6
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let roman = |set: &[u8]| text.len() <= 5 && text.bytes().all(|byte| set.contains(&byte));
    !text.is_empty() && (digits || is_initial(text) || roman(b"ivxl") || roman(b"IVXL"))
}

/// Whether `text` begins with the mark of a list and a capital: `b. Staff`, `b) Staff`.
fn opens_item(text: &str) -> bool {
    let text = text.trim_start_matches('(');
    let mark = first_word(text);
    let after = text.get(mark.len()..).unwrap_or_default();
    let words = after.strip_prefix(['.', ')']).map(str::trim_start);
    is_label(mark) && words.is_some_and(|words| words.starts_with(char::is_uppercase))
}

/// Whether `text` begins with a word such as `iPad`.
fn is_camel(text: &str) -> bool {
    text.chars().nth(1).is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn every_case_of_the_fixture_holds() {
        let cases = include_str!("../../../fixtures/sentences.txt");
        let mut wrong = Vec::new();
        let mut count = 0;
        for case in cases
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
        {
            let wanted: Vec<&str> = case.split(" | ").collect();
            let text = wanted.join(" ");
            let found: Vec<&str> = sentences(&text).map(|range| &text[range]).collect();
            count += 1;
            if found != wanted {
                wrong.push(format!(
                    "want {}\n got {}",
                    wanted.join(" | "),
                    found.join(" | ")
                ));
            }
        }
        assert!(count >= 150, "{count} cases");
        assert!(
            wrong.is_empty(),
            "{} wrong:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }

    #[test]
    fn a_line_that_was_ended_on_purpose_ends_a_sentence() {
        let text = "12 Main Street\nSpringfield,\nIllinois and\nmore";
        let found: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
        assert_eq!(
            found,
            ["12 Main Street", "Springfield,\nIllinois and\nmore"]
        );
    }

    #[test]
    fn nothing_but_white_space_is_lost() {
        for text in [
            "",
            "  ",
            "...",
            ". . .",
            "a.\u{2028}B.",
            "¿Qué? ¡No!",
            "x.) Y",
            "…",
            "A…",
            "é.\n\nÉ.",
        ] {
            let kept: String = sentences(text).map(|range| &text[range]).collect();
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(squeeze(&kept), squeeze(text));
        }
    }
}
