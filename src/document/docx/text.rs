//! One part of `WordprocessingML` → paragraphs.
//!
//! Elements that only group (hyperlinks, content controls, smart tags, alternatives) are looked through; elements that
//! hold no prose are passed over. Text boxes nest paragraphs in paragraphs, hence the stacks.

use std::{mem, ops::Range};

use super::{
    map::{Child, ChildKind, Context, Map, NoteId, PartKind, Run},
    numbering::Numbering,
    properties,
    styles::{Role, Styles, outline_role},
    symbol,
};
use crate::document::{
    BlockKind,
    office::{
        OfficeError, Tracked,
        flow::{Flow, Paragraph, Piece, to_u32},
        xml::{Item, Ns, Tag, Walker},
    },
};

/// Deepest nesting of fields; Word itself allows 20. What lies deeper is read as text.
const FIELDS: usize = 64;

/// Everything that reading a part needs and fills.
pub(super) struct Shared<'s> {
    /// The document's styles.
    pub(super) styles: &'s Styles,
    /// The document's lists.
    pub(super) numbering: &'s Numbering,
    /// Which state of tracked changes is read.
    pub(super) tracked: Tracked,
    /// Where paragraphs go.
    pub(super) flow: Flow,
    /// Where runs are noted, when somebody wants to write.
    pub(super) map: Option<Map>,
    /// Relationship ids of page headers and footers, in order of mention.
    pub(super) margins: Vec<String>,
    /// Text of the first paragraph in the style Title.
    pub(super) title: Option<String>,
    /// Documents embedded in this one, which are not read.
    pub(super) embedded: usize,
    /// References to entities that nobody defined.
    pub(super) unknown_entities: usize,
}

/// What an open element is, as far as its close matters.
#[derive(Clone, Copy)]
enum Frame {
    Other,
    Paragraph,
    Run,
    /// Text to read; whether it is shown in the state that is read.
    Text,
    Instruction,
    Revision,
    Control,
    Link,
    SimpleField,
    Table,
    Row,
    Cell,
    TextBox,
    /// Alternatives, and whether one was taken.
    Alternate(bool),
    Note,
}

/// What becomes of an element that was just opened.
enum Next {
    /// Its content is read; its close finds this.
    Into(Frame),
    /// It is passed over, with all it holds.
    Skip,
    /// It was read up to its close.
    Read,
}

/// A paragraph being read.
#[derive(Default)]
struct OpenParagraph {
    content: Paragraph,
    properties: properties::ParagraphProperties,
    /// Whether it holds lines of a table of contents.
    contents: bool,
    /// Its number among the paragraph elements of the part.
    element: u32,
}

/// A run being read.
struct OpenRun {
    /// Its index in the map.
    index: u32,
    hidden: bool,
    bold: bool,
    /// Whether its hidden text has been counted.
    counted: bool,
}

/// A complex field being read: instruction, then result.
#[derive(Default)]
struct Field {
    instruction: String,
    /// Whether what follows is the result.
    result: bool,
}

/// A table being read.
#[derive(Default)]
struct Table {
    /// Its number; `None` for a table of one column, which is a box around text.
    number: Option<u32>,
    columns: usize,
    /// Rows begun.
    rows: u32,
    /// The first column of the current cell.
    column: u32,
    /// How many columns the current cell spans.
    span: u32,
    /// Whether the current row names the columns.
    header: bool,
}

/// What a text box interrupts.
#[derive(Default)]
struct Outer {
    tables: Vec<Table>,
    fields: Vec<Field>,
    carried: Option<Paragraph>,
}

/// The state of reading one part.
struct Body<'s, 'x> {
    shared: &'s mut Shared<'x>,
    part: usize,
    kind: PartKind,
    frames: Vec<Frame>,
    paragraphs: Vec<OpenParagraph>,
    runs: Vec<OpenRun>,
    /// What the text being read is interrupted by, innermost last.
    outer: Vec<Outer>,
    /// Tables and fields around the text being read.
    here: Outer,
    revisions: u32,
    controls: u32,
    links: u32,
    simple_fields: u32,
    note: Option<NoteId>,
    /// Paragraph elements begun.
    elements: u32,
}

/// Read the part `name` with the text `text`.
///
/// # Errors
/// When it is not well-formed, or too large to be a document.
pub(super) fn read(
    shared: &mut Shared<'_>,
    part: usize,
    kind: PartKind,
    name: &str,
    text: &str,
) -> Result<(), OfficeError> {
    let mut walker = Walker::new(name, text);
    let mut body = Body {
        shared,
        part,
        kind,
        frames: Vec::new(),
        paragraphs: Vec::new(),
        runs: Vec::new(),
        outer: Vec::new(),
        here: Outer::default(),
        revisions: 0,
        controls: 0,
        links: 0,
        simple_fields: 0,
        note: None,
        elements: 0,
    };
    loop {
        match walker.next()? {
            Item::Open(tag) => {
                if walker.depth() == 1 && kind == PartKind::Main && !is_document(&tag) {
                    return Err(OfficeError::NotThis(format!(
                        "this ZIP package is no Word document (its main part is {name}): save its text as .docx, .odt or .txt"
                    )));
                }
                body.open(&mut walker, &tag)?;
            }
            Item::Close { at, .. } => body.close(&at)?,
            Item::Text(raw, at) => body.characters(raw, &at)?,
            Item::Replaced(text, at) => body.replaced(&text, &at)?,
            Item::End => break,
        }
    }
    body.flush()?;
    let unknown = walker.unknown_entities;
    body.shared.unknown_entities += unknown;
    Ok(())
}

/// Whether `tag` is the root of a Word document.
fn is_document(tag: &Tag<'_>) -> bool {
    tag.ns == Ns::Word && tag.name == "document"
}

impl Body<'_, '_> {
    /// An element begins.
    fn open(&mut self, walker: &mut Walker<'_>, tag: &Tag<'_>) -> Result<(), OfficeError> {
        let in_run = matches!(self.frames.last(), Some(Frame::Run));
        let is_properties = tag.ns == Ns::Word && tag.name == "rPr";
        if in_run && !is_properties {
            self.begin_child(tag);
        }
        let next = match tag.ns {
            Ns::Word => self.open_word(walker, tag)?,
            Ns::Compat => self.open_compat(tag),
            Ns::WordDrawing if tag.name == "docPr" => {
                let description = walker.attr(tag, Ns::WordDrawing, "descr");
                if let (Some(text), Some(paragraph)) = (description, self.paragraphs.last_mut()) {
                    paragraph.content.describe(&text);
                }
                Next::Into(Frame::Other)
            }
            _ => Next::Into(Frame::Other),
        };
        match next {
            Next::Into(frame) => self.frames.push(frame),
            Next::Skip => {
                let end = walker.skip()?;
                if in_run {
                    self.end_child(end);
                }
            }
            Next::Read => {}
        }
        Ok(())
    }

    /// An element of `WordprocessingML` begins.
    fn open_word(&mut self, walker: &mut Walker<'_>, tag: &Tag<'_>) -> Result<Next, OfficeError> {
        let original = self.shared.tracked == Tracked::Original;
        let in_run = matches!(self.frames.last(), Some(Frame::Run));
        Ok(match tag.name {
            "p" => {
                self.open_paragraph();
                Next::Into(Frame::Paragraph)
            }
            "pPr" => {
                let properties = properties::paragraph(walker)?;
                self.shared.margins.extend_from_slice(&properties.margins);
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.properties = properties;
                }
                Next::Read
            }
            "r" => {
                self.open_run(tag);
                Next::Into(Frame::Run)
            }
            "rPr" => {
                let properties = properties::run(walker)?;
                if in_run {
                    self.run_properties(&properties, tag.at.start..walker.position());
                }
                Next::Read
            }
            "t" => Next::Into(Frame::Text),
            "delText" if original => Next::Into(Frame::Text),
            "delText" | "delInstrText" | "rt" | "sdtPr" | "sdtEndPr" | "tblPr" | "tblPrEx" => {
                Next::Skip
            }
            "instrText" => Next::Into(Frame::Instruction),
            "tab" | "ptab" if in_run => self.mark("\t", tag)?,
            "br" | "cr" if in_run => self.mark("\n", tag)?,
            "noBreakHyphen" => self.mark("-", tag)?,
            "softHyphen" => self.mark("", tag)?,
            "sym" if in_run => {
                let font = walker.attr(tag, Ns::Word, "font").unwrap_or_default();
                let code = walker.attr(tag, Ns::Word, "char").unwrap_or_default();
                self.mark(symbol::meant(&font, &code).encode_utf8(&mut [0; 4]), tag)?
            }
            "fldChar" => {
                let kind = walker.attr(tag, Ns::Word, "fldCharType");
                self.field_boundary(kind.as_deref().unwrap_or_default());
                Next::Into(Frame::Other)
            }
            "fldSimple" => {
                self.simple_fields += 1;
                Next::Into(Frame::SimpleField)
            }
            "ins" | "moveTo" if original => Next::Skip,
            "del" | "moveFrom" if !original => Next::Skip,
            "ins" | "moveTo" | "del" | "moveFrom" => {
                self.revisions += 1;
                Next::Into(Frame::Revision)
            }
            "hyperlink" => {
                self.links += 1;
                Next::Into(Frame::Link)
            }
            "sdt" => {
                self.controls += 1;
                Next::Into(Frame::Control)
            }
            "txbxContent" => {
                self.outer.push(mem::take(&mut self.here));
                Next::Into(Frame::TextBox)
            }
            "footnoteReference" | "endnoteReference" => {
                self.note_mark(walker, tag);
                Next::Into(Frame::Other)
            }
            "footnote" | "endnote" => self.open_note(walker, tag),
            "sectPr" => {
                let margins = properties::section(walker)?;
                self.shared.margins.extend(margins);
                Next::Read
            }
            "altChunk" | "subDoc" => {
                self.shared.embedded += 1;
                Next::Skip
            }
            "tbl" | "tblGrid" | "tr" | "trPr" | "tc" | "tcPr" => self.open_table(walker, tag)?,
            _ => Next::Into(Frame::Other),
        })
    }

    /// An element of a table begins.
    fn open_table(&mut self, walker: &mut Walker<'_>, tag: &Tag<'_>) -> Result<Next, OfficeError> {
        if tag.name == "tbl" {
            self.flush()?;
            self.here.tables.push(Table::default());
            return Ok(Next::Into(Frame::Table));
        }
        let Some(table) = self.here.tables.last_mut() else {
            return Ok(Next::Into(Frame::Other));
        };
        Ok(match tag.name {
            "tblGrid" => {
                table.columns = properties::grid(walker)?;
                if table.columns > 1 {
                    table.number = Some(self.shared.flow.table());
                }
                Next::Read
            }
            "tr" => {
                table.rows += 1;
                table.column = 0;
                table.span = 0;
                table.header = false;
                Next::Into(Frame::Row)
            }
            "trPr" => {
                let row = properties::row(walker)?;
                table.header = row.header;
                table.column = row.before;
                Next::Read
            }
            "tc" => {
                table.column += table.span;
                table.span = 1;
                self.shared.flow.end_lists();
                Next::Into(Frame::Cell)
            }
            _ => {
                table.span = properties::cell(walker)?;
                Next::Read
            }
        })
    }

    /// Alternatives for programs of different age: the first is read, the others would say the same again.
    fn open_compat(&mut self, tag: &Tag<'_>) -> Next {
        let taken = match self.frames.last_mut() {
            Some(Frame::Alternate(taken)) => taken,
            _ if tag.name == "AlternateContent" => return Next::Into(Frame::Alternate(false)),
            _ => return Next::Into(Frame::Other),
        };
        if mem::replace(taken, true) {
            Next::Skip
        } else {
            Next::Into(Frame::Other)
        }
    }

    /// An element ends.
    fn close(&mut self, at: &Range<usize>) -> Result<(), OfficeError> {
        let Some(frame) = self.frames.pop() else {
            return Ok(());
        };
        match frame {
            Frame::Paragraph => self.close_paragraph()?,
            Frame::Run => self.close_run(at.end),
            Frame::Revision => self.revisions -= 1,
            Frame::Control => self.controls -= 1,
            Frame::Link => self.links -= 1,
            Frame::SimpleField => self.simple_fields -= 1,
            Frame::Table => {
                self.flush()?;
                self.here.tables.pop();
                self.shared.flow.end_table();
            }
            Frame::Cell => self.flush()?,
            Frame::TextBox => {
                self.flush()?;
                self.here = self.outer.pop().unwrap_or_default();
            }
            Frame::Note => {
                self.flush()?;
                self.note = None;
            }
            Frame::Text => self.end_text(at.start),
            Frame::Other | Frame::Instruction | Frame::Row | Frame::Alternate(_) => {}
        }
        if matches!(self.frames.last(), Some(Frame::Run)) {
            self.end_child(at.end);
        }
        Ok(())
    }

    fn open_paragraph(&mut self) {
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

    fn close_paragraph(&mut self) -> Result<(), OfficeError> {
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
    fn flush(&mut self) -> Result<(), OfficeError> {
        match self.here.carried.take() {
            Some(paragraph) => self.hand_on(paragraph),
            None => Ok(()),
        }
    }

    /// Give a finished paragraph to the paragraph around its text box, or to the document.
    fn hand_on(&mut self, mut paragraph: Paragraph) -> Result<(), OfficeError> {
        if paragraph.is_blank() {
            return Ok(());
        }
        match self.paragraphs.last_mut() {
            Some(outer) => {
                let inner = mem::take(&mut paragraph.boxes);
                outer.content.boxes.push(paragraph);
                outer.content.boxes.extend(inner);
                Ok(())
            }
            None => self.shared.flow.emit(paragraph),
        }
    }

    /// Say what a paragraph is.
    fn finished(&mut self, open: OpenParagraph) -> Paragraph {
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
        let cell = self.here.tables.last().and_then(|table| {
            Some(BlockKind::Cell {
                table: table.number?,
                row: table.rows.saturating_sub(1),
                column: table.column,
                header: table.header,
            })
        });
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

    fn open_run(&mut self, tag: &Tag<'_>) {
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

    fn run_properties(&mut self, properties: &properties::RunProperties, range: Range<usize>) {
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

    fn close_run(&mut self, end: usize) {
        let Some(open) = self.runs.pop() else { return };
        let in_field = !self.here.fields.is_empty();
        if let Some(run) = self.noted(open.index) {
            run.range.end = to_u32(end);
            run.context.field |= in_field;
        }
    }

    /// The run of that index, where runs are noted.
    fn noted(&mut self, index: u32) -> Option<&mut Run> {
        self.shared.map.as_mut()?.runs.get_mut(index as usize)
    }

    /// A child of the current run begins.
    fn begin_child(&mut self, tag: &Tag<'_>) {
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
    fn end_child(&mut self, end: usize) {
        let Some(index) = self.runs.last().map(|run| run.index) else {
            return;
        };
        if let Some(child) = self.noted(index).and_then(|run| run.children.last_mut()) {
            child.range.end = to_u32(end);
        }
    }

    /// The text of the current child of the current run ends before `end`.
    fn end_text(&mut self, end: usize) {
        let Some(index) = self.runs.last().map(|run| run.index) else {
            return;
        };
        let child = self.noted(index).and_then(|run| run.children.last_mut());
        if let Some(ChildKind::Text(content)) = child.map(|child| &mut child.kind) {
            content.end = to_u32(end).max(content.start);
        }
    }

    /// An element that stands for `text`.
    fn mark(&mut self, text: &str, tag: &Tag<'_>) -> Result<Next, OfficeError> {
        self.push(text, &tag.at, false)?;
        Ok(Next::Into(Frame::Other))
    }

    /// Characters as they stand in the part.
    fn characters(&mut self, raw: &str, at: &Range<usize>) -> Result<(), OfficeError> {
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
    fn replaced(&mut self, text: &str, at: &Range<usize>) -> Result<(), OfficeError> {
        if !matches!(self.frames.last(), Some(Frame::Text)) {
            return Ok(());
        }
        if text.contains('\u{AD}') {
            return self.push(&text.replace('\u{AD}', ""), at, false);
        }
        self.push(text, at, false)
    }

    /// Add `text` to the current paragraph, unless it is hidden or part of a field's instruction.
    fn push(&mut self, text: &str, at: &Range<usize>, verbatim: bool) -> Result<(), OfficeError> {
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
    fn field_boundary(&mut self, kind: &str) {
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

    /// A note is cited here.
    fn note_mark(&mut self, walker: &Walker<'_>, tag: &Tag<'_>) {
        let kind = match tag.name {
            "footnoteReference" => PartKind::Footnotes,
            _ => PartKind::Endnotes,
        };
        let id = walker.attr(tag, Ns::Word, "id");
        if let (Some(id), Some(run), Some(map)) = (id, self.runs.last(), self.shared.map.as_mut()) {
            let id = (kind, id.into_owned());
            map.note_marks.entry(id).or_insert(run.index);
        }
    }

    /// A note begins, unless it is the line that parts notes from text.
    fn open_note(&mut self, walker: &Walker<'_>, tag: &Tag<'_>) -> Next {
        let kind = walker.attr(tag, Ns::Word, "type");
        if kind.is_some_and(|kind| kind != "normal") {
            return Next::Skip;
        }
        let id = walker.attr(tag, Ns::Word, "id").unwrap_or_default();
        self.note = Some((self.kind, id.into_owned()));
        Next::Into(Frame::Note)
    }
}
