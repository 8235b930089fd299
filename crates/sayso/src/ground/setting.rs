//! When and where each telling happened, as its own words and those that govern it say. Nothing is taken from the day of
//! publication or the dateline alone.

use std::ops::Range;

use jiff::civil::Date;

use crate::read::coreference::Clusters;
use crate::read::events::Telling;
use crate::read::graph::Graph;
use crate::read::happenings::Setting;
use crate::read::statements::Saying;
use crate::record::{EntityKind, PlacePrecision, Status, TimexType};
use crate::tables::LinkRole;

use super::place::{Found, Resolution};
use super::time::{Dated, Expression};

/// Times and places of a report, with the tokens they stand at.
pub struct World<'a> {
    /// Expressions of time.
    pub times: &'a [Expression],
    /// Tokens of each expression.
    pub time_tokens: Vec<Range<usize>>,
    /// Places by the head token of the name, in the order of the text.
    pub places: Vec<(usize, &'a Found)>,
}

/// When and where one telling happened: indexes into the times, heads of places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Where {
    /// Index of the expression of time.
    pub time: Option<usize>,
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
    telling: &Telling,
) -> Where {
    let place = place(graph, world, clusters, sayings, telling);
    Where {
        time: time(graph, world, sayings, telling),
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
    let days = at.time.and_then(|t| Some((world.times[t].from?, world.times[t].to?)));
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

/// Whether an expression puts a happening on the calendar.
fn dates(e: &Expression) -> bool {
    e.from.is_some()
        && e.to.is_some()
        && matches!(e.kind, TimexType::Date | TimexType::Time)
        && e.bound.is_none()
}

fn time(graph: &Graph<'_>, world: &World<'_>, sayings: &[Saying], telling: &Telling) -> Option<usize> {
    if let Some(i) = introduced(graph, world, telling) {
        return Some(i);
    }
    let mut at = telling.trigger.token;
    for _ in 0..6 {
        if let Some(i) = own_time(graph, world, at) {
            return Some(i);
        }
        let up = graph.head(at)?;
        if stops(graph, sayings, telling, at, up) {
            return None;
        }
        at = up;
    }
    None
}

/// "attacks come a day after the president vowed": the telling right behind the words has their day.
fn introduced(graph: &Graph<'_>, world: &World<'_>, telling: &Telling) -> Option<usize> {
    let t = telling.trigger.token;
    (0..world.times.len()).find(|&i| {
        let e = &world.times[i];
        let tokens = &world.time_tokens[i];
        let behind = e.offset.as_ref().is_some_and(|o| o.dates == Dated::Introduced) && e.from.is_some();
        behind
            && tokens.end <= t
            && graph.sentence_of(t) == graph.sentence_of(tokens.start.min(t))
            && first_clause_after(graph, tokens.end, t)
    })
}

/// Whether no other finite verb stands between the words and the telling.
fn first_clause_after(graph: &Graph<'_>, from: usize, t: usize) -> bool {
    (from..t).all(|x| !matches!(graph.token(x).xpos, "VBD" | "VBZ" | "VBP" | "MD"))
}

/// An expression that hangs on the word by nominal relations alone.
fn own_time(graph: &Graph<'_>, world: &World<'_>, at: usize) -> Option<usize> {
    (0..world.times.len())
        .filter(|&i| {
            dates(&world.times[i]) && world.times[i].offset.as_ref().is_none_or(|o| o.dates == Dated::Main)
        })
        .find(|&i| {
            world.time_tokens[i]
                .clone()
                .filter(|&x| graph.head(x).is_none_or(|h| !world.time_tokens[i].contains(&h)))
                .any(|x| hangs_on(graph, x, at))
        })
}

fn hangs_on(graph: &Graph<'_>, from: usize, at: usize) -> bool {
    let mut x = from;
    for _ in 0..4 {
        if x == at {
            return true;
        }
        let nominal = matches!(
            graph.relation(x),
            "obl"
                | "nmod"
                | "advmod"
                | "compound"
                | "amod"
                | "nummod"
                | "flat"
                | "case"
                | "appos"
                | "det"
                | "obj"
                | "dep"
        ) && graph.token(x).deprel != "obl:agent";
        // an object's own time stays with the object unless the object is what we look from
        let Some(h) = graph.head(x).filter(|_| nominal) else { return false };
        if graph.relation(x) == "obj" && x != from {
            return false;
        }
        x = h;
    }
    false
}

/// Whether the day of what stands above is no longer the telling's own.
fn stops(graph: &Graph<'_>, sayings: &[Saying], telling: &Telling, at: usize, up: usize) -> bool {
    let said = sayings.iter().any(|s| s.cue == up && s.covers(telling.trigger.token));
    let other_clause =
        matches!(graph.token(at).deprel, "acl:relcl" | "ccomp" | "parataxis" | "root" | "appos")
            || (graph.relation(at) == "advcl"
                && graph.children(at).iter().any(|&c| {
                    graph.relation(c) == "mark" && graph.tables.classes.holds("apart-clause", graph.lemma(c))
                }))
            || (matches!(graph.relation(at), "obl" | "nmod")
                && graph.preposition(at).is_some_and(|p| graph.tables.classes.holds("apart-phrase", &p)))
            || (graph.relation(at) == "conj" && graph.child(at, "nsubj").is_some());
    let joined = graph.relation(at) == "nsubj"
        && graph.is_verb(up)
        && !graph.tables.classes.holds("happen", graph.lemma(up));
    said || other_clause || joined
}

/// Prepositions that place what they follow.
fn locative(graph: &Graph<'_>, t: usize) -> bool {
    graph.preposition(t).is_some_and(|p| graph.tables.classes.holds("locative", &p))
}

fn place(
    graph: &Graph<'_>,
    world: &World<'_>,
    clusters: &Clusters,
    sayings: &[Saying],
    telling: &Telling,
) -> Option<(usize, bool)> {
    let mut found: Vec<(u8, PlacePrecision, usize, usize)> = Vec::new();
    let t = telling.trigger.token;
    for &(head, place) in &world.places {
        if graph.sentence_of(head) != graph.sentence_of(t) {
            continue;
        }
        if let Some(tier) = tier(graph, clusters, sayings, telling, head, place) {
            found.push((tier, place.precision, head.abs_diff(t), head));
        }
    }
    found.into_iter().min().map(|f| (f.3, f.0 < 2))
}

/// How near a place stands to a telling: 0 in its own phrases or its target's, 1 in those of a governing word, 2 elsewhere
/// in the sentence; `None` where it places something else.
fn tier(
    graph: &Graph<'_>,
    clusters: &Clusters,
    sayings: &[Saying],
    telling: &Telling,
    head: usize,
    place: &Found,
) -> Option<u8> {
    let t = telling.trigger.token;
    let in_target = telling.fillers.iter().any(|f| {
        f.role == LinkRole::Patient
            && graph.below(head, f.head)
            && target_like(clusters, f.head)
            && !beside(graph, head, f.head)
    });
    let under_actor = telling.fillers.iter().any(|f| {
        f.head != head
            && matches!(f.role, LinkRole::Actor | LinkRole::Party)
            && graph.below(head, f.head)
            && !graph.below(t, f.head)
    });
    let is_party = telling
        .fillers
        .iter()
        .any(|f| f.head == head && f.role != LinkRole::Patient && f.role != LinkRole::Place);
    if in_target && place.precision < PlacePrecision::Country {
        return Some(0);
    }
    if under_actor || is_party {
        return None;
    }
    // "the Paris attacks", "the Madrid summit": a town before the noun is where
    let before = graph.head(head) == Some(t) && head < t && graph.preposition(head).is_none();
    if before && graph.is_noun(t) && place.precision < PlacePrecision::Country {
        return Some(0);
    }
    let phrase = locative_phrase(graph, head)?;
    let governor = graph.head(phrase)?;
    if governor == t || telling.trigger.words.contains(&governor) {
        return Some(0);
    }
    if graph.below(phrase, t) {
        return Some(if clause_between(graph, phrase, t) { 2 } else { 0 });
    }
    let crosses = sayings.iter().any(|s| s.covers(t) && !s.covers(head) && (graph.below(phrase, s.cue)));
    let above = graph.below(t, governor);
    match (above, crosses) {
        (true, false) => Some(1),
        (_, true) => Some(3),
        (false, false) => (graph.relation(governor) == "conj" && graph.below(governor, t)).then_some(2),
    }
}

fn target_like(clusters: &Clusters, head: usize) -> bool {
    clusters.of(head).and_then(|c| clusters.all[c].kind).is_none_or(|k| {
        matches!(k, EntityKind::Place | EntityKind::Facility | EntityKind::Other | EntityKind::Vehicle)
    })
}

/// A name inside a clause about the target says nothing of where it is hit.
fn beside(graph: &Graph<'_>, head: usize, top: usize) -> bool {
    clause_between(graph, head, top)
}

fn clause_between(graph: &Graph<'_>, from: usize, top: usize) -> bool {
    let mut x = from;
    while x != top {
        if matches!(graph.relation(x), "acl" | "ccomp" | "advcl" | "parataxis") {
            return true;
        }
        match graph.head(x) {
            Some(h) => x = h,
            None => return true,
        }
    }
    false
}

/// The phrase with a locative preposition that a place's name stands in: itself, or what it describes ("in the Tripoli
/// district", "into civilian areas of Tripoli", "in Aleppo's suburbs").
fn locative_phrase(graph: &Graph<'_>, head: usize) -> Option<usize> {
    let mut x = head;
    for _ in 0..5 {
        if matches!(graph.relation(x), "obl" | "nmod" | "root" | "advcl")
            && locative(graph, x)
            && (x == head || graph.preposition(x).is_none_or(|p| p != "of"))
        {
            // "the government of X": the `of` of a body does not place
            if !(x == head && graph.preposition(x).as_deref() == Some("of")) {
                return Some(x);
            }
        }
        // "a flight from Paris" is not in Paris
        if graph.preposition(x).is_some() && !locative(graph, x) {
            return None;
        }
        let nominal = matches!(graph.relation(x), "nmod" | "compound" | "amod" | "flat" | "appos" | "conj");
        x = graph.head(x).filter(|_| nominal)?;
    }
    None
}
