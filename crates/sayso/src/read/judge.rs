//! Learned judgment over the tables: how likely a telling is the event that its row says.
//!
//! The tables say what a word can tell of, the model what it tells of here; a logistic regression on both
//! (`data/judgment/events.csv`, learned from judgments by hand) gives a probability that is calibrated for what is shown
//! as having happened.

use crate::ingest::Report;
use crate::record::{PloverType, Status};
use crate::tables::{EVENT_FEATURES, LinkRole, Pos};

use super::annotations::Judgment;
use super::events::Telling;
use super::graph::Graph;
use super::happenings::in_title;

/// Below this probability what a row takes for an event that happened is none.
pub const FLOOR: f64 = 0.5;

/// Farthest from even that the model's odds count, in nats.
const MOST: f64 = 5.0;
/// Odds of `model-real` for what is not told as having happened: of this the head knows nothing.
const USUAL: f64 = 2.0;

/// What speaks for and against a telling, in the order of [`EVENT_FEATURES`].
pub fn features(graph: &Graph<'_>, t: &Telling, in_title: bool) -> [f64; EVENT_FEATURES.len()] {
    let frame = t.frame(graph);
    let judgment = graph.syntax.judgments.get(t.trigger.token);
    // of a promise or threat that is read from a deed yet to come the head knows no more than of the deed
    let happened = t.speech.is_none() && matches!(t.status, Status::Occurred | Status::Ongoing);
    let of_type = |j: &Judgment| {
        let deed = frame.plover.map_or(0.0, |p| j.of(p));
        j.of(t.plover(graph)).max(deed)
    };
    let has = |role: LinkRole| f64::from(t.fillers.iter().any(|f| f.role == role));
    let real = judgment.map_or(0.0, |j| if happened { odds(j.real) } else { USUAL });
    [
        1.0,
        real,
        judgment.map_or(0.0, |j| odds(of_type(j))),
        judgment.map_or(0.0, |j| odds(j.event[0])),
        judgment.map_or(0.0, |j| if happened { j.has_happened() } else { USUAL }),
        frame.test.len().min(2) as f64,
        f64::from(frame.pos == Pos::Noun),
        has(LinkRole::Actor).max(has(LinkRole::Party)),
        has(LinkRole::Patient),
        f64::from(t.harm.is_some()),
        f64::from(in_title),
        f64::from(cooperation(t.plover(graph))),
    ]
}

/// PLOVER's types of cooperation, whose words are the everyday ones (`agree`, `support`, `help`).
fn cooperation(plover: PloverType) -> bool {
    use PloverType::{Agree, Aid, Concede, Consult, Cooperate, Retreat, Support};
    matches!(plover, Agree | Aid | Concede | Consult | Cooperate | Retreat | Support)
}

/// Log-odds of a probability, bounded.
pub fn odds(p: f32) -> f64 {
    let p = f64::from(p).clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln().clamp(-MOST, MOST)
}

/// Gives each telling the probability that it is of the event that its row says, and drops those of too little.
pub fn keep_likely(graph: &Graph<'_>, report: &Report, tellings: &mut Vec<Telling>) {
    for t in tellings.iter_mut() {
        let features = features(graph, t, in_title(graph, report, t));
        t.confidence = graph.tables.judges.event.probability(&features);
    }
    // without the model there is nothing to go by
    if !graph.syntax.judgments.is_empty() {
        tellings.retain(|t| t.confidence >= FLOOR);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_are_bounded() {
        assert_eq!(odds(0.5), 0.0);
        assert_eq!((odds(0.0), odds(1.0)), (-MOST, MOST));
    }
}
