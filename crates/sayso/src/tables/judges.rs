//! Weights of the judgments that combine what the tables and the model hold: logistic regressions, a feature a row.
//!
//! `cargo xtask judge-weights` learns them (see `training/README.md`).

use std::collections::HashMap;

use serde::Deserialize;

use super::rows::{self, TableFile, TablesError};
use super::whereabouts::Whereabouts;

/// A logistic regression (Cox 1958): the probability of yes from features.
#[derive(Clone, Debug, PartialEq)]
pub struct Logistic<const N: usize> {
    /// Log-odds that each feature adds, in the order of its names.
    pub weights: [f64; N],
}

impl<const N: usize> Default for Logistic<N> {
    fn default() -> Self {
        Self { weights: [0.0; N] }
    }
}

impl<const N: usize> Logistic<N> {
    /// Probability, 0 to 1.
    pub fn probability(&self, features: &[f64; N]) -> f64 {
        let odds: f64 = self.weights.iter().zip(features).map(|(w, f)| w * f).sum();
        1.0 / (1.0 + (-odds).exp())
    }

    /// Takes the rows of one regression; features without a row weigh nothing, unknown ones are refused.
    fn load(files: &[TableFile<'_>], path: &str, names: &[&str; N]) -> Result<Self, TablesError> {
        let mut out = Self::default();
        let mut set = [false; N];
        for file in files.iter().filter(|f| f.path == path) {
            rows::each(file, |row: Row, _| {
                let Some(at) = names.iter().position(|n| *n == row.feature) else {
                    return Err(format!("no feature {:?}; there are {}", row.feature, names.join(", ")));
                };
                // the first row wins, as in all tables
                if !std::mem::replace(&mut set[at], true) {
                    out.weights[at] = row.weight;
                }
                Ok(())
            })?;
        }
        Ok(out)
    }
}

#[derive(Deserialize)]
struct Row {
    feature: String,
    weight: f64,
}

/// What the judgment of an event looks at.
pub const EVENT_FEATURES: [&str; 12] = [
    "one",
    "model-real",
    "model-type",
    "model-none",
    "model-certainty",
    "conditions",
    "noun",
    "actor",
    "sufferer",
    "harm",
    "title",
    "cooperation",
];

/// What the judgment of an argument of an attack looks at.
pub const ARGUMENT_FEATURES: [&str; 7] =
    ["one", "by-tables", "model-muc", "model-news", "event", "by-tables-and-model", "report"];

/// What the judgment looks at that gives a happening the day of an expression which does not govern it.
pub const WHEN_FEATURES: [&str; 61] = [
    "one",
    "model",
    "model-blind",
    "model-best",
    "up",
    "below",
    "aside",
    "nearer-time",
    "other-time",
    "leads",
    "verbs-between",
    "before",
    "below-conj",
    "below-advcl",
    "below-relative",
    "below-content",
    "next",
    "back-1",
    "back-2",
    "back-3",
    "back-more",
    "same-paragraph",
    "far-main",
    "far-leads",
    "own-time",
    "times-between",
    "from-lede",
    "from-title",
    "day",
    "year",
    "says-saying",
    "repeated",
    "no-today",
    "news",
    "today",
    "history",
    "ahead",
    "noun",
    "open-verb",
    "past-far",
    "noun-far",
    "pluperfect",
    "pluperfect-far",
    "perfect",
    "present",
    "future",
    "clash",
    "state",
    "definite",
    "cue",
    "in-relative",
    "kin",
    "kin-elsewhere",
    "dates-others",
    "over-saying",
    "over-relative",
    "over-content",
    "over-beside",
    "over-apart",
    "over-joined",
    "over-subject",
];

/// What is asked of an event: two corpora of factuality do not ask the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Asked {
    /// How certain the report makes it, things to come included (FactBank, UW, MEANTIME).
    Certain,
    /// Whether it has happened by the time of writing (UDS-IH2).
    Happened,
}

/// A multinomial logistic regression over the seven values from -3 to 3.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scale {
    /// What each clue adds to the logarithm of each value's odds; one without a row adds nothing.
    pub clues: HashMap<String, [f64; 7]>,
    /// The logarithm of what each value's probability counts where one is chosen.
    pub choice: [f64; 7],
}

impl Scale {
    /// The row that holds [`Scale::choice`].
    pub const CHOICE: &str = "choice";

    /// Probabilities of the values.
    pub fn probabilities(&self, clues: &[(String, f64)]) -> [f64; 7] {
        let mut sums = [0.0; 7];
        for (clue, much) in clues {
            let weights = self.clues.get(clue).copied().unwrap_or_default();
            sums.iter_mut().zip(weights).for_each(|(s, w)| *s += w * much);
        }
        let top = sums.iter().copied().fold(f64::MIN, f64::max);
        let odds = sums.map(|s| (s - top).exp());
        let all: f64 = odds.iter().sum();
        odds.map(|o| o / all)
    }

    /// What each value's probability counts where one is chosen.
    pub fn weights(&self) -> [f64; 7] {
        self.choice.map(f64::exp)
    }

    fn load(files: &[TableFile<'_>], path: &str) -> Result<HashMap<Asked, Self>, TablesError> {
        let mut out: HashMap<Asked, Self> = HashMap::new();
        for file in files.iter().filter(|f| f.path == path) {
            rows::each(file, |row: ScaleRow, _| {
                let scale = out.entry(row.asks).or_default();
                let weights = [row.a, row.b, row.c, row.d, row.e, row.f, row.g];
                if row.clue == Self::CHOICE {
                    scale.choice = weights;
                } else {
                    // the first row wins, as in all tables
                    scale.clues.entry(row.clue).or_insert(weights);
                }
                Ok(())
            })?;
        }
        Ok(out)
    }
}

#[derive(Deserialize)]
struct ScaleRow {
    asks: Asked,
    clue: String,
    #[serde(rename = "-3")]
    a: f64,
    #[serde(rename = "-2")]
    b: f64,
    #[serde(rename = "-1")]
    c: f64,
    #[serde(rename = "0")]
    d: f64,
    #[serde(rename = "1")]
    e: f64,
    #[serde(rename = "2")]
    f: f64,
    #[serde(rename = "3")]
    g: f64,
}

/// All judgments.
#[derive(Clone, Debug, Default)]
pub struct Judges {
    /// Whether an event shown as having happened is one, and of its type.
    pub event: Logistic<12>,
    /// Whether an argument of an attack fills its role.
    pub argument: Logistic<7>,
    /// Whether an expression of time around a happening dates it.
    pub when: Logistic<{ WHEN_FEATURES.len() }>,
    /// Where an event happened.
    pub whereabouts: Whereabouts,
    /// How certain it is that what a word tells of happened.
    pub factuality: HashMap<Asked, Scale>,
    /// For measuring: the half of the reading of events that works alone.
    pub alone: Option<Alone>,
}

/// A half of the reading of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alone {
    /// The rows of the tables, without the model's judgment.
    Tables,
    /// What the model takes for events and participants, without the rows of the frames.
    Model,
}

impl Judges {
    pub(super) fn load(files: &[TableFile<'_>]) -> Result<Self, TablesError> {
        Ok(Self {
            event: Logistic::load(files, "judgment/events.csv", &EVENT_FEATURES)?,
            argument: Logistic::load(files, "judgment/arguments.csv", &ARGUMENT_FEATURES)?,
            when: Logistic::load(files, "judgment/when.csv", &WHEN_FEATURES)?,
            whereabouts: Whereabouts::load(files)?,
            factuality: Scale::load(files, "judgment/factuality.csv")?,
            alone: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_row_of_a_feature_counts_and_strangers_are_refused() {
        let file = |text| TableFile { path: "judgment/events.csv", text };
        let load = |text| Judges::load(&[file(text)]);
        let judges = load("feature,weight\none,1.5\none,2\nnoun,-1\n").unwrap();
        assert_eq!((judges.event.weights[0], judges.event.weights[6]), (1.5, -1.0));
        let mut features = [0.0; 12];
        features[0] = 1.0;
        assert!((judges.event.probability(&features) - 0.8176).abs() < 1e-4);
        assert!(load("feature,weight\nluck,1\n").is_err());
    }

    #[test]
    fn probabilities_of_the_seven_values() {
        let path = "judgment/factuality.csv";
        let text = "asks,clue,-3,-2,-1,0,1,2,3\ncertain,one,0,0,0,0,0,0,0\ncertain,sure,0,0,0,0,0,0,2\ncertain,choice,0,0,0,0,0,0,-1\n";
        let scales = Scale::load(&[TableFile { path, text }], path).unwrap();
        let scale = &scales[&Asked::Certain];
        let even = scale.probabilities(&[("one".to_owned(), 1.0), ("unheard".to_owned(), 1.0)]);
        assert!(even.iter().all(|p| (p - 1.0 / 7.0).abs() < 1e-9));
        let sure = scale.probabilities(&[("sure".to_owned(), 1.0)]);
        assert!((sure[6] / sure[0] - 2f64.exp()).abs() < 1e-9);
        assert!((scale.weights()[6] - (-1f64).exp()).abs() < 1e-9);
    }
}
