//! An account as numbers: what comparing and blocking need, some 200 bytes.

use sayso::record::{PlacePrecision, Status};

use crate::account::{Account, Days, Side, Spot, Toll};
use crate::day::Day;
use crate::names::{fold, mark};

/// An event without a day is looked for in so many days before its report.
const RECENT: i32 = 3;

/// How the days of a sketch are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// Told.
    Told,
    /// Presumed from the day of publication.
    Presumed,
    /// Not at all.
    Not,
}

/// Whether something is told as having happened: what is planned is no account of what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Realis {
    Done,
    Planned,
}

#[derive(Clone, Debug)]
pub(crate) struct Sketch {
    pub(crate) report: u64,
    pub(crate) copies: u64,
    pub(crate) plover: u8,
    pub(crate) realis: Realis,
    pub(crate) mode: u32,
    pub(crate) acled: u32,
    pub(crate) known: Known,
    pub(crate) from: i32,
    pub(crate) to: i32,
    pub(crate) published: Option<i32>,
    pub(crate) place: Option<Where>,
    pub(crate) killed: Option<(u32, u32)>,
    pub(crate) injured: Option<(u32, u32)>,
    /// Of whom the report speaks most; 0 where of nobody.
    pub(crate) lead: u32,
    lists: Box<[u32]>,
    ends: [u16; List::COUNT],
}

/// A place as numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Where {
    pub(crate) name: u32,
    pub(crate) id: u32,
    pub(crate) country: u32,
    pub(crate) admin1: u32,
    pub(crate) lat: f32,
    pub(crate) lon: f32,
    pub(crate) radius: f32,
    pub(crate) has_point: bool,
    pub(crate) precision: PlacePrecision,
}

/// The sorted lists of marks in a sketch.
#[derive(Clone, Copy, Debug)]
pub(crate) enum List {
    /// Names of those who act.
    Actors,
    /// Names of those it is done to.
    Others,
    /// Sector and country of those who act.
    ActorKinds,
    /// Sector and country of those it is done to.
    OtherKinds,
    /// Words of the event.
    Words,
    /// Words for what was hit.
    Targets,
    /// Words for what it was done with.
    Weapons,
    /// Names of first sources.
    Sources,
    /// Names of people in the whole report.
    People,
    /// Names of bodies and places in the whole report.
    About,
}

impl List {
    const COUNT: usize = 10;
}

impl Sketch {
    pub(crate) fn new(account: &Account) -> Self {
        let lists = lists(account);
        let mut ends = [0; List::COUNT];
        let mut all = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        for (list, end) in lists.iter().zip(&mut ends) {
            all.extend_from_slice(list);
            *end = u16::try_from(all.len()).unwrap_or(u16::MAX);
        }
        let (from, to, known) = days(account.days, account.published);
        let text = |text: &Option<String>| text.as_deref().map_or(0, |text| mark(&fold(text)));
        Self {
            report: crate::names::wide(account.report.as_bytes()),
            copies: crate::names::wide(account.copy_of.as_ref().unwrap_or(&account.report).as_bytes()),
            plover: account.plover as u8,
            realis: match account.status {
                Status::Occurred | Status::Ongoing | Status::Denied => Realis::Done,
                _ => Realis::Planned,
            },
            mode: text(&account.mode),
            acled: text(&account.acled),
            known,
            from,
            to,
            published: account.published.map(|day| day.0),
            place: account.place.as_ref().map(place),
            killed: account.killed.map(number),
            injured: account.injured.map(number),
            lead: account.people.first().map_or(0, |name| mark(name)),
            lists: all.into(),
            ends,
        }
    }

    /// The marks of one list, sorted.
    pub(crate) fn list(&self, list: List) -> &[u32] {
        let end = |at: usize| usize::from(self.ends[at]);
        let at = list as usize;
        &self.lists[if at == 0 { 0 } else { end(at - 1) }..end(at)]
    }
}

fn lists(account: &Account) -> [Vec<u32>; List::COUNT] {
    let of = |side: Side| account.parties.iter().filter(move |party| party.side == side);
    let keys = |side| sorted(of(side).flat_map(|party| &party.keys).map(|key| mark(key)));
    let kinds = |side| {
        sorted(of(side).filter_map(|party| {
            let sector = party.sector.as_deref()?;
            Some(mark(&format!("{sector} {}", party.country.as_deref().unwrap_or("?"))))
        }))
    };
    let words = |words: &[String]| sorted(words.iter().map(|word| mark(word)));
    [
        keys(Side::Actor),
        keys(Side::Recipient),
        kinds(Side::Actor),
        kinds(Side::Recipient),
        words(&account.words),
        words(&account.targets),
        words(&account.weapons),
        sorted(account.tellers.iter().flat_map(|teller| &teller.keys).map(|key| mark(key))),
        words(&account.people),
        words(&account.about),
    ]
}

/// Sorted, each once, and no more than matters.
fn sorted(marks: impl Iterator<Item = u32>) -> Vec<u32> {
    const MOST: usize = 24;
    let mut marks: Vec<u32> = marks.collect();
    marks.sort_unstable();
    marks.dedup();
    marks.truncate(MOST);
    marks
}

/// The days within which it happened. An open side reaches to the report or, without one, as far as the other.
fn days(days: Days, published: Option<Day>) -> (i32, i32, Known) {
    let published = published.map(|day| day.0);
    match (days.from.map(|day| day.0), days.to.map(|day| day.0)) {
        (Some(from), Some(to)) => (from.min(to), to.max(from), Known::Told),
        (Some(from), None) => (from, published.unwrap_or(from).max(from), Known::Told),
        (None, Some(to)) => (to.saturating_sub(RECENT), to, Known::Told),
        (None, None) => match published {
            Some(day) => (day.saturating_sub(RECENT), day, Known::Presumed),
            None => (0, 0, Known::Not),
        },
    }
}

fn place(spot: &Spot) -> Where {
    let text = |text: &Option<String>| text.as_deref().map_or(0, |text| mark(&fold(text)));
    let radius = match spot.precision {
        PlacePrecision::Exact => 2.0,
        PlacePrecision::District => 5.0,
        PlacePrecision::City => 10.0,
        PlacePrecision::Admin1 => 80.0,
        PlacePrecision::Country => 300.0,
    };
    let (lat, lon) = spot.point.unwrap_or_default();
    let country = text(&spot.country);
    Where {
        name: mark(&fold(&spot.name)),
        id: spot.geonames.map_or(0, |id| (id ^ (id >> 32)) as u32),
        country,
        admin1: spot.admin1.as_deref().map_or(0, |name| mark(&fold(name)) ^ country.rotate_left(7)),
        lat: lat as f32,
        lon: lon as f32,
        radius: spot.radius_km.map_or(radius, |km| km.clamp(0.1, 2000.0) as f32),
        has_point: spot.point.is_some(),
        precision: spot.precision,
    }
}

fn number(toll: Toll) -> (u32, u32) {
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    (small(toll.low), toll.high.map_or(u32::MAX, small).max(small(toll.low)))
}
