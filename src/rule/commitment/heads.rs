//! What the headings over a sentence show: they speak for what stands under them.

use std::{collections::BTreeMap, rc::Rc};

use super::super::{
    RuleSet,
    prose::Prose,
    reader::{Parts, Reader},
};
use crate::{
    document::{BlockKind, Document},
    text::Span,
};

/// What the headings show, asked once each.
pub(super) struct Heads {
    /// The parts that a heading may show.
    wanted: Parts,
    /// By heading block.
    known: BTreeMap<u32, Parts>,
    /// By the bytes of a run-in heading.
    run_in: (Span, Parts),
    /// What the title shows.
    pub(super) title: Parts,
    /// What the headings over the section at hand show together.
    over: Option<(Option<u32>, Rc<Parts>)>,
}

impl Heads {
    pub(super) fn new(document: &Document, set: &RuleSet) -> Self {
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
    pub(super) fn anywhere(&mut self, prose: &Prose<'_>, set: &RuleSet) -> Parts {
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
    pub(super) fn all_over(&self, document: &Document) -> BTreeMap<Option<u32>, Parts> {
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
    pub(super) fn above(
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
    pub(super) fn with_run_in(
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
