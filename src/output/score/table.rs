//! A score as tables and lists.

use std::fmt::Write as _;

use super::{Alarm, Figures, Miss, ScoreSheet, Table};
use crate::{
    finding::{Confidence, Family, Severity},
    output::{clean_line, paragraph},
};

impl ScoreSheet {
    /// Tables by family, confidence and severity, then the `worst` misses and false alarms, at most so many of each.
    pub fn text(&self, width: usize, worst: usize) -> String {
        let least = self.min_severity.as_str();
        let mut out = format!(
            "{:17}{:>6}{:>10}{:>7}  precision  recall     F1\n",
            format!("{least} and above"),
            "marks",
            "findings",
            "right"
        );
        for (name, figures) in self.wanted.rows() {
            line(&mut out, name, figures);
        }
        line(&mut out, "all families", &self.wanted.overall);
        let _ = writeln!(
            out,
            "mean F1 of the families: {}",
            number(self.wanted.macro_f1)
        );
        let differ =
            |(name, every): &(&str, &Figures)| self.wanted.families.get(*name) != Some(every);
        let changed: Vec<_> = self.every_severity.rows().filter(differ).collect();
        if !changed.is_empty() {
            out.push_str("\nevery severity\n");
            for (name, figures) in changed {
                line(&mut out, name, figures);
            }
            line(&mut out, "all families", &self.every_severity.overall);
        }
        let _ = writeln!(out, "\nby confidence, {least} and above");
        for confidence in Confidence::ALL.into_iter().rev() {
            overall(&mut out, &self.by_confidence, confidence.name(), "high");
        }
        out.push_str("\nby severity\n");
        for severity in Severity::ALL.into_iter().rev() {
            overall(&mut out, &self.by_severity, severity.name(), "error");
        }
        let _ = writeln!(
            out,
            "\n{} passages, {} of them without a mark; {} of those have a false alarm",
            self.passages, self.clean_passages, self.clean_alarmed
        );
        let below = self.misses.iter().filter(|miss| miss.found_below).count();
        let real = || self.misses.iter().filter(|miss| !miss.found_below);
        let _ = writeln!(out, "\nmisses: {}", real().count());
        if below > 0 {
            let _ = writeln!(out, "    and {below} that are found below {least} only");
        }
        for miss in in_turn(real(), |miss| &miss.family, worst) {
            miss.draw(&mut out, width);
        }
        let _ = writeln!(out, "\nfalse alarms: {}", self.false_alarms.len());
        let mut alarms: Vec<&Alarm> = self.false_alarms.iter().collect();
        alarms.sort_by_key(|alarm| std::cmp::Reverse(alarm.weight()));
        for alarm in in_turn(alarms.into_iter(), |alarm| &alarm.family, worst) {
            alarm.draw(&mut out, width);
        }
        out
    }
}

/// One of `tables`: `name` and above, where it is not the `highest`.
fn overall(
    out: &mut String,
    tables: &std::collections::BTreeMap<String, Table>,
    name: &str,
    highest: &str,
) {
    let Some(table) = tables.get(name) else {
        return;
    };
    let shown = if name == highest {
        name.to_owned()
    } else {
        format!("{name} and above")
    };
    line(out, &shown, &table.overall);
}

fn line(out: &mut String, name: &str, figures: &Figures) {
    let _ = writeln!(
        out,
        "{name:17}{:6}{:10}{:7}  {:>9}  {:>6}  {:>5}",
        figures.marks,
        figures.findings,
        figures.right,
        number(figures.precision),
        number(figures.recall),
        number(figures.f1)
    );
}

/// Three digits, or a dash where there is none.
pub(super) fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

/// At most `most` of `all`, one of each family in turn, the fullest family first.
pub(super) fn in_turn<'a, T>(
    all: impl Iterator<Item = &'a T>,
    family: impl Fn(&T) -> &str,
    most: usize,
) -> Vec<&'a T> {
    let all: Vec<&T> = all.collect();
    let mut piles: Vec<Vec<&T>> = Family::ALL
        .into_iter()
        .map(|name| {
            let own = all.iter().filter(|one| family(one) == name.name());
            own.copied().collect()
        })
        .collect();
    piles.sort_by_key(|pile: &Vec<&T>| std::cmp::Reverse(pile.len()));
    let deepest = piles.first().map_or(0, Vec::len);
    let turns = (0..deepest).flat_map(|turn| piles.iter().filter_map(move |pile| pile.get(turn)));
    turns.take(most).copied().collect()
}

impl Miss {
    pub(super) fn draw(&self, out: &mut String, width: usize) {
        let _ = writeln!(
            out,
            "  {} {}: “{}”",
            clean_line(&self.id),
            self.family,
            clean_line(&self.words)
        );
        let why = match (&self.silenced, self.found_below) {
            (_, true) => "found, but below the wanted severity".to_owned(),
            (Some(reason), false) => reason.clone(),
            (None, false) => "no rule reaches it".to_owned(),
        };
        let _ = writeln!(out, "{}", paragraph(&why, width, "      ", "      "));
        let _ = writeln!(
            out,
            "{}",
            paragraph(&self.passage, width, "      > ", "      > ")
        );
    }
}

impl Alarm {
    /// How bad it is: by severity, then confidence.
    fn weight(&self) -> (usize, usize) {
        let severity = Severity::ALL
            .iter()
            .position(|one| one.name() == self.severity);
        let confidence = Confidence::ALL
            .iter()
            .position(|one| one.name() == self.confidence);
        (severity.unwrap_or(0), confidence.unwrap_or(0))
    }

    pub(super) fn draw(&self, out: &mut String, width: usize) {
        let _ = writeln!(
            out,
            "  {} {}, {}, {} confidence: “{}”",
            clean_line(&self.id),
            self.rule,
            self.severity,
            self.confidence,
            clean_line(&self.words)
        );
        let _ = writeln!(
            out,
            "{}",
            paragraph(&self.sentence, width, "      > ", "      > ")
        );
    }
}
