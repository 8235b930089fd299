//! Lengths of time, things that come again, and `a day after`.

use super::calendar::{Stretch, add};
use super::scene::{Found, Scene, Site, direction};
use super::vocabulary::{Meaning, Unit};
use super::{Anchor, Dated, Offset, Why};
use crate::record::{TimePrecision, TimexType};

/// `three days`, `the last twenty four hours`.
pub(super) fn duration(scene: &Scene, site: &Site) -> Option<Found> {
    let class = &scene.tables.class;
    let unit = site.caught.unit(class.unit)?;
    let count =
        site.caught.number(class.n).map(|count| count + site.caught.number(class.plus).unwrap_or(0.0));
    let mut found = Found::bare(TimexType::Duration, period(count, unit), Why::Length);
    let toward = site.caught.whole(class.toward);
    let reach = toward.zip(count).zip(scene.context.reference).and_then(|((toward, count), today)| {
        let other = add(today, whole_days(count, unit)?.checked_mul(i64::from(toward))?, day_unit(unit))?;
        Some(if toward < 0 { (other, today) } else { (today, other) })
    });
    if let Some(days) = reach {
        found.days = Some(days);
        found.precision = Stretch::around(days.0, unit).map_or(TimePrecision::Unknown, Stretch::precision);
        (found.why, found.anchor) = (Why::Publication, Anchor::Publication);
    }
    Some(found)
}

/// Hours as days, rounded up, other units as they are.
fn whole_days(count: f64, unit: Unit) -> Option<i64> {
    let days = match unit {
        Unit::Second => count / 86_400.0,
        Unit::Minute => count / 1440.0,
        Unit::Hour => count / 24.0,
        _ => count,
    };
    (days.abs() < 1e9).then_some(days.ceil() as i64)
}

fn day_unit(unit: Unit) -> Unit {
    unit.max(Unit::Day)
}

/// TIMEX3's value of a length: `P2Y6M`, `PT24H`, `PXD`.
pub(super) fn period(count: Option<f64>, unit: Unit) -> String {
    let Some(count) = count else {
        return match unit {
            Unit::Second => "PTXS".to_owned(),
            Unit::Minute => "PTXM".to_owned(),
            Unit::Hour => "PTXH".to_owned(),
            Unit::Decade => "PXE".to_owned(),
            Unit::Century => "PXC".to_owned(),
            Unit::Millennium => "PXL".to_owned(),
            other => format!("PX{}", letter(other)),
        };
    };
    let half = (count.fract() - 0.5).abs() < 1e-9;
    let whole = count.trunc();
    match unit {
        Unit::Hour if half => minutes(whole, "H", "30M"),
        Unit::Minute if half => minutes(whole, "M", "30S"),
        Unit::Hour => format!("PT{count}H"),
        Unit::Minute => format!("PT{count}M"),
        Unit::Second => format!("PT{count}S"),
        Unit::Year if half && whole > 0.0 => format!("P{whole}Y6M"),
        Unit::Year if half => "P6M".to_owned(),
        Unit::Decade => format!("P{}Y", count * 10.0),
        Unit::Century => format!("P{}Y", count * 100.0),
        Unit::Millennium => format!("P{}Y", count * 1000.0),
        other => format!("P{count}{}", letter(other)),
    }
}

fn minutes(whole: f64, unit: &str, half: &str) -> String {
    if whole > 0.0 { format!("PT{whole}{unit}{half}") } else { format!("PT{half}") }
}

fn letter(unit: Unit) -> &'static str {
    match unit {
        Unit::Second => "S",
        Unit::Minute | Unit::Month => "M",
        Unit::Hour => "H",
        Unit::Day => "D",
        Unit::Weekend => "WE",
        Unit::Week => "W",
        Unit::Quarter => "Q",
        Unit::Season | Unit::Year => "Y",
        Unit::Decade => "E",
        Unit::Century => "C",
        Unit::Millennium => "L",
    }
}

/// `every Friday`, `twice a week`, `daily`.
pub(super) fn set(scene: &Scene, site: &Site) -> Option<Found> {
    let class = &scene.tables.class;
    let caught = &site.caught;
    let part = match caught.get(class.part) {
        Some(Meaning::Part(part)) => format!("T{}", part.code()),
        _ => String::new(),
    };
    let value = if let Some(weekday) = caught.whole(class.weekday) {
        format!("XXXX-WXX-{weekday}{part}")
    } else if let Some(month) = caught.whole(class.month) {
        format!("XXXX-{month:02}")
    } else if let Some(Meaning::Season(season)) = caught.get(class.season) {
        format!("XXXX-{}", season.code())
    } else if let Some(unit) = caught.unit(class.unit) {
        let open = caught.get(class.n) == Some(Meaning::Vague);
        let count = caught.number(class.n).or((!open).then_some(1.0));
        period(count, unit)
    } else {
        format!("XXXX-XX-XX{part}")
    };
    Some(Found::bare(TimexType::Set, value, Why::Habit))
}

/// `a day after` what follows: dates what it introduces, if the sentence has dated what it tells of.
pub(super) fn offset(scene: &Scene, site: &Site) -> Option<Found> {
    let class = &scene.tables.class;
    let unit = site.caught.unit(class.unit)?;
    let count = site.caught.number(class.n);
    let spoken = scene.day_in_sentence(site);
    let offset = Offset {
        count: count.map(|count| count as i64),
        unit,
        direction: direction(site.caught.number(class.sign)?),
        dates: Dated::Introduced,
        anchored: spoken.as_ref().map(|(range, _)| range.clone()),
    };
    let day = spoken.as_ref().and_then(|(_, stretch)| offset.introduced(stretch.first()?));
    let stretch = day.filter(|_| unit >= Unit::Day).and_then(|day| Stretch::around(day, unit));
    let mut found = match (stretch, spoken) {
        (Some(stretch), Some((range, _))) => Found::stretch(stretch, Why::Text, Anchor::Expression(range)),
        _ => Found::bare(TimexType::Duration, period(count, unit), Why::Length),
    };
    found.offset = Some(offset);
    Some(found)
}
