//! SATP: what happened in a short incident report of the Maoist conflict in India, and how many it killed and injured.
//!
//! The corpus: 9,921 reports of the South Asia Terrorism Portal, coded by hand (E. Teitelbaum, code-satp). Its notebooks
//! classify with DistilBERT; no figures for the numbers of dead and injured were published. The measures are ours:
//!
//! - `acts`: the kinds of act of a report (of seven) against those coded, as micro precision, recall and F1.
//! - `killed`, `injured`: of the reports whose coded total is greater than 0, those for which the reading's total is exactly
//!   that; `... where none` is the precision side: of the reports coded 0 (which may mean "not said"), those for which the
//!   reading has none either. Of the misses, `not in the text` are those whose number no word of the report gives.
//! - `perpetrator`, `target`: of the reports coded so, those for which an actor (somebody harmed, met or hit) of an event at
//!   hand is of that side by its sector, over reports of armed assault and bombing whose gold is one of Maoist, Security
//!   and, for targets, Civilians.
//!
//! - Where and when: [`setting`].
//!
//! How a [`Reading`] becomes acts (decided on the part that is not scored; [`act`]): events at hand ([`super::toll`]) by
//! PLOVER type and mode; looting, which PLOVER has with destruction, is a seizure to the coders:
//!
//! ```text
//! ASSAULT abduct -> abduction     explosives, suicide-attack -> bombing     destroy -> infrastructure     else armed_assault
//! COERCE arrest -> arrest         COERCE seize, looting -> seizure
//! RETREAT disarm, surrendering -> surrender                                  PROTEST riot, vandalize, obstruct -> infrastructure
//! ```
//!
//! The scored part is the last fifth of the file by sorted id; `--rest` scores the other four fifths, which tables and rules
//! were made on.

mod setting;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;
use sayso::record::{Event, PloverType, Reading, Role};
use serde::Deserialize;

use super::score::{Counts, Figure, Part, Scores};
use super::toll::{at_hand, in_text, total};
use super::{EvalError, Options, Read, documents, each, report};

/// The acts, in the order in which they are shown.
const ACTS: [&str; 7] =
    ["armed_assault", "arrest", "bombing", "infrastructure", "surrender", "seizure", "abduction"];

/// A report, as far as it is used.
#[derive(Debug, Deserialize)]
struct Document {
    id: String,
    date: Option<String>,
    text: String,
    perpetrator: Option<String>,
    #[serde(default)]
    actions: Vec<String>,
    #[serde(default)]
    targets: Vec<String>,
    killed: Option<Toll>,
    injured: Option<Toll>,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(default)]
    location: Location,
}

/// The names of where it was.
#[derive(Debug, Default, Deserialize)]
struct Location {
    state: Option<String>,
    district: Option<String>,
    block: Option<String>,
    village_name: Option<String>,
}

/// How many, all told.
#[derive(Debug, Deserialize)]
struct Toll {
    total: Option<u64>,
}

/// What one report adds to the figures.
#[derive(Debug, Default)]
struct Outcome {
    acts: [Counts; 7],
    some: [Part; 2],
    none: [Part; 2],
    absent: [usize; 2],
    perpetrator: Part,
    target: Part,
    setting: setting::Setting,
    shown: Option<String>,
}

/// Reads the corpus and scores a part of it.
///
/// # Errors
/// When the file cannot be read or holds other documents.
pub(super) fn score(data: &Path, options: &Options, read: Read<'_>) -> Result<Scores, EvalError> {
    let mut all: Vec<Document> = documents(data, None)?;
    all.sort_by(|a, b| a.id.cmp(&b.id));
    let cut = all.len() * 4 / 5;
    let part = if options.rest { &all[..cut] } else { &all[cut..] };
    let part = &part[..options.limit.unwrap_or(part.len()).min(part.len())];
    let outcomes = each(part, |d| outcome(d, &read(&report(&d.id, &d.text, d.date.as_deref()))));
    Ok(Scores {
        set: "satp".to_owned(),
        data: data.display().to_string(),
        documents: part.len(),
        figures: figures(&outcomes),
        shown: outcomes.into_iter().filter_map(|o| o.shown.filter(|_| options.show)).collect(),
    })
}

fn figures(outcomes: &[Outcome]) -> Vec<Figure> {
    let counts = |of: &dyn Fn(&Outcome) -> Counts| {
        let mut sum = Counts::default();
        outcomes.iter().for_each(|o| sum += of(o));
        sum
    };
    let part = |of: &dyn Fn(&Outcome) -> Part| {
        let mut sum = Part::default();
        outcomes.iter().for_each(|o| sum += of(o));
        sum
    };
    let mut all = Counts::default();
    let mut figures = Vec::new();
    for (i, act) in ACTS.into_iter().enumerate() {
        let sum = counts(&|o| o.acts[i]);
        all += sum;
        figures.push(Figure::prf(act, sum));
    }
    figures.push(Figure::prf("acts", all));
    for (i, what) in ["killed", "injured"].into_iter().enumerate() {
        figures.push(Figure::share(what, part(&|o| o.some[i])));
        figures.push(Figure::share(format!("{what}, where none"), part(&|o| o.none[i])));
        let absent: usize = outcomes.iter().map(|o| o.absent[i]).sum();
        figures.push(Figure::number(format!("{what}, missed: not in the text"), absent as f64));
    }
    figures.push(Figure::share("perpetrator", part(&|o| o.perpetrator)));
    figures.push(Figure::share("target", part(&|o| o.target)));
    figures.extend(setting::figures(outcomes.iter().map(|o| &o.setting)));
    figures
}

fn outcome(document: &Document, reading: &Reading) -> Outcome {
    let day = document.date.as_deref().and_then(|d| d.parse::<Date>().ok());
    let events: Vec<&Event> = reading.events.iter().filter(|e| at_hand(e, day)).collect();
    let found: BTreeSet<&str> = events.iter().filter_map(|e| act(e)).collect();
    let gold: BTreeSet<&str> = document.actions.iter().map(String::as_str).collect();
    let mut outcome = Outcome::default();
    for (i, act) in ACTS.into_iter().enumerate() {
        let (g, p) = (gold.contains(act), found.contains(act));
        outcome.acts[i] = Counts::new(g.into(), p.into(), (g && p).into());
    }
    let totals = [
        (&document.killed, total(events.iter().copied(), |e| e.killed.as_ref())),
        (&document.injured, total(events.iter().copied(), |e| e.injured.as_ref())),
    ];
    let mut lines = Vec::new();
    for (i, (gold, found)) in totals.into_iter().enumerate() {
        let gold = gold.as_ref().and_then(|t| t.total).unwrap_or(0);
        if gold > 0 {
            outcome.some[i].add(gold == found);
            outcome.absent[i] += usize::from(gold != found && !in_text(gold, &document.text));
        } else {
            outcome.none[i].add(found == 0);
        }
        if gold != found {
            lines.push(format!("{} {found} for {gold}", ["killed", "injured"][i]));
        }
    }
    if gold != found {
        lines.insert(0, format!("acts {found:?} for {gold:?}"));
    }
    if gold.contains("armed_assault") || gold.contains("bombing") {
        sides(document, reading, &events, &mut outcome);
    }
    let answer = events.iter().copied().find(|e| act(e).is_some_and(|a| gold.contains(a)));
    outcome.setting = setting::of(document, answer);
    lines.extend(outcome.setting.wrong.take());
    outcome.shown =
        (!lines.is_empty()).then(|| format!("{}: {}\n    {}", document.id, lines.join("; "), document.text));
    outcome
}

/// Perpetrator and target, where they are one of the sides that a sector tells.
fn sides(document: &Document, reading: &Reading, events: &[&Event], outcome: &mut Outcome) {
    let found = |roles: &[Role], want: &str| {
        events.iter().flat_map(|e| &e.arguments).filter(|a| roles.contains(&a.role)).any(|a| {
            let entity = reading.entities.iter().find(|e| Some(&e.id) == a.entity.as_ref());
            entity.and_then(|e| e.sector.as_deref()).is_some_and(|s| side(s) == Some(want))
        })
    };
    if let Some(gold @ ("Maoist" | "Security")) = document.perpetrator.as_deref() {
        outcome.perpetrator.add(found(&[Role::Actor], gold));
    }
    if let [gold @ ("Maoist" | "Security" | "Civilians")] =
        document.targets.iter().map(String::as_str).collect::<Vec<_>>()[..]
    {
        outcome.target.add(found(&[Role::Victim, Role::Recipient, Role::Target], gold));
    }
}

/// The coders' side for one of PLOVER's sectors.
fn side(sector: &str) -> Option<&'static str> {
    Some(match sector {
        "REB" | "UAF" | "CRM" => "Maoist",
        "COP" | "MIL" | "PRM" | "SPY" => "Security",
        "GOV" | "LEG" | "JUD" => return None,
        _ => "Civilians",
    })
}

/// The kind of act that an event is, if it is one of the seven.
fn act(event: &Event) -> Option<&'static str> {
    let mode = event.plover.mode.as_deref();
    let word = |start: &str| event.trigger.quote.to_lowercase().starts_with(start);
    Some(match (event.plover.event, mode) {
        (PloverType::Assault, Some("abduct")) => "abduction",
        (PloverType::Assault, Some("explosives" | "suicide-attack")) => "bombing",
        (PloverType::Assault, Some("destroy")) if word("loot") => "seizure",
        (PloverType::Assault, Some("destroy")) => "infrastructure",
        (PloverType::Assault, _) => "armed_assault",
        (PloverType::Coerce, Some("arrest")) => "arrest",
        (PloverType::Coerce, Some("seize")) => "seizure",
        (PloverType::Retreat, Some("withdraw")) if word("surrender") => "surrender",
        (PloverType::Retreat, Some("disarm")) => "surrender",
        (PloverType::Protest, Some("riot" | "vandalize" | "obstruct")) => "infrastructure",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::made;
    use super::*;
    use sayso::record::{Count, EntityKind, Status};

    const TEXT: &str = "Rebels shot dead two constables and fled.";

    fn reading() -> Reading {
        let mut reading = made::reading();
        let (rebels, constables) = (made::find(TEXT, "Rebels"), made::find(TEXT, "two constables"));
        reading.entities = vec![
            made::entity("n1", EntityKind::Group, rebels.clone()),
            made::entity("n2", EntityKind::Person, constables.clone()),
        ];
        reading.entities[0].sector = Some("REB".to_owned());
        reading.entities[1].sector = Some("COP".to_owned());
        let arguments = [(Role::Actor, "n1", rebels), (Role::Victim, "n2", constables.clone())];
        let mut event = made::event(PloverType::Assault, made::find(TEXT, "shot dead"), &arguments);
        event.killed = Some(Count { low: 2, high: Some(2), span: constables });
        reading.events = vec![event];
        reading
    }

    fn document(actions: &[&str], killed: u64) -> Document {
        Document {
            id: "d".to_owned(),
            date: None,
            text: TEXT.to_owned(),
            perpetrator: Some("Maoist".to_owned()),
            actions: actions.iter().map(|a| (*a).to_owned()).collect(),
            targets: vec!["Security".to_owned()],
            killed: Some(Toll { total: Some(killed) }),
            injured: None,
            lat: None,
            lon: None,
            location: Location::default(),
        }
    }

    #[test]
    fn a_right_report() {
        let o = outcome(&document(&["armed_assault"], 2), &reading());
        assert_eq!(o.acts[0], Counts::new(1, 1, 1));
        assert_eq!((o.some[0], o.none[1]), (Part { right: 1, of: 1 }, Part { right: 1, of: 1 }));
        assert_eq!((o.perpetrator.right, o.target.right), (1, 1));
        assert!(o.shown.is_none());
    }

    #[test]
    fn another_number_and_another_act_are_wrong() {
        let o = outcome(&document(&["bombing"], 3), &reading());
        assert_eq!((o.acts[0], o.acts[2]), (Counts::new(0, 1, 0), Counts::new(1, 0, 0)));
        assert_eq!((o.some[0].right, o.absent[0]), (0, 1));
        assert!(o.shown.is_some());
    }

    #[test]
    fn what_did_not_happen_is_no_act() {
        let mut reading = reading();
        reading.events[0].status = Status::Threatened;
        assert_eq!(outcome(&document(&[], 0), &reading).acts[0], Counts::new(0, 0, 0));
    }
}
