//! The tellings of events: a trigger with its participants, its status and the saying it stands in.

use crate::record::{EntityKind, PloverType, Role, Status};
use crate::tables::{Frame, Harm, LinkRole, Place, Pos, Want};

use super::arguments;
use super::coreference::Clusters;
use super::graph::Graph;
use super::statements::{self, Saying};
use super::status;
use super::triggers::{self, Trigger};

/// One telling of an event.
#[derive(Clone, Debug)]
pub struct Telling {
    /// The words that tell of it.
    pub trigger: Trigger,
    /// Who and what stands in its places.
    pub fillers: Vec<arguments::Filler>,
    /// Whether it happened, by this telling.
    pub status: Status,
    /// The innermost saying that it stands in.
    pub saying: Option<usize>,
    /// What it does to people, where the words say so.
    pub harm: Option<Harm>,
}

impl Telling {
    /// The sense of the trigger.
    pub fn frame<'a>(&self, graph: &Graph<'a>) -> &'a Frame {
        &graph.tables.frames.all[self.trigger.frame]
    }

    /// The PLOVER type: that of the sense, but what is only promised of talks, backing, cooperation or aid is an
    /// agreement to it (PLOVER manual, AGREE).
    pub fn plover(&self, graph: &Graph<'_>) -> PloverType {
        use PloverType::{Agree, Aid, Consult, Cooperate, Support};
        // OK because: a trigger is only made for a frame that is an event
        let own = self.frame(graph).plover.unwrap_or(Consult);
        let promised = matches!(self.status, Status::Intended | Status::Conditional);
        if promised && matches!(own, Consult | Support | Cooperate | Aid) { Agree } else { own }
    }

    /// Whether the type is that of the sense, so that its mode and ACLED type hold.
    pub fn as_its_sense(&self, graph: &Graph<'_>) -> bool {
        self.frame(graph).plover == Some(self.plover(graph))
    }
}

/// Every telling of the report, in the order of the text.
pub fn find(graph: &Graph<'_>, sayings: &[Saying]) -> Vec<Telling> {
    let found = triggers::find(graph);
    let verbs = found.clone();
    found
        .into_iter()
        .filter(|t| !told_by_its_verb(graph, &verbs, t))
        .map(|trigger| Telling {
            fillers: arguments::of(graph, &trigger),
            status: status::of(graph, trigger.token),
            saying: statements::innermost(sayings, trigger.token),
            harm: graph.tables.frames.harm(&graph.lemma(trigger.token).to_lowercase()),
            trigger,
        })
        .collect()
}

/// "signed a deal": the verb tells of the event, and the noun under it is what its sense asked for. A noun of the same
/// type stays, as another telling of the same.
fn told_by_its_verb(graph: &Graph<'_>, all: &[Trigger], noun: &Trigger) -> bool {
    let frames = &graph.tables.frames.all;
    if frames[noun.frame].pos != Pos::Noun {
        return false;
    }
    let mut object = noun.token;
    while graph.relation(object) == "conj" {
        match graph.head(object) {
            Some(h) => object = h,
            None => return false,
        }
    }
    let Some(verb) =
        graph.head(object).filter(|_| matches!(graph.token(object).deprel, "obj" | "nsubj:pass" | "obl"))
    else {
        return false;
    };
    all.iter().any(|v| {
        let frame = &frames[v.frame];
        v.token == verb
            && frame.plover != frames[noun.frame].plover
            && (v.words.contains(&object)
                || frame.test.iter().any(|c| c.place == Place::Obj && matches!(c.want, Want::Any(_)))
                    && graph.fill(verb, &Place::Obj).contains(&object))
    })
}

/// The role in the record that a filler plays, by what it is; `None` for what is no participant.
pub fn role(
    graph: &Graph<'_>,
    clusters: &Clusters,
    telling: &Telling,
    filler: &arguments::Filler,
) -> Option<Role> {
    let cluster = clusters.of(filler.head).map(|c| &clusters.all[c]);
    let kind = cluster.and_then(|c| c.kind).unwrap_or(EntityKind::Other);
    let lemma = graph.lemma(filler.head).to_lowercase();
    let event_word = ["attack", "talks", "agreement"].iter().any(|c| graph.tables.classes.holds(c, &lemma));
    let plover = telling.plover(graph);
    match filler.role {
        LinkRole::Content | LinkRole::Place => None,
        LinkRole::Weapon if event_word => weapon_phrase_before(graph, filler.head).then_some(Role::Weapon),
        _ if event_word => None,
        _ if kind == EntityKind::Weapon && plover == PloverType::Assault => Some(Role::Weapon),
        LinkRole::Weapon => {
            (kind == EntityKind::Weapon || weapon_phrase(graph, filler.head)).then_some(Role::Weapon)
        }
        _ if event_word => None,
        LinkRole::Actor | LinkRole::Party if kind == EntityKind::Place => {
            state(graph, filler.head).then_some(Role::Actor)
        }
        LinkRole::Actor | LinkRole::Party => {
            (acts(kind) || speaks_for_itself(graph, telling, filler, kind)).then_some(Role::Actor)
        }
        LinkRole::Patient => patient(plover, kind, telling, cluster.and_then(|c| c.sector.as_deref())),
    }
}

/// What stands as the subject of a verb of talk acts, whatever the tables know of it ("the governorate called on ...").
fn speaks_for_itself(
    graph: &Graph<'_>,
    telling: &Telling,
    filler: &arguments::Filler,
    kind: EntityKind,
) -> bool {
    use PloverType::{Accuse, Agree, Consult, Reject, Request, Threaten};
    let talk = matches!(telling.plover(graph), Accuse | Agree | Consult | Reject | Request | Threaten);
    kind == EntityKind::Other
        && talk
        && !is_noun(graph, telling)
        && graph.is_noun(filler.head)
        && graph.phrase(filler.head).any(|t| graph.token(t).upos == "PROPN")
}

/// "rocket fire", "barrage of rockets": a weapon is named in the phrase.
fn weapon_phrase(graph: &Graph<'_>, head: usize) -> bool {
    graph.phrase(head).any(|t| {
        graph.tables.world.weapon(graph.lemma(t)).is_some()
            || graph.tables.classes.holds("weapon", &graph.lemma(t).to_lowercase())
    })
}

/// A state speaks and acts by its name or that of its capital; other places do not.
fn state(graph: &Graph<'_>, head: usize) -> bool {
    let phrase = graph.phrase(head);
    let words = &graph.text[graph.bytes(&phrase)];
    let world = &graph.tables.world;
    [words, graph.word(head)].iter().any(|w| world.country_word(w).is_some() || world.capital(w).is_some())
}

/// "rocket fire": the weapon stands before the word for its use.
fn weapon_phrase_before(graph: &Graph<'_>, head: usize) -> bool {
    graph.phrase(head).take_while(|&t| t < head).any(|t| {
        graph.tables.world.weapon(graph.lemma(t)).is_some()
            || graph.tables.classes.holds("weapon", &graph.lemma(t).to_lowercase())
    })
}

fn acts(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Person | EntityKind::Group | EntityKind::Organization | EntityKind::Place)
}

fn patient(plover: PloverType, kind: EntityKind, telling: &Telling, sector: Option<&str>) -> Option<Role> {
    match (plover, kind) {
        (PloverType::Assault, EntityKind::Person) => Some(Role::Victim),
        (PloverType::Assault, EntityKind::Group)
            if telling.harm.is_some()
                || !matches!(sector, Some("MIL" | "REB" | "GOV" | "PRM" | "UAF" | "COP")) =>
        {
            Some(Role::Victim)
        }
        (PloverType::Assault, EntityKind::Organization | EntityKind::Group) => Some(Role::Recipient),
        (
            PloverType::Assault,
            EntityKind::Place | EntityKind::Facility | EntityKind::Vehicle | EntityKind::Other,
        ) => Some(Role::Target),
        (_, EntityKind::Person | EntityKind::Group | EntityKind::Organization | EntityKind::Place) => {
            Some(Role::Recipient)
        }
        (PloverType::Coerce | PloverType::Protest, EntityKind::Facility | EntityKind::Vehicle) => {
            Some(Role::Target)
        }
        _ => None,
    }
}

/// Whether the telling is a noun.
pub fn is_noun(graph: &Graph<'_>, telling: &Telling) -> bool {
    telling.frame(graph).pos == Pos::Noun
}
