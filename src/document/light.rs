//! What the light readers of reStructuredText and AsciiDoc share: blocks made of whole lines, lists by marker, and inline
//! markup that is taken out without being checked for its pair.

use std::ops::Range;

use super::{
    BlockKind, Builder,
    decode::Decoded,
    holes::Holes,
    plain::line::{Line, lines},
};
use crate::text::mark_len;

/// A document being read line by line.
pub(super) struct Light<'a> {
    pub(super) builder: Builder,
    pub(super) text: &'a str,
    pub(super) holes: Holes,
    /// Open lists: what tells one from another, and the lead-in of each.
    lists: Vec<(String, Option<u32>)>,
    /// The block that may introduce a list or table.
    pub(super) intro: Option<u32>,
    /// Tables so far.
    pub(super) tables: u32,
    /// Other files that the text takes in, which are not read here.
    pub(super) included: u32,
}

/// The lines of a document, asked by number from 0.
pub(super) struct Lines<'a>(Vec<Line<'a>>);

impl<'a> Lines<'a> {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn line(&self, at: usize) -> Option<&Line<'a>> {
        self.0.get(at)
    }

    /// The text of line `at`, nothing past the end.
    pub(super) fn text(&self, at: usize) -> &'a str {
        self.line(at).map_or("", |line| line.text)
    }

    /// The first line from `at` on that is `wanted`, or the end.
    pub(super) fn first(&self, at: usize, wanted: impl Fn(&Line<'_>) -> bool) -> usize {
        let found = self.0.iter().skip(at).position(wanted);
        found.map_or(self.len(), |index| at + index)
    }

    /// The first line from `at` on that is blank, or the end.
    pub(super) fn blank(&self, at: usize) -> usize {
        self.first(at, |line| line.text.is_empty())
    }

    /// The first line of `at..end` that is blank, or `end`; what is after `end` is not looked at.
    pub(super) fn blank_before(&self, at: usize, end: usize) -> usize {
        let lines = self.0.get(at..end).unwrap_or_default();
        let found = lines.iter().position(|line| line.text.is_empty());
        found.map_or(end, |index| at + index)
    }

    /// Past the lines from `at` on that are blank or indented more than `indent`.
    pub(super) fn past_indented(&self, at: usize, indent: usize) -> usize {
        self.first(at, |line| !line.text.is_empty() && line.indent <= indent)
    }

    /// Bytes from `from` to the end of the line before `to`.
    pub(super) fn until(&self, from: usize, to: usize) -> Range<usize> {
        let last = to.checked_sub(1).and_then(|last| self.line(last));
        from..last.map_or(from, |line| line.range.end).max(from)
    }

    /// Bytes of the lines `from..to`.
    pub(super) fn range(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.line(from).map_or(0, |line| line.range.start);
        self.until(start, to)
    }
}

/// One step of inline markup.
pub(super) enum Inline {
    /// Leave out this many bytes.
    Drop(usize),
    /// Put the placeholder for this many bytes.
    Hole(usize),
    /// Leave out the first number of bytes, read as many as the second says, leave out the third.
    Text(usize, usize, usize),
    /// Nothing special: the character stands for itself.
    Plain,
}

/// How a format marks up words: what stands at `at` in `text`, which ends at the end of the block.
pub(super) type Markup = fn(text: &str, at: usize) -> Inline;

impl<'a> Light<'a> {
    pub(super) fn new(builder: Builder, decoded: &'a Decoded) -> (Self, Lines<'a>) {
        let text = decoded.text.as_str();
        let mark = mark_len(text);
        let light = Self {
            builder,
            text,
            holes: Holes::addresses(text),
            lists: Vec::new(),
            intro: None,
            tables: 0,
            included: 0,
        };
        (light, Lines(lines(text, mark)))
    }

    /// All is read: what was built, with what could not be read said.
    pub(super) fn into_builder(mut self) -> Builder {
        match self.included {
            0 => {}
            1 => (self.builder)
                .warn("1 file that it includes was not read with it: check that file too"),
            many => (self.builder).warn(format!(
                "{many} files that it includes were not read with it: check those files too"
            )),
        }
        self.builder
    }

    /// A block of `kind` with the words of `range`.
    pub(super) fn block(&mut self, kind: BlockKind, range: Range<usize>, markup: Markup) {
        self.builder.open(kind);
        self.words(range, markup);
        if let Some(index) = self.builder.close() {
            self.intro = Some(index);
        }
    }

    /// A heading; no list goes on after it.
    pub(super) fn heading(&mut self, level: u8, range: Range<usize>, markup: Markup) {
        self.lists.clear();
        self.block(BlockKind::Heading(level.clamp(1, 6)), range, markup);
    }

    /// A list item. Items with the same `key` are of one list; a new key is a list inside the open one.
    pub(super) fn item(&mut self, key: &str, range: Range<usize>, markup: Markup) {
        match self.lists.iter().position(|(open, _)| open == key) {
            Some(index) => self.lists.truncate(index + 1),
            None => {
                let lead = self.introduction();
                self.lists.push((key.to_owned(), lead));
            }
        }
        let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        self.builder.lead_in = self.lists.last().and_then(|(_, lead)| *lead);
        self.block(BlockKind::Item(depth), range, markup);
    }

    /// The block that introduces a list or table which starts now.
    pub(super) fn introduction(&self) -> Option<u32> {
        let within = !self.lists.is_empty();
        self.intro
            .filter(|index| within || self.builder.introduces(*index))
    }

    /// No list is open any more.
    pub(super) fn end_lists(&mut self) {
        self.lists.clear();
        self.builder.lead_in = None;
    }

    /// Whether a list is open.
    pub(super) fn in_list(&self) -> bool {
        !self.lists.is_empty()
    }

    /// Put the words of `range` into the open block, runs of white space as one space.
    pub(super) fn words(&mut self, range: Range<usize>, markup: Markup) {
        let end = range.end;
        let Some(block) = self.text.get(..end) else {
            return;
        };
        let mut at = range.start;
        let mut plain = at;
        while let Some(rest) = block.get(at..).filter(|rest| !rest.is_empty()) {
            let first = rest.as_bytes().first().copied().unwrap_or_default();
            if first.is_ascii_whitespace() {
                let space = rest.len() - rest.trim_ascii_start().len();
                self.flush(plain..at);
                let before = self.builder.open_text();
                if !before.is_empty() && !before.ends_with(' ') {
                    self.builder.line_end(at..at + space, 0);
                }
                at += space;
                plain = at;
                continue;
            }
            if first.is_ascii_alphanumeric() && !starts_word(block, at) {
                at += 1;
                continue;
            }
            match markup(block, at) {
                Inline::Plain => {
                    at += rest.chars().next().map_or(1, char::len_utf8);
                    continue;
                }
                Inline::Drop(len) => {
                    self.flush(plain..at);
                    at += len;
                }
                Inline::Hole(len) => {
                    self.flush(plain..at);
                    self.builder.replace(super::PLACEHOLDER, at..at + len, 0);
                    at += len;
                }
                Inline::Text(before, len, after) => {
                    self.flush(plain..at);
                    let start = at + before;
                    self.flush_folded(start..start + len);
                    at = start + len + after;
                }
            }
            plain = at;
        }
        self.flush(plain..at);
    }

    fn flush(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.holes.emit(&mut self.builder, self.text, range, 0);
        }
    }

    /// Words without markup in them.
    fn flush_folded(&mut self, range: Range<usize>) {
        self.words(range, |_, _| Inline::Plain);
    }
}

/// Whether a word starts at `at`.
fn starts_word(text: &str, at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| text.as_bytes().get(before))
        .is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// Whether the mark of `len` bytes at `at` can open or close: it touches a word on exactly one side.
pub(super) fn at_edge(text: &str, at: usize, len: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + len..).and_then(|after| after.chars().next());
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    (!space(after) && !word(before)) || (!space(before) && !word(after))
}

/// The length of what stands between `open` and `close` where `text` at `at` begins with `open` and the block goes on to
/// `close`; the marks not counted.
pub(super) fn between(text: &str, at: usize, open: &str, close: &str) -> Option<usize> {
    let inner = text.get(at..)?.strip_prefix(open)?;
    // Markup is short; without a limit a file of open marks would cost its square.
    let near = inner.len().min(500);
    let near = (0..4).find_map(|less| inner.get(..near.saturating_sub(less)))?;
    near.find(close).filter(|len| *len > 0)
}
