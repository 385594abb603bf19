//! Whether a line goes on with the block before it: under it, or over the end of a column or page.

use super::{Maker, Open, Role};
use crate::document::pdf::order::Line;

impl Maker {
    /// Whether the first word of `line` would have fitted at the end of the line before: the break was meant.
    pub(super) fn would_fit(&self, open: &Open, line: &Line) -> bool {
        let first = line.piece.words.first();
        let width = first.map_or(0.0, |word| word.area.x1 - word.area.x0);
        open.last.piece.area.x1 + width + 0.6 * line.piece.size
            < open.last.right - 0.02 * (open.last.right - open.last.left)
    }

    /// Whether `line` goes on with the block above it in the same column.
    pub(super) fn continues(&self, page: u32, line: &Line) -> bool {
        let Some(open) = &self.open else {
            return false;
        };
        let piece = &line.piece;
        let step = piece.y - open.last.piece.y;
        if open.page != page || open.last.column != line.column || step <= 0.0 {
            return false;
        }
        let size = piece.size.max(open.last.piece.size);
        let alike = (piece.size - open.last.piece.size).abs() < 0.1 * size;
        if !alike || line.is_row() {
            return false;
        }
        // The paragraph's own distance where it has one, else the document's.
        let far = step > 1.22 * self.body.pitch.max(1.0) * size;
        match open.role {
            Role::Heading { .. } | Role::Contents | Role::Cell { .. } => return false,
            Role::Item { .. } => {
                let outside = piece.area.x0 < open.indent - 1.2 * size;
                let ended = ends_sentence(open.text.tail());
                if far || (outside && (ended || self.would_fit(open, line))) {
                    return false;
                }
                let indented = piece.area.x0 > open.indent + 1.2 * size;
                return !(indented && ended);
            }
            Role::Paragraph | Role::Note | Role::Caption => {}
        }
        if far {
            return false;
        }
        let tail = open.text.tail();
        let upper = piece
            .text
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let ended = ends_sentence(tail) || tail.ends_with(':');
        let indented = piece.area.x0 > open.indent + 0.8 * size && open.lines > 1;
        if indented && (ended || upper) {
            return false;
        }
        // A short line that ends no sentence: an address, a line of a form. One that is only a little short is ragged.
        let last = &open.last;
        let short = last.piece.area.x1 < last.left + 0.72 * (last.right - last.left);
        if self.would_fit(open, line) && (ended || (upper && short && open.lines == 1)) {
            return false;
        }
        // A heavy paragraph before a light one is a heading that was not short enough to be sure of.
        !(open.bold && !self.body.is_bold(piece) && (ended || self.would_fit(open, line)))
    }

    /// Whether `line`, first of its column or page, goes on with a block that a column's or page's end broke. That block
    /// is opened again; notes that stood below it stay done.
    pub(super) fn resumes(&mut self, page: u32, line: &Line) -> bool {
        let moved = self
            .open
            .as_ref()
            .is_some_and(|open| open.page != page || open.last.column != line.column);
        if !moved || self.is_note(&line.piece) {
            return false;
        }
        if let Some(open) = &self.open
            && matches!(open.role, Role::Note | Role::Caption)
        {
            // The block above the note: its last line is not kept, its text is.
            let Some(index) = self
                .done
                .iter()
                .rposition(|(role, _)| !matches!(role, Role::Note | Role::Caption))
            else {
                return false;
            };
            let (role, text) = &self.done[index];
            if !matches!(role, Role::Paragraph | Role::Item { .. })
                || !is_broken(text.tail(), &line.piece.text)
            {
                return false;
            }
            let (role, text) = self.done.remove(index);
            self.close();
            self.open = Some(Open {
                role,
                text,
                bold: self.body.is_bold(&line.piece),
                last: line.clone(),
                page,
                indent: line.piece.area.x0,
                lines: 2,
            });
            return true;
        }
        let Some(open) = &self.open else {
            return false;
        };
        let size = line.piece.size.max(open.last.piece.size);
        let alike = (line.piece.size - open.last.piece.size).abs() < 0.1 * size;
        let runs = matches!(open.role, Role::Paragraph | Role::Item { .. });
        if !(runs && alike && !line.is_row() && is_broken(open.text.tail(), &line.piece.text)) {
            return false;
        }
        if let Some(open) = &mut self.open {
            let x = line.piece.area.x0;
            open.indent = match open.role {
                Role::Item { .. } => open.indent.min(x),
                _ => x,
            };
        }
        true
    }
}

/// Whether `text` ends as a sentence does, closing quotes and brackets left out.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']', ' '])
        .ends_with(['.', '?', '!', '…'])
}

/// Whether `before`, the end of a page or column, and `after`, the start of the next, are one sentence.
fn is_broken(before: &str, after: &str) -> bool {
    let before = before.trim_end();
    let after = after.trim_start_matches(['(', '"', '“', '‘', '\'']);
    let lower = after.starts_with(char::is_lowercase);
    if before.ends_with(['-', '\u{ad}', ',']) {
        return true;
    }
    if ends_sentence(before) || before.ends_with(':') {
        return false;
    }
    lower || (!before.ends_with(';') && after.starts_with(char::is_alphanumeric))
}
