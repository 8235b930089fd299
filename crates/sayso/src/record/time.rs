//! Expressions of time, and the days of events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// An expression of time, after TIMEX3 (TimeML 1.2.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// The words.
    pub span: Span,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimexType,
    /// TIMEX3 value (`2019-12-17`, `P2W`, `2019-W51`).
    pub value: String,
    /// First day, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day, inclusive, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// The types of TIMEX3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "TimeML's own words")]
pub enum TimexType {
    Date,
    Time,
    Duration,
    Set,
}

/// A calendar interval: the days within which it happened. One side is absent where the words leave it open (`since Monday`, `by Friday`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventTime {
    /// First day, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day, inclusive, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// How sharp the words are; of an interval, the unit that it fills; `unknown` where one side is open.
    pub precision: TimePrecision,
    /// The words that give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

/// How an event stands in time to another, where words say so. Never against the days of the two, and never in a circle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Order {
    /// How this event stands to the other.
    pub relation: OrderRelation,
    /// Identifier of the other event.
    pub event: String,
    /// The words that say so (`a day after`).
    pub span: Span,
}

/// Relations of TimeML's TLINK (1.2.1), as far as words between two clauses give them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderRelation {
    /// This event came first.
    Before,
    /// The other came first.
    After,
    /// This one lasted while the other happened.
    Includes,
    /// It happened while the other lasted.
    IsIncluded,
    /// Both at one time.
    Simultaneous,
}

/// How sharply the words give a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "plain words")]
pub enum TimePrecision {
    Day,
    Week,
    Month,
    Year,
    Unknown,
}
