//! From labelled sentences to a [`Model`].
//!
//! The same sentences in the same order give the same bytes. Every fifth document in turn is left out once, so that the
//! measures and the calibration speak of text that the weights have not seen.

mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    features::{Features, Sentence, Sort},
    model::{Head, Model},
    solve::{Row, calibrate, dot, logistic, solve},
    vectors::Vectors,
};
use table::{Column, Table, rarity, rarity_of_unseen, single};

/// Families that a model can hold: labels are bits.
const MOST_FAMILIES: usize = 32;
/// Times that the documents are parted to measure on unseen ones.
const FOLDS: u32 = 5;

/// What is known of a sentence, a bit for each family in the trainer's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// Families that it is a fault of.
    pub faults: u32,
    /// Families that nobody is sure about: it teaches nothing of them.
    pub unsure: u32,
    /// Families of which a rule holds in it.
    pub reached: u32,
    /// What must stay together when text is left out to measure on: a passage, all manuals of an institution.
    pub document: u32,
}

/// How training goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Training {
    /// What a wrong sentence costs against large weights.
    pub cost: f64,
    /// Features that stand in fewer sentences are not kept.
    pub least: u32,
    /// Features kept, at most: a file has a byte for each family and five more for every one.
    pub most: usize,
}

impl Default for Training {
    fn default() -> Self {
        Self {
            cost: 20.0,
            least: 2,
            most: 70_000,
        }
    }
}

/// A sentence, judged by weights that had not seen its document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// Which sentence, counted from 0 as they were added.
    pub sentence: usize,
    /// How likely it was taken for a fault.
    pub probability: f32,
    /// Whether it is one.
    pub fault: bool,
    /// Whether a rule of the family holds in it.
    pub reached: bool,
}

/// How a family did on documents that its weights had not seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The family's name.
    pub family: String,
    /// Every sentence that was judged, in the order they were added.
    pub judged: Vec<Judged>,
}

impl Measure {
    /// Sentences raised, and how many of them rightly, at a probability of `least` or more.
    pub fn at(&self, least: f32) -> (usize, usize) {
        let raised = self.judged.iter().filter(|one| one.probability >= least);
        let right = raised.clone().filter(|one| one.fault).count();
        (raised.count(), right)
    }

    /// Sentences that are faults.
    pub fn faults(&self) -> usize {
        self.judged.iter().filter(|one| one.fault).count()
    }

    /// The mean precision over all recalls: 1 where every fault stands above every other sentence.
    pub fn average_precision(&self) -> f64 {
        let mut order: Vec<&Judged> = self.judged.iter().collect();
        order.sort_by(|one, other| other.probability.total_cmp(&one.probability));
        let (mut right, mut sum) = (0_u32, 0.0);
        for (above, one) in (1_u32..).zip(order) {
            if one.fault {
                right += 1;
                sum += f64::from(right) / f64::from(above);
            }
        }
        if right == 0 {
            0.0
        } else {
            sum / f64::from(right)
        }
    }
}

/// The features of a sentence, by sort.
type Sorts = Vec<(Sort, Vec<u32>)>;

/// Takes labelled sentences and makes a model of them.
#[derive(Debug)]
pub struct Trainer {
    families: Vec<String>,
    features: Features,
    sentences: Vec<(Sorts, Example)>,
    vectors: Vectors,
}

impl Trainer {
    /// A trainer for these families, at most 32; the rest are left out.
    pub fn new(families: impl IntoIterator<Item = String>) -> Self {
        Self {
            families: families.into_iter().take(MOST_FAMILIES).collect(),
            features: Features::default(),
            sentences: Vec::new(),
            vectors: Vectors::default(),
        }
    }

    /// Learn words by their kin, too: those that stand near them in `vectors`.
    #[must_use]
    pub fn with_vectors(mut self, vectors: Vectors) -> Self {
        self.vectors = vectors;
        self
    }

    /// The bit of a family in an [`Example`]; 0 where it is not learned.
    pub fn bit(&self, family: &str) -> u32 {
        let place = self.families.iter().position(|name| name == family);
        place.map_or(0, |place| 1 << place)
    }

    /// Take in a sentence.
    pub fn add(&mut self, sentence: &Sentence<'_>, example: Example) {
        self.features.read(sentence);
        let sorts = self.features.sorts();
        let sorts = sorts.map(|(sort, ids)| (sort, ids.to_vec())).collect();
        self.sentences.push((sorts, example));
    }

    /// What is known of each sentence, in the order they were added.
    pub fn examples(&self) -> impl Iterator<Item = Example> {
        self.sentences.iter().map(|(_, example)| *example)
    }

    /// How many sentences were taken in.
    pub fn len(&self) -> usize {
        self.sentences.len()
    }

    /// Whether there is nothing to learn from.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// Learn. The measures are of documents left out, in the order of families.
    pub fn train(&self, training: Training) -> (Model, Vec<Measure>) {
        let table = self.table(training);
        let rows: Vec<Row> = self
            .sentences
            .iter()
            .map(|(sorts, _)| table.row(sorts))
            .collect();
        let families: Vec<(usize, &String)> = self.families.iter().enumerate().collect();
        let learned: Vec<(Head, Column, Measure)> = families
            .par_iter()
            .map(|(place, name)| self.family(1 << place, name, &rows, &table, training.cost))
            .collect();
        let (mut heads, mut columns, mut measures) = (Vec::new(), Vec::new(), Vec::new());
        for (head, column, measure) in learned {
            heads.push(head);
            columns.push(column);
            measures.push(measure);
        }
        (table.model(heads, &columns, training.most), measures)
    }

    /// The weights of one family, and how it did on documents left out.
    fn family(
        &self,
        bit: u32,
        name: &str,
        rows: &[Row],
        table: &Table<'_>,
        cost: f64,
    ) -> (Head, Column, Measure) {
        let left_out = self.left_out(rows, bit, table, cost);
        let (slope, offset) = calibrate(&left_out);
        let all = self.known(rows, bit, |_| true);
        let solved = solve(&all, table.width(), cost);
        let constant = solved.last().copied().unwrap_or(0.0);
        let weights = table.unfolded(&solved);
        let largest = weights.iter().fold(0.0_f64, |most, w| most.max(w.abs()));
        let head = Head {
            name: name.to_owned(),
            scale: single(largest / 127.0),
            constant: single(constant),
            slope: single(slope),
            offset: single(offset),
        };
        let known = (0..)
            .zip(&self.sentences)
            .filter(|(_, (_, example))| example.unsure & bit == 0);
        let judged = known
            .zip(&left_out)
            .map(|((sentence, (_, example)), (score, fault))| Judged {
                sentence,
                probability: single(logistic(slope * score + offset)),
                fault: *fault,
                reached: example.reached & bit != 0,
            });
        let measure = Measure {
            family: name.to_owned(),
            judged: judged.collect(),
        };
        (head, (weights, largest), measure)
    }

    /// Rows whose label for `bit` is known, of the documents that `wanted` says.
    fn known<'a>(
        &self,
        rows: &'a [Row],
        bit: u32,
        wanted: impl Fn(u32) -> bool,
    ) -> Vec<(&'a Row, bool)> {
        let pairs = rows.iter().zip(&self.sentences);
        pairs
            .filter(|(_, (_, example))| example.unsure & bit == 0 && wanted(example.document))
            .map(|(row, (_, example))| (row, example.faults & bit != 0))
            .collect()
    }

    /// Score and truth of every row, by weights that have not seen its document.
    fn left_out(&self, rows: &[Row], bit: u32, table: &Table<'_>, cost: f64) -> Vec<(f64, bool)> {
        let mut by_fold = Vec::new();
        for fold in 0..FOLDS {
            let seen = self.known(rows, bit, |document| document % FOLDS != fold);
            by_fold.push(solve(&seen, table.width(), cost));
        }
        let mut out = Vec::new();
        for (row, (_, example)) in rows.iter().zip(&self.sentences) {
            let weights = by_fold.get((example.document % FOLDS) as usize);
            if let Some(weights) = weights
                && example.unsure & bit == 0
            {
                out.push((dot(weights, row), example.faults & bit != 0));
            }
        }
        out
    }

    fn table(&self, training: Training) -> Table<'_> {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        let mut kin: BTreeMap<u32, u32> = BTreeMap::new();
        for (sort, ids) in self.sentences.iter().flat_map(|(sorts, _)| sorts) {
            let counts = match sort {
                Sort::Kin => &mut kin,
                _ => &mut counts,
            };
            for id in ids {
                *counts.entry(*id).or_default() += 1;
            }
        }
        let count = u32::try_from(self.sentences.len()).unwrap_or(u32::MAX);
        let kept = counts.into_iter().filter(|(_, n)| *n >= training.least);
        let (ids, rarity_of_ids): (Vec<u32>, _) =
            kept.map(|(id, n)| (id, rarity(n, count))).unzip();
        let points = self.vectors.of.iter();
        let points = points.filter(|(id, _)| ids.binary_search(id).is_err());
        let points = points.map(|(id, point)| {
            let n = kin.get(id).copied().unwrap_or(1);
            (*id, (rarity(n, count), point.as_slice()))
        });
        Table {
            points: points.collect(),
            width: self.vectors.width,
            ids,
            rarity: rarity_of_ids,
            unseen: rarity_of_unseen(count),
        }
    }
}
