//! The place that a telling is put at: in its own phrases, its target's, or those of the words that govern it.

use crate::ground::place::Found;
use crate::read::coreference::Clusters;
use crate::read::events::Telling;
use crate::read::graph::Graph;
use crate::read::statements::Saying;
use crate::record::{EntityKind, PlacePrecision};
use crate::tables::LinkRole;

use super::World;

/// Prepositions that place what they follow.
fn locative(graph: &Graph<'_>, t: usize) -> bool {
    graph.preposition(t).is_some_and(|p| graph.tables.classes.holds("locative", &p))
}

/// The head of the name of the place of a telling, and whether it stands near.
pub(super) fn of(
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
