//! Replacing stretches of a text.

use std::{error, fmt, ops::Range};

/// Put `with` in place of the bytes `range`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the file, half open, on character boundaries.
    pub range: Range<u32>,
    /// What stands there afterwards.
    pub with: String,
}

impl Edit {
    /// Replace `range`.
    pub fn replacement(range: Range<u32>, with: impl Into<String>) -> Self {
        Self {
            range,
            with: with.into(),
        }
    }

    /// Take `range` out.
    pub fn deletion(range: Range<u32>) -> Self {
        Self::replacement(range, "")
    }

    /// Put `with` before the byte at `at`.
    pub fn insertion(at: u32, with: impl Into<String>) -> Self {
        Self::replacement(at..at, with)
    }
}

/// Why edits could not be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// Two edits touch the same bytes, or are not in ascending order.
    Overlap,
    /// An edit reaches past the text, or cuts a character.
    OutOfBounds,
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Overlap => "two edits touch the same words",
            Self::OutOfBounds => "an edit reaches past the text",
        })
    }
}

impl error::Error for EditError {}

/// `text` with `edits` applied. They are in ascending order and do not overlap; bytes outside them stay as they are.
///
/// # Errors
/// When edits overlap, are out of order, or do not lie on characters of `text`.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let range = edit.range.start as usize..edit.range.end as usize;
        if range.start < done || range.end < range.start {
            return Err(EditError::Overlap);
        }
        let kept = text.get(done..range.start).ok_or(EditError::OutOfBounds)?;
        text.get(range.clone()).ok_or(EditError::OutOfBounds)?;
        out.push_str(kept);
        out.push_str(&edit.with);
        done = range.end;
    }
    out.push_str(text.get(done..).ok_or(EditError::OutOfBounds)?);
    Ok(out)
}

/// Where the byte `at` of a text is after `edits`, which are in ascending order; one that was replaced is where its
/// replacement ends.
pub fn moved(edits: &[Edit], at: u32) -> u32 {
    let before = edits.iter().take_while(|edit| edit.range.start < at);
    let grown = before.map(|edit| {
        let new = i64::try_from(edit.with.len()).unwrap_or(i64::MAX);
        new - i64::from(edit.range.end.min(at) - edit.range.start)
    });
    let moved = i64::from(at) + grown.sum::<i64>();
    u32::try_from(moved).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Edit, EditError, apply, moved};

    #[test]
    fn a_place_moves_with_what_stands_before_it() {
        let edits = [Edit::replacement(2..4, "xyz"), Edit::insertion(6, "!")];
        let places = [0, 2, 3, 4, 5, 6, 7].map(|at| moved(&edits, at));
        assert_eq!(places, [0, 2, 5, 5, 6, 7, 9]);
    }

    #[test]
    fn edits_replace_only_their_bytes() {
        let edits = [
            Edit::deletion(0..2),
            Edit::replacement(3..6, "b"),
            Edit::insertion(7, "!"),
        ];
        assert_eq!(apply("aa xxx y", &edits), Ok(" b !y".to_owned()));
    }

    #[test]
    fn overlaps_and_cut_characters_are_refused() {
        assert_eq!(
            apply("abc", &[Edit::deletion(0..2), Edit::deletion(1..3)]),
            Err(EditError::Overlap)
        );
        assert_eq!(
            apply("é", &[Edit::deletion(0..1)]),
            Err(EditError::OutOfBounds)
        );
        assert_eq!(
            apply("a", &[Edit::deletion(0..9)]),
            Err(EditError::OutOfBounds)
        );
    }
}
