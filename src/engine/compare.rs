//! Two audits of a manual, side by side: what it gained, what is weaker now, what it lost.
//!
//! Documents are matched by path, then by file name, then by title, so that a manual that moved or was renamed in part
//! can still be compared. A commitment is weaker where its state fell, or where the words that show it no longer bind, or
//! no longer name a date or an owner.

use std::collections::{BTreeMap, BTreeSet};

use crate::{finding::Severity, rule::Firmness};

/// How far a commitment is made. Ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not at all.
    #[default]
    Absent,
    /// In part.
    Partial,
    /// With a duty and an action.
    Met,
}

impl State {
    /// The name in machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Partial => "partial",
            Self::Met => "met",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Absent, Self::Partial, Self::Met]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

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

/// A document then and now.
type Pair<'a> = (Option<&'a Standing>, Option<&'a Standing>);

/// Every document once, with its counterpart where it has one, in the order of the new audit, then of the old one.
fn pairs<'a>(old: &'a Snapshot, new: &'a Snapshot) -> Vec<Pair<'a>> {
    let mut partner: Vec<Option<usize>> = vec![None; new.documents.len()];
    let mut taken = vec![false; old.documents.len()];
    let (base_old, base_new) = (base(old), base(new));
    let below = |document: &Standing, base: usize| -> Option<String> {
        document.path.get(base..).map(str::to_owned)
    };
    let by_path = |document: &Standing, is_new: bool| {
        below(document, if is_new { base_new } else { base_old })
    };
    let by_file = |document: &Standing, _: bool| Some(file(document).to_owned());
    let by_title = |document: &Standing, _: bool| {
        let title = document.title.as_deref().map(str::trim);
        title
            .filter(|title| !title.is_empty())
            .map(str::to_lowercase)
    };
    // A document alone on both sides is compared whatever it is called.
    let lone = old.documents.len() == 1 && new.documents.len() == 1;
    let by_chance = |_: &Standing, _: bool| lone.then(String::new);
    let keys: [&dyn Fn(&Standing, bool) -> Option<String>; 4] =
        [&by_path, &by_file, &by_title, &by_chance];
    for key in keys {
        // Only a key that is the only one of its like on both sides matches.
        let mut left: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, document) in old.documents.iter().enumerate() {
            if taken.get(at) == Some(&false)
                && let Some(key) = key(document, false)
            {
                left.entry(key).or_default().push(at);
            }
        }
        let mut right: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, document) in new.documents.iter().enumerate() {
            if partner.get(at) == Some(&None)
                && let Some(key) = key(document, true)
            {
                right.entry(key).or_default().push(at);
            }
        }
        for (key, right) in right {
            if let ([now], Some([then])) = (right.as_slice(), left.get(&key).map(Vec::as_slice))
                && let (Some(slot), Some(used)) = (partner.get_mut(*now), taken.get_mut(*then))
            {
                *slot = Some(*then);
                *used = true;
            }
        }
    }
    let mut out: Vec<Pair<'a>> = new
        .documents
        .iter()
        .zip(&partner)
        .map(|(document, then)| (then.and_then(|at| old.documents.get(at)), Some(document)))
        .collect();
    let gone = old.documents.iter().zip(&taken).filter(|(_, used)| !**used);
    out.extend(gone.map(|(document, _)| (Some(document), None)));
    out
}

/// Bytes of the folder that all documents share.
fn base(snapshot: &Snapshot) -> usize {
    let folder = |document: &Standing| document.path.rfind('/').map_or(0, |at| at + 1);
    let Some(first) = snapshot.documents.first() else {
        return 0;
    };
    let mut shared = first.path.get(..folder(first)).unwrap_or_default();
    for document in &snapshot.documents {
        while !document.path.starts_with(shared) {
            let parent = shared
                .trim_end_matches('/')
                .rfind('/')
                .map_or(0, |at| at + 1);
            shared = shared.get(..parent).unwrap_or_default();
        }
    }
    shared.len()
}

/// The last part of a document's path.
fn file(document: &Standing) -> &str {
    let path = &document.path;
    path.rsplit('/').next().unwrap_or(path)
}

/// What became of one commitment in one document; `None` where it is as firm as it was.
fn change(before: &Made, after: &Made) -> Option<Change> {
    let change = |shift: Shift, why: Vec<String>, words: (Option<&Words>, Option<&Words>)| Change {
        shift,
        commitment: String::new(),
        title: String::new(),
        document: String::new(),
        to: None,
        was: before.state,
        is: after.state,
        why,
        before: words.0.cloned(),
        after: words.1.cloned(),
    };
    let first = (before.evidence.first(), after.evidence.first());
    let shift = match (before.state, after.state) {
        (State::Absent, State::Absent) => return None,
        (State::Absent, _) => Shift::Gained,
        (_, State::Absent) => Shift::Lost,
        (State::Partial, State::Met) => Shift::Strengthened,
        (State::Met, State::Partial) => {
            let (why, words) = weaker(before, after).unwrap_or((Vec::new(), first));
            return Some(change(Shift::Weakened, why, words));
        }
        (State::Met, State::Met) | (State::Partial, State::Partial) => {
            let (why, words) = weaker(before, after)?;
            return Some(change(Shift::Weakened, why, words));
        }
    };
    Some(change(shift, Vec::new(), first))
}

/// What `after` no longer says, with the words that show it; `None` where it says as much.
fn weaker<'a>(
    before: &'a Made,
    after: &'a Made,
) -> Option<(Vec<String>, (Option<&'a Words>, Option<&'a Words>))> {
    let mut why: Vec<String> = before
        .has
        .iter()
        .filter(|part| after.state == State::Partial && !after.has.contains(part))
        .map(|part| format!("no longer says {part}"))
        .collect();
    let mut words = (before.evidence.first(), after.evidence.first());
    let kept: Vec<&str> = after
        .evidence
        .iter()
        .map(|one| one.quote.as_str())
        .collect();
    for one in &before.evidence {
        if kept.contains(&one.quote.as_str()) {
            // What was said is said still.
            continue;
        }
        let Some(now) = nearest(one, &after.evidence) else {
            continue;
        };
        let lost = dropped(one.firmness, now.firmness);
        if !lost.is_empty() {
            words = (Some(one), Some(now));
            why.extend(lost.iter().map(|what| (*what).to_owned()));
            break;
        }
    }
    (!why.is_empty()).then_some((why, words))
}

/// What `now` lacks that `then` had.
fn dropped(then: Firmness, now: Firmness) -> Vec<&'static str> {
    let lost = [
        (then.binding && !now.binding, "no longer binding"),
        (then.deadline && !now.deadline, "no deadline any more"),
        (then.owner && !now.owner, "no owner any more"),
    ];
    let lost = lost.iter().filter(|(lost, _)| *lost);
    lost.map(|(_, what)| *what).collect()
}

/// The one of `now` that shares most words with `then`, at least half of them.
fn nearest<'a>(then: &Words, now: &'a [Words]) -> Option<&'a Words> {
    let words = |one: &Words| -> BTreeSet<String> {
        one.quote
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let old = words(then);
    now.iter()
        .map(|one| {
            let new = words(one);
            let shared = old.intersection(&new).count();
            (shared * 2, old.len().min(new.len()), one)
        })
        .filter(|(shared, least, _)| shared >= least && *shared > 0)
        .max_by_key(|(shared, ..)| *shared)
        .map(|(.., one)| one)
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

/// Make one move of a commitment that one document lost and another gained as firmly.
fn join_moves(changes: &mut Vec<Change>) {
    let mut joined = Vec::new();
    for at in 0..changes.len() {
        let Some(lost) = changes.get(at).filter(|one| one.shift == Shift::Lost) else {
            continue;
        };
        let fits = |one: &Change| {
            one.commitment == lost.commitment && one.shift == Shift::Gained && one.is >= lost.was
        };
        let Some(to) = (0..changes.len())
            .find(|to| !joined.contains(to) && changes.get(*to).is_some_and(fits))
        else {
            continue;
        };
        let gained = changes.get(to).cloned();
        joined.push(to);
        if let (Some(lost), Some(gained)) = (changes.get_mut(at), gained) {
            lost.shift = Shift::Moved;
            lost.is = gained.is;
            lost.to = Some(gained.document);
            lost.after = gained.after;
        }
    }
    let mut at = 0;
    changes.retain(|_| {
        at += 1;
        !joined.contains(&(at - 1))
    });
}
