//! Amounts and years in digits and in words: `twenty four`, `2 1/2`, `1,500`, `nineteen ninety-six`.

use super::tables::Tables;
use super::token::{Kind, Token};
use super::vocabulary::Meaning;

/// How many tokens a number has at most.
const LONGEST: usize = 10;

/// An amount at a token: how many tokens it takes, and what it is.
pub(super) fn amount(tables: &Tables, text: &str, tokens: &[Token], at: usize) -> Option<(usize, Meaning)> {
    if tokens.get(at)?.kind == Kind::Number {
        return in_digits(text, tokens, at).map(|(length, value)| (length, Meaning::Number(value)));
    }
    if let Some((length, meaning)) = tables.longest(tokens, at, tables.class.vague) {
        return Some((length, meaning));
    }
    in_words(tables, tokens, at).map(|(length, value)| (length, Meaning::Number(value)))
}

/// Digits, with glued groups of thousands, a decimal or a fraction.
fn in_digits(text: &str, tokens: &[Token], at: usize) -> Option<(usize, f64)> {
    let mut value: f64 = digits(text, tokens.get(at)?)?;
    let mut end = at + 1;
    while let Some(group) = glued_after(text, tokens, end, ",").filter(|next| next.range.len() == 3) {
        if end - at > LONGEST {
            return None;
        }
        value = value * 1000.0 + digits(text, group)?;
        end += 2;
    }
    if let Some(part) = glued_after(text, tokens, end, ".") {
        value += digits(text, part)? / 10f64.powi(i32::try_from(part.range.len()).ok()?);
        return Some((end + 2 - at, value));
    }
    if let Some((length, part)) = fraction(text, tokens, end) {
        return Some((end + length - at, value + part));
    }
    Some((end - at, value))
}

/// The number glued after a glued mark.
fn glued_after<'t>(text: &str, tokens: &'t [Token], at: usize, mark: &str) -> Option<&'t Token> {
    let (mark_token, number) = (tokens.get(at)?, tokens.get(at + 1)?);
    let fits = mark_token.glued && number.glued && number.kind == Kind::Number;
    (fits && text[mark_token.range.clone()] == *mark).then_some(number)
}

/// `1/2` or `½` after a whole number.
fn fraction(text: &str, tokens: &[Token], at: usize) -> Option<(usize, f64)> {
    let first = tokens.get(at)?;
    match &text[first.range.clone()] {
        "½" => return Some((1, 0.5)),
        "¼" => return Some((1, 0.25)),
        "¾" => return Some((1, 0.75)),
        _ => {}
    }
    if first.kind != Kind::Number || first.range.len() != 1 {
        return None;
    }
    let below = digits(text, glued_after(text, tokens, at + 1, "/")?)?;
    (below > 1.0).then(|| Some((3, digits(text, first)? / below)))?
}

/// The value of a run of digits.
pub(super) fn digits(text: &str, token: &Token) -> Option<f64> {
    text[token.range.clone()].parse().ok().filter(|_| token.range.len() <= 9)
}

/// Number words: `two`, `twenty four`, `a hundred and ten`, `two thousand`.
fn in_words(tables: &Tables, tokens: &[Token], at: usize) -> Option<(usize, f64)> {
    let (mut end, mut total, mut current) = (at, 0.0, None::<f64>);
    while end - at < LONGEST {
        let joined = end + usize::from(current.is_some() && tables.is_word(tokens, end, tables.word.hyphen));
        if let Some((length, value)) = tables.number(tokens, joined, tables.class.cardinal) {
            current = match current {
                None => Some(value),
                Some(tens) if joins(tens, value) => Some(tens + value),
                Some(_) => break,
            };
            end = joined + length;
        } else if let Some((length, scale)) = tables.number(tokens, end, tables.class.scale) {
            let value = current.unwrap_or(1.0) * scale;
            (total, current) =
                if scale >= 1000.0 { (total + value, Some(0.0)) } else { (total, Some(value)) };
            end += length;
        } else {
            break;
        }
    }
    (end > at).then(|| (end - at, total + current.unwrap_or(0.0)))
}

/// Whether a number word may follow another: `twenty` + `four`, `hundred` + `ten`.
fn joins(before: f64, next: f64) -> bool {
    let open = if before == 0.0 {
        1000.0
    } else if before % 100.0 == 0.0 {
        100.0
    } else {
        10.0
    };
    (before == 0.0 || before >= 20.0) && before % open == 0.0 && next < open
}

/// A year spoken in words: `nineteen ninety-six`, `nineteen oh five`, `two thousand and five`.
pub(super) fn year_in_words(tables: &Tables, tokens: &[Token], at: usize) -> Option<(usize, f64)> {
    let (length, century) = tables.number(tokens, at, tables.class.cardinal)?;
    let mut end = at + length;
    if century == 2.0 {
        let (scale_length, _) =
            tables.number(tokens, end, tables.class.scale).filter(|(_, scale)| *scale == 1000.0)?;
        end += scale_length;
        let joined = end + usize::from(tables.is_word(tokens, end, tables.word.and));
        let unit = in_words(tables, tokens, joined).filter(|(_, value)| *value < 100.0);
        let (end, value) = unit.map_or((end, 0.0), |(length, value)| (joined + length, value));
        return Some((end - at, 2000.0 + value));
    }
    if !(16.0..=20.0).contains(&century) {
        return None;
    }
    if tables.is_word(tokens, end, tables.word.hyphen) {
        end += 1;
    }
    let oh = usize::from(tables.is_word(tokens, end, tables.word.oh));
    let (length, value) = in_words(tables, tokens, end + oh)?;
    let fits = if oh == 1 { value < 10.0 } else { (10.0..100.0).contains(&value) };
    fits.then_some((end + oh + length - at, century * 100.0 + value))
}
