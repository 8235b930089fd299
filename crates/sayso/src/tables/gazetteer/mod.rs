//! The gazetteer: names of places to where they are.
//!
//! Comes in: the bytes of `data/places/gazetteer.bin`, embedded in the program and used in place (nothing is parsed
//! or copied; opening checks the header and the index's checksum, a few milliseconds). Goes out: for a name, every
//! place that bears it, the most populous first. Which of them a report means is decided in `ground::place`.
//!
//! The data is GeoNames' (<https://www.geonames.org/>, CC BY 4.0): populated places of 500 people or more, countries,
//! first- and second-level divisions. `data/places/gazetteer.md` tells the edition and what was left out.
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
pub mod name;

use format::{Bytes, Layout, Record};
use fst::automaton::Levenshtein;
use fst::{IntoStreamer, Map, Streamer};

/// Every place of the embedded data, and the index of their names.
pub struct Gazetteer {
    bytes: Bytes,
    layout: Layout,
    index: Map<&'static [u8]>,
}

/// A place of the gazetteer, by its number there. Numbers change from one edition to the next: keep `geonames` ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceRef(pub u32);

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
    /// GeoNames' id: `https://www.geonames.org/{geonames}`.
    pub geonames: u32,
    /// GeoNames' main name: English for large places, a romanization of the local name for others.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2 code of the country (`XK` for Kosovo).
    pub country_iso2: &'static str,
    /// ISO 3166-1 alpha-3 code of the country (`XKX` for Kosovo).
    pub country_iso3: &'static str,
    /// The first-level division it lies in, where known; a country has none, and a division has itself.
    pub admin1: Option<PlaceRef>,
    /// Degrees north, good to about ten metres.
    pub lat: f64,
    /// Degrees east, good to about ten metres.
    pub lon: f64,
    /// People; 0 where GeoNames has no figure. For a division: the sum over its places.
    pub population: u32,
    /// What kind of place it is.
    pub kind: PlaceKind,
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
}

impl PlaceKind {
    /// Every kind with its name in the table that the gazetteer is built from.
    pub const ALL: [(Self, &'static str); 12] = [
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
    ];

    /// Whether this is an area with a government, not a settlement.
    #[must_use]
    pub fn is_division(self) -> bool {
        self <= Self::Admin3
    }

    fn from_number(number: u8) -> Option<Self> {
        Self::ALL.iter().map(|(kind, _)| *kind).find(|kind| *kind as u8 == number)
    }
}

/// Why bytes are no gazetteer.
#[derive(Debug, thiserror::Error)]
pub enum GazetteerError {
    /// They do not begin as one.
    #[error("not a gazetteer: expected the bytes to begin with `SAYSOGAZ`")]
    Magic,
    /// They were written for another version of Sayso.
    #[error("gazetteer of format version {found}, expected {expected}")]
    Version {
        /// What this program reads.
        expected: u32,
        /// What the bytes say.
        found: u32,
    },
    /// They are cut short, or run on.
    #[error("gazetteer of {found} bytes, expected {expected} from its header")]
    Length {
        /// The length that the header's counts give.
        expected: u64,
        /// The length of the bytes.
        found: u64,
    },
    /// The index of names is damaged.
    #[error("the gazetteer's index of names is damaged: {0}")]
    Index(#[from] fst::Error),
}

/// The built-in gazetteer's bytes, `data/places/gazetteer.bin`.
pub static EMBEDDED: &[u8] = include_bytes!("../../../../../data/places/gazetteer.bin");

impl Gazetteer {
    /// The built-in gazetteer.
    ///
    /// # Errors
    /// Where the built-in bytes are damaged or of another version; the tests see to it that they are not.
    pub fn embedded() -> Result<Self, GazetteerError> {
        Self::from_static(EMBEDDED)
    }

    /// Opens embedded bytes. Checks the header, the lengths, and the name index's checksum.
    ///
    /// # Errors
    /// Where the bytes are no gazetteer of this version, or damaged. Damage inside the records is not looked for; it
    /// shows as places that [`Gazetteer::place`] does not give.
    pub fn from_static(bytes: &'static [u8]) -> Result<Self, GazetteerError> {
        let layout = Layout::read(bytes)?;
        let index = Map::new(&bytes[layout.index.clone()])?;
        // Without this, a damaged index could lead the walk out of its bytes.
        index.as_fst().verify()?;
        Ok(Self { bytes: Bytes(bytes), layout, index })
    }

    /// How many places it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.layout.places as usize
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.layout.places == 0
    }

    /// The places that bear this name, the most populous first. Case, accents and punctuation do not matter
    /// ([`name::normalise`]); spelling does.
    pub fn lookup(&self, name: &str) -> impl Iterator<Item = NameMatch> + use<'_> {
        self.lookup_normalised(&name::normalise(name))
    }

    /// [`Gazetteer::lookup`] for a name that [`name::normalise`] gave.
    pub fn lookup_normalised(&self, name: &str) -> impl Iterator<Item = NameMatch> + use<'_> {
        let value = self.index.get(name);
        let postings = value.map(|value| self.layout.postings(self.bytes, value));
        postings.into_iter().flatten()
    }

    /// The places with a name at most so many letters away (put in, left out or changed), in the order of the names.
    /// Slower than [`Gazetteer::lookup`], a few milliseconds; a `distance` above 2 counts as 2.
    #[must_use]
    pub fn similar(&self, name: &str, distance: u32) -> Vec<NameMatch> {
        let Ok(automaton) = Levenshtein::new(&name::normalise(name), distance.min(2)) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut names = self.index.search(automaton).into_stream();
        while let Some((_, value)) = names.next() {
            found.extend(self.layout.postings(self.bytes, value));
        }
        found
    }

    /// What is known of a place; `None` where the bytes are damaged or the number is of another edition.
    #[must_use]
    pub fn place(&self, place: PlaceRef) -> Option<Place> {
        let record = self.layout.record(self.bytes, place)?;
        let country = self.layout.country(self.bytes, record.country)?;
        Some(Place {
            geonames: record.geonames,
            name: self.name_of(&record)?,
            country_iso2: country.iso2,
            country_iso3: country.iso3,
            admin1: self.layout.admin1(self.bytes, record.admin1),
            lat: record.lat(),
            lon: record.lon(),
            population: record.population(),
            kind: PlaceKind::from_number(record.kind)?,
        })
    }

    /// The name of a place's first-level division.
    #[must_use]
    pub fn admin1_name(&self, place: &Place) -> Option<&'static str> {
        let record = self.layout.record(self.bytes, place.admin1?)?;
        self.name_of(&record)
    }

    /// The country with this ISO 3166-1 alpha-2 or alpha-3 code, in capitals.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<PlaceRef> {
        (0..=u8::MAX)
            .map_while(|number| self.layout.country(self.bytes, number))
            .find(|country| country.iso2 == code || country.iso3 == code)
            .map(|country| country.place)
    }

    fn name_of(&self, record: &Record) -> Option<&'static str> {
        self.layout.name(self.bytes, record.name)
    }
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gazetteer").field("places", &self.len()).field("names", &self.index.len()).finish()
    }
}

#[cfg(test)]
mod tests;
