//! The scorers of coreference: MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998), CEAF-e (Luo 2005) and their mean, the
//! CoNLL F1. Mentions that only one side has count as in the reference scorer (Pradhan et al., ACL 2014): they are no part of
//! any cluster of the other side, and nothing is added to either.

use std::collections::{BTreeMap, HashMap};

/// Clusters of mentions, each by its number. No mention is in two.
pub(crate) type Clusters = Vec<Vec<usize>>;

/// Right among the found, and found among the right.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Score {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
}

/// The three, in the order MUC, B-cubed, CEAF-e.
pub(crate) type Scores = [Score; 3];

impl Score {
    pub(crate) fn f1(self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 { 2.0 * self.precision * self.recall / sum } else { 0.0 }
    }
}

/// All three.
pub(crate) fn scores(key: &Clusters, response: &Clusters) -> Scores {
    [muc(key, response), b_cubed(key, response), ceaf_e(key, response)]
}

/// The mean of the three F1.
pub(crate) fn conll(scores: &Scores) -> f64 {
    scores.iter().map(|score| score.f1()).sum::<f64>() / 3.0
}

/// Clusters of two or more mentions.
pub(crate) fn without_singletons(clusters: &Clusters) -> Clusters {
    clusters.iter().filter(|cluster| cluster.len() > 1).cloned().collect()
}

/// Links: how many of those that hold a cluster together the other side has.
pub(crate) fn muc(key: &Clusters, response: &Clusters) -> Score {
    let part = |ours: &Clusters, theirs: &Clusters| {
        let of = cluster_of(theirs);
        let (mut kept, mut all) = (0, 0);
        for cluster in ours {
            let mut there: Vec<usize> =
                cluster.iter().filter_map(|mention| of.get(mention).copied()).collect();
            let alone = cluster.len() - there.len();
            there.sort_unstable();
            there.dedup();
            kept += cluster.len() - alone - there.len();
            all += cluster.len() - 1;
        }
        share(kept as f64, all as f64)
    };
    Score { precision: part(response, key), recall: part(key, response) }
}

/// Mentions: how much of each one's cluster is right, and how much of what is right is in it.
pub(crate) fn b_cubed(key: &Clusters, response: &Clusters) -> Score {
    let (mut precise, mut complete) = (0.0, 0.0);
    for ((ours, theirs), shared) in overlaps(key, response) {
        let square = (shared * shared) as f64;
        complete += square / key[ours].len() as f64;
        precise += square / response[theirs].len() as f64;
    }
    let mentions = |clusters: &Clusters| clusters.iter().map(Vec::len).sum::<usize>() as f64;
    Score { precision: share(precise, mentions(response)), recall: share(complete, mentions(key)) }
}

/// Clusters: each is set beside one of the other side at most, so that all together are as like as can be.
pub(crate) fn ceaf_e(key: &Clusters, response: &Clusters) -> Score {
    let alike: Vec<(usize, usize, f64)> = overlaps(key, response)
        .into_iter()
        .map(|((ours, theirs), shared)| {
            (ours, theirs, 2.0 * shared as f64 / (key[ours].len() + response[theirs].len()) as f64)
        })
        .collect();
    let best = components(&alike).iter().fold(0.0, |sum, pairs| sum + assign(pairs));
    Score { precision: share(best, response.len() as f64), recall: share(best, key.len() as f64) }
}

fn share(part: f64, all: f64) -> f64 {
    if all > 0.0 { part / all } else { 0.0 }
}

fn cluster_of(clusters: &Clusters) -> HashMap<usize, usize> {
    let of = clusters.iter().enumerate();
    of.flat_map(|(at, cluster)| cluster.iter().map(move |mention| (*mention, at))).collect()
}

/// How many mentions each two clusters share, where they share any.
fn overlaps(key: &Clusters, response: &Clusters) -> BTreeMap<(usize, usize), usize> {
    let of = cluster_of(response);
    let mut shared = BTreeMap::new();
    for (at, cluster) in key.iter().enumerate() {
        for there in cluster.iter().filter_map(|mention| of.get(mention)) {
            *shared.entry((at, *there)).or_default() += 1;
        }
    }
    shared
}

/// Pairs that hang together by either end.
fn components(pairs: &[(usize, usize, f64)]) -> Vec<Vec<(usize, usize, f64)>> {
    let mut by_end: HashMap<(bool, usize), Vec<usize>> = HashMap::new();
    for (at, (ours, theirs, _)) in pairs.iter().enumerate() {
        by_end.entry((true, *ours)).or_default().push(at);
        by_end.entry((false, *theirs)).or_default().push(at);
    }
    let mut seen = vec![false; pairs.len()];
    let mut all = Vec::new();
    for start in 0..pairs.len() {
        let (mut open, mut here) = (vec![start], Vec::new());
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            here.push(pairs[at]);
            open.extend(&by_end[&(true, pairs[at].0)]);
            open.extend(&by_end[&(false, pairs[at].1)]);
        }
        if !here.is_empty() {
            all.push(here);
        }
    }
    all
}

/// The most that pairs come to where each end is used once: the Hungarian method with potentials.
fn assign(pairs: &[(usize, usize, f64)]) -> f64 {
    let ends = |end: fn(&(usize, usize, f64)) -> usize| {
        let mut ends: Vec<usize> = pairs.iter().map(end).collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    };
    let (rows, columns) = (ends(|pair| pair.0), ends(|pair| pair.1));
    let (n, turned) = (rows.len().min(columns.len()), rows.len() > columns.len());
    let m = rows.len().max(columns.len());
    let mut cost = vec![vec![0.0; m + 1]; n + 1];
    for (ours, theirs, alike) in pairs {
        let at = |ends: &[usize], end: usize| ends.partition_point(|other| *other < end) + 1;
        let (row, column) = (at(&rows, *ours), at(&columns, *theirs));
        let (row, column) = if turned { (column, row) } else { (row, column) };
        cost[row][column] = -alike;
    }
    -cheapest(&cost, n, m)
}

/// The least cost of giving each of `n` rows a column of its own among `m`, counted from 1.
fn cheapest(cost: &[Vec<f64>], n: usize, m: usize) -> f64 {
    let (mut of_row, mut of_column) = (vec![0.0; n + 1], vec![0.0; m + 1]);
    let (mut taken_by, mut way) = (vec![0; m + 1], vec![0; m + 1]);
    for row in 1..=n {
        taken_by[0] = row;
        let (mut least, mut used) = (vec![f64::INFINITY; m + 1], vec![false; m + 1]);
        let mut at = 0;
        while taken_by[at] != 0 {
            used[at] = true;
            let (from, mut next, mut step) = (taken_by[at], 0, f64::INFINITY);
            for column in 1..=m {
                if used[column] {
                    continue;
                }
                let rest = cost[from][column] - of_row[from] - of_column[column];
                if rest < least[column] {
                    (least[column], way[column]) = (rest, at);
                }
                if least[column] < step {
                    (step, next) = (least[column], column);
                }
            }
            for column in 0..=m {
                if used[column] {
                    of_row[taken_by[column]] += step;
                    of_column[column] -= step;
                } else {
                    least[column] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            taken_by[at] = taken_by[way[at]];
            at = way[at];
        }
    }
    (1..=m).filter(|column| taken_by[*column] != 0).map(|column| cost[taken_by[column]][column]).sum()
}
