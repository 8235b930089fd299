//! Participants of attacks as the model sees them, whatever the tables know: runs of words that its role heads light up.
//!
//! The heads learned MUC-4's five roles (attacks on people and infrastructure, not battles) and the arguments of attacks,
//! deaths and injuries of WikiEvents and RAMS. A run has the mean probability of its words.

use std::ops::Range;

use crate::record::Role;

use super::annotations::{Judgment, Part};
use super::graph::Graph;

/// A word belongs to a run from this probability on: the heads learned from few words of many, and lean to none.
const WORD: f32 = 0.12;
/// What a run's words must have on average to be kept at all.
const RUN: f32 = 0.25;

/// Words that the model takes for a participant in an attack.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Which part, in the terms of the set that taught it.
    pub part: Part,
    /// The words.
    pub tokens: Range<usize>,
    /// Their head in the tree.
    pub head: usize,
    /// Mean probability, 0 to 1.
    pub score: f32,
}

impl Part {
    /// The role of the record.
    pub fn role(self) -> Role {
        match self {
            Self::PerpInd | Self::PerpOrg | Self::NewsAttacker => Role::Actor,
            Self::Victim | Self::NewsVictim => Role::Victim,
            Self::Target | Self::NewsTarget => Role::Target,
            Self::Weapon | Self::NewsWeapon => Role::Weapon,
        }
    }
}

/// Every run of every part, in the order of the parts, then of the text. None where the model does not judge.
pub fn find(graph: &Graph<'_>) -> Vec<Found> {
    let judgments = &graph.syntax.judgments;
    if judgments.is_empty() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for part in Part::ALL {
        for sentence in &graph.syntax.sentences {
            runs(judgments, part, sentence.tokens.clone(), |tokens, score| {
                out.push(Found { part, head: head(graph, &tokens), tokens, score });
            });
        }
    }
    out
}

/// The runs of one part in one sentence.
fn runs(judgments: &[Judgment], part: Part, sentence: Range<usize>, mut keep: impl FnMut(Range<usize>, f32)) {
    let (mut start, mut sum) = (None, 0.0);
    for t in sentence.clone().chain([sentence.end]) {
        let score = (t < sentence.end).then(|| judgments[t].parts[part as usize]);
        let inside = score.filter(|s| s.begins + s.goes_on >= WORD);
        let anew = inside.is_some_and(|s| s.begins > s.goes_on);
        if let Some(from) = start.filter(|_| inside.is_none() || anew) {
            let mean = sum / (t - from) as f32;
            if mean >= RUN {
                keep(from..t, mean);
            }
            (start, sum) = (None, 0.0);
        }
        if let Some(score) = inside {
            start = start.or(Some(t));
            sum += score.begins + score.goes_on;
        }
    }
}

/// The word of the run that the others hang on.
fn head(graph: &Graph<'_>, tokens: &Range<usize>) -> usize {
    let outside = |t: &usize| graph.head(*t).is_none_or(|h| !tokens.contains(&h));
    let nouns = tokens.clone().filter(|&t| graph.is_noun(t));
    nouns.clone().find(outside).or_else(|| tokens.clone().find(outside)).unwrap_or(tokens.start)
}

#[cfg(test)]
mod tests {
    use super::super::annotations::PartScore;
    use super::*;

    fn judged(scores: &[(f32, f32)]) -> Vec<Judgment> {
        let one = |&(begins, goes_on): &(f32, f32)| {
            let mut parts = [PartScore::default(); 9];
            parts[Part::Victim as usize] = PartScore { begins, goes_on };
            Judgment { event: [0.0; 17], real: 0.0, certainties: [0.0; 7], happened: [0.0; 7], parts }
        };
        scores.iter().map(one).collect()
    }

    #[test]
    fn a_run_ends_where_another_begins() {
        let words = judged(&[(0.9, 0.0), (0.1, 0.7), (0.8, 0.1), (0.0, 0.05), (0.2, 0.0)]);
        let mut found = Vec::new();
        runs(&words, Part::Victim, 0..5, |tokens, score| found.push((tokens, (score * 100.0).round())));
        assert_eq!(found, [(0..2, 85.0), (2..3, 90.0)]);
    }
}
