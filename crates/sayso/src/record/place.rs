//! Places on the map, and the places of events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// The place of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventPlace {
    /// The entity of the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// The words that give it.
    pub span: Span,
    /// How these words give it.
    #[serde(default)]
    pub why: PlaceReason,
}

/// How words come to give an event its place.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceReason {
    /// They stand in the event's own phrases, its target's or those of a word that governs it.
    #[default]
    OwnWords,
    /// They stand elsewhere in its sentence.
    Sentence,
    /// They set the scene before it, or name the place in another telling.
    Scene,
    /// The report's dateline, where the report is about that town.
    Dateline,
    /// No single place is likely enough; this is the country of the likely ones, or of those who take part.
    Country,
}

/// A place on the map.
///
/// What coders call the precision of a place follows from `kind`, `precision`, `radius_km`, `relation` and `within`:
/// `ground::place::precision` gives ACLED's and UCDP's codes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Its name in the gazetteer, or in the report where the gazetteer has none.
    pub name: String,
    /// What the point stands for: the place, or what holds it where there is a `within`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PlaceKind>,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// First-level region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin1: Option<String>,
    /// Second-level region, where the words give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin2: Option<String>,
    /// Degrees north, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// GeoNames id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames: Option<u64>,
    /// How sharp the point is.
    pub precision: PlacePrecision,
    /// A circle of so many kilometres around the point about covers what the words give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_km: Option<f64>,
    /// How the words stand to the place, where it is not simply there: `near` it, `north of` it. On the places of events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<PlaceRelation>,
    /// The place that holds it, where no table has the place itself: the point is then that of this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Within>,
}

impl Place {
    /// A place of which only this is known.
    #[must_use]
    pub fn named(name: &str, kind: PlaceKind, precision: PlacePrecision) -> Self {
        Self {
            name: name.to_owned(),
            kind: Some(kind),
            country: None,
            admin1: None,
            admin2: None,
            lat: None,
            lon: None,
            geonames: None,
            precision,
            radius_km: None,
            relation: None,
            within: None,
        }
    }
}

/// What holds a place that no table has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Within {
    /// Its name in the gazetteer.
    pub name: String,
    /// GeoNames id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames: Option<u64>,
    /// How sharply it is given.
    pub precision: PlacePrecision,
}

/// How the words stand to a place that they name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceRelation {
    /// In which way.
    pub kind: PlaceRelationKind,
    /// The direction (`north-east`), of the place or of the part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// The distance, where the words give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub km: Option<f64>,
    /// The other end (`between X and Y`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// The words that say so.
    pub span: Span,
}

/// The ways in which words stand to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlaceRelationKind {
    /// `near`, `outside`, `on the outskirts of`.
    Near,
    /// So far from it (`12 km north of`), or only in a direction (`east of`).
    Away,
    /// In a part of it (`northern`, `the south of`).
    Part,
    /// Somewhere between it and another (`between X and Y`).
    Between,
    /// On a road or line (`on the X-Y road`, `on the road to X`).
    Along,
    /// At its border.
    Border,
    /// At sea, `off the coast of`.
    Off,
}

/// The eight directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "plain words")]
pub enum Direction {
    North,
    NorthEast,
    East,
    SouthEast,
    South,
    SouthWest,
    West,
    NorthWest,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// A part of a town, or a site: a camp, an airport, a square.
    District,
    /// A town or village.
    Town,
    /// A second-level division, or one below.
    Admin2,
    /// A first-level division.
    Admin1,
    /// A region without a government of its own, within a country or across several.
    Region,
    /// An island or a group of them.
    Island,
    /// A river.
    River,
    /// A lake.
    Lake,
    /// Mountains.
    Mountains,
    /// A desert.
    Desert,
    /// A road.
    Road,
    /// A sea or a strait.
    Sea,
    /// A country.
    Country,
    /// A part of the world that holds several countries.
    Continent,
}

/// How sharply the words give a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlacePrecision {
    /// A building, a street, a camp.
    Exact,
    /// Part of a town.
    District,
    /// A town or village, or close by one: `relation` tells.
    City,
    /// A first-level region, or another region within a country.
    Admin1,
    /// A country, or a larger part of one.
    Country,
}
