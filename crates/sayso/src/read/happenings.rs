//! One event told many times is one event: tellings that speak of the same happening are put together.

use std::collections::BTreeSet;

use crate::record::{EntityKind, PloverType, Role, Status};

use crate::ingest::{ParagraphRole, Report};
use crate::tables::{Harm, LinkRole};

use super::coreference::Clusters;
use super::events::{self, Telling};
use super::graph::Graph;

/// Tellings of one happening: indexes in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Happening {
    /// Indexes of the tellings.
    pub tellings: Vec<usize>,
}

/// Calendar and map of a telling, as far as its own words give them; compared, never merged here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setting {
    /// First and last day.
    pub days: Option<(jiff::civil::Date, jiff::civil::Date)>,
    /// Entity of the place, by cluster or by letters.
    pub place: Option<String>,
    /// The people whom it killed, hurt or took.
    pub people: Vec<People>,
}

/// So many people to whom a telling says the same has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct People {
    /// What.
    pub harm: Harm,
    /// At least so many.
    pub low: u64,
    /// At most so many.
    pub high: Option<u64>,
    /// PLOVER's sector.
    pub sector: Option<String>,
    /// Who they are, by cluster.
    pub cluster: Option<usize>,
    /// Whether they are others than those told of before.
    pub more: bool,
    /// Whether the phrase points back.
    pub definite: bool,
    /// Whether it names a person.
    pub named: bool,
}

/// Whether two of PLOVER's sectors stand on two sides: those under arms for a state, those under arms against it or
/// without one, those who govern, and the others.
pub fn other_side(a: Option<&str>, b: Option<&str>) -> bool {
    let side = |sector: &str| match sector {
        "MIL" | "COP" | "PRM" | "SPY" => 0,
        "REB" | "UAF" | "CRM" | "IMG" => 1,
        "GOV" | "LEG" | "JUD" | "PTY" => 2,
        _ => 3,
    };
    matches!((a, b), (Some(a), Some(b)) if side(a) != side(b))
}

/// Puts the tellings of one happening together.
pub fn merge(
    graph: &Graph<'_>,
    report: &Report,
    clusters: &Clusters,
    tellings: &[Telling],
    settings: Vec<Setting>,
) -> Vec<Happening> {
    let facts: Vec<Facts> =
        tellings.iter().zip(settings).map(|(t, s)| Facts::of(graph, report, clusters, t, s)).collect();
    let mut out: Vec<Happening> = Vec::new();
    for i in 0..tellings.len() {
        let to = out
            .iter()
            .enumerate()
            .filter_map(|(h, happening)| {
                let score = fit(graph, tellings, &facts, happening, i)?;
                (score >= 2).then_some((score, std::cmp::Reverse(distance(tellings, happening, i)), h))
            })
            .max()
            .map(|(.., h)| h);
        match to {
            Some(h) => out[h].tellings.push(i),
            None => out.push(Happening { tellings: vec![i] }),
        }
    }
    out
}

fn distance(tellings: &[Telling], happening: &Happening, i: usize) -> usize {
    let last = happening.tellings.last().copied().unwrap_or(0);
    tellings[i].trigger.token.abs_diff(tellings[last].trigger.token)
}

/// Whom and what a telling names, by cluster.
#[derive(Debug, Default)]
struct Facts {
    actors: BTreeSet<usize>,
    /// Sector, country and whether a name, of each actor.
    sides: Vec<(Option<String>, Option<String>, bool)>,
    patients: BTreeSet<usize>,
    weapons: BTreeSet<String>,
    /// Persons harmed, by cluster, where their names are known.
    named: BTreeSet<usize>,
    setting: Setting,
    in_title: bool,
}

impl Facts {
    fn of(
        graph: &Graph<'_>,
        report: &Report,
        clusters: &Clusters,
        telling: &Telling,
        setting: Setting,
    ) -> Self {
        let in_title = in_title(graph, report, telling);
        let mut facts = Self { setting, in_title, ..Self::default() };
        for filler in &telling.fillers {
            let Some(cluster) = clusters.of(filler.head) else { continue };
            match events::role(graph, clusters, telling, filler) {
                Some(Role::Actor) => {
                    let c = &clusters.all[cluster];
                    facts.sides.push((c.sector.clone(), c.country.clone(), !c.keys.is_empty()));
                    facts.actors.insert(cluster)
                }
                Some(Role::Weapon) => facts.weapons.insert(graph.lemma(filler.head).to_lowercase()),
                Some(_) => facts.patients.insert(cluster),
                None => false,
            };
        }
        let named = |c: &&usize| {
            let one = &clusters.all[**c];
            one.kind == Some(EntityKind::Person) && !one.plural && !one.keys.is_empty()
        };
        facts.named = facts.patients.iter().filter(named).copied().collect();
        facts
    }
}

/// How well a telling fits a happening: `None` where something speaks against it, else points; two are enough.
fn fit(
    graph: &Graph<'_>,
    tellings: &[Telling],
    facts: &[Facts],
    happening: &Happening,
    i: usize,
) -> Option<u32> {
    let mut best = 0;
    for &j in &happening.tellings {
        if same_clause(graph, &tellings[j], &tellings[i]) {
            return Some(9);
        }
        let (a, b) = (&tellings[j], &tellings[i]);
        if against(graph, a, b, &facts[j], &facts[i]) {
            return None;
        }
        best = best.max(points(graph, a, b, &facts[j], &facts[i]));
    }
    Some(best)
}

/// A light verb with its noun, a noun as the subject of its harm, a participle of result.
fn same_clause(graph: &Graph<'_>, a: &Telling, b: &Telling) -> bool {
    // a deed and the act of speech that it is spoken of in are two things
    if a.plover(graph) != b.plover(graph)
        || a.speech.is_some() != b.speech.is_some()
        || abduction_apart(graph, a, b)
    {
        return false;
    }
    let (x, y) = (a.trigger.token, b.trigger.token);
    // the topmost of its words: "an exchange of fire" hangs by `exchange`
    let highest = |t: &Telling| {
        let words = &t.trigger.words;
        words
            .iter()
            .copied()
            .find(|&w| graph.head(w).is_none_or(|h| !words.contains(&h)))
            .unwrap_or(t.trigger.token)
    };
    let (x, y) =
        if matches!(a.plover(graph), PloverType::Assault) { (highest(a), highest(b)) } else { (x, y) };
    let tied = |child: usize, top: usize| {
        let child = graph.head(child).filter(|&h| causal(graph, h)).unwrap_or(child);
        if graph.head(child) != Some(top) {
            return false;
        }
        let rel = graph.token(child).deprel;
        match a.plover(graph) {
            PloverType::Assault => {
                matches!(
                    rel,
                    "obj"
                        | "nsubj"
                        | "nsubj:pass"
                        | "advcl"
                        | "acl"
                        | "compound"
                        | "obl"
                        | "obl:agent"
                        | "nmod"
                        | "parataxis"
                        | "acl:relcl"
                        | "appos"
                        | "xcomp"
                ) && !new_clause(graph, child)
            }
            _ => matches!(rel, "obj" | "nsubj:pass" | "xcomp" | "compound" | "obl"),
        }
    };
    // "fired a barrage of rockets": the noun stands in the verb's own weapon or target
    let inside = |child: usize, top: &Telling| {
        a.plover(graph) == PloverType::Assault
            && graph.sentence_of(child) == graph.sentence_of(top.trigger.token)
            && top.fillers.iter().any(|f| {
                f.role != LinkRole::Content
                    && f.role != LinkRole::Actor
                    && graph.phrase(f.head).contains(&child)
            })
    };
    // "vowed to continue support": what is promised is the promise
    let promised = |child: usize, top: usize| {
        let chain = std::iter::successors(Some(child), |&x| {
            graph.head(x).filter(|_| matches!(graph.relation(x), "xcomp" | "obj"))
        });
        a.plover(graph) == PloverType::Agree && chain.skip(1).take(4).any(|x| x == top)
    };
    // "killing six and wounding 41": one blow
    let joined = |child: usize, top: usize| {
        a.harm.is_some()
            && b.harm.is_some()
            && graph.token(child).deprel == "conj"
            && graph.head(child) == Some(top)
            // "two were killed and five were wounded in the raid"
            && graph.child(child, "nsubj").is_none_or(|s| {
                graph.is(s, "other") || graph.token(s).deprel == "nsubj:pass" && a.harm != b.harm
            })
    };
    tied(x, y)
        || tied(y, x)
        || joined(x, y)
        || joined(y, x)
        || promised(x, y)
        || promised(y, x)
        || inside(x, b)
        || inside(y, a)
}

/// "as a result of", "in the course of": the noun between a harm and what did it.
fn causal(graph: &Graph<'_>, noun: usize) -> bool {
    graph.is_noun(noun)
        && ["result", "consequence", "course", "wake", "cause"].iter().any(|n| graph.is(noun, n))
        && matches!(graph.relation(noun), "obl" | "nmod" | "fixed")
}

/// A clause with `after`, `before`, `when` tells of something else; so does an infinitive of purpose.
fn new_clause(graph: &Graph<'_>, child: usize) -> bool {
    graph.infinitive(child)
        || graph.children(child).iter().any(|&c| {
            matches!(graph.relation(c), "mark" | "case")
                && matches!(
                    graph.lemma(c),
                    "after"
                        | "before"
                        | "when"
                        | "since"
                        | "despite"
                        | "follow"
                        | "following"
                        | "until"
                        | "while"
                )
        })
}

/// Whether two statuses can be of one event: what happened is not what is only planned.
fn compatible(graph: &Graph<'_>, a: &Telling, b: &Telling) -> bool {
    let (a, b) = if named_alike(graph, a, b) { (disputed(a), disputed(b)) } else { (a.status, b.status) };
    let real = |s| matches!(s, Status::Occurred | Status::Ongoing);
    a == b || (real(a) && real(b))
}

/// The same word, or what is denied is named as known from before (`denied the attack`).
fn named_alike(graph: &Graph<'_>, a: &Telling, b: &Telling) -> bool {
    let later = if a.trigger.token < b.trigger.token { b } else { a };
    let noun = later.trigger.token;
    let definite = |d| graph.tables.classes.holds("definite", &graph.lemma(d).to_lowercase());
    let known = graph.is_noun(noun) && graph.children_by(noun, "det").any(definite);
    graph.is(b.trigger.token, graph.lemma(a.trigger.token)) || known && later.status == Status::Denied
}

/// What one denies and another asserts is one event: a denial counts as what it denies.
fn disputed(t: &Telling) -> Status {
    if t.status == Status::Denied { t.held } else { t.status }
}

fn against(graph: &Graph<'_>, a: &Telling, b: &Telling, fa: &Facts, fb: &Facts) -> bool {
    let (sa, sb) = (&fa.setting, &fb.setting);
    let (m, n) = (a.mode(graph), b.mode(graph));
    let other_days = matches!((sa.days, sb.days), (Some(x), Some(y)) if x.1 < y.0 || y.1 < x.0);
    let other_place = matches!((&sa.place, &sb.place), (Some(x), Some(y)) if x != y);
    let other_actor = !fa.actors.is_empty()
        && !fb.actors.is_empty()
        && fa.actors.is_disjoint(&fb.actors)
        && !same_side(fa, fb);
    let other_mode = m.is_some() && n.is_some() && m != n;
    let other_patient = a.plover(graph) != PloverType::Assault
        && !fa.patients.is_empty()
        && !fb.patients.is_empty()
        && fa.patients.is_disjoint(&fb.patients);
    a.plover(graph) != b.plover(graph)
        || !compatible(graph, a, b)
        || disputed(a) != disputed(b) && ongoing_apart(a, b)
        || other_days
        || other_place
        || other_actor
        || other_mode
        || abduction_apart(graph, a, b)
        || other_patient
        || other_victim(graph, a, b, fa, fb)
        || other_name(graph, a, b)
}

/// The same word for two persons who are told by name: "shot Anders", and elsewhere "shot Berg", unless one did both.
fn other_victim(graph: &Graph<'_>, a: &Telling, b: &Telling, fa: &Facts, fb: &Facts) -> bool {
    graph.is(b.trigger.token, graph.lemma(a.trigger.token))
        && !fa.named.is_empty()
        && !fb.named.is_empty()
        && fa.patients.is_disjoint(&fb.patients)
        && fa.actors.is_disjoint(&fb.actors)
}

/// "the Olympic bombing" and "the clinic bombing": names and buildings before the noun tell two of a kind apart.
fn other_name(graph: &Graph<'_>, a: &Telling, b: &Telling) -> bool {
    let names = |t: &Telling| -> BTreeSet<String> {
        let noun = t.trigger.token;
        let tells = |&c: &usize| {
            let lemma = graph.lemma(c).to_lowercase();
            graph.tables.world.country_word(graph.word(c)).is_none()
                && !graph.time_like(c)
                && (graph.token(c).upos == "PROPN" || graph.tables.classes.holds("building", &lemma))
        };
        let found = graph.phrase(noun).take_while(|&c| c < noun).filter(tells);
        found.map(|c| graph.lemma(c).to_lowercase()).collect()
    };
    if !events::is_noun(graph, a) || !events::is_noun(graph, b) {
        return false;
    }
    let (x, y) = (names(a), names(b));
    !x.is_empty() && !y.is_empty() && x.is_disjoint(&y)
}

/// "Suspected rebel fighters ... the rebels": two descriptions, or a name and a description, of the same side.
fn same_side(a: &Facts, b: &Facts) -> bool {
    a.sides.iter().any(|(sector, country, named)| {
        b.sides.iter().any(|(other, abroad, also)| {
            sector.is_some()
                && other.is_some()
                && !other_side(sector.as_deref(), other.as_deref())
                && !(*named && *also)
                && !matches!((country, abroad), (Some(x), Some(y)) if x != y)
        })
    })
}

/// Taking somebody away and what is done to them then are two events, told by two verbs.
fn abduction_apart(graph: &Graph<'_>, a: &Telling, b: &Telling) -> bool {
    let abducts = |t: &Telling| t.frame(graph).mode.as_deref() == Some("abduct");
    let verb = |t: &Telling| !events::is_noun(graph, t);
    abducts(a) != abducts(b) && verb(a) && verb(b)
}

/// A battle that goes on and a deed that is done are two things unless they name the same weapon.
fn ongoing_apart(a: &Telling, b: &Telling) -> bool {
    (a.status == Status::Ongoing) != (b.status == Status::Ongoing)
}

/// Whether it is the headline that tells it: the story's own event once more.
pub fn in_title(graph: &Graph<'_>, report: &Report, t: &Telling) -> bool {
    let sentence = &graph.syntax.sentences[graph.sentence_of(t.trigger.token)];
    report.paragraphs.get(sentence.paragraph).is_some_and(|p| p.role == ParagraphRole::Title)
}

fn points(graph: &Graph<'_>, a: &Telling, b: &Telling, fa: &Facts, fb: &Facts) -> u32 {
    let (sa, sb) = (&fa.setting, &fb.setting);
    let mut points = 0;
    let share = |x: &BTreeSet<usize>, y: &BTreeSet<usize>| x.intersection(y).next().is_some();
    let same_word = graph.is(b.trigger.token, graph.lemma(a.trigger.token));
    points += 2 * u32::from(
        share(&fa.actors, &fb.actors)
            && (a.plover(graph) == PloverType::Assault || same_word || share(&fa.patients, &fb.patients)),
    );
    points += u32::from(share(&fa.patients, &fb.patients));
    points += u32::from(fa.weapons.intersection(&fb.weapons).next().is_some());
    points += u32::from(sa.place.is_some() && sa.place == sb.place);
    points += u32::from(sa.days.is_some() && sa.days == sb.days);
    points += u32::from(same_word);
    points += same_people(&sa.people, &sb.people);
    points += 2 * u32::from(adds_up(graph, a, b, fa, fb));
    points += u32::from(fa.in_title != fb.in_title);
    points += 2 * u32::from(points_back(graph, b) && a.plover(graph) == PloverType::Assault);
    points
}

/// Nobody is killed twice, and two reports of so many dead are mostly of the same dead: three points where the words are
/// of the same people, two for the same number of several, one for one person each.
fn same_people(a: &[People], b: &[People]) -> u32 {
    let fatal = |h| matches!(h, Harm::Killed | Harm::Hit);
    let points = |x: &People, y: &People| {
        let same_harm = x.harm == y.harm || fatal(x.harm) && fatal(y.harm);
        if !same_harm || y.more {
            return 0;
        }
        let same_cluster = x.cluster.is_some() && x.cluster == y.cluster;
        let apart = other_side(x.sector.as_deref(), y.sector.as_deref()) || x.named && y.named;
        let same_number = (x.low, x.high) == (y.low, y.high);
        // "two men were killed ... Arrel was killed", "the slain trader"
        let taken_up = (y.definite || y.named) && !x.named && y.low <= x.low;
        match (same_cluster, apart) {
            (true, _) => 3,
            (false, true) => 0,
            (false, false) if same_number && x.low > 1 || taken_up => 2,
            (false, false) => u32::from(same_number),
        }
    };
    a.iter().flat_map(|x| b.iter().map(move |y| points(x, y))).max().unwrap_or(0)
}

/// "Shells killed three. Eleven others were wounded": a harm to others, by nobody and in no attack of its own, is of the blow
/// that was told of just before.
fn adds_up(graph: &Graph<'_>, a: &Telling, b: &Telling, fa: &Facts, fb: &Facts) -> bool {
    /// Sentences after the first in which it may stand.
    const REACH: usize = 2;
    let (first, then) = (graph.sentence_of(a.trigger.token), graph.sentence_of(b.trigger.token));
    let own_attack = || {
        graph.phrase(b.trigger.token).any(|t| {
            matches!(graph.relation(t), "obl" | "nmod" | "nsubj")
                && graph.tables.classes.holds("attack", &graph.lemma(t).to_lowercase())
        })
    };
    (first..=first + REACH).contains(&then)
        && a.harm.is_some()
        && b.harm.is_some()
        && !fa.setting.people.is_empty()
        && fb.setting.people.iter().any(|people| people.more)
        && fb.actors.is_empty()
        && !own_attack()
}

/// "the attacks", "Tuesday's attacks", "this offensive" without parties of its own.
fn points_back(graph: &Graph<'_>, t: &Telling) -> bool {
    // "carried out the raid": the noun under the light verb points back
    let under = graph
        .child(t.trigger.token, "obj")
        .filter(|&o| graph.tables.classes.holds("attack", &graph.lemma(o).to_lowercase()));
    let noun = if events::is_noun(graph, t) { Some(t.trigger.token) } else { under };
    noun.is_some_and(|noun| {
        graph.children(noun).iter().any(|&c| {
            (graph.relation(c) == "det"
                && ["the", "this", "these", "that", "those"].iter().any(|d| graph.is(c, d)))
                || (graph.token(c).deprel == "nmod:poss" && graph.time_like(c))
        })
    })
}
