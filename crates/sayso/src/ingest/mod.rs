//! Foreign bytes to a [`Report`]: the one room that knows file formats, and knows nothing of events.

use std::ops::Range;

use jiff::civil::Date;

/// One report, ready to be read.
///
/// All offsets inside the engine are bytes into [`Report::text`]; the record's code points are counted at the edge.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Report {
    /// The input's own id, or the content hash.
    pub id: String,
    /// Title, given or found.
    pub title: Option<String>,
    /// How many bytes of [`Report::text`], from its start, are a title that was given beside the text (0: none). The
    /// text then begins after it and one blank line.
    pub title_bytes: usize,
    /// Outlet, given or found.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day or moment of publication as given or found, ISO 8601.
    pub published: Option<String>,
    /// The day of [`Report::published`].
    pub date: Option<Date>,
    /// Language, ISO 639-1.
    pub language: Option<String>,
    /// SHA-256 of the bytes given, hexadecimal.
    pub sha256: String,
    /// Whether the text was drawn from markup, so that a reader of the record needs it to check the offsets.
    pub extracted: bool,
    /// What is read: the title where it was given apart, a blank line, and the text unchanged.
    pub text: String,
    /// The paragraphs in order; together with the white space between them they give back the text.
    pub paragraphs: Vec<Paragraph>,
}

/// A block of the text and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Bytes of the text, without white space at the ends.
    pub range: Range<usize>,
    /// What the block is for.
    pub role: ParagraphRole,
}

/// What a block of a report is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ParagraphRole {
    /// The headline.
    Title,
    /// The summary under the headline (also called lede or deck).
    Standfirst,
    /// Who wrote it.
    Byline,
    /// When it was published.
    DateLine,
    /// The story.
    Body,
    /// Words under a picture.
    Caption,
    /// A link to another story.
    RelatedLink,
    /// Anything of the page rather than the report: share buttons, reading time, notices.
    Furniture,
}

impl ParagraphRole {
    /// Whether the block tells the report's own story.
    pub fn is_story(self) -> bool {
        matches!(self, Self::Title | Self::Standfirst | Self::Body | Self::Caption)
    }
}
