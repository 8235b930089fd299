//! When and where each telling happened, as its own words and those that govern it say. Nothing is taken from the day of
//! publication or the dateline alone.

mod place;
pub mod time;

use std::ops::Range;

use jiff::civil::Date;

use crate::read::coreference::Clusters;
use crate::read::events::Telling;
use crate::read::graph::Graph;
use crate::read::happenings::Setting;
use crate::read::statements::Saying;
use crate::record::{PlacePrecision, Status};

use super::place::{Found, Resolution};
use super::time::Expression;

use time::{Chronicle, When};

/// Times and places of a report, with the tokens they stand at.
pub struct World<'a> {
    /// Expressions of time.
    pub times: &'a [Expression],
    /// Tokens of each expression.
    pub time_tokens: Vec<Range<usize>>,
    /// Places by the head token of the name, in the order of the text.
    pub places: Vec<(usize, &'a Found)>,
}

/// When and where one telling happened: days, heads of places.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Where {
    /// When.
    pub time: Option<When>,
    /// Head token of the place's name.
    pub place: Option<usize>,
    /// Whether the place stands in the telling's own phrases or those of a governing word.
    pub near: bool,
}

impl<'a> World<'a> {
    /// Joins what was found in the text with the tokens.
    pub fn new(
        graph: &Graph<'_>,
        times: &'a [Expression],
        heads: &[usize],
        resolved: &'a [Resolution],
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
        Self { times, time_tokens, places }
    }

    /// What the name with this head means on the map.
    pub fn place_at(&self, head: usize) -> Option<&'a Found> {
        self.places.binary_search_by_key(&head, |p| p.0).ok().map(|i| self.places[i].1)
    }
}

/// When and where a telling happened.
pub fn of(
    graph: &Graph<'_>,
    world: &World<'_>,
    clusters: &Clusters,
    sayings: &[Saying],
    chronicle: &Chronicle<'_>,
    telling: &Telling,
) -> Where {
    let place = place::of(graph, world, clusters, sayings, telling);
    Where {
        time: chronicle.of(telling.trigger.token),
        place: place.map(|p| p.0),
        near: place.is_some_and(|p| p.1),
    }
}

/// What its own words put on a day after the report's has not happened yet: "the summit next Friday". A past tense is
/// believed against the calendar.
pub fn put_off(
    graph: &Graph<'_>,
    world: &World<'_>,
    today: Date,
    wheres: &[Where],
    tellings: &mut [Telling],
) {
    let to_come = |t: &Telling, at: Where| {
        matches!(t.status, Status::Occurred | Status::Ongoing)
            && !matches!(graph.token(t.trigger.token).xpos, "VBD" | "VBN")
            && setting(world, at).days.is_some_and(|(first, _)| first > today)
    };
    for (telling, at) in tellings.iter_mut().zip(wheres) {
        if to_come(telling, *at) {
            telling.status = Status::Intended;
        }
    }
}

/// What is compared when tellings are put together.
pub fn setting(world: &World<'_>, at: Where) -> Setting {
    let days = at.time.filter(|t| t.near).and_then(|t| Some((t.from?, t.to?)));
    let place = at
        .place
        .filter(|_| at.near)
        .and_then(|p| world.place_at(p))
        .filter(|f| f.precision <= PlacePrecision::City);
    Setting {
        days,
        place: place.map(|f| format!("{}:{:.1}:{:.1}", f.country.as_deref().unwrap_or(""), f.lat, f.lon)),
        people: Vec::new(),
    }
}
