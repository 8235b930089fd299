//! Events: who did what to whom, where, when, with what harm, on whose word.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EventPlace, EventTime, Order, Source, Span};

/// One event of the report, however often the report tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Identifier within the reading (`e1`, `e2` ...).
    pub id: String,
    /// The word that tells of the event best.
    pub trigger: Span,
    /// Other triggers of the same event.
    #[serde(default)]
    pub mentions: Vec<Span>,
    /// Type, mode and contexts of the PLOVER scheme.
    pub plover: Plover,
    /// ACLED's event and sub-event type, where the scheme has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acled: Option<Acled>,
    /// Whether the report has it as having happened.
    pub status: Status,
    /// Who and what took part.
    #[serde(default)]
    pub arguments: Vec<Argument>,
    /// People killed in this event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub killed: Option<Count>,
    /// People injured in this event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injured: Option<Count>,
    /// People abducted in this event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abducted: Option<Count>,
    /// People displaced by this event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displaced: Option<Count>,
    /// Who came to which harm: the parts that the counts are the sums of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub harmed: Vec<Harmed>,
    /// When it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<EventTime>,
    /// Which other events it came before or after, where words say so; told at one of the two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<Order>,
    /// Where it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<EventPlace>,
    /// Further places, where it happened at several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<EventPlace>,
    /// Who says so, and how sure of it they are.
    pub claims: Vec<Claim>,
    /// Footage, photos, documents that the report speaks of.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Whether the report only looks back at it to tell of something else: what an arrested man was involved in, what an
    /// attack was revenge for, which "slain leader" is meant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub background: bool,
    /// Probability that type, status and parties are right, 0 to 1.
    pub confidence: f64,
}

impl Event {
    /// An event of which only this is known: it occurred, and the report itself says so.
    #[must_use]
    pub fn told(id: &str, trigger: Span, event: PloverType) -> Self {
        Self {
            id: id.to_owned(),
            trigger,
            mentions: Vec::new(),
            plover: Plover { event, mode: None, context: Vec::new() },
            acled: None,
            status: Status::Occurred,
            arguments: Vec::new(),
            killed: None,
            injured: None,
            abducted: None,
            displaced: None,
            harmed: Vec::new(),
            time: None,
            order: Vec::new(),
            place: None,
            places: Vec::new(),
            claims: vec![Claim { statement: None, factuality: Factuality::CertainPositive }],
            evidence: Vec::new(),
            background: false,
            confidence: 1.0,
        }
    }
}

/// Type, mode and contexts after the PLOVER manual (Open Event Data Alliance).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Plover {
    /// One of the 16 types.
    pub event: PloverType,
    /// The mode, as the manual spells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Contexts, as the manual spells them.
    #[serde(default)]
    pub context: Vec<String>,
}

/// The 16 event types of PLOVER.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names are the scheme's own")]
pub enum PloverType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

impl PloverType {
    /// All, in the order of the manual.
    pub const ALL: [Self; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];

    /// The modes that the manual lists for the type.
    #[must_use]
    pub fn modes(self) -> &'static [&'static str] {
        match self {
            Self::Consult => &["visit", "third-party", "multilateral", "phone"],
            Self::Retreat => &["withdraw", "release", "disarm", "ceasefire", "access", "resign"],
            Self::Request | Self::Reject => &["assist", "change", "yield", "meet"],
            Self::Accuse => &["disapprove", "investigate", "allege"],
            Self::Threaten => &["restrict", "arrest", "relations", "expel", "territory", "violence"],
            Self::Protest => &["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"],
            Self::Sanction => &["convict", "expel", "withdraw", "discontinue"],
            Self::Mobilize => &["troops", "weapons", "police", "militia"],
            Self::Coerce => &[
                "seize",
                "restrict",
                "censor",
                "curfew",
                "martial-law",
                "arrest",
                "deport",
                "withhold",
                "misinformation",
                "cyber",
            ],
            Self::Assault => &[
                "abduct",
                "beat",
                "torture",
                "sexual",
                "targeted",
                "destroy",
                "primitive",
                "firearms",
                "explosives",
                "suicide-attack",
                "aerial",
                "drone",
                "heavy-weapons",
                "crowd-control",
                "unconventional",
            ],
            Self::Agree | Self::Support | Self::Concede | Self::Cooperate | Self::Aid => &[],
        }
    }
}

/// Event and sub-event type after the ACLED codebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Acled {
    /// One of the six event types.
    pub event_type: String,
    /// One of the 25 sub-event types.
    pub sub_event_type: String,
}

/// Whether the report has an event as having happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It took place.
    Occurred,
    /// It is going on.
    Ongoing,
    /// It is planned or promised.
    Intended,
    /// It is threatened.
    Threatened,
    /// It is asked for.
    Requested,
    /// It depends on a condition.
    Conditional,
    /// It is said not to have taken place.
    Denied,
    /// It is only thought of.
    Hypothetical,
}

/// A part that somebody or something takes in an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Argument {
    /// Which part.
    pub role: Role,
    /// The entity, where the words could be linked to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The words that name it here.
    pub span: Span,
    /// Of an attack: probability that a coder of attacks on people and infrastructure (MUC-4's rules) would fill the role
    /// with it, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Ids of the statements that alone name it in this part, where the event itself is also told without them: who is
    /// only accused of a deed, or claims it, has the accusation or claim here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<String>,
}

/// The parts of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The party that acts; in a mutual act, every party.
    Actor,
    /// The party it is done to or addressed to.
    Recipient,
    /// People harmed.
    Victim,
    /// Thing or place hit.
    Target,
    /// What it is done with.
    Weapon,
}

/// A number of people as the report gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    /// At least so many.
    pub low: u64,
    /// At most so many; absent where the report sets no upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<u64>,
    /// The words.
    pub span: Span,
}

/// People who came to one kind of harm, as one phrase of the report gives them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Harmed {
    /// What became of them.
    pub what: What,
    /// At least so many.
    pub low: u64,
    /// At most so many; absent where the report sets no upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<u64>,
    /// Their sector, PLOVER's code (CVL, MIL, COP, REB ...), where the words give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The entity, where the words could be linked to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The words.
    pub span: Span,
}

/// What becomes of people in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "plain words")]
pub enum What {
    Killed,
    Injured,
    Abducted,
    Displaced,
}

/// Who says that the event is so, and how sure they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// The statement; `null` where the outlet itself says so.
    pub statement: Option<String>,
    /// FactBank's scale (Saurí and Pustejovsky 2009).
    pub factuality: Factuality,
}

/// How sure a source is of an event: certain, probable or possible; for it (+), against it (-) or without saying which (u).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "FactBank's own codes")]
pub enum Factuality {
    #[serde(rename = "CT+")]
    CertainPositive,
    #[serde(rename = "PR+")]
    ProbablePositive,
    #[serde(rename = "PS+")]
    PossiblePositive,
    #[serde(rename = "CT-")]
    CertainNegative,
    #[serde(rename = "PR-")]
    ProbableNegative,
    #[serde(rename = "PS-")]
    PossibleNegative,
    #[serde(rename = "CTu")]
    CertainUnderspecified,
    #[serde(rename = "Uu")]
    Underspecified,
}

/// Evidence that the report speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// What kind.
    pub kind: EvidenceKind,
    /// The words.
    pub span: Span,
    /// Who put it out, or made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// The statement that speaks of it, that is made in it, or that it makes (`footage shows that ...`); absent where the
    /// outlet itself speaks of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
}

/// Kinds of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "plain words")]
pub enum EvidenceKind {
    Video,
    Photo,
    Document,
    Satellite,
    Audio,
}
