//! Features as a trainer sees them: how rare each is, sentences as numbers, and weights as a model keeps them.

use std::{borrow::Cow, collections::BTreeMap};

use super::super::{
    features::Sort,
    model::{Head, Ids, Model, RARITY_STEPS},
    solve::Row,
};

/// How rare a feature of `n` sentences among `count` is, in steps.
pub(super) fn rarity(n: u32, count: u32) -> u8 {
    let rarity = (f64::from(count) + 1.0) / (f64::from(n) + 1.0);
    let steps = (rarity.ln() * f64::from(RARITY_STEPS))
        .round()
        .clamp(1.0, 255.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a byte"
    )]
    {
        steps as u8
    }
}

pub(super) fn rarity_of_unseen(count: u32) -> u8 {
    rarity(1, count)
}

#[expect(clippy::cast_possible_truncation, reason = "weights need few digits")]
pub(super) fn single(number: f64) -> f32 {
    number as f32
}

/// The weights of a family, feature by feature, and the largest of them.
pub(super) type Column = (Vec<f64>, f64);

/// The features that are kept.
pub(super) struct Table<'a> {
    /// Ascending.
    pub(super) ids: Vec<u32>,
    pub(super) rarity: Vec<u8>,
    /// Words that are known by their kin: how rare each is and where it stands.
    pub(super) points: BTreeMap<u32, (u8, &'a [f32])>,
    /// Numbers of a point.
    pub(super) width: usize,
    pub(super) unseen: u8,
}

impl Table<'_> {
    /// Weights that are solved for: features, the numbers of a point, the constant.
    pub(super) fn width(&self) -> usize {
        self.ids.len() + self.width + 1
    }

    /// A sentence as numbers: each sort brought to its length, then the constant.
    pub(super) fn row(&self, sorts: &[(Sort, Vec<u32>)]) -> Row {
        let mut row = Row::new();
        for (sort, ids) in sorts {
            let from = row.len();
            let square = match sort {
                Sort::Kin => self.point(ids, &mut row),
                _ => self.features(ids, &mut row),
            };
            if square > 0.0 {
                let scale = sort.length() / square.sqrt();
                for (_, x) in row.iter_mut().skip(from) {
                    *x *= scale;
                }
            }
        }
        row.push((number(self.ids.len() + self.width), 1.0));
        row
    }

    /// Add features to `row`, each as rare as it is; returns the square of their length.
    fn features(&self, ids: &[u32], row: &mut Row) -> f32 {
        let mut square = 0.0_f32;
        for id in ids {
            let found = self.ids.binary_search(id).ok();
            let steps = found.and_then(|at| self.rarity.get(at).copied());
            let rarity = f32::from(steps.unwrap_or(self.unseen)) / RARITY_STEPS;
            square += rarity * rarity;
            if let Some(at) = found {
                row.push((number(at), rarity));
            }
        }
        square
    }

    /// Add the point between those of the words to `row`; returns the square of their rarity.
    fn point(&self, ids: &[u32], row: &mut Row) -> f32 {
        let mut square = 0.0_f32;
        let mut sum = vec![0.0_f32; self.width];
        for id in ids {
            let known = self.points.get(id);
            let steps = known.map_or(self.unseen, |(steps, _)| *steps);
            let rarity = f32::from(steps) / RARITY_STEPS;
            square += rarity * rarity;
            if let Some((_, point)) = known {
                for (sum, x) in sum.iter_mut().zip(*point) {
                    *sum += rarity * x;
                }
            }
        }
        let first = self.ids.len();
        row.extend((first..).zip(sum).map(|(at, x)| (number(at), x)));
        square
    }

    /// What was solved for as a weight for every feature, then for every word that is known by its kin.
    pub(super) fn unfolded(&self, solved: &[f64]) -> Vec<f64> {
        let (features, rest) = solved.split_at(self.ids.len().min(solved.len()));
        let along = |point: &[f32]| -> f64 {
            let pairs = point.iter().zip(rest);
            pairs.map(|(x, weight)| f64::from(*x) * weight).sum()
        };
        let words = self.points.values().map(|(_, point)| along(point));
        features.iter().copied().chain(words).collect()
    }

    /// The model with the weights of each family, the `most` heaviest features kept.
    pub(super) fn model(self, heads: Vec<Head>, columns: &[Column], most: usize) -> Model {
        let quantised = |at: usize| -> Vec<i8> {
            let of = |(weights, largest): &Column| {
                let weight = weights.get(at).copied().unwrap_or(0.0);
                let share = if *largest > 0.0 {
                    weight / largest
                } else {
                    0.0
                };
                #[expect(clippy::cast_possible_truncation, reason = "a share times 127 fits")]
                {
                    (share * 127.0).round() as i8
                }
            };
            columns.iter().map(of).collect()
        };
        let features = self.ids.iter().copied().zip(self.rarity.iter().copied());
        let words = self.points.iter().map(|(id, (rarity, _))| (*id, *rarity));
        let mut kept: Vec<(u32, u32, u8, Vec<i8>)> = (0..)
            .zip(features.chain(words))
            .map(|(at, (id, rarity))| {
                let weights = quantised(at);
                let heaviest = weights.iter().map(|w| u32::from(w.unsigned_abs())).max();
                let heft = heaviest.unwrap_or(0) * u32::from(rarity);
                (heft, id, rarity, weights)
            })
            .filter(|(heft, ..)| *heft > 0)
            .collect();
        kept.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        kept.truncate(most);
        kept.sort_by_key(|(_, id, ..)| *id);
        let weights = kept.iter().flat_map(|(.., weights)| weights);
        Model {
            heads,
            unseen: self.unseen,
            ids: Ids::new(kept.iter().map(|(_, id, ..)| *id).collect()),
            rarity: Cow::Owned(kept.iter().map(|(_, _, rarity, _)| *rarity).collect()),
            weights: Cow::Owned(weights.map(|weight| weight.cast_unsigned()).collect()),
        }
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).expect("features are numbered in 32 bits")
}
