//! One correction: a field of an event, and what is right instead, read from the JSON of a review.
//!
//! | field | `after` |
//! |---|---|
//! | `type` | `{event, mode?, context?}`, PLOVER's words |
//! | `status` | `"occurred"` ... |
//! | `time` | `{from?, to?}`, days in ISO 8601 |
//! | `place` | `{name, country?, admin1?, lat?, lon?, geonames?, precision, radius_km?}` |
//! | `killed`, `injured`, `abducted`, `displaced` | `{low, high?}` |
//! | `actor`, `recipient`, `victim`, `target`, `weapon` | `[{start, end, part?}]`: the words of all who have that role |

use sayso::record::{
    Argument, Count, Event, EventPlace, EventTime, Part, Place, PlaceReason, Plover, PloverType, Reading,
    Role, Span, Status, TimePrecision, What,
};
use sayso_incidents::Day;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::words::Words;

/// Fields that can be corrected.
pub const FIELDS: [&str; 13] = [
    "type",
    "status",
    "time",
    "place",
    "killed",
    "injured",
    "abducted",
    "displaced",
    "actor",
    "recipient",
    "victim",
    "target",
    "weapon",
];

/// Why a correction cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// There is no such field.
    #[error("`{0}` is no field that can be corrected; these are: {fields}", fields = FIELDS.join(", "))]
    Field(String),
    /// The field cannot hold that.
    #[error("{field} cannot be {after}: {reason}")]
    Value {
        /// The field.
        field: String,
        /// What it should be.
        after: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The report has no such words.
    #[error("{field}: the report has no words from {start} to {end}; mark words of its text")]
    Words {
        /// The field.
        field: String,
        /// First code point.
        start: usize,
        /// One past the last.
        end: usize,
    },
}

/// What is right instead.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    Type(Plover),
    Status(Status),
    Time(Option<EventTime>),
    Place(Option<Box<Place>>),
    Toll(What, Option<Toll>),
    Parties(Role, Vec<Stretch>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Toll {
    low: u64,
    #[serde(default)]
    high: Option<u64>,
}

/// Words that a person marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Stretch {
    start: usize,
    end: usize,
    #[serde(default)]
    part: Option<Part>,
}

#[derive(Deserialize)]
struct Type {
    event: PloverType,
    #[serde(default)]
    mode: Option<String>,
    #[serde(default)]
    context: Vec<String>,
}

#[derive(Deserialize)]
struct Days {
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Option<String>,
}

impl Change {
    /// Reads a correction; `null` empties a field.
    pub(crate) fn read(field: &str, after: &Value) -> Result<Self, ChangeError> {
        let wrong =
            |reason: String| ChangeError::Value { field: field.to_owned(), after: after.to_string(), reason };
        match field {
            "type" => {
                let Type { event, mode, context } = of(after).map_err(wrong)?;
                Ok(Self::Type(Plover { event, mode, context }))
            }
            "status" => Ok(Self::Status(of(after).map_err(wrong)?)),
            "time" if after.is_null() => Ok(Self::Time(None)),
            "time" => Ok(Self::Time(Some(time(of(after).map_err(wrong)?).map_err(wrong)?))),
            "place" if after.is_null() => Ok(Self::Place(None)),
            "place" => Ok(Self::Place(Some(Box::new(place(of(after).map_err(wrong)?).map_err(wrong)?)))),
            _ => {
                if let Ok(role) = of::<Role>(&field.into()) {
                    let all: Option<Vec<Stretch>> = of(after).map_err(wrong)?;
                    return Ok(Self::Parties(role, all.unwrap_or_default()));
                }
                let what = of::<What>(&field.into()).map_err(|_| ChangeError::Field(field.to_owned()))?;
                let toll: Option<Toll> = of(after).map_err(wrong)?;
                if toll.is_some_and(|toll| toll.high.is_some_and(|high| high < toll.low)) {
                    return Err(wrong("the upper number is below the lower".to_owned()));
                }
                Ok(Self::Toll(what, toll))
            }
        }
    }

    /// Makes the event what it should be. `reading`: where the marked words may name somebody known.
    pub(crate) fn apply(
        &self,
        event: &mut Event,
        words: &Words<'_>,
        reading: &Reading,
    ) -> Result<(), ChangeError> {
        match self {
            Self::Type(plover) => {
                let context = if plover.context.is_empty() {
                    std::mem::take(&mut event.plover.context)
                } else {
                    plover.context.clone()
                };
                // which of ACLED's types follows is not known here
                if (event.plover.event, &event.plover.mode) != (plover.event, &plover.mode) {
                    event.acled = None;
                }
                event.plover = Plover { context, ..plover.clone() };
            }
            Self::Status(status) => event.status = *status,
            Self::Time(time) => {
                let span = event.time.take().and_then(|old| old.span);
                event.time = time.clone().map(|time| EventTime { span, ..time });
            }
            Self::Place(place) => {
                let old = event.place.take();
                event.places.clear();
                event.place = place.clone().map(|place| EventPlace {
                    entity: None,
                    place: *place,
                    // what a person puts in from elsewhere stands by the words that it corrects
                    span: old.map_or_else(|| event.trigger.clone(), |old| old.span),
                    why: PlaceReason::OwnWords,
                });
            }
            Self::Toll(what, toll) => set_toll(event, *what, *toll),
            Self::Parties(role, all) => {
                let named: Result<Vec<Argument>, ChangeError> =
                    all.iter().map(|stretch| argument(*role, *stretch, words, reading)).collect();
                let named = named?;
                event.arguments.retain(|argument| argument.role != *role);
                event.arguments.extend(named);
                event.arguments.sort_by_key(|argument| argument.role as u8);
            }
        }
        Ok(())
    }
}

/// Reads any type of the record; what is wrong, in words.
fn of<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    T::deserialize(value).map_err(|error| error.to_string())
}

fn time(days: Days) -> Result<EventTime, String> {
    let day = |text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => {
            let day = Day::parse(text).filter(|_| text.len() == 10);
            day.map(Some).ok_or_else(|| format!("`{text}` is not a day; write it like 2019-12-18"))
        }
    };
    let (from, to) = (day(&days.from)?, day(&days.to)?);
    let precision = match (from, to) {
        (None, None) => return Err("neither a first nor a last day".to_owned()),
        (Some(from), Some(to)) if from > to => return Err("the last day is before the first".to_owned()),
        (Some(from), Some(to)) => match to.0 - from.0 {
            0 => TimePrecision::Day,
            1..=7 => TimePrecision::Week,
            8..=31 => TimePrecision::Month,
            32..=366 => TimePrecision::Year,
            _ => TimePrecision::Unknown,
        },
        _ => TimePrecision::Unknown,
    };
    Ok(EventTime {
        from: from.map(|day| day.to_string()),
        to: to.map(|day| day.to_string()),
        precision,
        span: None,
    })
}

fn place(place: Place) -> Result<Place, String> {
    let within = |value: Option<f64>, most: f64| value.is_none_or(|value| value.abs() <= most);
    if place.name.trim().is_empty() {
        return Err("it has no name".to_owned());
    }
    if !within(place.lat, 90.0) || !within(place.lon, 180.0) || place.lat.is_some() != place.lon.is_some() {
        return Err("latitude and longitude are not degrees on the map".to_owned());
    }
    if place.radius_km.is_some_and(|km| !km.is_finite() || km < 0.0) {
        return Err("the radius is no length".to_owned());
    }
    Ok(place)
}

fn set_toll(event: &mut Event, what: What, toll: Option<Toll>) {
    let field = match what {
        What::Killed => &mut event.killed,
        What::Injured => &mut event.injured,
        What::Abducted => &mut event.abducted,
        What::Displaced => &mut event.displaced,
    };
    let span = field.take().map_or_else(|| event.trigger.clone(), |old| old.span);
    *field = toll.map(|toll| Count { low: toll.low, high: toll.high, span });
    // the parts no longer sum up to it
    event.harmed.retain(|part| part.what != what);
}

fn argument(
    role: Role,
    stretch: Stretch,
    words: &Words<'_>,
    reading: &Reading,
) -> Result<Argument, ChangeError> {
    let Stretch { start, end, part } = stretch;
    let span = words.span(start, end, part).ok_or_else(|| ChangeError::Words {
        field: format!("{role:?}").to_lowercase(),
        start,
        end,
    })?;
    let entity = entity_of(&span, reading);
    Ok(Argument { role, entity, span, confidence: None, statements: Vec::new() })
}

/// The entity that the words name: the one whose mention they share most with, if they share any.
fn entity_of(span: &Span, reading: &Reading) -> Option<String> {
    let shared = |other: &Span| {
        if other.part != span.part {
            return 0;
        }
        span.end.min(other.end).saturating_sub(span.start.max(other.start))
    };
    let all = reading.entities.iter().map(|entity| {
        let best = entity.mentions.iter().max_by_key(|mention| shared(mention));
        // of two that share as much, the one that is less beside
        let beside = best.map_or(0, |best| (best.end - best.start).abs_diff(span.end - span.start));
        (best.map_or(0, shared), std::cmp::Reverse(beside), entity)
    });
    let best = all.max_by_key(|(shared, beside, _)| (*shared, *beside));
    best.filter(|(shared, ..)| *shared > 0).map(|(_, _, entity)| entity.id.clone())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_field_cannot_hold_is_told() {
        let wrong = [
            ("type", json!({"event": "BOMBING"})),
            ("status", json!("maybe")),
            ("time", json!({"from": "2020-02-30"})),
            ("time", json!({"from": "2020-02-10", "to": "2020-02-09"})),
            ("time", json!({})),
            ("place", json!({"name": " ", "precision": "city"})),
            ("place", json!({"name": "Homs", "precision": "city", "lat": 34.7})),
            ("place", json!({"name": "Homs", "precision": "city", "lat": 134.7, "lon": 36.7})),
            ("killed", json!({"low": 4, "high": 3})),
            ("killed", json!(-1)),
            ("actor", json!("the army")),
            ("claims", json!(null)),
        ];
        for (field, after) in wrong {
            assert!(Change::read(field, &after).is_err(), "{field} {after}");
        }
    }

    #[test]
    fn every_field_can_be_read() {
        for field in FIELDS.into_iter().filter(|field| !matches!(*field, "type" | "status")) {
            assert!(Change::read(field, &Value::Null).is_ok(), "{field}");
        }
        assert!(Change::read("type", &json!({"event": "ASSAULT", "mode": "aerial"})).is_ok());
        assert!(Change::read("status", &json!("denied")).is_ok());
    }
}
