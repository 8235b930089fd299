//! Days that have a name: fixed ones, weekdays of a month, and those that follow Easter. Feasts of a moon calendar are
//! found and left without a date: their day depends on a sighting.

use jiff::civil::{Date, Weekday};

/// When a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holiday {
    /// The same day each year.
    Fixed { month: i8, day: i8 },
    /// The nth weekday of a month; -1: the last.
    Nth { month: i8, weekday: i8, nth: i8 },
    /// So many days after Western Easter Sunday.
    Easter { days: i16 },
    /// By a moon calendar: not computed.
    Moon,
}

impl Holiday {
    /// Reads `fixed 12 25`, `nth 11 4 4` (month, weekday with Monday 1, which), `easter -2`, `moon`.
    pub(super) fn parse(rule: &str) -> Option<Self> {
        let (name, numbers) = rule.split_once(' ').unwrap_or((rule, ""));
        let numbers = numbers.split_whitespace().map(|number| number.parse().ok());
        let numbers = numbers.collect::<Option<Vec<i16>>>()?;
        let small = |at: usize| numbers.get(at).and_then(|n| i8::try_from(*n).ok());
        match name {
            "fixed" => Some(Self::Fixed { month: small(0)?, day: small(1)? }),
            "nth" => Some(Self::Nth { month: small(0)?, weekday: small(1)?, nth: small(2)? }),
            "easter" => Some(Self::Easter { days: *numbers.first()? }),
            "moon" => Some(Self::Moon),
            _ => None,
        }
    }

    /// The day in a year, where it can be computed.
    pub(super) fn day(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed { month, day } => Date::new(year, month, day).ok(),
            Self::Nth { month, weekday, nth } => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
            }
            Self::Easter { days } => super::calendar::plus_days(easter(year)?, i64::from(days)),
            Self::Moon => None,
        }
    }
}

/// Western Easter Sunday, after the anonymous Gregorian rule (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let m = (a + 11 * h) / 319;
    let l = (2 * (b % 4) + 2 * (c / 4) - c % 4 - h + m + 32) % 7;
    let month = (h - m + l + 90) / 25;
    let day = (h - m + l + month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn feasts_fall_where_they_fell() {
        assert_eq!(easter(2000), Some(date(2000, 4, 23)));
        assert_eq!(easter(2019), Some(date(2019, 4, 21)));
        assert_eq!(easter(2024), Some(date(2024, 3, 31)));
        let thanksgiving = Holiday::parse("nth 11 4 4").and_then(|day| day.day(1999));
        assert_eq!(thanksgiving, Some(date(1999, 11, 25)));
        let memorial_day = Holiday::parse("nth 5 1 -1").and_then(|day| day.day(2020));
        assert_eq!(memorial_day, Some(date(2020, 5, 25)));
    }
}
