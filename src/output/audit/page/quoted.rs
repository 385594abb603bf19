//! What a page quotes of documents: how much, and made safe to stand beside our own words.

use crate::output::clean::PICTURE;

/// How much a page quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    /// Quotations of a cell.
    pub(super) quotes: usize,
    /// Characters of a quotation.
    pub(super) characters: usize,
    /// Rewrites of a finding.
    pub(super) rewrites: usize,
    /// Findings of a document.
    pub(super) findings: usize,
}

impl Room {
    /// From the widest to the tightest.
    pub(super) const ALL: [Self; 4] = [
        Self::new(2, 320, 2, usize::MAX),
        Self::new(1, 240, 1, 40),
        Self::new(1, 160, 1, 15),
        Self::new(1, 120, 0, 6),
    ];

    const fn new(quotes: usize, characters: usize, rewrites: usize, findings: usize) -> Self {
        Self {
            quotes,
            characters,
            rewrites,
            findings,
        }
    }

    /// Whether something may be left out that the widest shows.
    pub(super) fn is_tight(&self) -> bool {
        *self != Self::ALL[0]
    }

    /// `text`, clipped and safe to show.
    pub(super) fn quote(&self, text: &str) -> String {
        let text = shown(text);
        if text.chars().count() <= self.characters {
            return text;
        }
        let head: String = text.chars().take(self.characters - 1).collect();
        format!("{}…", head.trim_end())
    }
}

/// `text` without characters that reorder or hide what stands around them; an ellipsis stands for a picture or code.
pub(super) fn shown(text: &str) -> String {
    let plain = |letter: &char| {
        let turns = matches!(
            letter,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}'
        );
        !turns && (!letter.is_control() || letter.is_whitespace())
    };
    let seen = |letter| if letter == PICTURE { '…' } else { letter };
    text.chars().filter(plain).map(seen).collect()
}

#[cfg(test)]
mod tests {
    use super::{Room, shown};

    #[test]
    fn quotations_are_clipped_and_nothing_turns_the_text_around() {
        let room = Room::new(1, 5, 0, 0);
        assert_eq!(room.quote("äöüßé"), "äöüßé");
        assert_eq!(room.quote("äöü ßé"), "äöü…");
        assert_eq!(shown("a\u{202e}b\u{0}c\nd \u{fffc}"), "abc\nd …");
    }
}
