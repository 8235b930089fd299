//! Words that tell what becomes of people, and of whom they tell it.
//!
//! A row of `frames/harm.csv` need not be a word that tells of an event by itself: in "a bomb went off and two men died" the
//! event is the explosion, and `die` says what came of it.

use crate::record::EntityKind;
use crate::tables::{Counts, Harm, HarmWord, Pos};

use super::coreference::Clusters;
use super::graph::Graph;
use super::status;
use super::triggers::{self, counted};
use crate::record::Status;

/// A word of harm in the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harmed {
    /// Its head token.
    pub token: usize,
    /// What becomes of the people.
    pub harm: Harm,
    /// Heads of the phrases that name them.
    pub people: Vec<usize>,
    /// Whether the words give the number of all (`the death toll rose to six`).
    pub total: bool,
}

/// What a word does to people, if it harms them.
pub fn of(graph: &Graph<'_>, token: usize) -> Option<Harm> {
    row(graph, token).map(|(row, _)| row.harm)
}

/// Every word of harm in the report that tells of something that happened, in the order of the text.
pub fn find(graph: &Graph<'_>) -> Vec<Harmed> {
    (0..graph.syntax.tokens.len()).filter_map(|t| at(graph, t)).collect()
}

fn at(graph: &Graph<'_>, token: usize) -> Option<Harmed> {
    let (row, words) = row(graph, token)?;
    let happened = |t: usize| matches!(status::of(graph, t), Status::Occurred | Status::Ongoing);
    let above = graph.head(token).filter(|_| !row.under.is_empty());
    if harmless(graph, token) || !happened(token) || !above.is_none_or(happened) {
        return None;
    }
    let people = people(graph, row, token, &words);
    (!people.is_empty()).then(|| Harmed { token, harm: row.harm, people, total: row.counts == Counts::All })
}

/// A sense of the word that is told apart as no event of this kind ("killed in a storm", "shot the film").
fn harmless(graph: &Graph<'_>, token: usize) -> bool {
    let sense = triggers::sense(graph, token).map(|(frame, _)| &graph.tables.frames.all[frame]);
    sense.is_some_and(|f| f.plover.is_none() && !f.test.is_empty())
}

/// The row with most words that fits, and the tokens of its words.
fn row<'a>(graph: &Graph<'a>, token: usize) -> Option<(&'a HarmWord, Vec<usize>)> {
    let pos = match graph.token(token).upos {
        "VERB" => Some(Pos::Verb),
        "NOUN" | "PROPN" => Some(Pos::Noun),
        "ADJ" if graph.token(token).xpos.starts_with("VB") => Some(Pos::Verb),
        "ADJ" => None,
        _ => return None,
    };
    let lemma = graph.lemma(token).to_lowercase();
    graph
        .tables
        .frames
        .harm_words(&lemma)
        .iter()
        .filter(|row| row.pos == pos && governed(graph, row, token))
        .filter_map(|row| Some((row, words(graph, row, token)?)))
        .max_by_key(|(_, words)| words.len())
}

/// Whether one of the words that must govern it does ("found the body").
fn governed(graph: &Graph<'_>, row: &HarmWord, token: usize) -> bool {
    row.under.is_empty() || graph.head(token).is_some_and(|h| row.under.iter().any(|u| graph.is(h, u)))
}

/// The tokens of a row's words around its head.
fn words(graph: &Graph<'_>, row: &HarmWord, token: usize) -> Option<Vec<usize>> {
    let mut found = vec![token];
    for w in &row.others {
        let fits = |t: usize| graph.is(t, w) || graph.word(t).eq_ignore_ascii_case(w);
        let before = token.checked_sub(1).filter(|&b| row.pos == Some(Pos::Noun) && fits(b));
        let near = || {
            let own = graph.children(token).iter().copied();
            let below = graph.children(token).iter().flat_map(|&c| graph.children(c)).copied();
            own.chain(below).filter(|&c| !matches!(graph.relation(c), "nsubj" | "advcl" | "ccomp"))
        };
        found.push(before.or_else(|| near().find(|&c| fits(c)))?);
    }
    Some(found)
}

/// The heads of the phrases that name the people.
fn people(graph: &Graph<'_>, row: &HarmWord, token: usize, words: &[usize]) -> Vec<usize> {
    if row.counts == Counts::All {
        return toll(graph, token);
    }
    let mut heads: Vec<usize> = Vec::new();
    for place in &row.people {
        heads = graph.fill(token, place).into_iter().filter(|h| !words.contains(h)).collect();
        if !heads.is_empty() {
            break;
        }
    }
    if heads.is_empty() {
        heads = shared(graph, row, token);
    }
    if heads.is_empty() && row.counts == Counts::Bearer {
        heads.extend(bearer(graph, token));
    }
    if heads.is_empty() && row.counts == Counts::Itself {
        heads.push(token);
    }
    let mut all: Vec<usize> = heads.into_iter().flat_map(|h| graph.with_conjuncts(h)).collect();
    all.extend(beside(graph, &all));
    if let [one] = all[..] {
        all.extend(strayed(graph, one, token));
    }
    all.sort_unstable();
    all.dedup();
    all.into_iter()
        .map(|h| counted(graph, h).filter(|_| graph.token(h).upos != "PROPN").unwrap_or(h))
        .collect()
}

/// "killed Ilen Quarsh, a trader, and his son": who is joined to the apposition, told by whose they are.
fn beside(graph: &Graph<'_>, heads: &[usize]) -> Vec<usize> {
    let appositions = heads.iter().flat_map(|&h| graph.children_by(h, "appos").collect::<Vec<_>>());
    let joined = appositions.flat_map(|a| graph.children_by(a, "conj").collect::<Vec<_>>());
    joined.filter(|&c| graph.is_noun(c) && graph.possessor(c).is_some()).collect()
}

/// "a trader, known as Arrel, and a driver were killed": a plural verb has more than one subject; the tree has hung the
/// second on a word of the first one's description.
fn strayed(graph: &Graph<'_>, head: usize, verb: usize) -> Vec<usize> {
    let plural = graph.children_by(verb, "aux").any(|a| matches!(graph.word(a), "were" | "are"));
    if !plural || !matches!(graph.token(head).xpos, "NN" | "NNP") || head > verb {
        return Vec::new();
    }
    let counted = |t: usize| {
        graph.children(t).iter().any(|&c| matches!(graph.relation(c), "det" | "nummod"))
            || graph.possessor(t).is_some()
    };
    graph
        .subtree(head)
        .into_iter()
        .filter(|&t| {
            t > head && t < verb && graph.token(t).deprel == "conj" && graph.is_noun(t) && counted(t)
        })
        .collect()
}

/// "abducted two youths and killed": the object of the verb that it is joined to.
fn shared(graph: &Graph<'_>, row: &HarmWord, token: usize) -> Vec<usize> {
    let joined = graph.token(token).deprel == "conj" && row.pos == Some(Pos::Verb);
    let object = row.people.contains(&crate::tables::Place::Obj);
    let verb = graph.head(token).filter(|&h| joined && object && graph.is_verb(h));
    verb.and_then(|v| graph.child(v, "obj")).into_iter().collect()
}

/// Who has a wound: "a man with a gunshot wound", "she was treated for gunshot wounds", "his wounds".
fn bearer(graph: &Graph<'_>, noun: usize) -> Option<usize> {
    if let Some(owner) = graph.possessor(noun) {
        return Some(owner);
    }
    let above = graph.head(noun)?;
    let with = |t: usize| matches!(graph.preposition(t).as_deref(), Some("with" | "from" | "for" | "of"));
    match graph.relation(noun) {
        "nmod" if with(noun) && graph.is_noun(above) => Some(above),
        "obl" if with(noun) && graph.is_verb(above) => graph.surface_subject(above),
        "obj" if graph.is_verb(above) => graph.surface_subject(above),
        _ => None,
    }
}

/// The number that a toll has come to: "the death toll rose to six", "a toll of six", "the toll stands at six".
fn toll(graph: &Graph<'_>, token: usize) -> Vec<usize> {
    let verb = graph.head(token).filter(|&h| graph.is_verb(h) && graph.relation(token) == "nsubj");
    let near = graph.children(token).iter().chain(verb.iter().flat_map(|&v| graph.children(v)));
    let number = |t: &usize| {
        graph.token(*t).upos == "NUM"
            || graph.children_by(*t, "nummod").any(|n| graph.token(n).upos == "NUM" && graph.is_noun(*t))
    };
    near.copied().filter(|&t| t != token && !graph.time_like(t)).find(|t| number(t)).into_iter().collect()
}

/// Whether a phrase is of people: whatever is not known to be a thing, a place or a beast.
///
/// `known`: only what is known to be people ("seized twelve telephones").
pub fn person(graph: &Graph<'_>, clusters: &Clusters, head: usize, known: bool) -> bool {
    let kind = clusters.of(head).and_then(|c| clusters.all[c].kind);
    let lemma = graph.lemma(head).to_lowercase();
    let thing = ["animal", "building", "vehicle", "weapon", "abstract", "attack", "body-part"];
    if thing.iter().any(|c| graph.tables.classes.holds(c, &lemma)) {
        return false;
    }
    match kind {
        Some(EntityKind::Facility | EntityKind::Vehicle | EntityKind::Weapon) => false,
        // the name of a person that the labels take for a place
        Some(EntityKind::Place) => {
            graph.token(head).upos == "PROPN" && graph.tables.world.country_word(graph.word(head)).is_none()
        }
        Some(EntityKind::Person | EntityKind::Group) => true,
        _ => !known || graph.token(head).upos == "PROPN",
    }
}
