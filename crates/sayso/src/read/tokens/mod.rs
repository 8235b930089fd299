//! Running text to words, numbers and punctuation marks, split as Universal Dependencies splits English.
//!
//! Clitics stand apart (`do n't`, `army 's`), hyphenated words come apart save after a few prefixes (`al - Assad`, but
//! `pro-government`), and so do clauses that were joined by a missing space (`said.The`). The rules are those of
//! `training/tokens.py`, word for word: the model was trained on what they give. Figures: `sayso eval treebank`.
//!
//! ```
//! use sayso::read::tokens::tokenize;
//!
//! let text = "Sana'a's al-Assad said.The U.S. didn't.";
//! let words: Vec<&str> = tokenize(text).into_iter().map(|t| &text[t]).collect();
//! assert_eq!(words, ["Sana'a", "'s", "al", "-", "Assad", "said", ".", "The", "U.S.", "did", "n't", "."]);
//! ```

mod cuts;
mod tables;

use std::ops::Range;

use self::cuts::Cut;
use self::tables::{WORDS, When};

const OPEN: &str = "([{)]<\"'“‘«”»`$€£¥¿¡*_~#-•·▪●►";
const CLOSE: &str = ")]}>\"'”’»,;:!?…%*_~";
/// Marks that are one token when they repeat.
const RUNS: &str = "*_~`'’<>-$";
/// Letters of one chunk; what is longer is cut there, so that no input is slow or deep.
const LONGEST: usize = 512;

/// The tokens of a text in order, as bytes into it. They leave out white space and unseen characters, and nothing else.
pub fn tokenize(text: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut chunk: Vec<char> = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if is_space(c) || chunk.len() == LONGEST {
            split_chunk(&chunk, start, &text[at..], &mut tokens);
            chunk.clear();
        }
        if !is_space(c) {
            if chunk.is_empty() {
                start = at;
            }
            chunk.push(c);
        }
    }
    split_chunk(&chunk, start, "", &mut tokens);
    tokens
}

/// White space, and characters that nobody sees.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Splits one run without white space that starts at byte `start` and has `rest` after it.
fn split_chunk(letters: &[char], start: usize, rest: &str, tokens: &mut Vec<Range<usize>>) {
    if letters.is_empty() {
        return;
    }
    let mut split = Splitter { letters, following: rest.chars().find(|&c| !is_space(c)), found: Vec::new() };
    split.chunk(0, letters.len());
    let (mut letter, mut byte) = (0, start);
    for (from, to) in split.found {
        // Tokens join up, so that bytes are counted once.
        byte += bytes(&letters[letter..from]);
        let end = byte + bytes(&letters[from..to]);
        tokens.push(byte..end);
        (letter, byte) = (to, end);
    }
}

fn bytes(letters: &[char]) -> usize {
    letters.iter().map(|c| c.len_utf8()).sum()
}

/// One chunk on its way to tokens, which are found in order, as letters into it.
struct Splitter<'a> {
    letters: &'a [char],
    following: Option<char>,
    found: Vec<(usize, usize)>,
}

impl Splitter<'_> {
    /// Opening marks, closing marks, and what is between.
    fn chunk(&mut self, mut from: usize, mut to: usize) {
        while from < to {
            let n = opening(&self.letters[from..to]);
            if n == 0 {
                break;
            }
            self.found.push((from, from + n));
            from += n;
        }
        let mut tail = Vec::new();
        while from < to {
            let following = self.letters.get(to).copied().or(self.following);
            let n = closing(&self.letters[from..to], following);
            if n == 0 {
                break;
            }
            tail.push((to - n, to));
            to -= n;
        }
        if from < to {
            self.inner(from, to);
        }
        self.found.extend(tail.into_iter().rev());
    }

    /// A word without marks at its ends: the first rule that cuts it, then its parts.
    fn inner(&mut self, from: usize, to: usize) {
        match cuts::first_cut(&self.letters[from..to]) {
            Cut::Whole => self.found.push((from, to)),
            Cut::Clitic(cut) => {
                self.inner(from, from + cut);
                self.found.push((from + cut, to));
            }
            Cut::Before(cut) => {
                self.found.push((from, from + cut));
                self.inner(from + cut, to);
            }
            Cut::Chunks(cut) => {
                self.chunk(from, from + cut);
                self.chunk(from + cut, to);
            }
            Cut::Mark(mark) => {
                self.chunk(from, from + mark.start);
                self.found.push((from + mark.start, from + mark.end));
                self.chunk(from + mark.end, to);
            }
            Cut::Hyphen(at) => {
                self.inner(from, from + at);
                self.found.push((from + at, from + at + 1));
                self.inner(from + at + 1, to);
            }
        }
    }
}

/// How many letters of `word` from its end back satisfy `test`.
fn trailing(word: &[char], test: impl Fn(char) -> bool) -> usize {
    word.iter().rev().take_while(|&&c| test(c)).count()
}

/// How often the first letter stands there.
fn run(word: &[char]) -> usize {
    word.iter().take_while(|c| Some(*c) == word.first()).count()
}

/// Length of the opening mark at the start of a word; 0: there is none.
fn opening(word: &[char]) -> usize {
    let c = word[0];
    let tag = matches!(c, '#' | '@') && word.get(1).is_some_and(|c| c.is_alphabetic());
    match c {
        _ if !OPEN.contains(c) || tag || cuts::is_clitic(word) => 0,
        _ if RUNS.contains(c) => run(word),
        _ => 1,
    }
}

/// Length of the closing mark at the end of a word; 0: there is none, or the word is nothing else.
fn closing(word: &[char], following: Option<char>) -> usize {
    let c = word[word.len() - 1];
    let n = match c {
        '!' | '?' => trailing(word, |d| matches!(d, '!' | '?')),
        _ if c == '.' || RUNS.contains(c) => trailing(word, |d| d == c),
        _ => 1,
    };
    if n == word.len() || (cuts::is_web(word) && !".,;:!?)]}>\"'”’".contains(c)) {
        return 0;
    }
    match c {
        '.' if n <= 2 && keeps_stop(&word[..=word.len() - n], following) => n - 1,
        '.' => n,
        _ if CLOSE.contains(c) => n,
        _ => 0,
    }
}

/// Whether the full stop at the end belongs to the word: abbreviations and initials (`U.N.`).
fn keeps_stop(word: &[char], following: Option<char>) -> bool {
    let when = WORDS.abbreviations.get(lower(word).as_str());
    let abbreviation = when.is_some_and(|when| match when {
        When::Any => true,
        When::Capital => word[0].is_uppercase(),
        When::Number => following.is_some_and(|c| c.is_ascii_digit()),
    });
    let initials = || word.chunks(2).all(|pair| matches!(pair, [c, '.'] if c.is_alphabetic()));
    abbreviation || initials()
}

fn lower(word: &[char]) -> String {
    word.iter().flat_map(|c| c.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text in, tokens joined by `|` out.
    fn check(text: &str, expected: &str) {
        let words: Vec<&str> = tokenize(text).into_iter().map(|t| &text[t]).collect();
        assert_eq!(words.join(" | "), expected, "{text}");
    }

    #[test]
    fn arabic_names_come_apart_at_the_hyphen_only() {
        check("Sana'a's Shi'ite al-Assad", "Sana'a | 's | Shi'ite | al | - | Assad");
        check("Ta'izz Ba'ath Sa'd", "Ta'izz | Ba'ath | Sa'd");
        check("He'd said they'd fled", "He | 'd | said | they | 'd | fled");
    }

    #[test]
    fn a_missing_space_does_not_join_sentences() {
        check("the government.According to it", "the | government | . | According | to | it");
        check("said.”The army", "said | . | ” | The | army");
        check("He said,\"The end", "He | said | , | \" | The | end");
        check("killed 20.The rest", "killed | 20 | . | The | rest");
        check("killed.A man", "killed | . | A | man");
    }

    #[test]
    fn quotes_of_every_shape_stand_apart() {
        check("“‘Go!’” he said", "“ | ‘ | Go | ! | ’ | ” | he | said");
        check("the rebels’ base", "the | rebels | ’ | base");
        check("Syria’s ``war''", "Syria | ’s | `` | war | ''");
    }

    #[test]
    fn wire_text_in_upper_case_splits_alike() {
        check(
            "TROOPS DON'T FIRE ON U.S. SOLDIERS' BASE",
            "TROOPS | DO | N'T | FIRE | ON | U.S. | SOLDIERS | ' | BASE",
        );
        check("GOV. SMITH", "GOV. | SMITH");
    }

    #[test]
    fn figures_and_units() {
        check("US$5bn, $3m, 5km, 7:30pm", "US$ | 5 | bn | , | $ | 3 | m | , | 5 | km | , | 7:30 | pm");
        check("15-20 on 2019-12-18 (50%)", "15 | - | 20 | on | 2019-12-18 | ( | 50 | % | )");
        check("1980s F-16s", "1980s | F | - | 16s");
    }

    #[test]
    fn full_stops_stay_with_what_is_abbreviated() {
        check("No. 5? No.", "No. | 5 | ? | No | .");
        check("Gen. Haftar in the sun.", "Gen. | Haftar | in | the | sun | .");
        check("Go... now", "Go | ... | now");
        check("Smith Inc..", "Smith | Inc. | .");
    }

    #[test]
    fn runs_of_marks_are_one() {
        check("What?! No!!! -- Tripoli—Misrata", "What | ?! | No | !!! | -- | Tripoli | — | Misrata");
    }

    #[test]
    fn addresses_stay_whole() {
        check("see http://t.co/a. @BBC #Libya a@b.org", "see | http://t.co/a | . | @BBC | #Libya | a@b.org");
        check("and/or 9/11 km/h", "and | / | or | 9/11 | km | / | h");
    }

    #[test]
    fn a_chunk_without_end_is_quick_and_flat() {
        let text = "said.The".repeat(20_000);
        assert!(tokenize(&text).len() > 20_000);
    }

    proptest! {
        #[test]
        fn tokens_hold_all_that_is_seen(text in "\\PC{0,80}|[a-zA-Z'’.,!?/\\-$#@“” 0-9\\u{200b}\\n]{0,80}") {
            let mut at = 0;
            for token in tokenize(&text) {
                prop_assert!(token.start >= at && token.end > token.start);
                prop_assert!(text[at..token.start].chars().all(is_space));
                prop_assert!(!text[token.clone()].contains(is_space));
                at = token.end;
            }
            prop_assert!(text[at..].chars().all(is_space));
        }
    }
}
