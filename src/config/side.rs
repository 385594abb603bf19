//! `equilint.suppress.toml`: findings that are meant to stay in documents which hold no comments, or should not be touched.

use std::{
    ops::Range,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use toml::de::DeTable;

use super::{Globs, Mistake, closest, table::Table};
use crate::{
    document::Document,
    engine::{Date, Fault, Hidden, Reading, Selector, SideEntry, removal},
    finding::{Family, Finding},
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
    /// `None` where it does not work, for a fault that is known already.
    entry: Option<SideEntry>,
    /// Bytes of the entry in the file, whole lines.
    range: Range<usize>,
    /// What it is for, as written.
    about: String,
    /// Who is to be asked.
    owner: Option<String>,
    /// What is wrong with how it is written: bytes of the file, what to say.
    faults: Vec<(Fault, Range<usize>, String)>,
    /// The one document that it is for, unless it is a pattern.
    file: PathBuf,
    /// Whether a document that it is for was judged by every rule.
    asked: AtomicBool,
    /// Whether that was the only document that it is for.
    alone: AtomicBool,
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
            let values = inner.iter().map(|(_, value)| value.span().end);
            let end = values.max().unwrap_or(span.end).max(span.end);
            let range = lines(text, span.start..end);
            let inner = Table::new(inner, "`[[suppress]]`", table.mistakes());
            side.entries
                .extend(suppression(inner, span, range, folder, is_rule));
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
    pub fn hide(&self, path: &Path, today: Option<Date>, complete: bool, reading: &mut Reading) {
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
            let works = |one: &&&Suppression| {
                let entry = one.entry.as_ref();
                entry.is_some_and(|entry| entry.silences(&finding, today))
            };
            for one in here.iter().filter(works) {
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
            let alone = complete && one.file == path;
            one.alone.fetch_or(alone, Ordering::Relaxed);
        }
    }

    /// What is wrong with entries on the day `today`, after documents were judged; `whole` says that they were all that an
    /// entry may be for. `document` is the file itself.
    pub fn findings(&self, document: &Document, today: Option<Date>, whole: bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        for one in &self.entries {
            let mut say = |fault: Fault, range: Range<usize>, message: &str| {
                let at = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                let finding = fault.at(document, at(range.start)..at(range.end), 0, message);
                findings.push(finding);
            };
            for (fault, range, message) in &one.faults {
                say(*fault, range.clone(), message);
            }
            let about = &one.about;
            let Some(entry) = &one.entry else {
                continue;
            };
            if let Some(until) = entry.until.filter(|until| until.is_over(today)) {
                let owner = one.owner.as_ref();
                let owner = owner.map_or(String::new(), |owner| format!("; ask {owner}"));
                let message = format!("{about} held until {until}{owner}");
                say(Fault::Expired, one.range.clone(), &message);
            } else if one.is_unused(whole) {
                say(
                    Fault::Unused,
                    one.range.clone(),
                    &format!("{about} hides nothing"),
                );
                if let Some(finding) = findings.last_mut() {
                    let range = finding.location.span.clone().unwrap_or_default();
                    finding.fixes.push(removal(finding, document, range));
                }
            }
        }
        findings
    }
}

impl Suppression {
    /// Whether it hides nothing in any document that it is for.
    fn is_unused(&self, whole: bool) -> bool {
        let is = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        !is(&self.used) && (is(&self.alone) || whole && is(&self.asked))
    }
}

/// `range` of `text` to the ends of its lines, with the empty line below.
fn lines(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.get(..range.start).and_then(|head| head.rfind('\n'));
    let start = start.map_or(0, |at| at + 1);
    let rest = text.get(range.end..).unwrap_or_default();
    let end = rest.find('\n').map_or(text.len(), |at| range.end + at + 1);
    let below = text.get(end..).unwrap_or_default();
    let line = below.find('\n').map_or(below.len(), |at| at + 1);
    let empty = below.get(..line).is_some_and(|line| line.trim().is_empty());
    start..if empty { end + line } else { end }
}

fn suppression(
    mut table: Table<'_, '_>,
    span: Range<usize>,
    range: Range<usize>,
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
    let owner = table.text("owner").map(|(owner, _)| owner.to_owned());
    for (key, missing) in [("path", path.is_none()), ("rule", rule.is_none())] {
        if missing {
            let mistake = Mistake::new(format!("a `[[suppress]]` needs a `{key}`"));
            table.mistake(mistake, span.clone());
        }
    }
    let files = path
        .clone()
        .and_then(|(path, at)| match Globs::new(folder, [path]) {
            Ok(globs) => Some(globs),
            Err((_, why)) => {
                let mistake = Mistake::new(format!("`{path}` is no pattern of files: {why}"));
                table.mistake(mistake, at);
                None
            }
        });
    table.finish();
    let ((rule, at), (path, _)) = (rule?, path?);
    let rules = Selector::parse(rule);
    let mut faults = Vec::new();
    if matches!(&rules, Selector::Rule(id) if !is_rule(id)) {
        let families = Family::ALL.iter().map(|family| family.name());
        let meant = closest(rule, families);
        let meant = meant.map_or(String::new(), |close| format!("; did you mean `{close}`?"));
        let message = format!("no rule or family is called `{rule}`{meant}");
        faults.push((Fault::UnknownRule, at, message));
    }
    if reason.is_none_or(|(reason, _)| reason.trim().is_empty()) {
        let message = format!("the suppression of `{rule}` in {path} gives no reason");
        faults.push((Fault::NoReason, span, message));
    }
    let entry = SideEntry {
        rules,
        words,
        until,
    };
    Some(Suppression {
        files: files?,
        entry: faults.is_empty().then_some(entry),
        range,
        about: format!("the suppression of `{rule}` in {path}"),
        owner,
        faults,
        file: folder.join(path),
        asked: AtomicBool::new(false),
        alone: AtomicBool::new(false),
        used: AtomicBool::new(false),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::SideFile;
    use crate::document::{ReadOptions, read};

    const GOOD: &str = "# Ours.\n\n[[suppress]]\npath = \"*.pdf\"\nrule = \"merit/fit\"\nreason = \"signed\"\nuntil = \"2027-01-31\"\nowner = \"ana\"\n";

    fn parse(text: &str) -> Result<SideFile, Vec<super::Mistake>> {
        SideFile::parse(Path::new("/m"), text, &|id| id == "merit/fit")
    }

    fn said(text: &str, today: &str) -> Vec<String> {
        let document = read("side.toml", text.as_bytes(), &ReadOptions::default()).unwrap();
        let side = parse(text).unwrap();
        let findings = side.findings(&document, today.parse().ok(), true);
        let line = |finding: &super::Finding| finding.location.line.unwrap();
        findings
            .iter()
            .map(|finding| format!("{}: {}: {}", line(finding), finding.rule, finding.message))
            .collect()
    }

    #[test]
    fn what_is_wrong_with_an_entry_is_a_finding() {
        assert_eq!(said(GOOD, "2027-01-31"), [""; 0]);
        insta::assert_snapshot!(said(GOOD, "2027-02-01").join("\n"), @"3: structure/suppression-expired: The suppression of `merit/fit` in *.pdf held until 2027-01-31; ask ana");
        let bad = GOOD.replace("merit/fit", "mirit").replace("signed", " ");
        insta::assert_snapshot!(said(&bad, "2027-02-01").join("\n"), @r"
        5: structure/suppression-unknown-rule: No rule or family is called `mirit`; did you mean `merit`?
        3: structure/suppression-without-reason: The suppression of `mirit` in *.pdf gives no reason
        ");
    }

    #[test]
    fn an_unused_entry_is_taken_out_with_its_lines() {
        let text = format!("{GOOD}\n[[suppress]]\npath = \"b.pdf\"\n");
        let end = text.find("\n[[suppress]]\npath = \"b").unwrap();
        assert_eq!(super::lines(&text, 9..end - 3), 9..end + 1);
        assert_eq!(super::lines("a", 0..1), 0..1);
    }

    #[test]
    fn what_cannot_be_understood_is_a_mistake() {
        let bad = "[[suppress]]\nrule = \"merit/fti\"\nuntil = \"soon\"\nwhy = 1\n";
        let mistakes = parse(bad).unwrap_err();
        let messages: Vec<_> = mistakes
            .iter()
            .map(|mistake| mistake.message.as_str())
            .collect();
        insta::assert_snapshot!(messages.join("\n"), @r#"
        a `[[suppress]]` needs a `path`
        `soon` is no date: write it as 2027-01-31
        unknown key `why` in `[[suppress]]`
        "#);
    }
}
