//! Weights from labelled pairs: `cargo run --release -p sayso-incidents --example fit [COUNT [SEED]] > weights.csv`.
//!
//! A logistic regression over the pairs that the merger compares, by Newton's method, drawn towards the table as it stands:
//! where the data say nothing of a feature, its weight stays.

#![allow(clippy::print_stdout, reason = "an example that prints a table")]

#[path = "../tests/generate/mod.rs"]
mod generate;

use std::collections::HashMap;

use sayso_incidents::{Account, AccountId, Feature, Merger, Weights, compare};

/// How strongly weights are held where they stand.
const PULL: f64 = 20.0;
const STEPS: usize = 12;
/// Every so many-th account gives its pairs.
const EACH: usize = 10;

/// A pair: what it has of each feature, and whether it is one incident.
type Example = (Vec<(usize, f64)>, bool);

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|number| number.parse().ok());
    let count = numbers.next().unwrap_or(100_000);
    let seed = numbers.next().unwrap_or(7) as u64;
    let old = Weights::builtin();
    let prior: Vec<f64> = Feature::ALL.iter().map(|feature| f64::from(old.of(*feature))).collect();
    let examples = examples(count, seed);
    eprintln!(
        "{} pairs, {} of them of one incident",
        examples.len(),
        examples.iter().filter(|(_, one)| *one).count()
    );
    let weights = fit(&examples, &prior);
    println!("feature,weight");
    for (feature, weight) in Feature::ALL.iter().zip(weights) {
        println!("{},{weight:.3}", feature.name());
    }
}

fn examples(count: usize, seed: u64) -> Vec<Example> {
    let generated = generate::accounts(count, seed);
    let by_id: HashMap<AccountId, &(Account, u64)> =
        generated.iter().map(|truth| (truth.0.id(), truth)).collect();
    let mut merger = Merger::builtin();
    merger.add(generated.iter().map(|(account, _)| account));
    let ones = Weights::read(&ones()).expect("every feature has a weight of 1");
    let mut examples = Vec::new();
    for (account, incident) in generated.iter().step_by(EACH) {
        for other in merger.compared_with(account.id()) {
            let (other, of) = by_id[&other];
            let reasons = compare(account, other, &ones).reasons;
            let place =
                |name: &str| Feature::ALL.iter().position(|feature| feature.name() == name).unwrap_or(0);
            let values =
                reasons.iter().map(|reason| (place(&reason.feature), f64::from(reason.value))).collect();
            examples.push((values, of == incident));
        }
    }
    examples
}

fn ones() -> String {
    let rows = Feature::ALL.iter().map(|feature| format!("{},1\n", feature.name()));
    std::iter::once("feature,weight\n".to_owned()).chain(rows).collect()
}

fn fit(examples: &[Example], prior: &[f64]) -> Vec<f64> {
    let n = prior.len();
    let mut weights = prior.to_vec();
    let mut loss = cost(examples, prior, &weights);
    for step in 0..STEPS {
        let mut slope: Vec<f64> = (0..n).map(|at| PULL * (prior[at] - weights[at])).collect();
        let mut bend = vec![vec![0.0; n]; n];
        (0..n).for_each(|at| bend[at][at] = PULL);
        for (values, one) in examples {
            let chance = chance(values, &weights);
            for (at, value) in values {
                slope[*at] += (f64::from(u8::from(*one)) - chance) * value;
                for (other, with) in values {
                    bend[*at][*other] += chance * (1.0 - chance) * value * with;
                }
            }
        }
        let way = solve(bend, slope);
        // Newton's step may lead too far; half of it, and half of that, less so.
        let tries = (0..12).map(|halves| 0.5_f64.powi(halves)).map(|part| {
            let there: Vec<f64> = weights.iter().zip(&way).map(|(weight, way)| weight + part * way).collect();
            (cost(examples, prior, &there), there)
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

fn cost(examples: &[Example], prior: &[f64], weights: &[f64]) -> f64 {
    let pull: f64 = prior.iter().zip(weights).map(|(prior, weight)| (prior - weight).powi(2)).sum();
    let loss = examples.iter().map(|(values, one)| {
        let chance = chance(values, weights);
        -if *one { chance.max(1e-12).ln() } else { (1.0 - chance).max(1e-12).ln() }
    });
    loss.sum::<f64>() + PULL / 2.0 * pull
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
            for column in at..n {
                rows[below][column] -= factor * rows[at][column];
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
