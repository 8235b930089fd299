//! Many events at a glance: how many on which days, where on the map, of which kinds.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use sayso_casebook::Reviewed;
use sayso_incidents::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::columns::{Before, Different};
use crate::filter::Ready;
use crate::listing::{Entry, Listing, first_day};
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

/// What of all events is counted: for each its place among the different values.
#[derive(Clone, Debug)]
pub struct Glance {
    days: Different<Option<i32>>,
    kinds: Different<String>,
    statuses: Different<String>,
    countries: Different<Option<String>>,
    outlets: Different<Option<String>>,
    grades: Different<Option<String>>,
    reviewed: Different<Reviewed>,
    spots: Different<Spot>,
}

/// Where on the map an event stands.
#[derive(Clone, Debug)]
enum Spot {
    /// It has no place.
    Nowhere,
    /// Only the country is known.
    Country(String),
    /// Bits of degrees north and east, and how sharp they are.
    Point(u64, u64, String),
}

/// The same, borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum SpotOf<'l> {
    Nowhere,
    Country(&'l str),
    Point(u64, u64, &'l str),
}

impl<'l> SpotOf<'l> {
    fn of(line: &'l EventLine) -> Self {
        let row = &line.row;
        let Some(precision) = row.precision.as_deref() else { return Self::Nowhere };
        match row.lat.zip(row.lon).filter(|_| precision != "country") {
            Some((lat, lon)) => Self::Point(lat.to_bits(), lon.to_bits(), precision),
            None => row.country.as_deref().map_or(Self::Nowhere, Self::Country),
        }
    }
}

impl From<SpotOf<'_>> for Spot {
    fn from(spot: SpotOf<'_>) -> Self {
        match spot {
            SpotOf::Nowhere => Self::Nowhere,
            SpotOf::Country(country) => Self::Country(country.to_owned()),
            SpotOf::Point(lat, lon, precision) => Self::Point(lat, lon, precision.to_owned()),
        }
    }
}

impl Spot {
    fn borrowed(&self) -> SpotOf<'_> {
        match self {
            Self::Nowhere => SpotOf::Nowhere,
            Self::Country(country) => SpotOf::Country(country),
            Self::Point(lat, lon, precision) => SpotOf::Point(*lat, *lon, precision),
        }
    }
}

impl Glance {
    pub(crate) fn new(entries: &[Arc<Entry<EventLine>>], before: Option<&Before<'_, Self>>) -> Self {
        let len = entries.len();
        let words = |part: fn(&EventLine) -> &str, old: fn(&Self) -> &Different<String>| {
            let before = before.map(|before| before.part(old));
            let key = |at: usize| part(&entries[at].line);
            Different::new(len, before.as_ref(), key, |v, key| v == key, str::to_owned)
        };
        let maybe = |part: fn(&EventLine) -> Option<&str>, old: fn(&Self) -> &Different<Option<String>>| {
            let before = before.map(|before| before.part(old));
            let key = |at: usize| part(&entries[at].line);
            Different::new(
                len,
                before.as_ref(),
                key,
                |v, key| v.as_deref() == key,
                |key| key.map(str::to_owned),
            )
        };
        let days = before.map(|before| before.part(|old| &old.days));
        let reviewed = before.map(|before| before.part(|old| &old.reviewed));
        let spots = before.map(|before| before.part(|old| &old.spots));
        Self {
            days: Different::new(
                len,
                days.as_ref(),
                |at| first_day(&entries[at].facts),
                |v, key| *v == key,
                |day| day,
            ),
            kinds: words(|line| &line.row.kind, |old| &old.kinds),
            statuses: words(|line| &line.row.status, |old| &old.statuses),
            countries: maybe(|line| line.row.country.as_deref(), |old| &old.countries),
            outlets: maybe(|line| line.outlet.as_deref(), |old| &old.outlets),
            grades: maybe(|line| line.grade.as_deref(), |old| &old.grades),
            reviewed: Different::new(
                len,
                reviewed.as_ref(),
                |at| entries[at].line.row.reviewed,
                |v, key| *v == key,
                |said| said,
            ),
            spots: Different::new(
                len,
                spots.as_ref(),
                |at| SpotOf::of(&entries[at].line),
                |spot, key| spot.borrowed() == key,
                Spot::from,
            ),
        }
    }
}

impl Listing<EventLine> {
    /// Counts those that fit over time.
    #[must_use]
    pub fn counts(&self, filter: &Ready, step: Step) -> Counts {
        let of_days = &self.glance.days;
        let mut undated = 0;
        let mut steps: BTreeMap<(Date, Date), usize> = BTreeMap::new();
        for (day, events) in of_days.values.iter().zip(of_days.count(&self.lines(filter))) {
            match day.and_then(date).and_then(|date| around(date, step)).filter(|_| events > 0) {
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

    /// Puts those that fit on the map.
    #[must_use]
    pub fn map(&self, filter: &Ready) -> Map {
        /// Incidents that are named at a point.
        const NAMED: usize = 20;
        let spots = &self.glance.spots;
        let mut points: Vec<Option<Point>> = vec![None; spots.values.len()];
        let mut out = Map::default();
        self.lines(filter).each(|at| {
            let spot = spots.of[at] as usize;
            match &spots.values[spot] {
                Spot::Nowhere => out.nowhere += 1,
                Spot::Country(country) => count(&mut out.countries, country, 1),
                Spot::Point(..) => {
                    let line = &self.entries[at].line;
                    let point = points[spot].get_or_insert_with(|| point(line));
                    point.events += 1;
                    if point.incidents.len() < NAMED
                        && let Some(incident) = &line.incident
                        && !point.incidents.contains(incident)
                    {
                        point.incidents.push(incident.clone());
                    }
                }
            }
        });
        out.points = points.into_iter().flatten().collect();
        out.points.sort_by(|a, b| {
            let place = |point: &Point| (point.lat.to_bits(), point.lon.to_bits());
            b.events
                .cmp(&a.events)
                .then_with(|| place(a).cmp(&place(b)))
                .then_with(|| a.precision.cmp(&b.precision))
        });
        out
    }

    /// Counts those that fit by kind.
    #[must_use]
    pub fn facets(&self, filter: &Ready) -> Facets {
        /// Outlets that are named.
        const OUTLETS: usize = 30;
        let (glance, lines) = (&self.glance, self.lines(filter));
        let plain = |column: &Different<String>| {
            let mut counts = BTreeMap::new();
            let both = column.values.iter().zip(column.count(&lines));
            both.for_each(|(name, events)| count(&mut counts, name, events));
            counts
        };
        let named = |column: &Different<Option<String>>| {
            let mut counts = BTreeMap::new();
            let both = column.values.iter().zip(column.count(&lines));
            both.for_each(|(name, events)| {
                name.iter().for_each(|name| count(&mut counts, name, events));
            });
            counts
        };
        let mut reviewed = BTreeMap::new();
        let both = glance.reviewed.values.iter().zip(glance.reviewed.count(&lines));
        both.for_each(|(said, events)| count(&mut reviewed, said.name(), events));
        let mut outlets: Vec<(String, usize)> = named(&glance.outlets).into_iter().collect();
        outlets.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        outlets.truncate(OUTLETS);
        Facets {
            types: plain(&glance.kinds),
            statuses: plain(&glance.statuses),
            countries: named(&glance.countries),
            outlets: outlets.into_iter().collect(),
            grades: named(&glance.grades),
            reviewed,
        }
    }
}

/// The point of an event, of no events yet.
fn point(line: &EventLine) -> Point {
    let row = &line.row;
    Point {
        lat: row.lat.unwrap_or_default(),
        lon: row.lon.unwrap_or_default(),
        precision: row.precision.clone().unwrap_or_default(),
        radius_km: row.radius_km,
        country: row.country.clone(),
        place: row.place.clone(),
        events: 0,
        incidents: Vec::new(),
    }
}

fn count(counts: &mut BTreeMap<String, usize>, name: &str, events: usize) {
    if events == 0 {
        return;
    }
    match counts.get_mut(name) {
        Some(known) => *known += events,
        None => {
            counts.insert(name.to_owned(), events);
        }
    }
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
