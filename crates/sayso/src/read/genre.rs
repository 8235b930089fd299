//! What a report is about at large. Reports on sport and film speak of attacks, shots and battles that are none; where
//! their own words outweigh those of politics and arms, no event is taken from them.

use std::ops::Range;

use super::graph::Graph;

/// A kind of report whose words of violence are play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Play {
    /// Matches, goals, coaches.
    Sport,
    /// Films, scenes, actors.
    Film,
}

impl Play {
    /// What is told to the reader of the record.
    pub fn notice(self) -> &'static str {
        match self {
            Self::Sport => "reads like a report on sport: its words of violence were not taken for events",
            Self::Film => {
                "reads like a report on film or fiction: its words of violence were not taken for events"
            }
        }
    }
}

/// How many words of its own kind a report must have before it can count as play.
const ENOUGH: usize = 5;

/// The kind of play that a report is about, if it is.
pub fn play(graph: &Graph<'_>) -> Option<Play> {
    let count = |class: &str| {
        (0..graph.syntax.tokens.len())
            .filter(|&t| {
                graph.is_noun(t) && graph.tables.classes.holds(class, &graph.lemma(t).to_lowercase())
            })
            .count()
    };
    let earnest = (0..graph.syntax.tokens.len()).filter(|&t| earnest(graph, t)).count();
    [(Play::Sport, count("sport")), (Play::Film, count("film"))]
        .into_iter()
        .filter(|&(_, n)| n >= ENOUGH && n > 2 * earnest)
        .max_by_key(|&(_, n)| n)
        .map(|(play, _)| play)
}

/// Whether the report is one of an earthquake, a fire, a crash: words of calamity, and none of arms. Its dead and its ruins
/// are nobody's deed.
pub fn calamity(graph: &Graph<'_>) -> bool {
    let count = |classes: &[&str]| {
        let lemma = |t: usize| graph.lemma(t).to_lowercase();
        (0..graph.syntax.tokens.len())
            .filter(|&t| graph.is_noun(t) && classes.iter().any(|c| graph.tables.classes.holds(c, &lemma(t))))
            .count()
    };
    count(&["calamity"]) >= ENOUGH && count(&["weapon", "attack", "explosive", "troops", "foul"]) == 0
}

/// Whether the report is one of trade and firms, more than of politics and arms.
pub fn trade(graph: &Graph<'_>) -> bool {
    let all = 0..graph.syntax.tokens.len();
    let business = all.clone().filter(|&t| business(graph, t)).count();
    business >= ENOUGH && business > all.filter(|&t| earnest(graph, t)).count()
}

/// Whether a run of words speaks of trade or of sport.
pub fn commerce(graph: &Graph<'_>, words: Range<usize>) -> bool {
    let sport = |t: usize| graph.tables.classes.holds("sport", &graph.lemma(t).to_lowercase());
    words.into_iter().any(|t| business(graph, t) || graph.is_noun(t) && sport(t))
}

/// Words of firms, their shares and their goods.
fn business(graph: &Graph<'_>, t: usize) -> bool {
    let lemma = graph.lemma(t).to_lowercase();
    graph.is_noun(t) && ["market", "firm"].iter().any(|c| graph.tables.classes.holds(c, &lemma))
}

/// Words for those who take part in politics and war.
fn earnest(graph: &Graph<'_>, t: usize) -> bool {
    let lemma = graph.lemma(t).to_lowercase();
    graph.is_noun(t)
        && graph.tables.world.party_word(&lemma).is_some_and(|w| {
            matches!(w.sector.as_str(), "GOV" | "MIL" | "REB" | "COP" | "UAF" | "PRM" | "LEG" | "OPP" | "JUD")
        })
        && !graph.tables.classes.holds("sport", &lemma)
}
