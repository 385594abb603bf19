//! A stretch of a document's text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Bytes `start..end` of a document's text, half open, on character boundaries.
///
/// Nothing else points at words. Bytes of the *file* are a `Range<u32>` and come only from the document itself.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span `start..end`.
    pub fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end, "a span runs forward");
        Self { start, end }
    }

    /// The span of a `usize` range. A document's text is shorter than 4 GiB: the reader refuses longer files.
    pub fn from_range(range: Range<usize>) -> Self {
        let start = u32::try_from(range.start).expect("text is shorter than 4 GiB");
        let end = u32::try_from(range.end).expect("text is shorter than 4 GiB");
        Self::new(start, end)
    }

    /// The same as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two share a byte.
    pub fn meets(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies within.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}
