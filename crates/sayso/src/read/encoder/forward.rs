//! The forward pass of the encoder: six layers of a transformer (Vaswani et al. 2017), weights of MiniLM (Wang et al. 2020).
//!
//! A pack is a few windows of one report. They go through the dense layers together, since large products are quick, and
//! attend each to itself alone, so that a window's vectors do not depend on its neighbours.

use std::ops::Range;

use super::math::{add_and_normalise, add_bias, add_bias_gelu, normalise, softmax};
use super::matrix::{Rows, multiply, multiply_transposed};
use super::weights::{ModelError, Table, Weights};

/// Pieces of a few windows in a row.
#[derive(Debug, Default)]
pub(crate) struct Pack {
    /// Piece of the vocabulary.
    pub(crate) ids: Vec<u32>,
    /// Letter case of the token, 0 to 4.
    pub(crate) cases: Vec<u8>,
    /// Where each window lies; a window begins with `[CLS]`.
    pub(crate) windows: Vec<Range<usize>>,
}

/// A dense layer. Its weights lie on their side: a row for each value that comes in.
#[derive(Debug)]
pub(crate) struct Linear {
    weight: Vec<f32>,
    bias: Vec<f32>,
    width: usize,
}

impl Linear {
    /// `NAME.weight` and `NAME.bias`, from vectors of `width` to vectors of `out`.
    pub(crate) fn load(
        weights: &Weights<'_>,
        name: &str,
        width: usize,
        out: usize,
    ) -> Result<Self, ModelError> {
        let weight = weights.transposed(&format!("{name}.weight"), out, width)?;
        Ok(Self { weight, bias: weights.vector(&format!("{name}.bias"), out)?, width })
    }

    /// Several layers of the same input as one, in order.
    pub(crate) fn join(layers: &[Self], width: usize) -> Self {
        let mut weight = Vec::new();
        for i in 0..width {
            layers.iter().for_each(|l| weight.extend(&l.weight[i * l.out()..][..l.out()]));
        }
        Self { weight, bias: layers.iter().flat_map(|l| &l.bias).copied().collect(), width }
    }

    /// Width of what comes out.
    pub(crate) fn out(&self) -> usize {
        self.bias.len()
    }

    /// The layer without its bias.
    fn product(&self, x: &[f32]) -> Vec<f32> {
        let mut out = vec![0.0; x.len() / self.width * self.out()];
        multiply(&mut out, self.out(), Rows::of(x, self.width), Rows::of(&self.weight, self.out()));
        out
    }

    pub(crate) fn apply(&self, x: &[f32]) -> Vec<f32> {
        let mut out = self.product(x);
        add_bias(&mut out, &self.bias);
        out
    }

    pub(crate) fn apply_gelu(&self, x: &[f32]) -> Vec<f32> {
        let mut out = self.product(x);
        add_bias_gelu(&mut out, &self.bias);
        out
    }
}

#[derive(Debug)]
struct Norm {
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Norm {
    fn load(weights: &Weights<'_>, name: &str, width: usize) -> Result<Self, ModelError> {
        let gain = weights.vector(&format!("{name}.weight"), width)?;
        Ok(Self { gain, shift: weights.vector(&format!("{name}.bias"), width)? })
    }
}

#[derive(Debug)]
struct Layer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

/// Sizes of the encoder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) layers: usize,
    pub(crate) width: usize,
    pub(crate) heads: usize,
    pub(crate) inner: usize,
    pub(crate) positions: usize,
}

/// Word pieces to vectors.
#[derive(Debug)]
pub(crate) struct Encoder {
    shape: Shape,
    words: Table,
    positions: Vec<f32>,
    cases: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

impl Encoder {
    pub(crate) fn load(weights: &Weights<'_>, shape: Shape) -> Result<Self, ModelError> {
        let (width, inner) = (shape.width, shape.inner);
        let layer = |i: usize| {
            let linear = |part: &str, width: usize, out: usize| {
                Linear::load(weights, &format!("encoder.layers.{i}.{part}"), width, out)
            };
            let norm = |part: &str| Norm::load(weights, &format!("encoder.layers.{i}.{part}"), width);
            Ok(Layer {
                qkv: linear("qkv", width, 3 * width)?,
                out: linear("out", width, width)?,
                norm1: norm("norm1")?,
                up: linear("up", width, inner)?,
                down: linear("down", inner, width)?,
                norm2: norm("norm2")?,
            })
        };
        Ok(Self {
            shape,
            words: weights.table("encoder.word.weight", width)?,
            positions: weights.matrix("encoder.position.weight", shape.positions, width)?,
            cases: weights.matrix("encoder.case.weight", 5, width)?,
            norm: Norm::load(weights, "encoder.norm", width)?,
            layers: (0..shape.layers).map(layer).collect::<Result<_, ModelError>>()?,
        })
    }

    pub(crate) fn width(&self) -> usize {
        self.shape.width
    }

    /// Pieces that a window may have.
    pub(crate) fn longest(&self) -> usize {
        self.shape.positions
    }

    /// Pieces of the vocabulary.
    pub(crate) fn vocabulary(&self) -> usize {
        self.words.rows()
    }

    /// The top vectors of all pieces, row by row.
    pub(crate) fn encode(&self, pack: &Pack) -> Vec<f32> {
        let mut x = self.embed(pack);
        for layer in &self.layers {
            let attended = self.attend(&layer.qkv.apply(&x), &pack.windows);
            let out = layer.out.product(&attended);
            add_and_normalise(&mut x, &out, &layer.out.bias, &layer.norm1.gain, &layer.norm1.shift);
            let out = layer.down.product(&layer.up.apply_gelu(&x));
            add_and_normalise(&mut x, &out, &layer.down.bias, &layer.norm2.gain, &layer.norm2.shift);
        }
        x
    }

    fn embed(&self, pack: &Pack) -> Vec<f32> {
        let width = self.shape.width;
        let mut x = vec![0.0; pack.ids.len() * width];
        let row_of = |table: &[f32], i: usize| -> Range<usize> {
            debug_assert!((i + 1) * width <= table.len());
            i * width..(i + 1) * width
        };
        for window in &pack.windows {
            for (position, at) in window.clone().enumerate() {
                let row = &mut x[at * width..(at + 1) * width];
                self.words.widen(pack.ids[at] as usize, row);
                let position = &self.positions[row_of(&self.positions, position)];
                let case = &self.cases[row_of(&self.cases, pack.cases[at].into())];
                for ((x, p), c) in row.iter_mut().zip(position).zip(case) {
                    *x += p + c;
                }
            }
        }
        normalise(&mut x, &self.norm.gain, &self.norm.shift);
        x
    }

    /// Scaled dot-product attention of each window to itself; `qkv` holds queries, keys and values of all heads a row.
    fn attend(&self, qkv: &[f32], windows: &[Range<usize>]) -> Vec<f32> {
        let (width, heads) = (self.shape.width, self.shape.heads);
        let (size, row) = (width / heads, 3 * width);
        let scale = 1.0 / (size as f32).sqrt();
        let longest = windows.iter().map(ExactSizeIterator::len).max().unwrap_or(0);
        let mut out = vec![0.0; qkv.len() / 3];
        let mut scores = vec![0.0; longest * longest];
        for window in windows {
            let n = window.len();
            let scores = &mut scores[..n * n];
            for head in 0..heads {
                let part = |kind: usize| {
                    Rows::within(&qkv[window.start * row + kind * width + head * size..], n, size, row)
                };
                multiply_transposed(scores, n, part(0), part(1), scale);
                softmax(scores, n);
                let place = &mut out[window.start * width + head * size..];
                multiply(place, width, Rows::of(scores, n), part(2));
            }
        }
        out
    }
}
