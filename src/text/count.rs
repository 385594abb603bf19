//! How many words a text has.

/// The number of runs of characters between white space that hold a letter or digit.
///
/// This is asked of every document: eight bytes are looked at together, as long as they are ASCII.
pub fn count_words(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let (mut count, mut counted, mut at) = (0, false, 0);
    while let Some(rest) = bytes.get(at..)
        && let Some(byte) = rest.first()
    {
        if let Some(eight) = rest.first_chunk::<8>()
            && eight.is_ascii()
        {
            let (speaks, mut spaces) = classes(u64::from_le_bytes(*eight));
            let mut left = speaks;
            while spaces != 0 {
                let before = (spaces & spaces.wrapping_neg()) - 1;
                count += u32::from(left & before != 0 && !counted);
                counted = false;
                left &= !before;
                spaces &= spaces - 1;
            }
            count += u32::from(left != 0 && !counted);
            counted |= left != 0;
            at += 8;
            continue;
        }
        let letter = text.get(at..).and_then(|rest| rest.chars().next());
        let (space, speaks, width) = letter.map_or((false, false, 1), |letter| {
            let speaks = letter.is_alphanumeric();
            (letter.is_whitespace(), speaks, letter.len_utf8())
        });
        debug_assert!(
            width == 1 || !byte.is_ascii(),
            "whole characters are passed"
        );
        count += u32::from(speaks && !counted);
        counted = !space && (counted || speaks);
        at += width;
    }
    count
}

/// Which of eight bytes of ASCII are letters or digits, and which are white space: the highest bit of each.
fn classes(bytes: u64) -> (u64, u64) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let from = |bytes: u64, first: u8| bytes + EACH * u64::from(0x80 - first);
    let within = |bytes, first, after| from(bytes, first) & !from(bytes, after) & (EACH << 7);
    let small = bytes | (EACH * 0x20);
    let letters = within(small, b'a', b'z' + 1);
    let digits = within(bytes, b'0', b'9' + 1);
    let spaces = within(bytes, b'\t', b'\r' + 1) | within(bytes, b' ', b' ' + 1);
    (letters | digits, spaces)
}

#[cfg(test)]
mod tests {
    use super::count_words;
    use proptest::prelude::*;

    /// The same, said as its documentation says it.
    fn plainly(text: &str) -> usize {
        let words = text.split_whitespace();
        words
            .filter(|word| word.contains(char::is_alphanumeric))
            .count()
    }

    #[test]
    fn words_hold_a_letter_or_digit() {
        for text in [
            "",
            "one",
            " one  two-three — four/five & 6 ",
            "a b c d e f g h i",
            "“quoted” words\u{a0}apart\u{2028}é ñ",
            "12345678 12345678",
            "-------- -",
        ] {
            assert_eq!(count_words(text) as usize, plainly(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_counted_as_said(text in "[a-z0-9 \t\n|é—\u{a0}.]{0,60}") {
            prop_assert_eq!(count_words(&text) as usize, plainly(&text));
        }
    }
}
