//! Dates: from what a rule has caught to a stretch of the calendar.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::calendar::{Stretch, weekday};
use super::eras::Era;
use super::scene::{Found, Scene, Site};
use super::tables::Base;
use super::vocabulary::{Fuzzy, Meaning, Part, Unit};
use super::{Anchor, Tense, Why};
use crate::record::TimexType;

/// How many days ahead of publication a date without a year may lie where no future tense says so: one that has passed
/// ten months ago would be told with its year, while what is announced, extended or ordered for a day ahead is often told
/// with past verbs (`declared a vote for Jan. 10`). Beyond, it is more likely one of last year.
const SOON: i64 = 62;

/// A day back in an account weighs as many days as this ...
const BACKWARDS: i32 = 3;
/// ... against this for a day ahead.
const FORWARDS: i32 = 2;

/// A year that the words give, why, and what it was counted from.
type KnownYear = (i16, Why, Anchor);

/// A date as caught: `date` of `rules.csv`.
pub(super) fn date(scene: &Scene, site: &Site) -> Option<Found> {
    let mut found = calendar_part(scene, site)?;
    if let Some((unit, day)) =
        site.caught.unit(scene.tables.class.unit).zip(found.stretch.and_then(Stretch::first))
    {
        // `The week of Jan. 6`.
        found = Found::stretch(Stretch::around(day, unit)?, found.why, found.anchor);
    }
    if let Some(back) = site.caught.whole(scene.tables.class.back) {
        // `Overnight` began on the day before.
        let began = |day| super::calendar::plus_days(day, -i64::from(back));
        found.days = found.days.and_then(|(first, last)| Some((began(first)?, last)));
    }
    apply_fuzzy(scene, site, &mut found);
    add_clock(scene, site, &mut found);
    Some(found)
}

/// The stretch of the calendar that the words name, the clock aside.
fn calendar_part(scene: &Scene, site: &Site) -> Option<Found> {
    let class = &scene.tables.class;
    let caught = &site.caught;
    let year = year(scene, site);
    let month = caught.whole(class.month).or_else(|| caught.whole(class.mm)).map(|month| month as i8);
    let packed = caught.number(class.dayclock).map(|packed| packed / 10_000.0);
    let written_day = caught.number(class.day).or(packed).map(|day| day as i8);
    let before_christ = caught.get(class.era).is_some();
    if let Some(decade) = caught.whole(class.decade).filter(|_| before_christ) {
        return Some(Found::stretch(Stretch::decade(1 - decade), Why::Written, Anchor::None));
    }
    if let Some(century) = caught.whole(class.century).filter(|_| before_christ) {
        return Some(Found::stretch(Stretch::Century(-century), Why::Written, Anchor::None));
    }
    if let Some(decade) = caught.whole(class.decade) {
        let first = if decade < 100 { 1900 + decade } else { decade };
        return Some(Found::stretch(Stretch::Decade(first), Why::Written, Anchor::None));
    }
    if let Some(century) = caught.whole(class.century) {
        return Some(Found::stretch(Stretch::Century(century - 1), Why::Written, Anchor::None));
    }
    if let Some(days) = caught.whole(class.dayref) {
        return Some(from_today(scene, i64::from(days)));
    }
    if let Some(found) = other_calendar(scene, site, year.clone(), written_day) {
        return Some(found);
    }
    if let Some(week) = caught.whole(class.week) {
        return iso_week(scene, site, year, week as i8);
    }
    match (month, written_day) {
        (Some(month), Some(day)) => return month_and_day(scene, site, year, month, day),
        (None, Some(day)) => return Some(day_of_month(scene, day)),
        (Some(month), None) => {
            let unknown = format!("XXXX-{month:02}");
            return one_of_year(scene, site, year, &|year| Stretch::month(year, month), unknown);
        }
        _ => {}
    }
    if let Some(Meaning::Holiday(holiday)) = caught.get(class.holiday) {
        // `Nowruz 1398`.
        let own = year.as_ref().and_then(|(year, ..)| holiday.in_own_year(*year));
        if let Some(stretch) = own {
            return Some(Found::stretch(stretch, Why::Written, Anchor::None));
        }
        let unknown = "XXXX-XX-XX".to_owned();
        return one_of_year(scene, site, year, &|year| holiday.in_year(year), unknown);
    }
    if let Some(wanted) = caught.whole(class.weekday) {
        return Some(by_weekday(scene, site, wanted as i8));
    }
    part_of_year(scene, site, year)
}

/// A day, month or year of another calendar.
fn other_calendar(scene: &Scene, site: &Site, year: Option<KnownYear>, day: Option<i8>) -> Option<Found> {
    let class = &scene.tables.class;
    let month = site.caught.get(class.othermonth);
    let Some(Meaning::Other(era, month)) = month.or_else(|| site.caught.get(class.calendar)) else {
        return None;
    };
    let day = u8::try_from(day.unwrap_or(0)).ok()?;
    let unknown = || Found::bare(TimexType::Date, "XXXX-XX-XX", Why::Unanchored);
    // `Ramadan 2018` is of our year: theirs are far behind.
    let ours = |written: i16| matches!(era, Era::Hijri | Era::Jalali) && written >= 1500;
    let written = site.caught.whole(class.eray);
    let year = year.or(written.filter(|w| ours(*w)).map(|w| (w, Why::Written, Anchor::None)));
    if let Some(written) = written.filter(|w| !ours(*w)) {
        let stretch = era.stretch(i32::from(written), month, day);
        return Some(stretch.map_or_else(unknown, |s| Found::stretch(s, Why::Written, Anchor::None)));
    }
    one_of_year(scene, site, year, &|year| era.in_year(year, month, day), "XXXX-XX-XX".to_owned())
}

/// `2019-W51-3`, `week 51`.
fn iso_week(scene: &Scene, site: &Site, year: Option<KnownYear>, week: i8) -> Option<Found> {
    let weekday = site.caught.whole(scene.tables.class.isoday);
    let day = Weekday::from_monday_one_offset(weekday.unwrap_or(1) as i8).ok()?;
    let of = |year: i16| {
        let date = ISOWeekDate::new(year, week, day).ok()?.date();
        if weekday.is_some() { Some(Stretch::Day(date)) } else { Stretch::around(date, Unit::Week) }
    };
    one_of_year(scene, site, year, &of, format!("XXXX-W{week:02}"))
}

/// Seasons, quarters, halves and years.
fn part_of_year(scene: &Scene, site: &Site, year: Option<KnownYear>) -> Option<Found> {
    let class = &scene.tables.class;
    if let Some(Meaning::Season(season)) = site.caught.get(class.season) {
        return one_of_year(scene, site, year, &|year| Some(Stretch::Season(year, season)), {
            format!("XXXX-{}", season.code())
        });
    }
    if let Some(quarter) = site.caught.whole(class.quarter) {
        let quarter = (quarter as i8).clamp(1, 4);
        return one_of_year(scene, site, year, &|year| Some(Stretch::Quarter(year, quarter)), {
            format!("XXXX-Q{quarter}")
        });
    }
    if let Some(half) = site.caught.whole(class.half) {
        let half = (half as i8).clamp(1, 2);
        return one_of_year(scene, site, year, &|year| Some(Stretch::Half(year, half)), {
            format!("XXXX-H{half}")
        });
    }
    match year {
        Some((year, why, anchor)) => Some(Found::stretch(Stretch::Year(year), why, anchor)),
        None if site.caught.get(class.clock).is_some() || has_clock(scene, site) => {
            Some(clock_day(scene, site))
        }
        None => Some(Found::bare(TimexType::Date, "XXXX", Why::Unanchored)),
    }
}

/// The year that the words name, in full or by a word (`June last year`, `July 25 of that year`).
fn year(scene: &Scene, site: &Site) -> Option<KnownYear> {
    let class = &scene.tables.class;
    let caught = &site.caught;
    if let Some(year) = caught.whole(class.year).or_else(|| caught.whole(class.yearwords)) {
        return Some((year, Why::Written, Anchor::None));
    }
    if let Some(year) = caught.whole(class.bc) {
        return Some((1 - year, Why::Written, Anchor::None));
    }
    if let Some(short) = caught.whole(class.yy) {
        // the last such year that is not far ahead of publication: 89 is 1989, in a report of 1989 as in one of 2019
        let edge = scene.context.reference.map_or(2050, |date| date.year() + 10);
        let century = (edge - short).div_euclid(100) * 100;
        return Some((century + short, Why::Written, Anchor::None));
    }
    let steps = caught.whole(class.ydir)?;
    if site.rule.action.base == Base::Text {
        let (range, stretch) = scene.last(|stretch| stretch.unit() <= Unit::Year)?;
        return Some((stretch.first()?.year() + steps, Why::Text, Anchor::Expression(range)));
    }
    let today = scene.context.reference?;
    Some((today.year() + steps, Why::Publication, Anchor::Publication))
}

fn from_today(scene: &Scene, days: i64) -> Found {
    let day = scene.context.reference.and_then(|today| super::calendar::plus_days(today, days));
    match day {
        Some(day) => Found::stretch(Stretch::Day(day), Why::Publication, Anchor::Publication),
        None => Found::bare(TimexType::Date, "XXXX-XX-XX", Why::Unanchored),
    }
}

fn month_and_day(scene: &Scene, site: &Site, year: Option<KnownYear>, month: i8, day: i8) -> Option<Found> {
    // A leap year: a day that no year has is no date.
    Date::new(2000, month, day).ok()?;
    one_of_year(scene, site, year, &|year| Date::new(year, month, day).ok().map(Stretch::Day), {
        format!("XXXX-{month:02}-{day:02}")
    })
}

/// `The 5th`: of the month spoken of last, else the nearest to publication that has passed.
fn day_of_month(scene: &Scene, day: i8) -> Found {
    let of = |month: Date| Date::new(month.year(), month.month(), day).ok();
    let told = scene.last_within(Unit::Month);
    if let Some((range, found)) = told.and_then(|(range, told)| Some((range, of(told.first()?)?))) {
        return Found::stretch(Stretch::Day(found), Why::Text, Anchor::Expression(range));
    }
    let passed = scene.context.reference.and_then(|today| {
        of(today)
            .filter(|date| *date <= today)
            .or_else(|| of(Stretch::Month(today.first_of_month()).shift(-1, Unit::Month)?.first()?))
    });
    match passed {
        Some(date) => Found::stretch(Stretch::Day(date), Why::Nearest(None), Anchor::Publication),
        None => Found::bare(TimexType::Date, format!("XXXX-XX-{day:02}"), Why::Unanchored),
    }
}

/// Something that comes once a year: in the year given, or the one nearest to what the tense says.
fn one_of_year(
    scene: &Scene,
    site: &Site,
    year: Option<KnownYear>,
    of: &dyn Fn(i16) -> Option<Stretch>,
    unknown: String,
) -> Option<Found> {
    if let Some((year, why, anchor)) = year {
        return Some(match of(year) {
            Some(stretch) => Found::stretch(stretch, why, anchor),
            None => Found::bare(TimexType::Date, unknown, Why::Unanchored),
        });
    }
    let direction = site.caught.whole(scene.tables.class.dir);
    if let Some(today) = scene.context.reference {
        let tense = scene.tense(site);
        // A feast comes each year and needs none to be told which.
        let feast = site.caught.get(scene.tables.class.holiday).is_some();
        let soon = if feast && tense == Some(Tense::Past) { 0 } else { SOON };
        if let Some(stretch) = nearest(today, direction, tense, soon, of) {
            return Some(Found::stretch(stretch, Why::Nearest(tense), Anchor::Publication));
        }
    } else if let Some((range, told)) = scene.told() {
        let day = told.first()?;
        let stretch = match direction {
            None if told.unit() <= Unit::Month => next_told(day, of),
            direction => of(day.year() + direction.unwrap_or(0)),
        };
        if let Some(stretch) = stretch {
            return Some(Found::stretch(stretch, Why::Text, Anchor::Expression(range)));
        }
    }
    Some(Found::bare(TimexType::Date, unknown, Why::Unanchored))
}

/// The one that an account means that has come to a day: the nearest, since accounts go on and seldom far back.
fn next_told(day: Date, of: &dyn Fn(i16) -> Option<Stretch>) -> Option<Stretch> {
    let near = (-1..=1).filter_map(|step| of(day.year().checked_add(step)?));
    near.min_by_key(|stretch| {
        let away =
            stretch.first().and_then(|first| day.until(first).ok()).map_or(i32::MAX, |gap| gap.get_days());
        if away < 0 { -away * BACKWARDS } else { away * FORWARDS }
    })
}

/// The one of last year, this year and next that a direction or tense asks for.
fn nearest(
    today: Date,
    direction: Option<i16>,
    tense: Option<Tense>,
    soon: i64,
    of: &dyn Fn(i16) -> Option<Stretch>,
) -> Option<Stretch> {
    let near = (-1..=1).filter_map(|step| of(today.year().checked_add(step)?));
    let mut near: Vec<(Stretch, Date, Date)> =
        near.filter_map(|stretch| Some((stretch, stretch.first()?, stretch.last()?))).collect();
    let latest = |limit: &dyn Fn(&(Stretch, Date, Date)) -> bool, near: &[(Stretch, Date, Date)]| {
        near.iter().rev().find(|one| limit(one)).map(|one| one.0)
    };
    match (direction, tense) {
        (Some(-1), _) => latest(&|(_, _, last)| *last < today, &near),
        (Some(0), _) => of(today.year()),
        (Some(_), _) => near.into_iter().find(|(_, first, _)| *first > today).map(|one| one.0),
        (None, Some(Tense::Future)) => near.into_iter().find(|(_, _, last)| *last >= today).map(|one| one.0),
        (None, _) => {
            let soon = super::calendar::plus_days(today, soon)?;
            near.retain(|(stretch, first, _)| {
                *first <= today || (stretch.unit() == Unit::Day && *first <= soon)
            });
            near.pop().map(|one| one.0)
        }
    }
}

/// A weekday: the last one, the next one, or the one on the side of the tense.
fn by_weekday(scene: &Scene, site: &Site, wanted: i8) -> Found {
    let unknown = Found::bare(TimexType::Date, format!("XXXX-WXX-{wanted}"), Why::Unanchored);
    if let Some(weeks) = site.caught.whole(scene.tables.class.wdir) {
        return weekday_of_week(scene, wanted, i64::from(weeks)).unwrap_or(unknown);
    }
    let direction = site.caught.whole(scene.tables.class.dir);
    if site.rule.action.base == Base::Text || scene.context.reference.is_none() {
        let Some((range, stretch)) = scene.last_within(Unit::Day) else { return unknown };
        let side = i64::from(direction.unwrap_or(1));
        // a bare `Sunday` after a day that was a Sunday is that day: else each mention would be a week later than the one before
        let same = direction.is_none_or(|direction| direction == 0);
        let day = stretch.first().and_then(|day| weekday(day, wanted, side, same));
        return match day {
            Some(day) => Found::stretch(Stretch::Day(day), Why::Text, Anchor::Expression(range)),
            None => unknown,
        };
    }
    let tense = scene.tense(site);
    let day = scene.context.reference.and_then(|today| match (direction, tense) {
        (Some(-1), _) => weekday(today, wanted, -1, false),
        (Some(1), _) => weekday(today, wanted, 1, false),
        (Some(_), _) | (None, Some(Tense::Future)) => weekday(today, wanted, 1, true),
        (None, _) => weekday(today, wanted, -1, true),
    });
    match day {
        Some(day) => Found::stretch(Stretch::Day(day), Why::Nearest(tense), Anchor::Publication),
        None => unknown,
    }
}

/// `Tuesday last week`.
fn weekday_of_week(scene: &Scene, wanted: i8, weeks: i64) -> Option<Found> {
    let week = Stretch::around(scene.context.reference?, Unit::Week)?.shift(weeks, Unit::Week)?;
    let day = super::calendar::plus_days(week.first()?, i64::from(wanted) - 1)?;
    Some(Found::stretch(Stretch::Day(day), Why::Publication, Anchor::Publication))
}

/// `last week`, `this year`, `the following day`, `the same month`.
pub(super) fn relative(scene: &Scene, site: &Site) -> Option<Found> {
    let class = &scene.tables.class;
    let unit = site.caught.unit(class.unit)?;
    let steps = site.caught.whole(class.dir);
    let from = origin(scene, site, unit);
    let stretch = from.as_ref().and_then(|(date, _, _)| {
        let here = Stretch::around(*date, unit)?;
        let steps = steps.unwrap_or_else(|| nearest_weekend(*date, scene.tense(site)));
        here.shift(i64::from(steps), unit)
    });
    let mut found = match (stretch, from) {
        (Some(stretch), Some((_, why, anchor))) => Found::stretch(stretch, why, anchor),
        _ => Found::bare(TimexType::Date, unknown_value(unit), Why::Unanchored),
    };
    apply_fuzzy(scene, site, &mut found);
    add_clock(scene, site, &mut found);
    Some(found)
}

/// Where `the weekend` lies: past unless the tense is future, and on a Saturday or Sunday the one that is on.
fn nearest_weekend(today: Date, tense: Option<Tense>) -> i16 {
    let on = today.weekday().to_monday_zero_offset() >= 5;
    if on || tense == Some(Tense::Future) { 0 } else { -1 }
}

/// What a relative time is counted from.
fn origin(scene: &Scene, site: &Site, unit: Unit) -> Option<(Date, Why, Anchor)> {
    if site.rule.action.base == Base::Text || scene.context.reference.is_none() {
        let quarter = scene.last_quarter().filter(|_| unit == Unit::Quarter);
        let (range, stretch) = quarter.or_else(|| scene.last_within(unit))?;
        return Some((stretch.first()?, Why::Text, Anchor::Expression(range)));
    }
    let today = scene.context.reference?;
    Some((today, Why::Publication, Anchor::Publication))
}

/// `two weeks ago`, `three days later`.
pub(super) fn shift(scene: &Scene, site: &Site) -> Option<Found> {
    let class = &scene.tables.class;
    let unit = site.caught.unit(class.unit)?;
    let sign = site.caught.number(class.sign)?;
    let at_large = if sign < 0.0 { "PAST_REF" } else { "FUTURE_REF" };
    let Some(count) = site.caught.number(class.n) else {
        return Some(Found::bare(TimexType::Date, at_large, Why::Vague));
    };
    let moved = shift_origin(scene, site, unit, count).and_then(|(here, why, anchor)| {
        let (whole, unit) = whole_units(count, unit);
        here.shift((whole as i64).checked_mul(sign as i64)?, unit).map(|stretch| (stretch, why, anchor))
    });
    let mut found = match moved {
        Some((stretch, why, anchor)) => Found::stretch(stretch, why, anchor),
        None => Found::bare(TimexType::Date, unknown_value(unit), Why::Unanchored),
    };
    add_clock(scene, site, &mut found);
    Some(found)
}

/// What `n units ago` or `later` is counted from. `A year earlier` in an account of quarters means the same quarter.
fn shift_origin(scene: &Scene, site: &Site, unit: Unit, count: f64) -> Option<(Stretch, Why, Anchor)> {
    let quarter = scene.last_quarter().filter(|_| unit == Unit::Year && count == 1.0);
    if let Some((range, stretch)) = quarter {
        return Some((stretch, Why::Text, Anchor::Expression(range)));
    }
    if site.rule.action.base == Base::Text && !(unit >= Unit::Year && spoken_today(scene)) {
        let (range, stretch) = scene.last_within(unit)?;
        return Some((stretch, Why::Text, Anchor::Expression(range)));
    }
    let today = scene.context.reference?;
    Some((Stretch::Day(today), Why::Publication, Anchor::Publication))
}

/// Whether the text spoke last of a time counted from publication, so that `a year earlier` is counted from there too.
fn spoken_today(scene: &Scene) -> bool {
    let last = scene.remembered().find(|(_, stretch)| stretch.is_some());
    scene.context.reference.is_some() && last.is_none_or(|(last, _)| last.why != Why::Written)
}

/// Half years as months, half weeks as days: an amount of whole units.
fn whole_units(count: f64, unit: Unit) -> (f64, Unit) {
    match unit {
        _ if count.fract() == 0.0 => (count, unit),
        Unit::Year => (count * 12.0, Unit::Month),
        Unit::Decade => (count * 10.0, Unit::Year),
        Unit::Week => (count * 7.0, Unit::Day),
        Unit::Month => (count * 30.0, Unit::Day),
        _ => (count, unit),
    }
}

fn unknown_value(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Week => "XXXX-WXX",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Season | Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century | Unit::Millennium => "XX",
    }
}

/// `early`, `late`, `the end of`: the days of that part.
fn apply_fuzzy(scene: &Scene, site: &Site, found: &mut Found) {
    let Some(Meaning::Fuzzy(fuzzy)) = site.caught.get(scene.tables.class.fuzzy) else { return };
    let Some(stretch) = found.stretch else { return };
    found.days = stretch.part(Some(fuzzy), scene.context.reference);
    // The last day of a year or month is what accounts and contracts end on, in words of their own.
    if matches!(fuzzy, Fuzzy::Before | Fuzzy::After) && stretch.unit() == Unit::Day {
        found.days = stretch.first().zip(stretch.last());
    }
}

fn has_clock(scene: &Scene, site: &Site) -> bool {
    let class = &scene.tables.class;
    [class.hour, class.clock, class.dayclock, class.part].iter().any(|slot| site.caught.get(*slot).is_some())
}

/// A time of day without a day: that of the day last spoken of in the sentence, else of no day.
fn clock_day(scene: &Scene, site: &Site) -> Found {
    let bare = || Found::bare(TimexType::Time, "XXXX-XX-XX", Why::Unanchored);
    let spoken = match site.rule.action.base {
        Base::Text => scene.last_within(Unit::Day),
        Base::Publication => scene.day_in_sentence(site).or_else(|| scene.last_within(Unit::Day)),
    };
    spoken.map_or_else(bare, |(range, stretch)| Found::stretch(stretch, Why::Text, Anchor::Expression(range)))
}

/// Adds the time of day to a day.
fn add_clock(scene: &Scene, site: &Site, found: &mut Found) {
    if !has_clock(scene, site) || found.stretch.is_some_and(|stretch| stretch.unit() != Unit::Day) {
        return;
    }
    let class = &scene.tables.class;
    let time = match site.caught.get(class.part) {
        Some(Meaning::Part(part)) if site.caught.get(class.hour).is_none() => part.code().to_owned(),
        part => {
            let Some(time) = clock(scene, site, part) else { return };
            time
        }
    };
    found.kind = TimexType::Time;
    found.value = format!("{}T{time}", found.value);
}

/// `hh:mm`, by the clock of 24 hours.
fn clock(scene: &Scene, site: &Site, part: Option<Meaning>) -> Option<String> {
    let class = &scene.tables.class;
    if let Some(packed) = site.caught.number(class.dayclock) {
        let clock = (packed % 10_000.0) as i16;
        return Some(format!("{:02}:{:02}", clock / 100, clock % 100));
    }
    if let Some(clock) = site.caught.whole(class.clock) {
        return Some(format!("{:02}:{:02}", clock / 100, clock % 100));
    }
    let hour = site.caught.whole(class.hour)?;
    let minute = site.caught.whole(class.minute).unwrap_or(0);
    let late = matches!(part, Some(Meaning::Part(Part::Afternoon | Part::Evening)))
        || (matches!(part, Some(Meaning::Part(Part::Night))) && hour > 5);
    let half = site.caught.whole(class.ampm).or(late.then_some(12));
    let hour = match half {
        Some(12) if hour < 12 => hour + 12,
        Some(0) if hour == 12 => 0,
        _ => hour,
    };
    Some(format!("{hour:02}:{minute:02}"))
}
