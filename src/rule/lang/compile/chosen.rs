//! Which of several tables with one name counts.

use std::collections::BTreeMap;

use super::{super::file::Text, Compiler};

impl Compiler<'_> {
    /// Whether a file came with the program.
    pub(in super::super) fn is_embedded(&self, file: usize) -> bool {
        self.sources.get(file).is_some_and(|source| source.embedded)
    }

    /// The tables that count, with their files: a user's takes the place of an embedded one of the same name; two of one
    /// origin are a mistake ("a second `what` `name`").
    pub(in super::super) fn chosen<'a, T>(
        &mut self,
        what: &str,
        tables: impl Iterator<Item = (usize, &'a Text, T)>,
    ) -> Vec<(usize, T)> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut out: Vec<(usize, &Text, T)> = Vec::new();
        for (file, name, table) in tables {
            let place = places.entry(name.get_ref()).or_insert(out.len());
            let Some(before) = out.get_mut(*place) else {
                out.push((file, name, table));
                continue;
            };
            if self.is_embedded(before.0) && !self.is_embedded(file) {
                *before = (file, name, table);
                continue;
            }
            let help = self.sources.get(before.0).map(|source| {
                let line = line_of(&source.text, before.1.span().start);
                format!("the first is in {}, line {line}", source.name)
            });
            let message = format!("a second {what} `{}`", name.get_ref());
            self.problem(file, name.span(), message, help);
        }
        out.into_iter()
            .map(|(file, _, table)| (file, table))
            .collect()
    }
}

/// Line of a byte offset, from 1.
fn line_of(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}
