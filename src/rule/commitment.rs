//! What one document commits to: a state for each commitment, with the words that show it.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    RuleSet, State,
    lang::{Checks, Combination, CommitmentCode, Reach},
    matcher::View,
    prose::Prose,
    sieve::Sieve,
    unit::{Parts, Reader, Unit, Wanted, each_unit},
};
use crate::{
    document::{BlockKind, Document},
    text::Span,
};

/// Words that show a commitment, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The block they stand in.
    pub block: usize,
    /// The sentence or row.
    pub span: Span,
}

/// How far a document makes a commitment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// With a duty and an action, or what else the rule asks.
    Met,
    /// In part.
    Partial {
        /// What it says, for a person.
        has: Vec<String>,
        /// What it leaves out.
        lacks: Vec<String>,
    },
    /// Not at all.
    #[default]
    Absent,
}

impl Extent {
    /// The same in one word.
    pub fn state(&self) -> State {
        match self {
            Self::Met => State::Met,
            Self::Partial { .. } => State::Partial,
            Self::Absent => State::Absent,
        }
    }
}

/// One commitment in one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commitment {
    /// How far.
    pub extent: Extent,
    /// What shows it, best first; empty only where it is absent.
    pub evidence: Vec<Shown>,
}

/// Pieces of evidence that are kept for a commitment.
const KEPT: usize = 3;

/// What was found of one commitment so far.
#[derive(Default)]
struct Tally {
    met: Vec<Shown>,
    /// Best partial: how many parts of a full one it shows, what these are and what is lacking.
    partial: Option<(usize, Shown, Vec<u32>, Vec<u32>)>,
    /// More partials.
    more: Vec<Shown>,
    /// Where each part that may stand apart was first seen: in the paragraph, section and document at hand.
    paragraph: BTreeMap<u32, Shown>,
    section: BTreeMap<u32, Shown>,
    document: BTreeMap<u32, Shown>,
    /// Units that show the gate.
    gate: u32,
}

/// The state of every commitment in the document, in the order of the set; only those are looked at that are `wanted`,
/// by number, and the others are absent.
pub(crate) fn commitments(
    prose: &Prose<'_>,
    set: &RuleSet,
    wanted: impl Fn(usize) -> bool,
) -> Vec<Commitment> {
    let (program, checks) = (set.program(), set.checks());
    let mut out = vec![Commitment::default(); checks.commitments.len()];
    let (numbers, codes): (Vec<usize>, Vec<&CommitmentCode>) = checks
        .commitments
        .iter()
        .enumerate()
        .filter(|(number, _)| wanted(*number))
        .unzip();
    if codes.is_empty() {
        return out;
    }
    let Some(search) = Search::new(prose, set, &numbers, &codes) else {
        return out;
    };
    let mut judge = Judge {
        checks,
        reader: Reader::new(program, checks),
        any: search.any,
        own: search.own,
        tallies: search.codes.iter().map(|_| Tally::default()).collect(),
        codes: search.codes,
        heads: search.heads,
        sieve: search.sieve,
        block: None,
        section: None,
    };
    let places = search.places;
    let document = prose.document;
    let wanted = Wanted {
        sieve: Some(&search.looked_at),
        blocks: &|block| places.has(document, block),
    };
    each_unit(prose, wanted, |unit| {
        let view = View::new(unit.words, program);
        judge.unit(prose.document, unit, &view);
    });
    judge.close();
    for ((number, code), tally) in search
        .numbers
        .into_iter()
        .zip(judge.codes)
        .zip(judge.tallies)
    {
        if let Some(slot) = out.get_mut(number) {
            *slot = settle(checks, code, tally);
        }
    }
    out
}

/// Parts of a combination that are looked for first, the rarest: where they do not come together, the others need not be
/// looked for.
const SCOUTED: usize = 2;

/// What of the commitments that are asked for a document's words do not rule out, and where to look for it.
struct Search<'a> {
    /// Commitments that may be made, and their numbers.
    numbers: Vec<usize>,
    codes: Vec<&'a CommitmentCode>,
    /// Every part that each of them asks for.
    own: Vec<Parts>,
    /// The same for all of them together.
    any: Parts,
    heads: Heads,
    /// Every pattern that is asked for.
    sieve: Sieve<'a>,
    /// The patterns without which a sentence alone shows nothing.
    looked_at: Sieve<'a>,
    /// Where what stands apart may come together: every unit there is looked at.
    places: Places,
}

/// Where in a document what stands apart may come together.
#[derive(Default)]
struct Places {
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

impl Places {
    /// Whether what stands apart may come together in the block.
    fn has(&self, document: &Document, block: usize) -> bool {
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
    fn new(
        prose: &'a Prose<'_>,
        set: &'a RuleSet,
        numbers: &[usize],
        codes: &[&'a CommitmentCode],
    ) -> Option<Self> {
        let checks = set.checks();
        let none = Parts::none(checks.parts.len());
        let union = |lists: &[Parts]| {
            let mut all = none.clone();
            lists.iter().for_each(|parts| all.extend(parts));
            all
        };
        let own: Vec<Parts> = codes.iter().map(|code| parts_of(checks, code)).collect();
        let mut possible = prose.possible();
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
        let own: Vec<Parts> = left().filter_map(|at| own.get(at).cloned()).collect();
        let any = union(&own);
        let mut all = any.clone();
        for code in &codes {
            let combined = code.met.iter().chain(&code.partial);
            let without = combined.flat_map(|one| &one.without).copied();
            let guards = without.chain(code.near).chain(checks.denied);
            guards.for_each(|part| all.insert(part));
        }
        let over = heads.anywhere(prose, set);
        let combined = codes
            .iter()
            .flat_map(|code| code.met.iter().chain(&code.partial));
        let combined = combined.filter(|one| one.parts.iter().all(|part| possible.has(*part)));
        let common = |part: &u32| checks.parts.get(*part as usize).map(|part| part.common);
        let mut needed = none.clone();
        let mut places = Places::default();
        for one in combined {
            // The rarest part that no heading shows: the words themselves have to.
            let bare = one.parts.iter().copied().filter(|part| !over.has(*part));
            match (one.reach, bare.min_by_key(common)) {
                (Reach::Sentence, Some(part)) => needed.insert(part),
                (Reach::Sentence, None) => one.parts.iter().for_each(|part| needed.insert(*part)),
                (reach, _) => {
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
                    places.together.push(rare.into_iter().map(place).collect());
                }
            }
        }
        for (part, _) in codes.iter().filter_map(|code| code.gate) {
            needed.insert(part);
            places.all |= over.has(part);
        }
        if !places.all && !places.together.is_empty() {
            places.scout(prose, set);
            places.over = heads.all_over(prose.document);
        }
        Some(Self {
            numbers: left().filter_map(|at| numbers.get(at).copied()).collect(),
            sieve: prose.cues(&all),
            looked_at: prose.cues(&needed),
            places,
            codes,
            own,
            any,
            heads,
        })
    }
}

impl Places {
    /// Find where each part is shown by words.
    fn scout(&mut self, prose: &Prose<'_>, set: &RuleSet) {
        let (program, checks) = (set.program(), set.checks());
        let mut parts = Parts::none(checks.parts.len());
        for place in self.together.iter().flatten() {
            parts.insert(place.part);
        }
        let sieve = prose.cues(&parts);
        if sieve.is_empty() {
            return;
        }
        let mut reader = Reader::new(program, checks);
        each_unit(prose, Wanted::by(&sieve), |unit| {
            reader.open(unit.words, &sieve);
            let view = View::new(unit.words, program);
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

/// What the headings show, asked once each.
struct Heads {
    /// The parts that a heading may show.
    wanted: Parts,
    /// By heading block.
    known: BTreeMap<u32, Parts>,
    /// By the bytes of a run-in heading.
    run_in: (Span, Parts),
    /// What the title shows.
    title: Parts,
    /// What the headings over the section at hand show together.
    over: Option<(Option<u32>, Rc<Parts>)>,
}

impl Heads {
    fn new(document: &Document, set: &RuleSet) -> Self {
        let checks = set.checks();
        let none = Parts::none(checks.parts.len());
        let mut wanted = none.clone();
        for (number, part) in (0_u32..).zip(&checks.parts) {
            if part.heading {
                wanted.insert(number);
            }
        }
        let mut reader = Reader::new(set.program(), checks);
        let title = document.title().unwrap_or_default();
        Self {
            title: reader.all_in(title, &wanted),
            wanted,
            known: BTreeMap::new(),
            run_in: (Span::default(), none),
            over: None,
        }
    }

    /// What the title and the headings show, all together.
    fn anywhere(&mut self, prose: &Prose<'_>, set: &RuleSet) -> Parts {
        let mut reader = Reader::new(set.program(), set.checks());
        let mut all = self.title.clone();
        for (number, block) in (0..).zip(&prose.document.blocks) {
            if matches!(block.kind, BlockKind::Heading(_)) {
                let shown = reader.all_among(prose.block_stretch(number as usize), &self.wanted);
                all.extend(&shown);
                self.known.insert(number, shown);
            }
        }
        all
    }

    /// What the title and the headings over each section show together, once all headings are known.
    fn all_over(&self, document: &Document) -> BTreeMap<Option<u32>, Parts> {
        let mut all = BTreeMap::from([(None, self.title.clone())]);
        for (number, own) in &self.known {
            let block = document.blocks.get(*number as usize);
            // A heading stands before those under it.
            let mut over = all
                .get(&block.and_then(|block| block.section))
                .cloned()
                .unwrap_or_else(|| self.title.clone());
            over.extend(own);
            all.insert(Some(*number), over);
        }
        all
    }

    /// What the title and the headings above `section`, and its own, show together.
    fn above(
        &mut self,
        document: &Document,
        reader: &mut Reader<'_>,
        section: Option<u32>,
    ) -> Rc<Parts> {
        if let Some((_, known)) = self.over.as_ref().filter(|(other, _)| *other == section) {
            return Rc::clone(known);
        }
        let mut all = self.title.clone();
        let mut next = section;
        while let Some(number) = next {
            let Some(block) = document.blocks.get(number as usize) else {
                break;
            };
            let known = self
                .known
                .entry(number)
                .or_insert_with(|| reader.all_in(document.slice(block.span), &self.wanted));
            all.extend(known);
            next = block.section;
        }
        let all = Rc::new(all);
        self.over = Some((section, Rc::clone(&all)));
        all
    }

    /// The same with what a run-in heading shows.
    fn with_run_in(
        &mut self,
        document: &Document,
        reader: &mut Reader<'_>,
        above: &Parts,
        run_in: Span,
    ) -> Rc<Parts> {
        if self.run_in.0 != run_in {
            let parts = reader.all_in(document.slice(run_in), &self.wanted);
            self.run_in = (run_in, parts);
        }
        let mut all = above.clone();
        all.extend(&self.run_in.1);
        Rc::new(all)
    }
}

struct Judge<'a> {
    checks: &'a Checks,
    reader: Reader<'a>,
    /// Every pattern that is asked for.
    sieve: Sieve<'a>,
    heads: Heads,
    /// Parts of which a unit must show one.
    any: Parts,
    /// The same for each commitment that is looked at.
    own: Vec<Parts>,
    /// Commitments that are looked at.
    codes: Vec<&'a CommitmentCode>,
    /// What was found of each of them.
    tallies: Vec<Tally>,
    /// Block and section of the unit before.
    block: Option<usize>,
    section: Option<Option<u32>>,
}

impl Judge<'_> {
    fn unit(&mut self, document: &Document, unit: &Unit<'_>, view: &View<'_>) {
        let section = document
            .blocks
            .get(unit.block)
            .and_then(|block| block.section);
        if self.block != Some(unit.block) {
            self.wide(Reach::Paragraph);
            self.block = Some(unit.block);
        }
        if self.section != Some(section) {
            self.wide(Reach::Section);
            self.section = Some(section);
        }
        let reader = &mut self.reader;
        let mut over = self.heads.above(document, reader, section);
        if unit.run_in.end > unit.run_in.start {
            over = self.heads.with_run_in(document, reader, &over, unit.run_in);
        }
        reader.open(unit.words, &self.sieve);
        if !reader.may.meets(&self.any) && !over.meets(&self.any) {
            return;
        }
        let here = Shown {
            block: unit.block,
            span: unit.span,
        };
        let mut eye = Eye {
            reader,
            view,
            over: &over,
            denied: self.checks.denied,
        };
        let codes = self.codes.iter().zip(&self.own);
        for ((code, own), tally) in codes.zip(&mut self.tallies) {
            if eye.reader.may.meets(own) || over.meets(own) {
                eye.commitment(code, tally, here);
            }
        }
    }

    /// A paragraph or section is over: what stands apart in it is weighed.
    fn wide(&mut self, reach: Reach) {
        for (code, tally) in self.codes.iter().zip(&mut self.tallies) {
            let seen = match reach {
                Reach::Paragraph => std::mem::take(&mut tally.paragraph),
                Reach::Section => std::mem::take(&mut tally.section),
                Reach::Document | Reach::Sentence => std::mem::take(&mut tally.document),
            };
            if seen.is_empty() {
                continue;
            }
            let full = |one: &&Combination| {
                one.reach == reach && one.parts.iter().all(|part| seen.contains_key(part))
            };
            let place = |one: &Combination| {
                let first = one.parts.first().and_then(|part| seen.get(part));
                first.copied()
            };
            if let Some(shown) = code.met.iter().find(full).and_then(place) {
                tally.met.push(shown);
            } else if let Some(shown) = code.partial.iter().find(full).and_then(place) {
                let has: Vec<u32> = seen.keys().copied().collect();
                tally.partial(code, shown, &|part| has.contains(&part));
            }
        }
    }

    fn close(&mut self) {
        self.wide(Reach::Paragraph);
        self.wide(Reach::Section);
        self.wide(Reach::Document);
    }
}

/// A look at one unit.
struct Eye<'a, 'r, 'v> {
    reader: &'a mut Reader<'r>,
    view: &'a View<'v>,
    over: &'a Parts,
    /// The part whose words take a promise back.
    denied: Option<u32>,
}

impl Eye<'_, '_, '_> {
    fn shows(&mut self, part: u32) -> bool {
        self.over.has(part) || self.reader.shows(self.view, part)
    }

    /// Whether all parts may be and are shown, one of them by the unit's own words.
    fn all(&mut self, one: &Combination) -> bool {
        let may = |part: &u32| self.over.has(*part) || self.reader.may.has(*part);
        one.parts.iter().all(may)
            && one.parts.iter().all(|part| self.shows(*part))
            && one
                .parts
                .iter()
                .any(|part| self.reader.shows(self.view, *part))
            && !one
                .without
                .iter()
                .any(|part| self.reader.shows(self.view, *part))
    }

    /// Whether the unit takes back what it says.
    fn denied(&mut self) -> bool {
        self.denied
            .is_some_and(|part| self.reader.shows(self.view, part))
    }

    fn commitment(&mut self, code: &CommitmentCode, tally: &mut Tally, here: Shown) {
        if let Some((part, _)) = code.gate
            && self.shows(part)
            && !self.denied()
        {
            tally.gate += 1;
        }
        let met = code
            .met
            .iter()
            .any(|one| one.reach == Reach::Sentence && self.all(one));
        let partial = !met
            && code
                .partial
                .iter()
                .any(|one| one.reach == Reach::Sentence && self.all(one));
        let mut apart: Vec<(Reach, u32)> = Vec::new();
        for one in code.met.iter().chain(&code.partial) {
            if one.reach == Reach::Sentence {
                continue;
            }
            for part in &one.parts {
                if self.shows(*part) && !apart.contains(&(one.reach, *part)) {
                    apart.push((one.reach, *part));
                }
            }
        }
        if !met && !partial && apart.is_empty() || self.denied() {
            return;
        }
        if code
            .near
            .is_some_and(|near| self.reader.shows(self.view, near))
        {
            return;
        }
        for (reach, part) in apart {
            let seen = match reach {
                Reach::Paragraph => &mut tally.paragraph,
                Reach::Section => &mut tally.section,
                Reach::Document | Reach::Sentence => &mut tally.document,
            };
            seen.entry(part).or_insert(here);
        }
        if met {
            tally.met.push(here);
        } else if partial {
            let mut shown: Vec<u32> = Vec::new();
            for part in code.met.iter().flat_map(|one| &one.parts) {
                if !shown.contains(part) && self.shows(*part) {
                    shown.push(*part);
                }
            }
            tally.partial(code, here, &|part| shown.contains(&part));
        }
    }
}

impl Tally {
    /// Keep a partial, the one that comes nearest to a full commitment first.
    fn partial(&mut self, code: &CommitmentCode, shown: Shown, shows: &dyn Fn(u32) -> bool) {
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
fn settle(checks: &Checks, code: &CommitmentCode, tally: Tally) -> Commitment {
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
        evidence.dedup();
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

#[cfg(test)]
mod tests {
    use super::commitments;
    use crate::rule::Prose;
    use crate::{
        document::{ReadOptions, read},
        rule::RuleSet,
    };

    /// Every example of every embedded commitment has the state it stands under.
    #[test]
    fn examples_have_their_state() {
        let set = RuleSet::builtin();
        let mut wrong = Vec::new();
        for source in RuleSet::embedded() {
            let file: toml::Table = source.text.parse().unwrap();
            let tables = file.get("commitment").and_then(toml::Value::as_array);
            for table in tables.into_iter().flatten() {
                let id = table["id"].as_str().unwrap();
                let name = id.split_once('/').unwrap().1;
                let at = set
                    .checks()
                    .commitments
                    .iter()
                    .position(|code| &*code.name == name)
                    .unwrap();
                for (state, texts) in table["examples"].as_table().unwrap() {
                    for text in texts.as_array().unwrap() {
                        let text = text.as_str().unwrap();
                        let document =
                            read("page.md", text.as_bytes(), &ReadOptions::default()).unwrap();
                        let said = commitments(&Prose::new(&document, &set), &set, |_| true)[at]
                            .extent
                            .state()
                            .name();
                        if said != state {
                            wrong.push(format!("{name}: {said}, not {state}: {text}"));
                        }
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
