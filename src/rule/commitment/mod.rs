//! What one document commits to: a state for each commitment, with the words that show it.

mod heads;
mod search;
mod tally;

use std::{cell::RefCell, collections::BTreeMap};

use super::{
    RuleSet, State,
    hits::{Places, Shows},
    lang::{Checks, Combination, CommitmentCode, Reach},
    matcher::View,
    prose::Prose,
    reader::{Parts, Reader},
    unit::{Unit, each_unit},
};
use crate::{document::Document, text::Span};
use heads::Heads;
use search::Search;
use tally::{Tally, settle};

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

/// What a document commits to: each commitment is looked for once, when somebody asks for it.
pub(crate) struct Commitments<'a> {
    prose: &'a Prose<'a>,
    set: &'a RuleSet,
    /// What was looked for already, by number.
    known: RefCell<BTreeMap<usize, Commitment>>,
}

impl<'a> Commitments<'a> {
    /// Those of `prose`.
    pub(crate) fn new(prose: &'a Prose<'a>, set: &'a RuleSet) -> Self {
        Self {
            prose,
            set,
            known: RefCell::default(),
        }
    }

    /// The state of every commitment, in the order of the set; only those are looked at that are `wanted`, by number, and
    /// the others are absent.
    pub(crate) fn states(&self, wanted: impl Fn(usize) -> bool) -> Vec<Commitment> {
        let count = self.set.checks().commitments.len();
        let mut known = self.known.borrow_mut();
        let new: Vec<usize> = (0..count)
            .filter(|number| wanted(*number) && !known.contains_key(number))
            .collect();
        if !new.is_empty() {
            known.extend(looked_for(self.prose, self.set, &new));
        }
        let state = |number| known.get(&number).filter(|_| wanted(number)).cloned();
        (0..count)
            .map(|number| state(number).unwrap_or_default())
            .collect()
    }
}

/// The states of the commitments `numbers`.
fn looked_for(prose: &Prose<'_>, set: &RuleSet, numbers: &[usize]) -> Vec<(usize, Commitment)> {
    let (program, checks) = (set.program(), set.checks());
    let mut out: Vec<(usize, Commitment)> = numbers
        .iter()
        .map(|number| (*number, Commitment::default()))
        .collect();
    let codes: Vec<&CommitmentCode> = numbers
        .iter()
        .filter_map(|number| checks.commitments.get(*number))
        .collect();
    let Some(search) = Search::new(prose, set, numbers, &codes) else {
        return out;
    };
    let mut judge = Judge {
        checks,
        shows: &prose.shows,
        reader: Reader::new(program, checks),
        own: search.own,
        tallies: search.codes.iter().map(|_| Tally::default()).collect(),
        codes: search.codes,
        heads: search.heads,
        block: None,
        section: None,
    };
    let (alone, apart) = (search.alone, search.apart);
    let document = prose.document;
    // What a run-in heading speaks of, the sentences after it go on about.
    let wanted = |unit: &Unit| {
        alone.has(unit.place) || !unit.run_in.is_empty() || apart.has(document, unit.block)
    };
    each_unit(prose, wanted, |unit, words| {
        let view = View::new(words, program);
        judge.unit(document, unit, &view);
    });
    judge.close();
    for ((number, code), tally) in search
        .numbers
        .into_iter()
        .zip(judge.codes)
        .zip(judge.tallies)
    {
        if let Some((_, slot)) = out.iter_mut().find(|(other, _)| *other == number) {
            *slot = settle(checks, code, tally);
        }
    }
    out
}

struct Judge<'a> {
    checks: &'a Checks,
    shows: &'a Shows,
    reader: Reader<'a>,
    heads: Heads,
    /// Parts of which a unit must show one for each commitment that is looked at, and where it may.
    own: Vec<(Parts, Places)>,
    /// Commitments that are looked at.
    codes: Vec<&'a CommitmentCode>,
    /// What was found of each of them.
    tallies: Vec<Tally>,
    /// Block and section of the unit before.
    block: Option<usize>,
    section: Option<Option<u32>>,
}

impl Judge<'_> {
    fn unit(&mut self, document: &Document, unit: &Unit, view: &View<'_>) {
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
        reader.open(self.shows, unit.place);
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
        for ((code, (parts, places)), tally) in codes.zip(&mut self.tallies) {
            if tally.is_settled(code) {
                continue;
            }
            if places.has(unit.place) || over.meets(parts) {
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
                tally.met(shown);
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
        let may = |part: &u32| self.over.has(*part) || self.reader.may(*part);
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
            tally.met(here);
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

#[cfg(test)]
mod tests {
    use super::Commitments;
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
                        let said = Commitments::new(&Prose::new(&document, &set), &set)
                            .states(|_| true)[at]
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
