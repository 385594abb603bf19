//! What styles say that the elements do not: titles, quotations, captions, hidden text.

use std::collections::BTreeMap;

use crate::document::office::{
    OfficeError,
    xml::{Item, Ns, Walker},
};

/// Longest chain of parent styles that is followed; a longer one is a loop.
const CHAIN: usize = 32;

/// What a style means for the prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing special.
    Body,
    /// The document's title.
    Title,
    /// A block quotation.
    Quote,
    /// A caption of a picture or table.
    Caption,
    /// Program code, as converters mark it: no prose.
    Code,
}

/// A style as written.
#[derive(Debug, Default)]
struct Style {
    /// Its name as people see it, in lower case.
    shown: String,
    parent: Option<String>,
    hidden: Option<bool>,
    bold: Option<bool>,
}

/// The styles of paragraphs and of text: family, then name.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, BTreeMap<String, Style>>);

impl Styles {
    /// Add the styles of a part.
    ///
    /// # Errors
    /// When it is not well-formed.
    pub(super) fn add(&mut self, part: &str, text: &str) -> Result<(), OfficeError> {
        let mut walker = Walker::new(part, text);
        let mut current: Option<(String, String)> = None;
        loop {
            match walker.next()? {
                Item::Open(tag) if tag.ns == Ns::Style && tag.name == "style" => {
                    let get = |name| {
                        walker
                            .attr(&tag, Ns::Style, name)
                            .map(|value| value.into_owned())
                    };
                    let name = get("name").unwrap_or_default();
                    let shown = get("display-name").unwrap_or_else(|| name.replace("_20_", " "));
                    let family = get("family").unwrap_or_default();
                    let style = Style {
                        shown: shown.to_lowercase(),
                        parent: get("parent-style-name"),
                        hidden: None,
                        bold: None,
                    };
                    let of_family = self.0.entry(family.clone()).or_default();
                    of_family.insert(name.clone(), style);
                    current = Some((family, name));
                }
                Item::Open(tag) if tag.ns == Ns::Style && tag.name == "text-properties" => {
                    let display = walker.attr(&tag, Ns::Text, "display");
                    let weight = walker.attr(&tag, Ns::Fo, "font-weight");
                    let style = current.as_ref().and_then(|(family, name)| {
                        self.0.get_mut(family).and_then(|of| of.get_mut(name))
                    });
                    if let Some(style) = style {
                        style.hidden = display.map(|value| value == "none").or(style.hidden);
                        style.bold = weight.map(|value| is_bold(&value)).or(style.bold);
                    }
                }
                // Styles stand before the body; nothing in it defines one.
                Item::Open(tag) if tag.ns == Ns::Office && tag.name == "body" => return Ok(()),
                Item::Close {
                    ns: Ns::Style,
                    name: "style",
                    ..
                } => current = None,
                Item::End => return Ok(()),
                Item::Open(_) | Item::Close { .. } | Item::Text(..) | Item::Replaced(..) => {}
            }
        }
    }

    /// What the paragraph style of that name means.
    pub(super) fn role(&self, name: &str) -> Role {
        self.chain("paragraph", name)
            .find_map(|style| match style.shown.as_str() {
                "title" => Some(Role::Title),
                "subtitle" => Some(Role::Body),
                "quotations" | "quote" | "block text" => Some(Role::Quote),
                "caption" | "figure" | "illustration" => Some(Role::Caption),
                "source code" => Some(Role::Code),
                _ => None,
            })
            .unwrap_or(Role::Body)
    }

    /// Whether text in the style of that family and name is hidden.
    pub(super) fn hides(&self, family: &str, name: &str) -> bool {
        self.chain(family, name)
            .find_map(|style| style.hidden)
            .unwrap_or(false)
    }

    /// Whether text in the style of that family and name is bold; `None` where the style leaves that to what it stands in.
    pub(super) fn bold(&self, family: &str, name: &str) -> Option<bool> {
        self.chain(family, name).find_map(|style| style.bold)
    }

    /// The style and those it inherits from, nearest first.
    fn chain<'s>(&'s self, family: &str, name: &str) -> impl Iterator<Item = &'s Style> {
        let family = self.0.get(family);
        let first = family.and_then(|family| family.get(name));
        std::iter::successors(first, move |style| family?.get(style.parent.as_deref()?)).take(CHAIN)
    }
}

/// Whether a font weight is bold: by name, or 600 and more.
fn is_bold(weight: &str) -> bool {
    weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight >= 600)
}
