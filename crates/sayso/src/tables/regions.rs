//! Places that the gazetteer has not: regions, seas, rivers, deserts, districts of cities (`data/places/regions.csv`),
//! and short forms of divisions (`data/places/abbreviations.csv`).
//!
//! ```
//! use sayso::tables::regions::{Kind, Regions};
//!
//! let regions = Regions::embedded().unwrap();
//! let sinai = regions.lookup("Sinai Peninsula").next().unwrap();
//! assert_eq!((sinai.name.as_str(), sinai.kind, sinai.countries[0].as_str()), ("Sinai", Kind::Region, "EGY"));
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;

use super::gazetteer::name::normalise;

/// The regions, and the index of their names.
#[derive(Clone, Debug, Default)]
pub struct Regions {
    rows: Vec<Region>,
    names: BTreeMap<String, Vec<usize>>,
}

/// One region.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The countries it lies in, ISO 3166-1 alpha-3; none at sea and for continents.
    pub countries: Vec<String>,
    /// Degrees north of its middle.
    pub lat: f64,
    /// Degrees east of its middle.
    pub lon: f64,
    /// A circle of so many kilometres about covers it.
    pub radius_km: f64,
}

/// What a region is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "plain words")]
pub enum Kind {
    Continent,
    Region,
    Sea,
    Strait,
    River,
    Lake,
    Mountains,
    Desert,
    Island,
    Road,
    /// Part of a city, or a site: a camp, an airport, a square.
    District,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    aliases: String,
    country: String,
    lat: f64,
    lon: f64,
    radius_km: f64,
    kind: Kind,
}

impl Regions {
    /// The built-in table.
    ///
    /// # Errors
    /// Where the table is malformed; the tests see to it that it is not.
    pub fn embedded() -> Result<Self, csv::Error> {
        Self::read(include_str!("../../../../data/places/regions.csv"))
    }

    /// A table of the same columns.
    ///
    /// # Errors
    /// Where a row lacks a field, or a field is not of its type.
    pub fn read(table: &str) -> Result<Self, csv::Error> {
        let mut regions = Self::default();
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let headers = reader.headers()?.clone();
        for record in reader.records() {
            let record = record?;
            if record.get(0).is_some_and(|cell| cell.starts_with('#')) {
                continue;
            }
            regions.add(record.deserialize(Some(&headers))?);
        }
        Ok(regions)
    }

    /// The regions of this name, in the table's order.
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = &Region> {
        self.names.get(&normalise(name)).into_iter().flatten().map(|row| &self.rows[*row])
    }

    /// Every region, in the table's order.
    pub fn iter(&self) -> impl Iterator<Item = &Region> {
        self.rows.iter()
    }

    fn add(&mut self, row: Row) {
        let number = self.rows.len();
        for name in row.aliases.split('|').chain([row.name.as_str()]) {
            let rows = self.names.entry(normalise(name)).or_default();
            if !rows.contains(&number) {
                rows.push(number);
            }
        }
        self.names.remove("");
        self.rows.push(Region {
            countries: row.country.split('|').filter(|code| !code.is_empty()).map(String::from).collect(),
            name: row.name,
            kind: row.kind,
            lat: row.lat,
            lon: row.lon,
            radius_km: row.radius_km,
        });
    }
}

/// Short forms of first-level divisions and some cities, as news in English writes them: `Va.`, `N.Y.`, `TX`, `L.A.`
#[derive(Clone, Debug, Default)]
pub struct Abbreviations(BTreeMap<String, (String, String)>);

impl Abbreviations {
    /// The built-in table.
    ///
    /// # Errors
    /// Where the table is malformed; the tests see to it that it is not.
    pub fn embedded() -> Result<Self, csv::Error> {
        #[derive(Deserialize)]
        struct Row {
            abbreviation: String,
            name: String,
            country: String,
        }
        let table = include_str!("../../../../data/places/abbreviations.csv");
        let mut known = BTreeMap::new();
        for row in csv::Reader::from_reader(table.as_bytes()).deserialize() {
            let row: Row = row?;
            for short in row.abbreviation.split('|') {
                known.insert(short.to_owned(), (row.name.clone(), row.country.clone()));
            }
        }
        Ok(Self(known))
    }

    /// The place's name and country (ISO alpha-2). Case and dots matter: `Va.`, `VA`, not `va`.
    #[must_use]
    pub fn expand(&self, short: &str) -> Option<(&str, &str)> {
        let found = self.0.get(short).or_else(|| self.0.get(&format!("{short}.")))?;
        Some((&found.0, &found.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_sound() {
        let regions = Regions::embedded().unwrap();
        for region in regions.iter() {
            assert!(
                region.lat.abs() <= 90.0 && region.lon.abs() <= 180.0 && region.radius_km > 0.0,
                "{region:?}"
            );
            assert!(region.countries.iter().all(|code| code.len() == 3), "{region:?}");
        }
        assert!(regions.iter().count() > 300);
    }

    #[test]
    fn several_regions_may_share_a_name() {
        let regions = Regions::embedded().unwrap();
        let countries: Vec<_> =
            regions.lookup("tahrir square").flat_map(|region| &region.countries).collect();
        assert_eq!(countries, ["IRQ", "EGY"]);
    }

    #[test]
    fn abbreviations_expand() {
        let known = Abbreviations::embedded().unwrap();
        assert_eq!(known.expand("Va."), Some(("Virginia", "US")));
        assert_eq!(known.expand("Va"), Some(("Virginia", "US")));
        assert_eq!(known.expand("va"), None);
    }
}
