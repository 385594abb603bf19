//! What changed since an earlier audit.

use serde::Serialize;

use super::{
    super::quoted::{Room, shown},
    overall::Bar,
};
use crate::{
    engine::{Comparison, Shift, Words},
    output::compare::{heading, story, verdict},
};

#[derive(Serialize)]
pub(super) struct Trend {
    verdict: String,
    rows: Vec<TrendRow>,
    groups: Vec<ChangeGroup>,
}

#[derive(Serialize)]
struct TrendRow {
    name: &'static str,
    bar: Bar,
    met: usize,
    partial: usize,
    absent: usize,
}

#[derive(Serialize)]
struct ChangeGroup {
    heading: &'static str,
    changes: Vec<ChangeView>,
}

#[derive(Serialize)]
struct ChangeView {
    title: String,
    document: String,
    story: String,
    before: String,
    after: String,
}

pub(super) fn trend(since: &Comparison, room: &Room) -> Trend {
    let row = |name: &'static str, [met, partial, absent]: [usize; 3]| TrendRow {
        name,
        bar: Bar::new(met, partial, 0, met + partial + absent),
        met,
        partial,
        absent,
    };
    let quote = |words: &Option<Words>| {
        words
            .as_ref()
            .map(|words| room.quote(&words.quote))
            .unwrap_or_default()
    };
    let group = |shift: Shift| ChangeGroup {
        heading: heading(shift),
        changes: since
            .of(shift)
            .map(|change| {
                let (before, after) = (quote(&change.before), quote(&change.after));
                ChangeView {
                    title: change.title.clone(),
                    document: shown(&change.document),
                    story: shown(&story(change)),
                    before: if before == after {
                        String::new()
                    } else {
                        before
                    },
                    after,
                }
            })
            .collect(),
    };
    Trend {
        verdict: verdict(since),
        rows: vec![row("Before", since.before), row("Now", since.after)],
        groups: Shift::ALL
            .into_iter()
            .map(group)
            .filter(|group| !group.changes.is_empty())
            .collect(),
    }
}
