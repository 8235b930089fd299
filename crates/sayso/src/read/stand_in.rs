//! Who stands for whom: the speaker for the pronoun of what is said, whom a demand addresses for whom a protest is against.

use crate::record::PloverType;
use crate::tables::LinkRole;

use super::arguments::Filler;
use super::events::Telling;
use super::graph::Graph;
use super::statements::Saying;

/// "Latvia said it had expelled ...": the subject of the clause that is said is the one who says it.
pub fn speaker(graph: &Graph<'_>, saying: &Saying, fillers: &mut [Filler]) {
    let Some(source) = saying.source.filter(|&s| graph.is_noun(s)) else { return };
    if fillers.iter().any(|f| f.head == source) {
        return;
    }
    let person = graph
        .syntax
        .spans
        .iter()
        .any(|s| s.tokens.contains(&source) && matches!(s.label, "Person" | "PER" | "per"));
    let several = matches!(graph.token(source).xpos, "NNS" | "NNPS");
    let stands_for = |t: usize| {
        let clause = graph.head(t).filter(|_| graph.relation(t) == "nsubj");
        let said =
            clause.is_some_and(|c| graph.token(c).deprel == "ccomp" && graph.head(c) == Some(saying.cue));
        let fits = match graph.lemma(t).to_lowercase().as_str() {
            "it" => !person && !several,
            "they" => !person,
            "he" | "she" => person && !several,
            _ => false,
        };
        said && fits && graph.token(t).upos == "PRON"
    };
    for filler in fillers.iter_mut().filter(|f| matches!(f.role, LinkRole::Actor | LinkRole::Party)) {
        if stands_for(filler.head) {
            filler.head = source;
        }
    }
}

/// "marched to demand the resignation of X": what is demanded in a protest, or whom it accuses, says against whom it is.
pub fn addressed(graph: &Graph<'_>, deeds: &mut [Telling]) {
    let purpose = |t: usize, protest: usize| {
        let head = graph.head(t).filter(|_| matches!(graph.relation(t), "advcl" | "xcomp" | "acl"));
        let verb = graph.light_verb(protest).map(|(v, _)| v);
        head.is_some() && (head == Some(protest) || head == verb || head == graph.head(protest))
    };
    for i in 0..deeds.len() {
        let protests = deeds[i].plover(graph) == PloverType::Protest
            && !deeds[i].fillers.iter().any(|f| f.role == LinkRole::Patient);
        if !protests {
            continue;
        }
        let asked = deeds.iter().find(|d| {
            matches!(d.plover(graph), PloverType::Request | PloverType::Accuse)
                && purpose(d.trigger.token, deeds[i].trigger.token)
        });
        let whom: Vec<Filler> = asked
            .iter()
            .flat_map(|d| d.fillers.iter().copied())
            .filter(|f| f.role == LinkRole::Patient)
            .collect();
        deeds[i].fillers.extend(whom);
    }
}
