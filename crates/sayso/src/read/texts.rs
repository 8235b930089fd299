//! Texts, films and recordings, and who made them or put them out.
//!
//! ```text
//! footage released by the army     the army
//! a video that activists posted    activists
//! satellite images from Skyfield   Skyfield
//! The brigade posted a video       the brigade
//! ```

use crate::record::ChannelKind;

use super::graph::Graph;

/// Whether a noun is one for something written, filmed or recorded, which can "say" and "show" but not know.
pub fn is(graph: &Graph<'_>, head: usize) -> bool {
    let lemma = graph.lemma(head).to_lowercase();
    let classes = &graph.tables.classes;
    graph.token(head).upos == "NOUN"
        && (classes.holds("document", &lemma)
            || classes.holds("findings", &lemma)
            || graph.tables.attribution.evidence_at(|i| (i == 0).then(|| graph.lemma(head))).is_some()
            || channel(graph, head)
                .is_some_and(|kind| !matches!(kind, ChannelKind::Press | ChannelKind::Broadcast)))
}

/// What kind of channel a noun names, with the word before it or alone.
pub fn channel(graph: &Graph<'_>, head: usize) -> Option<ChannelKind> {
    channel_at(graph, head).map(|(_, kind)| kind)
}

/// The same with the first of its words.
fn channel_at(graph: &Graph<'_>, head: usize) -> Option<(usize, ChannelKind)> {
    let attribution = &graph.tables.attribution;
    (head.saturating_sub(1)..=head).find_map(|start| {
        let forms = |i: usize| (start + i <= head).then(|| [graph.lemma(start + i), graph.word(start + i)]);
        let (n, kind) = attribution.channel_kind_at(forms)?;
        (start + n == head + 1).then_some((start, kind))
    })
}

/// The head of the phrase that names who made a text or put it out.
pub fn maker(graph: &Graph<'_>, head: usize) -> Option<usize> {
    graph
        .possessor(head)
        .or_else(|| behind(graph, head))
        .or_else(|| in_clause(graph, head))
        .or_else(|| above(graph, head))
        .or_else(|| before(graph, head))
}

fn publishing(graph: &Graph<'_>, verb: usize) -> bool {
    graph.is_verb(verb) && graph.tables.classes.holds("publishing", &graph.lemma(verb).to_lowercase())
}

/// "a statement by the brigade", "images from Skyfield"; "footage from the scene" names nobody.
fn behind(graph: &Graph<'_>, head: usize) -> Option<usize> {
    let phrases = || graph.children_by(head, "nmod").filter(|&c| !graph.time_like(c));
    let with = |c: usize, preposition: &str| graph.preposition(c).as_deref() == Some(preposition);
    phrases().find(|&c| with(c, "by")).or_else(|| phrases().find(|&c| with(c, "from") && somebody(graph, c)))
}

/// "released by the army", "that activists posted"
fn in_clause(graph: &Graph<'_>, head: usize) -> Option<usize> {
    let clauses = graph.children_by(head, "acl").filter(|&v| publishing(graph, v));
    clauses.filter_map(|v| agent(graph, v).or_else(|| own_subject(graph, v))).next()
}

fn agent(graph: &Graph<'_>, verb: usize) -> Option<usize> {
    let by = |&c: &usize| graph.preposition(c).as_deref() == Some("by") && !graph.time_like(c);
    graph.children_by(verb, "obl").find(by)
}

fn own_subject(graph: &Graph<'_>, verb: usize) -> Option<usize> {
    graph.child(verb, "nsubj").filter(|&s| graph.antecedent(s) == s && !graph.passive(verb))
}

/// "The army released footage", "Footage was posted by activists"
fn above(graph: &Graph<'_>, head: usize) -> Option<usize> {
    let verb = graph.head(head).filter(|&v| publishing(graph, v))?;
    match graph.token(head).deprel {
        "obj" if !graph.passive(verb) => graph.surface_subject(verb),
        "nsubj:pass" => agent(graph, verb),
        _ => None,
    }
}

/// "army footage", "a police report"
fn before(graph: &Graph<'_>, head: usize) -> Option<usize> {
    let row = channel_at(graph, head).map_or(head, |(start, _)| start);
    graph.children_by(head, "compound").find(|&c| c < row && somebody(graph, c))
}

/// Whether a noun names somebody who can make or hand over a text.
fn somebody(graph: &Graph<'_>, t: usize) -> bool {
    let lemma = graph.lemma(t).to_lowercase();
    let tables = graph.tables;
    let known = tables.world.party_word(&lemma).is_some() || tables.attribution.source(&lemma).is_some();
    let placed = |label: &str| matches!(label, "Location" | "LOC" | "geo" | "gpe");
    let place = graph.syntax.spans.iter().any(|s| s.tokens.contains(&t) && placed(s.label))
        || tables.world.country_word(graph.word(t)).is_some();
    known && !is(graph, t) || graph.token(t).upos == "PROPN" && !place && channel(graph, t).is_none()
}
