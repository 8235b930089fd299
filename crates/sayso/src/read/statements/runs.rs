//! Runs of tokens.

use std::ops::Range;

use super::super::graph::Graph;

/// The runs of tokens without the punctuation at their ends.
pub(super) fn runs(graph: &Graph<'_>, tokens: &[usize]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for &t in tokens {
        match out.last_mut() {
            Some(last) if last.end == t => last.end = t + 1,
            // a lone punctuation mark that the tree hangs elsewhere does not break a run
            Some(last) if last.end + 1 == t && graph.token(last.end).upos == "PUNCT" => last.end = t + 1,
            _ => out.push(t..t + 1),
        }
    }
    for run in &mut out {
        while run.start < run.end
            && graph.token(run.start).upos == "PUNCT"
            && !matches!(graph.word(run.start), "\"" | "“" | "‘" | "'")
        {
            run.start += 1;
        }
        while run.start < run.end && matches!(graph.word(run.end - 1), "," | ":" | ";" | "." | "-") {
            run.end -= 1;
        }
    }
    out.retain(|r| r.start < r.end);
    out
}
