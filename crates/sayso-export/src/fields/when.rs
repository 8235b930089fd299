//! When it happened.

use jiff::civil::Date;

use super::{Field, Value, code};
use crate::days;

pub(super) const FIELDS: &[Field] = &[
    Field::text("first_day", "first day on which it may have happened", |a| iso(days::bounds(a.event).0)),
    Field::text("last_day", "last day on which it may have happened", |a| iso(days::bounds(a.event).1)),
    Field::text("day", "the day, where it is known to the day", |a| iso(days::day(a.event))),
    Field::integer("year", "the year, where all these days are in it", |a| days::year(a.event).into()),
    Field::text("time_precision", "how sharp the words are: day, week, month, year, unknown", |a| {
        a.event.time.as_ref().map_or(Value::None, |time| code(&time.precision))
    }),
    Field::integer("acled_time_precision", "1 the day, 2 about a week, 3 up to a month", |a| {
        days::acled(a.event).map(|(_, precision)| precision).into()
    }),
    Field::integer("ucdp_date_prec", "1 the day, 2 some days, 3 a week, 4 a month, 5 up to a year", |a| {
        days::ucdp(a.event).into()
    }),
    Field::text("time_words", "the words that give the day", |a| {
        let span = a.event.time.as_ref().and_then(|time| time.span.as_ref());
        span.map(|span| &span.quote).into()
    }),
];

pub(super) fn iso(day: Option<Date>) -> Value {
    day.map(|day| day.to_string()).into()
}
