//! News outlets and their people: those that the tables know, and those whose names tell.

use crate::record::{ChannelKind, SourceKind};
use crate::tables::Tables;

use super::graph::Graph;

/// Most words in the name of an outlet.
const LONGEST: usize = 5;

/// What the outlet of a name publishes by, if it is one: the tables know it, or it ends as such names do.
pub fn named(tables: &Tables, name: &str) -> Option<ChannelKind> {
    let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    let holds = |class: &str, w: &str| tables.classes.holds(class, &w.to_lowercase());
    tables.attribution.outlet(name).or_else(|| {
        let mut words = name.split_whitespace();
        let (first, last) = (words.next()?, words.next_back()?);
        if holds("air", first) || holds("air", last) {
            return Some(ChannelKind::Broadcast);
        }
        let agency = last == "Agency" && name.contains("News");
        (agency || holds("masthead", last)).then_some(ChannelKind::Press)
    })
}

/// The number of words from a token on that name an outlet or its people, and what these publish by.
pub fn at(graph: &Graph<'_>, t: usize) -> Option<(usize, ChannelKind)> {
    let end = graph.syntax.sentences[graph.sentence_of(t)].tokens.end.min(t + LONGEST);
    let capital = |t: usize| graph.word(t).starts_with(char::is_uppercase);
    let name = |n: usize| {
        // "The Times" begins with its name; "Velt told Sun News" is no name
        let within = |t: usize| capital(t) || matches!(graph.token(t).upos, "ADP" | "DET" | "CCONJ" | "PART");
        let ends = capital(t) && capital(t + n - 1) && graph.token(t).upos != "DET";
        let whole = ends && (t..t + n).all(within);
        let words = &graph.text[graph.bytes(&(t..t + n))];
        // a surname may end like the name of a paper
        let known = || graph.tables.attribution.is_outlet(words) || !persons(graph, t + n - 1);
        (whole && known()).then(|| named(graph.tables, words)).flatten()
    };
    let longest = (1..=end - t).rev().find_map(|n| Some((n, name(n)?)));
    longest.or_else(|| Some((1, people(graph, t)?)))
}

/// "reporters", "a daily": a noun for those who report, that describes no other.
fn people(graph: &Graph<'_>, t: usize) -> Option<ChannelKind> {
    let lemma = graph.lemma(t).to_lowercase();
    let describes = matches!(graph.relation(t), "compound" | "amod") && graph.head(t).is_some_and(|h| h > t);
    let reports = graph.tables.attribution.source(&lemma) == Some(SourceKind::Media);
    let kind =
        if graph.tables.classes.holds("air", &lemma) { ChannelKind::Broadcast } else { ChannelKind::Press };
    (graph.is_noun(t) && reports && !describes).then_some(kind)
}

/// Whether the reader takes a word for a part of a person's name.
fn persons(graph: &Graph<'_>, t: usize) -> bool {
    let person = |label: &str| matches!(label, "Person" | "PER" | "per");
    graph.syntax.spans.iter().any(|s| s.tokens.contains(&t) && person(s.label))
}
