//! What was found of a commitment, and the state that it comes to.

use std::collections::BTreeMap;

use super::{
    super::lang::{Checks, CommitmentCode},
    Commitment, Extent, Shown,
};

/// Pieces of evidence that are kept for a commitment.
const KEPT: usize = 3;

/// What was found of one commitment so far.
#[derive(Default)]
pub(super) struct Tally {
    met: Vec<Shown>,
    /// Best partial: how many parts of a full one it shows, what these are and what is lacking.
    partial: Option<(usize, Shown, Vec<u32>, Vec<u32>)>,
    /// More partials.
    more: Vec<Shown>,
    /// Where each part that may stand apart was first seen: in the paragraph, section and document at hand.
    pub(super) paragraph: BTreeMap<u32, Shown>,
    pub(super) section: BTreeMap<u32, Shown>,
    pub(super) document: BTreeMap<u32, Shown>,
    /// Units that show the gate.
    pub(super) gate: u32,
}

impl Tally {
    /// Whether nothing more can change the state, or what shows it.
    pub(super) fn is_settled(&self, code: &CommitmentCode) -> bool {
        let gated = code.gate.is_none_or(|(_, least)| self.gate >= least);
        gated && self.met.len() >= KEPT
    }

    /// Keep what makes the commitment in full.
    pub(super) fn met(&mut self, shown: Shown) {
        if self.met.last() != Some(&shown) {
            self.met.push(shown);
        }
    }

    /// Keep a partial, the one that comes nearest to a full commitment first.
    pub(super) fn partial(
        &mut self,
        code: &CommitmentCode,
        shown: Shown,
        shows: &dyn Fn(u32) -> bool,
    ) {
        let nearest = code.met.iter().rev().max_by_key(|one| {
            let has = one.parts.iter().filter(|part| shows(**part)).count();
            (has * 100).checked_div(one.parts.len()).unwrap_or(0)
        });
        let parts = nearest.map(|one| one.parts.as_slice()).unwrap_or_default();
        let (has, lacks): (Vec<u32>, Vec<u32>) = parts.iter().partition(|part| shows(**part));
        let score = has.len();
        match &self.partial {
            Some((best, ..)) if *best >= score => self.more.push(shown),
            _ => {
                let before = self.partial.replace((score, shown, has, lacks));
                self.more.extend(before.map(|(_, shown, ..)| shown));
            }
        }
    }
}

/// The state that the tally comes to.
pub(super) fn settle(checks: &Checks, code: &CommitmentCode, tally: Tally) -> Commitment {
    let says = |parts: &[u32]| -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for part in parts
            .iter()
            .filter_map(|part| checks.parts.get(*part as usize))
        {
            if !out.contains(&part.says) {
                out.push(part.says.clone());
            }
        }
        out
    };
    if code.gate.is_some_and(|(_, least)| tally.gate < least) {
        return Commitment::default();
    }
    if !tally.met.is_empty() {
        let mut evidence = tally.met;
        evidence.truncate(KEPT);
        return Commitment {
            extent: Extent::Met,
            evidence,
        };
    }
    let Some((_, shown, has, mut lacks)) = tally.partial else {
        return Commitment::default();
    };
    if lacks.is_empty() {
        // Everything stands there, but not together.
        lacks = code
            .met
            .first()
            .map(|one| one.parts.clone())
            .unwrap_or_default();
    }
    let mut evidence = vec![shown];
    evidence.extend(tally.more.into_iter().filter(|more| *more != shown));
    evidence.truncate(KEPT);
    Commitment {
        extent: Extent::Partial {
            has: says(&has),
            lacks: says(&lacks),
        },
        evidence,
    }
}
