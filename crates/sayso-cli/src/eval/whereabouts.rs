//! Comparing the day and the place of an event with what corpora of incidents give: a date, and places by name.

use jiff::civil::Date;
use sayso::record::{Event, EventPlace};
use sayso::tables::gazetteer::name::normalise;

/// Words that say what a named place is and do not name it.
const KINDS: [&str; 17] = [
    "area",
    "block",
    "canton",
    "city",
    "department",
    "district",
    "jurisdiction",
    "mandal",
    "municipality",
    "neighborhood",
    "province",
    "region",
    "state",
    "taluk",
    "tehsil",
    "town",
    "village",
];

/// An interval of more days than this does not give a day.
const NIGHT: i32 = 1;

/// The first and the last day of an event, where both are given.
pub(super) fn days(event: &Event) -> Option<(Date, Date)> {
    let time = event.time.as_ref()?;
    Some((time.from.as_ref()?.parse().ok()?, time.to.as_ref()?.parse().ok()?))
}

/// Whether the interval is that day, or the night before or after it.
pub(super) fn gives((from, to): (Date, Date), day: Date) -> bool {
    from <= day && day <= to && (to - from).get_days() <= NIGHT
}

/// A name as it is compared: folded, without the words for its kind at either end.
pub(super) fn bare_name(name: &str) -> String {
    let folded = normalise(name);
    let words: Vec<&str> = folded.split(' ').collect();
    let kind = |w: &&str| *w == "the" || *w == "of" || KINDS.contains(w);
    let start = words.iter().position(|w| !kind(w)).unwrap_or(words.len() - 1);
    let end = words.iter().rposition(|w| !KINDS.contains(w)).map_or(0, |at| at + 1);
    words[start..end.max(start + 1)].join(" ")
}

/// The names under which a place is given: the gazetteer's, the words', and that of the district in its words.
pub(super) fn own_names(place: &EventPlace) -> Vec<String> {
    [Some(&place.place.name), Some(&place.span.quote), place.place.admin2.as_ref()]
        .into_iter()
        .flatten()
        .map(|n| bare_name(n))
        .collect()
}

/// Those, and that of what holds the place where no table has it.
pub(super) fn all_names(place: &EventPlace) -> Vec<String> {
    let within = place.place.within.iter().map(|w| bare_name(&w.name));
    own_names(place).into_iter().chain(within).collect()
}

/// The day and the place of an event in one line, for people.
pub(super) fn shown(event: &Event) -> String {
    let time = event.time.as_ref().map_or("no day".to_owned(), |t| {
        let day = |d: &Option<String>| d.clone().unwrap_or_else(|| "?".to_owned());
        let words = t.span.as_ref().map_or("", |s| s.quote.as_str());
        format!("{} to {} ({words})", day(&t.from), day(&t.to))
    });
    let place = event.place.as_ref().map_or("no place".to_owned(), |p| {
        let (of, words) = (&p.place, p.span.quote.replace('\n', " "));
        let region = of.admin1.as_deref().unwrap_or("-");
        let country = of.country.as_deref().unwrap_or("-");
        format!("{} ({:?}, {region}, {country}; {words}, {:?})", of.name, of.precision, p.why)
    });
    format!("{:?}: {time}; {place}", event.trigger.quote)
}

#[cfg(test)]
mod tests {
    use sayso::record::{Place, PlaceKind, PlacePrecision, PlaceReason};

    use super::super::made;
    use super::*;

    #[test]
    fn kinds_are_no_part_of_a_name() {
        assert_eq!(bare_name("District of Párvati"), "parvati");
        assert_eq!(bare_name("Nalgora District"), "nalgora");
        assert_eq!(bare_name("CIUDAD  NUEVA (Town)"), "ciudad nueva");
        assert_eq!(bare_name("the District"), "district");
    }

    #[test]
    fn a_night_gives_both_its_days_and_a_week_none() {
        let day = |d: i8| Date::constant(2011, 3, d);
        assert!(gives((day(4), day(4)), day(4)));
        assert!(gives((day(4), day(5)), day(5)));
        assert!(!gives((day(1), day(7)), day(4)));
        assert!(!gives((day(4), day(4)), day(5)));
    }

    #[test]
    fn a_place_goes_by_all_its_names() {
        let place = EventPlace {
            entity: None,
            place: Place::named("Nalgōra", PlaceKind::Admin2, PlacePrecision::Admin1),
            span: made::span(0..16, "Nalgora District"),
            why: PlaceReason::OwnWords,
        };
        assert_eq!(own_names(&place), ["nalgora", "nalgora"]);
    }
}
