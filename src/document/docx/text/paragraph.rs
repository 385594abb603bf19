//! Paragraphs: where they begin and end, what they are, and whose text box they stand in.

use super::{Body, OpenParagraph};
use crate::document::{
    BlockKind,
    docx::{
        map::PartKind,
        styles::{Role, outline_role},
    },
    office::{OfficeError, Tracked, paragraph::Paragraph, table::Table},
};

impl Body<'_, '_> {
    pub(super) fn open_paragraph(&mut self) {
        self.elements += 1;
        let mut paragraph = OpenParagraph {
            element: self.elements,
            ..OpenParagraph::default()
        };
        if let Some(before) = self.here.carried.take() {
            paragraph.content.prepend(before);
        }
        self.paragraphs.push(paragraph);
    }

    pub(super) fn close_paragraph(&mut self) -> Result<(), OfficeError> {
        let Some(paragraph) = self.paragraphs.pop() else {
            return Ok(());
        };
        // An instruction that never gave a result ends with its paragraph, or it would swallow all that follows.
        for field in &mut self.here.fields {
            field.result = true;
        }
        let runs_on = match self.shared.tracked {
            Tracked::Accepted => paragraph.properties.end_deleted,
            Tracked::Original => paragraph.properties.end_inserted,
        };
        let finished = self.finished(paragraph);
        if runs_on {
            self.here.carried = Some(finished);
            return Ok(());
        }
        self.hand_on(finished)
    }

    /// A paragraph whose end is gone, and that nothing follows, stands for itself.
    pub(super) fn flush(&mut self) -> Result<(), OfficeError> {
        match self.here.carried.take() {
            Some(paragraph) => self.hand_on(paragraph),
            None => Ok(()),
        }
    }

    /// Give a finished paragraph to the paragraph around its text box, or to the document.
    pub(super) fn hand_on(&mut self, paragraph: Paragraph) -> Result<(), OfficeError> {
        if paragraph.is_blank() {
            return Ok(());
        }
        match self.paragraphs.last_mut() {
            Some(outer) => {
                outer.content.hold(paragraph);
                Ok(())
            }
            None => self.shared.flow.emit(paragraph),
        }
    }

    /// Say what a paragraph is.
    pub(super) fn finished(&mut self, open: OpenParagraph) -> Paragraph {
        let mut paragraph = open.content;
        let properties = open.properties;
        let style = self.shared.styles.paragraph(properties.style.as_deref());
        let role = properties.outline.map_or(style.role, outline_role);
        let level = properties.level.or(style.level).unwrap_or(0);
        let list = properties
            .list
            .or(style.list)
            .and_then(|list| self.shared.numbering.list(list, level));
        paragraph.quoted = style.role == Role::Quote;
        let cell = self.here.tables.last().and_then(Table::kind);
        paragraph.kind = match (self.kind, role) {
            (PartKind::Margin, _) => BlockKind::Boilerplate,
            (PartKind::Footnotes | PartKind::Endnotes, _) => BlockKind::Note,
            (PartKind::Main, _) if open.contents => BlockKind::Boilerplate,
            (PartKind::Main, Role::Contents) => BlockKind::Boilerplate,
            (PartKind::Main, Role::Heading(level)) => BlockKind::Heading(level),
            (PartKind::Main, Role::Title) => {
                let title = paragraph.text.trim();
                if self.shared.title.is_none() && !title.is_empty() {
                    self.shared.title = Some(title.to_owned());
                }
                BlockKind::Heading(1)
            }
            (PartKind::Main, Role::Caption) => BlockKind::Caption,
            (PartKind::Main, Role::Code) => {
                paragraph.text.clear();
                paragraph.pieces.clear();
                BlockKind::Paragraph
            }
            (PartKind::Main, Role::Body | Role::Quote) => match (list, cell) {
                (Some(_), _) => BlockKind::Item(level.saturating_add(1)),
                (None, Some(cell)) => cell,
                (None, None) => BlockKind::Paragraph,
            },
        };
        paragraph.list = list;
        paragraph
    }
}
