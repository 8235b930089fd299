//! The days of a TIMEX3 value, for measuring against corpora that give no others.

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday, date};

/// First and last day of a value of the calendar: a year, quarter, month, week, weekend or day, with or without a time of
/// day; `None` for lengths, seasons and what is vague.
///
/// ```
/// use jiff::civil::date;
/// use sayso::ground::setting::time::days_of_value;
///
/// assert_eq!(days_of_value("1998-Q1"), Some((date(1998, 1, 1), date(1998, 3, 31))));
/// assert_eq!(days_of_value("1998-02-13TMO"), Some((date(1998, 2, 13), date(1998, 2, 13))));
/// assert_eq!(days_of_value("P1D"), None);
/// ```
pub fn days_of_value(value: &str) -> Option<(Date, Date)> {
    let value = value.split('T').next()?;
    let mut parts = value.split('-');
    let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    match (parts.next(), parts.next()) {
        (None, _) => Some((date(year, 1, 1), date(year, 12, 31))),
        (Some(part), more) => match part.split_at_checked(1)? {
            ("W", week) => week_of(year, week.parse().ok()?, more),
            ("Q", quarter) => months(year, quarter.parse::<i8>().ok()?.checked_mul(3)?.checked_sub(2)?, 3),
            ("H", half) => months(year, half.parse::<i8>().ok()?.checked_mul(6)?.checked_sub(5)?, 6),
            _ => {
                let month = part.parse().ok()?;
                let Some(day) = more else { return months(year, month, 1) };
                let day = Date::new(year, month, day.parse().ok()?).ok()?;
                Some((day, day))
            }
        },
    }
}

fn months(year: i16, first: i8, count: i64) -> Option<(Date, Date)> {
    let from = Date::new(year, first, 1).ok()?;
    Some((from, from.checked_add(count.months()).ok()?.yesterday().ok()?))
}

fn week_of(year: i16, week: i8, part: Option<&str>) -> Option<(Date, Date)> {
    let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
    let (first, last) = if part == Some("WE") { (5, 6) } else { (0, 6) };
    Some((monday.checked_add(first.days()).ok()?, monday.checked_add(last.days()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_quarters_months_weeks_and_days() {
        let of = |value: &str| days_of_value(value).map(|(a, b)| (a.to_string(), b.to_string()));
        let days = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(of("1998"), days("1998-01-01", "1998-12-31"));
        assert_eq!(of("1996-02"), days("1996-02-01", "1996-02-29"));
        assert_eq!(of("2019-W51"), days("2019-12-16", "2019-12-22"));
        assert_eq!(of("2019-W51-WE"), days("2019-12-21", "2019-12-22"));
        assert_eq!(of("1998-H2"), days("1998-07-01", "1998-12-31"));
        assert!(
            ["", "P3D", "PAST_REF", "199", "1998-SU", "1998-13", "XXXX-12", "é1"]
                .iter()
                .all(|v| of(v).is_none())
        );
    }
}
