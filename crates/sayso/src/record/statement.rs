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
    /// The same channels with their kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
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
    /// Ids of the events told in this statement (of evidence: shown by it) to which the source, the body it speaks for or its
    /// state is a party, as actor, recipient, victim or target: who speaks there is judge in its own cause.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub party_to: Vec<String>,
}

/// A way by which a statement reached the public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Channel {
    /// What kind.
    pub kind: ChannelKind,
    /// The words for it.
    pub span: Span,
}

/// Kinds of channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChannelKind {
    /// A social network, a post, an account.
    Social,
    /// Radio and television.
    Broadcast,
    /// News agencies and papers, interviews, press conferences.
    Press,
    /// Something written: a statement, a letter, a website.
    Document,
    /// Speech before an audience, or by telephone.
    Speech,
    /// Film.
    Video,
    /// Sound alone.
    Audio,
}

/// What kind of source speaks. A text, film or recording (`a report said`) has the kind of whoever made it, `social` where it
/// is a post, and none where neither is told.
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
    /// News media and agencies, and those who work for them.
    Media,
    /// Accounts and posts of social media.
    Social,
    /// Analysts and experts.
    Analyst,
    /// Non-governmental organisations, monitors.
    Ngo,
    /// Intergovernmental bodies.
    Igo,
    /// Sources that the report does not name: `sources`, `people familiar with the talks`, an official who asks not to be
    /// named.
    Anonymous,
}
