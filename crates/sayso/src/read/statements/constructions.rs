//! Sayings by their construction in the tree: what the rows of `attribution/cues.csv` say of a word.

use std::ops::Range;

use crate::record::{Act, Factuality};
use crate::tables::{Construction, Cue, Place};

use super::super::graph::Graph;
use super::Saying;
use super::channels::channels;
use super::quotations::quoted;
use super::runs::runs;

/// The saying whose cue a token is, by the rows of cues.
pub(super) fn at(graph: &Graph<'_>, t: usize) -> Option<Saying> {
    let lemma = graph.lemma(t).to_lowercase();
    if graph.is_verb(t) && lemma == "accord" || lemma == "according" {
        return according(graph, t);
    }
    let cues = graph.tables.attribution.cues(&lemma);
    cues.iter().filter(|cue| rest(graph, t, cue)).find_map(|cue| match cue.construction {
        Construction::Adverb => adverb(graph, t, cue),
        Construction::Noun => noun(graph, t, cue),
        Construction::According => preposition(graph, t, cue),
        _ => verb(graph, t, cue),
    })
}

/// Whether the other words of the cue depend on it (`on` of `call on`).
pub(super) fn rest(graph: &Graph<'_>, t: usize, cue: &Cue) -> bool {
    let verb = graph.is_verb(t);
    if (cue.pos == "verb") != verb {
        return false;
    }
    cue.rest.iter().all(|w| {
        let near = graph
            .children(t)
            .iter()
            .flat_map(|&c| std::iter::once(c).chain(graph.children(c).iter().copied()));
        near.into_iter().any(|c| graph.is(c, w))
    })
}

/// "According to Sputnik, ...": the source hangs on the preposition, the content is the rest of the clause.
fn according(graph: &Graph<'_>, t: usize) -> Option<Saying> {
    let (source, clause) = if graph.relation(t) == "case" {
        let source = graph.head(t)?;
        (source, graph.head(source)?)
    } else {
        let source =
            graph.child(t, "obl").or_else(|| graph.child(t, "nmod")).or_else(|| graph.child(t, "obj"))?;
        (source, graph.head(t)?)
    };
    let end = if graph.syntax.tokens.get(t + 1).is_some_and(|n| n.lemma == "to") { t + 2 } else { t + 1 };
    let outside: Vec<usize> = graph.subtree(if graph.relation(t) == "case" { source } else { t });
    let content =
        runs(graph, &graph.subtree(clause).into_iter().filter(|x| !outside.contains(x)).collect::<Vec<_>>());
    Some(Saying {
        cue: t,
        cue_words: t..end,
        act: Act::Say,
        source: Some(source),
        source_words: None,
        content,
        direct: false,
        factuality: Factuality::CertainPositive,
        within: None,
    })
}

/// Other prepositions that name a source (`per`): the same shape.
fn preposition(graph: &Graph<'_>, t: usize, cue: &Cue) -> Option<Saying> {
    if graph.relation(t) != "case" {
        return None;
    }
    let mut saying = according(graph, t)?;
    saying.act = cue.act;
    saying.factuality = cue.factuality;
    Some(saying)
}

/// "reportedly": somebody says so whom the report does not name.
fn adverb(graph: &Graph<'_>, t: usize, cue: &Cue) -> Option<Saying> {
    if !matches!(graph.relation(t), "advmod" | "amod" | "root" | "parataxis") {
        return None;
    }
    let head = graph.head(t)?;
    let content = runs(graph, &graph.subtree(head).into_iter().filter(|&x| x != t).collect::<Vec<_>>());
    Some(saying(t, cue, None, content))
}

/// "the general's announcement that ...", "a claim of responsibility".
fn noun(graph: &Graph<'_>, t: usize, cue: &Cue) -> Option<Saying> {
    if !graph.is_noun(t) {
        return None;
    }
    let clause = graph.children(t).iter().copied().find(|&c| {
        matches!(graph.relation(c), "acl" | "ccomp" | "appos")
            && graph.is_verb(c) | graph.child(c, "cop").is_some()
            && graph.token(c).deprel != "acl:relcl"
            && (graph.infinitive(c) || graph.child(c, "mark").is_some_and(|m| graph.is(m, "that")))
    })?;
    let source = graph.possessor(t).or_else(|| {
        graph
            .children_by(t, "nmod")
            .find(|&c| matches!(graph.preposition(c).as_deref(), Some("by" | "from" | "of")))
    });
    let content = runs(graph, &graph.subtree(clause));
    let mut one = saying(t, cue, source, content);
    one.direct = quoted(graph, &one.content);
    Some(one)
}

/// "said that ...", "vowed to ...", "accused X of ...", "..., he added".
fn verb(graph: &Graph<'_>, t: usize, cue: &Cue) -> Option<Saying> {
    if !graph.is_verb(t) || graph.relation(t) == "aux" {
        return None;
    }
    let content = verb_content(graph, t, cue.construction, cue.act)?;
    let source = graph.fill(t, &Place::Subj).first().copied().filter(|&s| speaks(graph, s));
    if source.is_none() && !graph.passive(t) && !quoted(graph, &content) {
        return None;
    }
    let mut one = saying(t, cue, source, content);
    one.direct = quoted(graph, &one.content);
    one.factuality = if negated(graph, t) { flipped(cue.factuality) } else { cue.factuality };
    Some(one)
}

fn saying(t: usize, cue: &Cue, source: Option<usize>, content: Vec<Range<usize>>) -> Saying {
    Saying {
        cue: t,
        cue_words: t..t + 1,
        act: cue.act,
        source,
        source_words: None,
        content,
        direct: false,
        factuality: cue.factuality,
        within: None,
    }
}

pub(super) fn negated(graph: &Graph<'_>, t: usize) -> bool {
    graph.children_by(t, "advmod").any(|c| graph.is(c, "not") || graph.is(c, "n't") || graph.is(c, "never"))
}

/// "did not say that": nothing is vouched for.
pub(super) fn flipped(f: Factuality) -> Factuality {
    match f {
        Factuality::CertainNegative => Factuality::CertainPositive,
        _ => Factuality::Underspecified,
    }
}

/// What cannot speak: weapons, blasts, numbers, times.
fn speaks(graph: &Graph<'_>, t: usize) -> bool {
    let lemma = graph.lemma(t).to_lowercase();
    !graph.time_like(t)
        && graph.token(t).upos != "NUM"
        && !graph.tables.classes.holds("attack", &lemma)
        && graph.tables.world.weapon(&lemma).is_none()
        && !graph.tables.classes.holds("voiceless", &lemma)
}

fn verb_content(
    graph: &Graph<'_>,
    t: usize,
    construction: Construction,
    act: Act,
) -> Option<Vec<Range<usize>>> {
    let below = |c: usize| runs(graph, &graph.subtree(c));
    match construction {
        Construction::Ccomp | Construction::Quote => {
            let clause = graph
                .child(t, "ccomp")
                .or_else(|| graph.children_by(t, "parataxis").find(|&c| quoted(graph, &below(c))));
            if let Some(clause) = clause {
                return Some(without(graph, clause, t));
            }
            parenthetic(graph, t)
                .or_else(|| strayed_clause(graph, t).map(below))
                .or_else(|| (construction == Construction::Quote).then(|| quoted_below(graph, t)).flatten())
        }
        Construction::Xcomp => graph.child(t, "xcomp").map(below),
        Construction::Obj => object_content(graph, t, act),
        _ => None,
    }
}

/// "announced on its page that ...": a that-clause which the tree hangs on the channel.
fn strayed_clause(graph: &Graph<'_>, t: usize) -> Option<usize> {
    if channels(graph, t).is_empty() {
        return None;
    }
    let phrases = graph
        .children(t)
        .iter()
        .copied()
        .filter(|&c| matches!(graph.relation(c), "obl" | "obj" | "iobj") && c > t);
    phrases.flat_map(|c| graph.subtree(c)).find(|&c| {
        let subject = graph.child(c, "nsubj").filter(|&s| graph.antecedent(s) == s);
        matches!(graph.token(c).deprel, "acl" | "ccomp" | "acl:relcl" | "advcl")
            && subject.is_some_and(|s| graph.children(c).iter().any(|&m| m < s && graph.is(m, "that")))
    })
}

/// The clause, without the cue where it interrupts its own content.
fn without(graph: &Graph<'_>, clause: usize, cue: usize) -> Vec<Range<usize>> {
    let keep: Vec<usize> = graph
        .subtree(clause)
        .into_iter()
        .filter(|&x| !graph.below(x, cue) || graph.below(x, clause))
        .collect();
    runs(graph, &keep)
}

/// The root of a token's sentence.
fn top(graph: &Graph<'_>, t: usize) -> usize {
    std::iter::successors(Some(t), |&x| graph.head(x)).last().unwrap_or(t)
}

/// "..., police said": the cue hangs on its content.
fn parenthetic(graph: &Graph<'_>, t: usize) -> Option<Vec<Range<usize>>> {
    let between_commas = || {
        let below = graph.subtree(t);
        let (first, last) = (below[0], below[below.len() - 1]);
        let comma = |x: usize| graph.syntax.tokens.get(x).is_some() && matches!(graph.word(x), ",");
        graph.child(t, "nsubj").is_some()
            && (comma(first) || (first > 0 && comma(first - 1)))
            && (comma(last) || comma(last + 1))
    };
    let main = match graph.relation(t) {
        "parataxis" => graph.head(t)?,
        "acl" | "dep" | "advcl" | "ccomp" if between_commas() => top(graph, t),
        _ => return None,
    };
    let outside = graph.subtree(t);
    Some(runs(graph, &graph.subtree(main).into_iter().filter(|x| !outside.contains(x)).collect::<Vec<_>>()))
        .filter(|r| !r.is_empty())
}

/// Words in quotation marks under the cue, where the tree has no clause for them ("captioned: “...”").
fn quoted_below(graph: &Graph<'_>, t: usize) -> Option<Vec<Range<usize>>> {
    let tokens = graph.syntax.sentences[graph.sentence_of(t)].tokens.clone();
    let open = (t + 1..tokens.end).find(|&x| matches!(graph.word(x), "\"" | "“"))?;
    let close = (open + 1..tokens.end).find(|&x| matches!(graph.word(x), "\"" | "”")).unwrap_or(tokens.end);
    (open + 1 < close && open <= t + 4).then(|| std::iter::once(open..close).collect())
}

/// What an accusing, claiming, praising verb is about: the phrase or clause after `of` or `for`; of a view, the object with
/// what it is seen `as`; else the object.
fn object_content(graph: &Graph<'_>, t: usize, act: Act) -> Option<Vec<Range<usize>>> {
    let about = |marks: &[&str]| {
        graph.children(t).iter().copied().find(|&c| {
            let mark = graph.child(c, "mark").or_else(|| graph.child(c, "case"));
            matches!(graph.relation(c), "advcl" | "obl" | "xcomp")
                && c > t
                && mark.is_some_and(|m| marks.contains(&graph.lemma(m)))
                && !graph.time_like(c)
        })
    };
    let object = || graph.fill(t, &Place::Obj).first().copied().filter(|&o| o > t || graph.passive(t));
    let content = match act {
        Act::Think => {
            let mut content = graph.subtree(object()?);
            content.extend(graph.subtree(about(&["as"])?));
            content.sort_unstable();
            content
        }
        Act::Accuse | Act::ClaimResponsibility | Act::Criticise | Act::Praise => {
            match about(&["of", "for", "as", "over", "with"]) {
                Some(of) => graph.subtree(of),
                None => graph.subtree(object()?),
            }
        }
        _ => graph.subtree(object()?),
    };
    Some(runs(graph, &content))
}
