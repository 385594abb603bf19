//! What a document shows of its own make-up: parts, sections without words, dates, duties with a deadline.

use std::collections::BTreeMap;

use super::{
    RuleSet,
    matcher::View,
    prose::Prose,
    reader::{Parts, Reader},
    unit::{Unit, each_unit},
    wording::stems,
};
use crate::{
    document::{BlockKind, Document, Format},
    text::Span,
};

/// Where each part of `wanted` is first shown: in prose, a row of a table or a heading.
pub(crate) fn shown(prose: &Prose<'_>, set: &RuleSet, wanted: &[u32]) -> BTreeMap<u32, Span> {
    let mut out = BTreeMap::new();
    each_shown(prose, set, wanted, |part, span| {
        out.entry(part).or_insert(span);
    });
    out
}

/// Every place that shows a part of `wanted`.
pub(crate) fn each_shown(
    prose: &Prose<'_>,
    set: &RuleSet,
    wanted: &[u32],
    mut see: impl FnMut(u32, Span),
) {
    let document = prose.document;
    let (program, checks) = (set.program(), set.checks());
    let mut reader = Reader::new(program, checks);
    let mut parts = Parts::none(checks.parts.len());
    wanted.iter().for_each(|part| parts.insert(*part));
    let places = prose.shows.any(wanted.iter().copied());
    for (index, block) in document.blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Heading(_)) {
            let here = reader.all_among(prose.block_stretch(index), &parts);
            let shown = wanted.iter().filter(|part| here.has(**part));
            shown.for_each(|part| see(*part, block.span));
        }
    }
    let may = |unit: &Unit| places.has(unit.place);
    each_unit(prose, may, |unit, words| {
        reader.open(&prose.shows, unit.place);
        let view = View::new(words, program);
        for part in wanted {
            if reader.shows(&view, *part) {
                see(*part, unit.span);
            }
        }
    });
}

/// Which of `wanted` the words `text` show.
pub(crate) fn shown_in(text: &str, set: &RuleSet, wanted: &[u32]) -> Vec<u32> {
    let checks = set.checks();
    let mut parts = Parts::none(checks.parts.len());
    wanted.iter().for_each(|part| parts.insert(*part));
    let here = Reader::new(set.program(), checks).all_in(text, &parts);
    wanted
        .iter()
        .copied()
        .filter(|part| here.has(*part))
        .collect()
}

/// Headings with nothing under them, as indexes into the blocks: not even a picture or a smaller heading. Only of formats
/// whose markup says what a heading is, so bold lines are none here. A heading that shares a word with the next one, as
/// “Fines and fees” does with “Overdue fines”, stands over it, whatever their levels say.
pub(crate) fn empty_sections(document: &Document, set: &RuleSet) -> Vec<usize> {
    let marked = matches!(
        document.format,
        Format::Markdown | Format::Rst | Format::AsciiDoc
    );
    let Some(source) = document.source.as_deref().filter(|_| marked) else {
        return Vec::new();
    };
    let title = document.title().unwrap_or_default();
    let common = set.checks().common_in_names();
    let mut out = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let BlockKind::Heading(level) = block.kind else {
            continue;
        };
        let next = document.blocks.get(index + 1);
        let closes = next
            .is_none_or(|next| matches!(next.kind, BlockKind::Heading(other) if other <= level));
        if !closes || document.slice(block.span) == title {
            continue;
        }
        let range = document.source_range(block.span);
        let bold = range
            .as_ref()
            .and_then(|range| source.get(..range.start as usize))
            .is_some_and(|before| before.ends_with(['*', '_']));
        let stands_over = next.is_some_and(|next| {
            let below = stems(document.slice(next.span), common);
            let own = stems(document.slice(block.span), common);
            own.iter().any(|stem| below.contains(stem))
        });
        if bold || stands_over {
            continue;
        }
        let end = range.map(|range| range.end);
        let until = match next {
            Some(next) => document.source_range(next.span).map(|range| range.start),
            None => u32::try_from(source.len()).ok(),
        };
        let between = end
            .zip(until)
            .and_then(|(end, until)| source.get(end as usize..until as usize));
        // A picture, a comment or a short code stands there without being prose.
        if between.is_some_and(|between| !between.contains(char::is_alphanumeric)) {
            out.push(index);
        }
    }
    out
}
