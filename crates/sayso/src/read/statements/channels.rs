//! The channels through which something is said: words of `attribution/channels.csv` in the phrases of a cue or source.

use std::ops::Range;

use super::super::graph::Graph;

/// Channels named in the phrases of a cue or source.
pub(super) fn channels(graph: &Graph<'_>, t: usize) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for c in
        graph.children(t).iter().copied().filter(|&c| {
            matches!(graph.relation(c), "obl" | "nmod" | "conj") || graph.token(c).deprel == "acl"
        })
    {
        let below = graph.subtree(c);
        let mut skip_to = 0;
        for &x in &below {
            if x < skip_to {
                continue;
            }
            let lemma = |i: usize| below.contains(&(x + i)).then(|| graph.lemma(x + i));
            if let Some(n) = graph.tables.attribution.channel_at(lemma) {
                out.push(x..x + n);
                skip_to = x + n;
            }
        }
    }
    out
}
