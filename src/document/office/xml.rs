//! XML as a flat run of events, told apart by namespace, each with its bytes in the part.
//!
//! No entity is expanded, a DOCTYPE is refused (neither format allows one), and nesting is capped, so that what a
//! hostile part can do is bounded by its own length.

use std::{borrow::Cow, ops::Range};

use quick_xml::{
    NsReader, XmlVersion,
    events::{BytesStart, Event},
    name::{Namespace, ResolveResult},
};

use super::OfficeError;

/// Deepest nesting of elements that is followed.
const DEPTH: usize = 2_000;

/// The namespaces that the readers ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ns {
    /// `WordprocessingML`, transitional or strict.
    Word,
    /// Relationship ids in document parts, transitional or strict.
    DocRel,
    /// The relationships of a package's parts.
    PackageRel,
    /// The content types of a package.
    ContentTypes,
    /// Markup compatibility: alternatives for older programs.
    Compat,
    /// Drawings in a text.
    WordDrawing,
    /// Dublin Core, in core properties.
    DublinCore,
    /// Office's own core properties.
    CoreProperties,
    /// OpenDocument: office.
    Office,
    /// OpenDocument: text.
    Text,
    /// OpenDocument: tables.
    Table,
    /// OpenDocument: drawings.
    Draw,
    /// OpenDocument: styles.
    Style,
    /// OpenDocument: formatting as in XSL-FO.
    Fo,
    /// OpenDocument: SVG.
    Svg,
    /// OpenDocument: metadata.
    Meta,
    /// Any other, or none.
    Other,
}

/// What a namespace name means here.
fn classify(uri: &str) -> Ns {
    match uri {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Ns::Word,
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        | "http://purl.oclc.org/ooxml/officeDocument/relationships" => Ns::DocRel,
        "http://schemas.openxmlformats.org/package/2006/relationships" => Ns::PackageRel,
        "http://schemas.openxmlformats.org/package/2006/content-types" => Ns::ContentTypes,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Ns::Compat,
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
        | "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing" => Ns::WordDrawing,
        "http://purl.org/dc/elements/1.1/" => Ns::DublinCore,
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties" => {
            Ns::CoreProperties
        }
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => Ns::Office,
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0" => Ns::Text,
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0" => Ns::Table,
        "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" => Ns::Draw,
        "urn:oasis:names:tc:opendocument:xmlns:style:1.0" => Ns::Style,
        "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" => Ns::Fo,
        "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" => Ns::Svg,
        "urn:oasis:names:tc:opendocument:xmlns:meta:1.0" => Ns::Meta,
        _ => Ns::Other,
    }
}

/// The start of an element, or an element without content; then its close follows as an event of its own.
#[derive(Debug)]
pub(crate) struct Tag<'a> {
    /// Its namespace.
    pub(crate) ns: Ns,
    /// Its name without prefix.
    pub(crate) name: &'a str,
    /// Its start tag in the part.
    pub(crate) at: Range<usize>,
    /// Whether it is `<a/>`.
    pub(crate) empty: bool,
    start: BytesStart<'a>,
}

/// What comes next in a part.
#[derive(Debug)]
pub(crate) enum Item<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// An element ends.
    Close {
        /// Its namespace.
        ns: Ns,
        /// Its name without prefix.
        name: &'a str,
        /// Its end tag in the part; its start tag where it is `<a/>`.
        at: Range<usize>,
    },
    /// Characters that stand in the part as they are.
    Text(&'a str, Range<usize>),
    /// Characters that the part writes differently: a reference, a CDATA section.
    Replaced(Cow<'a, str>, Range<usize>),
    /// The part is over.
    End,
}

/// What becomes of an element that was just opened.
pub(crate) enum Next<Frame> {
    /// Its content is read; its close finds this.
    Into(Frame),
    /// It is passed over, with all it holds.
    Skip,
    /// It was read up to its close.
    Read,
}

/// Walks over one part.
pub(crate) struct Walker<'a> {
    reader: NsReader<&'a [u8]>,
    part: &'a str,
    text: &'a str,
    /// Bytes of the byte order mark before `text`.
    base: usize,
    open: Vec<(Ns, &'a str)>,
    /// The close of an element without content, still to be told.
    pending: Option<Range<usize>>,
    /// References to entities that XML does not define, each read as U+FFFD.
    pub(crate) unknown_entities: usize,
}

impl<'a> Walker<'a> {
    /// Walk over `text`, the part named `part`.
    pub(crate) fn new(part: &'a str, text: &'a str) -> Self {
        let bare = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut reader = NsReader::from_str(bare);
        // A stray “&” in otherwise readable text is no reason to refuse the document.
        reader.config_mut().allow_dangling_amp = true;
        Self {
            reader,
            part,
            text: bare,
            base: text.len() - bare.len(),
            open: Vec::new(),
            pending: None,
            unknown_entities: 0,
        }
    }

    /// What comes next. Comments and processing instructions are passed over.
    ///
    /// # Errors
    /// When the part is not well-formed, has a DOCTYPE, or is nested too deeply.
    pub(crate) fn next(&mut self) -> Result<Item<'a>, OfficeError> {
        if let Some(at) = self.pending.take() {
            let (ns, name) = self.open.pop().unwrap_or((Ns::Other, ""));
            return Ok(Item::Close { ns, name, at });
        }
        loop {
            let before = self.position();
            let event = self.reader.read_event().map_err(|error| {
                let at = usize::try_from(self.reader.error_position()).unwrap_or(0);
                self.wrong(self.base + at, error.to_string())
            })?;
            let at = before..self.position();
            match event {
                Event::Start(start) => return self.opened(start, at, false),
                Event::Empty(start) => return self.opened(start, at, true),
                Event::End(_) => {
                    let Some((ns, name)) = self.open.pop() else {
                        return Err(self.wrong(at.start, "an end tag without a start".to_owned()));
                    };
                    return Ok(Item::Close { ns, name, at });
                }
                Event::Text(_) => {
                    let raw = self
                        .text
                        .get(at.start - self.base..at.end - self.base)
                        .unwrap_or_default();
                    return Ok(Item::Text(raw, at));
                }
                Event::CData(data) => return Ok(Item::Replaced(data.into_inner(), at)),
                Event::GeneralRef(reference) => {
                    let meant = match reference.as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref().ok().flatten(),
                    };
                    self.unknown_entities += usize::from(meant.is_none());
                    let text = meant.unwrap_or(char::REPLACEMENT_CHARACTER).to_string();
                    return Ok(Item::Replaced(Cow::Owned(text), at));
                }
                Event::DocType(_) => {
                    return Err(OfficeError::Unsafe(format!(
                        "its part {} has a DOCTYPE",
                        self.part
                    )));
                }
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
                Event::Eof => {
                    return match self.open.last() {
                        None => Ok(Item::End),
                        Some((_, name)) => {
                            let what = format!("it ends inside <{name}>");
                            Err(self.wrong(at.end, what))
                        }
                    };
                }
            }
        }
    }

    /// Pass over everything up to the close of the element that was just opened, the close included; where that ends.
    ///
    /// # Errors
    /// As [`Walker::next`].
    pub(crate) fn skip(&mut self) -> Result<usize, OfficeError> {
        let depth = self.open.len();
        loop {
            match self.next()? {
                Item::Close { at, .. } if self.open.len() < depth => return Ok(at.end),
                Item::End => return Ok(self.base + self.text.len()),
                _ => {}
            }
        }
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The value of an attribute of the tag that was just opened. An attribute without prefix counts as of the
    /// element's own namespace.
    pub(crate) fn attr<'t>(&self, tag: &'t Tag<'a>, ns: Ns, name: &str) -> Option<Cow<'t, str>> {
        let mut attributes = tag.start.attributes();
        attributes.with_checks(false);
        for attribute in attributes.flatten() {
            if attribute.key.local_name().as_ref() != name {
                continue;
            }
            let resolved = self.reader.resolver().resolve_attribute(attribute.key).0;
            let own = match resolved {
                ResolveResult::Bound(Namespace(uri)) => classify(uri),
                ResolveResult::Unbound => tag.ns,
                ResolveResult::Unknown(_) => Ns::Other,
            };
            if own == ns {
                return attribute.normalized_value(XmlVersion::Implicit1_0).ok();
            }
        }
        None
    }

    /// An error of this part.
    pub(crate) fn wrong(&self, at: usize, what: String) -> OfficeError {
        OfficeError::Xml {
            part: self.part.to_owned(),
            at,
            what,
        }
    }

    /// Where in the part the last event ended.
    pub(crate) fn position(&self) -> usize {
        self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn opened(
        &mut self,
        start: BytesStart<'a>,
        at: Range<usize>,
        empty: bool,
    ) -> Result<Item<'a>, OfficeError> {
        if self.open.len() >= DEPTH {
            return Err(OfficeError::Unsafe(format!(
                "its part {} is nested more than {DEPTH} levels deep",
                self.part
            )));
        }
        let (namespace, local) = self.reader.resolver().resolve_element(start.name());
        let ns = match namespace {
            ResolveResult::Bound(Namespace(uri)) => classify(uri),
            ResolveResult::Unbound | ResolveResult::Unknown(_) => Ns::Other,
        };
        // The same name, borrowed from the part rather than from the event.
        let end = at.start - self.base + 1 + start.name().as_ref().len();
        let name = self
            .text
            .get(end - local.as_ref().len()..end)
            .unwrap_or_default();
        self.open.push((ns, name));
        if empty {
            self.pending = Some(at.clone());
        }
        Ok(Item::Open(Tag {
            ns,
            name,
            at,
            empty,
            start,
        }))
    }
}
