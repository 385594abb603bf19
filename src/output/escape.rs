//! Text of a document as data in other languages: whatever it holds, it stays text.

use std::fmt::Write as _;

use super::clean::PICTURE;

/// `text` for an XML attribute or element. Characters that XML 1.0 cannot hold, and control characters, become
/// U+FFFD; an ellipsis stands for a picture or code.
pub(super) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // In an attribute a parser would fold these to a space.
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            PICTURE => out.push('…'),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

/// `path` as a relative URI reference: `/` stays, every other reserved or odd byte is percent-encoded.
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// `text` as the message of a GitHub workflow command.
pub(super) fn github_message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// `text` as a property of a GitHub workflow command.
pub(super) fn github_property(text: &str) -> String {
    let text = super::clean::text(text);
    github_message(&text)
        .replace(':', "%3A")
        .replace(',', "%2C")
}

/// `text` as words of a Markdown paragraph, on one line: nothing in it is markup, a link or a mention.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in super::clean::line(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A zero-width space keeps `@name` and `#1` from becoming a mention.
            '@' | '#' => {
                out.push(c);
                out.push('\u{200b}');
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '|' | '!' | '~' | '$' | ':' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{github_property, markdown, uri, xml};

    #[test]
    fn hostile_text_stays_text() {
        let hostile = "a%b\n::set-output name=x::y ]]> <i> @me [l](u) \u{1b}[31m é";
        assert_eq!(uri("a b/é#1.md"), "a%20b/%C3%A9%231.md");
        assert!(!github_property(hostile).contains(['\n', ':', ',']));
        assert!(!xml(hostile).contains(['<', '>', '\u{1b}', '\n']));
        assert!(!markdown(hostile).contains(['<', '\u{1b}', '\n']));
        assert!(!markdown(hostile).contains("](u)"));
    }
}
