//! Text to tokens as the tables see them: words, runs of digits and single marks, each looked up once in the vocabulary.

use std::ops::Range;

use super::vocabulary::{Vocabulary, WordId};

/// One word, run of digits or mark.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// What it is made of.
    pub(super) kind: Kind,
    /// Whether nothing stands between it and the token before it.
    pub(super) glued: bool,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether it ends in `s`.
    pub(super) plural: bool,
    /// Its entry in the vocabulary, if the tables know it.
    pub(super) word: Option<WordId>,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters.
    Word,
    /// ASCII digits.
    Number,
    /// Any other single character.
    Mark,
}

/// The tokens of `text[block]`, with ranges into `text`.
pub(super) fn tokens(text: &str, block: Range<usize>, vocabulary: &Vocabulary) -> Vec<Token> {
    let Some(slice) = text.get(block.clone()) else { return Vec::new() };
    let mut found = Vec::with_capacity(slice.len() / 5);
    let mut folded = String::new();
    let mut end_before = usize::MAX;
    let mut rest = slice.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if first.is_whitespace() {
            continue;
        }
        let kind = kind(first);
        let mut end = start + first.len_utf8();
        if kind != Kind::Mark {
            while let Some((at, next)) = rest.next_if(|(_, next)| self::kind(*next) == kind) {
                end = at + next.len_utf8();
            }
        }
        fold(&slice[start..end], &mut folded);
        found.push(Token {
            range: block.start + start..block.start + end,
            kind,
            glued: start == end_before,
            capital: first.is_uppercase(),
            plural: folded.ends_with('s'),
            word: vocabulary.id(&folded),
        });
        end_before = end;
    }
    found
}

fn kind(character: char) -> Kind {
    match character {
        c if c.is_ascii_digit() => Kind::Number,
        c if c.is_alphabetic() => Kind::Word,
        _ => Kind::Mark,
    }
}

/// Lower case, with the typographic apostrophes and dashes of print as their plain forms.
fn fold(word: &str, into: &mut String) {
    into.clear();
    if word.len() > 24 {
        // No entry is as long; a text without spaces would otherwise be copied.
        return;
    }
    for character in word.chars() {
        match character {
            '\u{2019}' | '\u{2018}' | '`' => into.push('\''),
            '\u{2010}' | '\u{2011}' | '\u{2013}' => into.push('-'),
            c if c.is_ascii() => into.push(c.to_ascii_lowercase()),
            c => into.extend(c.to_lowercase()),
        }
    }
}
