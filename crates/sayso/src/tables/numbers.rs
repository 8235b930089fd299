//! Number words and the words that bound a number.

use serde::Deserialize;

use super::rows::{self, TableFile, TablesError};

/// What a word does in a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberUse {
    /// It stands for a count.
    Number,
    /// At least the count that follows.
    From,
    /// More than it.
    Above,
    /// At most it.
    To,
    /// Fewer than it.
    Below,
    /// About it.
    About,
}

/// One row.
#[derive(Clone, Debug, Deserialize)]
struct Row {
    words: String,
    low: Option<u64>,
    high: Option<u64>,
    #[serde(rename = "use")]
    used: NumberUse,
}

/// Words of number.
#[derive(Debug, Default)]
pub struct Numbers {
    numbers: Vec<(String, u64, Option<u64>)>,
    bounds: Vec<(Vec<String>, NumberUse)>,
}

impl Numbers {
    pub(super) fn load(files: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let mut numbers = Self::default();
        for file in files {
            rows::each(file, |row: Row, _| {
                let words: Vec<String> = row.words.split_whitespace().map(str::to_owned).collect();
                match (row.used, row.low) {
                    (NumberUse::Number, Some(low)) => numbers.numbers.push((row.words, low, row.high)),
                    (NumberUse::Number, None) => return Err("a number needs `low`".to_owned()),
                    (used, _) => numbers.bounds.push((words, used)),
                }
                Ok(())
            })?;
        }
        numbers.bounds.sort_by_key(|(w, _)| std::cmp::Reverse(w.len()));
        Ok(numbers)
    }

    /// What a number word stands for, lowest and highest.
    pub fn word(&self, word: &str) -> Option<(u64, Option<u64>)> {
        self.numbers.iter().find(|(w, ..)| w.eq_ignore_ascii_case(word)).map(|(_, low, high)| (*low, *high))
    }

    /// The bounding words that end right before a number; `word(i)` is the i-th word before it, the nearest first.
    /// Gives how many words they are.
    pub fn bound_before<'a>(&self, word: impl Fn(usize) -> Option<&'a str>) -> Option<(usize, NumberUse)> {
        self.bounds
            .iter()
            .find(|(words, _)| {
                words
                    .iter()
                    .rev()
                    .enumerate()
                    .all(|(i, w)| word(i).is_some_and(|x| x.eq_ignore_ascii_case(w)))
            })
            .map(|(words, used)| (words.len(), *used))
    }
}
