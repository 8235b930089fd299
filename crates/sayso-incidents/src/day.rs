//! Calendar days as numbers, so that distances are differences.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::{Date, date};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

const EPOCH: Date = date(1970, 1, 1);

/// A day of the Gregorian calendar, counted from 1970-01-01; written as ISO 8601.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(pub i32);

impl Day {
    /// The day that a date or a moment begins with (`2019-12-18`, `2019-12-18T07:00:00Z`); none where it begins with no date.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let date: Date = text.get(..10)?.parse().ok()?;
        Some(Self((date - EPOCH).get_days()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match EPOCH.checked_add(jiff::Span::new().try_days(self.0).unwrap_or_default()) {
            Ok(date) => write!(f, "{date}"),
            Err(_) => write!(f, "{}", self.0),
        }
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not a day; write it like 2019-12-18"))
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_there_and_back() {
        for text in ["1970-01-01", "2019-12-18", "1815-06-18", "2024-02-29"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Day::parse("2019-12-18T23:59:00+02:00"), Day::parse("2019-12-18"));
        assert_eq!(Day::parse("Tuesday"), None);
        assert_eq!(Day::parse("äöüäöüäöü"), None);
    }
}
