//! How a model stands in a file.

use std::{borrow::Cow, ops::Range};

use xxhash_rust::xxh3::xxh3_64;

use super::{Broken, Head, Ids, Model};

/// What a model file begins with; the last byte is the version of features and layout.
pub(super) const MAGIC: &[u8; 8] = b"EQLEARN\x01";

/// Where the parts of a model file stand.
pub(super) struct Layout {
    heads: Vec<Head>,
    unseen: u8,
    ids: Range<usize>,
    pub(super) rarity: Range<usize>,
    pub(super) weights: Range<usize>,
}

impl Layout {
    /// Find them.
    ///
    /// # Errors
    /// When the bytes are no model, one of another version, or damaged.
    pub(super) fn find(bytes: &[u8]) -> Result<Self, Broken> {
        let (magic, version) = (MAGIC.get(..7), MAGIC[7]);
        if bytes.get(..7) != magic {
            return Err(Broken::NotAModel);
        }
        match bytes.get(7) {
            Some(other) if *other != version => return Err(Broken::Version(*other)),
            Some(_) => {}
            None => return Err(Broken::Damaged),
        }
        let body = bytes.len().checked_sub(8).filter(|body| *body > 8);
        let (body, hash) = body
            .and_then(|at| bytes.split_at_checked(at))
            .ok_or(Broken::Damaged)?;
        if xxh3_64(body).to_le_bytes() != *hash {
            return Err(Broken::Damaged);
        }
        let mut cursor = Cursor { bytes: body, at: 8 };
        Self::parts(&mut cursor).ok_or(Broken::Damaged)
    }

    fn parts(cursor: &mut Cursor<'_>) -> Option<Self> {
        let families = cursor.byte()?;
        let mut heads = Vec::new();
        for _ in 0..families {
            let len = cursor.byte()?;
            let name = cursor.take(usize::from(len))?;
            heads.push(Head {
                name: std::str::from_utf8(name).ok()?.to_owned(),
                scale: cursor.number()?,
                constant: cursor.number()?,
                slope: cursor.number()?,
                offset: cursor.number()?,
            });
        }
        let unseen = cursor.byte()?;
        let count = usize::try_from(u32::from_le_bytes(cursor.four()?)).ok()?;
        let ids = cursor.range(count.checked_mul(4)?)?;
        let rarity = cursor.range(count)?;
        let weights = cursor.range(count.checked_mul(heads.len())?)?;
        (cursor.at == cursor.bytes.len()).then_some(Self {
            heads,
            unseen,
            ids,
            rarity,
            weights,
        })
    }

    /// The model that they make, with parts that are borrowed or owned.
    pub(super) fn model(
        self,
        bytes: &[u8],
        rarity: Cow<'static, [u8]>,
        weights: Cow<'static, [u8]>,
    ) -> Model {
        let (ids, _) = bytes.get(self.ids).unwrap_or_default().as_chunks::<4>();
        Model {
            heads: self.heads,
            unseen: self.unseen,
            ids: Ids::new(ids.iter().map(|id| u32::from_le_bytes(*id)).collect()),
            rarity,
            weights,
        }
    }
}

/// Bytes, read from the front.
struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn range(&mut self, len: usize) -> Option<Range<usize>> {
        let end = self
            .at
            .checked_add(len)
            .filter(|end| *end <= self.bytes.len())?;
        let range = self.at..end;
        self.at = end;
        Some(range)
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let range = self.range(len)?;
        self.bytes.get(range)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn four(&mut self) -> Option<[u8; 4]> {
        self.take(4)?.first_chunk().copied()
    }

    fn number(&mut self) -> Option<f32> {
        let number = f32::from_le_bytes(self.four()?);
        number.is_finite().then_some(number)
    }
}
