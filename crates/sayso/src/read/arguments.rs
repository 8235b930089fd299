//! Who and what stands in the places of a trigger.

use crate::tables::{LinkRole, Place, Pos};

use super::graph::Graph;
use super::triggers::{Trigger, counted};

/// A word that fills a role of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filler {
    /// Which role of the linking pattern.
    pub role: LinkRole,
    /// The head of the phrase.
    pub head: usize,
    /// How it was found.
    pub why: Why,
}

/// Why a phrase was taken for an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It fills the place that the pattern names.
    Place,
    /// It is joined by `and` to one that does.
    Joined,
    /// It is what a word of quantity counts.
    Counted,
}

/// All fillers of a trigger, by its linking pattern.
pub fn of(graph: &Graph<'_>, trigger: &Trigger) -> Vec<Filler> {
    let frame = &graph.tables.frames.all[trigger.frame];
    let link = &graph.tables.frames.links[frame.link];
    let mut out: Vec<Filler> = Vec::new();
    for (role, places) in &link.roles {
        let heads = match role {
            LinkRole::Party => places.iter().flat_map(|p| graph.fill(trigger.token, p)).collect(),
            _ => first_filled(graph, trigger, places, &out),
        };
        for head in heads {
            add(graph, trigger, *role, head, &mut out);
        }
    }
    if frame.pos == Pos::Noun {
        drop_parts_of_the_trigger(trigger, &mut out);
    }
    out
}

/// What fills the first of the places that is filled by something not yet taken.
fn first_filled(graph: &Graph<'_>, trigger: &Trigger, places: &[Place], taken: &[Filler]) -> Vec<usize> {
    for place in places {
        let heads: Vec<usize> = graph
            .fill(trigger.token, place)
            .into_iter()
            .filter(|h| !trigger.words.contains(h) && !taken.iter().any(|f| f.head == *h))
            .filter(|&h| *place != Place::Mod || graph.is_noun(h) || nationality(graph, h))
            .collect();
        if !heads.is_empty() {
            return heads;
        }
    }
    Vec::new()
}

fn nationality(graph: &Graph<'_>, t: usize) -> bool {
    graph.tables.world.country_word(graph.word(t)).is_some()
}

fn add(graph: &Graph<'_>, trigger: &Trigger, role: LinkRole, head: usize, out: &mut Vec<Filler>) {
    if role == LinkRole::Content {
        out.push(Filler { role, head, why: Why::Place });
        return;
    }
    for (i, head) in graph.with_conjuncts(head).into_iter().enumerate() {
        let why = if i == 0 { Why::Place } else { Why::Joined };
        let (head, why) = match counted(graph, head) {
            Some(of) if graph.token(head).upos != "PROPN" => (of, Why::Counted),
            _ => (head, why),
        };
        let known = out.iter().any(|f| f.head == head && f.role != LinkRole::Content);
        if head != trigger.token && !known && !graph.time_like(head) {
            out.push(Filler { role, head, why });
        }
    }
}

/// In "rocket attack" the rocket is no party, save as the weapon.
fn drop_parts_of_the_trigger(trigger: &Trigger, out: &mut Vec<Filler>) {
    out.retain(|f| f.role == LinkRole::Weapon || !trigger.words.contains(&f.head));
}
