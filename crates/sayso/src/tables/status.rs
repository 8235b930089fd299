//! Words that say whether what they govern has happened: `plan to`, `threaten to`, `call for`, `prevent`, `possible` ...

use std::collections::HashMap;

use serde::Deserialize;

use crate::record::Status;

use super::rows::{self, TableFile, TablesError};

/// How a word governs the one whose status it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Governs {
    /// A clause or infinitive that is its complement.
    Clause,
    /// A noun that is its object, subject of its passive, or follows its preposition.
    Noun,
    /// The word it modifies (adjectives, adverbs, modal verbs).
    Modified,
}

/// Status by governing word.
#[derive(Debug, Default)]
pub struct StatusWords(HashMap<(String, Governs), Status>);

#[derive(Deserialize)]
struct Row {
    lemma: String,
    governs: Governs,
    status: Status,
}

impl StatusWords {
    pub(super) fn load(files: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let mut words = Self::default();
        for file in files {
            rows::each(file, |row: Row, _| {
                words.0.entry((row.lemma, row.governs)).or_insert(row.status);
                Ok(())
            })?;
        }
        Ok(words)
    }

    /// The words themselves.
    pub(super) fn lemmas(&self) -> impl Iterator<Item = String> {
        let mut lemmas: Vec<String> = self.0.keys().map(|(lemma, _)| lemma.clone()).collect();
        lemmas.sort_unstable();
        lemmas.into_iter()
    }

    /// The status that the word gives to what it governs in that way.
    pub fn of(&self, lemma: &str, governs: Governs) -> Option<Status> {
        self.0.get(&(lemma.to_owned(), governs)).copied()
    }
}
