//! Two audits of a manual, side by side: what it gained, what is weaker now, what it lost.
//!
//! Documents are matched by path, then by file name, then by title, so that a manual that moved or was renamed in part
//! can still be compared. A commitment is weaker where its state fell, or where the words that show it no longer bind, or
//! no longer name a date or an owner.

mod change;
mod pairs;

use std::collections::{BTreeMap, BTreeSet};

use change::{change, join_moves};
use pairs::{file, pairs};

use crate::{
    finding::Severity,
    rule::{Firmness, State},
};

/// Words that show a commitment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The sentence, white space folded.
    pub quote: String,
    /// Where it stands, for a person: "§ Review, line 12".
    pub place: String,
    /// How firmly it commits.
    pub firmness: Firmness,
}

/// One commitment in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// How far.
    pub state: State,
    /// Parts of it that a partial one shows.
    pub has: Vec<String>,
    /// The words that show it, best first.
    pub evidence: Vec<Words>,
}

/// A finding, as far as two audits share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFinding {
    /// Id of the rule.
    pub rule: String,
    /// [`crate::finding::Finding::fingerprint`].
    pub fingerprint: String,
    /// How much it matters.
    pub severity: Severity,
    /// The sentence and where it stands.
    pub words: Words,
}

/// One document of an audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// As shown to people.
    pub path: String,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Whether it was read.
    pub read: bool,
    /// By name.
    pub commitments: BTreeMap<String, Made>,
    /// What `check` says of it.
    pub findings: Vec<KnownFinding>,
}

/// What is known of an audit, just made or written down earlier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Name and title of each commitment that was asked for, in the order of reports.
    pub commitments: Vec<(String, String)>,
    /// In path order, without files that are no documents.
    pub documents: Vec<Standing>,
}

/// What became of a commitment. Ordered, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shift {
    /// Nothing says it any more.
    Lost,
    /// It is still said, less firmly.
    Weakened,
    /// Another document says it now.
    Moved,
    /// It was in part and is met.
    Strengthened,
    /// It is new.
    Gained,
}

impl Shift {
    /// Every shift, the worst first.
    pub const ALL: [Self; 5] = [
        Self::Lost,
        Self::Weakened,
        Self::Moved,
        Self::Strengthened,
        Self::Gained,
    ];

    /// The name in machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Weakened => "weakened",
            Self::Moved => "moved",
            Self::Strengthened => "strengthened",
            Self::Gained => "gained",
        }
    }
}

/// A commitment that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub shift: Shift,
    /// Its name.
    pub commitment: String,
    /// Its title.
    pub title: String,
    /// The document as it is called now; as it was called, where it is gone.
    pub document: String,
    /// Where it moved to.
    pub to: Option<String>,
    /// The state it had.
    pub was: State,
    /// The state it has.
    pub is: State,
    /// What changed, for a person: "no deadline any more".
    pub why: Vec<String>,
    /// The words that showed it.
    pub before: Option<Words>,
    /// The words that show it.
    pub after: Option<Words>,
}

/// What lies between two audits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Documents that were read, then and now.
    pub documents: (usize, usize),
    /// Documents that are new.
    pub added: Vec<String>,
    /// Documents that are gone.
    pub removed: Vec<String>,
    /// Documents that are called otherwise: before and now.
    pub renamed: Vec<(String, String)>,
    /// Documents that were not read on one side, so that nothing can be said of them.
    pub unread: Vec<String>,
    /// Titles of commitments that only one of the audits asked for.
    pub unasked: Vec<String>,
    /// The worst first, then by document and commitment.
    pub changes: Vec<Change>,
    /// Findings that were not there, with their document.
    pub new: Vec<(String, KnownFinding)>,
    /// Findings that are gone, with their document as it was called.
    pub fixed: Vec<(String, KnownFinding)>,
    /// How many commitments of the manual were met, in part and absent, by their best document.
    pub before: [usize; 3],
    /// How many are.
    pub after: [usize; 3],
}

impl Comparison {
    /// Whether something was weakened or lost.
    pub fn is_worse(&self) -> bool {
        self.count(Shift::Lost) + self.count(Shift::Weakened) > 0
    }

    /// How many commitments went this way.
    pub fn count(&self, shift: Shift) -> usize {
        self.of(shift).count()
    }

    /// The commitments that went this way.
    pub fn of(&self, shift: Shift) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |one| one.shift == shift)
    }
}

/// What lies between `old` and `new`.
pub fn compare(old: &Snapshot, new: &Snapshot) -> Comparison {
    let names = |snapshot: &Snapshot| -> BTreeSet<String> {
        let names = snapshot.commitments.iter().map(|(name, _)| name.clone());
        names.collect()
    };
    let (asked_old, asked_new) = (names(old), names(new));
    let both = |name: &str| asked_old.contains(name) && asked_new.contains(name);
    let asked: Vec<&(String, String)> = new
        .commitments
        .iter()
        .filter(|(name, _)| both(name))
        .collect();
    let unasked = old
        .commitments
        .iter()
        .chain(&new.commitments)
        .filter(|(name, _)| !both(name))
        .map(|(_, title)| title.clone())
        .collect();
    let mut out = Comparison {
        documents: (read(old), read(new)),
        unasked,
        before: totals(old, &asked),
        after: totals(new, &asked),
        ..Comparison::default()
    };
    let nobody = Standing {
        read: true,
        ..Standing::default()
    };
    for pair in pairs(old, new) {
        let (was, is) = (pair.0.unwrap_or(&nobody), pair.1.unwrap_or(&nobody));
        let name = pair.1.or(pair.0).map_or("", |document| &document.path);
        if !was.read || !is.read {
            out.unread.push(name.to_owned());
            continue;
        }
        match pair {
            (None, Some(is)) => out.added.push(is.path.clone()),
            (Some(was), None) => out.removed.push(was.path.clone()),
            (Some(was), Some(is)) if file(was) != file(is) => {
                out.renamed.push((was.path.clone(), is.path.clone()));
            }
            _ => {}
        }
        for (commitment, title) in &asked {
            let nothing = Made::default();
            let before = was.commitments.get(commitment).unwrap_or(&nothing);
            let after = is.commitments.get(commitment).unwrap_or(&nothing);
            if let Some(mut change) = change(before, after) {
                change.commitment.clone_from(commitment);
                change.title.clone_from(title);
                name.clone_into(&mut change.document);
                if pair.1.is_none() {
                    change.why.push("the document is gone".to_owned());
                }
                out.changes.push(change);
            }
        }
        findings(was, is, &mut out);
    }
    join_moves(&mut out.changes);
    out.changes.sort_by(|a, b| {
        let key = |one: &Change| (one.shift, one.document.clone(), one.commitment.clone());
        key(a).cmp(&key(b))
    });
    out
}

fn read(snapshot: &Snapshot) -> usize {
    snapshot.documents.iter().filter(|one| one.read).count()
}

/// How many of `asked` the manual meets, meets in part, and lacks.
fn totals(snapshot: &Snapshot, asked: &[&(String, String)]) -> [usize; 3] {
    let mut counts = [0; 3];
    for (name, _) in asked {
        let best = snapshot
            .documents
            .iter()
            .filter_map(|document| document.commitments.get(name))
            .map(|made| made.state)
            .max();
        let slot = match best.unwrap_or_default() {
            State::Met => 0,
            State::Partial => 1,
            State::Absent => 2,
        };
        if let Some(count) = counts.get_mut(slot) {
            *count += 1;
        }
    }
    counts
}

/// Findings that came and went between the two states of a document.
fn findings(was: &Standing, is: &Standing, out: &mut Comparison) {
    let keys = |document: &Standing| -> BTreeSet<(String, String)> {
        let key = |one: &KnownFinding| (one.rule.clone(), one.fingerprint.clone());
        document.findings.iter().map(key).collect()
    };
    let (then, now) = (keys(was), keys(is));
    let without = |document: &Standing, known: &BTreeSet<(String, String)>| {
        let unknown =
            |one: &&KnownFinding| !known.contains(&(one.rule.clone(), one.fingerprint.clone()));
        let found = document.findings.iter().filter(unknown);
        let named = found.map(|one| (document.path.clone(), one.clone()));
        named.collect::<Vec<_>>()
    };
    out.new.extend(without(is, &then));
    out.fixed.extend(without(was, &now));
}
