//! Text as messages and comparisons want it.

/// `text` with every run of white space as one space, and none around it.
pub fn fold_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// `text` with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The mark that may stand before a text and is none of it.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// How many bytes the byte order mark before `text` takes; 0 where there is none.
pub fn mark_len(text: &str) -> usize {
    if text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len_utf8()
    } else {
        0
    }
}

/// Letters and digits in small letters, one space between words: numbering and punctuation do not matter.
pub fn folded(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words =
        words.filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()));
    let mut out = String::with_capacity(text.len());
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            out.extend(
                word.bytes()
                    .map(|byte| char::from(byte.to_ascii_lowercase())),
            );
        } else {
            out.push_str(&word.to_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{capital, fold_space, mark_len};

    #[test]
    fn white_space_folds_and_first_letters_rise() {
        assert_eq!(fold_space(" a\r\n b\u{a0}\tc "), "a b c");
        assert_eq!(fold_space(" \n"), "");
        assert_eq!(capital("éa"), "Éa");
        assert_eq!(capital("ß"), "SS");
        assert_eq!(capital(""), "");
        assert_eq!(mark_len("\u{feff}a"), 3);
        assert_eq!(mark_len("a\u{feff}"), 0);
    }
}
