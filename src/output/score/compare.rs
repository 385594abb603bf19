//! Two scores beside one another: what got better, what got worse.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde::Serialize;

use super::{
    Alarm, Figures, Miss, ScoreSheet,
    table::{in_turn, number},
};

/// What changed between two scores.
#[derive(Debug, Serialize)]
pub(super) struct Changes<'a> {
    /// Old and new figures of each family that changed, and of all.
    families: BTreeMap<&'a str, [Figures; 2]>,
    overall: [Figures; 2],
    found_now: Vec<&'a Miss>,
    missed_now: Vec<&'a Miss>,
    false_alarms_gone: Vec<&'a Alarm>,
    new_false_alarms: Vec<&'a Alarm>,
}

/// Members of `these` whose key is not among those of `others`.
fn only<'a, T>(
    these: &'a [T],
    others: &[T],
    key: impl Fn(&T) -> (String, String, String),
) -> Vec<&'a T> {
    let others: BTreeSet<_> = others.iter().map(&key).collect();
    these
        .iter()
        .filter(|one| !others.contains(&key(one)))
        .collect()
}

impl ScoreSheet {
    /// Whether F1 of all families is lower than that of `old`.
    pub fn is_worse_than(&self, old: &Self) -> bool {
        let f1 = |sheet: &Self| sheet.wanted.overall.f1.unwrap_or(0.0);
        f1(self) + 1e-9 < f1(old)
    }

    pub(super) fn changes<'a>(&'a self, old: &'a Self) -> Changes<'a> {
        let miss = |miss: &Miss| (miss.id.clone(), miss.family.clone(), miss.words.clone());
        let alarm = |one: &Alarm| (one.id.clone(), one.family.clone(), one.words.clone());
        let mut families = BTreeMap::new();
        for (name, figures) in self.wanted.rows() {
            let before = old.wanted.families.get(name).copied().unwrap_or_default();
            if before != *figures {
                families.insert(name, [before, *figures]);
            }
        }
        Changes {
            families,
            overall: [old.wanted.overall, self.wanted.overall],
            found_now: only(&old.misses, &self.misses, miss),
            missed_now: only(&self.misses, &old.misses, miss),
            false_alarms_gone: only(&old.false_alarms, &self.false_alarms, alarm),
            new_false_alarms: only(&self.false_alarms, &old.false_alarms, alarm),
        }
    }

    /// What changed since `old`, at most `most` of each list.
    pub fn compared(&self, old: &Self, width: usize, most: usize) -> String {
        let changes = self.changes(old);
        let mut out = String::new();
        if self.labels != old.labels || self.passages != old.passages {
            out.push_str("The labels are not the same as those of the older score.\n\n");
        }
        let _ = writeln!(
            out,
            "{:17}  {:^21}  {:^21}  {:^21}",
            format!("{} and above", self.min_severity),
            "precision",
            "recall",
            "F1"
        );
        for (name, _) in self.wanted.rows() {
            if let Some(pair) = changes.families.get(name) {
                row(&mut out, name, pair);
            }
        }
        row(&mut out, "all families", &changes.overall);
        for (title, list) in [
            ("found now", &changes.found_now),
            ("missed now", &changes.missed_now),
        ] {
            let _ = writeln!(out, "\n{title} ({})", list.len());
            for miss in in_turn(list.iter().copied(), |miss| &miss.family, most) {
                miss.draw(&mut out, width);
            }
        }
        for (title, list) in [
            ("false alarms gone", &changes.false_alarms_gone),
            ("new false alarms", &changes.new_false_alarms),
        ] {
            let _ = writeln!(out, "\n{title} ({})", list.len());
            for alarm in in_turn(list.iter().copied(), |alarm| &alarm.family, most) {
                alarm.draw(&mut out, width);
            }
        }
        out
    }
}

/// Old, new and difference of one row.
fn row(out: &mut String, name: &str, [old, new]: &[Figures; 2]) {
    let cell = |old: Option<f64>, new: Option<f64>| {
        let change = old
            .zip(new)
            .map_or_else(String::new, |(old, new)| format!("{:+.3}", new - old));
        format!("{} → {} {change:>6}", number(old), number(new))
    };
    let _ = writeln!(
        out,
        "{name:17}  {:>21}  {:>21}  {:>21}",
        cell(old.precision, new.precision),
        cell(old.recall, new.recall),
        cell(old.f1, new.f1)
    );
}
