//! Paragraphs to windows that the encoder reads at once, and windows to packs.

use std::ops::Range;

use super::encoder::forward::Pack;
use super::encoder::wordpiece::{Pieces, letter_cases};

/// Pieces of a window with its two marks: as long as the windows of the training, where a report's paragraph allows it.
pub(crate) const WINDOW: usize = 192;
/// Pieces of a pack: enough that the products run at full speed.
const PACK: usize = 768;

/// A run of tokens of one paragraph.
#[derive(Debug)]
pub(crate) struct Window<'a> {
    /// Index of the paragraph.
    pub(crate) paragraph: usize,
    /// Its words, and where they stand in the text.
    pub(crate) words: Vec<&'a str>,
    pub(crate) ranges: Vec<Range<usize>>,
    /// First and last piece of each word, counted from the window's first piece.
    pub(crate) pieces: Vec<(usize, usize)>,
    ids: Vec<u32>,
    cases: Vec<u8>,
}

impl Window<'_> {
    /// Number of pieces.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }
}

/// Cuts the tokens of a paragraph into windows of at most `most` pieces, where it can after the end of a sentence.
pub(crate) fn windows<'a>(
    pieces: &Pieces,
    paragraph: usize,
    tokens: &[(&'a str, Range<usize>)],
    most: usize,
) -> Vec<Window<'a>> {
    let split: Vec<Vec<u32>> = tokens
        .iter()
        .map(|(word, _)| {
            let mut ids = Vec::with_capacity(4);
            pieces.split(word, &mut ids);
            ids
        })
        .collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let end = at + cut(&tokens[at..], &split[at..], most - 2);
        out.push(window(pieces, paragraph, &tokens[at..end], &split[at..end]));
        at = end;
    }
    out
}

/// How many tokens fit: all, or up to the last end of a sentence in the second half, or up to the last other mark there.
fn cut(tokens: &[(&str, Range<usize>)], split: &[Vec<u32>], most: usize) -> usize {
    let mut size = 0;
    let fit = split
        .iter()
        .take_while(|ids| {
            size += ids.len();
            size <= most
        })
        .count();
    if fit == tokens.len() {
        return fit;
    }
    let last = |marks: &str| (fit / 2..fit).rev().find(|&i| marks.contains(tokens[i].0)).map(|i| i + 1);
    let closed = |end: usize| end + usize::from(end < fit && "\"”’''".contains(tokens[end].0));
    last(".!?").map(closed).or_else(|| last(",;:—--")).unwrap_or(fit).max(1)
}

fn window<'a>(
    pieces: &Pieces,
    paragraph: usize,
    tokens: &[(&'a str, Range<usize>)],
    split: &[Vec<u32>],
) -> Window<'a> {
    let words: Vec<&str> = tokens.iter().map(|t| t.0).collect();
    let mut out = Window {
        paragraph,
        ranges: tokens.iter().map(|t| t.1.clone()).collect(),
        pieces: Vec::with_capacity(words.len()),
        ids: vec![pieces.start],
        cases: vec![0],
        words,
    };
    for (ids, case) in split.iter().zip(letter_cases(&out.words)) {
        out.pieces.push((out.ids.len(), out.ids.len() + ids.len() - 1));
        out.ids.extend(ids);
        out.cases.resize(out.ids.len(), case);
    }
    out.ids.push(pieces.end);
    out.cases.push(0);
    out
}

/// The windows in order, as many at once as a pack holds.
pub(crate) fn packs<'w, 'a>(windows: &'w [Window<'a>]) -> Vec<&'w [Window<'a>]> {
    let mut out = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (i, window) in windows.iter().enumerate() {
        if size + window.len() > PACK && i > start {
            out.push(&windows[start..i]);
            (start, size) = (i, 0);
        }
        size += window.len();
    }
    if start < windows.len() {
        out.push(&windows[start..]);
    }
    out
}

/// What the encoder takes.
pub(crate) fn pack(windows: &[Window<'_>]) -> Pack {
    let mut out = Pack::default();
    for window in windows {
        let start = out.ids.len();
        out.ids.extend(&window.ids);
        out.cases.extend(&window.cases);
        out.windows.push(start..out.ids.len());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokenize;
    use super::*;

    fn check(text: &str, most: usize, expected: &[usize]) {
        let pieces = Pieces::new("[UNK]\n[CLS]\n[SEP]\na\nb").unwrap();
        let tokens: Vec<_> = tokenize(text).into_iter().map(|t| (&text[t.clone()], t)).collect();
        let sizes: Vec<usize> = windows(&pieces, 0, &tokens, most).iter().map(|w| w.words.len()).collect();
        assert_eq!(sizes, expected, "{text}");
    }

    #[test]
    fn windows_end_with_a_sentence_where_they_can() {
        check("a b a b", 8, &[4]);
        check("a b ab. a b a b", 8, &[4, 4]);
        check("a b ab.” a b a b", 8, &[5, 4]);
        check("a b ab, a b a b a", 8, &[4, 5]);
        check("a b a b a b a b a", 8, &[6, 3]);
        check("", 8, &[]);
    }

    #[test]
    fn a_token_has_its_first_and_its_last_piece() {
        let pieces = Pieces::new("[UNK]\n[CLS]\n[SEP]\na\n##b\n-").unwrap();
        let windows = windows(&pieces, 3, &[("Abb", 0..3), ("a-", 4..6)], 20);
        assert_eq!(windows[0].ids, [1, 3, 4, 4, 3, 5, 2]);
        assert_eq!(windows[0].pieces, [(1, 3), (4, 5)]);
        assert_eq!(packs(&windows).len(), 1);
    }
}
