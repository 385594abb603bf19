//! How many words a text has.

/// The number of runs of characters between white space that hold a letter or digit.
///
/// This is asked of every document: eight bytes are looked at together, as long as they are ASCII.
pub fn count_words(text: &str) -> u32 {
    let bytes = text.as_bytes();
    // Whether the run that goes on at `at` has a letter or digit already.
    let (mut count, mut speaks, mut at) = (0_u64, false, 0);
    while at < bytes.len() {
        if let Some(eight) = bytes.get(at..).and_then(<[u8]>::first_chunk)
            && let eight = u64::from_le_bytes(*eight)
            && eight & (EACH << 7) == 0
        {
            let ended;
            (ended, speaks) = ended_words(eight, speaks);
            count += ended;
            at += 8;
            continue;
        }
        let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            debug_assert!(false, "whole characters are passed");
            break;
        };
        if letter.is_whitespace() {
            count += u64::from(speaks);
            speaks = false;
        } else {
            speaks |= letter.is_alphanumeric();
        }
        at += letter.len_utf8();
    }
    u32::try_from(count + u64::from(speaks)).unwrap_or(u32::MAX)
}

/// One in each of eight bytes.
const EACH: u64 = 0x0101_0101_0101_0101;

/// How many words end within eight bytes of ASCII, and whether the run that goes on after them has a letter or digit;
/// `speaks` where the run that goes on into them has.
#[inline]
fn ended_words(bytes: u64, speaks: bool) -> (u64, bool) {
    // The highest bit of each byte that lies within the bounds.
    let from = |bytes: u64, first: u8| bytes + EACH * u64::from(0x80 - first);
    let within = |bytes, first, after| from(bytes, first) & !from(bytes, after) & (EACH << 7);
    let letters = within(bytes | (EACH * 0x20), b'a', b'z' + 1);
    let digits = within(bytes, b'0', b'9' + 1);
    let spaces = (within(bytes, b'\t', b'\r' + 1) | within(bytes, b' ', b' ' + 1)) >> 7;
    // A run between spaces is nothing but ones: one more anywhere in it carries into the space after it.
    let runs = !(spaces * 0xff);
    let (sum, over) = runs.overflowing_add((letters | digits) >> 7);
    let (sum, more) = sum.overflowing_add(u64::from(speaks));
    // Each byte of the product's highest one is the sum of all below it.
    let ended = (sum & spaces).wrapping_mul(EACH) >> 56;
    (ended, over || more)
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
