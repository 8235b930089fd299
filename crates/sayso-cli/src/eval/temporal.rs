//! TimeBank, AQUAINT and WikiWars: are the expressions of time found, and do they mean what the gold says?
//!
//! The measures are those of TempEval-3 (UzZaman et al., SemEval-2013 task 1, section 4): precision, recall and F1 of the
//! spans, relaxed (any overlap) and strict (the same span). Type and value are counted over the relaxed pairs, so their F1
//! is the paper's: the relaxed F1 times the share of pairs that have it right. Values are compared letter by letter; `alike`
//! is our own figure beside it, which forgives two spellings of one meaning ([`plain`]).
//!
//! ```text
//! gold       [on Tuesday: DATE 2019-12-17]  [three days: DURATION P3D]
//! predicted  [Tuesday: DATE 2019-12-17]
//! relaxed P 1/1, R 1/2, F1 2/3; strict F1 0; value F1 2/3
//! ```
//!
//! The documents are read by the whole engine, on the day they were made. WikiWars (Mazur and Dale, EMNLP 2010) are
//! accounts of wars whose day is that of the download: they are read without one. Its TIMEX2 have no types, and a few
//! have no value, which nothing predicted can equal.
//!
//! `--fold 5` scores every fifth document, whose misses nobody looked at while the rules were last worked on; `--fold 5
//! --rest` scores the others.

use std::ops::Range;
use std::path::Path;

use sayso::record::{Reading, Time};
use serde::Deserialize;

use super::score::{Counts, Figure, Scores};
use super::{EvalError, Options, Read, documents, each, held_out, others, report, text};

/// What is measured, in the order of [`Outcome`].
const NAMES: [&str; 5] = ["relaxed", "strict", "type", "value", "alike"];

/// What one document adds to the counts.
type Outcome = [Counts; 5];

/// A document of the corpora, as far as it is used.
#[derive(Debug, Deserialize)]
struct Document {
    id: String,
    dct: Option<String>,
    text: String,
    timex3: Option<Vec<Written>>,
    #[serde(default)]
    timex2: Vec<Written>,
}

/// An expression as the corpora write it.
#[derive(Debug, Deserialize)]
struct Written {
    span: [usize; 2],
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default, alias = "val")]
    value: String,
}

/// An expression of time with its type and value.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Timex {
    /// Where it stands, in code points.
    span: Range<usize>,
    /// `DATE`, `TIME`, `DURATION` or `SET`; empty where the corpus does not say.
    kind: String,
    /// TIMEX3's value; empty where the corpus gives none.
    value: String,
}

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other documents.
pub(super) fn score(data: &Path, options: &Options, read: Read<'_>) -> Result<Scores, EvalError> {
    let documents: Vec<Document> = documents(data, options.limit)?;
    let documents = match options.fold {
        Some(fold) if options.rest => others(documents, fold),
        Some(fold) => held_out(documents, fold),
        None => documents,
    };
    let outcomes = each(&documents, |document| {
        let (gold, found) = (gold(document), found(&read(&document.report())));
        let shown = if options.show { differences(document, &gold, &found) } else { Vec::new() };
        (count(&gold, &found), shown)
    });
    let mut sums = Outcome::default();
    for (outcome, _) in &outcomes {
        sums.iter_mut().zip(outcome).for_each(|(sum, counts)| *sum += *counts);
    }
    let typed = documents.iter().any(|document| document.timex3.is_some());
    let figures = NAMES.iter().zip(sums).filter(|(name, _)| typed || **name != "type");
    Ok(Scores {
        set: "temporal".to_owned(),
        data: data.display().to_string(),
        documents: documents.len(),
        figures: figures.map(|(name, counts)| Figure::prf(*name, counts)).collect(),
        shown: outcomes.into_iter().flat_map(|(_, shown)| shown).collect(),
    })
}

impl Document {
    fn report(&self) -> sayso::ingest::Report {
        let made = self.dct.as_deref().filter(|_| self.timex3.is_some());
        report(&self.id, &self.text, made.and_then(|made| made.get(..10)))
    }
}

fn gold(document: &Document) -> Vec<Timex> {
    let written = document.timex3.as_ref().unwrap_or(&document.timex2);
    let timex =
        |w: &Written| Timex { span: text::range(w.span), kind: w.kind.clone(), value: w.value.clone() };
    let mut gold: Vec<Timex> = written.iter().map(timex).collect();
    gold.sort_by_key(|timex| (timex.span.start, timex.span.end));
    gold
}

fn found(reading: &Reading) -> Vec<Timex> {
    let timex = |time: &Time| Timex {
        span: time.span.start..time.span.end,
        kind: format!("{:?}", time.kind).to_uppercase(),
        value: time.value.clone(),
    };
    let mut found: Vec<Timex> = reading.times.iter().map(timex).collect();
    found.sort_by_key(|timex| (timex.span.start, timex.span.end));
    found
}

/// The counts of one document.
fn count(gold: &[Timex], found: &[Timex]) -> Outcome {
    let pairs = pairs(gold, found);
    let right = |test: &dyn Fn(&Timex, &Timex) -> bool| {
        let right = pairs.iter().filter(|(g, p)| test(&gold[*g], &found[*p])).count();
        Counts::new(gold.len(), found.len(), right)
    };
    [
        right(&|_, _| true),
        right(&|gold, found| gold.span == found.span),
        right(&|gold, found| gold.kind == found.kind),
        right(&|gold, found| gold.value == found.value),
        right(&|gold, found| gold.value == found.value || plain(&gold.value) == plain(&found.value)),
    ]
}

/// A value without what is only spelling: places left open at its end (`1949-XX` for 1949, `199X` for 199), weeks of one
/// digit, units of lengths (`P1E` for `P10Y`, `PT24H` for `P1D`), full hours (`T24` for `T24:00`).
fn plain(value: &str) -> String {
    const UNITS: [(&str, f64, &str); 4] =
        [("E", 10.0, "Y"), ("DE", 10.0, "Y"), ("CE", 100.0, "Y"), ("L", 1000.0, "Y")];
    let value = value.trim_end_matches(['X', '-']);
    if let Some(hours) = value.strip_prefix("PT").and_then(|rest| rest.strip_suffix('H')) {
        let days = hours.parse().ok().filter(|hours: &u32| *hours > 0 && hours.is_multiple_of(24));
        return days.map_or_else(|| value.to_owned(), |hours| format!("P{}D", hours / 24));
    }
    let length = value.strip_prefix('P').and_then(|rest| {
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (count, unit) = rest.split_at(number);
        let (_, times, unit) = UNITS.iter().find(|known| known.0 == unit)?;
        Some(format!("P{}{unit}", count.parse::<f64>().ok()? * times))
    });
    if let Some(length) = length {
        return length;
    }
    let value = value.strip_suffix(":00").unwrap_or(value);
    match value.split_once("-W") {
        Some((year, week)) if week.len() == 1 => format!("{year}-W0{week}"),
        _ => value.to_owned(),
    }
}

/// Pairs `(gold, found)`: each found expression with the first unpaired gold one that it overlaps, the same span first.
/// Both lists are sorted by place.
fn pairs(gold: &[Timex], found: &[Timex]) -> Vec<(usize, usize)> {
    let mut taken = vec![false; gold.len()];
    let mut pairs = Vec::new();
    let mut rest = Vec::new();
    for (p, timex) in found.iter().enumerate() {
        match (0..gold.len()).find(|&g| !taken[g] && gold[g].span == timex.span) {
            Some(g) => {
                taken[g] = true;
                pairs.push((g, p));
            }
            None => rest.push(p),
        }
    }
    for p in rest {
        let span = &found[p].span;
        let overlaps = |g: &usize| gold[*g].span.start < span.end && span.start < gold[*g].span.end;
        if let Some(g) = (0..gold.len()).filter(|&g| !taken[g]).find(overlaps) {
            taken[g] = true;
            pairs.push((g, p));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// What was missed, made up or given another value, a line each.
fn differences(document: &Document, gold: &[Timex], found: &[Timex]) -> Vec<String> {
    let letters: Vec<char> = document.text.chars().collect();
    let around = |span: &Range<usize>| {
        let piece = |range: Range<usize>| {
            letters.get(range).unwrap_or_default().iter().collect::<String>().replace('\n', " ")
        };
        let (before, after) = (span.start.saturating_sub(50), (span.end + 40).min(letters.len()));
        format!("{}[{}]{}", piece(before..span.start), piece(span.clone()), piece(span.end..after))
    };
    let line = |what: &str, timex: &Timex| {
        format!("{} {what}: {} {}: {}", document.id, timex.kind, timex.value, around(&timex.span))
    };
    let pairs = pairs(gold, found);
    let missed = (0..gold.len()).filter(|g| !pairs.iter().any(|pair| pair.0 == *g));
    let extra = (0..found.len()).filter(|p| !pairs.iter().any(|pair| pair.1 == *p));
    let wrong = pairs.iter().filter(|(g, p)| gold[*g].value != found[*p].value);
    missed
        .map(|g| line("missed", &gold[g]))
        .chain(extra.map(|p| line("extra", &found[p])))
        .chain(wrong.map(|&(g, p)| line(&format!("value {} not", found[p].value), &gold[g])))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timex(span: Range<usize>, kind: &str, value: &str) -> Timex {
        Timex { span, kind: kind.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn an_overlap_is_relaxed_and_not_strict() {
        let gold = [timex(0..10, "DATE", "2019-12-17"), timex(20..30, "DURATION", "P3D")];
        let counts = count(&gold, &[timex(3..10, "DATE", "2019-12-17")]);
        let (one, none) = (Counts::new(2, 1, 1), Counts::new(2, 1, 0));
        assert_eq!(counts, [one, none, one, one, one]);
    }

    /// The paper's figure: relaxed F1 0.8 times 1 right value in 2 pairs.
    #[test]
    fn value_and_type_count_among_the_pairs() {
        let gold = [timex(0..5, "DATE", "2019"), timex(6..9, "DATE", "2018")];
        let found = [timex(0..5, "DATE", "2018"), timex(6..9, "TIME", "2018"), timex(12..13, "SET", "P1D")];
        let f1 = count(&gold, &found).map(Counts::f1);
        assert_eq!(f1, [0.8, 0.8, 0.4, 0.4, 0.4]);
    }

    #[test]
    fn an_expression_is_paired_once_and_the_same_span_first() {
        let gold = [timex(0..4, "", "1"), timex(5..9, "", "2")];
        let found = [timex(0..9, "", "1"), timex(5..9, "", "2")];
        assert_eq!(pairs(&gold, &found), [(0, 0), (1, 1)]);
        assert_eq!(count(&gold, &[timex(0..9, "", "1")])[0].right, 1);
    }

    #[test]
    fn spellings_of_one_meaning_are_alike() {
        let pairs = [
            ("1949-XX", "1949"),
            ("199X", "199"),
            ("2000-W7", "2000-W07"),
            ("P1E", "P10Y"),
            ("PT24H", "P1D"),
            ("1989-10-27T24", "1989-10-27T24:00"),
        ];
        for (one, other) in pairs {
            assert_eq!(plain(one), plain(other), "{one}");
        }
        assert_ne!(plain("1949-05"), plain("1949"));
        assert_ne!(plain("PT12H"), plain("P12D"));
        assert_ne!(plain("PXD"), plain("PXW"));
    }

    #[test]
    fn a_day_of_download_is_no_day_of_publication() {
        let read = |json: &str| serde_json::from_str::<Document>(json).unwrap(); // OK because written here
        let war = read(
            r#"{"id": "w", "dct": "2009-12-19", "text": "In 1914", "timex2": [{"span": [3, 7], "val": "1914"}]}"#,
        );
        assert_eq!((war.report().published, gold(&war)), (None, vec![timex(3..7, "", "1914")]));
        let news = read(r#"{"id": "n", "dct": "1998-01-08T18:30", "text": "Today", "timex3": []}"#);
        assert_eq!(news.report().published.as_deref(), Some("1998-01-08"));
    }
}
