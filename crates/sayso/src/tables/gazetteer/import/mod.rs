//! Reads what users have: dumps of GeoNames, CSV and GeoJSON of their own places. Piece by piece, so that a file of any
//! size takes little memory.
//!
//! [`sniff`] tells by the first line what a file is. A line that cannot be read is handed on as [`Item::Broken`] with
//! its number; those after it are read all the same.

mod csv;
mod fields;
mod geojson;
mod geonames;

use std::io::{self, BufRead};

pub use self::csv::read as csv;
pub use self::geojson::read as geojson;
pub use self::geonames::{alternates, divisions, read as geonames};

use super::build::{BuildError, Entry};

/// Longest line of a file.
const LONGEST_LINE: u64 = 1 << 20;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// GeoNames' main table: `allCountries.txt`, `SY.txt`, `cities500.txt`.
    GeoNames,
    /// GeoNames' `alternateNamesV2.txt`.
    Alternates,
    /// GeoNames' `admin1CodesASCII.txt`.
    Divisions,
    /// A table with a header that names the columns.
    Csv,
    /// A GeoJSON `FeatureCollection`.
    GeoJson,
}

/// What a line or feature gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A place.
    Place(Entry),
    /// Something of a kind that reports do not name (schools, streams, wells).
    Passed,
    /// What is wrong with it.
    Broken(String),
}

/// Why a file could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It could not be read.
    #[error("cannot read: {0}")]
    Io(#[from] io::Error),
    /// Its header lacks a column.
    #[error("{0}")]
    Header(String),
    /// It is not the JSON that it should be.
    #[error("not a GeoJSON FeatureCollection: {0}")]
    Json(#[from] serde_json::Error),
    /// The gazetteer could not be built.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// Takes what is read, with its line or, in GeoJSON, the number of its feature, from 1.
pub type Take<'a> = dyn FnMut(u64, Item) -> Result<(), BuildError> + 'a;

/// Tells a country's alpha-2 code from what a user wrote for it: a code or a name.
pub type CountryOf<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// What a file is, by its first bytes; `None` where it is nothing that can be read here.
#[must_use]
pub fn sniff(start: &[u8]) -> Option<Form> {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start();
    if text.starts_with('{') {
        return Some(Form::GeoJson);
    }
    let line = text.lines().find(|line| !line.starts_with('#'))?;
    let fields: Vec<&str> = line.split('\t').collect();
    let numeric = |at: usize| fields.get(at).is_some_and(|field| field.parse::<u32>().is_ok());
    let code = || fields.first().is_some_and(|f| f.as_bytes().get(2) == Some(&b'.') && f.len() > 3);
    match fields.len() {
        18..=19 if numeric(0) => Some(Form::GeoNames),
        4..=10 if numeric(0) && numeric(1) => Some(Form::Alternates),
        4 if code() && numeric(3) => Some(Form::Divisions),
        _ => fields::Columns::find(&csv::split(line)).is_ok().then_some(Form::Csv),
    }
}

/// Calls `take` with every line and its number; one that is too long or no UTF-8 is an error of its own.
fn lines(
    mut input: impl BufRead,
    mut take: impl FnMut(u64, Result<&str, String>) -> Result<(), BuildError>,
) -> Result<(), ImportError> {
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        let read = io::Read::take(&mut input, LONGEST_LINE).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            break;
        }
        if read as u64 == LONGEST_LINE && !bytes.ends_with(b"\n") {
            skip_line(&mut input)?;
            take(number, Err(format!("longer than {LONGEST_LINE} bytes")))?;
            continue;
        }
        let line = std::str::from_utf8(&bytes).map(|line| line.trim_end_matches(['\n', '\r']));
        take(number, line.map_err(|_| "not UTF-8".to_owned()))?;
    }
    Ok(())
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let held = input.fill_buf()?;
        if held.is_empty() {
            return Ok(());
        }
        match memchr::memchr(b'\n', held) {
            Some(end) => {
                input.consume(end + 1);
                return Ok(());
            }
            None => {
                let all = held.len();
                input.consume(all);
            }
        }
    }
}

#[cfg(test)]
mod tests;
