//! Plain text → prose: paragraphs between blank lines, wrapped lines joined, bullets, and the headings that people type.

pub(super) mod line;

use std::ops::Range;

use super::{BlockKind, Builder, Document, Format, decode::Decoded, holes::Holes};
use crate::text::mark_len;
use line::{Line, Marker, Style};

/// Read plain text. Any text is plain text: this cannot fail.
pub(super) fn read(path: &str, decoded: Decoded) -> Document {
    let source = decoded.text.as_str();
    let mark = mark_len(source);
    let lines = line::lines(source, mark);
    let mut reader = Reader {
        builder: Builder::sized(path, Format::Plain, source.len()),
        text: source,
        holes: Holes::addresses(source),
        // Text from a word processor has a line a paragraph.
        unwrapped: lines.iter().any(|line| line.range.len() > 200),
        levels: Vec::new(),
        intro: None,
        open: None,
        headings: 0,
        glue: false,
    };
    for (index, line) in lines.iter().enumerate() {
        let rest = lines.get(index + 1..).unwrap_or_default();
        reader.take(line, rest);
    }
    reader.close(&[]);
    reader.builder.finish_with(decoded)
}

/// What `line` says to equilint. Text has no comments: a line that is one of Markdown, and meant for equilint, is one.
fn directive(line: &str) -> Option<&str> {
    let inner = line.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    inner.starts_with("equilint-").then_some(inner)
}

/// A list that is open: where its markers stand, how they look, what introduces it.
#[derive(Clone, Copy, Debug)]
struct Level {
    indent: usize,
    style: Style,
    lead_in: Option<u32>,
}

/// The paragraph that is open.
#[derive(Clone, Debug)]
struct Open {
    /// How many lines it has so far.
    lines: usize,
    /// Its last line.
    last: Range<usize>,
    /// The marker it began with.
    marker: Option<Marker>,
    /// Whether the block before it was a list item.
    after_item: bool,
}

struct Reader<'a> {
    builder: Builder,
    text: &'a str,
    holes: Holes,
    unwrapped: bool,
    levels: Vec<Level>,
    /// The block that may introduce a list.
    intro: Option<u32>,
    open: Option<Open>,
    headings: u32,
    /// Whether the next line goes on in the middle of a word.
    glue: bool,
}

impl Reader<'_> {
    fn take(&mut self, line: &Line<'_>, rest: &[Line<'_>]) {
        if line.text.is_empty() {
            self.close(rest);
            return;
        }
        if let Some(words) = directive(line.text) {
            self.close(rest);
            self.builder.comment_at(words, line.range.clone(), 0);
            return;
        }
        if !line.has_words() {
            self.rule(line, rest);
            return;
        }
        if let Some(marker) = line.marker
            && self.is_item(&marker)
        {
            self.close(rest);
            self.item(line, marker, rest);
            return;
        }
        if let Some(open) = &self.open {
            let title = open.lines == 1
                && open.marker.is_none()
                && line::is_capitals(self.slice(&open.last))
                && !line::is_capitals(line.text);
            if self.unwrapped || title {
                self.close(std::slice::from_ref(line));
            }
        }
        match self.open.take() {
            Some(mut open) => {
                let gap = open.last.end..line.range.start;
                if !self.glue {
                    self.builder.line_end(gap, 0);
                }
                open.lines += 1;
                open.last = line.range.clone();
                self.open = Some(open);
            }
            None => {
                let inside = self
                    .levels
                    .last()
                    .is_some_and(|level| line.indent > level.indent);
                if !inside {
                    self.levels.clear();
                }
                self.builder.open(BlockKind::Paragraph);
                self.begin(line.range.clone(), None, false);
            }
        }
        self.words(line.range.clone(), rest);
    }

    fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn begin(&mut self, last: Range<usize>, marker: Option<Marker>, after_item: bool) {
        self.glue = false;
        self.open = Some(Open {
            lines: 1,
            last,
            marker,
            after_item,
        });
    }

    /// Whether a marker begins an item here, and is not a number or letter that a wrapped line happens to begin with.
    fn is_item(&self, marker: &Marker) -> bool {
        let known = self.levels.iter().any(|level| level.style == marker.style);
        match (&self.open, marker.style) {
            (None, _) | (Some(_), Style::Sign(_) | Style::Bracketed(_)) => true,
            (Some(open), Style::Stop(_)) => {
                known
                    || open.marker.is_some()
                    || (marker.first && self.slice(&open.last).ends_with([':', ';', '.']))
            }
        }
    }

    /// A line without words: the underline of a heading, or a rule.
    fn rule(&mut self, line: &Line<'_>, rest: &[Line<'_>]) {
        let underlined = self
            .open
            .as_ref()
            .filter(|open| open.lines == 1)
            .map(|open| self.slice(&open.last).chars().count());
        let level = line::underline(line.text);
        if let (Some(level), Some(width)) = (level, underlined)
            && line.text.len() >= 3.min(width)
            && line.text.len() * 2 >= width
            && width <= 100
        {
            self.levels.clear();
            self.open = None;
            self.heading(level);
        } else {
            self.close(rest);
            self.intro = None;
        }
    }

    fn item(&mut self, line: &Line<'_>, marker: Marker, rest: &[Line<'_>]) {
        let after_item = !self.levels.is_empty();
        self.builder.open(BlockKind::Item(1));
        while self
            .levels
            .last()
            .is_some_and(|level| level.indent > line.indent)
        {
            self.levels.pop();
        }
        let same = |level: &Level| level.indent == line.indent && level.style == marker.style;
        match self.levels.iter().position(same) {
            Some(index) => self.levels.truncate(index + 1),
            None => {
                let within = !self.levels.is_empty();
                let lead_in = self
                    .intro
                    .filter(|index| within || self.builder.introduces(*index));
                self.levels.push(Level {
                    indent: line.indent,
                    style: marker.style,
                    lead_in,
                });
            }
        }
        let depth = u8::try_from(self.levels.len()).unwrap_or(u8::MAX);
        self.builder.set_kind(BlockKind::Item(depth));
        self.builder.lead_in = self.levels.last().and_then(|level| level.lead_in);
        let range = marker.end..line.range.end;
        self.begin(range.clone(), Some(marker), after_item);
        self.words(range, rest);
    }

    /// Put the words of a line into the open block. A word that is divided at the line's end is joined.
    fn words(&mut self, range: Range<usize>, rest: &[Line<'_>]) {
        let next = rest.first().filter(|next| next.marker.is_none());
        let cut = next.and_then(|next| line::divided(self.slice(&range), next.text));
        self.glue = cut.is_some();
        let end = range.end - cut.unwrap_or(0);
        self.holes
            .emit(&mut self.builder, self.text, range.start..end, 0);
    }

    /// Close the open paragraph, as the heading it may be. `rest` follows it.
    fn close(&mut self, rest: &[Line<'_>]) {
        let Some(open) = self.open.take() else {
            return;
        };
        let next = rest.iter().find(|line| line.has_words());
        let text = self.builder.open_text();
        let level = match (&open.marker, next) {
            _ if open.lines > 1 => None,
            (None, _) => line::title(text, next, self.headings == 0),
            (Some(marker), Some(next)) => {
                let sibling = next
                    .marker
                    .is_some_and(|other| other.style == marker.style && !other.first);
                let title = matches!(marker.style, Style::Stop(_)) && !sibling && !open.after_item;
                let level = marker.parts + 1;
                title
                    .then(|| line::title(text, Some(next), false).map(|_| level.min(6)))
                    .flatten()
            }
            (Some(_), None) => None,
        };
        match level {
            Some(level) => {
                self.levels.clear();
                self.heading(level);
            }
            None => {
                if let Some(index) = self.builder.close() {
                    self.intro = Some(index);
                }
            }
        }
    }

    /// Close the open block as a heading.
    fn heading(&mut self, level: u8) {
        self.builder.set_kind(BlockKind::Heading(level));
        if let Some(index) = self.builder.close() {
            self.headings += 1;
            self.intro = Some(index);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{
        BlockKind,
        testing::{blocks, document},
    };

    #[test]
    fn wrapped_lines_join_and_bullets_keep_their_lead_in() {
        let text = "MEETING ROOMS\n\nThe library is com-\nmitted to non-\ndiscrimination. Staff\nmust:\n\n  - help all\n    people;\n  - be kind\n      * always\n\nNext.\n";
        insta::assert_snapshot!(blocks("a.txt", text), @r"
        h1 MEETING ROOMS
        p The library is committed to non-discrimination. Staff must:
        i1<1 help all people;
        i1<1 be kind
        i2<3 always
        p Next.
        ");
    }

    #[test]
    fn headings_as_people_type_them() {
        let text = "Policy Manual\n=============\n\nScope\n-----\nText one.\n\n1. Purpose\n\nThe text goes on here.\n\n1.1 Use of Rooms\n\nMore of the text. It is\nlong.\n\nARTICLE II. NAME\nThe name is given.\n\n________\n\nSigned by us";
        insta::assert_snapshot!(blocks("a.txt", text), @r"
        h1 Policy Manual
        h2 Scope
        p Text one.
        h2 Purpose
        p The text goes on here.
        h3 Use of Rooms
        p More of the text. It is long.
        h2 ARTICLE II. NAME
        p The name is given.
        p Signed by us
        ");
    }

    #[test]
    fn numbers_at_the_start_of_a_wrapped_line_are_no_items() {
        let text = "The board met in\n1998. It then set the fee at\n2.5 percent.\n\n(a) first\n(b) second\n    i. inner\n";
        insta::assert_snapshot!(blocks("a.txt", text), @r"
        p The board met in 1998. It then set the fee at 2.5 percent.
        i1 first
        i1 second
        i2<2 inner
        ");
    }

    #[test]
    fn a_line_a_paragraph() {
        let long = "word ".repeat(60);
        let text = format!("{long}\nSecond paragraph.\nThird paragraph.\n");
        let document = document("a.txt", &text);
        assert_eq!(document.blocks.len(), 3);
        assert_eq!(document.blocks[2].kind, BlockKind::Paragraph);
    }
}
