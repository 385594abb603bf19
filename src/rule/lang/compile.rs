//! Rule files as written → rules as valid and a program that matches; every mistake is collected, none is passed over.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    ops::Range,
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{
    asking::Asking,
    check::Checks,
    expression,
    file::{FamilyFile, PhraseFile, RuleFile, Text},
    pattern::{self, Part},
    program::{
        Classes, Code, ContextCode, FacetSays, FamilyCode, Features, Instruction, Lexicon, NUMBER,
        Pattern, Phrase, Program, RuleCode, Sought, THREES, Together, WORD, Weigh, hash, letters,
        three,
    },
    read::read,
    rule::{Example, Rewrite, Rule, RuleKind},
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
const SLOTS: [&str; 8] = [
    "actor", "actor^", "its", "it", "topic^", "person", "sentence", "words",
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
        .map(|name| (distance(typed, name), name))
        .min();
    best.filter(|(distance, name)| *distance <= 1 + name.len() / 4)
        .map(|(_, name)| name)
}

/// Levenshtein's distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        for (j, y) in b.chars().enumerate() {
            let left = row.get(j).copied().unwrap_or(0);
            if let Some(cell) = row.get_mut(j + 1) {
                let up = *cell;
                *cell = (diagonal + usize::from(x != y)).min(up + 1).min(left + 1);
                diagonal = up;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

#[derive(Default)]
pub(super) struct Compiler<'a> {
    pub(super) sources: &'a [RuleSource],
    problems: Vec<Problem>,
    pub(super) program: Program,
    pub(super) rules: Vec<Rule>,
    /// Models that learned rules name.
    models: Vec<NamedModel>,
    /// What whole documents are asked.
    pub(super) asking: Asking,
    /// Entries of each vocabulary: sequences of forms.
    vocabulary: BTreeMap<String, Vec<Vec<Vec<String>>>>,
    /// Number of each vocabulary.
    classes: BTreeMap<String, u32>,
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
    features: BTreeMap<BTreeSet<u32>, u32>,
    family_files: BTreeMap<Family, FamilyFile>,
}

/// An element that a sentence must have for a pattern to match: words of which one must be there, and how common they are.
pub(super) type Need = (BTreeSet<u32>, u32);

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

    // ---- vocabulary

    fn vocabulary(&mut self, files: &[(usize, RuleFile)]) {
        // Words 0 and 1: any other word, any number.
        self.program.lexicon.ends = vec![0, 0];
        for (_, file) in files {
            self.frequency.extend(
                file.frequency
                    .iter()
                    .map(|(word, count)| (word.clone(), *count)),
            );
        }
        let mut raw: BTreeMap<String, Vec<(usize, &Text)>> = BTreeMap::new();
        for (index, file) in files {
            for (name, entries) in &file.words {
                let entries = entries.iter().map(|entry| (*index, entry));
                raw.entry(name.get_ref().clone())
                    .or_default()
                    .extend(entries);
            }
        }
        let mut known: BTreeMap<String, Vec<Vec<Vec<String>>>> = BTreeMap::new();
        for name in raw.keys() {
            let mut seen = Vec::new();
            self.resolve(name, &raw, &mut known, &mut seen);
        }
        self.vocabulary = known;
        for (number, name) in self.vocabulary.keys().enumerate() {
            self.classes.insert(
                name.clone(),
                u32::try_from(number).expect("few vocabularies"),
            );
            self.program.class_names.push(name.clone());
        }
    }

    /// The entries of a vocabulary, those of the vocabularies it names included.
    fn resolve(
        &mut self,
        name: &str,
        raw: &BTreeMap<String, Vec<(usize, &Text)>>,
        known: &mut BTreeMap<String, Vec<Vec<Vec<String>>>>,
        seen: &mut Vec<String>,
    ) {
        if known.contains_key(name) || seen.iter().any(|before| before == name) {
            return;
        }
        seen.push(name.to_owned());
        let mut entries = Vec::new();
        for (file, entry) in raw.get(name).into_iter().flatten() {
            match pattern::entry(entry.get_ref()) {
                Ok(parts) => {
                    if let [Part::Class(other)] = parts.as_slice() {
                        if !raw.contains_key(other) {
                            let help = nearest(other, raw.keys().map(String::as_str));
                            let help = help.map(|name| format!("did you mean `{{{name}}}`?"));
                            self.problem(
                                *file,
                                entry.span(),
                                format!("no vocabulary is named `{other}`"),
                                help,
                            );
                        }
                        self.resolve(other, raw, known, seen);
                        entries.extend(known.get(other).into_iter().flatten().cloned());
                        continue;
                    }
                    let words: Option<Vec<Vec<String>>> = parts.iter().map(forms).collect();
                    match words {
                        Some(words) => entries.push(words),
                        None => self.problem(
                            *file,
                            entry.span(),
                            format!("`{}`: an entry is made of words only", entry.get_ref()),
                            None,
                        ),
                    }
                }
                Err(message) => self.problem(*file, entry.span(), message, None),
            }
        }
        known.insert(name.to_owned(), entries);
    }

    /// The number of a word or prefix (`equit*`).
    fn word(&mut self, form: &str) -> u32 {
        if form == "#" {
            return NUMBER;
        }
        let next = u32::try_from(self.words.len() + 2).expect("few words");
        match self.words.entry(form.to_owned()) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => *entry.insert(next),
        }
    }

    fn set(&mut self, forms: &[String]) -> u32 {
        let mut words: Vec<u32> = forms.iter().map(|form| self.word(form)).collect();
        words.sort_unstable();
        words.dedup();
        let next = u32::try_from(self.sets.len()).expect("few sets");
        *self.sets.entry(words).or_insert(next)
    }

    /// How often a word stands in policies, per million words.
    fn common(&self, form: &str) -> u32 {
        match form.strip_suffix('*') {
            Some(prefix) => {
                self.frequency
                    .range(prefix.to_owned()..)
                    .take_while(|(word, _)| word.starts_with(prefix))
                    .map(|(_, n)| *n)
                    .sum::<u32>()
                    + 20
            }
            None => self.frequency.get(form).copied().unwrap_or(4),
        }
    }

    // ---- patterns

    /// Code of a pattern, and what a sentence must have for it.
    pub(super) fn pattern(&mut self, file: usize, text: &Text) -> Option<(Pattern, Vec<Need>)> {
        let parts = match pattern::parse(text.get_ref()) {
            Ok(parts) => parts,
            Err(message) => {
                self.problem(file, text.span(), message, None);
                return None;
            }
        };
        if !self.classes_known(file, text, &parts) {
            return None;
        }
        let start = self.here();
        self.sequence(&parts);
        self.emit(Instruction::Match);
        let needs = self.needs(&parts);
        let firsts = self.firsts(start);
        Some((
            Pattern {
                start,
                end: self.here(),
                needs: Features::default(),
                classes: self.classes_needed(&parts),
                firsts,
            },
            needs,
        ))
    }

    /// The instructions that can take the first word of the code at `start`; none where it can be any word.
    fn firsts(&mut self, start: u32) -> (u32, u32) {
        let mut firsts = Vec::new();
        let mut seen = BTreeSet::new();
        let mut todo = vec![start];
        let mut open = false;
        while let Some(at) = todo.pop() {
            if !seen.insert(at) {
                continue;
            }
            match self.program.instructions.get(at as usize).copied() {
                Some(Instruction::Split(one, other)) => todo.extend([other, one]),
                Some(Instruction::Jump(to)) => todo.push(to),
                Some(Instruction::Start) => todo.push(at + 1),
                Some(
                    Instruction::Any | Instruction::AnyOver | Instruction::End | Instruction::Match,
                )
                | None => open = true,
                Some(taking) => firsts.push(taking),
            }
        }
        let count = |list: &[Instruction]| u32::try_from(list.len()).expect("few instructions");
        let from = count(&self.program.firsts);
        if !open {
            firsts.dedup();
            self.program.firsts.append(&mut firsts);
        }
        (from, count(&self.program.firsts))
    }

    fn classes_known(&mut self, file: usize, text: &Text, parts: &[Part]) -> bool {
        let mut fine = true;
        for part in parts {
            match part {
                Part::Class(name) if !self.classes.contains_key(name) => {
                    let help = nearest(name, self.classes.keys().map(String::as_str));
                    let help = help.map(|name| format!("did you mean `{{{name}}}`?"));
                    self.problem(
                        file,
                        text.span(),
                        format!("no vocabulary is named `{name}`"),
                        help,
                    );
                    fine = false;
                }
                Part::Either(choices) => {
                    for choice in choices {
                        fine &= self.classes_known(file, text, choice);
                    }
                }
                Part::Maybe(inner) => {
                    fine &= self.classes_known(file, text, std::slice::from_ref(inner));
                }
                Part::Word(_)
                | Part::Class(_)
                | Part::Gap(..)
                | Part::Number
                | Part::Participle
                | Part::Start
                | Part::End => {}
            }
        }
        fine
    }

    /// Vocabularies without which `parts` cannot match.
    fn classes_needed(&self, parts: &[Part]) -> Classes {
        let mut out = Classes::default();
        for part in parts {
            if let Part::Class(name) = part
                && let Some(class) = self.classes.get(name)
            {
                out.add(*class);
            }
        }
        out
    }

    fn here(&self) -> u32 {
        u32::try_from(self.program.instructions.len()).expect("few instructions")
    }

    fn emit(&mut self, instruction: Instruction) -> u32 {
        let at = self.here();
        self.program.instructions.push(instruction);
        at
    }

    fn set_instruction(&mut self, at: u32, instruction: Instruction) {
        if let Some(slot) = self.program.instructions.get_mut(at as usize) {
            *slot = instruction;
        }
    }

    fn sequence(&mut self, parts: &[Part]) {
        for part in parts {
            self.step(part);
        }
    }

    fn step(&mut self, part: &Part) {
        match part {
            Part::Word(forms) => self.forms(forms),
            Part::Class(name) => {
                let class = self.classes.get(name).copied().unwrap_or(0);
                self.emit(Instruction::Class(class));
            }
            Part::Either(choices) => self.either(choices),
            Part::Maybe(inner) => {
                let split = self.emit(Instruction::Split(0, 0));
                let inside = self.here();
                self.step(inner);
                let after = self.here();
                self.set_instruction(split, Instruction::Split(inside, after));
            }
            Part::Gap(count, over) => {
                // Shortest first: skip out, or eat one token and ask again.
                let mut splits = Vec::new();
                for _ in 0..*count {
                    splits.push(self.emit(Instruction::Split(0, 0)));
                    self.emit(if *over {
                        Instruction::AnyOver
                    } else {
                        Instruction::Any
                    });
                }
                let after = self.here();
                for split in splits {
                    self.set_instruction(split, Instruction::Split(after, split + 1));
                }
            }
            Part::Number => {
                self.emit(Instruction::Number);
            }
            Part::Participle => {
                self.emit(Instruction::Participle);
            }
            Part::Start => {
                self.emit(Instruction::Start);
            }
            Part::End => {
                self.emit(Instruction::End);
            }
        }
    }

    fn forms(&mut self, forms: &[String]) {
        let instruction = match forms {
            [form] if !form.ends_with('*') => Instruction::Word(self.word(form)),
            _ => Instruction::Set(self.set(forms)),
        };
        self.emit(instruction);
    }

    /// Longer choices first, then all single words as one set.
    fn either(&mut self, choices: &[Vec<Part>]) {
        let mut singles: Vec<String> = Vec::new();
        let mut longer: Vec<&Vec<Part>> = Vec::new();
        for choice in choices {
            match choice.as_slice() {
                [Part::Word(forms)] => singles.extend(forms.iter().cloned()),
                _ => longer.push(choice),
            }
        }
        longer.sort_by_key(|choice| std::cmp::Reverse(choice.len()));
        let mut ends = Vec::new();
        let count = longer.len() + usize::from(!singles.is_empty());
        for (index, choice) in longer.into_iter().enumerate() {
            let split = (index + 1 < count).then(|| self.emit(Instruction::Split(0, 0)));
            let inside = self.here();
            self.sequence(choice);
            if let Some(split) = split {
                ends.push(self.emit(Instruction::Jump(0)));
                let next = self.here();
                self.set_instruction(split, Instruction::Split(inside, next));
            }
        }
        if !singles.is_empty() {
            self.forms(&singles);
        }
        let after = self.here();
        for end in ends {
            self.set_instruction(end, Instruction::Jump(after));
        }
    }

    /// What must be in a sentence for `parts` to match, element by element.
    fn needs(&mut self, parts: &[Part]) -> Vec<Need> {
        let mut out = Vec::new();
        for part in parts {
            match part {
                Part::Word(forms) => out.push(self.need(std::slice::from_ref(forms))),
                Part::Class(name) => {
                    let entries = self.vocabulary.get(name).cloned().unwrap_or_default();
                    out.push(self.need_any(entries.iter().map(Vec::as_slice)));
                }
                Part::Either(choices) => {
                    // One need of each choice, the rarest; together they are one need of the whole.
                    let mut words = BTreeSet::new();
                    let mut common = 0_u32;
                    for choice in choices {
                        match self
                            .needs(choice)
                            .into_iter()
                            .min_by_key(|(_, common)| *common)
                        {
                            Some((more, count)) => {
                                words.extend(more);
                                common = common.saturating_add(count);
                            }
                            None => common = u32::MAX,
                        }
                    }
                    if common < u32::MAX {
                        out.push((words, common));
                    }
                }
                Part::Number => out.push((BTreeSet::from([NUMBER]), 20_000)),
                Part::Maybe(_) | Part::Gap(..) | Part::Participle | Part::Start | Part::End => {}
            }
        }
        out
    }

    /// The need of a sequence of forms: its rarest word.
    fn need(&mut self, sequence: &[Vec<String>]) -> Need {
        let rarest = sequence
            .iter()
            .min_by_key(|forms| forms.iter().map(|form| self.common(form)).sum::<u32>());
        let forms = rarest.cloned().unwrap_or_default();
        let common = forms.iter().map(|form| self.common(form)).sum();
        (forms.iter().map(|form| self.word(form)).collect(), common)
    }

    fn need_any<'b>(&mut self, entries: impl Iterator<Item = &'b [Vec<String>]>) -> Need {
        let mut words = BTreeSet::new();
        let mut common = 0;
        for entry in entries {
            let (more, count) = self.need(entry);
            common += count;
            words.extend(more);
        }
        (words, common)
    }

    /// The features of the needs that are rare enough to be worth asking for.
    fn features(&mut self, needs: &[Need]) -> Features {
        const COMMON: u32 = 12_000;
        let mut out = Features::default();
        for (words, common) in needs {
            if *common <= COMMON {
                let next = u32::try_from(self.features.len()).expect("few features");
                out.add(Features::one(
                    *self.features.entry(words.clone()).or_insert(next),
                ));
            }
        }
        out
    }

    /// Patterns that are only looked for around a match.
    fn guards(&mut self, file: usize, texts: &[Text]) -> Vec<Pattern> {
        texts
            .iter()
            .filter_map(|text| {
                let (mut pattern, needs) = self.pattern(file, text)?;
                pattern.needs = self.features(&needs);
                Some(pattern)
            })
            .collect()
    }

    // ---- contexts, families, rules

    fn contexts(&mut self, files: &[(usize, RuleFile)]) {
        for (index, file) in files {
            for context in &file.context {
                let name = context.name.get_ref().clone();
                let number = u32::try_from(self.program.contexts.len()).expect("few contexts");
                let place = (number, *index, context.name.span(), false);
                if self.context_names.insert(name.clone(), place).is_some() {
                    self.problem(
                        *index,
                        context.name.span(),
                        format!("a second context is named `{name}`"),
                        None,
                    );
                }
                let find = self.guards(*index, &context.find);
                self.program.contexts.push(ContextCode {
                    name,
                    says: context.says.clone(),
                    scope: context.scope,
                    reach: context.reach,
                    inside: context.inside,
                    effect: context.effect,
                    find,
                });
            }
            for facet in &file.facet {
                let number = u32::try_from(self.program.facets.len()).expect("few facets");
                self.facet_names
                    .insert(facet.name.get_ref().clone(), number);
                let find = self.guards(*index, &facet.find);
                self.program
                    .facets
                    .push((facet.name.get_ref().clone(), find));
                self.program.facet_says.push(FacetSays {
                    says: facet.says.clone(),
                    missed: facet.missed,
                });
            }
        }
    }

    /// Numbers of contexts by name.
    fn context_list(&mut self, file: usize, names: &[Text]) -> Vec<u32> {
        let mut out = Vec::new();
        for name in names {
            if let Some((number, .., used)) = self.context_names.get_mut(name.get_ref()) {
                *used = true;
                out.push(*number);
                continue;
            }
            let help = nearest(
                name.get_ref(),
                self.context_names.keys().map(String::as_str),
            );
            let help = help.map(|name| format!("did you mean `{name}`?"));
            self.problem(
                file,
                name.span(),
                format!("no context is named `{}`", name.get_ref()),
                help,
            );
        }
        out
    }

    fn families(&mut self, files: &[(usize, RuleFile)]) {
        for (index, file) in files {
            for family in &file.family {
                let unless = self.context_list(*index, &family.unless);
                let note_when = self.context_list(*index, &family.note_when);
                self.program.families.push(FamilyCode {
                    family: *family.name.get_ref(),
                    unless,
                    note_when,
                    yields_to: family.yields_to.clone(),
                    spares_names: family.spares_names,
                });
                let copy = FamilyFile {
                    name: family.name.clone(),
                    unless: Vec::new(),
                    note_when: Vec::new(),
                    yields_to: Vec::new(),
                    spares_names: false,
                    why: family.why.clone(),
                    sources: family.sources.clone(),
                    contested: family.contested.clone(),
                    out_of_reach: family.out_of_reach.clone(),
                };
                if self
                    .family_files
                    .insert(*family.name.get_ref(), copy)
                    .is_some()
                {
                    let name = family.name.get_ref().name();
                    self.problem(
                        *index,
                        family.name.span(),
                        format!("a second `[[family]]` is named `{name}`"),
                        None,
                    );
                }
            }
        }
    }

    fn rules(&mut self, files: &[(usize, RuleFile)]) {
        // A user's rule takes the place of an embedded one of the same id; two in one origin are a mistake.
        let mut places: BTreeMap<&str, (bool, usize, Range<usize>)> = BTreeMap::new();
        let mut chosen: Vec<(usize, RuleKind, &PhraseFile)> = Vec::new();
        for (index, file) in files {
            let embedded = self
                .sources
                .get(*index)
                .is_some_and(|source| source.embedded);
            let phrases = file.phrase.iter().map(|rule| (RuleKind::Phrase, rule));
            let hollow = file.hollow.iter().map(|rule| (RuleKind::Hollow, rule));
            let learned = file.learned.iter().map(|rule| (RuleKind::Learned, rule));
            for (kind, rule) in phrases.chain(hollow).chain(learned) {
                let id = rule.id.get_ref().as_str();
                match places.get(id) {
                    Some((true, ..)) if !embedded => {
                        chosen.retain(|(_, _, other)| other.id.get_ref() != id);
                    }
                    Some((_, other, span)) => {
                        let name = self
                            .sources
                            .get(*other)
                            .map_or("", |source| source.name.as_str());
                        let line = self
                            .sources
                            .get(*other)
                            .map_or(0, |source| line_of(&source.text, span.start));
                        let help = Some(format!("the first is in {name}, line {line}"));
                        self.problem(
                            *index,
                            rule.id.span(),
                            format!("a second rule has the id `{id}`"),
                            help,
                        );
                        continue;
                    }
                    None => {}
                }
                places.insert(id, (embedded, *index, rule.id.span()));
                chosen.push((*index, kind, rule));
            }
        }
        for (file, kind, rule) in chosen {
            self.rule(file, kind, rule);
        }
    }

    fn rule(&mut self, file: usize, kind: RuleKind, written: &PhraseFile) {
        let id = written.id.get_ref();
        let family = id.split('/').next().and_then(Family::from_name);
        let Some(family) = family.filter(|_| id.split('/').count() == 2 && id.chars().all(is_id))
        else {
            let names: Vec<&str> = Family::ALL.iter().map(|family| family.name()).collect();
            let help = Some(format!(
                "an id is `family/name` in small letters; families are {}",
                names.join(", ")
            ));
            self.problem(
                file,
                written.id.span(),
                format!("`{id}` is no rule id"),
                help,
            );
            return;
        };
        let number = u32::try_from(self.rules.len()).expect("few rules");
        if written.find.is_empty() && written.together.is_empty() {
            let help = Some("give it `find = [\"…\"]` or `together = [[\"…\", \"…\"]]`".to_owned());
            self.problem(
                file,
                written.id.span(),
                format!("`{id}` looks for nothing"),
                help,
            );
        }
        for text in &written.find {
            if let Some((mut pattern, needs)) = self.pattern(file, text) {
                pattern.needs = self.anchor(file, &text.span(), &needs);
                self.program.codes.push(Code {
                    rule: number,
                    needs: pattern.needs,
                    classes: pattern.classes,
                    sought: Sought::Ordered(pattern),
                });
            }
        }
        for set in &written.together {
            self.together(file, number, set);
        }
        self.examples(file, written);
        self.slots(file, written);
        let mut code = self.settings(file, family, written);
        code.weigh = self.weigh(file, kind, written);
        code.model = self.model(file, kind, written);
        self.program.rules.push(code);
        let defaults = self.family_files.get(&family);
        let why = written
            .why
            .clone()
            .or_else(|| defaults.and_then(|family| family.why.clone()));
        if why.is_none() {
            self.problem(
                file,
                written.id.span(),
                format!("`{id}` does not say why"),
                Some("add `why = \"…\"`".to_owned()),
            );
        }
        let defaults = self.family_files.get(&family);
        let mut sources = written.sources.clone();
        sources.extend(
            defaults
                .into_iter()
                .flat_map(|family| family.sources.iter().cloned()),
        );
        sources.dedup();
        let contested = written
            .contested
            .clone()
            .or_else(|| defaults.and_then(|family| family.contested.clone()));
        let out_of_reach = written
            .out_of_reach
            .clone()
            .or_else(|| defaults.and_then(|family| family.out_of_reach.clone()));
        self.rules.push(Rule {
            id: Arc::from(id.as_str()),
            kind,
            family,
            severity: written.severity,
            confidence: written.confidence,
            message: written.message.clone(),
            why: Arc::from(why.unwrap_or_default()),
            contested,
            out_of_reach,
            sources,
            rewrites: written
                .rewrites
                .iter()
                .map(|rewrite| Rewrite {
                    title: rewrite.title.clone(),
                    with: rewrite.with.get_ref().clone(),
                    mode: rewrite.mode,
                })
                .collect(),
            unless: written
                .unless
                .iter()
                .map(|name| name.get_ref().clone())
                .collect(),
            bad: written
                .bad
                .iter()
                .map(|bad| Example {
                    text: bad.text.get_ref().clone(),
                    flags: Some(bad.flags.get_ref().clone()),
                    becomes: bad.becomes.clone(),
                })
                .collect(),
            good: written
                .good
                .iter()
                .map(|text| Example {
                    text: text.clone(),
                    flags: None,
                    becomes: None,
                })
                .collect(),
        });
    }

    fn together(&mut self, file: usize, rule: u32, set: &Spanned<Vec<Text>>) {
        if !(2..=4).contains(&set.get_ref().len()) {
            self.problem(
                file,
                set.span(),
                "two to four classes meet in a `together`",
                None,
            );
            return;
        }
        let mut members = Vec::new();
        let mut all_needs = Vec::new();
        for text in set.get_ref() {
            let Some((pattern, needs)) = self.pattern(file, text) else {
                return;
            };
            members.push(pattern);
            all_needs.extend(needs);
        }
        let mut classes = Classes::default();
        for member in &members {
            classes.add_all(member.classes);
        }
        let needs = self.anchor(file, &set.span(), &all_needs);
        self.program.codes.push(Code {
            rule,
            needs,
            classes,
            sought: Sought::Together(Together { members }),
        });
    }

    /// Choose the rarest need as anchor of the code about to be pushed, and give the bits of all of them.
    fn anchor(&mut self, file: usize, span: &Range<usize>, needs: &[Need]) -> Features {
        let Some((words, common)) = needs.iter().min_by_key(|(_, common)| *common).cloned() else {
            let help = Some("give it a word that must be there".to_owned());
            self.problem(
                file,
                span.clone(),
                "the pattern has no word that must be there: it would be tried on every sentence",
                help,
            );
            return Features::default();
        };
        if common > 60_000 {
            let help = Some("give it a rarer word that must be there".to_owned());
            self.problem(
                file,
                span.clone(),
                "the pattern has only the commonest words: it would be tried on every sentence",
                help,
            );
        }
        let code = u32::try_from(self.program.codes.len()).expect("few codes");
        // Words of a sentence anchor a code: only what else it needs has to be asked for.
        let others: Vec<Need> = needs
            .iter()
            .filter(|(other, _)| *other != words)
            .cloned()
            .collect();
        self.anchors.push((code, words));
        self.features(&others)
    }

    fn settings(&mut self, file: usize, family: Family, written: &PhraseFile) -> RuleCode {
        let mut unless = self.context_list(file, &written.unless);
        let mut note_when = self.context_list(file, &written.note_when);
        let allow = self.context_list(file, &written.allow);
        if let Some(shared) = self
            .program
            .families
            .iter()
            .find(|code| code.family == family)
        {
            unless.extend(&shared.unless);
            note_when.extend(&shared.note_when);
        }
        unless.retain(|context| !allow.contains(context));
        note_when.retain(|context| !allow.contains(context));
        let senses = self.guards(file, &written.senses);
        let regex = written.regex.as_ref().filter(|text| {
            let fault = expression::fault(text.get_ref());
            let fine = fault.is_none();
            if let Some((message, help)) = fault {
                self.problem(file, text.span(), message, help);
            }
            fine
        });
        let regex = regex.map(|text| text.get_ref().clone());
        let mut unless_facets = Vec::new();
        for group in &written.unless_facets {
            let mut numbers = Vec::new();
            for name in group.get_ref() {
                match self.facet_names.get(name.get_ref()) {
                    Some(number) => numbers.push(*number),
                    None => {
                        let help =
                            nearest(name.get_ref(), self.facet_names.keys().map(String::as_str));
                        let help = help.map(|name| format!("did you mean `{name}`?"));
                        self.problem(
                            file,
                            name.span(),
                            format!("no facet is named `{}`", name.get_ref()),
                            help,
                        );
                    }
                }
            }
            unless_facets.push(numbers);
        }
        RuleCode {
            unless,
            note_when,
            senses,
            regex,
            actor: written.actor,
            within: written.within,
            whole_sentence: written.whole_sentence,
            unless_facets,
            unweighed: written.unweighed.unwrap_or(!self.is_embedded(file)),
            question: written.question,
            units: written.units.clone(),
            weigh: None,
            model: None,
        }
    }

    /// The number of the model that a learned rule names.
    fn model(&mut self, file: usize, kind: RuleKind, written: &PhraseFile) -> Option<u32> {
        let model = written.model.as_ref()?;
        if kind != RuleKind::Learned {
            let message = "only a `[[learned]]` rule names a model";
            self.problem(file, model.span(), message, None);
            return None;
        }
        let number = u32::try_from(self.models.len()).expect("few models");
        self.models.push(NamedModel {
            file,
            span: model.span(),
            path: model.get_ref().clone(),
        });
        Some(number)
    }

    /// A learned rule says when the model's word counts; no other does.
    fn weigh(&mut self, file: usize, kind: RuleKind, written: &PhraseFile) -> Option<Weigh> {
        let learned = kind == RuleKind::Learned;
        let Some(weigh) = &written.weigh else {
            if learned {
                let help = "add `weigh = { hide = 0.02, doubt = 0.3, sure = 0.9, raise = 0.9 }`";
                let message = format!(
                    "`{}` does not say when the model's word counts",
                    written.id.get_ref()
                );
                self.problem(file, written.id.span(), message, Some(help.to_owned()));
            }
            return None;
        };
        if !learned {
            let message = "only a `[[learned]]` rule weighs";
            self.problem(file, weigh.span(), message, None);
            return None;
        }
        let numbers = weigh.get_ref();
        let ascending = [numbers.hide, numbers.doubt, numbers.sure];
        let inside = |number: &f64| (0.0..=1.0).contains(number);
        if !ascending.is_sorted() || !ascending.iter().chain([&numbers.raise]).all(inside) {
            let message = "probabilities go from 0 to 1, and hide ≤ doubt ≤ sure";
            self.problem(file, weigh.span(), message, None);
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 1000"
        )]
        let thousandths = |number: f64| (number * 1000.0).round() as u16;
        Some(Weigh {
            hide: thousandths(numbers.hide),
            doubt: thousandths(numbers.doubt),
            sure: thousandths(numbers.sure),
            raise: thousandths(numbers.raise),
        })
    }

    /// Every slot of a rewrite is one that can be filled.
    fn slots(&mut self, file: usize, written: &PhraseFile) {
        for rewrite in &written.rewrites {
            let template = rewrite.with.get_ref();
            if template.matches('{').count() != template.matches('}').count() {
                let message = "a `{` without its `}`, or the other way round";
                self.problem(file, rewrite.with.span(), message, None);
            }
            let slots = template
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'));
            for (slot, _) in slots {
                if SLOTS.contains(&slot)
                    || slot.strip_prefix("v:").is_some_and(|verb| !verb.is_empty())
                {
                    continue;
                }
                let help = nearest(slot, SLOTS).map_or_else(
                    || format!("slots are {}, and `{{v:verb}}`", SLOTS.join(", ")),
                    |slot| format!("did you mean `{{{slot}}}`?"),
                );
                let message = format!("a rewrite has no slot `{{{slot}}}`");
                self.problem(file, rewrite.with.span(), message, Some(help));
            }
        }
    }

    /// Embedded rules show what they flag and what they do not.
    fn examples(&mut self, file: usize, written: &PhraseFile) {
        let id = written.id.get_ref();
        for bad in &written.bad {
            if !bad.text.get_ref().contains(bad.flags.get_ref().as_str()) {
                self.problem(
                    file,
                    bad.flags.span(),
                    "these words are not in the example's text",
                    None,
                );
            }
        }
        let embedded = self.sources.get(file).is_some_and(|source| source.embedded);
        if embedded && (written.bad.len() < 2 || written.good.len() < 2) {
            let message = format!(
                "`{id}` has {} bad and {} good examples",
                written.bad.len(),
                written.good.len()
            );
            self.problem(
                file,
                written.id.span(),
                message,
                Some("two of each are the least".to_owned()),
            );
        }
    }

    fn unused_contexts(&mut self) {
        let unused: Vec<(String, usize, Range<usize>)> = self
            .context_names
            .iter()
            .filter(|(name, (.., used))| !used && name.as_str() != ADOPTED)
            .map(|(name, (_, file, span, _))| (name.clone(), *file, span.clone()))
            .collect();
        for (name, file, span) in unused {
            self.problem(
                file,
                span,
                format!("no rule uses the context `{name}`"),
                Some("use it or take it out".to_owned()),
            );
        }
    }

    // ---- the program

    fn finish(mut self) -> Compiled {
        // Vocabulary entries: single words by word, longer ones by first word.
        let vocabulary = std::mem::take(&mut self.vocabulary);
        let mut classes: Vec<BTreeSet<u32>> = Vec::new();
        let mut phrases = Vec::new();
        for (name, entries) in &vocabulary {
            let class = self.classes.get(name).copied().unwrap_or(0);
            for entry in entries {
                if let [forms] = entry.as_slice() {
                    for form in forms {
                        let word = self.word(form) as usize;
                        classes.resize_with(classes.len().max(word + 1), BTreeSet::new);
                        if let Some(list) = classes.get_mut(word) {
                            list.insert(class);
                        }
                    }
                } else {
                    let rarest = (0..entry.len()).min_by_key(|at| {
                        let forms = entry.get(*at).into_iter().flatten();
                        forms.map(|form| self.common(form)).sum::<u32>()
                    });
                    phrases.push(Phrase {
                        class,
                        sets: entry.iter().map(|forms| self.set(forms)).collect(),
                        rarest: u32::try_from(rarest.unwrap_or(0)).expect("short entries"),
                    });
                }
            }
        }
        let count = self.words.len() + 2;
        classes.resize_with(count, BTreeSet::new);
        let covered = self.covered();
        let widen = |words: &BTreeSet<u32>| -> BTreeSet<u32> {
            words
                .iter()
                .flat_map(|word| {
                    std::iter::once(*word).chain(covered.get(word).into_iter().flatten().copied())
                })
                .collect()
        };
        // A word that begins with a prefix belongs to all that the prefix belongs to.
        for (prefix, words) in &covered {
            let own = classes.get(*prefix as usize).cloned().unwrap_or_default();
            for word in words {
                if let Some(list) = classes.get_mut(*word as usize) {
                    list.extend(&own);
                }
            }
        }
        let mut by_number: Vec<(Vec<u32>, u32)> =
            std::mem::take(&mut self.sets).into_iter().collect();
        by_number.sort_by_key(|(_, number)| *number);
        let sets: Vec<Vec<u32>> = by_number
            .iter()
            .map(|(set, _)| widen(&set.iter().copied().collect()).into_iter().collect())
            .collect();
        let mut by_rarest: Vec<Vec<u32>> = vec![Vec::new(); count];
        for (number, phrase) in phrases.iter().enumerate() {
            let number = u32::try_from(number).expect("few phrases");
            let rarest = phrase.sets.get(phrase.rarest as usize);
            let rarest = rarest.and_then(|set| sets.get(*set as usize));
            for word in rarest.into_iter().flatten() {
                if let Some(list) = by_rarest.get_mut(*word as usize) {
                    list.push(number);
                }
            }
        }
        let mut anchors: Vec<Vec<u32>> = vec![Vec::new(); count];
        for (code, words) in &self.anchors {
            for word in widen(words) {
                if let Some(list) = anchors.get_mut(word as usize) {
                    list.push(*code);
                }
            }
        }
        let mut cue_anchors: Vec<Vec<u32>> = vec![Vec::new(); count];
        for (cue, words) in &self.asking.anchors {
            for word in widen(words) {
                if let Some(list) = cue_anchors.get_mut(word as usize) {
                    list.push(*cue);
                }
            }
        }
        let mut features = vec![Features::default(); count];
        for (words, number) in &self.features {
            for word in widen(words) {
                if let Some(slot) = features.get_mut(word as usize) {
                    slot.add(Features::one(*number));
                }
            }
        }
        let mut program = self.program;
        program.features = features;
        program.phrases = phrases;
        for list in &sets {
            program.sets.push(list);
        }
        for list in &classes {
            program
                .classes
                .push(&list.iter().copied().collect::<Vec<_>>());
        }
        for list in &by_rarest {
            program.by_rarest.push(list);
        }
        for list in &anchors {
            program.anchors.push(list);
        }
        program.lexicon = lexicon(&self.words);
        let mut checks = self.asking.checks;
        for list in &cue_anchors {
            checks.anchors.push(list);
        }
        Compiled {
            models: self.models,
            program,
            rules: self.rules,
            checks,
        }
    }

    /// For each prefix, the words and longer prefixes that begin with it.
    fn covered(&self) -> BTreeMap<u32, Vec<u32>> {
        let mut out = BTreeMap::new();
        for (form, number) in &self.words {
            let Some(prefix) = form.strip_suffix('*') else {
                continue;
            };
            let words = self
                .words
                .range(prefix.to_owned()..)
                .take_while(|(word, _)| word.starts_with(prefix));
            let words = words
                .map(|(_, other)| *other)
                .filter(|other| other != number)
                .collect();
            out.insert(*number, words);
        }
        out
    }
}

/// The words as a table to look up in.
fn lexicon(words: &BTreeMap<String, u32>) -> Lexicon {
    let mut by_number: Vec<(&str, u32)> = words
        .iter()
        .map(|(form, number)| (form.as_str(), *number))
        .collect();
    by_number.sort_by_key(|(_, number)| *number);
    let mut lexicon = Lexicon {
        ends: vec![0, 0],
        ..Lexicon::default()
    };
    let slots = (by_number.len() * 2).next_power_of_two().max(2);
    lexicon.table = vec![0; slots];
    lexicon.prefix_starts = vec![0; THREES / 64];
    for (form, number) in by_number {
        let prefix = form.strip_suffix('*');
        lexicon.letters.push_str(prefix.unwrap_or(form));
        lexicon
            .ends
            .push(u32::try_from(lexicon.letters.len()).expect("short vocabulary"));
        if let Some(prefix) = prefix {
            lexicon.prefixes.push((prefix.to_owned(), number));
            if let Some(start) = three(prefix.as_bytes())
                && let Some(bits) = lexicon.prefix_starts.get_mut(start / 64)
            {
                *bits |= 1 << (start % 64);
            }
            continue;
        }
        // A longer form is never asked for.
        let Some(room) = letters(form.as_bytes()) else {
            continue;
        };
        let hash = hash(&room, form.len());
        let mut slot = hash as usize & (slots - 1);
        while lexicon.table.get(slot).is_some_and(|taken| *taken != 0) {
            slot = (slot + 1) & (slots - 1);
        }
        if let Some(free) = lexicon.table.get_mut(slot) {
            *free = hash & !WORD | number;
        }
    }
    lexicon.prefixes.sort();
    lexicon
}

/// The forms of a part that is a plain word.
fn forms(part: &Part) -> Option<Vec<String>> {
    match part {
        Part::Word(forms) => Some(forms.clone()),
        Part::Number => Some(vec!["#".to_owned()]),
        Part::Class(_)
        | Part::Either(_)
        | Part::Maybe(_)
        | Part::Gap(..)
        | Part::Participle
        | Part::Start
        | Part::End => None,
    }
}

/// Letters of a rule id.
fn is_id(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-' || letter == '/'
}

/// Line of a byte offset, from 1.
fn line_of(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}
