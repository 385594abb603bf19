//! Symbols of the fonts that have codes of their own.

/// What `w:sym` shows: the character `code` (hexadecimal) of `font`. A space where nobody knows, so that the words
/// around it stay apart.
pub(super) fn meant(font: &str, code: &str) -> char {
    let Ok(code) = u32::from_str_radix(code.trim(), 16) else {
        return ' ';
    };
    // Symbol fonts live in the private use area, their own code in the last byte.
    let private = (0xF000..=0xF0FF).contains(&code);
    let byte = code & 0xFF;
    let font = font.to_ascii_lowercase();
    if font.starts_with("wingdings") {
        return match byte {
            0x6C | 0x9F => '●',
            0x6E | 0xA7 => '▪',
            0x6F | 0x70 | 0x71 | 0xA8 => '☐',
            0x76 => '❖',
            0xD8 => '➢',
            0xDF => '←',
            0xE0 | 0xE8 | 0xF0 => '→',
            0xFB | 0xFD => '☒',
            0xFC => '✓',
            0xFE => '☑',
            _ => ' ',
        };
    }
    if font == "symbol" {
        return match byte {
            0x2D => '−',
            0xA2 => '′',
            0xA3 => '≤',
            0xB0 => '°',
            0xB1 => '±',
            0xB3 => '≥',
            0xB7 => '•',
            0xB9 => '≠',
            0xBE => '—',
            0xD2 => '®',
            0xD3 => '©',
            0xD4 => '™',
            0x20..=0x40 => char::from_u32(byte).unwrap_or(' '),
            _ => ' ',
        };
    }
    let code = if private { byte } else { code };
    char::from_u32(code)
        .filter(|c| !c.is_control())
        .unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn known_symbols_are_read_and_others_part_words() {
        assert_eq!(meant("Symbol", "F0B7"), '•');
        assert_eq!(meant("Wingdings", "F0A8"), '☐');
        assert_eq!(meant("Calibri", "00E9"), 'é');
        assert_eq!(meant("Webdings", "zz"), ' ');
    }
}
