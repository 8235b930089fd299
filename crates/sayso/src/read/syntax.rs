//! Scores of a pack to sentences, tags, lemmas, trees and entity spans.

use std::ops::Range;

use super::anchors::{Anchors, Words};
use super::annotations::{
    Anchor, Attribution, EntitySpan, Judgment, Part, PartScore, Sentence, Syntax, Token,
};
use super::encoder::math::softmax;
use super::heads::{Head, Heads, Tags};
use super::labels::Labels;
use super::sayings::Says;
use super::tree::best_tree;
use super::windows::Window;

/// Probability of a word to tell of an event from which on it is looked at whatever its part of speech.
const EVENT: f32 = 0.1;

/// Decodes the windows of one pack. `words` holds the vector of each of their words, `roots` that of each window's `[CLS]`.
/// Where windows are `whole`, each is one sentence whatever the model says.
pub(crate) fn decode(
    heads: &Heads,
    labels: &Labels,
    windows: &[Window<'_>],
    words: &[f32],
    roots: &[f32],
    whole: bool,
) -> Syntax {
    let (tags, arcs) = (heads.tags(words), heads.arcs(words, roots));
    let mut out = Syntax::default();
    let mut tree: Vec<Option<usize>> = Vec::new();
    for (n, window) in windows.iter().enumerate() {
        let start = tree.len();
        out.windows.push(start);
        let ends = |i: usize| !whole && tags.best(Head::End, i) == labels.end;
        for (paragraph, tokens) in window.parts.iter().flat_map(|(paragraph, words)| {
            let words = start + words.start..start + words.end;
            sentences(words, ends).into_iter().map(move |s| (*paragraph, s))
        }) {
            let found = best_tree(&arcs.scores(tokens.clone(), n), tokens.len());
            tree.extend(found.into_iter().map(|head| head.map(|h| h + tokens.start)));
            out.spans.extend(spans(&tags, labels, tokens.clone()));
            out.sentences.push(Sentence { tokens, paragraph });
        }
    }
    if let Some(says) = &heads.says {
        out.attributions = Some(attributions(says, &tags, windows, words));
    }
    if labels.judges {
        out.judgments = (0..tree.len()).map(|i| judgment(&tags, i)).collect();
    }
    let relations = heads.relations(words, &tree, labels.root);
    let all = windows.iter().flat_map(|w| w.words.iter().zip(&w.ranges));
    out.tokens.extend(all.enumerate().map(|(i, (word, range))| Token {
        range: range.clone(),
        lemma: uncut(
            labels.lemma[tags.best(Head::Lemma, i)].apply(word),
            word,
            labels.upos[tags.best(Head::Upos, i)],
        ),
        upos: labels.upos[tags.best(Head::Upos, i)],
        xpos: labels.xpos[tags.best(Head::Xpos, i)],
        head: tree[i].unwrap_or(i),
        deprel: labels.deprel[relations[i]],
    }));
    if let Some(head) = &heads.anchors {
        out.anchors = anchors(head, &out, windows, words);
    }
    out
}

/// What gives the events of each window their days and places.
fn anchors(head: &Anchors, read: &Syntax, windows: &[Window<'_>], words: &[f32]) -> Vec<Anchor> {
    let width = words.len() / read.tokens.len().max(1);
    let (mut out, mut start) = (Vec::new(), 0);
    for window in windows {
        let end = start + window.words.len();
        let of =
            |fits: &dyn Fn(usize) -> bool| (start..end).filter(|&i| fits(i)).map(|i| i - start).collect();
        let all = Words { events: of(&|i| tells(read, i)), givers: of(&|i| gives(&read.tokens[i])) };
        let found = head.find(&all, &words[start * width..end * width], width);
        out.extend(found.into_iter().map(|a| a.moved(start)));
        start = end;
    }
    out
}

/// Whether a word may tell of an event.
fn tells(read: &Syntax, i: usize) -> bool {
    matches!(read.tokens[i].upos, "VERB" | "NOUN")
        || read.judgments.get(i).is_some_and(|j| j.event[0] < 1.0 - EVENT)
}

/// Whether a word may stand in an expression of time or the name of a place.
fn gives(token: &Token) -> bool {
    matches!(token.upos, "PROPN" | "NOUN" | "NUM" | "ADV" | "ADJ")
}

/// The lemma, but of a preposition or conjunction that the script only cut short (`f` of `for`) its form: these have no
/// endings.
fn uncut(lemma: String, form: &str, upos: &str) -> String {
    let form = form.to_lowercase();
    let cut =
        matches!(upos, "ADP" | "SCONJ" | "CCONJ") && lemma.len() < form.len() && form.starts_with(&lemma);
    if cut { form } else { lemma }
}

/// Who says what in each window.
fn attributions(says: &Says, tags: &Tags<'_>, windows: &[Window<'_>], words: &[f32]) -> Vec<Attribution> {
    let count: usize = windows.iter().map(|w| w.words.len()).sum();
    let width = words.len() / count.max(1);
    let (mut out, mut start) = (Vec::new(), 0);
    for window in windows {
        let end = start + window.words.len();
        let cues: Vec<(f32, f32)> = (start..end).map(|i| cue(tags, i)).collect();
        let found = says.find(&cues, &words[start * width..end * width]);
        out.extend(found.into_iter().map(|a| a.moved(start)));
        start = end;
    }
    out
}

/// Probabilities that a word begins a cue, and that it goes on with one.
fn cue(tags: &Tags<'_>, i: usize) -> (f32, f32) {
    let mut row = tags.row(Head::Cue, i).to_vec();
    let width = row.len();
    softmax(&mut row, width);
    (row[1], row[2])
}

/// What the heads for events hold of a word.
fn judgment(tags: &Tags<'_>, i: usize) -> Judgment {
    let probabilities = |n: usize| {
        let mut row = tags.row(Head::Judge(n), i).to_vec();
        let width = row.len();
        softmax(&mut row, width);
        row
    };
    let mut event = [0.0; 17];
    event.copy_from_slice(&probabilities(0));
    let (mut certainties, mut happened) = ([0.0; 7], [0.0; 7]);
    certainties.copy_from_slice(&probabilities(2));
    happened.copy_from_slice(&probabilities(12));
    let parts = Part::ALL.map(|part| {
        let row = probabilities(3 + part as usize);
        PartScore { begins: row[1], goes_on: row[2] }
    });
    Judgment { event, real: probabilities(1)[1], certainties, happened, parts }
}

/// Runs of words up to each that ends a sentence; the last one always does.
fn sentences(words: Range<usize>, ends: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut start = words.start;
    let mut out = Vec::new();
    for i in words.clone() {
        if i + 1 == words.end || ends(i) {
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

/// Appends what was found in a later pack.
pub(crate) fn append(all: &mut Syntax, pack: Syntax) {
    let offset = all.tokens.len();
    let moved = |range: Range<usize>| range.start + offset..range.end + offset;
    all.tokens.extend(pack.tokens.into_iter().map(|t| Token { head: t.head + offset, ..t }));
    all.sentences.extend(pack.sentences.into_iter().map(|s| Sentence { tokens: moved(s.tokens), ..s }));
    all.judgments.extend(pack.judgments);
    if let Some(later) = pack.attributions {
        all.attributions.get_or_insert_default().extend(later.into_iter().map(|a| a.moved(offset)));
    }
    all.windows.extend(pack.windows.into_iter().map(|start| start + offset));
    all.anchors.extend(pack.anchors.into_iter().map(|a| a.moved(offset)));
    all.spans.extend(pack.spans.into_iter().map(|s| EntitySpan { tokens: moved(s.tokens), ..s }));
}
