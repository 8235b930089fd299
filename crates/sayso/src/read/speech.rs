//! What is said of a deed yet to come is a deed itself: who says "we will send aid" promises it, who says "we will strike"
//! threatens, who says "we will not withdraw" refuses. Which type it becomes stands in `frames/speech.csv`.

use crate::record::{Act, Status};
use crate::tables::{Governs, Light, LinkRole, Place, Speech, Stance};

use super::arguments::{Filler, Why};
use super::events::Telling;
use super::graph::Graph;
use super::statements::Saying;
use super::status;
use super::triggers::Trigger;

/// How far up the auxiliaries are looked for.
const DEPTH: usize = 4;

/// The promise, threat or refusal that the telling of a deed amounts to, as a telling of its own that occurred.
pub fn of(graph: &Graph<'_>, sayings: &[Saying], triggers: &[Trigger], deed: &Telling) -> Option<Telling> {
    let (stance, by_can, at) = stance(graph, triggers, deed.trigger.token)?;
    let frame = deed.frame(graph);
    let speech = graph.tables.frames.speech(stance, frame.plover?, frame.mode.as_deref())?;
    let doers = doers(graph, deed);
    let saying = deed.saying.map(|s| &sayings[s]);
    let teller = saying.and_then(|s| teller(graph, s, &doers));
    let done = matches!(stance, Stance::Attempted | Stance::Decided);
    let told = done || teller.is_some() || !(speech.own_words || by_can || unsure(graph, deed, saying));
    if doers.is_empty() || !told {
        return None;
    }
    // what the doer says himself is done by the saying; who reports that is a step further out
    let within = saying.filter(|_| teller.is_some()).map_or(deed.saying, |s| s.within);
    let trigger = match at {
        // "attempted to kill": what happened is the attempt
        Some(word) => Trigger { token: word, words: vec![word], frame: deed.trigger.frame },
        None => deed.trigger.clone(),
    };
    let speech = match stance {
        Stance::Attempted => Speech { plover_mode: frame.mode.clone(), ..speech.clone() },
        _ => speech.clone(),
    };
    Some(Telling {
        trigger,
        fillers: fillers(graph, deed, speakers(graph, teller, doers)),
        status: Status::Occurred,
        held: Status::Occurred,
        saying: within,
        harm: None,
        confidence: 0.0,
        speech: Some(speech),
    })
}

/// Who promises or threatens: the doers, or the one whose word it is where they are only pronouns.
fn speakers(graph: &Graph<'_>, teller: Option<usize>, doers: Vec<usize>) -> Vec<usize> {
    match teller {
        Some(t) if doers.iter().all(|&d| graph.token(d).upos == "PRON") => graph.with_conjuncts(t),
        _ => doers,
    }
}

/// "would visit if", "Paris warned that they will send guns": only the doer's own word makes an offer of it.
fn unsure(graph: &Graph<'_>, deed: &Telling, saying: Option<&Saying>) -> bool {
    let guessed = saying.is_some_and(|s| {
        matches!(
            s.act,
            Act::Accuse | Act::Ask | Act::Criticise | Act::Deny | Act::Estimate | Act::Think | Act::Warn
        )
    });
    let hedged = |t: usize| {
        graph.children(t).iter().any(|&c| {
            graph.tables.status.of(&graph.lemma(c).to_lowercase(), Governs::Modified)
                == Some(Status::Hypothetical)
        })
    };
    guessed
        || deed.status == Status::Conditional
        || deed.status == Status::Hypothetical
        || hedged(deed.trigger.token)
}

/// How the deed is spoken of, whether by `can` alone, and the word that tells of it where that is another.
fn stance(graph: &Graph<'_>, triggers: &[Trigger], trigger: usize) -> Option<(Stance, bool, Option<usize>)> {
    if let Some((stance, word)) = above(graph, triggers, trigger) {
        return Some((stance, false, Some(word)));
    }
    let v = bearer(graph, triggers, trigger)?;
    let aux = |words: &[&str]| {
        graph.children(v).iter().any(|&c| graph.relation(c) == "aux" && words.iter().any(|w| graph.is(c, w)))
    };
    let denied = graph.children(v).iter().any(|&c| {
        matches!(graph.relation(c), "advmod" | "det" | "aux")
            && graph.tables.status.of(&graph.lemma(c).to_lowercase(), Governs::Modified)
                == Some(Status::Denied)
    });
    if aux(&["have"]) {
        return None;
    }
    let future = aux(&["will", "shall", "'ll", "wo"]) || aux(&["would"]) && reported(graph, v);
    let can = !future && aux(&["can", "could", "ca"]);
    match (future || coming(graph, triggers, v), denied) {
        (true, false) => Some((Stance::Future, false, None)),
        (true, true) => Some((Stance::Refused, false, None)),
        (false, true) if can => Some((Stance::Refused, true, None)),
        _ => None,
    }
}

/// "tried to kill", "decided to allow": a verb of trying or deciding that happened itself.
fn above(graph: &Graph<'_>, triggers: &[Trigger], v: usize) -> Option<(Stance, usize)> {
    let h = graph.head(v).filter(|&h| graph.is_verb(h) && graph.infinitive(v))?;
    let lemma = graph.lemma(h).to_lowercase();
    let holds = |class: &str| graph.tables.classes.holds(class, &lemma);
    let stance = match () {
        () if holds("attempt") => Stance::Attempted,
        () if holds("decide") => Stance::Decided,
        () => return None,
    };
    let complement = graph.token(v).deprel == "xcomp" && !triggers.iter().any(|t| t.token == h);
    let happened = matches!(status::of(graph, h), Status::Occurred | Status::Ongoing);
    (complement && happened).then_some((stance, h))
}

/// Whether the clause is what somebody is reported to have said.
fn reported(graph: &Graph<'_>, t: usize) -> bool {
    let mut top = t;
    while graph.relation(top) == "conj"
        && let Some(h) = graph.head(top)
    {
        top = h;
    }
    let cue = |h: usize| {
        let lemma = graph.lemma(h).to_lowercase();
        graph.is_verb(h)
            && matches!(graph.token(h).xpos, "VBD" | "VBN")
            && !graph.tables.attribution.cues(&lemma).is_empty()
    };
    let below = || graph.children_by(top, "parataxis").any(cue);
    (graph.relation(top) == "ccomp" && graph.head(top).is_some_and(cue)) || below()
}

/// The verb that bears the auxiliaries of a deed: its own, or that of the light verb, the verb of aspect or the first of
/// several joined verbs. None where a word between is an event by itself (`will agree to`), which then is what counts.
fn bearer(graph: &Graph<'_>, triggers: &[Trigger], trigger: usize) -> Option<usize> {
    let mut v = trigger;
    if !graph.is_verb(v) {
        v = graph.light_verb(v).filter(|(_, l)| *l == Light::Does)?.0;
        if triggers.iter().any(|t| t.token == v) {
            return None;
        }
    }
    for _ in 0..DEPTH {
        let own = graph.children(v).iter().any(|&c| graph.relation(c) == "aux");
        let Some(h) = graph.head(v).filter(|&h| !own && graph.is_verb(h)) else { break };
        let aspect = graph.token(v).deprel == "xcomp" && graph.tables.classes.holds("aspect", graph.lemma(h));
        let joined =
            graph.relation(v) == "conj" && graph.token(v).xpos == "VB" && graph.child(v, "nsubj").is_none();
        if !(aspect || joined) {
            break;
        }
        if aspect && triggers.iter().any(|t| t.token == h) {
            return None;
        }
        v = h;
    }
    (!graph.passive(v)).then_some(v)
}

/// "is about to", "is due to", "plans to": what is to come, by a word that is no event of its own.
fn coming(graph: &Graph<'_>, triggers: &[Trigger], v: usize) -> bool {
    let Some(h) = graph.head(v).filter(|_| graph.infinitive(v)) else { return false };
    let governs = matches!(graph.token(v).deprel, "xcomp" | "advcl" | "csubj" | "ccomp");
    governs
        && graph.tables.classes.holds("coming", &graph.lemma(h).to_lowercase())
        && !triggers.iter().any(|t| t.token == h)
        && !graph.children(h).iter().any(|&c| {
            graph.relation(c) == "advmod"
                && graph.tables.status.of(&graph.lemma(c).to_lowercase(), Governs::Modified)
                    == Some(Status::Denied)
        })
}

/// Who is to do the deed.
fn doers(graph: &Graph<'_>, deed: &Telling) -> Vec<usize> {
    let subjects: Vec<usize> = graph
        .fill(deed.trigger.token, &Place::Subj)
        .into_iter()
        .flat_map(|s| graph.with_conjuncts(s))
        .collect();
    let acts = |f: &&Filler| match f.role {
        LinkRole::Actor => true,
        LinkRole::Party => subjects.contains(&f.head) || f.why == Why::Within,
        _ => false,
    };
    deed.fillers.iter().filter(acts).map(|f| f.head).collect()
}

/// The source of the saying, if it speaks of its own deed.
fn teller(graph: &Graph<'_>, saying: &Saying, doers: &[usize]) -> Option<usize> {
    let source = saying.source?;
    let pronoun = |d: usize| {
        ["they", "he", "she", "it", "we", "i"].iter().any(|p| graph.is(d, p)) && graph.token(d).upos == "PRON"
    };
    let nation = |t: usize| {
        let phrase = graph.subtree(t);
        let country = phrase.iter().find_map(|&w| graph.tables.world.country_word(graph.word(w)));
        country.map(|(c, _)| c.iso3.clone())
    };
    let same = |d: usize| {
        d == source
            || pronoun(d)
            || graph.word(d) == graph.word(source)
            || nation(d).is_some() && nation(d) == nation(source)
    };
    doers.iter().any(|&d| same(d)).then_some(source)
}

/// The one who speaks acts; whom the deed is to be done to is addressed.
fn fillers(graph: &Graph<'_>, deed: &Telling, actors: Vec<usize>) -> Vec<Filler> {
    let doers = doers(graph, deed);
    let mut out: Vec<Filler> =
        actors.into_iter().map(|head| Filler { role: LinkRole::Actor, head, why: Why::Place }).collect();
    for f in &deed.fillers {
        let addressed = matches!(f.role, LinkRole::Patient | LinkRole::Party) && !doers.contains(&f.head);
        if addressed && !out.iter().any(|o| o.head == f.head) {
            out.push(Filler { role: LinkRole::Patient, ..*f });
        }
    }
    out
}
