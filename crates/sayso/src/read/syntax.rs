//! Scores of a window to sentences, tags, lemmas, trees and entity spans.

use std::ops::Range;

use super::annotations::{EntitySpan, Sentence, Syntax, Token};
use super::heads::{Head, Heads, Tags};
use super::labels::Labels;
use super::tree::best_tree;
use super::windows::Window;

/// Decodes one window. `words` holds the vector of each of its words, `root` that of its `[CLS]`. A window that is `whole`
/// is one sentence whatever the model says.
pub(crate) fn decode(
    heads: &Heads,
    labels: &Labels,
    window: &Window<'_>,
    words: &[f32],
    root: &[f32],
    whole: bool,
) -> Syntax {
    let tags = heads.tags(words);
    let count = window.words.len();
    let sentences = if whole { vec![0..count] } else { sentences(&tags, labels, count) };
    let arcs = heads.arcs(words, root);
    let mut tree = Vec::with_capacity(count);
    for sentence in &sentences {
        let scores = arcs.scores(sentence.clone());
        let found = best_tree(&scores, sentence.len());
        tree.extend(found.into_iter().map(|head| head.map(|h| h + sentence.start)));
    }
    let relations = heads.relations(words, &tree, labels.root);
    let token = |i: usize| Token {
        range: window.ranges[i].clone(),
        lemma: labels.lemma[tags.best(Head::Lemma, i)].apply(window.words[i]),
        upos: labels.upos[tags.best(Head::Upos, i)],
        xpos: labels.xpos[tags.best(Head::Xpos, i)],
        head: tree[i].unwrap_or(i),
        deprel: labels.deprel[relations[i]],
    };
    Syntax {
        tokens: (0..count).map(token).collect(),
        spans: sentences.iter().flat_map(|s| spans(&tags, labels, s.clone())).collect(),
        sentences: sentences
            .into_iter()
            .map(|tokens| Sentence { tokens, paragraph: window.paragraph })
            .collect(),
    }
}

/// Runs of words up to each that ends a sentence; the window's last word always does.
fn sentences(tags: &Tags<'_>, labels: &Labels, count: usize) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut out = Vec::new();
    for i in 0..count {
        if i + 1 == count || tags.best(Head::End, i) == labels.end {
            out.push(start..i + 1);
            start = i + 1;
        }
    }
    out
}

/// The spans of all schemes in one sentence, in the order of the text, then of the schemes.
fn spans(tags: &Tags<'_>, labels: &Labels, sentence: Range<usize>) -> Vec<EntitySpan> {
    let mut out = Vec::new();
    for (n, (scheme, _, bio)) in labels.schemes.iter().enumerate() {
        let scores = sentence.clone().flat_map(|i| tags.row(Head::Entities(n), i).iter().copied()).collect();
        out.extend(bio.decode(scores).into_iter().map(|found| EntitySpan {
            tokens: found.tokens.start + sentence.start..found.tokens.end + sentence.start,
            scheme: *scheme,
            label: found.label,
            score: found.score,
        }));
    }
    out.sort_by_key(|span| (span.tokens.start, span.tokens.end, span.scheme));
    out
}

/// Appends what was found in a later window.
pub(crate) fn append(all: &mut Syntax, window: Syntax) {
    let offset = all.tokens.len();
    let moved = |range: Range<usize>| range.start + offset..range.end + offset;
    all.tokens.extend(window.tokens.into_iter().map(|t| Token { head: t.head + offset, ..t }));
    all.sentences.extend(window.sentences.into_iter().map(|s| Sentence { tokens: moved(s.tokens), ..s }));
    all.spans.extend(window.spans.into_iter().map(|s| EntitySpan { tokens: moved(s.tokens), ..s }));
}
