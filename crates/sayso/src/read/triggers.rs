//! Words that tell of events: which token, in which sense.

use crate::record::{EntityKind, PloverType};
use crate::tables::{Alone, Condition, Frame, Place, Pos, Want, armed, fights};

use super::graph::Graph;

/// A word that tells of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The head token.
    pub token: usize,
    /// The words of a multiword form, the head included, in the order of the text.
    pub words: Vec<usize>,
    /// Index of the sense in [`crate::tables::Frames::all`].
    pub frame: usize,
}

/// A word that no row knows tells of an event from these probabilities on: of its type, and of being one at all.
const UNLISTED: (f32, f32) = (0.6, 0.6);

/// Every trigger of the report, in the order of the text.
pub fn find(graph: &Graph<'_>) -> Vec<Trigger> {
    (0..graph.syntax.tokens.len()).filter_map(|t| at(graph, t)).collect()
}

/// The first sense whose words and tests hold at a token, unless it is one that is no event; failing any, what the model
/// takes it for.
fn at(graph: &Graph<'_>, token: usize) -> Option<Trigger> {
    let known = if graph.tables.judges.alone == Some(Alone::Model) { None } else { sense(graph, token) };
    match known {
        Some((frame, words)) => {
            let row = &graph.tables.frames.all[frame];
            row.plover.filter(|_| !describes(graph, token, row)).map(|_| Trigger { token, words, frame })
        }
        None => unlisted(graph, token),
    }
}

/// What the model alone takes for an event.
fn unlisted(graph: &Graph<'_>, token: usize) -> Option<Trigger> {
    let judgment = graph.syntax.judgments.get(token)?;
    let pos = *readings(graph, token).first()?;
    let best = |a: &PloverType, b: &PloverType| judgment.of(*a).total_cmp(&judgment.of(*b));
    let plover = PloverType::ALL.into_iter().max_by(best)?;
    let (kind, real) = UNLISTED;
    if judgment.of(plover) < kind || judgment.real < real {
        return None;
    }
    let frame = graph.tables.frames.unlisted(pos, plover)?;
    Some(Trigger { token, words: vec![token], frame })
}

/// The first sense whose words and tests hold at a token, as an index into [`crate::tables::Frames::all`], and its words.
pub fn sense(graph: &Graph<'_>, token: usize) -> Option<(usize, Vec<usize>)> {
    for &pos in readings(graph, token) {
        let predicate = pos == Pos::Verb && !graph.is_verb(token);
        let lemma = if predicate { "be".to_owned() } else { graph.lemma(token).to_lowercase() };
        for (frame, row) in graph.tables.frames.of(pos, &lemma) {
            let Some(words) = words(graph, token, row) else { continue };
            if row.test.iter().all(|c| holds(graph, token, c)) {
                return Some((frame, words));
            }
        }
    }
    None
}

/// As what a token may be looked up: a gerund is a verb and, failing that, a noun.
fn readings(graph: &Graph<'_>, t: usize) -> &'static [Pos] {
    let token = graph.token(t);
    match token.upos {
        "VERB" => &[Pos::Verb],
        // "battle zone", "protest site": the word tells what kind of place it is
        "NOUN" | "PROPN" if names_a_place(graph, t) => &[],
        // "on 3 March" tells of no march
        "PROPN" if dated(graph, t) => &[],
        "NOUN" | "PROPN" => &[Pos::Noun],
        // "wounded soldiers", "the accused man" describe; only a participle with its own phrases tells
        "ADJ" if token.xpos.starts_with("VB") || graph.child(t, "cop").is_some() => &[Pos::Verb],
        _ => &[],
    }
}

/// Whether a noun stands before a word for a place and tells of its kind.
fn names_a_place(graph: &Graph<'_>, t: usize) -> bool {
    let place = |h: usize| graph.tables.classes.holds("territory", &graph.lemma(h).to_lowercase());
    graph.relation(t) == "compound" && graph.head(t).is_some_and(|h| h > t && place(h))
}

/// "the proposed treaty", "exiled dissidents": a bare participle before its noun describes it. What violence did is told so
/// too ("the murdered archbishop", but not "renewed violence").
fn describes(graph: &Graph<'_>, t: usize, frame: &Frame) -> bool {
    graph.token(t).xpos == "VBN"
        && graph.relation(t) == "amod"
        && graph.head(t).is_some_and(|h| h > t)
        && (frame.plover != Some(PloverType::Assault)
            || graph.tables.frames.light(&graph.lemma(t).to_lowercase()).is_some())
        && !graph.children(t).iter().any(|&c| matches!(graph.relation(c), "obl" | "xcomp"))
}

/// Whether the token stands in an expression of time.
fn dated(graph: &Graph<'_>, t: usize) -> bool {
    graph.syntax.spans.iter().any(|s| s.tokens.contains(&t) && matches!(s.label, "Temporal" | "tim"))
}

/// The tokens of a multiword form around its head, if they are all there.
fn words(graph: &Graph<'_>, token: usize, frame: &Frame) -> Option<Vec<usize>> {
    let mut found = vec![token];
    match frame.pos {
        Pos::Verb => {
            let wanted = &frame.words[1..];
            if !wanted.is_empty() {
                let mut below = near(graph, token);
                if frame.words[0] == "be" && !graph.is_verb(token) {
                    // "was ready": the adjective is the head, `be` its copula
                    let own = wanted.iter().any(|w| !is_function_word(graph, w) && matches(graph, token, w));
                    if !own {
                        return None;
                    }
                    found.clear();
                    below.insert(0, token);
                }
                for w in wanted {
                    if let Some(front) = w.strip_suffix('-')
                        && !graph.is(token, &frame.hyphenated())
                    {
                        found.extend(in_front(graph, token, front)?);
                    }
                }
                for w in wanted.iter().filter(|w| !is_function_word(graph, w) && !w.ends_with('-')) {
                    found.push(*below.iter().find(|&&c| !found.contains(&c) && matches(graph, c, w))?);
                }
                if wanted.iter().all(|w| is_function_word(graph, w)) {
                    // a form of function words alone ("call on", "set to"): particle, preposition or mark
                    for w in wanted {
                        let fits = |c: usize| {
                            matches(graph, c, w) && (!is_particle(graph, w) || joined(graph, token, c))
                        };
                        found.push(*below.iter().find(|&&c| !found.contains(&c) && fits(c))?);
                    }
                }
            }
        }
        Pos::Noun if graph.word(token).contains('-') && graph.is(token, &frame.hyphenated()) => {}
        Pos::Noun => {
            for (back, w) in frame.words.iter().rev().enumerate().skip(1) {
                // a hyphen between the parts does not count
                let hyphens = found.iter().filter(|&&f| graph.word(f) == "-").count();
                let mut at = token.checked_sub(back + hyphens)?;
                if graph.word(at) == "-" {
                    found.push(at);
                    at = at.checked_sub(1)?;
                }
                if !matches(graph, at, w) || graph.sentence_of(at) != graph.sentence_of(token) {
                    return None;
                }
                found.push(at);
            }
        }
    }
    found.sort_unstable();
    Some(found)
}

/// The word right before a verb, with the hyphen between them if there is one: `test` of "test-fired".
fn in_front(graph: &Graph<'_>, token: usize, word: &str) -> Option<Vec<usize>> {
    let before = token.checked_sub(1)?;
    if graph.word(before) == "-" {
        let first = before.checked_sub(1)?;
        return matches(graph, first, word).then(|| vec![first, before]);
    }
    matches(graph, before, word).then(|| vec![before])
}

/// Whether a word is one that can stand as a particle: `in` of "took in", which "took ten men in June" has not.
fn is_particle(graph: &Graph<'_>, w: &str) -> bool {
    graph.tables.classes.holds("particle", w)
}

/// Whether a particle belongs to a verb: by the tree, or because it follows at once, an adverb between them aside.
fn joined(graph: &Graph<'_>, verb: usize, particle: usize) -> bool {
    let own = graph.head(particle) == Some(verb) && matches!(graph.relation(particle), "compound" | "advmod");
    let adverbs = |mut between: std::ops::Range<usize>| between.all(|t| graph.token(t).upos == "ADV");
    // "drove the rebels out of the port"
    let of = particle + 1 < graph.syntax.tokens.len() && graph.is(particle + 1, "of");
    let out_of = of && graph.is(particle, "out");
    own || out_of || graph.head(verb) == Some(particle) || (particle > verb && adverbs(verb + 1..particle))
}

fn is_function_word(graph: &Graph<'_>, w: &str) -> bool {
    graph.tables.classes.holds("function", w)
}

/// The words that a multiword form may draw on: children and grandchildren, and what stands under those by a preposition.
fn near(graph: &Graph<'_>, token: usize) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    let mut level = vec![token];
    for _ in 0..3 {
        level = level
            .iter()
            .flat_map(|&t| graph.children(t))
            .copied()
            .filter(|&c| {
                !matches!(graph.relation(c), "nsubj" | "csubj" | "ccomp" | "conj" | "parataxis" | "advcl")
            })
            .collect();
        out.extend(&level);
    }
    out.sort_unstable_by_key(|&c| (c < token, c));
    out
}

fn matches(graph: &Graph<'_>, t: usize, word: &str) -> bool {
    graph.is(t, word)
        || graph.word(t).eq_ignore_ascii_case(word)
        || (word == "oneself" && ["self", "selves"].iter().any(|s| graph.word(t).ends_with(s)))
}

/// Whether a condition of a sense test holds at a trigger.
fn holds(graph: &Graph<'_>, token: usize, condition: &Condition) -> bool {
    let filled = graph.fill(token, &condition.place);
    let any = |alternatives: &[String]| {
        filled.iter().any(|&f| {
            let heads = if condition.place == Place::Xcomp { vec![f] } else { graph.with_conjuncts(f) };
            heads.iter().any(|&h| alternatives.iter().any(|a| is_one(graph, h, a)))
        })
    };
    match &condition.want {
        Want::Filled => !filled.is_empty(),
        Want::Empty => filled.is_empty(),
        Want::Any(alternatives) => any(alternatives),
        Want::None(alternatives) => !filled.is_empty() && !any(alternatives),
    }
}

/// Whether a word is the lemma, or in the class, that an alternative names. For a quantity ("dozens of civilians",
/// "a number of people") the counted noun is looked at too.
pub fn is_one(graph: &Graph<'_>, t: usize, alternative: &str) -> bool {
    let one = |t: usize| match alternative.strip_prefix('@') {
        Some(class) => in_class(graph, t, class),
        None => matches(graph, t, alternative) || compound(graph, t, alternative),
    };
    one(t) || counted(graph, t).is_some_and(one)
}

/// The name that a token is the end of ("Boko Haram"), or its own word.
fn named_whole<'a>(graph: &'a Graph<'_>, t: usize) -> &'a str {
    let spans = graph
        .syntax
        .spans
        .iter()
        .filter(|s| matches!(s.label, "Organisation" | "ORG" | "org") && s.tokens.end == t + 1);
    let names = spans.map(|s| &graph.text[graph.bytes(&s.tokens)]);
    names.rev().find(|n| graph.tables.world.group(n).is_some()).unwrap_or_else(|| graph.word(t))
}

/// What `of` counts under a word of quantity.
pub fn counted(graph: &Graph<'_>, t: usize) -> Option<usize> {
    let quantity = |t: usize| {
        graph.token(t).upos == "NUM" || graph.tables.classes.holds("quantity", &graph.lemma(t).to_lowercase())
    };
    if !quantity(t) {
        return None;
    }
    let of = || graph.children_by(t, "nmod").filter(|&c| graph.preposition(c).as_deref() == Some("of"));
    // "tens of thousands of students"
    of().find(|&c| !quantity(c)).or_else(|| of().next())
}

/// `car bomb` as an alternative: the head with the words before it; `sit-in`: the parts, which the reader splits.
fn compound(graph: &Graph<'_>, t: usize, alternative: &str) -> bool {
    if let Some((first, last)) = alternative.rsplit_once('-') {
        return graph.is(t, last) && t > 1 && graph.word(t - 1) == "-" && graph.is(t - 2, first);
    }
    let Some((first, last)) = alternative.rsplit_once(' ') else { return false };
    graph.is(t, last) && t > 0 && graph.is(t - 1, first)
}

/// A "hunger strike" is no strike from the air: the compound has a row of its own that is no assault. Only rows without a
/// test are asked, since a test may come back to this question.
fn another_sense(graph: &Graph<'_>, t: usize) -> bool {
    graph.is_noun(t)
        && graph
            .tables
            .frames
            .of(Pos::Noun, &graph.lemma(t).to_lowercase())
            .find(|(_, f)| f.words.len() > 1 && f.test.is_empty() && words(graph, t, f).is_some())
            .is_some_and(|(_, f)| f.plover != Some(PloverType::Assault))
}

/// One who is known for an office, or is called by one or by a part in politics.
fn politician(graph: &Graph<'_>, t: usize) -> bool {
    let lemma = graph.lemma(t).to_lowercase();
    let world = &graph.tables.world;
    if graph.token(t).upos == "PROPN" {
        let words = &graph.text[graph.bytes(&graph.phrase(t))];
        return [graph.word(t), words].iter().any(|w| world.people(w).next().is_some());
    }
    graph.tables.classes.holds("politician", &lemma)
        || world
            .party_word(&lemma)
            .is_some_and(|w| matches!(w.sector.as_str(), "LEG" | "PTY") && w.kind == EntityKind::Person)
}

/// "must leave", "has to leave": the clause says what somebody owes.
fn obliged(graph: &Graph<'_>, t: usize) -> bool {
    let owes = |w: usize| graph.tables.classes.holds("obligation", &graph.lemma(w).to_lowercase());
    let auxiliary = graph.children(t).iter().any(|&c| graph.relation(c) == "aux" && owes(c));
    let verb = graph.is_verb(t)
        && (graph.is(t, "have") || owes(t))
        && graph.child(t, "xcomp").is_some_and(|x| graph.infinitive(x));
    auxiliary || verb
}

/// Whether a word is of a class of the tables' tests.
pub(super) fn in_class(graph: &Graph<'_>, t: usize, class: &str) -> bool {
    if class == "attack" && another_sense(graph, t) {
        return false;
    }
    let token = graph.token(t);
    let named = |labels: &[&str]| {
        graph.syntax.spans.iter().any(|s| s.tokens.contains(&t) && labels.contains(&s.label))
    };
    let proper = token.upos == "PROPN";
    match class {
        "name" => proper,
        "number" => token.upos == "NUM",
        "country" => matches!(
            graph.tables.world.country_word(graph.word(t)),
            Some((_, crate::tables::CountryWord::Name))
        ),
        "place" => proper && named(&["Location", "LOC", "geo", "gpe"]),
        "person" => {
            (proper && named(&["Person", "PER", "per"]))
                || matches!(graph.lemma(t), "he" | "she" | "him" | "her")
        }
        "org" => proper && named(&["Organisation", "ORG", "org"]),
        "politician" => politician(graph, t),
        "obliged" => obliged(graph, t),
        _ => {
            let lemma = graph.lemma(t).to_lowercase();
            let classes = &graph.tables.classes;
            classes.holds(class, &lemma)
                || (t > 0 && classes.holds(class, &format!("{} {lemma}", graph.lemma(t - 1).to_lowercase())))
                || (class == "weapon" && graph.tables.world.weapon(&lemma).is_some())
                || (class == "territory" && proper && named(&["Location", "LOC", "geo"]))
                || (class == "armed"
                    && graph.tables.world.party_word(&lemma).is_some_and(|w| armed(&w.sector)))
                || (matches!(class, "armed")
                    && proper
                    && named(&["Organisation", "ORG", "org"])
                    && graph.tables.world.group(named_whole(graph, t)).is_some_and(|g| fights(&g.sector)))
                || (class == "people"
                    && (graph.tables.world.party_word(&lemma).is_some_and(|w| w.kind == EntityKind::Person)
                        || matches!(lemma.as_str(), "he" | "she" | "they" | "who" | "other")
                        || (proper && named(&["Person", "PER", "per"]))))
        }
    }
}
