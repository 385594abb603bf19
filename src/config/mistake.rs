//! Something wrong in a file that the user wrote.

use std::ops::Range;

/// A mistake, with its place and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong; stands alone.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Bytes of the file.
    pub span: Range<usize>,
}

impl Mistake {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            span: 0..0,
        }
    }

    /// The same, at `span`; an empty one is widened, so that there is something to underline.
    pub(super) fn at(mut self, span: Range<usize>) -> Self {
        self.span = span.start..span.end.max(span.start + 1);
        self
    }

    /// The same, with what to do.
    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with the word of `known` that `typed` was meant to be, or else all of them where they are few.
    pub(super) fn did_you_mean<'a>(
        self,
        typed: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        if let Some(close) = closest(typed, known.iter().copied()) {
            return self.with_help(format!("did you mean `{close}`?"));
        }
        if known.len() > 14 {
            return self;
        }
        self.with_help(format!("known are {}", list(&known)))
    }
}

/// The word of `known` that `typed` was most likely meant to be; `None` where none is near.
pub fn closest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|word| {
            // A part that is left out (`remains-neutral` for `neutral-stance/remains-neutral`) is near too.
            let part = word
                .rsplit_once('/')
                .map_or(0.0, |(_, name)| strsim::jaro_winkler(name, typed));
            (word, strsim::jaro_winkler(word, typed).max(part))
        })
        .filter(|(_, near)| *near > 0.82)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(word, _)| word)
}

/// `words` for a sentence.
fn list(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
