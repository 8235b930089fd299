//! Whether the report has an event as having happened: from tense, modal verbs, negation, condition, purpose and the words
//! that govern it.

use crate::record::Status;
use crate::tables::Governs;

use super::graph::Graph;

/// How far up the governing words are asked.
const DEPTH: usize = 6;

/// The status of the event that a word tells of.
pub fn of(graph: &Graph<'_>, trigger: usize) -> Status {
    if let Some(own) = own(graph, trigger) {
        return own;
    }
    governed(graph, trigger, DEPTH).unwrap_or_else(|| tense(graph, trigger))
}

/// What the trigger's own auxiliaries, negations and adjectives say.
fn own(graph: &Graph<'_>, t: usize) -> Option<Status> {
    let offer = !graph.is_verb(t) && graph.child(t, "xcomp").is_some_and(|x| condition_below(graph, x));
    if offer || condition_below(graph, t) {
        return Some(Status::Conditional);
    }
    let modifiers =
        || {
            graph.children(t).iter().copied().filter(|&c| {
                matches!(graph.relation(c), "aux" | "advmod" | "amod" | "det" | "compound" | "case")
            })
        };
    let negated = modifiers().any(|c| {
        matches!(
            graph.tables.status.of(&graph.lemma(c).to_lowercase(), Governs::Modified),
            Some(Status::Denied)
        ) && graph.relation(c) != "compound"
    });
    if negated {
        return Some(Status::Denied);
    }
    let past = graph.children(t).iter().any(|&c| graph.relation(c) == "aux" && graph.is(c, "have"));
    for c in modifiers() {
        match graph.tables.status.of(&graph.lemma(c).to_lowercase(), Governs::Modified) {
            // "could have killed" did not happen for sure; "would have" neither
            Some(Status::Intended) if past => return Some(Status::Hypothetical),
            Some(status) => return Some(status),
            None => {}
        }
    }
    None
}

/// Whether the clause hangs on an `if`, or is one.
fn condition_below(graph: &Graph<'_>, t: usize) -> bool {
    let marked = |c: usize| {
        graph.children(c).iter().any(|&m| {
            graph.relation(m) == "mark" && matches!(graph.lemma(m), "if" | "unless" | "If" | "Unless")
        })
    };
    (graph.is_verb(t)
        && matches!(graph.relation(t), "advcl" | "ccomp")
        && graph.relation(t) == "advcl"
        && marked(t))
        || graph.children_by(t, "advcl").any(|c| marked(c) && open_future(graph, t))
}

/// "will send if", "ready to send if": with a plain past ("fired if ...") the condition is only habit.
fn open_future(graph: &Graph<'_>, t: usize) -> bool {
    graph.infinitive(t)
        || graph.children(t).iter().any(|&c| graph.relation(c) == "aux" && graph.token(c).xpos == "MD")
        || graph.token(t).xpos == "VBP"
        || graph.token(t).xpos == "VBZ"
}

/// What the words above say of it.
fn governed(graph: &Graph<'_>, t: usize, depth: usize) -> Option<Status> {
    let depth = depth.checked_sub(1)?;
    let h = graph.head(t)?;
    let lemma = graph.lemma(h).to_lowercase();
    let words = &graph.tables.status;
    match graph.token(t).deprel {
        "xcomp" => {
            let by = words.of(&lemma, Governs::Clause);
            if by == Some(Status::Ongoing) || by.is_none() {
                // "continued to shell", "managed to take": as the governing verb has it
                return of_verb(graph, h, depth)
                    .or(by)
                    .or_else(|| (!graph.is_verb(h)).then_some(Status::Hypothetical));
            }
            let above = own(graph, h).or_else(|| governed(graph, h, depth));
            return match (by, above) {
                // "did not refuse to": leave two negations to the reader
                (Some(Status::Denied), Some(Status::Denied)) => Some(Status::Hypothetical),
                (_, Some(Status::Conditional)) => Some(Status::Conditional),
                (_, Some(Status::Denied)) => Some(Status::Denied),
                _ => by,
            };
        }
        "ccomp" => {
            if let Some(by) = words.of(&lemma, Governs::Clause)
                && matches!(
                    by,
                    Status::Requested | Status::Hypothetical | Status::Denied | Status::Threatened
                )
                && !tensed(graph, t)
            {
                return Some(by);
            }
            return None;
        }
        "acl" if graph.infinitive(t) => return words.of(&lemma, Governs::Clause).or(Some(Status::Intended)),
        "acl" | "acl:relcl" => return None,
        "advcl" if graph.infinitive(t) => {
            return match words.of(&lemma, Governs::Clause) {
                Some(by @ (Status::Requested | Status::Threatened)) => Some(by),
                _ => Some(Status::Intended),
            };
        }
        "advcl" => {
            // "to avoid killing civilians" / "from attacking": the preposition's verb
            if graph.child(t, "mark").is_some_and(|m| graph.is(m, "without")) {
                return Some(Status::Denied);
            }
            if graph
                .child(t, "mark")
                .is_some_and(|m| matches!(graph.lemma(m), "from" | "of" | "for" | "against" | "on"))
                && let Some(by) = words.of(&lemma, Governs::Noun)
            {
                return Some(by);
            }
            return graph.child(t, "nsubj").is_none().then(|| of_verb(graph, h, depth)).flatten();
        }
        _ => {}
    }
    if graph.relation(t) == "nsubj"
        && !graph.is_verb(h)
        && let Some(by) = words.of(&lemma, Governs::Modified)
    {
        // "the capture was imminent"
        return Some(by);
    }
    match graph.relation(t) {
        "conj" => {
            if graph.is_verb(t) && tensed(graph, t) && graph.child(t, "nsubj").is_some() {
                return None;
            }
            own(graph, h).or_else(|| governed(graph, h, depth))
        }
        "obj" | "nsubj" | "obl" | "nmod" | "compound" => {
            if graph.relation(t) == "nsubj" && graph.token(t).deprel != "nsubj:pass" {
                return None;
            }
            noun_governed(graph, t, h, &lemma, depth)
        }
        _ => None,
    }
}

/// A noun under a verb or another noun ("called for a ceasefire", "a threat of attacks").
fn noun_governed(graph: &Graph<'_>, t: usize, h: usize, lemma: &str, depth: usize) -> Option<Status> {
    let words = &graph.tables.status;
    let direct = matches!(graph.token(t).deprel, "obj" | "nsubj:pass" | "compound");
    let by_preposition = graph
        .preposition(t)
        .is_some_and(|p| matches!(p.as_str(), "of" | "for" | "to" | "against" | "with" | "on"));
    if !(direct || by_preposition) {
        return None;
    }
    let by = if graph.relation(t) == "obl" && graph.is_verb(h) {
        // "called for an attack" asks; "vowed after an attack" does not
        let names_it =
            graph.preposition(t).is_some_and(|p| matches!(p.as_str(), "for" | "of" | "with" | "out"));
        names_it
            .then(|| words.of(lemma, Governs::Clause))
            .flatten()
            .filter(|s| matches!(s, Status::Requested | Status::Threatened | Status::Intended))
    } else {
        words.of(lemma, Governs::Noun)
    };
    if by.is_some() && by != Some(Status::Ongoing) {
        return by;
    }
    // a light verb or a verb that does the noun passes its own status on ("will launch an attack")
    let passes = graph.tables.frames.light(lemma).is_some() || by == Some(Status::Ongoing);
    (direct && passes && graph.is_verb(h)).then(|| of_verb(graph, h, depth)).flatten()
}

fn of_verb(graph: &Graph<'_>, v: usize, depth: usize) -> Option<Status> {
    own(graph, v).or_else(|| governed(graph, v, depth))
}

fn tensed(graph: &Graph<'_>, v: usize) -> bool {
    matches!(graph.token(v).xpos, "VBD" | "VBZ" | "VBP")
        || graph
            .children(v)
            .iter()
            .any(|&c| graph.relation(c) == "aux" && matches!(graph.token(c).xpos, "VBD" | "VBZ" | "VBP"))
}

/// What the tense alone says: progressive forms go on, the rest has happened.
fn tense(graph: &Graph<'_>, t: usize) -> Status {
    let progressive = graph.token(t).xpos == "VBG"
        && graph.children(t).iter().any(|&c| graph.relation(c) == "aux" && graph.is(c, "be"));
    if progressive { Status::Ongoing } else { Status::Occurred }
}
