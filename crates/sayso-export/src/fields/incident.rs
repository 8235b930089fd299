//! An incident: what all its accounts together tell. Where they differ, the value that most origins stand behind comes first.

use std::collections::BTreeSet;

use sayso_incidents::{Days, Incident, Rival, Spot, Tolls, Who};

use super::{IncidentField as Field, Value, code};
use crate::{codes, days};

pub(super) const FIELDS: &[Field] = &[
    Field::text("id", "a hash over the accounts that are in it", |i| Value::text(&i.id.0)),
    Field::text("grade", "how well it is attested", |i| Value::text(&i.grade.name)),
    Field::text("grade_rule", "the rule that gave the grade, in words", |i| Value::text(&i.grade.says)),
    Field::text("locked", "yes where a person has locked it", |i| i.locked.then_some("yes").into()),
    Field::integer("origins", "distinct first sources", |i| count(i.origins.len())),
    Field::integer("independent_origins", "first sources that have no part in what they tell", |i| {
        count(i.origins.iter().filter(|origin| !origin.interested).count())
    }),
    Field::integer("accounts", "events of reports that are in it", |i| count(i.members.len())),
    Field::integer("reports", "reports that tell of it", |i| count(reports(i, |_| true).len())),
    Field::integer("copies", "of these, reports that are copies of others", |i| {
        count(reports(i, |copy| copy).len())
    }),
    Field::list("types", "PLOVER's types, each with its mode", |i| {
        Value::list(i.types.iter().map(|kind| {
            let mode = kind.value.mode.as_ref().map(|mode| format!(" {mode}")).unwrap_or_default();
            format!("{}{mode}", codes::plover(kind.value.plover))
        }))
    }),
    Field::text("plover_event", "PLOVER's type", |i| {
        i.types.first().map(|kind| codes::plover(kind.value.plover)).into()
    }),
    Field::text("plover_mode", "PLOVER's mode", |i| {
        i.types.first().and_then(|kind| kind.value.mode.as_ref()).into()
    }),
    Field::list(
        "happened",
        "whether it happened: yes, perhaps, no; more than one where sources differ",
        |i| Value::list(i.happened.iter().map(|told| code(&told.value).words())),
    ),
    Field::text("first_day", "not before this day", |i| day(days::of_incident(i).0)),
    Field::text("last_day", "not after this day", |i| day(days::of_incident(i).1)),
    Field::list("days", "all days that accounts give", |i| {
        Value::list(i.days.iter().map(|days| span(&days.value)))
    }),
    Field::text("place", "name of the place", |i| spot(i).map(|spot| &spot.name).into()),
    Field::text("admin1", "first-level division", |i| spot(i).and_then(|spot| spot.admin1.as_ref()).into()),
    Field::text("country", "name of the country", |i| {
        let country = spot(i).and_then(|spot| codes::country(spot.country.as_deref()?));
        country.map(|country| country.name.as_str()).into()
    }),
    Field::text("iso3", "ISO 3166-1 alpha-3", |i| spot(i).and_then(|spot| spot.country.as_ref()).into()),
    Field::decimal("lat", "degrees north; none for a country as a whole", |i| {
        codes::incident_point(i).map(|(lat, _)| lat).into()
    }),
    Field::decimal("lon", "degrees east; none for a country as a whole", |i| {
        codes::incident_point(i).map(|(_, lon)| lon).into()
    }),
    Field::text("place_precision", "how sharp the point is: exact, district, city, admin1, country", |i| {
        spot(i).map_or(Value::None, |spot| code(&spot.precision))
    }),
    Field::decimal("radius_km", "a circle around the point that about covers what the words give", |i| {
        spot(i).and_then(|spot| spot.radius_km).into()
    }),
    Field::integer("geonames", "GeoNames id", |i| {
        spot(i).and_then(|spot| spot.geonames).map_or(Value::None, Value::count)
    }),
    Field::list("places", "all places that accounts give", |i| {
        Value::list(i.places.iter().map(|place| place.value.name.clone()))
    }),
    Field::list("actors", "who did it, each by the longest name", |i| names(&i.actors)),
    Field::list("actor_countries", "their countries", |i| of_who(&i.actors, |who| who.country.as_ref())),
    Field::list("actor_sectors", "their PLOVER sectors", |i| of_who(&i.actors, |who| who.sector.as_ref())),
    Field::list("recipients", "whom it was done to, each by the longest name", |i| names(&i.recipients)),
    Field::list("recipient_countries", "their countries", |i| {
        of_who(&i.recipients, |who| who.country.as_ref())
    }),
    Field::list("recipient_sectors", "their PLOVER sectors", |i| {
        of_who(&i.recipients, |who| who.sector.as_ref())
    }),
    Field::integer("killed_low", "the lowest number that anybody gives", |i| low(i.killed.as_ref())),
    Field::integer("killed_high", "the highest; none where somebody sets no upper bound", |i| {
        high(i.killed.as_ref())
    }),
    Field::list("killed_told", "every number of killed, with how many origins", |i| told(i.killed.as_ref())),
    Field::integer("injured_low", "the lowest number that anybody gives", |i| low(i.injured.as_ref())),
    Field::integer("injured_high", "the highest; none where somebody sets no upper bound", |i| {
        high(i.injured.as_ref())
    }),
    Field::list("injured_told", "every number of injured, with how many origins", |i| {
        told(i.injured.as_ref())
    }),
    Field::list("contradictions", "where the accounts disagree, in words", |i| {
        Value::list(
            i.contradictions.iter().map(|one| {
                format!("{}{}", one.says, if one.may_be_update { " (may be an update)" } else { "" })
            }),
        )
    }),
    Field::list("sources", "the first sources, with those that have a part in what they tell marked", |i| {
        Value::list(i.origins.iter().map(|origin| {
            format!("{}{}", origin.name, if origin.interested { " (has a part in it)" } else { "" })
        }))
    }),
    Field::list("source_kinds", "what kind of sources they are: party, official, witness, media ...", |i| {
        Value::list(i.origins.iter().filter_map(|origin| origin.kind.map(|kind| code(&kind).words())))
    }),
    Field::list("outlets", "who published the reports", |i| {
        Value::list(i.members.iter().filter_map(|member| member.outlet.clone()))
    }),
    Field::text("first_told", "day of the first report", |i| {
        let told = i.members.iter().filter_map(|member| member.published).min();
        told.map(|day| day.to_string()).into()
    }),
    Field::text("last_told", "day of the last report", |i| {
        let told = i.members.iter().filter_map(|member| member.published).max();
        told.map(|day| day.to_string()).into()
    }),
    Field::list("report_keys", "the reports by which the casebook knows them", |i| {
        Value::list(i.members.iter().map(|member| member.report.clone()))
    }),
    Field::list("events", "the reports' events that are in it, a slash between", |i| {
        Value::list(i.members.iter().map(|member| format!("{}/{}", member.report, member.event)))
    }),
];

fn count(number: usize) -> Value {
    Value::count(number as u64)
}

/// The reports of the accounts that are, or are not, copies.
fn reports(incident: &Incident, copy: impl Fn(bool) -> bool) -> BTreeSet<&str> {
    let members = incident.members.iter().filter(|member| copy(member.copy_of.is_some()));
    members.map(|member| member.report.as_str()).collect()
}

/// The place that most origins stand behind.
fn spot(incident: &Incident) -> Option<&Spot> {
    incident.places.first().map(|place| &place.value)
}

fn day(day: Option<jiff::civil::Date>) -> Value {
    day.map(|day| day.to_string()).into()
}

/// `2019-12-17`, `2019-12-16..2019-12-22`, `..2019-12-22`.
fn span(days: &Days) -> String {
    let day = |day: Option<sayso_incidents::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    if days.from == days.to { day(days.from) } else { format!("{}..{}", day(days.from), day(days.to)) }
}

fn names(side: &[Rival<Who>]) -> Value {
    Value::list(side.iter().map(|who| who.value.name.clone()))
}

fn of_who(side: &[Rival<Who>], get: impl Fn(&Who) -> Option<&String>) -> Value {
    Value::list(side.iter().filter_map(|who| get(&who.value).cloned()))
}

fn low(tolls: Option<&Tolls>) -> Value {
    tolls.map_or(Value::None, |tolls| Value::count(tolls.low))
}

fn high(tolls: Option<&Tolls>) -> Value {
    tolls.and_then(|tolls| tolls.high).map_or(Value::None, Value::count)
}

/// `3 (2 origins)`, `3 to 7 (1 origin)`, `7 or more (1 origin)`.
fn told(tolls: Option<&Tolls>) -> Value {
    let rivals = tolls.map(|tolls| tolls.rivals.as_slice()).unwrap_or_default();
    Value::list(rivals.iter().map(|rival| {
        let low = rival.value.low;
        let number = match rival.value.high {
            Some(high) if high == low => low.to_string(),
            Some(high) => format!("{low} to {high}"),
            None => format!("{low} or more"),
        };
        let origins = rival.origins;
        format!("{number} ({origins} {})", if origins == 1 { "origin" } else { "origins" })
    }))
}
