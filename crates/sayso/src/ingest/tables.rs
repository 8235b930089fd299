//! The tables of this room, `data/ingest/*.csv`: phrases of page furniture, words of dates, credits, HTML's names.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::ParagraphRole;

/// Rows of an embedded table without remarks; every row has as many cells as the head.
fn rows(csv: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    let reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(csv.as_bytes());
    // OK because the tables are part of the program, and a test reads them all.
    reader.into_records().map(|row| row.expect("an embedded table is well formed"))
}

/// The words of languages that are read.
pub(super) fn language_words() -> HashSet<&'static str> {
    let table = include_str!("../../../../data/ingest/languages.csv");
    let lines = table.lines().skip(1).filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.rsplit_once(',')).flat_map(|(_, words)| words.split('|')).collect()
}

/// The words of a block as phrases are compared: lower case, letters and digits only, numbers as `#`, and the colon.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let flush = |word: &mut String, words: &mut Vec<String>| {
        if !word.is_empty() {
            let number = word.chars().all(|c| c.is_ascii_digit());
            words.push(if number { "#".to_owned() } else { std::mem::take(word) });
            word.clear();
        }
    };
    for c in text.chars() {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if matches!(c, '\'' | '’') {
            // Inside a word, an apostrophe is nothing: don't, editor's.
        } else {
            flush(&mut word, &mut words);
            if matches!(c, ':' | '©' | '#') {
                words.push(c.to_string());
            }
        }
    }
    flush(&mut word, &mut words);
    words
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Match {
    Whole,
    Start,
    End,
    In,
}

struct Phrase {
    role: ParagraphRole,
    how: Match,
    words: Vec<String>,
    most: usize,
    head: bool,
}

/// What a phrase says of the block it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PhraseHit {
    /// The block's role.
    pub(super) role: ParagraphRole,
    /// Whether such a block stands at the head of a page.
    pub(super) head: bool,
    /// Whether the phrase is the whole block, as the heading of a list is.
    pub(super) whole: bool,
}

/// Phrases that tell what a block is for.
pub(super) struct Phrases {
    list: Vec<Phrase>,
    by_first: HashMap<String, Vec<usize>>,
    elsewhere: Vec<usize>,
}

/// The longest block that a phrase may decide on, in words.
const MOST_WORDS: usize = 80;

impl Phrases {
    /// The first phrase that matches a block; whole matches before starts, starts before the others.
    pub(super) fn find(&self, block: &str) -> Option<PhraseHit> {
        if block.len() > MOST_WORDS * 12 {
            return None;
        }
        let words = words(block);
        let count = block.split_whitespace().count();
        let anchored =
            words.first().and_then(|first| self.by_first.get(first)).map_or(&[][..], Vec::as_slice);
        let mut best: Option<(Match, &Phrase)> = None;
        for &index in anchored.iter().chain(&self.elsewhere) {
            let phrase = &self.list[index];
            if count <= phrase.most
                && phrase.matches(&words)
                && best.is_none_or(|(how, _)| rank(phrase.how) < rank(how))
            {
                best = Some((phrase.how, phrase));
            }
        }
        let bare = |words: &[String]| words.iter().filter(|word| *word != ":").count();
        best.map(|(_, phrase)| PhraseHit {
            role: phrase.role,
            head: phrase.head,
            whole: bare(&words) == bare(&phrase.words),
        })
    }
}

fn rank(how: Match) -> u8 {
    match how {
        Match::Whole => 0,
        Match::Start => 1,
        Match::End => 2,
        Match::In => 3,
    }
}

impl Phrase {
    fn matches(&self, words: &[String]) -> bool {
        match self.how {
            Match::Whole => {
                let end = words.len() - words.iter().rev().take_while(|w| *w == ":").count();
                words[..end] == self.words[..]
            }
            Match::Start => words.starts_with(&self.words),
            Match::End => words.ends_with(&self.words),
            Match::In => words.windows(self.words.len()).any(|window| window == self.words),
        }
    }
}

/// `data/ingest/phrases.csv`.
pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases { list: Vec::new(), by_first: HashMap::new(), elsewhere: Vec::new() };
    for row in rows(include_str!("../../../../data/ingest/phrases.csv")) {
        let role = match &row[0] {
            "furniture" => ParagraphRole::Furniture,
            "related" => ParagraphRole::RelatedLink,
            "byline" => ParagraphRole::Byline,
            "caption" => ParagraphRole::Caption,
            other => unreachable!("phrases.csv: unknown role {other}"),
        };
        let how = match &row[1] {
            "whole" => Match::Whole,
            "start" => Match::Start,
            "end" => Match::End,
            "in" => Match::In,
            other => unreachable!("phrases.csv: unknown match {other}"),
        };
        let words = words(&row[2]);
        let most = row[3].parse().unwrap_or(MOST_WORDS).min(MOST_WORDS);
        let index = phrases.list.len();
        match how {
            Match::Whole | Match::Start => phrases.by_first.entry(words[0].clone()).or_default().push(index),
            Match::End | Match::In => phrases.elsewhere.push(index),
        }
        phrases.list.push(Phrase { role, how, words, most, head: &row[4] == "yes" });
    }
    phrases
});

/// What a word means in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateWord {
    /// 1 to 12.
    Month(i8),
    /// A day of the week.
    Weekday,
    /// An offset from UTC, where the name stands for one.
    Zone(Option<&'static str>),
    /// What stands before a date; `later` for a date of revision.
    Label {
        /// Whether it marks a revision rather than the publication.
        later: bool,
    },
}

/// `data/ingest/calendar.csv`, by the word in lower case.
pub(super) static CALENDAR: LazyLock<HashMap<String, DateWord>> = LazyLock::new(|| {
    rows(include_str!("../../../../data/ingest/calendar.csv"))
        .map(|row| {
            let meaning = match &row[0] {
                "month" => DateWord::Month(row[2].parse().expect("a month is a number")), // OK because a test reads it
                "weekday" => DateWord::Weekday,
                "zone" if row[2].is_empty() => DateWord::Zone(None),
                "zone" => DateWord::Zone(Some(String::leak(row[2].to_owned()))),
                "label" => DateWord::Label { later: &row[2] == "later" },
                other => unreachable!("calendar.csv: unknown kind {other}"),
            };
            (row[1].to_owned(), meaning)
        })
        .collect()
});

/// What is credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Credit {
    /// News agencies and broadcasters.
    Agency,
    /// Only under pictures.
    Photo,
    /// A word that opens a paragraph like a dateline and is no place.
    Label,
}

/// `data/ingest/credits.csv`, by the words of the name (see [`words`]) joined by blanks.
pub(super) static CREDITS: LazyLock<HashMap<String, Credit>> = LazyLock::new(|| {
    rows(include_str!("../../../../data/ingest/credits.csv"))
        .map(|row| {
            let credit = match &row[0] {
                "agency" => Credit::Agency,
                "photo" => Credit::Photo,
                "label" => Credit::Label,
                other => unreachable!("credits.csv: unknown kind {other}"),
            };
            (words(&row[1]).join(" "), credit)
        })
        .collect()
});

/// What some words credit, if the table has them.
pub(super) fn credit(text: &str) -> Option<Credit> {
    if text.len() > 60 { None } else { CREDITS.get(&words(text).join(" ")).copied() }
}

/// What a class or id of an HTML element says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClassWord {
    /// Page furniture that is left out.
    Drop,
    /// Its blocks have this role.
    Role(ParagraphRole),
}

/// `data/ingest/classes.csv`.
pub(super) static CLASSES: LazyLock<HashMap<String, ClassWord>> = LazyLock::new(|| {
    rows(include_str!("../../../../data/ingest/classes.csv"))
        .map(|row| {
            let meaning = match &row[0] {
                "drop" => ClassWord::Drop,
                "related" => ClassWord::Role(ParagraphRole::RelatedLink),
                "byline" => ClassWord::Role(ParagraphRole::Byline),
                "date" => ClassWord::Role(ParagraphRole::DateLine),
                "standfirst" => ClassWord::Role(ParagraphRole::Standfirst),
                "caption" => ClassWord::Role(ParagraphRole::Caption),
                other => unreachable!("classes.csv: unknown role {other}"),
            };
            (row[1].to_owned(), meaning)
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_loads() {
        assert!(PHRASES.list.len() > 200);
        assert!(CALENDAR.len() > 80);
        assert!(CREDITS.len() > 100);
        assert!(CLASSES.len() > 40);
    }

    #[test]
    fn every_phrase_finds_itself() {
        for phrase in &PHRASES.list {
            let block = phrase.words.join(" ").replace('#', "12");
            let hit = PHRASES.find(&block).unwrap_or_else(|| panic!("{block}"));
            assert!(hit.role == phrase.role || phrase.how != Match::Whole, "{block}: {hit:?}");
        }
    }

    #[test]
    fn words_of_a_block() {
        assert_eq!(words("2 min read"), ["#", "min", "read"]);
        assert_eq!(words("Editor's picks:"), ["editors", "picks", ":"]);
        assert_eq!(words("© 2019 The New Arab"), ["©", "#", "the", "new", "arab"]);
    }
}
