//! Codes of other schemes that follow from ours.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sayso::record::{Event, Place, PlaceKind, PlacePrecision, PloverType};
use sayso_incidents::Incident;

/// What other schemes call a country.
#[derive(Clone, Debug, Default)]
pub(crate) struct CountryCodes {
    pub(crate) name: String,
    pub(crate) numeric: Option<i64>,
    pub(crate) gw: Option<i64>,
    pub(crate) fips: String,
}

static COUNTRIES: LazyLock<BTreeMap<String, CountryCodes>> = LazyLock::new(|| {
    let mut countries: BTreeMap<String, CountryCodes> = BTreeMap::new();
    for row in rows(include_str!("../../../data/actors/countries.csv")) {
        countries.entry(row[0].clone()).or_default().name.clone_from(&row[2]);
    }
    for row in rows(include_str!("../../../data/export/countries.csv")) {
        let country = countries.entry(row[0].clone()).or_default();
        country.numeric = row[1].parse().ok();
        country.gw = row[2].parse().ok();
        country.fips.clone_from(&row[3]);
    }
    countries
});

static SECTORS: LazyLock<BTreeMap<String, (String, String)>> = LazyLock::new(|| {
    let table = rows(include_str!("../../../data/export/sectors.csv"));
    table.into_iter().map(|row| (row[0].clone(), (row[1].clone(), row[2].clone()))).collect()
});

static CAMEO: LazyLock<Vec<Vec<String>>> =
    LazyLock::new(|| rows(include_str!("../../../data/export/cameo.csv")));

/// The rows of one of our own tables, without its head and remarks. The reader holds all to one number of cells.
fn rows(table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.records().flatten().map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>());
    rows.filter(|row| !row[0].starts_with('#')).collect()
}

/// A country's codes, by ISO 3166-1 alpha-3.
pub(crate) fn country(iso3: &str) -> Option<&'static CountryCodes> {
    COUNTRIES.get(iso3)
}

/// UCDP's part of the world, which follows from the number of the state.
pub(crate) fn ucdp_region(gw: i64) -> Option<&'static str> {
    Some(match gw {
        2..=199 => "Americas",
        200..=399 => "Europe",
        400..=629 => "Africa",
        630..=699 => "Middle East",
        700..=999 => "Asia",
        _ => return None,
    })
}

/// ACLED's kind of a party, by its sector, at home or in another country.
pub(crate) fn inter(sector: &str, abroad: bool) -> Option<&'static str> {
    let (home, away) = SECTORS.get(sector)?;
    Some(if abroad { away } else { home })
}

/// The CAMEO code that the event has at least.
pub(crate) fn cameo(event: &Event) -> Option<&'static str> {
    let plover = plover(event.plover.event);
    let mode = event.plover.mode.as_deref().unwrap_or_default();
    let acled = event.acled.as_ref().map_or("", |acled| acled.event_type.as_str());
    let fits = |cell: &str, value: &str| cell.is_empty() || cell == value;
    let row = CAMEO.iter().find(|row| row[0] == plover && fits(&row[1], mode) && fits(&row[2], acled))?;
    Some(&row[3])
}

/// PLOVER's type as the scheme writes it.
pub(crate) fn plover(kind: PloverType) -> &'static str {
    use PloverType as P;
    match kind {
        P::Agree => "AGREE",
        P::Consult => "CONSULT",
        P::Support => "SUPPORT",
        P::Concede => "CONCEDE",
        P::Cooperate => "COOPERATE",
        P::Aid => "AID",
        P::Retreat => "RETREAT",
        P::Request => "REQUEST",
        P::Accuse => "ACCUSE",
        P::Reject => "REJECT",
        P::Threaten => "THREATEN",
        P::Protest => "PROTEST",
        P::Sanction => "SANCTION",
        P::Mobilize => "MOBILIZE",
        P::Coerce => "COERCE",
        P::Assault => "ASSAULT",
    }
}

/// PLOVER's class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
pub(crate) fn quad(kind: PloverType) -> i64 {
    use PloverType as P;
    match kind {
        P::Agree | P::Consult | P::Support | P::Concede => 1,
        P::Cooperate | P::Aid | P::Retreat => 2,
        P::Request | P::Accuse | P::Reject | P::Threaten => 3,
        P::Protest | P::Sanction | P::Mobilize | P::Coerce | P::Assault => 4,
    }
}

/// GDELT's class, by the CAMEO code: as PLOVER's, but protest is with the words.
pub(crate) fn gdelt_quad(cameo: &str) -> Option<i64> {
    Some(match cameo.get(..2)?.parse::<u8>().ok()? {
        1..=5 => 1,
        6..=8 => 2,
        9..=14 => 3,
        _ => 4,
    })
}

/// ACLED's disorder type, by its types.
pub(crate) fn disorder(event_type: &str, sub_event_type: &str) -> &'static str {
    match (event_type, sub_event_type) {
        ("Strategic developments", _) => "Strategic developments",
        (_, "Excessive force against protesters") => "Political violence; Demonstrations",
        ("Protests", _) | (_, "Violent demonstration") => "Demonstrations",
        _ => "Political violence",
    }
}

/// GDELT's type of a place: 1 a country, 2 and 3 state and town in the United States, 5 and 4 elsewhere.
pub(crate) fn gdelt_geo(place: &Place) -> Option<i64> {
    let american = place.country.as_deref() == Some("USA");
    Some(match (kind(place), american) {
        (PlaceKind::Country, _) => 1,
        (PlaceKind::Admin1, true) => 2,
        (PlaceKind::Town | PlaceKind::District, true) => 3,
        (PlaceKind::Town | PlaceKind::District, false) => 4,
        (PlaceKind::Admin1, false) => 5,
        _ => return None,
    })
}

/// Airwars' word for how sharp a place is. A town may be a village: the vaguest word for both is its own for a city.
pub(crate) fn airwars_accuracy(place: &Place) -> Option<&'static str> {
    if place.relation.is_some() || place.within.is_some() {
        return None;
    }
    match kind(place) {
        PlaceKind::District => Some("neighbourhood_area"),
        PlaceKind::Town => Some("city"),
        PlaceKind::Admin2 => Some("district"),
        PlaceKind::Admin1 => Some("province_governorate"),
        _ => None,
    }
}

/// What a place is; failing that, what its precision says.
pub(crate) fn kind(place: &Place) -> PlaceKind {
    place.kind.unwrap_or(match place.precision {
        PlacePrecision::Exact | PlacePrecision::District => PlaceKind::District,
        PlacePrecision::City => PlaceKind::Town,
        PlacePrecision::Admin1 => PlaceKind::Admin1,
        PlacePrecision::Country => PlaceKind::Country,
    })
}

/// Degrees north and east of the place's point, if it has one on this earth.
pub(crate) fn centre(place: &Place) -> Option<(f64, f64)> {
    let (lat, lon) = (place.lat?, place.lon?);
    ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some((lat, lon))
}

/// The same, but none for a country or continent as a whole: a pin in its middle would look like a place.
pub(crate) fn point(place: &Place) -> Option<(f64, f64)> {
    let whole = matches!(kind(place), PlaceKind::Country | PlaceKind::Continent)
        || place.precision == PlacePrecision::Country;
    centre(place).filter(|_| !whole)
}

/// The same of an incident: the point of the place that most origins stand behind.
pub(crate) fn incident_point(incident: &Incident) -> Option<(f64, f64)> {
    let spot = &incident.places.first()?.value;
    let (lat, lon) = spot.point?;
    let whole = spot.precision == PlacePrecision::Country;
    (!whole && (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)).then_some((lat, lon))
}

/// The cell of PRIO-GRID, half a degree wide, counted from the south-west.
#[expect(clippy::cast_possible_truncation, reason = "degrees are below 361")]
pub(crate) fn prio_grid((lat, lon): (f64, f64)) -> i64 {
    let row = (((lat + 90.0) * 2.0).floor() as i64).min(359);
    let column = (((lon + 180.0) * 2.0).floor() as i64).min(719);
    row * 720 + column + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_their_numbers() {
        let syria = country("SYR").expect("it is there");
        assert_eq!(
            (syria.name.as_str(), syria.numeric, syria.gw, syria.fips.as_str()),
            ("Syria", Some(760), Some(652), "SY")
        );
        assert!(COUNTRIES.values().all(|country| !country.name.is_empty()));
        assert_eq!(country("LBY").and_then(|country| country.gw).and_then(ucdp_region), Some("Africa"));
    }

    #[test]
    fn every_type_that_is_one_root_of_cameo_has_a_code() {
        for kind in PloverType::ALL {
            let name = plover(kind);
            let plain = CAMEO.iter().any(|row| row[0] == name && row[1].is_empty() && row[2].is_empty());
            // ASSAULT becomes 18, 19 and 20; ACCUSE becomes 09 and 11.
            assert_eq!(plain, !matches!(kind, PloverType::Assault | PloverType::Accuse), "{name}");
        }
        assert!(
            CAMEO.iter().all(|row| row[3].len() >= 3 && row[3].bytes().all(|byte| byte.is_ascii_digit()))
        );
    }

    #[test]
    fn cells_of_prio_grid_are_counted_from_the_south_west() {
        assert_eq!(prio_grid((-90.0, -180.0)), 1);
        assert_eq!(prio_grid((-89.4, -179.4)), 722);
        assert_eq!(prio_grid((90.0, 180.0)), 259_200);
    }

    #[test]
    fn no_point_off_the_earth_and_none_for_a_country() {
        let mut place = Place::named("Velmar", PlaceKind::Town, PlacePrecision::City);
        (place.lat, place.lon) = (Some(91.0), Some(0.0));
        assert_eq!(centre(&place), None);
        (place.lat, place.lon) = (Some(f64::NAN), Some(0.0));
        assert_eq!(centre(&place), None);
        (place.lat, place.lon) = (Some(10.0), Some(20.0));
        assert_eq!(point(&place), Some((10.0, 20.0)));
        place.kind = Some(PlaceKind::Country);
        assert_eq!((point(&place), centre(&place)), (None, Some((10.0, 20.0))));
    }
}
