//! The lemmas that the tables speak of, and irregular forms: a net under the learned lemmas, which now and then make up a
//! word (`wag` for `waging`).

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::rows::{self, TableFile, TablesError};

/// Lemmas that tables ask for.
#[derive(Debug, Default)]
pub struct Lexicon {
    verbs: HashSet<String>,
    nouns: HashSet<String>,
    irregular: HashMap<String, String>,
}

#[derive(Deserialize)]
struct Row {
    form: String,
    lemma: String,
}

impl Lexicon {
    pub(super) fn load(
        files: &[TableFile<'_>],
        verbs: impl Iterator<Item = String>,
        nouns: impl Iterator<Item = String>,
    ) -> Result<Self, TablesError> {
        let mut lexicon = Self { verbs: verbs.collect(), nouns: nouns.collect(), irregular: HashMap::new() };
        for file in files.iter().filter(|f| f.path == "tokens/irregular.csv") {
            rows::each(file, |row: Row, _| {
                lexicon.irregular.insert(row.form, row.lemma);
                Ok(())
            })?;
        }
        Ok(lexicon)
    }

    /// A lemma of the tables that a form can be of, where the learned one is in no table. `verb`: forms in `-ed`, `-ing`,
    /// `-s` and irregular ones; else only the plural.
    pub fn better<'a>(&'a self, form: &str, learned: &str, verb: bool) -> Option<&'a str> {
        let form = form.to_lowercase();
        if verb && let Some(lemma) = self.irregular.get(&form) {
            return Some(lemma);
        }
        let lemmas = if verb { &self.verbs } else { &self.nouns };
        if lemmas.contains(&learned.to_lowercase()) {
            return None;
        }
        candidates(&form, verb).into_iter().find_map(|c| lemmas.get(&c).map(String::as_str))
    }
}

/// What a regular form can be of, the likelier first.
fn candidates(form: &str, verb: bool) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(stem) = form.strip_suffix("men").filter(|_| !verb) {
        out.push(format!("{stem}man"));
    }
    out.push(form.to_owned());
    let endings: &[&str] = if verb { &["ing", "ed", "es", "s", "d"] } else { &["es", "s"] };
    for ending in endings {
        let Some(stem) = form.strip_suffix(ending).filter(|s| s.len() > 1) else { continue };
        out.push(stem.to_owned());
        out.push(format!("{stem}e"));
        if *ending == "es" && stem.ends_with('v') {
            out.push(format!("{}f", &stem[..stem.len() - 1]));
            out.push(format!("{}fe", &stem[..stem.len() - 1]));
        }
        if let Some(y) = stem.strip_suffix('i') {
            out.push(format!("{y}y"));
        }
        let mut last = stem.chars().rev();
        if let (Some(a), Some(b)) = (last.next(), last.next())
            && a == b
        {
            out.push(stem[..stem.len() - a.len_utf8()].to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_find_their_lemma() {
        let words = ["wage", "shrug", "vow", "attack", "bury", "stop"].map(str::to_owned);
        let lexicon = Lexicon::load(&[], words.into_iter(), std::iter::empty()).unwrap();
        let of = |form, learned| lexicon.better(form, learned, true);
        assert_eq!(of("waging", "wag"), Some("wage"));
        assert_eq!(of("vowed", "vowe"), Some("vow"));
        assert_eq!(of("buried", "buri"), Some("bury"));
        assert_eq!(of("stopped", "stopp"), Some("stop"));
        assert_eq!(of("vowed", "vow"), None);
        assert_eq!(of("sang", "sang"), None);
    }
}
