//! JUnit and Checkstyle, which many CI systems read.

use std::fmt::Write as _;

use super::{Draw, Totals, escape::xml, wording};
use crate::{
    engine::{Reading, Status},
    finding::{Finding, Place, Severity},
};

/// JUnit: a suite a document, a failed case a finding of warning or more, a passed case for what is only a note.
#[derive(Debug)]
pub struct Junit;

impl Draw for Junit {
    fn head(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"equilint\">\n",
        );
    }

    fn piece(&self, reading: &Reading, out: &mut Vec<u8>) {
        let name = match &reading.entry {
            Some(entry) if matches!(entry.status, Status::Skipped(_)) => return,
            None if reading.findings.is_empty() => return,
            _ => xml(wording::subject(reading)),
        };
        let error = reading
            .entry
            .as_ref()
            .and_then(|entry| match &entry.status {
                Status::Unread(error) => Some(error),
                Status::Read | Status::Skipped(_) => None,
            });
        let failures = reading
            .findings
            .iter()
            .filter(|finding| finding.severity > Severity::Note)
            .count();
        // A document without findings is a case that passed: a suite without cases looks as if nothing was checked.
        let cases = reading.findings.len().max(1);
        let errors = usize::from(error.is_some());
        let mut text = format!(
            "  <testsuite name=\"{name}\" tests=\"{cases}\" failures=\"{failures}\" errors=\"{errors}\">\n"
        );
        for finding in &reading.findings {
            case(finding, &name, &mut text);
        }
        if let Some(error) = error {
            let _ = writeln!(
                text,
                "    <testcase classname=\"{name}\" name=\"read\"><error message=\"{}\"/></testcase>",
                xml(error)
            );
        } else if reading.findings.is_empty() {
            let _ = writeln!(
                text,
                "    <testcase classname=\"{name}\" name=\"no findings\"/>"
            );
        }
        text.push_str("  </testsuite>\n");
        out.extend_from_slice(text.as_bytes());
    }

    fn tail(&self, _totals: &Totals, _asides: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(b"</testsuites>\n");
    }
}

fn case(finding: &Finding, document: &str, text: &mut String) {
    let name = xml(&format!(
        "{} at {}",
        finding.rule,
        wording::path_and_place(finding)
    ));
    let _ = write!(
        text,
        "    <testcase classname=\"{document}\" name=\"{name}\">"
    );
    let detail = xml(&format!("{}\n{}", finding.location.excerpt, finding.why));
    let message = xml(&wording::capital(&finding.message));
    let severity = finding.severity.name();
    if finding.severity > Severity::Note {
        let _ = write!(
            text,
            "<failure type=\"{severity}\" message=\"{message}\">{detail}</failure>"
        );
    } else {
        let _ = write!(text, "<system-out>{message}&#10;{detail}</system-out>");
    }
    text.push_str("</testcase>\n");
}

/// Checkstyle: a file a document, an error a finding.
#[derive(Debug)]
pub struct Checkstyle;

impl Draw for Checkstyle {
    fn head(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n",
        );
    }

    fn piece(&self, reading: &Reading, out: &mut Vec<u8>) {
        let unread = reading
            .entry
            .as_ref()
            .and_then(|entry| match &entry.status {
                Status::Unread(error) => Some(error),
                Status::Read | Status::Skipped(_) => None,
            });
        if reading.findings.is_empty() && unread.is_none() {
            return;
        }
        let name = xml(wording::subject(reading));
        let mut text = format!("  <file name=\"{name}\">\n");
        for finding in &reading.findings {
            let at = &finding.location;
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "info",
            };
            text.push_str("    <error");
            if let (Place::Text(_), Some(line), Some(column)) = (finding.place, at.line, at.column)
            {
                let _ = write!(text, " line=\"{line}\" column=\"{column}\"");
            }
            let place = wording::place(at);
            let place = if place.is_empty() {
                place
            } else {
                format!(" ({place})")
            };
            let message = xml(&format!("{}{place}", wording::capital(&finding.message)));
            let source = xml(&finding.rule);
            let _ = writeln!(
                text,
                " severity=\"{severity}\" message=\"{message}\" source=\"equilint.{source}\"/>"
            );
        }
        if let Some(error) = unread {
            let message = xml(error);
            let _ = writeln!(
                text,
                "    <error severity=\"error\" message=\"not read: {message}\" source=\"equilint.unread\"/>"
            );
        }
        text.push_str("  </file>\n");
        out.extend_from_slice(text.as_bytes());
    }

    fn tail(&self, _totals: &Totals, _asides: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(b"</checkstyle>\n");
    }
}
