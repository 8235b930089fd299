//! Gun violence in US news: how many an incident killed and injured.
//!
//! The counts are those of the Gun Violence Archive (gathered for a course, github.com/husinthewei/CIS530P): the incident's
//! final ones, which an article may give otherwise or not at all. No measure was published with them; ours are `killed` and
//! `injured`: reports for which the reading's total ([`super::toll`]) is exactly the gold's, 0 included; and apart from them
//! the reports whose gold is greater than 0. `not in the text` are misses whose number no word of the article gives.

use std::path::Path;

use jiff::civil::Date;
use sayso::record::{Event, Reading};
use serde::Deserialize;

use super::score::{Figure, Part, Scores};
use super::toll::{at_hand, in_text, total};
use super::{EvalError, Options, Read, documents, each, report};

/// An article, as far as it is used.
#[derive(Debug, Deserialize)]
struct Document {
    id: String,
    published: Option<String>,
    event_date: Option<String>,
    text: String,
    killed: u64,
    injured: u64,
}

/// What one article adds to the figures: killed, injured.
#[derive(Debug, Default)]
struct Outcome {
    all: [Part; 2],
    some: [Part; 2],
    absent: [usize; 2],
    shown: Option<String>,
}

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other documents.
pub(super) fn score(data: &Path, options: &Options, read: Read<'_>) -> Result<Scores, EvalError> {
    let documents: Vec<Document> = documents(data, options.limit)?;
    let outcomes = each(&documents, |d| outcome(d, &read(&report(&d.id, &d.text, d.published.as_deref()))));
    let part = |of: &dyn Fn(&Outcome) -> Part| {
        let mut sum = Part::default();
        outcomes.iter().for_each(|o| sum += of(o));
        sum
    };
    let mut figures = Vec::new();
    for (i, what) in ["killed", "injured"].into_iter().enumerate() {
        figures.push(Figure::share(what, part(&|o| o.all[i])));
        figures.push(Figure::share(format!("{what}, where some"), part(&|o| o.some[i])));
        let absent: usize = outcomes.iter().map(|o| o.absent[i]).sum();
        figures.push(Figure::number(format!("{what}, missed: not in the text"), absent as f64));
    }
    Ok(Scores {
        set: "gun-violence".to_owned(),
        data: data.display().to_string(),
        documents: documents.len(),
        figures,
        shown: outcomes.into_iter().filter_map(|o| o.shown.filter(|_| options.show)).collect(),
    })
}

fn outcome(document: &Document, reading: &Reading) -> Outcome {
    let day = document.event_date.as_deref().and_then(|d| d.parse::<Date>().ok());
    let events: Vec<&Event> = reading.events.iter().filter(|e| at_hand(e, day)).collect();
    let found = [
        (document.killed, total(events.iter().copied(), |e| e.killed.as_ref())),
        (document.injured, total(events.iter().copied(), |e| e.injured.as_ref())),
    ];
    let mut outcome = Outcome::default();
    let mut lines = Vec::new();
    for (i, (gold, found)) in found.into_iter().enumerate() {
        outcome.all[i].add(gold == found);
        if gold > 0 {
            outcome.some[i].add(gold == found);
        }
        if gold != found {
            outcome.absent[i] += usize::from(!in_text(gold, &document.text));
            lines.push(format!("{} {found} for {gold}", ["killed", "injured"][i]));
        }
    }
    outcome.shown =
        (!lines.is_empty()).then(|| format!("{}: {}\n    {}", document.id, lines.join("; "), document.text));
    outcome
}

#[cfg(test)]
mod tests {
    use super::super::made;
    use super::*;
    use sayso::record::{Count, PloverType};

    #[test]
    fn nobody_counts_too() {
        let text = "A man was shot dead.";
        let mut reading = made::reading();
        let mut event = made::event(PloverType::Assault, made::find(text, "shot dead"), &[]);
        event.killed = Some(Count { low: 1, high: Some(1), span: made::find(text, "A man") });
        reading.events = vec![event];
        let document = |killed, injured| Document {
            id: "d".to_owned(),
            published: None,
            event_date: None,
            text: text.to_owned(),
            killed,
            injured,
        };
        let right = outcome(&document(1, 0), &reading);
        assert_eq!((right.all[0].right, right.all[1].right, right.some[1].of), (1, 1, 0));
        let wrong = outcome(&document(3, 2), &reading);
        assert_eq!((wrong.all[0].right, wrong.absent), (0, [1, 1]));
    }
}
