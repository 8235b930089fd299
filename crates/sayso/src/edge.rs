//! The edge between the engine and the record: bytes inside, code points outside.
//!
//! ```
//! use sayso::edge::Codepoints;
//! use sayso::ingest::{self, Given, Limits};
//!
//! let line = r#"{"title": "Überfall", "text": "Zwölf Männer griffen an."}"#;
//! let report = ingest::json_line(line.as_bytes(), &Given::default(), &Limits::default())?;
//! let codepoints = Codepoints::new(&report);
//! let at = report.text.find("Männer").unwrap();
//! let span = codepoints.span(at..at + "Männer".len());
//! assert_eq!((span.start, span.end, span.quote.as_str()), (6, 12, "Männer"));
//! # Ok::<(), ingest::IngestError>(())
//! ```

use std::ops::Range;

use crate::ingest::{Report, floor};
use crate::record::{Part, Span};

/// How many bytes lie between two counted places.
const STEP: usize = 128;

/// Counts code points in a report's text: one pass to build, then a short step for each span.
#[derive(Clone, Debug)]
pub struct Codepoints<'a> {
    text: &'a str,
    /// Bytes of the title that was given apart, and the byte where the given text begins.
    title: usize,
    body: usize,
    /// Code points that begin before each [`STEP`]th byte; empty where every code point is a byte.
    counts: Vec<usize>,
}

impl<'a> Codepoints<'a> {
    /// Counts the code points of a report's text.
    pub fn new(report: &'a Report) -> Self {
        let text = report.text.as_str();
        let body = report.given_from();
        let mut counts = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                counts.push(count);
                count += starts(chunk);
            }
            counts.push(count);
        }
        Self { text, title: report.title_bytes, body: body.min(text.len()), counts }
    }

    /// Code points before a byte of the whole text.
    fn before(&self, byte: usize) -> usize {
        if self.counts.is_empty() {
            return byte;
        }
        let step = byte / STEP;
        self.counts[step] + starts(&self.text.as_bytes()[step * STEP..byte])
    }

    /// The span of a range of bytes of [`Report::text`].
    ///
    /// Ranges lie within the title or within the text, as all paragraphs do; of one that does not, the longer part is
    /// taken. Ends within a character are moved to its start.
    pub fn span(&self, range: Range<usize>) -> Span {
        let end = floor(self.text, range.end);
        let start = floor(self.text, range.start).min(end);
        let in_title = self.title.min(end).saturating_sub(start);
        let in_body = end.saturating_sub(start.max(self.body));
        let (start, end, part) = if self.title > 0 && (in_title > in_body || end <= self.title) {
            (start, end.min(self.title), Some(Part::Title))
        } else {
            (start.max(self.body), end.max(self.body), None)
        };
        let base = if part.is_some() { 0 } else { self.before(self.body) };
        Span {
            start: self.before(start) - base,
            end: self.before(end) - base,
            quote: self.text[start..end].to_owned(),
            part,
        }
    }
}

/// How many code points begin in some bytes of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn report(title: Option<&str>, body: &str) -> Report {
        match title {
            Some(title) if !title.is_empty() => {
                Report { title_bytes: title.len(), text: format!("{title}\n\n{body}"), ..Report::default() }
            }
            _ => Report { text: body.to_owned(), ..Report::default() },
        }
    }

    fn slice(text: &str, span: &Span) -> String {
        text.chars().skip(span.start).take(span.end - span.start).collect()
    }

    proptest! {
        #[test]
        fn every_quote_equals_its_slice(
            title in proptest::option::of("\\PC{0,40}"),
            body in "(\\PC|[a-z \n]){0,400}",
            ends in proptest::collection::vec(any::<proptest::sample::Index>(), 8),
        ) {
            let report = report(title.as_deref(), &body);
            let codepoints = Codepoints::new(&report);
            for pair in ends.windows(2) {
                let (a, b) = (pair[0].index(report.text.len() + 1), pair[1].index(report.text.len() + 1));
                let span = codepoints.span(a.min(b)..a.max(b));
                let given = if span.part.is_some() { title.as_deref().unwrap_or("") } else { &body };
                prop_assert!(span.start <= span.end && span.end <= given.chars().count());
                prop_assert_eq!(slice(given, &span), span.quote);
            }
        }

        #[test]
        fn whole_characters_keep_their_words(body in "\\PC{1,300}", at in any::<proptest::sample::Index>(), length in 0usize..40) {
            let report = report(Some("Título"), &body);
            let codepoints = Codepoints::new(&report);
            let start = floor(&body, at.index(body.len()));
            let end = floor(&body, start + length).max(start);
            let base = report.title_bytes + 2;
            let span = codepoints.span(base + start..base + end);
            prop_assert_eq!(&span.quote, &body[start..end]);
            prop_assert_eq!(span.start, body[..start].chars().count());
            prop_assert_eq!(span.part, None);
        }
    }

    #[test]
    fn the_title_is_a_part() {
        let report = report(Some("Überfall"), "Zwölf");
        let span = Codepoints::new(&report).span(0.."Überfall".len());
        assert_eq!(span, Span { start: 0, end: 8, quote: "Überfall".into(), part: Some(Part::Title) });
    }
}
