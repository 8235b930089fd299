//! The expression of time that governs a telling: by syntax first, then by what is told around it.

use crate::ground::time::{Dated, Expression};
use crate::read::events::Telling;
use crate::read::graph::Graph;
use crate::read::statements::Saying;
use crate::record::TimexType;

use super::World;

/// Whether an expression puts a happening on the calendar.
fn dates(e: &Expression) -> bool {
    e.from.is_some()
        && e.to.is_some()
        && matches!(e.kind, TimexType::Date | TimexType::Time)
        && e.bound.is_none()
}

/// The expression that governs a telling, by its index.
pub(super) fn of(
    graph: &Graph<'_>,
    world: &World<'_>,
    sayings: &[Saying],
    telling: &Telling,
) -> Option<usize> {
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
