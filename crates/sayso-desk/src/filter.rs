//! What an event or incident must be to be listed, counted, drawn or given out. One filter for the command line and the page.

use std::sync::LazyLock;

use sayso::record::{PloverType, Status};
use sayso_casebook::{EventRow, Reviewed};
use sayso_incidents::{Day, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rows::code;

/// What is asked for; what is not set does not matter. Of a list, one must fit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Filter {
    /// On this day or later, ISO 8601: what may have happened then. What has no day at all does not fit.
    pub from: Option<String>,
    /// On this day or earlier.
    pub to: Option<String>,
    /// PLOVER types.
    #[serde(rename = "type")]
    pub types: Vec<String>,
    /// Statuses (`occurred` ...).
    pub status: Vec<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Vec<String>,
    /// Part of the place's name.
    pub place: Option<String>,
    /// Where: within so many kilometres of a point, `lat,lon,km`.
    pub near: Option<String>,
    /// Part of the name of somebody who takes part.
    pub party: Option<String>,
    /// Words of the report, all of them.
    pub words: Option<String>,
    /// Part of the outlet's name.
    pub outlet: Option<String>,
    /// Grades of the incident.
    pub grade: Vec<String>,
    /// At least so many origins of the incident.
    pub origins: Option<usize>,
    /// What people said of it.
    pub reviewed: Option<Reviewed>,
}

/// Why something cannot be asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field} cannot be `{value}`: {reason}")]
pub struct FilterError {
    field: &'static str,
    value: String,
    reason: String,
}

/// A filter that is ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Ready {
    pub(crate) days: (Option<i32>, Option<i32>),
    pub(crate) types: u16,
    pub(crate) statuses: u8,
    pub(crate) countries: Vec<String>,
    pub(crate) place: Option<String>,
    pub(crate) near: Option<(f64, f64, f64)>,
    pub(crate) party: Option<String>,
    pub(crate) outlet: Option<String>,
    pub(crate) grades: Vec<String>,
    pub(crate) origins: usize,
    pub(crate) reviewed: Option<Reviewed>,
    /// Numbers of reports, ascending.
    pub(crate) reports: Option<Vec<i64>>,
}

/// What of an event or incident is asked about. Bits and folded names, so that a list of many is gone through at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The days within which it happened; open sides are at the ends of all days. None: no day is told.
    pub days: Option<(i32, i32)>,
    /// A bit for each PLOVER type.
    pub types: u16,
    /// A bit for each status.
    pub statuses: u8,
    /// ISO 3166-1 alpha-3.
    pub countries: Vec<String>,
    /// Folded names, a line each.
    pub places: String,
    /// Degrees north and east, kilometres that the place reaches.
    pub points: Vec<(f64, f64, f64)>,
    /// Folded names, a line each.
    pub parties: String,
    /// Folded names, a line each.
    pub outlets: String,
    /// The incident's grade.
    pub grade: String,
    /// How many origins the incident has.
    pub origins: usize,
    /// What people said.
    pub reviewed: Reviewed,
    /// Numbers of reports.
    pub reports: Vec<i64>,
}

impl Filter {
    /// Whether only an incident can tell: its grade or origins are asked for.
    #[must_use]
    pub fn needs_incidents(&self) -> bool {
        !self.grade.is_empty() || self.origins.is_some()
    }

    /// Makes it ready; `reports`: those that have the words, ascending ([`sayso_casebook::Casebook::with_words`]).
    ///
    /// # Errors
    /// Where something is asked for that cannot be.
    pub fn ready(&self, reports: Option<Vec<i64>>) -> Result<Ready, FilterError> {
        let folded = |text: &Option<String>| text.as_deref().map(names::fold).filter(|text| !text.is_empty());
        Ok(Ready {
            days: (day("from", &self.from)?, day("to", &self.to)?),
            types: bits("type", &self.types, &TYPE_CODES)? as u16,
            statuses: bits("status", &self.status, &STATUS_CODES)? as u8,
            countries: self.country.iter().map(|country| country.to_uppercase()).collect(),
            place: folded(&self.place),
            near: self.near.as_deref().map(near).transpose()?,
            party: folded(&self.party),
            outlet: folded(&self.outlet),
            grades: self.grade.iter().map(|grade| grade.to_lowercase()).collect(),
            origins: self.origins.unwrap_or(0),
            reviewed: self.reviewed,
            reports: self.words.as_ref().map(|_| reports.unwrap_or_default()),
        })
    }
}

const STATUSES: [Status; 8] = [
    Status::Occurred,
    Status::Ongoing,
    Status::Intended,
    Status::Threatened,
    Status::Requested,
    Status::Conditional,
    Status::Denied,
    Status::Hypothetical,
];

static TYPE_CODES: LazyLock<Vec<String>> = LazyLock::new(|| PloverType::ALL.iter().map(code).collect());
static STATUS_CODES: LazyLock<Vec<String>> = LazyLock::new(|| STATUSES.iter().map(code).collect());

fn day(field: &'static str, text: &Option<String>) -> Result<Option<i32>, FilterError> {
    let Some(text) = text.as_deref().filter(|text| !text.is_empty()) else { return Ok(None) };
    let day = Day::parse(text).map(|day| Some(day.0));
    day.ok_or_else(|| FilterError {
        field,
        value: text.to_owned(),
        reason: "write a day like 2019-12-18".to_owned(),
    })
}

/// A bit for each of the codes that are named.
fn bits(field: &'static str, named: &[String], codes: &[String]) -> Result<u32, FilterError> {
    let mut bits = 0;
    for name in named {
        let at = codes.iter().position(|code| code.eq_ignore_ascii_case(name));
        bits |= 1
            << at.ok_or_else(|| FilterError {
                field,
                value: name.clone(),
                reason: format!("one of {}", codes.join(", ")),
            })?;
    }
    Ok(bits)
}

fn near(text: &str) -> Result<(f64, f64, f64), FilterError> {
    let numbers: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    match numbers[..] {
        [lat, lon, km] if lat.abs() <= 90.0 && lon.abs() <= 180.0 && (0.0..=20_100.0).contains(&km) => {
            Ok((lat, lon, km))
        }
        _ => Err(FilterError {
            field: "near",
            value: text.to_owned(),
            reason: "write degrees north, degrees east and kilometres, like 32.9,13.2,50".to_owned(),
        }),
    }
}

impl Ready {
    /// Whether something fits.
    #[must_use]
    pub fn fits(&self, facts: &Facts) -> bool {
        let (from, to) = self.days;
        let in_days = || {
            (from.is_none() && to.is_none())
                || facts.days.is_some_and(|(first, last)| {
                    from.is_none_or(|from| last >= from) && to.is_none_or(|to| first <= to)
                })
        };
        let has = |wanted: &Option<String>, text: &str| {
            wanted.as_deref().is_none_or(|wanted| text.contains(wanted))
        };
        let any =
            |wanted: &[String], has: &dyn Fn(&String) -> bool| wanted.is_empty() || wanted.iter().any(has);
        let in_reports = |wanted: &Vec<i64>| facts.reports.iter().any(|r| wanted.binary_search(r).is_ok());
        // the rejected are shown to who asks for them only
        self.reviewed.map_or(facts.reviewed != Reviewed::Rejected, |wanted| facts.reviewed == wanted)
            && (self.types == 0 || self.types & facts.types != 0)
            && (self.statuses == 0 || self.statuses & facts.statuses != 0)
            && facts.origins >= self.origins
            && any(&self.grades, &|grade| facts.grade == *grade)
            && any(&self.countries, &|country| facts.countries.contains(country))
            && in_days()
            && has(&self.place, &facts.places)
            && has(&self.party, &facts.parties)
            && has(&self.outlet, &facts.outlets)
            && self.near.is_none_or(|near| facts.points.iter().any(|point| reaches(near, *point)))
            && self.reports.as_ref().is_none_or(in_reports)
    }
}

/// Whether a place lies, at least in part, in a circle.
pub(crate) fn reaches((lat, lon, km): (f64, f64, f64), (to_lat, to_lon, reach): (f64, f64, f64)) -> bool {
    /// Mean radius of the earth, kilometres.
    const EARTH: f64 = 6371.0;
    let (a, b) = (lat.to_radians(), to_lat.to_radians());
    let (up, along) = ((b - a) / 2.0, (to_lon - lon).to_radians() / 2.0);
    let h = up.sin().powi(2) + a.cos() * b.cos() * along.sin().powi(2);
    2.0 * EARTH * h.sqrt().min(1.0).asin() <= km + reach
}

impl Facts {
    /// Of an event; its incident's grade and origins are to be put in.
    #[must_use]
    pub fn of_event(row: &EventRow, outlet: Option<&str>) -> Self {
        let mut facts = Self { reviewed: row.reviewed, ..Self::default() };
        facts.add(row, outlet);
        facts
    }

    /// Puts in an event, of several.
    pub(crate) fn add(&mut self, row: &EventRow, outlet: Option<&str>) {
        let bit = |at: Option<usize>| at.map_or(0, |at| 1_u32 << at);
        self.types |= bit(TYPE_CODES.iter().position(|one| *one == row.kind)) as u16;
        self.statuses |= bit(STATUS_CODES.iter().position(|one| *one == row.status)) as u8;
        self.days = widest(self.days, days(row));
        if let Some(country) = row.country.as_ref().filter(|country| !self.countries.contains(country)) {
            self.countries.push(country.clone());
        }
        if let Some((lat, lon)) = row.lat.zip(row.lon) {
            self.points.push((lat, lon, row.radius_km.unwrap_or(0.0)));
        }
        line(&mut self.places, row.place.as_deref());
        line(&mut self.outlets, outlet);
        for name in row.actors.iter().chain(&row.recipients) {
            line(&mut self.parties, Some(name));
        }
        if !self.reports.contains(&row.report) {
            self.reports.push(row.report);
        }
    }
}

/// The days of an event; none where it has none.
pub(crate) fn days(row: &EventRow) -> Option<(i32, i32)> {
    let day = |text: &Option<String>| text.as_deref().and_then(Day::parse).map(|day| day.0);
    match (day(&row.from), day(&row.to)) {
        (None, None) => None,
        (from, to) => Some((from.unwrap_or(i32::MIN), to.unwrap_or(i32::MAX))),
    }
}

fn widest(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> Option<(i32, i32)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    }
}

fn line(text: &mut String, name: Option<&str>) {
    let Some(name) = name.map(names::fold) else { return };
    if !text.lines().any(|line| line == name) {
        text.push_str(&name);
        text.push('\n');
    }
}
