//! What a committee reads first: what the manual comes to, and the widest gaps.

use serde::Serialize;

use super::{
    super::{
        super::{NO_POLICY, no_policy},
        quoted::shown,
    },
    matrix::missing_id,
    title,
};
use crate::{
    engine::{Audit, Overall},
    output::wording::count,
    rule::State,
};

/// Gaps named in the summary.
const GAPS: usize = 6;

#[derive(Serialize)]
pub(super) struct Summary {
    /// What was read, and what was not.
    read: String,
    /// What it comes to.
    lead: String,
    met: usize,
    partial: usize,
    absent: usize,
    hollow: usize,
    substantive: usize,
}

#[derive(Serialize)]
pub(super) struct Gap {
    title: String,
    text: String,
    clause: String,
}

/// What stands behind the cells of a commitment that is missing.
#[derive(Serialize)]
pub(super) struct Clause {
    id: String,
    title: String,
    why: String,
    clause: String,
}

#[derive(Serialize)]
pub(super) struct Unread {
    path: String,
    why: String,
}

pub(super) fn summary(audit: &Audit, overall: &[Overall]) -> Summary {
    let [met, partial, absent] =
        State::ALL.map(|state| overall.iter().filter(|one| one.state == state).count());
    let mut lead = format!(
        "The policies make {met} of {} commitments with a duty and an action.",
        overall.len()
    );
    if no_policy(audit) {
        NO_POLICY.clone_into(&mut lead);
    }
    for (number, what) in [
        (partial, "only wished for or mentioned"),
        (absent, "not made at all"),
    ] {
        match number {
            _ if no_policy(audit) => {}
            0 => {}
            1 => lead.push_str(&format!(" One is {what}.")),
            _ => lead.push_str(&format!(" {number} are {what}.")),
        }
    }
    let (hollow, substantive) = audit.hollow_to_substantive();
    let (read, unread) = (audit.read().count(), audit.unread().count());
    let verb = if read == 1 { "was" } else { "were" };
    let mut text = format!("{} {verb} read", count(read, "document"));
    if unread > 0 {
        text.push_str(&format!(", and {unread} could not be read"));
    }
    Summary {
        read: text,
        lead,
        met,
        partial,
        absent,
        hollow,
        substantive,
    }
}

/// The commitments that are missing most.
pub(super) fn gaps(audit: &Audit) -> Vec<Gap> {
    audit
        .gaps()
        .into_iter()
        .take(GAPS)
        .filter_map(|one| {
            let asked = audit.commitments.get(one.commitment)?;
            let best = one.best.and_then(|at| audit.documents.get(at));
            let state = match (one.state, best) {
                (State::Absent, _) | (_, None) => "No document makes it".to_owned(),
                (State::Partial, Some(best)) => format!("Only in part, in {}", title(best)),
                (State::Met, Some(best)) => format!("Met in {}", title(best)),
            };
            let missing = match (one.missing, one.required) {
                (0, _) => String::new(),
                (missing, required) => {
                    let verb = if missing == 1 { "does" } else { "do" };
                    format!("; {missing} of {required} policies that should make it {verb} not")
                }
            };
            Some(Gap {
                title: asked.title.to_string(),
                text: format!("{state}{missing}."),
                clause: asked.clause.clone(),
            })
        })
        .collect()
}

/// Commitments that are missing somewhere, with what they could say.
pub(super) fn clauses(audit: &Audit, overall: &[Overall]) -> Vec<Clause> {
    let asked = audit.commitments.iter().enumerate();
    asked
        .filter(|(at, _)| overall.get(*at).is_some_and(|one| one.missing > 0))
        .map(|(at, asked)| Clause {
            id: missing_id(at),
            title: asked.title.to_string(),
            why: asked.why.to_string(),
            clause: asked.clause.clone(),
        })
        .collect()
}

/// What was not read.
pub(super) fn unread(audit: &Audit) -> Vec<Unread> {
    let unread = audit.unread();
    unread
        .map(|(path, why)| Unread {
            path: shown(path),
            why: shown(why),
        })
        .collect()
}
