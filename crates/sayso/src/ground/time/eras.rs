//! Dates of other calendars than ours: Islamic (Hijri), Iranian, Hebrew, Ethiopian, Julian, and years counted from elsewhere.
//!
//! The arithmetic is that of Reingold and Dershowitz, *Calendrical Calculations* (crate `calendrical_calculations`, of the
//! ICU4X project). The Islamic calendar is the tabular one (civil epoch): where a month begins with the sighting of the
//! moon the day may differ by one, and so does every date counted by it here. New and full moons are after Meeus,
//! *Astronomical Algorithms*, chapter 49, its leading terms: exact to some minutes, and a feast by them to a day.

use calendrical_calculations::hebrew::BookHebrew;
use calendrical_calculations::rata_die::RataDie;
use calendrical_calculations::{ethiopian, islamic, julian, persian};
use jiff::civil::Date;

use super::calendar::{Stretch, plus_days};

/// A way to count years, and with them months and days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Era {
    /// Islamic, by the moon.
    Hijri,
    /// Iranian and Afghan, by the sun.
    Jalali,
    /// Months from Nisan, 1; 13 is Adar II, and Adar in years that have one.
    Hebrew,
    /// Ethiopian and Eritrean.
    Ethiopian,
    /// Of churches that keep the old calendar.
    Julian,
    /// Years only: Buddhist.
    Buddhist,
    /// Years only: North Korean.
    Juche,
    /// Years only: Taiwanese.
    Minguo,
}

impl Era {
    /// The era of a name in the tables.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "hijri" => Self::Hijri,
            "jalali" => Self::Jalali,
            "hebrew" => Self::Hebrew,
            "ethiopian" => Self::Ethiopian,
            "julian" => Self::Julian,
            "buddhist" => Self::Buddhist,
            "juche" => Self::Juche,
            "minguo" => Self::Minguo,
            _ => return None,
        })
    }

    /// A day of a year of this era.
    pub(super) fn date(self, year: i32, month: u8, day: u8) -> Option<Date> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        let fixed = match self {
            Self::Hijri => {
                islamic::fixed_from_tabular_islamic(year, month, day, islamic::ISLAMIC_EPOCH_FRIDAY)
            }
            Self::Jalali => persian::fixed_from_fast_persian(year, month, day),
            Self::Hebrew => {
                let leap = BookHebrew::is_hebrew_leap_year(year);
                let month = if month == 13 && !leap { 12 } else { month };
                BookHebrew::fixed_from_book_hebrew(BookHebrew { year, month, day })
            }
            Self::Ethiopian => ethiopian::fixed_from_ethiopian(year, month, day),
            Self::Julian => julian::fixed_from_julian(year, month, day),
            Self::Buddhist | Self::Juche | Self::Minguo => return None,
        };
        from_fixed(fixed)
    }

    /// A day, a month (`day` 0) or a year (`month` 0 too) of this era.
    pub(super) fn stretch(self, year: i32, month: u8, day: u8) -> Option<Stretch> {
        if let Some(year) = self.plain_year(year) {
            return Some(Stretch::Year(year));
        }
        if month == 0 {
            let (first, next) = (self.new_year(year)?, self.new_year(year.checked_add(1)?)?);
            return Some(self.span(first, plus_days(next, -1)?));
        }
        if day > 0 {
            let date = self.date(year, month, day)?;
            return Some(if self == Self::Hijri { Stretch::Near(date) } else { Stretch::Day(date) });
        }
        let first = self.date(year, month, 1)?;
        // Past the last day of a month lies the first of the next.
        let length = (28..=31).rev().find(|length| self.has(year, month, *length))?;
        Some(self.span(first, plus_days(first, i64::from(length) - 1)?))
    }

    /// The year in which a day of ours lies, for eras that count whole years of ours.
    fn plain_year(self, year: i32) -> Option<i16> {
        let ours = match self {
            Self::Buddhist => year.checked_sub(543)?,
            Self::Juche | Self::Minguo => year.checked_add(1911)?,
            _ => return None,
        };
        i16::try_from(ours).ok().filter(|year| (1..9999).contains(year))
    }

    fn new_year(self, year: i32) -> Option<Date> {
        // The Hebrew year begins with its seventh month.
        self.date(year, if self == Self::Hebrew { 7 } else { 1 }, 1)
    }

    /// A stretch; that of a sighted moon may begin a day earlier and end a day later.
    fn span(self, first: Date, last: Date) -> Stretch {
        if self != Self::Hijri {
            return Stretch::Span(first, last);
        }
        let wider = plus_days(first, -1).zip(plus_days(last, 1));
        wider.map_or(Stretch::Span(first, last), |(first, last)| Stretch::Span(first, last))
    }

    /// Whether a month has such a day.
    fn has(self, year: i32, month: u8, day: u8) -> bool {
        let months = if self == Self::Ethiopian { 13 } else { 12 };
        let next = match (self, month) {
            (Self::Hebrew, 12) if BookHebrew::is_hebrew_leap_year(year) => self.date(year, 13, 1),
            (Self::Hebrew, 12 | 13) => {
                self.date(year, 1, 1).and_then(|_| self.date(year.checked_add(1)?, 1, 1))
            }
            (Self::Hebrew, 6) => self.date(year.saturating_add(1), 7, 1),
            (_, month) if month < months => self.date(year, month + 1, 1),
            _ => year.checked_add(1).and_then(|year| self.date(year, 1, 1)),
        };
        let own = self.date(year, month, day);
        own.zip(next).is_some_and(|(own, next)| own < next)
    }

    /// What a month or a day of it is in a year of ours: the first one there.
    pub(super) fn in_year(self, year: i16, month: u8, day: u8) -> Option<Stretch> {
        let year_of_ours = i32::from(year);
        let guess = match self {
            Self::Hijri => (year_of_ours - 622) * 33 / 32,
            Self::Jalali => year_of_ours - 622,
            Self::Hebrew => year_of_ours + 3760,
            Self::Ethiopian => year_of_ours - 8,
            Self::Julian => year_of_ours - 1,
            Self::Buddhist | Self::Juche | Self::Minguo => return None,
        };
        (-1..=2).find_map(|step| {
            let first = self.date(guess + step, month, day.max(1)).filter(|date| date.year() == year)?;
            debug_assert_eq!(first.year(), year);
            self.stretch(guess + step, month, day)
        })
    }
}

/// The date of a day counted from the first of January of the year 1.
fn from_fixed(fixed: RataDie) -> Option<Date> {
    plus_days(Date::new(1, 1, 1).ok()?, fixed.to_i64_date().checked_sub(1)?)
}

/// Orthodox Easter Sunday, by the Julian calendar.
pub(super) fn orthodox_easter(year: i16) -> Option<Date> {
    from_fixed(julian::easter(i32::from(year)))
}

/// The day of the first new (or full) moon since a day, so many hours after it: the hour decides where the feast's own
/// place on the globe and its time of day lie.
pub(super) fn moon_since(from: Date, full: bool, hours: i16) -> Option<Date> {
    let epoch = Date::new(2000, 1, 1).ok()?;
    let start = f64::from(epoch.until(from).ok()?.get_days());
    let half = if full { 0.5 } else { 0.0 };
    let first = ((start - 5.6) / SYNODIC_MONTH).floor();
    let moon = (-1..=2).map(|step| moon_of(first + f64::from(step) + half)).find(|day| *day >= start)?;
    plus_days(epoch, (moon + f64::from(hours) / 24.0).floor() as i64)
}

const SYNODIC_MONTH: f64 = 29.530_588_861;

/// Days from midnight (UTC) of 2000-01-01 to the `k`th new moon after that of 6 January 2000, full moons at the halves.
fn moon_of(k: f64) -> f64 {
    let centuries = k / 1236.85;
    let mean = 2_451_550.097_66 + SYNODIC_MONTH * k + 0.000_154_37 * centuries * centuries;
    let eccentricity = 1.0 - 0.002_516 * centuries;
    let sun = (2.5534 + 29.105_356_7 * k).to_radians();
    let moon = (201.5643 + 385.816_935_28 * k).to_radians();
    let node = (160.7108 + 390.670_502_84 * k).to_radians();
    let correction = -0.4072 * moon.sin()
        + 0.1724 * eccentricity * sun.sin()
        + 0.0161 * (2.0 * moon).sin()
        + 0.0104 * (2.0 * node).sin()
        + 0.0074 * eccentricity * (moon - sun).sin()
        - 0.0051 * eccentricity * (moon + sun).sin();
    mean + correction - 2_451_544.5
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_of_other_calendars_are_where_they_were() {
        let day = |era: Era, year, month, day| era.date(year, month, day);
        // Nowruz 1398, Rosh Hashanah 5780, Enkutatash 2012, Christmas of the old calendar, the first of Ramadan 1440.
        assert_eq!(day(Era::Jalali, 1398, 1, 1), Some(date(2019, 3, 21)));
        assert_eq!(day(Era::Hebrew, 5780, 7, 1), Some(date(2019, 9, 30)));
        assert_eq!(day(Era::Ethiopian, 2012, 1, 1), Some(date(2019, 9, 12)));
        assert_eq!(day(Era::Julian, 2018, 12, 25), Some(date(2019, 1, 7)));
        assert_eq!(day(Era::Hijri, 1440, 9, 1), Some(date(2019, 5, 6)));
        assert_eq!(orthodox_easter(2019), Some(date(2019, 4, 28)));
    }

    #[test]
    fn a_sighted_month_may_begin_and_end_a_day_off() {
        let ramadan = Era::Hijri.in_year(2019, 9, 0).and_then(Stretch::days);
        assert_eq!(ramadan, Some((date(2019, 5, 5), date(2019, 6, 5))));
        let mordad = Era::Jalali.in_year(2019, 5, 0).and_then(Stretch::days);
        assert_eq!(mordad, Some((date(2019, 7, 23), date(2019, 8, 22))));
    }

    #[test]
    fn moons_are_where_they_were() {
        // New moon 2019-10-28 03:38 UTC, full moon 2021-03-28 18:48 UTC.
        assert_eq!(moon_since(date(2019, 10, 17), false, 0), Some(date(2019, 10, 28)));
        assert_eq!(moon_since(date(2021, 2, 28), true, 0), Some(date(2021, 3, 28)));
        assert_eq!(moon_since(date(2020, 1, 21), false, 8), Some(date(2020, 1, 25)));
    }

    #[test]
    fn every_month_has_a_length() {
        for (era, years, months) in [
            (Era::Hijri, 1300..1500, 12),
            (Era::Jalali, 1300..1450, 12),
            (Era::Hebrew, 5660..5800, 12),
            (Era::Julian, 1900..2030, 12),
        ] {
            for year in years {
                let mut end = None;
                for month in 1..=months {
                    let days = era.stretch(year, month, 0).and_then(Stretch::days);
                    let (first, last) = days.unwrap(); // OK because each of these months has its days
                    assert!(first < last, "{era:?} {year} {month}");
                    if !matches!(era, Era::Hijri | Era::Hebrew) {
                        assert!(end.is_none() || end == plus_days(first, -1), "{era:?} {year} {month}");
                    }
                    end = Some(last);
                }
            }
        }
    }
}
