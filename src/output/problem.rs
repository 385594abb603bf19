//! Something wrong with what the user gave: an argument, a configuration, a rule.

use std::{error, fmt, ops::Range};

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use super::{clean, snippet::View};
use crate::finding::{Location, Snippet};

/// Columns of a line that was cut. What says problems wraps at as many.
const WIDTH: usize = 100;

/// What is wrong, where, and what to do.
#[derive(Debug, Default)]
pub struct Problem {
    message: String,
    help: Option<String>,
    file: Option<(Source, Range<usize>)>,
}

/// The file that a problem is in.
#[derive(Debug)]
enum Source {
    /// All of it.
    Whole(NamedSource<String>),
    /// A piece of it, long lines clipped.
    Near(View),
}

impl Problem {
    /// A problem that `message` says; it stands alone.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: clean::text(&message.into()).into_owned(),
            ..Self::default()
        }
    }

    /// The same, with what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl AsRef<str>) -> Self {
        self.help = Some(clean::text(help.as_ref()).into_owned());
        self
    }

    /// The same, with the bytes `span` of the file `name` underlined, whose text is `text`.
    #[must_use]
    pub fn in_file(mut self, name: &str, text: &str, span: Range<usize>) -> Self {
        let end = text.len();
        let span = span.start.min(end)..span.end.min(end).max(span.start.min(end));
        let text = clean::text(text);
        self.file = Some(if is_wide(&text, &span) {
            let view = View::new(&place(name, &text, &span), &Snippet::of(&text, span), WIDTH);
            let label = view.first();
            (Source::Near(view), label)
        } else {
            let source = NamedSource::new(clean::line(name), text.into_owned());
            (Source::Whole(source), span)
        });
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for Problem {}

impl Diagnostic for Problem {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<_>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let (source, _) = self.file.as_ref()?;
        Some(match source {
            Source::Whole(source) => source,
            Source::Near(source) => source,
        })
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (_, span) = self.file.as_ref()?;
        let label = LabeledSpan::new(Some("here".to_owned()), span.start, span.len());
        Some(Box::new(std::iter::once(label)))
    }
}

/// Whether `span` of `text`, or a line next to it, is on a line that is too long to be shown.
fn is_wide(text: &str, span: &Range<usize>) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let start = before.rmatch_indices('\n').nth(1).map_or(0, |(at, _)| at);
    let end = after.match_indices('\n').nth(1);
    let end = end.map_or(text.len(), |(at, _)| span.end + at);
    let mut lines = text.get(start..end).unwrap_or_default().lines();
    lines.any(|line| line.chars().count() > Snippet::WIDTH)
}

/// Where `span` of the file `name` begins.
fn place(name: &str, text: &str, span: &Range<usize>) -> Location {
    let before = text.get(..span.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    Location {
        path: name.to_owned(),
        column: u32::try_from(line.chars().count() + 1).ok(),
        ..Location::default()
    }
}

#[cfg(test)]
mod tests {
    use super::Problem;

    #[test]
    fn a_long_line_is_cut_around_what_is_wrong() {
        let text = format!(
            "[words]\nmany = [{}\"x*\", \"end\"]\n",
            "\"word\", ".repeat(300)
        );
        let at = text.find("x*").unwrap();
        let problem = Problem::new("too short").in_file("r.toml", &text, at..at + 2);
        let drawn = format!("{:?}", miette::Report::new(problem));
        assert!(drawn.contains("x*"), "{drawn}");
        assert!(drawn.contains("[r.toml:2:2410]"), "{drawn}");
        assert!(
            drawn.lines().all(|line| line.chars().count() < 130),
            "{drawn}"
        );
    }
}
