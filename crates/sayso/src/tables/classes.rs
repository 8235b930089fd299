//! Word classes: `@weapon`, `@armed` ... in the sense tests of the frames.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::rows::{self, TableFile, TablesError};

/// Lemmas by class.
#[derive(Debug, Default)]
pub struct Classes(HashMap<String, HashSet<String>>);

#[derive(Deserialize)]
struct Row {
    class: String,
    lemma: String,
}

impl Classes {
    pub(super) fn load(files: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let mut classes = Self::default();
        for file in files {
            rows::each(file, |row: Row, _| {
                classes.0.entry(row.class).or_default().insert(row.lemma.to_lowercase());
                Ok(())
            })?;
        }
        Ok(classes)
    }

    /// Whether the class lists the lemma.
    pub fn holds(&self, class: &str, lemma: &str) -> bool {
        self.0.get(class).is_some_and(|c| c.contains(lemma))
    }

    /// Every word of every class.
    pub(super) fn lemmas(&self) -> impl Iterator<Item = String> {
        let mut lemmas: Vec<String> = self.0.values().flatten().cloned().collect();
        lemmas.sort_unstable();
        lemmas.into_iter()
    }

    /// Whether there is such a class.
    pub fn knows(&self, class: &str) -> bool {
        self.0.contains_key(class)
    }
}
