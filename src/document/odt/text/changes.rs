//! Tracked changes: what they put in and took out.

use std::mem;

use super::Body;
use crate::document::office::{
    OfficeError, Tracked,
    xml::{Item, Ns, Walker},
};

impl Body<'_> {
    /// Read the list of tracked changes, which stands before the body and holds what deletions took out.
    pub(super) fn tracked_changes(&mut self, walker: &mut Walker<'_>) -> Result<(), OfficeError> {
        let depth = walker.depth();
        let mut id = String::new();
        let mut deletion = false;
        let mut text = String::new();
        loop {
            match walker.next()? {
                Item::Open(tag) if tag.ns == Ns::Office && tag.name == "change-info" => {
                    walker.skip()?;
                }
                Item::Open(tag) if tag.ns == Ns::Text => match tag.name {
                    "changed-region" => {
                        id = walker
                            .attr(&tag, Ns::Text, "id")
                            .unwrap_or_default()
                            .into_owned();
                    }
                    "insertion" => {
                        self.inserted.insert(id.clone());
                    }
                    "deletion" => {
                        deletion = true;
                        text.clear();
                    }
                    "p" | "h" if !text.is_empty() => text.push('\n'),
                    "s" | "tab" => text.push(' '),
                    _ => {}
                },
                Item::Close {
                    ns: Ns::Text,
                    name: "deletion",
                    ..
                } => {
                    deletion = false;
                    self.deleted.insert(id.clone(), mem::take(&mut text));
                }
                Item::Text(piece, _) if deletion => text.push_str(piece),
                Item::Replaced(piece, _) if deletion => text.push_str(&piece),
                Item::Close { .. } if walker.depth() < depth => return Ok(()),
                Item::End => return Ok(()),
                Item::Open(_) | Item::Close { .. } | Item::Text(..) | Item::Replaced(..) => {}
            }
        }
    }

    /// A tracked change stands here, begins here, or ends here.
    pub(super) fn change(&mut self, kind: &str, id: &str) -> Result<(), OfficeError> {
        if self.tracked == Tracked::Accepted {
            return Ok(());
        }
        match kind {
            "change-start" if self.inserted.contains(id) => {
                self.left_out.insert(id.to_owned());
            }
            "change-end" => {
                self.left_out.remove(id);
            }
            "change" => {
                if let Some(text) = self.deleted.get(id).cloned() {
                    self.push(&text)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}
