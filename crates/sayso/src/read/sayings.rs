//! Who says what, as the model sees it: cues by their tags, and for each cue what every word of its window is to it.
//!
//! The heads are those of `training/model.py` (`says`), learned on PolNeAR (Newell, Margolin and Ruths 2018).

use std::ops::Range;

use super::annotations::Attribution;
use super::encoder::forward::Linear;
use super::encoder::math::{add_bias_gelu, dot, softmax};
use super::encoder::weights::{ModelError, Weights};

/// Width of what is between.
const SAYS: usize = 128;
/// What a word can be to a cue: nothing, part of the source, part of the content.
const KINDS: usize = 3;
/// Least distances from a cue to a word, in words, of each bucket but the first.
const STEPS: [isize; 18] = [-64, -32, -16, -8, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 9, 17, 33, 65];
/// How many buckets of distances there are.
pub(super) const BUCKETS: usize = STEPS.len() + 1;
/// Least probability of a word to be one of a cue that is looked at. What is shown needs more (`statements`).
const LEAST: f32 = 0.15;
/// From here on a word surely belongs to the cue.
const SURE: f32 = 0.5;
/// What it costs that the next word is of another kind, in nats: contents and sources are runs.
const SWITCH: f32 = 1.5;

/// Weights of the heads for a cue and a word.
#[derive(Debug)]
pub(crate) struct Says {
    cue: Linear,
    word: Linear,
    step: Vec<f32>,
    out: Linear,
    both: Linear,
    other: Linear,
}

impl Says {
    pub(crate) fn load(weights: &Weights<'_>, width: usize) -> Result<Self, ModelError> {
        let linear = |name: &str, width: usize, out: usize| Linear::load(weights, name, width, out);
        Ok(Self {
            cue: linear("says_cue", width, SAYS)?,
            word: linear("says_word", width, SAYS)?,
            step: weights.matrix("says_step.weight", BUCKETS, SAYS)?,
            out: linear("says_out", SAYS, KINDS)?,
            both: linear("says_both", width, KINDS * SAYS)?,
            other: linear("says_other", width, SAYS)?,
        })
    }

    /// The attributions of a window. `begins` and `goes_on` are the probabilities of each word to be the first or a later
    /// one of a cue, `words` the words' vectors.
    pub(crate) fn find(&self, cues: &[(f32, f32)], words: &[f32]) -> Vec<Attribution> {
        let found = spans(cues);
        if found.is_empty() {
            return Vec::new();
        }
        let sides = self.sides(words);
        let attribution = |cue: Range<usize>| {
            let score = cue.clone().map(|i| cues[i].0 + cues[i].1).sum::<f32>() / cue.len() as f32;
            let mut scores = self.scores(&cue, words, &sides);
            softmax(&mut scores, KINDS);
            let kinds = best_kinds(&cue, &scores);
            let [source, content] = [1, 2].map(|kind| runs(&kinds, kind));
            Attribution { cue, score, source, content }
        };
        found.into_iter().map(attribution).collect()
    }

    /// What the words have to bring, whatever the cue.
    pub(crate) fn sides(&self, words: &[f32]) -> (Vec<f32>, Vec<f32>) {
        (self.word.apply(words), self.other.apply_gelu(words))
    }

    /// What each word of the window is to the cue: a score a kind.
    pub(crate) fn scores(&self, cue: &Range<usize>, words: &[f32], sides: &(Vec<f32>, Vec<f32>)) -> Vec<f32> {
        let mean = mean(cue, words, words.len() / (sides.0.len() / SAYS));
        let (part, both) = (self.cue.apply(&mean), self.both.apply(&mean));
        let mut hidden = sides.0.clone();
        for (j, row) in hidden.chunks_exact_mut(SAYS).enumerate() {
            let step = &self.step[step(cue, j) * SAYS..][..SAYS];
            row.iter_mut().zip(step).for_each(|(x, s)| *x += s);
        }
        add_bias_gelu(&mut hidden, &part);
        let mut out = self.out.apply(&hidden);
        for (scores, other) in out.chunks_exact_mut(KINDS).zip(sides.1.chunks_exact(SAYS)) {
            for (score, both) in scores.iter_mut().zip(both.chunks_exact(SAYS)) {
                *score += dot(both, other);
            }
        }
        out
    }
}

/// The mean of the vectors of some words.
fn mean(range: &Range<usize>, words: &[f32], width: usize) -> Vec<f32> {
    let mut out = vec![0.0; width];
    for row in words[range.start * width..range.end * width].chunks_exact(width) {
        out.iter_mut().zip(row).for_each(|(x, w)| *x += w / range.len() as f32);
    }
    out
}

/// The bucket of a word's distance to a cue.
pub(super) fn step(cue: &Range<usize>, word: usize) -> usize {
    let distance = if word < cue.start {
        word as isize - cue.start as isize
    } else {
        (word as isize - cue.end as isize + 1).max(0)
    };
    STEPS.iter().filter(|&&s| distance >= s).count()
}

/// Runs of words that may be a cue; where part of one is sure, only that part.
fn spans(cues: &[(f32, f32)]) -> Vec<Range<usize>> {
    let all = |i: usize| cues[i].0 + cues[i].1;
    let mut out: Vec<Range<usize>> = Vec::new();
    for i in (0..cues.len()).filter(|&i| all(i) >= LEAST) {
        let anew = cues[i].0 > cues[i].1 && all(i) >= SURE;
        match out.last_mut().filter(|r| r.end == i) {
            // the words before an unsure one, and after it, are cues of their own where they are sure
            Some(run) if (all(i) >= SURE) == (all(run.start) >= SURE) && !anew => run.end = i + 1,
            Some(run) if all(i) < SURE && all(run.start) >= SURE => {}
            Some(run) if all(i) >= SURE && all(run.start) < SURE => *run = i..i + 1,
            _ => out.push(i..i + 1),
        }
    }
    out
}

/// The likeliest kinds of the words, where each change costs [`SWITCH`] (Viterbi); those of the cue have none.
fn best_kinds(cue: &Range<usize>, probabilities: &[f32]) -> Vec<usize> {
    let n = probabilities.len() / KINDS;
    let mut best = [0.0f32; KINDS];
    let mut from = vec![[0usize; KINDS]; n];
    for i in (0..n).filter(|i| !cue.contains(i)) {
        let before = best;
        for kind in 0..KINDS {
            let worth = |k: usize| before[k] - if k == kind { 0.0 } else { SWITCH };
            let last = (0..KINDS).fold(kind, |a, k| if worth(k) > worth(a) { k } else { a });
            from[i][kind] = last;
            best[kind] = worth(last) + probabilities[i * KINDS + kind].max(1e-9).ln();
        }
    }
    let mut kind = (0..KINDS).fold(0, |a, k| if best[k] > best[a] { k } else { a });
    let mut out = vec![0; n];
    for i in (0..n).rev().filter(|i| !cue.contains(i)) {
        out[i] = kind;
        kind = from[i][kind];
    }
    out
}

fn runs(kinds: &[usize], kind: usize) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for i in (0..kinds.len()).filter(|&i| kinds[i] == kind) {
        match out.last_mut().filter(|r| r.end == i) {
            Some(run) => run.end = i + 1,
            None => out.push(i..i + 1),
        }
    }
    out
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "one run is a list of one range")]
mod tests {
    use super::*;

    #[test]
    fn the_sure_part_of_a_run_is_the_cue() {
        let b = |p| (p, 0.0);
        let i = |p| (0.0, p);
        assert_eq!(spans(&[b(0.1), b(0.9), i(0.8), i(0.3), b(0.0)]), [1..3]);
        assert_eq!(spans(&[b(0.2), b(0.9), b(0.9)]), [1..2, 2..3]);
        assert_eq!(spans(&[b(0.2), i(0.2)]), [0..2]);
        assert_eq!(spans(&[]), []);
    }

    #[test]
    fn distances_count_from_the_nearest_word_of_the_cue() {
        let at = |word| STEPS[step(&(10..12), word) - 1];
        assert_eq!([7, 8, 9, 10, 11, 12, 13].map(at), [-3, -2, -1, 0, 0, 1, 2]);
        assert_eq!(step(&(200..201), 0), 0);
        assert_eq!(at(200), 65);
    }

    #[test]
    fn a_lone_doubtful_word_does_not_break_a_run() {
        let (content, nothing) = ([0.05, 0.05, 0.9], [0.9, 0.05, 0.05]);
        let mut rows = [content, content, [0.5, 0.1, 0.4], content, content, nothing, nothing, nothing];
        assert_eq!(best_kinds(&(5..6), &rows.concat()), [2, 2, 2, 2, 2, 0, 0, 0]);
        rows[2] = [0.9999, 0.00005, 0.00005];
        assert_eq!(runs(&best_kinds(&(5..6), &rows.concat()), 2), [0..2, 3..5]);
    }
}
