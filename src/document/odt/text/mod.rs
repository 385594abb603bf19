//! The body of an OpenDocument text → paragraphs.
//!
//! Text boxes and notes nest paragraphs in paragraphs, hence the stacks. White space counts as in HTML: a run of it is
//! one space, at the start of a paragraph none.

mod changes;
mod paragraph;
mod table;

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
};

use super::styles::Styles;
use crate::document::{
    BlockKind,
    office::{
        OfficeError, Tracked,
        flow::Flow,
        paragraph::Paragraph,
        table::Table,
        xml::{self, Item, Ns, Tag, Walker},
    },
};

/// Most that one repeated space or cell stands for.
const REPEAT: u32 = 1_000;

/// What an open element is, as far as its close matters.
#[derive(Clone, Copy)]
enum Frame {
    Other,
    Paragraph,
    /// Text in a style of its own: whether that hides it, and whether the text around it was bold.
    Span {
        hidden: bool,
        outer: bool,
    },
    List,
    Item,
    Table,
    HeaderRows,
    /// A text box or the body of a note.
    Nested,
    Note,
    /// A table of contents, an index.
    Index,
    /// What a picture or object says of itself.
    Description,
}

/// What becomes of an element that was just opened.
type Next = xml::Next<Frame>;

/// What stands around the text being read; a text box or note interrupts it.
#[derive(Default)]
struct Around {
    tables: Vec<Table>,
    /// Lists that are open, outermost first, by number.
    lists: Vec<u64>,
}

/// A paragraph being read.
#[derive(Default)]
struct OpenParagraph {
    content: Paragraph,
    /// Whether its style hides it.
    hidden: bool,
    /// Whether its hidden text has been counted.
    counted: bool,
    code: bool,
    /// Whether the text around it was bold, where it stands in another.
    outer_bold: bool,
    /// Whether a character stands before which is no white space.
    after_word: bool,
}

/// The state of reading one document.
pub(super) struct Body<'s> {
    styles: &'s Styles,
    tracked: Tracked,
    flow: &'s mut Flow,
    /// What running text is in this part.
    base: BlockKind,
    frames: Vec<Frame>,
    paragraphs: Vec<OpenParagraph>,
    outer: Vec<Around>,
    here: Around,
    /// Lists begun in the document.
    lists: u64,
    /// Open elements of the kind.
    notes: u32,
    indexes: u32,
    hidden: u32,
    /// Notes read so far, which come after the body.
    noted: Vec<Paragraph>,
    /// What a deletion took out, by the change's id.
    deleted: BTreeMap<String, String>,
    /// Ids of changes that put text in.
    inserted: BTreeSet<String>,
    /// Insertions around the text being read that are not part of the state that is read.
    left_out: BTreeSet<String>,
    description: String,
    /// Whether the text being read is bold.
    bold: bool,
    /// Whether a list item began in which no paragraph has.
    fresh: bool,
    /// Text of the first paragraph in the style Title.
    pub(super) title: Option<String>,
    /// References to entities that nobody defined.
    pub(super) unknown_entities: usize,
}

impl<'s> Body<'s> {
    /// Begin a document.
    pub(super) fn new(styles: &'s Styles, tracked: Tracked, flow: &'s mut Flow) -> Self {
        Self {
            styles,
            tracked,
            flow,
            base: BlockKind::Paragraph,
            frames: Vec::new(),
            paragraphs: Vec::new(),
            outer: Vec::new(),
            here: Around::default(),
            lists: 0,
            notes: 0,
            indexes: 0,
            hidden: 0,
            noted: Vec::new(),
            deleted: BTreeMap::new(),
            inserted: BTreeSet::new(),
            left_out: BTreeSet::new(),
            description: String::new(),
            bold: false,
            fresh: false,
            title: None,
            unknown_entities: 0,
        }
    }

    /// Read the part `name` with the text `text`, in which running text is of the kind `base`.
    ///
    /// # Errors
    /// When it is not well-formed, holds no text document, or is too large to be one.
    pub(super) fn part(
        &mut self,
        name: &str,
        text: &str,
        base: BlockKind,
    ) -> Result<(), OfficeError> {
        self.base = base;
        self.flow.end_lists();
        let mut walker = Walker::new(name, text);
        loop {
            match walker.next()? {
                Item::Open(tag) => match self.open(&mut walker, &tag)? {
                    Next::Into(frame) => self.frames.push(frame),
                    Next::Skip => {
                        walker.skip()?;
                    }
                    Next::Read => {}
                },
                Item::Close { .. } => self.close()?,
                Item::Text(text, _) => self.characters(text)?,
                Item::Replaced(text, _) => self.characters(&text)?,
                Item::End => break,
            }
        }
        for note in mem::take(&mut self.noted) {
            self.flow.emit(note)?;
        }
        self.unknown_entities += walker.unknown_entities;
        Ok(())
    }

    /// An element begins.
    fn open<'a>(&mut self, walker: &mut Walker<'a>, tag: &Tag<'a>) -> Result<Next, OfficeError> {
        Ok(match (tag.ns, tag.name) {
            (Ns::Text, _) => self.open_text(walker, tag)?,
            (Ns::Table, _) => self.open_table(walker, tag),
            (Ns::Draw, "text-box") => self.nest(Frame::Nested),
            (Ns::Svg, "title" | "desc") => {
                self.description.clear();
                Next::Into(Frame::Description)
            }
            (Ns::Office, "spreadsheet" | "presentation" | "drawing") => {
                return Err(OfficeError::NotThis(format!(
                    "this is an OpenDocument {}, no text: save its text as .odt",
                    tag.name
                )));
            }
            (
                Ns::Office,
                "annotation" | "forms" | "scripts" | "binary-data" | "automatic-styles" | "styles",
            ) => Next::Skip,
            _ => Next::Into(Frame::Other),
        })
    }

    /// An element of text begins.
    fn open_text<'a>(
        &mut self,
        walker: &mut Walker<'a>,
        tag: &Tag<'a>,
    ) -> Result<Next, OfficeError> {
        let attr = |name| walker.attr(tag, Ns::Text, name);
        Ok(Next::Into(match tag.name {
            "p" | "h" => {
                let level = attr("outline-level").and_then(|level| level.parse().ok());
                let heading = (tag.name == "h").then(|| level.unwrap_or(1_u8).clamp(1, 6));
                let style = attr("style-name").unwrap_or_default();
                self.open_paragraph(&style, heading);
                Frame::Paragraph
            }
            "span" => {
                let style = attr("style-name").unwrap_or_default();
                let hidden = self.styles.hides("text", &style);
                self.hidden += u32::from(hidden);
                self.flow.hidden += usize::from(hidden);
                let outer = self.bold;
                self.bold = self.styles.bold("text", &style).unwrap_or(outer);
                Frame::Span { hidden, outer }
            }
            "s" => {
                let count = attr("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.push(&" ".repeat(count.min(REPEAT) as usize))?;
                Frame::Other
            }
            "tab" => {
                self.push("\t")?;
                Frame::Other
            }
            "line-break" => {
                self.push("\n")?;
                Frame::Other
            }
            "list" => {
                self.lists += 1;
                self.here.lists.push(self.lists);
                Frame::List
            }
            "list-item" => {
                self.fresh = true;
                Frame::Item
            }
            "note-body" => {
                self.notes += 1;
                return Ok(self.nest(Frame::Note));
            }
            "table-of-content" | "illustration-index" | "table-index" | "object-index"
            | "alphabetical-index" | "user-index" | "bibliography" => {
                self.indexes += 1;
                Frame::Index
            }
            "section" if attr("display").is_some_and(|display| display == "none") => {
                self.flow.hidden += 1;
                return Ok(Next::Skip);
            }
            "hidden-text" | "hidden-paragraph" => {
                self.flow.hidden += 1;
                return Ok(Next::Skip);
            }
            "tracked-changes" => {
                self.tracked_changes(walker)?;
                return Ok(Next::Read);
            }
            "change" | "change-start" | "change-end" => {
                let id = attr("change-id").unwrap_or_default();
                self.change(tag.name, &id)?;
                Frame::Other
            }
            "note-citation" | "ruby-text" | "script" | "page-number" | "page-count" => {
                return Ok(Next::Skip);
            }
            // What an index is made from, not what it shows.
            name if name.ends_with("-source") => return Ok(Next::Skip),
            _ => Frame::Other,
        }))
    }

    /// A text box or note begins: what stands around it is no matter inside.
    fn nest(&mut self, frame: Frame) -> Next {
        self.outer.push(mem::take(&mut self.here));
        Next::Into(frame)
    }

    /// An element ends.
    fn close(&mut self) -> Result<(), OfficeError> {
        match self.frames.pop() {
            Some(Frame::Paragraph) => self.close_paragraph()?,
            Some(Frame::Span { hidden, outer }) => {
                self.hidden -= u32::from(hidden);
                self.bold = outer;
            }
            Some(Frame::Item) => self.fresh = false,
            Some(Frame::List) => {
                self.here.lists.pop();
            }
            Some(Frame::Table) => {
                self.here.tables.pop();
                self.flow.end_table();
            }
            Some(Frame::HeaderRows) => {
                if let Some(table) = self.here.tables.last_mut() {
                    table.header = false;
                }
            }
            Some(Frame::Nested) => self.here = self.outer.pop().unwrap_or_default(),
            Some(Frame::Note) => {
                self.notes -= 1;
                self.here = self.outer.pop().unwrap_or_default();
            }
            Some(Frame::Index) => self.indexes -= 1,
            Some(Frame::Description) => {
                let text = mem::take(&mut self.description);
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.content.describe(&text);
                }
            }
            Some(Frame::Other) | None => {}
        }
        Ok(())
    }
}
