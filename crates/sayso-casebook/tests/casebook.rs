//! The casebook from outside: the same file again and again, two programs at once, damage told and never mended.

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use rusqlite::Connection;
use sayso::ingest::{self, Given, Limits, Report};
use sayso::record::Reading;
use sayso_casebook::{Added, Casebook, CasebookError, EventKey, Fault, Media, Original, Review, Verdict};
use tempfile::TempDir;

fn report(text: &str) -> Report {
    ingest::text(text.as_bytes(), &Given::default(), &Limits::default()).expect("a report")
}

/// A reading without events, by a version of the program.
fn reading(report: &Report, version: &str) -> Reading {
    let record = serde_json::json!({
        "schema": "sayso.reading/1",
        "report": {"id": report.id, "sha256": report.sha256},
        "entities": [], "times": [], "statements": [], "events": [], "problems": [],
        "reader": {"version": version, "model": "m"},
    });
    serde_json::from_value(record).expect("a record")
}

fn original<'a>(text: &'a str, origin: &'a str) -> Original<'a> {
    Original { bytes: text.as_bytes(), media: Media::Text, origin, retrieved: None }
}

fn add(book: &mut Casebook, text: &str, version: &str) -> Added {
    let report = report(text);
    let mut batch = book.batch().expect("a batch");
    let added = batch.add(&original(text, "a.txt"), &report, &reading(&report, version)).expect("added");
    batch.commit().expect("kept");
    added
}

fn fresh() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.sayso");
    (folder, path)
}

fn note(report: &str, text: &str) -> Review {
    Review {
        at: "2026-11-23T14:00:00Z".to_owned(),
        who: "Amira".to_owned(),
        report: report.to_owned(),
        event: Some(EventKey { kind: "ASSAULT".to_owned(), start: 8, end: 11, part: None }),
        field: Some("place".to_owned()),
        verdict: Verdict::Correct,
        before: serde_json::json!("Tripoli"),
        after: serde_json::json!("Sirte"),
        note: text.to_owned(),
    }
}

#[test]
fn the_same_original_is_kept_once() {
    let (_folder, path) = fresh();
    let mut book = Casebook::open(&path).unwrap();
    assert_eq!(add(&mut book, "Rockets hit Homs.", "1"), Added::New);
    assert_eq!(add(&mut book, "Rockets hit Homs.", "1"), Added::Known);
    assert_eq!(add(&mut book, "Rockets hit Homs.", "2"), Added::Reread);
    let counts = book.counts().unwrap();
    assert_eq!((counts.originals, counts.reports), (1, 1));
    let (text, current) = book.reading(1).unwrap().unwrap();
    assert_eq!((text.as_str(), current.reader.version.as_str()), ("Rockets hit Homs.", "2"));
    assert!(book.verify().unwrap().is_empty());
}

#[test]
fn a_batch_that_is_dropped_leaves_nothing() {
    let (_folder, path) = fresh();
    let mut book = Casebook::open(&path).unwrap();
    let report = report("Rockets hit Homs.");
    let mut batch = book.batch().unwrap();
    batch.add(&original("Rockets hit Homs.", "a.txt"), &report, &reading(&report, "1")).unwrap();
    drop(batch);
    assert_eq!(book.counts().unwrap().originals, 0);
    assert_eq!(add(&mut book, "Rockets hit Homs.", "1"), Added::New);
}

#[test]
fn words_are_found_and_never_break_the_search() {
    let (_folder, path) = fresh();
    let mut book = Casebook::open(&path).unwrap();
    add(&mut book, "Rockets hit Homs at dawn.", "1");
    add(&mut book, "Shells fell on Hama.", "1");
    assert_eq!(book.search("rockets homs", 9).unwrap().len(), 1);
    assert_eq!(book.search("rockets hama", 9).unwrap().len(), 0);
    for odd in ["\"", "AND OR NOT", "a*b(", "NEAR(", "", "'; DROP TABLE report; --", "col:x", "^"] {
        book.search(odd, 9).unwrap();
    }
}

#[test]
fn a_newer_reading_touches_no_review() {
    let (_folder, path) = fresh();
    let mut book = Casebook::open(&path).unwrap();
    add(&mut book, "Rockets hit Homs.", "1");
    let sha256 = report("Rockets hit Homs.").sha256;
    assert_eq!(book.review(&note(&sha256, "first")).unwrap(), 1);
    assert_eq!(book.review(&note(&sha256, "second")).unwrap(), 2);
    let before = book.reviews(&sha256).unwrap();
    add(&mut book, "Rockets hit Homs.", "2");
    assert_eq!(book.reviews(&sha256).unwrap(), before);
    assert!(book.verify().unwrap().is_empty());
}

#[test]
fn what_was_changed_behind_its_back_is_told() {
    let (_folder, path) = fresh();
    let mut book = Casebook::open(&path).unwrap();
    add(&mut book, "Rockets hit Homs.", "1");
    let sha256 = report("Rockets hit Homs.").sha256;
    for text in ["one", "two", "three"] {
        book.review(&note(&sha256, text)).unwrap();
    }
    let behind = Connection::open(&path).unwrap();
    assert!(behind.execute("DELETE FROM review WHERE number = 2", []).is_err());
    assert!(behind.execute("UPDATE original SET bytes = x'00'", []).is_err());
    behind.execute_batch("DROP TRIGGER review_kept; DROP TRIGGER original_fixed;").unwrap();
    behind.execute("DELETE FROM review WHERE number = 2", []).unwrap();
    behind.execute("UPDATE original SET bytes = x'00'", []).unwrap();
    let faults = book.verify().unwrap();
    assert_eq!(faults, [Fault::Original { sha256 }, Fault::Review { number: 3 }]);
}

#[test]
fn a_file_of_something_else_is_left_alone() {
    let (folder, path) = fresh();
    fs::write(&path, "these are somebody's notes, not a casebook at all; nobody wants to lose them").unwrap();
    assert!(matches!(Casebook::open(&path), Err(CasebookError::Foreign { .. })));
    assert!(fs::read_to_string(&path).unwrap().starts_with("these"));
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    assert!(matches!(Casebook::open(&other), Err(CasebookError::Foreign { .. })));
    let newer = folder.path().join("newer.sayso");
    drop(Casebook::open(&newer).unwrap());
    Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    assert!(matches!(Casebook::open(&newer), Err(CasebookError::Newer { found: 99, .. })));
}

#[test]
fn damage_is_told() {
    let (_folder, path) = fresh();
    let mut book = Casebook::open(&path).unwrap();
    for n in 0..200 {
        add(&mut book, &format!("Rockets hit Homs on day {n}. {}", "Word after word. ".repeat(40)), "1");
    }
    drop(book);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    for byte in &mut bytes[middle..middle + 20_000] {
        *byte = 0x5a;
    }
    fs::write(&path, bytes).unwrap();
    let told = Casebook::open(&path).and_then(|book| book.verify());
    assert!(matches!(&told, Ok(faults) if !faults.is_empty()) || told.is_err(), "{told:?}");
}

#[test]
fn two_writers_take_turns() {
    let (_folder, path) = fresh();
    drop(Casebook::open(&path).unwrap());
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let path = path.clone();
            scope.spawn(move || {
                let mut book = Casebook::open(&path).unwrap();
                for n in 0..50 {
                    add(&mut book, &format!("Writer {writer} tells of day {n}, and both of day {n}."), "1");
                    add(&mut book, &format!("Both tell of day {n}."), "1");
                    book.review(&note("x", "turn")).unwrap();
                }
            });
        }
    });
    let book = Casebook::open(&path).unwrap();
    let counts = book.counts().unwrap();
    assert_eq!((counts.reports, counts.reviews), (150, 100));
    assert!(book.verify().unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_order_and_any_doubling_gives_the_same_book(texts in proptest::collection::vec("[a-f]{1,3} [a-f]{1,3}\\.", 1..12)) {
        let (_folder, path) = fresh();
        let mut book = Casebook::open(&path).unwrap();
        for text in texts.iter().chain(texts.iter().rev()) {
            add(&mut book, text, "1");
        }
        let distinct: std::collections::BTreeSet<&String> = texts.iter().collect();
        prop_assert_eq!(book.counts().unwrap().reports, distinct.len() as u64);
        prop_assert!(book.verify().unwrap().is_empty());
    }

    #[test]
    fn any_words_can_be_looked_for(words in "\\PC{0,40}") {
        let (_folder, path) = fresh();
        let book = Casebook::open(&path).unwrap();
        prop_assert!(book.search(&words, 5).is_ok());
    }
}
