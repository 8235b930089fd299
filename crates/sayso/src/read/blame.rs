//! The one behind an event whom the words around it name: claims of responsibility, accusations, charges.
//!
//! ```text
//! The front claimed responsibility for the bombing.   bombing: actor `front`
//! ```
//!
//! The words are rows of `frames/blame.csv`. Whose word it is stays with the saying that the event stands in.

use crate::tables::{Blame, Place};

use super::graph::Graph;

/// How far up such a word is looked for.
const STEPS: usize = 4;

/// Heads of those who are named behind an event, without those joined to them.
pub fn of(graph: &Graph<'_>, trigger: usize) -> Vec<usize> {
    let event = counted_in(graph, trigger);
    if graph.preposition(event).as_deref() == Some("behind") {
        return behind(graph, event);
    }
    let above = std::iter::successors(graph.head(event), |&x| graph.head(x)).take(STEPS);
    for word in above {
        let lemma = graph.lemma(word).to_lowercase();
        for row in graph.tables.frames.blame.iter().filter(|b| b.words[0] == lemma) {
            if let Some(actors) = by_row(graph, word, row, event) {
                return actors;
            }
        }
    }
    Vec::new()
}

/// The head of the list or quantity that an event stands in: `series` of "a series of attacks and murders".
fn counted_in(graph: &Graph<'_>, trigger: usize) -> usize {
    let mut at = trigger;
    while let Some(h) = graph.head(at) {
        let joined = graph.relation(at) == "conj" && !graph.is_verb(at);
        let counted = graph.preposition(at).as_deref() == Some("of")
            && graph.tables.classes.holds("quantity", &graph.lemma(h).to_lowercase());
        if !(joined || counted) {
            break;
        }
        at = h;
    }
    at
}

/// "X was behind the attack", "the men behind the attack".
fn behind(graph: &Graph<'_>, event: usize) -> Vec<usize> {
    let named = graph.child(event, "nsubj").map(|s| graph.antecedent(s));
    named
        .or_else(|| graph.head(event).filter(|&h| graph.relation(event) == "nmod" && graph.is_noun(h)))
        .filter(|&a| !nobody(graph, a))
        .into_iter()
        .collect()
}

fn by_row(graph: &Graph<'_>, word: usize, row: &Blame, event: usize) -> Option<Vec<usize>> {
    let rest = row.words[1..].iter().all(|w| graph.children(word).iter().any(|&c| graph.is(c, w)));
    let negated =
        graph.children_by(word, "advmod").any(|c| ["not", "n't", "never"].iter().any(|n| graph.is(c, n)));
    if !rest || negated {
        return None;
    }
    let told = |place: &Place| {
        graph.fill(word, place).into_iter().any(|e| graph.with_conjuncts(e).contains(&event) || e == event)
    };
    let mut actors = graph.fill(word, &row.actor);
    // "accused the army of the murder" with the murder hung on the army
    let strayed = |place: &Place| {
        let Place::Prep(names) = place else { return false };
        graph.head(event).is_some_and(|h| actors.contains(&h))
            && graph.preposition(event).is_some_and(|p| names.contains(&p))
    };
    if !row.event.iter().any(|place| told(place) || strayed(place)) {
        return None;
    }
    if row.actor == Place::Subj && graph.is_noun(word) {
        // "the colonel was the author of the murder", "the colonel, author of the murder"
        let beside = graph.head(word).filter(|_| graph.relation(word) == "appos");
        actors = graph.child(word, "nsubj").map(|s| graph.antecedent(s)).or(beside).into_iter().collect();
    } else if actors.is_empty() && row.actor == Place::Subj {
        // "those responsible for the attack", "held the army responsible for it"
        actors.extend(graph.surface_subject(word));
    }
    actors.retain(|&a| a != event && !nobody(graph, a));
    (!actors.is_empty()).then_some(actors)
}

/// "no group", "nobody", "none".
pub fn nobody(graph: &Graph<'_>, t: usize) -> bool {
    let none = |t: usize| ["no", "none", "nobody", "neither"].iter().any(|n| graph.is(t, n));
    none(t) || graph.children(t).iter().any(|&c| c < t && none(c))
}
