//! Labelled text: passages, or whole documents read completely, with the words that are faults.
//!
//! One JSON object a line: `id`; `text` (Markdown) or `file` (a document, beside the labels); `marks`, each a `family` and
//! the `span` of words that is a fault. Every sentence without a mark is innocent. A mark with `"sure": "arguable"` is
//! neither right nor wrong: its sentence teaches nothing of its family; nor does a `legal_note` of any family.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

use super::{
    reading::each_sentence,
    train::{Example, Trainer},
};
use crate::{
    document::Document,
    rule::{RuleSet, judge::candidates, prose::Prose},
    text::Span,
};

/// Words that are a fault.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Mark {
    /// Of which family.
    pub family: String,
    /// The words, as they stand in the text.
    pub span: String,
    /// "arguable" where readers may differ.
    pub sure: Option<String>,
}

impl Mark {
    /// Whether readers agree that it is a fault.
    pub fn is_sure(&self) -> bool {
        self.sure.as_deref().is_none_or(|sure| sure == "yes")
    }
}

/// A line of labelled text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Labelled {
    /// What it is called.
    pub id: String,
    /// The passage, Markdown.
    pub text: Option<String>,
    /// The document in its place; a path relative to the labels.
    pub file: Option<String>,
    /// What is left out together when it is measured on; `id` where it is not given.
    pub group: Option<String>,
    /// Its faults.
    #[serde(default)]
    pub marks: Vec<Mark>,
    /// Words of law, which are neither right nor wrong.
    #[serde(default)]
    pub legal_note: Vec<String>,
}

/// A line that is no labelled text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongLine {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for WrongLine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.message)
    }
}

impl Labelled {
    /// Read JSON lines; empty ones are passed over.
    ///
    /// # Errors
    /// Every line that is no labelled text.
    pub fn parse(text: &str) -> Result<Vec<Self>, Vec<WrongLine>> {
        let mut out = Vec::new();
        let mut wrong = Vec::new();
        for (line, text) in (1..).zip(text.lines()) {
            if text.trim().is_empty() {
                continue;
            }
            let parsed = serde_json::from_str::<Self>(text)
                .map_err(|error| error.to_string())
                .and_then(|one| match (&one.text, &one.file) {
                    (Some(_), None) | (None, Some(_)) => Ok(one),
                    _ => Err("it needs either `text` or `file`".to_owned()),
                });
            match parsed {
                Ok(one) => out.push(one),
                Err(message) => wrong.push(WrongLine { line, message }),
            }
        }
        if wrong.is_empty() {
            Ok(out)
        } else {
            Err(wrong)
        }
    }

    /// What is left out together.
    pub fn group(&self) -> &str {
        self.group.as_deref().unwrap_or(&self.id)
    }
}

/// Teach `trainer` the sentences of `document`, labelled so. Returns the marks whose words were not found.
pub fn teach(
    trainer: &mut Trainer,
    labelled: &Labelled,
    document: &Document,
    rules: &RuleSet,
    group: u32,
) -> Vec<Mark> {
    let text = Folded::new(&document.text);
    let mut lost = Vec::new();
    let mut faults: BTreeMap<u32, Vec<Span>> = BTreeMap::new();
    let mut unsure: BTreeMap<u32, Vec<Span>> = BTreeMap::new();
    for mark in &labelled.marks {
        let bit = if mark.family == "legal-note" {
            u32::MAX
        } else {
            trainer.bit(&mark.family)
        };
        let place = text.find(&mark.span);
        if place.is_none() {
            lost.push(mark.clone());
        }
        let sure = mark.is_sure() && bit != u32::MAX;
        let kept = if sure { &mut faults } else { &mut unsure };
        kept.entry(bit).or_default().extend(place);
    }
    for words in &labelled.legal_note {
        let place = text.find(words);
        unsure.entry(u32::MAX).or_default().extend(place);
    }
    let bits = |spans: &BTreeMap<u32, Vec<Span>>, sentence: Span| {
        let meeting = spans
            .iter()
            .filter(|(_, spans)| spans.iter().any(|span| span.meets(sentence)));
        meeting.fold(0, |all, (bit, _)| all | bit)
    };
    let prose = Prose::new(document, rules);
    let matches = candidates(&prose, rules);
    each_sentence(&prose, rules, &matches, |sentence, stand| {
        let faults = bits(&faults, stand.span);
        let example = Example {
            faults,
            unsure: bits(&unsure, stand.span) & !faults,
            reached: sentence
                .rules
                .iter()
                .filter_map(|rule| rule.split('/').next())
                .fold(0, |all, family| all | trainer.bit(family)),
            document: group,
        };
        trainer.add(sentence, example);
    });
    lost
}

/// A text as letters and digits alone, with the way back: marks were written against the source, which has markup.
#[derive(Debug)]
pub struct Folded {
    letters: String,
    /// Byte in the text of each byte of `letters`.
    back: Vec<u32>,
}

impl Folded {
    /// `text`, folded.
    pub fn new(text: &str) -> Self {
        let mut folded = Self {
            letters: String::new(),
            back: Vec::new(),
        };
        for (at, letter) in text.char_indices() {
            if letter.is_alphanumeric() {
                folded.letters.extend(letter.to_lowercase());
                let at = u32::try_from(at).expect("text is shorter than 4 GiB");
                folded.back.resize(folded.letters.len(), at);
            }
        }
        folded
    }

    /// Where `words` stand first, in bytes of the text; the last byte is that of the last letter's beginning.
    pub fn find(&self, words: &str) -> Option<Span> {
        let wanted = Self::new(words).letters;
        if wanted.is_empty() {
            return None;
        }
        let start = self.letters.find(&wanted)?;
        let first = self.back.get(start)?;
        let last = self.back.get(start + wanted.len() - 1)?;
        Some(Span::new(*first, *last + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{self, ReadOptions};

    #[test]
    fn lines_that_are_no_labels_are_all_told() {
        let text = "{\"id\":\"a\",\"text\":\"x\"}\n\nnothing\n{\"id\":\"b\"}\n";
        let wrong = Labelled::parse(text).unwrap_err();
        let lines: Vec<usize> = wrong.iter().map(|wrong| wrong.line).collect();
        assert_eq!(lines, [3, 4]);
    }

    #[test]
    fn marks_are_found_through_markup_and_only_their_sentence_is_a_fault() {
        let line = r#"{"id":"a","text":"We open at nine. Staff **stay** neutral. Bring a card.",
            "marks":[{"family":"neutral-stance","span":"**stay** neutral"},{"family":"merit","span":"not there"}]}"#;
        let labelled = Labelled::parse(&line.replace('\n', " ")).unwrap().remove(0);
        let text = labelled.text.clone().unwrap();
        let document = document::read("a.md", text.as_bytes(), &ReadOptions::default()).unwrap();
        let mut trainer = Trainer::new(["neutral-stance".to_owned(), "merit".to_owned()]);
        let lost = teach(&mut trainer, &labelled, &document, &RuleSet::builtin(), 0);
        assert_eq!(lost.len(), 1);
        let faults: Vec<u32> = trainer.examples().map(|example| example.faults).collect();
        assert_eq!(faults, [0, 1, 0]);
    }
}
