//! Where a word without marks at its ends comes apart: one small rule each, tried in a fixed order.

use std::ops::Range;

use super::tables::WORDS;
use super::{lower, run, trailing};

const SITES: [&str; 7] = ["com", "org", "net", "gov", "edu", "info", "co.uk"];
const CLITICS: [&str; 7] = ["n't", "'s", "'m", "'d", "'re", "'ve", "'ll"];
/// After these words `'d` is a verb; in `Sa'd` it is not.
const PRONOUNS: [&str; 13] =
    ["i", "you", "he", "she", "it", "we", "they", "who", "there", "that", "what", "how", "where"];

/// How a word comes apart. Numbers are letters from its start.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// Not at all.
    Whole,
    /// A clitic begins here.
    Clitic(usize),
    /// A sign or figure ends here.
    Before(usize),
    /// Two chunks that lack a space.
    Chunks(usize),
    /// A mark between two chunks, either of which may be empty.
    Mark(Range<usize>),
    /// A hyphen between two words.
    Hyphen(usize),
}

/// The first rule that applies.
pub(super) fn first_cut(word: &[char]) -> Cut {
    if word.iter().all(char::is_ascii_lowercase) {
        return contraction(word).map_or(Cut::Whole, Cut::Clitic);
    }
    if is_web(word) {
        return Cut::Whole;
    }
    clitic(word)
        .or_else(|| contraction(word))
        .map(Cut::Clitic)
        .or_else(|| dash(word).map(Cut::Mark))
        .or_else(|| missing_space(word).map(Cut::Chunks))
        .or_else(|| bracket(word).map(|at| Cut::Mark(at..at + 1)))
        .or_else(|| currency(word).or_else(|| unit(word)).map(Cut::Before))
        .or_else(|| hyphen(word).map(Cut::Hyphen))
        .unwrap_or(Cut::Whole)
}

fn straight(c: char) -> char {
    if c == '’' { '\'' } else { c.to_ascii_lowercase() }
}

fn ends_with(word: &[char], end: &str) -> bool {
    end.len() <= word.len()
        && word[word.len() - end.len()..].iter().zip(end.chars()).all(|(&c, e)| straight(c) == e)
}

/// Whether the word is a clitic and nothing else (`'s`).
pub(super) fn is_clitic(word: &[char]) -> bool {
    CLITICS[1..].iter().any(|c| c.len() == word.len() && ends_with(word, c))
}

fn clitic(word: &[char]) -> Option<usize> {
    let end = CLITICS.iter().find(|end| ends_with(word, end))?;
    let stem = &word[..word.len() - end.len()];
    let capital = stem.first().is_some_and(|c| c.is_uppercase());
    let name = *end == "'d" && capital && !PRONOUNS.contains(&lower(stem).as_str());
    (!stem.is_empty() && !name).then_some(stem.len())
}

fn contraction(word: &[char]) -> Option<usize> {
    WORDS.contractions.get(lower(word).as_str()).copied()
}

/// Addresses, mentions and tags, which stay whole.
pub(super) fn is_web(word: &[char]) -> bool {
    if !word.iter().any(|c| matches!(c, '@' | '#' | '.')) {
        return false;
    }
    let text = lower(word);
    let starts = ["http://", "https://", "www."].iter().any(|s| text.starts_with(s));
    let tag = matches!(word[0], '@' | '#') && word.get(1).is_some_and(|c| c.is_alphabetic());
    starts || tag || is_mail(word) || is_site(text.split('/').next().unwrap_or_default())
}

/// `name@host.end`
fn is_mail(word: &[char]) -> bool {
    let at = word.iter().skip(1).position(|&c| c == '@').map(|i| i + 1);
    at.is_some_and(|at| word.len() > at + 3 && word[at + 2..word.len() - 1].contains(&'.'))
}

fn is_site(host: &str) -> bool {
    let is_word = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_alphanumeric() || c == '_');
    SITES.iter().filter_map(|s| host.strip_suffix(s)?.strip_suffix('.')).any(is_word)
}

/// A dash or an ellipsis within the word; none if the word is nothing else.
fn dash(word: &[char]) -> Option<Range<usize>> {
    let length = |at: usize| match word[at] {
        '—' | '–' | '…' => 1,
        '-' if run(&word[at..]) > 1 => run(&word[at..]),
        '.' if run(&word[at..]) > 2 => run(&word[at..]),
        _ => 0,
    };
    let at = (0..word.len()).find(|&at| length(at) > 0)?;
    (length(at) < word.len()).then(|| at..at + length(at))
}

/// Where a sentence or clause ends with no space after it (`government.According`).
fn missing_space(word: &[char]) -> Option<usize> {
    (1..word.len().saturating_sub(1))
        .find(|&at| sentence_ends(word, at) || clause_ends(word, at))
        .map(|at| at + 1)
}

fn sentence_ends(word: &[char], at: usize) -> bool {
    let left = word[at - 1];
    let full = left.is_lowercase() || left.is_ascii_digit() || ")]\"”%".contains(left);
    if !matches!(word[at], '.' | '!' | '?') || at < 2 || !full || matches!(word[at - 2], '.' | '-') {
        return false;
    }
    let rest = without_leading(&word[at + 1..], "\"“”’')(");
    matches!(rest, ['A' | 'I'])
        || (rest.first().is_some_and(|c| c.is_uppercase()) && starts_with_letters(rest))
}

fn clause_ends(word: &[char], at: usize) -> bool {
    let quotes = if matches!(word[at], ',' | ';' | ':') { "\"“‘'" } else { "" };
    ",;:)]\"”".contains(word[at])
        && word[at - 1].is_alphanumeric()
        && starts_with_letters(without_leading(&word[at + 1..], quotes))
}

fn without_leading<'a>(word: &'a [char], marks: &str) -> &'a [char] {
    let n = word.iter().take_while(|&&c| marks.contains(c)).count();
    &word[n..]
}

fn starts_with_letters(word: &[char]) -> bool {
    matches!(word, [a, b, ..] if a.is_alphabetic() && b.is_alphabetic())
}

/// A bracket or slash between words (`and/or`). Fractions, dates and `w/o` stay whole.
fn bracket(word: &[char]) -> Option<usize> {
    let parts: Vec<&[char]> = word.split(|&c| c == '/').collect();
    let figure = |p: &&[char]| !p.is_empty() && p.iter().all(char::is_ascii_digit);
    let short = |p: &&[char]| !p.is_empty() && p.iter().all(|c| c.is_lowercase());
    if (2..=3).contains(&parts.len()) && parts.iter().all(figure)
        || parts.len() == 2 && parts[0].len() == 1 && parts.iter().all(short)
    {
        return None;
    }
    let ends = |at: usize| {
        let left = word[at - 1];
        left.is_alphanumeric() || (at > 1 && "])\"”".contains(left) && word[at - 2].is_alphanumeric())
    };
    (1..word.len().saturating_sub(1))
        .find(|&at| matches!(word[at], '(' | '[' | '/') && word[at + 1].is_alphanumeric() && ends(at))
}

/// The end of a currency sign before a figure (`€5`, `US$5`).
fn currency(word: &[char]) -> Option<usize> {
    let letters = word.iter().take_while(|c| c.is_uppercase()).count();
    let sign = word.get(letters).is_some_and(|&c| matches!(c, '$' | '€' | '£' | '¥'));
    let figure = word.get(letters + 1).is_some_and(char::is_ascii_digit);
    (letters < 4 && sign && figure).then_some(letters + 1)
}

/// Where the unit begins that is written on to its figure (`5km`, `7:30pm`).
fn unit(word: &[char]) -> Option<usize> {
    let n = word.iter().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ':')).count();
    let figure = n > 0 && word[0].is_ascii_digit() && word[n - 1].is_ascii_digit();
    (figure && WORDS.units.contains(lower(&word[n..]).as_str())).then_some(n)
}

/// The first hyphen that is a token.
fn hyphen(word: &[char]) -> Option<usize> {
    (1..word.len().saturating_sub(1)).find(|&at| {
        let left = word[at - 1].is_alphanumeric() || "_.’'".contains(word[at - 1]);
        let right = word[at + 1].is_alphanumeric() || word[at + 1] == '_';
        word[at] == '-'
            && left
            && right
            && !WORDS.prefixes.contains(lower(&word[..at]).as_str())
            && !is_number_code(&word[..at], &word[at + 1..])
    })
}

/// Dates and telephone numbers stay whole, ranges (`15-20`) do not.
fn is_number_code(left: &[char], right: &[char]) -> bool {
    if left.iter().chain(right).any(|c| c.is_alphabetic()) {
        return false;
    }
    let digits =
        trailing(left, |c| c.is_ascii_digit()) == left.len() && right.iter().all(char::is_ascii_digit);
    let (l, r) = (left.len(), right.len());
    !(digits && l <= r && r <= (l + 1).min(4) && (l, r) != (3, 4))
}
