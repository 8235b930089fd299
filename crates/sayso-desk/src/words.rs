//! Words of a report by code points.

use sayso::record::{Part, Span};

/// A report's words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'a> {
    pub(crate) text: &'a str,
    pub(crate) title: Option<&'a str>,
}

impl<'a> Words<'a> {
    fn part(&self, part: Option<Part>) -> Option<&'a str> {
        match part {
            None => Some(self.text),
            Some(Part::Title) => self.title,
        }
    }

    /// The span from one code point to another; none where there are no such words.
    pub(crate) fn span(&self, start: usize, end: usize, part: Option<Part>) -> Option<Span> {
        let text = self.part(part)?;
        let (from, to) = (byte(text, start)?, byte(text, end)?);
        let quote = text.get(from..to).filter(|quote| !quote.is_empty())?.to_owned();
        Some(Span { start, end, quote, part })
    }

    /// A line of the words around a span.
    pub(crate) fn around(&self, span: &Span) -> String {
        /// Code points shown on each side.
        const SIDE: usize = 90;
        let Some(text) = self.part(span.part) else { return span.quote.clone() };
        let (start, end) = (span.start.saturating_sub(SIDE), span.end.saturating_add(SIDE));
        let cut: String = text.chars().skip(start).take(end - start).collect();
        let mut words: Vec<&str> = cut.split_whitespace().collect();
        // words that the cut went through
        if start > 0 && words.len() > 2 {
            words.remove(0);
        }
        let ends = cut.chars().count() < end - start;
        if !ends && words.len() > 2 {
            words.pop();
        }
        let (before, after) = (if start > 0 { "… " } else { "" }, if ends { "" } else { " …" });
        format!("{before}{}{after}", words.join(" "))
    }
}

/// Where a code point begins, or the text ends.
fn byte(text: &str, point: usize) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(point)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_count_code_points() {
        let words = Words { text: "Šabac — rockets hit", title: None };
        assert_eq!(words.span(8, 15, None).unwrap().quote, "rockets");
        assert_eq!(words.span(16, 19, None).unwrap().quote, "hit");
        for (start, end) in [(16, 20), (5, 5), (9, 8), (usize::MAX, usize::MAX)] {
            assert_eq!(words.span(start, end, None), None);
        }
        assert_eq!(words.span(0, 1, Some(Part::Title)), None);
    }

    #[test]
    fn a_line_around_is_of_whole_words() {
        let text = format!("{}bomb{}", "before ".repeat(40), " after".repeat(40));
        let words = Words { text: &text, title: None };
        let line = words.around(&words.span(280, 284, None).unwrap());
        assert!(line.starts_with("… before") && line.ends_with("after …"), "{line}");
        assert_eq!(
            Words { text: "a bomb", title: None }.around(&Span {
                start: 2,
                end: 6,
                quote: "bomb".to_owned(),
                part: None
            }),
            "a bomb"
        );
    }
}
