//! Weights from labelled pairs: `cargo run --release -p sayso-incidents --example fit [COUNT [SEED [GOLD READINGS ...]]] > weights.csv`.
//!
//! COUNT accounts are generated; GOLD and READINGS are as for the example `coreference`, as many sets as are wanted.

#![allow(clippy::print_stdout, reason = "an example that prints a table")]

#[path = "../tests/generate/mod.rs"]
mod generate;
mod gold;
mod regression;

use std::collections::{BTreeSet, HashMap};

use gold::{Document, Known};
use regression::{Example, Features};
use sayso::record::Reading;
use sayso_incidents::{Account, AccountId, Days, Merger};

/// How strongly weights are held where they stand.
const PULL: f64 = 5.0;
/// Every so many-th generated account gives its pairs.
const EACH: usize = 10;
/// All generated pairs together count as much as so many real ones.
const WORTH: f64 = 20_000.0;
/// All pairs of accounts made for people's mentions together count as much as so many of the reader's own.
const WORTH_GIVEN: f64 = 10_000.0;
/// A topic's pairs weigh by this power of their number: they grow by the square of its accounts, and teach no more by that.
const TOPIC: f64 = 0.2;
/// So much is taken from what every pair begins with: what is wrongly joined is worse than what is missed.
const CAREFUL: f64 = 0.3;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|number| number.parse::<usize>().ok());
    let mut examples = generated(number(0).unwrap_or(100_000), number(1).unwrap_or(7) as u64);
    for set in arguments.get(2..).unwrap_or_default().chunks_exact(2) {
        let documents = gold::documents(&set[0], &set[1]);
        examples.extend(judged(gold::read(&documents, &mut |_| {})));
        let given = judged(given(&documents));
        let each = WORTH_GIVEN / given.len().max(1) as f64;
        examples.extend(given.into_iter().map(|(features, one, counts)| (features, one, counts * each)));
    }
    regression::print(&examples, PULL, CAREFUL);
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

/// An account for each of people's mentions.
fn given(documents: &[(Document, Reading)]) -> Vec<Known> {
    let given = gold::mentions::given(documents);
    let chains: Vec<&str> = documents
        .iter()
        .flat_map(|(document, _)| document.events())
        .map(|mention| mention.chain.as_str())
        .collect();
    let mut of: HashMap<AccountId, BTreeSet<String>> = HashMap::new();
    for (number, account) in &given.of {
        of.entry(*account).or_default().insert(chains[*number].to_owned());
    }
    let all = given.accounts.into_iter().flat_map(|(topic, accounts)| {
        accounts.into_iter().map(move |account| (topic.clone(), account)).collect::<Vec<_>>()
    });
    all.map(|(topic, account)| {
        let chains = of.get(&account.id()).cloned().unwrap_or_default();
        Known { account, topic, subtopic: None, chains }
    })
    .collect()
}

/// The pairs of one topic; others are told apart by anything. The sets keep no days of publication, so that `Friday` is nowhere:
/// days are left out.
fn judged(mut known: Vec<Known>) -> Vec<Example> {
    let features = Features::new();
    for one in &mut known {
        (one.account.days, one.account.published) = (Days::default(), None);
    }
    let pairs: Vec<_> = gold::pairs(&known).filter(|(a, b, one)| *one || a.topic == b.topic).collect();
    let mut of_topic: HashMap<&str, f64> = HashMap::new();
    pairs.iter().for_each(|(a, _, _)| *of_topic.entry(a.topic.as_str()).or_default() += 1.0);
    let each = |topic: &str| of_topic[topic].powf(TOPIC - 1.0);
    let rest: f64 = pairs.iter().map(|(a, _, _)| each(&a.topic)).sum::<f64>() / pairs.len().max(1) as f64;
    pairs
        .iter()
        .map(|(a, b, one)| (features.of(&a.account, &b.account), *one, each(&a.topic) / rest))
        .collect()
}
