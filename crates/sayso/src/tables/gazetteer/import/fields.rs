//! The columns of a user's own table, and the properties of a GeoJSON feature, by the names that people give them.

use super::super::PlaceKind;
use super::super::build::{Entry, degrees};
use super::CountryOf;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Name,
    English,
    Lat,
    Lon,
    Aliases,
    /// One more name, which may hold commas.
    Alias,
    Country,
    Admin1,
    Kind,
    Population,
    Radius,
    Id,
    Geonames,
    Source,
}

/// What a column of this name holds, if it is known.
pub(super) fn field(column: &str) -> Option<Field> {
    let plain: String =
        column.trim().chars().filter(|c| !" _-.:".contains(*c)).flat_map(char::to_lowercase).collect();
    Some(match plain.as_str() {
        "name" | "place" | "placename" | "toponym" | "location" | "village" | "town" | "settlement" => {
            Field::Name
        }
        "nameen" | "englishname" | "nameenglish" => Field::English,
        "lat" | "latitude" | "y" | "ycoord" => Field::Lat,
        "lon" | "lng" | "long" | "longitude" | "x" | "xcoord" => Field::Lon,
        "aliases" | "alternatenames" | "alternates" | "othernames" | "altnames" | "aka" => Field::Aliases,
        "alias" | "asciiname" | "altname" | "alternatename" | "othername" | "localname" | "nativename" => {
            Field::Alias
        }
        "country" | "countrycode" | "countryname" | "iso" | "iso2" | "iso3" | "isoa2" | "isoa3" | "cc"
        | "admin0" | "adm0" | "adm0pcode" => Field::Country,
        "admin1" | "adm1" | "admin1name" | "adm1en" | "province" | "governorate" | "state" | "oblast" => {
            Field::Admin1
        }
        "kind" | "type" | "placetype" | "fclass" => Field::Kind,
        "population" | "pop" | "people" => Field::Population,
        "radiuskm" | "radius" => Field::Radius,
        "id" | "pcode" | "code" | "uuid" | "fid" | "osmid" => Field::Id,
        "geonameid" | "geonamesid" | "geonames" => Field::Geonames,
        "source" | "url" | "reference" => Field::Source,
        // `name:ar`, `name_fr`: OpenStreetMap's and Natural Earth's names in other languages.
        other if other.len() <= 8 && other.starts_with("name") => Field::Alias,
        _ => return None,
    })
}

/// Which column holds what.
#[derive(Debug)]
pub(super) struct Columns(Vec<Option<Field>>);

impl Columns {
    /// The columns of a header.
    ///
    /// # Errors
    /// Says which column is missing.
    pub(super) fn find<S: AsRef<str>>(header: &[S]) -> Result<Self, String> {
        let fields: Vec<Option<Field>> = header.iter().map(|column| field(column.as_ref())).collect();
        let has = |wanted: Field| fields.contains(&Some(wanted));
        let mut missing = Vec::new();
        if !has(Field::Name) && !has(Field::English) {
            missing.push("`name`");
        }
        if !has(Field::Lat) {
            missing.push("`lat`");
        }
        if !has(Field::Lon) {
            missing.push("`lon`");
        }
        if missing.is_empty() {
            return Ok(Self(fields));
        }
        Err(format!(
            "the first line names no column {}; it needs `name`, `lat` and `lon`",
            missing.join(", ")
        ))
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = Option<Field>> + use<'_> {
        self.0.iter().copied()
    }
}

/// A place from what its columns hold; the point may be given otherwise.
pub(super) fn entry<'v>(
    values: impl Iterator<Item = (Field, &'v str)>,
    point: Option<(f64, f64)>,
    country: &CountryOf<'_>,
) -> Result<Entry, String> {
    let mut entry = Entry::default();
    let (mut lat, mut lon) = (point.map(|p| p.0), point.map(|p| p.1));
    let mut english = String::new();
    for (field, value) in values.map(|(field, value)| (field, value.trim())).filter(|(_, v)| !v.is_empty()) {
        let first = |slot: &mut String| {
            if slot.is_empty() {
                value.clone_into(slot)
            }
        };
        match field {
            Field::Name if entry.name.is_empty() => value.clone_into(&mut entry.name),
            Field::Name | Field::Alias => entry.others.push(value.to_owned()),
            Field::English => first(&mut english),
            Field::Lat => lat = lat.or(Some(degrees("latitude", &point_decimal(value), 90.0)?)),
            Field::Lon => lon = lon.or(Some(degrees("longitude", &point_decimal(value), 180.0)?)),
            Field::Aliases => {
                let parts = value.split(['|', ';']).map(str::trim).filter(|name| !name.is_empty());
                entry.others.extend(parts.map(str::to_owned));
            }
            Field::Country => {
                entry.country = country(value).ok_or_else(|| {
                    format!("unknown country {value:?}; write its ISO code (`SY`, `SYR`) or its English name")
                })?;
            }
            Field::Admin1 => first(&mut entry.admin1),
            Field::Kind => entry.kind = Some(kind(value)),
            Field::Population => {
                entry.population =
                    value.replace([',', ' '], "").parse::<f64>().map_or(0, |people| people as u32);
            }
            Field::Radius => entry.radius_km = value.parse().unwrap_or(0.0),
            Field::Id => first(&mut entry.id),
            Field::Geonames => entry.geonames = value.parse().ok().filter(|id| *id != 0),
            Field::Source => first(&mut entry.source),
        }
    }
    if !english.is_empty() {
        let local = std::mem::replace(&mut entry.name, english);
        entry.others.extend(Some(local).filter(|local| !local.is_empty()));
    }
    if entry.name.is_empty() {
        return Err("no name".to_owned());
    }
    let (Some(lat), Some(lon)) = (lat, lon) else {
        return Err(format!("{}: no latitude or longitude", entry.name));
    };
    Ok(Entry { lat, lon, ..entry })
}

/// A number with a decimal comma, as one with a point.
fn point_decimal(value: &str) -> String {
    if value.matches(',').count() == 1 && !value.contains('.') {
        value.replace(',', ".")
    } else {
        value.to_owned()
    }
}

/// The kind that a user's word means; what is not known is a site.
fn kind(word: &str) -> PlaceKind {
    let word = word.to_lowercase();
    let ours = PlaceKind::ALL.iter().find(|(_, name)| *name == word).map(|(kind, _)| *kind);
    ours.filter(|kind| *kind != PlaceKind::Country).unwrap_or(match word.as_str() {
        "city" | "village" | "hamlet" | "settlement" | "populated place" | "ppl" => PlaceKind::Town,
        "district" | "neighbourhood" | "neighborhood" | "suburb" | "quarter" => PlaceKind::Section,
        "province" | "governorate" | "state" | "oblast" => PlaceKind::Admin1,
        "county" | "municipality" | "subdistrict" | "raion" => PlaceKind::Admin2,
        "mountain" | "island" | "river" | "lake" | "forest" | "valley" | "area" | "desert" => {
            PlaceKind::Region
        }
        _ => PlaceKind::Site,
    })
}
