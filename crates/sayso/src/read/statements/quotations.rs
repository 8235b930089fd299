//! Words in quotation marks, over sentences and paragraphs.

use std::ops::Range;

use super::super::graph::Graph;
use super::Saying;

/// Whether the content begins in quotation marks.
pub(super) fn quoted(graph: &Graph<'_>, content: &[Range<usize>]) -> bool {
    content.first().is_some_and(|r| {
        let mark = |t: usize| matches!(graph.word(t), "\"" | "“");
        mark(r.start)
            || (r.start > 0
                && mark(r.start - 1)
                && graph.sentence_of(r.start - 1) == graph.sentence_of(r.start))
    })
}

/// Words in one pair of quotation marks: a run in each paragraph that they go through.
type Quotation = Vec<Range<usize>>;

/// A quotation that runs on over sentences and paragraphs belongs to the saying that it begins in.
pub(super) fn extend(graph: &Graph<'_>, sayings: &mut [Saying]) {
    let quotations = quotations(graph);
    for saying in sayings.iter_mut().filter(|s| s.direct) {
        quotations.iter().for_each(|quotation| take(graph, saying, quotation));
    }
}

fn take(graph: &Graph<'_>, saying: &mut Saying, quotation: &Quotation) {
    // where the model has seen the whole window, what it leaves out of a quotation is another's
    let judged = graph.syntax.attributions.is_some();
    let Some(first) = quotation.first() else { return };
    let inside = saying.content.iter().position(|r| r.start < first.end && first.start < r.end);
    let held = |r: &Range<usize>| first.end.min(r.end).saturating_sub(first.start.max(r.start));
    let most = 2 * saying.content.iter().map(held).sum::<usize>() >= first.len();
    if let Some(i) = inside
        && (most || !judged)
        && !first.contains(&saying.cue)
        && graph.sentence_of(first.start) <= graph.sentence_of(saying.content[i].start)
    {
        let run = &mut saying.content[i];
        run.start = run.start.min(first.start);
        run.end = run.end.max(first.end);
        for later in &quotation[1..] {
            saying.content.retain(|r| r.end <= later.start || later.end <= r.start);
            saying.content.push(later.clone());
        }
    }
}

/// Quotations of four words or more. One that is still open at the end of its paragraph goes on where the next begins with
/// an opening mark.
fn quotations(graph: &Graph<'_>) -> Vec<Quotation> {
    let mut out = Vec::new();
    let mut open: Option<Quotation> = None;
    let mut paragraph = None;
    for sentence in &graph.syntax.sentences {
        let tokens = sentence.tokens.clone();
        if paragraph != Some(sentence.paragraph) {
            paragraph = Some(sentence.paragraph);
            open = open.filter(|_| graph.word(tokens.start) == "“").map(|mut pieces| {
                pieces.push(tokens.start..tokens.start + 1);
                pieces
            });
        }
        for t in tokens {
            let began = open.as_ref().and_then(|pieces| pieces.last()).map(|r| r.start);
            match (graph.word(t), began) {
                ("“", Some(start)) if start == t => {}
                ("“", _) | ("\"", None) => open = Some(std::iter::once(t..t + 1).collect()),
                ("\"" | "”", Some(_)) => {
                    out.extend(open.take().map(|pieces| ended(pieces, t + 1)).filter(long));
                }
                _ => {
                    if let Some(last) = open.as_mut().and_then(|pieces| pieces.last_mut()) {
                        last.end = t + 1;
                    }
                }
            }
        }
    }
    out
}

fn ended(mut pieces: Quotation, end: usize) -> Quotation {
    if let Some(last) = pieces.last_mut() {
        last.end = end;
    }
    pieces
}

fn long(quotation: &Quotation) -> bool {
    quotation.iter().map(ExactSizeIterator::len).sum::<usize>() > 5
}
