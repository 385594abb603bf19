//! Patterns as instructions, and what a sentence must have for one.

use std::{collections::BTreeSet, ops::Range};

use super::{
    super::{
        file::Text,
        lexicon::NUMBER,
        pattern::{self, Part},
        program::{First, Instruction, Needs, Pattern},
    },
    Compiler, Need, PHRASE, nearest,
};

impl Compiler<'_> {
    /// Code of a pattern, and what a sentence must have for it.
    pub(in super::super) fn pattern(
        &mut self,
        file: usize,
        text: &Text,
    ) -> Option<(Pattern, Vec<Need>)> {
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
        let first = self.first(&parts);
        let pattern = Pattern {
            start,
            end: self.here(),
            needs: Needs::default(),
            first,
        };
        Some((pattern, needs))
    }

    /// What the first word of a match of `parts` can be.
    fn first(&mut self, parts: &[Part]) -> First {
        let mut words = BTreeSet::new();
        let mut shape = false;
        if !self.begins(parts, &mut words, &mut shape) {
            return First::Any;
        }
        let set = self.set_of(words.into_iter().collect());
        if shape {
            First::Shape(set)
        } else {
            First::Word(set)
        }
    }

    /// Add the words that `parts` can begin with, and whether it can be something by its shape; `false` where it can be
    /// any word, or none.
    fn begins(&mut self, parts: &[Part], words: &mut BTreeSet<u32>, shape: &mut bool) -> bool {
        for part in parts {
            match part {
                Part::Word(forms) => {
                    words.extend(forms.iter().map(|form| self.word(form)));
                    return true;
                }
                Part::Class(name) => {
                    words.extend(self.class_firsts(name));
                    return true;
                }
                Part::Number | Part::Participle => {
                    *shape = true;
                    return true;
                }
                Part::Either(choices) => {
                    // A choice that can be nothing begins with what follows.
                    let mut all = true;
                    for choice in choices {
                        all &= self.begins(choice, words, shape);
                    }
                    return all;
                }
                Part::Maybe(inner) => {
                    if !self.begins(std::slice::from_ref(inner), words, shape) {
                        return false;
                    }
                }
                Part::Start => {}
                Part::Gap(..) | Part::End => return false,
            }
        }
        false
    }

    pub(super) fn classes_known(&mut self, file: usize, text: &Text, parts: &[Part]) -> bool {
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

    pub(super) fn here(&self) -> u32 {
        u32::try_from(self.program.instructions.len()).expect("few instructions")
    }

    pub(super) fn emit(&mut self, instruction: Instruction) -> u32 {
        let at = self.here();
        self.program.instructions.push(instruction);
        at
    }

    pub(super) fn set_instruction(&mut self, at: u32, instruction: Instruction) {
        if let Some(slot) = self.program.instructions.get_mut(at as usize) {
            *slot = instruction;
        }
    }

    pub(super) fn sequence(&mut self, parts: &[Part]) {
        for part in parts {
            self.step(part);
        }
    }

    pub(super) fn step(&mut self, part: &Part) {
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

    pub(super) fn forms(&mut self, forms: &[String]) {
        let instruction = match forms {
            [form] if !form.ends_with('*') => Instruction::Word(self.word(form)),
            _ => Instruction::Set(self.set(forms)),
        };
        self.emit(instruction);
    }

    /// Longer choices first, then all single words as one set.
    pub(super) fn either(&mut self, choices: &[Vec<Part>]) {
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
    pub(super) fn needs(&mut self, parts: &[Part]) -> Vec<Need> {
        let mut out = Vec::new();
        for part in parts {
            match part {
                Part::Word(forms) => out.push(self.need(std::slice::from_ref(forms))),
                Part::Class(name) => {
                    let need = self.class_need(name);
                    out.push(need);
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
    pub(super) fn need(&mut self, sequence: &[Vec<String>]) -> Need {
        let rarest = sequence
            .iter()
            .min_by_key(|forms| forms.iter().map(|form| self.common(form)).sum::<u32>());
        let forms = rarest.cloned().unwrap_or_default();
        let common = forms.iter().map(|form| self.common(form)).sum();
        (forms.iter().map(|form| self.word(form)).collect(), common)
    }

    /// The words that an entry of the vocabulary `name` can begin with.
    fn class_firsts(&mut self, name: &str) -> BTreeSet<u32> {
        let class = self.classes.get(name).copied().unwrap_or(0);
        if let Some(known) = self.class_firsts.get(&class) {
            return known.clone();
        }
        let entries = self.vocabulary.get(name).cloned().unwrap_or_default();
        let first = entries.iter().filter_map(|entry| entry.first());
        let words: BTreeSet<u32> = first.flatten().map(|form| self.word(form)).collect();
        self.class_firsts.insert(class, words.clone());
        words
    }

    /// The need of the vocabulary `name`.
    fn class_need(&mut self, name: &str) -> Need {
        let class = self.classes.get(name).copied().unwrap_or(0);
        if let Some(known) = self.class_needs.get(&class) {
            return known.clone();
        }
        let entries = self.vocabulary.get(name).cloned().unwrap_or_default();
        let need = self.need_any(class, &entries);
        self.class_needs.insert(class, need.clone());
        need
    }

    /// The need of a vocabulary: one of its entries.
    fn need_any(&mut self, class: u32, entries: &[Vec<Vec<String>>]) -> Need {
        let mut words = BTreeSet::new();
        let mut common = 0;
        for entry in entries {
            let (more, count) = self.need(entry);
            common += count;
            match self.phrase_numbers.get(&(class, entry.clone())) {
                Some(number) => {
                    words.insert(PHRASE | number);
                }
                None => words.extend(more),
            }
        }
        (words, common)
    }

    /// The rarest of `needs`, numbered; those that nearly every sentence meets are not worth asking for.
    fn numbered(&mut self, needs: &[&Need]) -> Needs {
        const COMMON: u32 = 40_000;
        let mut rare: Vec<&&Need> = needs
            .iter()
            .filter(|(_, common)| *common <= COMMON)
            .collect();
        rare.sort_by_key(|(_, common)| *common);
        rare.dedup_by(|a, b| a.0 == b.0);
        let mut out = Needs::default();
        for (slot, (words, _)) in out.0.iter_mut().zip(rare) {
            // Number 0 is met by everything; so is, of more rules than anybody writes, what is beyond the last number.
            let next = u16::try_from(self.features.len() + 1).ok();
            let known = self.features.get(words).copied();
            let Some(number) = known.or(next) else {
                continue;
            };
            *slot = *self.features.entry(words.clone()).or_insert(number);
        }
        out
    }

    /// The words of the rarest need, and the others: a pattern is tried where one of the words stands, so only what
    /// else it needs has to be asked for.
    pub(in super::super) fn rarest(&mut self, needs: &[Need]) -> Option<(BTreeSet<u32>, Needs)> {
        let (words, _) = needs.iter().min_by_key(|(_, common)| *common).cloned()?;
        let others: Vec<&Need> = needs.iter().filter(|(other, _)| *other != words).collect();
        let others = self.numbered(&others);
        Some((words, others))
    }

    /// Patterns that are only looked for around a match.
    pub(super) fn guards(&mut self, file: usize, texts: &[Text]) -> Vec<Pattern> {
        texts
            .iter()
            .filter_map(|text| {
                let (mut pattern, needs) = self.pattern(file, text)?;
                pattern.needs = self.numbered(&needs.iter().collect::<Vec<_>>());
                Some(pattern)
            })
            .collect()
    }

    /// Choose the rarest need as anchor of the code about to be pushed, and give the bits of all of them.
    pub(super) fn anchor(&mut self, file: usize, span: &Range<usize>, needs: &[Need]) -> Needs {
        let common = needs.iter().map(|(_, common)| *common).min();
        let Some((words, others)) = self.rarest(needs) else {
            let help = Some("give it a word that must be there".to_owned());
            self.problem(
                file,
                span.clone(),
                "the pattern has no word that must be there: it would be tried on every sentence",
                help,
            );
            return Needs::default();
        };
        if common.is_some_and(|common| common > 60_000) {
            let help = Some("give it a rarer word that must be there".to_owned());
            self.problem(
                file,
                span.clone(),
                "the pattern has only the commonest words: it would be tried on every sentence",
                help,
            );
        }
        let code = u32::try_from(self.program.codes.len()).expect("few codes");
        self.anchors.push((code, words));
        others
    }
}

/// The forms of a part that is a plain word.
pub(super) fn forms(part: &Part) -> Option<Vec<String>> {
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
