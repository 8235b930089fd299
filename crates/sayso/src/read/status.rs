//! Whether the report has an event as having happened: from tense, modal verbs, negation, condition, purpose and the words
//! that govern it.
//!
//! The tree is asked from the event upwards. Each word above has a signature (`data/status/words.csv`): what it says of what
//! it governs where it holds itself, and what where it is negated. Whether it holds is the same question once more, so
//! that `did not manage to take` and `refused to allow an attack` need no rows of their own.
//!
//! ```text
//! Rebels did not manage to take the town.   take: occurred as far as `manage`; manage: denied  ->  denied
//! ```

use crate::record::Status;
use crate::tables::{Governs, Signature};

use super::graph::Graph;

/// How far up the governing words are asked.
const DEPTH: usize = 8;

/// How far up the governing words may still be asked, and the word that is not asked any more.
#[derive(Clone, Copy)]
struct Reach {
    left: usize,
    stop: Option<usize>,
}

/// What a verb without a row says: what is in it holds as far as it does (`managed to take`).
const AS_ITSELF: Signature = Signature { positive: Status::Occurred, negative: Status::Denied };

/// What a verb without a row says of a clause without a tense (`saw them attack`).
const SEEN: Signature = Signature { positive: Status::Occurred, negative: Status::Hypothetical };

/// What is still to come, if it comes.
const TO_COME: Signature = Signature { positive: Status::Intended, negative: Status::Denied };

/// What an adjective without a row says (`free to attack`).
const OPEN: Signature = Signature { positive: Status::Hypothetical, negative: Status::Denied };

/// The status of the event that a word tells of. Any word may be asked, whether a row of the frames knows it or not.
pub fn of(graph: &Graph<'_>, token: usize) -> Status {
    asked(graph, token, None)
}

/// The same as far as the words below a word of saying tell: what somebody denies is told by them as having happened.
pub fn within(graph: &Graph<'_>, token: usize, cue: usize) -> Status {
    asked(graph, token, Some(cue))
}

fn asked(graph: &Graph<'_>, token: usize, stop: Option<usize>) -> Status {
    let found = rule(graph, token, Reach { left: DEPTH, stop });
    let told = graph.is_noun(token) && graph.tables.classes.holds("told", &graph.lemma(token).to_lowercase());
    // "denied the claim": the claim was made
    let made = told && found == Status::Denied && !negated(graph, token);
    if made { Status::Occurred } else { found }
}

fn happened(status: Status) -> bool {
    matches!(status, Status::Occurred | Status::Ongoing)
}

/// What the words say.
fn rule(graph: &Graph<'_>, t: usize, depth: Reach) -> Status {
    // a chain so long says nothing sure
    let Some(left) = depth.left.checked_sub(1) else { return Status::Hypothetical };
    let depth = Reach { left, ..depth };
    let above = above(graph, t, depth);
    // "promised to withdraw if ..." depends on it; a threat stays one
    if above.is_none_or(|above| happened(above) || above == Status::Intended)
        && let Some(open) = conditional(graph, t)
    {
        return open;
    }
    if above.is_none_or(happened)
        && let Some(open) = question(graph, t).or_else(|| imperative(graph, t))
    {
        return open;
    }
    let own = modified(graph, t, above);
    if negated(graph, t) {
        return match (own, above) {
            // "there was no attack", "neither accepted nor rejected": the same negation seen from above
            (_, Some(Status::Denied))
                if graph.relation(t) == "conj" || graph.is_noun(t) && nothing(graph, t) =>
            {
                Status::Denied
            }
            // "denied that it had not fired": two negations are left to the reader
            (_, Some(Status::Denied)) => Status::Hypothetical,
            (Some(own), _) => own.negative,
            (None, Some(Status::Conditional)) => Status::Conditional,
            _ => Status::Denied,
        };
    }
    match (own, above) {
        (_, Some(Status::Conditional)) => Status::Conditional,
        (Some(own), Some(Status::Denied)) if !happened(own.positive) => Status::Denied,
        (Some(own), _) => own.positive,
        (None, Some(above)) if !happened(above) => above,
        (None, Some(Status::Ongoing)) => Status::Ongoing,
        (None, _) => tense(graph, t),
    }
}

/// What a word with that signature says, given how far it holds itself.
fn through(signature: Signature, holds: Status) -> Status {
    match holds {
        _ if signature.is_factive() => Status::Occurred,
        Status::Occurred | Status::Ongoing => signature.positive,
        Status::Denied => signature.negative,
        Status::Conditional => Status::Conditional,
        open if happened(signature.positive) => open,
        // "may refuse to leave", "could plan to attack"
        Status::Hypothetical => Status::Hypothetical,
        // "will prevent attacks": there may be none to prevent
        _ if signature.positive == Status::Denied => Status::Hypothetical,
        _ => signature.positive,
    }
}

// ---- the word itself ----

/// What its auxiliaries, adverbs, adjectives and prepositions say, in the order of the text; the first that says something.
fn modified(graph: &Graph<'_>, t: usize, above: Option<Status>) -> Option<Signature> {
    let words = &graph.tables.status;
    let opened = opener(graph, t).and_then(|m| words.signature(&m, Governs::Opened));
    if opened.is_some() {
        return opened.filter(|s| s.positive != Status::Conditional);
    }
    for &c in graph.children(t) {
        let relation = graph.relation(c);
        let asked = matches!(relation, "aux" | "amod" | "compound")
            || (matches!(relation, "advmod" | "det") && !denies(graph, c));
        if !asked {
            continue;
        }
        let Some(own) = words.signature(&graph.lemma(c).to_lowercase(), Governs::Modified) else { continue };
        if relation == "aux" {
            return auxiliary(graph, t, c, own, above);
        }
        return Some(own);
    }
    // "the aim is to end the siege", "are due to meet"
    let alone = graph.infinitive(t) && graph.relation(t) == "root";
    let aim = graph.is_verb(t) && graph.token(t).xpos == "VB" && (alone || graph.child(t, "cop").is_some());
    (aim || ahead(graph, t)).then_some(TO_COME)
}

/// A modal verb: `could have`, `would` of what was still to come, and the rest as their rows say.
fn auxiliary(
    graph: &Graph<'_>,
    t: usize,
    c: usize,
    own: Signature,
    above: Option<Status>,
) -> Option<Signature> {
    let perfect = graph.children_by(t, "aux").any(|a| a > c && graph.is(a, "have"));
    if perfect {
        // "could have killed" did not happen for sure; "would have" neither
        return Some(Signature { positive: Status::Hypothetical, negative: Status::Hypothetical });
    }
    let class = |class: &str, t: usize| graph.tables.classes.holds(class, &graph.lemma(t).to_lowercase());
    if (graph.is(c, "can") || graph.is(c, "could")) && class("perceive", t) {
        // "shots could be heard" were heard
        return None;
    }
    if !graph.is(c, "would") && !graph.is(c, "'d") {
        return Some(own);
    }
    let later = |a: usize| graph.tables.classes.holds("afterwards", &graph.word(a).to_lowercase());
    if graph.children_by(t, "advmod").any(later) {
        return None;
    }
    let told = above.is_none_or(happened) && told_in_the_past(graph, t);
    Some(if told { TO_COME } else { own })
}

/// "said that it would attack": the future of what was said, unless a condition hangs on it.
fn told_in_the_past(graph: &Graph<'_>, t: usize) -> bool {
    let mut at = t;
    while graph.relation(at) == "conj" {
        match graph.head(at) {
            Some(h) => at = h,
            None => return false,
        }
    }
    let past = |v: usize| matches!(graph.token(v).xpos, "VBD" | "VBN" | "VBG");
    let by_governor = matches!(graph.relation(at), "ccomp" | "acl" | "parataxis" | "advcl")
        && graph.head(at).is_some_and(|h| past(h) || graph.is_noun(h));
    let by_remark = graph.children_by(at, "parataxis").any(past);
    by_governor || by_remark
}

/// `not`, `never`, `no` ... on the word, or `nobody`, `no soldiers` in it; `any` under a negated word.
fn negated(graph: &Graph<'_>, t: usize) -> bool {
    let none = |c: usize| {
        matches!(graph.relation(c), "nsubj" | "obj" | "iobj") && !graph.is_verb(c) && nothing(graph, c)
    };
    graph.children(t).iter().any(|&c| (negates(graph, c) && graph.relation(c) != "compound") || none(c))
        || (graph.is_noun(t) && nothing(graph, t))
}

/// Whether a child says that its head is not so; "not only" and "no fewer than" do not.
fn negates(graph: &Graph<'_>, c: usize) -> bool {
    let next = graph.syntax.tokens.get(c + 1).map_or("", |_| graph.lemma(c + 1));
    matches!(graph.relation(c), "advmod" | "det" | "cc" | "aux" | "amod" | "discourse")
        && denies(graph, c)
        && !graph.tables.classes.holds("no_negation_before", &next.to_lowercase())
}

/// Whether a row has the word as a negation.
fn denies(graph: &Graph<'_>, t: usize) -> bool {
    graph.tables.status.of(&graph.lemma(t).to_lowercase(), Governs::Modified) == Some(Status::Denied)
}

/// "nobody", "no soldiers", "none of the men", "neither side".
fn nothing(graph: &Graph<'_>, n: usize) -> bool {
    (graph.token(n).upos == "PRON" && denies(graph, n))
        || graph.children_by(n, "det").any(|d| negates(graph, d))
}

/// The preposition or conjunction that opens a phrase or clause, several words joined.
fn opener(graph: &Graph<'_>, t: usize) -> Option<String> {
    let opens =
        |c: usize| matches!(graph.relation(c), "mark" | "case") && !graph.is(c, "that") && !graph.is(c, "to");
    let Some(first) = graph.children(t).iter().copied().find(|&c| opens(c)) else {
        return when(graph, t);
    };
    let next = first + 1;
    // "as if", "as though"
    let two = graph.children(t).contains(&next) && graph.relation(next) == "mark" && opens(next);
    let opener = words(graph, first, two.then(|| graph.lemma(next)));
    // "as long as", "as soon as": the clause hangs on the adverb
    match graph.head(t).filter(|&h| graph.token(h).upos == "ADV" && graph.relation(t) == "advcl") {
        Some(adverb) if opener == "as" => Some(format!("{} as", graph.lemma(adverb).to_lowercase())),
        _ => Some(opener),
    }
}

/// The adverb that opens a clause of time (`when`).
fn when(graph: &Graph<'_>, t: usize) -> Option<String> {
    let first = graph.children(t).iter().copied().find(|&c| graph.relation(c) != "punct")?;
    let opens =
        graph.relation(t) == "advcl" && graph.relation(first) == "advmod" && graph.token(first).xpos == "WRB";
    opens.then(|| graph.lemma(first).to_lowercase())
}

/// A function word with those fixed to it, in lower case.
fn words(graph: &Graph<'_>, first: usize, more: Option<&str>) -> String {
    let fixed = graph.children_by(first, "fixed").map(|f| graph.lemma(f));
    // a participle opens as it stands: "provided that"
    let own = if graph.is_verb(first) { graph.word(first) } else { graph.lemma(first) };
    let all: Vec<&str> = std::iter::once(own).chain(fixed).chain(more).collect();
    all.join(" ").to_lowercase()
}

/// Whether the clause is a condition, or what hangs on one.
fn conditional(graph: &Graph<'_>, t: usize) -> Option<Status> {
    let condition = |c: usize| {
        let opened = opener(graph, c).and_then(|m| graph.tables.status.of(&m, Governs::Opened));
        opened == Some(Status::Conditional) || inverted(graph, c)
    };
    let clause = matches!(graph.relation(t), "advcl" | "obl" | "nmod" | "acl") && condition(t);
    // "an offer to withdraw if ..."
    let offer = || {
        !graph.is_verb(t)
            && graph.child(t, "xcomp").is_some_and(|x| graph.children_by(x, "advcl").any(condition))
    };
    let main = || graph.children_by(t, "advcl").any(condition) && future(graph, t);
    (clause || main() || offer()).then_some(Status::Conditional)
}

/// "should the army attack", "had they attacked": a condition without a conjunction.
fn inverted(graph: &Graph<'_>, c: usize) -> bool {
    let Some(subject) = graph.child(c, "nsubj") else { return false };
    let first = graph.subtree(c)[0];
    graph.relation(c) == "advcl"
        && graph.child(c, "mark").is_none()
        && first < subject
        && graph.head(first) == Some(c)
        && ["should", "have", "be"].iter().any(|a| graph.is(first, a))
        && graph.token(first).upos == "AUX"
}

/// "will send if", "ready to send if": with a plain past ("fired if ...") the condition is only habit.
fn future(graph: &Graph<'_>, t: usize) -> bool {
    graph.infinitive(t)
        || graph.children_by(t, "aux").any(|c| graph.token(c).xpos == "MD")
        || matches!(graph.token(t).xpos, "VBP" | "VBZ" | "VB")
}

/// "Did the army attack?": asked whether. "Why did it attack?" takes for granted that it did.
fn question(graph: &Graph<'_>, t: usize) -> Option<Status> {
    if !main_clause(graph, t) {
        return None;
    }
    let tokens = graph.syntax.sentences[graph.sentence_of(t)].tokens.clone();
    let asks = graph.word(tokens.end - 1) == "?" || (tokens.len() > 1 && graph.word(tokens.end - 2) == "?");
    let subject = graph.child(t, "nsubj")?;
    let helper = graph.children(t).iter().copied().find(|&c| matches!(graph.relation(c), "aux" | "cop"))?;
    let wh = tokens.clone().any(|x| graph.token(x).xpos.starts_with('W') && x < helper);
    (asks && helper < subject && !wh).then_some(Status::Hypothetical)
}

/// "Leave the town!": asked for.
fn imperative(graph: &Graph<'_>, t: usize) -> Option<Status> {
    let bare = graph.is_verb(t)
        && graph.token(t).xpos == "VB"
        && !graph.children(t).iter().any(|&c| {
            matches!(graph.relation(c), "nsubj" | "csubj" | "mark" | "expl")
                || (graph.relation(c) == "aux" && !graph.is(c, "do"))
        });
    // "we are on our way, and let me know": joined to a statement
    let joined = graph.relation(t) == "conj"
        && graph
            .head(t)
            .is_some_and(|h| graph.is_verb(h) && matches!(graph.token(h).xpos, "VBD" | "VBZ" | "VBP"));
    (bare && (joined || main_clause(graph, t))).then_some(Status::Requested)
}

fn main_clause(graph: &Graph<'_>, t: usize) -> bool {
    matches!(graph.relation(t), "root" | "parataxis")
}

/// "leaves tomorrow", "next week's talks": a day to come beside a word without a past.
fn ahead(graph: &Graph<'_>, t: usize) -> bool {
    let past = |v: usize| {
        matches!(graph.token(v).xpos, "VBD" | "VBN")
            || graph.children_by(v, "aux").any(|a| graph.token(a).xpos == "VBD")
    };
    if graph.is_verb(t) && past(t) {
        return false;
    }
    let coming = |c: usize| {
        let lemma = graph.lemma(c).to_lowercase();
        graph.tables.classes.holds("to_come", &lemma)
            || (graph.time_like(c)
                && graph
                    .children_by(c, "amod")
                    .any(|a| graph.tables.classes.holds("to_come", &graph.lemma(a).to_lowercase())))
    };
    graph.children(t).iter().any(|&c| {
        matches!(graph.relation(c), "advmod" | "obl" | "nmod")
            && graph.child(c, "case").is_none_or(|p| graph.token(p).xpos == "POS")
            && coming(c)
    })
}

/// What the tense alone says: progressive forms go on, the rest has happened.
fn tense(graph: &Graph<'_>, t: usize) -> Status {
    let progressive = graph.token(t).xpos == "VBG"
        && graph.children(t).iter().any(|&c| graph.relation(c) == "aux" && graph.is(c, "be"));
    if progressive { Status::Ongoing } else { Status::Occurred }
}

// ---- the words above ----

/// What the words above say; `None` where they leave it to the word itself.
fn above(graph: &Graph<'_>, t: usize, depth: Reach) -> Option<Status> {
    let h = graph.head(t).filter(|&h| depth.stop != Some(h))?;
    match graph.token(t).deprel {
        "xcomp" => Some(complement(graph, t, h, depth)),
        "ccomp" | "csubj" | "csubj:pass" | "csubj:outer" | "ccomp:outer" => clause(graph, t, h, depth),
        "acl:relcl" => reported(graph, t, h, depth),
        _ => match graph.relation(t) {
            "acl" => attribute(graph, t, h, depth),
            "advcl" => adverbial(graph, t, h, depth),
            "conj" => joined(graph, t, h, depth),
            "nsubj" if graph.token(t).deprel != "nsubj:pass" => subject(graph, h, depth),
            "obj" | "nsubj" | "obl" | "nmod" | "compound" => noun(graph, t, h, depth),
            _ => None,
        },
    }
}

/// The row of a governing word: with its particle (`call off`) or the preposition below it (`keep from`), else of its form
/// (`allowed`), else of its lemma.
fn signature(graph: &Graph<'_>, h: usize, governs: Governs, preposition: Option<&str>) -> Option<Signature> {
    let words = &graph.tables.status;
    let lemma = graph.lemma(h).to_lowercase();
    let particles = graph.children(h).iter().filter(|&&c| {
        graph.token(c).deprel == "compound:prt"
            || (graph.relation(c) == "advmod" && c == h + 1 && graph.token(c).xpos == "RP")
    });
    let with = particles.map(|&p| graph.lemma(p)).chain(preposition);
    let longer =
        with.map(|p| format!("{lemma} {}", p.to_lowercase())).find_map(|key| words.signature(&key, governs));
    // a form may have a row of its own: what one "had to" do was done
    let form = || words.signature(&graph.word(h).to_lowercase(), governs);
    longer.or_else(form).or_else(|| words.signature(&lemma, governs))
}

/// "planned to attack", "managed to take", "ready to leave".
fn complement(graph: &Graph<'_>, t: usize, h: usize, depth: Reach) -> Status {
    // "what they call interference" asks for nothing
    let clausal = graph.is_verb(t) || graph.infinitive(t);
    let own = if clausal { signature(graph, h, Governs::Clause, opener(graph, t).as_deref()) } else { None };
    let otherwise = if graph.is_verb(h) || !clausal { AS_ITSELF } else { OPEN };
    through(own.unwrap_or(otherwise), rule(graph, h, depth))
}

/// "denied that it attacked", "heard them attack", "it is possible that ...".
fn clause(graph: &Graph<'_>, t: usize, h: usize, depth: Reach) -> Option<Status> {
    if !tensed(graph, t) {
        // "called for them to leave" against "said to have left"
        // "it is hard to reach them", "knows how to shoot"
        let open = graph.infinitive(t) && (graph.relation(t) == "ccomp" || !graph.is_verb(h));
        let seen = graph.is_verb(t).then_some(SEEN);
        let own = signature(graph, h, Governs::Clause, None).or(open.then_some(OPEN)).or(seen)?;
        return Some(through(own, rule(graph, h, depth)));
    }
    let holds = rule(graph, h, depth);
    let asked = opener(graph, t).is_some_and(|m| matches!(m.as_str(), "if" | "whether"));
    if asked {
        return Some(Status::Hypothetical);
    }
    match signature(graph, h, Governs::That, None) {
        Some(own) => Some(through(own, holds)),
        // "did not say that it attacked" leaves it open
        None => matches!(holds, Status::Denied | Status::Hypothetical).then_some(Status::Hypothetical),
    }
}

/// A clause on a noun: "a plan to attack", "reports that ...", "accusations of killing".
fn attribute(graph: &Graph<'_>, t: usize, h: usize, depth: Reach) -> Option<Status> {
    let opener = opener(graph, t);
    if graph.infinitive(t) {
        if nth(graph, h) {
            return Some(rule(graph, h, depth));
        }
        let own = signature(graph, h, Governs::Clause, None).unwrap_or(TO_COME);
        return Some(through(own, rule(graph, h, depth)));
    }
    let that = tensed(graph, t) && graph.child(t, "mark").is_some();
    let own = if that {
        signature(graph, h, Governs::That, None)
    } else {
        signature(graph, h, Governs::Clause, opener.as_deref()).filter(|_| opener.is_some())
    };
    match own {
        Some(own) => Some(through(own, rule(graph, h, depth))),
        // "no soldiers killed", "nobody wounded"
        None => nothing(graph, h).then_some(Status::Denied),
    }
}

/// "a report that the army shelled the camp", where the tree has a relative clause though nothing is missing in it.
fn reported(graph: &Graph<'_>, t: usize, h: usize, depth: Reach) -> Option<Status> {
    let that = graph.children(t).iter().copied().find(|&c| graph.is(c, "that"))?;
    let idle = !matches!(graph.relation(that), "nsubj" | "obj" | "iobj") && graph.child(t, "nsubj").is_some();
    let own = signature(graph, h, Governs::That, None).filter(|_| idle)?;
    Some(through(own, rule(graph, h, depth)))
}

/// "the first to fall", "the third to be killed".
fn nth(graph: &Graph<'_>, n: usize) -> bool {
    let order = |t: usize| {
        graph.tables.classes.holds("nth", &graph.lemma(t).to_lowercase()) || graph.token(t).xpos == "JJS"
    };
    order(n)
        || graph
            .children(n)
            .iter()
            .any(|&c| matches!(graph.relation(c), "amod" | "nummod" | "advmod") && order(c))
}

/// A clause beside the main one: a condition, a purpose, a gerund, a time.
fn adverbial(graph: &Graph<'_>, t: usize, h: usize, depth: Reach) -> Option<Status> {
    let opener = opener(graph, t);
    if graph.infinitive(t) {
        return Some(purpose(graph, t, h, depth));
    }
    if graph.child(t, "nsubj").is_none() && !tensed(graph, t) {
        // "accused of killing", "kept them from attacking", "attacked, killing ten"
        let with = opener.as_deref();
        let own = signature(graph, h, Governs::Clause, with)
            .filter(|_| with.is_some_and(|m| carries(m) || longer(graph, h, Governs::Clause, m)))
            .or_else(|| signature(graph, h, Governs::Noun, with).filter(|_| with.is_some_and(carries)));
        // "talked about leaving"
        let own = own.or((with == Some("about")).then_some(OPEN));
        let holds = rule(graph, h, depth);
        // "did not attack, leaving ...": what stands beside a negated verb is not negated with it
        let beside = own.is_none() && opener.is_none() && holds == Status::Denied;
        return (!beside).then(|| through(own.unwrap_or(AS_ITSELF), holds));
    }
    // "will attack when the truce ends", "until the hostages are released"
    let open = opener.is_some_and(|m| graph.tables.classes.holds("open_time", &m)) && present(graph, t);
    // "as soon as": what the adverb stands beside
    let main = if graph.token(h).upos == "ADV" { graph.head(h).unwrap_or(h) } else { h };
    open.then(|| rule(graph, main, depth)).filter(|s| !happened(*s) && *s != Status::Denied)
}

/// Whether a row names the governing word together with that preposition.
fn longer(graph: &Graph<'_>, h: usize, governs: Governs, preposition: &str) -> bool {
    let key = format!("{} {preposition}", graph.lemma(h).to_lowercase());
    graph.tables.status.signature(&key, governs).is_some()
}

/// Prepositions by which a word governs what follows ("prevented from", "a plan for").
fn carries(preposition: &str) -> bool {
    matches!(preposition, "from" | "of" | "for" | "against" | "on" | "to" | "with" | "out")
}

/// "came to attack": what is meant to follow, unless the word above asks for it or makes it happen.
fn purpose(graph: &Graph<'_>, t: usize, h: usize, depth: Reach) -> Status {
    let own = signature(graph, h, Governs::Clause, None);
    let strong =
        own.filter(|s| matches!(s.positive, Status::Requested | Status::Threatened | Status::Occurred));
    let own = strong.unwrap_or(Signature { positive: Status::Intended, negative: Status::Hypothetical });
    if nth(graph, h) && !graph.is_verb(h) {
        return rule(graph, h, depth);
    }
    if graph.children_by(t, "advmod").any(|c| c < t && graph.is(c, "only")) {
        return Status::Occurred;
    }
    through(own, rule(graph, h, depth))
}

/// What is joined by `and` shares what stands above; without a tense of its own also what stands beside its head.
fn joined(graph: &Graph<'_>, t: usize, h: usize, depth: Reach) -> Option<Status> {
    let own_tense = tensed(graph, t) || graph.children_by(t, "aux").next().is_some();
    if graph.is_verb(t) && own_tense {
        if graph.child(t, "nsubj").is_some() && !matches!(graph.relation(h), "ccomp" | "advcl") {
            return None;
        }
        // without a tense above, the tree has joined it too low: "failed to sell and filed for bankruptcy"
        return if graph.relation(h) == "root" || !tensed(graph, h) { None } else { above(graph, h, depth) };
    }
    // "left rather than fight"
    let opened = |c: usize| graph.tables.status.signature(&words(graph, c, None), Governs::Opened);
    if let Some(own) = graph.children_by(t, "cc").find_map(opened) {
        return Some(through(own, rule(graph, h, depth)));
    }
    let shared = rule(graph, h, depth);
    let instead = graph.children_by(t, "cc").any(|c| graph.is(c, "but"));
    (!(instead && shared == Status::Denied)).then_some(shared).filter(|s| !happened(*s))
}

/// "the capture was imminent", "an attack may happen".
fn subject(graph: &Graph<'_>, h: usize, depth: Reach) -> Option<Status> {
    if !graph.is_verb(h)
        && let Some(own) = signature(graph, h, Governs::Modified, None)
    {
        return Some(through(own, rule(graph, h, depth)));
    }
    let own = signature(graph, h, Governs::Subject, None)?;
    Some(through(own, rule(graph, h, depth)))
}

/// A noun under a verb or another noun ("called for a ceasefire", "a threat of attacks").
fn noun(graph: &Graph<'_>, t: usize, h: usize, depth: Reach) -> Option<Status> {
    let preposition = graph.preposition(t);
    let direct = matches!(graph.token(t).deprel, "obj" | "nsubj:pass" | "compound");
    let with = preposition.as_deref();
    let own = noun_signature(graph, t, h, direct, with);
    if let Some(own) = own {
        return Some(through(own, rule(graph, h, depth)));
    }
    let class = |class: &str, word: &str| graph.tables.classes.holds(class, word);
    let lemma = graph.lemma(h).to_lowercase();
    let light = direct && graph.is_verb(h) && graph.tables.frames.light(&lemma).is_some();
    let parts = with == Some("of") && class("quantity", &lemma);
    let any = graph.children_by(t, "det").any(|d| graph.is(d, "any"));
    let loose = indefinite(graph, t) && (direct || with.is_some_and(|p| !class("given", p)));
    if !(light || parts || any || loose) {
        return None;
    }
    let holds = rule(graph, h, depth);
    let passes = light
        || parts
        || match holds {
            Status::Denied => any || loose && graph.token(t).deprel != "compound",
            // "may answer with attacks"; "may answer the attacks" leaves no doubt of them
            Status::Hypothetical | Status::Conditional => loose && graph.token(t).deprel != "compound",
            Status::Intended | Status::Requested => loose && matches!(graph.relation(t), "obj" | "nsubj"),
            _ => false,
        };
    passes.then_some(holds).filter(|s| *s != Status::Occurred)
}

/// Whether a noun is new to the story: no article, pronoun or possessor that points to a known one.
fn indefinite(graph: &Graph<'_>, n: usize) -> bool {
    let known = |c: usize| {
        graph.token(c).deprel == "nmod:poss"
            || (graph.relation(c) == "det"
                && graph.tables.classes.holds("definite", &graph.lemma(c).to_lowercase()))
    };
    graph.token(n).upos == "NOUN" && !graph.children(n).iter().any(|&c| known(c))
}

/// The row by which a word governs a noun, directly or through its preposition.
fn noun_signature(
    graph: &Graph<'_>,
    t: usize,
    h: usize,
    direct: bool,
    with: Option<&str>,
) -> Option<Signature> {
    if direct {
        return signature(graph, h, Governs::Noun, None);
    }
    let with = with?;
    if longer(graph, h, Governs::Noun, with) {
        return signature(graph, h, Governs::Noun, Some(with));
    }
    if graph.relation(t) == "obl" && graph.is_verb(h) {
        // "called for an attack" asks; "vowed after an attack" does not
        return signature(graph, h, Governs::Clause, None)
            .filter(|_| matches!(with, "for" | "of" | "with" | "out"))
            .filter(|s| matches!(s.positive, Status::Requested | Status::Threatened | Status::Intended));
    }
    signature(graph, h, Governs::Noun, None).filter(|_| carries(with))
}

fn present(graph: &Graph<'_>, v: usize) -> bool {
    let now = |t: usize| matches!(graph.token(t).xpos, "VBZ" | "VBP");
    now(v) || graph.children(v).iter().any(|&c| matches!(graph.relation(c), "aux" | "cop") && now(c))
}

/// Whether a clause has a tense: its verb, an auxiliary or its copula.
fn tensed(graph: &Graph<'_>, v: usize) -> bool {
    let finite = |t: usize| matches!(graph.token(t).xpos, "VBD" | "VBZ" | "VBP" | "MD");
    finite(v) || graph.children(v).iter().any(|&c| matches!(graph.relation(c), "aux" | "cop") && finite(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANAGE: Signature = Signature { positive: Status::Occurred, negative: Status::Denied };
    const FAIL: Signature = Signature { positive: Status::Denied, negative: Status::Occurred };
    const PLAN: Signature = Signature { positive: Status::Intended, negative: Status::Denied };
    const REGRET: Signature = Signature { positive: Status::Occurred, negative: Status::Occurred };

    #[test]
    fn signatures_chain() {
        let all = [MANAGE, FAIL, PLAN, REGRET];
        let under = |holds| all.map(|signature| through(signature, holds));
        use Status::{Conditional, Denied, Hypothetical, Intended, Occurred};
        assert_eq!(under(Occurred), [Occurred, Denied, Intended, Occurred]);
        assert_eq!(under(Denied), [Denied, Occurred, Denied, Occurred]);
        assert_eq!(under(Intended), [Intended, Hypothetical, Intended, Occurred]);
        assert_eq!(under(Hypothetical), [Hypothetical, Hypothetical, Hypothetical, Occurred]);
        assert_eq!(under(Conditional), [Conditional, Conditional, Conditional, Occurred]);
    }
}
