//! Weights from labelled pairs: `cargo run --release -p sayso-incidents --example fit [COUNT [SEED [GOLD READINGS]]] > weights.csv`.
//!
//! COUNT accounts are generated; GOLD and READINGS are as for the example `coreference`.

#![allow(clippy::print_stdout, reason = "an example that prints a table")]

#[path = "../tests/generate/mod.rs"]
mod generate;
mod gold;
mod regression;

use std::collections::HashMap;

use regression::{Example, Features};
use sayso_incidents::{Account, AccountId, Days, Merger};

/// How strongly weights are held where they stand.
const PULL: f64 = 20.0;
/// Every so many-th generated account gives its pairs.
const EACH: usize = 10;
/// All generated pairs together count as much as so many real ones.
const WORTH: f64 = 20_000.0;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|number| number.parse::<usize>().ok());
    let mut examples = generated(number(0).unwrap_or(100_000), number(1).unwrap_or(7) as u64);
    if let [_, _, gold, readings] = &arguments[..] {
        examples.extend(judged(gold, readings));
    }
    regression::print(&examples, PULL);
}

/// The pairs that the merger compares.
fn generated(count: usize, seed: u64) -> Vec<Example> {
    let generated = generate::accounts(count, seed);
    let by_id: HashMap<AccountId, &(Account, u64)> =
        generated.iter().map(|truth| (truth.0.id(), truth)).collect();
    let mut merger = Merger::builtin();
    merger.add(generated.iter().map(|(account, _)| account));
    let features = Features::new();
    let mut examples = Vec::new();
    for (account, incident) in generated.iter().step_by(EACH) {
        for other in merger.compared_with(account.id()) {
            let (other, of) = by_id[&other];
            examples.push((features.of(account, other), of == incident, 1.0));
        }
    }
    let each = WORTH / examples.len().max(1) as f64;
    examples.iter_mut().for_each(|(_, _, counts)| *counts = each);
    examples
}

/// The pairs of one topic; others are told apart by anything. The sets keep no days of publication, so that `Friday` is nowhere:
/// days are left out.
fn judged(gold: &str, readings: &str) -> Vec<Example> {
    let features = Features::new();
    let mut known = gold::read(&gold::documents(gold, readings), &mut |_| {});
    for one in &mut known {
        (one.account.days, one.account.published) = (Days::default(), None);
    }
    gold::pairs(&known)
        .filter(|(a, b, one)| *one || a.topic == b.topic)
        .map(|(a, b, one)| (features.of(&a.account, &b.account), one, 1.0))
        .collect()
}
