//! Invented accounts of invented incidents, with the noise of real reports: days off by one or given as a week, regions in
//! place of towns, other names of a party or none, tolls that grow, copies. A third of the incidents are one before once more: the same
//! deed by the same party in the same town, days later. The same seed gives the same accounts.
//!
//! The world keeps its size and the span of time stays the same however many accounts are asked for, so more of them means denser war.

#![allow(dead_code, unreachable_pub, reason = "tests and examples each use a part")]

use sayso::record::{Factuality, PlacePrecision, PloverType, SourceKind, Status};
use sayso_incidents::{Account, Day, Days, Party, Side, Spot, Teller, Toll, names};

/// The first day, 2017-01-01.
const START: i32 = 17_167;
const SPAN: u64 = 3 * 365;
const COUNTRIES: u64 = 60;
const TOWNS: u64 = 60;
const REGIONS: u64 = 8;
const GROUPS: u64 = 8;

/// An account and the number of the incident that it tells of.
pub type Truth = (Account, u64);

/// SplitMix64.
#[derive(Clone)]
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    pub fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn often(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// Few of many: the first are the most frequent, as wars and towns are.
    fn skewed(&mut self, n: u64) -> u64 {
        let part = self.part();
        ((part * part * n as f64) as u64).min(n - 1)
    }

    /// 0 mostly, with a long tail.
    fn tail(&mut self, mean: f64) -> u64 {
        (-mean * (1.0 - self.part()).ln()) as u64
    }
}

struct Kind {
    plover: PloverType,
    mode: &'static str,
    acled: &'static str,
    words: &'static [&'static str],
    weapons: &'static [&'static str],
    often: u64,
    /// Whether people come to harm.
    deadly: bool,
    /// What others may take it for.
    taken_for: (PloverType, &'static str),
}

const KINDS: [Kind; 9] = [
    kind(
        PloverType::Assault,
        "heavy-weapons",
        "Shelling/artillery/missile attack",
        &["shell", "bombard", "hit", "attack", "fire"],
        &["mortar", "rocket", "artillery"],
        18,
        true,
        (PloverType::Assault, "aerial"),
    ),
    kind(
        PloverType::Assault,
        "aerial",
        "Air/drone strike",
        &["strike", "bomb", "raid", "hit", "attack"],
        &["drone", "jet", "missile"],
        16,
        true,
        (PloverType::Assault, "heavy-weapons"),
    ),
    kind(
        PloverType::Assault,
        "explosives",
        "Remote explosive/landmine/IED",
        &["blast", "explod", "bomb", "attack"],
        &["bomb", "mine", "car"],
        12,
        true,
        (PloverType::Assault, "aerial"),
    ),
    kind(
        PloverType::Assault,
        "firearms",
        "Armed clash",
        &["clash", "fight", "attack", "ambush", "shoot"],
        &["rifle", "gun"],
        18,
        true,
        (PloverType::Coerce, ""),
    ),
    kind(
        PloverType::Assault,
        "beat",
        "Attack",
        &["kill", "murder", "beat", "attack"],
        &["knife", "gun"],
        6,
        true,
        (PloverType::Assault, "firearms"),
    ),
    kind(
        PloverType::Coerce,
        "arrest",
        "Arrests",
        &["arrest", "detain", "seiz", "raid"],
        &[],
        9,
        false,
        (PloverType::Assault, ""),
    ),
    kind(
        PloverType::Protest,
        "demonstrate",
        "Peaceful protest",
        &["protest", "march", "demonstrat", "rally"],
        &[],
        11,
        false,
        (PloverType::Protest, "riot"),
    ),
    kind(PloverType::Consult, "meet", "", &["meet", "talk", "visit"], &[], 6, false, (PloverType::Agree, "")),
    kind(
        PloverType::Accuse,
        "allege",
        "",
        &["accus", "blam", "condemn"],
        &[],
        4,
        false,
        (PloverType::Reject, ""),
    ),
];

#[expect(clippy::too_many_arguments, reason = "a row of a table")]
const fn kind(
    plover: PloverType,
    mode: &'static str,
    acled: &'static str,
    words: &'static [&'static str],
    weapons: &'static [&'static str],
    often: u64,
    deadly: bool,
    taken_for: (PloverType, &'static str),
) -> Kind {
    Kind { plover, mode, acled, words, weapons, often, deadly, taken_for }
}

const TARGETS: [&str; 24] = [
    "market",
    "school",
    "hospital",
    "convoy",
    "checkpoint",
    "camp",
    "mosque",
    "church",
    "bus",
    "home",
    "base",
    "station",
    "bridge",
    "airport",
    "farmer",
    "worker",
    "soldier",
    "child",
    "student",
    "journalist",
    "police",
    "trader",
    "driver",
    "villager",
];

struct Incident {
    number: u64,
    kind: &'static Kind,
    day: i32,
    country: u64,
    town: u64,
    actor: u64,
    other: u64,
    killed: u64,
    injured: u64,
    targets: Vec<&'static str>,
    weapon: Option<&'static str>,
    source: u64,
    denied: bool,
}

/// So many accounts, of a fifth as many incidents, in an order that says nothing.
pub fn accounts(count: usize, seed: u64) -> Vec<Truth> {
    let mut chance = Chance(seed);
    let mut all: Vec<Truth> = Vec::with_capacity(count + 64);
    let mut last: Option<Incident> = None;
    while all.len() < count {
        let number = last.as_ref().map_or(0, |last| last.number + 1);
        let before = last.as_ref().filter(|_| chance.often(35));
        let new = incident(number, before, &mut chance);
        tell(&new, &mut chance, &mut all);
        last = Some(new);
    }
    all.truncate(count);
    for at in (1..all.len()).rev() {
        all.swap(at, chance.below(at as u64 + 1) as usize);
    }
    all
}

/// Something new or, after `last`, the same once more.
fn incident(number: u64, last: Option<&Incident>, chance: &mut Chance) -> Incident {
    let mut at = chance.below(KINDS.iter().map(|kind| kind.often).sum());
    let kind = KINDS.iter().find(|kind| {
        let here = at < kind.often;
        at = at.saturating_sub(kind.often);
        here
    });
    let kind = kind.unwrap_or(&KINDS[0]);
    let country = chance.skewed(COUNTRIES);
    let actor = chance.skewed(GROUPS);
    let (kind, country, actor) =
        last.map_or((kind, country, actor), |last| (last.kind, last.country, last.actor));
    let later = 1 + chance.below(12) as i32;
    let (town, day) = (chance.skewed(TOWNS), START + chance.below(SPAN) as i32);
    Incident {
        number,
        kind,
        day: last.map_or(day, |last| last.day + later),
        country,
        town: last.map_or(town, |last| last.town),
        actor,
        other: (actor + 1 + chance.below(GROUPS - 1)) % GROUPS,
        killed: if kind.deadly && chance.often(70) { 1 + chance.tail(5.0) } else { 0 },
        injured: if kind.deadly && chance.often(60) { 1 + chance.tail(10.0) } else { 0 },
        targets: (0..1 + chance.below(2)).map(|_| TARGETS[chance.below(24) as usize]).collect(),
        weapon: (!kind.weapons.is_empty())
            .then(|| kind.weapons[chance.below(kind.weapons.len() as u64) as usize]),
        source: chance.below(6),
        denied: chance.often(5),
    }
}

/// Five accounts in the mean, some of them copies of one before.
fn tell(incident: &Incident, chance: &mut Chance, all: &mut Vec<Truth>) {
    let count = 1 + chance.tail(4.55);
    let first = all.len();
    for telling in 0..count {
        let own = all.len();
        let report = format!("r{}-{telling}", incident.number);
        if own > first && chance.often(20) {
            let (mut copy, _) = all[first + chance.below((own - first) as u64) as usize].clone();
            // Some copies are not seen to be copies.
            if chance.often(80) {
                let text = copy.copy_of.clone().unwrap_or_else(|| copy.report.clone());
                copy.copy_of = Some(text);
            }
            copy.report = report;
            copy.outlet = Some(outlet(chance));
            copy.published = copy.published.map(|day| Day(day.0 + chance.below(2) as i32));
            all.push((copy, incident.number));
            continue;
        }
        all.push((account(incident, report, chance), incident.number));
    }
}

fn account(incident: &Incident, report: String, chance: &mut Chance) -> Account {
    let kind = incident.kind;
    let mistaken = chance.often(6);
    let (plover, mode) = if mistaken { kind.taken_for } else { (kind.plover, kind.mode) };
    // Courts, anniversaries and background come late.
    let published = incident.day + if chance.often(5) { chance.tail(200.0) } else { chance.tail(1.5) } as i32;
    let late = f64::from(published - incident.day).min(3.0) / 3.0;
    Account {
        report,
        event: format!("e{}", 1 + chance.below(4)),
        outlet: Some(outlet(chance)),
        published: chance.often(95).then_some(Day(published)),
        copy_of: None,
        plover,
        mode: (!mode.is_empty() && chance.often(75)).then(|| mode.to_owned()),
        acled: acled(kind, mistaken || chance.often(8), chance),
        status: if incident.denied && chance.often(30) { Status::Denied } else { Status::Occurred },
        days: days(incident.day, published, chance),
        place: place(incident.country, incident.town, chance),
        parties: parties(incident, chance),
        killed: toll(incident.killed, late, chance),
        injured: toll(incident.injured, late, chance),
        words: pick(kind.words, 2, chance),
        targets: if chance.often(80) {
            pick(&incident.targets, 2, chance)
        } else {
            pick(&TARGETS, 1, chance)
        },
        weapons: weapons(incident, chance),
        people: people(incident, chance),
        about: about(incident, chance),
        tellers: tellers(incident, chance),
        evidence: Vec::new(),
    }
}

fn acled(kind: &Kind, mistaken: bool, chance: &mut Chance) -> Option<String> {
    let other = &KINDS[chance.below(9) as usize];
    let told = if mistaken { other.acled } else { kind.acled };
    (!told.is_empty() && chance.often(80)).then(|| told.to_owned())
}

fn weapons(incident: &Incident, chance: &mut Chance) -> Vec<String> {
    let kinds = incident.kind.weapons;
    match incident.weapon {
        Some(weapon) if chance.often(40) => vec![weapon.to_owned()],
        Some(_) if chance.often(25) => vec![kinds[chance.below(kinds.len() as u64) as usize].to_owned()],
        _ => Vec::new(),
    }
}

/// People in a report: those of whom every report of the war speaks, and few that belong to this incident; what happens once more
/// has some of them again.
fn people(incident: &Incident, chance: &mut Chance) -> Vec<String> {
    let mut people = Vec::new();
    let own = incident.number;
    for own in [own, own, own.wrapping_sub(u64::from(chance.often(50)))] {
        if chance.often(35) {
            people.push(format!("person {own} {}", chance.below(2)));
        }
    }
    for _ in 0..chance.below(4) {
        people.push(format!("leader {} {}", incident.country, chance.skewed(8)));
    }
    once(people, chance)
}

/// Bodies and places in a report: of the country and of the region, seldom of this incident alone.
fn about(incident: &Incident, chance: &mut Chance) -> Vec<String> {
    let (country, region) = (incident.country, incident.town % REGIONS);
    let mut all = Vec::new();
    for _ in 0..chance.below(4) {
        all.push(format!("office {country} {}", chance.skewed(10)));
    }
    for _ in 0..chance.below(3) {
        all.push(format!("place {country} {region} {}", chance.skewed(10)));
    }
    for group in [incident.actor, incident.other] {
        if chance.often(70) {
            all.push(names::fold(&format!("Front {country} of {group}")));
        }
    }
    if chance.often(30) {
        all.push(format!("site {}", incident.number));
    }
    once(all, chance)
}

fn once(names: Vec<String>, chance: &mut Chance) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.insert(chance.below(once.len() as u64 + 1) as usize, name);
        }
    }
    once
}

fn outlet(chance: &mut Chance) -> String {
    format!("Outlet {}", chance.skewed(300))
}

fn days(day: i32, published: i32, chance: &mut Chance) -> Days {
    let around = |before: i32, after: i32| Days { from: Some(Day(day - before)), to: Some(Day(day + after)) };
    match chance.below(100) {
        0..68 => around(0, 0),
        68..73 => Days::on(Day(day + if chance.often(50) { 1 } else { -1 })),
        // A weekday counted from the wrong week; a day that belongs to something else.
        73..75 => Days::on(Day(day - 7)),
        75..76 => Days::on(Day(published)),
        76..84 => around(chance.below(4) as i32, chance.below(4) as i32),
        84..88 => around(chance.below(20) as i32, chance.below(12) as i32),
        88..90 => Days { from: Some(Day(day - 1)), to: None },
        _ => Days::default(),
    }
}

/// Where a town is: towns of one region lie together, and those with near numbers nearer still.
fn town(country: u64, town: u64) -> (f64, f64) {
    let mut chance = Chance(country * 1000 + town / REGIONS + 7);
    let base =
        (f64::from((country % 10) as u32) * 12.0 - 50.0, f64::from((country / 10) as u32) * 20.0 - 60.0);
    let region = town % REGIONS;
    let corner = (f64::from((region % 3) as u32) * 2.5, f64::from((region / 3) as u32) * 3.0);
    (base.0 + corner.0 + chance.part() * 2.0, base.1 + corner.1 + chance.part() * 2.0)
}

fn place(country: u64, at: u64, chance: &mut Chance) -> Option<Spot> {
    let code = format!("C{country:02}");
    let (lat, lon) = town(country, at);
    let region = at % REGIONS;
    let id = country * 1000 + at;
    let spot = |name: String, id: u64, point: (f64, f64), precision| Spot {
        name,
        geonames: Some(id),
        country: Some(code.clone()),
        admin1: (precision != PlacePrecision::Country).then(|| format!("Region {region}")),
        point: Some(point),
        radius_km: None,
        precision,
    };
    match chance.below(100) {
        0..62 => Some(spot(format!("Town {id}"), id, (lat, lon), PlacePrecision::City)),
        62..72 => {
            let quarter = chance.below(6);
            let off = ((quarter % 3) as f64 * 0.03 - 0.03, (quarter / 3) as f64 * 0.04 - 0.02);
            Some(spot(
                format!("Quarter {id}-{quarter}"),
                1_000_000 + id * 10 + quarter,
                (lat + off.0, lon + off.1),
                PlacePrecision::District,
            ))
        }
        72..76 => Some(spot(
            format!("Village {id}"),
            2_000_000 + id,
            (lat + 0.07, lon - 0.08),
            PlacePrecision::City,
        )),
        76..88 => {
            let corner = town(country, region);
            Some(spot(
                format!("Region {region}"),
                3_000_000 + country * 10 + region,
                corner,
                PlacePrecision::Admin1,
            ))
        }
        88..95 => Some(spot(code.clone(), 4_000_000 + country, (lat, lon), PlacePrecision::Country)),
        // The wrong town of the same country.
        95..97 => Some(place_of(country, chance.below(TOWNS))),
        _ => None,
    }
}

fn place_of(country: u64, at: u64) -> Spot {
    Spot {
        name: format!("Town {}", country * 1000 + at),
        geonames: Some(country * 1000 + at),
        country: Some(format!("C{country:02}")),
        admin1: Some(format!("Region {}", at % REGIONS)),
        point: Some(town(country, at)),
        radius_km: None,
        precision: PlacePrecision::City,
    }
}

/// Two groups of each country are its army and its police; the others are armed groups.
fn sector(group: u64) -> &'static str {
    ["MIL", "REB", "REB", "COP", "REB", "GOV", "REB", "CVL"][(group % 8) as usize]
}

fn party(country: u64, group: u64, side: Side, chance: &mut Chance) -> Option<Party> {
    let full = format!("Front {country} of {group}");
    let short = format!("F{country}X{group}");
    let leader = format!("Leader{} Person{}", country, group);
    let (name, keys): (String, Vec<&String>) = match chance.below(100) {
        0..45 => (full.clone(), vec![&full, &short]),
        45..62 => (full.clone(), vec![&full]),
        62..72 => (short.clone(), vec![&short]),
        72..80 => (format!("forces loyal to {leader}"), vec![&leader, &full]),
        80..92 => ("gunmen".to_owned(), vec![]),
        _ => return None,
    };
    Some(Party {
        side,
        name,
        keys: keys.into_iter().map(|key| names::fold(key)).collect(),
        country: chance.often(85).then(|| format!("C{country:02}")),
        sector: Some(sector(group).to_owned()),
        harmed: false,
        said_by: Vec::new(),
    })
}

fn parties(incident: &Incident, chance: &mut Chance) -> Vec<Party> {
    // Somebody else is blamed now and then.
    let actor = if chance.often(7) { (incident.actor + 1) % GROUPS } else { incident.actor };
    let actor = party(incident.country, actor, Side::Actor, chance);
    let other = if chance.often(60) {
        party(incident.country, incident.other, Side::Recipient, chance)
    } else {
        None
    };
    actor.into_iter().chain(other).collect()
}

/// Tolls grow from the first reports to the last, differ, or are not given.
fn toll(true_number: u64, late: f64, chance: &mut Chance) -> Option<Toll> {
    if true_number == 0 || chance.often(25) {
        return None;
    }
    let early = (true_number as f64 * (0.5 + 0.5 * late)).ceil() as u64;
    Some(match chance.below(100) {
        0..60 => Toll { low: true_number, high: Some(true_number) },
        60..78 => Toll { low: early, high: Some(early) },
        78..86 => Toll { low: early, high: None },
        86..93 => Toll { low: early, high: Some(true_number + 2) },
        _ => {
            let other = 1 + chance.below(true_number * 2);
            Toll { low: other, high: Some(other) }
        }
    })
}

fn pick(from: &[&str], most: u64, chance: &mut Chance) -> Vec<String> {
    let mut picked: Vec<String> = (0..1 + chance.below(most))
        .map(|_| from[chance.below(from.len() as u64) as usize].to_owned())
        .collect();
    picked.sort_unstable();
    picked.dedup();
    picked
}

fn tellers(incident: &Incident, chance: &mut Chance) -> Vec<Teller> {
    let source = if chance.often(70) { incident.source } else { chance.below(6) };
    let outlet = Teller {
        name: None,
        keys: vec![],
        kind: None,
        act: None,
        factuality: Factuality::CertainPositive,
        interested: false,
    };
    if chance.often(30) {
        return vec![outlet];
    }
    let name = format!("Source {} {source}", incident.country);
    vec![Teller {
        keys: vec![names::fold(&name)],
        name: Some(name),
        kind: Some(SourceKind::Official),
        ..outlet
    }]
}

/// Pair precision and recall of groups of account numbers against the true incidents.
pub fn pairs(groups: &[Vec<usize>], truth: &[u64]) -> (f64, f64) {
    use std::collections::HashMap;
    let two = |n: u64| n * n.saturating_sub(1) / 2;
    let mut of_incident: HashMap<u64, u64> = HashMap::new();
    truth.iter().for_each(|incident| *of_incident.entry(*incident).or_default() += 1);
    let (mut right, mut found) = (0, 0);
    for group in groups {
        found += two(group.len() as u64);
        let mut here: HashMap<u64, u64> = HashMap::new();
        group.iter().for_each(|at| *here.entry(truth[*at]).or_default() += 1);
        right += here.values().map(|n| two(*n)).sum::<u64>();
    }
    let all: u64 = of_incident.values().map(|n| two(*n)).sum();
    (right as f64 / found.max(1) as f64, right as f64 / all.max(1) as f64)
}
