//! Mending what some producers write against the standard, in memory and without moving a byte.

use std::borrow::Cow;

/// `bytes` with blanks between the keyword `stream` and its line end moved before the keyword.
///
/// ISO 32000-2, 7.3.8.1 allows only a line end there. Microsoft Reporting Services writes a blank, and the whole stream
/// (a page's text) would be lost. The length stays the same, so every offset in the file still holds.
pub(super) fn stream_keywords(bytes: &[u8]) -> Cow<'_, [u8]> {
    const KEYWORD: &[u8] = b"stream";
    let mut mended = Cow::Borrowed(bytes);
    let mut at = 0;
    while let Some(found) = find(bytes, KEYWORD, at) {
        let after = found + KEYWORD.len();
        at = after;
        let blanks = bytes
            .get(after..)
            .unwrap_or_default()
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        let line_end = bytes.get(after + blanks);
        let before = bytes.get(..found).unwrap_or_default().trim_ascii_end();
        if blanks > 0 && matches!(line_end, Some(b'\r' | b'\n')) && before.ends_with(b">>") {
            let place = mended.to_mut().get_mut(found..after + blanks);
            let place = place.expect("the keyword and its blanks lie in the file");
            place.rotate_right(blanks);
        }
    }
    mended
}

/// The first place of `needle` in `bytes` at or after `from`.
fn find(bytes: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        let step = rest.iter().position(|byte| *byte == first)?;
        if rest.get(step..)?.starts_with(needle) {
            return Some(at + step);
        }
        at += step + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::stream_keywords;

    #[test]
    fn a_blank_after_the_keyword_moves_before_it_and_nothing_else_changes() {
        let bytes = b"<< /Length 3 >>\nstream \r\nabc\nendstream \nthe stream \n";
        let mended = stream_keywords(bytes);
        assert_eq!(
            mended.as_ref(),
            b"<< /Length 3 >>\n stream\r\nabc\nendstream \nthe stream \n".as_slice()
        );
        let sound = b"<< /Length 3 >>\nstream\nabc\nendstream".as_slice();
        assert!(matches!(
            stream_keywords(sound),
            std::borrow::Cow::Borrowed(_)
        ));
    }
}
