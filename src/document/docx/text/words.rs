//! Characters: what is read of a run, and what a field hides.

use std::ops::Range;

use super::{Body, FIELDS, Field, Frame, Next};
use crate::document::office::{
    OfficeError,
    paragraph::{Piece, to_u32},
    xml::Tag,
};

impl Body<'_, '_> {
    /// An element that stands for `text`.
    pub(super) fn mark(&mut self, text: &str, tag: &Tag<'_>) -> Result<Next, OfficeError> {
        self.push(text, &tag.at, false)?;
        Ok(Next::Into(Frame::Other))
    }

    /// Characters as they stand in the part.
    pub(super) fn characters(&mut self, raw: &str, at: &Range<usize>) -> Result<(), OfficeError> {
        match self.frames.last() {
            Some(Frame::Text) => {}
            Some(Frame::Instruction) => {
                if let Some(field) = self.here.fields.last_mut()
                    && field.instruction.len() < 200
                {
                    field.instruction.push_str(raw);
                }
                return Ok(());
            }
            _ => return Ok(()),
        }
        // A soft hyphen is a hint for layout and no character of the word; a carriage return ends a line, in XML,
        // only together with the line feed that may follow it.
        let mut start = 0;
        for (offset, found) in raw.match_indices(['\u{AD}', '\r']) {
            let piece = raw.get(start..offset).unwrap_or_default();
            self.push(piece, &(at.start + start..at.start + offset), true)?;
            start = offset + found.len();
            if found == "\r" {
                let range = at.start + offset..at.start + start;
                let line_feed_follows = raw.get(start..).is_some_and(|rest| rest.starts_with('\n'));
                if !line_feed_follows {
                    self.push("\n", &range, false)?;
                }
            }
        }
        let piece = raw.get(start..).unwrap_or_default();
        self.push(piece, &(at.start + start..at.end), true)
    }

    /// Characters that the part writes as `at`.
    pub(super) fn replaced(&mut self, text: &str, at: &Range<usize>) -> Result<(), OfficeError> {
        if !matches!(self.frames.last(), Some(Frame::Text)) {
            return Ok(());
        }
        if text.contains('\u{AD}') {
            return self.push(&text.replace('\u{AD}', ""), at, false);
        }
        self.push(text, at, false)
    }

    /// Add `text` to the current paragraph, unless it is hidden or part of a field's instruction.
    pub(super) fn push(
        &mut self,
        text: &str,
        at: &Range<usize>,
        verbatim: bool,
    ) -> Result<(), OfficeError> {
        if text.is_empty() || !self.here.fields.iter().all(|field| field.result) {
            return Ok(());
        }
        if let Some(run) = self.runs.last_mut()
            && run.hidden
        {
            if !run.counted && !text.trim().is_empty() {
                run.counted = true;
                self.shared.flow.hidden += 1;
            }
            return Ok(());
        }
        let bold = self.runs.last().is_some_and(|run| run.bold);
        let index = self.runs.last().map(|run| run.index);
        let piece = index.and_then(|index| {
            let run = self.shared.map.as_ref()?.runs.get(index as usize)?;
            Some(Piece {
                run: index,
                child: to_u32(run.children.len().checked_sub(1)?),
                range: to_u32(at.start)..to_u32(at.end),
                verbatim,
            })
        });
        let contents = self
            .here
            .fields
            .iter()
            .any(|field| field.instruction.trim_start().starts_with("TOC"));
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return Ok(());
        };
        paragraph.contents |= contents;
        paragraph.content.weigh(text, bold);
        paragraph.content.push(text, piece)
    }

    /// A complex field begins, turns to its result, or ends.
    pub(super) fn field_boundary(&mut self, kind: &str) {
        match kind {
            "begin" if self.here.fields.len() < FIELDS => {
                self.here.fields.push(Field::default());
            }
            "separate" => {
                if let Some(field) = self.here.fields.last_mut() {
                    field.result = true;
                }
            }
            "end" => {
                self.here.fields.pop();
            }
            _ => {}
        }
    }
}
