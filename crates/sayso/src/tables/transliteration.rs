//! One key for the many ways a name of another script is written in Latin letters (`data/actors/transliteration.csv`).
//!
//! Gaddafi and Qadhafi, Haftar and Hifter, Sergey and Sergei have one key each. The key keeps the consonants in order
//! and, between them, whether a vowel stands there and whether it is a rounded one: `Hassan` is not `Hussein`, `Peter` is
//! not `Petra`. It serves to compare names, never to print them.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::gazetteer::name::normalise;
use super::rows::{self, TableFile, TablesError};

/// Consonants that a name of one word needs before its key says anything; names of more words need one more.
const ENOUGH: usize = 3;

/// The letter rules.
#[derive(Debug, Default)]
pub struct Transliteration {
    articles: HashSet<String>,
    particles: HashSet<String>,
    words: HashMap<String, String>,
    starts: Vec<(String, String)>,
    ends: Vec<(String, String)>,
    letters: Vec<(String, String)>,
    vowels: HashMap<char, char>,
}

#[derive(Deserialize)]
struct Row {
    rule: String,
    from: String,
    to: String,
}

impl Transliteration {
    pub(super) fn load(&mut self, file: &TableFile<'_>) -> Result<(), TablesError> {
        rows::each(file, |row: Row, _| self.add(&row.rule, row.from, row.to))?;
        self.sort();
        Ok(())
    }

    /// Puts the longest letters first, as they are tried.
    pub(super) fn sort(&mut self) {
        for rules in [&mut self.starts, &mut self.ends, &mut self.letters] {
            rules.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        }
    }

    pub(super) fn add(&mut self, rule: &str, from: String, to: String) -> Result<(), String> {
        match rule {
            "article" => {
                self.articles.insert(from);
            }
            "particle" => {
                self.particles.insert(from);
            }
            "word" => {
                self.words.entry(from).or_insert(to);
            }
            "start" => self.starts.push((from, to)),
            "end" => self.ends.push((from, to)),
            "letters" => self.letters.push((from, to)),
            "vowel" => {
                let one = |cell: &str| cell.chars().next().filter(|c| cell.len() == c.len_utf8());
                let (Some(from), Some(to)) = (one(&from), one(&to)) else {
                    return Err("a vowel is one letter and its class is one".to_owned());
                };
                self.vowels.insert(from, to);
            }
            other => return Err(format!("no such rule: `{other}`")),
        }
        Ok(())
    }

    /// Whether a lower-case word may stand within a name (`bin`, `al`, `von`).
    pub fn particle(&self, word: &str) -> bool {
        let word = normalise(word);
        word.is_empty() || word.split(' ').all(|w| self.particles.contains(w) || self.articles.contains(w))
    }

    /// The key of a name; none where it has too few letters to tell it from others.
    pub fn key(&self, name: &str) -> Option<String> {
        let plain = normalise(name);
        let mut words: Vec<&str> = plain.split(' ').filter(|w| !self.articles.contains(*w)).collect();
        words.retain(|w| !w.is_empty());
        let key: String = words.iter().map(|w| self.word(w)).collect::<Vec<_>>().join(" ");
        let consonants = key.chars().filter(|c| *c != ' ' && !self.is_class(*c)).count();
        let needed = if words.len() > 1 { ENOUGH + 1 } else { ENOUGH };
        (consonants >= needed).then_some(key)
    }

    fn is_class(&self, c: char) -> bool {
        self.vowels.iter().any(|(_, class)| *class == c)
    }

    fn word(&self, word: &str) -> String {
        let mut word = self.words.get(word).map_or(word, String::as_str).to_owned();
        if let Some((from, to)) = self.starts.iter().find(|(from, _)| word.starts_with(from.as_str())) {
            word = format!("{to}{}", &word[from.len()..]);
        }
        if let Some((from, to)) =
            self.ends.iter().find(|(from, _)| word.len() > from.len() && word.ends_with(from.as_str()))
        {
            word = format!("{}{to}", &word[..word.len() - from.len()]);
        }
        self.skeleton(&word)
    }

    /// Letters by the rules, doubled ones once, a run of vowels as one class: the rounded one if there is any.
    fn skeleton(&self, word: &str) -> String {
        let mut out = String::new();
        let mut rest = word;
        while let Some(c) = rest.chars().next() {
            let rule = self.letters.iter().find(|(from, _)| rest.starts_with(from.as_str()));
            let (used, to) =
                rule.map_or_else(|| (c.len_utf8(), c.to_string()), |(from, to)| (from.len(), to.clone()));
            rest = &rest[used..];
            for letter in to.chars() {
                self.push(&mut out, letter);
            }
        }
        out
    }

    fn push(&self, out: &mut String, letter: char) {
        let last = out.chars().next_back();
        let Some(&class) = self.vowels.get(&letter) else {
            if last != Some(letter) {
                out.push(letter);
            }
            return;
        };
        match last {
            Some(l) if self.is_class(l) => {
                // the class later in the alphabet is the rounded one
                if class > l {
                    out.pop();
                    out.push(class);
                }
            }
            _ => out.push(class),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tables;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        let tables = Tables::builtin().unwrap();
        let key = |name: &str| tables.world.transliteration.key(name);
        for (a, b) in [
            ("Gaddafi", "Qadhafi"),
            ("Muammar Gaddafi", "Moammar al-Qaddafi"),
            ("Haftar", "Hifter"),
            ("Mohammed Salem", "Muhammad Salim"),
            ("Sergey Karpenko", "Sergei Karpenko"),
            ("Zelensky", "Zelenskiy"),
            ("Lukashenko", "Lukashenka"),
            ("Yevgeny Prigozhin", "Evgeniy Prigozhin"),
            ("Abdul Rahman Dost", "Abdurrahman Dost"),
            ("Abdel-Fattah al-Sisi", "Abdul Fattah el-Sissi"),
        ] {
            assert!(key(a).is_some(), "{a}");
            assert_eq!(key(a), key(b), "{a} and {b}");
        }
    }

    #[test]
    fn other_names_have_other_keys() {
        let tables = Tables::builtin().unwrap();
        let key = |name: &str| tables.world.transliteration.key(name);
        for (a, b) in [
            ("Hassan", "Hussein"),
            ("Khomeini", "Khamenei"),
            ("Peter", "Petra"),
            ("Martin", "Morton"),
            ("Karimov", "Karim"),
            ("Salman", "Suleiman"),
        ] {
            assert_ne!(key(a), key(b), "{a} and {b}");
        }
        assert_eq!(key("Lee"), None);
    }
}
