//! What `.. ` begins: directives, notes, targets, comments.

use super::{Reader, inline::markup};
use crate::document::BlockKind;

/// Directives whose content is no prose.
const NO_PROSE: &[&str] = &[
    "code",
    "code-block",
    "sourcecode",
    "highlight",
    "math",
    "raw",
    "literalinclude",
    "contents",
    "toctree",
    "image",
    "meta",
    "index",
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
    "csv-table",
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
    /// What `.. ` begins: a directive, a note, a target, a comment.
    pub(super) fn explicit(&mut self, at: usize, text: &str, indent: usize) -> usize {
        let start = self.lines.line(at).map_or(0, |line| line.range.start);
        let end_of_line = start + text.len();
        let body = text.get(2..).unwrap_or_default().trim_start();
        let body_start = end_of_line - body.len();
        let end = self.lines.past_indented(at + 1, indent);
        if body.starts_with('_') || body.starts_with('|') {
            return self.lines.blank_before(at, end);
        }
        if let Some(mark) = body.starts_with('[').then(|| body.find("] ")).flatten() {
            let to = self.lines.blank_before(at, end);
            let range = body_start + mark + 2..self.lines.range(at, to).end;
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
            let mut lines = (at..end).rev().filter_map(|index| self.lines.line(index));
            let last = lines.find(|line| !line.text.is_empty());
            let range = start..last.map_or(end_of_line, |line| line.range.end);
            let text = self.light.text.get(body_start.min(range.end)..range.end);
            let text = text.unwrap_or_default().to_owned();
            self.light.builder.comment_at(&text, range, 0);
            return end;
        };
        let options = self.lines.first(at + 1, |line| {
            line.indent <= indent || !line.text.starts_with(':')
        });
        for index in at + 1..options {
            if let Some(alt) = self.lines.text(index).strip_prefix(":alt:") {
                let stop = self.lines.line(index).map_or(0, |line| line.range.end);
                let range = stop - alt.trim_start().len()..stop;
                self.light.block(BlockKind::Caption, range, markup);
            }
        }
        if name == "include" {
            self.light.included += 1;
            return end;
        }
        if NO_PROSE.contains(&name) {
            return end;
        }
        let argument = argument.trim_start();
        if !argument.is_empty() && TITLED.contains(&name) {
            // The argument may go on in lines that follow at once.
            let to = if options == at + 1 {
                self.lines.blank_before(at, end)
            } else {
                at + 1
            };
            let kind = if name.ends_with("table") {
                BlockKind::Caption
            } else {
                BlockKind::Paragraph
            };
            let range = end_of_line - argument.len()..self.lines.range(at, to).end;
            self.light.block(kind, range, markup);
            return to.max(options);
        }
        // What the directive holds is read as what stands around it.
        if let Some(line) = self
            .lines
            .line(self.lines.first(options, |line| !line.text.is_empty()))
            && line.indent > indent
        {
            let inner = line.indent;
            self.contexts.push(inner);
        }
        options
    }
}
