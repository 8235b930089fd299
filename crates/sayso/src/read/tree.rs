//! Scores of heads to the best tree: the maximum spanning arborescence with one word under the root (Chu and Liu 1965;
//! Edmonds 1967; McDonald et al. 2005; on the single root, Zmigrod et al. 2020).

use super::spans::best;

/// The head of each word of a sentence; `None` for the one word under the root.
///
/// `scores` has a row a word: first the score of the root as its head, then of each word. A word is never its own head.
pub(crate) fn best_tree(scores: &[f32], words: usize) -> Vec<Option<usize>> {
    if words == 0 {
        return Vec::new();
    }
    let greedy: Vec<usize> =
        (0..words).map(|i| greedy_head(&scores[i * (words + 1)..][..=words], i)).collect();
    let heads = if is_tree(&greedy) { greedy } else { spanning_tree(&graph(scores, words), words + 1) };
    heads.into_iter().map(|h| h.checked_sub(1)).collect()
}

/// The best head of word `i` (0: the root), never itself.
fn greedy_head(row: &[f32], i: usize) -> usize {
    best(row.iter().copied().enumerate().filter(|&(head, _)| head != i + 1)).unwrap_or(0)
}

/// Whether every word comes to the root, and one word stands right under it.
fn is_tree(heads: &[usize]) -> bool {
    heads.iter().filter(|&&h| h == 0).count() == 1 && cycle(heads).is_none()
}

/// A cycle among words (numbered from 1; 0 is the root), if there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at - 1];
        }
        if at != 0 && seen[at] == start {
            let mut round = vec![at];
            let mut next = heads[at - 1];
            while next != at {
                round.push(next);
                next = heads[next - 1];
            }
            return Some(round);
        }
    }
    None
}

/// All arcs, node 0 the root: `graph[child * nodes + head]`. An arc from the root costs more than any tree can win, so that
/// the best tree has one.
fn graph(scores: &[f32], words: usize) -> Vec<f64> {
    let nodes = words + 1;
    let finite = |s: f32| if s.is_nan() { 0.0 } else { f64::from(s.clamp(-1e6, 1e6)) };
    let spread = scores.iter().fold(0.0, |m: f64, &s| m.max(finite(s).abs()));
    let fine = (2.0 * spread + 1.0) * nodes as f64;
    let mut graph = vec![f64::NEG_INFINITY; nodes * nodes];
    for child in 1..nodes {
        for head in (0..nodes).filter(|&head| head != child) {
            let score = finite(scores[(child - 1) * nodes + head]);
            graph[child * nodes + head] = if head == 0 { score - fine } else { score };
        }
    }
    graph
}

/// The best tree over `nodes` nodes: the head of each but the root. A cycle of best arcs is drawn together into one node,
/// the smaller graph is solved, and the cycle is opened where the rest of the tree enters it.
fn spanning_tree(graph: &[f64], nodes: usize) -> Vec<usize> {
    let row = |child: usize| &graph[child * nodes..][..nodes];
    let top = |child: usize| (0..nodes).reduce(|a, b| if row(child)[b] > row(child)[a] { b } else { a });
    let mut heads: Vec<usize> = (1..nodes).map(|child| top(child).unwrap_or(0)).collect();
    let Some(round) = cycle(&heads) else {
        return heads;
    };
    let (smaller, outside, links) = contract(graph, nodes, &heads, &round);
    let solved = spanning_tree(&smaller, outside.len() + 1);
    let drawn = outside.len();
    for (small, &head) in (1..).zip(&solved) {
        if small == drawn {
            let (entry, from) = links.entries[head];
            heads[entry - 1] = from;
        } else {
            heads[outside[small] - 1] = if head == drawn { links.exits[small] } else { outside[head] };
        }
    }
    heads
}

/// Which arcs of the larger graph stand behind the arcs of the node drawn together.
struct Links {
    /// By head in the smaller graph: the node of the cycle it enters, and its number in the larger graph.
    entries: Vec<(usize, usize)>,
    /// By child in the smaller graph: the node of the cycle that is its head.
    exits: Vec<usize>,
}

/// The graph with the cycle as its last node, the nodes outside it, and the arcs behind its arcs.
fn contract(graph: &[f64], nodes: usize, heads: &[usize], round: &[usize]) -> (Vec<f64>, Vec<usize>, Links) {
    let outside: Vec<usize> = (0..nodes).filter(|n| !round.contains(n)).collect();
    let (drawn, size) = (outside.len(), outside.len() + 1);
    let arc = |child: usize, head: usize| graph[child * nodes + head];
    let mut smaller = vec![f64::NEG_INFINITY; size * size];
    let mut links = Links { entries: vec![(0, 0); size], exits: vec![0; size] };
    for (small, &node) in outside.iter().enumerate() {
        for (other, &head) in outside.iter().enumerate() {
            smaller[small * size + other] = arc(node, head);
        }
        let gain = |inner: usize| arc(inner, node) - arc(inner, heads[inner - 1]);
        let entry = largest(round, gain);
        smaller[drawn * size + small] = gain(entry);
        links.entries[small] = (entry, node);
        let exit = largest(round, |inner| arc(node, inner));
        smaller[small * size + drawn] = arc(node, exit);
        links.exits[small] = exit;
    }
    (smaller, outside, links)
}

fn largest(round: &[usize], score: impl Fn(usize) -> f64) -> usize {
    round.iter().copied().reduce(|a, b| if score(b) > score(a) { b } else { a }).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn total(scores: &[f32], heads: &[Option<usize>]) -> f32 {
        let row = heads.len() + 1;
        heads.iter().enumerate().map(|(i, h)| scores[i * row + h.map_or(0, |h| h + 1)]).sum()
    }

    /// The best single-rooted tree by trying all.
    fn by_trying(scores: &[f32], words: usize) -> f32 {
        let mut most = f32::NEG_INFINITY;
        for code in 0..(words + 1).pow(words as u32) {
            let heads: Vec<usize> =
                (0..words as u32).map(|i| code / (words + 1).pow(i) % (words + 1)).collect();
            if heads.iter().enumerate().all(|(i, &h)| h != i + 1) && is_tree(&heads) {
                let heads: Vec<Option<usize>> = heads.iter().map(|h| h.checked_sub(1)).collect();
                most = most.max(total(scores, &heads));
            }
        }
        most
    }

    #[test]
    fn one_word_stands_under_the_root() {
        // Both would rather stand under the root.
        assert_eq!(best_tree(&[9.0, 0.0, 1.0, 8.0, 2.0, 0.0], 2), [None, Some(0)]);
        assert_eq!(best_tree(&[0.0, 5.0], 1), [None]);
        assert!(best_tree(&[], 0).is_empty());
    }

    #[test]
    fn a_cycle_is_opened_at_its_cheapest_place() {
        assert_eq!(best_tree(&[1.0, 0.0, 9.0, 3.0, 9.0, 0.0], 2), [Some(1), None]);
    }

    proptest! {
        #[test]
        fn the_tree_is_the_best_of_all(words in 1usize..6, scores in prop::collection::vec(-9.0f32..9.0, 30)) {
            let scores = &scores[..words * (words + 1)];
            let heads = best_tree(scores, words);
            let plain: Vec<usize> = heads.iter().map(|h| h.map_or(0, |h| h + 1)).collect();
            prop_assert!(is_tree(&plain));
            prop_assert!((total(scores, &heads) - by_trying(scores, words)).abs() < 1e-3);
        }

        #[test]
        fn large_sentences_are_trees_whatever_the_scores(
            scores in prop::collection::vec(prop_oneof![Just(f32::NAN), Just(f32::INFINITY), Just(0.0), -9.0f32..9.0], 40 * 41),
        ) {
            let plain: Vec<usize> = best_tree(&scores, 40).iter().map(|h| h.map_or(0, |h| h + 1)).collect();
            prop_assert!(is_tree(&plain));
        }
    }
}
