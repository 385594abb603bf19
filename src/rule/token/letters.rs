//! The letters of words, read eight bytes at a time.

use super::super::lang::Letters;

/// `cannot`, as the lexicon has letters.
pub(super) const CANNOT: Letters = [u64::from_le_bytes(*b"cannot\0\0"), 0, 0, 0, 0];

/// The last letters of a word in -ed, as the lexicon has letters.
pub(super) const ENDS_ED: u64 = u64::from_le_bytes(*b"ed\0\0\0\0\0\0");
/// The same of a word in -ing.
pub(super) const ENDS_ING: u64 = u64::from_le_bytes(*b"ing\0\0\0\0\0");

/// How many letters of ASCII `text` begins with, whether all of them are capitals, and the letters in lower case, as far
/// as any rule knows words.
#[inline]
pub(super) fn run_of_letters(text: &[u8]) -> (usize, bool, Letters) {
    let (mut run, mut upper) = (0, true);
    let mut letters = Letters::default();
    for slot in &mut letters {
        let (more, count, capitals) = eight_letters(text.get(run..).unwrap_or_default());
        *slot = more;
        run += count;
        upper &= capitals;
        if count < 8 {
            return (run, upper, letters);
        }
    }
    // Longer than any rule knows.
    let more = text.get(run..).unwrap_or_default().iter();
    for byte in more.take_while(|byte| byte.is_ascii_alphabetic()) {
        upper &= byte.is_ascii_uppercase();
        run += 1;
    }
    (run, upper, letters)
}

/// The letters of ASCII that `text` begins with, eight at most, in lower case, how many they are, and whether all of them
/// are capitals.
#[inline]
pub(super) fn eight_letters(text: &[u8]) -> (u64, usize, bool) {
    // Each byte has its highest bit set where something is true of it.
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const EACH: u64 = 0x0101_0101_0101_0101;
    let chunk = match text.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => text
            .iter()
            .rev()
            .fold(0, |all, byte| all << 8 | u64::from(*byte)),
    };
    let small = chunk | (EACH * 0x20);
    let plain = small & !HIGH;
    let from_a = plain + EACH * (0x80 - 0x61);
    let after_z = plain + EACH * (0x80 - 0x7b);
    let other = !(from_a & !after_z & !chunk) & HIGH;
    // All bits below the first byte that is no letter.
    let mask = (other & other.wrapping_neg()).wrapping_sub(1) >> 7;
    let mask = if other == 0 { !0 } else { mask };
    let count = other.trailing_zeros() as usize / 8;
    (small & mask, count, chunk & mask & (EACH * 0x20) == 0)
}

/// Ligatures of typesetting as letters.
pub(super) fn ligature(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        _ => return None,
    })
}
