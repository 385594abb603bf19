//! What begins and ends: paragraphs, headings, lists, tables, quotations, raw HTML.

use std::ops::Range;

use pulldown_cmark::{HeadingLevel, Tag, TagEnd};

use super::{Around, Reader, Table};
use crate::document::BlockKind;

impl Reader<'_> {
    pub(super) fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
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

    pub(super) fn end(&mut self, tag: TagEnd) {
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
