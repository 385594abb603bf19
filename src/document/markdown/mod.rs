//! Markdown → prose: CommonMark with tables, footnotes, definition lists, GFM alerts, math and front matter.
//!
//! Every stretch of prose keeps its bytes in the file. Code, formulas, addresses and template tags leave a placeholder;
//! tags, link targets and comments leave nothing, so that a word or phrase goes on across them.

mod inline;
mod tags;
#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use super::{
    BlockKind, Builder, Document, Format, build::acts_as_heading, decode::Decoded,
    front::front_matter, holes::Holes, html::Html,
};
use crate::text::mark_len;

/// Read Markdown. Any text is Markdown: this cannot fail.
pub(super) fn read(path: &str, decoded: Decoded) -> Document {
    let source = decoded.text.as_str();
    let mark = mark_len(source);
    let front = front_matter(source.get(mark..).unwrap_or_default());
    let base = mark + front.len;
    let text = source.get(base..).unwrap_or_default();
    let mut builder = Builder::sized(path, Format::Markdown, source.len());
    for (name, value) in &front.properties {
        builder.property(name, value);
    }
    let mdx = path
        .rsplit_once('.')
        .is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("mdx"));
    let mut reader = Reader {
        builder,
        text,
        base,
        holes: Holes::of_markdown(text, mdx),
        around: Vec::new(),
        lists: Vec::new(),
        quotes: Vec::new(),
        skipping: 0,
        images: 0,
        alt: Vec::new(),
        code_tag: None,
        strong: 0,
        weight: Weight::default(),
        level: 0,
        intro: None,
        table: Table::default(),
        html: Html::default(),
        raw: Vec::new(),
        line_start: false,
        typed: None,
    };
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        reader.take(event, range);
    }
    reader.html.finish(&mut reader.builder);
    reader.builder.finish_with(decoded)
}

/// What pulldown-cmark reads beside CommonMark. No smart punctuation: it would replace text. No metadata blocks: see `front`.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH
}

/// What a paragraph stands in, innermost last.
#[derive(Clone, Copy, Debug)]
enum Around {
    /// An item of a list; `begun` once a block of it was opened.
    Item { begun: bool },
    /// A footnote.
    Note,
    /// The text of a definition.
    Definition,
}

/// Whether the open paragraph is bold throughout, which makes a short one a heading.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    bold: bool,
    plain: bool,
}

/// The table being read.
#[derive(Clone, Copy, Debug, Default)]
struct Table {
    /// How many tables came before.
    number: u32,
    row: u32,
    column: u32,
    header: bool,
    /// Lead-in of what the table stands in, to go back to.
    outer_lead: Option<u32>,
}

struct Reader<'a> {
    builder: Builder,
    /// The Markdown, and where it starts in the file.
    text: &'a str,
    base: usize,
    holes: Holes,
    around: Vec<Around>,
    /// Open lists: the lead-in of each one's surroundings, to go back to.
    lists: Vec<Option<u32>>,
    /// Open block quotes: whether each is a quotation, which an alert is not.
    quotes: Vec<bool>,
    /// How many elements are open whose content is no prose.
    skipping: u32,
    /// How many images are open; their text is `alt`.
    images: u32,
    alt: Vec<(Range<usize>, Option<String>)>,
    /// Where an inline `<code>` was opened.
    code_tag: Option<usize>,
    strong: u32,
    weight: Weight,
    /// Level of the last real heading.
    level: u8,
    /// The block that may introduce a list or table which comes next.
    intro: Option<u32>,
    table: Table,
    /// What raw HTML has left open.
    html: Html,
    /// The lines of the block of raw HTML that is open.
    raw: Vec<Range<usize>>,
    /// Whether the next words begin a line.
    line_start: bool,
    /// The last item whose bullet was typed as a sign, and what introduces its list.
    typed: Option<(u32, Option<u32>)>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::SoftBreak => self.line_end(range, false),
            Event::HardBreak => self.line_end(range, true),
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Code(_) | Event::DisplayMath(_) => self.placeholder(range),
            Event::InlineMath(math) => self.math(&math, range),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::Rule => {
                self.builder.close();
                self.intro = None;
            }
            // A reference to a footnote has no width: the phrase goes on after it.
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            Event::Html(_) => self.raw.push(range),
        }
    }

    /// Open the block that words belong to, unless one is open.
    fn ensure_open(&mut self) {
        if !self.builder.is_open() {
            self.open_prose();
        }
    }

    /// Open the block for a paragraph here.
    fn open_prose(&mut self) {
        let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
        let kind = match self.around.last_mut() {
            Some(Around::Item { begun }) if !*begun => {
                *begun = true;
                BlockKind::Item(depth)
            }
            Some(Around::Note) => BlockKind::Note,
            Some(Around::Item { .. } | Around::Definition) | None => BlockKind::Paragraph,
        };
        self.builder.open(kind);
        self.weight = Weight::default();
        self.line_start = true;
    }

    /// Where a line of a plain paragraph begins with a bullet sign that Markdown does not know, make it an item. Returns
    /// what is left of the line.
    fn typed_bullet(&mut self, range: Range<usize>) -> Range<usize> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let words = text
            .strip_prefix(['•', '●', '▪', '◦', '○', '■', '‣', '➢', '·'])
            .filter(|rest| rest.starts_with([' ', '\t', '\u{a0}']))
            .map(str::trim_start);
        let Some(words) = words.filter(|_| self.line_start && self.around.is_empty()) else {
            return range;
        };
        let fresh = self.builder.open_text().is_empty();
        if !fresh {
            self.close();
        }
        // Items of one list have one introduction.
        let lead = match self.typed {
            Some((last, lead)) if self.intro == Some(last) => lead,
            _ => self.introduction(),
        };
        self.typed = Some((0, lead));
        self.builder.lead_in = lead;
        if fresh && self.builder.is_open() {
            self.builder.set_kind(BlockKind::Item(1));
        } else {
            self.builder.open(BlockKind::Item(1));
            self.weight = Weight::default();
        }
        range.end - words.len()..range.end
    }

    /// Close the open block; it may introduce what comes next.
    fn close(&mut self) {
        self.code_tag = None;
        let item = self.builder.is_item() && self.around.is_empty();
        if let Some(index) = self.builder.close() {
            self.intro = Some(index);
            if let Some((last, _)) = self.typed.as_mut().filter(|_| item) {
                *last = index;
                self.builder.lead_in = None;
            }
        }
        self.captions();
    }

    /// Give the alternative texts of images that stood in the block a block each.
    fn captions(&mut self) {
        if self.alt.is_empty() {
            return;
        }
        self.builder.open(BlockKind::Caption);
        let mut before = None;
        for (range, other) in std::mem::take(&mut self.alt) {
            if before.is_some_and(|end| range.start > end + 1) {
                self.builder.open(BlockKind::Caption);
            }
            before = Some(range.end);
            match other {
                Some(other) => self.builder.replace(&other, range, self.base),
                None => self.builder.source(self.text, range, self.base),
            }
        }
        self.builder.close();
    }

    /// Where the open block is a short line of bold, make it a heading.
    fn bold_heading(&mut self) -> bool {
        let alone = self.around.is_empty() && !self.builder.quoted;
        if !alone || !self.weight.bold || self.weight.plain {
            return false;
        }
        let heading = acts_as_heading(self.builder.open_text().trim());
        if heading {
            self.builder
                .set_kind(BlockKind::Heading((self.level + 1).min(6)));
        }
        heading
    }

    /// The block that introduces a list or table which starts now.
    fn introduction(&self) -> Option<u32> {
        let index = self.intro?;
        let within = !self.lists.is_empty();
        (within || self.builder.introduces(index)).then_some(index)
    }
}
