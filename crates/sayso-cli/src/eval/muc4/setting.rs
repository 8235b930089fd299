//! When and where: the day and the place of each incident against `INCIDENT: DATE` and `INCIDENT: LOCATION` of its template.
//!
//! The report is read once more, through the front door, so that its dateline is known as one. Templates that are not
//! optional and tell of no mere threat are laid beside the reading's ASSAULT events that occurred or go on, one to one, the
//! best pair first: two points for a common sufferer (same head or same words), one each for perpetrator, weapon and type;
//! two are needed. A report's only template takes the first incident where nothing fits. What is left over is in the gold,
//! so that recall is over all templates; precision is over what is given for those that were found.
//!
//! - `day`: templates with a day or with first and last day. Right: that day (the night before or after it too); inside the
//!   span. `day, key open`: the filling rules have `on or before the report's day` where the text gives no day or only that of the week;
//!   right is no day, or one that is not later than the key's. That the report's own day is among these is counted apart
//!   (`of these the last day`): it may be said or made up.
//! - `place`: templates whose location names something within a country. Right: the finest name, or that of the town where
//!   the finest is a part of a town or a site; of `A - B` either, of alternatives any. `or coarser and true`: another name of
//!   the chain, or the country as a whole. `place, country only`: templates that name no more; right is that country as a whole or no
//!   place. The keys put the country even where it had to be inferred.
//! - `country`: over all templates.
//!
//! Names are compared without accents and words for kinds: the keys have no coordinates. Another spelling than the gazetteer's
//! or the text's counts as wrong.

use jiff::civil::Date;
use sayso::ingest::{Given, Limits};
use sayso::record::{Argument, Event, EventPlace, PlacePrecision, PloverType, Reading, Role, Status};
use sayso::tables::countries::Countries;
use serde::Deserialize;

use super::{Document, entity, is_incident, suffers};
use crate::eval::Read;
use crate::eval::score::{Counts, Figure, Part};
use crate::eval::text::{bare, head, normal};
use crate::eval::whereabouts::{all_names, bare_name, days, gives, own_names, shown};

/// How much a template and an event must share.
const ENOUGH: usize = 2;
/// Kinds that are a part of a town or a site in it.
const PARTS: [&str; 9] =
    ["NEIGHBORHOOD", "UNIVERSITY", "AIRPORT", "SECTOR", "SUBURB", "QUARTER", "REFUGEE CAMP", "PORT", "AREA"];

/// What a template says of an incident, as far as it is used.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Key {
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    incident_date: Vec<Dates>,
    #[serde(default)]
    incident_location: Vec<Places>,
    #[serde(default)]
    incident_type: Vec<Choice>,
    #[serde(default)]
    incident_stage_of_execution: Vec<Choice>,
    #[serde(default)]
    incident_instrument_id: Vec<Filler>,
    #[serde(default)]
    perp_individual_id: Vec<Filler>,
    #[serde(default)]
    perp_organization_id: Vec<Filler>,
    #[serde(default)]
    phys_tgt_id: Vec<Filler>,
    #[serde(default)]
    hum_tgt_name: Vec<Filler>,
    #[serde(default)]
    hum_tgt_description: Vec<Filler>,
}

/// Alternative intervals: first day, last day.
#[derive(Debug, Deserialize)]
struct Dates {
    #[serde(default)]
    parsed: Vec<Option<(Option<String>, Option<String>)>>,
}

/// Alternatives; each a chain of names from the country down, or two of them.
#[derive(Debug, Deserialize)]
struct Places {
    #[serde(default)]
    raw: String,
    #[serde(default)]
    parsed: Vec<Vec<Vec<Link>>>,
}

#[derive(Debug, Deserialize)]
struct Link {
    name: String,
    kind: String,
}

#[derive(Debug, Deserialize)]
struct Choice {
    values: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Filler {
    #[serde(default)]
    mentions: Vec<super::Mention>,
}

/// What one report adds to the figures.
#[derive(Debug, Default)]
pub(super) struct Setting {
    found: Part,
    day: Counts,
    open: Part,
    last: usize,
    place: Counts,
    coarse: Counts,
    whole: Part,
    country: Counts,
    /// What is wrong, a line each.
    pub(super) wrong: Vec<String>,
}

/// Reads the report once more and lays its templates beside its events.
pub(super) fn of(document: &Document, text: &str, read: Read<'_>, countries: &Countries) -> Setting {
    let given = Given {
        id: Some(document.docid.clone()),
        published: document.dateline_date.clone(),
        language: Some("en".to_owned()),
        ..Given::default()
    };
    let report = sayso::ingest::text(text.as_bytes(), &given, &Limits::default()).unwrap_or_default();
    let reading = read(&report);
    compare(document, &reading, countries)
}

fn compare(document: &Document, reading: &Reading, countries: &Countries) -> Setting {
    let mut setting = Setting::default();
    let keys: Vec<&Key> = document.templates.iter().filter(|k| !k.optional && !k.threatened()).collect();
    for (key, event) in keys.iter().zip(pairs(&keys, reading)) {
        setting.found.add(event.is_some());
        let place = event.and_then(|e| e.place.as_ref());
        let day = setting.add_day(key, event);
        let spot = setting.add_place(key, event.is_some(), place, countries);
        if let Some(event) = event.filter(|_| !day || !spot) {
            let of = |wrong: bool, what: &'static str| if wrong { what } else { "" };
            let (date, location) = (key.incident_date.first(), key.incident_location.first());
            setting.wrong.push(format!(
                "{} setting{}{}: expected {:?}, {}; found {}",
                document.docid,
                of(!day, " day"),
                of(!spot, " place"),
                date.map(|d| &d.parsed),
                location.map_or("-", |l| l.raw.as_str()),
                shown(event)
            ));
        }
    }
    setting
}

impl Key {
    fn threatened(&self) -> bool {
        self.incident_stage_of_execution.iter().flat_map(|c| &c.values).any(|v| v == "THREATENED")
    }

    /// The closed intervals, and whether one of the alternatives is open at its start.
    fn intervals(&self) -> (Vec<(Date, Date)>, Option<Date>) {
        let day = |text: &Option<String>| text.as_ref()?.parse::<Date>().ok();
        let all = || self.incident_date.iter().flat_map(|d| d.parsed.iter().flatten());
        let closed = all().filter_map(|(from, to)| Some((day(from)?, day(to)?))).collect();
        let open = all().filter(|(from, _)| from.is_none()).find_map(|(_, to)| day(to));
        (closed, open)
    }

    fn chains(&self) -> impl Iterator<Item = &Vec<Link>> {
        self.incident_location.iter().flat_map(|l| l.parsed.iter().flatten())
    }

    /// The countries as codes.
    fn countries(&self, countries: &Countries) -> Vec<String> {
        let first = self.chains().filter_map(|c| c.first()).filter(|l| l.kind == "COUNTRY");
        first.filter_map(|l| Some(countries.named(&title(&l.name))?.iso3.clone())).collect()
    }

    /// Names that are right, and all names within the country.
    fn names(&self) -> (Vec<String>, Vec<String>) {
        let (mut right, mut all) = (Vec::new(), Vec::new());
        for chain in self.chains() {
            let within: Vec<&Link> = chain.iter().filter(|l| l.kind != "COUNTRY").collect();
            let fine = within.iter().rposition(|l| !PARTS.contains(&l.kind.as_str())).unwrap_or_default();
            right.extend(within.iter().skip(fine).map(|l| bare_name(&l.name)));
            all.extend(within.iter().map(|l| bare_name(&l.name)));
        }
        (right, all)
    }
}

/// `EL SALVADOR` as a text has it.
fn title(name: &str) -> String {
    let word = |w: &str| {
        let mut letters = w.chars();
        letters.next().map_or(String::new(), |c| c.to_string() + &letters.as_str().to_lowercase())
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

impl Setting {
    /// Counts the day; whether nothing about it is wrong.
    fn add_day(&mut self, key: &Key, event: Option<&Event>) -> bool {
        let found = event.and_then(days);
        let (closed, open) = key.intervals();
        if let Some(last) = open {
            let right = found.is_none_or(|(_, to)| to <= last)
                || closed.iter().any(|&c| found.is_some_and(|f| inside(f, c)));
            if event.is_some() {
                self.open.add(right);
                self.last += usize::from(right && found == Some((last, last)));
            }
            return right;
        }
        if closed.is_empty() {
            return true;
        }
        let right = found.is_some_and(|f| closed.iter().any(|&c| inside(f, c)));
        self.day += Counts::new(1, found.is_some().into(), right.into());
        right || found.is_none()
    }

    /// Counts the place; whether nothing about it is wrong.
    fn add_place(&mut self, key: &Key, met: bool, place: Option<&EventPlace>, countries: &Countries) -> bool {
        let of = key.countries(countries);
        let same = place.is_some_and(|p| p.place.country.as_ref().is_some_and(|c| of.contains(c)));
        let given = place.is_some();
        if !of.is_empty() {
            self.country += Counts::new(1, given.into(), same.into());
        }
        let whole = place.is_some_and(|p| p.place.precision == PlacePrecision::Country);
        let (right, all) = key.names();
        if all.is_empty() {
            let right = !given || whole && same;
            if met {
                self.whole.add(right);
            }
            return right;
        }
        let named =
            |names: &[String], of: Vec<String>| !whole && same && of.iter().any(|n| names.contains(n));
        let fine = place.is_some_and(|p| named(&right, own_names(p)));
        let true_ = fine || whole && same || place.is_some_and(|p| named(&all, all_names(p)));
        self.place += Counts::new(1, given.into(), fine.into());
        self.coarse += Counts::new(1, given.into(), true_.into());
        fine || !given
    }
}

/// Whether the days found lie in the key's; of a single day the night before or after it is right too.
fn inside(found: (Date, Date), key: (Date, Date)) -> bool {
    key.0 <= found.0 && found.1 <= key.1 || key.0 == key.1 && gives(found, key.0)
}

/// The event of each template.
fn pairs<'a>(keys: &[&Key], reading: &'a Reading) -> Vec<Option<&'a Event>> {
    let happened = |e: &&Event| {
        e.plover.event == PloverType::Assault && matches!(e.status, Status::Occurred | Status::Ongoing)
    };
    let events: Vec<&Event> = reading.events.iter().filter(happened).collect();
    let mut scored: Vec<(usize, usize, usize)> = Vec::new();
    for (k, key) in keys.iter().enumerate() {
        let points = events.iter().enumerate().map(|(e, event)| (common(key, event, reading), k, e));
        scored.extend(points.filter(|p| p.0 >= ENOUGH));
    }
    scored.sort_by_key(|&(points, k, e)| (usize::MAX - points, k, e));
    let mut taken = vec![false; events.len()];
    let mut found: Vec<Option<&Event>> = vec![None; keys.len()];
    for (_, k, e) in scored {
        if found[k].is_none() && !taken[e] {
            found[k] = Some(events[e]);
            taken[e] = true;
        }
    }
    if let [only @ None] = &mut found[..] {
        *only = events.iter().copied().find(|e| is_incident(e, reading));
    }
    found
}

/// How much a template and an event share.
fn common(key: &Key, event: &Event, reading: &Reading) -> usize {
    let share = |fillers: &[&Vec<Filler>], of: &dyn Fn(&&Argument) -> bool| {
        let names: Vec<String> = fillers
            .iter()
            .flat_map(|f| f.iter())
            .flat_map(|f| &f.mentions)
            .map(|m| normal(&m.string))
            .collect();
        let alike = |words: &str| {
            let words = normal(&bare(words));
            names.iter().any(|n| *n == words || head(n) == head(&words))
        };
        let named = |a: &Argument| entity(a, reading).is_some_and(|e| alike(&e.name));
        event.arguments.iter().filter(of).any(|a| alike(&a.span.quote) || named(a))
    };
    let sufferer = share(&[&key.hum_tgt_name, &key.hum_tgt_description, &key.phys_tgt_id], &|a| suffers(a));
    let actor = share(&[&key.perp_individual_id, &key.perp_organization_id], &|a| a.role == Role::Actor);
    let weapon = share(&[&key.incident_instrument_id], &|a| a.role == Role::Weapon);
    2 * usize::from(sufferer) + usize::from(actor) + usize::from(weapon) + usize::from(same_type(key, event))
}

fn same_type(key: &Key, event: &Event) -> bool {
    let mode = event.plover.mode.as_deref();
    let kind = key.incident_type.first().and_then(|c| c.values.first()).map(String::as_str);
    match kind {
        Some("KIDNAPPING") => mode == Some("abduct"),
        Some("BOMBING") => matches!(mode, Some("explosives" | "suicide-attack")),
        Some("ARSON") => mode == Some("destroy"),
        Some("ATTACK") => !matches!(mode, Some("abduct" | "explosives")),
        _ => false,
    }
}

/// The figures over all reports.
pub(super) fn figures<'a>(settings: impl Iterator<Item = &'a Setting>) -> Vec<Figure> {
    let mut sum = Setting::default();
    for s in settings {
        sum.found += s.found;
        sum.day += s.day;
        sum.open += s.open;
        sum.last += s.last;
        sum.place += s.place;
        sum.coarse += s.coarse;
        sum.whole += s.whole;
        sum.country += s.country;
    }
    vec![
        Figure::share("template has an event", sum.found),
        Figure::prf("day", sum.day),
        Figure::share("day, key open", sum.open),
        Figure::number("  of these the last day", sum.last as f64),
        Figure::prf("place", sum.place),
        Figure::prf("  or coarser and true", sum.coarse),
        Figure::share("place, country only", sum.whole),
        Figure::prf("country", sum.country),
    ]
}

#[cfg(test)]
mod tests {
    use sayso::record::{Place, PlaceKind, PlaceReason};

    use super::*;
    use crate::eval::made;

    const TABLE: &str = include_str!("../../../../../data/actors/countries.csv");

    fn document(key: serde_json::Value) -> Document {
        serde_json::from_value(serde_json::json!({
            "docid": "d", "text": "", "text_cased": "", "dateline_date": "1990-03-05", "relevant": true,
            "roles5": [], "templates": [key]
        }))
        .unwrap() // OK because every field is there
    }

    fn key(dates: serde_json::Value, chain: serde_json::Value) -> serde_json::Value {
        serde_json::json!({
            "incident_date": [{"parsed": [dates]}],
            "incident_location": [{"raw": "", "parsed": [[chain]]}],
            "incident_type": [{"values": ["ATTACK"]}],
            "hum_tgt_description": [{"mentions": [{"string": "TWO PEASANTS"}]}]
        })
    }

    fn reading(place: Option<(&str, PlacePrecision)>, day: Option<&str>) -> Reading {
        let mut reading = made::reading();
        let victims = (Role::Victim, "", made::span(7..19, "two peasants"));
        let mut event = made::event(PloverType::Assault, made::span(0..6, "killed"), &[victims]);
        event.time = day.map(made::day);
        event.place = place.map(|(name, precision)| EventPlace {
            entity: None,
            place: Place {
                country: Some("COL".to_owned()),
                ..Place::named(name, PlaceKind::Town, precision)
            },
            span: made::span(20..24, name),
            why: PlaceReason::OwnWords,
        });
        reading.events = vec![event];
        reading
    }

    fn compared(key: serde_json::Value, reading: &Reading) -> Setting {
        let countries = Countries::read(TABLE).unwrap(); // OK because the table is whole
        compare(&document(key), reading, &countries)
    }

    #[test]
    fn a_part_of_a_town_is_given_by_the_town() {
        let chain = serde_json::json!([
            {"name": "COLOMBIA", "kind": "COUNTRY"},
            {"name": "VILLA ALTA", "kind": "CITY"},
            {"name": "LAS ROSAS", "kind": "NEIGHBORHOOD"}
        ]);
        let gold = key(serde_json::json!(["1990-03-03", "1990-03-03"]), chain);
        let right =
            compared(gold.clone(), &reading(Some(("Villa Alta", PlacePrecision::City)), Some("1990-03-03")));
        assert_eq!(
            (right.place.right, right.coarse.right, right.day.right, right.country.right),
            (1, 1, 1, 1)
        );
        assert!(right.wrong.is_empty());
        let coarse =
            compared(gold.clone(), &reading(Some(("Colombia", PlacePrecision::Country)), Some("1990-03-01")));
        assert_eq!((coarse.place.right, coarse.coarse.right, coarse.day.right), (0, 1, 0));
        assert_eq!(coarse.wrong.len(), 1);
        let none = compared(gold, &reading(None, None));
        assert_eq!((none.place, none.day), (Counts::new(1, 0, 0), Counts::new(1, 0, 0)));
        assert!(none.wrong.is_empty());
    }

    #[test]
    fn where_the_key_is_open_no_day_is_right_and_a_later_one_is_not() {
        let chain = serde_json::json!([{"name": "COLOMBIA", "kind": "COUNTRY"}]);
        let gold = key(serde_json::json!([null, "1990-03-05"]), chain);
        let none = compared(gold.clone(), &reading(None, None));
        assert_eq!((none.open, none.whole), (Part { right: 1, of: 1 }, Part { right: 1, of: 1 }));
        let last = compared(gold.clone(), &reading(None, Some("1990-03-05")));
        assert_eq!((last.open.right, last.last), (1, 1));
        let later = compared(gold, &reading(Some(("Villa Alta", PlacePrecision::City)), Some("1990-03-06")));
        assert_eq!((later.open.right, later.whole.right, later.wrong.len()), (0, 0, 1));
    }

    #[test]
    fn names_of_countries_are_compared_by_code() {
        let chain = serde_json::json!([{"name": "EL SALVADOR", "kind": "COUNTRY"}]);
        let k: Key = serde_json::from_value(key(serde_json::json!([null, null]), chain)).unwrap(); // OK as above
        let countries = Countries::read(TABLE).unwrap(); // OK because the table is whole
        assert_eq!(k.countries(&countries), ["SLV"]);
    }
}
