//! Words that order two events: `after`, `in the wake of`, `then` (`data/time/order.csv`).

use serde::Deserialize;

use super::rows::{self, TableFile, TablesError};
use crate::record::OrderRelation;

/// All rows, in the order of the files.
#[derive(Debug, Default)]
pub struct Connectives {
    /// The rows.
    pub all: Vec<Connective>,
}

/// One way of saying which of two events came first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Connective {
    /// Lemmas, as the graph gives a preposition of several words; of adverbs the word itself.
    pub words: String,
    /// Where they stand.
    pub place: ConnectivePlace,
    /// How what they hang on stands to what they introduce.
    pub relation: OrderRelation,
    /// A sentence or two with two events so related.
    pub example: String,
}

/// How a connective stands in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConnectivePlace {
    /// Before a noun phrase: `after the raid`.
    Phrase,
    /// Before a clause: `after rebels attacked`.
    Clause,
    /// A noun with a phrase behind it: `in the wake of the raid`.
    Noun,
    /// Beside a verb, against what was told before: `then fled`.
    Adverb,
}

impl Connectives {
    pub(super) fn load(files: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let mut out = Self::default();
        for file in files {
            rows::each(file, |row: Connective, _| {
                let known =
                    out.all.iter().any(|c: &Connective| (&c.words, c.place) == (&row.words, row.place));
                if !known {
                    out.all.push(row);
                }
                Ok(())
            })?;
        }
        Ok(out)
    }

    /// How words of one place order two events.
    pub fn relation(&self, place: ConnectivePlace, words: &str) -> Option<OrderRelation> {
        self.all.iter().find(|c| c.place == place && c.words == words).map(|c| c.relation)
    }
}
