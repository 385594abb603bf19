//! AsciiDoc → prose, by light rules: sections, lists, tables, quotes; listings, passthroughs, macros and comments are no
//! prose.
//!
//! It is no parser of the language: what it does not know it reads as paragraphs, so that no policy text is lost.

use std::ops::Range;

use super::{
    BlockKind, Builder, Document, Format,
    decode::Decoded,
    light::{Inline, Light, at_edge, between},
    plain::line::{Line, Style},
};

/// Read AsciiDoc. Any text is: this cannot fail.
pub(super) fn read(path: &str, decoded: Decoded) -> Document {
    let builder = Builder::sized(path, Format::AsciiDoc, decoded.text.len());
    let (light, lines) = Light::new(builder, &decoded);
    let mut reader = Reader {
        light,
        lines,
        quotes: Vec::new(),
        next: Next::Prose,
        table: None,
    };
    let mut at = 0;
    while at < reader.lines.len() {
        // A step takes at least one line.
        at = reader.step(at).max(at + 1);
    }
    reader.end_table();
    let builder = reader.light.builder;
    builder.finish_with(decoded)
}

/// What an attribute line (`[quote]`) makes of the block after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Prose,
    Quoted,
    Skipped,
}

/// The table that is open.
#[derive(Debug, Default)]
struct Table {
    /// Cells of the open row.
    cells: Vec<Range<usize>>,
    /// Columns of a row, once known.
    width: Option<usize>,
    row: u32,
    header: bool,
}

struct Reader<'a> {
    light: Light<'a>,
    lines: Vec<Line<'a>>,
    /// Fences of the quotations that are open.
    quotes: Vec<String>,
    next: Next,
    table: Option<Table>,
}

impl Reader<'_> {
    fn text(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", |line| line.text)
    }

    /// The first line from `at` on that is `wanted`, or the end.
    fn first(&self, at: usize, wanted: impl Fn(&Line<'_>) -> bool) -> usize {
        let found = self.lines.iter().skip(at).position(wanted);
        found.map_or(self.lines.len(), |index| at + index)
    }

    /// Bytes from `from` to the end of the line before `to`.
    fn until(&self, from: usize, to: usize) -> Range<usize> {
        let last = to.checked_sub(1).and_then(|last| self.lines.get(last));
        from..last.map_or(from, |line| line.range.end).max(from)
    }

    /// Where the paragraph that goes on at `at` ends: at a blank line, an item, a fence.
    fn paragraph_end(&self, at: usize) -> usize {
        self.first(at, |line| {
            line.text.is_empty()
                || item(line.text).is_some()
                || term(line.text).is_some()
                || line.text == "+"
                || line.text.starts_with("//")
                || fence(line.text)
                || line.text.starts_with("|===")
        })
    }

    /// Read what stands at line `at`; the line after it.
    fn step(&mut self, at: usize) -> usize {
        let Some(line) = self.lines.get(at).cloned() else {
            return at + 1;
        };
        let (text, range) = (line.text, line.range);
        if let Some(next) = self.comment(at, text, &range) {
            return next;
        }
        if self.table.is_some() || text.starts_with("|===") {
            self.table_line(text, &range, self.text(at + 1).is_empty());
            return at + 1;
        }
        if text.is_empty() || text == "+" || matches!(text, "'''" | "<<<" | "---" | "***") {
            return at + 1;
        }
        if fence(text) {
            return self.fenced(at, text);
        }
        if let Some((name, value)) = attribute(text) {
            self.light.builder.property(name, value);
            return at + 1;
        }
        if text.starts_with('[') && text.ends_with(']') && !text.starts_with("[[") {
            self.attributes(text);
            return at + 1;
        }
        if text.starts_with("[[") && text.ends_with("]]") {
            return at + 1;
        }
        if let Some(next) = self.heading(at, text, &range) {
            return next;
        }
        if let Some(len) = block_macro(text) {
            if text.starts_with("image::") {
                self.light.block(
                    BlockKind::Caption,
                    range.start + len..range.end - 1,
                    alt_text,
                );
            }
            return at + 1;
        }
        let titled = text.strip_prefix('.').is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_alphanumeric() || "_*`“\"".contains(c))
        });
        if titled {
            self.light
                .block(BlockKind::Caption, range.start + 1..range.end, markup);
            return at + 1;
        }
        self.prose(at, text, &range)
    }

    /// A comment: `//` or a block of them.
    fn comment(&mut self, at: usize, text: &str, range: &Range<usize>) -> Option<usize> {
        if text.len() >= 4 && text.bytes().all(|byte| byte == b'/') {
            let fence = text.to_owned();
            let close = self.first(at + 1, |line| line.text == fence);
            let inner = self.until(range.end, close);
            let whole = self.until(range.start, (close + 1).min(self.lines.len()));
            let words = self.light.text.get(inner).unwrap_or_default().to_owned();
            self.light.builder.comment_at(&words, whole, 0);
            return Some(close + 1);
        }
        let words = text
            .strip_prefix("//")
            .filter(|rest| !rest.starts_with('/'))?;
        self.light.builder.comment_at(words, range.clone(), 0);
        Some(at + 1)
    }

    /// A line that opens or closes a delimited block.
    fn fenced(&mut self, at: usize, text: &str) -> usize {
        let fence = text.to_owned();
        let next = std::mem::replace(&mut self.next, Next::Prose);
        let skipped =
            next == Next::Skipped || fence.starts_with(['-', '.', '+', '`']) && fence.len() > 2;
        if skipped {
            let same = |line: &Line<'_>| {
                line.text == fence || fence.starts_with("```") && line.text == "```"
            };
            return self.first(at + 1, same) + 1;
        }
        if let Some(open) = self.quotes.iter().position(|open| *open == fence) {
            self.quotes.truncate(open);
        } else if fence.starts_with('_') || next == Next::Quoted {
            self.quotes.push(fence);
        }
        self.light.builder.quoted = !self.quotes.is_empty();
        at + 1
    }

    /// An attribute line above a block.
    fn attributes(&mut self, text: &str) {
        let inner = text.trim_matches(['[', ']']).to_ascii_lowercase();
        let style = inner.split([',', '%', '#', '.']).next().unwrap_or_default();
        self.next = match style {
            "quote" | "verse" => Next::Quoted,
            "source" | "listing" | "literal" | "stem" | "latexmath" | "asciimath" | "pass"
            | "plantuml" | "mermaid" | "ditaa" | "graphviz" => Next::Skipped,
            _ => Next::Prose,
        };
    }

    fn heading(&mut self, at: usize, text: &str, range: &Range<usize>) -> Option<usize> {
        let sign = text.chars().next().filter(|c| matches!(c, '=' | '#'))?;
        let words = text.trim_start_matches(sign);
        let level = text.len() - words.len();
        if level > 6 || !words.starts_with(' ') {
            return None;
        }
        let end = range.start + text.trim_end_matches(sign).trim_end().len();
        let start = range.end - words.trim_start().len();
        let level = u8::try_from(level).unwrap_or(6);
        self.light.heading(level, start..end.max(start), markup);
        // Author and revision stand under the document's title.
        let author = level == 1
            && at
                == self.first(0, |line| {
                    line.has_words()
                        && attribute(line.text).is_none()
                        && !line.text.starts_with("//")
                });
        if author {
            let to = self.first(at + 1, |line| {
                line.text.is_empty() || attribute(line.text).is_some()
            });
            let names = ["author", "revision"];
            for (index, name) in (at + 1..to).zip(names) {
                let value = self.text(index).to_owned();
                self.light.builder.property(name, &value);
            }
            return Some(to.min(at + 3));
        }
        Some(at + 1)
    }

    /// A paragraph, an item, a term.
    fn prose(&mut self, at: usize, text: &str, range: &Range<usize>) -> usize {
        let next = std::mem::replace(&mut self.next, Next::Prose);
        if let Some((key, len)) = item(text) {
            let to = self.paragraph_end(at + 1);
            let from = range.start + len;
            self.light.item(&key, self.until(from, to), markup);
            return to;
        }
        if let Some((mark, after)) = term(text) {
            let name = range.start..range.start + mark;
            self.light.block(BlockKind::Term, name, markup);
            let to = self.paragraph_end(at + 1);
            let meaning = self.until(range.start + after, to);
            self.light.block(BlockKind::Paragraph, meaning, markup);
            return to;
        }
        let joined = at
            .checked_sub(1)
            .is_some_and(|before| self.text(before) == "+");
        if !joined {
            self.light.end_lists();
        }
        let to = self.paragraph_end(at + 1);
        if next == Next::Skipped {
            return to;
        }
        self.light.builder.quoted |= next == Next::Quoted;
        self.light
            .block(BlockKind::Paragraph, self.until(range.start, to), markup);
        self.light.builder.quoted = !self.quotes.is_empty();
        to
    }

    /// A line of a table, its fences included.
    fn table_line(&mut self, text: &str, range: &Range<usize>, blank_follows: bool) {
        if text.starts_with("|===") {
            if self.table.is_some() {
                self.end_table();
            } else {
                self.light.builder.lead_in = self.light.introduction();
                self.light.tables += 1;
                self.table = Some(Table::default());
            }
            return;
        }
        let Some(table) = &mut self.table else {
            return;
        };
        let mut starts: Vec<usize> = text
            .match_indices('|')
            .map(|(index, _)| index)
            .filter(|index| *index == 0 || text.get(index - 1..*index) != Some("\\"))
            .collect();
        // `2+|` and `a|`: what says how the cell looks stands before its mark.
        let first = starts.first().copied().unwrap_or(text.len());
        let spec = text.get(..first).unwrap_or_default();
        let is_spec = spec.len() <= 6 && !spec.contains(' ');
        if (starts.is_empty() || !is_spec)
            && let Some(cell) = table.cells.last_mut()
        {
            cell.end = range.start + first;
        }
        if table.width.is_none() && !starts.is_empty() {
            table.width = Some(starts.len());
            table.header = blank_follows;
        }
        starts.push(text.len());
        for pair in starts.windows(2) {
            if let [from, to] = pair {
                self.cell(range.start + from + 1..range.start + to);
            }
        }
    }

    /// Begin a cell. The row before it ends only now: its last cell may have gone on over lines.
    fn cell(&mut self, range: Range<usize>) {
        let full = |table: &Table| table.width.is_some_and(|width| table.cells.len() >= width);
        if self.table.as_ref().is_some_and(full) {
            self.row();
        }
        if let Some(table) = &mut self.table {
            table.cells.push(range);
        }
    }

    /// Give the cells of the open row a block each.
    fn row(&mut self) {
        let Some(table) = &mut self.table else {
            return;
        };
        let cells = std::mem::take(&mut table.cells);
        let (row, header) = (table.row, table.header && table.row == 0);
        table.row += u32::from(!cells.is_empty());
        for (column, range) in cells.into_iter().enumerate() {
            let kind = BlockKind::Cell {
                table: self.light.tables.saturating_sub(1),
                row,
                column: u32::try_from(column).unwrap_or(u32::MAX),
                header,
            };
            self.light.block(kind, range, markup);
        }
    }

    fn end_table(&mut self) {
        self.row();
        self.table = None;
        self.light.intro = None;
        self.light.builder.lead_in = None;
    }
}

/// Whether `line` opens or closes a delimited block.
fn fence(line: &str) -> bool {
    let sign = line.chars().next().unwrap_or_default();
    line == "--"
        || line.starts_with("```")
        || line.len() >= 4 && "-.+=*_".contains(sign) && line.chars().all(|c| c == sign)
}

/// `Term:: its meaning`: the length of the term, and where its meaning starts.
fn term(line: &str) -> Option<(usize, usize)> {
    let mark = line.find("::").filter(|mark| *mark > 0)?;
    let after = line.get(mark..)?.trim_start_matches(':');
    let apart = after.is_empty() || after.starts_with(' ');
    apart.then(|| (mark, line.len() - after.trim_start().len()))
}

/// `:name: value`.
fn attribute(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let plain = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '!'));
    (plain && (value.is_empty() || value.starts_with(' '))).then(|| (name, value.trim()))
}

/// `name::target[words]` alone on its line: the length up to its words.
fn block_macro(line: &str) -> Option<usize> {
    let (name, rest) = line.split_once("::")?;
    let known = [
        "image", "video", "audio", "include", "toc", "ifdef", "ifndef", "ifeval", "endif",
    ];
    let open = rest.find('[')?;
    (known.contains(&name) && line.ends_with(']')).then(|| name.len() + 2 + open + 1)
}

/// The list that the item at the start of `line` is of, and the length of its marks.
fn item(line: &str) -> Option<(String, usize)> {
    let (mark, rest) = line.split_once(' ')?;
    let skip = line.len() - rest.trim_start().len();
    let sign = mark.chars().next()?;
    let repeated =
        matches!(sign, '*' | '.' | '-') && mark.len() <= 6 && mark.chars().all(|c| c == sign);
    let key = if repeated && (sign != '-' || mark.len() == 1) {
        mark.to_owned()
    } else if mark.starts_with('<') && mark.ends_with('>') && mark.len() < 6 {
        "<>".to_owned()
    } else {
        let found = super::plain::line::lines(line, 0)
            .into_iter()
            .next()?
            .marker?;
        match found.style {
            Style::Stop(count) if mark.ends_with('.') => format!("{count:?}"),
            Style::Stop(_) | Style::Sign(_) | Style::Bracketed(_) => return None,
        }
    };
    let words = rest.trim_start();
    let checked = ["[ ] ", "[x] ", "[*] "]
        .iter()
        .find(|boxed| words.starts_with(**boxed));
    Some((key, skip + checked.map_or(0, |boxed| boxed.len())))
}

/// Markup of an image's alternative text: its words up to the first comma.
fn alt_text(text: &str, at: usize) -> Inline {
    let rest = text.get(at..).unwrap_or_default();
    match rest.starts_with(',') {
        true => Inline::Drop(rest.len()),
        false => Inline::Plain,
    }
}

/// Inline markup of AsciiDoc.
fn markup(text: &str, at: usize) -> Inline {
    let rest = text.get(at..).unwrap_or_default();
    let byte = |offset: usize| rest.as_bytes().get(offset).copied();
    let hole = |open: &str, close: &str| match between(text, at, open, close) {
        Some(len) => Inline::Hole(open.len() + len + close.len()),
        None => Inline::Plain,
    };
    match byte(0) {
        Some(b'\\') if byte(1).is_some_and(|byte| byte.is_ascii_punctuation()) => Inline::Drop(1),
        Some(b'`') if byte(1) == Some(b'`') => hole("``", "``"),
        // `"` and `` ` `` make typographic quotation marks, not code.
        Some(b'"') if byte(1) == Some(b'`') => Inline::Text(0, 1, 1),
        Some(b'`') if byte(1) == Some(b'"') => Inline::Drop(1),
        Some(b'`') if at_edge(text, at, 1) => hole("`", "`"),
        Some(b'+') if byte(1) == Some(b'+') => hole("++", "++"),
        Some(b'+') if rest.trim_start_matches('+').is_empty() || byte(1) == Some(b'\n') => {
            Inline::Drop(1)
        }
        Some(sign @ (b'*' | b'_' | b'#')) => {
            let len = if byte(1) == Some(sign) { 2 } else { 1 };
            if len == 2 || at_edge(text, at, 1) {
                Inline::Drop(len)
            } else {
                Inline::Plain
            }
        }
        Some(b'{') => match between(text, at, "{", "}") {
            Some(len)
                if len < 40
                    && rest
                        .get(1..=len)
                        .is_some_and(|name| !name.contains([' ', '\n'])) =>
            {
                Inline::Hole(len + 2)
            }
            _ => Inline::Plain,
        },
        Some(b'(') if rest.starts_with("(((") => match between(text, at, "(((", ")))") {
            Some(len) => Inline::Drop(len + 6),
            None => Inline::Plain,
        },
        Some(b'<') if byte(1) == Some(b'<') => match between(text, at, "<<", ">>") {
            Some(len) => {
                let inner = rest.get(2..2 + len).unwrap_or_default();
                match inner.find(',') {
                    Some(comma) => Inline::Text(3 + comma, len - comma - 1, 2),
                    None => Inline::Hole(len + 4),
                }
            }
            None => Inline::Plain,
        },
        Some(b'[') if byte(1) == Some(b'[') => match between(text, at, "[[", "]]") {
            Some(len) => Inline::Drop(len + 4),
            None => Inline::Plain,
        },
        Some(b'[') => match between(text, at, "[", "]#") {
            Some(len) if len < 40 => Inline::Drop(len + 3),
            _ => Inline::Plain,
        },
        Some(byte) if byte.is_ascii_alphabetic() => inline_macro(rest),
        _ => Inline::Plain,
    }
}

/// `name:target[words]` or an address with words in brackets.
fn inline_macro(rest: &str) -> Inline {
    // A target is short; without a limit a text without blanks would cost its square.
    let near = rest.len().min(300);
    let near = (0..4).find_map(|less| rest.get(..near.saturating_sub(less)));
    let word = near
        .unwrap_or_default()
        .find(|c: char| c.is_whitespace() || c == '[')
        .filter(|end| rest.as_bytes().get(*end) == Some(&b'['));
    let Some(open) = word else {
        return Inline::Plain;
    };
    let target = rest.get(..open).unwrap_or_default();
    let Some((name, _)) = target.split_once(':') else {
        return Inline::Plain;
    };
    let Some(len) =
        between(rest, open, "[", "]").or_else(|| rest.get(open..)?.starts_with("[]").then_some(0))
    else {
        return Inline::Plain;
    };
    let whole = open + len + 2;
    match name {
        "footnote" | "footnoteref" | "indexterm" | "anchor" => Inline::Drop(whole),
        "image" | "icon" | "kbd" | "btn" | "menu" | "stem" | "latexmath" | "asciimath" | "pass" => {
            Inline::Hole(whole)
        }
        "link" | "xref" | "mailto" | "http" | "https" | "ftp" | "irc" if len == 0 => {
            Inline::Hole(whole)
        }
        "link" | "xref" | "mailto" | "http" | "https" | "ftp" | "irc" => {
            let inner = rest.get(open + 1..open + 1 + len).unwrap_or_default();
            let shown = inner.trim_end_matches('^').len();
            Inline::Text(open + 1, shown, len - shown + 1)
        }
        _ => Inline::Plain,
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, ReadOptions, outline, read};

    fn document(text: &str) -> Document {
        read("a.adoc", text.as_bytes(), &ReadOptions::default()).unwrap()
    }

    #[test]
    fn sections_lists_and_inline_markup() {
        let text = "= Rooms\nThe Board\nv1\n:owner: Board\n\n== Use ==\n\nWe *remain* neu__tra__l, see link:x.html[the code^],\nhttps://a.b[here], <<fees,the fees>>, `neutral` and {org}.footnote:[No.]\n\nStaff must:\n\n* help all\n  people;\n* be kind:\n** always\n. one\n+\nHeld.\n\nThat is \"`all`\".\n";
        let document = document(text);
        insta::assert_snapshot!(outline(&document), @r#"
        h1 Rooms
        h2 Use
        p We remain neutral, see the code, here, the fees, ￼ and ￼.
        p Staff must:
        i1<3 help all people;
        i1<3 be kind:
        i2<5 always
        i3<6 one
        p Held.
        p That is "all".
        "#);
        assert_eq!(document.properties.len(), 3);
    }

    #[test]
    fn what_is_no_prose_and_what_blocks_hold() {
        let text = "// a note\n----\nneutral\n----\n\n[source]\nneutral\n\n.A title\n====\nNOTE: Held.\n====\n\n[quote, A. Person]\n____\nOld text.\n____\n\n[quote]\nOlder.\n\nimage::a.png[A map, 20]\n\n////\nneutral\n////\nTerm:: Its meaning.\nOther::\n  More of it.\n";
        let document = document(text);
        insta::assert_snapshot!(outline(&document), @r"
        caption A title
        p NOTE: Held.
        >p Old text.
        >p Older.
        caption A map
        term Term
        p Its meaning.
        term Other
        p More of it.
        ");
        assert_eq!(document.comments.len(), 2);
    }

    #[test]
    fn tables() {
        let text =
            "Fees:\n\n|===\n|Who |Fee\n\n|All\nhere\n|none\n\n|Old |five \\| six\n|===\n\nEnd.\n";
        insta::assert_snapshot!(outline(&document(text)), @r"
        p Fees:
        c0,0!<0 Who
        c0,1!<0 Fee
        c1,0<0 All here
        c1,1<0 none
        c2,0<0 Old
        c2,1<0 five | six
        p End.
        ");
    }
}
