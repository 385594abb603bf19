//! Sentences of a block.
use std::ops::Range;
/// The sentences of `text`.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let b = text.as_bytes();
    let mut start = 0;
    let mut i = 0;
    while i < b.len() {
        if matches!(b[i], b'.' | b'?' | b'!') {
            let mut j = i + 1;
            while j < b.len() && matches!(b[j], b'"' | b'\'' | b')' | 0xe2 | 0x80 | 0x9d | 0x99) {
                j += 1;
            }
            if j < b.len()
                && b[j] == b' '
                && text[j..]
                    .trim_start()
                    .chars()
                    .next()
                    .is_some_and(|c| c.is_uppercase() || !c.is_alphabetic())
            {
                out.push(start..j);
                start = j + 1;
                i = j;
            }
        }
        i += 1;
    }
    if start < text.len() {
        out.push(start..text.len());
    }
    out
}
