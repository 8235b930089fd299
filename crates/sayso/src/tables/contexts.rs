//! Words that speak of a context of the PLOVER manual: `parliament` of `legislative`, `refugee` of `migration`.

use std::collections::HashMap;

use serde::Deserialize;

use super::rows::{self, TableFile, TablesError};

/// The contexts of the manual.
pub const CONTEXTS: [&str; 37] = [
    "military",
    "intelligence",
    "executive",
    "legislative",
    "election",
    "political_institutions",
    "pro_democracy",
    "pro_autocracy",
    "economic",
    "legal",
    "reparations",
    "human_rights",
    "rights_freedoms",
    "repression",
    "human_security",
    "gender",
    "lgbt",
    "religion_ethnicity",
    "inequality",
    "diplomatic",
    "territory",
    "peacekeeping",
    "health",
    "asylum",
    "migration",
    "disasters",
    "natural_resource",
    "environment",
    "technology",
    "terrorism",
    "cbrn",
    "cyber",
    "misinformation",
    "crime",
    "corruption",
    "illegal_drugs",
    "trafficking",
];

/// Contexts by the first of the words that speak of them.
#[derive(Debug, Default)]
pub struct Contexts(HashMap<String, Vec<(Vec<String>, &'static str)>>);

#[derive(Deserialize)]
struct Row {
    context: String,
    words: String,
}

impl Contexts {
    pub(super) fn load(files: &[TableFile<'_>]) -> Result<Self, TablesError> {
        let mut contexts = Self::default();
        for file in files {
            rows::each(file, |row: Row, _| contexts.add(&row))?;
        }
        Ok(contexts)
    }

    fn add(&mut self, row: &Row) -> Result<(), String> {
        let context = CONTEXTS
            .into_iter()
            .find(|c| *c == row.context)
            .ok_or_else(|| format!("`{}` is not one of PLOVER's contexts", row.context))?;
        for words in rows::list(&row.words) {
            let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
            if let Some(first) = words.first().cloned() {
                self.0.entry(first).or_default().push((words, context));
            }
        }
        Ok(())
    }

    /// The contexts that the words at hand speak of; `word` gives the lemma and the letters of the word so many further on.
    pub fn at<'a>(&self, word: impl Fn(usize) -> Option<[&'a str; 2]>) -> Vec<&'static str> {
        let Some(first) = word(0) else { return Vec::new() };
        let mut out = Vec::new();
        for form in first {
            for (words, context) in self.0.get(&form.to_lowercase()).into_iter().flatten() {
                let holds = words.iter().enumerate().skip(1).all(|(i, w)| {
                    word(i).is_some_and(|forms| forms.iter().any(|f| f.eq_ignore_ascii_case(w)))
                });
                if holds && !out.contains(context) {
                    out.push(*context);
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contexts(rows: &str) -> Result<Contexts, TablesError> {
        Contexts::load(&[TableFile {
            path: "schemes/contexts.csv",
            text: &format!("context,words\n{rows}\n"),
        }])
    }

    #[test]
    fn words_alone_and_in_a_row() {
        let table = contexts("military,army|air force\nlegislative,parliament").unwrap(); // OK because the rows are right
        let text = ["the", "air", "force", "of", "parliament"];
        let at = |start: usize| table.at(|i| text.get(start + i).map(|w| [*w, *w]));
        assert_eq!((at(1), at(2), at(4)), (vec!["military"], vec![], vec!["legislative"]));
    }

    #[test]
    fn other_contexts_are_refused() {
        assert!(contexts("sport,goal").is_err());
    }
}
