//! What single schemes ask for: their ids of countries, their two sides, their ways to write a day.

use sayso::record::{Act, Entity, EntityKind, EvidenceKind, PlaceKind, Role};

use super::place::{country, place};
use super::when::iso;
use super::{Field, Value, harm, says};
use crate::account::Account;
use crate::parties::{self, Side, sides};
use crate::{codes, days};

pub(super) const FIELDS: &[Field] = &[
    // Places
    Field::decimal("centre_lat", "degrees north, of a country too", |a| centre(a).map(|(lat, _)| lat).into()),
    Field::decimal("centre_lon", "degrees east, of a country too", |a| centre(a).map(|(_, lon)| lon).into()),
    Field::text("point_wkt", "the point as text, of a country too", |a| {
        centre(a).map(|(lat, lon)| format!("POINT ({lon} {lat})")).into()
    }),
    Field::integer("prio_grid", "cell of PRIO-GRID; none for a country as a whole", |a| {
        place(a).and_then(codes::point).map(codes::prio_grid).into()
    }),
    Field::text("town", "name of the place, where it is a town", |a| {
        place(a).filter(|place| codes::kind(place) == PlaceKind::Town).map(|place| &place.name).into()
    }),
    Field::integer("iso_numeric", "ISO 3166-1 numeric", |a| {
        country(a).and_then(|country| country.numeric).into()
    }),
    Field::integer("gw_country", "Gleditsch and Ward's number of the country", |a| {
        country(a).and_then(|country| country.gw).into()
    }),
    Field::text("ucdp_region", "UCDP's part of the world", |a| {
        country(a).and_then(|country| country.gw).and_then(codes::ucdp_region).into()
    }),
    Field::text("fips_country", "FIPS 10-4", |a| country(a).map(|country| country.fips.as_str()).into()),
    Field::integer("gdelt_geo_type", "GDELT's type of a place", |a| {
        place(a).and_then(codes::gdelt_geo).into()
    }),
    Field::text("gdelt_geo_name", "place, first-level division, country", |a| gdelt_place(a).into()),
    Field::text("airwars_accuracy", "Airwars' word for how sharp the place is", |a| {
        place(a).and_then(codes::airwars_accuracy).into()
    }),
    // Days
    Field::text("acled_day", "the day, or the middle of up to a month", |a| {
        iso(days::acled(a.event).map(|(day, _)| day))
    }),
    Field::text("day_digits", "the day without hyphens", |a| {
        days::day(a.event).map(|day| day.strftime("%Y%m%d").to_string()).into()
    }),
    Field::integer("month_digits", "year and month in one number", |a| {
        days::month(a.event).map(|(year, month)| year * 100 + month).into()
    }),
    Field::decimal("gdelt_fraction", "the year with decimals", |a| days::fraction(a.event).into()),
    // Two sides
    Field::text("side1", "first of those who act", |a| first(&sides(a).0)),
    Field::list("side1_others", "the rest of them", |a| others(&sides(a).0)),
    Field::text("side1_country", "ISO 3166-1 alpha-3", |a| sides(a).0.country().into()),
    Field::text("side1_sector", "PLOVER's sector", |a| sides(a).0.sector().into()),
    Field::text("side1_code", "country and sector in one", |a| joined(&sides(a).0)),
    Field::text("side2", "first of those whom it is done to", |a| first(&sides(a).1)),
    Field::list("side2_others", "the rest of them", |a| others(&sides(a).1)),
    Field::text("side2_country", "ISO 3166-1 alpha-3", |a| sides(a).1.country().into()),
    Field::text("side2_sector", "PLOVER's sector", |a| sides(a).1.sector().into()),
    Field::text("side2_code", "country and sector in one", |a| joined(&sides(a).1)),
    Field::text("acled_inter1", "ACLED's kind of the first side", |a| parties::inter(a, &sides(a).0).into()),
    Field::text("acled_inter2", "ACLED's kind of the second side", |a| parties::inter(a, &sides(a).1).into()),
    Field::text("acled_interaction", "both in one", |a| interaction(a).into()),
    Field::text("acled_civilian_targeting", "ACLED's mark", |a| {
        parties::targets_civilians(a).then_some("Civilian targeting").into()
    }),
    Field::integer("ucdp_violence", "1 with a government, 2 without, 3 against civilians", |a| {
        parties::type_of_violence(a).into()
    }),
    Field::text("ucdp_dyad", "both sides in one", |a| {
        let (one, other) = parties::ucdp(a);
        Some(&one)
            .zip(Some(&other))
            .and_then(|(one, other)| Some(format!("{} - {}", one.names.first()?, other.names.first()?)))
            .into()
    }),
    Field::text("ucdp_side_a", "UCDP's side A", |a| first(&parties::ucdp(a).0)),
    Field::text("ucdp_side_b", "UCDP's side B", |a| first(&parties::ucdp(a).1)),
    Field::integer("ucdp_gw_a", "number of side A, if a state", |a| state(&parties::ucdp(a).0).into()),
    Field::integer("ucdp_gw_b", "number of side B, if a state", |a| state(&parties::ucdp(a).1).into()),
    // Harm
    Field::integer("killed_exactly", "killed, where low and high are the same", |a| {
        let killed = a.event.killed.as_ref().filter(|killed| killed.high == Some(killed.low));
        killed.map_or(Value::None, |killed| Value::count(killed.low))
    }),
    Field::text("ucdp_deadly", "yes where somebody was or may have been killed", |a| {
        let killed = a.event.killed.as_ref();
        killed
            .is_some_and(|killed| killed.low > 0 || killed.high.is_some_and(|high| high > 0))
            .then_some("yes")
            .into()
    }),
    Field::integer("ucdp_deaths_a", "killed of side A, where low and high are the same", |a| {
        let side = parties::ucdp(a).0;
        harm::exactly(a, |who, entity| who != Some("CVL") && belongs(&side, entity))
    }),
    Field::integer("ucdp_deaths_b", "killed of side B, where low and high are the same", |a| {
        let side = parties::ucdp(a).1;
        harm::exactly(a, |who, entity| who != Some("CVL") && belongs(&side, entity))
    }),
    Field::integer("ucdp_deaths_civilians", "civilians killed, where low and high are the same", |a| {
        harm::exactly(a, |who, _| who == Some("CVL"))
    }),
    Field::integer(
        "ucdp_deaths_unknown",
        "killed of whom the report does not say what they were, the same way",
        |a| {
            let (one, other) = parties::ucdp(a);
            harm::exactly(a, |who, entity| {
                who != Some("CVL") && !belongs(&one, entity) && !belongs(&other, entity)
            })
        },
    ),
    // Reports
    Field::text("reference", "outlet, day and title in one", |a| {
        let report = &a.reading.report;
        let parts = [&report.outlet, &report.published, &report.title];
        Value::text(parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", "))
    }),
    Field::integer("reports", "how many reports the row is of: one", |_| Value::Integer(1)),
    Field::list("people", "persons that the report speaks of", |a| of_kind(a, &[EntityKind::Person])),
    Field::list("organizations", "groups and organizations that it speaks of", |a| {
        of_kind(a, &[EntityKind::Group, EntityKind::Organization])
    }),
    Field::list("locations", "places that it speaks of", |a| {
        of_kind(a, &[EntityKind::Place, EntityKind::Facility])
    }),
    // CAMEO
    Field::text("cameo", "the CAMEO code that the event has at least", |a| codes::cameo(a.event).into()),
    Field::text("cameo_base", "its first three digits", |a| {
        codes::cameo(a.event).and_then(|code| code.get(..3)).into()
    }),
    Field::text("cameo_root", "its first two digits", |a| {
        codes::cameo(a.event).and_then(|code| code.get(..2)).into()
    }),
    Field::integer("gdelt_quad", "GDELT's class of that code", |a| {
        codes::cameo(a.event).and_then(codes::gdelt_quad).into()
    }),
    // Airwars
    Field::text("airwars_strike", "Airwars' type of strike", |a| airwars_strike(a).into()),
    Field::text("airwars_declared", "declared-strike, where a source claims its own deed", |a| {
        declared(a).then_some("declared-strike").into()
    }),
    Field::integer("media", "photos, films and recordings that the report speaks of", |a| {
        let media = |kind| !matches!(kind, EvidenceKind::Document);
        let media = a.event.evidence.iter().filter(|one| media(one.kind)).count();
        if media == 0 { Value::None } else { i64::try_from(media).ok().into() }
    }),
];

fn centre(account: &Account<'_>) -> Option<(f64, f64)> {
    place(account).and_then(codes::centre)
}

fn gdelt_place(account: &Account<'_>) -> Option<String> {
    let place = place(account)?;
    let country = country(account).map(|country| country.name.as_str());
    let mut parts = vec![place.name.as_str()];
    for part in [place.admin1.as_deref(), country].into_iter().flatten() {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    Some(parts.join(", "))
}

fn first(side: &Side<'_>) -> Value {
    side.names.first().into()
}

fn others(side: &Side<'_>) -> Value {
    Value::list(side.names.iter().skip(1).cloned())
}

fn joined(side: &Side<'_>) -> Value {
    Value::text(format!("{}{}", side.country().unwrap_or_default(), side.sector().unwrap_or_default()))
}

fn interaction(account: &Account<'_>) -> Option<String> {
    let (one, other) = sides(account);
    let first = parties::inter(account, &one)?;
    match parties::inter(account, &other) {
        Some(second) => Some(format!("{first}-{second}")),
        // Where there is a second side and only its kind is not known, `Sole` would be wrong.
        None => other.names.is_empty().then(|| format!("Sole {first}")),
    }
}

fn state(side: &Side<'_>) -> Option<i64> {
    let own = matches!(side.sector()?, "GOV" | "MIL" | "COP" | "SPY");
    own.then(|| codes::country(side.country()?)?.gw).flatten()
}

fn belongs(side: &Side<'_>, entity: Option<&Entity>) -> bool {
    entity.is_some_and(|entity| {
        side.entities.iter().any(|own| own.id == entity.id || entity.of.as_ref() == Some(&own.id))
    })
}

fn of_kind(account: &Account<'_>, kinds: &[EntityKind]) -> Value {
    let entities = account.reading.entities.iter().filter(|entity| kinds.contains(&entity.kind));
    Value::list(entities.map(|entity| entity.name.clone()))
}

fn airwars_strike(account: &Account<'_>) -> Option<&'static str> {
    let mode = account.event.plover.mode.as_deref();
    match account.event.acled.as_ref()?.sub_event_type.as_str() {
        "Shelling/artillery/missile attack" => Some("Airstrike: artillery"),
        "Air/drone strike" if mode == Some("drone") => Some("Airstrike: drone"),
        "Air/drone strike" => Some("Airstrike: unknown"),
        _ => None,
    }
}

fn declared(account: &Account<'_>) -> bool {
    let actors: Vec<&Entity> = account.entities(Role::Actor).collect();
    says::statements(account).any(|statement| {
        let source = statement.source.as_ref().and_then(|source| account.entity(source.entity.as_ref()));
        statement.act == Act::ClaimResponsibility
            && source.is_some_and(|source| {
                actors.iter().any(|actor| actor.id == source.id || source.of.as_ref() == Some(&actor.id))
            })
    })
}
