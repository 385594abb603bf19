//! Lines joined to running text: words broken at line ends made whole, the place of each word kept.

use std::collections::HashSet;

use super::{Stretch, Word, piece::Piece};

/// Every word of a document in lower case, to tell "exam-ple" from "self-evident" at a line's end.
#[derive(Debug, Default)]
pub(super) struct Vocabulary(HashSet<String>);

impl Vocabulary {
    /// Take the words of a line in, those at its ends left out: they may be halves.
    pub(super) fn learn(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let whole = words
            .get(1..words.len().saturating_sub(1))
            .unwrap_or_default();
        for word in whole {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if word.len() > 3 && !self.0.contains(word) {
                self.0.insert(word.to_lowercase());
            }
        }
    }

    fn knows(&self, word: &str) -> bool {
        self.0.contains(&word.to_lowercase())
    }
}

/// First parts that keep their hyphen where nothing else tells.
const KEEPS: [&str; 12] = [
    "self", "non", "well", "ex", "long", "short", "high", "low", "cross", "full", "part",
    "decision",
];

/// Text in the making, over lines and pages.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// Text by page.
    pub(super) stretches: Vec<Stretch>,
    /// Place of each word; `start` and `end` count over all stretches.
    pub(super) words: Vec<Word>,
    len: u32,
}

impl Joined {
    /// The last word so far, without the blank after it.
    fn last_word(&self) -> &str {
        let text = self.stretches.last().map_or("", |last| last.text.as_str());
        text.rsplit(' ').next().unwrap_or_default()
    }

    /// The text so far on the last page.
    pub(super) fn tail(&self) -> &str {
        self.stretches.last().map_or("", |last| last.text.as_str())
    }

    /// Whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        self.stretches.iter().all(|stretch| stretch.text.is_empty())
    }

    /// Add a line of page `page` without its first `skip` bytes (a bullet, a number).
    pub(super) fn add(&mut self, page: u32, piece: &Piece, skip: u32, vocabulary: &Vocabulary) {
        let text = piece.text.get(skip as usize..).unwrap_or_default();
        let blanks = u32::try_from(text.len() - text.trim_start().len()).unwrap_or(0);
        let (text, skip) = (text.trim(), skip + blanks);
        if text.is_empty() {
            return;
        }
        let mut glue = "";
        if !self.is_empty() {
            match self.line_end(text, vocabulary) {
                End::Blank => glue = " ",
                End::Keep => {}
                End::Drop => self.drop_hyphen(),
            }
        }
        match self.stretches.last_mut() {
            Some(last) if last.page == page => last.text.push_str(glue),
            // The blank belongs to the page before, so that a word broken over pages stays one run of text.
            Some(last) => {
                last.text.push_str(glue);
                self.stretches.push(Stretch {
                    page,
                    text: String::new(),
                });
            }
            None => self.stretches.push(Stretch {
                page,
                text: String::new(),
            }),
        }
        self.len += u32::try_from(glue.len()).unwrap_or(0);
        for word in piece.words.iter().filter(|word| word.end > skip) {
            let shift = |at: u32| self.len + at.saturating_sub(skip);
            self.words.push(Word {
                start: shift(word.start),
                end: shift(word.end),
                page,
                area: [word.area.x0, word.area.y0, word.area.x1, word.area.y1],
            });
        }
        if let Some(last) = self.stretches.last_mut() {
            last.text.push_str(text);
        }
        self.len += u32::try_from(text.len()).unwrap_or(0);
    }

    /// What stands between the text so far and `next`, the following line.
    fn line_end(&self, next: &str, vocabulary: &Vocabulary) -> End {
        let word = self.last_word();
        if word.ends_with('\u{ad}') {
            return End::Drop;
        }
        let Some(first) = word.strip_suffix('-') else {
            return End::Blank;
        };
        let second: String = next
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '\'' || *c == '’')
            .collect();
        if !first.ends_with(char::is_alphabetic) || second.is_empty() {
            // "1990-" and the next line's "2000" stand together; a dash on its own does not.
            return if first.is_empty() || second.is_empty() {
                End::Blank
            } else {
                End::Keep
            };
        }
        let first = first
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        if vocabulary.knows(&format!("{first}-{second}")) {
            return End::Keep;
        }
        if vocabulary.knows(&format!("{first}{second}")) {
            return End::Drop;
        }
        let lower = second.starts_with(char::is_lowercase);
        let keeps = KEEPS.contains(&first.to_lowercase().as_str());
        // Two words that both occur alone are a compound; a syllable does not occur alone.
        let compound = vocabulary.knows(first) && vocabulary.knows(&second);
        if lower && !keeps && !compound {
            End::Drop
        } else {
            End::Keep
        }
    }

    /// Take the hyphen at the end away.
    fn drop_hyphen(&mut self) {
        let Some(last) = self.stretches.last_mut() else {
            return;
        };
        let Some(hyphen) = last.text.pop() else {
            return;
        };
        self.len -= u32::try_from(hyphen.len_utf8()).unwrap_or(0);
        if let Some(word) = self.words.last_mut() {
            word.end = self.len;
        }
    }
}

/// What a line's end becomes.
enum End {
    Blank,
    Keep,
    Drop,
}
