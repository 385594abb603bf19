//! What stands before a list item or a numbered heading, and what names a caption.

/// The start of a list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Bytes to leave out, the blank after it included.
    pub(super) len: u32,
    /// A sign, not a number or letter.
    pub(super) bullet: bool,
    /// A bracket closes it: "(a)", "2)".
    pub(super) bracketed: bool,
}

/// Signs that start list items. "-" and "–" count only with a blank after them.
const BULLETS: &str = "•◦▪▫■□●○‣⁃∙·➢➤►▶✓✔❖☐◆◇»*-–—";

/// The marker that `text` starts with.
pub(super) fn of(text: &str) -> Option<Marker> {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut chars = first.chars();
    let sign = chars.next()?;
    let len = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
    if BULLETS.contains(sign) {
        let alone = chars.as_str().is_empty();
        let dash = matches!(sign, '-' | '–' | '—' | '*' | '·' | '»');
        if alone && !rest.is_empty() {
            return Some(Marker {
                len: len(first.len() + 1),
                bullet: true,
                bracketed: false,
            });
        }
        if !alone && !dash {
            return Some(Marker {
                len: len(sign.len_utf8()),
                bullet: true,
                bracketed: false,
            });
        }
        return None;
    }
    // Wingdings and Courier New have an "o" for a second-level bullet.
    if first == "o" && rest.starts_with(char::is_uppercase) {
        return Some(Marker {
            len: 2,
            bullet: true,
            bracketed: false,
        });
    }
    if rest.is_empty() {
        return None;
    }
    let open = first.starts_with(['(', '[']);
    let bracketed = first.ends_with([')', ']']);
    let dotted = first.ends_with('.');
    if !bracketed && !dotted {
        // "2.1 Staff must": a number of at least two parts needs no dot at its end.
        return (depth(first) >= 2).then_some(Marker {
            len: len(first.len() + 1),
            bullet: false,
            bracketed: false,
        });
    }
    if open && !bracketed {
        return None;
    }
    let body = first.trim_matches(['(', '[', ')', ']', '.', ':']);
    let number = !body.is_empty()
        && body.len() <= 12
        && body.split('.').all(|part| {
            // Three digits in brackets are a telephone's area, not a list's hundredth item.
            !part.is_empty() && part.len() <= 2 && part.chars().all(|c| c.is_ascii_digit())
        });
    let letter = body.len() == 1 && body.chars().all(|c| c.is_ascii_alphabetic());
    let roman = body.len() <= 5
        && !body.is_empty()
        && (body.chars().all(|c| "ivx".contains(c)) || body.chars().all(|c| "IVX".contains(c)));
    (number || letter || roman).then_some(Marker {
        len: len(first.len() + 1),
        bullet: false,
        bracketed,
    })
}

/// How many parts the number at the start of a heading has: 2 for "3.1 Hiring", 0 for none.
pub(super) fn depth(text: &str) -> u8 {
    let first = text.split_whitespace().next().unwrap_or_default();
    let number = first.trim_end_matches(['.', ')', ':']);
    let parts: Vec<&str> = number.split('.').collect();
    let numbered = parts.iter().all(|part| {
        !part.is_empty() && part.len() <= 2 && part.chars().all(|c| c.is_ascii_digit())
    });
    if numbered {
        u8::try_from(parts.len()).unwrap_or(u8::MAX)
    } else {
        0
    }
}

/// Whether a paragraph is the caption of a figure or table.
pub(super) fn is_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let what = words.next().unwrap_or_default();
    let number = words.next().unwrap_or_default();
    matches!(what, "Figure" | "Fig." | "Table" | "Chart" | "Exhibit")
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.ends_with([':', '.'])
}

#[cfg(test)]
mod tests {
    use super::{depth, is_caption, of};

    #[test]
    fn markers_are_told_from_words() {
        for (text, rest) in [
            ("• Staff", "Staff"),
            ("•Staff", "Staff"),
            ("- Staff", "Staff"),
            ("(a) Staff", "Staff"),
            ("iv) Staff", "Staff"),
            ("3. Staff", "Staff"),
            ("2.1 Staff", "Staff"),
            ("o Staff", "Staff"),
        ] {
            let marker = of(text).unwrap();
            assert_eq!(text.get(marker.len as usize..), Some(rest), "{text}");
        }
        for text in [
            "-based work",
            "o clock",
            "A library",
            "e.g. this",
            "2021. ",
            "Mr. Doe",
            "12 days",
            "(530) 555-0100",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(
            (depth("3.1 Hiring"), depth("3. Hiring"), depth("Hiring")),
            (2, 1, 0)
        );
        assert!(is_caption("Table 2: Fees") && !is_caption("Table tennis"));
    }
}
