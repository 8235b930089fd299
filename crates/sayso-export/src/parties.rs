//! Who stands against whom, for schemes that know two sides and what kind each is of.

use sayso::record::{Entity, PloverType, Role, What};

use crate::account::Account;
use crate::codes;

/// One side: names in the record's order, and the first one's entity.
#[derive(Clone, Debug, Default)]
pub(crate) struct Side<'a> {
    pub(crate) names: Vec<String>,
    pub(crate) entities: Vec<&'a Entity>,
}

impl<'a> Side<'a> {
    fn push(&mut self, name: &str, entity: Option<&'a Entity>) {
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
            self.entities.extend(entity);
        }
    }

    pub(crate) fn first(&self) -> Option<&'a Entity> {
        self.entities.first().copied()
    }

    pub(crate) fn country(&self) -> Option<&'a str> {
        self.first()?.country.as_deref()
    }

    pub(crate) fn sector(&self) -> Option<&'a str> {
        self.first()?.sector.as_deref()
    }

    fn is_state(&self) -> bool {
        self.sector().is_some_and(|sector| matches!(sector, "GOV" | "MIL" | "COP" | "SPY"))
    }

    /// Whether all of it, as far as it is known, are people without arms.
    pub(crate) fn is_civilian(&self) -> bool {
        !self.entities.is_empty()
            && self.entities.iter().all(|entity| entity.sector.as_deref() == Some("CVL"))
    }
}

/// Who acts, and whom it is done to: recipients, then people harmed. In a mutual act without recipients, the second side is
/// the actors that are neither of the first one's country and sector nor said to be its own.
pub(crate) fn sides<'a>(account: &Account<'a>) -> (Side<'a>, Side<'a>) {
    let mut sides = (Side::default(), Side::default());
    let others = account.arguments(Role::Recipient).chain(account.arguments(Role::Victim));
    for argument in others {
        let entity = account.entity(argument.entity.as_ref());
        sides.1.push(account.name(argument), entity);
    }
    let apart = sides.1.names.is_empty() && is_mutual(account);
    for argument in account.arguments(Role::Actor) {
        let entity = account.entity(argument.entity.as_ref());
        let against = apart && entity.zip(sides.0.first()).is_some_and(|(one, first)| opposes(one, first));
        let side = if against { &mut sides.1 } else { &mut sides.0 };
        side.push(account.name(argument), entity);
    }
    sides
}

/// UCDP's sides: the government's first, and `Civilians` for those.
pub(crate) fn ucdp<'a>(account: &Account<'a>) -> (Side<'a>, Side<'a>) {
    let (mut one, mut other) = sides(account);
    if other.is_civilian() {
        other.names = vec!["Civilians".to_owned()];
    } else if other.is_state() && !one.is_state() {
        std::mem::swap(&mut one, &mut other);
    }
    (one, other)
}

/// UCDP's type of violence: 1 with a government, 2 without, 3 against civilians; none where a side is not known.
pub(crate) fn type_of_violence(account: &Account<'_>) -> Option<i64> {
    if account.event.plover.event != PloverType::Assault {
        return None;
    }
    let (one, other) = ucdp(account);
    one.sector()?;
    other.sector()?;
    Some(match (one.is_state(), other.is_civilian()) {
        (_, true) => 3,
        (true, _) => 1,
        (false, false) => 2,
    })
}

/// ACLED's kind of a side.
pub(crate) fn inter(account: &Account<'_>, side: &Side<'_>) -> Option<&'static str> {
    let acled = account.event.acled.as_ref()?;
    let sector = side.sector()?;
    match (sector, acled.event_type.as_str()) {
        ("CVL", "Protests") => return Some("Protesters"),
        ("CVL", "Riots") => return Some("Rioters"),
        _ => {}
    }
    let here = account.event.place.as_ref().and_then(|place| place.place.country.as_deref());
    let abroad = here.zip(side.country()).is_some_and(|(here, theirs)| here != theirs);
    codes::inter(sector, abroad)
}

/// Whether ACLED would mark the event as one in which civilians are what it was aimed at.
pub(crate) fn targets_civilians(account: &Account<'_>) -> bool {
    let Some(acled) = &account.event.acled else { return false };
    match (acled.event_type.as_str(), acled.sub_event_type.as_str()) {
        ("Violence against civilians", _) | (_, "Excessive force against protesters") => true,
        ("Explosions/Remote violence", _) | (_, "Mob violence") => sides(account).1.is_civilian(),
        _ => false,
    }
}

/// Low and high number of people of one sort who came to harm, by the parts that the report gives; none where no part is of
/// this sort. High is none where a part sets no upper bound.
pub(crate) fn harmed(
    account: &Account<'_>,
    what: What,
    sort: impl Fn(Option<&str>, Option<&Entity>) -> bool,
) -> Option<(u64, Option<u64>)> {
    let parts = account.event.harmed.iter().filter(|part| part.what == what);
    parts
        .filter(|part| {
            let entity = account.entity(part.entity.as_ref());
            sort(part.who.as_deref().or(entity.and_then(|entity| entity.sector.as_deref())), entity)
        })
        .fold(None, |sum: Option<(u64, Option<u64>)>, part| {
            let (low, high) = sum.unwrap_or((0, Some(0)));
            let high = high.zip(part.high).map(|(sum, part)| sum.saturating_add(part));
            Some((low.saturating_add(part.low), high))
        })
}

fn is_mutual(account: &Account<'_>) -> bool {
    let kind = account.event.plover.event;
    let battle = account.event.acled.as_ref().is_some_and(|acled| acled.event_type == "Battles");
    battle || matches!(kind, PloverType::Agree | PloverType::Consult | PloverType::Cooperate)
}

fn opposes(one: &Entity, first: &Entity) -> bool {
    let kin = one.of.as_ref() == Some(&first.id) || first.of.as_ref() == Some(&one.id);
    !kin && (&one.country, &one.sector) != (&first.country, &first.sector)
}
