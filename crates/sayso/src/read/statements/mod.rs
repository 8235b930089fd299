//! Who says what: cue, source, content, channels, and the statement that reports another.

use std::ops::Range;

use crate::record::{Act, Factuality};

use super::graph::Graph;
use crate::tables::Alone;

mod channels;
mod constructions;
mod quotations;
mod runs;
mod seen;

/// One act of saying, in tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Saying {
    /// The head of the cue.
    pub cue: usize,
    /// All tokens of the cue.
    pub cue_words: Range<usize>,
    /// The act of speech.
    pub act: Act,
    /// Head of the source's phrase.
    pub source: Option<usize>,
    /// The words of the source, where they are known to be others than the phrase of its head.
    pub source_words: Option<Range<usize>>,
    /// Runs of tokens that hold the content.
    pub content: Vec<Range<usize>>,
    /// Whether the content stands in quotation marks.
    pub direct: bool,
    /// What the source holds of the content.
    pub factuality: Factuality,
    /// Index of the saying that reports this one.
    pub within: Option<usize>,
}

impl Saying {
    /// Whether the token stands in the content.
    pub fn covers(&self, token: usize) -> bool {
        self.content.iter().any(|r| r.contains(&token))
    }

    fn size(&self) -> usize {
        self.content.iter().map(ExactSizeIterator::len).sum()
    }
}

/// All sayings of a report in the order of their cues.
///
/// Rows of cues in the trees and the model's heads each propose; where the model can tell, it also decides.
pub fn find(graph: &Graph<'_>) -> Vec<Saying> {
    let told: Vec<Saying> =
        (0..graph.syntax.tokens.len()).filter_map(|t| constructions::at(graph, t)).collect();
    let mut out = match (&graph.syntax.attributions, graph.tables.judges.alone) {
        (None, _) => told,
        (Some(seen), Some(Alone::Model)) => seen::weigh(graph, Vec::new(), seen),
        (Some(seen), _) => seen::weigh(graph, told, seen),
    };
    quotations::extend(graph, &mut out);
    seen::share(graph, &mut out);
    nest(&mut out);
    out
}

/// The innermost saying whose content holds a token.
pub fn innermost(sayings: &[Saying], token: usize) -> Option<usize> {
    (0..sayings.len()).filter(|&i| sayings[i].covers(token)).min_by_key(|&i| sayings[i].size())
}

fn nest(sayings: &mut [Saying]) {
    for i in 0..sayings.len() {
        let around = (0..sayings.len()).filter(|&j| {
            j != i && sayings[j].covers(sayings[i].cue) && sayings[j].size() > sayings[i].size()
        });
        sayings[i].within = around.min_by_key(|&j| sayings[j].size());
    }
}
