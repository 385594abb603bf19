//! Rule files as written → rules as valid and a program that matches; every mistake is collected, none is passed over.

mod chosen;
mod contexts;
mod finish;
mod patterns;
mod rules;
mod vocabulary;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use serde::{Deserialize, Serialize};

use super::{
    asking::Asking, check::Checks, file::FamilyFile, program::Program, read::read,
    rewriting::Rewriting, rule::Rule,
};
use crate::finding::Family;

/// A rule file: its name for messages, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSource {
    /// Path as shown.
    pub name: String,
    /// TOML.
    pub text: String,
    /// Whether it came with the program: its rules may be overridden, and must have examples.
    pub embedded: bool,
}

/// A mistake in a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Index of the file.
    pub file: usize,
    /// Where in its text, in bytes.
    pub span: Range<usize>,
    /// What is wrong; stands alone.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// A set of rules: what matches, and what a person can know.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Compiled {
    /// What matches.
    pub(crate) program: Program,
    /// What a person can know, in the order of the program's rules.
    pub(crate) rules: Vec<Rule>,
    /// What whole documents and manuals are asked.
    pub(crate) checks: Checks,
    /// Models that learned rules name.
    pub(crate) models: Vec<NamedModel>,
    /// Words by which rewrites know where they have their place.
    pub(crate) rewriting: Rewriting,
}

/// A model that a rule names: where it says so, and the path as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NamedModel {
    /// Index of the rule file.
    pub(crate) file: usize,
    /// Where in its text, in bytes.
    pub(crate) span: Range<usize>,
    /// The path as written, relative to the rule file.
    pub(crate) path: String,
}

/// Slots that every rewrite may use, `{v:verb}` beside them.
const SLOTS: [&str; 10] = [
    "actor", "actor^", "its", "it", "topic^", "person", "people", "rest", "sentence", "words",
];

/// The context that the program itself asks for: quoted words that the institution makes its own.
pub(crate) const ADOPTED: &str = "adopted";

/// Compile rule files together.
///
/// # Errors
/// Every mistake found, in the order of files and places.
pub(crate) fn compile(sources: &[RuleSource]) -> Result<Compiled, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut files = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        match read(&source.text) {
            Ok(file) => files.push((index, file)),
            Err(mistakes) => {
                let mistakes = mistakes.into_iter();
                problems.extend(mistakes.map(|(span, why)| unreadable(index, span, &why)));
            }
        }
    }
    let mut compiler = Compiler {
        sources,
        problems,
        ..Compiler::default()
    };
    for (_, file) in &files {
        compiler.rewriting.add(file.rewriting.clone());
    }
    compiler.vocabulary(&files);
    compiler.contexts(&files);
    compiler.families(&files);
    compiler.rules(&files);
    compiler.asking(&files);
    compiler.unused_contexts();
    if compiler.problems.is_empty() {
        return Ok(compiler.finish());
    }
    let mut problems = compiler.problems;
    problems.sort_by_key(|problem| (problem.file, problem.span.start));
    problems.dedup();
    Err(problems)
}

/// A file that is no rule file.
fn unreadable(file: usize, span: Range<usize>, message: &str) -> Problem {
    let help = message.contains("unknown field").then(|| {
        let known = [
            "find", "together", "unless", "senses", "rewrites", "bad", "good", "message",
            "severity", "sources",
        ];
        let typed = message.split('`').nth(1).unwrap_or_default();
        nearest(typed, known).map(|name| format!("did you mean `{name}`?"))
    });
    Problem {
        file,
        span: span.start..span.end.max(span.start + 1),
        message: message.to_owned(),
        help: help.flatten(),
    }
}

/// The name closest to `typed`, when it is close.
pub(super) fn nearest<'a>(
    typed: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let best = names
        .into_iter()
        .map(|name| (strsim::levenshtein(typed, name), name))
        .min();
    best.filter(|(distance, name)| *distance <= 1 + name.len() / 4)
        .map(|(_, name)| name)
}

#[derive(Default)]
pub(super) struct Compiler<'a> {
    pub(super) sources: &'a [RuleSource],
    problems: Vec<Problem>,
    pub(super) program: Program,
    pub(super) rules: Vec<Rule>,
    /// Models that learned rules name.
    models: Vec<NamedModel>,
    rewriting: Rewriting,
    /// What whole documents are asked.
    pub(super) asking: Asking,
    /// Entries of each vocabulary: sequences of forms.
    vocabulary: BTreeMap<String, Vec<Vec<Vec<String>>>>,
    /// Number of each entry of a vocabulary, by the vocabulary's number, that has more than one word.
    phrase_numbers: BTreeMap<(u32, Vec<Vec<String>>), u32>,
    /// Number of each vocabulary.
    classes: BTreeMap<String, u32>,
    /// What a sentence must have for a vocabulary, by its number, once it was asked: many patterns name the same.
    class_needs: BTreeMap<u32, Need>,
    /// What an entry of a vocabulary can begin with, by its number, once it was asked.
    class_firsts: BTreeMap<u32, BTreeSet<u32>>,
    /// Number of each word or prefix met so far.
    words: BTreeMap<String, u32>,
    /// Number of each set of words.
    sets: BTreeMap<Vec<u32>, u32>,
    /// Number of each context, where it was named, and whether a rule uses it.
    context_names: BTreeMap<String, (u32, usize, Range<usize>, bool)>,
    facet_names: BTreeMap<String, u32>,
    frequency: BTreeMap<String, u32>,
    /// What each code can be anchored on: words and how common they are together.
    anchors: Vec<(u32, BTreeSet<u32>)>,
    /// Words of each feature that some pattern needs.
    features: BTreeMap<BTreeSet<u32>, u16>,
    family_files: BTreeMap<Family, FamilyFile>,
}

/// An element that a sentence must have for a pattern to match: words of which one must be there, and how common they are.
/// An entry of more than one word stands there as [`PHRASE`] and its number.
pub(super) type Need = (BTreeSet<u32>, u32);

/// Marks the number of an entry of more than one word where words are listed by number.
pub(super) const PHRASE: u32 = 1 << 31;

impl Compiler<'_> {
    pub(super) fn problem(
        &mut self,
        file: usize,
        span: Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.problems.push(Problem {
            file,
            span,
            message: message.into(),
            help,
        });
    }
}
