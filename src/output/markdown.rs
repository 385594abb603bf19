//! Markdown for a comment on a pull request, and for GitHub's job summary.

use std::fmt::Write as _;

use super::{Draw, Totals, escape::markdown, wording, words::short_words};
use crate::{
    engine::{Reading, Status},
    finding::{Finding, Severity},
};

/// Counts first, then each document with its findings folded away.
#[derive(Debug)]
pub struct Markdown;

impl Draw for Markdown {
    fn piece(&self, _reading: &Reading, _out: &mut Vec<u8>) {}

    fn aside(&self, reading: &Reading, out: &mut Vec<u8>) {
        let mut text = String::new();
        if let Some(entry) = &reading.entry
            && let Status::Unread(error) = &entry.status
        {
            let _ = writeln!(
                text,
                "\n**Not read:** {}: {}",
                markdown(&entry.path),
                markdown(error)
            );
        }
        if !reading.findings.is_empty() {
            let path = wording::subject(reading);
            let count = wording::count(reading.findings.len(), "finding");
            let _ = writeln!(
                text,
                "\n<details><summary>{}: {count}</summary>\n",
                markdown(path)
            );
            for finding in &reading.findings {
                item(finding, &mut text);
            }
            text.push_str("\n</details>\n");
        }
        out.extend_from_slice(text.as_bytes());
    }

    fn tail(&self, totals: &Totals, asides: &[u8], out: &mut Vec<u8>) {
        let counts: Vec<_> = Severity::ALL
            .into_iter()
            .rev()
            .filter(|severity| totals.count(*severity) > 0)
            .map(|severity| wording::count(totals.count(severity), severity.name()))
            .collect();
        let counts = if counts.is_empty() {
            "nothing found".to_owned()
        } else {
            counts.join(", ")
        };
        let mut text = format!(
            "### equilint: {counts}\n\n{} read",
            wording::count(totals.read, "document")
        );
        if !totals.unread.is_empty() {
            let _ = write!(text, ", {} not read", totals.unread.len());
        }
        if totals.rewritable > 0 {
            let _ = write!(
                text,
                "; {} with a rewrite",
                wording::count(totals.rewritable, "finding")
            );
        }
        text.push_str(".\n");
        out.extend_from_slice(text.as_bytes());
        out.extend_from_slice(asides);
    }
}

fn item(finding: &Finding, text: &mut String) {
    let place = match finding.location.line {
        Some(line) => format!("line {line}"),
        None => wording::place(&finding.location),
    };
    let _ = writeln!(
        text,
        "- **{}**, {}: {} (`{}`)",
        finding.severity.name(),
        markdown(&place),
        markdown(&wording::capital(&finding.message)),
        finding.rule
    );
    if !finding.location.excerpt.is_empty() {
        let _ = writeln!(
            text,
            "  > {}\n",
            markdown(&short_words(&finding.location.excerpt))
        );
    }
    let _ = writeln!(text, "  {}", markdown(&finding.why));
    if let Some(fix) = finding.fixes.first() {
        let title = markdown(&fix.title);
        let how = wording::applicability(fix.applicability);
        let _ = writeln!(
            text,
            "\n  *{title}* ({how}):\n\n  > {}",
            markdown(&short_words(&fix.after))
        );
    }
}
