//! Small words and forms of words.

/// What institutions call themselves.
pub(super) const NAMES: [&str; 40] = [
    "library",
    "museum",
    "archive",
    "archives",
    "gallery",
    "school",
    "university",
    "college",
    "council",
    "district",
    "society",
    "association",
    "charity",
    "trust",
    "company",
    "foundation",
    "academy",
    "hospital",
    "commission",
    "city",
    "town",
    "county",
    "organisation",
    "organization",
    "theatre",
    "orchestra",
    "institute",
    "bank",
    "club",
    "department",
    "bureau",
    "centre",
    "center",
    "borough",
    "institution",
    "ministry",
    "guild",
    "church",
    "parish",
    "corporation",
];

/// Modals by which a sentence binds: a rewrite takes them over.
pub(super) const BINDING_MODALS: [&str; 4] = ["must", "shall", "will", "should"];

/// Words that may stand between who acts and what they do.
const HELPERS: [&str; 36] = [
    "must", "shall", "will", "should", "is", "are", "am", "has", "have", "do", "does", "not",
    "never", "neither", "always", "also", "both", "be", "been", "remain", "remains", "strives",
    "strive", "aims", "aim", "seeks", "seek", "believe", "believes", "try", "tries", "at", "all",
    "times", "to", "itself",
];

/// Words by which a sentence permits, tells of the past, or wishes: no rewrite says the same.
const LOOSE: [&str; 11] = [
    "may", "can", "cannot", "could", "would", "might", "was", "were", "had", "did", "used",
];

/// Words by which it binds, excepts or counts something, or says when or by whom it is done.
const BINDING: [&str; 55] = [
    "must",
    "shall",
    "except",
    "unless",
    "prohibited",
    "required",
    "forbidden",
    "provided",
    "appeal",
    "fee",
    "fees",
    "fine",
    "fines",
    "within",
    "liable",
    "entitled",
    "checked",
    "approved",
    "renewed",
    "reported",
    "published",
    "recorded",
    "reviewed",
    "month",
    "year",
    "quarter",
    "week",
    "day",
    "annually",
    "monthly",
    "weekly",
    "two",
    "three",
    "four",
    "five",
    "ten",
    "twelve",
    "hundred",
    "thousand",
    "expected",
    "obliged",
    "obligation",
    "duty",
    "duties",
    "responsible",
    "responsibility",
    "law",
    "policy",
    "act",
    "undertake",
    "need",
    "needs",
    "only",
    "permitted",
    "allowed",
];

/// Words that begin another clause, so that a sentence says more than one thing.
const JOINTS: [&str; 29] = [
    "and",
    "but",
    "or",
    "nor",
    "which",
    "who",
    "whose",
    "that",
    "because",
    "since",
    "as",
    "so",
    "while",
    "whilst",
    "when",
    "where",
    "although",
    "though",
    "however",
    "therefore",
    "yet",
    "before",
    "after",
    "until",
    "even",
    "regardless",
    "whatever",
    "than",
    "if",
];

/// Words after which people or things are named no further.
const ENDS: [&str; 35] = [
    "and", "or", "in", "who", "that", "are", "is", "with", "to", "for", "at", "may", "can", "will",
    "should", "must", "shall", "from", "on", "by", "among", "as", "deserve", "have", "through",
    "into", "within", "cannot", "across", "when", "where", "without", "be", "were", "was",
];

pub(super) fn is_helper(word: &str) -> bool {
    HELPERS.contains(&word) || word.len() > 4 && word.ends_with("ly")
}

pub(super) fn is_loose(word: &str) -> bool {
    LOOSE.contains(&word)
}

/// Words of a duty to try, which binds nobody.
pub(super) fn is_vague(word: &str) -> bool {
    is_loose(word)
        || matches!(
            word,
            "effort"
                | "efforts"
                | "endeavour"
                | "endeavor"
                | "attempt"
                | "attempts"
                | "strive"
                | "strives"
                | "aim"
                | "aims"
                | "seek"
                | "seeks"
                | "try"
                | "tries"
                | "consider"
                | "considered"
                | "hope"
                | "hopes"
        )
}

pub(super) fn is_binding(word: &str) -> bool {
    BINDING.contains(&word) || word.starts_with(|letter: char| letter.is_ascii_digit())
}

pub(super) fn is_joint(word: &str) -> bool {
    JOINTS.contains(&word)
}

/// Words that join clauses even inside what was matched, where "if" and "where" may be the matched condition.
pub(super) fn is_strong_joint(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "but"
            | "or"
            | "nor"
            | "which"
            | "because"
            | "since"
            | "while"
            | "although"
            | "though"
    )
}

pub(super) fn is_end(word: &str) -> bool {
    ENDS.contains(&word)
}

pub(super) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the" | "our" | "its" | "all" | "every" | "each" | "a" | "an" | "this"
    )
}

/// Words that open a sentence in which somebody else acts, or nobody.
pub(super) fn opens_no_actor(word: &str) -> bool {
    is_joint(word)
        || matches!(
            word,
            "at" | "in"
                | "for"
                | "by"
                | "with"
                | "to"
                | "if"
                | "on"
                | "from"
                | "under"
                | "of"
                | "any"
                | "no"
                | "few"
                | "neither"
                | "not"
                | "such"
                | "most"
                | "some"
                | "many"
                | "within"
                | "through"
                | "it"
                | "there"
        )
}

/// Words that no name of an actor has.
pub(super) fn is_verb_or_joint(word: &str) -> bool {
    is_joint(word)
        || is_loose(word)
        || matches!(
            word,
            "is" | "are" | "must" | "shall" | "will" | "should" | "of" | "to" | "in" | "for" | "by"
        )
}

/// Whether `word` can be the verb of a subject: "remains" of one, "remain" of several.
pub(super) fn may_be_verb(word: &str, singular: bool) -> bool {
    let s = word.ends_with('s') && !word.ends_with("ss");
    is_helper(word) || s == singular && !word.ends_with("ing")
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
