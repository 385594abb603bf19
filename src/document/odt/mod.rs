//! OpenDocument text → prose. Read only.
//!
//! Notes come after the body; page headers and footers, from the master pages, after them, as boilerplate. Not read:
//! comments, embedded objects.

mod styles;
#[cfg(test)]
mod tests;
mod text;

use styles::Styles;
use text::Body;

use super::{
    BlockKind, Document, Format, ReadError,
    office::{
        OfficeError, Tracked,
        flow::Flow,
        package::Package,
        xml::{Item, Ns, Walker},
    },
};

/// Read an OpenDocument text, named `path`.
///
/// # Errors
/// When it is no such text, cannot be read, or holds no text.
pub(super) fn read(path: &str, bytes: &[u8], tracked: Tracked) -> Result<Document, ReadError> {
    read_package(path, bytes, tracked).map_err(|error| error.of(Format::Odt))
}

fn read_package(path: &str, bytes: &[u8], tracked: Tracked) -> Result<Document, OfficeError> {
    let mut package = Package::open(bytes)?;
    // The manifest names this element only where a part is encrypted.
    let manifest = package.text("META-INF/manifest.xml")?;
    if manifest.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(OfficeError::Encrypted);
    }
    let Some(content) = package.text("content.xml")? else {
        return Err(OfficeError::Damaged(
            "its part content.xml is missing".to_owned(),
        ));
    };
    let common = package.text("styles.xml")?;
    let mut styles = Styles::default();
    if let Some(common) = &common {
        styles.add("styles.xml", common)?;
    }
    styles.add("content.xml", &content)?;
    let mut flow = Flow::new(path, Format::Odt);
    let mut body = Body::new(&styles, tracked, &mut flow);
    body.part("content.xml", &content, BlockKind::Paragraph)?;
    if let Some(common) = &common {
        body.part("styles.xml", common, BlockKind::Boilerplate)?;
    }
    let (title, unknown) = (body.title.take(), body.unknown_entities);
    flow.warn_of_entities(unknown);
    properties(&mut package, &mut flow, title)?;
    let pictures = package
        .names()
        .filter(|name| name.starts_with("Pictures/"))
        .count();
    flow.finish(pictures).map(|(document, _)| document)
}

/// Note what the file says of itself.
fn properties(
    package: &mut Package<'_>,
    flow: &mut Flow,
    title: Option<String>,
) -> Result<(), OfficeError> {
    // A title in the text is what people see; the one in the properties is often the template's.
    let shown = title.is_some();
    if let Some(title) = title {
        flow.builder.property("title", &title);
    }
    let Some(meta) = package.text("meta.xml")? else {
        return Ok(());
    };
    let mut walker = Walker::new("meta.xml", &meta);
    let mut name: Option<String> = None;
    let mut value = String::new();
    loop {
        match walker.next()? {
            Item::Open(tag) => {
                name = match (tag.ns, tag.name) {
                    (Ns::DublinCore, "title") if !shown => Some("title".to_owned()),
                    (Ns::DublinCore, "subject" | "description") => Some(tag.name.to_owned()),
                    (Ns::Meta, "keyword") => Some("keywords".to_owned()),
                    (Ns::Meta, "user-defined") => walker
                        .attr(&tag, Ns::Meta, "name")
                        .map(|name| name.into_owned()),
                    _ => None,
                };
                value.clear();
            }
            Item::Text(text, _) => value.push_str(text),
            Item::Replaced(text, _) => value.push_str(&text),
            Item::Close { .. } => {
                if let Some(name) = name.take()
                    && !value.trim().is_empty()
                {
                    flow.builder.property(&name, value.trim());
                }
            }
            Item::End => return Ok(()),
        }
    }
}
