//! What became of people: low and high, never one number made of both.

use sayso::record::{Count, Entity, What};

use super::{Field, Value};
use crate::account::Account;
use crate::parties;

pub(super) const FIELDS: &[Field] = &[
    Field::integer("killed_low", "at least so many killed", |a| low(a.event.killed.as_ref())),
    Field::integer("killed_high", "at most so many; none where no upper bound is told", |a| {
        high(a.event.killed.as_ref())
    }),
    Field::integer("injured_low", "at least so many injured", |a| low(a.event.injured.as_ref())),
    Field::integer("injured_high", "at most so many", |a| high(a.event.injured.as_ref())),
    Field::integer("abducted_low", "at least so many abducted", |a| low(a.event.abducted.as_ref())),
    Field::integer("abducted_high", "at most so many", |a| high(a.event.abducted.as_ref())),
    Field::integer("displaced_low", "at least so many displaced", |a| low(a.event.displaced.as_ref())),
    Field::integer("displaced_high", "at most so many", |a| high(a.event.displaced.as_ref())),
    Field::integer("civilians_killed_low", "at least so many of the killed are told to be civilians", |a| {
        low_of(parties::harmed(a, What::Killed, civilian))
    }),
    Field::integer("civilians_killed_high", "at most so many", |a| {
        high_of(parties::harmed(a, What::Killed, civilian))
    }),
    Field::integer(
        "civilians_injured_low",
        "at least so many of the injured are told to be civilians",
        |a| low_of(parties::harmed(a, What::Injured, civilian)),
    ),
    Field::integer("civilians_injured_high", "at most so many", |a| {
        high_of(parties::harmed(a, What::Injured, civilian))
    }),
];

fn civilian(who: Option<&str>, _: Option<&Entity>) -> bool {
    who == Some("CVL")
}

fn low(count: Option<&Count>) -> Value {
    count.map_or(Value::None, |count| Value::count(count.low))
}

fn high(count: Option<&Count>) -> Value {
    count.and_then(|count| count.high).map_or(Value::None, Value::count)
}

fn low_of(count: Option<(u64, Option<u64>)>) -> Value {
    count.map_or(Value::None, |(low, _)| Value::count(low))
}

fn high_of(count: Option<(u64, Option<u64>)>) -> Value {
    count.and_then(|(_, high)| high).map_or(Value::None, Value::count)
}

/// How many killed of one sort, where low and high are the same.
pub(super) fn exactly(account: &Account<'_>, sort: impl Fn(Option<&str>, Option<&Entity>) -> bool) -> Value {
    match parties::harmed(account, What::Killed, sort) {
        Some((low, Some(high))) if low == high => Value::count(low),
        _ => Value::None,
    }
}
