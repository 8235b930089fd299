//! When events happened, in bulk: the events that TimeBank and AQUAINT link to a time.
//!
//! The gold is not written for this: annotators linked those events and times whose relation they found worth it (TimeML
//! 1.2.1). An event has the days of a time that it lies within or coincides with (TLINK `IS_INCLUDED`, `SIMULTANEOUS`,
//! `DURING`, `IDENTITY`, `BEGINS`, `ENDS` and their inverses), or that an event has which it is identical or simultaneous with; of several
//! times the shortest. Where only the day of the document's making is linked, the event has that day; reports that do not say so in
//! words leave nothing to find it by, so these are counted apart (`of the day of making`).
//!
//! Every linked word is asked for its days ([`sayso::date_words`]), whether a row of the frames knows it or not. `dates`: precision and recall
//! of the days given, right if they are the gold's; `by grammar`, `by the report around` are the same for the two ways to them.
//! `events of the record` are those words that are triggers or mentions of the record's events, with the record's time for them.
//!
//! ```text
//! gold   e5 IS_INCLUDED t3 (1998-02-13)     found 1998-02-13 (Friday)     right
//! ```

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;
use sayso::ground::setting::time::days_of_value;
use sayso::record::{Event, EventTime, Span};
use sayso::{Dating, Engine, date_words, read_report};
use serde::Deserialize;

use super::score::{Counts, Figure, Scores};
use super::{EvalError, Options, documents, each, report};

/// A document of the corpus, as far as it is used.
#[derive(Debug, Deserialize)]
struct Document {
    id: String,
    dct: Option<String>,
    text: String,
    #[serde(default)]
    timex3: Vec<Timex>,
    #[serde(default)]
    events: Vec<Word>,
    #[serde(default)]
    tlinks: Vec<[String; 4]>,
}

#[derive(Debug, Deserialize)]
struct Timex {
    tid: String,
    #[serde(default)]
    value: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Word {
    span: [usize; 2],
    string: String,
    eid: String,
}

type Days = (Date, Date);

/// The days of one linked word.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Gold {
    /// Code points.
    span: Range<usize>,
    string: String,
    days: Days,
    /// Whether only the day of the document's making gives them.
    made: bool,
}

/// What one document adds.
#[derive(Debug, Default)]
struct Outcome {
    all: Counts,
    grammar: Counts,
    around: Counts,
    made: Counts,
    events: Counts,
    shown: Vec<String>,
}

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other documents.
pub(super) fn score(data: &Path, options: &Options, engine: &Engine) -> Result<Scores, EvalError> {
    let documents: Vec<Document> = documents(data, options.limit)?;
    let outcomes = each(&documents, |document| outcome(document, engine));
    let mut sum = Outcome::default();
    for o in &outcomes {
        sum.all += o.all;
        sum.grammar += o.grammar;
        sum.around += o.around;
        sum.made += o.made;
        sum.events += o.events;
    }
    Ok(Scores {
        set: "dates".to_owned(),
        data: data.display().to_string(),
        documents: documents.len(),
        figures: vec![
            Figure::prf("dates", sum.all),
            Figure::prf("by grammar", sum.grammar),
            Figure::prf("by the report around", sum.around),
            Figure::prf("of the day of making", sum.made),
            Figure::prf("events of the record", sum.events),
        ],
        shown: outcomes.into_iter().flat_map(|o| o.shown).filter(|_| options.show).collect(),
    })
}

fn outcome(document: &Document, engine: &Engine) -> Outcome {
    let made = document.dct.as_deref().and_then(|d| d.get(..10));
    let report = report(&document.id, &document.text, made);
    let gold = gold(document);
    let bytes: Vec<usize> =
        document.text.char_indices().map(|(at, _)| at).chain([document.text.len()]).collect();
    let words: Vec<Range<usize>> = gold.iter().map(|g| bytes[g.span.start]..bytes[g.span.end]).collect();
    let found = date_words(&report, engine, &words);
    let events = read_report(&report, engine).events;
    let mut outcome = Outcome::default();
    for (gold, found) in gold.iter().zip(&found) {
        outcome.add(gold, found, event_of(&events, gold));
        let line = |what: &str| format!("{} {what}: {}", document.id, told(document, gold, found));
        match (days(found.time.as_ref()), gold.made) {
            (None, true) => {}
            (None, _) => outcome.shown.push(line("missed")),
            (given, _) if given != Some(gold.days) => {
                outcome.shown.push(line(if found.near { "wrong by grammar" } else { "wrong" }));
            }
            _ => {}
        }
    }
    outcome
}

impl Outcome {
    fn add(&mut self, gold: &Gold, found: &Dating, event: Option<&Event>) {
        let count = |given: Option<Days>, of: bool| {
            Counts::new(usize::from(of), usize::from(given.is_some()), usize::from(given == Some(gold.days)))
        };
        let given = days(found.time.as_ref());
        if gold.made {
            self.made += count(given, true);
            return;
        }
        self.all += count(given, true);
        self.grammar += count(given.filter(|_| found.near), true);
        self.around += count(given.filter(|_| !found.near), true);
        if let Some(event) = event {
            self.events += count(days(event.time.as_ref()), true);
        }
    }
}

/// First and last day, where both are given.
fn days(time: Option<&EventTime>) -> Option<Days> {
    let day = |d: &Option<String>| d.as_deref()?.parse::<Date>().ok();
    time.and_then(|t| Some((day(&t.from)?, day(&t.to)?)))
}

fn event_of<'a>(events: &'a [Event], gold: &Gold) -> Option<&'a Event> {
    let overlaps = |s: &Span| s.part.is_none() && s.start < gold.span.end && gold.span.start < s.end;
    events.iter().find(|e| overlaps(&e.trigger) || e.mentions.iter().any(overlaps))
}

/// The words around, what was expected and what was found.
fn told(document: &Document, gold: &Gold, found: &Dating) -> String {
    let letters: Vec<char> = document.text.chars().collect();
    let piece = |from: usize, to: usize| {
        let text: String = letters[from.min(to)..to.min(letters.len())].iter().collect();
        text.replace('\n', " ")
    };
    let words = found.time.as_ref().and_then(|t| t.span.as_ref()).map_or("", |s| s.quote.as_str());
    format!(
        "{} to {} not {:?} ({words}): {}[{}]{}",
        gold.days.0,
        gold.days.1,
        days(found.time.as_ref()).map(|d| format!("{} to {}", d.0, d.1)),
        piece(gold.span.start.saturating_sub(120), gold.span.start),
        gold.string,
        piece(gold.span.end, gold.span.end + 80),
    )
}

/// The linked words with their days, in the order of the text.
fn gold(document: &Document) -> Vec<Gold> {
    let made = document.dct.as_deref().and_then(|d| d.get(..10)).and_then(|d| d.parse::<Date>().ok());
    let mut times: BTreeMap<&str, (Days, bool)> = document
        .timex3
        .iter()
        .filter_map(|t| Some((t.tid.as_str(), (days_of_value(t.value.as_deref()?)?, false))))
        .collect();
    if let Some(made) = made {
        times.insert("t0", ((made, made), true));
    }
    let mut dated: BTreeMap<&str, (Days, bool)> = BTreeMap::new();
    let mut same: Vec<[&str; 2]> = Vec::new();
    for [kind, a, relation, b] in document.tlinks.iter().filter(|l| l[0] == "TLINK") {
        let _ = kind;
        let within = matches!(relation.as_str(), "IS_INCLUDED" | "DURING" | "BEGINS" | "ENDS");
        let around = matches!(relation.as_str(), "INCLUDES" | "DURING_INV" | "BEGUN_BY" | "ENDED_BY");
        let equal = matches!(relation.as_str(), "SIMULTANEOUS" | "IDENTITY");
        for (event, time, holds) in [(a, b, within || equal), (b, a, around || equal)] {
            if let Some(days) = times.get(time.as_str()).filter(|_| holds && event.starts_with('e')) {
                sharpen(&mut dated, event, *days);
            }
        }
        if equal && a.starts_with('e') && b.starts_with('e') {
            same.push([a, b]);
        }
    }
    for _ in 0..2 {
        for [a, b] in same.iter().flat_map(|&[a, b]| [[a, b], [b, a]]) {
            if let Some(days) = dated.get(b).copied() {
                sharpen(&mut dated, a, days);
            }
        }
    }
    let word = |w: &Word| {
        let &(days, made) = dated.get(w.eid.as_str())?;
        Some(Gold { span: w.span[0]..w.span[1], string: w.string.clone(), days, made })
    };
    document.events.iter().filter_map(word).collect()
}

/// Keeps the shorter of two stretches; the day of making only where there is no other.
fn sharpen<'a>(dated: &mut BTreeMap<&'a str, (Days, bool)>, event: &'a str, new: (Days, bool)) {
    let length = |((from, to), made): &(Days, bool)| (*made, (*to - *from).get_days());
    let old = dated.entry(event).or_insert(new);
    if length(&new) < length(old) {
        *old = new;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 to 3: one event in a week, another identical to it and on a day, one on the day of making alone.
    fn document() -> Document {
        let json = r#"{"id": "d", "dct": "1998-02-13", "text": "hit raid met week Friday",
            "timex3": [{"tid": "t1", "value": "1998-W07"}, {"tid": "t2", "value": "1998-02-12"}],
            "events": [{"span": [0, 3], "string": "hit", "eid": "e1"}, {"span": [4, 8], "string": "raid", "eid": "e2"},
                       {"span": [9, 12], "string": "met", "eid": "e3"}],
            "tlinks": [["TLINK", "e1", "IS_INCLUDED", "t1"], ["TLINK", "t2", "INCLUDES", "e2"],
                       ["TLINK", "e1", "IDENTITY", "e2"], ["TLINK", "e3", "IS_INCLUDED", "t0"],
                       ["TLINK", "e1", "BEFORE", "t0"]]}"#;
        serde_json::from_str(json).unwrap() // OK because written here
    }

    #[test]
    fn the_shortest_linked_time_counts_over_identity_too() {
        let gold = gold(&document());
        let days: Vec<(String, bool)> = gold.iter().map(|g| (g.days.0.to_string(), g.made)).collect();
        let day = |d: &str, made| (d.to_owned(), made);
        assert_eq!(days, [day("1998-02-12", false), day("1998-02-12", false), day("1998-02-13", true)]);
    }

    #[test]
    fn days_given_count_by_the_way_they_were_found() {
        let gold = &gold(&document())[0];
        let time = |day: &str| EventTime {
            from: Some(day.to_owned()),
            to: Some(day.to_owned()),
            precision: sayso::record::TimePrecision::Day,
            span: None,
        };
        let found = |day, near| Dating { time: Some(time(day)), near, candidates: Vec::new() };
        let mut outcome = Outcome::default();
        outcome.add(gold, &found("1998-02-12", true), None);
        outcome.add(gold, &found("1998-02-11", false), None);
        outcome.add(gold, &Dating::default(), None);
        assert_eq!(outcome.all, Counts::new(3, 2, 1));
        assert_eq!((outcome.grammar, outcome.around), (Counts::new(3, 1, 1), Counts::new(3, 1, 0)));
    }
}
