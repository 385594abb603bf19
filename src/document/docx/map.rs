//! The way back from words to the bytes of a part, for who writes into the file.
//!
//! The reader that makes the [`Document`](crate::document::Document) fills this too, in the same pass, so the two
//! cannot disagree about what a word is.

use std::{collections::BTreeMap, ops::Range};

use crate::{document::office::paragraph::Piece, text::Span};

/// Where the words of a document stand in its package.
#[derive(Debug, Default)]
pub(crate) struct Map {
    /// Every part that text was read from.
    pub(crate) parts: Vec<Part>,
    /// Every run, in the order it begins in its part.
    pub(crate) runs: Vec<Run>,
    /// Stretches of the document's text, ascending.
    pub(crate) pieces: Vec<(Span, Piece)>,
    /// Where notes are cited, an index into `runs`.
    pub(crate) note_marks: BTreeMap<NoteId, u32>,
    /// Name of the part that holds the comments, where there is one.
    pub(crate) comments: Option<String>,
    /// Name of the part that holds the settings, where there is one.
    pub(crate) settings: Option<String>,
}

/// A part that text was read from.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Its name in the package.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) kind: PartKind,
}

/// What a part holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PartKind {
    /// The body.
    Main,
    /// Footnotes.
    Footnotes,
    /// Endnotes.
    Endnotes,
    /// A page header or footer.
    Margin,
}

/// A note, by the kind of part it stands in and its id there.
pub(crate) type NoteId = (PartKind, String);

/// A run: text of one formatting.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    /// The part, an index into [`Map::parts`].
    pub(crate) part: usize,
    /// The paragraph element it stands in, counted over the part.
    pub(crate) paragraph: u32,
    /// The whole element.
    pub(crate) range: Range<u32>,
    /// Its start tag.
    pub(crate) open: Range<u32>,
    /// Its properties element.
    pub(crate) properties: Option<Range<u32>>,
    /// Its other children, in order.
    pub(crate) children: Vec<Child>,
    /// Where it stands.
    pub(crate) context: Context,
    /// The run outside the text box that this one stands in.
    pub(crate) host: Option<u32>,
    /// The note it stands in.
    pub(crate) note: Option<NoteId>,
}

/// What a run stands in, where that forbids changing its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Context {
    /// Somebody's tracked insertion or deletion.
    pub(crate) revision: bool,
    /// Somebody's tracked change of formatting: the run's properties carry it, and must not be copied.
    pub(crate) formatting: bool,
    /// A field, whose result is made anew when it is updated.
    pub(crate) field: bool,
    /// A content control.
    pub(crate) control: bool,
    /// A hyperlink.
    pub(crate) link: bool,
}

/// A child of a run.
#[derive(Clone, Debug)]
pub(crate) struct Child {
    /// The whole element.
    pub(crate) range: Range<u32>,
    /// What it is.
    pub(crate) kind: ChildKind,
}

/// What a child of a run is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ChildKind {
    /// Text, and the bytes between its tags.
    Text(Range<u32>),
    /// A tab, a line break, a hyphen, a symbol: goes and comes with the text around it.
    Mark,
    /// Anything else: a note's mark, a picture, a field's boundary.
    Object,
}
