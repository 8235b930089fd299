//! Invented reports with their readings, as many as are wanted, the same for the same seed: what the server is tried on without
//! the engine.

use jiff::civil::{Date, date};
use sayso::ingest::{self, Given, Report};
use sayso::record::{
    Acled, Argument, Claim, Count, Entity, EntityKind, Event, EventPlace, EventTime, Factuality, Place,
    PlacePrecision, PlaceReason, Plover, PloverType, Reader, Reading, ReportInfo, Role, SCHEMA, Span, Status,
    TimePrecision,
};
use sayso_casebook::{Casebook, CasebookError, Media, Original};

/// Numbers that look like chance (SplitMix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

pub const COUNTRIES: [(&str, f64, f64); 12] = [
    ("LBY", 27.0, 17.0),
    ("SYR", 35.0, 38.0),
    ("YEM", 15.5, 47.0),
    ("SDN", 15.0, 30.0),
    ("MLI", 17.0, -2.0),
    ("NGA", 10.0, 8.0),
    ("AFG", 34.0, 66.0),
    ("MMR", 21.0, 96.0),
    ("COL", 4.0, -73.0),
    ("UKR", 49.0, 32.0),
    ("ETH", 9.0, 39.5),
    ("IRQ", 33.0, 43.5),
];

const SYLLABLES: [&str; 20] = [
    "ba", "dor", "ka", "lim", "mar", "nu", "qas", "ri", "sha", "tal", "um", "vel", "wad", "yaz", "zen",
    "ghur", "hol", "jib", "fer", "tek",
];
pub const OUTLETS: [&str; 24] = [
    "Harbour Post",
    "The Ridge",
    "Delta Wire",
    "Northern Echoes",
    "Qasr Times",
    "Radio Talma",
    "Steppe Courier",
    "Kite Agency",
    "The Lantern",
    "Morning Ledger",
    "Oasis Daily",
    "Two Rivers News",
    "The Beacon",
    "Gulf Mirror",
    "Sahel Dispatch",
    "Highland Star",
    "The Signal",
    "Plain Speaker",
    "Border Gazette",
    "Channel Nine",
    "The Compass",
    "Salt Road Review",
    "Evening Bell",
    "The Witness",
];

type Kind = (&'static str, PloverType, Option<&'static str>, Option<(&'static str, &'static str)>, bool);

/// What happens: verb, type, mode, ACLED's types, whether people die.
const KINDS: [Kind; 8] = [
    (
        "shelled",
        PloverType::Assault,
        Some("heavy-weapons"),
        Some(("Explosions/Remote violence", "Shelling/artillery/missile attack")),
        true,
    ),
    (
        "bombed",
        PloverType::Assault,
        Some("aerial"),
        Some(("Explosions/Remote violence", "Air/drone strike")),
        true,
    ),
    ("raided", PloverType::Assault, Some("firearms"), Some(("Violence against civilians", "Attack")), true),
    ("blockaded", PloverType::Coerce, Some("restrict"), None, false),
    (
        "occupied",
        PloverType::Coerce,
        Some("seize"),
        Some(("Strategic developments", "Non-violent transfer of territory")),
        false,
    ),
    ("left", PloverType::Retreat, Some("withdraw"), None, false),
    ("supplied", PloverType::Aid, None, None, false),
    ("threatened", PloverType::Threaten, Some("violence"), None, false),
];

const STATUSES: [Status; 8] = [
    Status::Occurred,
    Status::Occurred,
    Status::Occurred,
    Status::Occurred,
    Status::Ongoing,
    Status::Intended,
    Status::Denied,
    Status::Hypothetical,
];

/// Something that happened, told in several reports.
#[derive(Clone, Debug)]
struct Happening {
    kind: usize,
    status: Status,
    actor: String,
    place: usize,
    day: Date,
    killed: u64,
}

/// An invented world.
pub struct World {
    chance: Chance,
    places: Vec<(String, usize, f64, f64)>,
    happenings: Vec<Happening>,
}

/// A report with its original bytes and its reading.
pub struct Invented {
    pub bytes: Vec<u8>,
    pub report: Report,
    pub reading: Reading,
}

fn name(chance: &mut Chance) -> String {
    let mut name: String = (0..2 + chance.below(2)).map(|_| *chance.one(&SYLLABLES)).collect();
    if let Some(first) = name.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    name
}

impl World {
    /// A world of so many happenings, in the order of their days.
    pub fn new(happenings: usize, seed: u64) -> Self {
        let mut chance = Chance(seed);
        let places: Vec<_> = (0..600)
            .map(|_| {
                let country = chance.below(COUNTRIES.len());
                let (_, lat, lon) = COUNTRIES[country];
                let off = |chance: &mut Chance| (chance.below(6000) as f64 - 3000.0) / 1000.0;
                let (lat, lon) = (lat + off(&mut chance), lon + off(&mut chance));
                (name(&mut chance), country, lat, lon)
            })
            .collect();
        let bodies = ["Front", "Brigades", "Army", "Guard", "Movement"];
        let actors: Vec<String> =
            (0..80).map(|_| format!("{} {}", name(&mut chance), chance.one(&bodies))).collect();
        let start = date(2022, 1, 1);
        let happenings = (0..happenings)
            .map(|number| Happening {
                kind: chance.below(KINDS.len()),
                status: *chance.one(&STATUSES),
                actor: chance.one(&actors).clone(),
                place: chance.below(places.len()),
                day: start.saturating_add(jiff::Span::new().days((number * 900 / happenings.max(1)) as i64)),
                killed: 1 + chance.below(30) as u64,
            })
            .collect();
        Self { chance, places, happenings }
    }

    /// A report of so many events. `number` makes it unlike all others.
    pub fn report(&mut self, number: usize, events: usize) -> Invented {
        let near = self.chance.below(self.happenings.len());
        let told: Vec<Happening> = (0..events)
            .map(|_| self.happenings[(near + self.chance.below(12)) % self.happenings.len()].clone())
            .collect();
        let published = told.iter().map(|h| h.day).max().unwrap_or(date(2022, 1, 1));
        let outlet = (*self.chance.one(&OUTLETS)).to_owned();
        let title = format!("Report {number} from {}", self.places[told.first().map_or(0, |h| h.place)].0);
        // offsets count into the text without the title that is given beside it
        let head = title.len() + 2;
        let mut draft = Draft { text: format!("{title}\n\n"), head, reading: empty(&outlet, published) };
        let mut body = String::new();
        for happening in &told {
            draft.tell(happening, &self.places, &mut self.chance);
        }
        body.push_str(&draft.text[head..]);
        let given = Given {
            title: Some(title),
            outlet: Some(outlet),
            published: Some(published.to_string()),
            url: Some(format!("https://news.example/{number}")),
            id: Some(format!("r{number}")),
            ..Given::default()
        };
        // OK because the text is not empty
        let report = ingest::text(body.as_bytes(), &given, &Default::default()).expect("a text");
        assert_eq!(report.text, draft.text);
        let mut reading = draft.reading;
        reading.report.id.clone_from(&report.id);
        reading.report.title.clone_from(&report.title);
        reading.report.sha256.clone_from(&report.sha256);
        Invented { bytes: body.into_bytes(), report, reading }
    }
}

/// Fills a casebook; gives the number of events.
pub fn fill(book: &mut Casebook, reports: usize, events: usize, seed: u64) -> Result<usize, CasebookError> {
    let mut world = World::new((reports * events / 4).max(1), seed);
    let mut given = 0;
    for step in (0..reports).collect::<Vec<_>>().chunks(500) {
        let mut batch = book.batch()?;
        for number in step {
            let Invented { bytes, report, reading } = world.report(*number, events);
            given += reading.events.len();
            let origin = format!("invented/{number}");
            batch.add(
                &Original { bytes: &bytes, media: Media::Text, origin: &origin, retrieved: None },
                &report,
                &reading,
            )?;
        }
        batch.commit()?;
    }
    Ok(given)
}

struct Draft {
    text: String,
    head: usize,
    reading: Reading,
}

impl Draft {
    fn word(&mut self, words: &str) -> Span {
        // all letters are ASCII, so that bytes are code points
        let start = self.text.len() - self.head;
        self.text.push_str(words);
        Span { start, end: self.text.len() - self.head, quote: words.to_owned(), part: None }
    }

    fn tell(&mut self, happening: &Happening, places: &[(String, usize, f64, f64)], chance: &mut Chance) {
        let (verb, kind, mode, acled, deadly) = KINDS[happening.kind];
        let (place, country, lat, lon) = &places[happening.place];
        let (country, ..) = COUNTRIES[*country];
        let actor = self.word(&happening.actor);
        self.word(" ");
        let trigger = self.word(verb);
        self.word(" ");
        let at = self.word(place);
        self.word(" on ");
        let day = self.word(&happening.day.strftime("%-d %B %Y").to_string());
        let mut killed = None;
        let mut victims = None;
        if deadly {
            self.word(", killing ");
            let low = happening.killed + chance.below(3) as u64;
            let span = self.word(&low.to_string());
            self.word(" ");
            victims = Some(self.word("villagers"));
            killed = Some(Count { low, high: Some(low), span });
        }
        self.word(", people there said. More is not known yet.\n\n");
        let number = self.reading.events.len() + 1;
        let mut entity = |what: &str, kind, span: &Span, sector: Option<&str>| {
            let id = format!("n{}", self.reading.entities.len() + 1);
            self.reading.entities.push(Entity {
                id: id.clone(),
                kind,
                name: what.to_owned(),
                mentions: vec![span.clone()],
                country: Some(country.to_owned()),
                sector: sector.map(str::to_owned),
                country_span: None,
                office: None,
                of: None,
                place: None,
            });
            id
        };
        let mut arguments =
            vec![(Role::Actor, entity(&happening.actor, EntityKind::Group, &actor, Some("REB")), actor)];
        if let Some(span) = victims {
            arguments.push((Role::Victim, entity("villagers", EntityKind::Group, &span, Some("CVL")), span));
        }
        let exact = !happening.place.is_multiple_of(5);
        let place = Place {
            name: place.clone(),
            kind: None,
            country: Some(country.to_owned()),
            admin1: None,
            admin2: None,
            lat: exact.then_some(*lat),
            lon: exact.then_some(*lon),
            geonames: None,
            precision: if exact { PlacePrecision::City } else { PlacePrecision::Country },
            radius_km: exact.then_some(5.0),
            relation: None,
            within: None,
        };
        let day_written = Some(happening.day.to_string());
        self.reading.events.push(Event {
            id: format!("e{number}"),
            trigger,
            mentions: Vec::new(),
            plover: Plover { event: kind, mode: mode.map(str::to_owned), context: Vec::new() },
            acled: acled.map(|(a, b)| Acled { event_type: a.to_owned(), sub_event_type: b.to_owned() }),
            status: happening.status,
            arguments: arguments
                .into_iter()
                .map(|(role, entity, span)| Argument {
                    role,
                    entity: Some(entity),
                    span,
                    confidence: None,
                    statements: Vec::new(),
                })
                .collect(),
            killed,
            injured: None,
            abducted: None,
            displaced: None,
            harmed: Vec::new(),
            time: Some(EventTime {
                from: day_written.clone(),
                to: day_written,
                precision: TimePrecision::Day,
                span: Some(day),
            }),
            order: Vec::new(),
            place: Some(EventPlace { entity: None, place, span: at, why: PlaceReason::OwnWords }),
            places: Vec::new(),
            claims: vec![Claim { statement: None, factuality: Factuality::CertainPositive }],
            evidence: Vec::new(),
            background: false,
            confidence: 0.9,
        });
    }
}

fn empty(outlet: &str, published: Date) -> Reading {
    Reading {
        schema: SCHEMA.to_owned(),
        report: ReportInfo {
            id: String::new(),
            title: None,
            outlet: Some(outlet.to_owned()),
            url: None,
            published: Some(published.to_string()),
            language: Some("en".to_owned()),
            sha256: String::new(),
            text: None,
        },
        entities: Vec::new(),
        times: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        characterisations: Vec::new(),
        problems: Vec::new(),
        reader: Reader { version: "0".to_owned(), model: "invented".to_owned(), gazetteers: Vec::new() },
    }
}
