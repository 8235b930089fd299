//! Weapons beside the places of a trigger: in the words before a noun of attack, in what a vehicle is loaded with.

use crate::tables::LinkRole;

use super::arguments::{Filler, Why};
use super::graph::Graph;
use super::triggers::Trigger;

/// Puts the weapons of an attack among its fillers.
pub fn add(graph: &Graph<'_>, trigger: &Trigger, fillers: &mut Vec<Filler>) {
    for filler in fillers.iter_mut().filter(|f| f.role == LinkRole::Weapon) {
        filler.head = inner(graph, filler.head);
    }
    let mut more: Vec<usize> =
        fillers.iter().filter(|f| f.role != LinkRole::Content).flat_map(|f| loaded(graph, f.head)).collect();
    if !fillers.iter().any(|f| f.role == LinkRole::Weapon) {
        more.extend(before(graph, trigger.token));
        more.extend(means(graph, trigger.token));
    }
    for head in more {
        if !fillers.iter().any(|f| f.head == head) {
            fillers.push(Filler { role: LinkRole::Weapon, head, why: Why::Place });
        }
    }
}

/// Whether a word names a weapon.
pub fn is_weapon(graph: &Graph<'_>, t: usize) -> bool {
    let lemma = graph.lemma(t).to_lowercase();
    let tables = graph.tables;
    tables.world.weapon(&lemma).is_some() || tables.classes.holds("weapon", &lemma)
}

/// `bomb` of "a bomb explosion", `mortars` of "a barrage of mortars", else the word itself.
fn inner(graph: &Graph<'_>, head: usize) -> usize {
    if !use_of(graph, head) {
        return head;
    }
    let before = before(graph, head);
    before
        .or_else(|| {
            graph
                .children_by(head, "nmod")
                .find(|&c| graph.preposition(c).as_deref() == Some("of") && is_weapon(graph, c))
        })
        .unwrap_or(head)
}

/// Words for what weapons do: `explosion`, `fire`, `attack`.
fn use_of(graph: &Graph<'_>, t: usize) -> bool {
    let lemma = graph.lemma(t).to_lowercase();
    ["attack", "discharge"].iter().any(|class| graph.tables.classes.holds(class, &lemma))
}

/// The weapon in the words before a noun.
fn before(graph: &Graph<'_>, noun: usize) -> Option<usize> {
    if !graph.is_noun(noun) {
        return None;
    }
    let tied = |c: &usize| *c < noun && matches!(graph.relation(*c), "compound" | "amod" | "nmod");
    graph.children(noun).iter().copied().filter(tied).find(|&c| is_weapon(graph, c) && !use_of(graph, c))
}

/// "died as a result of a bomb explosion", "wounded in a grenade attack", "killed by machinegun fire".
fn means(graph: &Graph<'_>, verb: usize) -> Option<usize> {
    let phrases = graph
        .children(verb)
        .iter()
        .copied()
        .filter(|&c| matches!(graph.relation(c), "obl" | "nmod") && !graph.time_like(c));
    // "as a result of a blast": the noun of result only leads there
    let inner_of = |c: usize| {
        let led = ["result", "consequence"].iter().any(|n| graph.is(c, n));
        let below = graph.children_by(c, "nmod").find(|&o| graph.preposition(o).as_deref() == Some("of"));
        below.filter(|_| led).unwrap_or(c)
    };
    phrases
        .map(inner_of)
        .filter(|&c| use_of(graph, c))
        .find_map(|c| Some(inner(graph, c)).filter(|&w| is_weapon(graph, w) && !use_of(graph, w)))
}

/// What a car is loaded, rigged or packed with.
fn loaded(graph: &Graph<'_>, head: usize) -> Vec<usize> {
    let clauses = graph.children(head).iter().copied().filter(|&c| {
        graph.relation(c) == "acl" && graph.tables.classes.holds("loaded", &graph.lemma(c).to_lowercase())
    });
    clauses
        .flat_map(|c| graph.children(c))
        .copied()
        .filter(|&o| {
            graph.preposition(o).as_deref() == Some("with") && graph.phrase(o).any(|t| is_weapon(graph, t))
        })
        .collect()
}
