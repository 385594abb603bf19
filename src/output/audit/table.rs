//! The audit in a terminal: what the manual commits to, then each document that is asked and falls short.

use std::fmt::Write as _;

use super::{NO_POLICY, no_policy, taken};
use crate::{
    engine::{Audit, AuditedDocument, Comparison},
    output::{
        Look, clean_line,
        compare::{text_changes, verdict},
        paragraph,
        wording::count,
    },
    rule::State,
};

/// Documents that are listed before the rest is folded by kind.
const LISTED: usize = 40;

/// The audit for a terminal of the width of `look`, with what changed `since` an earlier one.
pub fn table(audit: &Audit, since: Option<&Comparison>, look: &Look) -> String {
    let mut out = String::new();
    manual(audit, look, &mut out);
    let rows: Vec<&AuditedDocument> = audit.read().collect();
    if rows.len() <= LISTED {
        for document in &rows {
            row(audit, document, look, &mut out);
        }
    } else {
        by_kind(audit, &rows, look, &mut out);
    }
    if !audit.manual.is_empty() {
        out.push_str("Across the documents\n\n");
    }
    for finding in &audit.manual {
        let text = format!("{}: {}", finding.rule, finding.message);
        out.push_str(&paragraph(&clean_line(&text), look.width, "  ", "    "));
        out.push_str("\n\n");
    }
    if let Some(since) = since {
        out.push_str("Since the earlier audit\n\n");
        text_changes(since, look, &mut out);
        out.push_str(&paragraph(&verdict(since), look.width, "", ""));
        out.push_str("\n\n");
    }
    let (hollow, met) = audit.hollow_to_substantive();
    let mut last = format!(
        "{} read, {} not read. {met} commitments with substance, {hollow} without.",
        count(rows.len(), "document"),
        audit.unread().count(),
    );
    if no_policy(audit) {
        last.push(' ');
        last.push_str(NO_POLICY);
    }
    out.push_str(&paragraph(&last, look.width, "", ""));
    out.push('\n');
    out
}

/// Each commitment over all documents.
fn manual(audit: &Audit, look: &Look, out: &mut String) {
    out.push_str("Commitments of the manual\n\n");
    let overall = audit.overall();
    let widest = audit
        .commitments
        .iter()
        .map(|asked| asked.name.len())
        .max()
        .unwrap_or(0);
    let (told, silent): (Vec<_>, Vec<_>) = audit
        .commitments
        .iter()
        .zip(&overall)
        .partition(|(_, one)| one.state > State::Absent || one.required > 0);
    for (asked, one) in told {
        let best = one.best.and_then(|at| audit.documents.get(at));
        let place = best
            .map(|document| format!(", best in {}", clean_line(&document.entry.path)))
            .unwrap_or_default();
        let missing = if one.missing > 0 {
            format!(", missing in {} of {} asked", one.missing, one.required)
        } else {
            String::new()
        };
        let state = one.state.name();
        let head = format!("  {:widest$}  {state:7} ", asked.name);
        // On a narrow terminal what there is to say stands below.
        let beside = head.len() * 2 < look.width;
        let (head, rest) = if beside {
            let rest = " ".repeat(head.len() + 1);
            (format!("{head} "), rest)
        } else {
            (format!("{head}\n    "), "    ".to_owned())
        };
        let text = format!(
            "met in {}, in part in {}{missing}{place}",
            one.met, one.partial
        );
        out.push_str(&paragraph(&text, look.width, &head, &rest));
        out.push('\n');
    }
    if !silent.is_empty() {
        let names: Vec<&str> = silent.iter().map(|(asked, _)| &*asked.name).collect();
        let text = format!("made nowhere, and no kind here must: {}", names.join(", "));
        out.push_str(&paragraph(&text, look.width, "  ", "  "));
        out.push('\n');
    }
    out.push('\n');
}

/// One document.
fn row(audit: &Audit, document: &AuditedDocument, look: &Look, out: &mut String) {
    let taken = taken(document);
    let _ = writeln!(out, "{}", clean_line(&document.entry.path));
    out.push_str(&paragraph(&taken, look.width, "  ", "  "));
    out.push('\n');
    let pairs = || audit.commitments.iter().zip(&document.cells);
    let named = |state: State| -> Vec<&str> {
        pairs()
            .filter(|(_, cell)| cell.state() == state)
            .map(|(asked, _)| &*asked.name)
            .collect()
    };
    for state in [State::Met, State::Partial] {
        let (label, names) = (state.name(), named(state));
        if !names.is_empty() {
            let first = format!("  {label:8}");
            out.push_str(&paragraph(
                &names.join(", "),
                look.width,
                &first,
                "          ",
            ));
            out.push('\n');
        }
    }
    let missing: Vec<&str> = pairs()
        .filter(|(_, cell)| cell.is_missing())
        .map(|(asked, _)| &*asked.name)
        .collect();
    if !missing.is_empty() {
        out.push_str(&paragraph(
            &missing.join(", "),
            look.width,
            "  missing ",
            "          ",
        ));
        out.push('\n');
    }
    out.push('\n');
}

/// Many documents: a line a kind.
fn by_kind(audit: &Audit, rows: &[&AuditedDocument], look: &Look, out: &mut String) {
    let mut kinds: std::collections::BTreeMap<&str, Vec<&AuditedDocument>> =
        std::collections::BTreeMap::new();
    for document in rows {
        let first = document.kinds.kinds.first();
        let name = first.map_or("(not recognised)", |kind| &*kind.name);
        kinds.entry(name).or_default().push(document);
    }
    out.push_str("By kind of policy\n\n");
    for (kind, documents) in kinds {
        let mut missing: std::collections::BTreeMap<&str, usize> =
            std::collections::BTreeMap::new();
        let mut met = 0;
        for document in &documents {
            for (asked, cell) in audit.commitments.iter().zip(&document.cells) {
                met += usize::from(cell.state() == State::Met);
                if cell.is_missing() {
                    *missing.entry(&*asked.name).or_insert(0) += 1;
                }
            }
        }
        let gaps: Vec<String> = missing
            .iter()
            .map(|(name, count)| format!("{name} missing in {count}"))
            .collect();
        let text = format!(
            "{}, {} met{}{}",
            count(documents.len(), "document"),
            count(met, "commitment"),
            if gaps.is_empty() { "" } else { "; " },
            gaps.join(", ")
        );
        out.push_str(&paragraph(
            &text,
            look.width,
            &format!("  {kind:24}"),
            "                          ",
        ));
        out.push('\n');
    }
    out.push('\n');
}
