//! Words to pieces of the encoder's vocabulary: BERT's uncased WordPiece (Devlin et al. 2019), a token at a time, and the
//! letter case that it throws away.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::weights::ModelError;

/// Pieces of one token; further ones are dropped.
const MOST_PIECES: usize = 12;
/// Letters of a word beyond which it is unknown.
const LONGEST: usize = 100;

/// The vocabulary.
#[derive(Debug)]
pub(crate) struct Pieces {
    first: HashMap<Box<str>, u32>,
    later: HashMap<Box<str>, u32>,
    unknown: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Pieces {
    /// From the pieces in order, a line each; `##` marks those that continue a word.
    pub(crate) fn new(vocabulary: &str) -> Result<Self, ModelError> {
        let (mut first, mut later) = (HashMap::with_capacity(24_000), HashMap::with_capacity(8_000));
        for (id, piece) in (0u32..).zip(vocabulary.lines()) {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => later.insert(rest.into(), id),
                _ => first.insert(piece.into(), id),
            };
        }
        let special = |piece: &str| {
            let message = format!("piece {piece} is missing");
            first.get(piece).copied().ok_or(ModelError::Metadata { key: "vocab", message })
        };
        let (unknown, start, end) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Ok(Self { first, later, unknown, start, end })
    }

    /// The largest id.
    pub(crate) fn last_id(&self) -> u32 {
        self.first.values().chain(self.later.values()).copied().max().unwrap_or(0)
    }

    /// Appends the pieces of one token: at least one, at most twelve.
    pub(crate) fn split(&self, token: &str, ids: &mut Vec<u32>) {
        let before = ids.len();
        if token.is_ascii() && token.bytes().all(|b| b.is_ascii_alphanumeric()) {
            self.split_word(&token.to_ascii_lowercase(), ids);
        } else {
            let plain = plain(token);
            parts(&plain).for_each(|part| self.split_word(part, ids));
        }
        if ids.len() == before {
            ids.push(self.unknown);
        }
        ids.truncate(before + MOST_PIECES);
    }

    /// The longest piece first, again and again; if any part has none, the whole word is unknown.
    fn split_word(&self, word: &str, ids: &mut Vec<u32>) {
        let before = ids.len();
        let mut at = 0;
        while at < word.len() {
            let pieces = if at == 0 { &self.first } else { &self.later };
            let rest = &word[at..];
            let ends = rest.char_indices().rev().map(|(i, c)| i + c.len_utf8());
            let found = ends.filter_map(|end| Some((end, *pieces.get(&rest[..end])?))).next();
            let Some((end, id)) = found.filter(|_| word.chars().nth(LONGEST).is_none()) else {
                ids.truncate(before);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            at += end;
        }
    }
}

/// Lower case, without accents, with plain quotes and dashes.
fn plain(token: &str) -> String {
    let straight: String = token.chars().map(straight).collect();
    straight.to_lowercase().nfd().filter(|&c| !is_combining_mark(c) && !is_unseen(c)).collect()
}

fn straight(c: char) -> char {
    match c {
        '‘' | '’' | '`' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        '…' => '.',
        _ => c,
    }
}

/// Marks of writing direction and the like.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Words of letters and digits; every other character that is no space by itself.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let word = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (part, after) = rest.split_at(if word > 0 { word } else { first.len_utf8() });
        rest = after;
        Some(part)
    })
}

/// Case classes of the tokens of a window: 0 says nothing, 1 lower, 2 Title, 3 UPPER, 4 mIxed.
///
/// Where no word is in lower case, or none begins in upper case, the letters' case says nothing: 0 throughout.
pub(crate) fn letter_cases(tokens: &[&str]) -> Vec<u8> {
    let classes: Vec<u8> = tokens.iter().map(|t| letter_case(t)).collect();
    let long = |t: &str| t.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    let lower = classes.iter().zip(tokens).any(|(&c, t)| c == 1 && long(t));
    let upper = classes.iter().any(|&c| c > 1);
    if lower && upper { classes } else { vec![0; tokens.len()] }
}

fn letter_case(token: &str) -> u8 {
    let mut letters = token.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return 0 };
    let (mut upper, mut lower) = (0, 0);
    letters.for_each(|c| if c.is_uppercase() { upper += 1 } else { lower += 1 });
    match (first.is_uppercase(), upper, lower) {
        (false, 0, _) => 1,
        (true, 0, _) => 2,
        (true, _, 0) => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(token: &str, expected: &[u32]) {
        let pieces = Pieces::new("[UNK]\n[CLS]\n[SEP]\nun\n##aff\n##able\n-\n'\nsana\n##a\ncafe\na").unwrap();
        let mut ids = vec![7];
        pieces.split(token, &mut ids);
        assert_eq!(ids[1..], *expected, "{token}");
    }

    #[test]
    fn the_longest_piece_comes_first() {
        check("Unaffable", &[3, 4, 5]);
        check("unknown", &[0]);
        check("Sana’a", &[8, 7, 11]);
        check("CAFÉ—", &[10, 6]);
        check("\u{ad}", &[0]);
        check(&"a-".repeat(20), &[11, 6].repeat(6));
        check(&"a".repeat(101), &[0]);
    }

    #[test]
    fn case_says_nothing_where_all_words_shout() {
        assert_eq!(letter_cases(&["The", "UN", "said", "eBay", "5"]), [2, 3, 1, 4, 0]);
        assert_eq!(letter_cases(&["TROOPS", "FIRE"]), [0, 0]);
        assert_eq!(letter_cases(&["troops", "fire"]), [0, 0]);
        assert_eq!(letter_cases(&["I", "fire"]), [2, 1]);
    }
}
