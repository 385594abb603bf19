//! Paragraphs: what they are, and the characters in them.

use std::mem;

use super::{Body, Frame, OpenParagraph};
use crate::document::{
    BlockKind,
    odt::styles::Role,
    office::{OfficeError, paragraph::Paragraph, table::Table},
};

impl Body<'_> {
    pub(super) fn open_paragraph(&mut self, style: &str, heading: Option<u8>) {
        let role = self.styles.role(style);
        let list = self.here.lists.last().copied();
        let level = u8::try_from(self.here.lists.len()).unwrap_or(u8::MAX);
        let cell = self.here.tables.last().and_then(Table::kind);
        let kind = match (heading, role) {
            _ if self.notes > 0 => BlockKind::Note,
            _ if self.indexes > 0 || self.base == BlockKind::Boilerplate => BlockKind::Boilerplate,
            (Some(level), _) => BlockKind::Heading(level),
            (None, Role::Title) => BlockKind::Heading(1),
            (None, Role::Caption) => BlockKind::Caption,
            (None, Role::Body | Role::Quote | Role::Code) => match (list, cell) {
                (Some(_), _) if mem::take(&mut self.fresh) => BlockKind::Item(level),
                // A second paragraph of an item is running text.
                (Some(_), None) => BlockKind::Paragraph,
                (_, Some(cell)) => cell,
                (None, None) => BlockKind::Paragraph,
            },
        };
        let content = Paragraph {
            kind,
            list: self.here.lists.first().copied(),
            quoted: role == Role::Quote,
            ..Paragraph::default()
        };
        let outer_bold = self.bold;
        self.bold = self.styles.bold("paragraph", style).unwrap_or(false);
        self.paragraphs.push(OpenParagraph {
            content,
            outer_bold,
            hidden: self.styles.hides("paragraph", style),
            code: role == Role::Code,
            ..OpenParagraph::default()
        });
        if role == Role::Title && self.title.is_none() {
            // Filled when the paragraph ends.
            self.title = Some(String::new());
        }
    }

    pub(super) fn close_paragraph(&mut self) -> Result<(), OfficeError> {
        let Some(open) = self.paragraphs.pop() else {
            return Ok(());
        };
        let mut paragraph = open.content;
        self.bold = open.outer_bold;
        if open.code {
            paragraph.text.clear();
        }
        if self.title.as_deref() == Some("") {
            let text = paragraph.text.trim();
            self.title = (!text.is_empty()).then(|| text.to_owned());
        }
        if paragraph.is_blank() {
            return Ok(());
        }
        if paragraph.kind == BlockKind::Note {
            self.noted.push(paragraph);
            return Ok(());
        }
        match self.paragraphs.last_mut() {
            Some(outer) => {
                outer.content.hold(paragraph);
                Ok(())
            }
            None => self.flow.emit(paragraph),
        }
    }

    /// Characters of the part.
    pub(super) fn characters(&mut self, text: &str) -> Result<(), OfficeError> {
        if let Some(Frame::Description) = self.frames.last() {
            self.description.push_str(text);
            return Ok(());
        }
        let Some(paragraph) = self.paragraphs.last() else {
            return Ok(());
        };
        let mut after_word = paragraph.after_word;
        let mut folded = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' => {
                    if mem::replace(&mut after_word, false) {
                        folded.push(' ');
                    }
                }
                // A hint for layout and no character of the word.
                '\u{AD}' => {}
                _ => {
                    after_word = true;
                    folded.push(c);
                }
            }
        }
        self.push(&folded)?;
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.after_word = after_word;
        }
        Ok(())
    }

    /// Add `text` to the current paragraph, unless it is hidden or not part of the state that is read.
    pub(super) fn push(&mut self, text: &str) -> Result<(), OfficeError> {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return Ok(());
        };
        if paragraph.hidden {
            if !paragraph.counted && !text.trim().is_empty() {
                paragraph.counted = true;
                self.flow.hidden += 1;
            }
            return Ok(());
        }
        if self.hidden > 0 || !self.left_out.is_empty() {
            return Ok(());
        }
        paragraph.after_word = true;
        paragraph.content.weigh(text, self.bold);
        paragraph.content.push(text, None)
    }
}
