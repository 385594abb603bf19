//! Text of a document made safe to print: no control character of it reaches a terminal.

use std::borrow::Cow;

/// What stands for a picture, or a piece of code, among words ([`crate::document::PLACEHOLDER`]).
pub(super) const PICTURE: char = '\u{fffc}';

/// `text` with control and bidirectional control characters, other than line ends and tabs, each replaced by a visible
/// character of the same length in bytes, so that spans stay right. What stands for a picture or a piece of code in the
/// text of a document is an ellipsis for people.
pub fn text(text: &str) -> Cow<'_, str> {
    clean(text, |c| matches!(c, '\n' | '\t' | '\r'))
}

/// [`text()`] for what must stay on one line, such as a path: line ends and tabs are replaced too.
pub fn line(text: &str) -> Cow<'_, str> {
    clean(text, |_| false)
}

fn clean(text: &str, kept: impl Fn(char) -> bool) -> Cow<'_, str> {
    let harmful = |c: char| is_control(c) && !kept(c) || c == PICTURE;
    // Prose holds none of them, nearly always; bytes are quicker to ask than characters.
    let suspect = |byte: u8| !(0x20..0x7f).contains(&byte);
    if !text.bytes().any(suspect) || !text.contains(harmful) {
        return Cow::Borrowed(text);
    }
    let swap = |c: char| {
        if !harmful(c) {
            return c;
        }
        match c.len_utf8() {
            1 => '?',
            2 => '·',
            _ if c == PICTURE => '…',
            _ => '\u{fffd}',
        }
    };
    Cow::Owned(text.chars().map(swap).collect())
}

/// Whether `c` controls a terminal, or the direction or line of what follows.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::{line, text};

    #[test]
    fn control_characters_are_replaced_by_as_many_bytes() {
        let hostile = "a\u{1b}[31m\u{9b}b\u{202e}c\nd\té";
        let safe = text(hostile);
        assert_eq!(safe, "a?[31m·b\u{fffd}c\nd\té");
        assert_eq!(safe.len(), hostile.len());
        assert_eq!(line("a\nb\tc"), "a?b?c");
        assert_eq!(text(crate::document::PLACEHOLDER), "…");
    }
}
