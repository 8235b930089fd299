//! A place's precision in the codes of ACLED (`geo_precision`, 1 to 3) and UCDP GED (`where_prec`, 1 to 7).
//!
//! | what the words give | ACLED | UCDP |
//! |---|---|---|
//! | a town, a part of it, a camp; an island up to 15 km; a part of a town | 1 | 1 |
//! | near a town, so far from it, at its border | 2 | 2 |
//! | a second-level division, or a village known only to be in one | 2 | 3 |
//! | a first-level division, or a village known only to be in one | 3 | 4 |
//! | a part of a first-level division | 2 | 4 |
//! | a region, river, lake, mountains, desert, road, larger island | 2 up to 50 km, 3 above | 5 |
//! | between two places, on a road | 2 up to 50 km, 3 above | 5 |
//! | a part of a country, a country's border | 3 | 5 |
//! | a country | 3 | 6 |
//! | a sea, off a coast | 3, 2 off a town | 7 |
//! | a continent | none | none |
//!
//! ```
//! use sayso::ground::place::precision::{acled, ucdp};
//! use sayso::record::{Place, PlaceKind, PlacePrecision};
//!
//! let place = Place::named("Homs", PlaceKind::Town, PlacePrecision::City);
//! assert_eq!((acled(&place), ucdp(&place)), (Some(1), Some(1)));
//! ```

use crate::record::{Place, PlaceKind, PlacePrecision, PlaceRelationKind};

/// Up to so many kilometres, something stands for a small part of a region.
const SMALL_KM: f64 = 50.0;
/// Islands up to so many are places like a town.
const ISLET_KM: f64 = 15.0;

/// ACLED's `geo_precision`: 1 a town, 2 a small part of a region or near a town, 3 a larger region.
#[must_use]
pub fn acled(place: &Place) -> Option<u8> {
    let kind = kind(place);
    let small = place.radius_km.is_some_and(|km| km <= SMALL_KM);
    let by_size = if small { 2 } else { 3 };
    let town = matches!(kind, PlaceKind::Town | PlaceKind::District);
    match place.relation.as_ref().map(|relation| relation.kind) {
        _ if kind == PlaceKind::Continent => None,
        Some(PlaceRelationKind::Between | PlaceRelationKind::Along) => Some(by_size),
        Some(PlaceRelationKind::Part) if kind == PlaceKind::Admin1 => Some(2),
        None | Some(PlaceRelationKind::Part) => Some(match kind {
            PlaceKind::Town | PlaceKind::District => 1,
            PlaceKind::Island if islet(place) => 1,
            PlaceKind::Admin2 => 2,
            PlaceKind::Admin1 | PlaceKind::Country | PlaceKind::Sea | PlaceKind::Continent => 3,
            _ => by_size,
        }),
        Some(PlaceRelationKind::Near | PlaceRelationKind::Away) if kind == PlaceKind::Admin2 => Some(2),
        Some(_) => Some(if town { 2 } else { 3 }),
    }
}

/// UCDP's `where_prec`: 1 exact, 2 near, 3 second-level unit, 4 first-level unit, 5 larger or linear, 6 country, 7 at sea.
#[must_use]
pub fn ucdp(place: &Place) -> Option<u8> {
    let kind = kind(place);
    let plain = match kind {
        PlaceKind::Town | PlaceKind::District => 1,
        PlaceKind::Island if islet(place) => 1,
        PlaceKind::Admin2 => 3,
        PlaceKind::Admin1 => 4,
        PlaceKind::Country => 6,
        PlaceKind::Sea => 7,
        PlaceKind::Continent => return None,
        _ => 5,
    };
    Some(match place.relation.as_ref().map(|relation| relation.kind) {
        None => plain,
        Some(PlaceRelationKind::Off) => 7,
        Some(PlaceRelationKind::Between | PlaceRelationKind::Along) => 5,
        Some(PlaceRelationKind::Part | PlaceRelationKind::Border) if plain == 6 => 5,
        Some(PlaceRelationKind::Border) if plain > 1 => 5,
        Some(PlaceRelationKind::Near | PlaceRelationKind::Away | PlaceRelationKind::Border) if plain == 1 => {
            if place.radius_km.is_some_and(|km| km > SMALL_KM) {
                5
            } else {
                2
            }
        }
        Some(_) => plain,
    })
}

fn islet(place: &Place) -> bool {
    place.radius_km.is_some_and(|km| km <= ISLET_KM)
}

/// What the place is; failing that, what its precision says.
fn kind(place: &Place) -> PlaceKind {
    place.kind.unwrap_or(match place.precision {
        PlacePrecision::Exact | PlacePrecision::District => PlaceKind::District,
        PlacePrecision::City => PlaceKind::Town,
        PlacePrecision::Admin1 => PlaceKind::Admin1,
        PlacePrecision::Country => PlaceKind::Country,
    })
}

#[cfg(test)]
mod tests {
    use crate::record::{PlaceRelation, Span};

    use super::*;

    fn codes(kind: PlaceKind, relation: Option<PlaceRelationKind>, radius_km: f64) -> (u8, u8) {
        let mut place = Place::named("Velmar", kind, PlacePrecision::City);
        place.radius_km = Some(radius_km);
        place.relation = relation.map(|kind| PlaceRelation {
            kind,
            direction: None,
            km: None,
            other: None,
            span: Span { start: 0, end: 0, quote: String::new(), part: None },
        });
        (acled(&place).unwrap_or(0), ucdp(&place).unwrap_or(0))
    }

    #[test]
    fn the_table() {
        use PlaceKind::{
            Admin1, Admin2, Continent, Country, Desert, District, Island, River, Road, Sea, Town,
        };
        use PlaceRelationKind::{Along, Away, Between, Border, Near, Off, Part};
        let rows = [
            (Town, None, 5.0, (1, 1)),
            (District, None, 3.0, (1, 1)),
            (Town, Some(Part), 5.0, (1, 1)),
            (Island, None, 10.0, (1, 1)),
            (Town, Some(Near), 25.0, (2, 2)),
            (Town, Some(Away), 30.0, (2, 2)),
            (Town, Some(Away), 90.0, (2, 5)),
            (Town, Some(Border), 25.0, (2, 2)),
            (Admin2, None, 35.0, (2, 3)),
            (Admin2, Some(Part), 35.0, (2, 3)),
            (Admin1, None, 100.0, (3, 4)),
            (Admin1, Some(Part), 100.0, (2, 4)),
            (Admin1, Some(Border), 100.0, (3, 5)),
            (Desert, None, 400.0, (3, 5)),
            (River, None, 300.0, (3, 5)),
            (Road, None, 20.0, (2, 5)),
            (Island, None, 200.0, (3, 5)),
            (Town, Some(Between), 20.0, (2, 5)),
            (Town, Some(Along), 120.0, (3, 5)),
            (Country, None, 300.0, (3, 6)),
            (Country, Some(Part), 300.0, (3, 5)),
            (Country, Some(Border), 300.0, (3, 5)),
            (Sea, None, 500.0, (3, 7)),
            (Country, Some(Off), 300.0, (3, 7)),
            (Town, Some(Off), 50.0, (2, 7)),
            (Continent, None, 3000.0, (0, 0)),
        ];
        for (kind, relation, radius, expected) in rows {
            assert_eq!(codes(kind, relation, radius), expected, "{kind:?} {relation:?} {radius}");
        }
    }
}
