//! When and where single events happened: days and places that were annotated by hand before any rule was tuned on them.
//!
//! The gold (`crates/sayso-cli/data/settings-dev.jsonl`) holds no texts: each line names a set, a document of it, the
//! trigger of one event in code points, and the event's day and place with other answers that a careful coder would accept.
//! The texts are looked up in the folder that `--texts` names.
//!
//! An event is found if a trigger or mention of it overlaps the gold's trigger. Then, of those found:
//!
//! - `date right`: the interval is the gold's, or one of the accepted others; for something that goes on (`span`) it may be
//!   a part of the gold's that shares its start or its end. No date where the gold has none is right.
//! - `place right`: where the gold is a town or sharper, the point lies within 25 km and is given as one of a town or
//!   sharper; where it is a region, a region within 100 km; where it is a country, that country as a whole (at sea: within
//!   500 km). No place where the gold has none is right. So a pin sharper than the text is wrong, and a country where the
//!   text has a town is wrong too.
//! - `place true at its precision`: right in that sense, or coarser than the gold and true: the gold's point lies in the country or (within
//!   150 km of its middle) in the region that is given as one.
//! - `dates given`, `places given`: precision and recall over those given.
//! - `given by no words`: dates that the record gives no words for; `day of publication alone`: dates that are that day
//!   where the gold has none.
//!
//! ```text
//! gold   2019-12-17, Homs (city)
//! found  2019-12-17, Syria (country)    date right, place not
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sayso::ground::place::candidate::{distance_km, point};
use sayso::ingest::{Given, Limits};
use sayso::record::{Event, EventTime, PlacePrecision, Reading, Span};
use serde::Deserialize;

use super::score::{Counts, Figure, Part, Scores};
use super::{EvalError, Options, Read, documents, each};

/// Farther than this from the gold's point is another town.
const TOWN_KM: f64 = 25.0;
/// Farther than this from the middle of the gold's region is another region.
const REGION_KM: f64 = 100.0;
/// Farther than this from the middle of a region is outside of it.
const HOLD_KM: f64 = 150.0;
/// Farther than this from the gold's point at sea is elsewhere.
const SEA_KM: f64 = 500.0;

/// One event of the gold.
#[derive(Clone, Debug, Deserialize)]
struct Gold {
    set: String,
    id: String,
    published: Option<String>,
    trigger: [usize; 2],
    word: String,
    date: Option<Days>,
    #[serde(default)]
    date_also: Vec<Days>,
    place: Option<Spot>,
    #[serde(default)]
    place_also: Vec<Spot>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
struct Days {
    from: String,
    to: String,
    #[serde(default)]
    precision: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Spot {
    name: String,
    country: Option<String>,
    lat: f64,
    lon: f64,
    precision: PlacePrecision,
}

/// A document of a set, as far as it is used.
#[derive(Debug, Deserialize)]
struct Document {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    docid: Option<String>,
    #[serde(default)]
    title: Option<String>,
    text: String,
    #[serde(default)]
    text_cased: Option<String>,
}

/// What one event adds.
#[derive(Debug, Default)]
struct Outcome {
    found: bool,
    date: bool,
    place: bool,
    coarse: bool,
    dates: Counts,
    places: Counts,
    wordless: bool,
    published: bool,
    shown: String,
}

/// Reads the documents of the gold and scores its events.
///
/// # Errors
/// When a file cannot be read or holds other documents, or the folder lacks one that the gold names.
pub(super) fn score(data: &Path, options: &Options, read: Read<'_>) -> Result<Scores, EvalError> {
    let gold: Vec<Gold> = documents(data, options.limit)?;
    let texts = texts(&gold, options.texts.as_deref().unwrap_or(Path::new(".")))?;
    let outcomes = each(&gold, |gold| {
        let document = &texts[&(gold.set.clone(), gold.id.clone())];
        outcome(gold, &read(&report(gold, document)))
    });
    Ok(Scores {
        set: "settings".to_owned(),
        data: data.display().to_string(),
        documents: gold.len(),
        figures: figures(&outcomes),
        shown: outcomes.into_iter().map(|o| o.shown).filter(|s| options.show && !s.is_empty()).collect(),
    })
}

/// The documents that the gold names, by set and id.
fn texts(gold: &[Gold], folder: &Path) -> Result<BTreeMap<(String, String), Document>, EvalError> {
    let sets: BTreeSet<&str> = gold.iter().map(|g| g.set.as_str()).collect();
    let mut found = BTreeMap::new();
    for set in sets {
        let all: Vec<serde_json::Value> = documents(&folder.join(set), None)?;
        let wanted: BTreeSet<&str> = gold.iter().filter(|g| g.set == set).map(|g| g.id.as_str()).collect();
        for value in all {
            let Ok(document) = serde_json::from_value::<Document>(value) else { continue };
            let id = document.id.clone().or_else(|| document.docid.clone()).unwrap_or_default();
            if wanted.contains(id.as_str()) {
                found.insert((set.to_owned(), id), document);
            }
        }
    }
    match gold.iter().find(|g| !found.contains_key(&(g.set.clone(), g.id.clone()))) {
        Some(g) => Err(EvalError::Absent { path: folder.join(&g.set), id: g.id.clone() }),
        None => Ok(found),
    }
}

/// The report as a user would give it: through the front door, with dateline and roles of paragraphs found.
fn report(gold: &Gold, document: &Document) -> sayso::ingest::Report {
    let text = document.text_cased.as_ref().unwrap_or(&document.text);
    let given = Given {
        id: Some(gold.id.clone()),
        title: document.title.clone(),
        published: gold.published.clone(),
        language: Some("en".to_owned()),
        ..Given::default()
    };
    sayso::ingest::text(text.as_bytes(), &given, &Limits::default()).unwrap_or_default()
}

fn outcome(gold: &Gold, reading: &Reading) -> Outcome {
    let overlaps = |s: &Span| s.part.is_none() && s.start < gold.trigger[1] && gold.trigger[0] < s.end;
    let event = reading.events.iter().find(|e| overlaps(&e.trigger) || e.mentions.iter().any(overlaps));
    let Some(event) = event else {
        return Outcome { shown: format!("{}: {:?} not found", gold.id, gold.word), ..Outcome::default() };
    };
    let time = event.time.as_ref().filter(|t| t.from.is_some() && t.to.is_some());
    let (date, place) = (date_right(gold, time), place_right(gold, event));
    let right = |given: bool, right: bool| usize::from(given && right);
    Outcome {
        found: true,
        date,
        place,
        coarse: place || holds(gold, event),
        dates: Counts::new(
            gold.date.is_some().into(),
            time.is_some().into(),
            right(time.is_some() && gold.date.is_some(), date),
        ),
        places: Counts::new(
            gold.place.is_some().into(),
            event.place.is_some().into(),
            right(event.place.is_some() && gold.place.is_some(), place),
        ),
        wordless: time.is_some_and(|t| t.span.is_none()),
        published: gold.date.is_none() && !date && time.is_some_and(|t| on_publication(gold, t)),
        shown: if date && place { String::new() } else { differences(gold, event, date, place) },
    }
}

fn date_right(gold: &Gold, found: Option<&EventTime>) -> bool {
    let Some(found) = found else { return gold.date.is_none() };
    let (from, to) = (found.from.as_deref().unwrap_or(""), found.to.as_deref().unwrap_or(""));
    gold.date.iter().chain(&gold.date_also).any(|days| {
        let alike = days.from == from && days.to == to;
        let part = *days.from <= *from && *to <= *days.to && (days.from == from || days.to == to);
        alike || (days.precision.as_deref() == Some("span") && part)
    })
}

fn on_publication(gold: &Gold, time: &EventTime) -> bool {
    let day = gold.published.as_deref().and_then(|p| p.get(..10));
    day.is_some() && time.from.as_deref() == day && time.to.as_deref() == day
}

fn place_right(gold: &Gold, event: &Event) -> bool {
    let Some(found) = event.place.as_ref().map(|p| &p.place) else { return gold.place.is_none() };
    let (Some(lat), Some(lon)) = (found.lat, found.lon) else { return false };
    gold.place.iter().chain(&gold.place_also).any(|spot| {
        let km = distance_km(&point(lat, lon), &point(spot.lat, spot.lon));
        match (spot.precision, &spot.country) {
            (PlacePrecision::Country, None) => km <= SEA_KM,
            (PlacePrecision::Country, country) => {
                found.precision == PlacePrecision::Country && found.country == *country
            }
            (PlacePrecision::Admin1, _) => found.precision == PlacePrecision::Admin1 && km <= REGION_KM,
            _ => found.precision <= PlacePrecision::City && km <= TOWN_KM,
        }
    })
}

/// Whether what is given as a country or region holds the gold's sharper place.
fn holds(gold: &Gold, event: &Event) -> bool {
    let Some(found) = event.place.as_ref().map(|p| &p.place) else { return false };
    let inside = |spot: &Spot| {
        let same =
            found.country.is_some() && found.country == spot.country && spot.precision <= found.precision;
        match (found.precision, found.lat.zip(found.lon)) {
            (PlacePrecision::Country, _) => same,
            (PlacePrecision::Admin1, Some((lat, lon))) => {
                same && distance_km(&point(lat, lon), &point(spot.lat, spot.lon)) <= HOLD_KM
            }
            _ => false,
        }
    };
    gold.place.iter().any(inside)
}

fn differences(gold: &Gold, event: &Event, date: bool, place: bool) -> String {
    let mut lines = vec![format!("{}: {:?} at {}", gold.id, gold.word, gold.trigger[0])];
    if !date {
        let expected = gold.date.as_ref().map_or("none".to_owned(), |d| format!("{} to {}", d.from, d.to));
        let found = event.time.as_ref().map_or("none".to_owned(), |t| {
            let days = |d: &Option<String>| d.clone().unwrap_or_default();
            let words = t.span.as_ref().map_or("", |s| s.quote.as_str());
            format!("{} to {} ({words})", days(&t.from), days(&t.to))
        });
        lines.push(format!("    date  expected {expected}, found {found}"));
    }
    if !place {
        let expected = gold.place.as_ref().map_or("none".to_owned(), |s| {
            format!("{} ({:?}, {:.2} {:.2})", s.name, s.precision, s.lat, s.lon)
        });
        let found = event.place.as_ref().map_or("none".to_owned(), |p| {
            let (lat, lon) = (p.place.lat.unwrap_or_default(), p.place.lon.unwrap_or_default());
            format!("{} ({:?}, {lat:.2} {lon:.2}; {})", p.place.name, p.place.precision, p.span.quote)
        });
        lines.push(format!("    place expected {expected}, found {found}"));
    }
    lines.join("\n")
}

fn figures(outcomes: &[Outcome]) -> Vec<Figure> {
    let share = |of: &dyn Fn(&&Outcome) -> bool, what: &dyn Fn(&Outcome) -> bool| {
        let mut part = Part::default();
        outcomes.iter().filter(of).for_each(|o| part.add(what(o)));
        part
    };
    let sum = |what: &dyn Fn(&Outcome) -> Counts| {
        let mut counts = Counts::default();
        outcomes.iter().for_each(|o| counts += what(o));
        counts
    };
    let number = |what: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|o| what(o)).count() as f64;
    vec![
        Figure::share("event found", share(&|_| true, &|o| o.found)),
        Figure::share("date right", share(&|o| o.found, &|o| o.date)),
        Figure::share("place right", share(&|o| o.found, &|o| o.place)),
        Figure::share("place true at its precision", share(&|o| o.found, &|o| o.coarse)),
        Figure::share("both right", share(&|o| o.found, &|o| o.date && o.place)),
        Figure::prf("dates given", sum(&|o| o.dates)),
        Figure::prf("places given", sum(&|o| o.places)),
        Figure::number("dates given by no words", number(&|o| o.wordless)),
        Figure::number("day of publication alone", number(&|o| o.published)),
    ]
}

#[cfg(test)]
mod tests {
    use sayso::record::{EventPlace, Place, PlaceKind, PloverType, TimePrecision};

    use super::super::made;
    use super::*;

    fn gold(date: Option<[&str; 3]>, place: Option<(f64, f64, PlacePrecision)>) -> Gold {
        let days = |[from, to, precision]: [&str; 3]| Days {
            from: from.to_owned(),
            to: to.to_owned(),
            precision: Some(precision.to_owned()),
        };
        let spot = |(lat, lon, precision)| Spot {
            name: "Homs".to_owned(),
            country: Some("SYR".to_owned()),
            lat,
            lon,
            precision,
        };
        Gold {
            set: String::new(),
            id: "d".to_owned(),
            published: Some("2019-12-18".to_owned()),
            trigger: [0, 7],
            word: "shelled".to_owned(),
            date: date.map(days),
            date_also: Vec::new(),
            place: place.map(spot),
            place_also: Vec::new(),
        }
    }

    fn event(day: &str, at: Option<(f64, f64, PlacePrecision)>) -> Event {
        let mut event = made::event(PloverType::Assault, made::span(0..7, "shelled"), &[]);
        event.time = Some(EventTime {
            from: Some(day.to_owned()),
            to: Some(day.to_owned()),
            precision: TimePrecision::Day,
            span: Some(made::span(8..15, "Tuesday")),
        });
        event.place = at.map(|(lat, lon, precision)| EventPlace {
            entity: None,
            place: Place {
                country: Some("SYR".to_owned()),
                lat: Some(lat),
                lon: Some(lon),
                ..Place::named("Homs", PlaceKind::Town, precision)
            },
            span: made::span(16..20, "Homs"),
            why: sayso::record::PlaceReason::OwnWords,
        });
        event
    }

    fn scored(gold: &Gold, event: Event) -> Outcome {
        let mut reading = made::reading();
        reading.events = vec![event];
        outcome(gold, &reading)
    }

    #[test]
    fn a_pin_sharper_than_the_text_is_wrong() {
        use PlacePrecision::{City, Country};
        let gold = gold(Some(["2019-12-17", "2019-12-17", "day"]), Some((35.0, 38.5, Country)));
        let right = scored(&gold, event("2019-12-17", Some((34.0, 38.0, Country))));
        assert!(right.date && right.place);
        let wrong = scored(&gold, event("2019-12-18", Some((35.0, 38.5, City))));
        assert!(wrong.found && !wrong.date && !wrong.place && !wrong.coarse && !wrong.published);
    }

    #[test]
    fn a_country_that_holds_the_town_is_true_but_not_right() {
        use PlacePrecision::{City, Country};
        let gold = gold(None, Some((34.7, 36.7, City)));
        let found = scored(&gold, event("2019-12-17", Some((35.0, 38.5, Country))));
        assert!(!found.place && found.coarse);
    }

    #[test]
    fn the_day_of_publication_is_no_date() {
        let wrong = scored(&gold(None, None), event("2019-12-18", None));
        assert!(wrong.published && !wrong.date && wrong.place);
    }

    #[test]
    fn what_goes_on_may_be_given_by_its_start() {
        let gold = gold(Some(["2019-12-10", "2019-12-18", "span"]), None);
        assert!(scored(&gold, event("2019-12-10", None)).date);
        assert!(!scored(&gold, event("2019-12-12", None)).date);
    }
}
