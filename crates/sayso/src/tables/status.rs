//! Words that say whether what they govern has happened: `plan to`, `manage to`, `threaten to`, `call for`, `prevent`,
//! `possible` ...

use std::collections::HashMap;

use serde::Deserialize;

use crate::record::Status;

use super::rows::{self, TableFile, TablesError};

/// How a word governs the one whose status it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Governs {
    /// An infinitive, a gerund or another clause without a tense that is its complement.
    Clause,
    /// A clause with a tense that is its complement (`denied that ...`).
    That,
    /// A noun that is its object, subject of its passive, or follows its preposition.
    Noun,
    /// A noun that is its subject.
    Subject,
    /// The word it modifies (adjectives, adverbs, modal verbs).
    Modified,
    /// The clause or phrase that it opens (`if`, `without`).
    Opened,
}

/// What a word says of what it governs (Karttunen, "Implicative Verbs", Language 1971; Nairn, Condoravdi and Karttunen,
/// "Computing relative polarity for textual inference", ICoS 2006). *Occurred* means: as sure as the word itself is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Where the word itself holds.
    pub positive: Status,
    /// Where the word itself is negated.
    pub negative: Status,
}

impl Signature {
    /// Whether what is governed holds either way (`regretted that`, `did not regret that`).
    pub fn is_factive(self) -> bool {
        self.positive == Status::Occurred && self.negative == Status::Occurred
    }
}

/// Signatures by governing word.
#[derive(Debug, Default)]
pub struct StatusWords(HashMap<(String, Governs), Signature>);

#[derive(Deserialize)]
struct Row {
    lemma: String,
    governs: Governs,
    positive: Status,
    negative: Status,
}

impl StatusWords {
    pub(super) fn load(files: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let mut words = Self::default();
        for file in files {
            rows::each(file, |row: Row, _| {
                let signature = Signature { positive: row.positive, negative: row.negative };
                words.0.entry((row.lemma, row.governs)).or_insert(signature);
                Ok(())
            })?;
        }
        Ok(words)
    }

    /// The words themselves, without particles and prepositions.
    pub(super) fn lemmas(&self) -> impl Iterator<Item = String> {
        let words = self.0.keys().filter_map(|(lemma, _)| lemma.split(' ').next().map(str::to_owned));
        let mut lemmas: Vec<String> = words.collect();
        lemmas.sort_unstable();
        lemmas.dedup();
        lemmas.into_iter()
    }

    /// The status that the word gives to what it governs in that way, where the word itself holds.
    pub fn of(&self, lemma: &str, governs: Governs) -> Option<Status> {
        self.signature(lemma, governs).map(|s| s.positive)
    }

    /// What the word says of what it governs in that way.
    pub fn signature(&self, lemma: &str, governs: Governs) -> Option<Signature> {
        self.0.get(&(lemma.to_owned(), governs)).copied()
    }
}
