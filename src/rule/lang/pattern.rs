//! The pattern language, as written:
//!
//! | written | means |
//! | --- | --- |
//! | `word` | that word; case, quotes, soft hyphens and hyphens between words do not matter |
//! | `word/v`, `word/n` | any form of the verb, of the noun |
//! | `prefix*` | any word that begins so |
//! | `{name}` | an entry of the vocabulary of that name |
//! | `(a b \| c)` | one of these |
//! | `x?` | x or nothing |
//! | `~4` | up to four words of the same clause |
//! | `~~4` | up to four words, over commas and colons too |
//! | `#` | a number |
//! | `-ed` | a word that ends so: a past participle |
//! | `^`, `$` | the start, the end of the sentence |

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// One token out of these forms; a form that ends in `*` is a prefix.
    Word(Vec<String>),
    /// An entry of the vocabulary of that name.
    Class(String),
    /// One of these sequences.
    Either(Vec<Vec<Self>>),
    /// The part or nothing.
    Maybe(Box<Self>),
    /// Up to so many tokens; `true` where they may run over the end of a clause.
    Gap(u32, bool),
    /// A number.
    Number,
    /// A word in -ed.
    Participle,
    /// Start of the sentence.
    Start,
    /// End of the sentence.
    End,
}

/// Read a pattern.
///
/// # Errors
/// What is wrong with it, for its author.
pub(super) fn parse(pattern: &str) -> Result<Vec<Part>, String> {
    let tokens = tokens(pattern);
    let mut at = 0;
    let parts = sequence(&tokens, &mut at, 0)?;
    if at < tokens.len() {
        return Err("a `)` or `|` without its `(`".to_owned());
    }
    if parts.is_empty() {
        return Err("the pattern is empty".to_owned());
    }
    if parts.iter().all(|part| {
        matches!(
            part,
            Part::Maybe(_) | Part::Gap(..) | Part::Start | Part::End
        )
    }) {
        return Err(
            "the pattern can match nothing at all: at least one word must be required".to_owned(),
        );
    }
    Ok(parts)
}

/// Whether a pattern is words and vocabularies of which one is enough, and nothing else.
pub(super) fn is_bare(pattern: &str) -> bool {
    let bare = |part: &Part| matches!(part, Part::Word(_) | Part::Class(_));
    let one = |choice: &Vec<Part>| matches!(choice.as_slice(), [part] if bare(part));
    match parse(pattern).as_deref() {
        Ok([Part::Either(choices)]) => choices.iter().all(one),
        Ok([part]) => bare(part),
        _ => false,
    }
}

/// Entry of a vocabulary: words, without choices.
pub(super) fn entry(text: &str) -> Result<Vec<Part>, String> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Err("the entry is empty".to_owned());
    }
    words.into_iter().map(word).collect()
}

/// Brackets, bars and words. A `?` stays with the word or bracket before it.
fn tokens(pattern: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut letters = pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '(' | '|' => {
                flush(&mut word, &mut out);
                out.push(letter.to_string());
            }
            ')' => {
                flush(&mut word, &mut out);
                if letters.peek() == Some(&'?') {
                    letters.next();
                    out.push(")?".to_owned());
                } else {
                    out.push(")".to_owned());
                }
            }
            _ if letter.is_whitespace() => flush(&mut word, &mut out),
            _ => word.push(letter),
        }
    }
    flush(&mut word, &mut out);
    out
}

fn flush(word: &mut String, out: &mut Vec<String>) {
    if !word.is_empty() {
        out.push(std::mem::take(word));
    }
}

/// Parts up to the end of the pattern or of the bracket.
fn sequence(tokens: &[String], at: &mut usize, depth: u32) -> Result<Vec<Part>, String> {
    if depth > 16 {
        return Err("brackets are nested too deep".to_owned());
    }
    let mut parts = Vec::new();
    while let Some(token) = tokens.get(*at) {
        match token.as_str() {
            ")" | ")?" | "|" => break,
            "(" => {
                *at += 1;
                parts.push(either(tokens, at, depth)?);
            }
            "^" => parts.push(Part::Start),
            "$" => parts.push(Part::End),
            "#" => parts.push(Part::Number),
            "-ed" => parts.push(Part::Participle),
            _ => parts.push(single(token)?),
        }
        *at += 1;
    }
    Ok(parts)
}

/// The choices of a bracket; `at` is behind the `(` and ends on the `)`.
fn either(tokens: &[String], at: &mut usize, depth: u32) -> Result<Part, String> {
    let mut choices = Vec::new();
    loop {
        let choice = sequence(tokens, at, depth + 1)?;
        if choice.is_empty() {
            return Err("a choice in brackets is empty".to_owned());
        }
        choices.push(choice);
        match tokens.get(*at).map(String::as_str) {
            Some("|") => *at += 1,
            Some(")") => return Ok(Part::Either(choices)),
            Some(")?") => return Ok(Part::Maybe(Box::new(Part::Either(choices)))),
            _ => return Err("a `(` without its `)`".to_owned()),
        }
    }
}

/// A word, class or gap, with or without `?`.
fn single(token: &str) -> Result<Part, String> {
    if let Some(inner) = token.strip_suffix('?').filter(|inner| !inner.is_empty()) {
        return Ok(Part::Maybe(Box::new(single(inner)?)));
    }
    if let Some(count) = token.strip_prefix("~~") {
        return gap(count, true);
    }
    if let Some(count) = token.strip_prefix('~') {
        return gap(count, false);
    }
    word(token)
}

fn gap(count: &str, over: bool) -> Result<Part, String> {
    match count.parse() {
        Ok(count @ 1..=40) => Ok(Part::Gap(count, over)),
        _ => Err(format!("`~{count}`: a gap is 1 to 40 words, as in `~4`")),
    }
}

/// A word as written: a class, a form, a prefix.
fn word(token: &str) -> Result<Part, String> {
    if let Some(name) = token.strip_prefix('{') {
        let name = name
            .strip_suffix('}')
            .ok_or_else(|| format!("`{token}`: a `{{` without its `}}`"))?;
        return Ok(Part::Class(name.to_owned()));
    }
    if token == "#" {
        return Ok(Part::Number);
    }
    let forms = if let Some(base) = token.strip_suffix("/v") {
        super::inflect::verb(base)
    } else if let Some(base) = token.strip_suffix("/n") {
        super::inflect::noun(base)
    } else {
        vec![token.to_owned()]
    };
    for form in &forms {
        let body = form.strip_suffix('*').unwrap_or(form);
        if form.ends_with('*') && body.chars().count() < 3 {
            return Err(format!(
                "`{form}`: at least three letters must stand before `*`"
            ));
        }
        if body.is_empty()
            || body
                .chars()
                .any(|letter| letter.is_uppercase() || "*{}[]?\\\"".contains(letter))
        {
            return Err(format!(
                "`{form}`: write words in lower case, without marks"
            ));
        }
        let letters = body
            .chars()
            .filter(|letter| letter.is_alphanumeric() || *letter == '\'')
            .count();
        if letters > 0 && letters < body.chars().count() {
            return Err(format!(
                "`{form}`: write one word; a hyphen is a space here"
            ));
        }
    }
    Ok(Part::Word(forms))
}

#[cfg(test)]
mod tests {
    use super::{Part, parse};

    #[test]
    fn parts_are_told_apart() {
        let parts = parse("{actor} ~4 (stay/v | keep/v out)? neutral*").unwrap();
        assert!(matches!(
            parts.as_slice(),
            [
                Part::Class(_),
                Part::Gap(4, false),
                Part::Maybe(_),
                Part::Word(_)
            ]
        ));
    }

    #[test]
    fn mistakes_are_said() {
        for (pattern, says) in [
            ("", "empty"),
            ("a?", "nothing at all"),
            ("(a", "without its"),
            ("a)", "without its"),
            ("~99 a", "gap"),
            ("Neutral", "lower case"),
            ("ne*", "three letters"),
            ("non-partisan", "hyphen"),
        ] {
            let error = parse(pattern).unwrap_err();
            assert!(error.contains(says), "{pattern}: {error}");
        }
    }
}
