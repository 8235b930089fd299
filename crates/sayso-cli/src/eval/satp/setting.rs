//! Where and when: the place and the day of a report's incident against the coded ones.
//!
//! The reading's answer is that of the first event at hand whose act is coded. Reports without such an event are in the
//! gold, so that recall is over all reports; precision is over what is given.
//!
//! - `place within 25 km`: over reports with coordinates, places of any precision; `or within its radius`: or no farther
//!   than the radius that the record states. `sharper than a region`: the same as the first, over places given as a town or
//!   sharper, and `region or district` over the rest without whole countries.
//! - `district`: over reports with a coded district, those given sharper than a first-level region, right where the
//!   place, its district or what holds it bears that name. A town that is given without its district counts as wrong
//!   here unless it bears the name, so that this figure is a lower bound.
//! - `state`: given sharper than a country, right by the name of the first-level region. `country`: all reports are India's.
//! - `no place`: events that are given none.
//! - `day`: right where the interval is the coded day, or the night before or after it.
//!
//! How far the gold goes: its coordinates are those of the village, its block or the nearest post office, as the coders
//! found them; 6 in 100 lie more than 150 km from the middle of all points of their own district, so that no reading can be
//! right on all. The coded day is the report's too, as it is handed in: an explicit day or `Tuesday` is tested, `today`
//! hardly. Telangana was a part of Andhra Pradesh until 2014; either is right for the other.

use jiff::civil::Date;
use sayso::ground::place::candidate::{distance_km, point};
use sayso::record::{Event, EventPlace, PlacePrecision};

use super::Document;
use crate::eval::score::{Counts, Figure, Part};
use crate::eval::whereabouts::{all_names, bare_name, days, gives, shown};

/// Farther than this is another place.
const NEAR_KM: f64 = 25.0;
/// The figures, in the order in which they are shown.
const NAMES: [&str; 8] = [
    "place within 25 km",
    "  or within its radius",
    "  sharper than a region",
    "  region or district",
    "district",
    "state",
    "country",
    "day",
];

/// What one report adds to the figures.
#[derive(Debug, Default)]
pub(super) struct Setting {
    counts: [Counts; NAMES.len()],
    none: Part,
    /// What is wrong, for people.
    pub(super) wrong: Option<String>,
}

/// Compares the answering event of a report, if it has one.
pub(super) fn of(document: &Document, event: Option<&Event>) -> Setting {
    let mut setting = Setting::default();
    let place = event.and_then(|e| e.place.as_ref());
    if event.is_some() {
        setting.none.add(place.is_none());
    }
    let spot = of_spot(document, place, &mut setting);
    of_names(document, place, &mut setting);
    let day = of_day(document, event, &mut setting);
    let wrong = spot == Some(false) || !day && event.is_some_and(|e| e.time.is_some());
    setting.wrong = event.filter(|_| wrong).map(|e| {
        let l = &document.location;
        let of = [&l.village_name, &l.block, &l.district, &l.state].map(|n| n.as_deref().unwrap_or("-"));
        let coded = document.date.as_deref().unwrap_or("-");
        format!("expected {coded}, {}; found {}", of.join(", "), shown(e))
    });
    setting
}

/// How far off the place is; whether it is right, where both are given.
fn of_spot(document: &Document, place: Option<&EventPlace>, setting: &mut Setting) -> Option<bool> {
    let gold = document.lat.zip(document.lon)?;
    let found = place.and_then(|p| p.place.lat.zip(p.place.lon));
    let km = found.map(|(lat, lon)| distance_km(&point(lat, lon), &point(gold.0, gold.1)));
    let within = |radius: f64| km.is_some_and(|km| km <= radius);
    let precision = place.map(|p| p.place.precision);
    let sharp = precision.is_some_and(|p| p <= PlacePrecision::City);
    let region = precision == Some(PlacePrecision::Admin1);
    let radius = place.and_then(|p| p.place.radius_km).unwrap_or_default().max(NEAR_KM);
    let near = within(NEAR_KM);
    let right = near || within(radius);
    for (i, (given, right)) in
        [(place.is_some(), near), (place.is_some(), right), (sharp, near), (region, right)]
            .into_iter()
            .enumerate()
    {
        setting.counts[i] = Counts::new(1, given.into(), (given && right).into());
    }
    place.map(|_| right)
}

/// Whether it bears the right names.
fn of_names(document: &Document, place: Option<&EventPlace>, setting: &mut Setting) {
    let finer = place.filter(|p| p.place.precision < PlacePrecision::Country);
    let inner = finer.filter(|p| p.place.admin1.as_ref() != Some(&p.place.name));
    if let Some(district) = &document.location.district {
        let right = inner.is_some_and(|p| all_names(p).contains(&bare_name(district)));
        setting.counts[4] = Counts::new(1, inner.is_some().into(), right.into());
    }
    if let Some(state) = &document.location.state {
        let found = finer.and_then(|p| p.place.admin1.as_deref());
        let right = found.is_some_and(|f| same_state(f, state));
        setting.counts[5] = Counts::new(1, finer.is_some().into(), right.into());
    }
    let right = place.is_some_and(|p| p.place.country.as_deref() == Some("IND"));
    setting.counts[6] = Counts::new(1, place.is_some().into(), right.into());
}

fn same_state(found: &str, coded: &str) -> bool {
    let one = |name: &str| match bare_name(name).as_str() {
        "telangana" | "andhra pradesh" => "andhra pradesh".to_owned(),
        "orissa" => "odisha".to_owned(),
        other => other.to_owned(),
    };
    one(found) == one(coded)
}

/// Whether the day is right.
fn of_day(document: &Document, event: Option<&Event>, setting: &mut Setting) -> bool {
    let Some(day) = document.date.as_deref().and_then(|d| d.parse::<Date>().ok()) else { return false };
    let found = event.and_then(days);
    let right = found.is_some_and(|f| gives(f, day));
    setting.counts[7] = Counts::new(1, found.is_some().into(), right.into());
    right
}

/// The figures over all reports.
pub(super) fn figures<'a>(settings: impl Iterator<Item = &'a Setting>) -> Vec<Figure> {
    let mut sums = [Counts::default(); NAMES.len()];
    let mut none = Part::default();
    for setting in settings {
        sums.iter_mut().zip(setting.counts).for_each(|(sum, counts)| *sum += counts);
        none += setting.none;
    }
    let mut figures: Vec<Figure> = NAMES.into_iter().zip(sums).map(|(n, c)| Figure::prf(n, c)).collect();
    figures.push(Figure::share("no place", none));
    figures
}

#[cfg(test)]
mod tests {
    use sayso::record::{Place, PlaceKind, PlaceReason, PloverType};

    use super::super::Location;
    use super::*;
    use crate::eval::made;

    fn document() -> Document {
        Document {
            id: "d".to_owned(),
            date: Some("2011-03-04".to_owned()),
            text: String::new(),
            perpetrator: None,
            actions: Vec::new(),
            targets: Vec::new(),
            killed: None,
            injured: None,
            lat: Some(20.0),
            lon: Some(80.0),
            location: Location {
                state: Some("Andhra Pradesh".to_owned()),
                district: Some("Nalgora".to_owned()),
                ..Location::default()
            },
        }
    }

    fn event(lat: f64, precision: PlacePrecision, radius: f64) -> Event {
        let mut event = made::event(PloverType::Assault, made::span(0..4, "shot"), &[]);
        event.place = Some(EventPlace {
            entity: None,
            place: Place {
                country: Some("IND".to_owned()),
                admin1: Some("Telangāna".to_owned()),
                lat: Some(lat),
                lon: Some(80.0),
                radius_km: Some(radius),
                ..Place::named("Nalgora", PlaceKind::Admin2, precision)
            },
            span: made::span(5..21, "Nalgora District"),
            why: PlaceReason::OwnWords,
        });
        event.time = Some(made::day("2011-03-04"));
        event
    }

    fn right(setting: &Setting) -> [usize; 8] {
        setting.counts.map(|c| c.right)
    }

    #[test]
    fn a_district_is_right_by_its_radius_and_name() {
        let found = of(&document(), Some(&event(20.4, PlacePrecision::Admin1, 60.0)));
        assert_eq!(right(&found), [0, 1, 0, 1, 1, 1, 1, 1]);
        assert!(found.wrong.is_none());
    }

    #[test]
    fn a_town_far_off_is_wrong() {
        let found = of(&document(), Some(&event(21.0, PlacePrecision::City, 5.0)));
        assert_eq!(right(&found)[..4], [0, 0, 0, 0]);
        assert_eq!(found.counts[2], Counts::new(1, 1, 0));
        assert!(found.wrong.is_some());
    }

    #[test]
    fn a_report_without_an_event_is_missed() {
        let found = of(&document(), None);
        assert_eq!(found.counts[0], Counts::new(1, 0, 0));
        assert_eq!((found.none.of, found.counts[7]), (0, Counts::new(1, 0, 0)));
    }
}
