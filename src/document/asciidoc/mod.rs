//! AsciiDoc → prose, by light rules: sections, lists, tables, quotes; listings, passthroughs, macros and comments are no
//! prose.
//!
//! It is no parser of the language: what it does not know it reads as paragraphs, so that no policy text is lost.

mod inline;
mod line;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::{
    BlockKind, Builder, Document, Format,
    decode::Decoded,
    light::{Light, Lines},
    plain::line::Line,
};
use inline::{alt_text, markup};
use line::{attribute, block_macro, fence, item, term};
use table::Table;

/// Read AsciiDoc. Any text is: this cannot fail.
pub(super) fn read(path: &str, decoded: Decoded) -> Document {
    let builder = Builder::sized(path, Format::AsciiDoc, decoded.text.len());
    let (light, lines) = Light::new(builder, &decoded);
    let mut reader = Reader {
        light,
        lines,
        quotes: Vec::new(),
        next: Next::Prose,
        table: None,
    };
    let mut at = 0;
    while at < reader.lines.len() {
        // A step takes at least one line.
        at = reader.step(at).max(at + 1);
    }
    reader.end_table();
    reader.light.into_builder().finish_with(decoded)
}

/// What an attribute line (`[quote]`) makes of the block after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Prose,
    Quoted,
    Skipped,
}

struct Reader<'a> {
    light: Light<'a>,
    lines: Lines<'a>,
    /// Fences of the quotations that are open.
    quotes: Vec<String>,
    next: Next,
    table: Option<Table>,
}

impl Reader<'_> {
    /// Where the paragraph that goes on at `at` ends: at a blank line, an item, a fence.
    fn paragraph_end(&self, at: usize) -> usize {
        self.lines.first(at, |line| {
            line.text.is_empty()
                || item(line.text).is_some()
                || term(line.text).is_some()
                || line.text == "+"
                || line.text.starts_with("//")
                || fence(line.text)
                || line.text.starts_with("|===")
        })
    }

    /// Read what stands at line `at`; the line after it.
    fn step(&mut self, at: usize) -> usize {
        let Some(line) = self.lines.line(at).cloned() else {
            return at + 1;
        };
        let (text, range) = (line.text, line.range);
        if let Some(next) = self.comment(at, text, &range) {
            return next;
        }
        if self.table.is_some() || text.starts_with("|===") {
            self.table_line(text, &range, self.lines.text(at + 1).is_empty());
            return at + 1;
        }
        if text.is_empty() || text == "+" || matches!(text, "'''" | "<<<" | "---" | "***") {
            return at + 1;
        }
        if fence(text) {
            return self.fenced(at, text);
        }
        if let Some((name, value)) = attribute(text) {
            self.light.builder.property(name, value);
            return at + 1;
        }
        if text.starts_with('[') && text.ends_with(']') && !text.starts_with("[[") {
            self.attributes(text);
            return at + 1;
        }
        if text.starts_with("[[") && text.ends_with("]]") {
            return at + 1;
        }
        if let Some(next) = self.heading(at, text, &range) {
            return next;
        }
        if let Some(len) = block_macro(text) {
            if text.starts_with("include::") {
                self.light.included += 1;
            }
            if text.starts_with("image::") {
                self.light.block(
                    BlockKind::Caption,
                    range.start + len..range.end - 1,
                    alt_text,
                );
            }
            return at + 1;
        }
        let titled = text.strip_prefix('.').is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_alphanumeric() || "_*`“\"".contains(c))
        });
        if titled {
            self.light
                .block(BlockKind::Caption, range.start + 1..range.end, markup);
            return at + 1;
        }
        self.prose(at, text, &range)
    }

    /// A comment: `//` or a block of them.
    fn comment(&mut self, at: usize, text: &str, range: &Range<usize>) -> Option<usize> {
        if text.len() >= 4 && text.bytes().all(|byte| byte == b'/') {
            let fence = text.to_owned();
            let close = self.lines.first(at + 1, |line| line.text == fence);
            if close == self.lines.len() {
                return Some(self.unclosed(at, text));
            }
            let inner = self.lines.until(range.end, close);
            let whole = self
                .lines
                .until(range.start, (close + 1).min(self.lines.len()));
            let words = self.light.text.get(inner).unwrap_or_default().to_owned();
            self.light.builder.comment_at(&words, whole, 0);
            return Some(close + 1);
        }
        let words = text
            .strip_prefix("//")
            .filter(|rest| !rest.starts_with('/'))?;
        self.light.builder.comment_at(words, range.clone(), 0);
        Some(at + 1)
    }

    /// A line that opens or closes a delimited block.
    fn fenced(&mut self, at: usize, text: &str) -> usize {
        let fence = text.to_owned();
        let next = std::mem::replace(&mut self.next, Next::Prose);
        let skipped =
            next == Next::Skipped || fence.starts_with(['-', '.', '+', '`']) && fence.len() > 2;
        if skipped {
            let same = |line: &Line<'_>| {
                line.text == fence || fence.starts_with("```") && line.text == "```"
            };
            let close = self.lines.first(at + 1, same);
            return if close == self.lines.len() {
                self.unclosed(at, text)
            } else {
                close + 1
            };
        }
        if let Some(open) = self.quotes.iter().position(|open| *open == fence) {
            self.quotes.truncate(open);
        } else if fence.starts_with('_') || next == Next::Quoted {
            self.quotes.push(fence);
        }
        self.light.builder.quoted = !self.quotes.is_empty();
        at + 1
    }

    /// A block that is opened and never closed: its first line alone is left out, so that no text is lost.
    fn unclosed(&mut self, at: usize, fence: &str) -> usize {
        let line = at + 1;
        self.light.builder.warn(format!(
            "the block that `{fence}` opens in line {line} is never closed: what follows it is read as prose"
        ));
        line
    }

    /// The level of the title at line `at` that is underlined in the line after it, about as long as itself.
    fn underlined(&self, at: usize) -> Option<u8> {
        const SIGNS: [char; 5] = ['=', '-', '~', '^', '+'];
        let (title, under) = (self.lines.text(at), self.lines.text(at + 1));
        let sign = under.chars().next()?;
        let level = SIGNS.iter().position(|known| *known == sign)?;
        let (long, wide) = (under.len(), title.chars().count());
        let fits = under.chars().all(|other| other == sign) && long > 2 && long.abs_diff(wide) < 2;
        let words = title.contains(char::is_alphanumeric);
        (fits && words).then(|| u8::try_from(level + 1).unwrap_or(6))
    }

    /// An attribute line above a block.
    fn attributes(&mut self, text: &str) {
        let inner = text.trim_matches(['[', ']']).to_ascii_lowercase();
        let style = inner.split([',', '%', '#', '.']).next().unwrap_or_default();
        self.next = match style {
            "quote" | "verse" => Next::Quoted,
            "source" | "listing" | "literal" | "stem" | "latexmath" | "asciimath" | "pass"
            | "plantuml" | "mermaid" | "ditaa" | "graphviz" => Next::Skipped,
            _ => Next::Prose,
        };
    }

    fn heading(&mut self, at: usize, text: &str, range: &Range<usize>) -> Option<usize> {
        let sign = text.chars().next().filter(|c| matches!(c, '=' | '#'))?;
        let words = text.trim_start_matches(sign);
        let level = text.len() - words.len();
        if level > 6 || !words.starts_with(' ') {
            return None;
        }
        let end = range.start + text.trim_end_matches(sign).trim_end().len();
        let start = range.end - words.trim_start().len();
        let level = u8::try_from(level).unwrap_or(6);
        self.light.heading(level, start..end.max(start), markup);
        // Author and revision stand under the document's title.
        let author = level == 1
            && at
                == self.lines.first(0, |line| {
                    line.has_words()
                        && attribute(line.text).is_none()
                        && !line.text.starts_with("//")
                });
        if author {
            let to = self.lines.first(at + 1, |line| {
                line.text.is_empty() || attribute(line.text).is_some()
            });
            let names = ["author", "revision"];
            for (index, name) in (at + 1..to).zip(names) {
                let value = self.lines.text(index).to_owned();
                self.light.builder.property(name, &value);
            }
            return Some(to.min(at + 3));
        }
        Some(at + 1)
    }

    /// A paragraph, an item, a term.
    fn prose(&mut self, at: usize, text: &str, range: &Range<usize>) -> usize {
        let next = std::mem::replace(&mut self.next, Next::Prose);
        if let Some((key, len)) = item(text) {
            let to = self.paragraph_end(at + 1);
            let from = range.start + len;
            self.light.item(&key, self.lines.until(from, to), markup);
            return to;
        }
        if let Some((mark, after)) = term(text) {
            let name = range.start..range.start + mark;
            self.light.block(BlockKind::Term, name, markup);
            let to = self.paragraph_end(at + 1);
            let meaning = self.lines.until(range.start + after, to);
            self.light.block(BlockKind::Paragraph, meaning, markup);
            return to;
        }
        if let Some(level) = self.underlined(at) {
            self.light.heading(level, range.clone(), markup);
            return at + 2;
        }
        let joined = at
            .checked_sub(1)
            .is_some_and(|before| self.lines.text(before) == "+");
        if !joined {
            self.light.end_lists();
        }
        let to = self.paragraph_end(at + 1);
        if next == Next::Skipped {
            return to;
        }
        self.light.builder.quoted |= next == Next::Quoted;
        self.light.block(
            BlockKind::Paragraph,
            self.lines.until(range.start, to),
            markup,
        );
        self.light.builder.quoted = !self.quotes.is_empty();
        to
    }
}
