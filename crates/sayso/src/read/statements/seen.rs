//! Sayings as the model sees them, with what the rows of cues know of their words.

use std::ops::Range;

use crate::record::{Act, Factuality};
use crate::tables::Construction;

use super::super::annotations::Attribution;
use super::super::graph::Graph;
use super::Saying;
use super::constructions::{flipped, negated};
use super::quotations::quoted;
use super::runs::runs;

/// From this mean probability of its words on, a cue is one by itself.
const ALONE: f32 = 0.65;
/// From here on, one that a row finds in the tree as well.
const WITH_ROW: f32 = 0.5;
/// From here on, one that leaves little doubt: a colon and a quotation, a row for a claim, a denial, a vow, a call.
const PLAIN: f32 = 0.35;
/// From here on, if only its words have a row, and not its construction.
const LIKELY: f32 = 0.5;

/// What is said, by both: a saying that the model sees with the spans that it sees; one that only a row finds stands where
/// the model has no reason against it.
pub(super) fn weigh(graph: &Graph<'_>, told: Vec<Saying>, seen: &[Attribution]) -> Vec<Saying> {
    let met = |a: &Attribution, s: &Saying| a.cue.start < s.cue_words.end && s.cue_words.start < a.cue.end;
    let mut out = Vec::new();
    for a in seen {
        // both stand in the order of the text
        let first = told.partition_point(|s| s.cue_words.end <= a.cue.start);
        let row = told.get(first).filter(|s| met(a, s));
        if a.score >= least(graph, a, row) {
            out.extend(saying(graph, a, row));
        }
    }
    let missed = |s: &Saying| {
        let first = seen.partition_point(|a| a.cue.end <= s.cue_words.start);
        !seen[first..].iter().take_while(|a| met(a, s)).any(|a| a.score >= WITH_ROW)
    };
    out.extend(told.iter().filter(|s| missed(s) && stands(graph, s)).cloned());
    out.sort_by_key(|s| (s.cue, s.cue_words.start));
    out.dedup_by_key(|s| s.cue);
    out
}

/// What a saying must have to be shown.
fn least(graph: &Graph<'_>, a: &Attribution, row: Option<&Saying>) -> f32 {
    let known = || known(graph, &a.cue, &[], false).map(|(_, act, _)| act);
    match row.map(|s| s.act).or_else(known) {
        _ if after_colon(graph, a).is_some() => PLAIN,
        None => ALONE,
        Some(_) if row.is_none() && a.score < LIKELY => ALONE,
        Some(Act::Say | Act::Think | Act::Estimate | Act::Report | Act::Praise | Act::Criticise) => WITH_ROW,
        Some(_) => PLAIN,
    }
}

/// Whether a saying that only the tree shows is one: the model learned from reports on politics, where hardly anybody is
/// "reportedly killed" and little is said within what others say.
fn stands(graph: &Graph<'_>, s: &Saying) -> bool {
    let doubt = matches!(s.act, Act::Think | Act::Estimate);
    match graph.token(s.cue).upos {
        "ADV" | "ADJ" | "NOUN" => !doubt,
        "ADP" | "SCONJ" => true,
        // "was accused of shooting two men": without it the reporter himself would say so
        _ if graph.passive(s.cue) => true,
        _ => s.source.is_some() && told_that(graph, s.cue),
    }
}

/// "told a friend that ...": said once, in so many words.
fn told_that(graph: &Graph<'_>, verb: usize) -> bool {
    let that = |c: usize| graph.child(c, "mark").is_some_and(|m| graph.is(m, "that"));
    matches!(graph.token(verb).xpos, "VBD" | "VBN") && graph.child(verb, "ccomp").is_some_and(that)
}

/// A saying with the model's spans, or the tree's where the model sees none.
fn saying(graph: &Graph<'_>, a: &Attribution, row: Option<&Saying>) -> Option<Saying> {
    let theirs = row.and_then(|s| s.source);
    let mut source_words = source(graph, a, theirs)
        .or_else(|| after_according(graph, &a.cue))
        .or_else(|| subject(graph, &a.cue));
    let content = content(graph, a, source_words.as_ref(), row)?;
    let mut source = match &source_words {
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
    if source.is_some_and(|s| spoken_of(graph, cue, s)) {
        source = graph.children(cue).iter().copied().find(|&c| graph.token(c).deprel == "obl:agent");
        source_words = None;
    }
    if source.is_some_and(|s| nobody(graph, s)) {
        return None;
    }
    Some(Saying {
        cue,
        cue_words: a.cue.clone(),
        act,
        source,
        source_words,
        content,
        direct,
        factuality,
        within: None,
    })
}

/// The content that the model sees, without slips: words of the source or of what stands before a quotation, a few words
/// in another sentence, a word or two left out, the day and place of the saying ("said on Monday that ..."). Where it sees
/// none, the tree's.
fn content(
    graph: &Graph<'_>,
    a: &Attribution,
    source: Option<&Range<usize>>,
    row: Option<&Saying>,
) -> Option<Vec<Range<usize>>> {
    let taken = |t: usize| a.cue.contains(&t) || source.is_some_and(|s| s.contains(&t));
    let subject = row.and_then(|s| s.source).filter(|&s| graph.head(s).is_some_and(|v| a.cue.contains(&v)));
    let named = |t: usize| t < a.cue.start && subject.is_some_and(|s| graph.below(t, s));
    let seen: Vec<usize> = a.content.iter().cloned().flatten().filter(|&t| !taken(t) && !named(t)).collect();
    let mut words = whole(graph, &seen, a.cue.start);
    words.extend(left_out(graph, &words).into_iter().filter(|&t| !taken(t)));
    words.sort_unstable();
    words.extend(below(graph, a, &words).into_iter().filter(|&t| !taken(t)));
    words.sort_unstable();
    words.dedup();
    if let Some(quotation) = after_colon(graph, a) {
        words.retain(|&t| t >= quotation);
    }
    if let Some(clause) = clause(graph, a, &words, row) {
        words.retain(|&t| t < a.cue.start || t >= clause);
    }
    // "claimed the attack on the barracks by text message"
    while words.last().is_some_and(|&t| graph.relation(t) == "case" && graph.head(t).is_some_and(|h| h > t)) {
        words.pop();
    }
    let content = runs(graph, &words);
    if content.is_empty() { row.map(|s| s.content.clone()) } else { Some(content) }
}

/// So many words that the model leaves out of a content belong to it.
const LEFT_OUT: usize = 2;
/// So many words may stand between a cue and the `that` of its clause.
const BEFORE_THAT: usize = 12;

/// What hangs on words of the content, in pieces between them or behind them; the model drops out of long phrases. Longer
/// pieces are rather slips of the tree.
fn below(graph: &Graph<'_>, a: &Attribution, words: &[usize]) -> Vec<usize> {
    let apart = |t: usize| a.cue.clone().any(|c| graph.below(c, t));
    let has = |t: usize| words.binary_search(&t).is_ok();
    let all = words.iter().filter(|&&t| !apart(t)).flat_map(|&t| graph.subtree(t));
    let mut new: Vec<usize> = all.filter(|&t| !has(t)).collect();
    new.sort_unstable();
    new.dedup();
    let joined = |piece: &&[usize]| {
        let (first, end) = (piece[0], piece[piece.len() - 1] + 1);
        first > 0 && has(first - 1) && piece.len() <= if has(end) { DROPPED } else { CUT_OFF }
    };
    new.chunk_by(|x, y| x + 1 == *y).filter(joined).flatten().copied().collect()
}

/// So many words in the middle of a phrase are taken from the tree.
const DROPPED: usize = 20;
/// So many words at its end.
const CUT_OFF: usize = 8;

fn left_out(graph: &Graph<'_>, words: &[usize]) -> Vec<usize> {
    let gap =
        |w: &&[usize]| w[1] - w[0] <= 1 + LEFT_OUT && graph.sentence_of(w[0]) == graph.sentence_of(w[1]);
    words.windows(2).filter(gap).flat_map(|w| w[0] + 1..w[1]).collect()
}

/// The quotation that a colon behind the cue announces: "captioned: ...".
fn after_colon(graph: &Graph<'_>, a: &Attribution) -> Option<usize> {
    let colon =
        (a.cue.end - 1..=a.cue.end).find(|&t| t < graph.syntax.tokens.len() && graph.word(t) == ":")?;
    (colon + 1 < graph.syntax.tokens.len() && matches!(graph.word(colon + 1), "“" | "\""))
        .then_some(colon + 1)
}

/// Where the clause begins that the cue brings, if other words of the cue's stand before it.
fn clause(graph: &Graph<'_>, a: &Attribution, words: &[usize], row: Option<&Saying>) -> Option<usize> {
    let first = *words.iter().find(|&&t| t >= a.cue.end)?;
    let near = (first + 1..first + BEFORE_THAT).take_while(|&t| t < graph.syntax.tokens.len());
    let theirs = |t: usize| row.is_some_and(|s| s.content.iter().any(|r| r.start == t));
    let begins = |t: usize| {
        graph.is(t, "that") && graph.relation(t) == "mark" && {
            let clause = graph.head(t);
            let outside = (first..t).all(|x| clause.is_some_and(|c| !graph.below(x, c)));
            outside && clause.and_then(|c| graph.head(c)).is_some_and(|v| a.cue.contains(&v))
        }
    };
    near.into_iter().find(|&t| begins(t) || theirs(t) && graph.is(t, "that"))
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

/// The words that name the source: of several runs the one that the tree says, or that with a noun or pronoun next to the
/// cue. Where the model and the tree mean the same, the words of both.
fn source(graph: &Graph<'_>, a: &Attribution, theirs: Option<usize>) -> Option<Range<usize>> {
    let words: Vec<usize> = a.source.iter().cloned().flatten().collect();
    let phrase = theirs.map(|head| graph.phrase(head)).filter(|p| !p.contains(&a.cue.start));
    let same = |r: &Range<usize>| phrase.as_ref().is_some_and(|p| p.start < r.end && r.start < p.end);
    let named = |r: &Range<usize>| r.clone().any(|t| graph.is_noun(t) || graph.token(t).upos == "PRON");
    let far = |r: &Range<usize>| r.start.abs_diff(a.cue.start);
    let mut run = runs(graph, &words).into_iter().min_by_key(|r| (!same(r), !named(r), far(r)))?;
    // "the governor had" of "the governor had confirmed"
    while run.len() > 1 && graph.token(run.end - 1).upos == "AUX" {
        run.end -= 1;
    }
    // "The press office of the campaign against X's forces announced": X's forces are part of the office's words
    let within = theirs
        .filter(|&t| !same(&run) && !graph.below(a.cue.start, t) && run.clone().all(|x| graph.below(x, t)));
    match &phrase {
        Some(phrase) if within.is_some() => Some(phrase.clone()),
        Some(phrase) if same(&run) => Some(run.start.min(phrase.start)..run.end.max(phrase.end)),
        _ => Some(run),
    }
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

/// The subject of a verb of saying that the model leaves without a source.
fn subject(graph: &Graph<'_>, cue: &Range<usize>) -> Option<Range<usize>> {
    let verb = cue.clone().find(|&t| graph.is_verb(t) && graph.relation(t) != "aux" && !graph.passive(t))?;
    let head = graph.child(verb, "nsubj").filter(|&s| graph.is_noun(s))?;
    let phrase = graph.phrase(head);
    (phrase.end <= cue.start || phrase.start >= cue.end).then_some(phrase)
}

/// "X is accused of ...", "is thought to have ...": the one who is spoken of says nothing, but for "X was quoted as saying".
fn spoken_of(graph: &Graph<'_>, cue: usize, source: usize) -> bool {
    let quoted = graph.tables.classes.holds("quoted", &graph.lemma(cue).to_lowercase());
    let subject = graph.children(cue).iter().any(|&c| c == source && graph.token(c).deprel == "nsubj:pass");
    subject && graph.passive(cue) && !quoted
}

/// "No one has claimed responsibility" is nobody's claim.
fn nobody(graph: &Graph<'_>, source: usize) -> bool {
    let none = |lemma: &str| graph.tables.classes.holds("nobody", &lemma.to_lowercase());
    none(graph.lemma(source))
        || graph.children(source).iter().any(|&c| graph.relation(c) == "det" && none(graph.lemma(c)))
}

/// The phrase behind `according to` and its like, which always name a source.
fn after_according(graph: &Graph<'_>, cue: &Range<usize>) -> Option<Range<usize>> {
    let last = cue.end - 1;
    if !graph.is(cue.start, "accord") && !graph.is(cue.start, "according") || !graph.is(last, "to") {
        return None;
    }
    let sentence = graph.syntax.sentences[graph.sentence_of(last)].tokens.end;
    let noun = (cue.end..sentence.min(cue.end + 8)).find(|&t| {
        graph.is_noun(t)
            && graph.head(t).is_none_or(|h| h < cue.end || !matches!(graph.relation(t), "compound" | "nmod"))
    })?;
    let phrase = graph.phrase(noun);
    Some(phrase.start.max(cue.end)..phrase.end)
}

/// Main word, act and factuality of a cue that no construction found: by the rows for its words, a verb's before a noun's,
/// an adjective's and an adverb's. What is quoted after a cue without a row is said; of all else nothing is known.
fn by_its_words(
    graph: &Graph<'_>,
    cue: &Range<usize>,
    content: &[Range<usize>],
    direct: bool,
) -> (usize, Act, Factuality) {
    known(graph, cue, content, direct).unwrap_or_else(|| {
        let held = if direct { Factuality::CertainPositive } else { Factuality::Underspecified };
        (top_word(graph, cue), Act::Say, held)
    })
}

/// What the rows know of a cue.
fn known(
    graph: &Graph<'_>,
    cue: &Range<usize>,
    content: &[Range<usize>],
    direct: bool,
) -> Option<(usize, Act, Factuality)> {
    let place = place(graph, content, direct);
    let sense = |t: usize| {
        let beside = |w: &str| {
            let children = graph.children(t).iter().copied();
            let below = children.flat_map(|c| std::iter::once(c).chain(graph.children(c).iter().copied()));
            cue.clone().filter(|&x| x != t).chain(below).any(|x| graph.is(x, w))
        };
        let pos = part_of_speech(graph, t);
        let row = graph.tables.attribution.sense(&graph.lemma(t).to_lowercase(), pos, place, beside)?;
        let rank = ["verb", "noun", "adj", "adv", "adp"].iter().position(|p| *p == pos)?;
        Some((rank, std::cmp::Reverse(row.rest.len()), t, row))
    };
    let (.., t, row) = cue.clone().filter_map(sense).min_by_key(|s| (s.0, s.1, s.2))?;
    Some((t, row.act, if negated(graph, t) { flipped(row.factuality) } else { row.factuality }))
}

/// How the content hangs together, as the rows of cues name it.
fn place(graph: &Graph<'_>, content: &[Range<usize>], direct: bool) -> Option<Construction> {
    let first = content.first()?;
    let main = top_word(graph, first);
    let clause = graph.is_verb(main) || graph.child(main, "cop").is_some();
    Some(match (direct, graph.is(first.start, "to"), clause) {
        (true, ..) => Construction::Quote,
        (_, true, _) => Construction::Xcomp,
        (.., true) => Construction::Ccomp,
        _ => Construction::Obj,
    })
}

/// A word's part of speech as the rows of cues name it.
fn part_of_speech(graph: &Graph<'_>, t: usize) -> &'static str {
    match graph.token(t).upos {
        _ if graph.is_verb(t) => "verb",
        "NOUN" | "PROPN" => "noun",
        "ADJ" => "adj",
        "ADV" => "adv",
        "ADP" | "SCONJ" => "adp",
        _ => "",
    }
}

/// The highest word of a run in its tree.
fn top_word(graph: &Graph<'_>, run: &Range<usize>) -> usize {
    run.clone().find(|&t| graph.head(t).is_none_or(|h| !run.contains(&h))).unwrap_or(run.start)
}

/// Whether the contents of two sayings have words in common.
fn touches(a: &Saying, b: &Saying) -> bool {
    a.content.iter().any(|x| b.content.iter().any(|y| x.start < y.end && y.start < x.end))
}

/// What two sayings beside each other both take for their content is that of the nearer cue: "A said X, while B said Y".
pub(super) fn share(graph: &Graph<'_>, sayings: &mut [Saying]) {
    let near = |s: &Saying, t: usize| s.cue_words.clone().map(|c| c.abs_diff(t)).min().unwrap_or(usize::MAX);
    let beside = |a: &Saying, b: &Saying| {
        touches(a, b)
            && !a.covers(b.cue)
            && !b.covers(a.cue)
            && !graph.with_conjuncts(a.cue).contains(&b.cue)
            && !graph.with_conjuncts(b.cue).contains(&a.cue)
            && a.source != b.source
    };
    for i in 0..sayings.len() {
        for j in 0..sayings.len() {
            if i == j || !beside(&sayings[i], &sayings[j]) {
                continue;
            }
            let other = sayings[j].clone();
            let one = &mut sayings[i];
            let words: Vec<usize> = one.content.iter().cloned().flatten().collect();
            let farther = |t: usize| other.covers(t) && near(one, t) > near(&other, t);
            let kept: Vec<usize> = words.iter().copied().filter(|&t| !farther(t)).collect();
            if !kept.is_empty() && kept.len() < words.len() {
                one.content = runs(graph, &kept);
            }
        }
    }
}
