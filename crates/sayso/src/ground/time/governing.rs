//! The tense of the verb that governs some words, from the tree.
//!
//! What counts is whether the day lies ahead of the text: `was scheduled for Monday` and `agreed to leave on Monday` look
//! ahead though their verbs are past. Which words look ahead is the class `ahead` of `data/time/words.csv`: 2 for those
//! that do of themselves, 1 for those that do as participles (`expected on Monday`), 0 for those that only do with an
//! infinitive below (`ordered them to leave on Monday`) or with the day as their end (`extended to Monday`).

use std::ops::Range;

use super::Tense;
use super::tables::{Tables, built_in};
use crate::read::graph::Graph;

/// How far up the tree a verb is looked for.
const HEIGHT: usize = 8;

/// Auxiliaries after which a verb lies ahead, unless it is perfect (`would have left`).
const MODALS: [&str; 8] = ["will", "shall", "'ll", "would", "should", "must", "may", "might"];

/// Prepositions before the end of something: `postponed until Monday`.
const GOALS: [&str; 5] = ["to", "until", "till", "for", "by"];

/// The tense of the verb above some words.
pub fn governing(graph: &Graph<'_>, range: Range<usize>) -> Option<Tense> {
    let tables = built_in();
    let tokens = &graph.syntax.tokens;
    let first = tokens.partition_point(|t| t.range.end <= range.start);
    let mut at = (first < tokens.len() && tokens[first].range.start < range.end).then_some(first)?;
    while let Some(head) = graph.head(at).filter(|&head| overlaps(&tokens[head].range, &range)) {
        at = head;
    }
    if has(graph, at, "case", &["since"]) {
        return Some(Tense::Past);
    }
    let goal = has(graph, at, "case", &GOALS);
    let mut infinitive = false;
    for height in 0..HEIGHT {
        if ahead(tables, graph, at, infinitive || (goal && height == 1)) {
            return Some(Tense::Future);
        }
        if graph.is_verb(at)
            && let Some(tense) = own(graph, at)
        {
            return Some(tense);
        }
        if is_infinitive(graph, at) {
            // That of a purpose stands in its governor's time: `went to Homs on Monday to meet him`.
            infinitive = matches!(graph.relation(at), "xcomp" | "acl" | "ccomp");
        }
        at = graph.head(at)?;
    }
    None
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Whether a word looks ahead; `helped` by an infinitive below it or by the day as its end.
fn ahead(tables: &Tables, graph: &Graph<'_>, at: usize, helped: bool) -> bool {
    let Some(strength) = tables.value(&graph.lemma(at).to_lowercase(), tables.class.ahead) else {
        return false;
    };
    let participle = matches!(graph.token(at).xpos, "VBN" | "VBG");
    let verb = graph.is_verb(at) || graph.token(at).upos == "ADJ";
    helped || (strength > 1.0 && verb) || (strength > 0.0 && participle)
}

fn is_infinitive(graph: &Graph<'_>, at: usize) -> bool {
    graph.token(at).xpos == "VB" && has(graph, at, "mark", &["to"]) && !has(graph, at, "aux", &["have"])
}

fn has(graph: &Graph<'_>, verb: usize, relation: &str, lemmas: &[&str]) -> bool {
    graph.children_by(verb, relation).any(|child| lemmas.iter().any(|lemma| graph.is(child, lemma)))
}

/// The tense that a verb has of itself or by its auxiliaries.
fn own(graph: &Graph<'_>, verb: usize) -> Option<Tense> {
    if has(graph, verb, "aux", &MODALS) && !has(graph, verb, "aux", &["have"]) {
        return Some(Tense::Future);
    }
    let auxiliaries =
        graph.children(verb).iter().copied().filter(|&c| matches!(graph.relation(c), "aux" | "cop"));
    let finite = std::iter::once(verb).chain(auxiliaries).find_map(|t| match graph.token(t).xpos {
        "VBD" => Some(Tense::Past),
        "VBZ" | "VBP" => Some(if graph.is(t, "have") { Tense::Past } else { Tense::Present }),
        _ => None,
    });
    // `The truce signed on Monday will hold`.
    let reduced = graph.token(verb).xpos == "VBN" && matches!(graph.relation(verb), "acl" | "advcl" | "amod");
    finite.or(reduced.then_some(Tense::Past))
}
