//! The tellings of events: a trigger with its participants, its status and the saying it stands in.

use crate::record::{EntityKind, PloverType, Role, Status};
use crate::tables::{Frame, Harm, LinkRole, Place, Pos, Speech, Want};

use super::affiliation;
use super::arguments::{self, Filler, Why};
use super::arms;
use super::blame;
use super::coreference::Clusters;
use super::graph::Graph;
use super::harm;
use super::speech;
use super::stand_in;
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
    /// The same as far as the saying that it stands in tells it: occurred, where somebody denies it.
    pub held: Status,
    /// The innermost saying that it stands in.
    pub saying: Option<usize>,
    /// What it does to people, where the words say so.
    pub harm: Option<Harm>,
    /// Probability that it is an event of its row's type, 0 to 1.
    pub confidence: f64,
    /// The promise, threat or refusal that the words amount to, where the telling is of that and not of the deed.
    pub speech: Option<Speech>,
}

impl Telling {
    /// The sense of the trigger.
    pub fn frame<'a>(&self, graph: &Graph<'a>) -> &'a Frame {
        &graph.tables.frames.all[self.trigger.frame]
    }

    /// The PLOVER type: that of the sense, or of the act of speech.
    pub fn plover(&self, graph: &Graph<'_>) -> PloverType {
        let speech = self.speech.as_ref().map(|s| s.plover);
        // OK because: a trigger is only made for a frame that is an event
        speech.or(self.frame(graph).plover).unwrap_or(PloverType::Consult)
    }

    /// The PLOVER mode that goes with the type.
    pub fn mode(&self, graph: &Graph<'_>) -> Option<String> {
        match &self.speech {
            Some(speech) => speech.plover_mode.clone(),
            None => self.frame(graph).mode.clone(),
        }
    }

    /// Whether the telling is of the deed itself, so that the ACLED type of its sense holds.
    pub fn as_its_sense(&self) -> bool {
        self.speech.is_none()
    }
}

/// Every telling of the report, in the order of the text.
pub fn find(graph: &Graph<'_>, sayings: &[Saying]) -> Vec<Telling> {
    let found = triggers::find(graph);
    let verbs = found.clone();
    let deeds = found.into_iter().filter(|t| !told_by_its_verb(graph, &verbs, t)).map(|trigger| {
        let saying = statements::innermost(sayings, trigger.token);
        let mut fillers = fillers(graph, &trigger);
        if let Some(saying) = saying {
            stand_in::speaker(graph, &sayings[saying], &mut fillers);
        }
        Telling {
            fillers,
            status: status::of(graph, trigger.token),
            held: match saying {
                Some(s) => status::within(graph, trigger.token, sayings[s].cue),
                None => status::of(graph, trigger.token),
            },
            saying,
            harm: harm::of(graph, trigger.token),
            confidence: 0.0,
            speech: None,
            trigger,
        }
    });
    let mut deeds: Vec<Telling> = deeds.collect();
    stand_in::addressed(graph, &mut deeds);
    deeds
        .into_iter()
        .flat_map(|deed| {
            let speech = speech::of(graph, sayings, &verbs, &deed);
            std::iter::once(deed).chain(speech)
        })
        .collect()
}

/// What stands in the places of a trigger; of an assault also who else is named as behind it, the bodies that those who
/// did it belong to, and the weapons around it.
fn fillers(graph: &Graph<'_>, trigger: &Trigger) -> Vec<Filler> {
    let mut out = arguments::of(graph, trigger);
    if graph.tables.frames.all[trigger.frame].plover != Some(PloverType::Assault) {
        return out;
    }
    taken_for_doer(graph, trigger, &mut out);
    let of_role = |out: &[Filler], role| -> Vec<usize> {
        out.iter().filter(|f| f.role == role).map(|f| f.head).collect()
    };
    if of_role(&out, LinkRole::Actor).is_empty() {
        let blamed = blame::of(graph, trigger.token).into_iter().flat_map(|a| graph.with_conjuncts(a));
        out.extend(blamed.map(|head| Filler { role: LinkRole::Actor, head, why: Why::Blamed }));
    }
    out.retain(|f| f.role != LinkRole::Actor || !blame::nobody(graph, f.head));
    for actor in of_role(&out, LinkRole::Actor) {
        for head in affiliation::of(graph, actor) {
            if !out.iter().any(|f| f.head == head) {
                out.push(Filler { role: LinkRole::Actor, head, why: Why::Affiliated });
            }
        }
    }
    arms::add(graph, trigger, &mut out);
    named_beside(graph, &mut out);
    out
}

/// "The engineer and his driver, kidnapped a week ago, ...": a verb that needs an object and has none is a participle, which
/// in a headline or between commas looks like the past tense. Who seems to do it suffers it.
fn taken_for_doer(graph: &Graph<'_>, trigger: &Trigger, fillers: &mut [Filler]) {
    let verb = trigger.token;
    let frame = &graph.tables.frames.all[trigger.frame];
    let needs_object = graph.tables.frames.links[frame.link].name == "transitive"
        && graph.tables.classes.holds("needs_object", &graph.lemma(verb).to_lowercase());
    let past = matches!(graph.token(verb).xpos, "VBD" | "VBN") && graph.child(verb, "aux").is_none();
    let alone = !fillers.iter().any(|f| f.role == LinkRole::Patient) && graph.child(verb, "ccomp").is_none();
    if needs_object && past && alone && graph.is_verb(verb) {
        for filler in fillers.iter_mut().filter(|f| f.role == LinkRole::Actor && f.head < verb) {
            filler.role = LinkRole::Patient;
        }
    }
}

/// "Two journalists, A of the daily and B of the radio", "six priests, including A": each who is named beside a plural
/// plays its part too.
fn named_beside(graph: &Graph<'_>, fillers: &mut Vec<Filler>) {
    for filler in fillers.clone() {
        let part = matches!(filler.role, LinkRole::Patient | LinkRole::Actor);
        if !part || !matches!(graph.token(filler.head).xpos, "NNS" | "CD") {
            continue;
        }
        let beside = graph.children(filler.head).iter().copied().filter(|&c| {
            c > filler.head
                && graph.token(c).upos == "PROPN"
                && (graph.relation(c) == "appos"
                    || graph.relation(c) == "nmod"
                        && matches!(graph.preposition(c).as_deref(), Some("include" | "including")))
        });
        for head in beside.flat_map(|c| graph.with_conjuncts(c)) {
            let proper = graph.token(head).xpos == "NNP" && !place_label(graph, head);
            if proper && !fillers.iter().any(|f| f.head == head) {
                fillers.push(Filler { role: filler.role, head, why: Why::Joined });
            }
        }
    }
}

fn place_label(graph: &Graph<'_>, t: usize) -> bool {
    let mut spans = graph.syntax.spans.iter().filter(|s| s.tokens.contains(&t));
    spans.any(|s| matches!(s.label, "Location" | "LOC" | "geo" | "gpe"))
}

/// "signed a deal": the verb tells of the event, and the noun under it is what its sense asked for. A noun of the same
/// type stays, as another telling of the same.
fn told_by_its_verb(graph: &Graph<'_>, all: &[Trigger], noun: &Trigger) -> bool {
    let frames = &graph.tables.frames.all;
    if frames[noun.frame].pos != Pos::Noun {
        return false;
    }
    let mut object = noun.token;
    // "provide tons of food aid": what is counted is the object
    let counted = graph.head(object).filter(|&q| triggers::counted(graph, q) == Some(object));
    if let Some(quantity) = counted {
        object = quantity;
    }
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
            && (frame.plover != frames[noun.frame].plover || counted.is_some())
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
    let kind = match cluster.and_then(|c| c.kind).unwrap_or(EntityKind::Other) {
        // "an Australian ultimatum": the adjective stands for the state
        EntityKind::Other if arguments::nationality(graph, filler.head) => EntityKind::Organization,
        kind => kind,
    };
    let lemma = graph.lemma(filler.head).to_lowercase();
    let event_word = ["attack", "talks", "agreement"].iter().any(|c| graph.tables.classes.holds(c, &lemma));
    let plover = telling.plover(graph);
    let premises = ["building", "premises"].iter().any(|c| graph.tables.classes.holds(c, &lemma));
    if stands_for_nothing(graph, clusters, filler.head) || graph.tables.classes.holds("abstract", &lemma) {
        return None;
    }
    match filler.role {
        LinkRole::Content | LinkRole::Place => None,
        LinkRole::Weapon if event_word => weapon_phrase_before(graph, filler.head).then_some(Role::Weapon),
        _ if event_word => None,
        // "shot down a helicopter": what is hit
        LinkRole::Patient if kind == EntityKind::Weapon && craft(graph, &lemma) => Some(Role::Target),
        _ if kind == EntityKind::Weapon && plover == PloverType::Assault => Some(Role::Weapon),
        LinkRole::Weapon => {
            (kind == EntityKind::Weapon || weapon_phrase(graph, filler.head)).then_some(Role::Weapon)
        }
        _ if event_word => None,
        LinkRole::Actor | LinkRole::Party if kind == EntityKind::Place => (state(graph, filler.head)
            || speaks_for_itself(graph, telling, filler, kind))
        .then_some(Role::Actor),
        LinkRole::Actor | LinkRole::Party => {
            (acts(kind) || speaks_for_itself(graph, telling, filler, kind)).then_some(Role::Actor)
        }
        LinkRole::Patient
            if plover == PloverType::Assault && only_where(graph, filler.head, kind, premises) =>
        {
            None
        }
        LinkRole::Patient
            if matches!(kind, EntityKind::Weapon | EntityKind::Other) && taken(graph, telling) =>
        {
            Some(Role::Target)
        }
        LinkRole::Patient => {
            patient(plover, kind, telling, cluster.and_then(|c| c.sector.as_deref()), premises)
        }
    }
}

/// Whether a word is one for what flies or drives and may carry weapons.
fn craft(graph: &Graph<'_>, lemma: &str) -> bool {
    ["vehicle", "aircraft"].iter().any(|class| graph.tables.classes.holds(class, lemma))
}

/// Whether a phrase says only where something is: a town that a blast was near, and whatever it was in, save a building or
/// vehicle.
fn only_where(graph: &Graph<'_>, head: usize, kind: EntityKind, premises: bool) -> bool {
    let Some(preposition) = graph.preposition(head) else { return false };
    let beside = ["near", "outside", "in front of", "next to", "close to", "beside", "around", "between"];
    match preposition.as_str() {
        "in" => !premises && !matches!(kind, EntityKind::Facility | EntityKind::Vehicle),
        p => beside.contains(&p) && kind == EntityKind::Place && !premises,
    }
}

/// Whether a filler is a pronoun of which it is not known whom or what it means, save those for people (`he`, `they`).
fn stands_for_nothing(graph: &Graph<'_>, clusters: &Clusters, head: usize) -> bool {
    let pronoun = |h: usize| matches!(graph.token(h).upos, "PRON" | "DET");
    let person = [
        "i",
        "me",
        "we",
        "us",
        "he",
        "she",
        "him",
        "her",
        "they",
        "them",
        "who",
        "everyone",
        "everybody",
        "someone",
        "somebody",
        "those",
        "other",
    ];
    pronoun(head)
        && !person.iter().any(|p| graph.is(head, p))
        && clusters
            .of(head)
            .is_none_or(|c| clusters.all[c].mentions.iter().all(|&i| pronoun(clusters.mentions[i].head)))
}

/// What stands as the subject of a verb of talk acts, whatever the tables know of it ("the governorate called on ...").
fn speaks_for_itself(
    graph: &Graph<'_>,
    telling: &Telling,
    filler: &arguments::Filler,
    kind: EntityKind,
) -> bool {
    use PloverType::{Accuse, Agree, Consult, Protest, Reject, Request, Threaten};
    let plover = telling.plover(graph);
    let named = || graph.phrase(filler.head).any(|t| graph.token(t).upos == "PROPN");
    let speaks = match plover {
        Accuse | Agree | Consult | Reject | Request | Threaten | Protest => {
            named() || several(graph, filler.head)
        }
        _ => false,
    };
    matches!(kind, EntityKind::Other | EntityKind::Place)
        && speaks
        && !is_noun(graph, telling)
        && graph.is_noun(filler.head)
}

/// Several of a kind that no table knows ("islanders", "fundamentalists"): what accuses, demands or protests is people.
fn several(graph: &Graph<'_>, head: usize) -> bool {
    let lemma = graph.lemma(head).to_lowercase();
    graph.token(head).xpos == "NNS" && !graph.tables.classes.holds("abstract", &lemma)
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

/// Whether the telling is of things that are taken away.
fn taken(graph: &Graph<'_>, telling: &Telling) -> bool {
    telling.plover(graph) == PloverType::Coerce && telling.frame(graph).mode.as_deref() == Some("seize")
}

fn acts(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Person | EntityKind::Group | EntityKind::Organization | EntityKind::Place)
}

fn patient(
    plover: PloverType,
    kind: EntityKind,
    telling: &Telling,
    sector: Option<&str>,
    premises: bool,
) -> Option<Role> {
    match (plover, kind) {
        (PloverType::Assault, EntityKind::Person) => Some(Role::Victim),
        (PloverType::Assault, EntityKind::Group)
            if telling.harm.is_some()
                || !matches!(sector, Some("MIL" | "REB" | "GOV" | "PRM" | "UAF" | "COP")) =>
        {
            Some(Role::Victim)
        }
        (PloverType::Assault, EntityKind::Organization) if premises => Some(Role::Target),
        // what is killed or hurt and is no known thing is people
        (PloverType::Assault, EntityKind::Other)
            if matches!(telling.harm, Some(Harm::Killed | Harm::Injured | Harm::Hit)) =>
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

/// Whether a filler is one whom the telling kills or hurts; beasts and what is no living thing by its class aside.
pub fn hurt(graph: &Graph<'_>, telling: &Telling, filler: &Filler) -> bool {
    let lemma = graph.lemma(filler.head).to_lowercase();
    let thing = ["animal", "attack", "building", "vehicle", "territory", "weapon"];
    filler.role == LinkRole::Patient
        && telling.plover(graph) == PloverType::Assault
        && matches!(telling.harm, Some(Harm::Killed | Harm::Injured))
        && !thing.iter().any(|class| graph.tables.classes.holds(class, &lemma))
}

/// Whether the telling is a noun.
pub fn is_noun(graph: &Graph<'_>, telling: &Telling) -> bool {
    telling.frame(graph).pos == Pos::Noun
}
