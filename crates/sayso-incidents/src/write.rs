//! A group of accounts as the record of an incident.

use std::borrow::Borrow;
use std::collections::{BTreeSet, HashMap};

use sayso::record::{Act, PlacePrecision, PloverType};

use crate::account::{Account, AccountId, Side};
use crate::compare::Comparison;
use crate::grade::{Facts, Grades};
use crate::incident::{
    Contradiction, Field, Happened, Holder, Incident, Link, Member, Origin, Rival, SCHEMA, Tolls, Who,
};
use crate::merger::Group;
use crate::origins::{denies, of_members, origins};
use crate::rivals::Members;

/// Reasons kept with each link.
const REASONS: usize = 6;
/// Holders named for each side of a contradiction.
const NAMED: usize = 3;
/// Points that lie farther apart than this and what both cover are two places.
const APART_KM: f64 = 20.0;

/// Writes an incident. `accounts`: those of the group's members, in any order; others are passed over. `links`: from
/// [`crate::Merger::links`].
#[must_use]
pub fn incident<A: Borrow<Account>>(
    group: &Group,
    accounts: &[A],
    links: &[(AccountId, AccountId, Comparison)],
    grades: &Grades,
) -> Incident {
    let by_id: HashMap<AccountId, &Account> =
        accounts.iter().map(|account| (account.borrow().id(), account.borrow())).collect();
    let mut members: Vec<&Account> = group.members.iter().filter_map(|id| by_id.get(id).copied()).collect();
    // In the order of telling, as a person reads them.
    members
        .sort_by_key(|member| (member.published.is_none(), member.published, &member.report, &member.event));
    let found = origins(&members);
    let of_member = of_members(&found.all, members.len());
    let told = Members { accounts: &members, origins: &of_member };
    let actors = told.parties(Side::Actor);
    let killed = told.tolls(|account| account.killed);
    let injured = told.tolls(|account| account.injured);
    let happened = told.happened();
    let rival_actors = rival_actors(&actors);
    let facts = facts(&members, &found.all, &found.copy_of, &actors, rival_actors.len(), killed.as_ref());
    let mut contradictions = Vec::new();
    contradictions.extend(whether(&members, &happened));
    contradictions.extend(who(&members, &rival_actors));
    contradictions.extend(killed.as_ref().and_then(|tolls| numbers(&members, tolls, Field::Killed)));
    contradictions.extend(injured.as_ref().and_then(|tolls| numbers(&members, tolls, Field::Injured)));
    let (days, places) = (told.days(), told.places());
    contradictions.extend(apart(&members, &days, Field::Day, days_apart, |days| {
        match (days.from, days.to) {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (from, to) => format!(
                "{}..{}",
                from.map_or_else(String::new, |day| day.to_string()),
                to.map_or_else(String::new, |day| day.to_string())
            ),
        }
    }));
    contradictions.extend(apart(&members, &places, Field::Place, places_apart, |spot| spot.name.clone()));
    Incident {
        schema: SCHEMA.to_owned(),
        id: group.id.clone(),
        locked: group.locked,
        links: links_of(&members, links),
        types: told.types(),
        recipients: told.parties(Side::Recipient),
        members: members
            .iter()
            .enumerate()
            .map(|(at, account)| Member {
                report: account.report.clone(),
                event: account.event.clone(),
                outlet: account.outlet.clone(),
                published: account.published,
                copy_of: found.copy_of[at],
                origins: of_member[at].clone(),
            })
            .collect(),
        origins: found.all,
        happened,
        days,
        places,
        actors,
        killed,
        injured,
        contradictions,
        grade: grades.of(&facts),
    }
}

fn links_of(members: &[&Account], links: &[(AccountId, AccountId, Comparison)]) -> Vec<Link> {
    let places: HashMap<AccountId, usize> =
        members.iter().enumerate().map(|(at, account)| (account.id(), at)).collect();
    let link = |(member, to, comparison): &(AccountId, AccountId, Comparison)| {
        let (member, to) = (*places.get(member)?, *places.get(to)?);
        let reasons = comparison.reasons.iter().take(REASONS).cloned().collect();
        Some(Link { member, to, chance: comparison.chance, reasons })
    };
    links.iter().filter_map(link).collect()
}

fn facts(
    members: &[&Account],
    origins: &[Origin],
    copy_of: &[Option<usize>],
    actors: &[Rival<Who>],
    rival_actors: usize,
    killed: Option<&Tolls>,
) -> Facts {
    let count = |number: usize| number as u64;
    let tellers = || members.iter().flat_map(|member| &member.tellers);
    let denials: BTreeSet<_> = tellers()
        .filter(|teller| denies(teller.factuality))
        .map(|teller| (teller.keys.first(), &teller.name))
        .collect();
    let harmed = || members.iter().flat_map(|member| &member.parties).filter(|party| party.harmed);
    let fights = |sector: &str| ["MIL", "REB", "UAF", "PRM"].contains(&sector);
    let is_fighter = |sector: &Option<String>| sector.as_deref().is_some_and(fights);
    let evidence: BTreeSet<_> = members.iter().flat_map(|member| &member.evidence).collect();
    Facts {
        accounts: count(members.len()),
        reports: count(members.iter().map(|member| &member.report).collect::<BTreeSet<_>>().len()),
        copies: count(copy_of.iter().flatten().count()),
        origins: count(origins.len()),
        independent: count(origins.iter().filter(|origin| !origin.interested).count()),
        named: count(origins.iter().filter(|origin| origin.named).count()),
        actors: count(actors.iter().filter(|actor| actor.value.named).count()),
        rival_actors: count(rival_actors),
        accepted: count(accepted(members)),
        denials: count(denials.len()),
        civilians: u64::from(harmed().any(|party| !is_fighter(&party.sector))),
        fighters: u64::from(harmed().any(|party| is_fighter(&party.sector))),
        harm: u64::from(members.iter().any(|member| does_harm(member))),
        evidence: count(evidence.len()),
        killed_low: killed.map_or(0, |tolls| tolls.low),
        killed_high: killed.map_or(0, |tolls| {
            tolls.high.unwrap_or_else(|| tolls.rivals.iter().map(|r| r.value.low).max().unwrap_or(0))
        }),
    }
}

/// Whether force was used or anybody came to harm, by one account.
fn does_harm(account: &Account) -> bool {
    matches!(account.plover, PloverType::Assault | PloverType::Coerce)
        || account.parties.iter().any(|party| party.harmed)
        || account.killed.is_some()
        || account.injured.is_some()
}

/// How many parties say themselves that they did it: who claims it, or tells of it as a certain fact while he is named as the actor.
fn accepted(members: &[&Account]) -> usize {
    let mut parties = BTreeSet::new();
    for member in members {
        let own = member.tellers.iter().filter(|teller| {
            !denies(teller.factuality)
                && matches!(
                    teller.act,
                    Some(Act::ClaimResponsibility | Act::Confirm | Act::Announce | Act::Say)
                )
        });
        for teller in own {
            let actor = |party: &&crate::account::Party| {
                party.side == Side::Actor && party.keys.iter().any(|key| teller.keys.contains(key))
            };
            parties.extend(
                members.iter().flat_map(|member| &member.parties).find(actor).map(|party| &party.keys[0]),
            );
        }
    }
    parties.len()
}

/// The named actors that no account names together with another; none where there is only one.
fn rival_actors(actors: &[Rival<Who>]) -> Vec<&Rival<Who>> {
    let members =
        |actor: &Rival<Who>| actor.holders.iter().map(|holder| holder.member).collect::<BTreeSet<usize>>();
    let named: Vec<&Rival<Who>> = actors.iter().filter(|actor| actor.value.named).collect();
    let alone = |actor: &&&Rival<Who>| {
        let own = members(actor);
        named.iter().all(|other| std::ptr::eq(**actor, *other) || members(other).is_disjoint(&own))
    };
    let rivals: Vec<&Rival<Who>> = named.iter().filter(alone).copied().collect();
    if rivals.len() > 1 { rivals } else { Vec::new() }
}

fn whether(members: &[&Account], happened: &[Rival<Happened>]) -> Option<Contradiction> {
    let of = |value: Happened| happened.iter().find(|rival| rival.value == value);
    let (yes, no) = (of(Happened::Yes)?, of(Happened::No)?);
    let says =
        format!("happened: yes ({}), no ({})", names(members, &yes.holders), names(members, &no.holders));
    Some(Contradiction { field: Field::Happened, says, may_be_update: false })
}

fn who(members: &[&Account], rivals: &[&Rival<Who>]) -> Option<Contradiction> {
    if rivals.is_empty() {
        return None;
    }
    let sides: Vec<String> = rivals
        .iter()
        .map(|rival| format!("{} ({})", rival.value.name, names(members, &rival.holders)))
        .collect();
    Some(Contradiction {
        field: Field::Actor,
        says: format!("done by: {}", sides.join(" or ")),
        may_be_update: false,
    })
}

fn numbers(members: &[&Account], tolls: &Tolls, field: Field) -> Option<Contradiction> {
    let mut rivals: Vec<_> =
        tolls.rivals.iter().filter(|r| tolls.rivals.iter().any(|o| !r.value.agrees(&o.value))).collect();
    rivals.sort_by_key(|rival| (rival.value.low, rival.value.high));
    if rivals.is_empty() {
        return None;
    }
    let range = |toll: crate::account::Toll| match toll.high {
        Some(high) if high == toll.low => toll.low.to_string(),
        Some(high) => format!("{} to {high}", toll.low),
        None => format!("{} or more", toll.low),
    };
    let sides: Vec<String> =
        rivals.iter().map(|r| format!("{} ({})", range(r.value), names(members, &r.holders))).collect();
    let days = |rival: &Rival<_>| rival.holders.iter().map(|holder| holder.told).collect::<Option<Vec<_>>>();
    let grew = rivals.windows(2).all(|pair| match (days(pair[0]), days(pair[1])) {
        (Some(less), Some(more)) => less.iter().max() < more.iter().min(),
        _ => false,
    });
    let name = if field == Field::Killed { "killed" } else { "injured" };
    Some(Contradiction { field, says: format!("{name}: {}", sides.join(" or ")), may_be_update: grew })
}

/// Values that cannot both be.
fn apart<T>(
    members: &[&Account],
    rivals: &[Rival<T>],
    field: Field,
    are: impl Fn(&T, &T) -> bool,
    text: impl Fn(&T) -> String,
) -> Option<Contradiction> {
    let against = |rival: &&Rival<T>| rivals.iter().any(|other| are(&rival.value, &other.value));
    let sides: Vec<String> = rivals
        .iter()
        .filter(against)
        .map(|rival| format!("{} ({})", text(&rival.value), names(members, &rival.holders)))
        .collect();
    let name = if field == Field::Day { "day" } else { "place" };
    (!sides.is_empty()).then(|| Contradiction {
        field,
        says: format!("{name}: {}", sides.join(" or ")),
        may_be_update: false,
    })
}

fn days_apart(a: &crate::account::Days, b: &crate::account::Days) -> bool {
    let after = |from: Option<crate::Day>, to: Option<crate::Day>| matches!((from, to), (Some(from), Some(to)) if from > to);
    after(a.from, b.to) || after(b.from, a.to)
}

fn places_apart(a: &crate::account::Spot, b: &crate::account::Spot) -> bool {
    if let (Some(one), Some(other)) = (&a.country, &b.country)
        && one != other
    {
        return true;
    }
    let sharp = |spot: &crate::account::Spot| spot.precision <= PlacePrecision::City;
    let (Some((north, east)), Some((other_north, other_east))) = (a.point, b.point) else { return false };
    let turn = (east - other_east).abs();
    let across = turn.min(360.0 - turn) * f64::midpoint(north, other_north).to_radians().cos();
    let km = 111.2 * (north - other_north).hypot(across);
    sharp(a) && sharp(b) && km > APART_KM + a.radius_km.unwrap_or(5.0) + b.radius_km.unwrap_or(5.0)
}

/// Who holds a value, in words: the source that says so or the outlet that has it.
fn names(members: &[&Account], holders: &[Holder]) -> String {
    let name = |holder: &Holder| {
        let member = members[holder.member];
        holder.source.clone().or_else(|| member.outlet.clone()).unwrap_or_else(|| member.report.clone())
    };
    let mut names: Vec<String> = Vec::new();
    for holder in holders {
        let name = name(holder);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names.join(", ")
}
