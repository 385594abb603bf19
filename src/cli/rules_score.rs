//! `rules score`: what the rules say of labelled text, held against the labels.

use std::{
    collections::BTreeSet,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    args::{ListFormat, RuleArgs},
    exit::{Exit, Failure},
    labels::{self, LEGAL, Passage},
    settings::Settings,
    terminal::Terminal,
};
use crate::{
    engine::{self, Candidate, Marked, Policy, Raised, Scored},
    files,
    finding::{Family, Finding, Location, Place, Severity},
    output::{Problem, ScoreSheet},
    rule::{
        RuleSet,
        learned::{Folded, Mark},
    },
    text::fold_space,
};

/// Characters of a passage that are shown.
const EXCERPT: usize = 300;

/// What is wanted of a score.
pub(super) struct Wanted<'a> {
    pub(super) format: ListFormat,
    /// An older score to compare with.
    pub(super) compare: Option<&'a Path>,
    /// Findings of less are not judged by family.
    pub(super) least: Severity,
    /// Misses and false alarms to print.
    pub(super) worst: usize,
}

/// Score the rules on `labelled`.
pub(super) fn run(
    labelled: &[PathBuf],
    wanted: &Wanted<'_>,
    args: &RuleArgs,
    terminal: &Terminal,
) -> Result<Exit, Failure> {
    let settled = Settings::new(args)?.here()?;
    let old = wanted.compare.map(older).transpose()?;
    let passages = labels::read(labelled)?;
    unique(&passages)?;
    let scored: Vec<Result<Scored, Vec<Problem>>> = passages
        .par_iter()
        .map(|passage| score(passage, &settled.rules))
        .collect();
    let mut out = Vec::new();
    let mut problems = Vec::new();
    for one in scored {
        match one {
            Ok(one) => out.push(one),
            Err(wrong) => problems.extend(wrong),
        }
    }
    if !problems.is_empty() {
        return Err(Failure::Problems(
            problems.into_iter().map(|one| Box::new(one) as _).collect(),
        ));
    }
    let names = labelled.iter().map(|path| files::shown(path)).collect();
    let sheet = ScoreSheet::new(&out, names, wanted.least);
    let worse = old.as_ref().is_some_and(|old| sheet.is_worse_than(old));
    let width = terminal.look().width;
    Terminal::print(&match (wanted.format, &old) {
        (ListFormat::Json, _) => sheet.json(old.as_ref()),
        (ListFormat::Text, Some(old)) => sheet.compared(old, width, wanted.worst),
        (ListFormat::Text, None) => sheet.text(width, wanted.worst),
    })?;
    Ok(if worse { Exit::Findings } else { Exit::Clean })
}

/// The score that `--format json` wrote to `path`.
fn older(path: &Path) -> Result<ScoreSheet, Failure> {
    let shown = files::shown(path);
    let bytes = files::read(path, 1 << 28).map_err(|error| {
        Failure::one(
            Problem::new(format!("{shown} was not read")).with_help(format!(
                "{error}; write it with `equilint rules score … --format json`"
            )),
        )
    })?;
    ScoreSheet::parse(&bytes).map_err(|error| {
        Failure::one(
            Problem::new(format!("{shown} is no score: {error}"))
                .with_help("write it with `equilint rules score … --format json > OLD.json`"),
        )
    })
}

/// Refuse two passages of one name: a score names its misses by it.
fn unique(passages: &[Passage]) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    match passages
        .iter()
        .find(|one| !seen.insert(one.label.id.as_str()))
    {
        Some(twice) => Err(Failure::one(
            Problem::new(format!("two lines have the id `{}`", twice.label.id))
                .with_help("give each passage an id of its own"),
        )),
        None => Ok(()),
    }
}

/// A passage with what the rules say of it.
fn score(passage: &Passage, rules: &RuleSet) -> Result<Scored, Vec<Problem>> {
    let policy = Policy {
        candidates: true,
        ..Policy::default()
    };
    let reading = engine::read(&passage.document, rules, &policy);
    let text = Text::of(passage);
    let label = &passage.label;
    let mut out = Scored {
        id: label.id.clone(),
        excerpt: beginning(&passage.document.text),
        ..Scored::default()
    };
    let mut problems = Vec::new();
    let mut lost = |words: &str| {
        problems.push(
            Problem::new(format!("{}: “{words}” is not in its text", label.id))
                .with_help("copy the words exactly as they stand there"),
        );
    };
    for mark in &label.marks {
        let Some(place) = text.place(&mark.span) else {
            lost(&mark.span);
            continue;
        };
        match (mark.family == LEGAL, Family::from_name(&mark.family)) {
            (true, _) => out.unsure.push((None, place)),
            (false, Some(family)) if mark.is_sure() => {
                out.marks
                    .push(marked(family, place, mark, &reading.candidates, &text));
            }
            (false, family) => out.unsure.push((family, place)),
        }
    }
    for words in &label.legal_note {
        match text.place(words) {
            Some(place) => out.legal.push(place),
            None => lost(words),
        }
    }
    let findings = reading.findings.iter();
    out.findings = findings
        .filter_map(|finding| raised(finding, &text))
        .collect();
    if problems.is_empty() {
        Ok(out)
    } else {
        Err(problems)
    }
}

/// The text that marks were made in.
enum Text<'a> {
    /// The passage as written: places are its bytes.
    Passage(&'a str),
    /// A document as read: places are bytes of its prose.
    Document(Folded),
}

impl<'a> Text<'a> {
    fn of(passage: &'a Passage) -> Self {
        match &passage.label.text {
            Some(text) => Self::Passage(text),
            None => Self::Document(Folded::new(&passage.document.text)),
        }
    }

    /// Where `words` stand first.
    fn place(&self, words: &str) -> Option<Range<u32>> {
        match self {
            Self::Passage(text) => {
                let start = u32::try_from(text.find(words)?).ok()?;
                Some(start..start + u32::try_from(words.len()).ok()?)
            }
            Self::Document(text) => text.find(words).map(|span| span.start..span.end),
        }
    }

    /// Where a finding stands, in the same bytes.
    fn found(&self, place: Place, location: &Location) -> Option<Range<u32>> {
        match (self, place) {
            (Self::Passage(_), _) => location.span.clone(),
            (Self::Document(_), Place::Text(span)) => Some(span.start..span.end),
            (Self::Document(_), Place::Section(_) | Place::Document | Place::Manual) => None,
        }
    }
}

fn raised(finding: &Finding, text: &Text<'_>) -> Option<Raised> {
    Some(Raised {
        rule: Arc::clone(&finding.rule),
        family: finding.family,
        severity: finding.severity,
        confidence: finding.confidence,
        place: text.found(finding.place, &finding.location)?,
        words: finding.location.words.clone(),
        excerpt: finding.location.excerpt.clone(),
    })
}

/// A mark, with what silenced the rules that reached it.
fn marked(
    family: Family,
    place: Range<u32>,
    mark: &Mark,
    candidates: &[Candidate],
    text: &Text<'_>,
) -> Marked {
    let reaches = |candidate: &&Candidate| {
        let own = candidate.rule.split('/').next().and_then(Family::from_name);
        let words = match text {
            Text::Passage(_) => candidate.location.span.clone(),
            // Candidates know their bytes of the file only: words are enough to tell why.
            Text::Document(_) => mark
                .span
                .contains(&candidate.location.words)
                .then(|| place.clone()),
        };
        let meets = words.is_some_and(|words| words.start < place.end && place.start < words.end);
        own == Some(family) && candidate.silenced.is_some() && meets
    };
    let silenced = candidates.iter().find(reaches).and_then(|candidate| {
        let reason = candidate.silenced.as_deref()?;
        Some(format!("{}: {reason}", candidate.rule))
    });
    Marked {
        family,
        place,
        words: mark.span.clone(),
        silenced,
    }
}

/// The first characters of a text, white space folded.
fn beginning(text: &str) -> String {
    let folded = fold_space(text);
    folded.chars().take(EXCERPT).collect()
}
