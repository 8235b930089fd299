//! Whether those who take part in an act of politics have a part in politics. Firms agree, offer and buy, neighbours visit and
//! help one another: words of agreement, talks, cooperation, aid and concession tell of an event only where a state, an
//! official, a party, an armed group or a body with a public task takes part.

use std::ops::Range;

use crate::record::{EntityKind, PloverType, Role};

use super::coreference::{Cluster, Clusters};
use super::events::{self, Telling};
use super::genre;
use super::graph::Graph;

/// Sectors whose people have no public part by themselves.
const PRIVATE: [&str; 4] = ["CVL", "BUS", "MED", "EDU"];

/// Drops what private people and firms do among themselves, and the harm that a calamity does.
pub fn keep_public(graph: &Graph<'_>, clusters: &Clusters, tellings: &mut Vec<Telling>) {
    let trade = genre::trade(graph);
    let calamity = genre::calamity(graph);
    tellings.retain(|t| {
        !(private(graph, clusters, t, trade) || calamity && t.plover(graph) == PloverType::Assault)
    });
}

/// Whether the act is one of politics and all who are named in it are private.
fn private(graph: &Graph<'_>, clusters: &Clusters, telling: &Telling, trade: bool) -> bool {
    use PloverType::{Agree, Aid, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest};
    match telling.plover(graph) {
        Agree | Aid | Concede | Consult | Cooperate => {}
        Assault | Coerce | Mobilize | Protest => return false,
        // firms also sue, refuse and praise each other, and their chiefs resign
        _ if trade => {}
        _ => return false,
    }
    let commerce = || trade || genre::commerce(graph, sentence(graph, telling.trigger.token));
    // anyone may be helped or given way to: only who gives counts
    let aid = matches!(telling.plover(graph), Aid | Concede);
    let mut named = telling
        .fillers
        .iter()
        .filter(|f| match events::role(graph, clusters, telling, f) {
            Some(Role::Actor) => true,
            Some(Role::Recipient) => !aid,
            _ => false,
        })
        .peekable();
    named.peek().is_some()
        && named.all(|f| clusters.of(f.head).is_none_or(|c| !public(graph, clusters, c, &commerce)))
}

fn sentence(graph: &Graph<'_>, token: usize) -> Range<usize> {
    graph.syntax.sentences[graph.sentence_of(token)].tokens.clone()
}

/// Whether someone has a part in politics: by sector, by an office once held, by the one they belong to. Of a body that is
/// not known, only commerce around it speaks against it.
fn public(graph: &Graph<'_>, clusters: &Clusters, c: usize, commerce: &dyn Fn() -> bool) -> bool {
    let cluster = &clusters.all[c];
    if official(graph, cluster) {
        return true;
    }
    if let Some(sector) = &cluster.sector {
        // "Turkish medics" are sent by somebody
        let foreign = sector != "BUS" && cluster.kind == Some(EntityKind::Group) && cluster.country.is_some();
        return foreign || !PRIVATE.contains(&sector.as_str());
    }
    let principal = cluster
        .principal
        .is_some_and(|p| clusters.all[p].sector.as_deref().is_some_and(|s| !PRIVATE.contains(&s)));
    principal
        || match cluster.kind {
            Some(EntityKind::Place) => true,
            Some(EntityKind::Person) => lone_name(graph, cluster) && !commerce(),
            Some(EntityKind::Organization) => !commerce(),
            Some(EntityKind::Group) => cluster.country.is_some() || !cluster.heads.is_empty() && !commerce(),
            _ => false,
        }
}

/// One who is known for an office, or a state by its name or that of its capital, whatever the words around it.
fn official(graph: &Graph<'_>, cluster: &Cluster) -> bool {
    let world = &graph.tables.world;
    let known = |k: &String| {
        world.people(k).next().is_some() || world.capital(k).is_some() || world.country_word(k).is_some()
    };
    let spoken_for = |h: &String| {
        world.country_word(h).is_some()
            || ["official", "armed", "troops", "diplomat", "politician"]
                .iter()
                .any(|class| graph.tables.classes.holds(class, h))
    };
    cluster.keys.iter().any(known) || cluster.heads.iter().any(spoken_for)
}

/// A private person is told of with a full name somewhere in the report; a lone word that no table knows may be a state or
/// a body.
fn lone_name(graph: &Graph<'_>, cluster: &Cluster) -> bool {
    let full = |key: &String| {
        key.contains(' ')
            || (1..graph.syntax.tokens.len()).any(|t| {
                graph.word(t).eq_ignore_ascii_case(key)
                    && [t - 1, t].iter().all(|&w| graph.token(w).upos == "PROPN")
            })
    };
    !cluster.keys.is_empty() && !cluster.keys.iter().any(full)
}
