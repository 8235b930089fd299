//! What a report is about at large. Reports on sport and film speak of attacks, shots and battles that are none; where
//! their own words outweigh those of politics and arms, no event is taken from them.

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

/// Words for those who take part in politics and war.
fn earnest(graph: &Graph<'_>, t: usize) -> bool {
    let lemma = graph.lemma(t).to_lowercase();
    graph.is_noun(t)
        && graph.tables.world.party_word(&lemma).is_some_and(|w| {
            matches!(w.sector.as_str(), "GOV" | "MIL" | "REB" | "COP" | "UAF" | "PRM" | "LEG" | "OPP" | "JUD")
        })
        && !graph.tables.classes.holds("sport", &lemma)
}
