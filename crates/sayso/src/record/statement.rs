//! Statements: who says what, through which channel.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EventTime, Span};

/// One act of saying: a source, a cue and the content it vouches for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// Identifier within the reading (`s1`, `s2` ...).
    pub id: String,
    /// What kind of speech act it is.
    pub act: Act,
    /// Who speaks; absent where the report leaves it open (`reportedly`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Channels in the report's own words (`Facebook`, `a televised speech`).
    #[serde(default)]
    pub via: Vec<String>,
    /// The words that introduce the content (`said`, `according to`).
    pub cue: Span,
    /// What is said; several spans where the cue interrupts it.
    #[serde(default)]
    pub content: Vec<Span>,
    /// Whether the content is quoted word for word.
    pub direct: bool,
    /// When it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<EventTime>,
    /// The statement that reports this one, where nested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
}

/// The kind of a speech act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the field's own words")]
pub enum Act {
    Say,
    Announce,
    ClaimResponsibility,
    Confirm,
    Deny,
    Accuse,
    Estimate,
    Warn,
    Vow,
    Ask,
    Report,
    Think,
    Praise,
    Criticise,
}

/// The one who makes a statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The entity, where the words could be linked to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The words that name the source here.
    pub span: Span,
    /// What kind of source it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SourceKind>,
}

/// What kind of source speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A party to the conflict.
    Party,
    /// An official who is not known to be party to the event.
    Official,
    /// Somebody who was there.
    Witness,
    /// Doctors, hospitals, rescuers.
    Medical,
    /// News media and agencies.
    Media,
    /// Accounts and posts of social media.
    Social,
    /// Analysts and experts.
    Analyst,
    /// Non-governmental organisations, monitors.
    Ngo,
    /// Intergovernmental bodies.
    Igo,
    /// Sources that the report does not name.
    Anonymous,
}
