//! Options of `check` and `fix`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{
    ReadArgs, RuleArgs,
    values::{confidence, fail_on, output},
};
use crate::finding::{Confidence, Severity};

/// Which documents are judged, by which rules.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct JudgeArgs {
    /// Documents and folders; `-` is standard input [default: this folder]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Only these rules or families, with commas
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(in crate::cli) select: Vec<String>,
    /// Not these rules or families, with commas
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(in crate::cli) ignore: Vec<String>,
    /// Hide findings that the rules are less sure of: low, medium or high [default: low]
    #[arg(long, value_name = "LEVEL", value_parser = confidence)]
    pub(in crate::cli) min_confidence: Option<Confidence>,
    /// How many threads to use [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(in crate::cli) jobs: Option<u16>,
    /// The baseline, a file of findings that are known [default: equilint-baseline.json beside the configuration]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) rules: RuleArgs,
    #[command(flatten)]
    pub(in crate::cli) read: ReadArgs,
}

/// Options of `check` and `fix`.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct CheckArgs {
    #[command(flatten)]
    pub(in crate::cli) judge: JudgeArgs,
    /// How findings are printed: drawn for people, or in a format of some program
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    pub(in crate::cli) format: Format,
    /// Write a format to a file as well (can be given more than once): `--output sarif=out.sarif`
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output)]
    pub(in crate::cli) output: Vec<(Format, PathBuf)>,
    /// Findings of this severity or more make the run fail: note, warning, error or never [default: warning]
    #[arg(long, value_name = "LEVEL", value_parser = fail_on)]
    pub(in crate::cli) fail_on: Option<FailOn>,
    /// Report findings and exit with 0; 2 still means that the run could not finish
    #[arg(long)]
    pub(in crate::cli) exit_zero: bool,
    /// Write annotated copies of Word documents and PDFs into this folder
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) annotate: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) fix: FixArgs,
    /// Show only findings that the change since this commit touched (needs git)
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) since: Option<String>,
    /// Say at the end how many findings each rule and each document has
    #[arg(long)]
    pub(in crate::cli) statistics: bool,
    /// Say at the end how long each stage took
    #[arg(long)]
    pub(in crate::cli) profile: bool,
    /// Check again whenever a document, a rule or the configuration changes, until stopped (Ctrl-C)
    #[arg(long, conflicts_with_all = ["fix", "diff", "interactive", "annotate"])]
    pub(in crate::cli) watch: bool,
    /// Show findings that a baseline knows, too
    #[arg(long, conflicts_with = "baseline")]
    pub(in crate::cli) no_baseline: bool,
}

/// Which rewrites are written.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct FixArgs {
    /// Write rewrites that say the same or more, then report what is left
    #[arg(long)]
    pub(in crate::cli) fix: bool,
    /// With --fix: also rewrites that change what a sentence commits to
    #[arg(long = "unsafe")]
    pub(in crate::cli) unsafe_too: bool,
    /// With --fix: also rewrites with blanks to fill
    #[arg(long)]
    pub(in crate::cli) with_blanks: bool,
    /// Print what --fix would change, and write nothing
    #[arg(long, conflicts_with_all = ["format", "output"])]
    pub(in crate::cli) diff: bool,
    /// Ask for each finding which rewrite to write, if any
    #[arg(long, short, conflicts_with_all = ["diff", "unsafe_too"])]
    pub(in crate::cli) interactive: bool,
}

impl FixArgs {
    /// What was typed that does nothing here; `None` where everything does something.
    pub(in crate::cli) fn idle(&self) -> Option<&'static str> {
        let rewriting = self.fix || self.diff || self.interactive;
        match self {
            _ if rewriting => None,
            Self {
                unsafe_too: true, ..
            } => Some("--unsafe"),
            Self {
                with_blanks: true, ..
            } => Some("--with-blanks"),
            _ => None,
        }
    }
}

/// A severity, or never.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct FailOn(pub(in crate::cli) Option<Severity>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// Drawn for a terminal
    Pretty,
    /// In sentences, for screen readers and logs
    Plain,
    /// One finding a line
    Short,
    /// One JSON object
    Json,
    /// One JSON object a line
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub workflow commands: annotations on a pull request
    Github,
    /// GitLab Code Quality
    Gitlab,
    /// JUnit XML
    Junit,
    /// Checkstyle XML
    Checkstyle,
    /// Markdown, for a comment on a pull request
    Markdown,
}
