//! Tables: cells of ruled ones, and of lines that stand in rows.

use super::{Maker, Role, ends_sentence};
use crate::document::pdf::{
    marker,
    order::{Line, into_lines},
    piece::Piece,
    prose::Joined,
    table::Table,
};

impl Maker {
    /// Take a line of a table without rules.
    pub(super) fn row(&mut self, page: u32, line: &Line, table: u32, row: u32) {
        self.close();
        let mut starts = vec![0];
        starts.extend(&line.piece.cells);
        starts.push(line.piece.words.len());
        for (column, bounds) in starts.windows(2).enumerate() {
            let words = line
                .piece
                .words
                .get(bounds[0]..bounds[1])
                .unwrap_or_default();
            let (Some(first), Some(last)) = (words.first(), words.last()) else {
                continue;
            };
            let mut cell = line.piece.clone_style();
            cell.text = line
                .piece
                .text
                .get(first.start as usize..last.end as usize)
                .unwrap_or_default()
                .to_owned();
            cell.words = words.to_vec();
            for word in &mut cell.words {
                word.start -= first.start;
                word.end -= first.start;
            }
            let mut text = Joined::default();
            text.add(page, &cell, 0, &self.vocabulary);
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            self.done.push((
                Role::Cell {
                    table,
                    row,
                    column,
                    header: row == 0 && self.body.is_bold(&line.piece),
                },
                text,
            ));
        }
    }

    /// Take a ruled table.
    pub(super) fn table(&mut self, page: u32, table: Table) {
        self.close();
        let number = self.tables;
        self.tables += 1;
        let first = table.cells.first().map(|cell| cell.row);
        let header = table
            .cells
            .iter()
            .filter(|cell| Some(cell.row) == first)
            .all(|cell| cell.pieces.iter().all(|piece| self.body.is_bold(piece)));
        for cell in table.cells {
            let role = Role::Cell {
                table: number,
                row: cell.row,
                column: cell.column,
                header: header && Some(cell.row) == first,
            };
            self.cell(page, role, cell.pieces);
        }
    }

    /// Take a cell: its paragraphs are cells of the same place, its list items are items.
    fn cell(&mut self, page: u32, role: Role, pieces: Vec<Piece>) {
        let lines = into_lines(pieces);
        let left = lines
            .iter()
            .map(|line| line.area.x0)
            .fold(f32::MAX, f32::min);
        let right = lines
            .iter()
            .map(|line| line.area.x1)
            .fold(f32::MIN, f32::max);
        self.indents.clear();
        for mut piece in lines {
            piece.cells.clear();
            let line = Line {
                piece,
                column: u32::MAX,
                left,
                right,
            };
            let bullet = marker::of(&line.piece.text).filter(|marker| marker.bullet);
            if let Some(marker) = bullet {
                let level = self.level(line.piece.area.x0);
                let indent = line.piece.area.x0 + line.piece.size;
                self.start(page, line, Role::Item { level }, marker.len, indent);
            } else if self.open.is_some() && self.continues_cell(&line) {
                self.go_on(page, line);
            } else {
                let indent = line.piece.area.x0;
                self.start(page, line, role, 0, indent);
            }
        }
        self.close();
        self.indents.clear();
    }

    /// Whether `line` goes on with the open block of the same cell.
    fn continues_cell(&self, line: &Line) -> bool {
        self.open.as_ref().is_some_and(|open| {
            let step = line.piece.y - open.last.piece.y;
            let far = step > 1.35 * self.body.pitch.max(1.0) * line.piece.size;
            let ended = ends_sentence(open.text.tail());
            let heavy = open.bold && !self.body.is_bold(&line.piece);
            !(far || heavy || (ended && self.would_fit(open, line)))
        })
    }
}
