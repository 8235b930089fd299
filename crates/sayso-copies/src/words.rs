//! A text as the hashes of its words: without case, accents, marks, and how apostrophes and numbers are written.
//!
//! `The U.N.’s 1,200 «Dépôts»` and `the u n s 1200 depots` are the same words. Scripts that write no spaces (Chinese, Japanese, Thai and
//! their neighbours) give a word a letter, so that runs of letters stand in for runs of words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A sentence or line is handed on at this length at the latest: memory stays bounded whatever the text.
const MOST_UNIT: usize = 4096;

const START: u64 = 0xcbf2_9ce4_8422_2325;

/// One step of FNV-1a over a letter.
fn step(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Spreads a hash over all its bits (the finaliser of splitmix64).
pub(crate) fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// Hands on the words of each sentence or line in turn. The cut is rough (`U.S. troops` is cut too): it only serves to find
/// what belongs to the outlet.
pub(crate) fn units(text: &str, mut each: impl FnMut(&[u64])) {
    let mut unit = Vec::new();
    let mut word: Option<u64> = None;
    let mut last = ' ';
    let mut letters = text.chars().filter(|c| !is_invisible(*c)).peekable();
    while let Some(c) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        if is_inside(last, c, next) {
            continue;
        }
        if stands_alone(c) {
            unit.extend(word.take().map(mix));
            unit.push(mix(step(START, c)));
        } else if c.is_ascii_alphanumeric() {
            word = Some(step(word.unwrap_or(START), c.to_ascii_lowercase()));
        } else if !c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c)) {
            word = foreign(word, c);
        } else {
            unit.extend(word.take().map(mix));
            let ends = c == '\n' || matches!(c, '.' | '!' | '?' | '…' | '。') && next.is_whitespace();
            if ends && !unit.is_empty() {
                each(&unit);
                unit.clear();
            }
        }
        if unit.len() >= MOST_UNIT {
            each(&unit);
            unit.clear();
        }
        last = c;
    }
    unit.extend(word.map(mix));
    if !unit.is_empty() {
        each(&unit);
    }
}

/// A letter outside ASCII, taken apart: its accents do not count.
fn foreign(mut word: Option<u64>, c: char) -> Option<u64> {
    for part in std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part)) {
        for lower in part.to_lowercase().filter(|lower| lower.is_alphanumeric()) {
            word = Some(step(word.unwrap_or(START), lower));
        }
    }
    word
}

/// Marks that hold a word or a number together.
fn is_inside(last: char, c: char, next: char) -> bool {
    match c {
        '\'' | '’' | 'ʼ' | '‘' | '`' => last.is_alphanumeric() && next.is_alphanumeric(),
        ',' | '.' => last.is_ascii_digit() && next.is_ascii_digit(),
        _ => false,
    }
}

/// Soft hyphens, joiners and marks of order and direction.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Letters of scripts without spaces between words.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        && c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<u64> {
        let mut all = Vec::new();
        units(text, |unit| all.extend_from_slice(unit));
        all
    }

    #[test]
    fn case_accents_and_marks_do_not_count() {
        assert_eq!(of("The army’s 1,200 «Dépôts» fell."), of("the ARMY's 1200 depots, fell"));
        assert_eq!(of("cafe\u{301} co\u{ad}op"), of("café coop"));
        assert_ne!(of("seven dead"), of("eight dead"));
        assert_eq!(of("").len() + of(" .. – \n").len(), 0);
    }

    #[test]
    fn scripts_without_spaces_give_a_word_a_letter() {
        assert_eq!(of("政府軍が前進").len(), 6);
        assert_eq!(of("القوات الحكومية").len(), 2);
    }

    #[test]
    fn sentences_and_lines_are_units() {
        let mut lengths = Vec::new();
        units("One two. Three\nfour five 3.5", |unit| lengths.push(unit.len()));
        assert_eq!(lengths, [2, 1, 3]);
    }

    #[test]
    fn an_endless_sentence_comes_in_pieces() {
        let mut longest = 0;
        units(&"word ".repeat(20_000), |unit| longest = longest.max(unit.len()));
        assert!(longest <= MOST_UNIT);
    }
}
