//! What a paragraph's style says of it: heading, title, caption, quotation, list, hidden.
//!
//! Names decide, not ids: the built-in styles keep their English names in every language, their ids do not.

use std::collections::BTreeMap;

use crate::document::office::{
    OfficeError,
    xml::{Item, Ns, Tag, Walker},
};

/// Longest chain of `basedOn` that is followed; a longer one is a loop.
const CHAIN: usize = 32;

/// What a style means for the prose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing special.
    #[default]
    Body,
    /// A heading; 1 is the outermost level.
    Heading(u8),
    /// The document's title.
    Title,
    /// A caption of a picture or table.
    Caption,
    /// A block quotation.
    Quote,
    /// A line of a table of contents or figures.
    Contents,
    /// Program code, as converters mark it: no prose.
    Code,
}

/// A style with everything it inherits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    /// What it means.
    pub(super) role: Role,
    /// The list it puts paragraphs in: `numId`.
    pub(super) list: Option<i64>,
    /// The level in that list, from 0.
    pub(super) level: Option<u8>,
    /// Whether its text is hidden.
    pub(super) hidden: bool,
    /// Whether its text is bold.
    pub(super) bold: bool,
}

/// A style as written.
#[derive(Debug, Default)]
struct Written {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<i64>,
    level: Option<u8>,
    hidden: Option<bool>,
    bold: Option<bool>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    /// What a paragraph has that names no style.
    default: Style,
}

impl Styles {
    /// Read `word/styles.xml`.
    ///
    /// # Errors
    /// When it is not well-formed.
    pub(super) fn read(part: &str, text: &str) -> Result<Self, OfficeError> {
        let mut walker = Walker::new(part, text);
        let mut written: BTreeMap<String, Written> = BTreeMap::new();
        let mut default = None;
        let mut current: Option<String> = None;
        loop {
            let tag = match walker.next()? {
                Item::Open(tag) if tag.ns == Ns::Word => tag,
                Item::Close {
                    ns: Ns::Word,
                    name: "style",
                    ..
                } => {
                    current = None;
                    continue;
                }
                Item::End => break,
                Item::Open(_) | Item::Close { .. } | Item::Text(..) | Item::Replaced(..) => {
                    continue;
                }
            };
            if tag.name == "style" {
                let id = walker.attr(&tag, Ns::Word, "styleId").unwrap_or_default();
                let is_default = walker
                    .attr(&tag, Ns::Word, "default")
                    .is_some_and(|value| on(&value));
                let of_paragraphs =
                    walker.attr(&tag, Ns::Word, "type").as_deref() == Some("paragraph");
                if is_default && of_paragraphs {
                    default = Some(id.clone().into_owned());
                }
                written.insert(id.clone().into_owned(), Written::default());
                current = Some(id.into_owned());
                continue;
            }
            // What a revision replaced is no longer so.
            if matches!(tag.name, "pPrChange" | "rPrChange" | "tblStylePr" | "tblPr") {
                walker.skip()?;
                continue;
            }
            let Some(style) = current.as_ref().and_then(|id| written.get_mut(id)) else {
                continue;
            };
            let value = walker.attr(&tag, Ns::Word, "val");
            match tag.name {
                "name" => style.name = value.unwrap_or_default().to_lowercase(),
                "basedOn" => style.based_on = value.map(|value| value.into_owned()),
                "outlineLvl" => style.outline = value.and_then(|value| value.parse().ok()),
                "numId" => style.list = value.and_then(|value| value.parse().ok()),
                "ilvl" => style.level = value.and_then(|value| value.parse().ok()),
                "b" => style.bold = Some(value.is_none_or(|value| on(&value))),
                "vanish" => style.hidden = Some(value.is_none_or(|value| on(&value))),
                _ => {}
            }
        }
        let by_id: BTreeMap<String, Style> = written
            .keys()
            .map(|id| (id.clone(), resolve(&written, id)))
            .collect();
        let default = default
            .and_then(|id| by_id.get(&id).copied())
            .unwrap_or_default();
        Ok(Self { by_id, default })
    }

    /// The style of that id; the default where there is none or it is unknown.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Style {
        id.and_then(|id| self.by_id.get(id).copied())
            .unwrap_or(self.default)
    }

    /// The character style of that id.
    pub(super) fn character(&self, id: &str) -> Style {
        self.by_id.get(id).copied().unwrap_or_default()
    }
}

/// A style with what it inherits from the styles it is based on, nearest first.
fn resolve(written: &BTreeMap<String, Written>, id: &str) -> Style {
    let mut style = Style::default();
    let mut role = None;
    let mut hidden = None;
    let mut bold = None;
    let mut next = Some(id);
    for _ in 0..CHAIN {
        let Some(own) = next.and_then(|id| written.get(id)) else {
            break;
        };
        role = role.or_else(|| role_of(own));
        style.list = style.list.or(own.list);
        style.level = style.level.or(own.level);
        hidden = hidden.or(own.hidden);
        bold = bold.or(own.bold);
        next = own.based_on.as_deref();
    }
    style.role = role.unwrap_or_default();
    style.hidden = hidden.unwrap_or(false);
    style.bold = bold.unwrap_or(false);
    style
}

/// What a style says of its own; `None` where it leaves that to the one it is based on.
fn role_of(style: &Written) -> Option<Role> {
    match style.name.as_str() {
        "title" => return Some(Role::Title),
        "subtitle" => return Some(Role::Body),
        "caption" => return Some(Role::Caption),
        "quote" | "intense quote" | "block text" | "quotations" => return Some(Role::Quote),
        "toc heading" | "table of figures" => return Some(Role::Contents),
        "source code" => return Some(Role::Code),
        name if name.starts_with("toc ") || name.starts_with("contents ") => {
            return Some(Role::Contents);
        }
        _ => {}
    }
    if let Some(outline) = style.outline {
        return Some(outline_role(outline));
    }
    let level: u8 = style.name.strip_prefix("heading ")?.trim().parse().ok()?;
    (1..=9).contains(&level).then_some(Role::Heading(level))
}

/// What an outline level means: 0 to 8 are headings, 9 is body text.
pub(super) fn outline_role(outline: u8) -> Role {
    if outline < 9 {
        Role::Heading(outline + 1)
    } else {
        Role::Body
    }
}

/// Whether a value of an on-off property means on.
pub(super) fn on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}

/// Whether an on-off property of `tag` is on; without a value it is.
pub(super) fn is_on(walker: &Walker<'_>, tag: &Tag<'_>) -> bool {
    walker
        .attr(tag, Ns::Word, "val")
        .is_none_or(|value| on(&value))
}
