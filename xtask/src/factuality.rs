//! `cargo xtask factuality-weights DATA [WEIGHTS]`: learns `data/judgment/factuality.csv`.
//!
//! DATA holds `factuality/*.jsonl`; WEIGHTS is a reader other than the built-in one. What is `certain` is learned on the train
//! parts of UW and MEANTIME, what has `happened` on that of UDS-IH2: multinomial logistic regressions over the seven
//! values from -3 to 3, a value between two counted as so much of either, with an L2 penalty, by gradient descent with Adam
//! (Kingma and Ba 2015). The model's head has seen these sentences too; it knows them hardly better than others (the
//! chore prints the error of both), so that its clues can be weighed on them. The row `choice` is set so that the macro F1 over
//! CT+, PR+ or PS+, CT- and Uu is best on the train part.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use sayso::Engine;
use sayso::edge::Codepoints;
use sayso::ingest::{Given, Limits, json_line};
use sayso::read::factuality;
use sayso::read::graph::Graph;
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A clue counts if so many examples have it.
const COMMON: usize = 25;
/// Strength of the penalty, against the mean loss of an example.
const PULL: f64 = 3e-4;
const STEPS: usize = 300;
const RATE: f64 = 0.1;

/// A target word: its clues by number, and its value.
struct Example {
    clues: Vec<(usize, f64)>,
    gold: f64,
}

type Named = (Vec<(String, f64)>, f64);
type Weights = Vec<[f64; 7]>;

#[expect(clippy::print_stdout, reason = "the chore's answer")]
pub(crate) fn learn(arguments: &[String]) -> Result<()> {
    let (data, engine) = match arguments {
        [data] => (Path::new(data), Engine::new()?),
        [data, weights] => (Path::new(data), Engine::new()?.with_weights(&std::fs::read(weights)?)?),
        _ => return Err("usage: cargo xtask factuality-weights DATA [WEIGHTS]".into()),
    };
    let mut table = "asks,clue,-3,-2,-1,0,1,2,3\n".to_owned();
    for (asks, train, dev) in [
        ("certain", ["uw-train", "meantime-train"].as_slice(), "uw-dev"),
        ("happened", ["uds-ih2-train"].as_slice(), "uds-ih2-dev"),
    ] {
        let mut named = Vec::new();
        for set in train {
            named.extend(examples(data, set, &engine)?);
        }
        let clues = common(&named);
        let train = numbered(&named, &clues);
        let dev = numbered(&examples(data, dev, &engine)?, &clues);
        let weights = fit(&train, clues.len());
        let choice = choice(&train, &weights);
        println!("{asks}: {} examples, {} clues", train.len(), clues.len());
        println!("  train {}", measures(&train, &weights, &choice));
        println!("  dev   {}", measures(&dev, &weights, &choice));
        rows(&mut table, asks, &clues, &weights, &choice)?;
    }
    Ok(std::fs::write("data/judgment/factuality.csv", table)?)
}

/// The clues and the value of each target of a set.
fn examples(data: &Path, set: &str, engine: &Engine) -> Result<Vec<Named>> {
    let mut out = Vec::new();
    for line in std::fs::read_to_string(data.join(format!("factuality/{set}.jsonl")))?.lines() {
        let record: Value = serde_json::from_str(line)?;
        let report = json_line(line.as_bytes(), &Given::default(), &Limits::default())?;
        let syntax = engine.model().annotate(&report);
        let graph = Graph::new(&report.text, &syntax, engine.tables());
        let codepoints = Codepoints::new(&report);
        let spans: Vec<_> = syntax.tokens.iter().map(|t| codepoints.span(t.range.clone())).collect();
        for target in record["targets"].as_array().into_iter().flatten() {
            let edge = |i: usize| target["span"][i].as_u64().unwrap_or_default() as usize;
            let Some(token) = spans.iter().position(|s| s.start < edge(1) && edge(0) < s.end) else {
                continue;
            };
            let gold = target["factuality"].as_f64().unwrap_or_default();
            out.push((factuality::clues(&graph, token), gold));
        }
    }
    Ok(out)
}

/// The clues that many examples have, in the order of their letters.
fn common(examples: &[Named]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (clue, _) in examples.iter().flat_map(|(clues, _)| clues) {
        *counts.entry(clue).or_default() += 1;
    }
    let mut out: Vec<String> =
        counts.into_iter().filter(|(_, n)| *n >= COMMON).map(|(clue, _)| clue.to_owned()).collect();
    out.sort_unstable();
    out
}

fn numbered(examples: &[Named], clues: &[String]) -> Vec<Example> {
    let number = |clue: &String| clues.binary_search(clue).ok();
    let known = |all: &[(String, f64)]| all.iter().filter_map(|(c, m)| Some((number(c)?, *m))).collect();
    examples.iter().map(|(clues, gold)| Example { clues: known(clues), gold: *gold }).collect()
}

/// How much of each of the seven values a number between two of them is.
fn parts(gold: f64) -> [f64; 7] {
    let place = (gold + 3.0).clamp(0.0, 6.0);
    let low = (place.floor() as usize).min(5);
    let mut out = [0.0; 7];
    out[low] = 1.0 - (place - low as f64);
    out[low + 1] = place - low as f64;
    out
}

fn probabilities(example: &Example, weights: &Weights) -> [f64; 7] {
    let mut sums = [0.0; 7];
    for &(clue, much) in &example.clues {
        sums.iter_mut().zip(weights[clue]).for_each(|(s, w)| *s += w * much);
    }
    let top = sums.iter().copied().fold(f64::MIN, f64::max);
    let odds = sums.map(|s| (s - top).exp());
    let all: f64 = odds.iter().sum();
    odds.map(|o| o / all)
}

/// Adam on the penalised mean loss, all examples at each step.
fn fit(examples: &[Example], clues: usize) -> Weights {
    let zero = || vec![[0.0; 7]; clues];
    let (mut weights, mut first, mut second) = (zero(), zero(), zero());
    for step in 1..=STEPS {
        let mut slope = zero();
        for example in examples {
            let (found, gold) = (probabilities(example, &weights), parts(example.gold));
            for &(clue, much) in &example.clues {
                for v in 0..7 {
                    slope[clue][v] += (found[v] - gold[v]) * much / examples.len() as f64;
                }
            }
        }
        let rate = RATE * (1.0 - step as f64 / (STEPS + 1) as f64);
        let (warm, warmer) = (1.0 - 0.9f64.powi(step as i32), 1.0 - 0.999f64.powi(step as i32));
        for clue in 0..clues {
            for v in 0..7 {
                let g = slope[clue][v] + PULL * weights[clue][v];
                first[clue][v] = 0.9 * first[clue][v] + 0.1 * g;
                second[clue][v] = 0.999 * second[clue][v] + 0.001 * g * g;
                weights[clue][v] -=
                    rate * (first[clue][v] / warm) / ((second[clue][v] / warmer).sqrt() + 1e-8);
            }
        }
    }
    weights
}

/// CT-, PR- or PS-, Uu, PR+ or PS+, CT+, by the places of the seven values.
const GROUPS: [usize; 7] = [0, 1, 1, 2, 3, 3, 4];

fn class(found: &[f64; 7], choice: &[f64; 5]) -> usize {
    let mut sums = [0.0; 5];
    found.iter().zip(GROUPS).for_each(|(p, g)| sums[g] += p * choice[g].exp());
    (0..5).fold(4, |best, g| if sums[g] > sums[best] { g } else { best })
}

fn gold_class(gold: f64) -> usize {
    GROUPS[(gold.round() + 3.0).clamp(0.0, 6.0) as usize]
}

/// Macro F1 over all groups but PR- or PS-.
fn macro_f1(pairs: impl Iterator<Item = (usize, usize)>) -> f64 {
    let mut counts = [[0usize; 3]; 5];
    for (gold, found) in pairs {
        counts[gold][0] += 1;
        counts[found][1] += 1;
        counts[gold][2] += usize::from(gold == found);
    }
    let f1 = |c: [usize; 3]| 2.0 * c[2] as f64 / (c[0] + c[1]).max(1) as f64;
    [0, 2, 3, 4].into_iter().map(|g| f1(counts[g])).sum::<f64>() / 4.0
}

/// What each group counts where one is chosen: a group after the other is raised or lowered while the macro F1 grows.
fn choice(examples: &[Example], weights: &Weights) -> [f64; 5] {
    let found: Vec<_> = examples.iter().map(|e| (gold_class(e.gold), probabilities(e, weights))).collect();
    let score = |choice: &[f64; 5]| macro_f1(found.iter().map(|(g, p)| (*g, class(p, choice))));
    let mut best = [0.0; 5];
    for step in [0.8, 0.4, 0.2, 0.1] {
        for _ in 0..4 {
            for group in 0..4 {
                for sign in [1.0, -1.0] {
                    let mut tried = best;
                    tried[group] += sign * step;
                    if score(&tried) > score(&best) {
                        best = tried;
                    }
                }
            }
        }
    }
    best
}

fn measures(examples: &[Example], weights: &Weights, choice: &[f64; 5]) -> String {
    let found: Vec<_> = examples.iter().map(|e| probabilities(e, weights)).collect();
    let mean = |p: &[f64; 7]| p.iter().zip(-3i8..=3).map(|(p, n)| p * f64::from(n)).sum::<f64>();
    let off = examples.iter().zip(&found).map(|(e, p)| (e.gold - mean(p)).abs()).sum::<f64>();
    let by = |choice: &[f64; 5]| {
        macro_f1(examples.iter().zip(&found).map(|(e, p)| (gold_class(e.gold), class(p, choice))))
    };
    format!(
        "mean absolute error {:.3}, macro F1 {:.3}, with the choice {:.3}",
        off / examples.len() as f64,
        by(&[0.0; 5]),
        by(choice)
    )
}

fn rows(
    table: &mut String,
    asks: &str,
    clues: &[String],
    weights: &Weights,
    choice: &[f64; 5],
) -> Result<()> {
    let mut row = |clue: &str, weights: [f64; 7]| -> Result<()> {
        let cells: Vec<String> = weights.iter().map(|w| format!("{w:.2}")).collect();
        let quoted = if clue.contains([',', '"']) {
            format!("\"{}\"", clue.replace('"', "\"\""))
        } else {
            clue.to_owned()
        };
        Ok(writeln!(table, "{asks},{quoted},{}", cells.join(","))?)
    };
    row("choice", GROUPS.map(|g| choice[g]))?;
    clues.iter().zip(weights).try_for_each(|(clue, w)| row(clue, *w))
}
