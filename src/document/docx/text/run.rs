//! Runs: their properties, and where they and their children stand in the part, for whoever writes into it.

use std::ops::Range;

use super::{Body, OpenRun};
use crate::document::{
    docx::{
        map::{Child, ChildKind, Context, Run},
        properties,
    },
    office::{
        paragraph::to_u32,
        xml::{Ns, Tag},
    },
};

impl Body<'_, '_> {
    pub(super) fn open_run(&mut self, tag: &Tag<'_>) {
        let id = self
            .paragraphs
            .last()
            .and_then(|paragraph| paragraph.properties.style.as_deref());
        let style = self.shared.styles.paragraph(id);
        let host = self.runs.last().map(|run| run.index);
        let mut index = 0;
        if let Some(map) = &mut self.shared.map {
            index = to_u32(map.runs.len());
            map.runs.push(Run {
                part: self.part,
                paragraph: self
                    .paragraphs
                    .last()
                    .map_or(0, |paragraph| paragraph.element),
                range: to_u32(tag.at.start)..to_u32(tag.at.end),
                open: to_u32(tag.at.start)..to_u32(tag.at.end),
                properties: None,
                children: Vec::new(),
                context: Context {
                    revision: self.revisions > 0,
                    field: !self.here.fields.is_empty() || self.simple_fields > 0,
                    formatting: false,
                    control: self.controls > 0,
                    link: self.links > 0,
                },
                host,
                note: self.note.clone(),
            });
        }
        self.runs.push(OpenRun {
            index,
            hidden: style.hidden,
            bold: style.bold,
            counted: false,
        });
    }

    pub(super) fn run_properties(
        &mut self,
        properties: &properties::RunProperties,
        range: Range<usize>,
    ) {
        let Some(run) = self.runs.last_mut() else {
            return;
        };
        let style = properties
            .style
            .as_deref()
            .map_or_else(Default::default, |id| self.shared.styles.character(id));
        run.hidden = properties.hidden.unwrap_or(run.hidden || style.hidden);
        run.bold = properties.bold.unwrap_or(run.bold || style.bold);
        let index = run.index;
        if let Some(run) = self.noted(index) {
            run.properties = Some(to_u32(range.start)..to_u32(range.end));
            run.context.formatting = properties.changed;
        }
    }

    pub(super) fn close_run(&mut self, end: usize) {
        let Some(open) = self.runs.pop() else { return };
        let in_field = !self.here.fields.is_empty();
        if let Some(run) = self.noted(open.index) {
            run.range.end = to_u32(end);
            run.context.field |= in_field;
        }
    }

    /// The run of that index, where runs are noted.
    pub(super) fn noted(&mut self, index: u32) -> Option<&mut Run> {
        self.shared.map.as_mut()?.runs.get_mut(index as usize)
    }

    /// A child of the current run begins.
    pub(super) fn begin_child(&mut self, tag: &Tag<'_>) {
        let Some(index) = self.runs.last().map(|run| run.index) else {
            return;
        };
        let word = tag.ns == Ns::Word;
        let kind = match tag.name {
            "t" | "delText" if word && !tag.empty => {
                let at = to_u32(tag.at.end);
                ChildKind::Text(at..at)
            }
            "t"
            | "delText"
            | "tab"
            | "ptab"
            | "br"
            | "cr"
            | "noBreakHyphen"
            | "softHyphen"
            | "sym"
            | "lastRenderedPageBreak"
                if word =>
            {
                ChildKind::Mark
            }
            _ => ChildKind::Object,
        };
        let range = to_u32(tag.at.start)..to_u32(tag.at.end);
        if let Some(run) = self.noted(index) {
            run.children.push(Child { range, kind });
        }
    }

    /// The current child of the current run ends.
    pub(super) fn end_child(&mut self, end: usize) {
        let Some(index) = self.runs.last().map(|run| run.index) else {
            return;
        };
        if let Some(child) = self.noted(index).and_then(|run| run.children.last_mut()) {
            child.range.end = to_u32(end);
        }
    }

    /// The text of the current child of the current run ends before `end`.
    pub(super) fn end_text(&mut self, end: usize) {
        let Some(index) = self.runs.last().map(|run| run.index) else {
            return;
        };
        let child = self.noted(index).and_then(|run| run.children.last_mut());
        if let Some(ChildKind::Text(content)) = child.map(|child| &mut child.kind) {
            content.end = to_u32(end).max(content.start);
        }
    }
}
