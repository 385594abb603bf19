//! Words that many documents share, each kept once.

use std::{collections::BTreeMap, sync::Arc};

/// Words by number and numbers by word, from 0 in the order that the words came.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    numbers: BTreeMap<Arc<str>, u32>,
    words: Vec<Arc<str>>,
}

impl Numbers {
    /// The number of `words`.
    pub(super) fn number(&mut self, words: &str) -> u32 {
        if let Some(number) = self.numbers.get(words) {
            return *number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let words: Arc<str> = words.into();
        self.words.push(Arc::clone(&words));
        self.numbers.insert(words, number);
        number
    }

    /// The words that have `number`; none where nothing has it.
    pub(super) fn words(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", |words| words)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }
}
