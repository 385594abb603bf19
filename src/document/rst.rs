//! reStructuredText → prose, by light rules: sections, lists, tables, notes; directives, comments and literals are no prose.
//!
//! It is no parser of the language: what it does not know it reads as paragraphs, so that no policy text is lost.

use std::ops::Range;

use super::{
    BlockKind, Builder, Document, Format,
    decode::Decoded,
    light::{Inline, Light, at_edge, between},
    plain::line::{Line, Style},
};

/// Read reStructuredText. Any text is: this cannot fail.
pub(super) fn read(path: &str, decoded: Decoded) -> Document {
    let builder = Builder::sized(path, Format::Rst, decoded.text.len());
    let (light, lines) = Light::new(builder, &decoded);
    let mut reader = Reader {
        light,
        lines,
        styles: Vec::new(),
        contexts: Vec::new(),
    };
    let mut at = 0;
    while at < reader.lines.len() {
        // A step takes at least one line.
        at = reader.step(at).max(at + 1);
    }
    let builder = reader.light.builder;
    builder.finish_with(decoded)
}

struct Reader<'a> {
    light: Light<'a>,
    lines: Vec<Line<'a>>,
    /// Adornments of sections in the order they were met: the sign, and whether it stands above too.
    styles: Vec<(char, bool)>,
    /// Indents that lists and directives gave their content; deeper text is quoted.
    contexts: Vec<usize>,
}

/// Directives whose content is no prose.
const NO_PROSE: &[&str] = &[
    "code",
    "code-block",
    "sourcecode",
    "highlight",
    "math",
    "raw",
    "include",
    "literalinclude",
    "contents",
    "toctree",
    "image",
    "meta",
    "index",
    "csv-table",
    "graphviz",
    "mermaid",
    "plantuml",
    "default-role",
    "role",
    "sectnum",
    "header",
    "footer",
    "target-notes",
    "unicode",
    "date",
    "replace",
    "automodule",
    "autoclass",
    "autofunction",
    "jinja",
    "doctest",
    "productionlist",
    "bibliography",
    "tabularcolumns",
    "uml",
];

/// Directives whose argument is prose, not a name.
const TITLED: &[&str] = &[
    "note",
    "warning",
    "tip",
    "important",
    "caution",
    "danger",
    "hint",
    "attention",
    "error",
    "admonition",
    "topic",
    "sidebar",
    "rubric",
    "table",
    "list-table",
    "centered",
    "seealso",
    "epigraph",
    "highlights",
    "pull-quote",
    "dropdown",
    "versionadded",
    "versionchanged",
    "deprecated",
    "todo",
];

impl Reader<'_> {
    fn line(&self, at: usize) -> Option<&Line<'_>> {
        self.lines.get(at)
    }

    fn text(&self, at: usize) -> &str {
        self.line(at).map_or("", |line| line.text)
    }

    /// The first line from `at` on that is blank or past the end.
    fn blank(&self, at: usize) -> usize {
        self.first(at, |line| line.text.is_empty())
    }

    /// The first line from `at` on that is `wanted`, or the end.
    fn first(&self, at: usize, wanted: impl Fn(&Line<'_>) -> bool) -> usize {
        let found = self.lines.iter().skip(at).position(wanted);
        found.map_or(self.lines.len(), |index| at + index)
    }

    /// The first line of `at..end` that is blank, or `end`.
    fn blank_before(&self, at: usize, end: usize) -> usize {
        let lines = self.lines.get(at..end).unwrap_or_default();
        let found = lines.iter().position(|line| line.text.is_empty());
        found.map_or(end, |index| at + index)
    }

    /// Past the lines from `at` on that are blank or indented more than `indent`.
    fn past_indented(&self, at: usize, indent: usize) -> usize {
        self.first(at, |line| !line.text.is_empty() && line.indent <= indent)
    }

    /// Bytes of the lines `from..to`.
    fn range(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.line(from).map_or(0, |line| line.range.start);
        let end = to
            .checked_sub(1)
            .and_then(|last| self.line(last))
            .map_or(start, |line| line.range.end);
        start..end.max(start)
    }

    /// Read what stands at line `at`; the line after it.
    fn step(&mut self, at: usize) -> usize {
        let (text, indent) = match self.line(at) {
            Some(line) if !line.text.is_empty() => (line.text.to_owned(), line.indent),
            _ => return at + 1,
        };
        while self
            .contexts
            .last()
            .is_some_and(|context| indent < *context)
        {
            self.contexts.pop();
        }
        if let Some(next) = self.section(at) {
            return next;
        }
        if text == ".." || text.starts_with(".. ") {
            return self.explicit(at, &text, indent);
        }
        if text.starts_with("__ ") {
            return at + 1;
        }
        if text.starts_with("+-") && text.ends_with('+') {
            return self.grid(at);
        }
        if is_border(&text) {
            return self.simple_table(at);
        }
        if text.starts_with(">>> ") {
            return self.blank(at);
        }
        if text.starts_with(':')
            && let Some((name, value)) = field(&text)
        {
            self.light.builder.property(name, value);
            return self.blank_before(at + 1, self.past_indented(at + 1, indent));
        }
        self.prose(at, &text, indent)
    }

    /// A section's title at `at`, with its adornment.
    fn section(&mut self, at: usize) -> Option<usize> {
        let line = self.line(at)?;
        let (title, style, next) = if let Some(sign) = adornment(line.text) {
            let below = self.line(at + 2)?;
            let over = line.indent == 0 && below.text == line.text && below.indent == 0;
            if !over || !self.line(at + 1)?.has_words() {
                let alone = line.indent == 0 && self.text(at + 1).is_empty() && line.text.len() > 3;
                return alone.then_some(at + 1);
            }
            (at + 1, (sign, true), at + 3)
        } else {
            let below = self.line(at + 1)?;
            let sign = adornment(below.text)?;
            let wide = below.text.len() >= line.text.chars().count().min(4);
            let flat = line.indent == 0 && below.indent == 0 && line.has_words();
            if !flat || !wide || line.text.starts_with(".. ") {
                return None;
            }
            (at, (sign, false), at + 2)
        };
        let index = self.styles.iter().position(|known| *known == style);
        let index = index.unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        });
        self.contexts.clear();
        self.light.builder.quoted = false;
        let range = self.line(title)?.range.clone();
        let level = u8::try_from(index + 1).unwrap_or(u8::MAX);
        self.light.heading(level, range, markup);
        Some(next)
    }

    /// What `.. ` begins: a directive, a note, a target, a comment.
    fn explicit(&mut self, at: usize, text: &str, indent: usize) -> usize {
        let start = self.line(at).map_or(0, |line| line.range.start);
        let end_of_line = start + text.len();
        let body = text.get(2..).unwrap_or_default().trim_start();
        let body_start = end_of_line - body.len();
        let end = self.past_indented(at + 1, indent);
        if body.starts_with('_') || body.starts_with('|') {
            return self.blank_before(at, end);
        }
        if let Some(mark) = body.starts_with('[').then(|| body.find("] ")).flatten() {
            let to = self.blank_before(at, end);
            let range = body_start + mark + 2..self.range(at, to).end;
            self.light.block(BlockKind::Note, range, markup);
            return to;
        }
        let directive = body.split_once("::").filter(|(name, _)| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '+'))
        });
        let Some((name, argument)) = directive else {
            let last = self.lines.get(at..end).unwrap_or_default();
            let last = last.iter().rfind(|line| !line.text.is_empty());
            let range = start..last.map_or(end_of_line, |line| line.range.end);
            let text = self.light.text.get(body_start.min(range.end)..range.end);
            let text = text.unwrap_or_default().to_owned();
            self.light.builder.comment_at(&text, range, 0);
            return end;
        };
        let options = self.first(at + 1, |line| {
            line.indent <= indent || !line.text.starts_with(':')
        });
        for index in at + 1..options {
            if let Some(alt) = self.text(index).strip_prefix(":alt:") {
                let stop = self.line(index).map_or(0, |line| line.range.end);
                let range = stop - alt.trim_start().len()..stop;
                self.light.block(BlockKind::Caption, range, markup);
            }
        }
        if NO_PROSE.contains(&name) {
            return end;
        }
        let argument = argument.trim_start();
        if !argument.is_empty() && TITLED.contains(&name) {
            // The argument may go on in lines that follow at once.
            let to = if options == at + 1 {
                self.blank_before(at, end)
            } else {
                at + 1
            };
            let kind = if name.ends_with("table") {
                BlockKind::Caption
            } else {
                BlockKind::Paragraph
            };
            let range = end_of_line - argument.len()..self.range(at, to).end;
            self.light.block(kind, range, markup);
            return to.max(options);
        }
        // What the directive holds is read as what stands around it.
        if let Some(line) = self.line(self.first(options, |line| !line.text.is_empty()))
            && line.indent > indent
        {
            let inner = line.indent;
            self.contexts.push(inner);
        }
        options
    }

    /// A paragraph, an item, a term.
    fn prose(&mut self, at: usize, text: &str, indent: usize) -> usize {
        let marker = self.line(at).and_then(|line| line.marker);
        let auto = text.starts_with("#. ") || text.starts_with("(#) ");
        let item = auto
            || marker.is_some_and(|marker| match marker.style {
                Style::Sign(sign) => "-*+•‣".contains(sign),
                Style::Bracketed(_) | Style::Stop(_) => true,
            });
        let start = self.line(at).map_or(0, |line| line.range.start);
        if item {
            let from = match marker {
                Some(marker) => marker.end,
                None => start + text.find(' ').unwrap_or(0) + 1,
            };
            let to = self.first(at + 1, |line| {
                line.text.is_empty() || line.indent <= indent || line.marker.is_some()
            });
            self.light.builder.quoted = false;
            let style = marker.map(|marker| marker.style);
            let key = match style {
                Some(Style::Sign(sign)) => format!("{indent}{sign}"),
                Some(Style::Bracketed(count)) => format!("{indent}({count:?}"),
                Some(Style::Stop(count)) => format!("{indent}{count:?}"),
                None => format!("{indent}#"),
            };
            self.contexts.push(indent + (from - start));
            // `* - a`: an item that holds an item.
            let inner = self.light.text.get(from..).unwrap_or_default();
            let from = from + if inner.starts_with("- ") { 2 } else { 0 };
            self.light
                .item(&key, from..self.range(at, to).end.max(from), markup);
            return to;
        }
        let base = self.contexts.last().copied().unwrap_or(0);
        if indent == 0 {
            self.light.end_lists();
        }
        let defines = self.line(at + 1).is_some_and(|next| {
            next.indent > indent && !next.text.is_empty() && next.marker.is_none()
        });
        if defines {
            let term = self.line(at).map_or(0..0, |line| line.range.clone());
            self.light.block(BlockKind::Term, term, markup);
            let inner = self.line(at + 1).map_or(0, |line| line.indent);
            self.contexts.push(inner);
            return at + 1;
        }
        self.light.builder.quoted = indent > base && !self.light.in_list();
        let to = self.first(at, |line| line.text.is_empty() || line.indent < indent);
        let mut range = self.range(at, to.max(at + 1));
        let literal = self
            .light
            .text
            .get(range.clone())
            .is_some_and(|text| text.ends_with("::"));
        if literal {
            range.end -= 1;
        }
        self.light.block(BlockKind::Paragraph, range, markup);
        self.light.builder.quoted = false;
        if literal {
            return self.past_indented(to, indent);
        }
        to
    }

    /// A table drawn with `+---+`.
    fn grid(&mut self, at: usize) -> usize {
        let end = self.first(at, |line| !line.text.starts_with(['+', '|']));
        let header = (at + 1..end).find(|index| self.text(*index).starts_with("+="));
        let mut cells: Vec<Vec<Range<usize>>> = Vec::new();
        let mut row = 0;
        self.begin_table();
        for index in at..end {
            let line = self.text(index).to_owned();
            if line.starts_with("+-") || line.starts_with("+=") {
                row += self.row(
                    &mut cells,
                    row,
                    header.is_some_and(|header| index <= header),
                );
                continue;
            }
            let mut start = self.line(index).map_or(0, |line| line.range.start);
            let inner = line.trim_start_matches('|');
            start += line.len() - inner.len();
            for (column, piece) in inner.trim_end_matches('|').split('|').enumerate() {
                if cells.len() <= column {
                    cells.push(Vec::new());
                }
                let lead = piece.len() - piece.trim_start().len();
                let words = piece.trim();
                if let Some(cell) = cells.get_mut(column).filter(|_| !words.is_empty()) {
                    cell.push(start + lead..start + lead + words.len());
                }
                start += piece.len() + 1;
            }
        }
        self.row(&mut cells, row, false);
        self.end_table();
        end
    }

    /// A table drawn with `====  ====`.
    fn simple_table(&mut self, at: usize) -> usize {
        let border = self.text(at).to_owned();
        let indent = self.line(at).map_or(0, |line| line.indent);
        let starts: Vec<usize> = border
            .char_indices()
            .filter(|(index, c)| {
                *c == '=' && (*index == 0 || border.get(index - 1..*index) == Some(" "))
            })
            .map(|(index, _)| index)
            .collect();
        let borders: Vec<usize> = (at..self.lines.len())
            .take_while(|index| {
                *index == at || self.line(*index).is_some_and(|line| line.indent >= indent)
            })
            .filter(|index| is_border(self.text(*index)))
            .take(3)
            .collect();
        let Some(end) = borders.last().copied().filter(|end| *end > at) else {
            return at + 1;
        };
        let header = borders.get(1).copied().filter(|second| *second < end);
        let mut cells: Vec<Vec<Range<usize>>> = Vec::new();
        let mut row = 0;
        self.begin_table();
        for index in at + 1..end {
            let Some(line) = self.line(index) else {
                break;
            };
            let (text, range, shift) = (
                line.text.to_owned(),
                line.range.clone(),
                line.indent - indent.min(line.indent),
            );
            let heads = header.is_some_and(|header| index <= header);
            if !line.has_words() {
                row += self.row(&mut cells, row, heads);
                continue;
            }
            let continued = shift >= starts.get(1).copied().unwrap_or(usize::MAX);
            if !continued {
                row += self.row(&mut cells, row, heads);
            }
            for (column, from) in starts.iter().enumerate() {
                let from = from.saturating_sub(shift);
                let to = starts
                    .get(column + 1)
                    .map_or(text.len(), |next| next.saturating_sub(shift));
                let piece = text.get(from..to.clamp(from, text.len().max(from)));
                let piece = piece.unwrap_or_default();
                let words = piece.trim();
                if cells.len() <= column {
                    cells.push(Vec::new());
                }
                let start = range.start + from + (piece.len() - piece.trim_start().len());
                if let Some(cell) = cells.get_mut(column).filter(|_| !words.is_empty()) {
                    cell.push(start..start + words.len());
                }
            }
        }
        self.row(&mut cells, row, false);
        self.end_table();
        end + 1
    }

    fn end_table(&mut self) {
        self.light.intro = None;
        self.light.builder.lead_in = None;
    }

    fn begin_table(&mut self) {
        self.light.builder.lead_in = self.light.introduction();
        self.light.tables += 1;
    }

    /// Give the cells of a row a block each; how many rows that were.
    fn row(&mut self, cells: &mut Vec<Vec<Range<usize>>>, row: u32, header: bool) -> u32 {
        let mut any = false;
        for (column, pieces) in std::mem::take(cells).into_iter().enumerate() {
            self.light.builder.open(BlockKind::Cell {
                table: self.light.tables.saturating_sub(1),
                row,
                column: u32::try_from(column).unwrap_or(u32::MAX),
                header,
            });
            let mut before: Option<usize> = None;
            for piece in pieces {
                if let Some(before) = before {
                    self.light.builder.replace(" ", before..piece.start, 0);
                }
                before = Some(piece.end);
                self.light.words(piece, markup);
            }
            any |= self.light.builder.close().is_some();
        }
        u32::from(any)
    }
}

/// The sign that `line` is made of, where it can underline a title.
fn adornment(line: &str) -> Option<char> {
    let sign = line.chars().next().filter(char::is_ascii_punctuation)?;
    (line.len() > 1 && line.chars().all(|c| c == sign)).then_some(sign)
}

/// Whether `line` is a border of a simple table: stretches of `=` with blanks between.
fn is_border(line: &str) -> bool {
    line.starts_with("==") && line.contains("= ") && line.chars().all(|c| matches!(c, '=' | ' '))
}

/// `:name: value`, and not a role.
fn field(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.get(1..)?.split_once(':')?;
    let apart = value.is_empty() || value.starts_with(' ');
    (apart && !name.is_empty() && !name.contains('`')).then(|| (name, value.trim()))
}

/// Longest name of a role, and most marks in a row, that are looked at: a line of any length costs the same by character.
const NAME: usize = 64;

/// Inline markup of reStructuredText.
fn markup(text: &str, at: usize) -> Inline {
    let rest = text.get(at..).unwrap_or_default();
    let byte = |offset: usize| rest.as_bytes().get(offset).copied();
    match byte(0) {
        Some(b'\\') => match byte(1) {
            Some(b' ' | b'\n') => Inline::Drop(2),
            Some(_) => Inline::Drop(1),
            None => Inline::Plain,
        },
        Some(b'`') if byte(1) == Some(b'`') => match between(text, at, "``", "``") {
            Some(len) => Inline::Hole(len + 4),
            None => Inline::Plain,
        },
        Some(b'`') => reference(text, at, 0),
        Some(b':') => {
            let name = rest.get(1..).unwrap_or_default();
            let len = name
                .bytes()
                .take(NAME)
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:+.".contains(byte))
                .count();
            let role = name.get(..len).unwrap_or_default();
            if len < 2 || !role.ends_with(':') || byte(1 + len) != Some(b'`') {
                return Inline::Plain;
            }
            let code = ["code:", "math:", "literal:", "kbd:", "file:", "raw-html:"].contains(&role);
            match between(text, at + 1 + len, "`", "`") {
                Some(inner) if code => Inline::Hole(1 + len + inner + 2),
                Some(_) => reference(text, at + 1 + len, 1 + len),
                None => Inline::Plain,
            }
        }
        Some(b'*') => {
            let len = if byte(1) == Some(b'*') { 2 } else { 1 };
            if at_edge(text, at, len) {
                Inline::Drop(len)
            } else {
                Inline::Plain
            }
        }
        Some(b'|') => match between(text, at, "|", "|") {
            Some(len)
                if !rest
                    .get(1..1 + len)
                    .is_some_and(|inner| inner.contains('\n')) =>
            {
                let after = match byte(len + 2) {
                    Some(b'_') => 2,
                    _ => 1,
                };
                Inline::Text(1, len, after)
            }
            _ => Inline::Drop(1),
        },
        Some(b'[') => match between(text, at, "[", "]_") {
            Some(len) if len < 40 => Inline::Drop(len + 3),
            _ => Inline::Plain,
        },
        // `word_`: a reference.
        Some(b'_') => {
            let marks = rest.bytes().take(NAME).take_while(|byte| *byte == b'_');
            let after = rest.get(marks.count()..).unwrap_or_default();
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let ends = before.is_some_and(char::is_alphanumeric)
                && after.chars().next().is_none_or(|c| !c.is_alphanumeric());
            if ends {
                Inline::Drop(rest.len() - after.len())
            } else {
                Inline::Plain
            }
        }
        _ => Inline::Plain,
    }
}

/// `` `text <target>`_ `` at `at`, after `lead` bytes that go with it: its text alone.
fn reference(text: &str, at: usize, lead: usize) -> Inline {
    let Some(len) = between(text, at, "`", "`") else {
        return Inline::Plain;
    };
    let inner = text.get(at + 1..at + 1 + len).unwrap_or_default();
    let shown = match inner.split_once('<') {
        Some((shown, _)) if inner.ends_with('>') => shown.trim_end(),
        _ => inner,
    };
    let tail = text.get(at + len + 2..).unwrap_or_default();
    let marks = tail.len() - tail.trim_start_matches('_').len();
    if shown.is_empty() {
        return Inline::Hole(lead + len + 2 + marks);
    }
    Inline::Text(lead + 1, shown.len(), len - shown.len() + 1 + marks)
}

#[cfg(test)]
mod tests {
    use crate::document::{ReadOptions, outline, read};

    fn blocks(text: &str) -> String {
        outline(&read("a.rst", text.as_bytes(), &ReadOptions::default()).unwrap())
    }

    #[test]
    fn sections_lists_and_inline_markup() {
        let text = "=====\nRooms\n=====\n\n:Owner: Board\n\nUse\n---\n\nWe *remain* **neu**\\ tral, see `the code <x.html>`_,\n:ref:`fees`, ``neutral`` and Rooms_. [1]_\n\nStaff must:\n\n* help all\n  people;\n* be |kind|:\n\n  #. always\n  #. here\n\nThat is all.\n\n.. [1] A note.\n";
        let document = read("a.rst", text.as_bytes(), &ReadOptions::default()).unwrap();
        insta::assert_snapshot!(outline(&document), @r"
        h1 Rooms
        h2 Use
        p We remain neutral, see the code, fees, ￼ and Rooms.
        p Staff must:
        i1<3 help all people;
        i1<3 be kind:
        i2<5 always
        i2<5 here
        p That is all.
        note A note.
        ");
        assert_eq!(
            document.properties,
            [("Owner".to_owned(), "Board".to_owned())]
        );
    }

    #[test]
    fn what_is_no_prose_and_what_directives_hold() {
        let text = ".. a comment\n   goes on\n\n.. code-block:: sh\n\n   neutral\n\n.. note:: Be\n   kind.\n\n.. container:: x\n   :name: y\n\n   Held text.\n\n   - item\n\nSo::\n\n   neutral\n\nMore.\n\n.. figure:: a.png\n   :alt: A map\n\n   The caption.\n\nTerm\n   Its meaning.\n\n   It goes on.\n\nText.\n\n    A quotation.\n\n.. _target: https://a.b\n";
        let document = read("a.rst", text.as_bytes(), &ReadOptions::default()).unwrap();
        insta::assert_snapshot!(outline(&document), @r"
        p Be kind.
        p Held text.
        i1 item
        p So:
        p More.
        caption A map
        p The caption.
        term Term
        p Its meaning.
        p It goes on.
        p Text.
        >p A quotation.
        ");
        assert_eq!(document.comments[0].text, "a comment\n   goes on");
    }

    #[test]
    fn tables() {
        let text = "Fees:\n\n+------+-------+\n| Who  | Fee   |\n+======+=======+\n| All  | none  |\n| here |       |\n+------+-------+\n\n=====  =====\nWho    Fee\n=====  =====\nYoung  none\n       ever\nOld    five\n=====  =====\n\nEnd.\n";
        insta::assert_snapshot!(blocks(text), @r"
        p Fees:
        c0,0!<0 Who
        c0,1!<0 Fee
        c1,0<0 All here
        c1,1<0 none
        c0,0! Who
        c0,1! Fee
        c1,0 Young
        c1,1 none ever
        c2,0 Old
        c2,1 five
        p End.
        ");
    }
}
