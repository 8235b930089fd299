//! Plain text to blocks: where one paragraph ends and the next begins, in text with one paragraph a line as well as in
//! wire copy whose lines were cut at some 70 columns.

use std::ops::Range;

use super::roles;

/// One line of the text without the white space at its ends.
#[derive(Clone, Debug)]
struct TextLine {
    range: Range<usize>,
    /// White space before it, in characters.
    indent: usize,
    /// Characters.
    length: usize,
}

/// Columns at which wrapped text may have been cut.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

/// Splits a text into blocks in order, each without white space at its ends; only white space lies between them.
pub(super) fn split(text: &str) -> Vec<Range<usize>> {
    let chunks = chunks(text);
    let wrapped = width(text, chunks.iter().flat_map(|chunk| chunk.windows(2)));
    let mut blocks = Vec::new();
    for chunk in &chunks {
        let width = wrapped.or_else(|| if chunk.len() >= 4 { width(text, chunk.windows(2)) } else { None });
        let mut open = chunk[0].range.clone();
        for pair in chunk.windows(2) {
            if continues(text, &pair[0], &pair[1], width) {
                open.end = pair[1].range.end;
            } else {
                blocks.push(std::mem::replace(&mut open, pair[1].range.clone()));
            }
        }
        blocks.push(open);
    }
    blocks
}

/// Runs of lines with no blank line between them.
fn chunks(text: &str) -> Vec<Vec<TextLine>> {
    let mut chunks: Vec<Vec<TextLine>> = Vec::new();
    let mut blank = true;
    let ends = |c: char| matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\u{85}' | '\u{2028}' | '\u{2029}');
    // A carriage return and a line feed make one end, not a blank line.
    let mut start = 0;
    while start <= text.len() {
        let end = text[start..].find(ends).map_or(text.len(), |at| start + at);
        let line = &text[start..end];
        let inner = line.trim();
        if inner.is_empty() {
            blank = true;
        } else {
            let lead = line.len() - line.trim_start().len();
            let range = start + lead..start + lead + inner.len();
            let line =
                TextLine { range, indent: line[..lead].chars().count(), length: inner.chars().count() };
            match chunks.last_mut() {
                Some(chunk) if !blank => chunk.push(line),
                _ => chunks.push(vec![line]),
            }
            blank = false;
        }
        let step = match text[end..].chars().next() {
            Some('\r') if text[end..].starts_with("\r\n") => 2,
            Some(c) => {
                if c == '\x0c' || c == '\u{2029}' {
                    blank = true;
                }
                c.len_utf8()
            }
            None => 1,
        };
        start = end + step;
    }
    chunks
}

/// The column at which these lines were cut, if they were.
fn width<'a>(text: &str, pairs: impl Iterator<Item = &'a [TextLine]>) -> Option<usize> {
    let pairs: Vec<_> = pairs.collect();
    let longest = pairs.iter().flat_map(|pair| [pair[0].length, pair[1].length]).max()?;
    if !WIDTHS.contains(&longest) {
        return None;
    }
    // A sentence that runs on in lower case is a proof; in text of capitals only, the lengths must speak.
    let capitals = !text.chars().any(char::is_lowercase);
    let cut = pairs.iter().filter(|pair| is_full(text, &pair[0], &pair[1], longest)).count();
    let runs_on = pairs.iter().any(|pair| runs_on(text, &pair[0], &pair[1]));
    (2 * cut >= pairs.len() && (runs_on || capitals)).then_some(longest)
}

/// Whether the first word of `next` would not have fitted on the line before it, with some room for uneven cutting.
fn is_full(text: &str, line: &TextLine, next: &TextLine, width: usize) -> bool {
    let first = text[next.range.clone()].split_whitespace().next().map_or(0, |word| word.chars().count());
    line.indent + line.length + 1 + first > width - width / 5
}

/// Whether the sentence visibly goes on: no mark at the end of one line, lower case at the start of the next.
fn runs_on(text: &str, line: &TextLine, next: &TextLine) -> bool {
    let end = text[line.range.clone()].chars().next_back();
    let start = text[next.range.clone()].chars().next();
    end.is_some_and(|c| c.is_alphanumeric() || ",-–—'\"’”".contains(c))
        && start.is_some_and(char::is_lowercase)
}

/// Whether `next` belongs to the same paragraph.
fn continues(text: &str, line: &TextLine, next: &TextLine, width: Option<usize>) -> bool {
    let (this, after) = (&text[line.range.clone()], &text[next.range.clone()]);
    if runs_on(text, line, next) && (width.is_some() || line.length >= 40) {
        return true;
    }
    let Some(width) = width else { return false };
    // Text of capitals has no lower case to show that a ragged line goes on; the missing full stop must do.
    let open = || !text.contains(char::is_lowercase) && !this.ends_with(['.', '?', '!', ':', '"', ')', ']']);
    (is_full(text, line, next, width) || open())
        && next.indent <= line.indent
        && !after.starts_with(['•', '*', '·', '▪'])
        && (!after.starts_with("- ") || open())
        && !roles::stands_alone(this)
        && !roles::stands_alone(after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let blocks: Vec<_> = split(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(blocks, expected);
    }

    #[test]
    fn a_line_is_a_block_where_nothing_was_cut() {
        let long = "Forces loyal to Haftar have launched a barrage of rocket fire into civilian areas of Tripoli, after the \
                    announcement that the capture of the capital was near.";
        check(
            &format!("A title\n\nA title\n{long}\n2 min read\r\n{long}\r\n\r\n"),
            &["A title", "A title", long, "2 min read", long],
        );
    }

    #[test]
    fn wire_copy_is_joined() {
        check(
            "   BOGOTA, 5 JUL 89 (AFP) -- [TEXT] AN UNIDENTIFIED ARMED GROUP TRIED TO\nATTACK THE RESIDENCE OF ARTHUR \
             SMITH, THE U.S.\nAMBASSADOR IN BOGOTA, THE PRIVATE RADIO CADENA NACIONAL, RCN, REPORTED\nTODAY.\n\n   \
             ACCORDING TO THE STATION, A MARINE WAS SHOT.  \n",
            &[
                "BOGOTA, 5 JUL 89 (AFP) -- [TEXT] AN UNIDENTIFIED ARMED GROUP TRIED TO\nATTACK THE RESIDENCE OF ARTHUR \
                 SMITH, THE U.S.\nAMBASSADOR IN BOGOTA, THE PRIVATE RADIO CADENA NACIONAL, RCN, REPORTED\nTODAY.",
                "ACCORDING TO THE STATION, A MARINE WAS SHOT.",
            ],
        );
    }

    #[test]
    fn wrapped_text_with_indented_paragraphs() {
        check(
            "Rebels seize border town\n18 December 2019\n  Rebels took the town of Azaz on Tuesday after two days of heavy\n\
             fighting, the monitor said, and the army left\nthe place.\n  A second attack near Idlib failed when the army sent\nmore \
             troops.",
            &[
                "Rebels seize border town",
                "18 December 2019",
                "Rebels took the town of Azaz on Tuesday after two days of heavy\nfighting, the monitor said, and the army \
                 left\nthe place.",
                "A second attack near Idlib failed when the army sent\nmore troops.",
            ],
        );
    }

    proptest! {
        #[test]
        fn blocks_and_white_space_give_back_the_text(text in "(\\PC{0,30}[\n\r\u{2028} \t\u{c}]{0,3}){0,8}") {
            let mut at = 0;
            for block in split(&text) {
                prop_assert!(text[at..block.start].trim().is_empty());
                prop_assert_eq!(text[block.clone()].trim(), &text[block.clone()]);
                prop_assert!(!block.is_empty());
                at = block.end;
            }
            prop_assert!(text[at..].trim().is_empty());
        }
    }
}
