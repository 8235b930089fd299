//! Foreign bytes to a [`Report`]: the one room that knows file formats, and knows nothing of events.
//!
//! Each format has its file and its function: [`text()`], [`html()`], [`json_line()`]. All of them end
//! in the same place: a text, its paragraphs, and for each paragraph what it is for.
//!
//! ```
//! use sayso::ingest::{self, Given, Limits, ParagraphRole};
//!
//! let page = "Rockets hit Homs\n\n18 December, 2019\n\nRockets hit the city of Homs on Tuesday, police said.\n";
//! let report = ingest::text(page.as_bytes(), &Given::default(), &Limits::default())?;
//! assert_eq!(report.title.as_deref(), Some("Rockets hit Homs"));
//! assert_eq!(report.published.as_deref(), Some("2019-12-18"));
//! assert_eq!(report.paragraphs[2].role, ParagraphRole::Body);
//! # Ok::<(), ingest::IngestError>(())
//! ```

mod error;
mod decode;
mod tables;
mod dates;
mod blocks;
mod dateline;
mod roles;
mod text;
mod html;
mod jsonl;
mod language;

use std::ops::Range;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

pub use dates::published;
pub use error::IngestError;
pub use html::html;
pub use jsonl::json_line;
pub use language::{Foreign, foreign};
pub use text::text;

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
    /// The agency's dateline at the start of the story, if it has one.
    pub dateline: Option<Dateline>,
}

impl Report {
    /// The text as it was given, without a title that was given beside it: what the record's offsets count into.
    #[must_use]
    pub fn given_text(&self) -> &str {
        self.text.get(self.given_from()..).unwrap_or("")
    }

    /// The byte of [`Report::text`] where the given text begins.
    #[must_use]
    pub fn given_from(&self) -> usize {
        // between a title given apart and the text stands one blank line
        if self.title_bytes == 0 { 0 } else { self.title_bytes + 2 }
    }
}

/// The words before the dash at the start of a wire story: `TRIPOLI, Libya (Reuters) -`. They are part of their
/// paragraph's range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// All of it, with the dash.
    pub range: Range<usize>,
    /// The town, and region or country where they are given (`TRIPOLI, Libya`); absent in `(Reuters) -`.
    pub place: Option<Range<usize>>,
    /// The agency, without brackets.
    pub agency: Option<Range<usize>>,
    /// The day, with or without a year.
    pub date: Option<Range<usize>>,
    /// Where the report's own words begin: after the dash and after marks like `[TEXT]`.
    pub end: usize,
}

/// What the caller knows of a report beside its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Its id.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Day or moment of publication, in any form that [`published`] reads.
    pub published: Option<String>,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its language.
    pub language: Option<String>,
}

/// How much is taken in at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes that one report may have.
    pub report_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { report_bytes: 16 << 20 }
    }
}

impl Limits {
    fn check(&self, bytes: &[u8]) -> Result<(), IngestError> {
        if bytes.len() > self.report_bytes {
            return Err(IngestError::TooLong { bytes: bytes.len() as u64, limit: self.report_bytes });
        }
        Ok(())
    }
}

/// The start of the character that a byte lies in, or the end of the text.
pub(crate) fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Lower-case hexadecimal SHA-256.
fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        write!(hex, "{byte:02x}").expect("a string takes all"); // OK because writing to a String cannot fail
    }
    hex
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What holds for every report: paragraphs slice, stand in order, and only white space lies between them.
    pub(super) fn check(report: &Report) {
        let mut at = 0;
        for paragraph in &report.paragraphs {
            assert!(report.text[at..paragraph.range.start].trim().is_empty());
            let slice = &report.text[paragraph.range.clone()];
            assert!(!slice.is_empty() && slice.trim() == slice);
            at = paragraph.range.end;
        }
        assert!(report.text[at..].trim().is_empty());
        assert_eq!(report.published.is_some(), report.date.is_some());
        if let Some(dateline) = &report.dateline {
            let parts = [&dateline.place, &dateline.agency, &dateline.date];
            for range in parts.into_iter().flatten().chain([&dateline.range]) {
                assert!(!report.text[range.clone()].is_empty());
                assert!(dateline.range.start <= range.start && range.end <= dateline.range.end);
            }
            let paragraph = report.paragraphs.iter().find(|p| p.range.start == dateline.range.start);
            assert!(
                paragraph.is_some_and(|p| p.range.end >= dateline.end && dateline.end >= dateline.range.end)
            );
            assert!(report.text.is_char_boundary(dateline.end));
        }
    }

    /// Lines as reports have them, and stranger ones.
    fn line() -> impl Strategy<Value = String> {
        prop_oneof![
            "\\PC{0,40}",
            "[A-Z]{3,9}(, [A-Z][a-z]{2,6})?(, (March|3|1990|JAN) [0-9]{1,2})? ?\\((AP|Reuters|X)\\) ?[-—:_]{1,2} [A-Za-z ]{0,40}\\.?",
            "(By|Read more:|Photo:|Published|Updated|©|\\[TEXT\\]|Follow us) [A-Za-z0-9 ,.:/\\[\\]()]{0,30}",
            "[0-9]{1,4}[-/. ]?(Dec|December|12|31)[-/., ]{1,2}[0-9]{2,4}( [0-9]{1,2}:[0-9]{2}( ?[ap]m)?( GMT[+-][0-9])?)?",
            Just("   ".to_owned()),
            Just(String::new()),
            Just("\u{feff}\u{200f}\u{2029}…—".to_owned()),
        ]
    }

    proptest! {
        #[test]
        fn any_text_is_taken(lines in proptest::collection::vec(line(), 0..14), title in proptest::option::of(line())) {
            let body = lines.join("\n");
            let given = Given { title, ..Given::default() };
            match text(body.as_bytes(), &given, &Limits::default()) {
                Ok(report) => {
                    check(&report);
                    let own = if report.title_bytes == 0 { &report.text[..] } else { &report.text[report.title_bytes + 2..] };
                    prop_assert_eq!(own, body.strip_prefix('\u{feff}').unwrap_or(&body));
                }
                Err(error) => prop_assert!(body.trim_start_matches('\u{feff}').trim().is_empty() || matches!(error, IngestError::Binary(_)), "{}", error),
            }
        }

        #[test]
        fn any_bytes_are_taken(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let (given, limits) = (Given::default(), Limits::default());
            for report in [text(&bytes, &given, &limits), html(&bytes, &given, &limits), json_line(&bytes, &given, &limits)].into_iter().flatten() {
                check(&report);
            }
        }
    }
}
