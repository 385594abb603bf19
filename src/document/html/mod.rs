//! HTML → prose, with the bytes of every word. Also the raw HTML inside Markdown.
//!
//! A tokenizer gives tags and text with their places; blocks, lists, tables and what is left open are ours. Script, style,
//! code and hidden parts are no prose; navigation, page header and footer are boilerplate.

mod element;
mod skipped;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::{
    Builder, Document, Format,
    decode::Decoded,
    front::front_matter,
    holes::{Holes, PLACEHOLDER},
};
use crate::text::{fold_space, mark_len};
use element::{Element, Role, role};
use skipped::Skipped;

/// Elements that may be open at once; deeper ones are read, but not told apart.
const DEEPEST: usize = 512;

/// Read HTML. Any text is HTML: this cannot fail.
pub(super) fn read(path: &str, decoded: Decoded) -> Document {
    let source = decoded.text.as_str();
    let mark = mark_len(source);
    let mut builder = Builder::sized(path, Format::Html, source.len() / 2);
    // Pages that a site builder fills in begin as its Markdown does.
    let front = front_matter(source.get(mark..).unwrap_or_default());
    for (name, value) in &front.properties {
        builder.property(name, value);
    }
    let start = mark + front.len;
    let text = source.get(start..).unwrap_or_default();
    let mut html = Html::default();
    html.feed(&mut builder, text, start);
    html.finish(&mut builder);
    builder.finish_with(decoded)
}

/// What is open while HTML is read. Raw HTML in Markdown comes in pieces; this is what stays between them.
#[derive(Debug, Default)]
pub(super) struct Html {
    /// Open elements that matter, outermost first.
    open: Vec<Element>,
    /// The element whose content is no prose, and how many of that name are open.
    skipping: Option<Skipped>,
    /// Where an inline element of code began.
    code: Option<usize>,
    /// Tables so far.
    pub(super) tables: u32,
    /// Rows and columns so far of the open tables, and whether the row is a heading.
    cells: Vec<Table>,
    /// The block that may introduce a list or table.
    intro: Option<u32>,
    /// Level of the last heading that is marked as one.
    level: u8,
    /// How many bold elements are open, and what the open block has had.
    strong: u32,
    bold: bool,
    plain: bool,
    /// Values of `alt`, `title` and `aria-label` met in the open block.
    captions: Vec<Range<usize>>,
    /// The text of `<title>`, while it is open.
    title: Option<String>,
}

/// Where a table is.
#[derive(Clone, Copy, Debug)]
struct Table {
    number: u32,
    /// Rows begun.
    rows: u32,
    /// Cells begun in the row.
    columns: u32,
    /// Whether the open cell is one of a heading.
    header: bool,
    outer_lead: Option<u32>,
}

impl Html {
    /// Read `text`, which starts at the byte `base` of the file.
    pub(super) fn feed(&mut self, builder: &mut Builder, text: &str, base: usize) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let mut piece = Piece {
            html: self,
            builder,
            text,
            base,
            holes: Holes::of_markdown(text, false),
        };
        for token in Tokenizer::new_with_emitter(text, emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => piece.start(&tag),
                Token::EndTag(tag) => piece.end(&lossy(&tag.name), tag.span.end),
                Token::String(string) => piece.string(string.span.start..string.span.end),
                Token::Comment(comment) => piece.comment(comment.span.start..comment.span.end),
                Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        piece.close();
    }

    /// The text is at its end: say what was left out because nothing closed it.
    pub(super) fn finish(self, builder: &mut Builder) {
        if let Some(skipped) = self.skipping {
            builder.warn(format!(
                "`<{}>` is never closed: what follows it was not read",
                skipped.name()
            ));
        }
    }

    fn has(&self, wanted: impl Fn(&Role) -> bool) -> bool {
        self.open.iter().any(|element| wanted(&element.role))
    }
}

/// A name or value of a tag as text.
fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// One text being read, and what it is read into.
struct Piece<'a> {
    html: &'a mut Html,
    builder: &'a mut Builder,
    text: &'a str,
    base: usize,
    holes: Holes,
}

impl Piece<'_> {
    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    fn comment(&mut self, range: Range<usize>) {
        let raw = self.slice(range.clone());
        let Some(inner) = raw.strip_prefix("<!--") else {
            return;
        };
        let inner = inner.strip_suffix("-->").unwrap_or(inner).to_owned();
        self.builder.comment_at(&inner, range, self.base);
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let name = lossy(&tag.name);
        if let Some(skipped) = &mut self.html.skipping {
            if !skipped.ends_before(&name) {
                skipped.opens(&name, tag.self_closing);
                return;
            }
            self.html.skipping = None;
        }
        let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| lossy(&value.value));
        if element::is_skipped(&name)
            || (attribute(b"hidden").is_some() && !element::is_void(&name))
        {
            if element::is_block(&name) || element::is_skipped_block(&name) {
                self.close();
            }
            if !tag.self_closing {
                self.html.skipping = Some(Skipped::new(name));
            }
            return;
        }
        for (name, value) in &tag.attributes {
            if matches!(name.as_slice(), b"alt" | b"title" | b"aria-label") {
                let at = self.value_range(value.span.start);
                let said = at.filter(|at| !self.slice(at.clone()).contains("{{"));
                self.html.captions.extend(said);
            }
        }
        match name.as_str() {
            "br" if self.builder.is_open() => {
                let range = tag.span.start..tag.span.end;
                self.builder.replace("\n", range, self.base);
            }
            "img" if self.builder.is_open() => {
                let range = tag.span.start..tag.span.end;
                self.builder.replace(PLACEHOLDER, range, self.base);
            }
            "code" | "kbd" | "samp" | "var" | "math" => {
                self.html.code.get_or_insert(tag.span.start);
            }
            "strong" | "b" => self.html.strong += 1,
            "title" => self.html.title = Some(String::new()),
            "meta" => {
                let name = attribute(b"name").or_else(|| attribute(b"property"));
                if let (Some(name), Some(content)) = (name, attribute(b"content")) {
                    self.builder.property(&name, &content);
                }
            }
            _ if element::is_block(&name) => {
                self.close();
                self.imply_ends(&name);
                let about = element::About {
                    role: attribute(b"role"),
                    class: attribute(b"class"),
                    in_main: self.html.has(|role| matches!(role, Role::Main)),
                };
                if let Some(role) = role(&name, &about) {
                    self.push(Element { name, role });
                }
            }
            _ => {}
        }
    }

    /// The bytes of the value of the attribute that starts at `start`.
    fn value_range(&self, start: usize) -> Option<Range<usize>> {
        let rest = self.text.get(start..)?;
        let name = rest
            .find(['=', '>', '/'])
            .filter(|at| rest.as_bytes().get(*at) == Some(&b'='))?;
        let after = rest.get(name + 1..)?;
        let value = after.trim_start();
        let from = start + name + 1 + (after.len() - value.len());
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let range = match quote {
            Some(quote) => {
                let len = value.get(1..)?.find(quote)?;
                from + 1..from + 1 + len
            }
            None => {
                let len = value.find(|c: char| c.is_ascii_whitespace() || c == '>');
                from..from + len.unwrap_or(value.len())
            }
        };
        (!range.is_empty()).then_some(range)
    }

    /// Open an element that matters.
    fn push(&mut self, element: Element) {
        if self.html.open.len() >= DEEPEST {
            return;
        }
        match &element.role {
            Role::List => {
                let lead = self.introduction();
                let outer = std::mem::replace(&mut self.builder.lead_in, lead);
                self.html.open.push(Element {
                    name: element.name,
                    role: Role::OpenList(outer),
                });
                return;
            }
            Role::Table => {
                let lead = self.introduction();
                let outer_lead = std::mem::replace(&mut self.builder.lead_in, lead);
                self.html.cells.push(Table {
                    number: self.html.tables,
                    rows: 0,
                    columns: 0,
                    header: false,
                    outer_lead,
                });
                self.html.tables += 1;
            }
            Role::Row => {
                if let Some(table) = self.html.cells.last_mut() {
                    table.rows += 1;
                    table.columns = 0;
                }
            }
            Role::Cell { header } => {
                if let Some(table) = self.html.cells.last_mut() {
                    table.columns += 1;
                    table.header = *header;
                }
            }
            Role::Heading(level) => self.html.level = *level,
            Role::Quote => self.builder.quoted = true,
            Role::OpenList(_)
            | Role::Item { .. }
            | Role::Term
            | Role::Caption
            | Role::Boilerplate
            | Role::Main
            | Role::Plain => {}
        }
        self.html.open.push(element);
    }

    /// The block that introduces a list or table which starts now.
    fn introduction(&self) -> Option<u32> {
        let index = self.html.intro?;
        let within = self.html.has(|role| matches!(role, Role::OpenList(_)));
        (within || self.builder.introduces(index)).then_some(index)
    }

    /// Close what the start of `name` closes, though it has no end tag.
    fn imply_ends(&mut self, name: &str) {
        let Some((closes, within)) = element::implied_ends(name) else {
            return;
        };
        let open = &self.html.open;
        let found = open
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, element)| !within.contains(&element.name.as_str()))
            .filter(|(_, element)| closes.contains(&element.name.as_str()))
            .last();
        if let Some((index, _)) = found {
            self.pop_to(index);
        }
    }

    fn end(&mut self, name: &str, end: usize) {
        if let Some(skipped) = &mut self.html.skipping {
            let (over, own) = (skipped.closes(name), skipped.is(name));
            if over {
                self.html.skipping = None;
            }
            // The end of what holds it ends it too, and is an end of its own.
            if !over || own {
                return;
            }
        }
        match name {
            "code" | "kbd" | "samp" | "var" | "math" => {
                if let Some(start) = self.html.code.take() {
                    let start = start.min(end);
                    self.ensure_open();
                    self.html.plain = true;
                    self.builder.replace(PLACEHOLDER, start..end, self.base);
                }
            }
            "strong" | "b" => self.html.strong = self.html.strong.saturating_sub(1),
            "title" => {
                if let Some(title) = self.html.title.take() {
                    let title = fold_space(&title);
                    self.builder.property("title", &title);
                }
            }
            _ if element::is_block(name) => {
                self.close();
                let open = self
                    .html
                    .open
                    .iter()
                    .rposition(|element| element.name == name);
                if let Some(index) = open {
                    self.pop_to(index);
                }
            }
            _ => {}
        }
    }

    /// Close the elements from `index` on.
    fn pop_to(&mut self, index: usize) {
        while self.html.open.len() > index {
            let Some(element) = self.html.open.pop() else {
                return;
            };
            match element.role {
                Role::OpenList(outer) => {
                    self.html.intro = self.builder.lead_in;
                    self.builder.lead_in = outer;
                }
                Role::Table => {
                    if let Some(table) = self.html.cells.pop() {
                        self.builder.lead_in = table.outer_lead;
                    }
                    self.html.intro = None;
                }
                Role::Quote => {
                    self.builder.quoted = self.html.has(|role| matches!(role, Role::Quote));
                    self.html.intro = None;
                }
                Role::List
                | Role::Row
                | Role::Cell { .. }
                | Role::Heading(_)
                | Role::Item { .. }
                | Role::Term
                | Role::Caption
                | Role::Boilerplate
                | Role::Main
                | Role::Plain => {}
            }
        }
    }
}
