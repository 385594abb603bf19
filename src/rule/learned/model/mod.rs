//! A trained model: features, how rare each is, and its weight in each family.
//!
//! On disk: magic and version, the families with scale and calibration, then features by number with a byte of rarity
//! and a signed byte of weight for every family, then an XXH3 hash of it all. Little-endian throughout.

mod layout;

use std::{borrow::Cow, fmt, ops::Range};

use xxhash_rust::xxh3::xxh3_64;

use super::{
    features::{Features, Sentence, visit},
    solve::logistic,
};
use layout::{Layout, MAGIC};

/// Steps of rarity in one unit of it.
pub(super) const RARITY_STEPS: f32 = 20.0;

/// Why bytes are no model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// They do not begin like one.
    NotAModel,
    /// Another version of equilint wrote them.
    Version(u8),
    /// They are cut short or altered.
    Damaged,
}

impl fmt::Display for Broken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAModel => out.write_str("this is no model of equilint's"),
            Self::Version(version) => write!(
                out,
                "the model is of version {version}, and this equilint reads version {}; train it again",
                MAGIC[7]
            ),
            Self::Damaged => {
                out.write_str("the model is cut short or altered; copy or train it again")
            }
        }
    }
}

impl std::error::Error for Broken {}

/// What a family has of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Head {
    /// The family's name.
    pub(super) name: String,
    /// What a weight of 1 stands for.
    pub(super) scale: f32,
    /// The score of a sentence without features.
    pub(super) constant: f32,
    /// From scores to probabilities.
    pub(super) slope: f32,
    /// From scores to probabilities.
    pub(super) offset: f32,
}

/// The numbers of features, ascending. They are hashes, so they spread evenly: the upper bits of one tell nearly where it
/// stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ids {
    all: Vec<u32>,
    /// Where the numbers begin whose upper bits are 0, 1, … and, last, where they end.
    starts: Vec<u32>,
}

impl Ids {
    /// Bits that are not upper bits.
    const LOWER: u32 = 17;

    /// The numbers, ascending.
    pub(super) fn new(all: Vec<u32>) -> Self {
        let mut starts = Vec::with_capacity((1 << (32 - Self::LOWER)) + 1);
        for (at, id) in (0..).zip(&all) {
            starts.resize(starts.len().max((id >> Self::LOWER) as usize + 1), at);
        }
        let end = u32::try_from(all.len()).expect("features are numbered in 32 bits");
        starts.resize((1 << (32 - Self::LOWER)) + 1, end);
        Self { all, starts }
    }

    fn find(&self, id: u32) -> Option<usize> {
        let upper = (id >> Self::LOWER) as usize;
        let start = *self.starts.get(upper)? as usize;
        let end = *self.starts.get(upper + 1)? as usize;
        let here = self.all.get(start..end)?;
        here.binary_search(&id).ok().map(|at| start + at)
    }
}

/// The features of a sentence as a model has them.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Those that the model kept: which, and how rare each is.
    kept: Vec<(usize, f32)>,
    /// What each sort is multiplied with, and where it ends in `kept`.
    sorts: Vec<(f32, usize)>,
}

/// A linear model for every family.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub(super) heads: Vec<Head>,
    /// Rarity of a feature that was not kept.
    pub(super) unseen: u8,
    /// Features, ascending.
    pub(super) ids: Ids,
    /// A byte a feature.
    pub(super) rarity: Cow<'static, [u8]>,
    /// A signed byte a feature and family, feature by feature.
    pub(super) weights: Cow<'static, [u8]>,
}

impl Model {
    /// Read a model that lives as long as the program: the large parts are not copied.
    ///
    /// # Errors
    /// When the bytes are no model, one of another version, or damaged.
    pub fn embedded(bytes: &'static [u8]) -> Result<Self, Broken> {
        let layout = Layout::find(bytes)?;
        let part = |range: Range<usize>| {
            let part: &'static [u8] = bytes.get(range).unwrap_or_default();
            Cow::Borrowed(part)
        };
        let (rarity, weights) = (part(layout.rarity.clone()), part(layout.weights.clone()));
        Ok(layout.model(bytes, rarity, weights))
    }

    /// Read a model.
    ///
    /// # Errors
    /// When the bytes are no model, one of another version, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Broken> {
        let layout = Layout::find(bytes)?;
        let part = |range: Range<usize>| Cow::Owned(bytes.get(range).unwrap_or_default().to_vec());
        let (rarity, weights) = (part(layout.rarity.clone()), part(layout.weights.clone()));
        Ok(layout.model(bytes, rarity, weights))
    }

    /// The model as a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.push(u8::try_from(self.heads.len()).expect("training takes at most 32 families"));
        for head in &self.heads {
            let name = head.name.as_bytes();
            let name = name.get(..name.len().min(255)).unwrap_or_default();
            out.push(u8::try_from(name.len()).expect("cut to 255"));
            out.extend_from_slice(name);
            for number in [head.scale, head.constant, head.slope, head.offset] {
                out.extend_from_slice(&number.to_le_bytes());
            }
        }
        out.push(self.unseen);
        let count = u32::try_from(self.len()).expect("features are numbered in 32 bits");
        out.extend_from_slice(&count.to_le_bytes());
        for id in &self.ids.all {
            out.extend_from_slice(&id.to_le_bytes());
        }
        out.extend_from_slice(&self.rarity);
        out.extend_from_slice(&self.weights);
        let hash = xxh3_64(&out);
        out.extend_from_slice(&hash.to_le_bytes());
        out
    }

    /// The families it knows, in its own order.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.heads.iter().map(|head| head.name.as_str())
    }

    /// Which of its families is `name`: what [`Model::score`] asks for.
    pub fn family(&self, name: &str) -> Option<usize> {
        self.heads.iter().position(|head| head.name == name)
    }

    /// How many features have weights.
    pub fn len(&self) -> usize {
        self.ids.all.len()
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.ids.all.is_empty()
    }

    /// How likely a sentence is a fault of a family (by [`Model::family`]), from 0 to 1.
    pub fn score(&self, family: usize, features: &Features) -> f32 {
        self.likely(family, &self.look(features))
    }

    /// Look up the features of a sentence, for [`Model::likely`] to be asked of several families.
    pub fn look(&self, features: &Features) -> Look {
        let mut look = Look::default();
        for (sort, ids) in features.sorts() {
            let mut square = 0.0_f32;
            look.kept.reserve(ids.len());
            for id in ids {
                let found = self.find(*id);
                let rarity = self.rarity_of(found);
                square += rarity * rarity;
                look.kept.extend(found.map(|at| (at, rarity)));
            }
            if square > 0.0 {
                let scale = sort.length() / square.sqrt();
                look.sorts.push((scale, look.kept.len()));
            }
        }
        look
    }

    /// How likely the sentence of `look` is a fault of a family, from 0 to 1; 0 for a family that is not there.
    pub fn likely(&self, family: usize, look: &Look) -> f32 {
        let Some(head) = self.heads.get(family) else {
            return 0.0;
        };
        let width = self.heads.len();
        let (mut sum, mut start) = (0.0_f32, 0);
        for (scale, end) in &look.sorts {
            let mut own = 0.0_f32;
            for (at, rarity) in look.kept.get(start..*end).unwrap_or_default() {
                let weight = self.weights.get(at * width + family);
                own += rarity * weight.map_or(0.0, |weight| f32::from(weight.cast_signed()));
            }
            sum += scale * own;
            start = *end;
        }
        head.probability(head.constant + head.scale * sum)
    }

    /// How much each token of `sentence` speaks for the family (above 0) or against it, in units of the score.
    pub fn by_token(&self, family: usize, sentence: &Sentence<'_>) -> Vec<f32> {
        let mut out = vec![0.0_f32; sentence.tokens.len()];
        let Some(head) = self.heads.get(family) else {
            return out;
        };
        let mut features = Features::default();
        features.read(sentence);
        let mut scales = Vec::new();
        for (sort, ids) in features.sorts() {
            let squares = ids.iter().map(|id| self.rarity_of(self.find(*id)).powi(2));
            let square: f32 = squares.sum();
            scales.push(if square > 0.0 {
                sort.length() / square.sqrt()
            } else {
                0.0
            });
        }
        visit(sentence, &mut Vec::new(), |sort, id, tokens| {
            let Some(at) = self.find(id) else { return };
            let weight = self
                .row(at)
                .and_then(|row| row.get(family).copied())
                .map_or(0.0, |weight| f32::from(weight.cast_signed()));
            let scale = scales.get(sort as usize).copied().unwrap_or(0.0);
            let whole = weight * head.scale * scale * self.rarity_of(Some(at));
            #[expect(clippy::cast_precision_loss, reason = "few tokens")]
            let share = whole / tokens.len().max(1) as f32;
            for slot in out.get_mut(tokens).unwrap_or_default() {
                *slot += share;
            }
        });
        out
    }

    /// The words that weighed most for the family, strongest first; at most `most`.
    pub fn strongest(
        &self,
        family: usize,
        sentence: &Sentence<'_>,
        most: usize,
    ) -> Vec<(String, f32)> {
        let weights = self.by_token(family, sentence);
        let mut words: Vec<(String, f32)> = Vec::new();
        for (token, weight) in sentence.tokens.iter().zip(weights) {
            let said = token.starts_with(char::is_alphanumeric) && weight > 0.0;
            match words.iter_mut().find(|(word, _)| word == token) {
                Some((_, sum)) if said => *sum += weight,
                None if said => words.push(((*token).to_owned(), weight)),
                _ => {}
            }
        }
        words.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        words.truncate(most);
        words
    }

    /// The tokens that a finding should show: the window of at most `longest` tokens that speaks most for the family.
    pub fn window(&self, family: usize, sentence: &Sentence<'_>, longest: usize) -> Range<usize> {
        let weights = self.by_token(family, sentence);
        let mut best = (f32::NEG_INFINITY, 0..weights.len());
        for start in 0..weights.len() {
            let mut sum = 0.0;
            for (len, weight) in weights.iter().skip(start).take(longest).enumerate() {
                sum += weight;
                if sum > best.0 {
                    best = (sum, start..start + len + 1);
                }
            }
        }
        let word = |at: usize| {
            sentence
                .tokens
                .get(at)
                .is_some_and(|token| token.starts_with(char::is_alphanumeric))
        };
        let mut window = best.1;
        while window.len() > 1 && !word(window.start) {
            window.start += 1;
        }
        while window.len() > 1 && !word(window.end - 1) {
            window.end -= 1;
        }
        window
    }

    fn find(&self, id: u32) -> Option<usize> {
        self.ids.find(id)
    }

    fn rarity_of(&self, feature: Option<usize>) -> f32 {
        let steps = feature.and_then(|at| self.rarity.get(at).copied());
        f32::from(steps.unwrap_or(self.unseen)) / RARITY_STEPS
    }

    fn row(&self, at: usize) -> Option<&[u8]> {
        let width = self.heads.len();
        self.weights.get(at * width..(at + 1) * width)
    }
}

impl Head {
    fn probability(&self, score: f32) -> f32 {
        let score = f64::from(self.slope) * f64::from(score) + f64::from(self.offset);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a probability needs few digits"
        )]
        {
            logistic(score) as f32
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Model {
        Model {
            heads: vec![Head {
                name: "merit".to_owned(),
                scale: 0.1,
                constant: -1.0,
                slope: 1.0,
                offset: 0.0,
            }],
            unseen: 200,
            ids: Ids::new(vec![3, 9]),
            rarity: Cow::Owned(vec![40, 60]),
            weights: Cow::Owned(vec![5, 250]),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let model = small();
        assert_eq!(Model::from_bytes(&model.to_bytes()), Ok(model));
    }

    #[test]
    fn every_damaged_byte_and_every_cut_is_noticed() {
        let bytes = small().to_bytes();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 0x10;
            assert!(Model::from_bytes(&other).is_err(), "byte {at}");
            assert!(Model::from_bytes(&bytes[..at]).is_err(), "cut at {at}");
        }
        assert_eq!(Model::from_bytes(b"hello there"), Err(Broken::NotAModel));
    }

    #[test]
    fn another_version_says_so() {
        let mut bytes = small().to_bytes();
        bytes[7] = 9;
        let broken = Model::from_bytes(&bytes).unwrap_err();
        assert_eq!(broken, Broken::Version(9));
        assert!(broken.to_string().contains("train it again"), "{broken}");
    }

    /// A file that is whole but lies about its counts must not make room for them.
    #[test]
    fn counts_that_reach_past_the_end_are_damage() {
        let mut bytes = small().to_bytes();
        let count = 8 + 1 + 1 + 5 + 16 + 1;
        bytes[count..count + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        let body = bytes.len() - 8;
        let hash = xxh3_64(&bytes[..body]);
        bytes[body..].copy_from_slice(&hash.to_le_bytes());
        assert_eq!(Model::from_bytes(&bytes), Err(Broken::Damaged));
    }
}
