//! What a reading says, all in all, of the dead and the injured of the incident that a report is about.
//!
//! The corpora of incidents give one number a report; a reading gives one an event. The rule, for all of them: the events
//! that happened (status occurred or ongoing) count, but for those that the reading dates wholly to another time than the
//! report's incident (more than [`NEAR`] days before the given day) and those it has as `background`. Their lowest numbers are added up, since
//! the engine is to put all tellings of one event together and no person into two.

use jiff::civil::Date;
use sayso::record::{Count, Event, Status};

use super::text::NUMBER_WORDS;

/// How many days before the report an event may lie and still be its incident.
pub(super) const NEAR: i64 = 14;

/// Whether the event happened, and not long before the day given.
pub(super) fn at_hand(event: &Event, day: Option<Date>) -> bool {
    let happened = matches!(event.status, Status::Occurred | Status::Ongoing);
    let to = event.time.as_ref().and_then(|t| t.to.as_deref()?.parse::<Date>().ok());
    let before = |(to, day): (Date, Date)| (day - to).get_days().into();
    happened
        && !event.background
        && to.zip(day).is_none_or(|pair| {
            let days: i64 = before(pair);
            days <= NEAR
        })
}

/// The number of people over the events at hand.
pub(super) fn total<'a>(
    events: impl Iterator<Item = &'a Event>,
    of: impl Fn(&Event) -> Option<&Count>,
) -> u64 {
    events.filter_map(|e| of(e).map(|c| c.low)).fold(0, u64::saturating_add)
}

/// Whether the words give a number at all: in digits, as a number word, or as a single person (`a man`). A number that no
/// word of the report gives cannot be read from it.
pub(super) fn in_text(number: u64, text: &str) -> bool {
    let word = usize::try_from(number).ok().and_then(|n| NUMBER_WORDS.get(n));
    let mut words = text.split(|c: char| !(c.is_alphanumeric() || c == ',')).map(|w| w.trim_matches(','));
    number <= 1
        || words.any(|w| {
            w.replace(',', "").parse() == Ok(number) || word.is_some_and(|x| w.eq_ignore_ascii_case(x))
        })
}

#[cfg(test)]
mod tests {
    use super::super::made;
    use super::*;
    use sayso::record::{PloverType, TimePrecision};

    fn killing(low: u64) -> Event {
        let mut event = made::event(PloverType::Assault, made::span(0..1, "x"), &[]);
        event.killed = Some(Count { low, high: Some(low), span: made::span(0..1, "x") });
        event
    }

    #[test]
    fn events_add_up_unless_they_are_of_another_time() {
        let mut old = killing(4);
        old.time = Some(sayso::record::EventTime {
            from: Some("2011-01-01".to_owned()),
            to: Some("2011-01-31".to_owned()),
            precision: TimePrecision::Month,
            span: None,
        });
        let mut denied = killing(9);
        denied.status = Status::Denied;
        let events = [killing(2), killing(1), old, denied];
        let day = Date::new(2011, 6, 1).ok();
        assert_eq!(total(events.iter().filter(|e| at_hand(e, day)), |e| e.killed.as_ref()), 3);
        assert_eq!(total(events.iter().filter(|e| at_hand(e, None)), |e| e.killed.as_ref()), 7);
    }

    #[test]
    fn numbers_in_words_and_digits() {
        assert!(in_text(12, "Twelve men fell."));
        assert!(in_text(1600, "more than 1,600 people"));
        assert!(!in_text(3, "Two men fell and 31 fled."));
    }
}
