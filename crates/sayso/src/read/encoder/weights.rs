//! The model's file (safetensors) to tensors.
//!
//! A matrix `NAME` is stored as `NAME.q`, signed bytes, and `NAME.s`, a scale a row; value = byte * scale. Matrices are
//! widened to `f32` on load; the word table stays as it is, and a row is widened when it is looked up. Vectors are `f32`.

use std::collections::HashMap;

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use thiserror::Error;

/// Why a model cannot be used.
#[derive(Debug, Error)]
pub enum ModelError {
    /// The file is no safetensors file.
    #[error("model: not a safetensors file: {0}")]
    Format(#[from] safetensors::SafeTensorError),
    /// A tensor is missing, or its type or shape is another.
    #[error("model: tensor {name}: expected {expected}, found {found}")]
    Tensor {
        /// Its name in the file.
        name: String,
        /// Type and shape that the reader needs.
        expected: String,
        /// What the file has.
        found: String,
    },
    /// An entry of the file's metadata is missing or does not read.
    #[error("model: metadata {key}: {message}")]
    Metadata {
        /// `labels`, `vocab` or `config`.
        key: &'static str,
        /// What is wrong with it.
        message: String,
    },
}

/// An open file.
pub(crate) struct Weights<'a> {
    tensors: SafeTensors<'a>,
    metadata: HashMap<String, String>,
}

impl<'a> Weights<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let (_, header) = SafeTensors::read_metadata(bytes)?;
        let metadata = header.metadata().clone().unwrap_or_default();
        Ok(Self { tensors: SafeTensors::deserialize(bytes)?, metadata })
    }

    /// A text of the metadata.
    pub(crate) fn text(&self, key: &'static str) -> Result<&str, ModelError> {
        let missing = || ModelError::Metadata { key, message: "missing".to_owned() };
        self.metadata.get(key).map(String::as_str).ok_or_else(missing)
    }

    /// A vector of the length given.
    pub(crate) fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, ModelError> {
        Ok(floats(self.view(name, Dtype::F32, &[Some(length)])?.data()))
    }

    /// A matrix as it is stored, of any number of rows.
    pub(crate) fn table(&self, name: &str, columns: usize) -> Result<Table, ModelError> {
        let bytes = self.view(&format!("{name}.q"), Dtype::I8, &[None, Some(columns)])?;
        let scales = self.view(&format!("{name}.s"), Dtype::F32, &[Some(bytes.shape()[0])])?;
        Ok(Table { bytes: bytes.data().into(), scales: floats(scales.data()), columns })
    }

    /// A matrix of the rows given, widened.
    pub(crate) fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<Vec<f32>, ModelError> {
        let table = self.table(name, columns)?;
        table.expect(name, rows)?;
        let mut out = vec![0.0; table.bytes.len()];
        for (i, row) in out.chunks_exact_mut(columns).enumerate() {
            table.widen(i, row);
        }
        Ok(out)
    }

    /// The same on its side, `columns` rows of `rows`: the order in which products with many rows read it fastest.
    pub(crate) fn transposed(&self, name: &str, rows: usize, columns: usize) -> Result<Vec<f32>, ModelError> {
        /// Rows of the stored matrix at a time: their places in the output share cache lines.
        const TILE: usize = 16;
        let table = self.table(name, columns)?;
        table.expect(name, rows)?;
        let mut out = vec![0.0; table.bytes.len()];
        for start in (0..rows).step_by(TILE) {
            for column in 0..columns {
                let place = &mut out[column * rows..][start..rows.min(start + TILE)];
                for (row, x) in (start..).zip(place) {
                    *x = f32::from(table.bytes[row * columns + column].cast_signed()) * table.scales[row];
                }
            }
        }
        Ok(out)
    }

    fn view(&self, name: &str, dtype: Dtype, shape: &[Option<usize>]) -> Result<TensorView<'a>, ModelError> {
        let error = |found: String| ModelError::Tensor {
            name: name.to_owned(),
            expected: format!("{dtype:?} {shape:?}"),
            found,
        };
        let view = self.tensors.tensor(name).map_err(|_| error("nothing".to_owned()))?;
        let same = view.shape().len() == shape.len()
            && view.shape().iter().zip(shape).all(|(&have, want)| want.is_none_or(|want| want == have));
        if view.dtype() != dtype || !same {
            return Err(error(format!("{:?} {:?}", view.dtype(), view.shape())));
        }
        Ok(view)
    }
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|&four| f32::from_le_bytes(four)).collect()
}

/// A matrix of signed bytes with a scale a row.
#[derive(Debug)]
pub(crate) struct Table {
    bytes: Box<[u8]>,
    scales: Vec<f32>,
    columns: usize,
}

impl Table {
    pub(crate) fn rows(&self) -> usize {
        self.scales.len()
    }

    fn expect(&self, name: &str, rows: usize) -> Result<(), ModelError> {
        let found = self.rows();
        let (expected, error) = (format!("{rows} rows"), format!("{found} rows"));
        if found == rows {
            return Ok(());
        }
        Err(ModelError::Tensor { name: name.to_owned(), expected, found: error })
    }

    /// Writes one row as `f32`.
    pub(crate) fn widen(&self, row: usize, out: &mut [f32]) {
        let bytes = &self.bytes[row * self.columns..][..self.columns];
        for (x, &b) in out.iter_mut().zip(bytes) {
            *x = f32::from(b.cast_signed()) * self.scales[row];
        }
    }
}
