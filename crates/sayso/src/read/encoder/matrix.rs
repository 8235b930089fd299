//! Matrix products on rows of `f32`, by crate `gemm-f32`, which picks its kernels for the CPU at run time.
//!
//! One thread does one product, so the same rows always give the same bytes.

use gemm_common::Parallelism;
use gemm_f32::gemm::f32::get_gemm_fn;

/// A matrix in row order; a row may stand inside a longer one.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    data: &'a [f32],
    rows: usize,
    columns: usize,
    stride: usize,
}

impl<'a> Rows<'a> {
    /// All of `data` as rows of `columns`.
    pub(crate) fn of(data: &'a [f32], columns: usize) -> Self {
        Self { data, rows: data.len() / columns, columns, stride: columns }
    }

    /// `rows` rows of `columns`, each `stride` after the last.
    pub(crate) fn within(data: &'a [f32], rows: usize, columns: usize, stride: usize) -> Self {
        Self { data, rows, columns, stride }
    }
}

/// Whether `rows` rows of `columns` lie within `length` values.
fn fits(length: usize, rows: usize, columns: usize, stride: usize) -> bool {
    rows == 0 || (columns <= stride && (rows - 1) * stride + columns <= length)
}

/// `out = scale * left * right^T`; `out` has the rows of `left`, each `stride` after the last.
pub(crate) fn multiply_transposed(
    out: &mut [f32],
    stride: usize,
    left: Rows<'_>,
    right: Rows<'_>,
    scale: f32,
) {
    assert_eq!(left.columns, right.columns, "inner sizes of the product");
    product(out, stride, right.rows, left, right, (1, right.stride), scale);
}

/// `out = left * right`; `out` has the rows of `left`, each `stride` after the last.
pub(crate) fn multiply(out: &mut [f32], stride: usize, left: Rows<'_>, right: Rows<'_>) {
    assert_eq!(left.columns, right.rows, "inner sizes of the product");
    product(out, stride, right.columns, left, right, (right.stride, 1), 1.0);
}

/// The product with `right` walked by `steps`: from one summand to the next, and from one column of `out` to the next.
#[expect(
    unsafe_code,
    reason = "the kernel takes pointers; the bounds are checked here, and nowhere else is it called"
)]
fn product(
    out: &mut [f32],
    stride: usize,
    columns: usize,
    left: Rows<'_>,
    right: Rows<'_>,
    steps: (usize, usize),
    scale: f32,
) {
    assert!(fits(out.len(), left.rows, columns, stride), "product larger than its place");
    assert!(fits(left.data.len(), left.rows, left.columns, left.stride), "left factor larger than its data");
    assert!(
        fits(right.data.len(), right.rows, right.columns, right.stride),
        "right factor larger than its data"
    );
    let step = |n: usize| n.cast_signed();
    // SAFETY: the three assertions hold every index that the kernel forms inside its slice: row r and column c of `out` and
    // `left` at r * stride + c; `right` is walked over its own rows and columns in either order. `out` is borrowed
    // mutably, so it overlaps neither factor.
    unsafe {
        // The kernels want columns that lie together: the transposed product, with the factors changed over.
        get_gemm_fn()(
            columns,
            left.rows,
            left.columns,
            out.as_mut_ptr(),
            step(stride),
            1,
            false,
            right.data.as_ptr(),
            step(steps.0),
            step(steps.1),
            left.data.as_ptr(),
            step(left.stride),
            1,
            0.0,
            scale,
            false,
            false,
            false,
            Parallelism::None,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_rows_within_rows() {
        let (left, right) = ([1.0, 2.0, 9.0, 3.0, 4.0, 9.0], [1.0, 0.0, 2.0, 5.0]);
        let mut out = [0.0; 5];
        multiply_transposed(&mut out, 3, Rows::within(&left, 2, 2, 3), Rows::of(&right, 2), 2.0);
        assert_eq!(out, [2.0, 24.0, 0.0, 6.0, 52.0]);
        multiply(&mut out, 3, Rows::within(&left, 2, 2, 3), Rows::of(&right, 2));
        assert_eq!(out, [5.0, 10.0, 0.0, 11.0, 20.0]);
    }

    #[test]
    #[should_panic(expected = "product larger than its place")]
    fn a_place_too_small_is_refused() {
        multiply(&mut [0.0; 3], 2, Rows::of(&[1.0; 4], 2), Rows::of(&[1.0; 4], 2));
    }
}
