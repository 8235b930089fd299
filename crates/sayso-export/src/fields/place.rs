//! Where it happened.

use sayso::ground::place::precision;
use sayso::record::{EventPlace, Place};

use super::{Field, Value, code};
use crate::account::Account;
use crate::codes;

pub(super) const FIELDS: &[Field] = &[
    Field::text("place", "name of the place", |a| place(a).map(|place| &place.name).into()),
    Field::text("place_kind", "what the point stands for", |a| {
        place(a).and_then(|place| place.kind).map_or(Value::None, |kind| code(&kind))
    }),
    Field::text("admin1", "first-level division", |a| {
        place(a).and_then(|place| place.admin1.as_ref()).into()
    }),
    Field::text("admin2", "second-level division", |a| {
        place(a).and_then(|place| place.admin2.as_ref()).into()
    }),
    Field::text("country", "name of the country", |a| country(a).map(|country| country.name.as_str()).into()),
    Field::text("iso3", "ISO 3166-1 alpha-3", |a| place(a).and_then(|place| place.country.as_ref()).into()),
    Field::decimal("lat", "degrees north; none for a country as a whole", |a| {
        place(a).and_then(codes::point).map(|(lat, _)| lat).into()
    }),
    Field::decimal("lon", "degrees east; none for a country as a whole", |a| {
        place(a).and_then(codes::point).map(|(_, lon)| lon).into()
    }),
    Field::text("place_precision", "how sharp the point is: exact, district, city, admin1, country", |a| {
        place(a).map_or(Value::None, |place| code(&place.precision))
    }),
    Field::decimal("radius_km", "a circle around the point that about covers what the words give", |a| {
        place(a).and_then(|place| place.radius_km).into()
    }),
    Field::integer("acled_geo_precision", "1 a town, 2 near one or a small region, 3 a larger region", |a| {
        place(a).and_then(precision::acled).map(i64::from).into()
    }),
    Field::integer("ucdp_where_prec", "1 exact to 7 at sea", |a| {
        place(a).and_then(precision::ucdp).map(i64::from).into()
    }),
    Field::integer("geonames", "GeoNames id", |a| {
        place(a).and_then(|place| place.geonames).map_or(Value::None, Value::count)
    }),
    Field::text("within", "the place that holds it, where the point is that one's", |a| {
        place(a).and_then(|place| place.within.as_ref()).map(|within| &within.name).into()
    }),
    Field::text("place_words", "the words that give the place, with how they stand to it", |a| {
        words(a).into()
    }),
    Field::text("place_why", "how these words give it: own-words, sentence, scene, dateline, country", |a| {
        a.event.place.as_ref().map_or(Value::None, |place| code(&place.why))
    }),
    Field::list("more_places", "further places, where it happened at several", |a| {
        Value::list(a.event.places.iter().map(|place| place.place.name.clone()))
    }),
];

pub(super) fn place<'a>(account: &Account<'a>) -> Option<&'a Place> {
    account.event.place.as_ref().map(|place| &place.place)
}

pub(super) fn country(account: &Account<'_>) -> Option<&'static codes::CountryCodes> {
    codes::country(place(account)?.country.as_deref()?)
}

fn words(account: &Account<'_>) -> Option<String> {
    let EventPlace { place, span, .. } = account.event.place.as_ref()?;
    let relation = place.relation.as_ref().map(|relation| relation.span.quote.as_str());
    Some(match relation {
        // The words of a relation may hold the place's own (`the road to X`).
        Some(relation) if relation.contains(&span.quote) => relation.to_owned(),
        Some(relation) => format!("{relation} {}", span.quote),
        None => span.quote.clone(),
    })
}
