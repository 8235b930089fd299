//! Places as the record has them: never a pin sharper than the words, villages that no table has with what holds them, capitals
//! that stand for their government, towns before the names of their bodies. Every report is invented.

use sayso::ground::place::precision::{acled, ucdp};
use sayso::ingest::{self, Given, Limits};
use sayso::read_report;
use sayso::record::{Direction, Entity, EntityKind, Event, EventPlace, PlaceRelationKind, Reading};

use crate::ENGINE;

fn read(text: &str) -> Reading {
    let line = serde_json::json!({"text": text, "published": "2019-12-18"}).to_string();
    let report = ingest::json_line(line.as_bytes(), &Given::default(), &Limits::default()).expect("a report");
    read_report(&report, &ENGINE)
}

fn place(text: &str) -> EventPlace {
    let reading = read(text);
    let place = reading.events.first().and_then(|event: &Event| event.place.clone());
    place.unwrap_or_else(|| panic!("no place in {:#?}", reading.events))
}

fn named<'a>(reading: &'a Reading, name: &str) -> &'a Entity {
    let found = reading.entities.iter().find(|e| e.name == name);
    found.unwrap_or_else(|| panic!("no {name} in {:#?}", reading.entities))
}

#[test]
fn a_distance_and_a_direction_are_kept() {
    let place = place("Gunmen killed ten people 12 km north of Homs, Syria, on Monday.");
    let relation = place.place.relation.clone().expect("a relation");
    assert_eq!((relation.kind, relation.km), (PlaceRelationKind::Away, Some(12.0)));
    assert_eq!(
        (relation.direction, relation.span.quote.as_str()),
        (Some(Direction::North), "12 km north of")
    );
    assert_eq!(
        (place.place.name.as_str(), acled(&place.place), ucdp(&place.place)),
        ("Homs", Some(2), Some(2))
    );
}

#[test]
fn near_a_town_is_not_in_it() {
    let place =
        place("Rebels ambushed an army convoy near Benghazi, Libya, on Monday, killing ten soldiers.");
    assert_eq!(place.place.relation.map(|r| r.kind), Some(PlaceRelationKind::Near));
    assert_eq!(place.place.radius_km, Some(25.0));
}

#[test]
fn in_a_town_is_in_it() {
    let place = place("Rebels shelled a market in Homs, Syria, on Monday, killing ten people.");
    assert!(place.place.relation.is_none() && place.place.within.is_none(), "{place:?}");
    assert_eq!((acled(&place.place), ucdp(&place.place)), (Some(1), Some(1)));
}

#[test]
fn a_village_that_no_table_has() {
    let place = place(
        "Shells hit the village of Qarvesh Talla in Idlib province, Syria, on Tuesday, killing two men.",
    );
    let within = place.place.within.as_ref().map(|within| within.name.as_str());
    assert_eq!((place.place.name.as_str(), within), ("Qarvesh Talla", Some("Idlib")));
    assert_eq!((place.place.country.as_deref(), ucdp(&place.place)), (Some("SYR"), Some(4)));
}

#[test]
fn a_capital_that_speaks_is_its_government() {
    let reading = read("Moscow said on Monday that it had sent aid to Syria.");
    let moscow = named(&reading, "Moscow");
    assert_eq!((moscow.kind, moscow.sector.as_deref()), (EntityKind::Organization, Some("GOV")));
    assert_eq!((moscow.country.as_deref(), moscow.place.is_none()), (Some("RUS"), true));
    let reading = read("Gunmen killed two men in Moscow on Monday.");
    assert!(named(&reading, "Moscow").place.is_some());
}

#[test]
fn the_town_of_a_body() {
    let reading = read("The DRC army said on Monday that rebels had attacked its base.");
    let country = named(&reading, "DRC");
    assert_eq!((country.kind, country.country.as_deref()), (EntityKind::Place, Some("COD")));
}
