//! `equilint.suppress.toml`: findings that are meant to stay in documents which hold no comments, or should not be touched.

use std::{
    ops::Range,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use toml::de::DeTable;

use super::{Globs, Mistake, table::Table};
use crate::{
    engine::{Date, Hidden, Reading, Selector, SideEntry},
    finding::Family,
};

/// The name of the file.
pub const SIDE_NAME: &str = "equilint.suppress.toml";

/// The entries of a side file, and which of them did something. Can be asked by many threads.
#[derive(Debug, Default)]
pub struct SideFile {
    entries: Vec<Suppression>,
}

#[derive(Debug)]
struct Suppression {
    files: Globs,
    entry: SideEntry,
    /// Line of the entry, from 1.
    line: usize,
    /// What it is for, as written.
    about: String,
    /// Whether a document that it is for was judged by every rule.
    asked: AtomicBool,
    used: AtomicBool,
}

impl SideFile {
    /// What `text`, a file in `folder`, holds. `is_rule` says whether there is a rule of an id.
    ///
    /// # Errors
    /// Every mistake in it, in the order of their places.
    pub fn parse(
        folder: &Path,
        text: &str,
        is_rule: &dyn Fn(&str) -> bool,
    ) -> Result<Self, Vec<Mistake>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        if let Some(error) = errors.first() {
            return Err(vec![
                Mistake::new(error.message()).at(error.span().unwrap_or(0..0)),
            ]);
        }
        let mut mistakes = Vec::new();
        let mut side = Self::default();
        let mut table = Table::new(table.get_ref(), "the side file", &mut mistakes);
        for (inner, span) in table.tables("suppress") {
            let inner = Table::new(inner, "`[[suppress]]`", table.mistakes());
            let line = text
                .get(..span.start)
                .unwrap_or_default()
                .matches('\n')
                .count()
                + 1;
            side.entries
                .extend(suppression(inner, span, line, folder, is_rule));
        }
        table.finish();
        mistakes.sort_by_key(|mistake| mistake.span.start);
        if mistakes.is_empty() {
            Ok(side)
        } else {
            Err(mistakes)
        }
    }

    /// Hide what is meant to stay in the document at `path` on the day `today`. `complete` says that every rule ran.
    pub fn hide(&self, path: &Path, today: Date, complete: bool, reading: &mut Reading) {
        let here: Vec<_> = self
            .entries
            .iter()
            .filter(|one| one.files.matches(path))
            .collect();
        if here.is_empty() {
            return;
        }
        let mut shown = Vec::with_capacity(reading.findings.len());
        for finding in reading.findings.drain(..) {
            let mut silenced = false;
            for one in here
                .iter()
                .filter(|one| one.entry.silences(&finding, today))
            {
                one.used.store(true, Ordering::Relaxed);
                silenced = true;
            }
            if silenced {
                reading.hidden.push((finding, Hidden::Suppressed));
            } else {
                shown.push(finding);
            }
        }
        reading.findings = shown;
        for one in here {
            one.asked.fetch_or(complete, Ordering::Relaxed);
        }
    }

    /// What is to be said of entries on the day `today`: line, what it is for, what is wrong.
    pub fn remarks(&self, today: Date) -> Vec<(usize, String)> {
        let remark = |one: &Suppression| {
            if let Some(until) = one.entry.until.filter(|until| today > *until) {
                return Some((
                    one.line,
                    format!(
                        "{} held until {until} and hides nothing any more",
                        one.about
                    ),
                ));
            }
            let unused = one.asked.load(Ordering::Relaxed) && !one.used.load(Ordering::Relaxed);
            unused.then(|| (one.line, format!("{} hides nothing", one.about)))
        };
        self.entries.iter().filter_map(remark).collect()
    }
}

fn suppression(
    mut table: Table<'_, '_>,
    span: Range<usize>,
    line: usize,
    folder: &Path,
    is_rule: &dyn Fn(&str) -> bool,
) -> Option<Suppression> {
    let path = table.text("path");
    let rule = table.text("rule");
    let reason = table.text("reason");
    let words = table.text("words").map(|(words, _)| words.to_owned());
    let until = table.parsed("until", |text| {
        text.parse().map_err(|error: String| Mistake::new(error))
    });
    table.text("owner");
    for (key, missing) in [
        ("path", path.is_none()),
        ("rule", rule.is_none()),
        (
            "reason",
            reason
                .as_ref()
                .is_none_or(|(reason, _)| reason.trim().is_empty()),
        ),
    ] {
        if missing {
            table.mistake(
                Mistake::new(format!("a `[[suppress]]` needs a `{key}`")),
                span.clone(),
            );
        }
    }
    let selector = rule.clone().map(|(rule, at)| {
        let selector = Selector::parse(rule);
        if matches!(&selector, Selector::Rule(id) if !is_rule(id)) {
            let families = Family::ALL.iter().map(|family| family.name());
            let mistake = Mistake::new(format!("no rule or family is called `{rule}`"));
            table.mistake(mistake.did_you_mean(rule, families), at);
        }
        selector
    });
    let files = path
        .clone()
        .and_then(|(path, at)| match Globs::new(folder, [path]) {
            Ok(globs) => Some(globs),
            Err((_, why)) => {
                table.mistake(
                    Mistake::new(format!("`{path}` is no pattern of files: {why}")),
                    at,
                );
                None
            }
        });
    table.finish();
    let (rule, path) = (rule.map(|(rule, _)| rule)?, path.map(|(path, _)| path)?);
    Some(Suppression {
        files: files?,
        entry: SideEntry {
            rules: selector?,
            words,
            until,
        },
        line,
        about: format!("the suppression of `{rule}` in {path}"),
        asked: AtomicBool::new(false),
        used: AtomicBool::new(false),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::SideFile;

    #[test]
    fn an_entry_needs_a_document_a_rule_and_a_reason() {
        let known = |id: &str| id == "merit/fit";
        let good = "[[suppress]]\npath = \"*.pdf\"\nrule = \"merit/fit\"\nreason = \"signed\"\nuntil = \"2027-01-31\"\nowner = \"ana\"\n";
        let side = SideFile::parse(Path::new("/m"), good, &known).unwrap();
        assert_eq!(side.remarks("2027-01-31".parse().unwrap()), []);
        assert_eq!(side.remarks("2027-02-01".parse().unwrap()).len(), 1);
        let bad = "[[suppress]]\nrule = \"merit/fti\"\nreason = \" \"\nuntil = \"soon\"\nwhy = 1\n";
        let mistakes = SideFile::parse(Path::new("/m"), bad, &known).unwrap_err();
        let messages: Vec<_> = mistakes
            .iter()
            .map(|mistake| mistake.message.as_str())
            .collect();
        insta::assert_snapshot!(messages.join("\n"), @r#"
        a `[[suppress]]` needs a `path`
        a `[[suppress]]` needs a `reason`
        no rule or family is called `merit/fti`
        `soon` is no date: write it as 2027-01-31
        unknown key `why` in `[[suppress]]`
        "#);
    }
}
