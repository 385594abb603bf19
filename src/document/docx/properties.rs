//! The properties of paragraphs, runs, rows, cells and sections, each read up to the end of its element.

use super::styles::{is_on, on};
use crate::document::office::{
    OfficeError,
    xml::{Item, Ns, Tag, Walker},
};

/// What `w:pPr` says.
#[derive(Debug, Default)]
pub(super) struct ParagraphProperties {
    /// The style's id.
    pub(super) style: Option<String>,
    /// `numId` of its list; 0 takes it out of its style's list.
    pub(super) list: Option<i64>,
    /// Level in the list, from 0.
    pub(super) level: Option<u8>,
    /// Outline level, from 0; 9 is body text.
    pub(super) outline: Option<u8>,
    /// Whether the paragraph's end is a tracked insertion.
    pub(super) end_inserted: bool,
    /// Whether the paragraph's end is a tracked deletion.
    pub(super) end_deleted: bool,
    /// Relationship ids of page headers and footers.
    pub(super) margins: Vec<String>,
}

/// What `w:rPr` says.
#[derive(Debug, Default)]
pub(super) struct RunProperties {
    /// The character style's id.
    pub(super) style: Option<String>,
    /// Whether the text is hidden, where it is said.
    pub(super) hidden: Option<bool>,
    /// Whether the text is bold, where it is said.
    pub(super) bold: Option<bool>,
    /// Whether the formatting is a tracked change.
    pub(super) changed: bool,
}

/// What `w:trPr` says.
#[derive(Debug, Default)]
pub(super) struct RowProperties {
    /// Whether the row is repeated at the top of each page.
    pub(super) header: bool,
    /// Columns left free before the first cell.
    pub(super) before: u32,
}

/// Call `each` for every element inside the one that was just opened, up to and with its close, but not for those that
/// a tracked change replaced.
fn each<'a>(
    walker: &mut Walker<'a>,
    mut each: impl FnMut(&mut Walker<'a>, &Tag<'a>),
) -> Result<(), OfficeError> {
    let depth = walker.depth();
    loop {
        match walker.next()? {
            Item::Open(tag) if tag.ns == Ns::Word => {
                each(walker, &tag);
                if tag.name.ends_with("PrChange") {
                    walker.skip()?;
                }
            }
            Item::Close { .. } if walker.depth() < depth => return Ok(()),
            Item::End => return Ok(()),
            Item::Open(_) | Item::Close { .. } | Item::Text(..) | Item::Replaced(..) => {}
        }
    }
}

/// Read `w:pPr`.
pub(super) fn paragraph(walker: &mut Walker<'_>) -> Result<ParagraphProperties, OfficeError> {
    let mut out = ParagraphProperties::default();
    each(walker, |walker, tag| {
        let value = || walker.attr(tag, Ns::Word, "val");
        match tag.name {
            "pStyle" => out.style = value().map(|value| value.into_owned()),
            "numId" => out.list = value().and_then(|value| value.trim().parse().ok()),
            "ilvl" => out.level = value().and_then(|value| value.trim().parse().ok()),
            "outlineLvl" => out.outline = value().and_then(|value| value.trim().parse().ok()),
            // Inside the properties of the paragraph's end.
            "ins" | "moveTo" => out.end_inserted = true,
            "del" | "moveFrom" => out.end_deleted = true,
            _ => out.margins.extend(margin(walker, tag)),
        }
    })?;
    Ok(out)
}

/// Read `w:rPr`.
pub(super) fn run(walker: &mut Walker<'_>) -> Result<RunProperties, OfficeError> {
    let mut out = RunProperties::default();
    each(walker, |walker, tag| match tag.name {
        "rStyle" => {
            out.style = walker
                .attr(tag, Ns::Word, "val")
                .map(|value| value.into_owned());
        }
        "vanish" => out.hidden = Some(is_on(walker, tag)),
        "b" => out.bold = Some(is_on(walker, tag)),
        "rPrChange" => out.changed = true,
        _ => {}
    })?;
    Ok(out)
}

/// Read `w:trPr`.
pub(super) fn row(walker: &mut Walker<'_>) -> Result<RowProperties, OfficeError> {
    let mut out = RowProperties::default();
    each(walker, |walker, tag| match tag.name {
        "tblHeader" => out.header = is_on(walker, tag),
        "gridBefore" => out.before = number(walker, tag).unwrap_or(0),
        // Only the first row of a table whose look sets that off is marked so.
        "cnfStyle" => {
            let bits = walker.attr(tag, Ns::Word, "val").unwrap_or_default();
            let first = walker.attr(tag, Ns::Word, "firstRow");
            out.header |= bits.starts_with('1') || first.is_some_and(|value| on(&value));
        }
        _ => {}
    })?;
    Ok(out)
}

/// Read `w:tcPr`: how many columns the cell spans.
pub(super) fn cell(walker: &mut Walker<'_>) -> Result<u32, OfficeError> {
    let mut span = 1;
    each(walker, |walker, tag| {
        if tag.name == "gridSpan" {
            span = number(walker, tag).unwrap_or(1).clamp(1, 1_000);
        }
    })?;
    Ok(span)
}

/// Read `w:tblGrid`: how many columns the table has.
pub(super) fn grid(walker: &mut Walker<'_>) -> Result<u32, OfficeError> {
    let mut columns: u32 = 0;
    each(walker, |_, tag| {
        columns = columns.saturating_add(u32::from(tag.name == "gridCol"));
    })?;
    Ok(columns)
}

/// Read `w:sectPr`: relationship ids of page headers and footers.
pub(super) fn section(walker: &mut Walker<'_>) -> Result<Vec<String>, OfficeError> {
    let mut out = Vec::new();
    each(walker, |walker, tag| out.extend(margin(walker, tag)))?;
    Ok(out)
}

/// The relationship id that a reference to a page header or footer cites.
fn margin(walker: &Walker<'_>, tag: &Tag<'_>) -> Option<String> {
    if !matches!(tag.name, "headerReference" | "footerReference") {
        return None;
    }
    walker
        .attr(tag, Ns::DocRel, "id")
        .map(|value| value.into_owned())
}

/// The value of `tag` as a number.
fn number(walker: &Walker<'_>, tag: &Tag<'_>) -> Option<u32> {
    walker.attr(tag, Ns::Word, "val")?.trim().parse().ok()
}
