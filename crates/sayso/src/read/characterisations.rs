//! Loaded words: what the report or a source calls somebody, whom it is said of, and in whose voice.
//!
//! ```text
//! The rogue general said the terrorists had fled.
//!     rogue        of `general`   the report's own voice: it stands outside what is said
//!     terrorists   of itself      in the general's statement, not quoted: perhaps the reporter's word
//! ```
//!
//! The words are rows of `attribution/loaded.csv`; beside them, a word or two that the report sets in quotation marks without
//! ascribing them to anybody (`the "liberators"`). Parts of a name are none (`the Martyrs' Brigade`, `Party of God`).

use std::ops::Range;

use crate::ingest::{ParagraphRole, Report};
use crate::record::Tone;
use crate::tables::{LoadedAs, LoadedWord, Place};

use super::graph::Graph;
use super::statements::{self, Saying};
use super::triggers;

/// Loaded words, in tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Characterisation {
    /// The words.
    pub words: Range<usize>,
    /// Which way they are loaded.
    pub tone: Tone,
    /// Head of what they are said of; it may be their own.
    pub of: Option<usize>,
    /// Index of the saying in whose content they stand.
    pub saying: Option<usize>,
    /// Whether they stand in quotation marks, or in a saying that is quoted without marks (a transcript).
    pub quoted: bool,
}

/// How many words in quotation marks may be a word that the report keeps away from.
const SCARE: usize = 3;

/// All loaded words of a report, in the order of the text.
pub fn find(graph: &Graph<'_>, sayings: &[Saying], report: &Report) -> Vec<Characterisation> {
    let marks = marks(graph);
    let mut out: Vec<Characterisation> = Vec::new();
    let mut t = graph.syntax.tokens.len();
    // from the end, since the head of a row's words is its last
    while t > 0 {
        t -= 1;
        let Some((words, row)) = at(graph, t) else { continue };
        t = words.start;
        out.push(placed(
            graph,
            sayings,
            &marks,
            words.clone(),
            row.tone,
            whom(graph, words.end - 1, row.pos),
        ));
    }
    // headlines set what somebody says in marks
    let headline = |t: usize| {
        let paragraph = graph.syntax.sentences[graph.sentence_of(t)].paragraph;
        report.paragraphs.get(paragraph).is_some_and(|p| p.role == ParagraphRole::Title)
    };
    let known = |m: &Range<usize>| out.iter().any(|c| c.words.start < m.end && m.start < c.words.end);
    let others: Vec<Range<usize>> =
        marks.iter().filter(|m| !known(m) && !headline(m.start)).cloned().collect();
    out.extend(others.into_iter().filter_map(|mark| scare(graph, sayings, &marks, mark)));
    out.sort_by_key(|c| c.words.start);
    out
}

/// The words with their voice.
fn placed(
    graph: &Graph<'_>,
    sayings: &[Saying],
    marks: &[Range<usize>],
    words: Range<usize>,
    tone: Tone,
    of: Option<usize>,
) -> Characterisation {
    let saying = statements::innermost(sayings, words.start);
    let marked = |r: &Range<usize>| marks.iter().any(|m| m.start < r.end && r.start < m.end);
    // a transcript, or a quotation that runs on: no marks of its own
    let bare = saying.is_some_and(|s| sayings[s].direct && !sayings[s].content.iter().any(marked));
    let quoted = marks.iter().any(|m| m.contains(&words.start)) || bare || runs_on(graph, sayings, saying);
    Characterisation { words, tone, of, saying, quoted }
}

/// Whether the saying, or one that it stands in, is a quotation over several paragraphs, where marks do not pair.
fn runs_on(graph: &Graph<'_>, sayings: &[Saying], saying: Option<usize>) -> bool {
    let paragraph = |t: usize| graph.syntax.sentences[graph.sentence_of(t)].paragraph;
    saying.is_some_and(|s| {
        let content = &sayings[s].content;
        let ends = content.first().zip(content.last());
        sayings[s].direct && ends.is_some_and(|(a, b)| paragraph(a.start) != paragraph(b.end - 1))
    })
}

// ------------------------------------------------------------------ rows

/// The row whose words end here, with the words.
fn at<'a>(graph: &Graph<'a>, t: usize) -> Option<(Range<usize>, &'a LoadedWord)> {
    let (lemma, word) = (graph.lemma(t).to_lowercase(), graph.word(t).to_lowercase());
    let loaded = &graph.tables.attribution.loaded;
    let by_word = if word == lemma { &[] } else { loaded.ending_in(&word) };
    let rows = by_word.iter().chain(loaded.ending_in(&lemma));
    rows.filter(|row| row.words.len() <= t + 1).find_map(|row| {
        let words = t + 1 - row.words.len()..t + 1;
        let same = row.words.iter().zip(words.clone()).all(|(w, x)| is(graph, x, w));
        (same && !in_name(graph, t) && fits(graph, t, row)).then_some((words, row))
    })
}

fn is(graph: &Graph<'_>, t: usize, lemma: &str) -> bool {
    graph.lemma(t).eq_ignore_ascii_case(lemma) || graph.word(t).eq_ignore_ascii_case(lemma)
}

/// Whether a word is part of a name, and not a title before one: it has a capital that is not only its sentence's, and
/// stands in a span of the kind of names, or before another capital.
fn in_name(graph: &Graph<'_>, t: usize) -> bool {
    let first = graph.syntax.sentences[graph.sentence_of(t)].tokens.start;
    let capital = |x: usize| graph.word(x).starts_with(char::is_uppercase);
    let person = |label: &str| matches!(label, "Person" | "PER" | "per");
    let plain = |label: &str| matches!(label, "Temporal" | "tim" | "Quantity" | "Money");
    let span = |x: usize| graph.syntax.spans.iter().find(|s| !plain(s.label) && s.tokens.contains(&x));
    if !capital(t) {
        return false;
    }
    match span(t) {
        Some(s) => {
            let others = s.tokens.clone().filter(|&x| x != t && x != first).any(capital);
            !person(s.label) && (others || (t != first && s.tokens.len() > 1))
        }
        // "the Martyrs Brigade" where no span was seen
        None => {
            let next = t + 1;
            t != first
                && graph.token(t).upos == "PROPN"
                && next < graph.syntax.tokens.len()
                && graph.token(next).upos == "PROPN"
                && capital(next)
                && !span(next).is_some_and(|s| person(s.label))
        }
    }
}

/// Whether the row's part of speech and what it may be said of are there, and nothing that makes the word plain.
fn fits(graph: &Graph<'_>, t: usize, row: &LoadedWord) -> bool {
    let token = graph.token(t);
    let stands = match row.pos {
        LoadedAs::Noun => graph.is_noun(t) || (token.upos == "ADJ" && stands_as_noun(graph, t)),
        LoadedAs::Modifier => graph.head(t).is_some() && modifies(graph, t),
        LoadedAs::Verb => graph.is_verb(t) && !matches!(token.upos, "AUX"),
    };
    if !stands || plain(graph, t, row) {
        return false;
    }
    let of = whom(graph, t, row.pos);
    if row.of_another && of == Some(t) {
        return false;
    }
    row.of.is_empty() || of.is_some_and(|o| row.of.iter().any(|want| kind(graph, o, want)))
}

/// "hanged a heretic", "they are vermin": an adjective in the place of a noun.
fn stands_as_noun(graph: &Graph<'_>, t: usize) -> bool {
    graph.child(t, "cop").is_some()
        || matches!(graph.relation(t), "nsubj" | "obj" | "iobj" | "obl" | "nmod" | "appos" | "xcomp")
}

/// Whether what the word is said of is this lemma or of this class.
fn kind(graph: &Graph<'_>, t: usize, want: &str) -> bool {
    match want.strip_prefix('@') {
        Some(class) => triggers::in_class(graph, t, class),
        None => is(graph, t, want),
    }
}

/// Whether a word beside it makes it plain: "a sanctions regime", "a missile defender".
fn plain(graph: &Graph<'_>, t: usize, row: &LoadedWord) -> bool {
    let beside = graph.children(t).iter().copied().chain(graph.head(t)).chain(t.checked_sub(1));
    let next = (t + 1 < graph.syntax.tokens.len()).then_some(t + 1);
    beside.chain(next).any(|x| row.unless.iter().any(|w| is(graph, x, w)))
}

/// Whether an adjective or noun stands with another noun, or is said of it ("Adan was ruthless").
fn modifies(graph: &Graph<'_>, t: usize) -> bool {
    match graph.relation(t) {
        "amod" | "compound" | "nmod" | "advmod" | "appos" => {
            // "a rogue war criminal": not every tree has the last word as a noun
            let noun = |h: usize| graph.is_noun(h) || graph.token(h).upos == "ADJ";
            graph.head(t).is_some_and(|h| h > t && noun(h))
        }
        "conj" => graph.head(t).is_some_and(|h| graph.token(h).upos == "ADJ" && modifies(graph, h)),
        _ => graph.token(t).upos == "ADJ" && graph.child(t, "cop").is_some(),
    }
}

// ------------------------------------------------------------------ of whom

/// The head of what the words that end in `t` are said of.
fn whom(graph: &Graph<'_>, t: usize, pos: LoadedAs) -> Option<usize> {
    match pos {
        LoadedAs::Verb => graph.fill(t, &Place::Obj).first().copied(),
        LoadedAs::Noun => Some(bearer(graph, t)),
        LoadedAs::Modifier => Some(match graph.relation(t) {
            "conj" => whom(graph, graph.head(t)?, pos)?,
            "amod" | "compound" | "nmod" | "advmod" | "appos" => bearer(graph, modified(graph, t)?),
            _ => bearer(graph, t),
        }),
    }
}

/// The noun that a word stands before: in "the rogue general's forces" the general, whatever the tree says.
fn modified(graph: &Graph<'_>, t: usize) -> Option<usize> {
    let head = graph.head(t)?;
    let owner = graph.children_by(head, "nmod:poss").find(|&p| t < p && p < head && graph.is_noun(p));
    Some(owner.unwrap_or(head))
}

/// Whom a noun is said of: the one it stands beside ("Adan, a war criminal", "Adan is a traitor", "called Adan a traitor",
/// "the terrorist leader Adan"), else itself.
fn bearer(graph: &Graph<'_>, n: usize) -> usize {
    let subject =
        |x: usize| graph.child(x, "cop").and_then(|_| graph.child(x, "nsubj")).map(|s| graph.antecedent(s));
    let object = |v: usize| {
        graph.is_verb(v).then(|| graph.fill(v, &Place::Obj)).into_iter().flatten().find(|&o| o != n)
    };
    let above = graph.head(n);
    let found = match graph.relation(n) {
        "appos" => above,
        // "the terrorist leader"
        "compound" | "amod" | "flat" => above.filter(|&h| graph.is_noun(h)).map(|h| bearer(graph, h)),
        "xcomp" => above.and_then(object),
        "obl" | "advcl" | "nmod" if graph.preposition(n).as_deref() == Some("as") => above.and_then(object),
        _ => None,
    };
    found.or_else(|| subject(n)).filter(|&s| graph.is_noun(s) || graph.token(s).upos == "PRON").unwrap_or(n)
}

// ------------------------------------------------------------------ quotation marks

/// What stands between quotation marks, double or single, within one paragraph.
fn marks(graph: &Graph<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for (opening, closing) in [(["“", "\""], ["”", "\""]), (["‘", "'"], ["’", "'"])] {
        let mut open: Option<(usize, usize)> = None;
        for sentence in &graph.syntax.sentences {
            open = open.filter(|(_, paragraph)| *paragraph == sentence.paragraph);
            for t in sentence.tokens.clone() {
                let word = graph.word(t);
                match open {
                    Some((from, _)) if closing.contains(&word) && ends(graph, t) => {
                        out.push(from + 1..t);
                        open = None;
                    }
                    _ if opening.contains(&word) && begins(graph, t) => open = Some((t, sentence.paragraph)),
                    _ => {}
                }
            }
        }
    }
    out.retain(|r| r.start < r.end);
    out.sort_by_key(|r| r.start);
    out
}

/// Whether a mark stands close to the word behind it and apart from the one before.
fn begins(graph: &Graph<'_>, t: usize) -> bool {
    let range = &graph.token(t).range;
    let apart = graph.text[..range.start].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    apart && graph.text[range.end..].chars().next().is_some_and(|c| !c.is_whitespace())
}

/// Whether a mark stands close to the word before it and is no apostrophe within one.
fn ends(graph: &Graph<'_>, t: usize) -> bool {
    let range = &graph.token(t).range;
    let close = graph.text[..range.start].chars().next_back().is_some_and(|c| !c.is_whitespace());
    close && graph.text[range.end..].chars().next().is_none_or(|c| !c.is_alphanumeric())
}

/// A word or two in quotation marks that nobody is said to have said: the report keeps away from them. Names, titles of
/// works and words that the report only mentions (`known as "the well"`) are none.
fn scare(
    graph: &Graph<'_>,
    sayings: &[Saying],
    marks: &[Range<usize>],
    mark: Range<usize>,
) -> Option<Characterisation> {
    let words = mark.start..mark.end - usize::from(matches!(graph.word(mark.end - 1), "," | "." | ";"));
    let small = |t: usize| graph.word(t).chars().all(|c| c.is_lowercase() || c == '-');
    let head = words.clone().find(|&t| graph.head(t).is_none_or(|h| !words.contains(&h)))?;
    let noun =
        words.clone().all(|t| matches!(graph.token(t).upos, "NOUN" | "ADJ") || graph.token(t).xpos == "VBN");
    let shape = words.len() <= SCARE && words.clone().all(small) && noun;
    let named = words.start.checked_sub(2).is_some_and(|before| {
        (before.saturating_sub(2)..=before)
            .any(|t| graph.tables.classes.holds("naming", &graph.lemma(t).to_lowercase()))
    });
    let spoken = sayings.iter().any(|s| s.covers(head) || s.cue_words.contains(&head));
    let of = match graph.relation(head) {
        "amod" | "compound" => bearer(graph, graph.head(head).filter(|&h| graph.is_noun(h))?),
        _ if graph.is_noun(head) => bearer(graph, head),
        _ => return None,
    };
    (shape && !named && !spoken).then(|| placed(graph, sayings, marks, words, Tone::Distancing, Some(of)))
}
