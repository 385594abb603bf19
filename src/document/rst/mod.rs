//! reStructuredText → prose, by light rules: sections, lists, tables, notes; directives, comments and literals are no prose.
//!
//! It is no parser of the language: what it does not know it reads as paragraphs, so that no policy text is lost.

mod explicit;
mod inline;
mod table;
#[cfg(test)]
mod tests;

use super::{
    BlockKind, Builder, Document, Format,
    decode::Decoded,
    light::{Light, Lines},
    plain::line::Style,
};
use inline::markup;
use table::is_border;

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
    reader.light.into_builder().finish_with(decoded)
}

struct Reader<'a> {
    light: Light<'a>,
    lines: Lines<'a>,
    /// Adornments of sections in the order they were met: the sign, and whether it stands above too.
    styles: Vec<(char, bool)>,
    /// Indents that lists and directives gave their content; deeper text is quoted.
    contexts: Vec<usize>,
}

impl Reader<'_> {
    /// Read what stands at line `at`; the line after it.
    fn step(&mut self, at: usize) -> usize {
        let (text, indent) = match self.lines.line(at) {
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
            return self.lines.blank(at);
        }
        if text.starts_with(':')
            && let Some((name, value)) = field(&text)
        {
            self.light.builder.property(name, value);
            return self
                .lines
                .blank_before(at + 1, self.lines.past_indented(at + 1, indent));
        }
        self.prose(at, &text, indent)
    }

    /// A section's title at `at`, with its adornment.
    fn section(&mut self, at: usize) -> Option<usize> {
        let line = self.lines.line(at)?;
        let (title, style, next) = if let Some(sign) = adornment(line.text) {
            let below = self.lines.line(at + 2)?;
            let over = line.indent == 0 && below.text == line.text && below.indent == 0;
            if !over || !self.lines.line(at + 1)?.has_words() {
                let alone =
                    line.indent == 0 && self.lines.text(at + 1).is_empty() && line.text.len() > 3;
                return alone.then_some(at + 1);
            }
            (at + 1, (sign, true), at + 3)
        } else {
            let below = self.lines.line(at + 1)?;
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
        let range = self.lines.line(title)?.range.clone();
        let level = u8::try_from(index + 1).unwrap_or(u8::MAX);
        self.light.heading(level, range, markup);
        Some(next)
    }

    /// A paragraph, an item, a term.
    fn prose(&mut self, at: usize, text: &str, indent: usize) -> usize {
        let marker = self.lines.line(at).and_then(|line| line.marker);
        let auto = text.starts_with("#. ") || text.starts_with("(#) ");
        let item = auto
            || marker.is_some_and(|marker| match marker.style {
                Style::Sign(sign) => "-*+•‣".contains(sign),
                Style::Bracketed(_) | Style::Stop(_) => true,
            });
        let start = self.lines.line(at).map_or(0, |line| line.range.start);
        if item {
            let from = match marker {
                Some(marker) => marker.end,
                None => start + text.find(' ').unwrap_or(0) + 1,
            };
            let to = self.lines.first(at + 1, |line| {
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
                .item(&key, from..self.lines.range(at, to).end.max(from), markup);
            return to;
        }
        let base = self.contexts.last().copied().unwrap_or(0);
        if indent == 0 {
            self.light.end_lists();
        }
        let defines = self.lines.line(at + 1).is_some_and(|next| {
            next.indent > indent && !next.text.is_empty() && next.marker.is_none()
        });
        if defines {
            let term = self.lines.line(at).map_or(0..0, |line| line.range.clone());
            self.light.block(BlockKind::Term, term, markup);
            let inner = self.lines.line(at + 1).map_or(0, |line| line.indent);
            self.contexts.push(inner);
            return at + 1;
        }
        self.light.builder.quoted = indent > base && !self.light.in_list();
        let to = self
            .lines
            .first(at, |line| line.text.is_empty() || line.indent < indent);
        let mut range = self.lines.range(at, to.max(at + 1));
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
            return self.lines.past_indented(to, indent);
        }
        to
    }
}

/// The sign that `line` is made of, where it can underline a title.
fn adornment(line: &str) -> Option<char> {
    let sign = line.chars().next().filter(char::is_ascii_punctuation)?;
    (line.len() > 1 && line.chars().all(|c| c == sign)).then_some(sign)
}

/// `:name: value`, and not a role.
fn field(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.get(1..)?.split_once(':')?;
    let apart = value.is_empty() || value.starts_with(' ');
    (apart && !name.is_empty() && !name.contains('`')).then(|| (name, value.trim()))
}
