//! Lines to headings, paragraphs, list items, notes and cells, over columns and pages.

mod cells;
mod heading;
mod joins;

use heading::{Look, level, levels};
use joins::ends_sentence;

use super::{
    Block,
    marker::{self, Marker},
    order::{Flow, Line},
    piece::Piece,
    prose::{Joined, Vocabulary},
    sheet::{Row, Sheet},
    style::Body,
};
use crate::document::BlockKind;

/// The blocks of `sheets`, whose furniture was taken out, of a document of `pages` pages.
pub(super) fn blocks(sheets: Vec<Sheet>, pages: u32) -> Vec<Block> {
    let body = Body::of(&sheets);
    let mut vocabulary = Vocabulary::default();
    for sheet in &sheets {
        for flow in &sheet.flow {
            match flow {
                Flow::Line(line) => vocabulary.learn(&line.piece.text),
                Flow::Table(table) => {
                    for piece in table.cells.iter().flat_map(|cell| &cell.pieces) {
                        vocabulary.learn(&piece.text);
                    }
                }
            }
        }
    }
    let mut maker = Maker {
        body,
        vocabulary,
        done: Vec::new(),
        open: None,
        indents: Vec::new(),
        tables: 0,
    };
    for sheet in sheets {
        maker.page(sheet, pages);
    }
    maker.finish()
}

/// What a block is before the levels of headings are known.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    Heading {
        look: Look,
        tag: u8,
        depth: u8,
    },
    Paragraph,
    Item {
        level: u8,
    },
    Note,
    Caption,
    Contents,
    Cell {
        table: u32,
        row: u32,
        column: u32,
        header: bool,
    },
}

/// A block that lines are still added to.
struct Open {
    role: Role,
    text: Joined,
    /// Its last line, and the page that is on.
    last: Line,
    page: u32,
    /// Where its lines start: the second line's, or the first's while there is only one.
    indent: f32,
    /// Its lines so far.
    lines: u32,
    bold: bool,
}

struct Maker {
    body: Body,
    vocabulary: Vocabulary,
    done: Vec<(Role, Joined)>,
    open: Option<Open>,
    /// Left edges of the markers of the lists that are open, outermost first.
    indents: Vec<f32>,
    tables: u32,
}

impl Maker {
    fn page(&mut self, sheet: Sheet, pages: u32) {
        let rows = sheet.rows(pages);
        let mut table = 0;
        let mut lines = sheet.flow.into_iter().enumerate().peekable();
        while let Some((index, flow)) = lines.next() {
            let next = match lines.peek() {
                Some((_, Flow::Line(line))) => Some(line.clone()),
                _ => None,
            };
            match flow {
                Flow::Table(table) => self.table(sheet.number, table),
                Flow::Line(line) => match rows.get(&index) {
                    Some(Row::Contents) => {
                        self.start(sheet.number, line, Role::Contents, 0, 0.0);
                    }
                    Some(Row::Table(row)) => {
                        if *row == 0 {
                            table = self.tables;
                            self.tables += 1;
                        }
                        self.row(sheet.number, &line, table, *row);
                    }
                    None => self.line(sheet.number, line, next.as_ref()),
                },
            }
        }
    }

    /// Close what is open.
    fn close(&mut self) {
        if let Some(open) = self.open.take()
            && !open.text.is_empty()
        {
            self.done.push((open.role, open.text));
        }
    }

    /// Start a block with `line`, its first `skip` bytes left out.
    fn start(&mut self, page: u32, line: Line, role: Role, skip: u32, indent: f32) {
        self.close();
        let mut text = Joined::default();
        text.add(page, &line.piece, skip, &self.vocabulary);
        self.open = Some(Open {
            role,
            text,
            bold: self.body.is_bold(&line.piece),
            last: line,
            page,
            indent,
            lines: 1,
        });
    }

    /// Go on with the open block.
    fn go_on(&mut self, page: u32, line: Line) {
        if let Some(open) = &mut self.open {
            open.text.add(page, &line.piece, 0, &self.vocabulary);
            if open.lines == 1 && !matches!(open.role, Role::Item { .. }) {
                open.indent = line.piece.area.x0;
            }
            open.lines += 1;
            open.last = line;
            open.page = page;
        }
    }

    /// Take the next line of running text.
    fn line(&mut self, page: u32, line: Line, next: Option<&Line>) {
        let piece = &line.piece;
        if piece.text.trim().is_empty() {
            return;
        }
        if is_contents(&piece.text) {
            return self.start(page, line, Role::Contents, 0, 0.0);
        }
        if let Some((look, tag)) = self.heading(&line, next) {
            let depth = marker::depth(&piece.text);
            if self.same_heading(page, &line, look, tag, depth) {
                return self.go_on(page, line);
            }
            self.indents.clear();
            let indent = piece.area.x0;
            return self.start(page, line, Role::Heading { look, tag, depth }, 0, indent);
        }
        if let Some(marker) = marker::of(&piece.text)
            && self.is_item(&line, marker)
        {
            let level = self.level(piece.area.x0);
            let indent = piece
                .words
                .iter()
                .find(|word| word.start >= marker.len)
                .map_or(piece.area.x0, |word| word.area.x0);
            return self.start(page, line, Role::Item { level }, marker.len, indent);
        }
        if self.continues(page, &line) {
            return self.go_on(page, line);
        }
        if self.resumes(page, &line) {
            return self.go_on(page, line);
        }
        let indent = piece.area.x0;
        let role = if self.is_note(piece) {
            Role::Note
        } else if marker::is_caption(&piece.text) {
            Role::Caption
        } else {
            self.indents.clear();
            Role::Paragraph
        };
        self.start(page, line, role, 0, indent);
    }

    /// Whether `line` with `marker` at its start is a list item, not the middle of a sentence that happens to start so.
    fn is_item(&self, line: &Line, marker: Marker) -> bool {
        if marker.bullet {
            return true;
        }
        let Some(open) = &self.open else {
            return true;
        };
        let same_column = open.last.column == line.column && line.piece.y > open.last.piece.y;
        if !same_column {
            return !open.text.tail().ends_with(',') || marker.bracketed;
        }
        let indented = line.piece.area.x0 > open.indent + 0.8 * line.piece.size;
        let apart = line.piece.y - open.last.piece.y > 1.25 * self.body.pitch * line.piece.size;
        let tail = open.text.tail();
        let ended = ends_sentence(tail)
            || tail.ends_with([';', ':', ','])
            || tail.ends_with(" and")
            || tail.ends_with(" or");
        let sibling = self
            .indents
            .iter()
            .any(|indent| (indent - line.piece.area.x0).abs() < 4.0);
        ended || apart || sibling || indented || self.would_fit(open, line)
    }

    /// Level of a list item whose marker starts at `x`, from 1.
    fn level(&mut self, x: f32) -> u8 {
        self.indents.retain(|indent| *indent < x + 4.0);
        if self.indents.last().is_none_or(|indent| *indent < x - 4.0) {
            self.indents.push(x);
        }
        u8::try_from(self.indents.len()).unwrap_or(u8::MAX)
    }

    /// Whether `piece` starts a footnote: small, with a number before it.
    fn is_note(&self, piece: &Piece) -> bool {
        let number = piece
            .text
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit() || c == '*' || c == '†');
        piece.size < 0.93 * self.body.size && number && piece.chars() > 12
    }

    /// The blocks, headings with their levels.
    fn finish(mut self) -> Vec<Block> {
        self.close();
        let levels = levels(&self.done);
        self.done
            .into_iter()
            .map(|(role, text)| Block {
                kind: match role {
                    Role::Heading { look, tag, depth } => {
                        BlockKind::Heading(level(&levels, look, tag, depth))
                    }
                    Role::Paragraph => BlockKind::Paragraph,
                    Role::Item { level } => BlockKind::Item(level),
                    Role::Note => BlockKind::Note,
                    Role::Caption => BlockKind::Caption,
                    Role::Contents => BlockKind::Boilerplate,
                    Role::Cell {
                        table,
                        row,
                        column,
                        header,
                    } => BlockKind::Cell {
                        table,
                        row,
                        column,
                        header,
                    },
                },
                stretches: text.stretches,
                words: text.words,
            })
            .collect()
    }
}

/// Whether a line stands in a table of contents: dots lead to a page number.
fn is_contents(text: &str) -> bool {
    let leaders = text.contains(".....") || text.contains(". . . .") || text.contains("……");
    let number = text
        .trim_end()
        .rsplit(|c: char| c.is_whitespace() || c == '.' || c == '…')
        .next()
        .unwrap_or_default();
    leaders
        && (number.is_empty()
            || number
                .chars()
                .all(|c| c.is_ascii_digit() || "ivxlIVXL".contains(c)))
}
