//! Countries by all the words that mean them: names, demonyms, adjectives (`data/actors/countries.csv`).
//!
//! ```
//! use sayso::tables::countries::{Countries, CountryWord};
//!
//! let table = "iso3,iso2,name,aliases,demonyms,adjectives,capital,lat,lon,source\n\
//!              LBY,LY,Libya,State of Libya,Libyan|Libyans,Libyan,Tripoli,27.0,18.0,ISO 3166-1\n";
//! let countries = Countries::read(table).unwrap();
//! assert_eq!(countries.named("LIBYA").unwrap().iso3, "LBY");
//! assert_eq!(countries.word("Libyans").unwrap().iso3, "LBY");
//! assert_eq!(countries.means("Libyan").unwrap().1, CountryWord::Adjective);
//! assert!(countries.named("Libyans").is_none());
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;

use super::gazetteer::name::normalise;
use super::rows;

/// The countries, and the index of their words.
#[derive(Clone, Debug, Default)]
pub struct Countries {
    rows: Vec<Country>,
    names: BTreeMap<String, usize>,
    people: BTreeMap<String, (usize, CountryWord)>,
    capitals: BTreeMap<String, usize>,
}

/// How a word speaks of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountryWord {
    /// Its name (`Libya`).
    Name,
    /// Its people (`Libyans`).
    Demonym,
    /// Its adjective (`Libyan`).
    Adjective,
}

/// One country.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Country {
    /// ISO 3166-1 alpha-3 (`XKX` for Kosovo).
    pub iso3: String,
    /// ISO 3166-1 alpha-2.
    pub iso2: String,
    /// The short name in English.
    pub name: String,
    #[serde(default)]
    aliases: String,
    #[serde(default)]
    demonyms: String,
    #[serde(default)]
    adjectives: String,
    /// The capital's name, where there is one.
    #[serde(default)]
    pub capital: String,
    /// Degrees north of its middle.
    pub lat: Option<f64>,
    /// Degrees east of its middle.
    pub lon: Option<f64>,
}

impl Countries {
    /// A table with at least the columns of [`Country`].
    ///
    /// # Errors
    /// Where a row lacks a field, or a field is not of its type.
    pub fn read(table: &str) -> Result<Self, csv::Error> {
        let mut countries = Self::default();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
        let headers = reader.headers()?.clone();
        for record in reader.records() {
            let record = record?;
            if !record.get(0).is_some_and(|cell| cell.starts_with('#')) {
                countries.add(record.deserialize(Some(&headers))?);
            }
        }
        Ok(countries)
    }

    /// The country of this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Country> {
        keys(name).find_map(|key| self.names.get(&key)).map(|row| &self.rows[*row])
    }

    /// The country that this name, demonym or adjective means.
    #[must_use]
    pub fn word(&self, word: &str) -> Option<&Country> {
        self.means(word).map(|(country, _)| country)
    }

    /// The country that a word means, and how it speaks of it; a word that is both for the people and an adjective counts
    /// as an adjective.
    #[must_use]
    pub fn means(&self, word: &str) -> Option<(&Country, CountryWord)> {
        let name = self.named(word).map(|country| (country, CountryWord::Name));
        name.or_else(|| {
            let (row, how) = keys(word).find_map(|key| self.people.get(&key))?;
            Some((&self.rows[*row], *how))
        })
    }

    /// The country of this ISO 3166-1 alpha-3 code.
    #[must_use]
    pub fn by_iso3(&self, iso3: &str) -> Option<&Country> {
        self.rows.iter().find(|country| country.iso3 == iso3)
    }

    /// The country whose capital has that name.
    #[must_use]
    pub fn capital(&self, name: &str) -> Option<&Country> {
        self.capitals.get(&normalise(name)).map(|row| &self.rows[*row])
    }

    /// The first row to claim a word keeps it.
    pub(super) fn add(&mut self, country: Country) {
        let row = self.rows.len();
        for name in rows::list(&country.aliases).chain([country.name.as_str()]) {
            self.names.entry(key(name)).or_insert(row);
        }
        for word in rows::list(&country.adjectives) {
            self.people.entry(key(word)).or_insert((row, CountryWord::Adjective));
        }
        for word in rows::list(&country.demonyms) {
            self.people.entry(key(word)).or_insert((row, CountryWord::Demonym));
        }
        if !country.capital.is_empty() {
            self.capitals.entry(normalise(&country.capital)).or_insert(row);
        }
        self.rows.push(country);
    }
}

/// The key of a word. Abbreviations keep their case, so that `us` is not `US`.
fn key(word: &str) -> String {
    let letters: Vec<char> = word.chars().filter(|c| *c != '.').collect();
    if letters.len() <= 4 && letters.iter().all(char::is_ascii_uppercase) {
        return letters.iter().collect();
    }
    plain(word)
}

/// The keys that a word is looked up by: that of an abbreviation, then that of a name in capitals (`IRAN`).
fn keys(word: &str) -> impl Iterator<Item = String> {
    [key(word), plain(word)].into_iter()
}

fn plain(word: &str) -> String {
    let plain = normalise(word);
    plain.strip_prefix("the ").map(str::to_owned).unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "iso3,iso2,name,aliases,demonyms,adjectives,capital,lat,lon,source\n\
        # a remark,,,,,,,,,\n\
        USA,US,United States,U.S.|US|the United States,American|Americans,American,Washington,39.8,-98.6,x\n\
        IRN,IR,Iran,,Iranian|Iranians,Iranian,Tehran,32.6,54.3,x\n\
        PSE,PS,Palestine,,Palestinian,Palestinian,,,,x\n";

    #[test]
    fn abbreviations_keep_their_case() {
        let countries = Countries::read(TABLE).unwrap();
        let iso3 = |name| countries.named(name).map(|country| country.iso3.as_str());
        assert_eq!(iso3("U.S."), Some("USA"));
        assert_eq!(iso3("the united states"), Some("USA"));
        assert_eq!(iso3("us"), None);
        assert_eq!(iso3("IRAN"), Some("IRN"));
    }

    #[test]
    fn a_word_tells_how_it_speaks() {
        let countries = Countries::read(TABLE).unwrap();
        let how = |word| countries.means(word).map(|(_, how)| how);
        assert_eq!(how("Iran"), Some(CountryWord::Name));
        assert_eq!(how("Iranian"), Some(CountryWord::Adjective));
        assert_eq!(how("Iranians"), Some(CountryWord::Demonym));
        assert_eq!(countries.capital("TEHRAN").map(|c| c.iso3.as_str()), Some("IRN"));
    }

    #[test]
    fn a_row_may_lack_a_point() {
        assert_eq!(Countries::read(TABLE).unwrap().by_iso3("PSE").unwrap().lat, None);
    }
}
