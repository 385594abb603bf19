//! The file that a baseline is kept in: JSON, one entry a line, so that a version control system shows what changed.

use serde::{Deserialize, Serialize};

use crate::engine::{Baseline, Entry};

/// The name of the file where nobody says otherwise.
pub const BASELINE_NAME: &str = "equilint-baseline.json";

/// What the file is; a later version has another number.
const SCHEMA: &str = "equilint-baseline/1";

/// A baseline with who made it and when.
#[derive(Debug, Default)]
pub struct BaselineFile {
    /// The day on which it was last written.
    pub written: String,
    /// Who wrote it, where that is known.
    pub by: Option<String>,
    /// What is known.
    pub baseline: Baseline,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Line {
    path: String,
    rule: String,
    fingerprint: String,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    schema: String,
    written: String,
    by: Option<String>,
    entries: Vec<Line>,
}

#[derive(Deserialize)]
struct Head {
    schema: String,
}

impl BaselineFile {
    /// What `text` holds.
    ///
    /// # Errors
    /// When it is no baseline, is damaged, or was written by a later version; the error says what to do.
    pub fn parse(text: &str) -> Result<Self, String> {
        let conflict = |mark: &str| {
            let lines = memchr::memmem::find_iter(text.as_bytes(), mark);
            let begins = |at: usize| at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n');
            lines.into_iter().any(begins)
        };
        if ["<<<<<<<", "=======", ">>>>>>>"].into_iter().any(conflict) {
            return Err("it has marks of a merge conflict: settle them by keeping the entries of both sides".to_owned());
        }
        let damaged = |error: serde_json::Error| {
            format!(
                "it is damaged ({error}): take it from version control, or write it anew with `equilint baseline create --force`"
            )
        };
        let other = |schema: &str| {
            format!("it is `{schema}`, and this version of equilint reads `{SCHEMA}`")
        };
        let written: Written = match serde_json::from_str(text) {
            Ok(written) => written,
            // What another version wrote may have other keys.
            Err(error) => {
                let head: Head = serde_json::from_str(text).map_err(damaged)?;
                let known = head.schema == SCHEMA;
                return Err(if known {
                    damaged(error)
                } else {
                    other(&head.schema)
                });
            }
        };
        if written.schema != SCHEMA {
            return Err(other(&written.schema));
        }
        let entry = |line: Line| Entry {
            path: line.path,
            rule: line.rule,
            fingerprint: line.fingerprint,
            words: line.words,
        };
        Ok(Self {
            written: written.written,
            by: written.by,
            baseline: Baseline::new(written.entries.into_iter().map(entry)),
        })
    }

    /// The file's text: entries in order, one a line.
    pub fn to_text(&self) -> String {
        let json = |value: &str| serde_json::to_string(value).expect("texts always serialize");
        let mut text = format!(
            "{{\"schema\":\"{SCHEMA}\",\n\"written\":{},\n",
            json(&self.written)
        );
        if let Some(by) = &self.by {
            text.push_str(&format!("\"by\":{},\n", json(by)));
        }
        text.push_str("\"entries\":[");
        for (index, entry) in self.baseline.entries().enumerate() {
            let line = Line {
                path: entry.path.clone(),
                rule: entry.rule.clone(),
                fingerprint: entry.fingerprint.clone(),
                words: entry.words.clone(),
            };
            text.push_str(if index == 0 { "\n" } else { ",\n" });
            text.push_str(&serde_json::to_string(&line).expect("texts always serialize"));
        }
        text.push_str("\n]}\n");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::BaselineFile;
    use crate::engine::{Baseline, Entry};

    #[test]
    fn a_baseline_is_read_as_it_was_written_and_anything_else_is_refused() {
        let entry = |path: &str| Entry {
            path: path.to_owned(),
            rule: "hollow/x".to_owned(),
            fingerprint: "0f".to_owned(),
            words: "a \"quoted\"\nword".to_owned(),
        };
        let file = BaselineFile {
            written: "2026-11-21".to_owned(),
            by: Some("ana".to_owned()),
            baseline: Baseline::new(["b.md", "a.md"].map(entry)),
        };
        let text = file.to_text();
        let read = BaselineFile::parse(&text).unwrap();
        assert_eq!(read.to_text(), text);
        assert_eq!(read.baseline.len(), 2);
        let broken = [
            ("{}", "damaged"),
            ("", "damaged"),
            (
                &text.replace("baseline/1", "baseline/2"),
                "reads `equilint-baseline/1`",
            ),
            (&format!("<<<<<<< ours\n{text}"), "merge conflict"),
            (&text.replace("\"rule\"", "\"rul\""), "damaged"),
        ];
        for (text, why) in broken {
            let error = BaselineFile::parse(text).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
    }
}
