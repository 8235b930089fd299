//! Many events at a glance: how many on which days, where on the map, of which kinds.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use sayso_incidents::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::listing::{Entry, first_day};
use crate::rows::EventLine;

/// How long a step of a count is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "plain words")]
pub enum Step {
    Day,
    /// From Monday.
    Week,
    #[default]
    Month,
    Year,
}

/// Events over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    /// How long the steps are.
    pub step: Step,
    /// Those in which there are any, the earliest first.
    pub rows: Vec<Count>,
    /// Events without a day.
    pub undated: usize,
}

/// Events of a step of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// How many events began in it.
    pub events: usize,
}

/// Events on the map.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Map {
    /// Where they were; those with most events first.
    pub points: Vec<Point>,
    /// Events of which only the country is known, by ISO 3166-1 alpha-3: never a point.
    pub countries: BTreeMap<String, usize>,
    /// Events without a place.
    pub nowhere: usize,
}

/// Events at one place.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How sharp it is.
    pub precision: String,
    /// A circle of so many kilometres covers it.
    pub radius_km: Option<f64>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Its name.
    pub place: Option<String>,
    /// How many events.
    pub events: usize,
    /// Their incidents, at most 20.
    pub incidents: Vec<String>,
}

/// How many events there are of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Facets {
    /// PLOVER types.
    pub types: BTreeMap<String, usize>,
    /// Statuses.
    pub statuses: BTreeMap<String, usize>,
    /// Countries.
    pub countries: BTreeMap<String, usize>,
    /// The 30 outlets with most events.
    pub outlets: BTreeMap<String, usize>,
    /// Grades of their incidents.
    pub grades: BTreeMap<String, usize>,
    /// What people said of them.
    pub reviewed: BTreeMap<String, usize>,
}

/// Counts events over time.
#[must_use]
pub fn counts<'a>(events: impl Iterator<Item = &'a Arc<Entry<EventLine>>>, step: Step) -> Counts {
    let mut undated = 0;
    let mut of_days: HashMap<i32, usize> = HashMap::new();
    for entry in events {
        match first_day(&entry.facts) {
            Some(day) => *of_days.entry(day).or_default() += 1,
            None => undated += 1,
        }
    }
    let mut steps: BTreeMap<(Date, Date), usize> = BTreeMap::new();
    for (day, events) in of_days {
        match date(day).and_then(|date| around(date, step)) {
            Some(step) => *steps.entry(step).or_default() += events,
            None => undated += events,
        }
    }
    let rows = steps
        .into_iter()
        .map(|((from, to), events)| Count { from: from.to_string(), to: to.to_string(), events })
        .collect();
    Counts { step, rows, undated }
}

fn date(day: i32) -> Option<Date> {
    Day(day).to_string().parse().ok()
}

/// The first and the last day of the step that a day is in.
fn around(day: Date, step: Step) -> Option<(Date, Date)> {
    Some(match step {
        Step::Day => (day, day),
        Step::Week => {
            let monday =
                day.checked_sub(jiff::Span::new().days(day.weekday().to_monday_zero_offset())).ok()?;
            (monday, monday.checked_add(jiff::Span::new().days(6)).ok()?)
        }
        Step::Month => (day.first_of_month(), day.last_of_month()),
        Step::Year => (day.first_of_year(), day.last_of_year()),
    })
}

/// Puts events on the map.
#[must_use]
pub fn map<'a>(events: impl Iterator<Item = &'a Arc<Entry<EventLine>>>) -> Map {
    /// Incidents that are named at a point.
    const NAMED: usize = 20;
    let mut out = Map::default();
    let mut points: HashMap<(u64, u64, &str), Point> = HashMap::new();
    for entry in events {
        let line = &entry.line;
        let row = &line.row;
        let (Some(precision), country) = (row.precision.as_deref(), row.country.as_ref()) else {
            out.nowhere += 1;
            continue;
        };
        match row.lat.zip(row.lon).filter(|_| precision != "country") {
            Some((lat, lon)) => {
                let point =
                    points.entry((lat.to_bits(), lon.to_bits(), precision)).or_insert_with(|| Point {
                        lat,
                        lon,
                        precision: precision.to_owned(),
                        radius_km: row.radius_km,
                        country: country.cloned(),
                        place: row.place.clone(),
                        events: 0,
                        incidents: Vec::new(),
                    });
                point.events += 1;
                if let Some(incident) = &line.incident {
                    if point.incidents.len() < NAMED && !point.incidents.contains(incident) {
                        point.incidents.push(incident.clone());
                    }
                }
            }
            None => match country {
                Some(country) => *out.countries.entry(country.clone()).or_default() += 1,
                None => out.nowhere += 1,
            },
        }
    }
    out.points = points.into_values().collect();
    out.points.sort_by(|a, b| {
        let place = |point: &Point| (point.lat.to_bits(), point.lon.to_bits());
        b.events
            .cmp(&a.events)
            .then_with(|| place(a).cmp(&place(b)))
            .then_with(|| a.precision.cmp(&b.precision))
    });
    out
}

/// Counts events by kind.
#[must_use]
pub fn facets<'a>(events: impl Iterator<Item = &'a Arc<Entry<EventLine>>>) -> Facets {
    /// Outlets that are named.
    const OUTLETS: usize = 30;
    let mut out = Facets::default();
    let mut outlets: HashMap<&str, usize> = HashMap::new();
    for entry in events {
        let line = &entry.line;
        let row = &line.row;
        count(&mut out.types, Some(&row.kind));
        count(&mut out.statuses, Some(&row.status));
        count(&mut out.countries, row.country.as_deref());
        count(&mut out.grades, line.grade.as_deref());
        count(&mut out.reviewed, Some(row.reviewed.name()));
        if let Some(outlet) = &line.outlet {
            *outlets.entry(outlet).or_default() += 1;
        }
    }
    let mut outlets: Vec<(&str, usize)> = outlets.into_iter().collect();
    outlets.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    out.outlets = outlets.into_iter().take(OUTLETS).map(|(name, events)| (name.to_owned(), events)).collect();
    out
}

fn count(counts: &mut BTreeMap<String, usize>, name: Option<&str>) {
    let Some(name) = name else { return };
    match counts.get_mut(name) {
        Some(known) => *known += 1,
        None => {
            counts.insert(name.to_owned(), 1);
        }
    }
}
