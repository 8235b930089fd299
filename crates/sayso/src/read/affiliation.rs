//! Whose people they are: the body that is named inside the words for its members.
//!
//! ```text
//! Marsh Front rebels            rebels of   Marsh Front
//! guerrillas of the Marsh Front guerrillas of Marsh Front
//! ```

use std::ops::Range;

use crate::record::EntityKind;
use crate::tables::armed;

use super::graph::Graph;

/// Most words in the name of a body that the tables know.
const LONGEST: usize = 6;

/// Heads of the bodies that the people of a phrase belong to.
pub fn of(graph: &Graph<'_>, head: usize) -> Vec<usize> {
    if !of_people(graph, head) {
        return Vec::new();
    }
    let phrase = graph.phrase(head);
    let mut found: Vec<usize> = Vec::new();
    for body in known(graph, &phrase, head).into_iter().chain(labelled(graph, &phrase, head)) {
        if !found.iter().any(|&f| body.contains(&f)) {
            found.extend(head_of(graph, &body, head));
        }
    }
    if found.len() > 1 {
        // "Maoist Shining Path rebels": the creed is none beside the body's own name
        let own: Vec<usize> = found.iter().copied().filter(|&f| !creed(graph, &(f..f + 1))).collect();
        found = if own.is_empty() { found } else { own };
    }
    if found.is_empty() {
        found.extend(common(graph, head));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Heads of the phrases inside one for somebody that name whom he belongs to or speaks for.
pub fn spoken_for(graph: &Graph<'_>, head: usize) -> Vec<usize> {
    let of = |&c: &usize| matches!(graph.preposition(c).as_deref(), Some("of" | "for" | "from" | "with"));
    let mut out = self::of(graph, head);
    out.extend(graph.children_by(head, "nmod").filter(of));
    out.extend(["compound", "amod"].iter().flat_map(|r| graph.children_by(head, r).collect::<Vec<_>>()));
    out.extend(graph.possessor(head));
    out
}

/// Whether a noun is one for people who may belong to a body.
fn of_people(graph: &Graph<'_>, head: usize) -> bool {
    let lemma = graph.lemma(head).to_lowercase();
    let tables = graph.tables;
    let word = tables.world.party_word(&lemma);
    graph.is_noun(head)
        && (word.is_some_and(|w| matches!(w.kind, EntityKind::Person | EntityKind::Group))
            || ["armed", "people", "troops"].iter().any(|class| tables.classes.holds(class, &lemma)))
}

/// Runs of words in the phrase, the head aside, that the tables know as a body's name, the longest first.
fn known(graph: &Graph<'_>, phrase: &Range<usize>, head: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for length in (1..=LONGEST.min(phrase.len())).rev() {
        for start in phrase.start..=phrase.end - length {
            let run = start..start + length;
            let name = &graph.text[graph.bytes(&run)];
            if !run.contains(&head) && begins_a_name(graph, start) && graph.tables.world.group(name).is_some()
            {
                out.push(run);
            }
        }
    }
    out
}

fn begins_a_name(graph: &Graph<'_>, t: usize) -> bool {
    graph.word(t).chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

/// Names in the phrase that the reader takes for organisations.
fn labelled(graph: &Graph<'_>, phrase: &Range<usize>, head: usize) -> Vec<Range<usize>> {
    let inside = |r: &Range<usize>| phrase.start <= r.start && r.end <= phrase.end && !r.contains(&head);
    let spans = graph.syntax.spans.iter();
    spans
        .filter(|s| matches!(s.label, "Organisation" | "ORG" | "org") && inside(&s.tokens))
        .filter(|s| s.tokens.clone().any(|t| graph.token(t).upos == "PROPN") && !creed(graph, &s.tokens))
        .map(|s| s.tokens.clone())
        .collect()
}

/// "Maoist", "Salvadoran": a word for a creed or a nation names no body.
fn creed(graph: &Graph<'_>, body: &Range<usize>) -> bool {
    let word = graph.text[graph.bytes(body)].to_lowercase();
    body.len() == 1
        && (word.ends_with("ist")
            || word.ends_with("ite")
            || graph.tables.world.country_word(graph.word(body.start)).is_some())
}

/// The head of a body's name; where only a part of it was found ("the Marsh" of "the Marsh Front"), of the whole.
fn head_of(graph: &Graph<'_>, body: &Range<usize>, people: usize) -> Option<usize> {
    let mut head = body.clone().find(|&t| graph.head(t).is_none_or(|h| !body.contains(&h)))?;
    while matches!(graph.relation(head), "compound" | "flat")
        && let Some(above) = graph.head(head).filter(|&h| h != people && graph.is_noun(h))
    {
        head = above;
    }
    Some(head)
}

/// "army troops", "members of the armed forces": a body called by a common noun.
fn common(graph: &Graph<'_>, head: usize) -> Option<usize> {
    graph.children(head).iter().copied().find(|&c| {
        let tied = (graph.relation(c) == "compound" && c < head)
            || (graph.relation(c) == "nmod" && graph.preposition(c).as_deref() == Some("of"));
        tied && graph.is_noun(c) && body(graph, c)
    })
}

/// Whether a common noun is one for an armed body: an army, the police, the armed forces.
fn body(graph: &Graph<'_>, t: usize) -> bool {
    let (word, lemma) = (graph.word(t).to_lowercase(), graph.lemma(t).to_lowercase());
    let world = &graph.tables.world;
    let row = world.party_word(&word).or_else(|| world.party_word(&lemma));
    row.is_some_and(|w| w.kind == EntityKind::Organization && armed(&w.sector))
        || ["police", "forces", "militia", "guard"].contains(&word.as_str())
}
