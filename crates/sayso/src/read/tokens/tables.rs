//! The word lists of the tokeniser, from `data/tokens/*.csv`.
//!
//! The model was trained on what these lists make of a text, so they are part of the program and no user's rows are laid
//! over them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// When an abbreviation keeps its full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Always.
    Any,
    /// When it begins with a capital (`Sun.`, not `the sun.`).
    Capital,
    /// When a figure follows (`No. 5`).
    Number,
}

/// All lists.
#[derive(Debug)]
pub(super) struct Words {
    /// Lower case, with the full stop.
    pub(super) abbreviations: HashMap<&'static str, When>,
    /// What stays joined to the word after the hyphen (`non-lethal`).
    pub(super) prefixes: HashSet<&'static str>,
    /// What is cut from the figure it is written on to (`5km`).
    pub(super) units: HashSet<&'static str>,
    /// Letters before the cut of a contraction without an apostrophe (`can|not`).
    pub(super) contractions: HashMap<&'static str, usize>,
}

/// The lists that are part of the program.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    abbreviations: rows(include_str!("../../../../../data/tokens/abbreviations.csv"))
        .filter_map(|(word, when)| Some((word, parse_when(when)?)))
        .collect(),
    prefixes: rows(include_str!("../../../../../data/tokens/prefixes.csv")).map(|(word, _)| word).collect(),
    units: rows(include_str!("../../../../../data/tokens/units.csv")).map(|(word, _)| word).collect(),
    contractions: rows(include_str!("../../../../../data/tokens/contractions.csv"))
        .filter_map(|(word, cut)| Some((word, cut.parse().ok()?)))
        .collect(),
});

/// The first two cells of each row; the lists quote neither.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().skip(1).filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split(',');
        Some((cells.next()?, cells.next()?))
    })
}

fn parse_when(cell: &str) -> Option<When> {
    match cell {
        "any" => Some(When::Any),
        "capital" => Some(When::Capital),
        "number" => Some(When::Number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(table: &'static str) -> usize {
        table.lines().skip(1).filter(|line| !line.starts_with('#')).count()
    }

    /// No row is dropped: each reads, and none is there twice.
    #[test]
    fn every_row_is_read() {
        assert_eq!(
            WORDS.abbreviations.len(),
            count(include_str!("../../../../../data/tokens/abbreviations.csv"))
        );
        assert_eq!(WORDS.prefixes.len(), count(include_str!("../../../../../data/tokens/prefixes.csv")));
        assert_eq!(WORDS.units.len(), count(include_str!("../../../../../data/tokens/units.csv")));
        assert_eq!(
            WORDS.contractions.len(),
            count(include_str!("../../../../../data/tokens/contractions.csv"))
        );
        for (form, &cut) in ["cannot", "gonna"].iter().filter_map(|f| WORDS.contractions.get_key_value(f)) {
            assert!(form.is_ascii() && cut < form.len());
        }
    }
}
