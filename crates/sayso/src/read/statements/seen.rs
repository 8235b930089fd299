//! Sayings as the model sees them, with what the rows of cues know of their words.

use std::ops::Range;

use crate::record::{Act, Factuality};
use crate::tables::{Construction, Cue};

use super::super::annotations::Attribution;
use super::super::graph::Graph;
use super::Saying;
use super::channels::channels;
use super::constructions::{flipped, negated, rest};
use super::quotations::quoted;
use super::runs::runs;

/// From this mean probability of its words on, a cue is one by itself.
const ALONE: f32 = 0.5;
/// From here on, one that a row finds in the tree as well.
const WITH_ROW: f32 = 0.3;

/// What is said, by both: a saying that the model sees with the spans that it sees; one that only a row finds stands where
/// the model has no reason against it.
pub(super) fn weigh(graph: &Graph<'_>, told: Vec<Saying>, seen: &[Attribution]) -> Vec<Saying> {
    let met = |a: &Attribution, s: &Saying| a.cue.start < s.cue_words.end && s.cue_words.start < a.cue.end;
    let mut out = Vec::new();
    for a in seen {
        let row = told.iter().find(|s| met(a, s));
        if a.score >= if row.is_some() { WITH_ROW } else { ALONE } {
            out.extend(saying(graph, a, row));
        }
    }
    out.sort_by_key(|s| (s.cue, s.cue_words.start));
    out.dedup_by_key(|s| s.cue);
    out
}

/// A saying with the model's spans, or the tree's where the model sees none.
fn saying(graph: &Graph<'_>, a: &Attribution, row: Option<&Saying>) -> Option<Saying> {
    let words = |runs: &[Range<usize>]| runs.iter().cloned().flatten().collect::<Vec<usize>>();
    let mut content = runs(graph, &whole(graph, &words(&a.content), a.cue.start));
    if content.is_empty() {
        content = row?.content.clone();
    }
    let source_words = source(graph, &a.source, &a.cue);
    let theirs = row.and_then(|s| s.source);
    let source = match &source_words {
        // the tree's own, which knows whom `who` stands for
        Some(words) => {
            let head = top(graph, words.clone());
            Some(theirs.filter(|s| words.contains(s)).unwrap_or_else(|| graph.antecedent(head)))
        }
        None => theirs,
    };
    let direct = quoted(graph, &content);
    let (cue, act, factuality) = match row {
        Some(s) => (s.cue, s.act, s.factuality),
        None => by_its_words(graph, &a.cue, &content, direct),
    };
    let mut via = channels(graph, cue);
    via.extend(row.iter().flat_map(|s| s.via.clone()));
    via.retain(|v| !content.iter().any(|r| r.contains(&v.start)));
    via.sort_by_key(|v| v.start);
    via.dedup();
    Some(Saying {
        cue,
        cue_words: a.cue.clone(),
        act,
        source,
        source_words,
        content,
        direct,
        via,
        factuality,
        within: None,
    })
}

/// The words in the cue's own sentence; of other sentences only those of which the model takes most. A few words far off are
/// a slip.
fn whole(graph: &Graph<'_>, words: &[usize], cue: usize) -> Vec<usize> {
    let here = graph.sentence_of(cue);
    let mut out = Vec::new();
    for part in words.chunk_by(|a, b| graph.sentence_of(*a) == graph.sentence_of(*b)) {
        let sentence = graph.sentence_of(part[0]);
        let most = 2 * part.len() >= graph.syntax.sentences[sentence].tokens.len();
        if sentence == here || most {
            out.extend(part);
        }
    }
    out
}

/// The run of words that names the source: of several that with a noun or pronoun next to the cue.
fn source(graph: &Graph<'_>, seen: &[Range<usize>], cue: &Range<usize>) -> Option<Range<usize>> {
    let words: Vec<usize> = seen.iter().cloned().flatten().collect();
    let named = |r: &Range<usize>| r.clone().any(|t| graph.is_noun(t) || graph.token(t).upos == "PRON");
    let far = |r: &Range<usize>| r.start.abs_diff(cue.start);
    runs(graph, &words).into_iter().min_by_key(|r| (!named(r), far(r)))
}

/// The highest word of a run in its tree, a noun or pronoun where there is one.
fn top(graph: &Graph<'_>, run: Range<usize>) -> usize {
    let outside = |t: usize| graph.head(t).is_none_or(|h| !run.contains(&h));
    let named = |t: usize| graph.is_noun(t) || graph.token(t).upos == "PRON";
    let tops = || run.clone().filter(|&t| outside(t));
    tops()
        .find(|&t| named(t))
        .or_else(|| run.clone().find(|&t| named(t)))
        .unwrap_or_else(|| tops().next().unwrap_or(run.start))
}

/// Main word, act and factuality of a cue that no construction found: by a row for one of its words, whatever the
/// construction. What is quoted after a cue without a row is said; of all else nothing is known.
fn by_its_words(
    graph: &Graph<'_>,
    cue: &Range<usize>,
    content: &[Range<usize>],
    direct: bool,
) -> (usize, Act, Factuality) {
    let row = |t: usize| {
        let lemma = graph.lemma(t).to_lowercase();
        let rows = graph.tables.attribution.cues(&lemma);
        let fits = |c: &&Cue| rest(graph, t, c);
        let infinitive = content.first().is_some_and(|r| graph.is(r.start, "to"));
        let likely = |c: &&Cue| fits(c) && (c.construction == Construction::Xcomp) == infinitive;
        rows.iter().find(likely).or_else(|| rows.iter().find(fits)).map(|c| (t, c))
    };
    if let Some((t, c)) = cue.clone().find_map(row) {
        return (t, c.act, if negated(graph, t) { flipped(c.factuality) } else { c.factuality });
    }
    let main = top_word(graph, cue);
    (main, Act::Say, if direct { Factuality::CertainPositive } else { Factuality::Underspecified })
}

/// The highest word of a run in its tree.
fn top_word(graph: &Graph<'_>, run: &Range<usize>) -> usize {
    run.clone().find(|&t| graph.head(t).is_none_or(|h| !run.contains(&h))).unwrap_or(run.start)
}
