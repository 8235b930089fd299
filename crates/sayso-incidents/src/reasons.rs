//! Reasons in words for people, from a table (`data/incidents/reasons.csv`).

use std::collections::HashMap;
use std::sync::LazyLock;

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
