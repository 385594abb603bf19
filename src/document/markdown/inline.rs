//! Words, and what stands among them: line ends, code, formulas, tags.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::{Reader, Weight};
use crate::document::PLACEHOLDER;

impl Reader<'_> {
    pub(super) fn text(&mut self, text: &CowStr<'_>, range: Range<usize>) {
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

    pub(super) fn line_end(&mut self, range: Range<usize>, hard: bool) {
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

    /// A formula; or prose between two amounts of money.
    pub(super) fn math(&mut self, math: &str, range: Range<usize>) {
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

    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
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

    /// Something inline that is no prose.
    pub(super) fn placeholder(&mut self, range: Range<usize>) {
        if self.skipping > 0 || self.images > 0 || self.code_tag.is_some() {
            return;
        }
        self.ensure_open();
        self.weight.plain = true;
        self.builder.replace(PLACEHOLDER, range, self.base);
    }

    /// Note whether the open paragraph has words outside bold.
    fn weigh(&mut self, text: &str) {
        if self.strong > 0 {
            self.weight.bold = true;
        } else if !self.weight.plain {
            self.weight.plain = !matches!(text.trim(), "" | ":");
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
