//! What of the commitments that are asked for a document's words rule out, and where the others are looked for.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{
        RuleSet,
        hits::Places,
        lang::{Checks, Combination, CommitmentCode, Reach},
        matcher::View,
        prose::Prose,
        reader::{Parts, Reader},
        unit::{Unit, each_unit},
    },
    heads::Heads,
};
use crate::document::Document;

/// Parts of a combination that are looked for first, the rarest: where they do not come together, the others need not be
/// looked for.
const SCOUTED: usize = 2;

/// What of the commitments that are asked for a document's words do not rule out, and where to look for it.
pub(super) struct Search<'a> {
    /// Commitments that may be made, and their numbers.
    pub(super) numbers: Vec<usize>,
    pub(super) codes: Vec<&'a CommitmentCode>,
    /// Every part that each of them asks for, and where the document may show one.
    pub(super) own: Vec<(Parts, Places)>,
    pub(super) heads: Heads,
    /// Where a sentence alone may show something.
    pub(super) alone: Places,
    /// Where what stands apart may come together: every unit there is looked at.
    pub(super) apart: Apart,
}

/// Where in a document what stands apart may come together.
#[derive(Default)]
pub(super) struct Apart {
    /// Anywhere.
    all: bool,
    /// Where each of these sets has a place, of one of the lists.
    together: Vec<Vec<Place>>,
    /// The headings over each heading show these parts, its own included.
    over: BTreeMap<Option<u32>, Parts>,
}

/// Where a part is shown.
struct Place {
    part: u32,
    reach: Reach,
    /// By words in these paragraphs.
    paragraphs: BTreeSet<usize>,
    /// By words in the sections under these headings.
    sections: BTreeSet<Option<u32>>,
    /// Anywhere.
    shown: bool,
}

impl Apart {
    /// Whether what stands apart may come together in the block.
    pub(super) fn has(&self, document: &Document, block: usize) -> bool {
        if self.all || self.together.is_empty() {
            return self.all;
        }
        let section = document.blocks.get(block).and_then(|block| block.section);
        let over = self.over.get(&section);
        let shown = |place: &Place| {
            let above = over.is_some_and(|parts| parts.has(place.part));
            match place.reach {
                Reach::Sentence => false,
                Reach::Paragraph => above || place.paragraphs.contains(&block),
                Reach::Section => above || place.sections.contains(&section),
                Reach::Document => place.shown,
            }
        };
        let mut together = self.together.iter();
        together.any(|places| places.iter().all(shown))
    }
}

impl<'a> Search<'a> {
    /// `None` where nothing can be found.
    pub(super) fn new(
        prose: &'a Prose<'_>,
        set: &'a RuleSet,
        numbers: &[usize],
        codes: &[&'a CommitmentCode],
    ) -> Option<Self> {
        let checks = set.checks();
        let own: Vec<Parts> = codes.iter().map(|code| parts_of(checks, code)).collect();
        let mut possible = prose.shows.possible();
        let mut heads = Heads::new(prose.document, set);
        possible.extend(&heads.title);
        let may = |code: &CommitmentCode| {
            let combined = |one: &Combination| one.parts.iter().all(|part| possible.has(*part));
            let gated = code.gate.is_none_or(|(part, _)| possible.has(part));
            gated && code.met.iter().chain(&code.partial).any(combined)
        };
        let left = || (0..codes.len()).filter(|at| codes.get(*at).is_some_and(|code| may(code)));
        let codes: Vec<&CommitmentCode> = left().filter_map(|at| codes.get(at).copied()).collect();
        if codes.is_empty() {
            return None;
        }
        let own = left().filter_map(|at| own.get(at).cloned());
        let own = own.map(|parts| {
            let places = prose.shows.any(parts.iter());
            (parts, places)
        });
        let over = heads.anywhere(prose, set);
        let combined = codes
            .iter()
            .flat_map(|code| code.met.iter().chain(&code.partial));
        let combined = combined.filter(|one| one.parts.iter().all(|part| possible.has(*part)));
        let common = |part: &u32| checks.parts.get(*part as usize).map(|part| part.common);
        let mut alone = prose.shows.none();
        let mut apart = Apart::default();
        for one in combined {
            match one.reach {
                Reach::Sentence => alone.extend(&prose.shows.together(&one.parts, &over)),
                reach => {
                    let mut rare = one.parts.clone();
                    rare.sort_by_key(common);
                    rare.truncate(SCOUTED);
                    let place = |part| Place {
                        part,
                        reach,
                        paragraphs: BTreeSet::new(),
                        sections: BTreeSet::new(),
                        shown: over.has(part),
                    };
                    apart.together.push(rare.into_iter().map(place).collect());
                }
            }
        }
        for (part, _) in codes.iter().filter_map(|code| code.gate) {
            alone.extend(&prose.shows.any([part]));
            apart.all |= over.has(part);
        }
        if !apart.all && !apart.together.is_empty() {
            apart.scout(prose, set);
            apart.over = heads.all_over(prose.document);
        }
        Some(Self {
            numbers: left().filter_map(|at| numbers.get(at).copied()).collect(),
            own: own.collect(),
            alone,
            apart,
            codes,
            heads,
        })
    }
}

impl Apart {
    /// Find where each part is shown by words.
    fn scout(&mut self, prose: &Prose<'_>, set: &RuleSet) {
        let (program, checks) = (set.program(), set.checks());
        let sought = self.together.iter().flatten().map(|place| place.part);
        let places = prose.shows.any(sought);
        let mut reader = Reader::new(program, checks);
        let wanted = |unit: &Unit| places.has(unit.place);
        each_unit(prose, wanted, |unit, words| {
            reader.open(&prose.shows, unit.place);
            let view = View::new(words, program);
            for place in self.together.iter_mut().flatten() {
                if reader.shows(&view, place.part) {
                    let block = prose.document.blocks.get(unit.block);
                    place.paragraphs.insert(unit.block);
                    place.sections.insert(block.and_then(|block| block.section));
                    place.shown = true;
                }
            }
        });
    }
}

/// Every part that `code` asks for.
fn parts_of(checks: &Checks, code: &CommitmentCode) -> Parts {
    let mut all = Parts::none(checks.parts.len());
    let combined = code.met.iter().chain(&code.partial);
    let parts = combined.flat_map(|one| &one.parts).copied();
    let gate = code.gate.iter().map(|(part, _)| *part);
    parts.chain(gate).for_each(|part| all.insert(part));
    all
}
