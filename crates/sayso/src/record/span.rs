//! Words of the report, by place and by letter.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A run of the report's words. `quote` always equals the slice `start..end`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First code point, counted from 0 into the part.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words themselves.
    pub quote: String,
    /// The part the offsets count into; absent for the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
}

/// A part of the report other than its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The title, where it was given beside the text.
    Title,
}
