//! What holds for every reading of every report, however strange.
//!
//! The inputs are the same in every run. `PROPTEST_CASES=5000 cargo test -p sayso --test engine record` looks further, each
//! time elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sayso::ingest::{self, Given, IngestError, Limits};
use sayso::read_report;
use sayso::record::{Event, OrderRelation, Part, Reading, Span};
use serde_json::{Value, json};

use crate::{ENGINE, samples};

/// Few cases, since the encoder reads each of them twice; the same ones each time.
fn config(cases: u32) -> ProptestConfig {
    let base = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return base;
    }
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(20_191_218), max_shrink_iters: 200, ..base }
}

/// Sentences of the samples and of the frames' examples.
static SENTENCES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let reports = samples::all();
    let own = reports.iter().flat_map(|(_, report)| report.text.split_inclusive(['.', '\n', '"']));
    let examples = ENGINE.tables().frames.all.iter().map(|f| f.example.as_str());
    own.chain(examples).map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()
});

/// Their words, each once.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words: BTreeSet<&str> = SENTENCES.iter().flat_map(|s| s.split_whitespace()).collect();
    words.into_iter().map(str::to_owned).collect()
});

fn sentences() -> impl Strategy<Value = String> {
    let one = any::<prop::sample::Index>().prop_map(|i| i.get(&SENTENCES).clone());
    let gap =
        prop_oneof![4 => Just(" "), 1 => Just("\n\n"), 1 => Just("\n"), 1 => Just(" \u{2014} \u{201c}")];
    prop::collection::vec((one, gap), 1..10)
        .prop_map(|parts| parts.into_iter().flat_map(|(s, g)| [s, g.to_owned()]).collect())
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        12 => any::<prop::sample::Index>().prop_map(|i| i.get(&WORDS).clone()),
        1 => "[.,;:!?\"'()\u{201c}\u{201d}\u{2019}\u{2014}-]",
        1 => "\\PC{1,6}",
    ];
    prop::collection::vec(word, 1..60).prop_map(|words| words.join(" "))
}

fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        "(\\PC|[a-zA-Z ,.\n]){0,300}",
        "(.|\n){0,120}",
        "[\u{600}-\u{6ff}\u{400}-\u{45f}\u{4e00}-\u{4eff}\u{1f600}-\u{1f64f}a-z .\u{300}-\u{30f}\u{200b}-\u{200f}]{0,200}",
        "([0-9]{1,12}[ ,./:-]){0,20}",
        "[\"\u{201c}\u{201d}'\u{2018}\u{2019}()\\[\\] said.]{0,150}",
    ]
}

fn title() -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(
        0.5,
        prop_oneof![
            any::<prop::sample::Index>().prop_map(|i| i.get(&SENTENCES).clone()),
            "\\PC{0,30}".boxed()
        ],
    )
}

/// Reads a report and checks all that the record promises.
fn check(title: Option<&str>, text: &str) {
    let line = json!({"title": title, "text": text, "published": "2019-12-18"}).to_string();
    let report = match ingest::json_line(line.as_bytes(), &Given::default(), &Limits::default()) {
        Ok(report) => report,
        Err(IngestError::Empty) => return,
        Err(error) => panic!("{error}"),
    };
    let reading = read_report(&report, &ENGINE);
    check_reading(title.unwrap_or_default(), text, &reading);
    let again = serde_json::to_string(&read_report(&report, &ENGINE)).expect("a reading is JSON");
    assert_eq!(serde_json::to_string(&reading).expect("a reading is JSON"), again, "read twice");
}

/// All that holds for one reading of a text and of the title given beside it.
pub(crate) fn check_reading(title: &str, text: &str, reading: &Reading) {
    let value = serde_json::to_value(reading).expect("a reading is JSON");
    assert_eq!(&serde_json::from_value::<Reading>(value.clone()).expect("it reads back"), reading);

    let entities = ids(reading.entities.iter().map(|e| &e.id));
    let statements = ids(reading.statements.iter().map(|s| &s.id));
    ids(reading.events.iter().map(|e| &e.id));
    walk(&value, &mut |object| {
        if let Ok(span) = serde_json::from_value::<Span>(Value::Object(object.clone())) {
            check_span(title, text, &span);
        }
        if let Some(Value::String(id)) = object.get("entity") {
            assert!(entities.contains(id.as_str()), "no entity {id}");
        }
        if let Some(Value::String(id)) = object.get("statement") {
            assert!(statements.contains(id.as_str()), "no statement {id}");
        }
    });

    let within: BTreeMap<&str, &str> =
        reading.statements.iter().filter_map(|s| Some((s.id.as_str(), s.within.as_deref()?))).collect();
    for statement in &reading.statements {
        let (mut at, mut steps) = (statement.id.as_str(), 0);
        while let Some(&outer) = within.get(at) {
            assert!(statements.contains(outer), "no statement {outer}");
            steps += 1;
            assert!(steps <= within.len(), "{} stands within itself", statement.id);
            at = outer;
        }
    }
    for entity in &reading.entities {
        assert!(!entity.name.is_empty() && !entity.mentions.is_empty(), "{entity:?}");
        assert!(entity.of.as_deref().is_none_or(|id| entities.contains(id)), "{entity:?}");
    }
    for one in &reading.characterisations {
        assert!(one.of.as_deref().is_none_or(|id| entities.contains(id)), "{one:?}");
    }
    check_order(reading);
    for event in &reading.events {
        assert!(!event.trigger.quote.is_empty(), "{} has no trigger", event.id);
        assert!(!event.mentions.contains(&event.trigger), "{}: the trigger is told twice", event.id);
        assert!(!event.claims.is_empty(), "nobody says {}", event.id);
        assert!((0.0..=1.0).contains(&event.confidence), "{}: confidence {}", event.id, event.confidence);
        for count in [&event.killed, &event.injured, &event.abducted, &event.displaced].into_iter().flatten()
        {
            assert!(count.high.is_none_or(|high| count.low <= high), "{count:?}");
        }
        if let Some(time) = &event.time
            && let (Some(from), Some(to)) = (&time.from, &time.to)
        {
            assert!(from <= to, "{time:?}");
        }
        if let Some(place) = &event.place {
            assert!(place.place.lat.is_none_or(|lat| lat.abs() <= 90.0), "{place:?}");
            assert!(place.place.lon.is_none_or(|lon| lon.abs() <= 180.0), "{place:?}");
        }
    }
}

/// The order of events names others of the reading, agrees with their days and has no circle.
fn check_order(reading: &Reading) {
    let by_id: BTreeMap<&str, &Event> = reading.events.iter().map(|e| (e.id.as_str(), e)).collect();
    let mut later: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for event in &reading.events {
        for order in &event.order {
            let other = by_id[order.event.as_str()];
            assert_ne!(other.id, event.id, "{order:?}");
            let (first, second) = match order.relation {
                OrderRelation::Before => (event, other),
                OrderRelation::After => (other, event),
                _ => continue,
            };
            let begins = first.time.as_ref().and_then(|t| t.from.as_ref());
            let ends = second.time.as_ref().and_then(|t| t.to.as_ref());
            assert!(begins.zip(ends).is_none_or(|(from, to)| from <= to), "{order:?} against the days");
            later.entry(&first.id).or_default().push(&second.id);
        }
    }
    for start in later.keys() {
        let (mut open, mut seen) = (later[start].clone(), BTreeSet::new());
        while let Some(at) = open.pop() {
            assert_ne!(at, *start, "{start} comes before itself");
            if seen.insert(at) {
                open.extend(later.get(at).into_iter().flatten());
            }
        }
    }
}

/// The ids, none of them twice.
fn ids<'a>(all: impl Iterator<Item = &'a String>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    for id in all {
        assert!(seen.insert(id.as_str()), "{id} stands twice");
    }
    seen
}

fn check_span(title: &str, text: &str, span: &Span) {
    let part = if span.part == Some(Part::Title) { title } else { text };
    assert!(span.start < span.end, "{span:?} holds nothing");
    let slice: String = part.chars().skip(span.start).take(span.end - span.start).collect();
    assert_eq!(slice, span.quote, "{span:?}");
}

/// Every object in a value.
fn walk(value: &Value, look: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            look(object);
            object.values().for_each(|v| walk(v, look));
        }
        Value::Array(all) => all.iter().for_each(|v| walk(v, look)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn anything_is_read(title in title(), text in anything()) {
        check(title.as_deref(), &text);
    }

    #[test]
    fn mixed_sentences_are_read(title in title(), text in sentences()) {
        check(title.as_deref(), &text);
    }

    #[test]
    fn mixed_words_are_read(title in title(), text in words()) {
        check(title.as_deref(), &text);
    }
}

#[test]
fn samples_hold_what_the_record_promises() {
    for (name, report) in samples::all() {
        let reading = read_report(&report, &ENGINE);
        let (title, text) = match report.title_bytes {
            0 => ("", report.text.as_str()),
            bytes => (&report.text[..bytes], &report.text[bytes + 2..]),
        };
        check_reading(title, text, &reading);
        assert!(reading.report.text.as_deref().is_none_or(|t| t == text), "{name}: the offsets' text");
    }
}

#[test]
fn one_core_or_many_give_the_same() {
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let many = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("threads");
    let mut long = samples::all().swap_remove(0).1;
    let text = long.text.clone();
    long = ingest::text([text.as_str(); 4].join("\n\n").as_bytes(), &Given::default(), &Limits::default())
        .expect("a text");
    let read = || serde_json::to_string(&read_report(&long, &ENGINE)).expect("a reading is JSON");
    assert_eq!(alone.install(read), many.install(read));
}
