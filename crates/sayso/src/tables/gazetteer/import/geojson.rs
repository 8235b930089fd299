//! A user's own places as a GeoJSON `FeatureCollection` (RFC 7946), feature by feature.

use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::super::PlaceKind;
use super::super::build::{BuildError, Entry};
use super::fields::{self, Field};
use super::{CountryOf, ImportError, Item, Take};

/// Metres of the Earth's radius.
const EARTH_KM: f64 = 6371.0;
/// An outline that reaches further from its centre than this is a region's, not a town's.
const TOWN_KM: f64 = 15.0;

/// Reads a collection. A point is the place; of anything else the centre is, with the circle that covers it.
///
/// # Errors
/// Where the input cannot be read or is not such a collection, or `take` fails.
pub fn read(input: impl Read, country: &CountryOf<'_>, take: &mut Take<'_>) -> Result<(), ImportError> {
    let mut failed = None;
    let mut found = false;
    let mut json = serde_json::Deserializer::from_reader(input);
    let collection = Collection { country, take, failed: &mut failed, found: &mut found };
    let read = collection.deserialize(&mut json);
    if let Some(error) = failed {
        return Err(ImportError::Build(error));
    }
    read?;
    if found { Ok(()) } else { Err(ImportError::Header("no `features` in this GeoJSON".to_owned())) }
}

struct Collection<'a, 'c> {
    country: &'a CountryOf<'c>,
    take: &'a mut Take<'c>,
    /// What `take` said, since the parser knows its own errors only.
    failed: &'a mut Option<BuildError>,
    found: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for Collection<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `features`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { country, take, failed, found } = self;
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                *found = true;
                map.next_value_seed(Features { country, take: &mut *take, failed: &mut *failed })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Features<'a, 'c, 't> {
    country: &'a CountryOf<'c>,
    take: &'a mut Take<'t>,
    failed: &'a mut Option<BuildError>,
}

impl<'de> DeserializeSeed<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(feature) = list.next_element::<Feature>()? {
            number += 1;
            let item = place(&feature, self.country).map_or_else(Item::Broken, Item::Place);
            if let Err(error) = (self.take)(number, item) {
                *self.failed = Some(error);
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    geometry: Value,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
}

fn place(feature: &Feature, country: &CountryOf<'_>) -> Result<Entry, String> {
    let mut points = Vec::new();
    collect(feature.geometry.get("coordinates").unwrap_or(&Value::Null), &mut points);
    if let Some(parts) = feature.geometry.get("geometries").and_then(Value::as_array) {
        parts.iter().filter_map(|part| part.get("coordinates")).for_each(|part| collect(part, &mut points));
    }
    let (point, radius_km) = covered(&points).ok_or("no geometry with coordinates")?;
    let none = Map::new();
    let properties = feature.properties.as_ref().unwrap_or(&none);
    let values: Vec<(Field, String)> = properties
        .iter()
        .filter_map(|(key, value)| Some((fields::field(key)?, text(value)?)))
        .filter(|(field, _)| !matches!(field, Field::Lat | Field::Lon))
        .collect();
    let values = values.iter().map(|(field, value)| (*field, value.as_str()));
    let mut entry = fields::entry(values, Some(point), country)?;
    if entry.id.is_empty() {
        entry.id = text(&feature.id).unwrap_or_default();
    }
    if entry.radius_km == 0.0 {
        entry.radius_km = radius_km;
    }
    if entry.kind.is_none() && radius_km > TOWN_KM {
        entry.kind = Some(PlaceKind::Region);
    }
    Ok(entry)
}

/// A property as text; a list with bars between.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(parts) => Some(parts.iter().filter_map(text).collect::<Vec<_>>().join("|")),
        _ => None,
    }
}

/// The positions in nested coordinates, as (longitude, latitude).
fn collect(coordinates: &Value, points: &mut Vec<(f64, f64)>) {
    let Some(list) = coordinates.as_array() else { return };
    match list.as_slice() {
        [lon, lat, ..] if lon.is_number() && lat.is_number() => {
            points.extend(lon.as_f64().zip(lat.as_f64()));
        }
        parts => parts.iter().for_each(|part| collect(part, points)),
    }
}

/// The middle of the box around some positions, as (latitude, longitude), and how many kilometres the farthest is from it.
fn covered(points: &[(f64, f64)]) -> Option<((f64, f64), f64)> {
    let (first, _) = *points.first()?;
    // Longitudes run on beyond 180 where an outline crosses the date line.
    let lons = || points.iter().map(|(lon, _)| lon - 360.0 * ((lon - first) / 360.0).round());
    let lats = || points.iter().map(|(_, lat)| *lat);
    let low = |a: f64, b: f64| a.min(b);
    let high = |a: f64, b: f64| a.max(b);
    let lat = lats().fold(f64::INFINITY, low).midpoint(lats().fold(f64::NEG_INFINITY, high));
    let lon = lons().fold(f64::INFINITY, low).midpoint(lons().fold(f64::NEG_INFINITY, high));
    if !(lat.abs() <= 90.0 && lon.is_finite())
        || points.iter().any(|(lon, lat)| lat.abs() > 90.0 || lon.abs() > 180.0)
    {
        return None;
    }
    let far = lats().zip(lons()).map(|(a, b)| kilometres((lat, lon), (a, b))).fold(0.0, high);
    Some(((lat, (lon + 180.0).rem_euclid(360.0) - 180.0), far))
}

fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half = |a: f64, b: f64| ((a - b).to_radians() / 2.0).sin().powi(2);
    let chord = half(a.0, b.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half(a.1, b.1);
    2.0 * EARTH_KM * chord.min(1.0).sqrt().asin()
}
