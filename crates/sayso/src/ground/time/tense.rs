//! The tense that some words stand in: from the tree ([`governing`]), or guessed from the words alone ([`guess`]) for
//! text that no parser has read.
//!
//! The cues of the guess are the class `tense` of `data/time/words.csv` (`will`, `plans to` ...; `was`, `said` ...). The
//! nearest cue before the words in their sentence decides, else the nearest after them; a word in `-ed` is past.

use std::ops::Range;

use super::Tense;
use super::tables::{Tables, built_in};
use super::token::{Kind, Token, tokens};

/// How many bytes to each side are looked at.
const REACH: usize = 120;

/// The tense that the words around a range suggest.
pub fn guess(text: &str, range: Range<usize>) -> Option<Tense> {
    let tables = built_in();
    let before = window(text, range.start.saturating_sub(REACH), range.start);
    let after = window(text, range.end, range.end.saturating_add(REACH).min(text.len()));
    let before = tokens(text, before, &tables.vocabulary);
    let after = tokens(text, after, &tables.vocabulary);
    // `extended to Friday`, `asked it to respond by Friday`: the past verb says nothing of the day.
    let open = before.len().checked_sub(1).is_some_and(|at| opens(tables, &before, at));
    let backward = (0..before.len()).rev().map(|at| (&before, at));
    let backward = backward.take_while(|(before, at)| !ends_sentence(text, tables, before, *at));
    let forward = (0..after.len()).map(|at| (&after, at));
    let forward = forward.take_while(|(after, at)| !ends_sentence(text, tables, after, *at));
    let found = backward.chain(forward).find_map(|(side, at)| cue(text, tables, side, at))?;
    found.filter(|tense| !open || *tense == Tense::Future)
}

/// The largest range within these bounds that begins and ends between characters.
fn window(text: &str, mut start: usize, mut end: usize) -> Range<usize> {
    while start < end && !text.is_char_boundary(start) {
        start += 1;
    }
    while start < end && !text.is_char_boundary(end) {
        end -= 1;
    }
    start..end
}

fn ends_sentence(text: &str, tables: &Tables, tokens: &[Token], at: usize) -> bool {
    let stop = tables.is_word(tokens, at, tables.word.stop);
    let next = tokens[at + 1..].iter().find(|next| next.kind != Kind::Mark);
    let breaks = next.is_some_and(|next| next.capital)
        && at.checked_sub(1).is_some_and(|word| tokens[word].range.len() > 2)
        && tables.number(tokens, at.saturating_sub(1), tables.class.mabbr).is_none();
    (stop && breaks) || text[tokens[at].range.clone()] == *"\n"
}

fn opens(tables: &Tables, tokens: &[Token], at: usize) -> bool {
    tables.number(tokens, at, tables.class.open).is_some()
}

/// The tense that a word speaks for; `Some(None)` for an infinitive, whose time is its own.
fn cue(text: &str, tables: &Tables, tokens: &[Token], at: usize) -> Option<Option<Tense>> {
    let capital = tokens[at].capital && at > 0;
    if let Some((_, side)) = tables.number(tokens, at, tables.class.tense).filter(|_| !capital) {
        return Some(Some(match side as i8 {
            1 => Tense::Future,
            0 => Tense::Present,
            _ => Tense::Past,
        }));
    }
    let word = &text[tokens[at].range.clone()];
    if tables.is_word(tokens, at, tables.word.to) {
        let verb = tokens
            .get(at + 1)
            .is_some_and(|next| next.kind == Kind::Word && !next.capital && next.word.is_none());
        return verb.then_some(None);
    }
    (word.len() > 4 && word.ends_with("ed") && !tokens[at].capital).then_some(Some(Tense::Past))
}
