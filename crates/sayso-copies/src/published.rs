//! When a report was published: a day, or a moment.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// A day, and the time of day in UTC where it is told. A time without a zone is taken as UTC.
///
/// Ordered by day, then by time; a day alone stands behind all its moments, for one that tells its time can be shown to be early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Published {
    /// The day, in UTC where a zone is told.
    pub day: Date,
    /// The time of day in UTC.
    pub time: Option<Time>,
}

/// Not a date that this crate reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no day like 2019-12-18 and no time like 2019-12-18T09:30:00Z; leave the date out if it is not known"
)]
pub struct PublishedError(String);

impl FromStr for Published {
    type Err = PublishedError;

    fn from_str(text: &str) -> Result<Self, PublishedError> {
        let text = text.trim();
        let at = |moment: DateTime| Self { day: moment.date(), time: Some(moment.time()) };
        if text.len() <= "-009999-12-31".len()
            && let Ok(day) = text.parse::<Date>()
        {
            return Ok(Self { day, time: None });
        }
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Ok(at(Offset::UTC.to_datetime(moment)));
        }
        text.parse::<DateTime>().map(at).map_err(|_| PublishedError(text.chars().take(80).collect()))
    }
}

impl TryFrom<String> for Published {
    type Error = PublishedError;

    fn try_from(text: String) -> Result<Self, PublishedError> {
        text.parse()
    }
}

impl From<Published> for String {
    fn from(published: Published) -> Self {
        published.to_string()
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            Some(time) => write!(f, "{}T{time}Z", self.day),
            None => write!(f, "{}", self.day),
        }
    }
}

impl Ord for Published {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |it: &Self| (it.day, it.time.is_none(), it.time);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Published {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Published {
        text.parse().unwrap()
    }

    #[test]
    fn days_and_moments() {
        assert_eq!(read("2019-12-18").to_string(), "2019-12-18");
        assert_eq!(read("2019-12-18T01:30:00+02:00").to_string(), "2019-12-17T23:30:00Z");
        assert_eq!(read("2019-12-18 09:30").to_string(), "2019-12-18T09:30:00Z");
        assert_eq!(read(&read("2019-12-18T09:30:01Z").to_string()), read("2019-12-18T09:30:01Z"));
        for wrong in ["", "Tuesday", "2019-13-01", "18.12.2019"] {
            assert!(wrong.parse::<Published>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_day_alone_stands_behind_its_moments() {
        assert!(read("2019-12-18T23:00:00Z") < read("2019-12-18"));
        assert!(read("2019-12-18") < read("2019-12-19T00:00:00Z"));
    }
}
