//! An audit as another one is compared with it: just made, or read from a file that was written earlier.

use serde::Deserialize;

use super::json::{AuditJson, CellJson, EvidenceJson, SCHEMA};
use crate::{
    engine::{KnownFinding, Made, Snapshot, Standing, Words},
    finding::Location,
    output::wording,
    rule::{Firmness, State},
};

#[derive(Deserialize)]
struct Head {
    schema: String,
}

impl AuditJson {
    /// What `text` holds.
    ///
    /// # Errors
    /// When it is no audit, is damaged, or was written by another version; the error says what to do.
    pub fn parse(text: &str) -> Result<Self, String> {
        let anew = "make it anew with `equilint audit PATHS --format json -o FILE`";
        let damaged = |error: serde_json::Error| format!("it is damaged ({error}): {anew}");
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err(format!("it is empty: {anew}"));
        }
        let value: serde_json::Value = serde_json::from_str(text).map_err(damaged)?;
        let Ok(head) = Head::deserialize(&value) else {
            return Err(format!("it is JSON, but no audit of equilint: {anew}"));
        };
        if head.schema != SCHEMA {
            let what = if head.schema.starts_with("equilint-audit/") {
                "an audit of another version of equilint"
            } else {
                "no audit of equilint"
            };
            return Err(format!(
                "it is {what} (`{}`; this one reads `{SCHEMA}`): {anew}",
                head.schema
            ));
        }
        Self::deserialize(&value).map_err(damaged)
    }

    /// What a comparison needs of it.
    ///
    /// # Errors
    /// When a state is none, in words.
    pub fn snapshot(&self) -> Result<Snapshot, String> {
        let mut documents = Vec::new();
        for document in self.documents.iter().filter(|one| one.status != "skipped") {
            let mut standing = Standing {
                path: document.path.clone(),
                title: document.title.clone(),
                read: document.status == "read",
                ..Standing::default()
            };
            for (name, state) in &document.commitments {
                let state = State::from_name(state)
                    .ok_or_else(|| format!("it is damaged: `{state}` is no state"))?;
                let cell = document.cells.get(name);
                standing.commitments.insert(name.clone(), made(state, cell));
            }
            let raised = document.findings.iter().map(|one| KnownFinding {
                rule: one.rule.clone(),
                fingerprint: one.fingerprint.clone(),
                severity: one.severity,
                words: words(&one.words, Firmness::default()),
            });
            standing.findings = raised.collect();
            documents.push(standing);
        }
        Ok(Snapshot {
            commitments: self
                .commitments
                .iter()
                .map(|one| (one.id.clone(), one.title.clone()))
                .collect(),
            documents,
        })
    }
}

fn made(state: State, cell: Option<&CellJson>) -> Made {
    let Some(cell) = cell else {
        return Made {
            state,
            ..Made::default()
        };
    };
    Made {
        state,
        has: cell.has.clone(),
        evidence: cell
            .evidence
            .iter()
            .map(|one| {
                let firmness = Firmness {
                    binding: one.binding,
                    deadline: one.deadline,
                    owner: one.owner,
                    within: one.within,
                };
                words(&one.words, firmness)
            })
            .collect(),
    }
}

fn words(evidence: &EvidenceJson, firmness: Firmness) -> Words {
    let location = Location {
        heading: evidence.heading.clone(),
        page: evidence.page,
        paragraph: evidence.paragraph,
        ..Location::default()
    };
    let place = match evidence.line {
        Some(line) => format!("line {line}"),
        None => wording::place(&location),
    };
    Words {
        quote: evidence.quote.clone(),
        place,
        firmness,
    }
}

#[cfg(test)]
mod tests {
    use super::AuditJson;

    #[test]
    fn what_is_no_audit_of_this_version_is_refused_with_what_to_do() {
        for (text, why) in [
            ("", "it is empty"),
            ("{\"schema\":", "it is damaged"),
            ("[]", "no audit of equilint"),
            ("{\"findings\":[]}", "no audit of equilint"),
            ("{\"schema\":\"equilint/1\"}", "no audit of equilint"),
            (
                "{\"schema\":\"equilint-audit/9\"}",
                "another version of equilint",
            ),
            ("{\"schema\":\"equilint-audit/1\"}", "it is damaged"),
        ] {
            let error = AuditJson::parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
            assert!(error.contains("equilint audit"), "{text}: {error}");
        }
    }
}
