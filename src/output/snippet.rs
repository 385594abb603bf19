//! The piece of a file that a finding is shown in, as `miette` asks for it.
//!
//! `miette` reads a whole file for every label; a finding carries its own few lines, so the cost does not grow with the
//! file. Line numbers are the file's, columns count characters, and no control character gets through.

use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::{clean, wording};
use crate::finding::{Location, Snippet};

/// A snippet ready to be drawn.
#[derive(Debug)]
pub(super) struct View {
    /// Path, and the place in words where the file has no lines.
    name: String,
    /// The lines, safe to print.
    text: String,
    /// Line of the first line, from 0.
    line: usize,
    /// Column of the label in the file, in characters, from 0.
    column: usize,
    /// The label's bytes in `text`, one range for each line it covers.
    labels: Vec<Range<usize>>,
}

impl View {
    /// Longest piece shown, in lines; what is meant begins on the first.
    const LINES: usize = 6;

    /// `snippet` of `location` on lines of at most `width` columns.
    pub(super) fn new(location: &Location, snippet: &Snippet, width: usize) -> Self {
        let place = wording::place(location);
        let path = clean::line(&location.path);
        let name = if place.is_empty() {
            path.into_owned()
        } else {
            format!("{path}, {}", clean::line(&place))
        };
        // Without lines the number in the margin is that of the paragraph or page.
        let number = snippet
            .line
            .or(location.paragraph)
            .or(location.page)
            .unwrap_or(1);
        let margin = number.to_string().len() + 5;
        let mut text = String::with_capacity(snippet.text.len());
        let mut labels = Vec::new();
        let safe = clean::text(&snippet.text);
        let mut at = 0;
        for piece in safe.split_inclusive('\n').take(Self::LINES) {
            let line = piece.trim_end_matches(['\n', '\r']);
            let from = snippet.label.start.clamp(at, at + line.len()) - at;
            let to = snippet.label.end.clamp(at, at + line.len()) - at;
            at += piece.len();
            if !text.is_empty() {
                text.push('\n');
            }
            let label = label_on(line, from..to);
            let window = window(line, label.as_ref(), width.saturating_sub(margin));
            let start = text.len()
                + if window.start > 0 {
                    ELLIPSIS.len() + 1
                } else {
                    0
                };
            if window.start > 0 {
                text.push_str(ELLIPSIS);
                text.push(' ');
            }
            let part = line.get(window.clone()).unwrap_or_default();
            text.push_str(if window.end < line.len() {
                part.trim_end()
            } else {
                part
            });
            if window.end < line.len() {
                text.push(' ');
                text.push_str(ELLIPSIS);
            }
            if let Some(label) = label {
                let shift =
                    |byte: usize| start + byte.clamp(window.start, window.end) - window.start;
                labels.push(shift(label.start)..shift(label.end));
            }
        }
        if labels.is_empty() {
            let end = text.len().min(snippet.label.start);
            labels.push(end..end);
        }
        Self {
            name,
            text,
            line: (number.max(1) - 1) as usize,
            column: (location.column.unwrap_or(1).max(1) - 1) as usize,
            labels,
        }
    }

    /// The bytes of the first label in its text.
    pub(super) fn first(&self) -> Range<usize> {
        self.labels.first().cloned().unwrap_or_default()
    }

    /// The labels, `words` under the last of them where they fit into `width` columns.
    pub(super) fn labels(&self, words: &str, width: usize) -> Vec<LabeledSpan> {
        let last = self.labels.len() - 1;
        let label = |(index, range): (usize, &Range<usize>)| {
            let words = (index == last && self.fits(range, words, width)).then(|| words.to_owned());
            LabeledSpan::new(words, range.start, range.len())
        };
        self.labels.iter().enumerate().map(label).collect()
    }

    /// Whether `words` fit beside the middle of the label at `range`.
    fn fits(&self, range: &Range<usize>, words: &str, width: usize) -> bool {
        let start = self
            .text
            .get(..range.start)
            .map_or(0, |text| text.rfind('\n').map_or(0, |at| at + 1));
        let before = self
            .text
            .get(start..range.start)
            .unwrap_or_default()
            .width();
        let label = self.text.get(range.clone()).unwrap_or_default().width();
        let number = (self.line + self.labels.len()).to_string().len();
        number + 5 + before + label / 2 + 4 + words.width() <= width
    }
}

/// What stands for words that were cut from a line.
const ELLIPSIS: &str = "…";

/// The part of `label` on `line` without white space around it; `None` where nothing is left.
fn label_on(line: &str, label: Range<usize>) -> Option<Range<usize>> {
    let words = line.get(label.clone())?;
    let lead = words.len() - words.trim_start().len();
    let len = words.trim().len();
    (len > 0).then(|| label.start + lead..label.start + lead + len)
}

/// The bytes of `line` to show on `width` columns: all of it where it fits, else the words around `label`.
fn window(line: &str, label: Option<&Range<usize>>, width: usize) -> Range<usize> {
    let columns = |c: char| if c == '\t' { 4 } else { c.width().unwrap_or(0) };
    let wide = |text: &str| text.chars().map(columns).sum::<usize>();
    if wide(line) <= width {
        return 0..line.len();
    }
    // Room for an ellipsis and a space on each side.
    let width = width.saturating_sub(4).max(16);
    let label = label.cloned().unwrap_or(0..0);
    let before = line.get(..label.start).unwrap_or_default();
    let inside = wide(line.get(label.clone()).unwrap_or_default());
    let after = line.get(label.end..).unwrap_or_default();
    let spare = width.saturating_sub(inside);
    // What one side does not need goes to the other.
    let left = wide(before).min((spare / 2).max(spare.saturating_sub(wide(after))));
    let right = spare - left;
    let start = label.start - take(before.chars().rev(), left, columns);
    let end = label.end.min(
        label.start
            + take(
                line.get(label.clone()).unwrap_or_default().chars(),
                width,
                columns,
            ),
    );
    let end = end + take(after.chars(), right, columns);
    // Cut between words where there is a space before the label, or after it.
    let start = match line.get(start..label.start).and_then(|text| text.find(' ')) {
        Some(space) if start > 0 => start + space + 1,
        _ => start,
    };
    let end = match line.get(label.end..end).and_then(|text| text.rfind(' ')) {
        Some(space) if end < line.len() => label.end + space,
        _ => end,
    };
    start..end
}

/// Bytes of the first characters of `chars` that take at most `width` columns.
fn take(chars: impl Iterator<Item = char>, width: usize, columns: impl Fn(char) -> usize) -> usize {
    let mut used = 0;
    chars
        .take_while(|c| {
            used += columns(*c);
            used <= width
        })
        .map(char::len_utf8)
        .sum()
}

impl SourceCode for View {
    /// All of the snippet, whatever is asked for: it is small. Without context lines the place of the label in the file,
    /// which is what the head of a snippet prints.
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let column = if before == 0 && after == 0 {
            self.column
        } else {
            0
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            SourceSpan::new(0.into(), self.text.len()),
            self.line,
            column,
            self.text.matches('\n').count() + 1,
        )))
    }
}
