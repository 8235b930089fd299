//! Loaded words: what a report or a source calls somebody, kept apart from what is known of him.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// A word that judges those it is said of, or what they do, instead of telling a fact. Whoever it names is coded as under
/// a plain word: `terrorists` as any armed group, a `regime` as a government.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Characterisation {
    /// The loaded words.
    pub span: Span,
    /// Which way they are loaded.
    pub tone: Tone,
    /// The entity that they are said of, where the words could be linked to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The words that they are said of (`general` in `the rogue general`); absent where the loaded words themselves are all
    /// that stands for it (`the terrorists`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Span>,
    /// The statement in whose content they stand; absent: the outlet's own voice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// Whether they are quoted word for word. In a statement: if so, they are its source's own; if not, they may be the
    /// reporter's choice. In the outlet's own voice: it sets them in quotation marks and so keeps away from them.
    pub quoted: bool,
}

/// Which way words are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Against those it is said of: `regime`, `rogue`.
    Pejorative,
    /// For them: `martyr`, `heroic`.
    Honorific,
    /// A softer name for what is done: `neutralise`.
    Euphemism,
    /// The name or claim of another, from which the writer keeps away: `so-called`, or quotation marks around a word.
    Distancing,
}
