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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Its name in the gazetteer, or in the report where the gazetteer has none.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// First-level region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin1: Option<String>,
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
}

/// How sharply the words give a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlacePrecision {
    /// A building, a street, a camp.
    Exact,
    /// Part of a town.
    District,
    /// A town or village.
    City,
    /// A first-level region, or another region within a country.
    Admin1,
    /// A country.
    Country,
}
