//! Paragraphs to windows that the encoder reads at once, and windows to packs.

use std::ops::Range;

use super::encoder::forward::Pack;
use super::encoder::wordpiece::{Pieces, letter_cases};

/// Pieces of a window with its marks: as long as the windows of the training.
pub(crate) const WINDOW: usize = 224;
/// Pieces of a pack: enough that the products run at full speed.
const PACK: usize = 768;

/// Tokens of one paragraph: each word and where it stands in the text.
pub(crate) struct Block<'a> {
    /// Index of the paragraph.
    pub(crate) paragraph: usize,
    pub(crate) tokens: Vec<(&'a str, Range<usize>)>,
}

/// Neighbouring paragraphs, as many as fit, or part of a long one.
#[derive(Debug)]
pub(crate) struct Window<'a> {
    /// Index of each paragraph, and its words within the window.
    pub(crate) parts: Vec<(usize, Range<usize>)>,
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

/// A run of tokens of one paragraph with their pieces.
struct Run<'b, 'a> {
    paragraph: usize,
    tokens: &'b [(&'a str, Range<usize>)],
    split: Vec<Vec<u32>>,
}

impl Run<'_, '_> {
    fn len(&self) -> usize {
        self.split.iter().map(Vec::len).sum()
    }
}

/// Cuts paragraphs into windows of at most `most` pieces; a long one where it can after the end of a sentence, short ones
/// are `joined` with their neighbours.
pub(crate) fn windows<'a>(
    pieces: &Pieces,
    blocks: &[Block<'a>],
    most: usize,
    joined: bool,
) -> Vec<Window<'a>> {
    let mut out = Vec::new();
    let mut open: Vec<Run<'_, 'a>> = Vec::new();
    let mut size = 1;
    for run in blocks.iter().flat_map(|block| runs(pieces, block, most)) {
        // each run is followed by a mark
        let more = run.len() + 1;
        if !open.is_empty() && (!joined || size + more > most) {
            out.push(window(pieces, &open));
            open.clear();
            size = 1;
        }
        size += more;
        open.push(run);
    }
    if !open.is_empty() {
        out.push(window(pieces, &open));
    }
    out
}

/// The tokens of a paragraph in runs that fit into a window.
fn runs<'b, 'a>(pieces: &Pieces, block: &'b Block<'a>, most: usize) -> Vec<Run<'b, 'a>> {
    let mut split: Vec<Vec<u32>> = Vec::with_capacity(block.tokens.len());
    for (word, _) in &block.tokens {
        let mut ids = Vec::with_capacity(4);
        pieces.split(word, &mut ids);
        split.push(ids);
    }
    let mut out = Vec::new();
    let mut tokens = block.tokens.as_slice();
    while !tokens.is_empty() {
        let (here, rest) = tokens.split_at(cut(tokens, &split, most - 2));
        let left = split.split_off(here.len());
        out.push(Run { paragraph: block.paragraph, tokens: here, split });
        (tokens, split) = (rest, left);
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

fn window<'a>(pieces: &Pieces, runs: &[Run<'_, 'a>]) -> Window<'a> {
    let all = || runs.iter().flat_map(|run| run.tokens);
    let mut out = Window {
        parts: Vec::with_capacity(runs.len()),
        words: all().map(|t| t.0).collect(),
        ranges: all().map(|t| t.1.clone()).collect(),
        pieces: Vec::new(),
        ids: vec![pieces.start],
        cases: vec![0],
    };
    let mut cases = letter_cases(&out.words).into_iter();
    for run in runs {
        let start = out.pieces.len();
        for (ids, case) in run.split.iter().zip(&mut cases) {
            out.pieces.push((out.ids.len(), out.ids.len() + ids.len() - 1));
            out.ids.extend(ids);
            out.cases.resize(out.ids.len(), case);
        }
        out.parts.push((run.paragraph, start..out.pieces.len()));
        out.ids.push(pieces.end);
        out.cases.push(0);
    }
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
        let windows = windows(&pieces, &[Block { paragraph: 0, tokens }], most, true);
        let sizes: Vec<usize> = windows.iter().map(|w| w.words.len()).collect();
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
        let block = Block { paragraph: 3, tokens: vec![("Abb", 0..3), ("a-", 4..6)] };
        let windows = windows(&pieces, &[block], 20, true);
        assert_eq!(windows[0].ids, [1, 3, 4, 4, 3, 5, 2]);
        assert_eq!(windows[0].pieces, [(1, 3), (4, 5)]);
        assert_eq!(packs(&windows).len(), 1);
    }

    #[test]
    fn short_paragraphs_share_a_window() {
        let pieces = Pieces::new("[UNK]\n[CLS]\n[SEP]\na\nb").unwrap();
        let block = |paragraph, n| Block { paragraph, tokens: vec![("a", 0..1); n] };
        let parts = |joined| -> Vec<Vec<(usize, Range<usize>)>> {
            let blocks = [block(0, 2), block(2, 1), block(3, 4)];
            windows(&pieces, &blocks, 8, joined).into_iter().map(|w| w.parts).collect()
        };
        assert_eq!(parts(true), [vec![(0, 0..2), (2, 2..3)], vec![(3, 0..4)]]);
        assert_eq!(parts(false).len(), 3);
        let joined = &windows(&pieces, &[block(0, 2), block(2, 1)], 8, true)[0];
        assert_eq!(joined.ids, [1, 3, 3, 2, 3, 2]);
        assert_eq!(joined.pieces, [(1, 1), (2, 2), (4, 4)]);
    }
}
