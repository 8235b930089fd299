//! Loaded words: `data/attribution/loaded.csv`.

use std::collections::HashMap;

use serde::Deserialize;

use crate::record::Tone;

use super::rows::{self, TableFile, TablesError};

/// How a loaded word stands to whom it is said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoadedAs {
    /// It names them (`the terrorists`).
    Noun,
    /// It stands with their name (`the rogue general`).
    Modifier,
    /// It says what is done to them (`neutralised nine men`).
    Verb,
}

/// A loaded word.
#[derive(Clone, Debug)]
pub struct LoadedWord {
    /// Its words, as lemmas or as they stand; the last is the head. What a hyphen joins may be one word or several.
    pub words: Vec<String>,
    /// How it stands to whom it is said of.
    pub pos: LoadedAs,
    /// Which way it is loaded.
    pub tone: Tone,
    /// Lemmas or classes (`@armed`) of what it may be said of; none: anything.
    pub of: Vec<String>,
    /// Whether it must be said of somebody named beside it (`called them rats`).
    pub of_another: bool,
    /// Words beside it that make it plain (`sanctions regime`).
    pub unless: Vec<String>,
}

/// All loaded words.
#[derive(Debug, Default)]
pub struct Loaded {
    by_head: HashMap<String, Vec<LoadedWord>>,
    all: Vec<(String, Tone, String)>,
    nouns: Vec<String>,
}

#[derive(Deserialize)]
struct Row {
    words: String,
    pos: LoadedAs,
    tone: Tone,
    of: String,
    unless: String,
    example: String,
}

impl Loaded {
    pub(super) fn load(file: &TableFile<'_>) -> Result<Self, TablesError> {
        let mut loaded = Self::default();
        rows::each(file, |row: Row, _| {
            let list = |cell: &str| -> Vec<String> {
                cell.split('|').map(str::trim).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
            };
            let mut of = list(&row.of);
            let of_another = of.iter().any(|w| w == OTHER);
            of.retain(|w| w != OTHER);
            let unless = list(&row.unless);
            let Row { pos, tone, .. } = row;
            let word = LoadedWord { words: Vec::new(), pos, tone, of, of_another, unless };
            for words in spellings(&row.words.to_lowercase(), pos) {
                let head = words.last().ok_or("the row has no words")?.clone();
                loaded.by_head.entry(head).or_default().push(LoadedWord { words, ..word.clone() });
            }
            if pos == LoadedAs::Noun && !row.words.contains([' ', '-']) {
                loaded.nouns.push(row.words.to_lowercase());
            }
            loaded.all.push((row.words, tone, row.example));
            Ok(())
        })?;
        Ok(loaded)
    }

    /// Adds the rows of a later file.
    pub(super) fn add(&mut self, more: Self) {
        self.all.extend(more.all);
        self.nouns.extend(more.nouns);
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for (head, rows) in more.by_head {
            let own = self.by_head.entry(head).or_default();
            own.extend(rows);
            own.sort_by_key(|r| std::cmp::Reverse(r.words.len()));
        }
    }

    /// The rows whose last word this is, longer ones first.
    pub fn ending_in(&self, word: &str) -> &[LoadedWord] {
        self.by_head.get(word).map_or(&[], Vec::as_slice)
    }

    /// The nouns that are rows of one word.
    pub(super) fn nouns(&self) -> impl Iterator<Item = String> {
        self.nouns.iter().cloned()
    }

    /// Words, tone and example of every row, in the order of the table.
    pub fn examples(&self) -> impl Iterator<Item = (&str, Tone, &str)> {
        self.all.iter().map(|(words, tone, example)| (words.as_str(), *tone, example.as_str()))
    }
}

/// The words of a row, with a hyphen inside one or as a word of its own, and a noun's plural or a verb's past, since rare
/// words are not always brought back to their lemma.
fn spellings(row: &str, pos: LoadedAs) -> Vec<Vec<String>> {
    let whole: Vec<String> = row.split_whitespace().map(str::to_owned).collect();
    let apart: Vec<String> = row.replace('-', " - ").split_whitespace().map(str::to_owned).collect();
    let mut out = vec![whole, apart];
    out.dedup();
    if pos != LoadedAs::Modifier {
        let inflected: Vec<Vec<String>> = out.iter().map(|words| inflected(words, pos)).collect();
        out.extend(inflected);
    }
    out
}

/// The words with the last in the plural, or in the past where it is a verb.
fn inflected(words: &[String], pos: LoadedAs) -> Vec<String> {
    let mut words = words.to_vec();
    if let Some(last) = words.last_mut() {
        let stem = last.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
        *last = match (stem, pos) {
            (Some(stem), LoadedAs::Verb) => format!("{stem}ied"),
            (None, LoadedAs::Verb) if last.ends_with('e') => format!("{last}d"),
            (None, LoadedAs::Verb) => format!("{last}ed"),
            (Some(stem), _) => format!("{stem}ies"),
            _ if last.ends_with(['s', 'x']) || last.ends_with("ch") || last.ends_with("sh") => {
                format!("{last}es")
            }
            _ => format!("{last}s"),
        };
    }
    words
}

/// In the column `of`: somebody named beside the word.
const OTHER: &str = "other";
