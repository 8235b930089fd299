//! Words that say what a place is and how it stands to what holds it (`data/places/words.csv`; each class is told there).
//!
//! ```
//! use sayso::tables::place_words::PlaceWords;
//!
//! let words = PlaceWords::embedded().unwrap();
//! assert!(words.holds("settled", "village"));
//! ```

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// The words of each class, in lower case.
#[derive(Clone, Debug, Default)]
pub struct PlaceWords(BTreeMap<String, BTreeSet<String>>);

impl PlaceWords {
    /// The built-in table.
    ///
    /// # Errors
    /// Where the table is malformed; the tests see to it that it is not.
    pub fn embedded() -> Result<Self, csv::Error> {
        Self::read(include_str!("../../../../data/places/words.csv"))
    }

    /// A table with the columns `class` and `word`; lines that begin with `#` are comments.
    ///
    /// # Errors
    /// Where a row lacks a field.
    pub fn read(table: &str) -> Result<Self, csv::Error> {
        #[derive(Deserialize)]
        struct Row {
            class: String,
            word: String,
        }
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
        let mut words = Self::default();
        for row in reader.deserialize() {
            let Row { class, word } = row?;
            words.0.entry(class).or_default().insert(word);
        }
        Ok(words)
    }

    /// Whether a word (in lower case) is of a class.
    #[must_use]
    pub fn holds(&self, class: &str, word: &str) -> bool {
        self.0.get(class).is_some_and(|words| words.contains(word))
    }
}
