//! Which words give the day and the place of an event, as the model sees it: a trigger and every other word of its window get
//! two probabilities.
//!
//! The head is that of `training/settings.py`, fitted to the finished encoder on TimeBank and AQUAINT (which expression includes
//! an event), WikiEvents and RAMS (`Place`), MUC-4, SATP and gun violence (day and place of an incident). It has a file of
//! its own, `models/anchors.safetensors`, which names the weights that it belongs to.

use std::ops::Range;

use super::annotations::Anchor;
use super::encoder::forward::Linear;
use super::encoder::math::{add_bias_gelu, dot};
use super::encoder::weights::{ModelError, Weights};
use super::sayings::step;

/// Width of what is between.
const INNER: usize = 128;
/// What a word may give: the time, the place.
const KINDS: usize = 2;
/// Probabilities below this for both are not kept.
const LEAST: f32 = 0.03;

/// Weights of the head.
#[derive(Debug)]
pub(crate) struct Anchors {
    event: Linear,
    word: Linear,
    step: Vec<f32>,
    out: Linear,
    both: Linear,
    other: Linear,
}

/// The words of one window that may tell of events, and those that may give a time or a place.
pub(crate) struct Words {
    /// Triggers, perhaps.
    pub(crate) events: Vec<usize>,
    /// Parts of names and of expressions of time, perhaps.
    pub(crate) givers: Vec<usize>,
}

impl Anchors {
    /// Takes the head from its file.
    ///
    /// # Errors
    /// When a tensor is missing or of another shape, or the head belongs to other weights than those named.
    pub(crate) fn load(weights: &Weights<'_>, reader: &str, width: usize) -> Result<Self, ModelError> {
        let made_for = weights.text("reader")?;
        if made_for != reader {
            let message = format!("made for {made_for}, not for {reader}");
            return Err(ModelError::Metadata { key: "reader", message });
        }
        let linear = |name: &str, width: usize, out: usize| {
            Linear::load(weights, &format!("settings_{name}"), width, out)
        };
        Ok(Self {
            event: linear("cue", width, INNER)?,
            word: linear("word", width, INNER)?,
            step: weights.matrix("settings_step.weight", super::sayings::BUCKETS, INNER)?,
            out: linear("out", INNER, KINDS)?,
            both: linear("both", width, KINDS * INNER)?,
            other: linear("other", width, INNER)?,
        })
    }

    /// What the givers are to the events of a window, whose words have the vectors given; indexes count from its first word.
    pub(crate) fn find(&self, words: &Words, vectors: &[f32], width: usize) -> Vec<Anchor> {
        if words.events.is_empty() || words.givers.is_empty() {
            return Vec::new();
        }
        let (events, givers) = (rows(&words.events, vectors, width), rows(&words.givers, vectors, width));
        let (parts, boths) = (self.event.apply(&events), self.both.apply(&events));
        let sides = (self.word.apply(&givers), self.other.apply_gelu(&givers));
        let mut out = Vec::new();
        for (n, &event) in words.events.iter().enumerate() {
            let part = &parts[n * INNER..][..INNER];
            let both = &boths[n * KINDS * INNER..][..KINDS * INNER];
            let scores = self.scores(event, &words.givers, part, both, &sides);
            let found = words.givers.iter().zip(scores.chunks_exact(KINDS)).map(|(&word, score)| {
                let [time, place] = [score[0], score[1]].map(|x| 1.0 / (1.0 + (-x).exp()));
                Anchor { event, word, time, place }
            });
            out.extend(found.filter(|a| a.word != event && a.time.max(a.place) >= LEAST));
        }
        out
    }

    /// The scores of all givers for one event.
    #[cfg(test)]
    pub(crate) fn all_scores(
        &self,
        event: usize,
        givers: &[usize],
        vectors: &[f32],
        width: usize,
    ) -> Vec<f32> {
        let (own, words) = (rows(&[event], vectors, width), rows(givers, vectors, width));
        let sides = (self.word.apply(&words), self.other.apply_gelu(&words));
        self.scores(event, givers, &self.event.apply(&own), &self.both.apply(&own), &sides)
    }

    /// Scores of the givers for one event, time and place of each.
    fn scores(
        &self,
        event: usize,
        givers: &[usize],
        part: &[f32],
        both: &[f32],
        sides: &(Vec<f32>, Vec<f32>),
    ) -> Vec<f32> {
        let mut hidden = sides.0.clone();
        let trigger: Range<usize> = event..event + 1;
        for (row, &word) in hidden.chunks_exact_mut(INNER).zip(givers) {
            let step = &self.step[step(&trigger, word) * INNER..][..INNER];
            row.iter_mut().zip(step).for_each(|(x, s)| *x += s);
        }
        add_bias_gelu(&mut hidden, part);
        let mut out = self.out.apply(&hidden);
        for (scores, other) in out.chunks_exact_mut(KINDS).zip(sides.1.chunks_exact(INNER)) {
            for (score, both) in scores.iter_mut().zip(both.chunks_exact(INNER)) {
                *score += dot(both, other);
            }
        }
        out
    }
}

/// The vectors of some words, one after the other.
fn rows(at: &[usize], vectors: &[f32], width: usize) -> Vec<f32> {
    at.iter().flat_map(|i| &vectors[i * width..][..width]).copied().collect()
}
