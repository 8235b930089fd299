//! Weights of the judgments that combine what the tables and the model hold: logistic regressions, a feature a row.
//!
//! `cargo xtask judge-weights` learns them (see `training/README.md`).

use serde::Deserialize;

use super::rows::{self, TableFile, TablesError};

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

/// All judgments.
#[derive(Clone, Debug, Default)]
pub struct Judges {
    /// Whether an event shown as having happened is one, and of its type.
    pub event: Logistic<12>,
    /// Whether an argument of an attack fills its role.
    pub argument: Logistic<7>,
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
}
