//! The days of an event, as schemes ask for them.

use jiff::civil::Date;
use sayso::record::Event;
use sayso_incidents::{Day, Incident};

/// The first and last day; one is none where the words leave it open.
pub(crate) fn bounds(event: &Event) -> (Option<Date>, Option<Date>) {
    let Some(time) = &event.time else { return (None, None) };
    let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
    (day(&time.from), day(&time.to))
}

/// The same of an incident: the days that most origins stand behind.
pub(crate) fn of_incident(incident: &Incident) -> (Option<Date>, Option<Date>) {
    let days = incident.days.first().map(|days| days.value).unwrap_or_default();
    let day = |day: Option<Day>| day.and_then(|day| day.to_string().parse().ok());
    (day(days.from), day(days.to))
}

/// First day and how many there are, where both sides are told.
pub(crate) fn span(event: &Event) -> Option<(Date, i32)> {
    let (Some(from), Some(to)) = bounds(event) else { return None };
    let days = from.until(to).ok()?.get_days();
    (days >= 0).then_some((from, days + 1))
}

/// The day, where it is known to the day.
pub(crate) fn day(event: &Event) -> Option<Date> {
    span(event).filter(|(_, days)| *days == 1).map(|(from, _)| from)
}

/// The year, where all days are in it.
pub(crate) fn year(event: &Event) -> Option<i64> {
    let (Some(from), Some(to)) = bounds(event) else { return None };
    (from.year() == to.year()).then_some(i64::from(from.year()))
}

/// The month, where all days are in it: year and month.
pub(crate) fn month(event: &Event) -> Option<(i64, i64)> {
    let (Some(from), Some(to)) = bounds(event) else { return None };
    (from.first_of_month() == to.first_of_month())
        .then_some((i64::from(from.year()), i64::from(from.month())))
}

/// ACLED's day and its precision: the day (1), the middle of some days up to about a week (2) or of up to a month (3).
pub(crate) fn acled(event: &Event) -> Option<(Date, i64)> {
    let (from, days) = span(event)?;
    let precision = match days {
        1 => 1,
        2..=10 => 2,
        11..=31 => 3,
        _ => return None,
    };
    let middle = from.checked_add(jiff::Span::new().try_days((days - 1) / 2).ok()?).ok()?;
    Some((middle, precision))
}

/// UCDP's precision: the day (1), up to six days (2), a week (3), a month (4), up to a year (5).
pub(crate) fn ucdp(event: &Event) -> Option<i64> {
    match span(event)?.1 {
        1 => Some(1),
        2..=6 => Some(2),
        7 => Some(3),
        8..=31 => Some(4),
        32..=366 => Some(5),
        _ => None,
    }
}

/// GDELT's year with decimals: months of thirty days in a year of 365.
pub(crate) fn fraction(event: &Event) -> Option<f64> {
    let day = day(event)?;
    let days = (i32::from(day.month()) - 1) * 30 + i32::from(day.day());
    let year = f64::from(day.year()) + f64::from(days) / 365.0;
    Some((year * 10_000.0).round() / 10_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(from: Option<&str>, to: Option<&str>) -> Event {
        let trigger = serde_json::json!({"start": 0, "end": 0, "quote": ""});
        let event = serde_json::json!({
            "id": "e1", "trigger": trigger, "plover": {"event": "AID"}, "status": "occurred", "claims": [], "confidence": 1.0,
            "time": {"from": from, "to": to, "precision": "unknown"},
        });
        serde_json::from_value(event).expect("it is an event")
    }

    #[test]
    fn precisions_follow_from_how_many_days_there_are() {
        let rows = [
            ("2019-12-18", "2019-12-18", Some(("2019-12-18", 1)), Some(1)),
            ("2019-12-21", "2019-12-22", Some(("2019-12-21", 2)), Some(2)),
            ("2019-12-16", "2019-12-22", Some(("2019-12-19", 2)), Some(3)),
            ("2019-12-01", "2019-12-31", Some(("2019-12-16", 3)), Some(4)),
            ("2019-02-01", "2019-02-28", Some(("2019-02-14", 3)), Some(4)),
            ("2019-01-01", "2019-12-31", None, Some(5)),
            ("2016-01-01", "2016-12-31", None, Some(5)),
            ("2010-01-01", "2019-12-31", None, None),
            ("2019-12-18", "2019-12-17", None, None),
            ("-", "2019-12-17", None, None),
        ];
        for (from, to, ours, theirs) in rows {
            let event = event(Some(from), Some(to));
            let day = acled(&event).map(|(day, precision)| (day.to_string(), precision));
            assert_eq!(day, ours.map(|(day, precision)| (day.to_owned(), precision)), "{from} {to}");
            assert_eq!(ucdp(&event), theirs, "{from} {to}");
        }
    }

    #[test]
    fn a_side_that_is_open_stays_open() {
        let event = event(Some("2019-12-18"), None);
        assert_eq!((day(&event), year(&event), month(&event), acled(&event)), (None, None, None, None));
        assert!(bounds(&event).0.is_some());
    }

    #[test]
    fn years_and_months_are_told_where_all_days_are_in_them() {
        let week = event(Some("2019-12-30"), Some("2020-01-05"));
        assert_eq!((year(&week), month(&week)), (None, None));
        let month_of = event(Some("2020-02-01"), Some("2020-02-29"));
        assert_eq!((year(&month_of), month(&month_of)), (Some(2020), Some((2020, 2))));
    }
}
