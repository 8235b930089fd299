//! GeoNames' own files: <https://download.geonames.org/export/dump/>, described in its `readme.txt`.

use std::io::BufRead;

use super::super::PlaceKind;
use super::super::build::{BuildError, Entry, degrees};
use super::{ImportError, Item, Take, lines};

/// Reads the main table (`allCountries.txt`, `SY.txt`, `cities500.txt`). With `all`, features of every kind are kept;
/// otherwise settlements, divisions, and what reports name among the rest.
///
/// # Errors
/// Where the input cannot be read, or `take` fails.
pub fn read(input: impl BufRead, all: bool, take: &mut Take<'_>) -> Result<(), ImportError> {
    lines(input, |number, line| match line {
        Ok("") => Ok(()),
        Ok(line) => take(number, place(line, all).unwrap_or_else(Item::Broken)),
        Err(problem) => take(number, Item::Broken(problem)),
    })
}

fn place(line: &str, all: bool) -> Result<Item, String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [id, name, ascii, others, lat, lon, class, code, country, _, admin1, rest @ ..] = fields.as_slice()
    else {
        return Err(format!("{} fields between tabs, expected 19", fields.len()));
    };
    let Some(kind) = kind(class, code, all) else { return Ok(Item::Passed) };
    let geonames: u32 = id.parse().map_err(|_| format!("geonames id {id:?}, expected a number"))?;
    let population = rest.get(3).and_then(|people| people.parse::<u64>().ok()).unwrap_or(0);
    let mut names: Vec<String> = others.split(',').filter(|other| keeps(other)).map(str::to_owned).collect();
    if ascii != name && !ascii.is_empty() {
        names.push((*ascii).to_owned());
    }
    Ok(Item::Place(Entry {
        kind: Some(kind),
        geonames: Some(geonames).filter(|id| *id != 0),
        name: (*name).to_owned(),
        lat: degrees("latitude", lat, 90.0)?,
        lon: degrees("longitude", lon, 180.0)?,
        population: u32::try_from(population).unwrap_or(u32::MAX),
        country: (*country).to_owned(),
        admin1: if *admin1 == "00" { String::new() } else { (*admin1).to_owned() },
        others: names,
        ..Entry::default()
    }))
}

/// Sites that reports of conflict name: airports and bases, camps, posts and crossings, dams, bridges, prisons, power and oil.
const SITES: [&str; 24] = [
    "AIRB", "AIRF", "AIRP", "BDG", "CMP", "CMPMN", "CMPO", "CMPRF", "CSTM", "DAM", "FT", "INSM", "MILB",
    "MN", "MNA", "NVB", "OILF", "OILR", "PRN", "PS", "PSH", "PSN", "PSTB", "PSTP",
];
/// Areas and features of the land that they name.
const REGIONS: [&str; 26] = [
    "AREA", "BAY", "CAPE", "CST", "DSRT", "GULF", "ISL", "ISLS", "LK", "LKS", "MT", "MTS", "PASS", "PEN",
    "PK", "PLAT", "PLN", "RGN", "RGNE", "RSV", "SEA", "STRT", "TERR", "TRB", "VAL", "ZN",
];

/// The kind of a GeoNames feature; none for those that are left out. Countries are the built-in gazetteer's.
fn kind(class: &str, code: &str, all: bool) -> Option<PlaceKind> {
    Some(match (class, code) {
        ("P", "PPLC" | "PPLG") => PlaceKind::Capital,
        ("P", "PPLA") => PlaceKind::Admin1Seat,
        ("P", "PPLA2") => PlaceKind::Admin2Seat,
        ("P", "PPLA3" | "PPLA4" | "PPLA5") => PlaceKind::Seat,
        ("P", "PPLX") => PlaceKind::Section,
        ("P", "PPLL" | "PPLF") | (_, "LCTY") => PlaceKind::Locality,
        ("P", "PPLH" | "PPLQ" | "PPLW" | "PPLCH") => PlaceKind::Former,
        ("P", _) => PlaceKind::Town,
        ("A", "ADM1") => PlaceKind::Admin1,
        ("A", "ADM2") => PlaceKind::Admin2,
        ("A", "ADM3" | "ADM4" | "ADM5" | "ADMD") => PlaceKind::Admin3,
        (_, code) if SITES.contains(&code) => PlaceKind::Site,
        (_, code) if REGIONS.contains(&code) => PlaceKind::Region,
        ("A", _) => return None,
        ("S" | "R", _) if all => PlaceKind::Site,
        _ if all => PlaceKind::Region,
        _ => return None,
    })
}

/// Whether an alternate name is one that people write: not a code, a number, or a romanization made by machine.
fn keeps(name: &str) -> bool {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    let count = letters().count();
    let latin = letters().all(|c| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c));
    let least = if latin { 3 } else { 2 };
    if count < least
        || name.len() > 120
        || name.contains(|c: char| c.is_ascii_digit() || "|()[]/:;_@".contains(c))
    {
        return false;
    }
    !latin || (letters().any(char::is_uppercase) && !(count <= 4 && letters().all(char::is_uppercase)))
}

/// What is no name among the languages of `alternateNamesV2.txt`.
const NO_LANGUAGE: [&str; 12] =
    ["link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "abbr", "phon", "uicn", "hash"];

/// Reads `alternateNamesV2.txt`: calls `take` with a geonames id and another name of it.
///
/// # Errors
/// Where the input cannot be read, or `take` fails.
pub fn alternates(
    input: impl BufRead,
    mut take: impl FnMut(u32, &str) -> Result<(), BuildError>,
) -> Result<(), ImportError> {
    lines(input, |_, line| {
        let Ok(line) = line else { return Ok(()) };
        let mut fields = line.split('\t').skip(1);
        let (Some(id), Some(language), Some(name)) = (fields.next(), fields.next(), fields.next()) else {
            return Ok(());
        };
        match id.parse() {
            Ok(id) if !NO_LANGUAGE.contains(&language) && keeps(name) => take(id, name),
            _ => Ok(()),
        }
    })
}

/// Reads `admin1CodesASCII.txt`: calls `take` with country (alpha-2), code, name and geonames id of each division.
///
/// # Errors
/// Where the input cannot be read.
pub fn divisions(
    input: impl BufRead,
    mut take: impl FnMut(&str, &str, &str, Option<u32>),
) -> Result<(), ImportError> {
    lines(input, |_, line| {
        let fields: Vec<&str> = line.unwrap_or_default().split('\t').collect();
        if let [code, name, _, id] = fields[..]
            && let Some((country, code)) = code.split_once('.')
        {
            take(country, code, name, id.parse().ok());
        }
        Ok(())
    })
}
