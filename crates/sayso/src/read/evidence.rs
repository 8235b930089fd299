//! Footage, pictures, documents and recordings that a report speaks of.

use std::ops::Range;

use crate::record::EvidenceKind;

use super::graph::Graph;
use super::texts;

/// Words for a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exhibit {
    /// The words; the last is their head.
    pub words: Range<usize>,
    /// What kind.
    pub kind: EvidenceKind,
    /// Head of the phrase that names who put it out.
    pub by: Option<usize>,
}

/// All of them in the order of the text.
pub fn find(graph: &Graph<'_>) -> Vec<Exhibit> {
    let mut out: Vec<Exhibit> = Vec::new();
    for sentence in &graph.syntax.sentences {
        let Range { start: mut t, end } = sentence.tokens;
        while t < end {
            let lemma = |i: usize| (t + i < end).then(|| graph.lemma(t + i));
            let Some((n, kind)) = graph.tables.attribution.evidence_at(lemma) else {
                t += 1;
                continue;
            };
            let words = t..t + n;
            t = words.end;
            // "the footage shows", not "filed a complaint"
            if graph.is_noun(words.end - 1) {
                let by = texts::maker(graph, words.end - 1).filter(|by| !words.contains(by));
                out.push(Exhibit { words, kind, by });
            }
        }
    }
    out
}
