//! Two wordings of one duty with two terms, in two documents of a manual.

use std::collections::{BTreeMap, BTreeSet};

use super::{Spot, View, at, numbers::Numbers};
use crate::{
    document::Document,
    engine::{Survey, look::Question},
    finding::{Finding, Location},
    text::Span,
};

/// Stems that two wordings of one duty share, at least.
const SHARED: usize = 4;

/// Duties with a term that the documents so far set.
#[derive(Debug, Default)]
pub(super) struct Deadlines {
    terms: Numbers,
    stems: Numbers,
    duties: Vec<Duty>,
}

#[derive(Debug)]
struct Duty {
    /// Number of `10 working days`.
    term: u32,
    /// Number of what its document is called.
    title: u32,
    spot: Spot,
    /// Numbers of the stems of its words, ascending.
    stems: Box<[u32]>,
}

impl Deadlines {
    pub(super) fn add(&mut self, document: u32, title: u32, survey: &Survey) {
        for duty in &survey.duties {
            let stems = duty.stems.iter();
            let mut stems: Box<[u32]> = stems.map(|stem| self.stems.number(stem)).collect();
            stems.sort_unstable();
            self.duties.push(Duty {
                term: self.terms.number(&duty.term),
                title,
                spot: Spot {
                    document,
                    span: duty.span,
                },
                stems,
            });
        }
    }

    pub(super) fn findings(&self, view: &View<'_>, asked: Question<'_>) -> Vec<Finding> {
        let Question { rule, severity, .. } = asked;
        let finding = |(one, other): (&Duty, &Duty)| {
            let of = |document: &Document, span: Span| Location::of(document, span, span);
            let (here, there) = (view.place(one.spot, of), view.place(other.spot, of));
            let key = format!("{} {}", here.words, there.words);
            let mut finding = view.finding(rule, severity, &key);
            let (term, other) = (self.terms.words(one.term), self.terms.words(other.term));
            finding.message = format!(
                "{}: {term} in {}, {other} in {}",
                rule.message,
                at(&here),
                at(&there)
            );
            finding.related = vec![
                (here, format!("{term} here")),
                (there, format!("{other} here")),
            ];
            finding
        };
        self.pairs().into_iter().map(finding).collect()
    }

    /// Pairs of wordings of one duty with two terms, in order; none in two pairs.
    fn pairs(&self) -> Vec<(&Duty, &Duty)> {
        let index = Index::new(&self.duties);
        let mut taken = BTreeSet::new();
        let mut out = Vec::new();
        for (first, one) in self.duties.iter().enumerate() {
            if taken.contains(&first) {
                continue;
            }
            let fits = |second: &usize| {
                let other = self.duties.get(*second)?;
                let apart = one.spot.document != other.spot.document && one.title != other.title;
                let free = *second > first && !taken.contains(second);
                (apart && free && one.term != other.term && same_duty(&one.stems, &other.stems))
                    .then_some((*second, other))
            };
            let second = index.near(one).filter_map(fits).min_by_key(|(at, _)| *at);
            if let Some((second, other)) = second {
                taken.extend([first, second]);
                out.push((one, other));
            }
        }
        out
    }
}

/// Which duties may be the same as another: those that share one of its rarest stems.
///
/// Two wordings of one duty share so many stems that the rarest of those is among the few rarest of each.
struct Index {
    /// In how many duties each stem is, by number.
    counts: BTreeMap<u32, usize>,
    /// Duties by the rarest of their stems, ascending.
    duties: BTreeMap<u32, Vec<usize>>,
}

impl Index {
    fn new(duties: &[Duty]) -> Self {
        let mut index = Self {
            counts: BTreeMap::new(),
            duties: BTreeMap::new(),
        };
        for stem in duties.iter().flat_map(|duty| &duty.stems) {
            *index.counts.entry(*stem).or_insert(0) += 1;
        }
        for (at, duty) in duties.iter().enumerate() {
            for stem in index.rarest(duty) {
                index.duties.entry(stem).or_default().push(at);
            }
        }
        index
    }

    /// As many of the rarest stems of `duty` as can all be missing from what it shares, and one more.
    fn rarest(&self, duty: &Duty) -> Vec<u32> {
        let shared = SHARED.max((duty.stems.len() * 3).div_ceil(5));
        let most = (duty.stems.len() + 1).saturating_sub(shared);
        let mut stems = duty.stems.to_vec();
        stems.sort_by_key(|stem| (self.counts.get(stem), *stem));
        stems.truncate(most);
        stems
    }

    /// Duties that may be the same as `duty`; some more than once.
    fn near(&self, duty: &Duty) -> impl Iterator<Item = &usize> {
        let stems = self.rarest(duty).into_iter();
        stems.filter_map(|stem| self.duties.get(&stem)).flatten()
    }
}

/// Whether two sets of stems, ascending, are those of one duty: enough in common, and more in common than apart.
fn same_duty(one: &[u32], other: &[u32]) -> bool {
    let in_other = |stem: &&u32| other.binary_search(stem).is_ok();
    let shared = one.iter().filter(in_other).count();
    let all = one.len() + other.len() - shared;
    shared >= SHARED && shared * 5 >= all * 3
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Deadlines, Duty, Spot, same_duty};
    use crate::{
        rule::{RuleSet, StructureCheck, stems},
        text::Span,
    };

    #[test]
    fn a_duty_is_known_by_its_words() {
        let set = RuleSet::builtin();
        let code = set.checks().structure(StructureCheck::Deadline).unwrap();
        let mut numbers = super::Numbers::default();
        let mut of = |one: &str, other: &str| {
            let mut stems = |text: &str| {
                let stems = stems(text, &code.common).into_iter();
                let mut stems: Vec<u32> = stems.map(|stem| numbers.number(&stem)).collect();
                stems.sort_unstable();
                stems
            };
            same_duty(&stems(one), &stems(other))
        };
        assert!(of(
            "The director answers requests for reconsideration in writing within 30 days.",
            "The director answers a request for reconsideration in writing within 14 days.",
        ));
        assert!(!of(
            "The director answers requests for reconsideration in writing within 30 days.",
            "Overdue books are returned within 30 days of the notice.",
        ));
    }

    #[test]
    fn what_is_not_near_is_not_the_same() {
        // Numbers as even as a small generator makes them, the same every time.
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            u32::try_from((state >> 33) % below).unwrap()
        };
        let duty = |document: u32| {
            let most = 1 + u64::from(next(16));
            let stems: BTreeSet<u32> = (0..3 + next(6)).map(|_| next(most)).collect();
            Duty {
                term: next(3),
                title: document,
                spot: Spot {
                    document,
                    span: Span::default(),
                },
                stems: stems.into_iter().collect(),
            }
        };
        let deadlines = Deadlines {
            duties: (0..600).map(duty).collect(),
            ..Deadlines::default()
        };
        let duties = &deadlines.duties;
        let mut taken = BTreeSet::new();
        let mut wanted = Vec::new();
        for (first, one) in duties.iter().enumerate() {
            for (second, other) in duties.iter().enumerate().skip(first + 1) {
                let same = one.term != other.term && same_duty(&one.stems, &other.stems);
                if same && !taken.contains(&first) && !taken.contains(&second) {
                    taken.extend([first, second]);
                    wanted.push((one.spot.document, other.spot.document));
                }
            }
        }
        let pairs = deadlines.pairs().into_iter();
        let pairs: Vec<_> = pairs
            .map(|(one, other)| (one.spot.document, other.spot.document))
            .collect();
        assert!(wanted.len() > 20, "{}", wanted.len());
        assert_eq!(pairs, wanted);
    }
}
