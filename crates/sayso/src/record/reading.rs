//! The reading of one report.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Characterisation, Event, Place, Span, Statement, Time};

/// What Sayso takes from one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// Always [`super::SCHEMA`].
    pub schema: String,
    /// The report that was read.
    pub report: ReportInfo,
    /// Who and what the report speaks of.
    pub entities: Vec<Entity>,
    /// Expressions of time.
    pub times: Vec<Time>,
    /// Who says what.
    pub statements: Vec<Statement>,
    /// What happened, or is said to have.
    pub events: Vec<Event>,
    /// Loaded words, apart from the facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub characterisations: Vec<Characterisation>,
    /// What could not be understood, with the words it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// Program and model that made the reading.
    pub reader: Reader,
}

/// What is known of the report itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportInfo {
    /// The input's own id, or the content hash.
    pub id: String,
    /// Title, given or found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Outlet, given or found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Day or moment of publication, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Language, ISO 639-1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// SHA-256 of the bytes given, hexadecimal.
    pub sha256: String,
    /// The text that the offsets count into, where it is not the input itself (HTML).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Program and model that made a reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reader {
    /// Version of the program.
    pub version: String,
    /// Name and checksum of the weights.
    pub model: String,
    /// Name and checksum of each gazetteer that a user has added, the one that wins first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gazetteers: Vec<String>,
}

/// Somebody or something the report speaks of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// Identifier within the reading (`n1`, `n2` ...).
    pub id: String,
    /// What it is.
    pub kind: EntityKind,
    /// Longest proper form in the report.
    pub name: String,
    /// Every place where the report speaks of it.
    pub mentions: Vec<Span>,
    /// ISO 3166-1 alpha-3, or the code of a body above states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// PLOVER's code (GOV, MIL, REB, CVL, IGO ...).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// The words that the country was taken from, where they name a place and not the party itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_span: Option<Span>,
    /// The office held on the day of the report, by the tables of offices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The entity whose it is (`forces loyal to X`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Where it is, for a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// Kinds of entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "plain words")]
pub enum EntityKind {
    Person,
    Group,
    Organization,
    Place,
    Facility,
    Weapon,
    Vehicle,
    Other,
}

/// Something that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// What was wrong, and what it means for the reading.
    pub message: String,
    /// The words it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}
