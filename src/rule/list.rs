//! Lists that a document writes out (protected characteristics, barriers, topics of training), and which members they name.
//!
//! A list is a sentence that begins one and names enough members, whatever stands between them: commas, slashes, brackets.
//! A lead-in and its bullets are one list. Members that other sentences of the same paragraph name count as named.

use super::{
    RuleSet,
    lang::{Checks, EnumerationCode, Law, Program},
    matcher::View,
    prose::Prose,
    reader::Reader,
    stretch::Stretch,
    unit::{Unit, each_unit},
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
    let possible = prose.shows.possible();
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
    let any = begins(&codes);
    let mut search = Search {
        program,
        checks,
        reader: Reader::new(program, checks),
        open: codes.iter().map(|_| Open::default()).collect(),
        codes,
        block: None,
    };
    let places = prose.shows.any(any);
    let wanted = |unit: &Unit| places.has(unit.place);
    each_unit(prose, wanted, |unit, words| {
        search.reader.open(&prose.shows, unit.place);
        search.unit(prose.document, unit, words, &mut out);
    });
    search.close(&mut out);
    out
}

/// Every part that begins a list, is a member or shows a law.
fn begins(codes: &[(usize, &EnumerationCode)]) -> Vec<u32> {
    let of = |(_, code): &(usize, &EnumerationCode)| {
        let laws = code.cues.iter().map(|(_, part)| *part);
        let members = code.members.iter().map(|member| member.part);
        laws.chain(members).chain([code.opens]).collect::<Vec<_>>()
    };
    codes.iter().flat_map(of).collect()
}

struct Search<'a> {
    program: &'a Program,
    checks: &'a Checks,
    reader: Reader<'a>,
    codes: Vec<(usize, &'a EnumerationCode)>,
    /// The list of the block at hand, by enumeration.
    open: Vec<Open>,
    /// The block at hand; of bullets, the one that introduces them.
    block: Option<usize>,
}

impl Search<'_> {
    fn unit(&mut self, document: &Document, unit: &Unit, words: Stretch<'_>, out: &mut [Lists]) {
        let view = &View::new(words, self.program);
        let lead = document
            .blocks
            .get(unit.block)
            .and_then(|block| block.lead_in);
        let block = lead.map_or(unit.block, |lead| lead as usize);
        if self.block != Some(block) {
            self.close(out);
            self.block = Some(block);
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
