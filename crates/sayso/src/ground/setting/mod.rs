//! When and where each telling happened, as its own words and those that govern it say. Nothing is taken from the day of
//! publication or the dateline alone.

pub mod place;
pub mod time;

use std::ops::Range;

use jiff::civil::Date;

use crate::read::events::Telling;
use crate::read::graph::Graph;
use crate::read::happenings::Setting;
use crate::record::{PlacePrecision, Status};

use super::place::{Found, Resolution};
use super::time::Expression;

use place::{Atlas, Spot};
use time::{Chronicle, When};

/// Times and places of a report, with the tokens they stand at.
pub struct World<'a> {
    /// Expressions of time.
    pub times: &'a [Expression],
    /// Tokens of each expression.
    pub time_tokens: Vec<Range<usize>>,
    /// Places by the head token of the name, in the order of the text.
    pub places: Vec<(usize, &'a Found)>,
    /// What the dateline's place means.
    pub dateline: Option<&'a Found>,
}

/// When and where one telling happened: days, heads of places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Where {
    /// When.
    pub time: Option<When>,
    /// Where.
    pub place: Option<Spot>,
    /// Where else.
    pub others: Vec<Spot>,
}

impl<'a> World<'a> {
    /// Joins what was found in the text with the tokens.
    pub fn new(
        graph: &Graph<'_>,
        times: &'a [Expression],
        heads: &[usize],
        resolved: &'a [Resolution],
        dateline: Option<&'a Found>,
    ) -> Self {
        let tokens = &graph.syntax.tokens;
        let time_tokens = times
            .iter()
            .map(|e| {
                let start = tokens.partition_point(|t| t.range.end <= e.range.start);
                let end = tokens.partition_point(|t| t.range.start < e.range.end);
                start..end.max(start)
            })
            .collect();
        let mut places: Vec<(usize, &Found)> =
            heads.iter().zip(resolved).filter_map(|(&h, r)| Some((h, r.found.as_ref()?))).collect();
        places.sort_by_key(|p| p.0);
        Self { times, time_tokens, places, dateline }
    }

    /// What the name with this head means on the map.
    pub fn place_at(&self, head: usize) -> Option<&'a Found> {
        self.places.binary_search_by_key(&head, |p| p.0).ok().map(|i| self.places[i].1)
    }
}

/// When and where each telling happened.
pub fn of(atlas: &Atlas<'_>, chronicle: &Chronicle<'_>, tellings: &[Telling]) -> Vec<Where> {
    let one = |(i, t): (usize, &Telling)| Where {
        time: chronicle.of(t.trigger.token),
        place: atlas.of(i),
        others: atlas.others(i),
    };
    tellings.iter().enumerate().map(one).collect()
}

/// What its own words put on a day after the report's has not happened yet: "the summit next Friday". A past tense is
/// believed against the calendar.
pub fn put_off(graph: &Graph<'_>, today: Date, wheres: &[Where], tellings: &mut [Telling]) {
    let to_come = |t: &Telling, at: &Where| {
        matches!(t.status, Status::Occurred | Status::Ongoing)
            && !matches!(graph.token(t.trigger.token).xpos, "VBD" | "VBN")
            && setting(at).days.is_some_and(|(first, _)| first > today)
    };
    for (telling, at) in tellings.iter_mut().zip(wheres) {
        if to_come(telling, at) {
            telling.status = Status::Intended;
        }
    }
}

/// What is compared when tellings are put together.
pub fn setting(at: &Where) -> Setting {
    let days = at.time.filter(|t| t.near).and_then(|t| Some((t.from?, t.to?)));
    let place = at.place.as_ref().filter(|s| s.near()).map(|s| &s.found);
    let place = place.filter(|f| f.precision <= PlacePrecision::City);
    Setting {
        days,
        place: place.map(|f| format!("{}:{:.1}:{:.1}", f.country.as_deref().unwrap_or(""), f.lat, f.lon)),
        people: Vec::new(),
    }
}
