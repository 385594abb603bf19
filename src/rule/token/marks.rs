//! Marks: those that end a clause, and quotation marks, of which none is a token.

use super::{Scan, Token, flag};

/// A quotation mark, held back until its partner is seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    Curly,
    Straight,
    Single,
}

impl Scan<'_> {
    /// A mark of ASCII.
    pub(super) fn mark(&mut self, byte: u8) {
        let flags = match byte {
            b';' | b':' => flag::MARK | flag::BREAK | flag::SEGMENT,
            b'.' | b'!' | b'|' => flag::MARK | flag::BREAK,
            b'?' => flag::MARK | flag::BREAK | flag::QUESTION,
            _ => flag::MARK,
        };
        let word = self.lexicon.find_short(u64::from(byte), 1);
        self.out.push(Token {
            span: self.span(self.at, self.at + 1),
            word,
            flags,
        });
        self.at += 1;
    }

    pub(super) fn beyond_ascii(&mut self) {
        let Some(letter) = self.peek(self.at) else {
            self.at += 1;
            return;
        };
        let width = letter.len_utf8();
        match letter {
            '“' | '«' | '„' => {
                self.quotes.push((Quote::Curly, self.out.len()));
                self.at += width;
            }
            '”' | '»' => {
                self.close(Quote::Curly);
                self.at += width;
            }
            '‘' => {
                self.quotes.push((Quote::Single, self.out.len()));
                self.at += width;
            }
            '’' => self.apostrophe(width),
            '–' | '—' | '―' => {
                let folded = "–".as_bytes();
                let word = self.lexicon.find(folded);
                self.out.push(Token {
                    span: self.span(self.at, self.at + width),
                    word,
                    flags: flag::MARK,
                });
                self.at += width;
            }
            '\u{ad}' | '‐' | '‑' | '\u{200b}' | '\u{feff}' => self.at += width,
            _ if letter.is_alphabetic() => self.word(),
            _ if letter.is_whitespace() => self.at += width,
            _ => {
                self.out.push(Token {
                    span: self.span(self.at, self.at + width),
                    word: 0,
                    flags: flag::MARK,
                });
                self.at += width;
            }
        }
    }

    /// A straight double quotation mark opens or closes.
    pub(super) fn toggle(&mut self) {
        if self
            .quotes
            .iter()
            .any(|(quote, _)| *quote == Quote::Straight)
        {
            self.close(Quote::Straight);
        } else {
            self.quotes.push((Quote::Straight, self.out.len()));
        }
        self.at += 1;
    }

    /// `'` or `’`: the start of a clitic, a quotation mark, or nothing.
    pub(super) fn apostrophe(&mut self, width: usize) {
        let after = self.at + width;
        let rest = self.bytes.get(after..).unwrap_or_default();
        let word_before = self.at > 0
            && self
                .text
                .get(..self.at)
                .and_then(|text| text.chars().next_back())
                .is_some_and(char::is_alphanumeric);
        if word_before {
            const CLITICS: [(&[u8], &[u8]); 6] = [
                (b"s", b"'s"),
                (b"re", b"are"),
                (b"ll", b"will"),
                (b"ve", b"have"),
                (b"m", b"am"),
                (b"d", b"would"),
            ];
            for (letters, folded) in CLITICS {
                let fits = rest
                    .get(..letters.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(letters));
                if fits
                    && !self
                        .peek(after + letters.len())
                        .is_some_and(char::is_alphabetic)
                {
                    self.push_folded(folded, self.at, after + letters.len(), 0);
                    self.at = after + letters.len();
                    return;
                }
            }
        }
        let word_after = self.peek(after).is_some_and(char::is_alphanumeric);
        if !word_before && word_after {
            self.quotes.push((Quote::Single, self.out.len()));
        } else if !word_after {
            self.close(Quote::Single);
        }
        self.at = after;
    }

    /// Mark the tokens since the partner of a closing mark as quoted.
    fn close(&mut self, quote: Quote) {
        let Some(index) = self.quotes.iter().rposition(|(open, _)| *open == quote) else {
            return;
        };
        if let Some((_, from)) = self.quotes.get(index).copied() {
            for token in self.out.iter_mut().skip(from) {
                token.flags |= flag::QUOTED;
            }
        }
        self.quotes.truncate(index);
    }
}
