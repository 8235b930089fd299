//! From a reading to its accounts: the one place that knows the record of a reading.

use std::collections::{HashMap, HashSet};

use sayso::record::{
    Act, Argument, Claim, Count, Entity, EntityKind, Event, EventPlace, PlacePrecision, Reading, Role,
    SourceKind, Statement,
};

use crate::account::{Account, Days, Party, Side, Spot, Teller, Toll};
use crate::day::Day;
use crate::names;

/// How deep chains of belonging and of saying are followed; records from elsewhere may hold circles.
const DEPTH: usize = 4;
/// So many names of one party are kept.
const NAMES: usize = 8;
/// So many words of one kind are kept, and names of a whole report.
const WORDS: usize = 12;

/// The accounts of a reading, an event each; `copy_of`: the report that this one is a copy of, the same for all copies.
#[must_use]
pub fn accounts(reading: &Reading, copy_of: Option<&str>) -> Vec<Account> {
    let index = Index::new(reading);
    reading.events.iter().map(|event| index.account(event, copy_of)).collect()
}

struct Index<'a> {
    reading: &'a Reading,
    people: Vec<String>,
    about: Vec<String>,
    entities: HashMap<&'a str, &'a Entity>,
    statements: HashMap<&'a str, &'a Statement>,
}

impl<'a> Index<'a> {
    fn new(reading: &'a Reading) -> Self {
        let [people, about] = about(reading);
        Self {
            reading,
            people,
            about,
            entities: reading.entities.iter().map(|entity| (entity.id.as_str(), entity)).collect(),
            statements: reading
                .statements
                .iter()
                .map(|statement| (statement.id.as_str(), statement))
                .collect(),
        }
    }

    fn account(&self, event: &Event, copy_of: Option<&str>) -> Account {
        let report = &self.reading.report;
        let (tellers, by_statement) = self.tellers(event);
        let roles = |roles: &[Role]| stems(event.arguments.iter().filter(|a| roles.contains(&a.role)));
        let triggers = std::iter::once(&event.trigger).chain(&event.mentions);
        Account {
            report: report.id.clone(),
            event: event.id.clone(),
            outlet: report.outlet.clone(),
            published: report.published.as_deref().and_then(Day::parse),
            copy_of: copy_of.map(str::to_owned),
            plover: event.plover.event,
            mode: event.plover.mode.clone(),
            acled: event.acled.as_ref().map(|acled| acled.sub_event_type.clone()),
            status: event.status,
            days: days(event),
            place: event.place.as_ref().map(spot),
            parties: self.parties(event, &by_statement),
            killed: event.killed.as_ref().map(toll),
            injured: event.injured.as_ref().map(toll),
            words: few(triggers.flat_map(|span| span.quote.split_whitespace()).map(names::stem)),
            targets: roles(&[Role::Target, Role::Victim]),
            weapons: roles(&[Role::Weapon]),
            people: self.people.clone(),
            about: self.about.clone(),
            tellers,
            evidence: few(event.evidence.iter().map(|evidence| evidence.kind)),
        }
    }

    fn parties(&self, event: &Event, by_statement: &HashMap<&str, usize>) -> Vec<Party> {
        let mut parties: Vec<Party> = Vec::new();
        for argument in event.arguments.iter().filter(|argument| !self.only_denied(argument)) {
            let side = match argument.role {
                Role::Actor => Side::Actor,
                Role::Recipient | Role::Victim => Side::Recipient,
                Role::Target | Role::Weapon => continue,
            };
            let entity = argument.entity.as_deref().and_then(|id| self.entities.get(id)).copied();
            let said_by = argument.statements.iter().filter_map(|id| by_statement.get(id.as_str()).copied());
            let mut party = Party {
                side,
                name: entity.map_or(&argument.span.quote, |entity| &entity.name).clone(),
                keys: entity.map(|entity| self.keys(entity)).unwrap_or_default(),
                country: entity.and_then(|entity| entity.country.clone()),
                sector: entity.and_then(|entity| entity.sector.clone()),
                harmed: argument.role == Role::Victim,
                said_by: said_by.collect(),
            };
            party.said_by.sort_unstable();
            party.said_by.dedup();
            if !parties.contains(&party) {
                parties.push(party);
            }
        }
        parties
    }

    /// Whether somebody is named only where it is denied: a spokesman's word that his men did not fire makes them nobody's suspects.
    fn only_denied(&self, argument: &Argument) -> bool {
        let denies = |id: &String| {
            self.statements.get(id.as_str()).is_some_and(|statement| statement.act == Act::Deny)
        };
        !argument.statements.is_empty() && argument.statements.iter().all(denies)
    }

    /// The names by which others may know somebody: his own, what the report also calls him, and the body whose he is or that he leads.
    fn keys(&self, entity: &Entity) -> Vec<String> {
        let mut keys = Vec::new();
        let mut at = Some(entity);
        for _ in 0..DEPTH {
            let Some(entity) = at else { break };
            let names = std::iter::once(&entity.name).chain(entity.mentions.iter().map(|span| &span.quote));
            keys.extend(names.filter(|name| names::is_proper(name)).map(|name| names::fold(name)));
            // `commander, Marsh Front`: what an office stands at the head of.
            keys.extend(
                entity
                    .office
                    .iter()
                    .filter_map(|office| office.split_once(", "))
                    .map(|(_, body)| names::fold(body)),
            );
            // A person's surname alone; of a body, the last word is seldom its name.
            if entity.kind == EntityKind::Person {
                keys.extend(
                    entity
                        .name
                        .split_whitespace()
                        .next_back()
                        .filter(|_| names::is_proper(&entity.name))
                        .map(names::fold),
                );
            }
            if entity.kind != EntityKind::Person {
                keys.extend(names::initials(&entity.name));
            }
            at = entity.of.as_deref().and_then(|id| self.entities.get(id)).copied();
        }
        let mut seen = std::collections::HashSet::new();
        keys.retain(|key| key.chars().count() > 1 && seen.insert(key.clone()));
        keys.truncate(NAMES);
        keys
    }

    /// Who tells of an event, and which of them each statement belongs to.
    fn tellers(&self, event: &'a Event) -> (Vec<Teller>, HashMap<&'a str, usize>) {
        let mut tellers: Vec<Teller> = Vec::new();
        let mut by_statement = HashMap::new();
        for claim in &event.claims {
            let teller = self.teller(event, claim);
            let at = tellers.iter().position(|known| *known == teller).unwrap_or_else(|| {
                tellers.push(teller);
                tellers.len() - 1
            });
            if let Some(id) = &claim.statement {
                by_statement.insert(id.as_str(), at);
            }
        }
        (tellers, by_statement)
    }

    fn teller(&self, event: &Event, claim: &Claim) -> Teller {
        let statement = claim.statement.as_deref().and_then(|id| self.statements.get(id)).copied();
        let source = statement.and_then(|statement| self.source(statement));
        let entity =
            source.and_then(|source| source.entity.as_deref()).and_then(|id| self.entities.get(id)).copied();
        let words = source.map(|source| source.span.quote.clone());
        // A statement without anybody who makes it (`reportedly`) is not the outlet's own word either.
        let nobody = statement.map(|statement| statement.cue.quote.clone());
        Teller {
            name: entity.map(|entity| entity.name.clone()).or(words).or(nobody),
            keys: entity.map(|entity| self.keys(entity)).unwrap_or_default(),
            kind: source.and_then(|source| source.kind),
            act: statement.map(|statement| statement.act),
            factuality: claim.factuality,
            interested: source.is_some_and(|source| source.party_to.contains(&event.id)),
        }
    }

    /// Whoever makes a statement or, where nobody is told, makes the one that reports it.
    fn source(&self, statement: &'a Statement) -> Option<&'a sayso::record::Source> {
        let mut at = Some(statement);
        for _ in 0..DEPTH {
            let statement = at?;
            if let Some(source) = &statement.source {
                return Some(source);
            }
            at = statement.within.as_deref().and_then(|id| self.statements.get(id)).copied();
        }
        None
    }
}

/// The names of a whole report, those most spoken of first: of people, and of bodies and places. Countries say too little, and
/// the outlets that it cites nothing.
fn about(reading: &Reading) -> [Vec<String>; 2] {
    let cited: HashSet<&str> = reading
        .statements
        .iter()
        .filter_map(|statement| statement.source.as_ref())
        .filter(|source| source.kind == Some(SourceKind::Media))
        .filter_map(|source| source.entity.as_deref())
        .collect();
    let mut names: [Vec<(String, usize)>; 2] = Default::default();
    for entity in
        reading.entities.iter().filter(|entity| tells_apart(entity) && !cited.contains(entity.id.as_str()))
    {
        let (name, times) = (called(entity), entity.mentions.len());
        let list = &mut names[usize::from(entity.kind != EntityKind::Person)];
        // A reading may take one man for two.
        match list.iter_mut().find(|(known, _)| *known == name) {
            Some((_, before)) => *before += times,
            None if name.chars().count() > 2 => list.push((name, times)),
            None => {}
        }
    }
    names.map(|mut list| {
        list.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
        few(list.into_iter().map(|(name, _)| name))
    })
}

/// The name by which a report calls somebody the second time.
fn called(entity: &Entity) -> String {
    match entity.kind {
        EntityKind::Person => names::fold(entity.name.split_whitespace().next_back().unwrap_or_default()),
        _ => names::fold(&entity.name),
    }
}

/// Whether a name is one that few reports have.
fn tells_apart(entity: &Entity) -> bool {
    let starts_great = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    match entity.kind {
        EntityKind::Place => {
            entity.place.as_ref().is_some_and(|place| place.precision != PlacePrecision::Country)
        }
        EntityKind::Person => entity.name.split_whitespace().next_back().is_some_and(starts_great),
        EntityKind::Organization => names::is_proper(&entity.name) || starts_great(&entity.name),
        _ => false,
    }
}

fn days(event: &Event) -> Days {
    let day = |text: &Option<String>| text.as_deref().and_then(Day::parse);
    event.time.as_ref().map(|time| Days { from: day(&time.from), to: day(&time.to) }).unwrap_or_default()
}

fn spot(place: &EventPlace) -> Spot {
    let place = &place.place;
    let point = place.lat.zip(place.lon).filter(|(lat, lon)| lat.is_finite() && lon.is_finite());
    Spot {
        name: place.name.clone(),
        // What no table has stands at the point of what holds it, and is not that.
        geonames: place.geonames.filter(|_| place.within.is_none()),
        country: place.country.clone(),
        admin1: place.admin1.clone(),
        point,
        radius_km: place.radius_km.filter(|km| km.is_finite()),
        precision: place.precision,
    }
}

fn toll(count: &Count) -> Toll {
    Toll { low: count.low, high: count.high.map(|high| high.max(count.low)) }
}

fn stems<'a>(arguments: impl Iterator<Item = &'a Argument>) -> Vec<String> {
    few(arguments
        .flat_map(|argument| argument.span.quote.split_whitespace())
        .map(names::stem)
        .filter(|stem| stem.len() > 2))
}

/// The first few, each once.
fn few<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut kept = Vec::new();
    for item in items {
        if kept.len() < WORDS && !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}
