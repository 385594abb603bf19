//! What reads as a heading, and at which level.

use std::collections::BTreeMap;

use super::{Maker, Role, ends_sentence};
use crate::document::pdf::{furniture::is_page_number, marker, order::Line, prose::Joined};

/// How a heading looks: larger first, then heavier, then in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    /// Tenths of the body's size, larger first.
    size: std::cmp::Reverse<u32>,
    plain: bool,
    lower: bool,
}

impl Maker {
    /// How a line looks that reads as a heading.
    pub(super) fn heading(&self, line: &Line, next: Option<&Line>) -> Option<(Look, u8)> {
        let piece = &line.piece;
        let text = piece.text.trim();
        let words = text.split_whitespace().count();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if letters < 2 || text.chars().count() > 160 || words > 24 || is_page_number(text) {
            return None;
        }
        let ratio = piece.size / self.body.size;
        let bold = self.body.is_bold(piece);
        let caps = is_capitals(text);
        let look = Look {
            size: std::cmp::Reverse(tenths(ratio)),
            plain: !bold,
            lower: !caps,
        };
        if self.body.tags && piece.heading > 0 {
            return Some((look, piece.heading));
        }
        let bullet = marker::of(text).is_some_and(|marker| marker.bullet);
        if bullet || text.ends_with([',', ';']) || text.starts_with(char::is_lowercase) {
            return None;
        }
        if ratio >= 1.14 {
            return Some((look, 0));
        }
        if ratio < 0.93 {
            return None;
        }
        let width = line.right - line.left;
        let full = piece.area.x1 >= line.right - 0.08 * width;
        // "Staff must:" and a bold first sentence introduce, they do not head.
        let sentence = text.ends_with(['.', ':', '?', '!']) && words > 8;
        let runs_on = next.is_some_and(|next| {
            let near = next.piece.y - piece.y < 1.3 * self.body.pitch * piece.size
                && next.column == line.column;
            let style =
                self.body.is_bold(&next.piece) == bold && is_capitals(&next.piece.text) == caps;
            near && ((full && (next.piece.text.starts_with(char::is_lowercase) || style))
                || (style && next.piece.text.chars().count() > 110))
        });
        let above = self.open.as_ref().is_none_or(|open| {
            open.last.column != line.column
                || piece.y - open.last.piece.y > 1.25 * self.body.pitch * piece.size
                || piece.y < open.last.piece.y
                || matches!(open.role, Role::Heading { .. })
                || ends_sentence(open.text.tail())
        });
        let stands_alone = !runs_on && !sentence && words <= 16;
        ((bold || (caps && words >= 1 && letters >= 4 && above)) && stands_alone && !line.is_row())
            .then_some((look, 0))
    }

    /// Whether `line` is a further line of the open heading.
    pub(super) fn same_heading(
        &self,
        page: u32,
        line: &Line,
        look: Look,
        tag: u8,
        depth: u8,
    ) -> bool {
        let Some(open) = &self.open else {
            return false;
        };
        let Role::Heading {
            look: before,
            tag: tag_before,
            ..
        } = open.role
        else {
            return false;
        };
        let step = line.piece.y - open.last.piece.y;
        let size = line.piece.size;
        open.page == page
            && open.last.column == line.column
            && before.size == look.size
            && before.plain == look.plain
            && before.lower == look.lower
            && tag_before == tag
            && depth == 0
            && step > 0.0
            && step < 1.45 * size
            && marker::of(&line.piece.text).is_none()
    }
}

/// Level of each look that occurs, from 1: larger and heavier above; a tag's level stands where one look has it.
pub(super) fn levels(blocks: &[(Role, Joined)]) -> BTreeMap<Look, u8> {
    let mut looks: BTreeMap<Look, u8> = BTreeMap::new();
    for (role, _) in blocks {
        if let Role::Heading { look, tag, .. } = role {
            let known = looks.entry(*look).or_insert(0);
            *known = (*known).max(*tag);
        }
    }
    let mut above = 0;
    let mut size = None;
    for (look, level) in &mut looks {
        if *level == 0 {
            // Sizes that round apart are meant alike.
            let alike = size.is_some_and(|size: u32| look.size.0 + 1 >= size);
            *level = if alike && above > 0 && !look.plain {
                above
            } else {
                above + 1
            };
        }
        above = above.max(*level).min(6);
        *level = (*level).min(6);
        size = Some(look.size.0);
    }
    looks
}

/// Level of a heading; its number's depth tells apart headings that look the same.
pub(super) fn level(levels: &BTreeMap<Look, u8>, look: Look, tag: u8, depth: u8) -> u8 {
    if tag > 0 {
        return tag;
    }
    let level = levels.get(&look).copied().unwrap_or(1);
    (level + depth.saturating_sub(1)).clamp(1, 6)
}

/// `ratio` in tenths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float to integer saturates"
)]
fn tenths(ratio: f32) -> u32 {
    (ratio * 10.0).round() as u32
}

/// Whether every letter is a capital, and there are some.
fn is_capitals(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| !c.is_lowercase())
}
