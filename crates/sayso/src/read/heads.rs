//! The heads on the encoder's vectors: linear ones for tags, and two biaffine ones for the tree (Dozat and Manning 2017).

use std::ops::Range;

use super::anchors::Anchors;
use super::encoder::forward::Linear;
use super::encoder::math::dot;
use super::encoder::matrix::{Rows, multiply, multiply_transposed};
use super::encoder::weights::{ModelError, Weights};
use super::labels::{JUDGES, Labels};
use super::sayings::Says;
use super::spans::best;

const ARC: usize = 256;
const LABEL: usize = 128;
/// Words whose relations are scored at once: their inner vectors, some 25 KB each, stay in the cache.
const BLOCK: usize = 32;

/// Weights of the heads.
#[derive(Debug)]
pub(crate) struct Heads {
    tags: Linear,
    /// Where the rows of each linear head begin in [`Heads::tags`]: end, upos, xpos, lemma, then the entity schemes.
    offsets: Vec<usize>,
    arc_dependent: Linear,
    arc_head: Linear,
    arc: Vec<f32>,
    arc_bias: Vec<f32>,
    label_dependent: Linear,
    label_head: Linear,
    label: Vec<f32>,
    label_of_dependent: Linear,
    label_of_head: Vec<f32>,
    /// Who says what, if the model has heads for it.
    pub(crate) says: Option<Says>,
    /// Which words give an event its day and place, if the model has a head for it.
    pub(crate) anchors: Option<Anchors>,
    /// The first of [`JUDGES`] among the linear heads.
    judges: usize,
}

/// The linear heads in order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Head {
    End,
    Upos,
    Xpos,
    Lemma,
    /// The n-th entity scheme that the model has.
    Entities(usize),
    /// The n-th of [`JUDGES`], if the model has them.
    Judge(usize),
    /// Whether a word begins a cue or goes on with it, if the model knows; always the last.
    Cue,
}

impl Heads {
    pub(crate) fn load(weights: &Weights<'_>, labels: &Labels, width: usize) -> Result<Self, ModelError> {
        let linear = |name: &str, width: usize, out: usize| Linear::load(weights, name, width, out);
        let relations = labels.deprel.len();
        let fixed = [
            ("end", 2),
            ("upos", labels.upos.len()),
            ("xpos", labels.xpos.len()),
            ("lemma", labels.lemma.len()),
        ];
        let schemes = labels.schemes.iter().map(|(_, head, bio)| (*head, bio.len()));
        let (mut offsets, mut tags) = (vec![0], Vec::new());
        let judges = JUDGES.iter().copied().filter(|_| labels.judges);
        let cue = labels.says.then_some(("cue", 3));
        for (name, rows) in fixed.into_iter().chain(schemes).chain(judges).chain(cue) {
            tags.push(linear(&format!("tags.{name}"), width, rows)?);
            offsets.push(offsets.last().map_or(0, |o| o + rows));
        }
        Ok(Self {
            tags: Linear::join(&tags, width),
            offsets,
            arc_dependent: linear("arc_dep", width, ARC)?,
            arc_head: linear("arc_head", width, ARC)?,
            arc: weights.transposed("arc.weight", ARC, ARC)?,
            arc_bias: weights.matrix("arc_bias.weight", 1, ARC)?,
            label_dependent: linear("label_dep", width, LABEL)?,
            label_head: linear("label_head", width, LABEL)?,
            label: weights.transposed("label.weight", relations * LABEL, LABEL)?,
            label_of_dependent: linear("label_dep_out", LABEL, relations)?,
            label_of_head: weights.matrix("label_head_out.weight", relations, LABEL)?,
            says: labels.says.then(|| Says::load(weights, width)).transpose()?,
            anchors: None,
            judges: fixed.len() + labels.schemes.len(),
        })
    }

    /// Scores of all tags of all words.
    pub(crate) fn tags(&self, words: &[f32]) -> Tags<'_> {
        Tags { scores: self.tags.apply(words), offsets: &self.offsets, judges: self.judges }
    }

    /// What the scores of arcs are made of, for the words of a pack and the roots of its windows.
    pub(crate) fn arcs(&self, words: &[f32], roots: &[f32]) -> Arcs {
        let dependents = self.arc_dependent.apply_gelu(words);
        let mut turned = vec![0.0; dependents.len()];
        multiply(&mut turned, ARC, Rows::of(&dependents, ARC), Rows::of(&self.arc, ARC));
        let side = |x: &[f32]| {
            let vectors = self.arc_head.apply_gelu(x);
            let bias = vectors.chunks_exact(ARC).map(|h| dot(h, &self.arc_bias)).collect();
            Side { vectors, bias }
        };
        Arcs { dependents: turned, heads: side(words), roots: side(roots) }
    }

    /// The best relation of each word of a pack to its head; `None`, the root of its sentence, has `root_label` and
    /// nothing else has it.
    pub(crate) fn relations(&self, words: &[f32], heads: &[Option<usize>], root_label: usize) -> Vec<usize> {
        let relations = self.label_of_dependent.out();
        let dependents = self.label_dependent.apply_gelu(words);
        let as_heads = self.label_head.apply_gelu(words);
        let mut out = Vec::with_capacity(heads.len());
        for (block, heads) in dependents.chunks(BLOCK * LABEL).zip(heads.chunks(BLOCK)) {
            let mut inner = vec![0.0; heads.len() * relations * LABEL];
            let width = relations * LABEL;
            multiply(&mut inner, width, Rows::of(block, LABEL), Rows::of(&self.label, width));
            let linear = self.label_of_dependent.apply(block);
            for (i, head) in heads.iter().enumerate() {
                out.push(head.map_or(root_label, |head| {
                    let head = &as_heads[head * LABEL..][..LABEL];
                    let score = |label: usize| {
                        dot(&inner[i * width + label * LABEL..][..LABEL], head)
                            + dot(&self.label_of_head[label * LABEL..][..LABEL], head)
                            + linear[i * relations + label]
                    };
                    let others = (0..relations).filter(|&label| label != root_label);
                    best(others.map(|label| (label, score(label)))).unwrap_or(root_label)
                }));
            }
        }
        out
    }
}

/// Scores of the linear heads, a row a word.
pub(crate) struct Tags<'a> {
    scores: Vec<f32>,
    offsets: &'a [usize],
    judges: usize,
}

impl Tags<'_> {
    /// The scores of one head for word `i`.
    pub(crate) fn row(&self, head: Head, i: usize) -> &[f32] {
        let width = self.offsets.last().copied().unwrap_or(0);
        let k = match head {
            Head::End => 0,
            Head::Upos => 1,
            Head::Xpos => 2,
            Head::Lemma => 3,
            Head::Entities(n) => 4 + n,
            Head::Judge(n) => self.judges + n,
            Head::Cue => self.offsets.len() - 2,
        };
        &self.scores[i * width..][self.offsets[k]..self.offsets[k + 1]]
    }

    /// The best label of one head for word `i`.
    pub(crate) fn best(&self, head: Head, i: usize) -> usize {
        best(self.row(head, i).iter().copied().enumerate()).unwrap_or(0)
    }
}

/// Vectors as heads, with the score that each has for any dependent.
struct Side {
    vectors: Vec<f32>,
    bias: Vec<f32>,
}

impl Side {
    fn vector(&self, i: usize) -> &[f32] {
        &self.vectors[i * ARC..][..ARC]
    }
}

/// Vectors of the words of a pack as dependents and as heads, and of the roots of its windows.
pub(crate) struct Arcs {
    dependents: Vec<f32>,
    heads: Side,
    roots: Side,
}

impl Arcs {
    /// Scores of the arcs of a sentence in the given window: a row a word, first the root as its head, then each word of
    /// the sentence.
    pub(crate) fn scores(&self, sentence: Range<usize>, window: usize) -> Vec<f32> {
        let n = sentence.len();
        let values = sentence.start * ARC..sentence.end * ARC;
        let dependents = &self.dependents[values.clone()];
        let mut out = vec![0.0; n * (n + 1)];
        if let Some((_, place)) = out.split_first_mut() {
            let heads = Rows::of(&self.heads.vectors[values], ARC);
            multiply_transposed(place, n + 1, Rows::of(dependents, ARC), heads, 1.0);
        }
        let root = self.roots.vector(window);
        for (row, dependent) in out.chunks_exact_mut(n + 1).zip(dependents.chunks_exact(ARC)) {
            row[0] = dot(dependent, root) + self.roots.bias[window];
            for (score, bias) in row[1..].iter_mut().zip(&self.heads.bias[sentence.clone()]) {
                *score += bias;
            }
        }
        out
    }
}
