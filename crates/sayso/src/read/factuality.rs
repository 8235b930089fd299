//! How certain it is that what a word tells of happened: FactBank's values as the numbers of Lee et al. 2015, from -3
//! (certainly not) over 0 (unknown) to 3 (certainly).
//!
//! The rules know the construction, the model the words around it; a multinomial logistic regression on the clues of both
//! (`data/judgment/factuality.csv`) gives a distribution over the seven values. Any token may be asked, whether a row of the
//! frames knows it or not.
//!
//! ```text
//! Rebels may have shelled the town.   shelled: status=hypothetical, aux:may ...  ->  mostly 1 and 2, 1.4 on average
//! ```

use crate::record::{Factuality, Status};
use crate::tables::Asked;

use super::annotations::Judgment;
use super::graph::Graph;
use super::status;

/// The least that counts of the model's probability of a value, so that no value is beyond recall.
const LEAST: f32 = 0.01;

/// Below this mean what the rules have as certain is probable: of such words in UW's dev part one in four is certain by its readers, of
/// the others nearly nine in ten.
const CERTAIN: f64 = 2.0;
/// Below this one it is possible.
const PROBABLE: f64 = 1.0;

/// Probabilities of the values from -3 to 3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Certainty(pub [f64; 7]);

impl Certainty {
    /// The mean of the values, from -3 to 3.
    pub fn expected(&self) -> f64 {
        self.0.iter().zip(-3i8..=3).map(|(p, n)| p * f64::from(n)).sum()
    }

    /// The one of FactBank's values that is likeliest after each was weighed: PR stands for what is nearer to 2, PS for 1.
    pub fn value(&self, weights: &[f64; 7]) -> Factuality {
        let weighed = |n: usize| self.0[n] * weights[n];
        let groups = [[6, 6], [4, 5], [3, 3], [1, 2], [0, 0]];
        let sum = |g: &[usize; 2]| if g[0] == g[1] { weighed(g[0]) } else { weighed(g[0]) + weighed(g[1]) };
        // OK because: there are five groups
        let best = groups.into_iter().reduce(|a, b| if sum(&b) > sum(&a) { b } else { a }).unwrap_or([3, 3]);
        let outer = if best[0] > 3 { best[1] } else { best[0] };
        let inner = if best[0] > 3 { best[0] } else { best[1] };
        of_number(if self.0[inner] > self.0[outer] { inner } else { outer })
    }
}

/// FactBank's value at a place of the seven.
fn of_number(place: usize) -> Factuality {
    [
        Factuality::CertainNegative,
        Factuality::ProbableNegative,
        Factuality::PossibleNegative,
        Factuality::Underspecified,
        Factuality::PossiblePositive,
        Factuality::ProbablePositive,
        Factuality::CertainPositive,
    ][place]
}

/// How certain it is; `None` where the weights of the model say nothing of events.
pub fn of(graph: &Graph<'_>, token: usize, asked: Asked) -> Option<Certainty> {
    graph.syntax.judgments.get(token)?;
    let scale = graph.tables.judges.factuality.get(&asked)?;
    Some(Certainty(scale.probabilities(&clues(graph, token))))
}

/// What the rules hold of an event in the report's own voice, with the model heard: it may only take away from what they have as certain.
pub fn tempered(graph: &Graph<'_>, token: usize, rules: Factuality) -> Factuality {
    if rules != Factuality::CertainPositive {
        return rules;
    }
    match of(graph, token, Asked::Certain).map(|certainty| certainty.expected()) {
        Some(mean) if mean < PROBABLE => Factuality::PossiblePositive,
        Some(mean) if mean < CERTAIN => Factuality::ProbablePositive,
        _ => rules,
    }
}

/// What speaks for and against it: names as the rows of `data/judgment/factuality.csv` have them, and how much of each.
pub fn clues(graph: &Graph<'_>, token: usize) -> Vec<(String, f64)> {
    let mut out: Vec<(String, f64)> = vec![("one".to_owned(), 1.0)];
    if let Some(judgment) = graph.syntax.judgments.get(token) {
        out.extend(of_model(judgment));
    }
    let mut flag = |clue: String| out.push((clue, 1.0));
    flag(format!("status={}", name(status::of(graph, token))));
    own(graph, token, &mut flag);
    if let Some(head) = graph.head(token) {
        above(graph, token, head, &mut flag);
    }
    let tokens = graph.syntax.sentences[graph.sentence_of(token)].tokens.clone();
    if graph.word(tokens.end - 1) == "?" {
        flag("sentence=?".to_owned());
    }
    out
}

/// The model's probabilities as logarithms, none below [`LEAST`].
fn of_model(judgment: &Judgment) -> impl Iterator<Item = (String, f64)> {
    let head = |name: &'static str, values: [f32; 7]| {
        let logs = values.into_iter().map(|p| f64::from(p.max(LEAST).ln()));
        logs.zip(-3i8..=3).map(move |(p, n)| (format!("{name}={n}"), p))
    };
    head("model", judgment.certainties).chain(head("happened", judgment.happened))
}

/// The word's own form and what stands below it.
fn own(graph: &Graph<'_>, t: usize, flag: &mut impl FnMut(String)) {
    let token = graph.token(t);
    flag(format!("tag={}", token.xpos));
    flag(format!("place={}", token.deprel));
    flag(format!("word={}", graph.lemma(t).to_lowercase()));
    for &c in graph.children(t) {
        let relation = graph.token(c).deprel;
        match relation {
            "aux" | "mark" | "case" | "advmod" | "det" | "cop" | "amod" => {
                flag(format!("{relation}:{}", graph.word(c).to_lowercase()));
            }
            "nsubj" | "nsubj:pass" | "obj" if graph.token(c).upos == "PRON" => {
                flag(format!("{relation}:{}", graph.word(c).to_lowercase()));
            }
            _ => flag(format!("has={relation}")),
        }
    }
}

/// The word that it hangs on.
fn above(graph: &Graph<'_>, t: usize, h: usize, flag: &mut impl FnMut(String)) {
    let relation = graph.relation(t);
    flag(format!("under={relation}|{}", graph.lemma(h).to_lowercase()));
    flag(format!("holds={relation}|{}", name(status::of(graph, h))));
    for &c in graph.children(h) {
        if matches!(graph.token(c).deprel, "aux" | "mark") {
            flag(format!("over={}", graph.word(c).to_lowercase()));
        }
    }
}

fn name(status: Status) -> &'static str {
    match status {
        Status::Occurred => "occurred",
        Status::Ongoing => "ongoing",
        Status::Intended => "intended",
        Status::Threatened => "threatened",
        Status::Requested => "requested",
        Status::Conditional => "conditional",
        Status::Denied => "denied",
        Status::Hypothetical => "hypothetical",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_and_the_value() {
        let sure = Certainty([0.0, 0.0, 0.0, 0.0, 0.0, 0.25, 0.75]);
        assert_eq!((sure.expected(), sure.value(&[1.0; 7])), (2.75, Factuality::CertainPositive));
        // possible and probable together are likelier than certain
        let open = Certainty([0.0, 0.0, 0.0, 0.1, 0.3, 0.2, 0.4]);
        assert_eq!(open.value(&[1.0; 7]), Factuality::PossiblePositive);
        let not = Certainty([0.6, 0.4, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(not.value(&[1.0; 7]), Factuality::CertainNegative);
        assert_eq!(not.value(&[0.1, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]), Factuality::ProbableNegative);
    }
}
