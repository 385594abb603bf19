//! Findings that were there when equilint was adopted: known, counted, and not shown again.
//!
//! An entry is a document and a fingerprint (rule, folded words and heading path, with a count for repeats), never a
//! position: text that moved or was wrapped anew stays known, a second copy of an old fault is new.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use super::{Hidden, Reading};
use crate::finding::Finding;

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The document, relative to the baseline's folder.
    pub path: String,
    /// Id of the rule.
    pub rule: String,
    /// [`Finding::fingerprint`].
    pub fingerprint: String,
    /// The words, for whoever reads the baseline.
    pub words: String,
}

impl Entry {
    /// The entry for `finding` in the document called `path`.
    pub fn of(path: &str, finding: &Finding) -> Self {
        let words: Vec<_> = finding.location.words.split_whitespace().collect();
        Self {
            path: path.to_owned(),
            rule: finding.rule.to_string(),
            fingerprint: finding.fingerprint.clone(),
            words: words.join(" "),
        }
    }
}

/// Everything that is known, and what of it was seen again. Can be asked by many threads.
#[derive(Debug, Default)]
pub struct Baseline {
    /// By document, then rule and fingerprint.
    entries: BTreeMap<String, BTreeMap<(String, String), Entry>>,
    /// Documents that were judged, with the rules and fingerprints met in them.
    met: Mutex<BTreeMap<String, BTreeSet<(String, String)>>>,
}

impl Baseline {
    /// The baseline of `entries`.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut baseline = Self::default();
        for entry in entries {
            let key = (entry.rule.clone(), entry.fingerprint.clone());
            baseline
                .entries
                .entry(entry.path.clone())
                .or_default()
                .insert(key, entry);
        }
        baseline
    }

    /// Hide what is known of the document called `path`. `complete` says that every rule ran on it: only then can an entry
    /// that is not met be called stale.
    pub fn hide(&self, path: &str, complete: bool, reading: &mut Reading) {
        let mut met = BTreeSet::new();
        if let Some(known) = self.entries.get(path) {
            // What is hidden for another reason is not gone.
            let keys = reading
                .hidden
                .iter()
                .map(|(finding, _)| (finding.rule.to_string(), finding.fingerprint.clone()));
            met.extend(keys.filter(|key| known.contains_key(key)));
            let mut shown = Vec::with_capacity(reading.findings.len());
            for finding in reading.findings.drain(..) {
                let key = (finding.rule.to_string(), finding.fingerprint.clone());
                if known.contains_key(&key) {
                    met.insert(key);
                    reading.hidden.push((finding, Hidden::Baseline));
                } else {
                    shown.push(finding);
                }
            }
            reading.findings = shown;
        }
        if complete {
            let mut all = self.met.lock().unwrap_or_else(|lock| lock.into_inner());
            all.insert(path.to_owned(), met);
        }
    }

    /// Entries of documents that were judged, whose finding is gone; in order.
    pub fn stale(&self) -> Vec<&Entry> {
        let met = self.met.lock().unwrap_or_else(|lock| lock.into_inner());
        let judged = self
            .entries
            .iter()
            .filter_map(|(path, known)| Some((known, met.get(path)?)));
        judged
            .flat_map(|(known, met)| known.iter().filter(|(key, _)| !met.contains(*key)))
            .map(|(_, entry)| entry)
            .collect()
    }

    /// Whether it has an entry for the same finding as `entry`.
    pub fn knows(&self, entry: &Entry) -> bool {
        let key = (entry.rule.clone(), entry.fingerprint.clone());
        self.entries
            .get(&entry.path)
            .is_some_and(|known| known.contains_key(&key))
    }

    /// Every entry, in order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().flat_map(BTreeMap::values)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.values().map(BTreeMap::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Baseline, Entry};
    use crate::{
        engine::Reading,
        finding::{Confidence, Family, Finding, Location, Place, Severity},
    };

    fn finding(fingerprint: &str) -> Finding {
        Finding {
            rule: Arc::from("hollow/x"),
            family: Family::Hollow,
            severity: Severity::Warning,
            confidence: Confidence::High,
            message: String::new(),
            why: Arc::from(""),
            notes: Vec::new(),
            place: Place::Document,
            location: Location {
                words: "two\n words".to_owned(),
                ..Location::default()
            },
            related: Vec::new(),
            fixes: Vec::new(),
            fingerprint: fingerprint.to_owned(),
        }
    }

    #[test]
    fn known_findings_are_hidden_and_entries_without_one_are_stale() {
        let entries = ["a", "gone"].map(|print| Entry::of("x.md", &finding(print)));
        assert_eq!(entries[0].words, "two words");
        let elsewhere = Entry::of("y.md", &finding("b"));
        let baseline = Baseline::new(entries.into_iter().chain([elsewhere]));
        let mut reading = Reading {
            findings: vec![finding("a"), finding("b")],
            ..Reading::default()
        };
        baseline.hide("x.md", true, &mut reading);
        assert_eq!(reading.findings, [finding("b")]);
        assert_eq!(reading.hidden.len(), 1);
        let stale: Vec<_> = baseline
            .stale()
            .iter()
            .map(|entry| &entry.fingerprint)
            .collect();
        assert_eq!(
            stale,
            ["gone"],
            "a document that was not judged says nothing of its entries"
        );
        assert_eq!(baseline.len(), 3);
    }
}
