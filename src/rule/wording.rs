//! Facts that stand in the wording of a sentence: days of the calendar, terms of days, names of policies and forms.

use std::fmt;

use super::lang::NameWords;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month {
    /// The year, from 1900 to 2199.
    pub(crate) year: u16,
    /// From 1 to 12; the last one where only a year is given.
    pub(crate) month: u8,
}

impl Month {
    /// How many months after it `other` is; negative where it is before.
    pub(crate) fn until(self, other: Self) -> i32 {
        let count = |month: Self| i32::from(month.year) * 12 + i32::from(month.month);
        count(other) - count(self)
    }
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The months that `text` names with their year: `2019-05-14`, `14 May 2019`, `May 14, 2019`, `5/14/2019`, `May 2019`, and a
/// year alone.
pub(crate) fn months(text: &str) -> Vec<Month> {
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(year) = year(word) else {
            continue;
        };
        let before = |back: usize| at.checked_sub(back).and_then(|at| words.get(at)).copied();
        let after = |on: usize| words.get(at + on).copied();
        let named = [before(1), before(2)].into_iter().flatten().find_map(named);
        // Of 5/14/2019 and 14/5/2019 only one can be a month; of 5/4/2019 the later one is taken, so that nobody is hurried.
        let numbers = [before(2), before(1)].map(|word| word.and_then(small));
        let numbered = match numbers {
            [Some(first), Some(second)] => {
                let fits = [first, second].into_iter().filter(|number| *number <= 12);
                fits.max()
            }
            _ => None,
        };
        let iso = after(1)
            .and_then(small)
            .filter(|month| *month <= 12 && after(1).is_some_and(|word| word.len() == 2));
        let month = named.or(iso).or(numbered).unwrap_or(12);
        out.push(Month { year, month });
    }
    out
}

fn year(word: &str) -> Option<u16> {
    let year: u16 = word.parse().ok()?;
    (word.len() == 4 && (1900..2200).contains(&year)).then_some(year)
}

fn named(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|month| word.starts_with(month))?;
    (word.len() == 3 || word.len() > 3 && FULL.contains(&word.as_str()))
        .then(|| u8::try_from(at + 1).ok())
        .flatten()
}

const FULL: [&str; 13] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "sept",
    "october",
    "november",
    "december",
];

fn small(word: &str) -> Option<u8> {
    let number: u8 = word
        .trim_end_matches(['s', 't', 'n', 'd', 'r', 'h'])
        .parse()
        .ok()?;
    (1..=31).contains(&number).then_some(number)
}

/// A number of days or the like within which something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    number: u32,
    /// `working`, `school` or `calendar`, with a space; empty where it is said of none.
    which: &'static str,
    unit: &'static str,
}

/// Units of a term, with their days.
const UNITS: [(&str, u32); 5] = [
    ("hour", 0),
    ("day", 1),
    ("week", 7),
    ("month", 30),
    ("year", 365),
];

/// Days that are not every day of the calendar, by the word that says so.
const WHICH: [(&str, &str); 4] = [
    ("working", "working "),
    ("business", "working "),
    ("school", "school "),
    ("calendar", "calendar "),
];

impl Term {
    /// How many days of the calendar it is, roughly: a week has five working days, and hours are part of a day.
    pub(crate) fn days(self) -> u32 {
        let unit = UNITS.iter().find(|(unit, _)| *unit == self.unit);
        let days = match unit {
            Some((_, 0)) | None => self.number.div_ceil(24),
            Some((_, days)) => self.number.saturating_mul(*days),
        };
        if matches!(self.which, "working " | "school ") {
            days.saturating_mul(7).div_ceil(5)
        } else {
            days
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.number == 1 { "" } else { "s" };
        write!(f, "{} {}{}{plural}", self.number, self.which, self.unit)
    }
}

/// The term that `text` sets: `within 10 working days`. `None` where it sets none or several.
pub(crate) fn term(text: &str) -> Option<Term> {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            word.trim_matches(|letter: char| !letter.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect();
    let mut found: Vec<Term> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if word != "within" {
            continue;
        }
        let rest = words
            .get(at + 1..(at + 6).min(words.len()))
            .unwrap_or_default();
        let (at, unit) = rest.iter().enumerate().find_map(|(at, word)| {
            let word = word.trim_end_matches('s');
            let unit = UNITS.iter().find(|(unit, _)| *unit == word)?;
            Some((at, unit.0))
        })?;
        let before = rest.get(..at).unwrap_or_default();
        let number = before.iter().find_map(|word| number(word))?;
        let which = before
            .iter()
            .find_map(|word| WHICH.iter().find(|(which, _)| which == word));
        found.push(Term {
            number,
            which: which.map_or("", |(_, which)| which),
            unit,
        });
    }
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

const NUMBERS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

fn number(word: &str) -> Option<u32> {
    let tens = [
        ("fourteen", 14),
        ("fifteen", 15),
        ("twenty", 20),
        ("twenty-one", 21),
        ("thirty", 30),
        ("forty-five", 45),
        ("sixty", 60),
        ("ninety", 90),
    ];
    word.parse()
        .ok()
        .or_else(|| {
            NUMBERS
                .iter()
                .position(|name| *name == word)
                .and_then(|at| u32::try_from(at).ok())
        })
        .or_else(|| {
            tens.iter()
                .find(|(name, _)| *name == word)
                .map(|(_, number)| *number)
        })
}

/// The words that carry what a sentence is about, cut to a stem and sorted: what two wordings of one duty share. Words
/// in `common`, which is sorted, carry nothing.
pub(crate) fn stems(text: &str, common: &[String]) -> Vec<String> {
    let mut out: Vec<String> = text
        .split(|letter: char| !letter.is_alphabetic())
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() > 3 && common.binary_search(word).is_err())
        .map(|word| word.chars().take(6).collect())
        .collect();
    out.sort();
    out.dedup();
    out
}

/// Marks after which a name does not go on.
const ENDS: [char; 7] = [',', '.', ';', ':', ')', '”', '"'];

/// A word without the marks around it and without a genitive's ending.
fn bare(word: &str) -> &str {
    let mut word = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '&');
    for ending in ["’s", "'s"] {
        while let Some(shorter) = word.strip_suffix(ending) {
            word = shorter;
        }
    }
    word
}

/// Names of policies and forms in `text`, as written: "Exhibits and Displays Policy". A name has a word of its own beside
/// the last one.
pub(crate) fn named_policies(text: &str, known: &NameWords) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let is = |list: &[String], word: &str| list.iter().any(|known| known == word);
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !is(&known.last, bare(word)) {
            continue;
        }
        let mut rest = words.get(at + 1..).unwrap_or_default().iter();
        // “Finance Policy and Procedure Manual” is one name, and “Plan Your Visit” is none.
        let goes_on = !word.ends_with(ENDS)
            && (words.get(at + 1).is_some_and(|next| capital(next))
                || rest
                    .find(|word| !is(&known.inside, word))
                    .is_some_and(|next| is(&known.last, bare(next))));
        if goes_on {
            continue;
        }
        let mut name = vec![bare(word)];
        for before in words.get(..at).unwrap_or_default().iter().rev() {
            // A name does not reach over a comma or a full stop.
            let ends = before.ends_with(ENDS);
            let plain = bare(before);
            // Another name ends here: only “Policy and Procedure Manual” goes back over such a word.
            let another = is(&known.last, plain)
                && !name
                    .iter()
                    .all(|word| is(&known.last, word) || is(&known.inside, word));
            let part = capital(plain) || is(&known.inside, plain);
            if ends || another || plain.is_empty() || !part {
                break;
            }
            name.insert(0, plain);
            if before.starts_with(['“', '"', '(', '‘']) {
                break;
            }
        }
        while name
            .first()
            .is_some_and(|word| is(&known.inside, word) || is(&known.first, word))
        {
            name.remove(0);
        }
        let own = name.iter().filter(|word| capital(word)).count();
        if own >= 2 && name.len() <= 8 {
            out.push(name.join(" "));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Month, months, named_policies, stems, term};
    use crate::rule::{RuleSet, StructureCheck};

    #[test]
    fn dates_are_read_to_the_month() {
        let of = |text: &str| months(text);
        let month = |year, month| vec![Month { year, month }];
        assert_eq!(of("Adopted 2019-05-14."), month(2019, 5));
        assert_eq!(of("Adopted on 14 May 2019"), month(2019, 5));
        assert_eq!(of("May 14th, 2019"), month(2019, 5));
        assert_eq!(of("Sept. 2020"), month(2020, 9));
        assert_eq!(of("Reviewed 5/14/2019"), month(2019, 5));
        assert_eq!(of("Reviewed 14/05/2019"), month(2019, 5));
        assert_eq!(of("Reviewed 3/4/2019"), month(2019, 4));
        assert_eq!(of("Next review: 2022"), month(2022, 12));
        assert_eq!(of("the may pole of room 3000"), []);
        assert_eq!(
            Month {
                year: 2019,
                month: 11
            }
            .until(Month {
                year: 2021,
                month: 2
            }),
            15
        );
    }

    #[test]
    fn a_term_is_a_number_of_days_or_the_like() {
        let of = |text: &str| term(text).map(|term| term.to_string());
        assert_eq!(
            of("answers within 10 working days."),
            Some("10 working days".to_owned())
        );
        assert_eq!(
            of("within thirty (30) days of receipt"),
            Some("30 days".to_owned())
        );
        assert_eq!(of("within one week"), Some("1 week".to_owned()));
        assert_eq!(
            of("within ten business days"),
            Some("10 working days".to_owned())
        );
        let days = |text: &str| term(text).map(super::Term::days);
        assert_eq!(days("within 10 working days"), Some(14));
        assert_eq!(days("within two weeks"), Some(14));
        assert_eq!(days("within 48 hours"), Some(2));
        assert_eq!(of("within the building for days"), None);
        assert_eq!(of("within 3 days, and within 5 days"), None);
    }

    #[test]
    fn names_of_policies_are_what_is_capitalised() {
        let set = RuleSet::builtin();
        let code = set.checks().structure(StructureCheck::Reference).unwrap();
        let of = |text: &str| named_policies(text, &code.names);
        assert_eq!(
            of("See the Exhibits and Displays Policy for more."),
            ["Exhibits and Displays Policy"]
        );
        assert_eq!(
            of("Complete the Request for Reconsideration Form."),
            ["Request for Reconsideration Form"]
        );
        assert_eq!(
            of("This Policy and our policy apply. The Plan is new."),
            [""; 0]
        );
        assert_eq!(
            of("The Finance Policy and Procedure Manual says so."),
            ["Finance Policy and Procedure Manual"]
        );
        assert_eq!(of("Collection Types Plan Your Visit Donate"), [""; 0]);
        assert_eq!(
            of("See the Exhibits Policy and the Meeting Room Policy."),
            ["Exhibits Policy", "Meeting Room Policy"]
        );
        assert_eq!(
            of("By law, Internet Use Policy, holds."),
            ["Internet Use Policy"]
        );
    }

    #[test]
    fn stems_leave_small_words_and_terms_out() {
        let set = RuleSet::builtin();
        let code = set.checks().structure(StructureCheck::Deadline).unwrap();
        assert_eq!(
            stems(
                "The director will answer complaints within ten working days",
                &code.common
            ),
            ["answer", "compla", "direct"]
        );
    }
}
