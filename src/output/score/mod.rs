//! A score of rules on labelled text: figures, misses and false alarms, as a table, as JSON, and beside an older one.

mod compare;
mod table;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    engine::{Counts, Score, Scored, judged, score},
    finding::{Confidence, Family, Severity},
};

/// The schema of its JSON.
const SCHEMA: &str = "equilint-score/1";

/// Counts and what follows from them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Figures {
    marks: usize,
    hit: usize,
    findings: usize,
    right: usize,
    excused: usize,
    precision: Option<f64>,
    recall: Option<f64>,
    f1: Option<f64>,
}

impl From<Counts> for Figures {
    fn from(counts: Counts) -> Self {
        Self {
            marks: counts.marks,
            hit: counts.hit,
            findings: counts.findings,
            right: counts.right,
            excused: counts.excused,
            precision: counts.precision(),
            recall: counts.recall(),
            f1: counts.f1(),
        }
    }
}

/// Figures by family and together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Table {
    families: BTreeMap<String, Figures>,
    overall: Figures,
    macro_f1: Option<f64>,
}

impl From<&Score<'_>> for Table {
    fn from(score: &Score<'_>) -> Self {
        let families = score.families.iter();
        Self {
            families: families
                .map(|(family, counts)| (family.name().to_owned(), (*counts).into()))
                .collect(),
            overall: score.overall().into(),
            macro_f1: score.macro_f1(),
        }
    }
}

impl Table {
    /// Rows in the order of families.
    fn rows(&self) -> impl Iterator<Item = (&'static str, &Figures)> {
        let names = Family::ALL.into_iter().map(Family::name);
        names.filter_map(|name| Some((name, self.families.get(name)?)))
    }
}

/// A fault that no finding meets.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Miss {
    id: String,
    family: String,
    words: String,
    /// What silenced a rule that reached it.
    silenced: Option<String>,
    /// Whether a finding below the wanted severity meets it.
    found_below: bool,
    passage: String,
}

/// A finding that meets no mark.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Alarm {
    id: String,
    family: String,
    rule: String,
    severity: String,
    confidence: String,
    words: String,
    sentence: String,
}

/// A score, complete: what `--format json` writes and `--compare` reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScoreSheet {
    schema: String,
    version: String,
    labels: Vec<String>,
    passages: usize,
    min_severity: String,
    /// Findings of `min_severity` and above.
    wanted: Table,
    every_severity: Table,
    /// Findings of `min_severity` and above, of this confidence and above.
    by_confidence: BTreeMap<String, Table>,
    /// Findings of this severity and above.
    by_severity: BTreeMap<String, Table>,
    /// Passages without a mark, and those of them with a false alarm.
    clean_passages: usize,
    clean_alarmed: usize,
    misses: Vec<Miss>,
    false_alarms: Vec<Alarm>,
}

impl ScoreSheet {
    /// The score of `passages`, whose labels are called `labels`; families are judged by findings of `least` and above.
    pub fn new(passages: &[Scored], labels: Vec<String>, least: Severity) -> Self {
        let families = judged(passages);
        let wanted = score(passages, &families, |one| one.severity >= least);
        let every = score(passages, &families, |_| true);
        let of_confidence = |confidence: Confidence| {
            let score = score(passages, &families, |one| {
                one.severity >= least && one.confidence >= confidence
            });
            (confidence.name().to_owned(), Table::from(&score))
        };
        let of_severity = |severity: Severity| {
            let score = score(passages, &families, |one| one.severity >= severity);
            (severity.name().to_owned(), Table::from(&score))
        };
        let is_clean = |one: &&Scored| one.marks.is_empty();
        let alarmed = |one: &&Scored| {
            let mut alarms = wanted.alarms.iter();
            alarms.any(|(other, _)| std::ptr::eq(*other, *one))
        };
        let misses = wanted.misses.iter().map(|(passage, mark)| Miss {
            id: passage.id.clone(),
            family: mark.family.name().to_owned(),
            words: mark.words.clone(),
            silenced: mark.silenced.clone(),
            found_below: !every
                .misses
                .iter()
                .any(|(_, other)| std::ptr::eq(*other, *mark)),
            passage: passage.excerpt.clone(),
        });
        let alarms = wanted.alarms.iter().map(|(passage, finding)| Alarm {
            id: passage.id.clone(),
            family: finding.family.name().to_owned(),
            rule: finding.rule.to_string(),
            severity: finding.severity.name().to_owned(),
            confidence: finding.confidence.name().to_owned(),
            words: finding.words.clone(),
            sentence: finding.excerpt.clone(),
        });
        Self {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            labels,
            passages: passages.len(),
            min_severity: least.name().to_owned(),
            wanted: Table::from(&wanted),
            every_severity: Table::from(&every),
            by_confidence: Confidence::ALL.into_iter().map(of_confidence).collect(),
            by_severity: Severity::ALL.into_iter().map(of_severity).collect(),
            clean_passages: passages.iter().filter(is_clean).count(),
            clean_alarmed: passages.iter().filter(is_clean).filter(alarmed).count(),
            misses: misses.collect(),
            false_alarms: alarms.collect(),
        }
    }

    /// Read what [`ScoreSheet::json`] wrote.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let sheet: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if sheet.schema == SCHEMA {
            Ok(sheet)
        } else {
            Err(format!(
                "its schema is `{}`, and not `{SCHEMA}`",
                sheet.schema
            ))
        }
    }

    /// Everything, for programs; with `old`, what got better and worse since then.
    pub fn json(&self, old: Option<&Self>) -> String {
        let mut value = serde_json::to_value(self).expect("texts and numbers always serialize");
        if let (Some(old), Some(object)) = (old, value.as_object_mut()) {
            let changes = serde_json::to_value(self.changes(old));
            object.insert(
                "changes".to_owned(),
                changes.expect("texts and numbers always serialize"),
            );
        }
        let mut text = serde_json::to_string_pretty(&value).expect("a value always serializes");
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::{Marked, Raised};

    fn passage(id: &str, marked: bool, found: Option<Severity>) -> Scored {
        let mark = Marked {
            family: Family::Merit,
            place: 0..5,
            words: "merit".to_owned(),
            silenced: None,
        };
        let finding = |severity| Raised {
            rule: Arc::from("merit/x"),
            family: Family::Merit,
            severity,
            confidence: Confidence::High,
            place: 0..5,
            words: "merit".to_owned(),
            excerpt: "Merit decides.".to_owned(),
        };
        Scored {
            id: id.to_owned(),
            excerpt: "Merit decides.".to_owned(),
            marks: if marked { vec![mark] } else { Vec::new() },
            findings: found.map(finding).into_iter().collect(),
            ..Scored::default()
        }
    }

    fn sheet(passages: &[Scored]) -> ScoreSheet {
        ScoreSheet::new(passages, vec!["x.jsonl".to_owned()], Severity::Warning)
    }

    #[test]
    fn what_it_writes_it_reads() {
        let one = sheet(&[
            passage("a", true, Some(Severity::Warning)),
            passage("b", false, Some(Severity::Warning)),
            passage("c", true, Some(Severity::Note)),
        ]);
        assert_eq!(one.clean_alarmed, 1);
        assert_eq!(one.misses.len(), 1);
        assert!(one.misses[0].found_below);
        let read = ScoreSheet::parse(one.json(None).as_bytes()).unwrap();
        assert_eq!(read, one);
        assert!(ScoreSheet::parse(b"{}").is_err());
        let other = one.json(None).replace(SCHEMA, "other/1");
        assert!(
            ScoreSheet::parse(other.as_bytes())
                .unwrap_err()
                .contains("other/1")
        );
    }

    #[test]
    fn a_comparison_names_what_changed() {
        let old = sheet(&[
            passage("a", true, Some(Severity::Warning)),
            passage("b", false, None),
        ]);
        let new = sheet(&[
            passage("a", true, None),
            passage("b", false, Some(Severity::Warning)),
        ]);
        assert!(new.is_worse_than(&old) && !old.is_worse_than(&new) && !old.is_worse_than(&old));
        let text = new.compared(&old, 80, 10);
        assert!(text.contains("missed now (1)"), "{text}");
        assert!(text.contains("new false alarms (1)"), "{text}");
        let back = old.compared(&new, 80, 10);
        assert!(back.contains("found now (1)"), "{back}");
        assert!(back.contains("false alarms gone (1)"), "{back}");
        let json = new.json(Some(&old));
        assert!(json.contains("\"missed_now\""), "{json}");
    }

    #[test]
    fn a_table_has_every_family_that_was_judged() {
        let text = sheet(&[passage("a", true, Some(Severity::Warning))]).text(80, 5);
        assert!(
            text.contains("merit") && !text.contains("deficit"),
            "{text}"
        );
        assert!(text.contains("1.000"), "{text}");
    }
}
