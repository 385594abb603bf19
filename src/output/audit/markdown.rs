//! The audit for a pull request or minutes.

use std::fmt::Write as _;

use super::{NO_POLICY, json::data, no_policy, taken};
use crate::{
    engine::{Audit, Comparison},
    output::{
        compare::{markdown_changes, verdict},
        escape::markdown as escaped,
        wording::{capital, count},
    },
};

/// The audit as GitHub's Markdown, with what changed `since` an earlier one.
pub fn markdown(audit: &Audit, since: Option<&Comparison>) -> String {
    let data = data(audit);
    let mut out = String::from("# Audit of commitments\n\n");
    let _ = writeln!(
        out,
        "{} read, {} not read. {} with substance, {} without.\n",
        count(data.manual.read, "document"),
        data.manual.unread,
        count(data.manual.substantive, "commitment"),
        data.manual.hollow
    );
    out.push_str(
        "| Commitment | Best | Met | In part | Missing where asked |\n|---|---|---|---|---|\n",
    );
    for (asked, one) in audit.commitments.iter().zip(audit.overall()) {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} of {} |",
            escaped(&asked.title),
            one.state.name(),
            one.met,
            one.partial,
            one.missing,
            one.required
        );
    }
    if let Some(since) = since {
        let _ = writeln!(
            out,
            "\n**Since the earlier audit:** {}",
            escaped(&verdict(since))
        );
        markdown_changes(since, &mut out);
    }
    if !audit.manual.is_empty() {
        out.push_str("\n## Across the documents\n\n");
    }
    for finding in &audit.manual {
        let _ = writeln!(
            out,
            "- **{}** ({}): {}",
            finding.rule,
            finding.severity.name(),
            escaped(&finding.message)
        );
        for (location, shows) in &finding.related {
            let line = location.line.map(|line| format!(":{line}"));
            let place = format!("{}{}", location.path, line.unwrap_or_default());
            let _ = writeln!(out, "  - {}: {}", escaped(&place), escaped(shows));
        }
    }
    if no_policy(audit) {
        let _ = writeln!(out, "\n{NO_POLICY}");
    }
    let mut read = audit.read();
    for document in &data.documents {
        if document.status == "unread" {
            let why = document.error.as_deref().unwrap_or_default();
            let _ = writeln!(
                out,
                "\n## {}\n\nNot read: {}",
                escaped(&document.path),
                escaped(why)
            );
        }
        if document.status != "read" {
            continue;
        }
        let _ = writeln!(out, "\n## {}\n", escaped(&document.path));
        let taken = read.next().map(taken).unwrap_or_default();
        let _ = writeln!(out, "{}.\n", escaped(&capital(&taken)));
        for (name, cell) in &document.cells {
            let mut line = format!("- **{name}**: {}", cell.state);
            if !cell.lacks.is_empty() {
                let _ = write!(line, "; lacks {}", escaped(&cell.lacks.join(", ")));
            }
            if cell.state == "absent" && cell.need == "required" {
                line.push_str("; this kind of policy should make it");
            }
            if let Some(evidence) = cell.evidence.first().map(|one| &one.words) {
                let _ = write!(line, ". “{}”", escaped(&evidence.quote));
                if let Some(number) = evidence.line {
                    let _ = write!(line, " (line {number})");
                }
            }
            let _ = writeln!(out, "{line}");
        }
    }
    out
}
