//! The layout of a gazetteer file. All numbers are little-endian; nothing is aligned. W is the header's width, 3 or 4
//! bytes: 3 holds some 8 million places and 16 MB of names (the built-in gazetteer), 4 holds whatever GeoNames has.
//!
//! ```text
//! header     magic "SAYSOGAZ", then u32: version, W, whether it holds a user's own places (1), edition of the rules of
//!            spelling; then u64: countries, divisions, places, ids, extras, bytes of names, bytes of postings, bytes of
//!            blocks, blocks, spellings, bytes of meta; 112 bytes in all
//! countries  9 bytes each: ISO alpha-2 (2), alpha-3 (3), the country's place number (u32, NONE if it is not here)
//! divisions  13 bytes each, first-level: country u8, then u32: geonames id (0 if none), place number (NONE if it is not
//!            here), its GeoNames code or name (offset in names)
//! places     13 + 2 W bytes each:
//!              geonames id W (0 if none), latitude u24, longitude u24, population u24, country u8 (255 in none),
//!              division u16, kind u8, name W
//! ids        place numbers (W each) in the order of their geonames ids
//! extras     16 bytes each, u32, in the order of places: place, radius in metres, own id, source (offsets in names, NONE)
//! names      a length u8, then UTF-8; offsets point here
//! postings   a count W, then for each place W: number * 2 + 1 if this is another name of it, most populous first
//! blocks     a sorted list (`sorted.rs`) from normalised name to number: place * 4 + other-name bit * 2 for one place,
//!            or an offset into the postings * 2 + 1
//! starts     where each block begins, W bytes each
//! spellings  W bytes of hash, W bytes of ordinal in the sorted list, in order (`spelling.rs`)
//! meta       JSON: where it comes from (`Meta`)
//! ```
//!
//! Latitude is `(degrees + 90) / 180`, longitude `(degrees + 180) / 360`, in 2^24 - 1 parts (2.4 metres at most).
//! Population is exact below 2^23; above it, bit 23 is set and the rest counts 256 people.

use std::ops::Range;

use super::sorted::Sorted;
use super::{GazetteerError, PlaceKind};

pub(super) const MAGIC: &[u8; 8] = b"SAYSOGAZ";
pub(super) const VERSION: u32 = 2;
pub(super) const HEADER: usize = 112;
pub(super) const COUNTRY: usize = 9;
pub(super) const DIVISION: usize = 13;
pub(super) const EXTRA: usize = 16;
/// The number of what is not there.
pub(super) const NONE: u32 = u32::MAX;
/// The country number of places that lie in none.
pub(super) const NO_COUNTRY: u8 = u8::MAX;
/// The division number of places that lie in none.
pub(super) const NO_DIVISION: u16 = u16::MAX;
const PARTS: f64 = 16_777_215.0;
const LARGE: u32 = 1 << 23;

/// Bytes of a place's record.
pub(super) const fn place_size(width: usize) -> usize {
    13 + 2 * width
}

/// The file's bytes; every read is checked.
#[derive(Clone, Copy)]
pub(super) struct Bytes(pub(super) &'static [u8]);

impl Bytes {
    fn slice(self, start: usize, length: usize) -> Option<&'static [u8]> {
        self.0.get(start..start.checked_add(length)?)
    }

    fn text(self, start: usize, length: usize) -> Option<&'static str> {
        std::str::from_utf8(self.slice(start, length)?).ok()
    }

    fn number(self, start: usize, width: usize) -> Option<u32> {
        let bytes = self.slice(start, width)?;
        Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    fn long(self, start: usize) -> Option<u64> {
        self.slice(start, 8)?.try_into().ok().map(u64::from_le_bytes)
    }
}

/// What the header says, in its order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Header {
    pub(super) width: u32,
    pub(super) own: bool,
    pub(super) spelling: u32,
    /// Countries, divisions, places, ids, extras, bytes of names, of postings, of blocks, blocks, spellings, bytes of meta.
    pub(super) sizes: [u64; 11],
}

impl Header {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for number in [VERSION, self.width, u32::from(self.own), self.spelling] {
            out.extend(number.to_le_bytes());
        }
        for size in self.sizes {
            out.extend(size.to_le_bytes());
        }
        debug_assert_eq!(out.len(), HEADER);
        out
    }
}

/// Where each part lies.
pub(super) struct Layout {
    pub(super) width: usize,
    pub(super) own: bool,
    pub(super) spelling: u32,
    pub(super) places: u32,
    countries: Range<usize>,
    divisions: Range<usize>,
    records: Range<usize>,
    ids: Range<usize>,
    extras: Range<usize>,
    names: Range<usize>,
    postings: Range<usize>,
    blocks: Range<usize>,
    starts: Range<usize>,
    spellings: Range<usize>,
    pub(super) meta: Range<usize>,
}

impl Layout {
    pub(super) fn read(bytes: Bytes) -> Result<Self, GazetteerError> {
        if !bytes.0.starts_with(MAGIC) {
            return Err(GazetteerError::Magic);
        }
        let found = bytes.0.len() as u64;
        let short = || GazetteerError::Length { expected: HEADER as u64, found };
        let version = bytes.number(8, 4).ok_or_else(short)?;
        if version != VERSION {
            return Err(GazetteerError::Version { expected: VERSION, found: version });
        }
        let width = bytes.number(12, 4).ok_or_else(short)?;
        if !(3..=4).contains(&width) {
            return Err(GazetteerError::Header);
        }
        let width = width as usize;
        let mut sizes = [0u64; 11];
        for (at, size) in sizes.iter_mut().enumerate() {
            *size = bytes.long(24 + at * 8).ok_or_else(short)?;
        }
        let [countries, divisions, places, ids, extras, names, postings, blocks, starts, spellings, meta] =
            sizes;
        let parts = [
            (countries, COUNTRY),
            (divisions, DIVISION),
            (places, place_size(width)),
            (ids, width),
            (extras, EXTRA),
            (names, 1),
            (postings, 1),
            (blocks, 1),
            (starts, width),
            (spellings, 2 * width),
            (meta, 1),
        ];
        let mut end = HEADER as u64;
        let mut ranges = Vec::with_capacity(parts.len());
        for (count, size) in parts {
            let start = end;
            end = count
                .checked_mul(size as u64)
                .and_then(|n| end.checked_add(n))
                .ok_or(GazetteerError::Header)?;
            ranges.push((start, end));
        }
        if end != found {
            return Err(GazetteerError::Length { expected: end, found });
        }
        // OK because the sum of all parts is the length of a slice, so each fits a usize.
        let mut ranges = ranges.into_iter().map(|(start, end)| start as usize..end as usize);
        let mut next = || ranges.next().unwrap_or_default();
        Ok(Self {
            width,
            own: bytes.number(16, 4) == Some(1),
            spelling: bytes.number(20, 4).ok_or_else(short)?,
            places: u32::try_from(places).map_err(|_| GazetteerError::Header)?,
            countries: next(),
            divisions: next(),
            records: next(),
            ids: next(),
            extras: next(),
            names: next(),
            postings: next(),
            blocks: next(),
            starts: next(),
            spellings: next(),
            meta: next(),
        })
    }

    pub(super) fn record(&self, bytes: Bytes, place: u32) -> Option<Record> {
        let w = self.width;
        let at = entry(&self.records, place, place_size(w))?;
        Some(Record {
            geonames: bytes.number(at, w)?,
            lat: bytes.number(at + w, 3)?,
            lon: bytes.number(at + w + 3, 3)?,
            population: bytes.number(at + w + 6, 3)?,
            country: bytes.number(at + w + 9, 1)? as u8,
            admin1: bytes.number(at + w + 10, 2)? as u16,
            kind: bytes.number(at + w + 12, 1)? as u8,
            name: bytes.number(at + w + 13, w)?,
        })
    }

    pub(super) fn country(&self, bytes: Bytes, number: u8) -> Option<Country> {
        let at = entry(&self.countries, u32::from(number), COUNTRY)?;
        Some(Country {
            iso2: bytes.text(at, 2)?,
            iso3: bytes.text(at + 2, 3)?,
            place: bytes.number(at + 5, 4)?,
        })
    }

    pub(super) fn division(&self, bytes: Bytes, number: u16) -> Option<Division> {
        let at = entry(&self.divisions, u32::from(number), DIVISION)?;
        Some(Division {
            country: bytes.number(at, 1)? as u8,
            geonames: bytes.number(at + 1, 4)?,
            place: bytes.number(at + 5, 4)?,
            code: self.name(bytes, bytes.number(at + 9, 4)?)?,
        })
    }

    pub(super) fn extra(&self, bytes: Bytes, place: u32) -> Option<Extra> {
        let number = |at: u32| bytes.number(entry(&self.extras, at, EXTRA)?, 4);
        let at =
            partition((self.extras.len() / EXTRA) as u32, |at| number(at).is_some_and(|found| found < place));
        let start = entry(&self.extras, at, EXTRA)?;
        let text = |offset: u32| if offset == NONE { None } else { self.name(bytes, offset) };
        (number(at) == Some(place)).then_some(Extra {
            radius: bytes.number(start + 4, 4)?,
            id: text(bytes.number(start + 8, 4)?),
            source: text(bytes.number(start + 12, 4)?),
        })
    }

    /// The place of this geonames id.
    pub(super) fn by_id(&self, bytes: Bytes, geonames: u32) -> Option<u32> {
        let place = |at: u32| bytes.number(entry(&self.ids, at, self.width)?, self.width);
        let id = |at: u32| {
            let at = entry(&self.records, place(at)?, place_size(self.width))?;
            bytes.number(at, self.width)
        };
        let at = partition((self.ids.len() / self.width) as u32, |at| {
            id(at).is_some_and(|found| found < geonames)
        });
        (id(at) == Some(geonames)).then(|| place(at)).flatten()
    }

    pub(super) fn name(&self, bytes: Bytes, offset: u32) -> Option<&'static str> {
        let at = entry(&self.names, offset, 1)?;
        let length = bytes.number(at, 1)? as usize;
        (at + 1 + length <= self.names.end).then(|| bytes.text(at + 1, length)).flatten()
    }

    /// The names in their order.
    pub(super) fn sorted(&self, bytes: Bytes) -> Sorted {
        Sorted {
            blocks: bytes.0.get(self.blocks.clone()).unwrap_or_default(),
            starts: bytes.0.get(self.starts.clone()).unwrap_or_default(),
            width: self.width,
        }
    }

    /// The ordinals of the names with this hash.
    pub(super) fn spelt(&self, bytes: Bytes, hash: u32) -> impl Iterator<Item = u32> + use<'_> {
        let size = 2 * self.width;
        let number = move |at: u32, field: usize| {
            bytes.number(entry(&self.spellings, at, size)? + field * self.width, self.width)
        };
        let count = (self.spellings.len() / size) as u32;
        let first = partition(count, |at| number(at, 0).is_some_and(|found| found < hash));
        (first..count).take_while(move |at| number(*at, 0) == Some(hash)).filter_map(move |at| number(at, 1))
    }

    /// The places behind a number of the sorted list, each with whether the name is another one than its main name.
    pub(super) fn postings(&self, bytes: Bytes, value: u64) -> impl Iterator<Item = (u32, bool)> + use<> {
        let single = (value & 1 == 0).then_some((value >> 1) as u32);
        let list = if value & 1 == 1 { u32::try_from(value >> 1).ok() } else { None };
        let list = list.and_then(|offset| Some(entry(&self.postings, offset, 1)?..self.postings.end));
        let (places, w) = (self.places, self.width);
        single
            .into_iter()
            .chain(list.into_iter().flat_map(move |range| {
                let count = bytes.number(range.start, w).unwrap_or(0) as usize;
                (0..count)
                    .map(move |i| range.start + w + i * w)
                    .take_while(move |at| at + w <= range.end)
                    .filter_map(move |at| bytes.number(at, w))
            }))
            .map(|value| (value >> 1, value & 1 == 1))
            .filter(move |found| found.0 < places)
    }
}

/// The first number that does not pass.
fn partition(count: u32, passes: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if passes(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// Where the entry of this number begins, if it lies inside.
fn entry(part: &Range<usize>, number: u32, size: usize) -> Option<usize> {
    let at = part.start + (number as usize).checked_mul(size)?;
    (at + size <= part.end).then_some(at)
}

/// A country as the file has it.
pub(super) struct Country {
    pub(super) iso2: &'static str,
    pub(super) iso3: &'static str,
    pub(super) place: u32,
}

/// A first-level division as the file has it.
pub(super) struct Division {
    pub(super) country: u8,
    pub(super) geonames: u32,
    pub(super) place: u32,
    pub(super) code: &'static str,
}

/// What only some places have.
#[derive(Default)]
pub(super) struct Extra {
    pub(super) radius: u32,
    pub(super) id: Option<&'static str>,
    pub(super) source: Option<&'static str>,
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

    pub(super) fn kind(&self) -> Option<PlaceKind> {
        PlaceKind::from_number(self.kind)
    }

    pub(super) fn write(&self, width: usize, out: &mut Vec<u8>) {
        number(self.geonames, width, out);
        number(self.lat, 3, out);
        number(self.lon, 3, out);
        number(self.population, 3, out);
        out.push(self.country);
        out.extend(self.admin1.to_le_bytes());
        out.push(self.kind);
        number(self.name, width, out);
    }
}

/// Writes a number in so many bytes.
pub(super) fn number(number: u32, width: usize, out: &mut Vec<u8>) {
    out.extend(&number.to_le_bytes()[..width]);
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

/// Four decimals, about ten metres: all that the file's precision carries.
fn round(degrees: f64) -> f64 {
    (degrees * 1e4).round() / 1e4
}
