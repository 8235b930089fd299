//! Reasons in words for people, from a table (`data/incidents/reasons.csv`).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::merger::{Explanation, Verdict};

static WORDS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let table = include_str!("../../../data/incidents/reasons.csv");
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .collect()
});

/// What a feature of the table of weights means, in words; its name where the table has none.
#[must_use]
pub fn says(feature: &str) -> &str {
    WORDS.get(feature).copied().unwrap_or(feature)
}

impl Explanation {
    /// What decided, and what it was weighed from, in a line.
    #[must_use]
    pub fn says(&self) -> String {
        /// Reasons named on each side, and from where on one is worth it.
        const NAMED: usize = 4;
        const WORTH: f32 = 0.2;
        let verdict = match self.verdict {
            Verdict::JoinedByPerson => "one incident, as a person said",
            Verdict::One => "one incident: the two speak for it",
            Verdict::OneByOthers => "one incident: other accounts bring them together",
            Verdict::SplitByPerson => "two, as a person said",
            Verdict::Locked => "two, as a person locked the incident of one of them",
            Verdict::Two => "two: more speaks against it than for it",
            Verdict::TwoByOthers => "two: too little speaks for it, or their other accounts speak against it",
            Verdict::NotCompared => "two: they share neither days, place nor names",
        };
        let named = |side: f32| {
            let strong =
                self.comparison.reasons.iter().filter(|r| r.adds * side > WORTH && r.feature != "one");
            strong.take(NAMED).map(|reason| says(&reason.feature)).collect::<Vec<_>>().join(", ")
        };
        let sides = [("; for it: ", named(1.0)), ("; against it: ", named(-1.0))];
        let told = sides.iter().filter(|(_, reasons)| !reasons.is_empty());
        told.fold(verdict.to_owned(), |line, (side, reasons)| line + side + reasons)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Feature;

    #[test]
    fn every_feature_has_words() {
        for feature in Feature::ALL {
            assert_ne!(says(feature.name()), feature.name());
        }
    }
}
