//! The record of an incident (`sayso.incident/1`).

use sayso::record::{PloverType, SourceKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::account::{Days, Spot, Toll};
use crate::compare::Reason;
use crate::day::Day;
use crate::grade::Grade;
use crate::merger::IncidentId;

/// Name and version of the schema, the `schema` field of every incident.
pub const SCHEMA: &str = "sayso.incident/1";

/// One happening, with every account of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Incident {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// A hash over the members' ids.
    pub id: IncidentId,
    /// Whether a person locked it.
    pub locked: bool,
    /// The events merged into it, in the order of their reports' days; everything below speaks of them by their index.
    pub members: Vec<Member>,
    /// For each member but the first, the one that speaks most for its being here, and how.
    pub links: Vec<Link>,
    /// The distinct first sources.
    pub origins: Vec<Origin>,
    /// Types and modes, the one with most origins first, as all rivals below.
    pub types: Vec<Rival<Type>>,
    /// Whether it happened.
    pub happened: Vec<Rival<Happened>>,
    /// When it happened.
    pub days: Vec<Rival<Days>>,
    /// Where it happened.
    pub places: Vec<Rival<Spot>>,
    /// Who did it.
    pub actors: Vec<Rival<Who>>,
    /// Whom it was done to.
    pub recipients: Vec<Rival<Who>>,
    /// The killed; never averaged.
    pub killed: Option<Tolls>,
    /// The injured; never averaged.
    pub injured: Option<Tolls>,
    /// Where the accounts disagree.
    pub contradictions: Vec<Contradiction>,
    /// How well it is attested, and by which rule.
    pub grade: Grade,
}

/// An event merged into an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// The report.
    pub report: String,
    /// The event's id in the report's reading.
    pub event: String,
    /// Who published the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Day>,
    /// The member of which this one is a copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<usize>,
    /// Indices of the origins that it goes back to.
    pub origins: Vec<usize>,
}

/// Why a member is here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// The member.
    pub member: usize,
    /// The one that it was most like.
    pub to: usize,
    /// The chance that the two alone tell of one event.
    pub chance: f32,
    /// What speaks for and against, the strongest first.
    pub reasons: Vec<Reason>,
}

/// A first source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// Its name, or what the first report calls it.
    pub name: String,
    /// What kind of source it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SourceKind>,
    /// Whether it is named; somebody unnamed counts once for each outlet that quotes him.
    pub named: bool,
    /// Whether it has a part in what it tells.
    pub interested: bool,
    /// Who goes back to it, and why that is so.
    pub held: Vec<Held>,
}

/// A member that goes back to an origin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Held {
    /// The member.
    pub member: usize,
    /// Why.
    pub why: WhyOrigin,
}

/// Why a member goes back to an origin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WhyOrigin {
    /// It quotes the source, under this name.
    Quotes(String),
    /// It tells so in its own words and names no source.
    OwnWords,
    /// Its report is a copy of that of this member.
    Copy(usize),
    /// It cites the outlet of this member, which goes back to the origin.
    Cites(usize),
}

/// A value of a field, with those who hold it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rival<T> {
    /// The value.
    pub value: T,
    /// Who holds it, and since when.
    pub holders: Vec<Holder>,
    /// How many origins stand behind it.
    pub origins: usize,
}

/// Who holds a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Holder {
    /// The member.
    pub member: usize,
    /// The source that alone says so there; absent: the report as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When it was told: the day of the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Day>,
}

/// PLOVER's type and mode.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Type {
    /// The type.
    pub plover: PloverType,
    /// The mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
}

/// Whether something happened, in somebody's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Happened {
    /// Certainly or probably.
    Yes,
    /// Possibly, or left open.
    Perhaps,
    /// Not.
    No,
}

/// Somebody under all names that the accounts have for him.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Who {
    /// The longest name.
    pub name: String,
    /// The others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// ISO 3166-1 alpha-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// PLOVER's sector code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Whether it is a name; else a description (`gunmen`), which is nobody's rival.
    pub named: bool,
}

/// Numbers of people, with who gives them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tolls {
    /// The lowest that anybody gives.
    pub low: u64,
    /// The highest that anybody gives; absent where somebody sets no upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<u64>,
    /// The rival numbers.
    pub rivals: Vec<Rival<Toll>>,
}

/// A field on which accounts disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contradiction {
    /// The field.
    pub field: Field,
    /// In words: `killed: 3 (Outlet A) or 7 (Outlet B)`.
    pub says: String,
    /// Of numbers: whether they only ever grew from one report to the next, so that the later may be what the earlier became.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_be_update: bool,
}

/// Fields on which accounts can disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "plain words")]
pub enum Field {
    Happened,
    Actor,
    Killed,
    Injured,
    Day,
    Place,
}

/// The JSON Schema of an [`Incident`].
#[must_use]
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Incident);
    schema.insert("$id".to_owned(), "urn:sayso:incident:1".into());
    format!("{:#}\n", schema.to_value())
}
