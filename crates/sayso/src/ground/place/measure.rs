//! How good the places are, by the measures of the field: Gritta, Pilehvar, Collier, "A pragmatic guide to geoparsing
//! evaluation", Language Resources and Evaluation 2019, <https://arxiv.org/abs/1810.12368>.
//!
//! ```
//! use sayso::ground::place::measure::Accuracy;
//!
//! let accuracy = Accuracy::of(&[Some(0.0), Some(100.0), Some(5000.0), None]);
//! assert_eq!((accuracy.names, accuracy.within_161_km), (4, 0.5));
//! ```

use super::candidate::{distance_km, point};

/// Half of the Earth's circumference: the largest error there can be, and the error of a name without a place.
pub const FARTHEST_KM: f64 = 20_039.0;

/// The measures over some names with known coordinates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// Names with known coordinates.
    pub names: usize,
    /// Of these, the share that a place was given for.
    pub answered: f64,
    /// The share placed within 161 km (100 miles), of all names, unanswered ones too.
    pub within_161_km: f64,
    /// The area under the curve of logarithmic errors, 0 (perfect) to 1; the unanswered count as the farthest.
    pub auc: f64,
    /// The error in the middle, in kilometres.
    pub median_km: f64,
}

impl Accuracy {
    /// From the error of each name in kilometres, `None` where it was given no place.
    #[must_use]
    pub fn of(errors: &[Option<f64>]) -> Self {
        let mut km: Vec<f64> =
            errors.iter().map(|error| error.unwrap_or(FARTHEST_KM).min(FARTHEST_KM)).collect();
        km.sort_by(f64::total_cmp);
        let share = |count: usize| if km.is_empty() { 0.0 } else { count as f64 / km.len() as f64 };
        Self {
            names: km.len(),
            answered: share(errors.iter().flatten().count()),
            within_161_km: share(km.iter().filter(|error| **error <= 161.0).count()),
            auc: area(&km),
            median_km: km.get(km.len() / 2).copied().unwrap_or(0.0),
        }
    }
}

/// The area by the trapezoid rule, over `ln(error + 1)` of the sorted errors, as share of the largest possible.
fn area(km: &[f64]) -> f64 {
    let logs: Vec<f64> = km.iter().map(|error| error.ln_1p() / FARTHEST_KM.ln_1p()).collect();
    let steps = logs.len().saturating_sub(1).max(1) as f64;
    match logs.as_slice() {
        [only] => *only,
        logs => logs.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).sum::<f64>() / steps,
    }
}

/// Kilometres between two points given as (degrees north, degrees east).
#[must_use]
pub fn error_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    distance_km(&point(a.0, a.1), &point(b.0, b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_between_the_extremes() {
        let area = |errors: &[Option<f64>]| Accuracy::of(errors).auc;
        assert_eq!(area(&[Some(0.0), Some(0.0)]), 0.0);
        assert_eq!(area(&[None, None]), 1.0);
        assert_eq!(area(&[Some(0.0), None]), 0.5);
        assert_eq!(area(&[]), 0.0);
    }

    #[test]
    fn distances_are_along_the_surface() {
        let london_paris = error_km((51.5074, -0.1278), (48.8566, 2.3522));
        assert!((london_paris - 343.6).abs() < 1.0, "{london_paris}");
    }
}
