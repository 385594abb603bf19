//! One part of `WordprocessingML` → paragraphs.
//!
//! Elements that only group (hyperlinks, content controls, smart tags, alternatives) are looked through; elements that
//! hold no prose are passed over. Text boxes nest paragraphs in paragraphs, hence the stacks.

mod paragraph;
mod run;
mod table;
mod words;

use std::{mem, ops::Range};

use super::{
    map::{Map, NoteId, PartKind},
    numbering::Numbering,
    properties,
    styles::Styles,
    symbol,
};
use crate::document::office::{
    OfficeError, Tracked,
    flow::Flow,
    paragraph::Paragraph,
    table::Table,
    xml::{self, Item, Ns, Tag, Walker},
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
type Next = xml::Next<Frame>;

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
