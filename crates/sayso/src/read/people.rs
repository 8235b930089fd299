//! The people and things that a report speaks of: all phrases of interest, linked to who is who.

use crate::ingest::Report;
use crate::tables::LinkRole;

use super::coreference::{self, Clusters};
use super::events::{self, Telling};
use super::evidence::Exhibit;
use super::graph::Graph;
use super::harm::Harmed;
use super::parts::Found;
use super::statements::{self, Saying};
use super::texts;

/// The heads of all phrases that name somebody or something of interest.
fn heads(
    graph: &Graph<'_>,
    sayings: &[Saying],
    tellings: &[Telling],
    parts: &[Found],
    harms: &[Harmed],
    exhibits: &[Exhibit],
) -> Vec<usize> {
    let mut heads: Vec<usize> = tellings
        .iter()
        .flat_map(|t| t.fillers.iter().filter(|f| f.role != LinkRole::Content).map(|f| f.head))
        .chain(sayings.iter().filter_map(|s| s.source))
        .chain(sayings.iter().filter_map(|s| s.source).flat_map(|s| graph.with_conjuncts(s)))
        .chain(sayings.iter().filter_map(|s| texts::maker(graph, s.source.filter(|&s| texts::is(graph, s))?)))
        .chain(exhibits.iter().filter_map(|e| e.by))
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
    exhibits: &[Exhibit],
) -> Clusters {
    let heads = heads(graph, sayings, tellings, parts, harms, exhibits);
    let mut clusters = coreference::link(graph, &heads, report.date);
    for telling in tellings {
        for filler in telling.fillers.iter().filter(|f| events::hurt(graph, telling, f)) {
            clusters.take_for_people(filler.head);
        }
    }
    others(graph, tellings, &mut clusters);
    speakers(graph, sayings, &mut clusters);
    clusters
}

/// "We shelled the base," the brigade said: who says `we` and `I` in a quotation is the one quoted; where that is one person,
/// `we` are his people.
fn speakers(graph: &Graph<'_>, sayings: &[Saying], clusters: &mut Clusters) {
    let first = |t: usize| graph.tables.classes.holds("pronoun-first", &graph.lemma(t).to_lowercase());
    let speaker = |t: usize| {
        let saying = &sayings[statements::innermost(sayings, t).filter(|_| first(t))?];
        saying.source.filter(|&s| saying.direct && s != t && !first(s))
    };
    for i in 0..clusters.mentions.len() {
        let (head, principal) = (clusters.mentions[i].head, clusters.mentions[i].principal);
        if let Some(source) = speaker(head) {
            clusters.speaks(i, source);
        } else if let Some(source) = principal.and_then(speaker) {
            clusters.belongs(head, source);
        }
    }
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
