//! What became of whom, as the record has it.

use std::cmp::Reverse;

use crate::ground::toll::{self, Portion};
use crate::read::coreference::Clusters;
use crate::read::events::Telling;
use crate::read::graph::Graph;
use crate::read::happenings::{Happening, People};
use crate::read::harm::Harmed;
use crate::record::{self, Count, PloverType, Status, What};
use crate::tables::Harm;

use super::Writer;

/// What a word of harm says, and the telling that it belongs to.
pub(super) struct Told {
    pub(super) harm: Harm,
    pub(super) portions: Vec<Portion>,
    pub(super) telling: Option<usize>,
}

/// What every word of harm says.
pub(super) fn told(
    graph: &Graph<'_>,
    clusters: &Clusters,
    tellings: &[Telling],
    harms: &[Harmed],
) -> Vec<Told> {
    let mut out: Vec<Told> = Vec::new();
    for h in harms {
        let portions = toll::portions(graph, clusters, h);
        let own = tellings.iter().position(|t| t.trigger.words.contains(&h.token));
        let telling =
            own.or_else(|| continued(graph, tellings, &out, h)).or_else(|| near(graph, tellings, h.token));
        if !portions.is_empty() {
            out.push(Told { harm: h.harm, portions, telling });
        }
    }
    out
}

/// How many sentences before a word of harm the event may be told of which it gives the harm.
const BEFORE: usize = 3;

/// The same where that event is already known to have harmed people so.
const CONTINUED: usize = 8;

/// "Bodies of two rebels were found later": the last event told before that has killed people already, unless the sentence
/// itself tells of one.
fn continued(graph: &Graph<'_>, tellings: &[Telling], told: &[Told], h: &Harmed) -> Option<usize> {
    let at = graph.sentence_of(h.token);
    let sentence = |i: usize| graph.sentence_of(tellings[i].trigger.token);
    let here = |i: &usize| sentence(*i) == at && tellings[*i].plover(graph) == PloverType::Assault;
    if (0..tellings.len()).any(|i| here(&i)) {
        let harmful = |t: &&Told| t.telling.is_some_and(|i| here(&i));
        return told.iter().rev().find(harmful).and_then(|t| t.telling);
    }
    let alike = |x: Harm| x == h.harm || matches!((x, h.harm), (Harm::Hit, Harm::Killed | Harm::Injured));
    let before =
        |t: &&Told| alike(t.harm) && t.telling.is_some_and(|i| at - sentence(i).min(at) <= CONTINUED);
    told.iter().rev().find(before).and_then(|t| t.telling)
}

/// The violent event that a word of harm outside its own words speaks of: the nearest in its sentence, else the last one
/// told shortly before.
fn near(graph: &Graph<'_>, tellings: &[Telling], token: usize) -> Option<usize> {
    let at = graph.sentence_of(token);
    let violent = |i: &usize| {
        matches!(tellings[*i].plover(graph), PloverType::Assault | PloverType::Protest)
            && matches!(tellings[*i].status, Status::Occurred | Status::Ongoing)
    };
    let sentence = |i: usize| graph.sentence_of(tellings[i].trigger.token);
    let all = || (0..tellings.len()).filter(violent);
    all()
        .filter(|&i| sentence(i) == at)
        .min_by_key(|&i| (tellings[i].trigger.token.abs_diff(token), i))
        .or_else(|| all().rfind(|&i| sentence(i) < at && at - sentence(i) <= BEFORE))
        // "The body of a trader was found. Rebels had abducted him"
        .or_else(|| all().find(|&i| sentence(i) == at + 1))
}

/// The people whom a telling's own words say to be harmed, for the merging of tellings.
pub(super) fn people_of(told: &[Told], telling: usize) -> Vec<People> {
    let own = told.iter().filter(|t| t.telling == Some(telling));
    own.flat_map(|t| {
        t.portions.iter().map(|p| People {
            harm: t.harm,
            low: p.low,
            high: p.high,
            sector: p.sector.clone(),
            cluster: p.cluster,
            more: p.more,
            definite: p.definite,
            named: p.named,
        })
    })
    .collect()
}

/// What is said of the people harmed in a happening.
pub(super) fn of(told: &[Told], h: &Happening) -> Vec<(Harm, Vec<Portion>)> {
    let of = |t: &&Told| t.telling.is_some_and(|i| h.tellings.contains(&i));
    told.iter().filter(of).map(|t| (t.harm, t.portions.clone())).collect()
}

impl Writer<'_> {
    /// The people of a kind of harm, of which no two entries are the same.
    pub(super) fn harmed(&self, h: usize, what: What) -> Vec<Portion> {
        let of = |harm: Harm| {
            let told = self.tolls[h].iter().filter(|(x, _)| *x == harm).map(|(_, p)| p.clone());
            toll::tally(&told.collect::<Vec<_>>())
        };
        match what {
            What::Killed => of(Harm::Killed),
            What::Abducted => of(Harm::Abducted),
            What::Displaced => of(Harm::Displaced),
            What::Injured => {
                let (injured, killed) = (of(Harm::Injured), of(Harm::Killed));
                if injured.is_empty() { toll::survivors(&of(Harm::Hit), &killed) } else { injured }
            }
        }
    }

    /// The number of all of them.
    pub(super) fn count(&self, groups: &[Portion]) -> Option<Count> {
        let largest = groups.iter().max_by_key(|g| (g.low, Reverse(g.head)))?;
        let together =
            groups.iter().all(|g| self.graph.sentence_of(g.head) == self.graph.sentence_of(largest.head));
        let tokens = if together {
            let start = groups.iter().map(|g| g.tokens.start).min()?;
            start..groups.iter().map(|g| g.tokens.end).max()?
        } else {
            largest.tokens.clone()
        };
        Some(Count { low: toll::low(groups), high: toll::high(groups), span: self.words(&tokens) })
    }

    pub(super) fn people(&self, what: What, p: &Portion) -> record::Harmed {
        record::Harmed {
            what,
            low: p.low,
            high: p.high,
            who: p.sector.clone(),
            entity: p.cluster.and_then(|c| self.ids.get(&c).cloned()),
            span: self.words(&p.tokens),
        }
    }
}
