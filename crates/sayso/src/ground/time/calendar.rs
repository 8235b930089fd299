//! Stretches of the calendar: a day, an ISO week, a month ... with their TIMEX3 value, their first and last day, and
//! what lies so many of them before or after.

use jiff::Span;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::vocabulary::{Fuzzy, Season, Unit};
use crate::record::TimePrecision;

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stretch {
    /// One day.
    Day(Date),
    /// A day or one of its neighbours.
    Near(Date),
    /// From one day to another: a month or year of another calendar.
    Span(Date, Date),
    /// An ISO week, by its Monday.
    Week(Date),
    /// Saturday and Sunday, by the week's Monday.
    Weekend(Date),
    /// A month, by its first day.
    Month(Date),
    /// A quarter, 1 to 4.
    Quarter(i16, i8),
    /// A half, 1 or 2.
    Half(i16, i8),
    /// A season; a winter belongs to the year in which it begins.
    Season(i16, Season),
    /// A year.
    Year(i16),
    /// A decade, by its first year.
    Decade(i16),
    /// A century, by its first year as TIMEX3 counts (19 for 1900 to 1999; -4 for 400 to 301 before Christ).
    Century(i16),
}

/// The date so many days later.
pub(super) fn plus_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The date so many months later; the last of the month where it is shorter.
fn plus_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

fn monday(date: Date) -> Option<Date> {
    plus_days(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

impl Stretch {
    /// The stretch of a unit in which a day lies.
    pub(super) fn around(date: Date, unit: Unit) -> Option<Self> {
        let (year, month) = (date.year(), date.month());
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::Day(date),
            Unit::Weekend => Self::Weekend(monday(date)?),
            Unit::Week => Self::Week(monday(date)?),
            Unit::Month => Self::Month(date.first_of_month()),
            Unit::Quarter => Self::Quarter(year, (month - 1) / 3 + 1),
            Unit::Season => season_of(date),
            Unit::Year => Self::Year(year),
            Unit::Decade => Self::decade(year),
            Unit::Century => Self::century(year),
            Unit::Millennium => return None,
        })
    }

    /// The decade of a year; those before Christ are counted backwards, the 460s from 469 to 460.
    pub(super) fn decade(year: i16) -> Self {
        if year > 0 { Self::Decade(year / 10 * 10) } else { Self::Decade(-8 - (1 - year) / 10 * 10) }
    }

    /// The century of a year.
    pub(super) fn century(year: i16) -> Self {
        if year > 0 { Self::Century(year / 100) } else { Self::Century(-1 - (1 - year) / 100) }
    }

    /// A month of a year.
    pub(super) fn month(year: i16, month: i8) -> Option<Self> {
        Date::new(year, month, 1).ok().map(Self::Month)
    }

    /// The unit of the stretch.
    pub(super) fn unit(self) -> Unit {
        match self {
            Self::Day(_) | Self::Near(_) => Unit::Day,
            Self::Span(first, last) if plus_days(first, 40).is_none_or(|day| day < last) => Unit::Year,
            Self::Span(..) => Unit::Month,
            Self::Week(_) => Unit::Week,
            Self::Weekend(_) => Unit::Weekend,
            Self::Month(_) => Unit::Month,
            Self::Quarter(..) | Self::Half(..) => Unit::Quarter,
            Self::Season(..) => Unit::Season,
            Self::Year(_) => Unit::Year,
            Self::Decade(_) => Unit::Decade,
            Self::Century(_) => Unit::Century,
        }
    }

    /// The first day.
    pub(super) fn first(self) -> Option<Date> {
        match self {
            Self::Day(date) | Self::Week(date) | Self::Month(date) | Self::Span(date, _) => Some(date),
            Self::Near(date) => plus_days(date, -1),
            Self::Weekend(monday) => plus_days(monday, 5),
            Self::Quarter(year, quarter) => Date::new(year, quarter * 3 - 2, 1).ok(),
            Self::Half(year, half) => Date::new(year, half * 6 - 5, 1).ok(),
            Self::Season(year, season) => Date::new(year, first_month(season), 1).ok(),
            Self::Year(year) | Self::Decade(year) => Date::new(year, 1, 1).ok(),
            Self::Century(century) => {
                let first = century.checked_mul(100)?;
                Date::new(if century < 0 { first + 1 } else { first }, 1, 1).ok()
            }
        }
    }

    /// The last day.
    pub(super) fn last(self) -> Option<Date> {
        let first = self.first()?;
        match self {
            Self::Day(date) | Self::Span(_, date) => Some(date),
            Self::Near(_) => plus_days(first, 2),
            Self::Week(monday) => plus_days(monday, 6),
            Self::Weekend(_) => plus_days(first, 1),
            Self::Month(date) => Some(date.last_of_month()),
            Self::Quarter(..) | Self::Season(..) => plus_months(first, 2).map(Date::last_of_month),
            Self::Half(..) => plus_months(first, 5).map(Date::last_of_month),
            Self::Year(_) => Some(first.last_of_year()),
            Self::Decade(_) => plus_months(first, 119).map(Date::last_of_month),
            Self::Century(_) => plus_months(first, 1199).map(Date::last_of_month),
        }
    }

    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Self::Day(date) | Self::Near(date) => day_value(date),
            Self::Span(first, last) => format!("{}/{}", day_value(first), day_value(last)),
            Self::Week(monday) => week_value(monday),
            Self::Weekend(monday) => format!("{}-WE", week_value(monday)),
            Self::Month(date) => format!("{}-{:02}", year_value(date.year()), date.month()),
            Self::Quarter(year, quarter) => format!("{}-Q{quarter}", year_value(year)),
            Self::Half(year, half) => format!("{}-H{half}", year_value(year)),
            Self::Season(year, season) => format!("{}-{}", year_value(year), season.code()),
            Self::Year(year) => year_value(year),
            Self::Decade(year) if year < 0 => format!("BC{:03}", -year / 10),
            Self::Decade(year) => format!("{:03}", year / 10),
            Self::Century(century) if century < 0 => format!("BC{:02}", -century - 1),
            Self::Century(century) => format!("{century:02}"),
        }
    }

    /// The first and the last day, since the year 1: before it dates are counted by other rules than ours.
    pub(super) fn days(self) -> Option<(Date, Date)> {
        self.first().zip(self.last()).filter(|(first, _)| first.year() > 0)
    }

    /// The stretch of a unit that lies so many units later: two days after a day, the same quarter a year before.
    pub(super) fn shift(self, count: i64, unit: Unit) -> Option<Self> {
        if let Some(moved) = self.same_in_year(count).filter(|_| unit == Unit::Year) {
            return Some(moved);
        }
        Self::around(add(self.first()?, count, unit)?, unit)
    }

    /// Quarters, halves, seasons and months keep their kind when years are counted.
    fn same_in_year(self, years: i64) -> Option<Self> {
        let moved = |year: i16| i16::try_from(i64::from(year).checked_add(years)?).ok();
        match self {
            Self::Quarter(year, quarter) => Some(Self::Quarter(moved(year)?, quarter)),
            Self::Half(year, half) => Some(Self::Half(moved(year)?, half)),
            _ => None,
        }
    }

    /// The same day or month of another year.
    pub(super) fn years_later(self, years: i64) -> Option<Self> {
        let moved = |date: Date| plus_months(date, years.checked_mul(12)?);
        match self {
            Self::Day(date) => moved(date).map(Self::Day),
            Self::Month(date) => moved(date).map(Self::Month),
            _ => None,
        }
    }

    /// The days of one part of the stretch: a third of it, rounded to whole days.
    pub(super) fn part(self, fuzzy: Option<Fuzzy>, today: Option<Date>) -> Option<(Date, Date)> {
        let (first, last) = (self.first()?, self.last()?);
        let days = i64::from(first.until(last).ok()?.get_days());
        let third = (days + 1) / 3;
        let inside = |date: Date| (first..=last).contains(&date);
        Some(match fuzzy {
            Some(_) if days < 6 => (first, last),
            Some(Fuzzy::Start) => (first, plus_days(first, third - 1)?),
            Some(Fuzzy::Mid) => (plus_days(first, third)?, plus_days(last, -third)?),
            Some(Fuzzy::End) => (plus_days(last, 1 - third)?, last),
            Some(Fuzzy::Before) => (first, today.filter(|day| inside(*day)).unwrap_or(last)),
            Some(Fuzzy::After) => (today.filter(|day| inside(*day)).unwrap_or(first), last),
            None => (first, last),
        })
    }

    /// How sharp it is.
    pub(super) fn precision(self) -> TimePrecision {
        if matches!(self, Self::Near(_)) {
            return TimePrecision::Week;
        }
        match self.unit() {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => TimePrecision::Day,
            Unit::Weekend | Unit::Week => TimePrecision::Week,
            Unit::Month => TimePrecision::Month,
            Unit::Quarter | Unit::Season | Unit::Year => TimePrecision::Year,
            Unit::Decade | Unit::Century | Unit::Millennium => TimePrecision::Unknown,
        }
    }
}

/// A day so many units later.
pub(super) fn add(date: Date, count: i64, unit: Unit) -> Option<Date> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Some(date),
        Unit::Day => plus_days(date, count),
        Unit::Weekend | Unit::Week => plus_days(date, count.checked_mul(7)?),
        Unit::Month => plus_months(date, count),
        Unit::Quarter | Unit::Season => plus_months(date, count.checked_mul(3)?),
        Unit::Year => plus_months(date, count.checked_mul(12)?),
        Unit::Decade => plus_months(date, count.checked_mul(120)?),
        Unit::Century => plus_months(date, count.checked_mul(1200)?),
        Unit::Millennium => plus_months(date, count.checked_mul(12_000)?),
    }
}

/// The day of a weekday (Monday 1) nearest before (`-1`) or after (`1`) a day, that day itself only if `today`.
pub(super) fn weekday(from: Date, weekday: i8, direction: i64, today: bool) -> Option<Date> {
    let wanted = i64::from(Weekday::from_monday_one_offset(weekday).ok()?.to_monday_zero_offset());
    let back = (i64::from(from.weekday().to_monday_zero_offset()) - wanted).rem_euclid(7);
    let days = match (back, direction < 0) {
        (0, _) if today => 0,
        (0, true) => -7,
        (0, false) => 7,
        (back, true) => -back,
        (back, false) => 7 - back,
    };
    plus_days(from, days)
}

fn day_value(date: Date) -> String {
    format!("{}-{:02}-{:02}", year_value(date.year()), date.month(), date.day())
}

/// TIMEX's year: that before the year 1 is `BC0001`.
fn year_value(year: i16) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - i32::from(year)) }
}

fn week_value(monday: Date) -> String {
    let week: ISOWeekDate = monday.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

fn season_of(date: Date) -> Stretch {
    match date.month() {
        3..=5 => Stretch::Season(date.year(), Season::Spring),
        6..=8 => Stretch::Season(date.year(), Season::Summer),
        9..=11 => Stretch::Season(date.year(), Season::Autumn),
        12 => Stretch::Season(date.year(), Season::Winter),
        _ => Stretch::Season(date.year() - 1, Season::Winter),
    }
}

fn first_month(season: Season) -> i8 {
    match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    }
}
