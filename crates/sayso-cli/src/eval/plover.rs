//! PLOVER's own examples: is the type of the event right, and are its source and target found?
//!
//! The examples are the gold standard records of the Open Event Data Alliance ("PLOVER: Political Language Ontology for
//! Verifiable Event Records", manual, 2018; sentences of the CAMEO 1.1b3 manual): one event a sentence, with the marked
//! words of source, target and event. No measure was published with them; these are ours:
//!
//! - `type`: the gold type is among the types of the reading's events that happened; `any status`: of all its events.
//! - `type on the marked words`: such an event has a trigger or mention on the words marked EVT.
//! - `extra events a sentence`: events that happened and are of another type, on average. A sentence may truly hold more
//!   than the one event that is marked, so the figure is a ceiling of the harm.
//! - `source`, `target`: the marked words overlap an argument on that side of an event of the right type (any status).
//! - `country`, `sector`: the gold code is that of an entity on that side of such an event.
//!
//! The records are coded after the draft of 2017. Categories that the manual dropped are taken as the manual has them:
//! DEMAND is REQUEST, DISAPPROVE and INVESTIGATE are ACCUSE, FIGHT is ASSAULT (with mode `deport`: COERCE).

use std::ops::Range;
use std::path::Path;

use sayso::record::{Entity, Event, PloverType, Reading, Role, Span, Status};
use serde::Deserialize;

use super::score::{Figure, Part, Scores};
use super::text::{overlaps, range};
use super::{EvalError, Options, Read, documents, each, report};

/// A record, as far as it is used.
#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    event: String,
    mode: Option<String>,
    text: String,
    source: Vec<Coded>,
    target: Vec<Coded>,
    marks: Vec<Mark>,
}

/// A coded party. One record's target is spelled letter by letter, which stands for none.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Coded {
    Party {
        code: String,
        #[serde(default)]
        sector: Option<String>,
    },
    Letter(#[expect(dead_code, reason = "a slip of the corpus")] char),
}

/// Marked words.
#[derive(Debug, Deserialize)]
struct Mark {
    label: String,
    span: [usize; 2],
}

/// The side of an event that a party stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Source,
    Target,
}

/// What one record adds to the figures.
#[derive(Debug, Default)]
struct Outcome {
    kind: Part,
    kind_any_status: Part,
    kind_on_words: Part,
    extra: usize,
    words: [Part; 2],
    country: [Part; 2],
    sector: [Part; 2],
    shown: Vec<String>,
}

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other records.
pub(super) fn score(data: &Path, options: &Options, read: Read<'_>) -> Result<Scores, EvalError> {
    let records: Vec<Record> = documents(data, options.limit)?;
    let outcomes = each(&records, |record| {
        let reading = read(&report(&record.id, &record.text, None));
        let mut outcome = outcome(record, &reading);
        if !options.show || (outcome.kind.right == outcome.kind.of && outcome.extra == 0) {
            outcome.shown.clear();
        }
        outcome
    });
    Ok(Scores {
        set: "plover".to_owned(),
        data: data.display().to_string(),
        documents: records.len(),
        figures: figures(&outcomes),
        shown: outcomes.into_iter().flat_map(|o| o.shown).collect(),
    })
}

fn figures(outcomes: &[Outcome]) -> Vec<Figure> {
    let sum = |of: &dyn Fn(&Outcome) -> Part| {
        let mut sum = Part::default();
        outcomes.iter().for_each(|o| sum += of(o));
        sum
    };
    let extra: usize = outcomes.iter().map(|o| o.extra).sum();
    vec![
        Figure::share("type", sum(&|o| o.kind)),
        Figure::share("type, any status", sum(&|o| o.kind_any_status)),
        Figure::share("type on the marked words", sum(&|o| o.kind_on_words)),
        Figure::number("extra events a sentence", extra as f64 / outcomes.len().max(1) as f64),
        Figure::share("source", sum(&|o| o.words[0])),
        Figure::share("target", sum(&|o| o.words[1])),
        Figure::share("source country", sum(&|o| o.country[0])),
        Figure::share("target country", sum(&|o| o.country[1])),
        Figure::share("source sector", sum(&|o| o.sector[0])),
        Figure::share("target sector", sum(&|o| o.sector[1])),
    ]
}

/// The figures of one record.
fn outcome(record: &Record, reading: &Reading) -> Outcome {
    let gold = manual_type(&record.event, record.mode.as_deref());
    let of_type: Vec<&Event> = reading.events.iter().filter(|e| Some(e.plover.event) == gold).collect();
    let mut outcome = Outcome { shown: vec![shown(record, reading)], ..Outcome::default() };
    outcome.kind.add(of_type.iter().any(|e| happened(e)));
    outcome.kind_any_status.add(!of_type.is_empty());
    outcome.kind_on_words.add(of_type.iter().any(|e| is_on(e, &record.marked("EVT"))));
    outcome.extra = reading.events.iter().filter(|e| happened(e) && Some(e.plover.event) != gold).count();
    for side in [Side::Source, Side::Target] {
        let i = side as usize;
        for words in record.marked(if side == Side::Source { "SRC" } else { "TAR" }) {
            outcome.words[i].add(spans(&of_type, side).iter().any(|span| overlaps(span, &words)));
        }
        let parties = parties(&of_type, side, reading);
        let coded = if side == Side::Source { &record.source } else { &record.target };
        for (code, sector) in coded.iter().filter_map(Coded::codes) {
            outcome.country[i].add(parties.iter().any(|entity| has_country(entity, code)));
            if let Some(sector) = sector.and_then(sector_code) {
                outcome.sector[i].add(parties.iter().any(|entity| entity.sector.as_deref() == Some(sector)));
            }
        }
    }
    outcome
}

impl Record {
    /// The words under a label; `SRC/TAR` stands for both.
    fn marked(&self, label: &str) -> Vec<Range<usize>> {
        let fits = |mark: &&Mark| mark.label.split('/').any(|part| part == label);
        self.marks.iter().filter(fits).map(|mark| range(mark.span)).collect()
    }
}

impl Coded {
    fn codes(&self) -> Option<(&str, Option<&str>)> {
        match self {
            Self::Party { code, sector } => Some((code, sector.as_deref())),
            Self::Letter(_) => None,
        }
    }
}

/// The manual's type for a category of the draft.
fn manual_type(draft: &str, mode: Option<&str>) -> Option<PloverType> {
    match draft {
        "DEMAND" => Some(PloverType::Request),
        "DISAPPROVE" | "INVESTIGATE" => Some(PloverType::Accuse),
        "FIGHT" if mode == Some("deport") => Some(PloverType::Coerce),
        "FIGHT" => Some(PloverType::Assault),
        other => plover_type(other),
    }
}

/// The type of this name.
pub(super) fn plover_type(name: &str) -> Option<PloverType> {
    serde_json::from_value(serde_json::Value::from(name)).ok()
}

/// Whether the report has the event as having happened.
pub(super) fn happened(event: &Event) -> bool {
    matches!(event.status, Status::Occurred | Status::Ongoing)
}

fn is_on(event: &Event, words: &[Range<usize>]) -> bool {
    std::iter::once(&event.trigger).chain(&event.mentions).any(|t| words.iter().any(|w| overlaps(t, w)))
}

/// Whether a role is on a side. In a mutual act all are actors, so an event without recipient has actors on both.
fn stands_on(event: &Event, role: Role, side: Side) -> bool {
    match (side, role) {
        (Side::Source, Role::Actor) | (Side::Target, Role::Recipient | Role::Victim | Role::Target) => true,
        (Side::Target, Role::Actor) => !event.arguments.iter().any(|a| a.role == Role::Recipient),
        _ => false,
    }
}

/// The words on a side of the events.
fn spans<'a>(events: &[&'a Event], side: Side) -> Vec<&'a Span> {
    let arguments = |event: &&'a Event| {
        let event = *event;
        event.arguments.iter().filter(move |a| stands_on(event, a.role, side)).map(|a| &a.span)
    };
    events.iter().flat_map(arguments).collect()
}

/// The entities on a side of the events.
fn parties<'a>(events: &[&Event], side: Side, reading: &'a Reading) -> Vec<&'a Entity> {
    let ids = |event: &Event| -> Vec<String> {
        event
            .arguments
            .iter()
            .filter(|a| stands_on(event, a.role, side))
            .filter_map(|a| a.entity.clone())
            .collect()
    };
    let ids: Vec<String> = events.iter().flat_map(|event| ids(event)).collect();
    reading.entities.iter().filter(|entity| ids.contains(&entity.id)).collect()
}

/// Whether the entity has the code, be it a state's or that of a kind of body (IGO, NGO).
fn has_country(entity: &Entity, code: &str) -> bool {
    let code = match code {
        "ITL" => "ITA",
        "JAP" => "JPN",
        "VTN" => "VNM",
        other => other,
    };
    entity.country.as_deref() == Some(code) || entity.sector.as_deref() == Some(code)
}

/// The first of a record's sector codes; the lower-case rest names a people, `***` nobody.
fn sector_code(written: &str) -> Option<&str> {
    match written.get(..3)? {
        "***" => None,
        "CIV" => Some("CVL"),
        code => Some(code),
    }
}

fn shown(record: &Record, reading: &Reading) -> String {
    let events = reading
        .events
        .iter()
        .map(|e| format!("{:?} {:?} on {:?}", e.status, e.plover.event, e.trigger.quote));
    let events: Vec<String> = events.collect();
    format!("{} {} : {} => [{}]", record.id, record.event, record.text, events.join(", "))
}

#[cfg(test)]
mod tests {
    use sayso::record::EntityKind;

    use super::super::made;
    use super::*;

    const TEXT: &str = "Arnor police beat Gondor farmers on Monday";

    fn record(event: &str) -> Record {
        let mark = |label: &str, quote: &str| {
            let span = made::find(TEXT, quote);
            Mark { label: label.to_owned(), span: [span.start, span.end] }
        };
        let party = |code: &str, sector: &str| Coded::Party {
            code: code.to_owned(),
            sector: Some(sector.to_owned()),
        };
        Record {
            id: "made".to_owned(),
            event: event.to_owned(),
            mode: None,
            text: TEXT.to_owned(),
            source: vec![party("ARN", "COP")],
            target: vec![party("GON", "CIV")],
            marks: vec![mark("SRC", "Arnor"), mark("EVT", "beat"), mark("TAR", "Gondor")],
        }
    }

    fn beating() -> Reading {
        let find = |quote| made::find(TEXT, quote);
        let mut reading = made::reading();
        let mut police = made::entity("n1", EntityKind::Organization, find("Arnor police"));
        police.country = Some("ARN".to_owned());
        police.sector = Some("COP".to_owned());
        let mut farmers = made::entity("n2", EntityKind::Person, find("Gondor farmers"));
        farmers.sector = Some("CVL".to_owned());
        reading.entities = vec![police, farmers];
        let arguments =
            [(Role::Actor, "n1", find("Arnor police")), (Role::Victim, "n2", find("Gondor farmers"))];
        reading.events = vec![made::event(PloverType::Assault, find("beat"), &arguments)];
        reading
    }

    #[test]
    fn a_right_record() {
        let outcome = outcome(&record("FIGHT"), &beating());
        let one = Part { right: 1, of: 1 };
        assert_eq!([outcome.kind, outcome.kind_any_status, outcome.kind_on_words], [one; 3]);
        assert_eq!((outcome.words, outcome.extra), ([one; 2], 0));
        assert_eq!(outcome.country, [one, Part { right: 0, of: 1 }]);
        assert_eq!(outcome.sector, [one; 2]);
    }

    #[test]
    fn another_type_is_an_extra_event() {
        let outcome = outcome(&record("DEMAND"), &beating());
        assert_eq!((outcome.kind.right, outcome.extra), (0, 1));
        assert_eq!(outcome.words[0], Part { right: 0, of: 1 });
    }

    #[test]
    fn an_intended_event_counts_under_any_status_alone() {
        let mut reading = beating();
        reading.events[0].status = Status::Intended;
        let outcome = outcome(&record("ASSAULT"), &reading);
        assert_eq!((outcome.kind.right, outcome.kind_any_status.right, outcome.extra), (0, 1, 0));
    }

    #[test]
    fn categories_of_the_draft() {
        assert_eq!(manual_type("DEMAND", None), Some(PloverType::Request));
        assert_eq!(manual_type("FIGHT", Some("deport")), Some(PloverType::Coerce));
        assert_eq!(manual_type("AGREE", None), Some(PloverType::Agree));
        assert_eq!(manual_type("CRIME", None), None);
    }

    #[test]
    fn a_target_spelled_in_letters_is_none() {
        let coded: Vec<Coded> = serde_json::from_str(r#"["d", {"actorText": "X", "code": "GRC"}]"#).unwrap(); // OK because written here
        assert_eq!(coded.iter().filter_map(Coded::codes).collect::<Vec<_>>(), [("GRC", None)]);
    }
}
