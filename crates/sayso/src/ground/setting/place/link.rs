//! How the words for places stand to a telling of their sentence: in its own phrases, its target's, those of the words that
//! govern it, or with somebody or something else.

use crate::read::arguments::Filler;
use crate::read::coreference::Clusters;
use crate::read::events::Telling;
use crate::read::graph::Graph;
use crate::read::statements::Saying;
use crate::record::EntityKind;
use crate::tables::LinkRole;

/// Prepositions that place what they follow.
fn locative(graph: &Graph<'_>, t: usize) -> bool {
    graph.preposition(t).is_some_and(|p| graph.tables.classes.holds("locative", &p))
}

/// How a word for a place stands to a telling of its sentence, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// In its own locative phrase.
    Own,
    /// Somewhere in its clause.
    Below,
    /// In the phrase of what is hit.
    Target,
    /// Before the noun: `the Paris attacks`.
    Before,
    /// In the phrase of a word that governs it.
    Governor,
    /// In a clause below or beside it.
    Clause,
    /// In another locative phrase of the sentence.
    Beside,
    /// In the phrase of the saying that it stands in.
    Spoken,
    /// Where something comes from.
    Origin,
    /// In the phrase of whoever acts.
    Actor,
    /// In the phrase of somebody harmed, as where he is from.
    Person,
    /// A party itself.
    Party,
    /// In no locative phrase.
    Loose,
}

impl Link {
    /// Whether the telling's own words, its target's or those of a governing word put it there.
    pub fn near(self) -> bool {
        self <= Self::Governor
    }
}

/// What the links of a telling are read from.
#[derive(Clone, Copy)]
pub struct Ties<'a> {
    /// The trees.
    pub graph: &'a Graph<'a>,
    /// Who is who.
    pub clusters: &'a Clusters,
    /// Who says what.
    pub sayings: &'a [Saying],
}

impl Ties<'_> {
    /// How the word with this head stands to a telling of its sentence; `country`: it is a country as a whole.
    pub fn link(&self, telling: &Telling, head: usize, country: bool) -> Link {
        let graph = self.graph;
        let t = telling.trigger.token;
        let within = |f: &Filler| graph.below(head, f.head) && !graph.below(t, f.head);
        let party = |f: &&Filler| matches!(f.role, LinkRole::Actor | LinkRole::Party);
        if !country && telling.fillers.iter().any(|f| self.hit(f, head)) {
            return Link::Target;
        }
        if telling
            .fillers
            .iter()
            .any(|f| f.head == head && !matches!(f.role, LinkRole::Patient | LinkRole::Place))
        {
            return Link::Party;
        }
        if telling.fillers.iter().filter(party).any(|f| f.head != head && within(f)) {
            return Link::Actor;
        }
        // "a man from Homs", "Homs residents", but "two people in Homs"
        let of_somebody = matches!(graph.preposition(head).as_deref(), None | Some("of" | "from"));
        let somebody =
            |f: &Filler| f.role == LinkRole::Patient && f.head != head && !target_like(self.clusters, f.head);
        if of_somebody && telling.fillers.iter().any(|f| somebody(f) && within(f)) {
            return Link::Person;
        }
        // "the Paris attacks", "the Madrid summit": a town before the noun is where
        let before = graph.head(head) == Some(t) && head < t && graph.preposition(head).is_none();
        if before && graph.is_noun(t) && !country {
            return Link::Before;
        }
        match locative_phrase(graph, head) {
            Some(phrase) => self.by_phrase(telling, head, phrase),
            None if graph.preposition(head).as_deref() == Some("from") => Link::Origin,
            None => Link::Loose,
        }
    }

    /// The phrase of a thing or place that is hit.
    fn hit(&self, f: &Filler, head: usize) -> bool {
        f.role == LinkRole::Patient
            && self.graph.below(head, f.head)
            && target_like(self.clusters, f.head)
            && !clause_between(self.graph, head, f.head)
    }

    fn by_phrase(&self, telling: &Telling, head: usize, phrase: usize) -> Link {
        let graph = self.graph;
        let t = telling.trigger.token;
        let Some(governor) = graph.head(phrase) else { return Link::Beside };
        if governor == t || telling.trigger.words.contains(&governor) {
            return Link::Own;
        }
        if graph.below(phrase, t) {
            return if clause_between(graph, phrase, t) { Link::Clause } else { Link::Below };
        }
        let crosses =
            self.sayings.iter().any(|s| s.covers(t) && !s.covers(head) && graph.below(phrase, s.cue));
        match (graph.below(t, governor), crosses) {
            (true, false) => Link::Governor,
            (_, true) => Link::Spoken,
            (false, false) if graph.relation(governor) == "conj" && graph.below(governor, t) => Link::Clause,
            (false, false) => Link::Beside,
        }
    }
}

fn target_like(clusters: &Clusters, head: usize) -> bool {
    clusters.of(head).and_then(|c| clusters.all[c].kind).is_none_or(|k| {
        matches!(k, EntityKind::Place | EntityKind::Facility | EntityKind::Other | EntityKind::Vehicle)
    })
}

fn clause_between(graph: &Graph<'_>, from: usize, top: usize) -> bool {
    let mut x = from;
    while x != top {
        if matches!(graph.relation(x), "acl" | "ccomp" | "advcl" | "parataxis") {
            return true;
        }
        match graph.head(x) {
            Some(h) => x = h,
            None => return true,
        }
    }
    false
}

/// The phrase of a name right behind a locative preposition, whatever the tree has made of it: "In Karsaya, the state capital, ...".
fn right_behind(graph: &Graph<'_>, head: usize) -> Option<usize> {
    let start = graph.syntax.sentences[graph.sentence_of(head)].tokens.start;
    let first = (start..=head).rev().take_while(|&t| graph.token(t).upos == "PROPN").last()?;
    let before = first.checked_sub(1).filter(|&t| t >= start && graph.token(t).upos == "ADP")?;
    if !graph.tables.classes.holds("locative", &graph.lemma(before).to_lowercase()) {
        return None;
    }
    let mut up = std::iter::successors(Some(head), |&x| graph.head(x)).take(5);
    up.find(|&x| matches!(graph.relation(x), "obl" | "nmod" | "advcl"))
}

/// The phrase with a locative preposition that a place's name stands in: itself, or what it describes ("in the Tripoli
/// district", "into civilian areas of Tripoli", "in Aleppo's suburbs").
pub fn locative_phrase(graph: &Graph<'_>, head: usize) -> Option<usize> {
    by_tree(graph, head).or_else(|| right_behind(graph, head))
}

fn by_tree(graph: &Graph<'_>, head: usize) -> Option<usize> {
    if let Some(line) = measured(graph, head) {
        return Some(line);
    }
    let mut x = head;
    for _ in 0..5 {
        if matches!(graph.relation(x), "obl" | "nmod" | "root" | "advcl")
            && locative(graph, x)
            && (x == head || graph.preposition(x).is_none_or(|p| p != "of"))
        {
            // "the government of X": the `of` of a body does not place
            if !(x == head && graph.preposition(x).as_deref() == Some("of")) {
                return Some(x);
            }
        }
        // "a flight from Paris" is not in Paris
        if graph.preposition(x).is_some() && !locative(graph, x) {
            return None;
        }
        let nominal = matches!(graph.relation(x), "nmod" | "compound" | "amod" | "flat" | "appos" | "conj");
        x = graph.head(x).filter(|_| nominal)?;
    }
    None
}

/// "12 km north of Homs", "off the coast of Somalia", "20 km from Homs": the word that the place is measured from.
fn measured(graph: &Graph<'_>, head: usize) -> Option<usize> {
    let up = graph.head(head)?;
    let class = |name: &str| graph.tables.classes.holds(name, &graph.lemma(up).to_lowercase());
    let measures = match graph.preposition(head).as_deref()? {
        "of" => class("direction") || class("shore") && graph.preposition(up).is_some(),
        "from" => class("length"),
        _ => false,
    };
    (measures && matches!(graph.relation(up), "advmod" | "obl" | "obl:unmarked" | "nmod")).then_some(up)
}
