//! What can be typed. What it means is said by each command.

mod check;
mod values;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use self::values::{severity, size};
use crate::{document::Tracked, finding::Severity};
pub(super) use check::{CheckArgs, FailOn, FixArgs, Format, JudgeArgs};

/// equilint finds neutrality rhetoric and missing equity commitments in policy documents, and suggests what to write
/// instead.
#[derive(Debug, Parser)]
#[command(
    name = "equilint",
    version,
    args_conflicts_with_subcommands = true,
    max_term_width = 100,
    after_help = "Without a command, `equilint PATH…` is `equilint check PATH…`.\n\
        Exit codes: 0 nothing found that fails a run, 1 something found, 2 the run could not finish."
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) check: CheckArgs,
    #[command(flatten)]
    pub(super) shared: Shared,
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
pub(super) struct Shared {
    /// When to use colour; `auto` also follows `NO_COLOR` and `CLICOLOR_FORCE`
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
    /// Say less: no summary, no warnings of readers
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more: every rewrite, the words that weighed most, every file that was skipped
    #[arg(long, short, global = true, action = ArgAction::SetTrue)]
    pub(super) verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judge documents and print findings with rewrites (also without this word)
    Check(CheckArgs),
    /// Write a copy of a Word document with every finding as a comment and rewrites as tracked changes, or of a PDF with highlights
    Annotate(AnnotateArgs),
    /// Write rewrites into documents: those that say the same or more, others when asked for
    Fix(CheckArgs),
    /// Findings that are known already: write them down, so that only new ones are shown
    #[command(subcommand)]
    Baseline(BaselineCommand),
    /// What a manual commits to, document by document, and what is missing
    Audit(AuditArgs),
    /// What a manual gained, weakened and lost between two versions: folders of documents, or audits in JSON
    Compare(CompareArgs),
    /// What a rule finds, why it matters, where it comes from, what it leaves alone
    Explain {
        /// `family/name`, or a family for all of its rules
        rule: String,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// The rules: list them, test them
    #[command(subcommand)]
    Rules(RulesCommand),
    /// What was looked at in a document and not flagged, and why
    WhyNot {
        /// The document; `-` is standard input
        file: PathBuf,
        /// Only candidates of this rule or family
        rule: Option<String>,
        #[command(flatten)]
        rules: RuleArgs,
        #[command(flatten)]
        read: ReadArgs,
    },
    /// Print what was read of a document, block by block, with kind and place
    Text {
        /// The document; `-` is standard input
        file: PathBuf,
        /// For people, or one JSON object a line for programs
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
        #[command(flatten)]
        read: ReadArgs,
    },
    /// Write a commented `equilint.toml` into this folder
    Init {
        /// Replace one that is there
        #[arg(long)]
        force: bool,
    },
    /// Print completions for a shell
    Completions {
        /// The shell that is to complete what you type
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, Subcommand)]
pub(super) enum BaselineCommand {
    /// Write every finding of these documents into a new baseline
    Create {
        /// Replace one that is there
        #[arg(long)]
        force: bool,
        /// Who decides that these findings may stay for now
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        #[command(flatten)]
        judge: JudgeArgs,
    },
    /// Take out entries whose finding is gone
    Update {
        /// Also take in findings that are new
        #[arg(long)]
        add: bool,
        /// Who decides that new findings may stay for now
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        #[command(flatten)]
        judge: JudgeArgs,
    },
    /// Print what the baseline knows
    Show {
        /// The baseline [default: equilint-baseline.json beside the configuration]
        #[arg(long, value_name = "FILE")]
        baseline: Option<PathBuf>,
        #[command(flatten)]
        rules: RuleArgs,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesCommand {
    /// Every rule, with its severity and what it says
    List {
        /// For people, or one JSON array for programs
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
        /// The map of sources: what each stands behind
        #[arg(long)]
        sources: bool,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Train a model of confidence from labelled text, measured on documents left out
    Train {
        /// Labelled text, one JSON object a line: `id`, `text` or `file`, `marks` with `family` and `span`
        #[arg(required = true, value_name = "LABELLED.jsonl")]
        labelled: Vec<PathBuf>,
        /// Where the model goes
        #[arg(long, short, value_name = "MODEL")]
        output: PathBuf,
        /// Write how each sentence was judged by weights that had not seen it, one JSON object a line
        #[arg(long, value_name = "FILE")]
        judged: Option<PathBuf>,
        /// Points of words (a word and its numbers a line, as `GloVe` has them): words that no label has are weighed by their kin
        #[arg(long, value_name = "FILE")]
        vectors: Option<PathBuf>,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Hold the rules against labelled text: precision, recall, F1, the worst misses and false alarms
    Score {
        /// Labelled text, one JSON object a line: `id`, `text` or `file`, `marks` with `family` and `span`
        #[arg(required = true, value_name = "LABELLED.jsonl")]
        labelled: Vec<PathBuf>,
        /// Tables for people, or one JSON object to keep and to compare with
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
        /// Say what got better and worse since a score that `--format json` wrote; exit with 1 where F1 fell
        #[arg(long, value_name = "OLD.json")]
        compare: Option<PathBuf>,
        /// Findings of less severity are not judged by family: note, warning or error
        #[arg(long, value_name = "LEVEL", value_parser = severity, default_value = "warning")]
        min_severity: Severity,
        /// How many misses and how many false alarms to print
        #[arg(long, value_name = "N", default_value_t = 10)]
        worst: usize,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Write a rule file to fill in; one that is there stays
    New {
        /// `family/name` of the rule
        #[arg(value_name = "RULE")]
        id: String,
        /// Where it goes [default: NAME.toml in this folder]
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Print the JSON Schema of a rule file, for editors that complete and check TOML
    Schema,
    /// Try every example of every rule
    Test {
        /// Only these rules or families
        only: Vec<String>,
        #[command(flatten)]
        rules: RuleArgs,
    },
}

/// Which rules there are.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct RuleArgs {
    /// Add rules from a file or folder (can be given more than once)
    #[arg(long = "rules", value_name = "PATH")]
    pub(super) extra: Vec<PathBuf>,
    /// Use this configuration for every document, instead of the `equilint.toml` above it
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Use no configuration file
    #[arg(long, conflicts_with = "config")]
    pub(super) no_config: bool,
}

/// How documents are read.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct ReadArgs {
    /// Largest document that is read, in bytes; K, M and G count in 1024s [default: 64M]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub(super) max_size: Option<u64>,
    /// What standard input (`-`) is called: decides its format and its configuration
    #[arg(long, value_name = "NAME")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// How to read tracked changes in Word and OpenDocument files
    #[arg(long, value_enum, default_value_t, value_name = "STATE")]
    pub(super) tracked: TrackedChanges,
}

/// Options of `annotate`.
#[derive(Args, Clone, Debug)]
pub(super) struct AnnotateArgs {
    /// The Word document (.docx) or PDF
    pub(super) file: PathBuf,
    /// Where the copy goes; never the document itself
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// Leave the text alone: rewrites stand in the comments only
    #[arg(long)]
    pub(super) comments_only: bool,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

/// Which state of tracked changes is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum TrackedChanges {
    /// As if all were accepted
    #[default]
    Accepted,
    /// As if all were rejected
    Original,
}

impl From<TrackedChanges> for Tracked {
    fn from(tracked: TrackedChanges) -> Self {
        match tracked {
            TrackedChanges::Accepted => Self::Accepted,
            TrackedChanges::Original => Self::Original,
        }
    }
}

/// Options of `audit`.
#[derive(Args, Clone, Debug)]
pub(super) struct AuditArgs {
    /// Documents and folders; `-` is standard input [default: this folder]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// As a table, a page for a committee, or for programs and spreadsheets
    #[arg(long, value_enum, default_value_t = AuditFormat::Table)]
    pub(super) format: AuditFormat,
    /// Write it to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Say what changed since this audit, written earlier with `--format json`
    #[arg(long, value_name = "AUDIT.json")]
    pub(super) against: Option<PathBuf>,
    #[command(flatten)]
    pub(super) work: AuditWork,
}

/// How documents are audited.
#[derive(Args, Clone, Debug)]
pub(super) struct AuditWork {
    /// How many threads to use [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    #[command(flatten)]
    pub(super) rules: RuleArgs,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

/// Options of `compare`.
#[derive(Args, Clone, Debug)]
pub(super) struct CompareArgs {
    /// The earlier version: a folder or document, or an audit in a `.json` file
    pub(super) old: PathBuf,
    /// The later version, likewise
    pub(super) new: PathBuf,
    /// For people, for programs, or for a pull request
    #[arg(long, value_enum, default_value_t = CompareFormat::Text)]
    pub(super) format: CompareFormat,
    /// Write it to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) work: AuditWork,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CompareFormat {
    /// Drawn for a terminal
    Text,
    /// One JSON object
    Json,
    /// For a pull request or minutes
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum AuditFormat {
    /// Drawn for a terminal
    Table,
    /// One JSON object
    Json,
    /// For a spreadsheet: one line a document and commitment
    Csv,
    /// For a pull request or minutes
    Markdown,
    /// One page for a committee, complete in one file
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Cli;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
