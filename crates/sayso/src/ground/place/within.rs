//! Names that no table has, and the place that the words say holds them: `the village of Karsaya in Deir Hadid district`.
//!
//! Such a name keeps its words, and has the point of what holds it, with that place's precision. A name that a table has, but
//! only elsewhere than the words say, is treated the same: a village of that name in another province is another village.

use std::ops::Range;

use crate::record::{PlaceKind, PlacePrecision, Within};
use crate::tables::place_words::PlaceWords;

use super::candidate::{Candidate, Form, distance_km, point};
use super::context::{Holder, How, holders, in_name};
use super::{Case, Focus, Found, Like, Mention, Resolution, Why, World, found};

/// Gives the names without a place that of what holds them.
pub(super) fn hold(
    text: &str,
    mentions: &[Mention],
    focus: &Focus<'_>,
    world: &World<'_>,
    resolved: &mut [Resolution],
) {
    let asked: Vec<(usize, Vec<Holder<'_>>)> = (0..mentions.len())
        .filter(|i| mentions[*i].like == Like::Place)
        .map(|i| (i, held_by(text, mentions, i, resolved[i].found.is_some(), world.words)))
        .filter(|(i, holders)| {
            !holders.is_empty() && resolved[*i].found.as_ref().is_none_or(|f| small(f.kind))
        })
        .collect();
    if asked.is_empty() {
        return;
    }
    let mut known: Vec<(Range<usize>, Found)> = (mentions.iter().zip(&*resolved))
        .filter_map(|(mention, resolution)| Some((mention.span.clone(), resolution.found.clone()?)))
        .collect();
    known.sort_by_key(|(span, _)| span.start);
    let others = unmentioned(text, &asked, &known, focus, world);
    for (i, holders) in asked {
        let outer = |holder: &Holder<'_>| {
            let at = holder.range();
            let found = at_range(&known, &at).or_else(|| at_range(&others, &at))?;
            Some((found.clone(), holder.how))
        };
        let outers: Vec<(Found, How)> =
            holders.iter().filter_map(outer).filter(|(outer, how)| holds(outer, *how)).collect();
        let denied = |inner: &Found, by: &[(Found, How)]| {
            by.iter().any(|(outer, how)| *how == How::Inside && denies(inner, outer))
        };
        // of `A in B of C district` B, unless it is a B elsewhere
        let nearest = (0..outers.len()).find(|&at| !denied(&outers[at].0, &outers[at + 1..]));
        let Some(outer) = nearest.map(|at| outers[at].0.clone()) else { continue };
        let name = text.get(mentions[i].span.clone()).unwrap_or("");
        match &mut resolved[i] {
            Resolution { found: Some(inner), .. } if !denied(inner, &outers) => {
                if outer.kind == PlaceKind::Admin2
                    && inner.admin2.is_none()
                    && inner.kind != PlaceKind::Admin1
                {
                    inner.admin2 = Some(outer.name);
                }
            }
            other => *other = Resolution { found: Some(inside(name, outer)), why: Why::Contained },
        }
    }
}

/// Up to this confidence a place does not put another elsewhere than a table has it.
const DOUBTED: f64 = 0.7;

/// What the words around a name say holds it; failing that, what they say around the next of a list that it is in.
fn held_by<'t>(
    text: &'t str,
    mentions: &[Mention],
    own: usize,
    known: bool,
    words: &PlaceWords,
) -> Vec<Holder<'t>> {
    let mut all = if known { Vec::new() } else { in_name(text, mentions[own].span.clone()) };
    all.extend(around(text, mentions, own, words));
    all
}

fn around<'t>(text: &'t str, mentions: &[Mention], own: usize, words: &PlaceWords) -> Vec<Holder<'t>> {
    for at in own..mentions.len().min(own + 8) {
        let found = holders(text, mentions[at].span.clone(), words);
        let next = mentions.get(at + 1).map(|next| next.span.clone());
        let between = next.and_then(|next| text.get(mentions[at].span.end..next.start));
        let list = between.is_some_and(|between| matches!(between, ", " | " and " | ", and " | " or "));
        let plain: Vec<Holder<'t>> = found.into_iter().filter(|h| at == own || h.how != How::Owner).collect();
        let apposed = plain.iter().all(|holder| holder.how == How::Apposed);
        if !list || !(plain.is_empty() || apposed) {
            return plain;
        }
        // `A, Idlib`: what stands behind the comma may hold it, or be the next of the list
        if apposed && !plain.is_empty() && !in_list(text, mentions, at + 1) {
            return plain;
        }
    }
    Vec::new()
}

/// Whether a list goes on behind a name.
fn in_list(text: &str, mentions: &[Mention], at: usize) -> bool {
    let after = text.get(mentions[at].span.end..).unwrap_or("");
    after.starts_with(" and ") || after.starts_with(", and ") || after.starts_with(" or ")
}

/// The places of holders that are no mentions themselves, resolved with all the others.
fn unmentioned(
    text: &str,
    asked: &[(usize, Vec<Holder<'_>>)],
    known: &[(Range<usize>, Found)],
    focus: &Focus<'_>,
    world: &World<'_>,
) -> Vec<(Range<usize>, Found)> {
    let all = asked.iter().flat_map(|(_, holders)| holders).map(Holder::range);
    let mut new: Vec<Range<usize>> = all.filter(|range| at_range(known, range).is_none()).collect();
    new.sort_by_key(|range| (range.start, range.end));
    new.dedup();
    if new.is_empty() {
        return Vec::new();
    }
    let spans: Vec<Range<usize>> = known.iter().map(|(span, _)| span.clone()).chain(new.clone()).collect();
    let case = Case::new(text, &spans, focus, world);
    let choices = case.choose(world.weights).into_iter().skip(known.len());
    (new.into_iter().zip(choices))
        .filter_map(|(range, choice)| {
            // `Syrian` is found as another spelling of the country; another spelling of a town may be another town
            let sure = |c: &Candidate| !c.respelt || c.kind_named || c.form == Form::Country;
            let choice = choice.filter(|choice| sure(choice.candidate))?;
            let mut outer = found(choice.candidate, choice.confidence, world);
            // what nobody took for a place is not sure enough to put another elsewhere
            if outer.kind == PlaceKind::Town {
                outer.confidence = outer.confidence.min(DOUBTED);
            }
            Some((range, outer))
        })
        .collect()
}

/// The place of the name that overlaps a range, of names in the order of the text.
fn at_range<'f>(known: &'f [(Range<usize>, Found)], at: &Range<usize>) -> Option<&'f Found> {
    let last = known.partition_point(|(span, _)| span.start < at.end).checked_sub(1)?;
    known.get(last).filter(|(span, _)| at.start < span.end).map(|(_, found)| found)
}

/// Whether a name that no table has may be known by this place alone.
fn holds(outer: &Found, how: How) -> bool {
    let area =
        matches!(outer.kind, PlaceKind::Admin1 | PlaceKind::Admin2 | PlaceKind::Country | PlaceKind::Region);
    let town = matches!(outer.kind, PlaceKind::Town | PlaceKind::District | PlaceKind::Island);
    outer.confidence > 0.4
        && outer.within.is_none()
        && match how {
            How::Inside | How::Owner => area || town,
            How::Apposed => area,
            How::Beside => false,
        }
}

fn small(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::Town | PlaceKind::District)
}

/// Whether a name cannot be the place of that name that a table has, since the words put it elsewhere.
fn denies(inner: &Found, outer: &Found) -> bool {
    let area =
        matches!(outer.kind, PlaceKind::Admin1 | PlaceKind::Admin2 | PlaceKind::Country | PlaceKind::Town);
    area && outer.confidence > DOUBTED && !fits(inner, outer)
}

/// Whether a place may lie in another, with room for centres that are not in the middle.
fn fits(inner: &Found, outer: &Found) -> bool {
    let same_country = inner.country.is_none() || outer.country.is_none() || inner.country == outer.country;
    let far = distance_km(&point(inner.lat, inner.lon), &point(outer.lat, outer.lon));
    let room = match outer.kind {
        PlaceKind::Country | PlaceKind::Continent => f64::INFINITY,
        PlaceKind::Admin1 if inner.admin1.is_some() && inner.admin1 == outer.admin1 => f64::INFINITY,
        PlaceKind::Admin1 => 400.0,
        PlaceKind::Admin2 => 120.0,
        PlaceKind::Region => outer.radius_km * 2.0 + 60.0,
        _ => 60.0,
    };
    same_country && far <= room
}

/// A place known by its name and by what holds it.
fn inside(name: &str, outer: Found) -> Found {
    let within =
        Within { name: outer.name, geonames: outer.geonames.map(u64::from), precision: outer.precision };
    // Part of a town is known to be in the town; a point for the part is not known.
    let precision = outer.precision.max(PlacePrecision::City);
    Found {
        name: name.split_whitespace().collect::<Vec<_>>().join(" "),
        geonames: None,
        precision,
        within: Some(within),
        ..outer
    }
}
