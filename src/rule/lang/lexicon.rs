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
    /// The first sixteen letters of each word, as [`Letters`] has them: made by [`Lexicon::ready`].
    #[serde(skip)]
    heads: Vec<[u64; 2]>,
    /// The prefixes as words are compared with them: made by [`Lexicon::ready`].
    #[serde(skip)]
    beginnings: Beginnings,
}

/// Prefixes by their first three letters.
#[derive(Clone, Debug, Default)]
struct Beginnings {
    /// For each number of [`Lexicon::prefix_starts`], how many bits are set before it.
    ranks: Vec<u32>,
    /// For each bit that is set, where its prefixes end in `all`.
    ends: Vec<u32>,
    /// Of those with the same three letters the longer ones first, where one begins another.
    all: Vec<Beginning>,
}

/// A prefix of three letters or more.
#[derive(Clone, Copy, Debug)]
struct Beginning {
    /// Its first eight letters.
    head: u64,
    /// The bits of a word's first eight letters that are compared with them.
    mask: u64,
    /// The word that stands for it.
    word: u32,
    /// Whether it has more than eight letters.
    long: bool,
}

/// The word that stands for every number that is not itself a word.
pub(crate) const NUMBER: u32 = 1;

/// Longest word that is looked up, in bytes; a longer one is no word of any rule.
pub(crate) const LONGEST: usize = 40;

/// A folded word, eight letters a number from the lowest byte on, zero behind its end.
pub(crate) type Letters = [u64; LONGEST / 8];

/// `word` as numbers; `None` where it is too long for any rule.
pub(crate) fn letters(word: &[u8]) -> Option<Letters> {
    let mut room = Letters::default();
    if word.len() > LONGEST {
        return None;
    }
    for (chunk, number) in word.chunks(8).zip(&mut room) {
        let mut eight = [0; 8];
        eight.get_mut(..chunk.len())?.copy_from_slice(chunk);
        *number = u64::from_le_bytes(eight);
    }
    Some(room)
}

/// Hash of the first `len` letters. Both sides of the build use it.
#[inline]
pub(crate) fn hash(letters: &Letters, len: usize) -> u32 {
    let mut hash = len as u64;
    for eight in letters.iter().take(len.div_ceil(8)) {
        hash = mixed(hash, *eight);
    }
    #[expect(clippy::cast_possible_truncation, reason = "the low half is the hash")]
    {
        hash as u32
    }
}

/// The hash of what came before and eight letters more.
#[inline]
fn mixed(hash: u64, letters: u64) -> u64 {
    let hash = (hash ^ letters).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ hash >> 32
}

/// Number of the first three of so many letters, below [`THREES`].
#[inline]
pub(crate) fn three(letters: &Letters, len: usize) -> Option<usize> {
    let [first, ..] = letters;
    let fold = |at: u32| usize::try_from(first >> (8 * at) & 0x1f).unwrap_or(0);
    (len >= 3).then(|| fold(0) << 10 | fold(1) << 5 | fold(2))
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

    /// Make what is not stored: to be called once, before any word is looked up.
    pub(crate) fn ready(&mut self) {
        let head = |id: usize| {
            let word = self.word(u32::try_from(id).unwrap_or(0)).as_bytes();
            let head = letters(word.get(..16).unwrap_or(word)).unwrap_or_default();
            let [first, second, ..] = head;
            [first, second]
        };
        self.heads = (0..self.ends.len()).map(head).collect();
        self.beginnings = Beginnings::of(&self.prefixes, &self.prefix_starts);
    }

    /// The number of a folded word; 0 where no rule knows it.
    pub(crate) fn find(&self, word: &[u8]) -> u32 {
        letters(word).map_or(0, |letters| self.find_in(&letters, word.len()))
    }

    /// The number of the word that is the first `len` letters, at most [`LONGEST`].
    #[inline]
    pub(crate) fn find_in(&self, letters: &Letters, len: usize) -> u32 {
        let hash = hash(letters, len);
        let mask = self.table.len().wrapping_sub(1);
        let mut slot = hash as usize & mask;
        while let Some(&entry) = self.table.get(slot) {
            if entry == 0 {
                break;
            }
            if (entry ^ hash) & !WORD == 0 && self.is(entry & WORD, letters, len) {
                return entry & WORD;
            }
            slot = (slot + 1) & mask;
        }
        self.find_by_prefix(letters, len)
    }

    /// The same for a word of less than eight letters: nearly every word is one.
    #[inline]
    pub(crate) fn find_short(&self, letters: u64, len: usize) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "the low half is the hash")]
        let hash = mixed(len as u64, letters) as u32;
        let mask = self.table.len().wrapping_sub(1);
        let mut slot = hash as usize & mask;
        while let Some(&entry) = self.table.get(slot) {
            if entry == 0 {
                break;
            }
            let id = entry & WORD;
            // A head that ends in zero is the whole word.
            if (entry ^ hash) & !WORD == 0 && self.heads.get(id as usize) == Some(&[letters, 0]) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
        self.find_by_prefix(&[letters, 0, 0, 0, 0], len)
    }

    /// The word that stands for the longest prefix that the letters begin with; 0 where there is none.
    #[inline]
    fn find_by_prefix(&self, letters: &Letters, len: usize) -> u32 {
        let Some(start) = three(letters, len) else {
            return 0;
        };
        let bits = self.prefix_starts.get(start / 64).copied().unwrap_or(0);
        if bits >> (start % 64) & 1 == 0 {
            return 0;
        }
        let below = (bits & ((1 << (start % 64)) - 1)).count_ones();
        let all = self.beginnings.of_three(start / 64, below);
        let fits = |one: &&Beginning| {
            let [head, ..] = letters;
            head & one.mask == one.head && (!one.long || self.begins(letters, len, one.word))
        };
        all.iter().find(fits).map_or(0, |one| one.word)
    }

    /// Whether the first `len` letters begin with those of word `id`.
    fn begins(&self, letters: &Letters, len: usize, id: u32) -> bool {
        let letters = bytes(letters);
        let word = letters.get(..len).unwrap_or_default();
        word.starts_with(self.word(id).as_bytes())
    }

    /// Whether word `id` is the first `len` letters.
    #[inline]
    fn is(&self, id: u32, letters: &Letters, len: usize) -> bool {
        // A head that ends in zero is the whole word.
        self.heads.get(id as usize) == letters.first_chunk()
            && (len < 16
                || self.letters.as_bytes().get(self.place(id)) == bytes(letters).get(..len))
    }
}

impl Beginnings {
    /// `prefixes`, which are sorted; the bits of `starts` are set for their first three letters.
    fn of(prefixes: &[(String, u32)], starts: &[u64]) -> Self {
        let mut known = Vec::with_capacity(prefixes.len());
        // A prefix sorts before those that it begins.
        for (prefix, word) in prefixes.iter().rev() {
            let letters = letters(prefix.as_bytes()).unwrap_or_default();
            let [head, ..] = letters;
            let bits = prefix.len().min(8) * 8;
            let one = Beginning {
                head,
                mask: u64::MAX.checked_shr(64 - number_of(bits)).unwrap_or(0),
                word: *word,
                long: prefix.len() > 8,
            };
            known.extend(three(&letters, prefix.len()).map(|three| (three, one)));
        }
        known.sort_by_key(|(three, _)| *three);
        let ends = known.chunk_by(|(one, _), (next, _)| one == next);
        let ends = ends.scan(0, |end, same| {
            *end += number_of(same.len());
            Some(*end)
        });
        let ranks = starts.iter().scan(0, |before, bits| {
            let rank = *before;
            *before += bits.count_ones();
            Some(rank)
        });
        Self {
            ranks: ranks.collect(),
            ends: ends.collect(),
            all: known.into_iter().map(|(_, one)| one).collect(),
        }
    }

    /// Those whose first three letters are the bit of number `at` that has `below` bits below it.
    #[inline]
    fn of_three(&self, at: usize, below: u32) -> &[Beginning] {
        let rank = self.ranks.get(at).map_or(0, |rank| rank + below) as usize;
        let before = rank.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.copied().unwrap_or(0) as usize;
        let end = self.ends.get(rank).map_or(start, |end| *end as usize);
        self.all.get(start..end).unwrap_or_default()
    }
}

fn number_of(count: usize) -> u32 {
    u32::try_from(count).expect("a vocabulary has fewer words than 4 billion")
}

/// The letters, a byte each.
pub(crate) fn bytes(letters: &Letters) -> [u8; LONGEST] {
    let mut out = [0; LONGEST];
    let (eights, _) = out.as_chunks_mut::<8>();
    for (eight, number) in eights.iter_mut().zip(letters) {
        *eight = number.to_le_bytes();
    }
    out
}
