//! Characters as fonts and strings of a PDF have them → characters of prose.

/// Add `character` to `text` as prose has it: ligatures in letters, control characters as the mark of the unknown.
pub(super) fn push_folded(text: &mut String, character: char) {
    match character {
        '\u{fb00}' => text.push_str("ff"),
        '\u{fb01}' => text.push_str("fi"),
        '\u{fb02}' => text.push_str("fl"),
        '\u{fb03}' => text.push_str("ffi"),
        '\u{fb04}' => text.push_str("ffl"),
        '\u{fb05}' | '\u{fb06}' => text.push_str("st"),
        // Non-breaking and soft hyphens keep their meaning in `prose`.
        '\u{2010}' | '\u{2011}' => text.push('-'),
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}' => {}
        character if character.is_whitespace() => text.push(' '),
        // Symbol and Wingdings: private characters that stand for a bullet nearly always.
        '\u{f000}'..='\u{f0ff}' => text.push(symbol(character)),
        character if character.is_control() => text.push(char::REPLACEMENT_CHARACTER),
        character => text.push(character),
    }
}

/// What a private character of a symbol font shows.
fn symbol(character: char) -> char {
    match u32::from(character) & 0xff {
        0x20 => ' ',
        0x2d => '–',
        0xa8 | 0xfe | 0xfd | 0x6f | 0x71 | 0x72 => '☐',
        _ => '•',
    }
}

/// A text string of a PDF: UTF-16 or UTF-8 with a mark, else bytes that are nearly Latin-1.
pub(super) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest),
        _ => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
        }
    }
    .into_owned()
}
