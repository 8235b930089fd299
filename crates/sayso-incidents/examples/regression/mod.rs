//! A logistic regression by Newton's method, drawn towards the weights as they stand: where the data say nothing of a feature,
//! its weight stays.

use std::collections::HashMap;

use sayso_incidents::{Account, Feature, Weights, compare};

const STEPS: usize = 20;

/// A pair: what it has of each feature, whether it is one incident, and how much it counts.
pub(crate) type Example = (Vec<(usize, f64)>, bool, f64);

/// Compares accounts and tells what each pair has of each feature.
pub(crate) struct Features {
    ones: Weights,
    places: HashMap<&'static str, usize>,
}

impl Features {
    pub(crate) fn new() -> Self {
        let rows = Feature::ALL.iter().map(|feature| format!("{},1\n", feature.name()));
        let table: String = std::iter::once("feature,weight\n".to_owned()).chain(rows).collect();
        let ones = Weights::read(&table).expect("every feature has a weight of 1");
        Self {
            ones,
            places: Feature::ALL.iter().enumerate().map(|(at, feature)| (feature.name(), at)).collect(),
        }
    }

    pub(crate) fn of(&self, a: &Account, b: &Account) -> Vec<(usize, f64)> {
        let reasons = compare(a, b, &self.ones).reasons;
        reasons.iter().map(|reason| (self.places[reason.feature.as_str()], f64::from(reason.value))).collect()
    }
}

/// Prints the table that fits the examples best; `pull`: how strongly weights are held where they stand; `careful`: how much is
/// taken from what every pair begins with.
pub(crate) fn print(examples: &[Example], pull: f64, careful: f64) {
    let old = Weights::builtin();
    let prior: Vec<f64> = Feature::ALL.iter().map(|feature| f64::from(old.of(*feature))).collect();
    eprintln!(
        "{} pairs, {} of them of one incident",
        examples.len(),
        examples.iter().filter(|(_, one, _)| *one).count()
    );
    println!("feature,weight");
    for (feature, weight) in Feature::ALL.iter().zip(fit(examples, &prior, pull)) {
        let weight = if *feature == Feature::Bias { weight - careful } else { weight };
        println!("{},{weight:.3}", feature.name());
    }
}

fn fit(examples: &[Example], prior: &[f64], pull: f64) -> Vec<f64> {
    let n = prior.len();
    let mut weights = prior.to_vec();
    let mut loss = cost(examples, prior, &weights, pull);
    for step in 0..STEPS {
        let mut slope: Vec<f64> = (0..n).map(|at| pull * (prior[at] - weights[at])).collect();
        let mut bend = vec![vec![0.0; n]; n];
        (0..n).for_each(|at| bend[at][at] = pull);
        for (values, one, counts) in examples {
            let chance = chance(values, &weights);
            for (at, value) in values {
                slope[*at] += (f64::from(u8::from(*one)) - chance) * value * counts;
                for (other, with) in values {
                    bend[*at][*other] += chance * (1.0 - chance) * value * with * counts;
                }
            }
        }
        let way = solve(bend, slope);
        // Newton's step may lead too far; half of it, and half of that, less so.
        let tries = (0..12).map(|halves| 0.5_f64.powi(halves)).map(|part| {
            let there: Vec<f64> = weights.iter().zip(&way).map(|(weight, way)| weight + part * way).collect();
            (cost(examples, prior, &there, pull), there)
        });
        let Some((less, there)) = tries.into_iter().find(|(cost, _)| *cost < loss) else { break };
        (loss, weights) = (less, there);
        eprintln!("step {step}: {:.5} a pair", loss / examples.len() as f64);
    }
    weights
}

fn chance(values: &[(usize, f64)], weights: &[f64]) -> f64 {
    let odds: f64 = values.iter().map(|(at, value)| weights[*at] * value).sum();
    1.0 / (1.0 + (-odds).exp())
}

fn cost(examples: &[Example], prior: &[f64], weights: &[f64], hold: f64) -> f64 {
    let pull: f64 = prior.iter().zip(weights).map(|(prior, weight)| (prior - weight).powi(2)).sum();
    let loss = examples.iter().map(|(values, one, counts)| {
        let chance = chance(values, weights);
        -counts * if *one { chance.max(1e-12).ln() } else { (1.0 - chance).max(1e-12).ln() }
    });
    loss.sum::<f64>() + hold / 2.0 * pull
}

/// Solves a system of linear equations by elimination.
fn solve(mut rows: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for at in 0..n {
        let pivot = (at..n).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs())).unwrap_or(at);
        rows.swap(at, pivot);
        right.swap(at, pivot);
        for below in at + 1..n {
            let factor = rows[below][at] / rows[at][at];
            let (above, under) = rows.split_at_mut(below);
            for (value, over) in under[0][at..].iter_mut().zip(&above[at][at..]) {
                *value -= factor * over;
            }
            right[below] -= factor * right[at];
        }
    }
    for at in (0..n).rev() {
        let known: f64 = (at + 1..n).map(|column| rows[at][column] * right[column]).sum();
        right[at] = (right[at] - known) / rows[at][at];
    }
    right
}
