//! Lists that a document writes out (protected characteristics, barriers, topics of training), and which members they name.
//!
//! A list is a sentence that begins one and names enough members, whatever stands between them: commas, slashes, brackets.
//! A lead-in and its bullets are one list. Members that other sentences of the same paragraph name count as named.

use super::{
    RuleSet,
    lang::{Checks, EnumerationCode, Law},
    matcher::View,
    prose::Prose,
    reader::{Parts, Reader},
    sieve::Sieve,
    unit::{Unit, Wanted, each_unit},
};
use crate::{document::Document, text::Span};

/// A list as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// The sentences or the bullets that begin it.
    pub(crate) span: Span,
    /// Whether it stands in one block, so that a sentence can be added after it.
    pub(crate) whole: bool,
    /// Members that it names, by number.
    pub(crate) named: Vec<usize>,
    /// Members that it covers only in a wider word.
    pub(crate) wide: Vec<usize>,
}

/// The lists of one kind in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lists {
    /// In the order of the text.
    pub(crate) lists: Vec<Listed>,
    /// Laws that the document speaks of.
    pub(crate) laws: Vec<Law>,
}

/// What is known of the list that a block, or a lead-in with its bullets, may hold.
#[derive(Default)]
struct Open {
    /// From the first sentence that begins it to the last.
    span: Option<Span>,
    /// Members in sentences that begin it.
    listed: Vec<usize>,
    /// Members anywhere in the block.
    named: Vec<usize>,
    wide: Vec<usize>,
    /// The first block, and whether there are more.
    block: Option<usize>,
    more: bool,
}

/// The lists of every enumeration in `document`, in the order of the set; only those that are `wanted`, by number.
pub(crate) fn lists(
    prose: &Prose<'_>,
    set: &RuleSet,
    wanted: impl Fn(usize) -> bool,
) -> Vec<Lists> {
    let (program, checks) = (set.program(), set.checks());
    let mut out = vec![Lists::default(); checks.enumerations.len()];
    let codes: Vec<(usize, &EnumerationCode)> = checks
        .enumerations
        .iter()
        .enumerate()
        .filter(|(number, _)| wanted(*number))
        .collect();
    let possible = prose.possible();
    let codes: Vec<(usize, &EnumerationCode)> = codes
        .into_iter()
        .filter(|(_, code)| {
            let members = code.members.iter();
            let named = members.filter(|member| possible.has(member.part)).count();
            possible.has(code.opens) && named >= code.least as usize
        })
        .collect();
    if codes.is_empty() {
        return out;
    }
    let any = begins(checks, &codes);
    let looked_at = prose.cues(&any);
    let mut all = any.clone();
    checks.denied.iter().for_each(|part| all.insert(*part));
    for (_, code) in &codes {
        let umbrellas = code.members.iter().filter_map(|member| member.umbrella);
        umbrellas.chain(code.near).for_each(|part| all.insert(part));
    }
    let mut search = Search {
        checks,
        reader: Reader::new(program, checks),
        sieve: prose.cues(&all),
        any,
        open: codes.iter().map(|_| Open::default()).collect(),
        codes,
        block: None,
    };
    each_unit(prose, Wanted::by(&looked_at), |unit| {
        let view = View::new(unit.words, program);
        search.unit(prose.document, unit, &view, &mut out);
    });
    search.close(&mut out);
    out
}

/// Every part that begins a list, is a member or shows a law.
fn begins(checks: &Checks, codes: &[(usize, &EnumerationCode)]) -> Parts {
    let mut any = Parts::none(checks.parts.len());
    for (_, code) in codes {
        any.insert(code.opens);
        code.cues.iter().for_each(|(_, part)| any.insert(*part));
        for member in &code.members {
            any.insert(member.part);
        }
    }
    any
}

struct Search<'a> {
    checks: &'a Checks,
    reader: Reader<'a>,
    /// What the document's words leave of all that is asked.
    sieve: Sieve<'a>,
    /// Parts of which a sentence must show one to be looked at.
    any: Parts,
    codes: Vec<(usize, &'a EnumerationCode)>,
    /// The list of the block at hand, by enumeration.
    open: Vec<Open>,
    /// The block at hand; of bullets, the one that introduces them.
    block: Option<usize>,
}

impl Search<'_> {
    fn unit(&mut self, document: &Document, unit: &Unit<'_>, view: &View<'_>, out: &mut [Lists]) {
        let lead = document
            .blocks
            .get(unit.block)
            .and_then(|block| block.lead_in);
        let block = lead.map_or(unit.block, |lead| lead as usize);
        if self.block != Some(block) {
            self.close(out);
            self.block = Some(block);
        }
        self.reader.open(unit.words, &self.sieve);
        if !self.reader.may.meets(&self.any) {
            return;
        }
        let denied = self
            .checks
            .denied
            .is_some_and(|part| self.reader.shows(view, part));
        for ((number, code), open) in self.codes.iter().zip(&mut self.open) {
            let reader = &mut self.reader;
            if let Some(lists) = out.get_mut(*number) {
                for (law, part) in &code.cues {
                    if !lists.laws.contains(law) && reader.shows(view, *part) {
                        lists.laws.push(*law);
                    }
                }
            }
            if denied || code.near.is_some_and(|near| reader.shows(view, near)) {
                continue;
            }
            let opens = reader.shows(view, code.opens);
            let mut any = false;
            for (at, member) in code.members.iter().enumerate() {
                if reader.shows(view, member.part) {
                    any = true;
                    open.named.push(at);
                    if opens {
                        open.listed.push(at);
                    }
                } else if member.umbrella.is_some_and(|part| reader.shows(view, part)) {
                    open.wide.push(at);
                }
            }
            if opens && any {
                let span = open.span.map_or(unit.span, |span| {
                    Span::new(span.start.min(unit.span.start), span.end.max(unit.span.end))
                });
                open.span = Some(span);
                open.more |= open.block.is_some_and(|block| block != unit.block);
                open.block.get_or_insert(unit.block);
            }
        }
    }

    /// The block is over.
    fn close(&mut self, out: &mut [Lists]) {
        for ((number, code), open) in self.codes.iter().zip(&mut self.open) {
            settle(code, std::mem::take(open), out.get_mut(*number));
        }
    }
}

/// Keep what was found, where it is a list.
fn settle(code: &EnumerationCode, mut open: Open, out: Option<&mut Lists>) {
    let (Some(span), Some(out)) = (open.span, out) else {
        return;
    };
    for members in [&mut open.listed, &mut open.named, &mut open.wide] {
        members.sort_unstable();
        members.dedup();
    }
    open.wide.retain(|member| !open.named.contains(member));
    if open.listed.len() >= code.least as usize {
        out.lists.push(Listed {
            span,
            whole: !open.more,
            named: open.named,
            wide: open.wide,
        });
    }
}
