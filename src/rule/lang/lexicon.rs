//! The words that rules know, by number: found by one look into a table.

use serde::{Deserialize, Serialize};

/// Every word that a rule knows, and what it belongs to. Words are numbered from 2; 0 is any other word, 1 any number.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Lexicon {
    /// All words, one after the other.
    pub(crate) letters: String,
    /// Where each word ends in `letters`; words 0 and 1 are empty.
    pub(crate) ends: Vec<u32>,
    /// Open addressing by the hash of their letters; a power of two long; 0 is a free slot. Above the word's number
    /// stand the upper bits of its hash, so that letters are compared, nearly always, only where they are the same.
    pub(crate) table: Vec<u32>,
    /// Prefixes (`equit*`) sorted by their letters, with the word that stands for them.
    pub(crate) prefixes: Vec<(String, u32)>,
    /// First three letters that begin a prefix: bits by [`three`].
    pub(crate) prefix_starts: Vec<u64>,
}

/// The word that stands for every number that is not itself a word.
pub(crate) const NUMBER: u32 = 1;

/// Longest word that is looked up, in bytes; a longer one is no word of any rule.
pub(crate) const LONGEST: usize = 40;

/// A folded word in room that is zero behind it.
pub(crate) type Letters = [u8; LONGEST];

/// The room with `word` in it; `None` where it is too long for any rule.
pub(crate) fn letters(word: &[u8]) -> Option<Letters> {
    let mut room = [0; LONGEST];
    room.get_mut(..word.len())?.copy_from_slice(word);
    Some(room)
}

/// Hash of the first `len` letters, eight at a time. Both sides of the build use it.
#[inline]
pub(crate) fn hash(letters: &Letters, len: usize) -> u32 {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let (chunks, _) = letters.as_chunks::<8>();
    let mut hash = len as u64;
    for chunk in chunks.iter().take(len / 8 + 1) {
        hash = (hash ^ u64::from_le_bytes(*chunk)).wrapping_mul(MIX);
        hash ^= hash >> 32;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the low half is the hash")]
    {
        hash as u32
    }
}

/// Number of a word's first three bytes, below 32,768: its own where all are letters.
#[inline]
pub(crate) fn three(word: &[u8]) -> Option<usize> {
    match word {
        [a, b, c, ..] => {
            let fold = |byte: u8| usize::from(byte & 0x1f);
            Some(fold(*a) << 10 | fold(*b) << 5 | fold(*c))
        }
        _ => None,
    }
}

/// How many numbers [`three`] gives.
pub(crate) const THREES: usize = 1 << 15;

/// The bits of a slot that hold a word's number: a million words.
pub(crate) const WORD: u32 = (1 << 20) - 1;

impl Lexicon {
    /// The letters of a word.
    pub(crate) fn word(&self, id: u32) -> &str {
        self.letters.get(self.place(id)).unwrap_or_default()
    }

    /// Where the letters of a word stand.
    #[inline]
    fn place(&self, id: u32) -> std::ops::Range<usize> {
        let start = (id as usize)
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(id as usize).copied().unwrap_or(start);
        start as usize..end as usize
    }

    /// The number of a folded word; 0 where no rule knows it.
    pub(crate) fn find(&self, word: &[u8]) -> u32 {
        letters(word).map_or(0, |room| self.find_in(&room, word.len()))
    }

    /// The number of the word that is the first `len` letters.
    #[inline]
    pub(crate) fn find_in(&self, letters: &Letters, len: usize) -> u32 {
        let hash = hash(letters, len);
        let word = letters.get(..len).unwrap_or_default();
        let mask = self.table.len().wrapping_sub(1);
        let mut slot = hash as usize & mask;
        while let Some(&entry) = self.table.get(slot) {
            if entry == 0 {
                break;
            }
            if (entry ^ hash) & !WORD == 0 {
                let id = entry & WORD;
                if self.letters.as_bytes().get(self.place(id)) == Some(word) {
                    return id;
                }
            }
            slot = (slot + 1) & mask;
        }
        self.find_prefix(word)
    }

    /// The longest prefix that `word` begins with.
    #[inline]
    fn find_prefix(&self, word: &[u8]) -> u32 {
        let Some(start) = three(word) else { return 0 };
        let bits = self.prefix_starts.get(start / 64).copied().unwrap_or(0);
        if bits >> (start % 64) & 1 == 0 {
            return 0;
        }
        let after = self
            .prefixes
            .partition_point(|(prefix, _)| prefix.as_bytes() <= word);
        // A prefix of `word` sorts at or before it, and every shorter one before the longer.
        let below = self.prefixes.get(..after).unwrap_or_default();
        below
            .iter()
            .rev()
            .take_while(|(prefix, _)| prefix.as_bytes().get(..3) == word.get(..3))
            .find(|(prefix, _)| word.starts_with(prefix.as_bytes()))
            .map_or(0, |(_, id)| *id)
    }
}
