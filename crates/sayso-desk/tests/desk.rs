//! The desk from outside: people's words change readings, lists and incidents; and however it came about, a desk is what it
//! would be if the casebook were opened now.

use proptest::prelude::*;
use sayso::ingest::{self, Given, Limits, Report};
use sayso::record::Reading;
use sayso_casebook::{Casebook, EventKey, Media, Original, Review, Reviewed, Verdict};
use sayso_desk::{Desk, DeskError, EventSort, Filter, IncidentSort, Ready};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A report with one attack in it, told by `word`.
fn told(outlet: &str, word: &str, place: &str, killed: u64) -> (String, Report) {
    let text = format!("Rockets {word} {place} on Tuesday. {outlet} counted {killed} dead there.");
    let given = Given {
        outlet: Some(outlet.to_owned()),
        published: Some("2019-12-18".to_owned()),
        ..Given::default()
    };
    let report = ingest::text(text.as_bytes(), &given, &Limits::default()).expect("a report");
    (text, report)
}

fn reading(report: &Report, version: &str) -> Reading {
    let text = &report.text;
    let words: Vec<&str> = text.split_whitespace().collect();
    let (word, place) = (words[1], words[2]);
    let at = |word: &str| {
        let start = text.find(word).unwrap_or(0);
        json!({"start": start, "end": start + word.len(), "quote": word})
    };
    let killed: u64 = words.iter().find_map(|word| word.parse().ok()).unwrap_or(0);
    let (lat, lon) = if place == "Belvara" { (10.0, 20.0) } else { (15.0, 25.0) };
    let record = json!({
        "schema": "sayso.reading/1",
        "report": {"id": report.id, "sha256": report.sha256, "outlet": report.outlet, "published": report.published, "title": report.title},
        "entities": [{"id": "n1", "kind": "group", "name": "Rockets", "mentions": [at("Rockets")]}],
        "times": [], "statements": [], "problems": [],
        "events": [{
            "id": "e1", "trigger": at(word), "plover": {"event": "ASSAULT", "context": []}, "status": "occurred",
            "arguments": [{"role": "actor", "entity": "n1", "span": at("Rockets")}],
            "killed": {"low": killed, "high": killed, "span": at("dead")},
            "time": {"from": "2019-12-17", "to": "2019-12-17", "precision": "day", "span": at("Tuesday")},
            "place": {"name": place, "country": "QQQ", "lat": lat, "lon": lon, "precision": "city", "span": at(place)},
            "claims": [{"statement": null, "factuality": "CT+"}], "confidence": 0.9
        }],
        "reader": {"version": version, "model": "m"},
    });
    serde_json::from_value(record).expect("a record")
}

struct Case {
    _folder: TempDir,
    desk: Desk,
}

impl Case {
    fn new(all: &[(&str, &str, &str, u64)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::open(Casebook::open(folder.path().join("case.sayso")).expect("a casebook"));
        let mut case = Self { _folder: folder, desk: desk.expect("a desk") };
        for (outlet, word, place, killed) in all {
            case.add(outlet, word, place, *killed, "1");
        }
        case
    }

    fn add(&mut self, outlet: &str, word: &str, place: &str, killed: u64, version: &str) -> i64 {
        let (text, report) = told(outlet, word, place, killed);
        let original =
            Original { bytes: text.as_bytes(), media: Media::Text, origin: outlet, retrieved: None };
        self.desk.add(&original, &report, &reading(&report, version)).expect("added").0
    }

    fn key(&self, report: i64) -> String {
        self.desk.book().report(report).unwrap().unwrap().key
    }

    fn say(
        &mut self,
        report: i64,
        verdict: Verdict,
        field: Option<&str>,
        after: Value,
    ) -> Result<u64, DeskError> {
        self.say_as("Amira", report, verdict, field, after)
    }

    fn say_as(
        &mut self,
        who: &str,
        report: i64,
        verdict: Verdict,
        field: Option<&str>,
        after: Value,
    ) -> Result<u64, DeskError> {
        let review = Review {
            at: "2026-11-23T10:00:00Z".to_owned(),
            who: who.to_owned(),
            report: self.key(report),
            event: (verdict != Verdict::Undo).then(|| self.event(report)),
            field: field.map(str::to_owned),
            verdict,
            before: Value::Null,
            after,
            note: String::new(),
        };
        self.desk.review(&review)
    }

    /// What reviews call the attack of a report.
    fn event(&self, report: i64) -> EventKey {
        let text = self.desk.book().reading(report).unwrap().unwrap().0;
        let word = text.split_whitespace().nth(1).unwrap();
        EventKey { kind: "ASSAULT".to_owned(), start: 8, end: 8 + word.len(), part: None }
    }

    fn other(&self, report: i64) -> Value {
        json!([{"report": self.key(report), "event": self.event(report)}])
    }

    fn incidents(&self) -> Vec<Vec<i64>> {
        let mut all: Vec<Vec<i64>> =
            self.desk.incidents().entries().map(|entry| entry.facts.reports.clone()).collect();
        all.iter_mut().for_each(|one| one.sort_unstable());
        all.sort();
        all
    }

    fn shown(&self) -> (Value, Value) {
        shown(&self.desk)
    }

    fn reopened(&self) -> Desk {
        Desk::open(Casebook::open(self.desk.book().path()).unwrap()).unwrap()
    }
}

fn shown(desk: &Desk) -> (Value, Value) {
    let all = Ready::default();
    let events = desk.events().page(&all, EventSort::Report, 0, 1000);
    let incidents = desk.incidents().page(&all, IncidentSort::DayDown, 0, 1000);
    (serde_json::to_value(events).unwrap(), serde_json::to_value(incidents).unwrap())
}

fn count(desk: &Desk, filter: &Filter) -> usize {
    desk.events().fitting(&desk.ready(filter).unwrap(), EventSort::Day).count()
}

#[test]
fn a_correction_changes_reading_list_and_incident() {
    let mut case = Case::new(&[("Lamp", "struck", "Belvara", 3), ("Post", "hit", "Belvara", 3)]);
    assert_eq!(case.incidents(), [[1, 2]]);
    let place = json!({"name": "Sarnath", "country": "QQQ", "lat": 15.0, "lon": 25.0, "precision": "city"});
    case.say(2, Verdict::Correct, Some("place"), place).unwrap();
    case.say(2, Verdict::Correct, Some("time"), json!({"from": "2019-11-02", "to": "2019-11-02"})).unwrap();
    assert_eq!(case.incidents(), [[1], [2]]);
    let sheet = case.desk.sheet(2).unwrap().unwrap();
    let event = &sheet.reading.events[0];
    assert_eq!(event.place.as_ref().unwrap().place.name, "Sarnath");
    assert_eq!(sheet.original.events[0].place.as_ref().unwrap().place.name, "Belvara");
    assert_eq!(sheet.marks[0].reviewed, Reviewed::Corrected);
    assert_eq!(count(&case.desk, &Filter { place: Some("sarn".to_owned()), ..Filter::default() }), 1);
    assert_eq!(count(&case.desk, &Filter { from: Some("2019-12-01".to_owned()), ..Filter::default() }), 1);
}

#[test]
fn the_rejected_are_shown_to_who_asks_for_them() {
    let mut case = Case::new(&[("Lamp", "struck", "Belvara", 3)]);
    let number = case.say(1, Verdict::Reject, None, Value::Null).unwrap();
    assert_eq!((count(&case.desk, &Filter::default()), case.incidents().len()), (0, 0));
    let asked = Filter { reviewed: Some(Reviewed::Rejected), ..Filter::default() };
    assert_eq!(count(&case.desk, &asked), 1);
    case.say(1, Verdict::Undo, None, json!(number)).unwrap();
    assert_eq!((count(&case.desk, &Filter::default()), case.incidents().len()), (1, 1));
}

#[test]
fn people_join_split_and_take_back() {
    let mut case = Case::new(&[("Lamp", "struck", "Belvara", 3), ("Post", "hit", "Sarnath", 9)]);
    assert_eq!(case.incidents(), [[1], [2]]);
    let other = case.other(2);
    let number = case.say(1, Verdict::Join, None, other.clone()).unwrap();
    assert_eq!(case.incidents(), [[1, 2]]);
    let refused = case.say(1, Verdict::Split, None, other.clone()).unwrap_err();
    assert!(matches!(refused, DeskError::Wish(_)), "{refused}");
    assert_eq!(shown(&case.reopened()), case.shown());
    case.say(1, Verdict::Undo, None, json!(number)).unwrap();
    assert_eq!(case.incidents(), [[1], [2]]);
    case.say(1, Verdict::Split, None, other).unwrap();
    assert_eq!(case.incidents(), [[1], [2]]);
}

#[test]
fn a_person_puts_in_what_was_not_read() {
    let mut case = Case::new(&[("Lamp", "struck", "Belvara", 3)]);
    let mut review = Review {
        at: "2026-11-23T10:00:00Z".to_owned(),
        who: "Amira".to_owned(),
        report: case.key(1),
        event: Some(EventKey { kind: "AID".to_owned(), start: 35, end: 39, part: None }),
        field: None,
        verdict: Verdict::Add,
        before: Value::Null,
        after: json!({"status": "occurred", "actor": [{"start": 0, "end": 7}], "killed": {"low": 1}}),
        note: String::new(),
    };
    case.desk.review(&review).unwrap();
    let sheet = case.desk.sheet(1).unwrap().unwrap();
    let added = &sheet.reading.events[1];
    assert_eq!((added.id.as_str(), added.trigger.quote.as_str()), ("p1", "Lamp"));
    assert_eq!(added.arguments[0].entity.as_deref(), Some("n1"));
    assert_eq!(count(&case.desk, &Filter { types: vec!["AID".to_owned()], ..Filter::default() }), 1);
    review.event = Some(EventKey { kind: "AID".to_owned(), start: 350, end: 390, part: None });
    assert!(case.desk.review(&review).is_err());
}

#[test]
fn reading_again_touches_no_review() {
    let mut case = Case::new(&[("Lamp", "struck", "Belvara", 3)]);
    case.say(1, Verdict::Correct, Some("killed"), json!({"low": 5, "high": 5})).unwrap();
    case.add("Lamp", "struck", "Belvara", 3, "2");
    let sheet = case.desk.sheet(1).unwrap().unwrap();
    assert_eq!(sheet.reading.reader.version, "2");
    assert_eq!(sheet.reading.events[0].killed.as_ref().unwrap().low, 5);
}

#[test]
fn two_who_differ_are_a_conflict_until_one_is_undone() {
    let mut case = Case::new(&[("Lamp", "struck", "Belvara", 3)]);
    case.say_as("Amira", 1, Verdict::Correct, Some("killed"), json!({"low": 5, "high": 5})).unwrap();
    let second =
        case.say_as("Bo", 1, Verdict::Correct, Some("killed"), json!({"low": 4, "high": 4})).unwrap();
    let asked = Filter { reviewed: Some(Reviewed::Conflict), ..Filter::default() };
    assert_eq!(count(&case.desk, &asked), 1);
    case.say_as("Amira", 1, Verdict::Undo, None, json!(second)).unwrap();
    assert_eq!(count(&case.desk, &asked), 0);
    assert_eq!(case.desk.sheet(1).unwrap().unwrap().reading.events[0].killed.as_ref().unwrap().low, 5);
}

#[test]
fn what_cannot_be_is_told_and_not_written() {
    let mut case = Case::new(&[("Lamp", "struck", "Belvara", 3)]);
    let wrong = [
        (Verdict::Correct, Some("killed"), json!({"low": 5, "high": 4})),
        (Verdict::Correct, Some("place"), json!("Homs")),
        (Verdict::Correct, Some("colour"), json!("red")),
        (Verdict::Correct, Some("actor"), json!([{"start": 4, "end": 4000}])),
        (Verdict::Correct, None, Value::Null),
        (Verdict::Undo, None, json!(7)),
        (Verdict::Join, None, json!([{"report": "00", "event": {"kind": "ASSAULT", "start": 1, "end": 2}}])),
    ];
    for (verdict, field, after) in wrong {
        assert!(case.say(1, verdict, field, after.clone()).is_err(), "{verdict:?} {field:?} {after}");
    }
    assert_eq!(case.desk.book().counts().unwrap().reviews, 0);
}

#[test]
fn another_program_may_write() {
    let mut case = Case::new(&[("Lamp", "struck", "Belvara", 3)]);
    assert!(!case.desk.is_behind().unwrap());
    let mut other = case.reopened();
    let (text, report) = told("Post", "hit", "Belvara", 3);
    let original = Original { bytes: text.as_bytes(), media: Media::Text, origin: "b", retrieved: None };
    other.add(&original, &report, &reading(&report, "1")).unwrap();
    assert!(case.desk.is_behind().unwrap());
    assert!(case.desk.refresh().unwrap());
    assert_eq!(case.incidents(), [[1, 2]]);
    assert_eq!(case.shown(), shown(&other));
}

/// Something that happens to a casebook.
#[derive(Clone, Debug)]
enum Step {
    Add(usize, usize, u64),
    Say(usize, Verdict, usize),
    Pair(usize, usize, Verdict),
    Undo(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let verdicts = prop_oneof![Just(Verdict::Accept), Just(Verdict::Correct), Just(Verdict::Reject)];
    let pairs = prop_oneof![Just(Verdict::Join), Just(Verdict::Split), Just(Verdict::Lock)];
    let step = prop_oneof![
        (0..6usize, 0..2usize, 1..4u64).prop_map(|(outlet, place, killed)| Step::Add(outlet, place, killed)),
        (0..6usize, verdicts, 0..4usize)
            .prop_map(|(report, verdict, field)| Step::Say(report, verdict, field)),
        (0..6usize, 0..6usize, pairs).prop_map(|(a, b, verdict)| Step::Pair(a, b, verdict)),
        (0..6usize).prop_map(Step::Undo),
    ];
    proptest::collection::vec(step, 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn however_it_came_about(steps in steps()) {
        let outlets = ["Lamp", "Post", "Herald", "Wire", "Star", "Echo"];
        let mut case = Case::new(&[]);
        let mut reports: Vec<i64> = Vec::new();
        for step in steps {
            // OK to ignore because what cannot be done is told, and nothing of it is written
            let _ = match step {
                Step::Add(outlet, place, killed) => {
                    let place = ["Belvara", "Sarnath"][place];
                    reports.push(case.add(outlets[outlet], "hit", place, killed, "1"));
                    reports.dedup();
                    continue;
                }
                Step::Say(at, verdict, field) => {
                    let Some(report) = reports.get(at).copied() else { continue };
                    let (field, after) = [
                        (None, Value::Null),
                        (Some("killed"), json!({"low": 8, "high": 9})),
                        (Some("place"), json!({"name": "Sarnath", "country": "QQQ", "lat": 15.0, "lon": 25.0, "precision": "city"})),
                        (Some("time"), json!({"from": "2019-11-02", "to": "2019-11-02"})),
                    ][field].clone();
                    case.say(report, verdict, field, after)
                }
                Step::Pair(a, b, verdict) => {
                    let (Some(a), Some(b)) = (reports.get(a).copied(), reports.get(b).copied()) else { continue };
                    let other = case.other(b);
                    case.say(a, verdict, None, other)
                }
                Step::Undo(at) => {
                    let Some(report) = reports.get(at).copied() else { continue };
                    let key = case.key(report);
                    let last = case.desk.book().reviews(&key).unwrap().last().map(|row| row.number);
                    case.say(report, Verdict::Undo, None, json!(last))
                }
            };
        }
        prop_assert_eq!(case.shown(), shown(&case.reopened()));
        prop_assert!(case.desk.book().verify().unwrap().is_empty());
    }
}
