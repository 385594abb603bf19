//! How a run ends.

use std::process::ExitCode;

use miette::Diagnostic;

/// The exit codes, an interface: `README.md` has them in a table that a test compares with this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing found at or above the severity that fails a run.
    Clean = 0,
    /// Something found at or above it.
    Findings = 1,
    /// The run could not finish: bad usage, a bad rule or configuration, a document that could not be read, no document.
    Failed = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command could not do what it was asked to.
#[derive(Debug)]
pub(super) enum Failure {
    /// What to tell the user: everything at once.
    Problems(Vec<Box<dyn Diagnostic + Send + Sync>>),
    /// Whoever reads our output has gone: nothing to say, and nobody to say it to.
    ReaderGone,
}

impl Failure {
    /// One problem.
    pub(super) fn one(problem: impl Diagnostic + Send + Sync + 'static) -> Self {
        Self::Problems(vec![Box::new(problem)])
    }
}

impl From<std::io::Error> for Failure {
    /// An error of writing output.
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::ReaderGone;
        }
        Self::one(crate::output::Problem::new(format!(
            "the output cannot be written: {error}"
        )))
    }
}
