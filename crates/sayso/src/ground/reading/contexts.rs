//! PLOVER's contexts of an event.

use std::collections::BTreeMap;

use crate::read::graph::Graph;
use crate::read::happenings::Happening;

use super::Writer;

/// How many words of one context make it that of every event of the report.
const RUNS_THROUGH: usize = 5;

/// The contexts that a report speaks of.
pub(super) struct Contexts<'a> {
    /// Words that speak of one: their sentence and the context, in the order of the text.
    words: Vec<(usize, &'a str)>,
    /// Those that run through the whole report.
    through: Vec<&'a str>,
}

impl<'a> Contexts<'a> {
    /// Looks for the words in the whole report.
    pub(super) fn new(graph: &Graph<'a>) -> Self {
        let words = words(graph);
        Self { through: through(&words), words }
    }

    fn of_sentence(&self, s: usize) -> impl Iterator<Item = &'a str> {
        let first = self.words.partition_point(|(at, _)| *at < s);
        self.words[first..].iter().take_while(move |(at, _)| *at == s).map(|(_, context)| *context)
    }
}

impl Writer<'_> {
    /// The contexts whose words stand in the sentences that tell of the event, or run through the whole report.
    pub(super) fn contexts(&self, h: &Happening, mode: Option<&str>) -> Vec<String> {
        let sentences = h.tellings.iter().map(|&i| self.graph.sentence_of(self.f.tellings[i].trigger.token));
        let mut near: Vec<&str> = sentences.flat_map(|s| self.contexts.of_sentence(s)).collect();
        near.extend(self.contexts.through.iter().copied());
        // these modes are the contexts of the same name, by the manual
        near.extend(mode.filter(|m| matches!(*m, "misinformation" | "cyber")));
        let mut out: Vec<String> = near.into_iter().map(str::to_owned).collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// The words of the story that speak of a context.
fn words<'a>(graph: &Graph<'a>) -> Vec<(usize, &'a str)> {
    let sentence = |s: usize| {
        let tokens = graph.syntax.sentences[s].tokens.clone();
        let found = move |t: usize, end: usize| {
            graph.tables.contexts.at(move |i| (t + i < end).then(|| [graph.lemma(t + i), graph.word(t + i)]))
        };
        tokens.clone().flat_map(move |t| found(t, tokens.end)).map(move |c| (s, c))
    };
    (0..graph.syntax.sentences.len()).flat_map(sentence).collect()
}

/// The contexts that many words of the report speak of.
fn through<'a>(contexts: &[(usize, &'a str)]) -> Vec<&'a str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, context) in contexts {
        *counts.entry(*context).or_default() += 1;
    }
    counts.into_iter().filter(|(_, n)| *n >= RUNS_THROUGH).map(|(context, _)| context).collect()
}
