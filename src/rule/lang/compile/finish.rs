//! All that was compiled, as the tables that a run reads.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::lexicon::{Lexicon, NUMBER, THREES, WORD, hash, letters, three},
    Compiled, Compiler, PHRASE,
};

impl Compiler<'_> {
    pub(super) fn finish(mut self) -> Compiled {
        // Vocabulary entries of one word, by word.
        let vocabulary = std::mem::take(&mut self.vocabulary);
        let mut classes: Vec<BTreeSet<u32>> = Vec::new();
        for (name, entries) in &vocabulary {
            let class = self.classes.get(name).copied().unwrap_or(0);
            for entry in entries {
                let [forms] = entry.as_slice() else { continue };
                for form in forms {
                    let word = self.word(form) as usize;
                    classes.resize_with(classes.len().max(word + 1), BTreeSet::new);
                    if let Some(list) = classes.get_mut(word) {
                        list.insert(class);
                    }
                }
            }
        }
        let phrases = std::mem::take(&mut self.program.phrases);
        let count = self.words.len() + 2;
        classes.resize_with(count, BTreeSet::new);
        let covered = self.covered();
        // A number that some rule names is a number too where any is enough.
        let digit = |form: &&String| form.starts_with(|letter: char| letter.is_ascii_digit());
        let named = self.words.iter().filter(|(form, _)| digit(form));
        let numbers: Vec<u32> = named.map(|(_, number)| *number).collect();
        let widen = |words: &BTreeSet<u32>, any_number: bool| -> BTreeSet<u32> {
            let more = |word: &u32| match covered.get(word) {
                Some(words) => words.clone(),
                None => Vec::new(),
            };
            let any = (any_number && words.contains(&NUMBER)).then_some(&numbers);
            words
                .iter()
                .flat_map(|word| std::iter::once(*word).chain(more(word)))
                .chain(any.into_iter().flatten().copied())
                // Entries of more than one word are numbered on from the words.
                .map(|word| match word & PHRASE {
                    0 => word,
                    _ => (word & !PHRASE) + u32::try_from(count).expect("few words"),
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
            .map(|(set, _)| {
                widen(&set.iter().copied().collect(), false)
                    .into_iter()
                    .collect()
            })
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
        let all = count + phrases.len();
        let mut anchors: Vec<Vec<u32>> = vec![Vec::new(); all];
        for (code, words) in &self.anchors {
            for word in widen(words, true) {
                if let Some(list) = anchors.get_mut(word as usize) {
                    list.push(*code);
                }
            }
        }
        let mut cue_anchors: Vec<Vec<u32>> = vec![Vec::new(); all];
        for (cue, words) in &self.asking.anchors {
            for word in widen(words, true) {
                if let Some(list) = cue_anchors.get_mut(word as usize) {
                    list.push(*cue);
                }
            }
        }
        let mut features: Vec<Vec<u32>> = vec![Vec::new(); all];
        for (words, need) in &self.features {
            for word in widen(words, true) {
                if let Some(list) = features.get_mut(word as usize) {
                    list.push(u32::from(*need));
                }
            }
        }
        let mut program = self.program;
        for list in &features {
            program.features.push(list);
        }
        program.need_count = u32::try_from(self.features.len() + 1).expect("few needs");
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
            rewriting: self.rewriting,
            program,
            rules: self.rules,
            checks,
        }
    }

    /// For each prefix, the words and longer prefixes that begin with it.
    pub(super) fn covered(&self) -> BTreeMap<u32, Vec<u32>> {
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
    let mut lexicon = Lexicon::default();
    lexicon.ends = vec![0, 0];
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
            if let Some(room) = letters(prefix.as_bytes())
                && let Some(start) = three(&room, prefix.len())
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
