//! Which spellings may be one place's name, across transliterations (`data/places/spelling.csv`).
//!
//! `Deir ez-Zor`, `Dayr az-Zawr` and `Dair Alzour` share their consonants; their vowels differ as vowels do. So the
//! gazetteer has, for each name of a country whose names are transliterated, a hash of its consonants; what is found by
//! it is then weighed by how the vowels differ. Few names are looked at, and none is walked through.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::tables::rows::{self, TableFile};
use crate::tables::transliteration::Transliteration;

const TABLE: &str = include_str!("../../../../../data/places/spelling.csv");

/// The rules, read once.
static RULES: LazyLock<Rules> = LazyLock::new(Rules::read);

#[derive(Default)]
struct Rules {
    letters: Transliteration,
    countries: HashSet<String>,
}

#[derive(serde::Deserialize)]
struct Row {
    rule: String,
    from: String,
    to: String,
}

impl Rules {
    /// A row that cannot be read is left out; a test sees to it that there is none.
    fn read() -> Self {
        let mut read = Self::default();
        let file = TableFile { path: "places/spelling.csv", text: TABLE };
        let _ = rows::each(&file, |row: Row, _| {
            if row.rule == "country" {
                read.countries.insert(row.from);
                return Ok(());
            }
            read.letters.add(&row.rule, row.from, row.to)
        });
        read.letters.sort();
        read
    }
}

/// Which rules the hashes of a gazetteer were made by.
pub(super) fn edition() -> u32 {
    hash(TABLE) as u32
}

/// Whether names of this country (ISO alpha-3) are transliterated.
pub(super) fn transliterated(iso3: &str) -> bool {
    RULES.countries.contains(iso3)
}

/// A name as the rules leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    consonants: String,
    /// What stands before each consonant and after the last: the class of a vowel, or none.
    vowels: Vec<Option<char>>,
}

impl Key {
    /// The key of a normalised name; none where it has too few consonants to tell it from others, or other letters.
    pub(super) fn of(name: &str) -> Option<Self> {
        if !name.bytes().all(|b| b.is_ascii_lowercase() || b == b' ') {
            return None;
        }
        let skeleton = RULES.letters.key(name)?;
        let mut key = Self { consonants: String::new(), vowels: vec![None] };
        for letter in skeleton.chars().filter(|c| *c != ' ') {
            match letter {
                'e' | 'o' => {
                    if let Some(last) = key.vowels.last_mut() {
                        *last = (*last).max(Some(letter));
                    }
                }
                // Two words may meet in one letter (`Deir Rahma`, `Deirahma`).
                _ if key.consonants.ends_with(letter) && key.vowels.last() == Some(&None) => {}
                _ => {
                    key.consonants.push(letter);
                    key.vowels.push(None);
                }
            }
        }
        Some(key)
    }

    /// The hash that the gazetteer has, in so many bytes.
    pub(super) fn hash(&self, width: usize) -> u32 {
        let mask = if width < 4 { (1 << (width * 8)) - 1 } else { u32::MAX };
        let hash = hash(&self.consonants);
        (hash ^ hash >> 32) as u32 & mask
    }

    /// How far two names of the same consonants are apart; none where they are two names.
    pub(super) fn distance(&self, other: &Self) -> Option<u32> {
        if self.consonants != other.consonants {
            return None;
        }
        let last = self.vowels.len() - 1;
        let apart: u32 = self
            .vowels
            .iter()
            .zip(&other.vowels)
            .enumerate()
            .map(|(at, (a, b))| {
                match (a, b) {
                    (a, b) if a == b => 0,
                    // A name that begins with a vowel seldom loses it.
                    (None, _) | (_, None) if at == 0 => 3,
                    (None, _) | (_, None) if at == last => 1,
                    _ => 2,
                }
            })
            .sum();
        (apart <= self.most()).then_some(apart)
    }

    /// The most that two spellings of a name of so many consonants are apart.
    fn most(&self) -> u32 {
        match self.consonants.len() {
            0..=3 => 1,
            4 => 3,
            5..=6 => 4,
            _ => 6,
        }
    }
}

/// Other ways to take a normalised name apart, the nearest first: itself, an article that is written as one word with
/// its noun (`Alzour`), and `g` for `h` (`Lugansk`, `Luhansk`).
pub(super) fn variants(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let bare: Vec<&str> = words.iter().map(|word| without_article(word)).collect();
    let mut found = vec![name.to_owned(), bare.join(" ")];
    for swapped in [name.replace('g', "h"), name.replacen('h', "g", 1)] {
        // Not the second letter of `sh`, `kh`, `ch`: that would be another sound.
        if !["sg", "kg", "cg", "tg", "zg", "pg", "dg"].iter().any(|pair| swapped.contains(pair)) {
            found.push(swapped);
        }
    }
    let mut seen = HashSet::new();
    found.retain(|name| seen.insert(name.clone()));
    found
}

fn without_article(word: &str) -> &str {
    let rest = ["al", "el", "ul"].iter().find_map(|article| word.strip_prefix(article));
    if let Some(rest) = rest.filter(|rest| rest.len() >= 3) {
        return rest;
    }
    // The article takes the letter that follows: `Ezzor`, `Assuwayda`, `Ashshaykh`.
    let mut letters = word.chars();
    let (first, second, third) = (letters.next(), letters.next(), letters.next());
    if matches!(first, Some('a' | 'e')) && second == third && second.is_some_and(|c| "dnrstz".contains(c)) {
        return word.get(2..).unwrap_or(word);
    }
    word
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::gazetteer::name::normalise;

    fn distance(a: &str, b: &str) -> Option<u32> {
        let key = Key::of(&normalise(b))?;
        variants(&normalise(a)).iter().filter_map(|a| Key::of(a)?.distance(&key)).min()
    }

    #[test]
    fn the_table_is_sound() {
        let file = TableFile { path: "places/spelling.csv", text: TABLE };
        let mut rules = Transliteration::default();
        rows::each(&file, |row: Row, _| {
            if row.rule == "country" { Ok(()) } else { rules.add(&row.rule, row.from, row.to) }
        })
        .unwrap();
        assert!(transliterated("SYR") && !transliterated("USA"));
    }

    #[test]
    fn spellings_of_one_place_are_near() {
        for (a, b) in [
            ("Deir ez-Zor", "Dayr az-Zawr"),
            ("Deir Ezzor", "Dayr az-Zawr"),
            ("Dair Alzour", "Dayr az-Zawr"),
            ("Kamishly", "Al Qāmishlī"),
            ("Tell Abiad", "Tall Abyaḑ"),
            ("Severodonetsk", "Sieverodonetsk"),
            ("Lugansk", "Luhansk"),
            ("Charkiw", "Kharkov"),
        ] {
            // `Charkiw` is German: its `ch` is another letter.
            assert_eq!(distance(a, b).is_some(), a != "Charkiw", "{a} and {b}");
        }
    }

    #[test]
    fn other_names_are_far() {
        for (a, b) in
            [("Kunduz", "Kandahar"), ("Salma", "Salamanca"), ("Karim", "Karma City"), ("Ana", "Anah")]
        {
            assert_eq!(distance(a, b), None, "{a} and {b}");
        }
    }
}
