//! Counting right and wrong, and the figures that are printed.
//!
//! ```text
//! gold 4, predicted 5, right 3  ->  P 60.0  R 75.0  F1 66.7
//! ```

use std::fmt;
use std::ops::AddAssign;

use serde::Serialize;

/// What the gold has, what was put out, and what of it is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// In the gold.
    pub(crate) gold: usize,
    /// Put out.
    pub(crate) predicted: usize,
    /// Put out and in the gold, each counted once.
    pub(crate) right: usize,
}

impl Counts {
    /// One document's counts.
    pub(crate) fn new(gold: usize, predicted: usize, right: usize) -> Self {
        Self { gold, predicted, right }
    }

    /// Share of what was put out that is right; 0 where nothing was.
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.predicted)
    }

    /// Share of the gold that was put out; 0 where there is none.
    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of precision and recall.
    pub(crate) fn f1(self) -> f64 {
        share(2 * self.right, self.gold + self.predicted)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.right += other.right;
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part {
    /// How many are right.
    pub(crate) right: usize,
    /// Of how many.
    pub(crate) of: usize,
}

impl Part {
    /// Counts one more, right or not.
    pub(crate) fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.of += 1;
    }
}

impl AddAssign for Part {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.of += other.of;
    }
}

/// One line of the result.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Figure {
    /// What is measured.
    pub(crate) name: String,
    /// How it came out.
    #[serde(flatten)]
    pub(crate) value: Value,
}

/// How a figure came out; shares lie between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Value {
    /// Precision and recall over counted things.
    Prf { precision: f64, recall: f64, f1: f64, gold: usize, predicted: usize, right: usize },
    /// A share of the gold.
    Share { share: f64, right: usize, of: usize },
    /// Any other number.
    Number { number: f64 },
}

impl Figure {
    /// Precision, recall and F1.
    pub(crate) fn prf(name: impl Into<String>, counts: Counts) -> Self {
        let value = Value::Prf {
            precision: counts.precision(),
            recall: counts.recall(),
            f1: counts.f1(),
            gold: counts.gold,
            predicted: counts.predicted,
            right: counts.right,
        };
        Self { name: name.into(), value }
    }

    /// A share.
    pub(crate) fn share(name: impl Into<String>, part: Part) -> Self {
        let value = Value::Share { share: share(part.right, part.of), right: part.right, of: part.of };
        Self { name: name.into(), value }
    }

    /// A number.
    pub(crate) fn number(name: impl Into<String>, number: f64) -> Self {
        Self { name: name.into(), value: Value::Number { number } }
    }
}

/// The result of one set.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Scores {
    /// Which set of measures.
    pub(crate) set: String,
    /// The file that was scored.
    pub(crate) data: String,
    /// How many documents were scored.
    pub(crate) documents: usize,
    /// The figures, in the order in which they are best read.
    pub(crate) figures: Vec<Figure>,
    /// Misses and extras, one a line, in document order; empty unless asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) shown: Vec<String>,
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.shown {
            writeln!(f, "{line}")?;
        }
        writeln!(f, "{} {} ({} documents)", self.set, self.data, self.documents)?;
        let width = self.figures.iter().map(|x| x.name.chars().count()).max().unwrap_or(0).max(8);
        for figure in &self.figures {
            writeln!(f, "{:width$}  {}", figure.name, figure.value)?;
        }
        Ok(())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Prf { precision, recall, f1, gold, predicted, right } => write!(
                f,
                "P {:5.1}  R {:5.1}  F1 {:5.1}  (gold {gold}, predicted {predicted}, right {right})",
                100.0 * precision,
                100.0 * recall,
                100.0 * f1
            ),
            Self::Share { share, right, of } => write!(f, "{:5.1} %  ({right} of {of})", 100.0 * share),
            Self::Number { number } => write!(f, "{number:.3}"),
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_is_the_harmonic_mean() {
        let counts = Counts::new(4, 5, 3);
        assert_eq!((counts.precision(), counts.recall()), (0.6, 0.75));
        assert!((counts.f1() - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(Counts::default().f1(), 0.0);
    }

    #[test]
    fn the_table_is_in_percent() {
        let figure = Figure::prf("Weapon", Counts::new(4, 5, 3));
        assert_eq!(figure.value.to_string(), "P  60.0  R  75.0  F1  66.7  (gold 4, predicted 5, right 3)");
        let json = serde_json::to_value(Figure::share("type", Part { right: 1, of: 4 })).unwrap(); // OK because no map keys
        assert_eq!(json, serde_json::json!({"name": "type", "share": 0.25, "right": 1, "of": 4}));
    }
}
