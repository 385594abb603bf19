//! What a stop after a word means, by lists of abbreviations and of words that open sentences.

use std::sync::LazyLock;

/// What a stop after a word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The end of a sentence.
    Plain,
    /// An abbreviation, never the end.
    Never,
    /// A time of day: the end, unless a time zone or day follows.
    Time,
    /// An abbreviation, and the end only where the next word is one that opens sentences.
    Weak,
}

/// Titles and words that always lead on to what they shorten or introduce.
const NEVER: &[&str] = &[
    "dr", "mr", "mrs", "ms", "mx", "prof", "rev", "hon", "gov", "pres", "capt", "lt", "col", "sgt",
    "gen", "maj", "sen", "rep", "supt", "vs", "v", "cf", "approx", "incl", "excl", "attn", "esp",
    "viz", "mt", "ft", "ca", "msgr", "cmdr", "atty", "asst",
];

/// Words that stand before a number. Those that are also words of their own end a sentence where no number follows.
const BEFORE_NUMBER: &[&str] = &[
    "no", "nos", "art", "arts", "app", "res", "tab", "item", "fig", "figs", "ext", "pub", "reg",
    "regs", "ord", "box", "sec", "secs", "p", "pp", "para", "paras", "ch", "chap", "vol", "vols",
    "ver", "ed", "eds", "cl", "pt", "pts", "stat", "sched", "subsec", "tit", "rm", "ste", "apt",
    "par", "pars", "ann", "exh", "amend", "div", "rev", "c", "s", "ss", "r",
];

/// Those of them that are words of their own.
const ALSO_WORDS: &[&str] = &[
    "no", "art", "arts", "app", "res", "tab", "item", "pub", "box", "par", "exh",
];

/// Abbreviations that a sentence may end with.
const WEAK: &[&str] = &[
    "inc", "ltd", "co", "corp", "llc", "bros", "assn", "assoc", "ave", "blvd", "rd", "ln", "hwy",
    "jr", "sr", "est", "al", "dept", "univ", "max", "min", "ibid", "op", "cit", "tel", "st",
    "dist", "mfg", "intl", "natl", "admin", "dir", "comm", "trans", "rel", "gen", "misc", "ref",
    "refs", "tech", "lic", "ref", "id",
];

/// Months and days, which are abbreviations only with a capital.
const DATES: &[&str] = &[
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon",
    "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun",
];

/// Measures: the end before a word, not before another number (`6 ft. 2 in.`).
const MEASURES: &[&str] = &[
    "yr", "yrs", "hr", "hrs", "lb", "lbs", "oz", "wk", "wks", "mo", "mos", "ft", "sq", "etc",
];

/// Words that open a sentence and rarely a name.
const STARTERS: &[&str] = &[
    "a",
    "after",
    "all",
    "also",
    "although",
    "an",
    "and",
    "any",
    "anyone",
    "are",
    "as",
    "ask",
    "at",
    "because",
    "before",
    "both",
    "but",
    "by",
    "call",
    "can",
    "do",
    "does",
    "during",
    "each",
    "every",
    "everyone",
    "except",
    "for",
    "from",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "is",
    "it",
    "its",
    "many",
    "members",
    "most",
    "must",
    "neither",
    "no",
    "nobody",
    "none",
    "nor",
    "not",
    "nothing",
    "of",
    "on",
    "once",
    "one",
    "only",
    "or",
    "other",
    "our",
    "people",
    "persons",
    "please",
    "return",
    "see",
    "she",
    "since",
    "so",
    "some",
    "staff",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "therefore",
    "these",
    "they",
    "this",
    "those",
    "through",
    "thus",
    "to",
    "under",
    "unless",
    "until",
    "upon",
    "was",
    "we",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "why",
    "with",
    "within",
    "without",
    "you",
    "your",
];

/// By the first and last letter of the words of the lists, how long they are: a bit each.
static LENGTHS: LazyLock<[u8; 26 * 26]> = LazyLock::new(|| {
    let mut lengths = [0; 26 * 26];
    let lists = [NEVER, BEFORE_NUMBER, ALSO_WORDS, WEAK, DATES, MEASURES];
    for word in lists.into_iter().flatten() {
        if let Some(bits) = ends_of(word).and_then(|ends| lengths.get_mut(ends)) {
            *bits |= 1 << word.len();
        }
    }
    lengths
});

/// A number of the first and last letter of `word`, where they are of ASCII.
fn ends_of(word: &str) -> Option<usize> {
    let number = |letter: &u8| {
        let letter = letter.to_ascii_lowercase();
        letter
            .is_ascii_lowercase()
            .then(|| usize::from(letter - b'a'))
    };
    let bytes = word.as_bytes();
    Some(number(bytes.first()?)? * 26 + number(bytes.last()?)?)
}

/// What a stop after `word` means, where a number follows or not.
pub(super) fn kind(word: &str, number_follows: bool) -> Stop {
    if word.contains('.') {
        return dotted(word);
    }
    // No word of the lists is longer.
    if word.is_empty() || word.len() > 6 {
        return Stop::Plain;
    }
    // Nearly no word that ends a sentence begins and ends like one of theirs.
    if let Some(ends) = ends_of(word)
        && word.len() > 1
        && LENGTHS
            .get(ends)
            .is_some_and(|lengths| lengths >> word.len() & 1 == 0)
    {
        return Stop::Plain;
    }
    let is = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    if is(MEASURES) {
        if number_follows {
            Stop::Never
        } else {
            Stop::Plain
        }
    } else if is(BEFORE_NUMBER) && number_follows {
        Stop::Never
    } else if is(ALSO_WORDS) {
        Stop::Plain
    } else if is(NEVER) {
        Stop::Never
    } else if DATES.contains(&word) {
        if number_follows {
            Stop::Never
        } else {
            Stop::Weak
        }
    } else if is(WEAK) || is(BEFORE_NUMBER) || is_initial(word) {
        Stop::Weak
    } else {
        Stop::Plain
    }
}

/// What a stop means after letters with stops between them.
fn dotted(word: &str) -> Stop {
    let short = word.split('.').all(|part| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    let is = |known: &str| word.eq_ignore_ascii_case(known);
    if is("e.g") || is("i.e") || is("c.f") {
        Stop::Never
    } else if is("a.m") || is("p.m") {
        Stop::Time
    } else if short {
        Stop::Weak
    } else {
        Stop::Plain
    }
}

/// One letter: of a name, a plan, an item.
pub(super) fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Whether `text` begins with a word that opens sentences. A single letter does only as a word: not `A.`, not `A-1`.
pub(super) fn starts_sentence(text: &str) -> bool {
    let word = first_word(text);
    let known = STARTERS
        .iter()
        .any(|starter| starter.eq_ignore_ascii_case(word));
    let after = text.get(word.len()..).unwrap_or_default();
    known && (word.len() > 1 || after.starts_with(' '))
}

/// Whether `text` begins with what follows a time of day: a zone (`EST`), a day or a month.
pub(super) fn is_zone(text: &str) -> bool {
    let word = first_word(text);
    let zone = (2..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let day = word.ends_with("day") || word.ends_with("days");
    let month = [
        "January",
        "February",
        "March",
        "April",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    zone || day || month.contains(&word)
}

/// The first word of `text`.
pub(super) fn first_word(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}
