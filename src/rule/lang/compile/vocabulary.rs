//! Vocabulary: entries resolved to forms, words and sets by number.

use std::collections::BTreeMap;

use super::{
    super::{
        file::{RuleFile, Text},
        lexicon::NUMBER,
        pattern::{self, Part},
        program::Phrase,
    },
    Compiler, nearest,
    patterns::forms,
};

impl Compiler<'_> {
    pub(super) fn vocabulary(&mut self, files: &[(usize, RuleFile)]) {
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
        self.phrases();
    }

    /// Number the entries that have more than one word.
    fn phrases(&mut self) {
        let vocabulary = std::mem::take(&mut self.vocabulary);
        for (name, entries) in &vocabulary {
            let class = self.classes.get(name).copied().unwrap_or(0);
            for entry in entries.iter().filter(|entry| entry.len() > 1) {
                let rarest = (0..entry.len()).min_by_key(|at| {
                    let forms = entry.get(*at).into_iter().flatten();
                    forms.map(|form| self.common(form)).sum::<u32>()
                });
                let number = u32::try_from(self.program.phrases.len()).expect("few phrases");
                self.phrase_numbers.insert((class, entry.clone()), number);
                let sets = entry.iter().map(|forms| self.set(forms)).collect();
                self.program.phrases.push(Phrase {
                    class,
                    sets,
                    rarest: u32::try_from(rarest.unwrap_or(0)).expect("short entries"),
                });
            }
        }
        self.vocabulary = vocabulary;
    }

    /// The entries of a vocabulary, those of the vocabularies it names included.
    pub(super) fn resolve(
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
    pub(super) fn word(&mut self, form: &str) -> u32 {
        if form == "#" {
            return NUMBER;
        }
        if let Some(number) = self.words.get(form) {
            return *number;
        }
        let next = u32::try_from(self.words.len() + 2).expect("few words");
        self.words.insert(form.to_owned(), next);
        next
    }

    pub(super) fn set(&mut self, forms: &[String]) -> u32 {
        let words = forms.iter().map(|form| self.word(form)).collect();
        self.set_of(words)
    }

    pub(super) fn set_of(&mut self, mut words: Vec<u32>) -> u32 {
        words.sort_unstable();
        words.dedup();
        let next = u32::try_from(self.sets.len()).expect("few sets");
        *self.sets.entry(words).or_insert(next)
    }

    /// How often a word stands in policies, per million words.
    pub(super) fn common(&self, form: &str) -> u32 {
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
}
