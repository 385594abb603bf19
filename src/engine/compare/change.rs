//! What became of one commitment.

use std::collections::BTreeSet;

use super::{Change, Made, Shift, Words};
use crate::rule::{Firmness, State};

/// The words that showed a commitment, and those that show it.
type Sides<'a> = (Option<&'a Words>, Option<&'a Words>);

/// What became of one commitment in one document; `None` where it is as firm as it was.
pub(super) fn change(before: &Made, after: &Made) -> Option<Change> {
    let change = |shift: Shift, why: Vec<String>, words: Sides<'_>| Change {
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

/// Make one move of a commitment that one document lost and another gained as firmly.
pub(super) fn join_moves(changes: &mut Vec<Change>) {
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

/// What `after` no longer says, with the words that show it; `None` where it says as much.
fn weaker<'a>(before: &'a Made, after: &'a Made) -> Option<(Vec<String>, Sides<'a>)> {
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
            why.extend(lost);
            break;
        }
    }
    (!why.is_empty()).then_some((why, words))
}

/// What `now` lacks that `then` had.
fn dropped(then: Firmness, now: Firmness) -> Vec<String> {
    let lost = [
        (then.binding && !now.binding, "no longer binding"),
        (then.deadline && !now.deadline, "no deadline any more"),
        (then.owner && !now.owner, "no owner any more"),
    ];
    let lost = lost.iter().filter(|(lost, _)| *lost);
    let mut lost: Vec<String> = lost.map(|(_, what)| (*what).to_owned()).collect();
    if let (Some(then), Some(now)) = (then.within, now.within)
        && now > then
    {
        lost.push(format!("a longer deadline: {now} days in place of {then}"));
    }
    lost
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
