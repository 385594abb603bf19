//! The words of a block, folded and numbered.
//!
//! Case, typographic quotes, soft hyphens and hyphens are folded away here, once, so that no pattern has to know them;
//! every token keeps its span of the document's text.

mod letters;
mod marks;

use super::lang::{LONGEST, Letters, Lexicon, NUMBER, bytes, letters};
use crate::text::Span;
use letters::{CANNOT, ENDS_ED, ENDS_ING, eight_letters, ligature, run_of_letters};
use marks::Quote;

/// A word, number or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands.
    pub(super) span: Span,
    /// Its number in the lexicon; 0 where no rule knows it.
    pub(super) word: u32,
    /// [`flag`]s.
    pub(super) flags: u16,
}

/// What a token is, a bit each.
pub(super) mod flag {
    /// It stands in quotation marks.
    pub(crate) const QUOTED: u16 = 1;
    /// Its first letter is a capital.
    pub(crate) const CAPITAL: u16 = 2;
    /// All its letters are capitals, and there are at least two.
    pub(crate) const UPPER: u16 = 4;
    /// A number.
    pub(crate) const NUMBER: u16 = 8;
    /// A word in -ed.
    pub(crate) const PARTICIPLE: u16 = 16;
    /// A mark that ends a clause: ; : . ? ! |
    pub(crate) const BREAK: u16 = 32;
    /// Any mark.
    pub(crate) const MARK: u16 = 64;
    /// A question mark.
    pub(crate) const QUESTION: u16 = 128;
    /// A semicolon or colon: the end of a segment.
    pub(crate) const SEGMENT: u16 = 256;
    /// A word in -ing.
    pub(crate) const GERUND: u16 = 512;
}

impl Token {
    /// Whether all bits of `flag` are set.
    #[inline]
    pub(super) fn is(self, flag: u16) -> bool {
        self.flags & flag == flag
    }
}

/// Number the words of `text`, which begins at byte `base` of the document's text, and add them to `out`.
pub(super) fn tokenise(text: &str, base: u32, lexicon: &Lexicon, out: &mut Vec<Token>) {
    let mut scan = Scan {
        bytes: text.as_bytes(),
        text,
        base,
        at: 0,
        lexicon,
        out,
        quotes: Vec::new(),
    };
    while scan.at < scan.bytes.len() {
        scan.token();
    }
}

struct Scan<'a> {
    bytes: &'a [u8],
    text: &'a str,
    base: u32,
    at: usize,
    lexicon: &'a Lexicon,
    out: &'a mut Vec<Token>,
    /// Open quotation marks, and how many tokens stood before each.
    quotes: Vec<(Quote, usize)>,
}

impl Scan<'_> {
    fn token(&mut self) {
        let Some(&byte) = self.bytes.get(self.at) else {
            return;
        };
        match byte {
            b' ' | b'\n' | b'\t' | b'\r' | b'-' => self.at += 1,
            b'a'..=b'z' | b'A'..=b'Z' => self.word(),
            b'0'..=b'9' => self.number(),
            b'"' => self.toggle(),
            b'\'' => self.apostrophe(1),
            0..=0x7f => self.mark(byte),
            _ => self.beyond_ascii(),
        }
    }

    fn peek(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    #[inline]
    fn span(&self, start: usize, end: usize) -> Span {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a document's text is shorter than 4 GiB: its spans are numbers of 32 bits"
        )]
        let at = |offset: usize| self.base + offset as u32;
        Span::new(at(start), at(end))
    }

    /// A run of letters.
    #[inline]
    fn word(&mut self) {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let (first, run, upper) = eight_letters(rest);
        let after = rest.get(run).copied().unwrap_or(b' ');
        let capital = rest.first().is_some_and(u8::is_ascii_uppercase);
        // Most words are short, of ASCII, between others, and neither "can't" nor "cannot".
        if run < 8 && after < 0x80 && after != b'\'' && first != CANNOT[0] {
            let mut flags = if capital { flag::CAPITAL } else { 0 };
            if upper && run >= 2 {
                flags |= flag::UPPER;
            }
            if run >= 5 && first >> (run * 8 - 16) == ENDS_ED {
                flags |= flag::PARTICIPLE;
            }
            if run >= 5 && first >> (run * 8 - 24) == ENDS_ING {
                flags |= flag::GERUND;
            }
            let word = self.lexicon.find_short(first, run);
            self.out.push(Token {
                span: self.span(start, start + run),
                word,
                flags,
            });
            // Nearly every word has a space behind it.
            self.at = start + run + usize::from(after == b' ');
            return;
        }
        let (run, upper, letters) = run_of_letters(rest);
        let end = start + run;
        match self.bytes.get(end) {
            None | Some(0..=0x7f) if run <= LONGEST => {
                self.folded(start, end, &letters, run, upper, capital);
            }
            _ => self.any_word(),
        }
    }

    /// A run of any letters, soft hyphens within it left out.
    fn any_word(&mut self) {
        let start = self.at;
        let mut folded = [0_u8; LONGEST];
        let mut len = 0;
        let mut upper = 0;
        let mut at = start;
        let mut push = |byte: u8| {
            if let Some(slot) = folded.get_mut(len) {
                *slot = byte;
            }
            len += 1;
        };
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'a'..=b'z' => push(byte),
                b'A'..=b'Z' => {
                    upper += 1;
                    push(byte | 0x20);
                }
                0..=0x7f => break,
                _ => {
                    let Some(letter) = self.peek(at) else {
                        break;
                    };
                    if letter == '\u{ad}' || letter == '\u{200b}' {
                        at += letter.len_utf8();
                        continue;
                    }
                    if !letter.is_alphabetic() && !matches!(letter, '\u{300}'..='\u{36f}') {
                        break;
                    }
                    if let Some(plain) = ligature(letter) {
                        plain.bytes().for_each(&mut push);
                    } else {
                        upper += usize::from(letter.is_uppercase());
                        let mut buffer = [0; 4];
                        for lower in letter.to_lowercase() {
                            lower.encode_utf8(&mut buffer).bytes().for_each(&mut push);
                        }
                    }
                    at += letter.len_utf8();
                    continue;
                }
            }
            at += 1;
        }
        if len == 0 {
            self.at = at.max(start + 1);
            return;
        }
        let capital = self.peek(start).is_some_and(char::is_uppercase);
        let letters = folded.get(..len).and_then(letters).unwrap_or_default();
        self.folded(start, at, &letters, len, upper == len, capital);
    }

    /// The word from `start` to `end`, whose `len` folded letters are `letters`, where they are no more than any rule
    /// knows; `upper` where all of them are capitals.
    #[inline]
    fn folded(
        &mut self,
        start: usize,
        end: usize,
        letters: &Letters,
        len: usize,
        upper: bool,
        capital: bool,
    ) {
        self.at = end;
        let mut flags = if capital { flag::CAPITAL } else { 0 };
        if upper && len >= 2 {
            flags |= flag::UPPER;
        }
        let last = |back: usize| {
            let at = len.checked_sub(back).filter(|_| len <= LONGEST)?;
            let eight = letters.get(at / 8)?;
            u8::try_from(eight >> (at % 8 * 8) & 0xff).ok()
        };
        match last(1) {
            // "don't" is "do" and "not".
            Some(b'n') if len > 1 && self.is_nt(end) => {
                return self.negated(start, end, letters, len, flags);
            }
            Some(b't') if *letters == CANNOT => {
                self.push_folded(b"can", start, start + 3, flags);
                self.push_folded(b"not", start + 3, end, 0);
                return;
            }
            Some(b'd') if len >= 5 && last(2) == Some(b'e') => flags |= flag::PARTICIPLE,
            Some(b'g') if len >= 5 && last(2) == Some(b'n') && last(3) == Some(b'i') => {
                flags |= flag::GERUND;
            }
            _ => {}
        }
        let word = if len > LONGEST {
            0
        } else {
            self.lexicon.find_in(letters, len)
        };
        self.out.push(Token {
            span: self.span(start, end),
            word,
            flags,
        });
    }

    /// A verb and its n't: the `len` letters of the verb end in n, and an apostrophe and a t follow.
    fn negated(&mut self, start: usize, end: usize, letters: &Letters, len: usize, flags: u16) {
        let letters = bytes(letters);
        let stem = letters.get(..len - 1).unwrap_or_default();
        let stem: &[u8] = if stem == b"ca" { b"can" } else { stem };
        let after = end + self.peek(end).map_or(1, char::len_utf8) + 1;
        self.push_folded(stem, start, end - 1, flags);
        self.push_folded(b"not", end - 1, after, 0);
        self.at = after;
    }

    /// Whether an apostrophe and a final t stand at `at`.
    fn is_nt(&self, at: usize) -> bool {
        let Some(mark) = self.peek(at).filter(|mark| matches!(mark, '\'' | '’')) else {
            return false;
        };
        let after = at + mark.len_utf8();
        matches!(self.bytes.get(after), Some(b't' | b'T'))
            && !self.peek(after + 1).is_some_and(char::is_alphabetic)
    }

    fn push_folded(&mut self, folded: &[u8], start: usize, end: usize, flags: u16) {
        let word = self.lexicon.find(folded);
        self.out.push(Token {
            span: self.span(start, end),
            word,
            flags,
        });
    }

    /// Digits, with commas and points between them.
    fn number(&mut self) {
        let start = self.at;
        let mut at = start;
        while let Some(byte) = self.bytes.get(at) {
            let inside =
                matches!(byte, b',' | b'.') && matches!(self.bytes.get(at + 1), Some(b'0'..=b'9'));
            if !byte.is_ascii_digit() && !inside {
                break;
            }
            at += 1;
        }
        let folded = self.bytes.get(start..at).unwrap_or_default();
        let known = self.lexicon.find(folded);
        let word = if known == 0 { NUMBER } else { known };
        self.out.push(Token {
            span: self.span(start, at),
            word,
            flags: flag::NUMBER,
        });
        self.at = at;
    }
}
