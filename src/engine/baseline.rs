//! Findings that were there when equilint was adopted: known, counted, and not shown again.
//!
//! An entry is a document and a fingerprint (rule, folded words and heading path, with a count for repeats), never a
//! position: text that moved or was wrapped anew stays known, a second copy of an old fault is new.

use std::sync::atomic::{AtomicBool, Ordering};

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
    /// By document, rule and fingerprint; no two alike.
    entries: Vec<Known>,
}

/// An entry, and what became of it in this run.
#[derive(Debug)]
struct Known {
    entry: Entry,
    /// Whether its document was judged by every rule.
    judged: AtomicBool,
    /// Whether its finding was met.
    met: AtomicBool,
}

/// The one of `known`, the entries of one document, for the finding of `rule` with `fingerprint`.
fn find<'k>(known: &'k [Known], rule: &str, fingerprint: &str) -> Option<&'k Known> {
    let wanted = (rule, fingerprint);
    let order = |one: &Known| (&*one.entry.rule, &*one.entry.fingerprint).cmp(&wanted);
    let at = known.binary_search_by(order).ok()?;
    known.get(at)
}

impl Baseline {
    /// The baseline of `entries`.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut entries: Vec<Entry> = entries.into_iter().collect();
        if !entries.is_sorted() {
            entries.sort();
        }
        // The words are for people: the same finding with other words is the same.
        entries.dedup_by(|one, other| {
            let same = (&one.path, &one.rule) == (&other.path, &other.rule);
            same && one.fingerprint == other.fingerprint
        });
        let known = |entry| Known {
            entry,
            judged: AtomicBool::new(false),
            met: AtomicBool::new(false),
        };
        Self {
            entries: entries.into_iter().map(known).collect(),
        }
    }

    /// What is known of the document called `path`.
    fn of(&self, path: &str) -> &[Known] {
        let start = self.entries.partition_point(|one| *one.entry.path < *path);
        let rest = self.entries.get(start..).unwrap_or_default();
        let end = rest.partition_point(|one| one.entry.path == path);
        rest.get(..end).unwrap_or_default()
    }

    /// Hide what is known of the document called `path`. `complete` says that every rule ran on it: only then can an entry
    /// that is not met be called stale.
    pub fn hide(&self, path: &str, complete: bool, reading: &mut Reading) {
        let known = self.of(path);
        if known.is_empty() {
            return;
        }
        let meet = |finding: &Finding| {
            let one = find(known, &finding.rule, &finding.fingerprint);
            one.inspect(|one| one.met.store(true, Ordering::Relaxed))
                .is_some()
        };
        // What is hidden for another reason is not gone.
        for (finding, _) in &reading.hidden {
            meet(finding);
        }
        let (hidden, shown): (Vec<_>, Vec<_>) = reading.findings.drain(..).partition(&meet);
        reading.findings = shown;
        let hidden = hidden.into_iter();
        reading
            .hidden
            .extend(hidden.map(|finding| (finding, Hidden::Baseline)));
        if complete {
            for one in known {
                one.judged.store(true, Ordering::Relaxed);
            }
        }
    }

    /// Entries of documents that were judged, whose finding is gone; in order.
    pub fn stale(&self) -> Vec<&Entry> {
        let is = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        let stale = |one: &&Known| is(&one.judged) && !is(&one.met);
        let stale = self.entries.iter().filter(stale);
        stale.map(|one| &one.entry).collect()
    }

    /// Whether it has an entry for the same finding as `entry`.
    pub fn knows(&self, entry: &Entry) -> bool {
        find(self.of(&entry.path), &entry.rule, &entry.fingerprint).is_some()
    }

    /// Every entry, in order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|one| &one.entry)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
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
