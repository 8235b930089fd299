//! Days that have a name: fixed ones, weekdays of a month, those that follow Easter, the Western or the Orthodox, those of
//! other calendars, and those that follow a new or full moon. Where a day depends on a sighting of the moon, or on where
//! one stands, it is given as near a day, with the days to both sides.

use jiff::civil::{Date, Weekday};

use super::calendar::Stretch;
use super::eras::{self, Era};

/// When a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holiday {
    /// The same day each year.
    Fixed { month: i8, day: i8 },
    /// The nth weekday of a month; -1: the last.
    Nth { month: i8, weekday: i8, nth: i8 },
    /// So many days after Western Easter Sunday.
    Easter { days: i16 },
    /// So many days after Orthodox Easter Sunday.
    Orthodox { days: i16 },
    /// A day of another calendar; 0: the whole month.
    Other { era: Era, month: u8, day: u8 },
    /// The first new or full moon since a day, so many hours later.
    Moon { full: bool, month: i8, day: i8, hours: i16 },
    /// Found, never computed.
    Open,
}

impl Holiday {
    /// Reads `fixed 12 25`, `nth 11 4 4` (month, weekday with Monday 1, which), `easter -2`, `orthodox 0`, `hijri 10 1`,
    /// `newmoon 10 17 -12` (since month and day, hours later), `open`.
    pub(super) fn parse(rule: &str) -> Option<Self> {
        let (name, numbers) = rule.split_once(' ').unwrap_or((rule, ""));
        let numbers = numbers.split_whitespace().map(|number| number.parse().ok());
        let numbers = numbers.collect::<Option<Vec<i16>>>()?;
        let small = |at: usize| numbers.get(at).and_then(|n| i8::try_from(*n).ok());
        let whole = |at: usize| numbers.get(at).and_then(|n| u8::try_from(*n).ok());
        match name {
            "fixed" => Some(Self::Fixed { month: small(0)?, day: small(1)? }),
            "nth" => Some(Self::Nth { month: small(0)?, weekday: small(1)?, nth: small(2)? }),
            "easter" => Some(Self::Easter { days: *numbers.first()? }),
            "orthodox" => Some(Self::Orthodox { days: *numbers.first()? }),
            "newmoon" | "fullmoon" => Some(Self::Moon {
                full: name == "fullmoon",
                month: small(0)?,
                day: small(1)?,
                hours: *numbers.get(2)?,
            }),
            "open" => Some(Self::Open),
            _ => Some(Self::Other { era: Era::named(name)?, month: whole(0)?, day: whole(1)? }),
        }
    }

    /// What it is in a year, where it can be computed.
    pub(super) fn in_year(self, year: i16) -> Option<Stretch> {
        match self {
            Self::Other { era, month, day } => era.in_year(year, month, day),
            Self::Moon { full, month, day, hours } => {
                let since = Date::new(year, month, day).ok()?;
                eras::moon_since(since, full, hours).map(Stretch::Near)
            }
            _ => self.day(year).map(Stretch::Day),
        }
    }

    /// What it is in a year of its own calendar, where the year can only be one of that.
    pub(super) fn in_own_year(self, year: i16) -> Option<Stretch> {
        match self {
            Self::Other { era: era @ (Era::Hijri | Era::Jalali), month, day } if year < 1500 => {
                era.stretch(i32::from(year), month, day)
            }
            _ => None,
        }
    }

    /// The day in a year of those that have one for all.
    fn day(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed { month, day } => Date::new(year, month, day).ok(),
            Self::Nth { month, weekday, nth } => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
            }
            Self::Easter { days } => super::calendar::plus_days(easter(year)?, i64::from(days)),
            Self::Orthodox { days } => {
                super::calendar::plus_days(eras::orthodox_easter(year)?, i64::from(days))
            }
            Self::Other { .. } | Self::Moon { .. } | Self::Open => None,
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
        for (rule, year, day) in [
            ("orthodox -2", 2019, date(2019, 4, 26)),
            ("hebrew 13 14", 2019, date(2019, 3, 21)),
            ("hebrew 7 10", 2019, date(2019, 10, 9)),
            ("hebrew 9 25", 2019, date(2019, 12, 23)),
        ] {
            let found = Holiday::parse(rule).and_then(|holiday| holiday.in_year(year));
            assert_eq!(found, Some(Stretch::Day(day)), "{rule}");
        }
    }

    #[test]
    fn feasts_of_the_moon_are_near_where_they_fell() {
        for (rule, day) in [
            ("hijri 10 1", date(2019, 6, 4)),
            ("hijri 12 10", date(2019, 8, 11)),
            ("hijri 1 10", date(2019, 9, 10)),
            ("newmoon 10 17 -12", date(2019, 10, 27)),
            ("newmoon 10 17 -12", date(2020, 11, 14)),
            ("fullmoon 2 28 12", date(2019, 3, 21)),
            ("newmoon 1 21 8", date(2019, 2, 5)),
        ] {
            let found = Holiday::parse(rule).and_then(|holiday| holiday.in_year(day.year()));
            let (first, last) = found.and_then(Stretch::days).unwrap(); // OK because each of them has days
            assert!(first <= day && day <= last, "{rule}: {first} to {last}");
        }
    }
}
