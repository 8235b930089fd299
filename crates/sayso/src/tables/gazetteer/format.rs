//! The layout of `gazetteer.bin`. All numbers are little-endian; nothing is aligned.
//!
//! ```text
//! header     magic "SAYSOGAZ", then u32: version, countries, divisions, places, and the bytes of names, postings,
//!            index; 36 bytes in all
//! countries  8 bytes each: ISO alpha-2 (2), alpha-3 (3), the country's place number (u24)
//! divisions  3 bytes each: the place number (u24) of a first-level division
//! places     19 bytes each, sorted by normalised name, then the most populous first:
//!              0 geonames id u24     6 longitude u24     12 country u8         16 name u24
//!              3 latitude u24        9 population u24    13 division u16
//!                                                        15 kind u8
//! names      a length u8, then UTF-8; places point here
//! postings   a count u16, then for each place u24: number * 2 + 1 if this is another name of it, most populous first
//! index      an FST map (crate `fst`) from normalised name to u64: number * 4 + other-name bit * 2 for one
//!            place, or an offset into the postings * 2 + 1
//! ```
//!
//! Latitude is `(degrees + 90) / 180`, longitude `(degrees + 180) / 360`, in 2^24 - 1 parts (2.4 metres at most).
//! Population is exact below 2^23; above it, bit 23 is set and the rest counts 256 people.

use std::ops::Range;

use super::{GazetteerError, NameMatch, PlaceRef};

pub(super) const MAGIC: &[u8; 8] = b"SAYSOGAZ";
pub(super) const VERSION: u32 = 1;
pub(super) const HEADER: usize = 36;
pub(super) const COUNTRY: usize = 8;
pub(super) const DIVISION: usize = 3;
pub(super) const PLACE: usize = 19;
/// The division number of places that lie in none.
pub(super) const NO_DIVISION: u16 = u16::MAX;
const PARTS: f64 = 16_777_215.0;
const LARGE: u32 = 1 << 23;

/// The embedded bytes; every read is checked.
#[derive(Clone, Copy)]
pub(super) struct Bytes(pub(super) &'static [u8]);

impl Bytes {
    fn slice(self, start: usize, length: usize) -> Option<&'static [u8]> {
        self.0.get(start..start.checked_add(length)?)
    }

    fn text(self, start: usize, length: usize) -> Option<&'static str> {
        std::str::from_utf8(self.slice(start, length)?).ok()
    }

    fn number<const N: usize>(self, start: usize) -> Option<u32> {
        let bytes = self.slice(start, N)?;
        Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }
}

/// Where each part lies.
pub(super) struct Layout {
    pub(super) places: u32,
    countries: Range<usize>,
    divisions: Range<usize>,
    records: Range<usize>,
    names: Range<usize>,
    postings: Range<usize>,
    pub(super) index: Range<usize>,
}

impl Layout {
    pub(super) fn read(bytes: &'static [u8]) -> Result<Self, GazetteerError> {
        if !bytes.starts_with(MAGIC) {
            return Err(GazetteerError::Magic);
        }
        let short = GazetteerError::Length { expected: HEADER as u64, found: bytes.len() as u64 };
        let mut fields = [0; 7];
        for (field, number) in fields.iter_mut().enumerate() {
            let Some(found) = Bytes(bytes).number::<4>(MAGIC.len() + field * 4) else { return Err(short) };
            *number = found;
        }
        let [version, countries, divisions, places, names, postings, index] = fields;
        if version != VERSION {
            return Err(GazetteerError::Version { expected: VERSION, found: version });
        }
        let sizes = [
            (countries, COUNTRY),
            (divisions, DIVISION),
            (places, PLACE),
            (names, 1),
            (postings, 1),
            (index, 1),
        ];
        let expected =
            HEADER as u64 + sizes.iter().map(|(n, size)| u64::from(*n) * *size as u64).sum::<u64>();
        if expected != bytes.len() as u64 {
            return Err(GazetteerError::Length { expected, found: bytes.len() as u64 });
        }
        // OK because the sum of all parts is the length of a slice, so each fits a usize.
        let mut end = HEADER;
        let [countries, divisions, records, names, postings, index] = sizes.map(|(n, size)| {
            let start = end;
            end += n as usize * size;
            start..end
        });
        Ok(Self { places, countries, divisions, records, names, postings, index })
    }

    pub(super) fn record(&self, bytes: Bytes, place: PlaceRef) -> Option<Record> {
        let at = entry(&self.records, place.0, PLACE)?;
        Some(Record {
            geonames: bytes.number::<3>(at)?,
            lat: bytes.number::<3>(at + 3)?,
            lon: bytes.number::<3>(at + 6)?,
            population: bytes.number::<3>(at + 9)?,
            country: bytes.number::<1>(at + 12)? as u8,
            admin1: bytes.number::<2>(at + 13)? as u16,
            kind: bytes.number::<1>(at + 15)? as u8,
            name: bytes.number::<3>(at + 16)?,
        })
    }

    pub(super) fn country(&self, bytes: Bytes, number: u8) -> Option<Country> {
        let at = entry(&self.countries, u32::from(number), COUNTRY)?;
        Some(Country {
            iso2: bytes.text(at, 2)?,
            iso3: bytes.text(at + 2, 3)?,
            place: PlaceRef(bytes.number::<3>(at + 5)?),
        })
    }

    pub(super) fn admin1(&self, bytes: Bytes, number: u16) -> Option<PlaceRef> {
        let at = entry(&self.divisions, u32::from(number), DIVISION)?;
        bytes.number::<3>(at).map(PlaceRef)
    }

    pub(super) fn name(&self, bytes: Bytes, offset: u32) -> Option<&'static str> {
        let at = entry(&self.names, offset, 1)?;
        let length = bytes.number::<1>(at)? as usize;
        (at + 1 + length <= self.names.end).then(|| bytes.text(at + 1, length)).flatten()
    }

    /// The places behind a value of the index.
    pub(super) fn postings(&self, bytes: Bytes, value: u64) -> impl Iterator<Item = NameMatch> + use<> {
        let single = (value & 1 == 0).then(|| named((value >> 1) as u32));
        let list = (value & 1 == 1).then(|| self.posting_list((value >> 1) as u32)).flatten();
        let places = self.places;
        single
            .into_iter()
            .chain(list.into_iter().flat_map(move |range| {
                let count = bytes.number::<2>(range.start).unwrap_or(0) as usize;
                (0..count)
                    .map(move |i| range.start + 2 + i * 3)
                    .take_while(move |at| at + 3 <= range.end)
                    .filter_map(move |at| bytes.number::<3>(at))
                    .map(named)
            }))
            .filter(move |found| found.place.0 < places)
    }

    fn posting_list(&self, offset: u32) -> Option<Range<usize>> {
        Some(entry(&self.postings, offset, 1)?..self.postings.end)
    }
}

/// Where the entry of this number begins, if it lies inside.
fn entry(part: &Range<usize>, number: u32, size: usize) -> Option<usize> {
    let at = part.start + (number as usize).checked_mul(size)?;
    (at + size <= part.end).then_some(at)
}

fn named(value: u32) -> NameMatch {
    NameMatch { place: PlaceRef(value >> 1), alternate: value & 1 == 1 }
}

/// A country as the file has it.
pub(super) struct Country {
    pub(super) iso2: &'static str,
    pub(super) iso3: &'static str,
    pub(super) place: PlaceRef,
}

/// A place as the file has it.
pub(super) struct Record {
    pub(super) geonames: u32,
    pub(super) lat: u32,
    pub(super) lon: u32,
    pub(super) population: u32,
    pub(super) country: u8,
    pub(super) admin1: u16,
    pub(super) kind: u8,
    pub(super) name: u32,
}

impl Record {
    pub(super) fn lat(&self) -> f64 {
        round(f64::from(self.lat) / PARTS * 180.0 - 90.0)
    }

    pub(super) fn lon(&self) -> f64 {
        round(f64::from(self.lon) / PARTS * 360.0 - 180.0)
    }

    pub(super) fn population(&self) -> u32 {
        if self.population < LARGE { self.population } else { (self.population - LARGE) << 8 }
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend(u24(self.geonames));
        out.extend(u24(self.lat));
        out.extend(u24(self.lon));
        out.extend(u24(self.population));
        out.push(self.country);
        out.extend(self.admin1.to_le_bytes());
        out.push(self.kind);
        out.extend(u24(self.name));
    }
}

pub(super) fn lat_parts(lat: f64) -> u32 {
    ((lat + 90.0) / 180.0 * PARTS).round() as u32
}

pub(super) fn lon_parts(lon: f64) -> u32 {
    ((lon + 180.0) / 360.0 * PARTS).round() as u32
}

pub(super) fn population_parts(population: u32) -> u32 {
    if population < LARGE { population } else { LARGE + (population >> 8) }
}

pub(super) fn u24(number: u32) -> [u8; 3] {
    let [a, b, c, _] = number.to_le_bytes();
    [a, b, c]
}

/// Four decimals, about ten metres: all that the file's precision carries.
fn round(degrees: f64) -> f64 {
    (degrees * 1e4).round() / 1e4
}
