//! PETRARCH's test sentences: are their CAMEO codes, taken as PLOVER types, found?
//!
//! The sentences are the unit tests of PETRARCH2 and the validation set of UniversalPetrarch (Schrodt, Beieler and Idris,
//! "Three's a Charm?: Open Event Data Coding with EL:DIABLO, PETRARCH, and the Open Event Data Alliance", 2014); codes
//! become types by `data/schemes/cameo_plover.csv`. The measures:
//!
//! - `gold events`: share of the gold events whose type is among the types of the reading's events that happened (any
//!   status in the second figure).
//! - `types`: precision, recall and F1 over the distinct types of each sentence.
//! - `country dyads`: the same over distinct triples of source, type and target, first three letters of the parties'
//!   codes, both parties given; not for the unit tests, whose countries are invented. Comparable to `country + 2-digit code`
//!   of PETRARCH-like coders, though a type is a little coarser than two digits.
//!
//! The unit tests are older than CAMEO: most of their codes are WEIS numbers (064 grant recognition, 041 praise, 122 denounce),
//! a few are CAMEO's (194 fire artillery). Which it is cannot be told from a code, so there it may become a type of either,
//! by `data/schemes/weis_plover.csv` too. Both coders pass over tense: "is about to restore ties" is coded as the restoring. PLOVER has an
//! AGREE for what is to come, so an AGREE that happened is taken for the type of the deed that it promises, a telling on the
//! same words, where the gold has that type.
//!
//! A gold event that PLOVER leaves out (01 comments, 02 appeals) is no gold event here, and a reader that finds one has an
//! extra type. A sentence is left out where a code is in no CAMEO manual (the dictionaries of the unit tests invent some)
//! or where the record tests the story filter; sentences with no event stay.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sayso::record::{Event, PloverType, Reading, Role};
use serde::Deserialize;

use super::plover::{happened, plover_type};
use super::score::{Counts, Figure, Part, Scores};
use super::{EvalError, Options, Read, compact_day, documents, each, report};

/// CAMEO codes and the types they become, by `make_cameo_plover.py`.
const CAMEO: &str = include_str!("../../../../data/schemes/cameo_plover.csv");

/// WEIS codes and the types they may become.
const WEIS: &str = include_str!("../../../../data/schemes/weis_plover.csv");

/// What the records of the unit tests are called.
const UNIT_TESTS: &str = "petrarch-unit-tests";

/// A sentence, as far as it is used.
#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    date: String,
    text: String,
    events: Vec<Coded>,
}

/// A coded event, or the remark that there is none.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Coded {
    eventcode: Option<String>,
    sourcecode: Option<String>,
    targetcode: Option<String>,
    error: Option<String>,
}

/// Types that one code may stand for; none where PLOVER leaves it out.
type Types = BTreeSet<PloverType>;

/// Source, type and target.
type Dyad = (String, PloverType, String);

/// What one sentence adds to the figures.
#[derive(Debug, Default)]
struct Outcome {
    events: Part,
    events_any_status: Part,
    types: Counts,
    dyads: Option<Counts>,
    shown: Vec<String>,
}

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other records.
pub(super) fn score(data: &Path, options: &Options, read: Read<'_>) -> Result<Scores, EvalError> {
    let schemes = Schemes::new();
    let records: Vec<Record> = documents(data, options.limit)?;
    let outcomes = each(&records, |record| {
        let gold = gold(record, &schemes)?;
        let reading = read(&report(&record.id, &record.text, compact_day(&record.date).as_deref()));
        let mut outcome = outcome(record, &gold, &reading);
        if options.show && outcome.types.right < outcome.types.gold.max(outcome.types.predicted) {
            outcome.shown.push(shown(record, &reading));
        }
        Some(outcome)
    });
    let outcomes: Vec<Outcome> = outcomes.into_iter().flatten().collect();
    Ok(Scores {
        set: "petrarch".to_owned(),
        data: data.display().to_string(),
        documents: outcomes.len(),
        figures: figures(&outcomes, records.len() - outcomes.len()),
        shown: outcomes.into_iter().flat_map(|o| o.shown).collect(),
    })
}

fn figures(outcomes: &[Outcome], left_out: usize) -> Vec<Figure> {
    let mut sum = Outcome::default();
    for outcome in outcomes {
        sum.events += outcome.events;
        sum.events_any_status += outcome.events_any_status;
        sum.types += outcome.types;
        if let Some(dyads) = outcome.dyads {
            *sum.dyads.get_or_insert_default() += dyads;
        }
    }
    let mut figures = vec![
        Figure::share("gold events", sum.events),
        Figure::share("gold events, any status", sum.events_any_status),
        Figure::prf("types", sum.types),
    ];
    figures.extend(sum.dyads.map(|dyads| Figure::prf("country dyads", dyads)));
    figures.push(Figure::number("sentences left out", left_out as f64));
    figures
}

/// The tables of codes. A row that names no type of PLOVER leaves its code without one.
struct Schemes {
    cameo: BTreeMap<&'static str, Types>,
    weis: BTreeMap<&'static str, Types>,
}

impl Schemes {
    fn new() -> Self {
        Self { cameo: table(CAMEO), weis: table(WEIS) }
    }

    /// The types that a code of a record may stand for; `None` where no scheme has it.
    fn types(&self, record: &Record, code: &str) -> Option<Types> {
        let cameo = self.cameo.get(code);
        if !record.id.starts_with(UNIT_TESTS) {
            return cameo.cloned();
        }
        let root = || code.get(..2).filter(|_| code.len() == 3).and_then(|root| self.weis.get(root));
        match (cameo, self.weis.get(code).or_else(root)) {
            (None, None) => None,
            (cameo, weis) => Some(cameo.into_iter().chain(weis).flatten().copied().collect()),
        }
    }
}

fn table(rows: &'static str) -> BTreeMap<&'static str, Types> {
    let mut table: BTreeMap<&str, Types> = BTreeMap::new();
    for line in rows.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let mut cells = line.split(',');
        if let (Some(code), Some(events)) = (cells.next(), cells.next()) {
            table.entry(code).or_default().extend(events.split('|').filter_map(plover_type));
        }
    }
    table
}

/// The gold events that PLOVER has, each with its possible types; `None` where the sentence is to be left out.
fn gold<'a>(record: &'a Record, schemes: &Schemes) -> Option<Vec<(&'a Coded, Types)>> {
    let mut events = Vec::new();
    for coded in &record.events {
        if coded.error.is_some() {
            return None;
        }
        let Some(code) = &coded.eventcode else { continue };
        let types = schemes.types(record, code)?;
        if !types.is_empty() {
            events.push((coded, types));
        }
    }
    Some(events)
}

/// The figures of one sentence.
fn outcome(record: &Record, gold: &[(&Coded, Types)], reading: &Reading) -> Outcome {
    let any_status: Types = reading.events.iter().map(|e| e.plover.event).collect();
    let coded: Types = gold.iter().flat_map(|(_, types)| types).copied().collect();
    let found: Types =
        reading.events.iter().filter(|e| happened(e)).map(|e| as_coded(e, reading, &coded)).collect();
    let mut outcome = Outcome::default();
    for (_, types) in gold {
        outcome.events.add(!types.is_disjoint(&found));
        outcome.events_any_status.add(!types.is_disjoint(&any_status));
    }
    let wanted: Types = gold.iter().map(|(_, types)| among(types, &found)).collect();
    outcome.types = Counts::new(wanted.len(), found.len(), wanted.intersection(&found).count());
    if !record.id.starts_with(UNIT_TESTS) {
        let (wanted, found) = (gold_dyads(gold, &found), found_dyads(reading, &coded));
        outcome.dyads = Some(Counts::new(wanted.len(), found.len(), wanted.intersection(&found).count()));
    }
    outcome
}

/// The type of an event that happened; of a promise, that of the deed where only this is among the coded ones.
fn as_coded(event: &Event, reading: &Reading, coded: &Types) -> PloverType {
    let own = event.plover.event;
    if own != PloverType::Agree || coded.contains(&own) {
        return own;
    }
    let deed = reading.events.iter().find(|e| e.trigger == event.trigger && coded.contains(&e.plover.event));
    deed.map_or(own, |deed| deed.plover.event)
}

/// The type of a gold event: that which was found where its code stands for two, else the first.
fn among(types: &Types, found: &Types) -> PloverType {
    let first = types.iter().find(|t| found.contains(t)).or(types.first());
    *first.expect("gold events have types") // OK because `gold` keeps only events with types
}

fn gold_dyads(gold: &[(&Coded, Types)], found: &Types) -> BTreeSet<Dyad> {
    let party = |code: &Option<String>| code.as_deref()?.get(..3).filter(|c| *c != "---").map(str::to_owned);
    let dyad = |(coded, types): &(&Coded, Types)| {
        Some((party(&coded.sourcecode)?, among(types, found), party(&coded.targetcode)?))
    };
    gold.iter().filter_map(dyad).collect()
}

fn found_dyads(reading: &Reading, coded: &Types) -> BTreeSet<Dyad> {
    let of = |e| dyads(e, as_coded(e, reading, coded), reading);
    reading.events.iter().filter(|e| happened(e)).flat_map(of).collect()
}

/// Every actor with everyone it is done to; in a mutual act every party with every other.
fn dyads(event: &Event, kind: PloverType, reading: &Reading) -> Vec<Dyad> {
    let actors = codes(event, reading, |role| role == Role::Actor);
    let others = codes(event, reading, |role| matches!(role, Role::Recipient | Role::Victim | Role::Target));
    let targets = if others.is_empty() { &actors } else { &others };
    let pairs = actors.iter().flat_map(|a| targets.iter().map(move |t| (a, t)));
    let dyad = |(a, t): (&String, &String)| (a.clone(), kind, t.clone());
    pairs.filter(|(a, t)| !others.is_empty() || a != t).map(dyad).collect()
}

/// The codes of the parties in these roles, those of states before those of kinds of bodies.
fn codes(event: &Event, reading: &Reading, roles: impl Fn(Role) -> bool) -> Vec<String> {
    let arguments = event.arguments.iter().filter(|a| roles(a.role));
    let entities =
        arguments.filter_map(|a| reading.entities.iter().find(|e| Some(&e.id) == a.entity.as_ref()));
    entities.filter_map(|e| e.country.as_ref().or(e.sector.as_ref())?.get(..3).map(str::to_owned)).collect()
}

fn shown(record: &Record, reading: &Reading) -> String {
    let codes: Vec<&str> = record.events.iter().filter_map(|e| e.eventcode.as_deref()).collect();
    let events = reading
        .events
        .iter()
        .map(|e| format!("{:?} {:?} on {:?}", e.status, e.plover.event, e.trigger.quote));
    let events: Vec<String> = events.collect();
    format!("{} {} : {} => [{}]", record.id, codes.join(" "), record.text, events.join(", "))
}

#[cfg(test)]
mod tests {
    use sayso::record::{EntityKind, Status};

    use super::super::made;
    use super::*;

    const TEXT: &str = "France met Italy";

    fn record(codes: &[&str]) -> Record {
        let coded = |code: &&str| Coded {
            eventcode: Some((*code).to_owned()),
            sourcecode: Some("FRAGOV".to_owned()),
            targetcode: Some("ITA".to_owned()),
            error: None,
        };
        Record {
            id: "made".to_owned(),
            date: "20080804".to_owned(),
            text: TEXT.to_owned(),
            events: codes.iter().map(coded).collect(),
        }
    }

    fn meeting() -> Reading {
        let mut reading = made::reading();
        let (mut france, mut italy) = (
            made::entity("n1", EntityKind::Place, made::find(TEXT, "France")),
            made::entity("n2", EntityKind::Place, made::find(TEXT, "Italy")),
        );
        france.country = Some("FRA".to_owned());
        italy.country = Some("ITA".to_owned());
        let arguments =
            [(Role::Actor, "n1", made::find(TEXT, "France")), (Role::Actor, "n2", made::find(TEXT, "Italy"))];
        reading.events = vec![made::event(PloverType::Consult, made::find(TEXT, "met"), &arguments)];
        reading.entities = vec![france, italy];
        reading
    }

    fn score_of(codes: &[&str], reading: &Reading) -> Option<Outcome> {
        let record = record(codes);
        gold(&record, &Schemes::new()).map(|gold| outcome(&record, &gold, reading))
    }

    #[test]
    fn the_table_has_every_root() {
        let table = table(CAMEO);
        let root = |n: usize| &table[format!("{n:02}").as_str()];
        assert!((3..=20).all(|n| !root(n).is_empty()));
        assert!(root(1).is_empty() && root(2).is_empty());
        assert_eq!(root(8).len(), 2);
        assert_eq!(table["1384"], Types::from([PloverType::Threaten]));
    }

    #[test]
    fn a_mutual_act_has_a_dyad_each_way() {
        let outcome = score_of(&["040"], &meeting()).unwrap(); // OK because 040 is in the table
        assert_eq!(outcome.events, Part { right: 1, of: 1 });
        assert_eq!(outcome.types, Counts::new(1, 1, 1));
        assert_eq!(outcome.dyads, Some(Counts::new(1, 2, 1)));
    }

    #[test]
    fn a_comment_is_no_gold_event() {
        let outcome = score_of(&["010"], &meeting()).unwrap(); // OK because 010 is in the table
        assert_eq!(outcome.types, Counts::new(0, 1, 0));
        assert_eq!(outcome.events, Part::default());
    }

    #[test]
    fn unit_tests_are_coded_by_weis_or_cameo() {
        let schemes = Schemes::new();
        let types = |id: &str, code: &str| schemes.types(&Record { id: id.to_owned(), ..record(&[]) }, code);
        let unit = |code: &str| types("petrarch-unit-tests-X", code);
        assert_eq!(unit("064"), Some(Types::from([PloverType::Support, PloverType::Cooperate])));
        assert_eq!(unit("023"), Some(Types::new()));
        assert_eq!(unit("161"), Some(Types::from([PloverType::Threaten, PloverType::Sanction])));
        assert_eq!((unit("901"), unit("1717")), (None, None));
        assert_eq!(types("gsr", "041"), Some(Types::from([PloverType::Consult])));
    }

    #[test]
    fn a_promise_is_taken_for_the_deed_that_is_coded() {
        let mut reading = meeting();
        let mut promise = reading.events[0].clone();
        promise.plover.event = PloverType::Agree;
        reading.events[0].status = Status::Intended;
        reading.events.push(promise);
        let outcome = score_of(&["040"], &reading).unwrap(); // OK because 040 is in the table
        assert_eq!(outcome.types, Counts::new(1, 1, 1));
    }

    #[test]
    fn invented_codes_leave_the_sentence_out() {
        assert!(score_of(&["040", "903"], &meeting()).is_none());
    }
}
