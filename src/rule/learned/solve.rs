//! Logistic regression with an L2 penalty, one family against the rest.
//!
//! Dual coordinate descent (Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression and maximum
//! entropy models", Machine Learning 85, 2011): one page, no step size to choose, and the same answer for the same input.

/// A sentence as a sparse vector: feature and value, the last being the constant.
pub(super) type Row = Vec<(u32, f32)>;

/// Rounds over all rows, at most.
const ROUNDS: usize = 100;
/// Where the gradient is small enough.
const ENOUGH: f64 = 0.005;

/// A source of numbers that is the same on every run (xorshift).
struct Dice(u64);

impl Dice {
    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits fit") % end
    }
}

/// Weights of `features` features that tell rows with `true` from the others. `cost` is how much a wrong row costs
/// against large weights.
pub(super) fn solve(rows: &[(&Row, bool)], features: usize, cost: f64) -> Vec<f64> {
    let mut weights = vec![0.0_f64; features];
    let squares: Vec<f64> = rows
        .iter()
        .map(|(row, _)| row.iter().map(|(_, x)| f64::from(*x) * f64::from(*x)).sum())
        .collect();
    let small = (0.001 * cost).min(1e-8);
    let mut alphas = vec![[small, cost - small]; rows.len()];
    for (row, label) in rows {
        add(&mut weights, row, small * sign(*label));
    }
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut inner_enough = 1e-2;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        let mut worst = 0.0_f64;
        let mut steps = 0_usize;
        for index in &order {
            let (Some((row, label)), Some(alpha), Some(square)) = (
                rows.get(*index),
                alphas.get_mut(*index),
                squares.get(*index),
            ) else {
                continue;
            };
            let slope = sign(*label) * dot(&weights, row);
            let turned = 0.5 * square * (alpha[1] - alpha[0]) + slope < 0.0;
            let (one, way) = if turned { (1, -1.0) } else { (0, 1.0) };
            let old = alpha[one];
            let mut new = if cost - old < 0.5 * cost {
                0.1 * old
            } else {
                old
            };
            let gradient =
                |new: f64| square * (new - old) + way * slope + (new / (cost - new)).ln();
            let mut pull = gradient(new);
            worst = worst.max(pull.abs());
            let mut inner = 0;
            while inner <= 100 && pull.abs() >= inner_enough {
                let bend = square + cost / (cost - new) / new;
                let tried = new - pull / bend;
                new = if tried <= 0.0 { 0.1 * new } else { tried };
                pull = gradient(new);
                inner += 1;
            }
            if inner > 0 {
                alpha[one] = new;
                alpha[1 - one] = cost - new;
                add(&mut weights, row, way * (new - old) * sign(*label));
            }
            steps += inner;
        }
        if worst < ENOUGH {
            break;
        }
        if steps <= rows.len() / 10 {
            inner_enough = (0.1 * inner_enough).max(1e-8);
        }
    }
    weights
}

fn sign(label: bool) -> f64 {
    if label { 1.0 } else { -1.0 }
}

/// The sum of weights times values.
pub(super) fn dot(weights: &[f64], row: &Row) -> f64 {
    row.iter()
        .map(|(feature, x)| weights.get(*feature as usize).copied().unwrap_or(0.0) * f64::from(*x))
        .sum()
}

fn add(weights: &mut [f64], row: &Row, by: f64) {
    for (feature, x) in row {
        if let Some(weight) = weights.get_mut(*feature as usize) {
            *weight += by * f64::from(*x);
        }
    }
}

/// Slope and offset that turn scores into probabilities (Platt's scaling, by Newton's method).
pub(super) fn calibrate(scores: &[(f64, bool)]) -> (f64, f64) {
    let (mut slope, mut offset) = (1.0_f64, 0.0_f64);
    for _ in 0..50 {
        // A weak pull towards the uncalibrated score keeps the answer finite where the labels part cleanly.
        let mut gradient = [(slope - 1.0) * 0.1, 0.0];
        let mut bend = [0.1, 0.0, 1e-6];
        for (score, label) in scores {
            let p = logistic(slope * score + offset);
            let error = p - f64::from(u8::from(*label));
            let spread = p * (1.0 - p);
            gradient[0] += error * score;
            gradient[1] += error;
            bend[0] += spread * score * score;
            bend[1] += spread * score;
            bend[2] += spread;
        }
        let determinant = bend[0] * bend[2] - bend[1] * bend[1];
        if determinant.abs() < 1e-12 {
            break;
        }
        let step = [
            (bend[2] * gradient[0] - bend[1] * gradient[1]) / determinant,
            (bend[0] * gradient[1] - bend[1] * gradient[0]) / determinant,
        ];
        slope -= step[0].clamp(-1.0, 1.0);
        offset -= step[1].clamp(-1.0, 1.0);
        if step[0].abs() + step[1].abs() < 1e-9 {
            break;
        }
    }
    (slope.max(0.05), offset)
}

/// The probability of a score.
pub(super) fn logistic(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_that_decides_gets_the_weight() {
        let yes: Row = vec![(0, 1.0), (1, 1.0), (2, 1.0)];
        let no: Row = vec![(1, 1.0), (2, 1.0)];
        let rows: Vec<(&Row, bool)> = (0..20)
            .map(|at| {
                if at % 2 == 0 {
                    (&yes, true)
                } else {
                    (&no, false)
                }
            })
            .collect();
        let weights = solve(&rows, 3, 10.0);
        assert!(weights[0] > 3.0, "{weights:?}");
        assert!(
            dot(&weights, &yes) > 1.0 && dot(&weights, &no) < -1.0,
            "{weights:?}"
        );
    }

    /// At the optimum of ½|w|² + C·Σ loss, w equals C·Σ (1 − p)·y·x: the answer is checked, not believed.
    #[test]
    fn the_answer_is_the_optimum() {
        let rows: Vec<(Row, bool)> = (0..60_u32)
            .map(|at| {
                let x = |step: u32| f32::from(u8::try_from(at * step % 17).expect("small")) / 17.0;
                (vec![(0, x(3)), (1, x(5)), (2, 1.0)], at * 7 % 11 < 5)
            })
            .collect();
        let lent: Vec<(&Row, bool)> = rows.iter().map(|(row, label)| (row, *label)).collect();
        let weights = solve(&lent, 3, 2.0);
        let mut pull = vec![0.0; 3];
        for (row, label) in &lent {
            let p = logistic(sign(*label) * dot(&weights, row));
            add(&mut pull, row, 2.0 * (1.0 - p) * sign(*label));
        }
        for (weight, pull) in weights.iter().zip(&pull) {
            assert!((weight - pull).abs() < 0.1, "{weights:?} {pull:?}");
        }
    }

    #[test]
    fn calibration_finds_the_rate() {
        let scores: Vec<(f64, bool)> = (0..1000).map(|at| (0.0, at % 4 == 0)).collect();
        let (slope, offset) = calibrate(&scores);
        let p = logistic(slope * 0.0 + offset);
        assert!((p - 0.25).abs() < 0.01, "{p}");
    }
}
