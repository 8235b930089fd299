//! From pairs to incidents: average linkage over the logarithms of the odds.
//!
//! Two groups become one while the mean over all pairs between them is above 0. So a single lucky pair does not join what
//! everything else keeps apart, and one doubtful pair does not part what all others hold together. Ties go by the order of
//! ids; the outcome depends on the set of accounts alone.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::blocks::Stirred;

/// A component of up to so many accounts is clustered in full.
const FULL: usize = 300;
/// A larger one is first cut where pairs are less likely than these logarithms of odds, one after another.
const CUTS: [f32; 5] = [2.0, 3.0, 4.0, 5.0, 6.5];
/// Heavier than all that the pairs of two groups can say together.
const NEVER: f64 = -1e12;

/// What clustering asks of the pairs.
pub(crate) trait Pairs: Sync {
    /// Logarithm of the odds of any pair.
    fn score(&self, a: u32, b: u32) -> f32;
    /// The compared pairs of an account that bring it together with others.
    fn near(&self, a: u32, see: &mut dyn FnMut(u32, f32));
    /// Those that a person joined to it.
    fn joined(&self, a: u32) -> Vec<u32>;
    /// Those that a person split from it.
    fn split(&self, a: u32) -> Vec<u32>;
}

/// A cluster, and how often what it was part of had been cut before it was small enough.
pub(crate) type Cut = (u8, Vec<u32>);

/// Splits a component, its members in order of their ids, into clusters. Left out are those of parts that `stays` says have been
/// clustered after as many cuts before and have not changed since: among many accounts most do not.
pub(crate) fn cluster(
    members: Vec<u32>,
    pairs: &impl Pairs,
    stays: &impl Fn(&[u32], u8) -> bool,
) -> Vec<Cut> {
    let mut clusters = Vec::new();
    cut(members, pairs, 0, stays, &mut clusters);
    clusters
}

fn cut(
    members: Vec<u32>,
    pairs: &impl Pairs,
    cuts: u8,
    stays: &impl Fn(&[u32], u8) -> bool,
    clusters: &mut Vec<Cut>,
) {
    match CUTS.get(usize::from(cuts)) {
        Some(above) if members.len() > FULL => {
            for part in parts(&members, pairs, *above) {
                cut(part, pairs, cuts + 1, stays, clusters);
            }
        }
        // What is too large after the last cut counts as cut once more.
        _ if members.len() > FULL && !stays(&members, cuts + 1) => {
            clusters.extend(heap(&members, pairs).into_iter().map(|cluster| (cuts + 1, cluster)));
        }
        _ if members.len() <= FULL && !stays(&members, cuts) => {
            clusters.extend(average(&members, pairs).into_iter().map(|cluster| (cuts, cluster)));
        }
        _ => {}
    }
}

/// The parts that hang together by pairs above a bound, or by a person's word.
fn parts(members: &[u32], pairs: &impl Pairs, above: f32) -> Vec<Vec<u32>> {
    let mut groups = Groups::new(members);
    for (at, member) in members.iter().enumerate() {
        pairs.near(*member, &mut |other, score| {
            if score > above {
                groups.join(at, other);
            }
        });
        pairs.joined(*member).into_iter().for_each(|other| groups.join(at, other));
    }
    groups.lists()
}

/// So many that are so sure to be one: all together, but for those a person split.
fn heap(members: &[u32], pairs: &impl Pairs) -> Vec<Vec<u32>> {
    let mut clusters: Vec<Vec<u32>> = Vec::new();
    for atom in atoms(members, pairs) {
        let against: Vec<u32> = atom.iter().flat_map(|member| pairs.split(*member)).collect();
        match clusters
            .iter_mut()
            .find(|cluster| against.is_empty() || !cluster.iter().any(|m| against.contains(m)))
        {
            Some(cluster) => cluster.extend(atom),
            None => clusters.push(atom),
        }
    }
    clusters
}

/// What a person joined is one from the start.
fn atoms(members: &[u32], pairs: &impl Pairs) -> Vec<Vec<u32>> {
    let mut groups = Groups::new(members);
    for (at, member) in members.iter().enumerate() {
        pairs.joined(*member).into_iter().for_each(|other| groups.join(at, other));
    }
    groups.lists()
}

/// Average linkage by chains of nearest neighbours, in the square of the members.
fn average(members: &[u32], pairs: &impl Pairs) -> Vec<Vec<u32>> {
    let mut groups: Vec<Option<Vec<u32>>> = atoms(members, pairs).into_iter().map(Some).collect();
    let n = groups.len();
    let mut sums = sums(&groups, pairs);
    let mut chain: Vec<usize> = Vec::new();
    // Whoever has no neighbour above 0 stays as it is; linkage by averages never brings two closer than their nearest were.
    let mut open: Vec<bool> = vec![true; n];
    loop {
        let Some(&last) = chain.last() else {
            match (0..n).find(|at| open[*at] && groups[*at].is_some()) {
                Some(start) => chain.push(start),
                None => break,
            }
            continue;
        };
        let before = chain.len().checked_sub(2).map(|at| chain[at]);
        match nearest(last, before, &groups, &sums, n) {
            Some(next) if before == Some(next) => {
                chain.truncate(chain.len() - 2);
                unite(next.min(last), next.max(last), &mut groups, &mut sums, n);
            }
            Some(next) => chain.push(next),
            None => {
                open[last] = false;
                chain.pop();
            }
        }
    }
    groups.into_iter().flatten().collect()
}

/// The nearest group above 0; of equals the one before in the chain, then the first.
fn nearest(
    at: usize,
    before: Option<usize>,
    groups: &[Option<Vec<u32>>],
    sums: &[f64],
    n: usize,
) -> Option<usize> {
    let size = |group: usize| groups[group].as_ref().map_or(0, Vec::len);
    let mean = |other: usize| sums[at * n + other] / (size(at) * size(other)) as f64;
    let mut best = before.map(|before| (before, mean(before)));
    for other in (0..n).filter(|other| *other != at && groups[*other].is_some()) {
        let mean = mean(other);
        if mean > 0.0 && best.is_none_or(|(_, best)| mean > best) {
            best = Some((other, mean));
        }
    }
    best.map(|(other, _)| other)
}

fn unite(into: usize, from: usize, groups: &mut [Option<Vec<u32>>], sums: &mut [f64], n: usize) {
    let moved = groups[from].take().unwrap_or_default();
    if let Some(group) = &mut groups[into] {
        group.extend(moved);
    }
    for other in 0..n {
        sums[into * n + other] += sums[from * n + other];
        sums[other * n + into] = sums[into * n + other];
    }
}

/// The sums over the pairs between any two groups.
fn sums(groups: &[Option<Vec<u32>>], pairs: &impl Pairs) -> Vec<f64> {
    let n = groups.len();
    let mut sums = vec![0.0; n * n];
    let split: Vec<Vec<u32>> = groups
        .iter()
        .map(|group| group.iter().flatten().flat_map(|member| pairs.split(*member)).collect())
        .collect();
    for a in 0..n {
        for b in 0..a {
            let between =
                groups[a].iter().flatten().flat_map(|x| groups[b].iter().flatten().map(move |y| (*x, *y)));
            let mut sum: f64 = between.map(|(x, y)| f64::from(pairs.score(x, y))).sum();
            if groups[b].iter().flatten().any(|member| split[a].contains(member)) {
                sum += NEVER;
            }
            sums[a * n + b] = sum;
            sums[b * n + a] = sum;
        }
    }
    sums
}

/// Groups of members that grow together.
struct Groups<'a> {
    members: &'a [u32],
    places: HashMap<u32, usize, BuildHasherDefault<Stirred>>,
    up: Vec<usize>,
}

impl<'a> Groups<'a> {
    fn new(members: &'a [u32]) -> Self {
        let places = members.iter().enumerate().map(|(at, member)| (*member, at)).collect();
        Self { members, places, up: (0..members.len()).collect() }
    }

    fn top(&mut self, mut at: usize) -> usize {
        while self.up[at] != at {
            self.up[at] = self.up[self.up[at]];
            at = self.up[at];
        }
        at
    }

    /// Joins the member at a place with another, if that is one of them.
    fn join(&mut self, at: usize, other: u32) {
        if let Some(&other) = self.places.get(&other) {
            let (a, b) = (self.top(at), self.top(other));
            self.up[a.max(b)] = a.min(b);
        }
    }

    /// The groups by their first members, each in order.
    fn lists(mut self) -> Vec<Vec<u32>> {
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); self.members.len()];
        for at in 0..self.members.len() {
            let top = self.top(at);
            lists[top].push(self.members[at]);
        }
        lists.retain(|list| !list.is_empty());
        lists
    }
}
