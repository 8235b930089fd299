//! Which place on the map a name in a report means.
//!
//! Comes in: the text, the names in it that a reader took for places, and what is known of the report. Goes out: for
//! each name one place, or none, and the reason. All names of a report are weighed together: a report that speaks of
//! Libyans and of Benghazi means the Tripoli in Libya.
//!
//! The steps: [`candidate`] finds every place that bears a name; [`context`] reads what the words around it say
//! (`Tripoli, Lebanon`); [`score`] weighs the candidates of all names against each other.
//!
//! [`resolve`] is the whole of it; `tests.rs` shows it on the report that Sayso was made for.

pub mod candidate;
pub mod context;
pub mod measure;
pub mod score;

use std::ops::Range;

use crate::record::{Place, PlacePrecision};
use crate::tables::countries::Countries;
use crate::tables::gazetteer::Gazetteer;
use crate::tables::regions::{Abbreviations, Regions};

use candidate::{Candidate, Form};
pub use score::{Case, Weights};

/// The tables that places are looked up in.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// Settlements, divisions and countries.
    pub gazetteer: &'a Gazetteer,
    /// Regions, seas, rivers and districts.
    pub regions: &'a Regions,
    /// `Va.`, `N.Y.`
    pub abbreviations: &'a Abbreviations,
    /// Countries by name, demonym and adjective.
    pub countries: &'a Countries,
    /// What each reason weighs.
    pub weights: &'a Weights,
}

/// A name in a report that may be a place's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands, in bytes of the text.
    pub span: Range<usize>,
    /// What the reader takes it for.
    pub like: Like,
}

/// What a name looks like to the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Like {
    /// A place.
    #[default]
    Place,
    /// A person, whose name may also be a place's (`Paris Hilton`).
    Person,
    /// An organisation or group (`Manchester United`).
    Organization,
}

/// What is known of the report besides its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Focus<'a> {
    /// The place in the dateline (`TRIPOLI, Libya (Reuters) -`), without the rest of it.
    pub dateline: Option<&'a str>,
    /// The country that the report or its outlet is about, ISO 3166-1 alpha-3.
    pub country: Option<&'a str>,
}

/// What became of a mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolution {
    /// The place it means, if any.
    pub found: Option<Found>,
    /// What decided.
    pub why: Why,
}

/// A place that a mention means.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its name in the tables.
    pub name: String,
    /// GeoNames id, where the gazetteer has it.
    pub geonames: Option<u32>,
    /// ISO 3166-1 alpha-3; none for what lies in several countries, or at sea.
    pub country: Option<String>,
    /// The first-level division's name.
    pub admin1: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How sharp the point is.
    pub precision: PlacePrecision,
    /// How sure this is among all candidates, 0 to 1.
    pub confidence: f64,
}

/// What decided for a place, or against any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// The name is a country's.
    CountryName,
    /// The words around it name what it lies in (`Tripoli, Lebanon`).
    Contained,
    /// No other place bears the name.
    OnlyCandidate,
    /// The report speaks of its country.
    CountryInReport,
    /// Other places of the report are near it, or in its division.
    NearOthers,
    /// It is the best known: the largest, or a capital.
    BestKnown,
    /// Against: no table has the name.
    Unknown,
    /// Against: the name is a person's or an organisation's here.
    NotAPlace,
}

impl From<&Found> for Place {
    fn from(found: &Found) -> Self {
        Place {
            name: found.name.clone(),
            country: found.country.clone(),
            admin1: found.admin1.clone(),
            lat: Some(found.lat),
            lon: Some(found.lon),
            geonames: found.geonames.map(u64::from),
            precision: found.precision,
        }
    }
}

/// Finds the place that each mention means. The answer has one entry for each mention, in the same order.
///
/// Spans that are no slice of the text, and names that no table has, give [`Why::Unknown`].
#[must_use]
pub fn resolve(text: &str, mentions: &[Mention], focus: &Focus<'_>, world: &World<'_>) -> Vec<Resolution> {
    let places: Vec<Range<usize>> = mentions
        .iter()
        .filter(|mention| mention.like == Like::Place)
        .map(|mention| mention.span.clone())
        .collect();
    let case = Case::new(text, &places, focus, world);
    let mut choices = case.choose(world.weights).into_iter();
    mentions
        .iter()
        .map(|mention| match mention.like {
            Like::Place => match choices.next().flatten() {
                Some(choice) => Resolution {
                    found: Some(found(choice.candidate, choice.confidence, world)),
                    why: choice.why,
                },
                None => Resolution { found: None, why: Why::Unknown },
            },
            Like::Person | Like::Organization => Resolution { found: None, why: Why::NotAPlace },
        })
        .collect()
}

fn found(candidate: &Candidate, confidence: f64, world: &World<'_>) -> Found {
    Found {
        name: candidate.name.clone(),
        geonames: candidate.geonames,
        country: candidate.country.clone(),
        admin1: admin1_name(candidate, world),
        lat: candidate.lat,
        lon: candidate.lon,
        precision: precision(candidate.form),
        confidence,
    }
}

fn admin1_name(candidate: &Candidate, world: &World<'_>) -> Option<String> {
    let division = world.gazetteer.place(candidate.admin1?)?;
    Some(division.name.to_owned())
}

fn precision(form: Form) -> PlacePrecision {
    match form {
        Form::Country | Form::Continent => PlacePrecision::Country,
        Form::Admin1 | Form::Admin2 | Form::Region => PlacePrecision::Admin1,
        Form::Capital | Form::Seat | Form::Town => PlacePrecision::City,
        Form::District => PlacePrecision::District,
    }
}

#[cfg(test)]
mod tests;
