//! Markdown → prose: CommonMark with tables, footnotes, definition lists, GFM alerts, math and front matter.
//!
//! Every stretch of prose keeps its bytes in the file. Code, formulas, addresses and template tags leave a placeholder;
//! tags, link targets and comments leave nothing, so that a word or phrase goes on across them.

#[cfg(test)]
mod tests;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{
    BlockKind, Builder, Document, Format,
    build::acts_as_heading,
    decode::{BOM, Decoded},
    front::front_matter,
    holes::{Holes, PLACEHOLDER},
    html::Html,
};

/// Read Markdown. Any text is Markdown: this cannot fail.
pub(super) fn read(path: &str, decoded: Decoded) -> Document {
    let source = decoded.text.as_str();
    let mark = if source.starts_with(BOM) {
        BOM.len_utf8()
    } else {
        0
    };
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

    fn text(&mut self, text: &CowStr<'_>, range: Range<usize>) {
        if self.skipping > 0 || self.code_tag.is_some() {
            return;
        }
        let verbatim = self.text.get(range.clone()) == Some(&**text);
        if self.images > 0 {
            let other = (!verbatim).then(|| text.to_string());
            self.alt.push((range, other));
            return;
        }
        let range = if verbatim {
            self.typed_bullet(range)
        } else {
            range
        };
        self.ensure_open();
        self.weigh(text);
        self.line_start = false;
        if verbatim {
            self.holes
                .emit(&mut self.builder, self.text, range, self.base);
        } else if self.holes.cover(&range) {
            self.builder.replace(PLACEHOLDER, range, self.base);
        } else {
            self.builder.replace(text, range, self.base);
        }
    }

    /// Note whether the open paragraph has words outside bold.
    fn weigh(&mut self, text: &str) {
        if self.strong > 0 {
            self.weight.bold = true;
        } else if !self.weight.plain {
            self.weight.plain = !matches!(text.trim(), "" | ":");
        }
    }

    fn line_end(&mut self, range: Range<usize>, hard: bool) {
        if self.skipping > 0 || self.images > 0 || self.code_tag.is_some() {
            return;
        }
        self.line_start = true;
        if !hard {
            self.builder.line_end(range, self.base);
        } else if self.strong == 0 && self.bold_heading() {
            self.builder.close();
            self.weight = Weight::default();
        } else {
            self.builder.replace("\n", range, self.base);
        }
    }

    /// Something inline that is no prose.
    fn placeholder(&mut self, range: Range<usize>) {
        if self.skipping > 0 || self.images > 0 || self.code_tag.is_some() {
            return;
        }
        self.ensure_open();
        self.weight.plain = true;
        self.builder.replace(PLACEHOLDER, range, self.base);
    }

    /// A formula; or prose between two amounts of money.
    fn math(&mut self, math: &str, range: Range<usize>) {
        let digit_follows = self
            .text
            .as_bytes()
            .get(range.end)
            .is_some_and(u8::is_ascii_digit);
        let words = math
            .split_whitespace()
            .filter(|word| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
            .count();
        if !digit_follows && (words < 3 || math.contains('\\')) {
            self.placeholder(range);
            return;
        }
        if self.skipping == 0 && self.images == 0 && self.code_tag.is_none() {
            self.ensure_open();
            self.weigh("$");
            self.holes
                .emit(&mut self.builder, self.text, range, self.base);
        }
    }

    fn inline_html(&mut self, html: &str, range: Range<usize>) {
        if let Some(comment) = html.strip_prefix("<!--") {
            let text = comment.strip_suffix("-->").unwrap_or(comment);
            self.builder.comment_at(text, range, self.base);
        } else if is_tag(html, "br") {
            self.line_end(range, true);
        } else if is_tag(html, "code") || is_tag(html, "kbd") {
            self.code_tag.get_or_insert(range.start);
        } else if (is_tag(html, "/code") || is_tag(html, "/kbd"))
            && let Some(start) = self.code_tag.take()
        {
            self.placeholder(start..range.end);
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

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.close();
                self.open_prose();
            }
            Tag::Heading { level, .. } => {
                self.close();
                self.level = depth(*level);
                self.builder.open(BlockKind::Heading(self.level));
            }
            Tag::BlockQuote(alert) => {
                self.close();
                self.intro = None;
                self.quotes.push(alert.is_none());
                self.builder.quoted = self.quotes.contains(&true);
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.close();
                self.skipping += 1;
            }
            Tag::HtmlBlock => {
                self.close();
                self.raw.clear();
            }
            Tag::List(_) => {
                self.close();
                let lead = self.introduction();
                self.lists.push(self.builder.lead_in);
                self.builder.lead_in = lead;
            }
            Tag::Item => {
                self.close();
                self.around.push(Around::Item { begun: false });
            }
            Tag::FootnoteDefinition(_) => {
                self.close();
                self.around.push(Around::Note);
            }
            Tag::DefinitionListTitle => {
                self.close();
                self.builder.open(BlockKind::Term);
            }
            Tag::DefinitionListDefinition => {
                self.close();
                self.around.push(Around::Definition);
            }
            Tag::Table(_) => {
                self.close();
                self.table.outer_lead = self.builder.lead_in;
                self.builder.lead_in = self.introduction();
                self.table.row = 0;
            }
            Tag::TableHead => {
                self.table.header = true;
                self.table.column = 0;
            }
            Tag::TableRow => {
                self.table.header = false;
                self.table.column = 0;
                self.table.row += 1;
            }
            Tag::TableCell => {
                let Table {
                    number,
                    row,
                    column,
                    header,
                    ..
                } = self.table;
                self.builder.open(BlockKind::Cell {
                    table: number,
                    row,
                    column,
                    header,
                });
                self.table.column += 1;
            }
            Tag::Strong => self.strong += 1,
            Tag::Image { .. } => {
                if self.images == 0 {
                    self.placeholder(range);
                }
                self.images += 1;
            }
            Tag::DefinitionList
            | Tag::Emphasis
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. } => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.bold_heading();
                self.close();
            }
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle | TagEnd::TableCell => self.close(),
            TagEnd::BlockQuote(_) => {
                self.close();
                self.intro = None;
                self.quotes.pop();
                self.builder.quoted = self.quotes.contains(&true);
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => {
                self.skipping -= 1;
                self.intro = None;
            }
            TagEnd::List(_) => {
                self.close();
                // A list that follows at once (another bullet) has the same introduction.
                self.intro = self.builder.lead_in;
                self.builder.lead_in = self.lists.pop().flatten();
            }
            TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::DefinitionListDefinition => {
                self.close();
                self.around.pop();
            }
            TagEnd::Table => {
                self.close();
                self.builder.lead_in = self.table.outer_lead;
                self.table.number += 1;
                self.intro = None;
            }
            TagEnd::Strong => self.strong -= 1,
            TagEnd::Image => self.images -= 1,
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::DefinitionList
            | TagEnd::Emphasis
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link => {}
        }
    }

    /// Read the block of raw HTML that ends here: its comments, its tables and paragraphs.
    fn html_block(&mut self) {
        let lines = std::mem::take(&mut self.raw);
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return;
        };
        let (start, end) = (first.start, last.end);
        let whole = self.text.get(start..end).unwrap_or_default();
        let known: usize = lines.iter().map(Range::len).sum();
        // What stands between the lines (`> `, an indent) is not HTML: blanks of the same length keep every place.
        let masked = (known < whole.len()).then(|| {
            let mut masked = String::with_capacity(whole.len());
            for line in &lines {
                let gap = line.start.saturating_sub(start + masked.len());
                masked.extend(std::iter::repeat_n(' ', gap));
                masked.push_str(self.text.get(line.clone()).unwrap_or_default());
            }
            masked
        });
        self.html.tables = self.table.number;
        let text = masked.as_deref().unwrap_or(whole);
        self.html.feed(&mut self.builder, text, self.base + start);
        self.table.number = self.html.tables;
        self.builder.quoted |= self.quotes.contains(&true);
        let only_comments = text.trim_start().starts_with("<!--");
        if !only_comments {
            self.intro = None;
        }
    }
}

/// Whether `html` is a tag named `name` (`/name` for an end tag).
fn is_tag(html: &str, name: &str) -> bool {
    let rest = html.strip_prefix('<').unwrap_or_default();
    rest.get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name))
        && rest
            .as_bytes()
            .get(name.len())
            .is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// A heading's level as a number.
fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
