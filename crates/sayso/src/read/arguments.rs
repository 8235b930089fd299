//! Who and what stands in the places of a trigger.

use crate::record::PloverType;
use crate::tables::{CountryWord, Frame, Link, LinkRole, Place, Pos};

use super::graph::Graph;
use super::triggers::{Trigger, counted};

/// A word that fills a role of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filler {
    /// Which role of the linking pattern.
    pub role: LinkRole,
    /// The head of the phrase.
    pub head: usize,
    /// How it was found.
    pub why: Why,
}

/// Why a phrase was taken for an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It fills the place that the pattern names.
    Place,
    /// It is joined by `and` to one that does.
    Joined,
    /// It is what a word of quantity counts.
    Counted,
    /// Its people do it.
    Affiliated,
    /// Another word names it as the one behind the event.
    Blamed,
    /// It stands inside the phrase of a thing that fills the place.
    Within,
}

/// All fillers of a trigger, by its linking pattern.
pub fn of(graph: &Graph<'_>, trigger: &Trigger) -> Vec<Filler> {
    let frame = &graph.tables.frames.all[trigger.frame];
    let link = &graph.tables.frames.links[frame.link];
    let mut out: Vec<Filler> = Vec::new();
    for (role, places) in &link.roles {
        let heads = match role {
            LinkRole::Party => places
                .iter()
                .flat_map(|p| {
                    graph.fill(trigger.token, p).into_iter().filter(|&h| *p != Place::Mod || !town(graph, h))
                })
                .collect(),
            _ => first_filled(graph, trigger, *role, places, &out),
        };
        for head in heads {
            add(graph, trigger, *role, head, &mut out);
        }
    }
    parties_within(graph, trigger, link, frame, &mut out);
    if frame.pos == Pos::Noun {
        drop_parts_of_the_trigger(trigger, &mut out);
    }
    out
}

/// "rejected an offer by Chad", "praised Haiti's efforts": where a thing stands in the place of a party, the party is the one
/// that the thing belongs to, comes from or is directed at.
fn parties_within(graph: &Graph<'_>, trigger: &Trigger, link: &Link, frame: &Frame, out: &mut Vec<Filler>) {
    let assault = frame.plover == Some(PloverType::Assault);
    for role in [LinkRole::Actor, LinkRole::Party, LinkRole::Patient] {
        // an assault's targets are things
        if role == LinkRole::Patient && assault {
            continue;
        }
        let of_role: Vec<usize> = out.iter().filter(|f| f.role == role).map(|f| f.head).collect();
        if of_role.is_empty() || of_role.iter().any(|&h| party_like(graph, h)) {
            continue;
        }
        let inside =
            |surely| of_role.iter().flat_map(|&h| within(graph, h, role, surely, 3)).collect::<Vec<_>>();
        let mut found = inside(true);
        if found.is_empty() {
            found = elsewhere(graph, trigger, link, role);
        }
        if found.is_empty() {
            found = inside(false);
        }
        for head in found {
            let taken = out.iter().any(|f| f.head == head && f.role != LinkRole::Content);
            if !taken && !trigger.words.contains(&head) && head != trigger.token {
                out.push(Filler { role, head, why: Why::Within });
            }
        }
    }
}

/// The parties in a place of the role that comes after the one that a thing fills.
fn elsewhere(graph: &Graph<'_>, trigger: &Trigger, link: &Link, role: LinkRole) -> Vec<usize> {
    let places = link.roles.iter().filter(|(r, _)| *r == role && role == LinkRole::Patient);
    let parties = |p: &Place| -> Vec<usize> {
        graph.fill(trigger.token, p).into_iter().filter(|&h| party_like(graph, h)).collect()
    };
    places.flat_map(|(_, places)| places).map(parties).find(|heads| !heads.is_empty()).unwrap_or_default()
}

/// The parties inside the phrase of a thing: `surely` those whose it is or who made it, else all that it points at.
fn within(graph: &Graph<'_>, thing: usize, role: LinkRole, surely: bool, depth: usize) -> Vec<usize> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let own = owners(graph, thing);
    if surely || !own.is_empty() {
        return own;
    }
    // who acts by a thing owns it; what is done to a thing is done to the one it is for, from or against
    let wanted = |p: &str| match role {
        LinkRole::Patient => graph.tables.classes.holds("bears", p),
        _ => p == "of",
    };
    let phrases: Vec<usize> = phrases(graph, thing, &wanted);
    let direct: Vec<usize> = phrases
        .iter()
        .copied()
        .filter(|&c| party_like(graph, c))
        .flat_map(|c| graph.with_conjuncts(c))
        .collect();
    if !direct.is_empty() {
        return direct;
    }
    phrases.into_iter().flat_map(|c| within(graph, c, role, false, depth)).collect()
}

/// Whose a thing is: its possessor, the nation or body before it, who made it or gave it.
fn owners(graph: &Graph<'_>, thing: usize) -> Vec<usize> {
    let owner = graph.possessor(thing).filter(|&p| party_like(graph, p) && graph.token(p).upos != "PRON");
    if let Some(owner) = owner {
        return graph.with_conjuncts(owner);
    }
    let makers = phrases(graph, thing, &|p| matches!(p, "by" | "from"));
    // "crimes committed by X", not "an offer to mediate"
    let done = graph
        .children_by(thing, "acl")
        .filter(|&v| graph.passive(v))
        .flat_map(|v| graph.fill(v, &Place::Subj))
        .filter(|&s| s != thing);
    let makers: Vec<usize> = makers.into_iter().chain(done).filter(|&c| party_like(graph, c)).collect();
    if !makers.is_empty() {
        return makers.into_iter().flat_map(|c| graph.with_conjuncts(c)).collect();
    }
    let before = graph.children(thing).iter().copied().filter(|&c| {
        c < thing
            && matches!(graph.relation(c), "amod" | "compound" | "nmod")
            && graph.child(c, "case").is_none()
            && (nationality(graph, c) || named_body(graph, c) || body(graph, c))
    });
    before.flat_map(|c| with_nations(graph, c)).collect()
}

/// The phrases below a thing with one of the prepositions.
fn phrases(graph: &Graph<'_>, thing: usize, wanted: &dyn Fn(&str) -> bool) -> Vec<usize> {
    let below = graph.children(thing).iter().copied();
    below
        .filter(|&c| matches!(graph.relation(c), "nmod" | "obl") && !graph.time_like(c))
        .filter(|&c| graph.preposition(c).is_some_and(|p| wanted(&p)))
        .collect()
}

/// "army bulldozers", "police vans".
fn body(graph: &Graph<'_>, t: usize) -> bool {
    let lemma = graph.lemma(t).to_lowercase();
    graph.relation(t) == "compound"
        && graph.token(t).upos == "NOUN"
        && ["armed", "official"].iter().any(|c| graph.tables.classes.holds(c, &lemma))
}

/// "French and Egyptian warships".
fn with_nations(graph: &Graph<'_>, t: usize) -> Vec<usize> {
    let joined = graph.children_by(t, "conj").filter(|&c| nationality(graph, c) || graph.is_noun(c));
    std::iter::once(t).chain(joined).collect()
}

fn named_body(graph: &Graph<'_>, t: usize) -> bool {
    let known = graph.tables.world.group(graph.word(t)).is_some();
    let labelled = graph
        .syntax
        .spans
        .iter()
        .any(|s| s.tokens.contains(&t) && matches!(s.label, "Organisation" | "ORG" | "org"));
    graph.token(t).upos == "PROPN" && (known || labelled)
}

/// Whether a word can name a party: a name, a people, a body or a kind of person.
pub fn party_like(graph: &Graph<'_>, t: usize) -> bool {
    let lemma = graph.lemma(t).to_lowercase();
    let classes = &graph.tables.classes;
    matches!(graph.token(t).upos, "PROPN" | "PRON" | "NUM")
        || graph.tables.world.party_word(&lemma).is_some()
        || ["people", "armed", "official"].iter().any(|c| classes.holds(c, &lemma))
        || nationality(graph, t)
        || counted(graph, t).is_some()
}

/// What fills the first of the places that is filled by something not yet taken.
fn first_filled(
    graph: &Graph<'_>,
    trigger: &Trigger,
    role: LinkRole,
    places: &[Place],
    taken: &[Filler],
) -> Vec<usize> {
    let attack = graph.tables.frames.all[trigger.frame].plover == Some(PloverType::Assault);
    for place in places {
        let heads: Vec<usize> = graph
            .fill(trigger.token, place)
            .into_iter()
            .filter(|h| !trigger.words.contains(h) && !taken.iter().any(|f| f.head == *h))
            .filter(|&h| *place != Place::Mod || graph.is_noun(h) || nationality(graph, h))
            .filter(|&h| {
                *place != Place::Mod
                    || match role {
                        LinkRole::Actor if attack => attacker_before(graph, h),
                        LinkRole::Actor => !town(graph, h),
                        LinkRole::Patient if attack && link_of_attacks(graph, trigger) => hit(graph, h),
                        _ => true,
                    }
            })
            .collect();
        if !heads.is_empty() {
            return heads;
        }
    }
    Vec::new()
}

/// "the clinic bombing" names what is hit, "the hostage killings" who dies: only words of attack have the former.
fn link_of_attacks(graph: &Graph<'_>, trigger: &Trigger) -> bool {
    let frames = &graph.tables.frames;
    frames.links[frames.all[trigger.frame].link].name == "noun-attack"
}

/// Whether a word is the name, the people or the adjective of a state.
pub fn nationality(graph: &Graph<'_>, t: usize) -> bool {
    graph.tables.world.country_word(graph.word(t)).is_some()
}

/// A town or a country's capital by its name: before the noun of an event ("the Madrid summit", "the Paris attacks") it
/// says where, not who.
fn town(graph: &Graph<'_>, t: usize) -> bool {
    let word = graph.word(t);
    let located = graph
        .syntax
        .spans
        .iter()
        .any(|s| s.tokens.contains(&t) && matches!(s.label, "Location" | "LOC" | "geo" | "gpe"));
    graph.token(t).upos == "PROPN" && located && graph.tables.world.country_word(word).is_none()
}

/// Whether the word before the noun of an attack can be the attacker: a people ("Israeli"), a state by its letters
/// ("U.S."), an armed or official body. Any other name or thing there is what or where was hit ("the embassy bombings").
fn attacker_before(graph: &Graph<'_>, t: usize) -> bool {
    let word = graph.word(t);
    let world = &graph.tables.world;
    if let Some((_, kind)) = world.country_word(word) {
        return kind != CountryWord::Name || word.chars().all(|c| c.is_uppercase() || c == '.');
    }
    if graph.token(t).upos == "PROPN" {
        let words = &graph.text[graph.bytes(&graph.phrase(t))];
        return [word, words].iter().any(|w| world.group(w).is_some() || world.people(w).next().is_some());
    }
    !hit(graph, t)
}

/// Whether a word before the noun of an attack is a building, the thing that was hit.
fn hit(graph: &Graph<'_>, t: usize) -> bool {
    graph.tables.classes.holds("building", &graph.lemma(t).to_lowercase())
}

fn add(graph: &Graph<'_>, trigger: &Trigger, role: LinkRole, head: usize, out: &mut Vec<Filler>) {
    if role == LinkRole::Content {
        out.push(Filler { role, head, why: Why::Place });
        return;
    }
    for (i, head) in graph.with_conjuncts(head).into_iter().enumerate() {
        let why = if i == 0 { Why::Place } else { Why::Joined };
        let (head, why) = match last_counted(graph, head) {
            Some(of) if graph.token(head).upos != "PROPN" => (of, Why::Counted),
            _ if role == LinkRole::Patient => (whole(graph, head), why),
            _ => (head, why),
        };
        if no_one(graph, head, why) {
            continue;
        }
        let known = out.iter().any(|f| f.head == head && f.role != LinkRole::Content);
        if head != trigger.token && !known && !graph.time_like(head) {
            out.push(Filler { role, head, why });
        }
    }
}

/// "the front of the embassy": what is hit is the embassy.
fn whole(graph: &Graph<'_>, head: usize) -> usize {
    let part = graph.token(head).upos == "NOUN"
        && graph.tables.classes.holds("part", &graph.lemma(head).to_lowercase());
    let of = graph.children_by(head, "nmod").find(|&c| graph.preposition(c).as_deref() == Some("of"));
    of.filter(|&o| part && graph.is_noun(o)).unwrap_or(head)
}

/// A figure that counts nobody: an age between commas ("Mira Sandov, 45, ..."), a time of day ("at 0945"), one joined to
/// a name.
fn no_one(graph: &Graph<'_>, head: usize, why: Why) -> bool {
    if graph.token(head).upos != "NUM" || counted(graph, head).is_some() {
        return false;
    }
    let digits = graph.word(head).chars().all(|c| c.is_ascii_digit() || c == ':');
    let clock = digits && graph.word(head).len() >= 4 && graph.preposition(head).is_some();
    why == Why::Joined || clock
}

/// "tens of thousands of students": what is counted in the end.
fn last_counted(graph: &Graph<'_>, t: usize) -> Option<usize> {
    let first = counted(graph, t)?;
    Some(last_counted(graph, first).unwrap_or(first))
}

/// In "rocket attack" the rocket is no party, save as the weapon.
fn drop_parts_of_the_trigger(trigger: &Trigger, out: &mut Vec<Filler>) {
    out.retain(|f| f.role == LinkRole::Weapon || !trigger.words.contains(&f.head));
}
