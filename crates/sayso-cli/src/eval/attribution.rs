//! PolNeAR: who says what, and in which words it is said to be said.
//!
//! The annotation is that of Newell, Margolin and Ruths ("An Attribution Relations Corpus for Political News", LREC 2018):
//! attributions of a source, a cue and a content, nested ones included. The paper gives agreement, and no measure of
//! extraction; the one here is in the way of the agreement figures of such corpora: a part is right if it shares at least
//! one character with the gold part, one to one.
//!
//! - `cue`, `source`, `content`: each part by itself, over all attributions that have it.
//! - `cue + source`, `cue + content`, `whole`: the parts of one gold attribution found in one statement.
//! - `content characters`: micro over the characters of the contents, each attribution with its own (so nested words
//!   count once for each attribution that holds them); a character is right in a statement whose cue is right.
//!
//! ```text
//! gold       [Mary]source [said]cue [it rained and she left]content
//! predicted  [Mary]source [said]cue [it rained]content
//! every part right; content characters P 9/9, R 9/22
//! ```

use std::ops::Range;
use std::path::Path;

use sayso::record::{Reading, Span, Statement};
use serde::Deserialize;

use super::matching::one_to_one;
use super::score::{Counts, Figure, Scores};
use super::{EvalError, Options, Read, documents, each, report, text};

/// A document of the corpus, as far as it is used.
#[derive(Debug, Deserialize)]
struct Document {
    id: String,
    date: Option<String>,
    text: String,
    attributions: Vec<Written>,
}

/// An attribution as the corpus writes it.
#[derive(Debug, Deserialize)]
struct Written {
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    content: Vec<[usize; 2]>,
}

/// The parts of an attribution, each in pieces, in code points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Attribution {
    source: Vec<Range<usize>>,
    cue: Vec<Range<usize>>,
    content: Vec<Range<usize>>,
}

impl From<&Written> for Attribution {
    fn from(written: &Written) -> Self {
        let ranges = |pairs: &[[usize; 2]]| pairs.iter().map(|&pair| text::range(pair)).collect();
        Self { source: ranges(&written.source), cue: ranges(&written.cue), content: ranges(&written.content) }
    }
}

impl From<&Statement> for Attribution {
    fn from(statement: &Statement) -> Self {
        let in_text = |span: &Span| span.part.is_none().then_some(span.start..span.end);
        Self {
            source: statement.source.iter().filter_map(|source| in_text(&source.span)).collect(),
            cue: in_text(&statement.cue).into_iter().collect(),
            content: statement.content.iter().filter_map(in_text).collect(),
        }
    }
}

/// What one report adds to the counts, in the order of [`NAMES`].
type Outcome = [Counts; 7];

/// What is measured.
const NAMES: [&str; 7] =
    ["cue", "source", "content", "cue + source", "cue + content", "whole", "content characters"];

/// Reads the corpus and scores it.
///
/// # Errors
/// When the file cannot be read or holds other documents.
pub(super) fn score(data: &Path, options: &Options, read: Read<'_>) -> Result<Scores, EvalError> {
    let documents: Vec<Document> = documents(data, options.limit)?;
    let outcomes = each(&documents, |document| {
        let reading = read(&report(&document.id, &document.text, document.date.as_deref()));
        let (gold, found) = (gold(document), found(&reading));
        let shown = if options.show { differences(document, &gold, &found) } else { Vec::new() };
        (count(&gold, &found), shown)
    });
    let mut sums = Outcome::default();
    for (outcome, _) in &outcomes {
        sums.iter_mut().zip(outcome).for_each(|(sum, counts)| *sum += *counts);
    }
    Ok(Scores {
        set: "attribution".to_owned(),
        data: data.display().to_string(),
        documents: documents.len(),
        figures: NAMES.iter().zip(sums).map(|(name, counts)| Figure::prf(*name, counts)).collect(),
        shown: outcomes.into_iter().flat_map(|(_, shown)| shown).collect(),
    })
}

fn gold(document: &Document) -> Vec<Attribution> {
    document.attributions.iter().map(Attribution::from).collect()
}

fn found(reading: &Reading) -> Vec<Attribution> {
    reading.statements.iter().map(Attribution::from).collect()
}

/// The counts of one report.
fn count(gold: &[Attribution], found: &[Attribution]) -> Outcome {
    let pairs = cue_pairs(gold, found);
    [
        parts(gold, found, &[|a| &a.cue]),
        parts(gold, found, &[|a| &a.source]),
        parts(gold, found, &[|a| &a.content]),
        parts(gold, found, &[|a| &a.cue, |a| &a.source]),
        parts(gold, found, &[|a| &a.cue, |a| &a.content]),
        parts(gold, found, &[|a| &a.cue, |a| &a.source, |a| &a.content]),
        characters(gold, found, &pairs),
    ]
}

/// One part of an attribution.
type Part = fn(&Attribution) -> &Vec<Range<usize>>;

/// Counts the attributions that have all these parts, and those of which all are met by one statement.
fn parts(gold: &[Attribution], found: &[Attribution], parts: &[Part]) -> Counts {
    let having = |all: &[Attribution]| -> Vec<Attribution> {
        all.iter().filter(|a| parts.iter().all(|part| !part(a).is_empty())).cloned().collect()
    };
    let (gold, found) = (having(gold), having(found));
    let fits = |g: usize, p: usize| parts.iter().all(|part| shared(part(&gold[g]), part(&found[p])) > 0);
    Counts::new(gold.len(), found.len(), one_to_one(gold.len(), found.len(), fits).len())
}

/// Which statement stands for which gold attribution: the cues overlap, and where several do, those that also share
/// content come first.
fn cue_pairs(gold: &[Attribution], found: &[Attribution]) -> Vec<(usize, usize)> {
    let cues = |g: usize, p: usize| shared(&gold[g].cue, &found[p].cue) > 0;
    let both = one_to_one(gold.len(), found.len(), |g, p| {
        cues(g, p) && shared(&gold[g].content, &found[p].content) > 0
    });
    let rest = one_to_one(gold.len(), found.len(), |g, p| {
        cues(g, p) && !both.iter().any(|pair| pair.0 == g || pair.1 == p)
    });
    both.into_iter().chain(rest).collect()
}

/// Characters of the contents: all there are, and those shared within the pairs.
fn characters(gold: &[Attribution], found: &[Attribution], pairs: &[(usize, usize)]) -> Counts {
    let length = |all: &[Attribution]| all.iter().map(|a| shared(&a.content, &a.content)).sum();
    let right = pairs.iter().map(|&(g, p)| shared(&gold[g].content, &found[p].content)).sum();
    Counts::new(length(gold), length(found), right)
}

/// How many characters two lists of pieces share; the pieces of one list do not overlap each other.
fn shared(left: &[Range<usize>], right: &[Range<usize>]) -> usize {
    let both = |a: &Range<usize>, b: &Range<usize>| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    left.iter().map(|a| right.iter().map(|b| both(a, b)).sum::<usize>()).sum()
}

/// Cues that were missed and cues too many, and sources that are wrong at a right cue, a line each.
fn differences(document: &Document, gold: &[Attribution], found: &[Attribution]) -> Vec<String> {
    let pairs = cue_pairs(gold, found);
    let words = |ranges: &[Range<usize>]| {
        let piece =
            |r: &Range<usize>| -> String { document.text.chars().skip(r.start).take(r.len()).collect() };
        ranges.iter().map(piece).collect::<Vec<_>>().join(" ... ").replace('\n', " ")
    };
    let line = |what: &str, a: &Attribution| {
        format!("{} {what}: [{}] [{}] [{}]", document.id, words(&a.source), words(&a.cue), words(&a.content))
    };
    let missed = (0..gold.len()).filter(|g| !pairs.iter().any(|pair| pair.0 == *g));
    let extra = (0..found.len()).filter(|p| !pairs.iter().any(|pair| pair.1 == *p));
    let wrong = pairs
        .iter()
        .filter(|(g, p)| !gold[*g].source.is_empty() && shared(&gold[*g].source, &found[*p].source) == 0);
    missed
        .map(|g| line("missed", &gold[g]))
        .chain(extra.map(|p| line("extra", &found[p])))
        .chain(wrong.map(|&(g, p)| {
            format!("{}; found source [{}]", line("source", &gold[g]), words(&found[p].source))
        }))
        .collect()
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "a part in one piece is a list of one range")]
mod tests {
    use super::super::made;
    use super::*;

    fn gold() -> Vec<Attribution> {
        let outer = Attribution { source: vec![0..4], cue: vec![5..9], content: vec![10..30] };
        let nested = Attribution { source: vec![10..13], cue: vec![14..18], content: vec![20..30] };
        vec![outer, nested]
    }

    fn found(statements: &[Statement]) -> Vec<Attribution> {
        statements.iter().map(Attribution::from).collect()
    }

    #[test]
    fn the_gold_is_right() {
        let all = Counts::new(2, 2, 2);
        assert_eq!(count(&gold(), &gold()), [all, all, all, all, all, all, Counts::new(30, 30, 30)]);
    }

    #[test]
    fn half_a_content_is_found_but_not_its_characters() {
        let found = found(&[made::statement(Some(0..4), 5..9, &[10..20])]);
        let outcome = count(&gold(), &found);
        assert_eq!(outcome[2], Counts::new(2, 1, 1));
        assert_eq!(outcome[6], Counts::new(30, 10, 10));
    }

    #[test]
    fn a_source_at_the_wrong_cue_counts_only_by_itself() {
        let found = found(&[made::statement(Some(10..13), 5..9, &[])]);
        let outcome = count(&gold(), &found);
        assert_eq!(outcome[1].right, 1);
        assert_eq!(outcome[3], Counts::new(2, 1, 0));
        assert_eq!(outcome[4], Counts::new(2, 0, 0));
    }

    #[test]
    fn one_cue_is_matched_once() {
        let found = found(&[made::statement(None, 5..7, &[]), made::statement(None, 7..9, &[])]);
        assert_eq!(count(&gold(), &found)[0], Counts::new(2, 2, 1));
    }

    #[test]
    fn pairs_prefer_shared_content() {
        let far = made::statement(None, 5..9, &[40..50]);
        let near = made::statement(None, 5..9, &[10..12]);
        assert_eq!(cue_pairs(&gold()[..1], &found(&[far, near])), [(0, 1)]);
    }
}
