//! Small words and forms of words.

use crate::rule::lang::Rewriting;

/// Modals by which a sentence binds: a rewrite takes them over.
pub(super) const BINDING_MODALS: [&str; 4] = ["must", "shall", "will", "should"];

/// What a word does in a sentence, by the lists of the rules.
impl Rewriting {
    pub(super) fn is_name(&self, word: &str) -> bool {
        has(&self.names, word)
    }

    pub(super) fn is_helper(&self, word: &str) -> bool {
        has(&self.helpers, word) || word.len() > 4 && word.ends_with("ly")
    }

    pub(super) fn is_loose(&self, word: &str) -> bool {
        has(&self.loose, word)
    }

    pub(super) fn is_vague(&self, word: &str) -> bool {
        self.is_loose(word) || has(&self.vague, word)
    }

    pub(super) fn is_binding(&self, word: &str) -> bool {
        has(&self.binding, word) || word.starts_with(|letter: char| letter.is_ascii_digit())
    }

    pub(super) fn is_joint(&self, word: &str) -> bool {
        has(&self.joints, word)
    }

    pub(super) fn is_strong_joint(&self, word: &str) -> bool {
        has(&self.strong_joints, word)
    }

    pub(super) fn is_end(&self, word: &str) -> bool {
        has(&self.ends, word)
    }

    pub(super) fn is_place(&self, word: &str) -> bool {
        has(&self.places, word)
    }

    pub(super) fn opens_topic(&self, word: &str) -> bool {
        has(&self.topics, word)
    }

    /// Whether it points back, or begins a clause of its own.
    pub(super) fn points_back(&self, word: &str) -> bool {
        self.is_strong_joint(word) || has(&self.pointing, word)
    }

    /// Whether it opens a sentence in which somebody else acts, or nobody.
    pub(super) fn opens_no_actor(&self, word: &str) -> bool {
        self.is_joint(word) || has(&self.no_actors, word)
    }

    /// Whether no name of an actor has it.
    pub(super) fn is_no_part_of_a_name(&self, word: &str) -> bool {
        self.is_joint(word)
            || self.is_loose(word)
            || BINDING_MODALS.contains(&word)
            || matches!(word, "is" | "are" | "of" | "to" | "in" | "for" | "by")
    }

    /// Whether `word` can be the verb of a subject: "remains" of one, "remain" of several.
    pub(super) fn may_be_verb(&self, word: &str, singular: bool) -> bool {
        let s = word.ends_with('s') && !word.ends_with("ss");
        self.is_helper(word) || s == singular && !word.ends_with("ing")
    }
}

fn has(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

pub(super) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the" | "our" | "its" | "all" | "every" | "each" | "a" | "an" | "this"
    )
}

/// A noun of several.
pub(super) fn is_plural(noun: &str) -> bool {
    matches!(
        noun,
        "people" | "youth" | "children" | "men" | "women" | "folk"
    ) || noun.len() > 3 && noun.ends_with('s') && !noun.ends_with("ss")
}

/// The noun of one of them.
pub(super) fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    match word.as_str() {
        "people" | "everyone" | "everybody" | "public" | "all" => "person".to_owned(),
        "children" => "child".to_owned(),
        _ => word.strip_suffix("ies").map_or_else(
            || word.strip_suffix('s').unwrap_or(&word).to_owned(),
            |stem| format!("{stem}y"),
        ),
    }
}

pub(super) fn capitalised(text: &str) -> String {
    if let Some(blank) = text.strip_prefix('[') {
        return format!("[{}", capitalised(blank));
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A determiner, pronoun or common noun in small letters; names stay.
pub(super) fn uncapitalised(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let common =
        text == first && first.ends_with('s') && first.chars().skip(1).all(char::is_lowercase);
    // "Desk staff": a name would have more capitals.
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let common = common || text != first && last.starts_with(char::is_lowercase);
    let small = common || is_determiner(&first.to_lowercase()) || matches!(first, "We" | "Staff");
    if !small {
        return text.to_owned();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// White space folded.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
