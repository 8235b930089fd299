//! Attacks on human rights defenders: what a whole article says of perpetrator, violation, victims, country and day
//! (HRDsAttack; Ran, Lu, Cahill, Tetreault, Jaimes 2023, A New Task and Dataset on Detecting Attacks on Human Rights
//! Defenders, Findings of ACL).
//!
//! The measures are those of the paper's own script: precision, recall and F1 of the articles that mention a perpetrator;
//! the share of articles whose kind of perpetrator is right; violation types over all articles (micro), and the share of
//! articles with all of them right; precision, recall and F1 of the victims' names, alike or (loosely) one within the
//! other; the shares of articles with country, year and month right. Nothing given and nothing found is right. One
//! difference: countries are compared by code, since annotators wrote `US`, `USA` and `United States`.
//!
//! An article's answer comes from its reading. The harms are the events that occurred or go on: ASSAULT, THREATEN, COERCE
//! (arrest, restrict, censor, seize, deport), SANCTION with mode convict.
//!
//! - Violation types: ASSAULT that killed, by its number, its mode `targeted` or its word, is `killing`; mode abduct is
//!   `enforced disappearance` where the actor is of the state or the word says so, else `kidnapping`; modes torture and sexual are
//!   `torture`; COERCE arrest and SANCTION convict are `arbitrary detention`; any other harm is `other`; no harm: `unknown`.
//! - Kind of perpetrator: every actor of a harm has a vote, two for an ASSAULT, by sector. State: GOV MIL COP JUD LEG SPY
//!   (`state actor`; half a vote more for each arrest that nobody is named for); REB UAF PRM CRM IMG (`other actors without
//!   permissions`, half as much again, since few act under other names); any other sector (`other non-state actors`, a third, since
//!   such actors mostly take part in something else). The scheme's other kinds are not told.
//! - Country: the place of each harm counts three, each mention of a place one, of another entity a half; the most wins.
//! - Victims: persons with a name among victims and recipients of harms. Year and month: those of most harms.
//!
//! Weights were set on train.jsonl.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sayso::record::{Entity, EntityKind, Event, PloverType, Reading, Role, Span};
use sayso::tables::countries::Countries;
use serde::Deserialize;

use super::plover::happened;
use super::score::{Counts, Figure, Part, Scores};
use super::{EvalError, Options, Read, documents, each, report};

const TYPES: [&str; 7] =
    ["arbitrary detention", "enforced disappearance", "kidnapping", "killing", "torture", "other", "unknown"];

/// Beginnings of words that tell of a killing.
const KILLING: [&str; 15] = [
    "kill",
    "murder",
    "assassin",
    "execut",
    "massacr",
    "slain",
    "slay",
    "slaughter",
    "lynch",
    "behead",
    "death",
    "die",
    "dead",
    "gunned",
    "decapitat",
];

const STATE: [&str; 6] = ["GOV", "MIL", "COP", "JUD", "LEG", "SPY"];
const ARMED: [&str; 5] = ["REB", "UAF", "PRM", "CRM", "IMG"];

/// An article, as far as it is used.
#[derive(Debug, Deserialize)]
struct Article {
    id: String,
    date: Option<String>,
    text: String,
    annotations: Vec<Annotation>,
}

/// What the annotators found in an article.
#[derive(Clone, Debug, Default, Deserialize)]
struct Annotation {
    #[serde(default)]
    perpetrator_mention: bool,
    perpetrator_type: Option<String>,
    #[serde(default)]
    violation_types: Vec<String>,
    year: Option<String>,
    month: Option<String>,
    country: Option<String>,
    #[serde(default)]
    victims: Vec<Victim>,
}

#[derive(Clone, Debug, Deserialize)]
struct Victim {
    victim_name: Option<String>,
}

/// The answer for an article, given or found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Answer {
    mention: bool,
    perpetrator: Option<String>,
    violations: BTreeSet<String>,
    country: Option<String>,
    year: Option<i16>,
    month: Option<i8>,
    victims: BTreeSet<String>,
}

/// What one article adds to the figures.
#[derive(Debug, Default)]
struct Outcome {
    mention: Counts,
    perpetrator: Part,
    violations: Counts,
    all_violations: Part,
    by_type: [Counts; TYPES.len()],
    country: Part,
    year: Part,
    month: Part,
    victims: Counts,
    victims_loosely: Counts,
    shown: Vec<String>,
}

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other records.
pub(super) fn score(
    data: &Path,
    options: &Options,
    read: Read<'_>,
    countries: &Countries,
) -> Result<Scores, EvalError> {
    let articles: Vec<Article> = documents(data, options.limit)?;
    let outcomes = each(&articles, |article| {
        let reading = read(&report(&article.id, &article.text, article.date.as_deref()));
        let gold = gold(article.annotations.first().cloned().unwrap_or_default(), countries);
        let found = found(&reading);
        let mut outcome = outcome(&gold, &found);
        if options.show && gold != found {
            outcome.shown.push(format!("{}\n  gold  {gold:?}\n  found {found:?}", article.id));
        }
        outcome
    });
    Ok(Scores {
        set: "hrdsattack".to_owned(),
        data: data.display().to_string(),
        documents: articles.len(),
        figures: figures(&outcomes),
        shown: outcomes.into_iter().flat_map(|o| o.shown).collect(),
    })
}

fn figures(outcomes: &[Outcome]) -> Vec<Figure> {
    let counts = |of: &dyn Fn(&Outcome) -> Counts| {
        outcomes.iter().map(of).fold(Counts::default(), |mut sum, one| {
            sum += one;
            sum
        })
    };
    let part = |of: &dyn Fn(&Outcome) -> Part| {
        outcomes.iter().map(of).fold(Part::default(), |mut sum, one| {
            sum += one;
            sum
        })
    };
    let mut figures = vec![
        Figure::prf("perpetrator mention", counts(&|o| o.mention)),
        Figure::share("perpetrator type", part(&|o| o.perpetrator)),
        Figure::prf("violation types", counts(&|o| o.violations)),
        Figure::share("violation types, all of an article", part(&|o| o.all_violations)),
        Figure::share("country", part(&|o| o.country)),
        Figure::share("year", part(&|o| o.year)),
        Figure::share("month", part(&|o| o.month)),
        Figure::prf("victim names", counts(&|o| o.victims)),
        Figure::prf("victim names, loosely", counts(&|o| o.victims_loosely)),
    ];
    figures.extend(
        TYPES.iter().enumerate().map(|(i, name)| Figure::prf(format!("- {name}"), counts(&|o| o.by_type[i]))),
    );
    figures
}

/// A cell with an answer in it.
fn given(cell: Option<String>) -> Option<String> {
    let none =
        |c: &String| matches!(c.trim().to_lowercase().as_str(), "" | "none" | "n/a" | "n//a" | "unknown");
    cell.filter(|c| !none(c)).map(|c| c.trim().to_owned())
}

fn gold(annotation: Annotation, countries: &Countries) -> Answer {
    let mut violations: BTreeSet<String> = annotation.violation_types.into_iter().collect();
    // the paper takes `unknown` away where another type stands
    if violations.len() > 1 {
        violations.remove("unknown");
    }
    let code = |name: String| countries.named(&name).map_or(name, |c| c.iso3.clone());
    // an integer with a fraction at times: `2019.0`
    let number = |cell: Option<String>| given(cell).and_then(|c| c.split('.').next()?.parse::<i16>().ok());
    Answer {
        mention: annotation.perpetrator_mention,
        perpetrator: given(annotation.perpetrator_type),
        violations,
        country: given(annotation.country).map(code),
        year: number(annotation.year),
        month: given(annotation.month).and_then(|m| month(&m)),
        victims: annotation.victims.into_iter().filter_map(|v| given(v.victim_name)).collect(),
    }
}

/// A month by number or by the first letters of its name, misspelt or not.
fn month(cell: &str) -> Option<i8> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oc", "nov", "dec"];
    let number = cell.split('.').next().and_then(|n| n.parse().ok()).filter(|n| (1..=12).contains(n));
    let cell = cell.to_lowercase();
    number.or_else(|| NAMES.iter().position(|n| cell.starts_with(n)).map(|i| i as i8 + 1))
}

fn found(reading: &Reading) -> Answer {
    let harms: Vec<&Event> = reading.events.iter().filter(|e| happened(e) && is_harm(e)).collect();
    let mut violations: BTreeSet<String> = harms.iter().map(|e| violation(e, reading).to_owned()).collect();
    if harms.is_empty() {
        violations.insert("unknown".to_owned());
    }
    let days = harms.iter().filter_map(|e| day(e));
    let days: Vec<(i16, i8)> = days.collect();
    Answer {
        mention: harms.iter().any(|e| actors(e, reading).next().is_some()),
        perpetrator: perpetrator(&harms, reading).map(str::to_owned),
        violations,
        country: country(&harms, reading),
        year: most(days.iter().map(|d| (d.0, 1.0))),
        month: most(days.iter().map(|d| (*d, 1.0))).map(|d| d.1),
        victims: harms.iter().flat_map(|e| victims(e, reading)).collect(),
    }
}

fn is_harm(event: &Event) -> bool {
    let mode = event.plover.mode.as_deref();
    match event.plover.event {
        PloverType::Assault | PloverType::Threaten => true,
        PloverType::Coerce => {
            matches!(mode, Some("arrest" | "restrict" | "censor" | "seize" | "deport"))
        }
        PloverType::Sanction => mode == Some("convict"),
        _ => false,
    }
}

fn entity<'a>(reading: &'a Reading, id: Option<&String>) -> Option<&'a Entity> {
    reading.entities.iter().find(|e| Some(&e.id) == id)
}

fn actors<'a>(event: &'a Event, reading: &'a Reading) -> impl Iterator<Item = &'a Entity> {
    let actors = event.arguments.iter().filter(|a| a.role == Role::Actor);
    actors.filter_map(|a| entity(reading, a.entity.as_ref()))
}

fn of(sectors: &[&str], entity: &Entity) -> bool {
    entity.sector.as_deref().is_some_and(|s| sectors.contains(&s))
}

fn violation(event: &Event, reading: &Reading) -> &'static str {
    let mode = event.plover.mode.as_deref();
    let words = |starts: &[&str]| {
        let starts = |s: &Span| starts.iter().any(|k| s.quote.to_lowercase().starts_with(k));
        starts(&event.trigger) || event.mentions.iter().any(starts)
    };
    match (event.plover.event, mode) {
        (PloverType::Assault, Some("abduct")) => {
            let state = actors(event, reading).any(|a| of(&STATE, a));
            if state || words(&["disappear"]) { "enforced disappearance" } else { "kidnapping" }
        }
        (PloverType::Assault, Some("torture" | "sexual")) => "torture",
        (PloverType::Assault, _) if event.killed.is_some() || mode == Some("targeted") || words(&KILLING) => {
            "killing"
        }
        (PloverType::Coerce, Some("arrest")) | (PloverType::Sanction, _) => "arbitrary detention",
        _ => "other",
    }
}

fn perpetrator(harms: &[&Event], reading: &Reading) -> Option<&'static str> {
    let (mut state, mut armed, mut other) = (0.0, 0.0, 0.0);
    for event in harms {
        let weight = if event.plover.event == PloverType::Assault { 2.0 } else { 1.0 };
        let mut nobody = true;
        for actor in actors(event, reading) {
            nobody = false;
            match &actor.sector {
                Some(_) if of(&STATE, actor) => state += weight,
                Some(_) if of(&ARMED, actor) => armed += 1.5 * weight,
                Some(_) => other += 0.3 * weight,
                None => {}
            }
        }
        if nobody && violation(event, reading) == "arbitrary detention" {
            state += 0.5;
        }
    }
    let kinds = [
        ("state actor", state),
        ("other actors without permissions", armed),
        ("other non-state actors", other),
    ];
    // with harms and nobody to blame for them it is most often the state
    most(kinds.into_iter()).filter(|_| !harms.is_empty())
}

fn country(harms: &[&Event], reading: &Reading) -> Option<String> {
    let places = harms.iter().filter_map(|e| Some((e.place.as_ref()?.place.country.clone()?, 3.0)));
    let named = reading.entities.iter().filter_map(|e| {
        let each = if e.kind == EntityKind::Place { 1.0 } else { 0.5 };
        Some((e.country.clone().filter(|c| c.len() == 3)?, each * e.mentions.len() as f64))
    });
    most(places.chain(named))
}

/// Year and month of an event whose words give a month at least.
fn day(event: &Event) -> Option<(i16, i8)> {
    let from = event.time.as_ref()?.from.as_deref()?;
    let mut parts = from.split('-');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Names of those it was done to.
fn victims(event: &Event, reading: &Reading) -> BTreeSet<String> {
    let done_to = event.arguments.iter().filter(|a| matches!(a.role, Role::Victim | Role::Recipient));
    done_to
        .filter_map(|a| entity(reading, a.entity.as_ref()))
        .filter(|e| e.kind == EntityKind::Person && e.name.chars().next().is_some_and(char::is_uppercase))
        .map(|e| e.name.clone())
        .collect()
}

/// The key with the largest sum, the first of equal ones; none without keys.
fn most<K: Ord + Clone>(votes: impl Iterator<Item = (K, f64)>) -> Option<K> {
    let mut order: Vec<K> = Vec::new();
    let mut sums: BTreeMap<K, f64> = BTreeMap::new();
    for (key, vote) in votes {
        if !sums.contains_key(&key) {
            order.push(key.clone());
        }
        *sums.entry(key).or_default() += vote;
    }
    order.into_iter().reduce(|best, key| if sums[&key] > sums[&best] { key } else { best })
}

fn outcome(gold: &Answer, found: &Answer) -> Outcome {
    let one = |right: bool| Part { right: usize::from(right), of: 1 };
    let both = gold.mention && found.mention;
    let alike = gold.victims.intersection(&found.victims).count();
    let within = |a: &String| gold.victims.iter().any(|b| a.contains(b.as_str()) || b.contains(a.as_str()));
    let loosely = found.victims.iter().filter(|a| within(a)).count();
    let counts = |right| Counts::new(gold.victims.len(), found.victims.len(), right);
    Outcome {
        mention: Counts::new(usize::from(gold.mention), usize::from(found.mention), usize::from(both)),
        perpetrator: one(gold.perpetrator == found.perpetrator),
        violations: Counts::new(
            gold.violations.len(),
            found.violations.len(),
            gold.violations.intersection(&found.violations).count(),
        ),
        all_violations: one(gold.violations == found.violations),
        by_type: TYPES.map(|t| {
            let (a, b) = (gold.violations.contains(t), found.violations.contains(t));
            Counts::new(usize::from(a), usize::from(b), usize::from(a && b))
        }),
        country: one(gold.country == found.country),
        year: one(gold.year == found.year),
        month: one(gold.month == found.month),
        victims: counts(alike),
        victims_loosely: counts(loosely),
        shown: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::made;
    use super::*;

    const TEXT: &str = "Police detained Mira Sandov in Belvara; gunmen killed two traders.";

    fn reading() -> Reading {
        let mut reading = made::reading();
        let mut police = made::entity("n1", EntityKind::Group, made::find(TEXT, "Police"));
        police.sector = Some("COP".to_owned());
        police.country = Some("FRA".to_owned());
        let mira = made::entity("n2", EntityKind::Person, made::find(TEXT, "Mira Sandov"));
        let arguments = [
            (Role::Actor, "n1", made::find(TEXT, "Police")),
            (Role::Recipient, "n2", made::find(TEXT, "Mira Sandov")),
        ];
        let mut arrest = made::event(PloverType::Coerce, made::find(TEXT, "detained"), &arguments);
        arrest.plover.mode = Some("arrest".to_owned());
        let killing = made::event(PloverType::Assault, made::find(TEXT, "killed"), &[]);
        reading.events = vec![arrest, killing];
        reading.entities = vec![police, mira];
        reading
    }

    #[test]
    fn an_article_s_answer_is_that_of_its_harms() {
        let found = found(&reading());
        assert!(found.mention);
        assert_eq!(found.perpetrator.as_deref(), Some("state actor"));
        let violations: Vec<&str> = found.violations.iter().map(String::as_str).collect();
        assert_eq!(violations, ["arbitrary detention", "killing"]);
        assert_eq!(found.country.as_deref(), Some("FRA"));
        assert_eq!(found.victims, BTreeSet::from(["Mira Sandov".to_owned()]));
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        let found = found(&made::reading());
        assert_eq!((found.perpetrator, found.country, found.mention), (None, None, false));
        assert_eq!(found.violations, BTreeSet::from(["unknown".to_owned()]));
    }

    #[test]
    fn cells_are_read_as_the_paper_reads_them() {
        let table = "iso3,iso2,name,aliases,lat,lon\nFRA,FR,France,French Republic,46.0,2.0\n";
        let countries = Countries::read(table).unwrap(); // OK because the table is whole
        let annotation = Annotation {
            perpetrator_type: Some("None".to_owned()),
            violation_types: vec!["unknown".to_owned(), "torture".to_owned()],
            year: Some("2019.0".to_owned()),
            month: Some("Ocober".to_owned()),
            country: Some("French Republic".to_owned()),
            ..Annotation::default()
        };
        let gold = gold(annotation, &countries);
        assert_eq!((gold.perpetrator, gold.year, gold.month), (None, Some(2019), Some(10)));
        assert_eq!(gold.country.as_deref(), Some("FRA"));
        assert_eq!(gold.violations, BTreeSet::from(["torture".to_owned()]));
    }

    #[test]
    fn a_part_of_a_name_is_right_loosely() {
        let name = |n: &str| Answer { victims: BTreeSet::from([n.to_owned()]), ..Answer::default() };
        let outcome = outcome(&name("Mira Sandov"), &name("Sandov"));
        assert_eq!(outcome.victims, Counts::new(1, 1, 0));
        assert_eq!(outcome.victims_loosely, Counts::new(1, 1, 1));
        assert_eq!(outcome.country, Part { right: 1, of: 1 });
    }
}
