//! GeoJSON parses, KML is well formed, and no country has a pin.

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use sayso_export::{Export, GeoJson, Kml};

use crate::sample;

fn geojson(words: &str) -> serde_json::Value {
    let mut out = GeoJson::new(Vec::new()).expect("a vector takes all");
    out.add(&sample::reading(words), &|_| true).expect("a vector takes all");
    out.add(&sample::reading(words), &|account| account.event.id == "e1").expect("a vector takes all");
    out.finish().expect("a vector takes all");
    serde_json::from_slice(&out.into_inner()).expect("it is JSON")
}

fn kml(words: &str) -> String {
    let mut out = Kml::new(Vec::new()).expect("a vector takes all");
    out.add(&sample::reading(words), &|_| true).expect("a vector takes all");
    out.finish().expect("a vector takes all");
    String::from_utf8(out.into_inner()).expect("it is text")
}

#[test]
fn features_have_points_where_places_are_known() {
    let found = geojson("rebels");
    let features = found["features"].as_array().expect("a list");
    assert_eq!(features.len(), 4);
    assert_eq!(features[0]["geometry"]["coordinates"], serde_json::json!([-36.7234, 34.7268]));
    assert_eq!(features[0]["properties"]["radius_km"], 5.5);
    assert_eq!(features[0]["properties"]["place_precision"], "city");
    assert_eq!(features[0]["properties"]["actors"], serde_json::json!(["rebels"]));
    assert!(features[1]["geometry"].is_null() && features[2]["geometry"].is_null());
    assert_eq!(features[2]["properties"]["country"], "Syria");
}

#[test]
fn nothing_at_all_is_still_a_map() {
    let mut out = GeoJson::new(Vec::new()).expect("a vector takes all");
    out.finish().expect("a vector takes all");
    let found: serde_json::Value = serde_json::from_slice(&out.into_inner()).expect("it is JSON");
    assert_eq!(found["features"], serde_json::json!([]));
}

#[test]
fn placemarks_have_days_and_points() {
    let found = kml("rebels");
    assert!(found.contains("<TimeSpan><begin>2019-12-16</begin><end>2019-12-22</end></TimeSpan>"), "{found}");
    assert_eq!(found.matches("<Point>").count(), 1);
    assert!(found.contains("<coordinates>-36.7234,34.7268</coordinates>"), "{found}");
    // Escaped for the page and for the XML around it.
    assert!(kml("<b>").contains("&lt;p&gt;&amp;lt;b&amp;gt;"));
}

/// Whether all that opens closes again.
pub(crate) fn well_formed(text: &str) -> Result<(), quick_xml::Error> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut depth = 0_i32;
    loop {
        match reader.read_event()? {
            Event::Eof => break,
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    Ok(())
}

proptest! {
    #[test]
    fn both_hold_any_words(words in "(\\PC|[\0\u{1}\r\n<>&\"']|]]>|\u{ffff}|\u{202e}){0,20}") {
        let found = geojson(&words);
        let title = if words.is_empty() { "rebels" } else { &words };
        prop_assert_eq!(found["features"][0]["properties"]["title"].as_str(), Some(title));
        let text = kml(&words);
        let foreign = text.chars().find(|c| !matches!(c, '\n' | ' '..='\u{fffd}' | '\u{10000}'..));
        prop_assert_eq!(foreign, None);
        prop_assert!(well_formed(&text).is_ok(), "{}", text);
    }
}
