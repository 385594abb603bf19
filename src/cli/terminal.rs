//! What is known of the terminal, decided once: colour, width, and where results and messages go.

use std::io::{self, BufWriter, IsTerminal as _, Write as _};

use anstream::{AutoStream, ColorChoice};
use miette::Diagnostic;

use super::{
    args::{Color, Shared},
    exit::Failure,
};
use crate::output::Look;

/// The terminal of a run.
#[derive(Debug)]
pub(super) struct Terminal {
    pub(super) quiet: bool,
    pub(super) verbose: bool,
    color: Color,
}

impl Terminal {
    /// Narrowest and widest drawing, in columns: wider lines are hard to read.
    const WIDTHS: (usize, usize) = (50, 120);

    pub(super) fn new(shared: &Shared) -> Self {
        Self {
            quiet: shared.quiet,
            verbose: shared.verbose,
            color: shared.color,
        }
    }

    /// How to draw on standard output.
    pub(super) fn look(&self) -> Look {
        let color = self.color(|| AutoStream::choice(&io::stdout()));
        self.drawn(color)
    }

    /// How to draw on standard error.
    pub(super) fn error_look(&self) -> Look {
        let color = self.color(|| AutoStream::choice(&io::stderr()));
        self.drawn(color)
    }

    fn color(&self, sensed: impl Fn() -> ColorChoice) -> bool {
        match self.color {
            Color::Auto => sensed() != ColorChoice::Never,
            Color::Always => true,
            Color::Never => false,
        }
    }

    fn drawn(&self, color: bool) -> Look {
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok());
        let sensed = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let (narrowest, widest) = Self::WIDTHS;
        let width = columns
            .or_else(sensed)
            .unwrap_or(100)
            .clamp(narrowest, widest);
        Look {
            width,
            color,
            plain: false,
            all_fixes: self.verbose,
        }
    }

    /// Standard output, locked and buffered. Colour is decided where text is made, so nothing is stripped here.
    pub(super) fn results() -> BufWriter<io::StdoutLock<'static>> {
        BufWriter::with_capacity(1 << 16, io::stdout().lock())
    }

    /// Say `text` on standard error.
    pub(super) fn say(text: &str) {
        // Where standard error is closed nobody can be told.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Say what went wrong on standard error.
    pub(super) fn report(&self, problems: &[Box<dyn Diagnostic + Send + Sync>]) {
        let look = self.error_look();
        for problem in problems {
            Self::say(&look.draw(problem.as_ref()));
        }
    }

    /// Whether a person watches standard error, and only that: results do not run across it.
    pub(super) fn watched() -> bool {
        io::stderr().is_terminal() && !io::stdout().is_terminal()
    }

    /// Print `text` on standard output.
    pub(super) fn print(text: &str) -> Result<(), Failure> {
        let mut out = Self::results();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(())
    }
}
