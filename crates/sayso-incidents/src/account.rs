//! What one report tells of one event, as far as it matters for asking whether another report tells of the same.

use sayso::record::{Act, EvidenceKind, Factuality, PlacePrecision, PloverType, SourceKind, Status};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::names;

/// One event of one report, without its text. [`crate::accounts`] takes them from a reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// The report's id.
    pub report: String,
    /// The event's id in the report's reading.
    pub event: String,
    /// Who published the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Day>,
    /// The report that this one is a copy of; the same for all copies of one text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<String>,
    /// PLOVER's type.
    pub plover: PloverType,
    /// PLOVER's mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// ACLED's sub-event type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acled: Option<String>,
    /// Whether the report has it as having happened.
    pub status: Status,
    /// When it happened.
    #[serde(default, skip_serializing_if = "Days::is_unknown")]
    pub days: Days,
    /// Where it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Spot>,
    /// Who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Party>,
    /// People killed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub killed: Option<Toll>,
    /// People injured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injured: Option<Toll>,
    /// Stems of the words that tell of the event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Stems of the words for what was hit and who was harmed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// Stems of the words for what it was done with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weapons: Vec<String>,
    /// Folded last names ([`names::fold`]) of people whom the whole report speaks of, whatever their part in this event, those
    /// most spoken of first: reports of one happening share them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
    /// Folded names of bodies and places that the whole report speaks of, likewise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// Who says so: the first sources, where the chains of saying end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tellers: Vec<Teller>,
    /// Evidence that the report speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceKind>,
}

/// The days within which something happened, as a report tells; both absent where it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Days {
    /// Not before this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Not after this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
}

impl Days {
    /// One day.
    #[must_use]
    pub fn on(day: Day) -> Self {
        Self { from: Some(day), to: Some(day) }
    }

    /// Whether nothing is told of the time.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// A place of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Spot {
    /// Its name.
    pub name: String,
    /// GeoNames id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames: Option<u64>,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// First-level region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin1: Option<String>,
    /// Degrees north and east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<(f64, f64)>,
    /// A circle of so many kilometres about covers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_km: Option<f64>,
    /// How sharply it is given.
    pub precision: PlacePrecision,
}

/// On which side of an event somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Who does it.
    Actor,
    /// Whom it is done to, parties and people.
    Recipient,
}

/// Somebody who took part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// On which side.
    pub side: Side,
    /// The longest name that the report has.
    pub name: String,
    /// Folded names ([`names::fold`]) under which others may know it: its own, short forms, the body whose it is. Empty where
    /// it is only described (`gunmen`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// PLOVER's sector code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Whether people were harmed under this name.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub harmed: bool,
    /// Indices into [`Account::tellers`] of those who alone name it in this part (who accuse it, or claim the deed); empty
    /// where the report does so itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said_by: Vec<usize>,
}

/// A number of people; `high` is absent where nobody sets an upper bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Toll {
    /// At least so many.
    pub low: u64,
    /// At most so many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<u64>,
}

impl Toll {
    /// Whether one number can be both.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        self.low <= other.high.unwrap_or(u64::MAX) && other.low <= self.high.unwrap_or(u64::MAX)
    }
}

/// Who says that the event is so, in one report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Teller {
    /// The name or words of the first source; absent: the outlet itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Folded names under which other reports may know it, those of the body it speaks for among them. Empty where nobody is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// What kind of source it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SourceKind>,
    /// What it does in saying so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
    /// How sure it is.
    pub factuality: Factuality,
    /// Whether it has a part in what it tells.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interested: bool,
}

impl Account {
    /// The account's key: by it accounts are told apart and put in order.
    #[must_use]
    pub fn id(&self) -> AccountId {
        AccountId::new(&self.report, &self.event)
    }
}

/// An account's name as a number: half a SHA-256 over the ids of report and event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountId(pub u128);

impl AccountId {
    /// The id of an event of a report.
    #[must_use]
    pub fn new(report: &str, event: &str) -> Self {
        Self(names::digest([report.as_bytes(), event.as_bytes()]))
    }
}
