//! Hand-made readings, as a person would see them.

use sayso::ingest::{Given, Limits, text};
use sayso::record::{Characterisation, Reading, Tone};

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

#[test]
fn loaded_words_stand_in_one_line() {
    let report = text(include_bytes!("homs.txt"), &Given::default(), &Limits::default()).expect("a report");
    let mut reading: Reading = serde_json::from_str(include_str!("homs.json")).expect("a reading");
    let span = reading.events[0].trigger.clone();
    let statement = reading.statements.first().map(|s| s.id.clone());
    let one = |statement, quoted, about| Characterisation {
        span: span.clone(),
        tone: Tone::Pejorative,
        of: None,
        about,
        statement,
        quoted,
    };
    let about = Some(Span { quote: "general".to_owned(), ..span.clone() });
    reading.characterisations = vec![one(None, false, about), one(statement.clone(), true, None)];
    let shown = render(&report, &reading, Look { width: 200, color: false });
    let line = shown.lines().find(|l| l.starts_with("Loaded words")).expect("a line");
    assert!(line.contains("of general (pejorative, the report itself);"), "{line}");
    assert!(line.contains(&format!("(pejorative, {}, quoted)", statement.expect("a statement"))), "{line}");
}
