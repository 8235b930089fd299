//! The conditional logit (McFadden 1974) that `data/judgment/where.csv` is learned by.

use std::error::Error;
use std::fmt::Write as _;

use sayso::tables::{Clue, Clues};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const FOLDS: usize = 5;
/// Strength of the pull towards 0.
const PULL: f64 = 1e-4;
const STEPS: usize = 400;
const RATE: f64 = 0.08;

/// An event with what speaks for each place; the last is none.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) document: usize,
    pub(crate) clues: Vec<Clues>,
    pub(crate) right: Vec<bool>,
}

/// Learns the weights, prints how often they choose right, and writes them.
#[expect(clippy::print_stdout, reason = "the chore's answer")]
pub(crate) fn write(choices: &[Choice]) -> Result<()> {
    let mut held_out = Vec::new();
    for fold in 0..FOLDS {
        let (test, train): (Vec<&Choice>, Vec<&Choice>) =
            choices.iter().partition(|c| c.document % FOLDS == fold);
        let weights = fit(&train);
        held_out.extend(test.iter().map(|c| chosen(&weights, c)));
    }
    println!("places: {} events", choices.len());
    for floor in [0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] {
        let given: Vec<_> = held_out.iter().filter(|(p, _)| *p >= floor).collect();
        let right = given.iter().filter(|(_, right)| *right).count() as f64;
        println!(
            "from {floor:.1}: {:.1} % right of {:.1} % given",
            100.0 * right / given.len().max(1) as f64,
            100.0 * given.len() as f64 / held_out.len().max(1) as f64
        );
    }
    let weights = fit(&choices.iter().collect::<Vec<_>>());
    let mut table = "clue,weight\n".to_owned();
    for (clue, weight) in Clue::ALL.iter().zip(weights) {
        writeln!(table, "{},{weight:.3}", clue.name())?;
    }
    Ok(std::fs::write("data/judgment/where.csv", table)?)
}

/// The likeliest choice's probability and whether it is right.
fn chosen(weights: &Clues, choice: &Choice) -> (f64, bool) {
    let chances = chances(weights, choice);
    let best = (0..chances.len()).fold(0, |a, b| if chances[b] > chances[a] { b } else { a });
    (chances[best], choice.right[best])
}

fn chances(weights: &Clues, choice: &Choice) -> Vec<f64> {
    let score = |clues: &Clues| -> f64 { weights.iter().zip(clues).map(|(w, c)| w * c).sum() };
    let odds: Vec<f64> = choice.clues.iter().map(score).collect();
    let most = odds.iter().copied().fold(f64::MIN, f64::max);
    let all: f64 = odds.iter().map(|o| (o - most).exp()).sum();
    odds.iter().map(|o| (o - most).exp() / all).collect()
}

/// Gradient ascent with momentum on the penalised log-likelihood of the right choices.
fn fit(choices: &[&Choice]) -> Clues {
    let mut weights = [0.0; Clue::COUNT];
    let (mut first, mut second) = ([0.0; Clue::COUNT], [0.0; Clue::COUNT]);
    for step in 1..=STEPS {
        let slope = slope(&weights, choices);
        for i in 0..Clue::COUNT {
            let s = slope[i] - PULL * weights[i];
            // Adam (Kingma and Ba 2015)
            first[i] = 0.9 * first[i] + 0.1 * s;
            second[i] = 0.999 * second[i] + 0.001 * s * s;
            let power = i32::try_from(step).unwrap_or(i32::MAX);
            let (a, b) = (first[i] / (1.0 - 0.9f64.powi(power)), second[i] / (1.0 - 0.999f64.powi(power)));
            weights[i] += RATE * a / (b.sqrt() + 1e-8);
        }
    }
    weights
}

/// The mean gradient of the log-likelihood.
fn slope(weights: &Clues, choices: &[&Choice]) -> Clues {
    let mut out = [0.0; Clue::COUNT];
    for choice in choices {
        let chances = chances(weights, choice);
        let right: f64 = chances.iter().zip(&choice.right).filter(|(_, r)| **r).map(|(p, _)| p).sum();
        for ((clues, p), r) in choice.clues.iter().zip(&chances).zip(&choice.right) {
            let pull = if *r { p / right.max(1e-12) } else { 0.0 } - p;
            out.iter_mut().zip(clues).for_each(|(o, c)| *o += pull * c);
        }
    }
    out.map(|o| o / choices.len().max(1) as f64)
}
