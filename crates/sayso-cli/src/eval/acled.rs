//! ACLED: is the main event of a snippet of the right sub-event type?
//!
//! Data: our own snippets (`crates/sayso-cli/data/`), and those of CASE 2021's task 2 (Haneczok, Jacquet, Piskorski and
//! Stefanovitch, "Fine-grained Event Classification in News-like Text Snippets", CASE 2021), whose names for the 25
//! sub-event types are read as ACLED's and which has five types more. A snippet is one to three sentences with one label.
//!
//! The measures, over the labels that the gold has: F1 of each type; their plain mean (`macro F1`); their mean weighted by
//! how often the gold has them (`weighted F1`, the shared task's ranking). A snippet for which nothing is found is wrong
//! and counts for no type.
//!
//! **The main event of a reading** ([`main_type`]): of the events that happened and have an ACLED type, the first one told,
//! but one that is told later wins if it says what the earlier one came to: see [`outweighs`]; an event that only describes
//! somebody (`detained bloggers`) comes last. Where the gold has the further types, a claim, denial or charge of
//! responsibility (`Attribution of responsibility`) and the words and deeds of those who speak for states (`Diplomacy`)
//! are told with them, and the first wins again; the record does not carry crime and disasters.

use std::collections::BTreeMap;
use std::path::Path;

use sayso::record::{Act, Entity, EntityKind, Event, PloverType, Reading, Role, Span, Statement};
use sayso::tables::acled;
use serde::Deserialize;

use super::plover::happened;
use super::score::{Counts, Figure, Part, Scores};
use super::{EvalError, Options, Read, documents, each, held_out, report};

/// A responsibility is claimed, denied or assigned.
const ATTRIBUTION: &str = "Attribution of responsibility";
/// A word or deed between governments.
const DIPLOMACY: &str = "Diplomacy";

/// The shared task's names and what they are called here.
const CASE: [(&str, &str); 30] = [
    ("ARMED_CLASH", "Armed clash"),
    ("GOV_REGAINS_TERIT", "Government regains territory"),
    ("NON_STATE_ACTOR_OVERTAKES_TER", "Non-state actor overtakes territory"),
    ("CHEM_WEAP", "Chemical weapon"),
    ("AIR_STRIKE", "Air/drone strike"),
    ("SUIC_BOMB", "Suicide bomb"),
    ("ART_MISS_ATTACK", "Shelling/artillery/missile attack"),
    ("REM_EXPLOS", "Remote explosive/landmine/IED"),
    ("GRENADE", "Grenade"),
    ("SEX_VIOL", "Sexual violence"),
    ("ATTACK", "Attack"),
    ("ABDUCT_DISSAP", "Abduction/forced disappearance"),
    ("PEACE_PROTEST", "Peaceful protest"),
    ("PROTEST_WITH_INTER", "Protest with intervention"),
    ("FORCE_AGAINST_PROTEST", "Excessive force against protesters"),
    ("VIOL_DEMONSTR", "Violent demonstration"),
    ("MOB_VIOL", "Mob violence"),
    ("AGREEMENT", "Agreement"),
    ("ARREST", "Arrests"),
    ("CHANGE_TO_GROUP_ACT", "Change to group/activity"),
    ("DISR_WEAP", "Disrupted weapons use"),
    ("HQ_ESTABLISHED", "Headquarters or base established"),
    ("PROPERTY_DISTRUCT", "Looting/property destruction"),
    ("NON_VIOL_TERRIT_TRANSFER", "Non-violent transfer of territory"),
    ("OTHER", "Other"),
    ("ORG_CRIME", "Organized crime"),
    ("NATURAL_DISASTER", "Natural disaster"),
    ("MAN_MADE_DISASTER", "Man-made disaster"),
    ("DIPLO", DIPLOMACY),
    ("ATTRIB", ATTRIBUTION),
];

/// A snippet.
#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    text: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(alias = "label")]
    sub_event: String,
}

impl Record {
    /// The label as ACLED writes it.
    fn label(&self) -> &str {
        CASE.iter()
            .find(|(case, _)| *case == self.sub_event)
            .map_or(self.sub_event.as_str(), |(_, name)| name)
    }
}

/// What the gold has and what was found, if anything.
type Outcome = (String, Option<String>);

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other records.
pub(super) fn score(data: &Path, options: &Options, read: Read<'_>) -> Result<Scores, EvalError> {
    let records: Vec<Record> = held_out(documents(data, options.limit)?, options.fold.unwrap_or(1));
    let further = records.iter().any(|r| CASE[25..].iter().any(|(_, name)| *name == r.label()));
    let outcomes = each(&records, |record| {
        let reading = read(&report(&record.id, &record.text, record.date.as_deref()));
        let found = main_type(&reading, further);
        let wrong = found.as_deref() != Some(record.label());
        let line = (options.show && wrong).then(|| shown(record, found.as_deref(), &reading));
        ((record.label().to_owned(), found), line)
    });
    let (outcomes, lines): (Vec<Outcome>, Vec<Option<String>>) = outcomes.into_iter().unzip();
    Ok(Scores {
        set: "acled".to_owned(),
        data: data.display().to_string(),
        documents: records.len(),
        figures: figures(&outcomes),
        shown: lines.into_iter().flatten().collect(),
    })
}

fn figures(outcomes: &[Outcome]) -> Vec<Figure> {
    let types = by_type(outcomes);
    let gold: usize = types.values().map(|c| c.gold).sum();
    let (number, of) = (types.len().max(1) as f64, gold.max(1) as f64);
    let plain = types.values().map(|c| c.f1()).sum::<f64>() / number;
    let weighted = types.values().map(|c| c.f1() * c.gold as f64).sum::<f64>() / of;
    let mut right = Part::default();
    for (gold, found) in outcomes {
        right.add(found.as_ref() == Some(gold));
    }
    let mut figures = vec![
        Figure::number("macro F1", plain),
        Figure::number("weighted F1", weighted),
        Figure::share("right", right),
    ];
    figures.extend(types.into_iter().map(|(name, counts)| Figure::prf(name, counts)));
    figures
}

/// The counts of every type that the gold has.
fn by_type(outcomes: &[Outcome]) -> BTreeMap<&str, Counts> {
    let mut types: BTreeMap<&str, Counts> = BTreeMap::new();
    for (gold, found) in outcomes {
        let right = usize::from(found.as_ref() == Some(gold));
        *types.entry(gold).or_default() += Counts::new(1, 0, right);
    }
    for found in outcomes.iter().filter_map(|(_, found)| found.as_deref()) {
        if let Some(counts) = types.get_mut(found) {
            counts.predicted += 1;
        }
    }
    types
}

/// The type of the main event of a reading, by ACLED's name; `further`: the types that the shared task adds may be meant.
fn main_type(reading: &Reading, further: bool) -> Option<String> {
    let mut told: Vec<Told<'_>> =
        reading.events.iter().filter_map(|e| Told::of(reading, e, further)).collect();
    if further {
        told.extend(reading.statements.iter().filter_map(Told::claimed));
    }
    told.sort_by_key(|t| (t.describes, t.at));
    let main = told.into_iter().reduce(|main, next| if next.outweighs(&main) { next } else { main });
    main.map(|t| t.kind.to_owned())
}

/// A candidate for the main event.
struct Told<'a> {
    /// The type it speaks for.
    kind: &'a str,
    /// Where it is first told.
    at: usize,
    /// "detained bloggers": an event that only describes somebody, so that its word stands within their phrase.
    describes: bool,
}

impl<'a> Told<'a> {
    fn of(reading: &Reading, event: &'a Event, further: bool) -> Option<Self> {
        let own = event.acled.as_ref().map(|a| a.sub_event_type.as_str());
        let kind = own.or_else(|| further.then(|| further_type(reading, event)).flatten())?;
        let within = |span: &Span| span.start <= event.trigger.start && event.trigger.end <= span.end;
        let describes = event.mentions.is_empty() && event.arguments.iter().any(|a| within(&a.span));
        happened(event).then(|| Self { kind, at: first_told(event), describes })
    }

    /// A responsibility that is claimed or denied.
    fn claimed(statement: &Statement) -> Option<Self> {
        let claimed = matches!(statement.act, Act::ClaimResponsibility | Act::Deny | Act::Accuse);
        claimed.then_some(Self { kind: ATTRIBUTION, at: statement.cue.start, describes: false })
    }

    fn outweighs(&self, main: &Self) -> bool {
        !self.describes && outweighs(self.kind, main.kind)
    }
}

/// Where the event is first told.
fn first_told(event: &Event) -> usize {
    std::iter::once(&event.trigger).chain(&event.mentions).map(|s| s.start).min().unwrap_or(0)
}

/// Whether a coder names the snippet after the type told later: the taking of a place rather than the fight or the move
/// before it, a clash or a sharper kind of violence rather than the attack that it began as, and what was done at a
/// demonstration rather than that it took place.
fn outweighs(later: &str, earlier: &str) -> bool {
    let taking = later.ends_with("territory");
    let remote = acled(later).is_some_and(|a| a.event_type == "Explosions/Remote violence");
    let demonstration =
        ["Protest with intervention", "Excessive force against protesters", "Violent demonstration"];
    let at_demonstration = demonstration.iter().position(|d| *d == later);
    match earlier {
        "Armed clash" | "Change to group/activity" => taking,
        "Attack" => {
            taking
                || remote
                || later == "Armed clash"
                || later == "Sexual violence"
                || at_demonstration.is_some()
        }
        "Peaceful protest" | "Arrests" => at_demonstration.is_some(),
        "Looting/property destruction" => at_demonstration.is_some() || later == "Sexual violence",
        _ => demonstration.iter().position(|d| *d == earlier).is_some_and(|e| at_demonstration > Some(e)),
    }
}

/// Which of the shared task's further types an event without an ACLED type speaks for: a charge assigns responsibility,
/// another word or deed of somebody who speaks for a state or a body of states is diplomacy.
fn further_type(reading: &Reading, event: &Event) -> Option<&'static str> {
    use PloverType::{Accuse, Agree, Consult, Cooperate, Reject, Request, Sanction, Support, Threaten};
    let official = |id: &String| {
        let sector =
            |e: &Entity| e.sector.as_deref().is_some_and(|s| matches!(s, "GOV" | "IGO" | "LEG" | "ELI"));
        let state = |e: &Entity| e.kind == EntityKind::Place && e.country.is_some();
        reading.entities.iter().any(|e| e.id == *id && (sector(e) || state(e)))
    };
    let actors = event.arguments.iter().filter(|a| a.role == Role::Actor).filter_map(|a| a.entity.as_ref());
    let by_officials = actors.into_iter().any(official);
    match event.plover.event {
        Accuse if event.plover.mode.as_deref() == Some("allege") => Some(ATTRIBUTION),
        Accuse | Agree | Consult | Cooperate | Reject | Request | Sanction | Support | Threaten => {
            by_officials.then_some(DIPLOMACY)
        }
        _ => None,
    }
}

fn shown(record: &Record, found: Option<&str>, reading: &Reading) -> String {
    let event = |e: &Event| {
        let arguments = e.arguments.iter().map(|a| format!("{:?} {:?}", a.role, a.span.quote));
        let acled = e.acled.as_ref().map_or("-", |a| a.sub_event_type.as_str());
        let arguments: Vec<String> = arguments.collect();
        format!(
            "  {:?} {:?} {acled} on {:?}: {}",
            e.status,
            e.plover.event,
            e.trigger.quote,
            arguments.join("; ")
        )
    };
    let events: Vec<String> = reading.events.iter().map(event).collect();
    let head =
        format!("{} {} not {}: {}", record.id, record.label(), found.unwrap_or("nothing"), record.text);
    std::iter::once(head).chain(events).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::made;
    use super::*;
    use sayso::record::Status;

    const TEXT: &str = "Arnor police beat Gondor farmers who marched on Monday";

    fn outcomes(pairs: &[(&str, &str)]) -> Vec<Outcome> {
        pairs
            .iter()
            .map(|(gold, found)| ((*gold).to_owned(), (!found.is_empty()).then(|| (*found).to_owned())))
            .collect()
    }

    /// Events on these words, in this order.
    fn reading(events: &[(&str, &str)]) -> Reading {
        let mut reading = made::reading();
        for (words, kind) in events {
            let mut event = made::event(PloverType::Assault, made::find(TEXT, words), &[]);
            event.acled = acled(kind);
            reading.events.push(event);
        }
        reading
    }

    #[test]
    fn means_of_the_types_of_the_gold() {
        let outcomes =
            outcomes(&[("Attack", "Attack"), ("Attack", "Grenade"), ("Other", ""), ("Attack", "Attack")]);
        let figures = figures(&outcomes);
        let number = |name: &str| {
            figures
                .iter()
                .find(|f| f.name == name)
                .map(|f| serde_json::to_value(f).unwrap()["number"].clone()) // OK because no map keys
        };
        assert_eq!(number("macro F1"), Some(0.4.into()));
        assert_eq!(number("weighted F1"), Some((0.8 * 3.0 / 4.0).into()));
        assert_eq!(figures.len(), 5);
    }

    #[test]
    fn what_a_demonstration_came_to_outweighs_it() {
        assert!(outweighs("Violent demonstration", "Peaceful protest"));
        assert!(outweighs("Violent demonstration", "Protest with intervention"));
        assert!(!outweighs("Protest with intervention", "Violent demonstration"));
        assert!(!outweighs("Attack", "Agreement"));
    }

    #[test]
    fn the_first_event_told_is_the_main_one() {
        let reading =
            reading(&[("marched", "Peaceful protest"), ("beat", "Excessive force against protesters")]);
        assert_eq!(main_type(&reading, false).as_deref(), Some("Excessive force against protesters"));
    }

    #[test]
    fn what_did_not_happen_is_no_main_event() {
        let mut reading = reading(&[("beat", "Attack"), ("marched", "Peaceful protest")]);
        reading.events[0].status = Status::Denied;
        assert_eq!(main_type(&reading, false).as_deref(), Some("Peaceful protest"));
    }

    #[test]
    fn further_types_where_the_gold_has_them() {
        let mut reading = made::reading();
        let mut state = made::entity("n1", EntityKind::Place, made::find(TEXT, "Arnor"));
        state.country = Some("ARN".to_owned());
        reading.entities.push(state);
        let by_state = [(Role::Actor, "n1", made::find(TEXT, "Arnor"))];
        reading.events.push(made::event(PloverType::Sanction, made::find(TEXT, "beat"), &by_state));
        assert_eq!(main_type(&reading, true).as_deref(), Some(DIPLOMACY));
        assert_eq!(main_type(&reading, false), None);
    }

    #[test]
    fn names_of_the_shared_task() {
        let line = r#"{"id": "x", "text": "", "label": "SUIC_BOMB"}"#;
        let record: Record = serde_json::from_str(line).unwrap(); // OK because written here
        assert_eq!(record.label(), "Suicide bomb");
        assert!(CASE[..25].iter().all(|(_, name)| acled(name).is_some()));
    }
}
