//! Word documents (Office Open XML, transitional and strict) → prose.
//!
//! Parts are found by their relationships, never by their names. Read are the body, then footnotes, endnotes, and page
//! headers and footers as boilerplate. Not read: comments, embedded documents, diagrams and charts; where there are
//! such, a warning says so.

pub(crate) mod map;
mod numbering;
mod properties;
pub(crate) mod rels;
mod styles;
mod symbol;
#[cfg(test)]
mod tests;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use map::{Map, Part, PartKind};
use numbering::Numbering;
use rels::Relationship;
use styles::Styles;
use text::Shared;

use super::{
    Document, Format, ReadError,
    office::{
        OfficeError, Tracked,
        flow::Flow,
        package::Package,
        xml::{Item, Ns, Walker},
    },
};

/// Read a Word document, named `path`.
///
/// # Errors
/// When it is no Word document, cannot be read, or holds no text.
pub(super) fn read(path: &str, bytes: &[u8], tracked: Tracked) -> Result<Document, ReadError> {
    read_parts(path, bytes, tracked, false)
        .map(|(document, _)| document)
        .map_err(|error| error.of(Format::Docx))
}

/// As [`read`], with the way back into the file.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_mapped(
    path: &str,
    bytes: &[u8],
    tracked: Tracked,
) -> Result<(Document, Map), ReadError> {
    read_parts(path, bytes, tracked, true).map_err(|error| error.of(Format::Docx))
}

fn read_parts(
    path: &str,
    bytes: &[u8],
    tracked: Tracked,
    mapped: bool,
) -> Result<(Document, Map), OfficeError> {
    let mut package = Package::open(bytes)?;
    let main = main_part(&mut package)?;
    let relations = rels::of(&mut package, &main)?;
    let styles = match part_text(&mut package, &relations, "styles")? {
        Some((name, text)) => Styles::read(&name, &text)?,
        None => Styles::default(),
    };
    let numbering = match part_text(&mut package, &relations, "numbering")? {
        Some((name, text)) => Numbering::read(&name, &text)?,
        None => Numbering::default(),
    };
    let map = Map {
        comments: target(&package, &relations, "comments"),
        settings: target(&package, &relations, "settings"),
        ..Map::default()
    };
    let mut shared = Shared {
        styles: &styles,
        numbering: &numbering,
        tracked,
        flow: Flow::new(path, Format::Docx),
        map: mapped.then_some(map),
        margins: Vec::new(),
        title: None,
        embedded: 0,
        unknown_entities: 0,
    };
    let mut number = 0;
    let mut read_part = |package: &mut Package<'_>,
                         shared: &mut Shared<'_>,
                         name: &str,
                         kind|
     -> Result<(), OfficeError> {
        let Some(text) = package.text(name)? else {
            return Ok(());
        };
        if let Some(map) = &mut shared.map {
            map.parts.push(Part {
                name: name.to_owned(),
                kind,
            });
        }
        shared.flow.end_lists();
        number += 1;
        text::read(shared, number - 1, kind, name, &text)
    };
    read_part(&mut package, &mut shared, &main, PartKind::Main)?;
    for (kind, part) in [
        ("footnotes", PartKind::Footnotes),
        ("endnotes", PartKind::Endnotes),
    ] {
        if let Some(name) = target(&package, &relations, kind) {
            read_part(&mut package, &mut shared, &name, part)?;
        }
    }
    let by_id: BTreeMap<&str, &Relationship> = relations
        .iter()
        .filter(|relation| !relation.external)
        .map(|relation| (relation.id.as_str(), relation))
        .collect();
    let mut seen = BTreeSet::new();
    for id in std::mem::take(&mut shared.margins) {
        if let Some(relation) = by_id.get(id.as_str())
            && seen.insert(relation.target.as_str())
        {
            read_part(
                &mut package,
                &mut shared,
                &relation.target,
                PartKind::Margin,
            )?;
        }
    }
    let title = shared.title.take();
    properties(&mut package, &mut shared.flow, title)?;
    warn(&mut shared, &relations);
    let pictures = package
        .names()
        .filter(|name| name.contains("/media/"))
        .count();
    let (document, pieces) = shared.flow.finish(pictures)?;
    let mut map = shared.map.unwrap_or_default();
    map.pieces = pieces;
    Ok((document, map))
}

/// Name of the part that holds the body.
fn main_part(package: &mut Package<'_>) -> Result<String, OfficeError> {
    let relations = rels::of(package, "")?;
    let main = relations
        .into_iter()
        .find(|relation| relation.kind == "officeDocument" && !relation.external)
        .map(|relation| relation.target);
    match main {
        Some(name) if package.has(&name) => Ok(name),
        Some(name) => Err(OfficeError::Damaged(format!(
            "its main part {name} is missing"
        ))),
        None => Err(OfficeError::NotThis(
            "this is a ZIP archive, but no Word document: unpack it and check the files in it"
                .to_owned(),
        )),
    }
}

/// Name of the part that the main part relates to as `kind`.
fn target(package: &Package<'_>, relations: &[Relationship], kind: &str) -> Option<String> {
    relations
        .iter()
        .find(|relation| relation.kind == kind && !relation.external)
        .map(|relation| relation.target.clone())
        .filter(|name| package.has(name))
}

/// Name and text of the part that the main part relates to as `kind`.
fn part_text(
    package: &mut Package<'_>,
    relations: &[Relationship],
    kind: &str,
) -> Result<Option<(String, String)>, OfficeError> {
    let Some(name) = target(package, relations, kind) else {
        return Ok(None);
    };
    Ok(package.text(&name)?.map(|text| (name, text)))
}

/// Say what was not read.
fn warn(shared: &mut Shared<'_>, relations: &[Relationship]) {
    let drawn = |kind: &str| {
        relations
            .iter()
            .filter(|relation| relation.kind == kind)
            .count()
    };
    let mut unread = Vec::new();
    for (count, what) in [
        (shared.embedded, "embedded document"),
        (drawn("diagramData"), "diagram"),
        (drawn("chart"), "chart"),
    ] {
        match count {
            0 => {}
            1 => unread.push(format!("1 {what}")),
            _ => unread.push(format!("{count} {what}s")),
        }
    }
    if !unread.is_empty() {
        let warning = format!("text in {} was not read", unread.join(", "));
        shared.flow.builder.warn(warning);
    }
    shared.flow.warn_of_entities(shared.unknown_entities);
}

/// Note what the file says of itself: title, subject, keywords, and properties its owner made up.
fn properties(
    package: &mut Package<'_>,
    flow: &mut Flow,
    title: Option<String>,
) -> Result<(), OfficeError> {
    let relations = rels::of(package, "")?;
    // A title in the text is what people see; the one in the properties is often the template's.
    let shown = title.is_some();
    if let Some(title) = title {
        flow.builder.property("title", &title);
    }
    for kind in ["core-properties", "custom-properties"] {
        let Some((part, text)) = part_text(package, &relations, kind)? else {
            continue;
        };
        let mut walker = Walker::new(&part, &text);
        let mut name: Option<String> = None;
        let mut value = String::new();
        loop {
            match walker.next()? {
                Item::Open(tag) => {
                    let own = match (tag.ns, tag.name) {
                        (Ns::DublinCore, "title") if !shown => Some("title".to_owned()),
                        (Ns::DublinCore, "subject" | "description")
                        | (Ns::CoreProperties, "keywords" | "category") => {
                            Some(tag.name.to_owned())
                        }
                        (_, "property") => walker
                            .attr(&tag, tag.ns, "name")
                            .map(|name| name.into_owned()),
                        _ => None,
                    };
                    if own.is_some() {
                        name = own;
                        value.clear();
                    }
                }
                Item::Text(text, _) if name.is_some() => value.push_str(text),
                Item::Replaced(text, _) if name.is_some() => value.push_str(&text),
                Item::Close { .. } => {
                    if let Some(name) = name.take() {
                        let value = value.trim();
                        if !value.is_empty() {
                            flow.builder.property(&name, value);
                        }
                    }
                }
                Item::End => break,
                Item::Text(..) | Item::Replaced(..) => {}
            }
        }
    }
    Ok(())
}
