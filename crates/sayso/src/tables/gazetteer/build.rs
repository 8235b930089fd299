//! Makes the bytes of a gazetteer from a table. `cargo xtask gazetteer` and the tests use it; the program does not.
//!
//! The table has a line for each place, fields between tabs: kind, geonames id, name, latitude, longitude, population,
//! country (ISO alpha-2; for a country also alpha-3, after a space), first-level division's GeoNames code, other
//! names (`|` between). Lines that begin with `kind` or `#` are skipped. The same table gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use super::PlaceKind;
use super::format::{
    HEADER, MAGIC, NO_DIVISION, Record, VERSION, lat_parts, lon_parts, population_parts, u24,
};
use super::name::normalise;

/// The sizes of a gazetteer's parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// Places of any kind.
    pub places: usize,
    /// Different normalised names.
    pub names: usize,
    /// Pairs of a normalised name and a place.
    pub pairs: usize,
    /// Bytes of the places' records.
    pub record_bytes: usize,
    /// Bytes of the main names.
    pub name_bytes: usize,
    /// Bytes of the lists behind names that several places share.
    pub posting_bytes: usize,
    /// Bytes of the index of names.
    pub index_bytes: usize,
    /// Bytes in all.
    pub bytes: usize,
}

/// What is wrong with the table.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct TableError {
    /// Line number, from 1; 0 where it is the table as a whole.
    pub line: usize,
    /// What was expected and found.
    pub problem: String,
}

/// Builds a gazetteer.
///
/// # Errors
/// Where a line does not have its fields, names an unknown kind or country, or the table outgrows the format.
pub fn from_table(table: &str) -> Result<(Vec<u8>, Sizes), TableError> {
    let mut rows = Vec::new();
    for (i, line) in table.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') || line.starts_with("kind\t") {
            continue;
        }
        rows.push(Row::read(line).map_err(|problem| TableError { line: i + 1, problem })?);
    }
    rows.sort_by(|a, b| (&a.key, b.population, a.geonames).cmp(&(&b.key, a.population, b.geonames)));
    write(&rows).map_err(|problem| TableError { line: 0, problem })
}

struct Row<'a> {
    kind: PlaceKind,
    geonames: u32,
    name: &'a str,
    key: String,
    lat: f64,
    lon: f64,
    population: u32,
    country: &'a str,
    iso3: &'a str,
    admin1: &'a str,
    others: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn read(line: &'a str) -> Result<Self, String> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [kind, geonames, name, lat, lon, population, country, admin1, others] = fields[..] else {
            return Err(format!("{} fields, expected 9", fields.len()));
        };
        let known = PlaceKind::ALL.iter().find(|(_, name)| *name == kind);
        let (country, iso3) = country.split_once(' ').unwrap_or((country, ""));
        Ok(Row {
            kind: known.ok_or_else(|| format!("unknown kind {kind:?}"))?.0,
            geonames: number("geonames id", geonames)?,
            name,
            key: normalise(name),
            lat: degrees("latitude", lat, 90.0)?,
            lon: degrees("longitude", lon, 180.0)?,
            population: number("population", population)?,
            country,
            iso3,
            admin1,
            others: others.split('|').filter(|name| !name.is_empty()).collect(),
        })
    }

    /// The normalised names, each with whether it is another name than the main one.
    fn keys(&self) -> BTreeMap<String, bool> {
        let mut keys: BTreeMap<String, bool> =
            self.others.iter().map(|name| (normalise(name), true)).collect();
        keys.insert(self.key.clone(), false);
        keys.remove("");
        keys
    }
}

fn number(what: &str, text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("{what} {text:?}, expected a number"))
}

fn degrees(what: &str, text: &str, limit: f64) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|degrees: &f64| degrees.abs() <= limit)
        .ok_or_else(|| format!("{what} {text:?}, expected degrees up to {limit}"))
}

fn write(rows: &[Row<'_>]) -> Result<(Vec<u8>, Sizes), String> {
    let countries = numbered(rows, PlaceKind::Country);
    let divisions = numbered(rows, PlaceKind::Admin1);
    let (names, offsets) = name_pool(rows)?;
    let mut records = Vec::new();
    for (row, name) in rows.iter().zip(offsets) {
        record(row, name, &countries, &divisions)?.write(&mut records);
    }
    let Index { postings, map, names: name_count, pairs } = index(rows)?;
    let mut out = MAGIC.to_vec();
    for count in [
        VERSION as usize,
        countries.len(),
        divisions.len(),
        rows.len(),
        names.len(),
        postings.len(),
        map.len(),
    ] {
        out.extend(u32::try_from(count).map_err(|_| "more than 4 GiB")?.to_le_bytes());
    }
    debug_assert_eq!(out.len(), HEADER);
    write_countries(rows, &countries, &mut out)?;
    for place in divisions.values() {
        out.extend(u24(place.1));
    }
    for part in [&records, &names, &postings, &map] {
        out.extend(part);
    }
    let sizes = Sizes {
        places: rows.len(),
        names: name_count,
        pairs,
        record_bytes: records.len(),
        name_bytes: names.len(),
        posting_bytes: postings.len(),
        index_bytes: map.len(),
        bytes: out.len(),
    };
    Ok((out, sizes))
}

/// The rows of a kind by (country, division code), each with its number among them and its place number.
fn numbered<'a>(rows: &[Row<'a>], kind: PlaceKind) -> BTreeMap<(&'a str, &'a str), (u32, u32)> {
    let mut found: BTreeMap<_, _> = (0..)
        .zip(rows)
        .filter(|(_, row)| row.kind == kind)
        .map(|(place, row)| ((row.country, row.admin1), (0, place)))
        .collect();
    for (number, entry) in (0..).zip(found.values_mut()) {
        entry.0 = number;
    }
    found
}

type Numbers<'a> = BTreeMap<(&'a str, &'a str), (u32, u32)>;

fn record(
    row: &Row<'_>,
    name: u32,
    countries: &Numbers<'_>,
    divisions: &Numbers<'_>,
) -> Result<Record, String> {
    let country = countries.get(&(row.country, "")).map(|entry| entry.0);
    let country = country.ok_or_else(|| format!("{}: no row for its country {:?}", row.name, row.country))?;
    let admin1 = divisions.get(&(row.country, row.admin1)).map_or(u32::from(NO_DIVISION), |entry| entry.0);
    Ok(Record {
        geonames: small(row.geonames, "geonames id")?,
        lat: lat_parts(row.lat),
        lon: lon_parts(row.lon),
        population: population_parts(row.population),
        country: u8::try_from(country).map_err(|_| "more than 256 countries")?,
        admin1: u16::try_from(admin1).map_err(|_| "more than 65535 divisions")?,
        kind: row.kind as u8,
        name,
    })
}

fn small(number: u32, what: &str) -> Result<u32, String> {
    (number < 1 << 24).then_some(number).ok_or_else(|| format!("{what} {number} does not fit 24 bits"))
}

/// The main names, each once, and where each row's is.
fn name_pool(rows: &[Row<'_>]) -> Result<(Vec<u8>, Vec<u32>), String> {
    let mut pool = Vec::new();
    let mut known = BTreeMap::new();
    let mut offsets = Vec::with_capacity(rows.len());
    for row in rows {
        let offset = *known.entry(row.name).or_insert(pool.len());
        if offset == pool.len() {
            pool.push(u8::try_from(row.name.len()).map_err(|_| format!("name too long: {}", row.name))?);
            pool.extend(row.name.as_bytes());
        }
        offsets.push(small(offset as u32, "names")?);
    }
    Ok((pool, offsets))
}

fn write_countries(rows: &[Row<'_>], countries: &Numbers<'_>, out: &mut Vec<u8>) -> Result<(), String> {
    for (_, place) in countries.values() {
        let row = &rows[*place as usize];
        if row.country.len() != 2 || row.iso3.len() != 3 {
            return Err(format!("{}: expected ISO codes as in `LY LBY`", row.name));
        }
        out.extend(row.country.as_bytes());
        out.extend(row.iso3.as_bytes());
        out.extend(u24(*place));
    }
    Ok(())
}

/// The names of all places, and what they lead to.
struct Index {
    postings: Vec<u8>,
    map: Vec<u8>,
    names: usize,
    pairs: usize,
}

fn index(rows: &[Row<'_>]) -> Result<Index, String> {
    let mut by_name: BTreeMap<String, BTreeSet<(std::cmp::Reverse<u32>, u32, bool)>> = BTreeMap::new();
    for (place, row) in (0u32..).zip(rows) {
        for (key, other) in row.keys() {
            by_name.entry(key).or_default().insert((std::cmp::Reverse(row.population), place, other));
        }
    }
    let mut postings: Vec<u8> = Vec::new();
    let mut builder = fst::MapBuilder::memory();
    let pairs = by_name.values().map(BTreeSet::len).sum();
    for (key, places) in &by_name {
        let mut values = places.iter().map(|(_, place, other)| place << 1 | u32::from(*other));
        let value = if let (1, Some(only)) = (places.len(), values.next()) {
            u64::from(only) << 1
        } else {
            let offset = postings.len() as u64;
            postings.extend(
                u16::try_from(places.len()).map_err(|_| format!("too many called {key}"))?.to_le_bytes(),
            );
            for (_, place, other) in places {
                postings.extend(u24(small(place << 1 | u32::from(*other), "place")?));
            }
            offset << 1 | 1
        };
        builder.insert(key, value).map_err(|e| e.to_string())?;
    }
    let map = builder.into_inner().map_err(|e| e.to_string())?;
    Ok(Index { postings, map, names: by_name.len(), pairs })
}
