//! Something wrong with what the user gave: an argument, a configuration, a rule.

use std::{error, fmt, ops::Range};

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use super::clean;

/// What is wrong, where, and what to do.
#[derive(Debug, Default)]
pub struct Problem {
    message: String,
    help: Option<String>,
    file: Option<(NamedSource<String>, Range<usize>)>,
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
        let span = span.start.min(end)..span.end.min(end);
        let source = NamedSource::new(clean::line(name), clean::text(text).into_owned());
        self.file = Some((source, span));
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
        self.file
            .as_ref()
            .map(|(source, _)| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (_, span) = self.file.as_ref()?;
        let label = LabeledSpan::new(Some("here".to_owned()), span.start, span.len());
        Some(Box::new(std::iter::once(label)))
    }
}
