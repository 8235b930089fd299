//! Who is behind a mention: names across transliterations, titles and ages beside names, pronouns, whose forces they are, and
//! the country of those whom the words place. Every report is invented.

use sayso::ingest::{self, Given, Limits};
use sayso::read_report;
use sayso::record::{Entity, Reading};

use crate::ENGINE;

fn read(text: &str, published: &str) -> Reading {
    let line = serde_json::json!({"text": text, "published": published}).to_string();
    let report = ingest::json_line(line.as_bytes(), &Given::default(), &Limits::default()).expect("a report");
    read_report(&report, &ENGINE)
}

/// The entity that has a mention with these words.
fn behind<'a>(reading: &'a Reading, words: &str) -> &'a Entity {
    let found = reading.entities.iter().find(|e| e.mentions.iter().any(|m| m.quote == words));
    found.unwrap_or_else(|| panic!("nobody behind {words:?} in {:#?}", reading.entities))
}

#[test]
fn one_person_in_two_spellings() {
    let reading = read(
        "Sergei Karpenko was arrested in Minsk on Monday. Police released Sergey Karpenko on Tuesday.",
        "2019-05-04",
    );
    assert_eq!(behind(&reading, "Sergei Karpenko").id, behind(&reading, "Sergey Karpenko").id);
}

#[test]
fn an_age_is_no_part_of_a_name() {
    let reading = read("Gunmen killed 44-year-old Pavel Karpenko in Minsk on Monday.", "2019-05-04");
    assert_eq!(behind(&reading, "Pavel Karpenko").name, "Pavel Karpenko");
}

#[test]
fn she_is_the_woman() {
    let reading = read(
        "Mrs Anna Karpenko and Ivan Belsky were abducted by gunmen. She was released on Monday.",
        "2019-05-04",
    );
    assert_eq!(behind(&reading, "She").name, "Anna Karpenko");
}

#[test]
fn forces_have_the_sector_and_country_of_their_leader() {
    let reading = read("Forces loyal to Khalifa Haftar shelled a market in Misrata on Monday.", "2019-12-18");
    let (forces, leader) =
        (behind(&reading, "Forces loyal to Khalifa Haftar"), behind(&reading, "Khalifa Haftar"));
    assert_eq!((forces.country.as_deref(), forces.sector.as_deref()), (Some("LBY"), Some("REB")));
    assert_eq!(forces.of.as_ref(), Some(&leader.id));
    assert!(leader.office.is_some());
}

#[test]
fn a_country_is_taken_from_the_place_with_its_words() {
    let reading = read("Saudi-backed government troops killed ten rebels near Taiz on Monday.", "2019-05-04");
    let troops = behind(&reading, "Saudi-backed government troops");
    assert_eq!(troops.country.as_deref(), Some("YEM"));
    assert_eq!(troops.country_span.as_ref().map(|s| s.quote.as_str()), Some("Taiz"));
}

#[test]
fn where_nothing_places_them_they_have_no_country() {
    let reading = read("Gunmen killed a farmer on Monday.", "2019-05-04");
    assert_eq!(behind(&reading, "Gunmen").country, None);
}
