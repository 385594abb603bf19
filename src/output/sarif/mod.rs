//! SARIF 2.1.0, for code scanning.

mod result;

use serde::Serialize;
use serde_json::{Value, json};

use self::result::{SarifResult, Text};
use super::{Draw, Totals, escape};
use crate::{
    engine::{Fault, Hidden, Reading, Status},
    finding::Severity,
    rule::Rule,
};

/// One run, one result a line. Columns count characters (`unicodeCodePoints`).
#[derive(Debug)]
pub struct Sarif {
    /// `tool.driver.rules`, as JSON.
    rules: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Text<&'a str>,
    full_description: Text<&'a str>,
    help: Help,
    /// Where more is said; the first source that has an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'a str>,
    default_configuration: Value,
    properties: Value,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

impl Sarif {
    /// With the descriptions of `rules`.
    pub fn new(rules: &[Rule]) -> Self {
        let own = Fault::ALL.iter().map(|fault| {
            let properties = json!({"tags": ["structure"]});
            let (id, severity) = (fault.id(), fault.severity());
            descriptor(id, id, fault.why(), &[], severity, properties)
        });
        let rules = rules.iter().map(|rule| {
            let properties = json!({
                "tags": [rule.family.name()],
                "precision": precision(rule.confidence),
                "sources": rule.sources,
            });
            descriptor(
                &rule.id,
                &rule.message,
                &rule.why,
                &rule.sources,
                rule.severity,
                properties,
            )
        });
        Self {
            rules: rules.chain(own).collect(),
        }
    }
}

fn descriptor(
    id: &str,
    message: &str,
    why: &str,
    sources: &[String],
    severity: Severity,
    properties: Value,
) -> Value {
    let more = format!("`equilint explain {id}` says more.");
    let sourced = match sources {
        [] => String::new(),
        sources => format!(" Sources: {}.", sources.join("; ")),
    };
    let listed: String = sources
        .iter()
        .map(|source| match is_address(source) {
            true => format!("\n- <{source}>"),
            false => format!("\n- {}", escape::markdown(source)),
        })
        .collect();
    let descriptor = Descriptor {
        id,
        short_description: Text { text: message },
        full_description: Text { text: why },
        help: Help {
            text: format!("{why}{sourced} {more}"),
            markdown: format!("{}\n{listed}\n\n{more}", escape::markdown(why)),
        },
        help_uri: sources
            .iter()
            .map(String::as_str)
            .find(|one| is_address(one)),
        default_configuration: json!({"level": severity.name()}),
        properties,
    };
    serde_json::to_value(descriptor).expect("texts always serialize")
}

/// Whether `source` is an address that a program can follow.
fn is_address(source: &str) -> bool {
    source.starts_with("https://") && !source.contains([' ', '<', '>'])
}

/// Confidence as GitHub names it.
fn precision(confidence: crate::finding::Confidence) -> &'static str {
    match confidence {
        crate::finding::Confidence::Low => "low",
        crate::finding::Confidence::Medium => "medium",
        crate::finding::Confidence::High => "high",
    }
}

impl Draw for Sarif {
    fn head(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(
            b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"columnKind\":\"unicodeCodePoints\",\n\"results\":[",
        );
    }

    fn piece(&self, reading: &Reading, out: &mut Vec<u8>) {
        for finding in &reading.findings {
            push(&SarifResult::new(finding, None), out);
        }
        for (finding, reason) in &reading.hidden {
            match reason {
                Hidden::Suppressed | Hidden::Baseline => {
                    push(&SarifResult::new(finding, Some(*reason)), out);
                }
                // Not wanted in this run: no decision of anybody that a reader could review.
                Hidden::BelowThreshold | Hidden::Unchanged => {}
            }
        }
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn aside(&self, reading: &Reading, out: &mut Vec<u8>) {
        if let Some(entry) = &reading.entry
            && let Status::Unread(error) = &entry.status
        {
            let notification = json!({
                "level": "error",
                "message": {"text": error},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": escape::uri(&entry.path)}}}],
            });
            write(&notification, out);
        }
    }

    fn tail(&self, totals: &Totals, asides: &[u8], out: &mut Vec<u8>) {
        let driver = json!({
            "name": "equilint",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": self.rules,
        });
        out.extend_from_slice(b"],\n\"tool\":{\"driver\":");
        write(&driver, out);
        let well = totals.unread.is_empty();
        out.extend_from_slice(format!("}},\n\"invocations\":[{{\"executionSuccessful\":{well},\"toolExecutionNotifications\":[").as_bytes());
        out.extend_from_slice(asides);
        out.extend_from_slice(b"]}]}]}\n");
    }
}

fn push(value: &impl Serialize, out: &mut Vec<u8>) {
    out.extend_from_slice(if out.is_empty() { b"\n" } else { b",\n" });
    write(value, out);
}

fn write(value: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("texts and numbers always serialize");
}
