//! How many: the number that a phrase gives, as lowest and highest.

use std::ops::Range;

use crate::read::graph::Graph;
use crate::read::triggers::counted;
use crate::tables::NumberUse;

/// A number of people or things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// At least so many.
    pub low: u64,
    /// At most so many, where the words bound it.
    pub high: Option<u64>,
    /// The tokens that give it.
    pub tokens: Range<usize>,
}

/// The number in the phrase of a head: `at least three men`, `dozens of civilians`, `between 10 and 12`, `a farmer`.
pub fn of(graph: &Graph<'_>, head: usize) -> Option<Quantity> {
    let number = number_token(graph, head);
    match number {
        Some(n) => bounded(graph, n, head),
        None => of_group(graph, head).or_else(|| single(graph, head)),
    }
}

/// The token that carries the number.
fn number_token(graph: &Graph<'_>, head: usize) -> Option<usize> {
    let is_number = |t: usize| value(graph, t).is_some();
    // "no one", "none of them"
    if let Some(no) = graph.children_by(head, "det").find(|&d| graph.is(d, "no")) {
        return Some(no);
    }
    if graph.token(head).upos == "NUM" && is_number(head) {
        return Some(head);
    }
    if let Some(of) = graph.head(head)
        && counted(graph, of) == Some(head)
        && is_number(of)
    {
        return Some(of);
    }
    graph
        .children(head)
        .iter()
        .copied()
        .filter(|&c| {
            c < head && matches!(graph.relation(c), "nummod" | "det" | "amod" | "compound" | "advmod")
        })
        .find(|&c| is_number(c) && !ordinal_like(graph, c))
        .or_else(|| leading(graph, head))
}

/// "three party-backed militiamen": the number at the start of a phrase, whatever the tree hangs it on.
fn leading(graph: &Graph<'_>, head: usize) -> Option<usize> {
    let plural = matches!(graph.token(head).xpos, "NNS" | "NNPS");
    let phrase = graph.phrase(head);
    let first = phrase.clone().find(|&t| !matches!(graph.token(t).upos, "DET" | "ADV" | "ADP"))?;
    let number = graph.token(first).upos == "NUM" && value(graph, first).is_some();
    let counts = graph.head(first).is_some_and(|h| phrase.contains(&h) && !graph.time_like(h));
    (plural && first < head && number && counts && !ordinal_like(graph, first)).then_some(first)
}

/// "a family of five", "a group of 12 students": the number of its members.
fn of_group(graph: &Graph<'_>, head: usize) -> Option<Quantity> {
    if let Some(own) = collective(graph, head) {
        return Some(own);
    }
    let members = graph.children_by(head, "nmod").find(|&c| graph.preposition(c).as_deref() == Some("of"))?;
    let group = graph.tables.classes.holds("gathering", &graph.lemma(head).to_lowercase());
    if !group || graph.token(members).upos != "NUM" && number_token(graph, members).is_none() {
        return None;
    }
    let n = if graph.token(members).upos == "NUM" { members } else { number_token(graph, members)? };
    let q = bounded(graph, n, members)?;
    Some(Quantity { tokens: head.min(q.tokens.start)..q.tokens.end, ..q })
}

/// "a duo", "the couple", "hundreds": the noun is the number.
fn collective(graph: &Graph<'_>, head: usize) -> Option<Quantity> {
    let (low, high) = graph.is_noun(head).then(|| graph.tables.numbers.word(graph.word(head)))??;
    Some(Quantity { low, high, tokens: graph.phrase(head) })
}

/// Ages and ordinals count nobody ("a 12-year-old boy").
fn ordinal_like(graph: &Graph<'_>, t: usize) -> bool {
    graph.syntax.tokens.get(t + 1).is_some_and(|_| graph.word(t + 1) == "-")
}

/// The value of a number token: digits, or a number word, with `thousand` and the like behind it.
fn value(graph: &Graph<'_>, t: usize) -> Option<(u64, Option<u64>)> {
    let word = graph.word(t);
    let numbers = &graph.tables.numbers;
    let own = digits(word).map(|n| (n, Some(n))).or_else(|| compound_word(graph, word))?;
    let times = graph
        .children(t)
        .iter()
        .chain(graph.head(t).iter())
        .copied()
        .filter(|&c| c == t + 1)
        .find_map(|c| numbers.word(graph.word(c)).filter(|(n, _)| *n >= 100 && own.0 < *n));
    let before = graph
        .children(t)
        .iter()
        .copied()
        .filter(|&c| c + 1 == t)
        .find_map(|c| digits(graph.word(c)).or_else(|| numbers.word(graph.word(c)).map(|n| n.0)));
    match (times, before) {
        (Some((n, _)), _) => Some((own.0.saturating_mul(n), own.1.map(|h| h.saturating_mul(n)))),
        (None, Some(b)) if own.0 >= 100 && b < own.0 => {
            Some((own.0.saturating_mul(b), own.1.map(|h| h.saturating_mul(b))))
        }
        _ => Some(own),
    }
}

fn compound_word(graph: &Graph<'_>, word: &str) -> Option<(u64, Option<u64>)> {
    let numbers = &graph.tables.numbers;
    numbers.word(word).or_else(|| {
        let (tens, ones) = word.split_once('-')?;
        let (t, o) = (numbers.word(tens)?.0, numbers.word(ones)?.0);
        (t >= 20 && o < 10).then_some((t + o, Some(t + o)))
    })
}

/// `1,600`, `12`; no decimals, no years told apart.
fn digits(word: &str) -> Option<u64> {
    let plain: String = word.chars().filter(|c| *c != ',').collect();
    (plain.len() <= 9 && !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit()))
        .then(|| plain.parse().ok())?
}

/// The number with the words that bound it.
fn bounded(graph: &Graph<'_>, n: usize, head: usize) -> Option<Quantity> {
    let (low, high) = value(graph, n)?;
    let first =
        graph.children(n).iter().copied().filter(|&c| c < n && value(graph, c).is_some()).min().unwrap_or(n);
    let word = |i: usize| {
        let at = first.checked_sub(i + 1)?;
        (graph.sentence_of(at) == graph.sentence_of(n)).then(|| graph.word(at))
    };
    let bound = graph.tables.numbers.bound_before(word);
    let start = first - bound.map_or(0, |(len, _)| len);
    let end = head.max(n) + 1;
    let (low, high) = match bound.map(|(_, used)| used) {
        Some(NumberUse::From) => (low, None),
        Some(NumberUse::Above) => (low.saturating_add(1), None),
        Some(NumberUse::To) => (0, high),
        Some(NumberUse::Below) => (0, high.map(|h| h.saturating_sub(1))),
        _ => (low, high),
    };
    let Some((low, high, from)) = interval(graph, n, first) else {
        return Some(Quantity { low, high, tokens: start..end });
    };
    let opened = from.checked_sub(1).filter(|&b| graph.is(b, "between") || graph.is(b, "from"));
    Some(Quantity { low, high, tokens: opened.unwrap_or(from).min(start)..end })
}

/// `between 10 and 12`, `10 to 12`: the other number beside it.
/// Lowest, highest, and the token of the first.
fn interval(graph: &Graph<'_>, n: usize, first: usize) -> Option<(u64, Option<u64>, usize)> {
    let between = |a: usize, b: usize| {
        Some((value(graph, a)?.0, Some(value(graph, b)?.0), a)).filter(|(l, h, _)| h.is_some_and(|h| *l < h))
    };
    let tokens = &graph.syntax.tokens;
    if n + 2 < tokens.len()
        && matches!(graph.lemma(n + 1), "to" | "and" | "-" | "or")
        && graph.token(n + 2).upos == "NUM"
    {
        let wide = graph.word(n + 1) != "and" || first.checked_sub(1).is_some_and(|b| graph.is(b, "between"));
        return wide.then(|| between(n, n + 2))?;
    }
    if n >= 2 && matches!(graph.lemma(n - 1), "to" | "-" | "or" | "and") && graph.token(n - 2).upos == "NUM" {
        let wide = graph.word(n - 1) != "and" || n.checked_sub(3).is_some_and(|b| graph.is(b, "between"));
        return wide.then(|| between(n - 2, n))?;
    }
    None
}

/// "a farmer", "the mayor", a person's name: one.
fn single(graph: &Graph<'_>, head: usize) -> Option<Quantity> {
    let token = graph.token(head);
    let one =
        graph.children_by(head, "det").any(|d| matches!(graph.lemma(d), "a" | "an" | "A" | "An" | "another"));
    let singular = one || matches!(token.xpos, "NN" | "NNP");
    let person = graph
        .tables
        .world
        .party_word(&graph.lemma(head).to_lowercase())
        .is_some_and(|w| w.kind == crate::record::EntityKind::Person);
    // headlines and short reports leave the article out ("Rebel commander was killed")
    let determined = person
        || token.upos == "PROPN"
        || graph
            .children_by(head, "det")
            .any(|d| matches!(graph.lemma(d), "a" | "an" | "the" | "another" | "this"))
        || graph.possessor(head).is_some();
    let mass = graph
        .tables
        .world
        .party_word(&graph.lemma(head).to_lowercase())
        .is_some_and(|w| w.kind != crate::record::EntityKind::Person);
    (singular && determined && !mass).then(|| Quantity { low: 1, high: Some(1), tokens: graph.phrase(head) })
}
