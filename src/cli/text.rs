//! `text`: what was read of a document, so that a person can see what equilint sees.

use std::{fmt::Write as _, path::Path};

use serde::Serialize;

use super::{
    args::{ListFormat, ReadArgs},
    exit::{Exit, Failure},
    settings::Settings,
    terminal::Terminal,
    work::one_job,
};
use crate::{
    document::{Block, BlockKind, Document},
    output::{Problem, clean_text},
};

/// A block for programs.
#[derive(Serialize)]
struct Shown<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    quoted: bool,
    line: Option<u32>,
    page: Option<u32>,
    paragraph: Option<u32>,
    heading: Vec<String>,
    text: &'a str,
}

/// Print the blocks of `file`.
pub(super) fn run(
    file: &Path,
    format: ListFormat,
    args: &ReadArgs,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let mut settings = Settings::new(&super::args::RuleArgs {
        no_config: true,
        ..Default::default()
    })?;
    let job = one_job(file, args, &mut settings)?;
    let document = job.read().map_err(|error| {
        Failure::one(Problem::new(format!("{} was not read", job.shown())).with_help(error))
    })?;
    let shown: Vec<_> = document
        .blocks
        .iter()
        .enumerate()
        .map(|(index, block)| show(&document, index, block))
        .collect();
    let mut out = String::new();
    match format {
        ListFormat::Json => {
            for block in &shown {
                out.push_str(
                    &serde_json::to_string(block).expect("texts and numbers always serialize"),
                );
                out.push('\n');
            }
        }
        ListFormat::Text => {
            for block in &shown {
                let _ = writeln!(out, "[{}]\n{}\n", head(block), clean_text(block.text));
            }
        }
    }
    Terminal::print(&out)?;
    if !terminal.quiet {
        for warning in &document.warnings {
            Terminal::say(&format!(
                "warning: {}: {}\n",
                job.shown(),
                clean_text(warning)
            ));
        }
        Terminal::say(&format!(
            "{} as {}: {} blocks, {} words\n",
            job.shown(),
            document.format.name(),
            shown.len(),
            document.words()
        ));
    }
    Ok(Exit::Clean)
}

fn show<'a>(document: &'a Document, index: usize, block: &Block) -> Shown<'a> {
    let (kind, level) = match block.kind {
        BlockKind::Heading(level) => ("heading", Some(level)),
        BlockKind::Paragraph => ("paragraph", None),
        BlockKind::Item(level) => ("item", Some(level)),
        BlockKind::Cell { header: true, .. } => ("header cell", None),
        BlockKind::Cell { header: false, .. } => ("cell", None),
        BlockKind::Caption => ("caption", None),
        BlockKind::Term => ("term", None),
        BlockKind::Note => ("note", None),
        BlockKind::Boilerplate => ("boilerplate", None),
    };
    Shown {
        kind,
        level,
        quoted: block.quoted,
        line: document.line_column(block.span).map(|(line, _)| line),
        page: document.page(block.span),
        paragraph: document.paragraph(block.span),
        heading: document.heading_path(index),
        text: document.slice(block.span),
    }
}

/// Kind and place of a block, for people.
fn head(block: &Shown<'_>) -> String {
    let mut head = block.kind.to_owned();
    if let Some(level) = block.level {
        let _ = write!(head, " {level}");
    }
    if block.quoted {
        head.push_str(", quoted");
    }
    for (name, number) in [
        ("line", block.line),
        ("page", block.page),
        ("paragraph", block.paragraph),
    ] {
        if let Some(number) = number {
            let _ = write!(head, ", {name} {number}");
        }
    }
    head
}
