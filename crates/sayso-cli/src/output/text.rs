//! Words in a terminal: styles, widths, line breaks. Nothing here knows what the words mean.

use std::fmt::Write;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

/// A run of words in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(Vec<(Style, String)>);

impl Words {
    /// Adds words.
    pub(crate) fn add(&mut self, style: Style, words: &str) -> &mut Self {
        self.0.push((style, clean(words)));
        self
    }

    /// Adds plain words.
    pub(crate) fn plain(&mut self, words: &str) -> &mut Self {
        self.add(Style::new(), words)
    }

    /// Adds other words, with their styles.
    pub(crate) fn append(&mut self, other: Self) -> &mut Self {
        self.0.extend(other.0);
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, words)| words.is_empty())
    }
}

/// Makes words of a report harmless to a terminal: no escapes, no marks that turn the direction of what follows.
pub(crate) fn clean(words: &str) -> String {
    let harm = |c: char| {
        c.is_control()
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
    };
    let shown = words.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    shown.filter(|c| !harm(*c)).collect()
}

/// How many columns some words take.
pub(crate) fn width(words: &str) -> usize {
    words.width()
}

/// Lays words out in lines of at most `width` columns. The first line begins with `first`, the others with `rest`, which
/// should be equally wide.
pub(crate) fn wrap(out: &mut String, first: &Words, rest: &Words, words: &Words, width: usize, color: bool) {
    let mut line = Line { out, color, column: 0 };
    line.all(first);
    let indent = line.column;
    let mut blank: Option<Style> = None;
    for (style, text) in &words.0 {
        for (at, word) in text.split(' ').enumerate() {
            if at > 0 {
                blank = Some(*style);
            }
            if word.is_empty() {
                continue;
            }
            let columns = self::width(word);
            if blank.is_some() && line.column > indent && line.column + 1 + columns > width {
                line.end();
                line.all(rest);
            } else if let Some(style) = blank
                && line.column > indent
            {
                line.one(style, " ");
            }
            blank = None;
            line.one(*style, word);
        }
    }
    line.end();
}

struct Line<'a> {
    out: &'a mut String,
    color: bool,
    column: usize,
}

impl Line<'_> {
    fn all(&mut self, words: &Words) {
        for (style, words) in &words.0 {
            self.one(*style, words);
        }
    }

    fn one(&mut self, style: Style, words: &str) {
        self.column += width(words);
        if self.color && style != Style::new() {
            // OK because writing to a String cannot fail.
            let _ = write!(self.out, "{style}{words}{style:#}");
        } else {
            self.out.push_str(words);
        }
    }

    fn end(&mut self) {
        // Lines that only begin leave no blanks at their ends.
        if !self.color {
            self.out.truncate(self.out.trim_end_matches(' ').len());
        }
        self.out.push('\n');
        self.column = 0;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(words: &str) -> Words {
        let mut all = Words::default();
        all.plain(words);
        all
    }

    #[test]
    fn lines_hang_below_their_label() {
        let mut out = String::new();
        wrap(&mut out, &plain("who  "), &plain("     "), &plain("forces loyal to the general"), 18, false);
        assert_eq!(out, "who  forces loyal\n     to the\n     general\n");
    }

    #[test]
    fn escapes_are_taken_out() {
        assert_eq!(clean("a\x1b[31mb\u{202E}c\td\u{9b}"), "a[31mbc d");
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide(words in "([a-z]{1,9} ){0,30}") {
            let mut out = String::new();
            wrap(&mut out, &plain("- "), &plain("  "), &plain(&words), 20, false);
            prop_assert!(out.lines().all(|line| width(line) <= 20));
            prop_assert_eq!(out.split_whitespace().skip(1).collect::<Vec<_>>(), words.split_whitespace().collect::<Vec<_>>());
        }
    }
}
