//! The people and things that a report speaks of: all phrases of interest, linked to who is who.

use crate::ingest::Report;
use crate::tables::LinkRole;

use super::coreference::{self, Clusters};
use super::events::{self, Telling};
use super::graph::Graph;
use super::harm::Harmed;
use super::parts::Found;
use super::statements::Saying;

/// The heads of all phrases that name somebody or something of interest.
fn heads(
    graph: &Graph<'_>,
    sayings: &[Saying],
    tellings: &[Telling],
    parts: &[Found],
    harms: &[Harmed],
) -> Vec<usize> {
    let mut heads: Vec<usize> = tellings
        .iter()
        .flat_map(|t| t.fillers.iter().filter(|f| f.role != LinkRole::Content).map(|f| f.head))
        .chain(sayings.iter().filter_map(|s| s.source))
        .chain(sayings.iter().filter_map(|s| s.source).flat_map(|s| graph.with_conjuncts(s)))
        .chain(names(graph))
        .chain(parts.iter().map(|f| f.head).filter(|&h| graph.is_noun(h)))
        .chain(harms.iter().flat_map(|h| &h.people).copied())
        .collect();
    let joined: Vec<usize> =
        heads.iter().flat_map(|&h| graph.children_by(h, "appos")).filter(|&a| graph.is_noun(a)).collect();
    heads.extend(joined);
    heads.sort_unstable();
    heads.dedup();
    heads
}

/// Heads of the spans that are names.
fn names<'a>(graph: &'a Graph<'_>) -> impl Iterator<Item = usize> + 'a {
    graph.syntax.spans.iter().filter_map(|s| {
        let head = s.tokens.clone().find(|&t| graph.head(t).is_none_or(|h| !s.tokens.contains(&h)))?;
        let named = matches!(
            s.label,
            "Person" | "PER" | "per" | "Organisation" | "ORG" | "org" | "Location" | "LOC" | "geo" | "gpe"
        );
        (named && graph.token(head).upos == "PROPN").then_some(head)
    })
}

/// Finds who is who among all that speak, take part in something or have a name.
pub fn link(
    graph: &Graph<'_>,
    report: &Report,
    sayings: &[Saying],
    tellings: &[Telling],
    parts: &[Found],
    harms: &[Harmed],
) -> Clusters {
    let heads = heads(graph, sayings, tellings, parts, harms);
    let mut clusters = coreference::link(graph, &heads, report.date);
    for telling in tellings {
        for filler in telling.fillers.iter().filter(|f| events::hurt(graph, telling, f)) {
            clusters.take_for_people(filler.head);
        }
    }
    others(graph, tellings, &mut clusters);
    clusters
}

/// "Three soldiers were killed and five others wounded": the others are what those before them are.
fn others(graph: &Graph<'_>, tellings: &[Telling], clusters: &mut Clusters) {
    let hurt: Vec<usize> = tellings
        .iter()
        .flat_map(|t| t.fillers.iter().filter(|f| events::hurt(graph, t, f)).map(|f| f.head))
        .collect();
    for pair in hurt.windows(2) {
        let near = graph.sentence_of(pair[0]) == graph.sentence_of(pair[1]);
        if near && graph.is(pair[1], "other") {
            clusters.alike(pair[0], pair[1]);
        }
    }
}
