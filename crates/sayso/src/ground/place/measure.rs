//! How good the places are, by the measures of the field: Gritta, Pilehvar, Collier, "A pragmatic guide to geoparsing
//! evaluation", Language Resources and Evaluation 2019, <https://arxiv.org/abs/1810.12368>; and the documents of that
//! guide's corpora, which `sayso eval geoparsing` and the learner of the weights read.
//!
//! ```
//! use sayso::ground::place::measure::Accuracy;
//!
//! let accuracy = Accuracy::of(&[Some(0.0), Some(100.0), Some(5000.0), None]);
//! assert_eq!((accuracy.names, accuracy.within_161_km), (4, 0.5));
//! ```

use std::ops::Range;

use serde::Deserialize;

use super::candidate::{Candidate, Form, distance_km, point};
use super::score::Choice;
use super::{Case, Weights};
use crate::tables::countries::Countries;

/// Half of the Earth's circumference: the largest error there can be, and the error of a name without a place.
pub const FARTHEST_KM: f64 = 20_039.0;

/// An error within which a name counts as placed: 100 miles.
pub const NEAR_KM: f64 = 161.0;

/// A document of a corpus: a text, and the names of places in it.
#[derive(Clone, Debug, Deserialize)]
pub struct Document {
    /// Its id; empty where it has none.
    #[serde(default)]
    pub id: String,
    /// The text.
    pub text: String,
    /// The names.
    pub toponyms: Vec<Toponym>,
}

/// A name of a place as a corpus has it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Toponym {
    /// Where it stands, in code points.
    pub span: [usize; 2],
    /// Degrees north, where known.
    pub lat: Option<f64>,
    /// Degrees east, where known.
    pub lon: Option<f64>,
    /// GeoNames id, where known.
    pub geonameid: Option<u64>,
    /// GeoNames' name, where known.
    #[serde(default)]
    pub name: Option<String>,
    /// GeoNames' feature code, where known.
    #[serde(default)]
    pub fcode: Option<String>,
    /// Its page in Wikipedia, where known.
    #[serde(default)]
    pub wikipedia: Option<String>,
}

/// A name whose place is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Gold {
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// Degrees north and east.
    pub point: (f64, f64),
    /// GeoNames id, where known.
    pub geonames: Option<u64>,
    /// The name of the country that it is, where it may be one.
    pub country: Option<String>,
}

/// How one name was placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The error in kilometres; `None` where the name is given no place.
    pub km: Option<f64>,
    /// Whether the tables have it: some candidate of the name is within 161 km, or the country meant.
    pub known: bool,
    /// Whether some candidate of the name is within 161 km.
    pub reached: bool,
    /// For a country: whether it is placed in that country as a whole.
    pub country: Option<bool>,
}

impl Judged {
    /// Whether it is placed within 161 km.
    #[must_use]
    pub fn near(&self) -> bool {
        self.km.is_some_and(|km| km <= NEAR_KM)
    }

    /// Whether it is the right country, or elsewhere within 161 km: where the middle of a country is, is a convention.
    #[must_use]
    pub fn right(&self) -> bool {
        self.country == Some(true) || self.near()
    }
}

impl Toponym {
    /// Degrees north and east, where known.
    #[must_use]
    pub fn point(&self) -> Option<(f64, f64)> {
        self.lat.zip(self.lon)
    }

    /// The name of the country that it is: GeoNames tells countries by their code; of a page in Wikipedia, its title.
    fn country(&self) -> Option<String> {
        if self.fcode.as_ref().is_some_and(|code| code.starts_with("PCL")) {
            return self.name.clone();
        }
        let (_, title) = self.wikipedia.as_ref()?.rsplit_once("/wiki/")?;
        Some(title.replace('_', " "))
    }
}

impl Document {
    /// The names whose places are known: those that the measure is over. A span outside the text is left out.
    #[must_use]
    pub fn located(&self) -> Vec<Gold> {
        let starts: Vec<usize> =
            self.text.char_indices().map(|(at, _)| at).chain([self.text.len()]).collect();
        let gold = |toponym: &Toponym| {
            let [start, end] = toponym.span;
            let span = *starts.get(start)?..*starts.get(end)?;
            Some(Gold {
                span,
                point: toponym.point()?,
                geonames: toponym.geonameid,
                country: toponym.country(),
            })
        };
        self.toponyms.iter().filter_map(gold).collect()
    }
}

/// How each name of a case is placed.
#[must_use]
pub fn judged(case: &Case, gold: &[Gold], weights: &Weights, countries: &Countries) -> Vec<Judged> {
    let choices = case.choose(weights).into_iter().zip(case.candidates()).zip(gold);
    let judge = |((choice, candidates), gold): ((Option<Choice<'_>>, &[Candidate]), &Gold)| {
        let country = gold.country.as_deref().and_then(|name| countries.named(name));
        let km = |candidate: &Candidate| error_km((candidate.lat, candidate.lon), gold.point);
        let meant = |candidate: &Candidate| {
            candidate.form == Form::Country && candidate.country.as_ref() == country.map(|c| &c.iso3)
        };
        let reached = candidates.iter().any(|c| km(c) <= NEAR_KM);
        Judged {
            km: choice.map(|choice| km(choice.candidate)),
            known: reached || (country.is_some() && candidates.iter().any(meant)),
            reached,
            country: country.map(|_| choice.is_some_and(|choice| meant(choice.candidate))),
        }
    };
    choices.map(judge).collect()
}

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
    /// The mean error in kilometres; the unanswered count as the farthest.
    pub mean_km: f64,
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
            within_161_km: share(km.iter().filter(|error| **error <= NEAR_KM).count()),
            auc: area(&km),
            median_km: km.get(km.len() / 2).copied().unwrap_or(0.0),
            mean_km: km.iter().sum::<f64>() / km.len().max(1) as f64,
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
    fn the_mean_has_the_unanswered_as_the_farthest() {
        let accuracy = Accuracy::of(&[Some(0.0), Some(61.0), None]);
        assert_eq!((accuracy.median_km, accuracy.mean_km), (61.0, (61.0 + FARTHEST_KM) / 3.0));
        assert_eq!(Accuracy::of(&[]).mean_km, 0.0);
    }

    #[test]
    fn names_are_found_by_code_points() {
        let toponym = |span, lat| Toponym { span, lat, lon: Some(2.0), ..Toponym::default() };
        let toponyms = vec![toponym([2, 8], Some(1.0)), toponym([0, 2], None), toponym([3, 99], Some(1.0))];
        let document = Document { id: String::new(), text: "À Évreux où".to_owned(), toponyms };
        let located = document.located();
        assert_eq!(located.len(), 1);
        assert_eq!((&document.text[located[0].span.clone()], located[0].point), ("Évreux", (1.0, 2.0)));
    }

    #[test]
    fn distances_are_along_the_surface() {
        let london_paris = error_km((51.5074, -0.1278), (48.8566, 2.3522));
        assert!((london_paris - 343.6).abs() < 1.0, "{london_paris}");
    }
}
