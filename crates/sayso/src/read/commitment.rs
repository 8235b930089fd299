//! What a source commits itself to: FactBank's value of an event for the one in whose saying it is told, or for the outlet.
//!
//! The rules alone decide it (`data/status/`, and the `factuality` of `data/attribution/cues.csv`), asked only as far up as the
//! word of saying: in `denied that it shelled the camp` the shelling is told as having happened, and the one who denies takes
//! it for certain that it did not.
//!
//! ```text
//! The army denied that it shelled the camp.     shelled: CT-, by the army
//! The army denied any part in the shelling.     shelling: CT+ by the outlet, Uu by the army
//! The army did not confirm that it shelled it.  shelled: Uu, by the army
//! ```

use crate::record::{Act, Factuality, Status};

use super::graph::Graph;
use super::statements::Saying;
use super::status;

/// FactBank's value for the one whose telling it is.
pub fn base(status: Status) -> Factuality {
    match status {
        Status::Occurred | Status::Ongoing => Factuality::CertainPositive,
        Status::Denied => Factuality::CertainNegative,
        Status::Hypothetical => Factuality::PossiblePositive,
        Status::Intended | Status::Threatened | Status::Requested | Status::Conditional => {
            Factuality::Underspecified
        }
    }
}

/// What a source holds of an event in the content of a saying, from what it holds of the content.
pub fn under(cue: Factuality, event: Factuality) -> Factuality {
    use Factuality::*;
    match (cue, event) {
        (CertainPositive, e) => e,
        (CertainNegative, CertainPositive) => CertainNegative,
        // "denied that it had not fired"
        (CertainNegative, CertainNegative) => CertainPositive,
        (ProbablePositive, CertainPositive) => ProbablePositive,
        (ProbablePositive, CertainNegative) => ProbableNegative,
        (PossiblePositive, CertainPositive | PossiblePositive) => PossiblePositive,
        (PossiblePositive, CertainNegative) => PossibleNegative,
        (ProbablePositive, PossiblePositive) => PossiblePositive,
        // "doubts that they fled"
        (ProbableNegative, CertainPositive) => ProbableNegative,
        (PossibleNegative, CertainPositive) => PossibleNegative,
        _ => Underspecified,
    }
}

/// What the source of a saying holds of an event that is told in it with that status.
pub fn of_source(graph: &Graph<'_>, saying: &Saying, event: usize, held: Status) -> Factuality {
    if taken_for_granted(graph, saying, event) {
        return Factuality::Underspecified;
    }
    let cue = held_by(graph, saying, event);
    if asked_whether(graph, saying, event) {
        // who tells whether, knows; the report does not
        return match cue {
            Factuality::CertainPositive => Factuality::CertainUnderspecified,
            _ => Factuality::Underspecified,
        };
    }
    under(cue, base(held))
}

/// What the source holds of what it says: nothing where the saying itself has not happened (`refused to confirm`, `could
/// neither confirm nor deny`, `did not say`).
fn held_by(graph: &Graph<'_>, saying: &Saying, event: usize) -> Factuality {
    if !said(graph, saying.cue) {
        return Factuality::Underspecified;
    }
    // "We have no troops there," the envoy denied: the words quoted are the denial
    let quoted = saying.direct && child_of(graph, event, saying.cue).is_none_or(|c| clause(graph, c));
    if quoted && saying.act == Act::Deny { Factuality::CertainPositive } else { saying.factuality }
}

/// Whether the saying has happened, asked of its verb or noun; `according to` and `reportedly` have no status of their own.
fn said(graph: &Graph<'_>, cue: usize) -> bool {
    let verb = graph.is_verb(cue) && !graph.is(cue, "accord");
    if !verb && !graph.is_noun(cue) {
        return true;
    }
    match status::of(graph, cue) {
        Status::Occurred | Status::Ongoing => true,
        // "we can confirm that"
        Status::Hypothetical => graph.children_by(cue, "aux").any(|a| graph.is(a, "can")),
        _ => false,
    }
}

/// The word right below the cue on the way to the event.
fn child_of(graph: &Graph<'_>, event: usize, cue: usize) -> Option<usize> {
    path(graph, event).find(|&t| graph.head(t) == Some(cue))
}

/// The event and the words that it hangs on.
fn path<'a>(graph: &'a Graph<'_>, event: usize) -> impl Iterator<Item = usize> + 'a {
    std::iter::successors(Some(event), |&t| graph.head(t))
}

/// Whether what hangs on a cue is a clause that stands for itself.
fn clause(graph: &Graph<'_>, t: usize) -> bool {
    matches!(graph.relation(t), "ccomp" | "parataxis") && graph.child(t, "mark").is_none()
}

/// "did not say whether", "asked if".
fn asked_whether(graph: &Graph<'_>, saying: &Saying, event: usize) -> bool {
    let Some(top) = child_of(graph, event, saying.cue) else { return false };
    let whether = |m: usize| graph.is(m, "whether") || graph.is(m, "if");
    matches!(graph.relation(top), "ccomp" | "obj" | "advcl")
        && graph.children_by(top, "mark").any(whether)
        && (graph.relation(top) != "advcl" || graph.children_by(top, "mark").any(|m| graph.is(m, "whether")))
}

/// Whether a denial leaves the event itself as it was: who denies a part in it (`denied any role in the raid`), or to have done
/// what is named as known (`denied carrying out the raid`), does not say that there was none; nor does who rejects what was said
/// (`rejected the accusation`).
pub fn taken_for_granted(graph: &Graph<'_>, saying: &Saying, event: usize) -> bool {
    // "carried out the raid": the noun is the event
    let object =
        || graph.child(event, "obj").filter(|&o| graph.light_verb(o).is_some_and(|(v, _)| v == event));
    let event = if graph.is_verb(event) { object().unwrap_or(event) } else { event };
    if saying.act != Act::Deny || !graph.is_noun(event) {
        return false;
    }
    let class = |class: &str, t: usize| graph.tables.classes.holds(class, &graph.lemma(t).to_lowercase());
    if class("told", event) {
        return true;
    }
    let known = graph
        .children_by(event, "det")
        .any(|d| graph.tables.classes.holds("definite", &graph.lemma(d).to_lowercase()));
    let between: Vec<usize> = path(graph, event).skip(1).take_while(|&t| t != saying.cue).collect();
    if between.first().is_some_and(|&t| class("told", t)) {
        return false;
    }
    between.iter().any(|&t| class("involvement", t)) || known && !between.is_empty()
}
