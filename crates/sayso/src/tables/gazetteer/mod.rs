//! The gazetteer: names of places to where they are.
//!
//! Comes in: the bytes of `data/places/gazetteer.bin`, embedded in the program, and of files that a user has added, all used
//! in place: nothing is parsed or copied, and opening reads a header. Goes out: for a name, every place that bears it,
//! the most populous first. Which of them a report means is decided in `ground::place`.
//!
//! The built-in data is GeoNames' (<https://www.geonames.org/>, CC BY 4.0): populated places of 500 people or more,
//! countries, first- and second-level divisions. `data/places/gazetteer.md` tells the edition and what was left out.
//!
//! `import` reads what users have (GeoNames dumps, CSV, GeoJSON), `build` makes files of it, `format.rs` and `sorted.rs` say
//! how they are laid out, `spelling.rs` finds the other spellings of a name.
//!
//! ```
//! use sayso::tables::gazetteer::{Gazetteer, build};
//!
//! let table = "capital\t2210247\tTripoli\t32.88743\t13.18733\t1302947\tLY\t77\tTarabulus al Gharb|Trípoli\n\
//!              country\t2215636\tLibya\t27\t18\t6678567\tLY LBY\t\tState of Libya\n";
//! let (bytes, _) = build::from_table(table).unwrap();
//! let gazetteer = Gazetteer::from_static(bytes.leak()).unwrap();
//! let found = gazetteer.lookup("TRIPOLI").next().unwrap();
//! let place = gazetteer.place(found.place).unwrap();
//! assert_eq!((place.name, place.country_iso3, place.population), ("Tripoli", "LBY", 1_302_947));
//! ```

pub mod build;
mod format;
pub mod import;
mod layer;
pub mod name;
mod sorted;
mod sorter;
mod spelling;

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use format::{NONE, Record};
use layer::{Layer, plain};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
pub use sorter::{InMemory, Scratch};

/// Every place of the built-in data and of what a user has added, and the index of their names.
pub struct Gazetteer {
    /// The one that wins first; the built-in one last.
    layers: Vec<Layer>,
}

/// A place of the gazetteer, by its number there. Numbers change from one edition to the next: keep `geonames` ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceRef {
    layer: u8,
    number: u32,
}

/// A place that bears the name looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameMatch {
    /// The place.
    pub place: PlaceRef,
    /// The name is one of its other names (another language, an older or shorter form), not its main one.
    pub alternate: bool,
}

/// What the gazetteer knows of one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// GeoNames' id: `https://www.geonames.org/{geonames}`; none for a user's own place.
    pub geonames: Option<u32>,
    /// GeoNames' main name: English for large places, a romanization of the local name for others.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2 code of the country (`XK` for Kosovo); empty where it lies in none that is known.
    pub country_iso2: &'static str,
    /// ISO 3166-1 alpha-3 code of the country (`XKX` for Kosovo); empty where it lies in none that is known.
    pub country_iso3: &'static str,
    /// The first-level division it lies in, where known; a country has none, and a division has itself.
    pub admin1: Option<PlaceRef>,
    /// Degrees north, good to about ten metres.
    pub lat: f64,
    /// Degrees east, good to about ten metres.
    pub lon: f64,
    /// People; 0 where there is no figure. For a division: the sum over its places.
    pub population: u32,
    /// What kind of place it is.
    pub kind: PlaceKind,
    /// A circle of so many kilometres covers it, where its outline was given.
    pub radius_km: Option<f64>,
    /// It is a user's own place.
    pub own: bool,
    /// A user's own identifier of it.
    pub id: Option<&'static str>,
    /// Where a user has it from.
    pub source: Option<&'static str>,
}

/// Where a gazetteer file comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// What it is called.
    pub name: String,
    /// SHA-256 of the file up to this part, hexadecimal: what a reading names it by.
    #[serde(default)]
    pub digest: String,
    /// When it was added, ISO 8601.
    #[serde(default)]
    pub added: String,
    /// The files it was made of.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Places in it.
    #[serde(default)]
    pub places: usize,
    /// Different names in it.
    #[serde(default)]
    pub names: usize,
    /// Lines or features that were left out because they could not be read.
    #[serde(default)]
    pub broken: u64,
    /// Whose the data is, and what one owes for it.
    #[serde(default)]
    pub licence: String,
}

impl Meta {
    /// How a reading names it: name and the first of its checksum.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} sha256:{}", self.name, self.digest.get(..16).unwrap_or(&self.digest))
    }
}

/// A file that a gazetteer was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name.
    pub file: String,
    /// Its SHA-256, hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

/// The kinds of places, from GeoNames' feature codes. The numbers are those of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum PlaceKind {
    /// A country or dependent territory.
    Country = 0,
    /// A first-level division: state, province, governorate, region.
    Admin1 = 1,
    /// A second-level division: county, district, prefecture.
    Admin2 = 2,
    /// A division below these.
    Admin3 = 3,
    /// The capital of a country (PPLC, PPLG).
    Capital = 10,
    /// The seat of a first-level division (PPLA).
    Admin1Seat = 11,
    /// The seat of a second-level division (PPLA2).
    Admin2Seat = 12,
    /// The seat of a division below these (PPLA3 to PPLA5).
    Seat = 13,
    /// A city, town or village that is no seat (PPL and the like).
    Town = 14,
    /// A part of a city or town (PPLX).
    Section = 15,
    /// A farm village or scattered settlement (PPLL, PPLF).
    Locality = 16,
    /// Abandoned, destroyed or historical (PPLH, PPLQ, PPLW).
    Former = 17,
    /// A camp, base, airport, crossing, dam, mine or the like.
    Site = 20,
    /// Mountains, an island, a river, a forest, a region without a government.
    Region = 21,
}

impl PlaceKind {
    /// Every kind with its name in the table that the gazetteer is built from.
    pub const ALL: [(Self, &'static str); 14] = [
        (Self::Country, "country"),
        (Self::Admin1, "admin1"),
        (Self::Admin2, "admin2"),
        (Self::Admin3, "admin3"),
        (Self::Capital, "capital"),
        (Self::Admin1Seat, "admin1-seat"),
        (Self::Admin2Seat, "admin2-seat"),
        (Self::Seat, "seat"),
        (Self::Town, "town"),
        (Self::Section, "section"),
        (Self::Locality, "locality"),
        (Self::Former, "former"),
        (Self::Site, "site"),
        (Self::Region, "region"),
    ];

    /// Whether this is an area with a government, not a settlement.
    #[must_use]
    pub fn is_division(self) -> bool {
        self <= Self::Admin3
    }

    /// The name of the kind, as tables write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    fn from_number(number: u8) -> Option<Self> {
        Self::ALL.iter().map(|(kind, _)| *kind).find(|kind| *kind as u8 == number)
    }
}

/// Why bytes are no gazetteer.
#[derive(Debug, thiserror::Error)]
pub enum GazetteerError {
    /// They do not begin as one.
    #[error("not a gazetteer of Sayso: make one with `sayso gazetteer add`")]
    Magic,
    /// They were written for another version of Sayso.
    #[error(
        "gazetteer of format version {found}, expected {expected}; add its files again with `sayso gazetteer add`"
    )]
    Version {
        /// What this program reads.
        expected: u32,
        /// What the bytes say.
        found: u32,
    },
    /// They are cut short, or run on.
    #[error("gazetteer of {found} bytes, expected {expected} from its header; add its files again")]
    Length {
        /// The length that the header's counts give.
        expected: u64,
        /// The length of the bytes.
        found: u64,
    },
    /// The header, or what is told of where it comes from, makes no sense.
    #[error("the gazetteer's header is damaged; add its files again")]
    Header,
    /// More files than one gazetteer holds.
    #[error("more than {0} added gazetteers; remove some, or add their files together as one")]
    Many(usize),
}

/// The built-in gazetteer's bytes, `data/places/gazetteer.bin`.
pub static EMBEDDED: &[u8] = include_bytes!("../../../../../data/places/gazetteer.bin");

/// As many files as there can be beside the built-in one.
const MOST_ADDED: usize = 250;

impl Gazetteer {
    /// The built-in gazetteer.
    ///
    /// # Errors
    /// Where the built-in bytes are damaged or of another version; the tests see to it that they are not.
    pub fn embedded() -> Result<Self, GazetteerError> {
        Self::from_static(EMBEDDED)
    }

    /// Opens one file. Checks the header and the lengths.
    ///
    /// # Errors
    /// Where the bytes are no gazetteer of this version. Damage inside is not looked for; it shows as places that are not
    /// found, or that [`Gazetteer::place`] does not give.
    pub fn from_static(bytes: &'static [u8]) -> Result<Self, GazetteerError> {
        Ok(Self { layers: vec![Layer::open(bytes)?] })
    }

    /// Lays a file over those that are there: its names and points win. A user's own places go over all others, whatever
    /// the order.
    ///
    /// # Errors
    /// As [`Gazetteer::from_static`], and where there are too many.
    pub fn with(mut self, bytes: &'static [u8]) -> Result<Self, GazetteerError> {
        if self.layers.len() > MOST_ADDED {
            return Err(GazetteerError::Many(MOST_ADDED));
        }
        let layer = Layer::open(bytes)?;
        let at = if layer.own() { 0 } else { self.layers.iter().take_while(|other| other.own()).count() };
        self.layers.insert(at, layer);
        Ok(self)
    }

    /// What was laid over the built-in gazetteer, the one that wins first.
    pub fn added(&self) -> impl Iterator<Item = &Meta> {
        let built_in = self.layers.len().saturating_sub(1);
        self.layers.iter().take(built_in).map(Layer::meta)
    }

    /// What the uppermost file says of itself.
    #[must_use]
    pub fn meta(&self) -> Option<&Meta> {
        self.layers.first().map(Layer::meta)
    }

    /// Whether all files are whole: their bytes have the digest that they name. Reads all of them.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.layers.iter().all(|layer| {
            layer.meta().digest.is_empty() || layer.meta().digest == hex(&Sha256::digest(layer.content()))
        })
    }

    /// How many places it holds, those that several files have counted in each.
    #[must_use]
    pub fn len(&self) -> usize {
        self.layers.iter().map(|layer| layer.len() as usize).sum()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every place, file by file; those that several files have in each.
    pub fn places(&self) -> impl Iterator<Item = PlaceRef> + use<'_> {
        (0..)
            .zip(&self.layers)
            .flat_map(|(layer, file)| (0..file.len()).map(move |number| PlaceRef { layer, number }))
    }

    /// The places that bear this name, a user's own first, then the most populous. Case, accents and punctuation do not
    /// matter ([`name::normalise`]); spelling does.
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = NameMatch> + use<'_> {
        let plain = plain(name);
        let mut found: Vec<NameMatch> = Vec::new();
        for (layer, file) in (0..).zip(&self.layers) {
            found.extend(file.lookup(&plain).map(|(number, alternate)| NameMatch {
                place: self.latest(PlaceRef { layer, number }),
                alternate,
            }));
        }
        if self.layers.len() > 1 {
            self.merge(&mut found);
        }
        found.into_iter()
    }

    /// One entry for each place, a user's own before those that they stand for, then the most populous.
    fn merge(&self, found: &mut Vec<NameMatch>) {
        let mut seen = HashSet::new();
        found.sort_by_key(|found| found.alternate);
        found.retain(|found| seen.insert(found.place));
        let mine: BTreeSet<&str> = (found.iter())
            .filter(|found| self.layers[usize::from(found.place.layer)].own())
            .filter_map(|found| Some(self.place(found.place)?.country_iso2))
            .collect();
        // In its country a user's own place is what the name means, but for the divisions of that name.
        let meant =
            |place: &Place| place.own || place.kind.is_division() || !mine.contains(place.country_iso2);
        let mut placed: Vec<(NameMatch, Place)> =
            found.iter().filter_map(|found| Some((*found, self.place(found.place)?))).collect();
        if !mine.is_empty() {
            placed.retain(|(_, place)| meant(place));
        }
        placed.sort_by_key(|(found, place)| (!place.own, Reverse(place.population), found.place));
        *found = placed.into_iter().map(|(found, _)| found).collect();
    }

    /// The same place in the file that wins.
    fn latest(&self, place: PlaceRef) -> PlaceRef {
        if place.layer == 0 {
            return place;
        }
        let record = self.layers.get(usize::from(place.layer)).and_then(|file| file.record(place.number));
        let id = record.map_or(0, |record| record.geonames);
        self.by_id(id, place.layer).unwrap_or(place)
    }

    /// The place of a geonames id in the first so many files.
    fn by_id(&self, geonames: u32, layers: u8) -> Option<PlaceRef> {
        let mut files = (0..layers).zip(&self.layers).filter(|_| geonames != 0);
        files.find_map(|(layer, file)| Some(PlaceRef { layer, number: file.by_id(geonames)? }))
    }

    /// The places whose name is another spelling of this one, the nearest first: `Deir Ezzor` for `Dayr az Zawr`. Only names
    /// of countries whose names are transliterated are looked at (`data/places/spelling.csv`); the nearest spelling only
    /// is given. For names that [`Gazetteer::lookup`] does not know.
    #[must_use]
    pub fn respelt(&self, name: &str) -> Vec<NameMatch> {
        let plain = plain(name);
        let mut found: Vec<(u32, PlaceRef)> = Vec::new();
        for (layer, file) in (0..).zip(&self.layers) {
            let here = file.respelt(&plain).into_iter();
            found.extend(here.map(|(distance, number)| (distance, self.latest(PlaceRef { layer, number }))));
        }
        found.sort_unstable();
        let nearest = found.first().map_or(0, |(distance, _)| *distance);
        let mut seen = HashSet::new();
        found.retain(|(distance, place)| *distance == nearest && seen.insert(*place));
        found.into_iter().map(|(_, place)| NameMatch { place, alternate: true }).collect()
    }

    /// What is known of a place; `None` where the bytes are damaged or the number is of another edition.
    #[must_use]
    pub fn place(&self, place: PlaceRef) -> Option<Place> {
        let file = self.layers.get(usize::from(place.layer))?;
        let record = file.record(place.number)?;
        let country = file.country_of(record.country);
        let extra = file.extra(place.number);
        Some(Place {
            geonames: (record.geonames != 0).then_some(record.geonames),
            name: file.name(&record)?,
            country_iso2: country.as_ref().map_or("", |country| country.iso2),
            country_iso3: country.as_ref().map_or("", |country| country.iso3),
            admin1: self.division(place.layer, &record),
            lat: record.lat(),
            lon: record.lon(),
            population: record.population(),
            kind: record.kind()?,
            radius_km: (extra.radius > 0).then(|| f64::from(extra.radius) / 1000.0),
            own: file.own(),
            id: extra.id,
            source: extra.source,
        })
    }

    fn division(&self, layer: u8, record: &Record) -> Option<PlaceRef> {
        let division = self.layers.get(usize::from(layer))?.division(record.admin1)?;
        let here = (division.place != NONE).then_some(PlaceRef { layer, number: division.place });
        if self.layers.len() == 1 {
            return here;
        }
        // The same division in every file, so that places of two files lie in one.
        let everywhere = u8::try_from(self.layers.len()).unwrap_or(u8::MAX);
        self.by_id(division.geonames, everywhere).or(here)
    }

    /// The name of a place's first-level division.
    #[must_use]
    pub fn admin1_name(&self, place: &Place) -> Option<&'static str> {
        self.place(place.admin1?).map(|division| division.name)
    }

    /// The country with this ISO 3166-1 alpha-2 or alpha-3 code, in capitals.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<PlaceRef> {
        let mut files = (0..).zip(&self.layers);
        files.find_map(|(layer, file)| Some(PlaceRef { layer, number: file.country(code)? }))
    }

    /// The file that a place is from.
    #[must_use]
    pub fn origin(&self, place: PlaceRef) -> Option<&Meta> {
        self.layers.get(usize::from(place.layer)).map(Layer::meta)
    }

    /// The countries' codes, alpha-2 and alpha-3, of the file that lies lowest.
    pub(super) fn codes(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<'_> {
        self.layers.iter().rev().take(1).flat_map(|file| file.countries().map(|c| (c.iso2, c.iso3)))
    }

    /// The first-level divisions of the lowest file: country (alpha-2), code, geonames id.
    pub(super) fn divisions(&self) -> impl Iterator<Item = (&'static str, &'static str, u32)> + use<'_> {
        self.layers.iter().rev().take(1).flat_map(|file| {
            file.divisions().filter_map(|division| {
                let country = file.country_of(division.country)?;
                (division.geonames != 0).then_some((country.iso2, division.code, division.geonames))
            })
        })
    }
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gazetteer").field("files", &self.layers.len()).field("places", &self.len()).finish()
    }
}

#[cfg(test)]
mod tests;
