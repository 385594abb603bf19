//! What CI systems read: GitHub workflow commands and GitLab Code Quality.

use std::io::Write as _;

use serde_json::json;

use super::{Draw, clean, escape, wording};
use crate::{
    engine::{Reading, Status},
    finding::{Finding, Place, Severity},
};

/// GitHub workflow commands: annotations on the lines of a pull request.
#[derive(Debug)]
pub struct Github;

impl Draw for Github {
    fn piece(&self, reading: &Reading, out: &mut Vec<u8>) {
        for finding in &reading.findings {
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "notice",
            };
            let at = &finding.location;
            let mut properties = format!("file={}", escape::github_property(&at.path));
            if matches!(finding.place, Place::Text(_)) {
                for (name, number) in [
                    ("line", at.line),
                    ("col", at.column),
                    ("endLine", at.end.map(|(line, _)| line)),
                ] {
                    if let Some(number) = number {
                        properties.push_str(&format!(",{name}={number}"));
                    }
                }
            }
            let title = escape::github_property(&finding.rule);
            let message = escape::github_message(&clean::text(&told(finding)));
            line(
                out,
                format_args!("::{command} {properties},title={title}::{message}"),
            );
        }
        if let Some(entry) = &reading.entry
            && let Status::Unread(error) = &entry.status
        {
            let path = escape::github_property(&entry.path);
            let error = escape::github_message(&clean::text(error));
            line(
                out,
                format_args!("::error file={path},title=not read::{error}"),
            );
        }
    }
}

/// Message, place where there is no line, why, and the best rewrite.
fn told(finding: &Finding) -> String {
    let place = wording::place(&finding.location);
    let mut text = wording::capital(&finding.message);
    if !place.is_empty() {
        text = format!("{text} ({place})");
    }
    text = format!("{text}\n{}", finding.why);
    if let Some(fix) = finding.fixes.first() {
        text = format!("{text}\n{}: {}", fix.title, fix.after);
    }
    text
}

fn line(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("writing to memory does not fail");
}

/// GitLab's Code Quality report: one JSON array.
#[derive(Debug)]
pub struct Gitlab;

impl Draw for Gitlab {
    fn head(&self, out: &mut Vec<u8>) {
        out.push(b'[');
    }

    fn piece(&self, reading: &Reading, out: &mut Vec<u8>) {
        let mut push = |value: serde_json::Value| {
            out.extend_from_slice(if out.is_empty() { b"\n" } else { b",\n" });
            serde_json::to_writer(&mut *out, &value).expect("texts and numbers always serialize");
        };
        for finding in &reading.findings {
            let severity = match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Note => "info",
            };
            push(json!({
                "description": format!("{}: {}", wording::capital(&finding.message), finding.location.words),
                "check_name": &*finding.rule,
                // A fingerprint is of the words; the same words in another document are another issue.
                "fingerprint": format!("{}-{}", finding.fingerprint, escape::uri(&finding.location.path)),
                "severity": severity,
                "location": {"path": finding.location.path, "lines": {"begin": finding.location.line.unwrap_or(1)}},
            }));
        }
        if let Some(entry) = &reading.entry
            && let Status::Unread(error) = &entry.status
        {
            push(json!({
                "description": format!("not read: {error}"),
                "check_name": "unread",
                "fingerprint": format!("unread-{}", escape::uri(&entry.path)),
                "severity": "blocker",
                "location": {"path": entry.path, "lines": {"begin": 1}},
            }));
        }
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn tail(&self, _totals: &super::Totals, _asides: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(b"]\n");
    }
}
