//! How firmly the words that show a commitment bind whoever wrote them: what a later version may weaken.

use super::{
    RuleSet, Shown,
    reader::{Parts, Reader},
    wording::{Term, term},
};
use crate::document::{Document, sentences};

/// How firmly a sentence commits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Firmness {
    /// It says what is or must be done, rather than what may be, or is hoped for.
    pub binding: bool,
    /// It names a date or a period.
    pub deadline: bool,
    /// It names who answers for it.
    pub owner: bool,
    /// Days within which it is due, where it says so once: `within 10 working days` are 14.
    pub within: Option<u32>,
}

/// The firmness of each of `shown`, the words that introduce a list's items included.
pub(crate) fn firmness(document: &Document, set: &RuleSet, shown: &[Shown]) -> Vec<Firmness> {
    if shown.is_empty() {
        return Vec::new();
    }
    let checks = set.checks();
    let named = |name: &str| checks.shared.get(name).copied();
    let [duty, hedged, permission, month, time, officer] = [
        "duty",
        "hedged",
        "permission",
        "month-of-may",
        "time",
        "officer",
    ]
    .map(named);
    let mut wanted = Parts::none(checks.parts.len());
    for part in [duty, hedged, permission, month, time, officer]
        .into_iter()
        .flatten()
    {
        wanted.insert(part);
    }
    let mut reader = Reader::new(set.program(), checks);
    let mut one = |shown: &Shown| {
        let text = format!("{} {}", lead(document, shown), document.slice(shown.span));
        let parts = reader.all_in(&text, &wanted);
        let has = |part: Option<u32>| part.is_some_and(|part| parts.has(part));
        let allowed = has(permission) && !has(month);
        Firmness {
            // “May appeal; staff must answer” binds; “must where possible” does not.
            binding: !has(hedged) && (has(duty) || !allowed),
            deadline: has(time),
            owner: has(officer),
            within: term(&text).map(Term::days),
        }
    };
    shown.iter().map(&mut one).collect()
}

/// The last sentence of what introduces the block of `shown`; empty where nothing does.
fn lead<'a>(document: &'a Document, shown: &Shown) -> &'a str {
    let lead = document
        .blocks
        .get(shown.block)
        .and_then(|block| document.blocks.get(block.lead_in? as usize));
    let text = lead
        .map(|block| document.slice(block.span))
        .unwrap_or_default();
    let last = sentences(text).last();
    last.and_then(|range| text.get(range)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Firmness, firmness};
    use crate::{
        document::{BlockKind, ReadOptions, read},
        rule::{RuleSet, Shown},
    };

    fn of(text: &str) -> (bool, bool, bool) {
        let document = read("a.md", text.as_bytes(), &ReadOptions::default()).unwrap();
        let block = document
            .blocks
            .iter()
            .rposition(|block| !matches!(block.kind, BlockKind::Heading(_)))
            .unwrap();
        let span = document.blocks[block].span;
        let shown = [Shown { block, span }];
        let Firmness {
            binding,
            deadline,
            owner,
            ..
        } = firmness(&document, &RuleSet::builtin(), &shown)[0];
        (binding, deadline, owner)
    }

    #[test]
    fn duties_dates_and_owners_are_told_from_hopes() {
        let all = (true, true, true);
        assert_eq!(
            of("The Director shall review this policy each January."),
            all
        );
        assert_eq!(of("The Director reviews this policy in May."), all);
        assert_eq!(
            of("The Director may review this policy."),
            (false, false, true)
        );
        assert_eq!(of("Interpreters can be offered."), (false, false, false));
        assert_eq!(
            of("We strive to review this policy annually."),
            (false, true, false)
        );
        assert_eq!(of("Interpreters are free."), (true, false, false));
        assert_eq!(
            of("The Director may:\n\n- review this policy"),
            (false, false, true)
        );
    }
}
