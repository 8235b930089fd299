//! Which place on the map a name in a report means.
//!
//! Comes in: the text, the names in it that a reader took for places, and what is known of the report. Goes out: for
//! each name one place, or none, and the reason. All names of a report are weighed together: a report that speaks of
//! Libyans and of Benghazi means the Tripoli in Libya.
//!
//! The steps: [`candidate`] finds every place that bears a name; [`context`] reads what the words around it say
//! (`Tripoli, Lebanon`); [`score`] weighs the candidates of all names against each other; `within` gives names that no table
//! has the place that holds them, where the words tell; [`relation`] reads how the words stand to the place (`near`, `12 km
//! north of`); [`precision`] has what that is in the codes of ACLED and UCDP.
//!
//! [`resolve`] is the whole of it; `tests.rs` shows it on the report that Sayso was made for.

pub mod candidate;
pub mod context;
pub mod measure;
pub mod precision;
pub mod relation;
pub mod score;
mod within;

use std::ops::Range;

use crate::record::{Place, PlaceKind, PlacePrecision, Within};
use crate::tables::countries::{Countries, Country};
use crate::tables::gazetteer::Gazetteer;
use crate::tables::place_words::PlaceWords;
use crate::tables::regions::{Abbreviations, Kind, Regions};
use crate::tables::relations::Relations;

use candidate::{COUNTRY_KM, Candidate, Form};
use relation::{Relation, Spot};
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
    /// How words stand to a place.
    pub relations: &'a Relations,
    /// Words that say what a place is.
    pub words: &'a PlaceWords,
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
    /// The countries of the parties that the report names (`the FMLN`), with how often it names them.
    pub parties: &'a [(&'a str, usize)],
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
    /// The second-level division's name, where it is one or the words name one.
    pub admin2: Option<String>,
    /// What the point stands for.
    pub kind: PlaceKind,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How sharp the point is.
    pub precision: PlacePrecision,
    /// A circle of so many kilometres about covers it.
    pub radius_km: f64,
    /// How the words stand to it.
    pub relation: Option<Relation>,
    /// The other end of a relation, where it has a place: its name and its point.
    pub other: Option<(String, (f64, f64))>,
    /// What holds it, where no table has the place itself.
    pub within: Option<Within>,
    /// How sure this is among all candidates, 0 to 1.
    pub confidence: f64,
}

impl Found {
    /// A country as a whole.
    #[must_use]
    pub fn of_country(country: &Country) -> Option<Self> {
        Some(Self {
            name: country.name.clone(),
            geonames: None,
            country: Some(country.iso3.clone()),
            admin1: None,
            admin2: None,
            kind: PlaceKind::Country,
            lat: country.lat?,
            lon: country.lon?,
            precision: PlacePrecision::Country,
            radius_km: COUNTRY_KM,
            relation: None,
            other: None,
            within: None,
            confidence: 1.0,
        })
    }

    /// The place itself, whatever the words say of where it stands to it.
    #[must_use]
    pub fn itself(&self) -> Self {
        Self { relation: None, other: None, ..self.clone() }
    }

    /// The point and the circle that the words leave of the place.
    #[must_use]
    pub fn spot(&self) -> Spot {
        let place =
            Spot { lat: self.lat, lon: self.lon, radius_km: self.radius_km, precision: self.precision };
        let other = self.other.as_ref().map(|(_, point)| *point);
        self.relation.as_ref().map_or(place, |relation| relation.spot(place, other))
    }
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

/// The place itself, whatever the words say of where it stands to it.
impl From<&Found> for Place {
    fn from(found: &Found) -> Self {
        Place {
            name: found.name.clone(),
            kind: Some(found.kind),
            country: found.country.clone(),
            admin1: found.admin1.clone(),
            admin2: found.admin2.clone(),
            lat: Some(found.lat),
            lon: Some(found.lon),
            geonames: found.geonames.map(u64::from),
            precision: found.precision,
            radius_km: Some(found.radius_km),
            relation: None,
            within: found.within.clone(),
        }
    }
}

/// Every place that a name may mean, for a person to choose from: as it stands, else spelt alike; the larger kinds first, and
/// among equals the more populous. `country` (ISO 3166-1 alpha-3) leaves those of one country.
#[must_use]
pub fn called(name: &str, country: Option<&str>, world: &World<'_>) -> Vec<Place> {
    let fits = |c: &Candidate| country.is_none_or(|country| c.country.as_deref() == Some(country));
    let mut all: Vec<Candidate> = candidate::candidates(name, world).into_iter().filter(fits).collect();
    if all.is_empty() {
        all = candidate::similar(name, world).into_iter().filter(fits).collect();
    }
    let size = |c: &Candidate| match c.form {
        Form::Country | Form::Continent => 0,
        Form::Capital => 1,
        _ => 2,
    };
    all.sort_by_key(|c| (size(c), c.alternate, std::cmp::Reverse(c.population)));
    all.iter().map(|candidate| Place::from(&found(candidate, 1.0, world))).collect()
}

/// Finds the place that each mention means. The answer has one entry for each mention, in the same order.
///
/// Spans that are no slice of the text, and names that no table has, give [`Why::Unknown`].
#[must_use]
pub fn resolve(text: &str, mentions: &[Mention], focus: &Focus<'_>, world: &World<'_>) -> Vec<Resolution> {
    let asked: Vec<usize> = (0..mentions.len()).filter(|i| mentions[*i].like == Like::Place).collect();
    let places: Vec<Range<usize>> =
        asked.iter().map(|i| before_comma(text, &mentions[*i].span, world)).collect();
    let mut out: Vec<Resolution> = (mentions.iter())
        .map(|mention| Resolution {
            found: None,
            why: if mention.like == Like::Place { Why::Unknown } else { Why::NotAPlace },
        })
        .collect();
    let case = Case::new(text, &places, focus, world);
    for (i, choice) in asked.iter().zip(case.choose(world.weights)) {
        if let Some(choice) = choice {
            out[*i] = Resolution {
                found: Some(found(choice.candidate, choice.confidence, world)),
                why: choice.why,
            };
        }
    }
    within::hold(text, mentions, focus, world, &mut out);
    relate(text, mentions, world, &mut out);
    out
}

/// `Homs, Syria` as one name: the place is Homs, and the rest says where it lies.
fn before_comma(text: &str, span: &Range<usize>, world: &World<'_>) -> Range<usize> {
    let name = text.get(span.clone()).unwrap_or("");
    match name.find(", ") {
        Some(at) if candidate::candidates(name, world).is_empty() => span.start..span.start + at,
        _ => span.clone(),
    }
}

/// Reads how the words stand to each place.
fn relate(text: &str, mentions: &[Mention], world: &World<'_>, resolved: &mut [Resolution]) {
    let ends: Vec<(Range<usize>, String, (f64, f64))> = (mentions.iter().zip(resolved.iter()))
        .filter_map(|(mention, resolution)| {
            let found = resolution.found.as_ref()?;
            Some((mention.span.clone(), found.name.clone(), (found.lat, found.lon)))
        })
        .collect();
    for (mention, resolution) in mentions.iter().zip(resolved) {
        let Some(found) = &mut resolution.found else { continue };
        found.relation = relation::around(text, &mention.span, world.relations, world.words);
        let other = found.relation.as_ref().and_then(|relation| relation.other.clone());
        found.other = other.and_then(|other| {
            // The mentions stand in the order of the text but for a few, so the search is short.
            let end = ends.iter().find(|(span, ..)| span.start < other.end && other.start < span.end)?;
            Some((end.1.clone(), end.2))
        });
    }
}

fn found(candidate: &Candidate, confidence: f64, world: &World<'_>) -> Found {
    let admin2 = (candidate.form == Form::Admin2).then(|| candidate.name.clone());
    Found {
        name: candidate.name.clone(),
        geonames: candidate.geonames,
        country: candidate.country.clone(),
        admin1: admin1_name(candidate, world),
        admin2,
        kind: kind(candidate),
        lat: candidate.lat,
        lon: candidate.lon,
        precision: precision(candidate),
        radius_km: candidate.radius_km,
        relation: None,
        other: None,
        within: None,
        confidence,
    }
}

fn admin1_name(candidate: &Candidate, world: &World<'_>) -> Option<String> {
    let division = world.gazetteer.place(candidate.admin1?)?;
    Some(division.name.to_owned())
}

fn kind(candidate: &Candidate) -> PlaceKind {
    match (candidate.form, candidate.region) {
        (Form::Country, _) => PlaceKind::Country,
        (Form::Continent, _) => PlaceKind::Continent,
        (Form::Admin1, _) => PlaceKind::Admin1,
        (Form::Admin2, _) => PlaceKind::Admin2,
        (Form::Capital | Form::Seat | Form::Town, _) => PlaceKind::Town,
        (Form::District, _) => PlaceKind::District,
        (Form::Region, Some(Kind::Sea | Kind::Strait)) => PlaceKind::Sea,
        (Form::Region, Some(Kind::River)) => PlaceKind::River,
        (Form::Region, Some(Kind::Lake)) => PlaceKind::Lake,
        (Form::Region, Some(Kind::Mountains)) => PlaceKind::Mountains,
        (Form::Region, Some(Kind::Desert)) => PlaceKind::Desert,
        (Form::Region, Some(Kind::Island)) => PlaceKind::Island,
        (Form::Region, Some(Kind::Road)) => PlaceKind::Road,
        (Form::Region, _) => PlaceKind::Region,
    }
}

fn precision(candidate: &Candidate) -> PlacePrecision {
    match candidate.form {
        Form::Country | Form::Continent => PlacePrecision::Country,
        Form::Admin1 | Form::Admin2 | Form::Region => PlacePrecision::Admin1,
        Form::Capital | Form::Seat | Form::Town => PlacePrecision::City,
        Form::District => PlacePrecision::District,
    }
}

#[cfg(test)]
mod tests;
