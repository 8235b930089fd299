//! One-to-one matching: each predicted thing counts for at most one gold thing, and as many as possible count.
//!
//! A greatest matching of a bipartite graph by augmenting paths (Kuhn, "The Hungarian method for the assignment problem",
//! 1955, with costs of 0 and 1). Deterministic: candidates are tried in their order.

/// Pairs `(gold, predicted)`, sorted by gold, of a greatest matching among those that `fits` allows.
pub(crate) fn one_to_one(
    gold: usize,
    predicted: usize,
    fits: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let edges: Vec<Vec<usize>> =
        (0..gold).map(|g| (0..predicted).filter(|&p| fits(g, p)).collect()).collect();
    let mut holder = vec![None; predicted];
    for g in 0..gold {
        augment(g, &edges, &mut vec![false; predicted], &mut holder);
    }
    let mut pairs: Vec<_> = holder.iter().enumerate().filter_map(|(p, g)| g.map(|g| (g, p))).collect();
    pairs.sort_unstable();
    pairs
}

/// Finds a place for `g`, moving those who hold one where they can move.
fn augment(g: usize, edges: &[Vec<usize>], seen: &mut [bool], holder: &mut [Option<usize>]) -> bool {
    for &p in &edges[g] {
        if std::mem::replace(&mut seen[p], true) {
            continue;
        }
        let free = match holder[p] {
            None => true,
            Some(other) => augment(other, edges, seen, holder),
        };
        if free {
            holder[p] = Some(g);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_possible_are_paired() {
        // Gold 0 fits both, gold 1 only the first: 0 has to move.
        let pairs = one_to_one(2, 2, |g, p| g == 0 || p == 0);
        assert_eq!(pairs, [(0, 1), (1, 0)]);
    }

    #[test]
    fn nothing_is_paired_twice() {
        assert_eq!(one_to_one(1, 3, |_, _| true), [(0, 0)]);
        assert_eq!(one_to_one(3, 0, |_, _| true), []);
    }
}
