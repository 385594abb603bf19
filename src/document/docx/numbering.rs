//! Which numberings show a number or bullet: a paragraph in one that shows none is no list item.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::office::{
    OfficeError,
    xml::{Item, Ns, Walker},
};

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// `numId` → the list it is an instance of.
    instances: BTreeMap<i64, i64>,
    /// List and level that show nothing.
    silent: BTreeSet<(i64, u8)>,
    /// Instance and level that are overridden to show nothing, or something.
    overridden: BTreeMap<(i64, u8), bool>,
}

impl Numbering {
    /// Read `word/numbering.xml`.
    ///
    /// # Errors
    /// When it is not well-formed.
    pub(super) fn read(part: &str, text: &str) -> Result<Self, OfficeError> {
        let mut walker = Walker::new(part, text);
        let mut out = Self::default();
        let mut list: Option<i64> = None;
        let mut instance: Option<i64> = None;
        let mut level = 0_u8;
        loop {
            match walker.next()? {
                Item::Open(tag) if tag.ns == Ns::Word => {
                    let number = |name| -> Option<i64> {
                        walker.attr(&tag, Ns::Word, name)?.trim().parse().ok()
                    };
                    match tag.name {
                        "abstractNum" => list = number("abstractNumId"),
                        "num" => instance = number("numId"),
                        "abstractNumId" => {
                            if let (Some(instance), Some(list)) = (instance, number("val")) {
                                out.instances.insert(instance, list);
                            }
                        }
                        "lvl" | "lvlOverride" => {
                            let given = number("ilvl").and_then(|level| u8::try_from(level).ok());
                            level = given.unwrap_or(level);
                        }
                        "numFmt" => {
                            let silent =
                                walker.attr(&tag, Ns::Word, "val").as_deref() == Some("none");
                            match (instance, list) {
                                (Some(instance), _) => {
                                    out.overridden.insert((instance, level), silent);
                                }
                                (None, Some(list)) if silent => {
                                    out.silent.insert((list, level));
                                }
                                (None, _) => {}
                            }
                        }
                        _ => {}
                    }
                }
                Item::Close {
                    ns: Ns::Word, name, ..
                } => match name {
                    "abstractNum" => list = None,
                    "num" => instance = None,
                    _ => {}
                },
                Item::End => return Ok(out),
                Item::Open(_) | Item::Close { .. } | Item::Text(..) | Item::Replaced(..) => {}
            }
        }
    }

    /// The list that `level` (from 0) of the instance `num_id` belongs to; `None` where it shows no number or bullet.
    pub(super) fn list(&self, num_id: i64, level: u8) -> Option<u64> {
        if num_id <= 0 {
            return None;
        }
        let list = self.instances.get(&num_id).copied();
        let silent = self
            .overridden
            .get(&(num_id, level))
            .copied()
            .unwrap_or_else(|| list.is_some_and(|list| self.silent.contains(&(list, level))));
        if silent {
            return None;
        }
        u64::try_from(num_id).ok()
    }
}
