//! The functions between the products: GELU, softmax, layer normalisation, on whole rows.
//!
//! Loops are written so that the compiler turns them into vector code, and are compiled once for each level of CPU;
//! `pulp` picks the level at run time. No step depends on the length of a vector register save the order of sums, which
//! is fixed at [`LANES`].

use pulp::Arch;

/// Sums run in this many lanes, whatever the CPU has.
const LANES: usize = 16;
const EPSILON: f32 = 1e-12;

/// Adds the bias to every row.
pub(crate) fn add_bias(rows: &mut [f32], bias: &[f32]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for row in rows.chunks_exact_mut(bias.len()) {
                for (x, b) in row.iter_mut().zip(bias) {
                    *x += b;
                }
            }
        },
    );
}

/// Adds the bias and applies the exact GELU, x/2 (1 + erf(x/sqrt 2)) (Hendrycks and Gimpel 2016).
pub(crate) fn add_bias_gelu(rows: &mut [f32], bias: &[f32]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for row in rows.chunks_exact_mut(bias.len()) {
                for (x, b) in row.iter_mut().zip(bias) {
                    *x = gelu(*x + b);
                }
            }
        },
    );
}

/// `x = norm(x + added + bias)` for each row (Ba et al. 2016).
pub(crate) fn add_and_normalise(x: &mut [f32], added: &[f32], bias: &[f32], gain: &[f32], shift: &[f32]) {
    let width = bias.len();
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (row, plus) in x.chunks_exact_mut(width).zip(added.chunks_exact(width)) {
                for ((x, a), b) in row.iter_mut().zip(plus).zip(bias) {
                    *x += a + b;
                }
                normalise_row(row, gain, shift);
            }
        },
    );
}

/// `x = norm(x)` for each row.
pub(crate) fn normalise(x: &mut [f32], gain: &[f32], shift: &[f32]) {
    Arch::new().dispatch(
        #[inline(always)]
        || x.chunks_exact_mut(gain.len()).for_each(|row| normalise_row(row, gain, shift)),
    );
}

/// Turns each row of scores into probabilities.
pub(crate) fn softmax(rows: &mut [f32], width: usize) {
    Arch::new().dispatch(
        #[inline(always)]
        || rows.chunks_exact_mut(width).for_each(softmax_row),
    );
}

/// The inner product.
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    let (a, b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest: f32 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a.zip(b) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    lanes.iter().sum::<f32>() + rest
}

#[inline(always)]
fn normalise_row(row: &mut [f32], gain: &[f32], shift: &[f32]) {
    let count = row.len() as f32;
    let mean = sum(row, |x| x) / count;
    let variance = sum(row, |x| (x - mean) * (x - mean)) / count;
    let scale = 1.0 / (variance + EPSILON).sqrt();
    for ((x, g), s) in row.iter_mut().zip(gain).zip(shift) {
        *x = (*x - mean) * scale * g + s;
    }
}

#[inline(always)]
fn softmax_row(row: &mut [f32]) {
    let most = largest(row);
    for x in row.iter_mut() {
        *x = exp(*x - most);
    }
    let scale = 1.0 / sum(row, |x| x);
    for x in row.iter_mut() {
        *x *= scale;
    }
}

#[inline(always)]
fn largest(row: &[f32]) -> f32 {
    let larger = |a: f32, b: f32| if b > a { b } else { a };
    let mut lanes = [f32::NEG_INFINITY; LANES];
    let chunks = row.chunks_exact(LANES);
    let rest = chunks.remainder().iter().copied().fold(f32::NEG_INFINITY, larger);
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane = larger(*lane, x);
        }
    }
    lanes.into_iter().fold(rest, larger)
}

#[inline(always)]
fn sum(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let chunks = row.chunks_exact(LANES);
    let rest: f32 = chunks.remainder().iter().map(|&x| f(x)).sum();
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += f(x);
        }
    }
    lanes.iter().sum::<f32>() + rest
}

#[inline(always)]
fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// Within 5e-7: Abramowitz and Stegun 1964, 7.1.26.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let a = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * a);
    let poly = ((((1.061_405_4 * t - 1.453_152) * t + 1.421_413_7) * t - 0.284_496_74) * t + 0.254_829_6) * t;
    (1.0 - poly * exp(-a * a)).copysign(x)
}

/// e^x within 2e-7 of its size, after Cephes' `expf` (Moshier 1992); below -87 it is e^-87.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// Adding it leaves a float's whole part in its lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let x = if x < -87.0 { -87.0 } else { x };
    let x = if x > 88.0 { 88.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = x - n * 0.693_359_4 + n * 2.121_944_4e-4;
    let poly = ((((1.987_569_2e-4 * r + 1.398_199_9e-3) * r + 8.333_452e-3) * r + 4.166_579_6e-2) * r
        + 0.166_666_65)
        * r
        + 0.5;
    let power = shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23;
    (poly * r * r + r + 1.0) * f32::from_bits(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// erf by its series, in double precision.
    fn erf_series(x: f64) -> f64 {
        let (mut term, mut total) = (x, x);
        for n in 1..200 {
            term *= -x * x / f64::from(n);
            total += term / f64::from(2 * n + 1);
        }
        total * std::f64::consts::FRAC_2_SQRT_PI
    }

    #[test]
    fn exp_and_gelu_are_as_exact_as_f32_allows() {
        for i in -8000..=8000 {
            let x = i as f32 / 2000.0;
            let wide = f64::from(x);
            assert!((f64::from(exp(x)) / wide.exp() - 1.0).abs() < 3e-7, "exp({x})");
            let exact = 0.5 * wide * (1.0 + erf_series(wide / 2f64.sqrt()));
            assert!((f64::from(gelu(x)) - exact).abs() < 1e-6, "gelu({x})");
        }
        assert!(exp(-1000.0) < 2e-38);
        assert_eq!((gelu(50.0), gelu(-50.0)), (50.0, 0.0));
    }

    #[test]
    fn softmax_and_normalise_on_an_odd_width() {
        let mut row = [1.0, 2.0, 3.0];
        softmax(&mut row, 3);
        assert!((row[2] - 0.665_240_96).abs() < 1e-6 && (row.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        let mut row = [1.0, 2.0, 3.0];
        normalise(&mut row, &[1.0; 3], &[0.5; 3]);
        assert!((row[0] + 0.724_744_9).abs() < 1e-6 && (row[1] - 0.5).abs() < 1e-6);
    }

    #[test]
    fn dot_takes_the_rest_of_the_lanes() {
        let a: Vec<f32> = (0..19u8).map(f32::from).collect();
        assert_eq!(dot(&a, &a), 2109.0);
    }
}
