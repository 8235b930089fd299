//! When and where an event happened.

use std::ops::Range;

use crate::ground::place::Found;
use crate::ground::setting::place::{Atlas, Candidate, Spot};
use crate::ground::setting::time::{self, Chronicle, When};
use crate::ground::time::Expression;
use crate::read::happenings::Happening;
use crate::record::{EventPlace, EventTime, Place, PlaceRelation, Time};
use crate::tables::Clues;

use super::Writer;

/// When what a word tells of happened, and what that was weighed from.
#[derive(Clone, Debug, Default)]
pub struct Dating {
    /// The days as the engine gives them.
    pub time: Option<EventTime>,
    /// Whether the grammar gives them.
    pub near: bool,
    /// Every expression that was weighed, with its words and days; none where the grammar decides.
    pub candidates: Vec<(Time, time::Candidate)>,
}

/// What the place of one telling is weighed from.
#[derive(Clone, Debug)]
pub struct Placing {
    /// Its trigger, in bytes.
    pub trigger: Range<usize>,
    /// What speaks for none.
    pub none: Clues,
    /// Every place.
    pub places: Vec<WeighedPlace>,
}

/// A place and what speaks for it.
#[derive(Clone, Debug)]
pub struct WeighedPlace {
    /// Its country, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Whether it is that country as a whole.
    pub whole: bool,
    /// All words for it, in bytes.
    pub names: Vec<Range<usize>>,
    /// What speaks for and against it.
    pub clues: Clues,
}

impl Writer<'_> {
    pub(super) fn time(&self, e: &Expression) -> Time {
        Time {
            span: self.span(e.range.clone()),
            kind: e.kind,
            value: e.value.clone(),
            from: e.from.map(|d| d.to_string()),
            to: e.to.map(|d| d.to_string()),
        }
    }

    /// When what each of some words tells of happened.
    pub fn date_words(&self, words: &[Range<usize>]) -> Vec<Dating> {
        let (f, tokens) = (self.f, &self.graph.syntax.tokens);
        let chronicle = Chronicle::new(f.graph, &f.world, &f.sayings, f.report, &f.tellings);
        let dating = |word: &Range<usize>| {
            let token = tokens.partition_point(|t| t.range.end <= word.start);
            if tokens.get(token).is_none_or(|t| t.range.start >= word.end) {
                return Dating::default();
            }
            let time = chronicle.of(token);
            let near = time.is_some_and(|t| t.near);
            let candidates = if near { Vec::new() } else { chronicle.candidates(token) };
            Dating {
                time: time.map(|t| self.event_time(&t)),
                near,
                candidates: candidates
                    .into_iter()
                    .map(|c| (self.time(&f.world.times[c.expression]), c))
                    .collect(),
            }
        };
        words.iter().map(dating).collect()
    }

    /// Days and the words that give them.
    pub(super) fn event_time(&self, when: &When) -> EventTime {
        let e = &self.f.world.times[when.expression];
        // `from 3 to 5 May`: both ends
        let other = e.pair.as_ref().map_or(&e.range, |pair| &pair.other);
        let words = e.range.start.min(other.start)..e.range.end.max(other.end);
        EventTime {
            from: when.from.map(|d| d.to_string()),
            to: when.to.map(|d| d.to_string()),
            precision: when.precision,
            span: Some(self.span(words)),
        }
    }

    /// The sharpest that a telling's own words give; failing those, the likeliest.
    pub(super) fn when(&self, h: &Happening) -> Option<EventTime> {
        let times = || h.tellings.iter().filter_map(|&i| self.f.wheres[i].time);
        let near = times().filter(|t| t.near).min_by_key(|t| t.precision);
        let likely = || times().max_by(|a, b| a.probability.total_cmp(&b.probability));
        near.or_else(likely).map(|t| self.event_time(&t))
    }

    /// The main place and further ones: the sharpest that a telling's own words give; failing those, the likeliest.
    pub(super) fn place(&self, h: &Happening) -> (Option<EventPlace>, Vec<EventPlace>) {
        let spots = || h.tellings.iter().filter_map(|&i| self.f.wheres[i].place.as_ref());
        let near = spots().filter(|s| s.near()).min_by_key(|s| s.found.precision);
        // of the likely ones the sharpest that is about as likely as the best
        let most = spots().map(|s| s.probability).fold(0.0, f64::max);
        let likely = || spots().filter(|s| s.probability > most - 0.15).min_by_key(|s| s.found.precision);
        let Some(main) = near.or_else(likely) else { return (None, Vec::new()) };
        let all = h.tellings.iter().map(|&i| &self.f.wheres[i]);
        let of_main = all.filter(|w| w.place.as_ref() == Some(main)).flat_map(|w| &w.others);
        (Some(self.event_place(main)), of_main.map(|s| self.event_place(s)).collect())
    }

    fn event_place(&self, spot: &Spot) -> EventPlace {
        EventPlace {
            entity: spot.head.and_then(|head| self.id_of(head)),
            place: self.as_told(&spot.found),
            span: self.span(spot.words.clone()),
            why: spot.why,
        }
    }

    /// A place as the words of an event give it: near it, north of it, between it and another.
    fn as_told(&self, found: &Found) -> Place {
        let spot = found.spot();
        let relation = found.relation.as_ref().map(|relation| PlaceRelation {
            kind: relation.kind,
            direction: relation.direction,
            km: relation.km,
            other: found.other.as_ref().map(|(name, _)| name.clone()),
            span: self.span(relation.span.clone()),
        });
        Place {
            lat: Some(spot.lat),
            lon: Some(spot.lon),
            precision: spot.precision,
            radius_km: Some(spot.radius_km),
            relation,
            ..Place::from(found)
        }
    }

    /// What speaks for each place, and for none, as the place of each telling: its trigger, then the clues of none and of the places
    /// with all words for them.
    pub fn weighed_places(&self) -> Vec<Placing> {
        let f = self.f;
        let atlas = Atlas::new(
            f.graph,
            f.report,
            &f.clusters,
            &f.sayings,
            &f.tellings,
            &f.world.places,
            f.world.dateline,
        );
        let names = |site: usize| {
            let marks = atlas.sites().all[site].marks.iter().map(|&m| &atlas.sites().marks[m]);
            marks.map(|m| self.graph.bytes(&m.tokens)).collect()
        };
        let placing = |i: usize| {
            let (none, candidates) = atlas.candidates(i);
            let place = |c: &Candidate| WeighedPlace {
                country: atlas.sites().all[c.site].country().map(str::to_owned),
                whole: atlas.sites().all[c.site].is_country(),
                names: names(c.site),
                clues: c.clues,
            };
            let trigger = self.graph.token(f.tellings[i].trigger.token).range.clone();
            Placing { trigger, none, places: candidates.iter().map(place).collect() }
        };
        (0..f.tellings.len()).map(placing).collect()
    }

    pub(super) fn place_of_head(&self, head: usize) -> Option<&Found> {
        self.f.world.place_at(head)
    }
}
