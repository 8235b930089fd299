//! Rival values: what the accounts of an incident say of each field, and who says it.

use std::collections::BTreeSet;

use sayso::record::{Factuality, Status};

use crate::account::{Account, Days, Party, Side, Spot, Toll};
use crate::incident::{Happened, Holder, Rival, Tolls, Type, Who};
use crate::origins::denies;

/// The members of an incident, with the origins of each.
pub(crate) struct Members<'a> {
    pub(crate) accounts: &'a [&'a Account],
    pub(crate) origins: &'a [Vec<usize>],
}

impl Members<'_> {
    /// A member as the holder of a value.
    fn holder(&self, member: usize, source: Option<String>) -> Holder {
        Holder { member, source, told: self.accounts[member].published }
    }

    /// Gathers equal values, the one with most origins first.
    fn rivals<T: PartialEq>(&self, told: impl IntoIterator<Item = (T, Holder)>) -> Vec<Rival<T>> {
        let mut rivals: Vec<Rival<T>> = Vec::new();
        for (value, holder) in told {
            match rivals.iter_mut().find(|rival| rival.value == value) {
                Some(rival) => rival.holders.push(holder),
                None => rivals.push(Rival { value, holders: vec![holder], origins: 0 }),
            }
        }
        self.rank(rivals)
    }

    /// Counts the origins of each value. Equal ones go by the first who told, then by the first member.
    fn rank<T>(&self, mut rivals: Vec<Rival<T>>) -> Vec<Rival<T>> {
        for rival in &mut rivals {
            rival.holders.sort();
            rival.holders.dedup();
            let behind = rival.holders.iter().flat_map(|holder| &self.origins[holder.member]);
            rival.origins = behind.collect::<BTreeSet<_>>().len();
        }
        let first = |rival: &Rival<T>| {
            rival.holders.iter().map(|holder| (holder.told.is_none(), holder.told, holder.member)).min()
        };
        rivals.sort_by(|a, b| {
            let most = b.origins.cmp(&a.origins).then(b.holders.len().cmp(&a.holders.len()));
            most.then_with(|| first(a).cmp(&first(b)))
        });
        rivals
    }

    fn each<T: PartialEq>(&self, of: impl Fn(&Account) -> Option<T>) -> Vec<Rival<T>> {
        let told = self.accounts.iter().enumerate();
        self.rivals(told.filter_map(|(at, account)| Some((of(account)?, self.holder(at, None)))))
    }

    pub(crate) fn types(&self) -> Vec<Rival<Type>> {
        self.each(|account| Some(Type { plover: account.plover, mode: account.mode.clone() }))
    }

    pub(crate) fn days(&self) -> Vec<Rival<Days>> {
        self.each(|account| Some(account.days).filter(|days| !days.is_unknown()))
    }

    pub(crate) fn places(&self) -> Vec<Rival<Spot>> {
        self.each(|account| account.place.clone())
    }

    pub(crate) fn tolls(&self, of: impl Fn(&Account) -> Option<Toll>) -> Option<Tolls> {
        let rivals = self.each(of);
        let low = rivals.iter().map(|rival| rival.value.low).min()?;
        let highs: Option<Vec<u64>> = rivals.iter().map(|rival| rival.value.high).collect();
        Some(Tolls { low, high: highs.and_then(|highs| highs.into_iter().max()), rivals })
    }

    /// Whether it happened, by each teller.
    pub(crate) fn happened(&self) -> Vec<Rival<Happened>> {
        let mut told = Vec::new();
        for (at, account) in self.accounts.iter().enumerate() {
            for teller in &account.tellers {
                told.push((happened(teller.factuality), self.holder(at, teller.name.clone())));
            }
            let said_no = account.tellers.iter().any(|teller| denies(teller.factuality));
            if account.status == Status::Denied && !said_no {
                told.push((Happened::No, self.holder(at, None)));
            } else if account.tellers.is_empty() {
                told.push((Happened::Yes, self.holder(at, None)));
            }
        }
        self.rivals(told)
    }

    /// Those of one side; who shares a name with another is one with him.
    pub(crate) fn parties(&self, side: Side) -> Vec<Rival<Who>> {
        let mut known: Vec<Known> = Vec::new();
        for (at, account) in self.accounts.iter().enumerate() {
            for party in account.parties.iter().filter(|party| party.side == side) {
                let mut sources: Vec<Option<String>> = Vec::new();
                if party.said_by.is_empty() {
                    sources.push(None);
                }
                let tellers = party.said_by.iter().filter_map(|teller| account.tellers.get(*teller));
                sources.extend(tellers.map(|teller| teller.name.clone()));
                let holders = sources.into_iter().map(|source| self.holder(at, source)).collect();
                meet(&mut known, party, holders);
            }
        }
        let rivals =
            known.into_iter().map(|known| Rival { value: known.who, holders: known.holders, origins: 0 });
        self.rank(rivals.collect())
    }
}

/// Somebody as several accounts know him.
struct Known {
    keys: BTreeSet<String>,
    who: Who,
    holders: Vec<Holder>,
}

fn meet(known: &mut Vec<Known>, party: &Party, holders: Vec<Holder>) {
    let named = !party.keys.is_empty();
    let same = |known: &Known| {
        if named {
            party.keys.iter().any(|key| known.keys.contains(key))
        } else {
            // Descriptions are one where their words are.
            !known.who.named && known.who.name == party.name && known.who.country == party.country
        }
    };
    let mut new = Known {
        keys: party.keys.iter().cloned().collect(),
        who: Who {
            name: party.name.clone(),
            names: Vec::new(),
            country: party.country.clone(),
            sector: party.sector.clone(),
            named,
        },
        holders,
    };
    // It may bring two together that had no name in common.
    let (met, others): (Vec<Known>, Vec<Known>) = std::mem::take(known).into_iter().partition(same);
    *known = others;
    for old in met.into_iter().rev() {
        new = unite(old, new);
    }
    known.push(new);
}

fn unite(mut old: Known, new: Known) -> Known {
    old.keys.extend(new.keys);
    old.holders.extend(new.holders);
    let mut names: BTreeSet<String> = old.who.names.into_iter().chain(new.who.names).collect();
    names.extend([old.who.name, new.who.name]);
    let longest =
        names.iter().max_by_key(|name| (name.chars().count(), std::cmp::Reverse((*name).clone()))).cloned();
    let name = longest.unwrap_or_default();
    names.remove(&name);
    old.who.names = names.into_iter().collect();
    old.who.name = name;
    old.who.country = old.who.country.or(new.who.country);
    old.who.sector = old.who.sector.or(new.who.sector);
    old
}

fn happened(factuality: Factuality) -> Happened {
    use Factuality::{
        CertainPositive, CertainUnderspecified, PossiblePositive, ProbablePositive, Underspecified,
    };
    match factuality {
        CertainPositive | ProbablePositive => Happened::Yes,
        PossiblePositive | CertainUnderspecified | Underspecified => Happened::Perhaps,
        _ => Happened::No,
    }
}
