//! Words, and the blocks they stand in.

use std::ops::Range;

use html5gum::{Token, Tokenizer};

use super::{Piece, element::Role};
use crate::document::{BlockKind, build::acts_as_heading};

impl Piece<'_> {
    /// Text between tags, white space folded, references decoded.
    pub(super) fn string(&mut self, range: Range<usize>) {
        if self.html.skipping.is_some() || self.html.code.is_some() {
            return;
        }
        if let Some(title) = &mut self.html.title {
            title.push_str(&decoded(self.text.get(range).unwrap_or_default()));
            return;
        }
        let raw = self.text.get(range.clone()).unwrap_or_default();
        if !self.builder.is_open() && raw.trim_ascii().is_empty() {
            return;
        }
        self.ensure_open();
        if !raw.trim_ascii().is_empty() {
            if self.html.strong > 0 {
                self.html.bold = true;
            } else {
                self.html.plain |= raw.trim_ascii() != ":";
            }
        }
        self.words(range);
    }

    pub(super) fn ensure_open(&mut self) {
        if self.builder.is_open() {
            return;
        }
        let depth = self
            .html
            .open
            .iter()
            .filter(|element| matches!(element.role, Role::OpenList(_)))
            .count();
        let mut kind = BlockKind::Paragraph;
        for element in self.html.open.iter_mut().rev() {
            match &mut element.role {
                Role::Heading(level) => kind = BlockKind::Heading(*level),
                Role::Item { begun } if !*begun => {
                    *begun = true;
                    kind = BlockKind::Item(u8::try_from(depth.max(1)).unwrap_or(u8::MAX));
                }
                Role::Cell { .. } => {
                    let table = self.html.cells.last();
                    kind = table.map_or(BlockKind::Paragraph, |table| BlockKind::Cell {
                        table: table.number,
                        row: table.rows.saturating_sub(1),
                        column: table.columns.saturating_sub(1),
                        header: table.header,
                    });
                }
                Role::Term => kind = BlockKind::Term,
                Role::Caption => kind = BlockKind::Caption,
                Role::Item { .. } => {}
                Role::List
                | Role::OpenList(_)
                | Role::Table
                | Role::Row
                | Role::Quote
                | Role::Boilerplate
                | Role::Main
                | Role::Plain => continue,
            }
            break;
        }
        let boilerplate = self.html.has(|role| matches!(role, Role::Boilerplate));
        if boilerplate && !matches!(kind, BlockKind::Heading(1)) {
            kind = BlockKind::Boilerplate;
        }
        self.builder.open(kind);
        self.html.bold = false;
        self.html.plain = false;
    }

    /// Close the open block, and give what attributes said in it blocks of their own.
    pub(super) fn close(&mut self) {
        self.html.code = None;
        let text = self.builder.open_text().trim();
        let apart = self
            .html
            .open
            .iter()
            .all(|element| matches!(element.role, Role::Main | Role::Plain));
        if apart && self.html.bold && !self.html.plain && acts_as_heading(text) {
            let level = (self.html.level + 1).min(6);
            self.builder.set_kind(BlockKind::Heading(level));
        }
        if let Some(index) = self.builder.close() {
            self.html.intro = Some(index);
        }
        let boilerplate = self.html.has(|role| matches!(role, Role::Boilerplate));
        for range in std::mem::take(&mut self.html.captions) {
            self.builder.open(if boilerplate {
                BlockKind::Boilerplate
            } else {
                BlockKind::Caption
            });
            // Holes are asked in order, and an attribute stands before text that was read already.
            let ahead = std::mem::take(&mut self.holes);
            self.words(range);
            self.holes = ahead;
            self.builder.close();
        }
    }

    /// Put the text of `range` into the open block.
    fn words(&mut self, range: Range<usize>) {
        let end = range.end;
        let mut at = range.start;
        while at < end {
            let rest = self.text.get(at..end).unwrap_or_default();
            let space = rest.len() - rest.trim_ascii_start().len();
            if space > 0 {
                let before = self.builder.open_text();
                if !before.is_empty() && !before.ends_with(|c: char| c.is_ascii_whitespace()) {
                    self.builder.line_end(at..at + space, self.base);
                }
                at += space;
                continue;
            }
            if rest.starts_with('&') {
                let len = rest
                    .char_indices()
                    .skip(1)
                    .take(40)
                    .find_map(|(index, c)| match c {
                        ';' => Some(index + 1),
                        c if c.is_ascii_alphanumeric() || c == '#' => None,
                        _ => Some(index),
                    })
                    .unwrap_or(rest.len().min(1));
                let reference = rest.get(..len).unwrap_or_default();
                let plain = decoded(reference);
                if plain == reference {
                    self.builder.source(self.text, at..at + len, self.base);
                } else {
                    self.builder.replace(&plain, at..at + len, self.base);
                }
                at += len;
                continue;
            }
            let len = rest
                .find(|c: char| c.is_ascii_whitespace() || c == '&')
                .unwrap_or(rest.len());
            self.holes
                .emit(self.builder, self.text, at..at + len, self.base);
            at += len;
        }
    }
}

/// `text` with its character references decoded.
fn decoded(text: &str) -> String {
    let mut out = String::new();
    for token in Tokenizer::new(text) {
        let Ok(token) = token;
        if let Token::String(string) = token {
            out.push_str(&String::from_utf8_lossy(&string));
        }
    }
    out
}
