//! Gun violence in US news: how many an incident killed and injured, when and where.
//!
//! The counts are those of the Gun Violence Archive (gathered for a course, github.com/husinthewei/CIS530P): the incident's
//! final ones, which an article may give otherwise or not at all. No measure was published with them; ours are `killed` and
//! `injured`: reports for which the reading's total ([`super::toll`]) is exactly the gold's, 0 included; and apart from them
//! the reports whose gold is greater than 0. `not in the text` are misses whose number no word of the article gives.
//!
//! `day`: the day of the first ASSAULT at hand that kills or injures (failing that, of the first) against the archive's; the
//! night before or after it is right too. Precision is over days given, recall over all articles, those without such an
//! event among them. The archive's day may differ from the article's by one around midnight.
//!
//! The articles of the Gun Violence Database (Pavlick, Ji, Pan and Callison-Burch, EMNLP 2016) have other gold: `city` and
//! `state` as readers marked them. `city`: the event's place bears that name. `state`: its first-level region does; readers
//! took the state from the incident, from the outlet or by mistake (a Milwaukee article stands under Oregon), so that all
//! cannot be had. Their day is the article's as often as the incident's and is not scored.

use std::path::Path;

use jiff::civil::Date;
use sayso::record::{Event, PlacePrecision, PloverType, Reading};
use serde::Deserialize;

use super::score::{Counts, Figure, Part, Scores};
use super::toll::{at_hand, in_text, total};
use super::whereabouts::{all_names, bare_name, days, gives, shown};
use super::{EvalError, Options, Read, documents, each, report};

/// An article, as far as it is used.
#[derive(Debug, Deserialize)]
struct Document {
    id: String,
    published: Option<String>,
    event_date: Option<String>,
    text: String,
    killed: Option<u64>,
    injured: Option<u64>,
    city: Option<City>,
    state: Option<String>,
}

/// Words of the article.
#[derive(Debug, Deserialize)]
struct City {
    string: String,
}

/// What one article adds to the figures: killed, injured.
#[derive(Debug, Default)]
struct Outcome {
    all: [Part; 2],
    some: [Part; 2],
    absent: [usize; 2],
    day: Counts,
    city: Counts,
    state: Counts,
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
    let counts = |of: &dyn Fn(&Outcome) -> Counts| {
        let mut sum = Counts::default();
        outcomes.iter().for_each(|o| sum += of(o));
        sum
    };
    let mut figures = Vec::new();
    for (i, what) in ["killed", "injured"].into_iter().enumerate() {
        if part(&|o| o.all[i]).of == 0 {
            continue;
        }
        figures.push(Figure::share(what, part(&|o| o.all[i])));
        figures.push(Figure::share(format!("{what}, where some"), part(&|o| o.some[i])));
        let absent: usize = outcomes.iter().map(|o| o.absent[i]).sum();
        figures.push(Figure::number(format!("{what}, missed: not in the text"), absent as f64));
    }
    let settings =
        [("day", counts(&|o| o.day)), ("city", counts(&|o| o.city)), ("state", counts(&|o| o.state))];
    figures.extend(settings.into_iter().filter(|s| s.1.gold > 0).map(|(n, c)| Figure::prf(n, c)));
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
        let Some(gold) = gold else { continue };
        outcome.all[i].add(gold == found);
        if gold > 0 {
            outcome.some[i].add(gold == found);
        }
        if gold != found {
            outcome.absent[i] += usize::from(!in_text(gold, &document.text));
            lines.push(format!("{} {found} for {gold}", ["killed", "injured"][i]));
        }
    }
    lines.extend(outcome.setting(document, main(&events)));
    outcome.shown =
        (!lines.is_empty()).then(|| format!("{}: {}\n    {}", document.id, lines.join("; "), document.text));
    outcome
}

/// The event that stands for the incident.
fn main<'a>(events: &[&'a Event]) -> Option<&'a Event> {
    let mut attacks = events.iter().copied().filter(|e| e.plover.event == PloverType::Assault);
    let first = attacks.clone().next();
    attacks.find(|e| e.killed.is_some() || e.injured.is_some()).or(first)
}

impl Outcome {
    /// Counts day and place; what is wrong, for people.
    fn setting(&mut self, document: &Document, event: Option<&Event>) -> Option<String> {
        let day = document.event_date.as_deref().and_then(|d| d.parse::<Date>().ok());
        let found = event.and_then(days);
        let mut expected = Vec::new();
        if let Some(day) = day {
            let right = found.is_some_and(|f| gives(f, day));
            self.day = Counts::new(1, found.is_some().into(), right.into());
            expected.extend((found.is_some() && !right).then(|| day.to_string()));
        }
        let place = event.and_then(|e| e.place.as_ref());
        let finer = place.filter(|p| p.place.precision < PlacePrecision::Country);
        if let Some(city) = &document.city {
            let right = finer.is_some_and(|p| all_names(p).contains(&bare_name(&city.string)));
            self.city = Counts::new(1, finer.is_some().into(), right.into());
            expected.extend((finer.is_some() && !right).then(|| city.string.clone()));
        }
        if let Some((_, state)) = document.state.as_deref().and_then(|s| s.split_once(" - ")) {
            let region = finer.and_then(|p| p.place.admin1.as_deref());
            let right = region.is_some_and(|r| bare_name(r) == bare_name(state));
            self.state = Counts::new(1, finer.is_some().into(), right.into());
            expected.extend((finer.is_some() && !right).then(|| state.to_owned()));
        }
        let event = event.filter(|_| !expected.is_empty())?;
        Some(format!("expected {}, found {}", expected.join(", "), shown(event)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::made;
    use super::*;
    use sayso::record::{Count, EventPlace, Place, PlaceKind, PlaceReason};

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
            killed: Some(killed),
            injured: Some(injured),
            city: None,
            state: None,
        };
        let right = outcome(&document(1, 0), &reading);
        assert_eq!((right.all[0].right, right.all[1].right, right.some[1].of), (1, 1, 0));
        let wrong = outcome(&document(3, 2), &reading);
        assert_eq!((wrong.all[0].right, wrong.absent), (0, [1, 1]));
    }
    #[test]
    fn the_day_and_the_place_are_those_of_the_deed() {
        let mut event = made::event(PloverType::Assault, made::span(0..4, "shot"), &[]);
        event.time = Some(made::day("2018-03-19"));
        event.place = Some(EventPlace {
            entity: None,
            place: Place {
                admin1: Some("Ohio".to_owned()),
                ..Place::named("Maple Falls", PlaceKind::Town, PlacePrecision::City)
            },
            span: made::span(5..16, "Maple Falls"),
            why: PlaceReason::OwnWords,
        });
        let document = Document {
            id: "d".to_owned(),
            published: None,
            event_date: Some("2018-03-19".to_owned()),
            text: String::new(),
            killed: None,
            injured: None,
            city: Some(City { string: "MAPLE FALLS".to_owned() }),
            state: Some("OR - Oregon".to_owned()),
        };
        let mut outcome = Outcome::default();
        let wrong = outcome.setting(&document, Some(&event));
        assert_eq!((outcome.day.right, outcome.city.right, outcome.state.right), (1, 1, 0));
        assert!(wrong.is_some_and(|w| w.starts_with("expected Oregon")));
    }
}
