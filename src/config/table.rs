//! Reading a TOML table so that every mistake in it is reported, each with its place.
//!
//! `toml` with serde stops at the first mistake. Here each key is asked for by name; what nobody asked for is unknown.

use std::{collections::BTreeSet, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::Mistake;

/// A table and the mistakes found in it so far.
pub(super) struct Table<'a, 'm> {
    table: &'a DeTable<'a>,
    /// What the table is called in messages: "the configuration", "`[rules]`".
    name: String,
    asked: BTreeSet<&'static str>,
    mistakes: &'m mut Vec<Mistake>,
}

/// A value and where it stands.
pub(super) type At<T> = (T, Range<usize>);

impl<'a, 'm> Table<'a, 'm> {
    pub(super) fn new(
        table: &'a DeTable<'a>,
        name: impl Into<String>,
        mistakes: &'m mut Vec<Mistake>,
    ) -> Self {
        Self {
            table,
            name: name.into(),
            asked: BTreeSet::new(),
            mistakes,
        }
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.insert(key);
        self.table.get(key)
    }

    /// The text at `key`.
    pub(super) fn text(&mut self, key: &'static str) -> Option<At<&'a str>> {
        let value = self.get(key)?;
        let text = as_text(value);
        if text.is_none() {
            self.wrong_type(key, value, "a text in quotes");
        }
        text
    }

    /// What `parse` makes of the text at `key`.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, Mistake>,
    ) -> Option<T> {
        let (text, span) = self.text(key)?;
        match parse(text) {
            Ok(value) => Some(value),
            Err(mistake) => {
                self.mistakes.push(mistake.at(span));
                None
            }
        }
    }

    /// The whole number at `key`.
    pub(super) fn number(&mut self, key: &'static str) -> Option<At<u64>> {
        let value = self.get(key)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|integer| u64::from_str_radix(integer.as_str(), integer.radix()).ok());
        if number.is_none() {
            self.wrong_type(key, value, "a whole number");
        }
        Some((number?, value.span()))
    }

    /// The texts of the list at `key`; one text alone counts as a list.
    pub(super) fn texts(&mut self, key: &'static str) -> Vec<At<&'a str>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        if let Some(one) = as_text(value) {
            return vec![one];
        }
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items {
            match as_text(item) {
                Some(text) => texts.push(text),
                None => self.wrong_type(key, item, "a text in quotes"),
            }
        }
        texts
    }

    /// The entries of the table at `key`: key with its place, value.
    pub(super) fn entries(
        &mut self,
        key: &'static str,
    ) -> Vec<(At<&'a str>, &'a Spanned<DeValue<'a>>)> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, value, "a table");
            return Vec::new();
        };
        table
            .iter()
            .map(|(key, value)| ((key.get_ref().as_ref(), key.span()), value))
            .collect()
    }

    /// The tables at `key`: `[[key]]`.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<At<&'a DeTable<'a>>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(key, value, &format!("tables, each headed `[[{key}]]`"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => tables.push((table, item.span())),
                None => self.wrong_type(key, item, "a table"),
            }
        }
        tables
    }

    /// Say that something is wrong at `span`.
    pub(super) fn mistake(&mut self, mistake: Mistake, span: Range<usize>) {
        self.mistakes.push(mistake.at(span));
    }

    /// Where mistakes go, for a table inside this one.
    pub(super) fn mistakes(&mut self) -> &mut Vec<Mistake> {
        self.mistakes
    }

    /// Report every key that nobody asked for.
    pub(super) fn finish(self) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !self.asked.contains(name) {
                let message = format!("unknown key `{name}` in {}", self.name);
                let mistake = Mistake::new(message).did_you_mean(name, self.asked.iter().copied());
                self.mistakes.push(mistake.at(key.span()));
            }
        }
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let found = value.get_ref().type_str();
        self.mistakes
            .push(Mistake::new(format!("`{key}` is {wanted}, not {}", a(found))).at(value.span()));
    }
}

/// The text that `value` is.
pub(super) fn as_text<'a>(value: &'a Spanned<DeValue<'_>>) -> Option<At<&'a str>> {
    Some((value.get_ref().as_str()?, value.span()))
}

/// `noun` with its article.
fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}
