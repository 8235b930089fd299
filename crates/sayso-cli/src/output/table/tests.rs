//! Hand-made readings, as a person would see them.

use sayso::ingest::{Given, Limits, text};
use sayso::record::Reading;

use super::*;

fn homs(width: usize, color: bool) -> String {
    let report = text(include_bytes!("homs.txt"), &Given::default(), &Limits::default()).expect("a report");
    let reading: Reading = serde_json::from_str(include_str!("homs.json")).expect("a reading");
    render(&report, &reading, Look { width, color })
}

#[test]
fn as_seen() {
    insta::assert_snapshot!(homs(100, false));
}

#[test]
fn narrow() {
    let shown = homs(48, false);
    let lines: Vec<_> = shown.lines().collect();
    assert!(lines.iter().all(|line| width(line) <= 48), "{shown}");
    insta::assert_snapshot!(shown);
}

#[test]
fn colours_change_no_words() {
    let shown = anstream::adapter::strip_str(&homs(100, true)).to_string();
    let lines = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(lines(&shown), lines(&homs(100, false)));
}

#[test]
fn empty_readings_say_so() {
    let report = text(b"\x1b[31mNothing happened.", &Given::default(), &Limits::default()).expect("a report");
    let reading = sayso::read_report(&report, &sayso::Engine::new().unwrap());
    let reading = Reading { events: vec![], statements: vec![], ..reading };
    let shown = render(&report, &reading, Look { width: 80, color: false });
    assert!(shown.contains("No events.") && !shown.contains('\x1b'), "{shown}");
}
