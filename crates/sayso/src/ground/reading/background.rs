//! Whether the report only looks back at an event.

use crate::read::events::Telling;
use crate::read::graph::Graph;

/// How far up a word is sought that makes what is below it background.
const ABOVE: usize = 5;

/// Whether a telling only looks back at an event to say something else: who was involved in it, what was done in revenge
/// for it, which one is meant ("the slain leader", "surrendered rebels").
pub(super) fn background(graph: &Graph<'_>, t: &Telling) -> bool {
    let token = t.trigger.token;
    let describes = matches!(graph.token(token).deprel, "amod" | "acl") && !graph.infinitive(token);
    if graph.is_verb(token) && describes && graph.head(token).is_some_and(|h| token < h) {
        return true;
    }
    let mut at = token;
    for _ in 0..ABOVE {
        if matches!(graph.relation(at), "nsubj" | "ccomp" | "parataxis" | "root") {
            return false;
        }
        let preposition = graph.preposition(at);
        let behind =
            |t: usize| graph.children_by(t, "case").chain(graph.children_by(t, "mark")).next().is_some();
        let looks_back = |lemma: &str| graph.tables.classes.holds("background", &lemma.to_lowercase());
        // "accused in the murder", "wanted in two killings"; "accused of killing two" tells of it
        let cases = |lemma: &str| graph.tables.classes.holds("case", &lemma.to_lowercase());
        let in_it = preposition.as_deref() == Some("in");
        if preposition.is_some_and(|p| p.split(' ').any(looks_back))
            || in_it && graph.head(at).is_some_and(|h| cases(graph.lemma(h)))
        {
            return true;
        }
        match graph.head(at) {
            // "involved in the raid", not "a raid involving ..."
            Some(h) if looks_back(graph.lemma(h)) && (graph.is_noun(h) || behind(at)) => return true,
            Some(h) => at = h,
            None => return false,
        }
    }
    false
}
