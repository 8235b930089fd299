//! Blocking: which accounts are compared at all.
//!
//! An account has keys of day, place and family of types; two are compared where they share a key. General keys (a day in a
//! region) bring coarse accounts together, sharp ones (a month in a region with the name of a party) reach further in time.
//! A key that many share would cost the square of their number. So in a block of more than [`CAP`] members only pairs with
//! one of its representatives are compared: the [`CAP`] members whose ids come first. Which these are depends on the set of
//! members alone, so the order in which they came does not matter.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use sayso::record::PlacePrecision;

use crate::account::AccountId;
use crate::families::Families;
use crate::names::stir;
use crate::sketch::{Known, List, Realis, Sketch, Where};

/// Blocks up to this size are compared in full.
const CAP: usize = 20;
/// An interval of up to so many days reaches the blocks of days; a longer one those of months.
const SHORT: i32 = 10;
const MONTH: i32 = 30;
/// So many months at most; what is wider says nothing of the time.
const MONTHS: i32 = 13;
/// No more names than this make keys of their own, for each side.
const NAMES: usize = 4;
/// So many names of the report make keys. They are those with the smallest marks, which is by chance: two lists that share half
/// of their names share one of these mostly.
const ABOUT: usize = 2;
/// So many members lie in the map itself.
const FEW: usize = 4;
const NOBODY: u32 = u32::MAX;

/// The keys of an account, sorted.
pub(crate) fn keys(sketch: &Sketch, families: &Families) -> Vec<u64> {
    let mut keys = Vec::with_capacity(32);
    let base = u64::from(sketch.realis == Realis::Planned);
    for family in families.of(sketch.plover) {
        let base = base << 8 | u64::from(*family);
        let mut key = |parts: &[u64]| {
            keys.push(parts.iter().fold(base, |key, part| stir(key ^ part).wrapping_add(*part)))
        };
        key(&[1, sketch.copies]);
        let sharp = sharp(sketch);
        for (time, name) in about(sketch) {
            key(&[10, time, name]);
        }
        let Some(place) = &sketch.place else {
            for time in days(sketch).chain(months(sketch)) {
                sharp.iter().for_each(|sharp| key(&[2, time, *sharp]));
            }
            continue;
        };
        let country = u64::from(place.country);
        let region =
            u64::from(if place.precision == PlacePrecision::Country { 0 } else { place.admin1.max(1) });
        let site = u64::from(if place.id == 0 { place.name } else { place.id });
        for day in days(sketch) {
            cells(place).into_iter().flatten().for_each(|cell| key(&[3, day, cell]));
            if region > 1 {
                key(&[4, day, region]);
            }
            sharp.iter().for_each(|sharp| key(&[5, day, country, *sharp]));
            // Whoever gives no place still names somebody.
            sharp.iter().for_each(|sharp| key(&[2, day, *sharp]));
        }
        for month in months(sketch) {
            if region > 0 {
                sharp.iter().for_each(|sharp| key(&[6, month, region, *sharp]));
                key(&[7, month, site, u64::from(sketch.mode)]);
            }
            if sketch.known == Known::Not {
                sharp.iter().for_each(|sharp| key(&[8, country, *sharp]));
                sketch.list(List::Words).iter().for_each(|word| key(&[9, country, u64::from(*word)]));
            }
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What the reports speak of brings together whom nothing else does: those of a month, those without any time and, by one name
/// alone, one of the latter with one of the former. Who gives day and town meets most others by these.
fn about(sketch: &Sketch) -> Vec<(u64, u64)> {
    const EVER: u64 = 1 << 34;
    let (people, about) = (sketch.list(List::People), sketch.list(List::About));
    let sharp = sketch.known == Known::Told
        && sketch.place.as_ref().is_some_and(|place| place.precision <= PlacePrecision::City);
    let some = if sharp { 1 } else { ABOUT };
    let any = if sketch.known == Known::Not { ABOUT } else { 1 };
    let first = people.iter().chain(if people.is_empty() { about } else { &[] });
    let names = people.iter().take(some).chain(about.iter().take(some));
    let of_months = names.flat_map(|name| months(sketch).map(move |month| (month, u64::from(*name))));
    of_months.chain(first.take(any).map(|name| (EVER, u64::from(*name)))).collect()
}

/// Two neighbouring days share a number.
fn days(sketch: &Sketch) -> impl Iterator<Item = u64> + use<> {
    let short =
        sketch.known != Known::Not && i64::from(sketch.to) - i64::from(sketch.from) < i64::from(SHORT);
    let (from, to) = if short { (sketch.from, sketch.to.saturating_add(1)) } else { (1, 0) };
    (from..=to).map(|day| u64::from(day as u32))
}

fn months(sketch: &Sketch) -> impl Iterator<Item = u64> + use<> {
    let (from, to) = (sketch.from.div_euclid(MONTH), sketch.to.div_euclid(MONTH));
    let known = sketch.known != Known::Not && i64::from(to) - i64::from(from) <= i64::from(MONTHS);
    let (from, to) = if known { (from, to) } else { (1, 0) };
    // Those without any time are among themselves.
    let never = (sketch.known == Known::Not).then_some(1 << 33);
    (from..=to).map(|month| 1 << 32 | u64::from(month as u32)).chain(never)
}

/// What few events share: names, numbers.
fn sharp(sketch: &Sketch) -> Vec<u64> {
    let names = |list| sketch.list(list).iter().take(NAMES).map(|name| u64::from(*name));
    let tolls = [sketch.killed, sketch.injured].into_iter().enumerate().filter_map(|(what, toll)| {
        let (low, _) = toll?;
        (low >= 3).then_some(1 << 33 | (what as u64) << 32 | u64::from(low))
    });
    names(List::Actors).chain(names(List::Others)).chain(tolls).collect()
}

/// The squares of a fifth of a degree that a place reaches, where it is sharp enough: up to four.
fn cells(place: &Where) -> [Option<u64>; 4] {
    const SIDE: f32 = 0.2;
    const REACH: f32 = 0.06;
    let mut cells = [None; 4];
    if !place.has_point || place.precision > PlacePrecision::City {
        return cells;
    }
    let cell = |degrees: f32| (degrees / SIDE).floor() as i32;
    let (south, north) = (cell(place.lat - REACH), cell(place.lat + REACH));
    let (west, east) = (cell(place.lon - REACH), cell(place.lon + REACH));
    for (slot, (lat, lon)) in
        cells.iter_mut().zip([(south, west), (south, east), (north, west), (north, east)])
    {
        *slot = Some(u64::from(lat as u32) << 32 | u64::from(lon as u32));
    }
    cells
}

/// Who is in which block.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    blocks: HashMap<u64, Block, BuildHasherDefault<Stirred>>,
    /// The representatives of blocks of more than [`CAP`], sorted.
    crowded: HashMap<u64, Vec<(AccountId, u32)>, BuildHasherDefault<Stirred>>,
}

/// The members of a block, in any order. Most blocks have few: they lie in the map itself, not elsewhere in memory.
#[derive(Debug)]
enum Block {
    Few([u32; FEW]),
    Many(Vec<u32>),
}

impl Block {
    fn members(&self) -> &[u32] {
        match self {
            Self::Few(few) => &few[..few.iter().position(|member| *member == NOBODY).unwrap_or(FEW)],
            Self::Many(many) => many,
        }
    }

    fn push(&mut self, account: u32) {
        match self {
            Self::Few(few) => match few.iter_mut().find(|member| **member == NOBODY) {
                Some(free) => *free = account,
                None => *self = Self::Many(few.iter().copied().chain([account]).collect()),
            },
            Self::Many(many) => many.push(account),
        }
    }

    /// Takes an account out; whether it was there.
    fn take(&mut self, account: u32) -> bool {
        let members = self.members();
        let Some(at) = members.iter().position(|member| *member == account) else { return false };
        let last = members.len() - 1;
        match self {
            Self::Few(few) => {
                few[at] = few[last];
                few[last] = NOBODY;
            }
            Self::Many(many) => {
                many.swap_remove(at);
            }
        }
        true
    }
}

impl Blocks {
    /// Puts an account into a block; gives back who stops being a representative thereby.
    pub(crate) fn insert(&mut self, key: u64, account: u32, ids: &[AccountId]) -> Option<u32> {
        let block = self.blocks.entry(key).or_insert(Block::Few([NOBODY; FEW]));
        block.push(account);
        let members = block.members();
        if members.len() <= CAP {
            return None;
        }
        if members.len() == CAP + 1 {
            let mut all: Vec<_> = members.iter().map(|member| (ids[*member as usize], *member)).collect();
            all.sort_unstable();
            let last = all.pop();
            self.crowded.insert(key, all);
            return last.map(|(_, member)| member);
        }
        let leaders = self.crowded.get_mut(&key)?;
        let own = (ids[account as usize], account);
        let at = leaders.partition_point(|leader| *leader < own);
        if at == leaders.len() {
            return None;
        }
        leaders.insert(at, own);
        leaders.pop().map(|(_, member)| member)
    }

    /// Takes an account out of a block; gives back who becomes a representative thereby.
    pub(crate) fn remove(&mut self, key: u64, account: u32, ids: &[AccountId]) -> Option<u32> {
        let block = self.blocks.get_mut(&key)?;
        if !block.take(account) {
            return None;
        }
        if block.members().is_empty() {
            self.blocks.remove(&key);
        }
        let leaders = self.crowded.get(&key)?;
        let led = leaders.iter().any(|(_, member)| *member == account);
        let members = self.members(key);
        let own = members.iter().map(|member| (ids[*member as usize], *member));
        let next = own.filter(|own| leaders.binary_search(own).is_err()).min();
        if members.len() <= CAP {
            self.crowded.remove(&key);
            return next.map(|(_, member)| member);
        }
        if !led {
            return None;
        }
        let leaders = self.crowded.get_mut(&key)?;
        leaders.retain(|(_, member)| *member != account);
        leaders.extend(next);
        next.map(|(_, member)| member)
    }

    fn members(&self, key: u64) -> &[u32] {
        self.blocks.get(&key).map_or(&[], Block::members)
    }

    /// Everyone with whom an account is compared, itself among them; some of them several times.
    pub(crate) fn candidates(&self, keys: &[u64], id: AccountId, see: &mut impl FnMut(u32)) {
        for key in keys {
            match self.crowded.get(key) {
                Some(leaders) if leaders.last().is_some_and(|(last, _)| *last < id) => {
                    leaders.iter().for_each(|(_, member)| see(*member));
                }
                _ => self.members(*key).iter().for_each(|member| see(*member)),
            }
        }
    }

    /// Whether two accounts with these keys are compared.
    pub(crate) fn compared(
        &self,
        (a_keys, a): (&[u64], AccountId),
        (b_keys, b): (&[u64], AccountId),
    ) -> bool {
        a_keys.iter().filter(|key| b_keys.binary_search(key).is_ok()).any(|key| match self.crowded.get(key) {
            None => true,
            Some(leaders) => leaders.last().is_some_and(|(last, _)| a.min(b) <= *last),
        })
    }
}

/// The keys of blocks are stirred already; other numbers are stirred fast.
#[derive(Debug, Default)]
pub(crate) struct Stirred(u64);

impl Hasher for Stirred {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = crate::names::wide(bytes);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = crate::names::stir(u64::from(key));
    }
}
