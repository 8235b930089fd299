//! ACLED's sub-event type of an event: what the words say, then the weapon, then who stands against whom, and what is told
//! beside it.
//!
//! Comes in: all tellings with their participants and what is known of these. Goes out: a type for a happening. The rules
//! are the codebook's, told once and not in every row of the frames:
//!
//! - At a demonstration, force against those who take part makes it `Protest with intervention`, force that kills or may
//!   kill `Excessive force against protesters`; those who take part and use violence make it `Violent demonstration`.
//! - The taking of a place is told by whose forces take it, and by whether anybody resisted.
//! - The sharpest weapon named decides between kinds of explosions and remote violence.
//! - Between armed parties it is an `Armed clash`, against others an `Attack`; what a crowd does is `Mob violence`.

use crate::read::coreference::Clusters;
use crate::read::events::{self, Telling};
use crate::read::graph::Graph;
use crate::record::{EntityKind, PloverType, Role, Status};
use crate::tables::{Harm, LinkRole, irregular};

use super::party::Coding;

const CLASH: &str = "Armed clash";
const ATTACK: &str = "Attack";
const REGAINED: &str = "Government regains territory";
const OVERTAKEN: &str = "Non-state actor overtakes territory";
const TRANSFER: &str = "Non-violent transfer of territory";
const PEACEFUL: &str = "Peaceful protest";
const INTERVENTION: &str = "Protest with intervention";
const EXCESSIVE: &str = "Excessive force against protesters";
const VIOLENT: &str = "Violent demonstration";
const MOB: &str = "Mob violence";
const LOOTING: &str = "Looting/property destruction";
const CHANGE: &str = "Change to group/activity";

/// What ACLED's rules look at.
pub struct Scene<'a> {
    /// The trees and the tables.
    pub graph: &'a Graph<'a>,
    /// Who is who.
    pub clusters: &'a Clusters,
    /// Every telling of the report.
    pub tellings: &'a [Telling],
    /// Who and what takes part in each.
    pub parts: Vec<Vec<(Role, usize)>>,
    /// Country and sector of each cluster.
    pub codings: Vec<Coding>,
}

/// What kind of party somebody is, as far as ACLED's types ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Forces or office-holders of a state.
    State,
    /// Any other armed party.
    Armed,
    /// People who demonstrate, or their march.
    Protesters,
    /// A crowd: people who are named by where they live, what they study or whom they cheer.
    Crowd,
    /// Other people.
    Civil,
    /// A place or thing that an armed party holds.
    Position,
    /// Any other thing.
    Thing,
}

impl Scene<'_> {
    /// The sub-event type of the event that these tellings tell of, `best` most fully.
    pub fn sub_event(&self, told: &[usize], best: usize) -> Option<&str> {
        let rows: Vec<&str> =
            std::iter::once(best).chain(told.iter().copied()).filter_map(|i| self.row(i)).collect();
        let own = rows.iter().find(|s| !vague(s)).or(rows.first()).copied();
        let kind = self.tellings[best].plover(self.graph);
        let open = own.is_none_or(|o| vague(o) || rank(o).is_some());
        if kind == PloverType::Assault
            && open
            && let Some(sharp) = self.by_weapon(told, own)
        {
            return Some(sharp);
        }
        self.at_demonstration(told, own, kind).or_else(|| self.taken(told, own, kind)).or_else(|| {
            let by_sides = kind == PloverType::Assault && own.is_none_or(|o| vague(o) || o == LOOTING);
            if by_sides { self.by_sides(told, own) } else { own }
        })
    }

    /// The type that the row of a telling gives.
    fn row(&self, i: usize) -> Option<&str> {
        let t = &self.tellings[i];
        t.frame(self.graph).acled.as_deref().filter(|_| t.as_its_sense())
    }

    /// Heads in these roles.
    fn heads<'b>(&'b self, told: &'b [usize], roles: &'b [Role]) -> impl Iterator<Item = usize> + 'b {
        told.iter().flat_map(|&i| &self.parts[i]).filter(|(r, _)| roles.contains(r)).map(|(_, head)| *head)
    }

    fn actors(&self, told: &[usize]) -> Vec<Side> {
        self.heads(told, &[Role::Actor]).map(|h| self.side(h)).collect()
    }

    fn patients(&self, told: &[usize]) -> Vec<Side> {
        self.heads(told, &PATIENT).map(|h| self.side(h)).collect()
    }

    fn holds(&self, class: &str, t: usize) -> bool {
        self.graph.tables.classes.holds(class, &self.graph.lemma(t).to_lowercase())
    }

    /// Whether a word of the phrase is in the class.
    fn mentions(&self, class: &str, head: usize) -> bool {
        self.graph.phrase(head).any(|t| self.holds(class, t))
    }

    fn side(&self, head: usize) -> Side {
        let cluster = self.clusters.of(head);
        let sector = cluster.and_then(|c| self.codings[c].sector.as_deref());
        let kind = cluster.and_then(|c| self.clusters.all[c].kind);
        let people = matches!(kind, Some(EntityKind::Person | EntityKind::Group | EntityKind::Organization));
        match sector {
            _ if self.mentions("protester", head) => Side::Protesters,
            _ if self.holds("position", head) => Side::Position,
            Some("MIL" | "COP" | "SPY" | "GOV") => Side::State,
            Some(s) if irregular(s) => Side::Armed,
            _ if self.holds("rioter", head) => Side::Crowd,
            _ if self.holds("armed", head) => Side::Armed,
            _ if people && self.mentions("rioter", head) => Side::Crowd,
            _ if people || self.graph.token(head).upos == "NUM" => Side::Civil,
            _ => Side::Thing,
        }
    }

    /// Whether a telling has its event as having happened.
    fn happened(&self, i: usize) -> bool {
        matches!(self.tellings[i].status, Status::Occurred | Status::Ongoing)
    }

    fn sentence(&self, i: usize) -> usize {
        self.graph.sentence_of(self.tellings[i].trigger.token)
    }

    /// The kind of explosion or remote violence that the sharpest weapon speaks for, if it is sharper than the rows.
    fn by_weapon(&self, told: &[usize], own: Option<&str>) -> Option<&'static str> {
        let weapons = self.used(told).flat_map(|h| self.loaded(h));
        let nouns = told.iter().filter(|&&i| events::is_noun(self.graph, &self.tellings[i]));
        let before = nouns.flat_map(|&i| {
            let t = self.tellings[i].trigger.token;
            self.graph.phrase(t).take_while(move |&w| w <= t)
        });
        // "aircraft hit a depot": what acts is the weapon
        let acting = self.heads(told, &[Role::Actor]).filter(|&h| {
            self.weapon_type(h).is_some_and(|w| w == "Air/drone strike") && self.side(h) != Side::Civil
        });
        let of_words = weapons.chain(before).chain(acting).filter_map(|w| self.weapon_type(w));
        of_words.chain(own.and_then(remote)).max_by_key(|w| rank(w))
    }

    /// Weapons that are used, not those that are hit or taken ("shot down a helicopter").
    fn used<'b>(&'b self, told: &'b [usize]) -> impl Iterator<Item = usize> + 'b {
        let hit = |h: usize| {
            let fillers = told.iter().flat_map(|&i| &self.tellings[i].fillers);
            fillers.filter(|f| f.head == h).all(|f| f.role == LinkRole::Patient)
        };
        self.heads(told, &[Role::Weapon]).filter(move |&h| !hit(h))
    }

    /// The phrase of a weapon with what it carries ("shells filled with chlorine").
    fn loaded(&self, head: usize) -> Vec<usize> {
        let carrying = self.graph.children_by(head, "acl").filter(|&c| self.holds("carrying", c));
        self.graph.phrase(head).chain(carrying.flat_map(|c| self.graph.subtree(c))).collect()
    }

    /// The type that a word for a weapon speaks for.
    fn weapon_type(&self, t: usize) -> Option<&'static str> {
        let named = |w: &str| self.graph.is(t, w);
        let before = |words: &[&str]| t > 0 && words.iter().any(|w| self.graph.is(t - 1, w));
        let propelled = t > 1 && self.graph.is(t - 1, "-") || before(&["propelled", "rocket-propelled"]);
        let poison = named("gas") && before(&["mustard", "nerve", "poison", "toxic", "chlorine", "sarin"])
            || named("agent") && before(&["nerve", "chemical", "choking", "blister"])
            || named("weapon") && before(&["chemical"]);
        let harmless = before(&["stun", "tear", "gas", "smoke", "sound", "flash"]);
        if poison || self.holds("chemical", t) {
            Some("Chemical weapon")
        } else if named("suicide") || named("svbied") {
            Some("Suicide bomb")
        } else if named("grenade") && !propelled && !harmless {
            Some("Grenade")
        } else if named("drone") || self.holds("aircraft", t) || self.holds("drone", t) {
            Some("Air/drone strike")
        } else if self.holds("explosive", t) && !named("grenade") {
            Some("Remote explosive/landmine/IED")
        } else if self.holds("projectile", t) && !harmless {
            Some("Shelling/artillery/missile attack")
        } else {
            let weapon = self.graph.tables.world.weapon(self.graph.lemma(t))?;
            of_mode(&weapon.plover_mode).filter(|_| !named("grenade"))
        }
    }

    /// What a demonstration came to, or what an act at a demonstration is.
    fn at_demonstration(&self, told: &[usize], own: Option<&str>, kind: PloverType) -> Option<&'static str> {
        let others = || (0..self.tellings.len()).filter(|i| !told.contains(i) && self.happened(*i));
        if kind == PloverType::Protest {
            if own == Some(VIOLENT) && self.mob(told) {
                return Some(MOB);
            }
            if own != Some(PEACEFUL) {
                return None;
            }
            let acts: Vec<&'static str> = others().filter_map(|f| self.act(f, told)).collect();
            return [VIOLENT, EXCESSIVE, INTERVENTION].into_iter().find(|t| acts.contains(t));
        }
        let open = own.is_none_or(|o| vague(o) || [MOB, LOOTING, "Arrests", INTERVENTION].contains(&o));
        if !open || !matches!(kind, PloverType::Assault | PloverType::Coerce) {
            return None;
        }
        let march = |p: &usize| self.row(*p) == Some(PEACEFUL) && !self.before_a_noun(*p);
        let at: Vec<usize> = others().filter(march).collect();
        let acts: Vec<&'static str> = told.iter().filter_map(|&f| self.act(f, &at)).collect();
        let worst = [VIOLENT, EXCESSIVE, INTERVENTION].into_iter().find(|t| acts.contains(t))?;
        // harm told by another word for the same deed
        let hurt = told.iter().any(|&i| self.hurts(i));
        Some(if worst == INTERVENTION && hurt && kind == PloverType::Assault { EXCESSIVE } else { worst })
    }

    /// A crowd against others than the state, and no word of a demonstration in the sentence.
    fn mob(&self, told: &[usize]) -> bool {
        let actors = self.actors(told);
        let crowd = !actors.is_empty() && actors.iter().all(|s| *s == Side::Crowd);
        let demonstration = told.iter().any(|&i| {
            let mut tokens = self.graph.syntax.sentences[self.sentence(i)].tokens.clone();
            tokens.any(|t| self.holds("protester", t) || self.holds("demonstrating", t))
        });
        crowd && !demonstration && !self.patients(told).contains(&Side::State)
    }

    /// "riot police" tells of no riot.
    fn before_a_noun(&self, i: usize) -> bool {
        self.graph.relation(self.tellings[i].trigger.token) == "compound"
    }

    fn hurts(&self, i: usize) -> bool {
        matches!(self.tellings[i].harm, Some(Harm::Killed | Harm::Injured)) && self.happened(i)
    }

    /// What the act `f` makes of the demonstrations that are told beside it, if it is done at or against one.
    fn act(&self, f: usize, demonstrations: &[usize]) -> Option<&'static str> {
        let kind = self.tellings[f].plover(self.graph);
        let row = self.row(f);
        if row.is_some_and(|r| rank(r).is_some())
            || !matches!(kind, PloverType::Assault | PloverType::Coerce | PloverType::Protest)
        {
            return None;
        }
        let (actors, patients) = (self.actors(&[f]), self.patients(&[f]));
        let beside: Vec<usize> = demonstrations.iter().copied().filter(|&p| self.beside(f, p)).collect();
        let clusters = |i: usize, roles: &'static [Role]| -> Vec<usize> {
            self.heads(&[i], roles).filter_map(|h| self.clusters.of(h)).collect()
        };
        let demonstrators: Vec<usize> = beside.iter().flat_map(|&p| clusters(p, &[Role::Actor])).collect();
        let by_them = actors.contains(&Side::Protesters)
            || clusters(f, &[Role::Actor]).iter().any(|c| demonstrators.contains(c));
        if kind == PloverType::Protest {
            let riot = row == Some(VIOLENT) && !self.before_a_noun(f);
            return (riot && !beside.is_empty()).then_some(VIOLENT);
        }
        if by_them && kind == PloverType::Assault {
            return Some(VIOLENT);
        }
        let crowd_there =
            actors.iter().any(|s| matches!(s, Side::Crowd)) && beside.iter().any(|&p| self.within(p, f));
        if crowd_there && kind == PloverType::Assault {
            return Some(VIOLENT);
        }
        let against_them = patients.contains(&Side::Protesters)
            || clusters(f, &PATIENT).iter().any(|c| demonstrators.contains(c));
        let somebody = patients.iter().all(|s| matches!(s, Side::Civil | Side::Crowd | Side::Protesters));
        // "dozens were detained at a rally"
        let unnamed =
            actors.is_empty() && row == Some("Arrests") && beside.iter().any(|&p| self.within(p, f));
        let forces_there = (actors.contains(&Side::State) || unnamed) && somebody && !beside.is_empty();
        (against_them || forces_there).then(|| self.force(f, row, against_them)).flatten()
    }

    /// How hard the act is on those who demonstrate.
    fn force(&self, f: usize, row: Option<&str>, against_them: bool) -> Option<&'static str> {
        let assault = self.tellings[f].plover(self.graph) == PloverType::Assault;
        let mild = row == Some(INTERVENTION);
        if assault && (!mild || self.hurts(f) || self.live_rounds(f)) {
            Some(EXCESSIVE)
        } else if mild || row == Some("Arrests") || against_them {
            Some(INTERVENTION)
        } else {
            None
        }
    }

    /// "fired tear gas and shots at the crowd", but not shots into the air or rubber bullets.
    fn live_rounds(&self, f: usize) -> bool {
        let live =
            |h: usize| self.holds("gun", h) && !self.graph.phrase(h).any(|t| self.graph.is(t, "rubber"));
        let air = self.graph.subtree(self.tellings[f].trigger.token).iter().any(|&t| self.graph.is(t, "air"));
        !air && self.heads(&[f], &[Role::Weapon]).any(live)
    }

    /// Whether an act is told with a demonstration: in its sentence or the next, and not as what the demonstration is about.
    fn beside(&self, f: usize, p: usize) -> bool {
        let (a, b) = (self.tellings[f].trigger.token, self.tellings[p].trigger.token);
        let near = self.sentence(f) == self.sentence(p) || self.sentence(f) == self.sentence(p) + 1;
        let about = self.graph.below(a, b)
            && !self
                .graph
                .children(a)
                .iter()
                .any(|&c| ["when", "as", "until", "before"].iter().any(|w| self.graph.is(c, w)));
        near && !about
    }

    /// Whether the demonstration is named in the clause of the act ("... during a protest").
    fn within(&self, p: usize, f: usize) -> bool {
        self.graph.below(self.tellings[p].trigger.token, self.tellings[f].trigger.token)
    }

    /// Whose the place is now, and whether it was fought for.
    fn taken(&self, told: &[usize], own: Option<&str>, kind: PloverType) -> Option<&'static str> {
        let row = [REGAINED, OVERTAKEN].into_iter().find(|t| own == Some(*t));
        let moved = kind == PloverType::Mobilize || own == Some(TRANSFER) || own == Some(CHANGE);
        if (row.is_some() || moved && self.to_a_place(told))
            && (self.unopposed(told) || self.left_by_others(told))
        {
            return Some(TRANSFER);
        }
        let row = row?;
        let actors = self.actors(told);
        let patients = self.patients(told);
        let by_state = actors.contains(&Side::State) && !actors.contains(&Side::Armed);
        let by_others =
            actors.iter().any(|s| matches!(s, Side::Armed | Side::Crowd)) && !actors.contains(&Side::State);
        if by_others {
            Some(OVERTAKEN)
        } else if by_state {
            let foreign = !self.regaining(told) && self.sent_by_another_state(told);
            Some(if foreign { OVERTAKEN } else { REGAINED })
        } else if actors.is_empty() && patients.contains(&Side::State) {
            Some(OVERTAKEN)
        } else {
            Some(row)
        }
    }

    /// The word itself says that it was theirs before (`retake`).
    fn regaining(&self, told: &[usize]) -> bool {
        told.iter().any(|&i| {
            let t = &self.tellings[i].trigger;
            t.words.iter().chain([&t.token]).any(|&w| self.holds("regain", w))
        })
    }

    /// Whether the forces of two states are told of in the sentence, on two sides.
    fn sent_by_another_state(&self, told: &[usize]) -> bool {
        let country = |h: usize| self.clusters.of(h).and_then(|c| self.codings[c].country.clone());
        let own: Vec<String> = self.heads(told, &[Role::Actor]).filter_map(country).collect();
        let Some(&first) = told.first() else { return false };
        let near = (0..self.tellings.len()).filter(|&i| self.sentence(i) == self.sentence(first));
        let others: Vec<usize> = near.collect();
        let other = |h: usize| {
            self.side(h) == Side::State && country(h).is_some_and(|c| !own.is_empty() && !own.contains(&c))
        };
        self.heads(&others, &[Role::Actor, Role::Recipient, Role::Victim]).any(other)
    }

    /// Whether the tellings name a place that is gone to or taken.
    fn to_a_place(&self, told: &[usize]) -> bool {
        told.iter().any(|&i| {
            let t = &self.tellings[i];
            t.fillers.iter().any(|f| {
                f.role == LinkRole::Place
                    || self
                        .clusters
                        .of(f.head)
                        .is_some_and(|c| self.clusters.all[c].kind == Some(EntityKind::Place))
                    || self.graph.tables.classes.holds("territory", &self.graph.lemma(f.head).to_lowercase())
            })
        })
    }

    /// "without a fight", "unopposed", "offered no resistance" in a sentence that tells of it.
    fn unopposed(&self, told: &[usize]) -> bool {
        told.iter().any(|&i| {
            let tokens = self.graph.syntax.sentences[self.sentence(i)].tokens.clone();
            let start = tokens.start;
            tokens.into_iter().any(|t| {
                let denied = || {
                    (start.max(t.saturating_sub(4))..t)
                        .any(|b| ["without", "no", "little"].iter().any(|w| self.graph.is(b, w)))
                };
                self.holds("unopposed", t) || self.holds("resistance", t) && denied()
            })
        })
    }

    /// Whether others are told to have gone from there, and nothing of a fight.
    fn left_by_others(&self, told: &[usize]) -> bool {
        let Some(&first) = told.first() else { return false };
        let actors: Vec<usize> =
            self.heads(told, &[Role::Actor]).filter_map(|h| self.clusters.of(h)).collect();
        let near =
            |i: &usize| self.sentence(*i) == self.sentence(first) && !told.contains(i) && self.happened(*i);
        let left = |i: usize| {
            let t = &self.tellings[i];
            let going = t.plover(self.graph) == PloverType::Retreat
                && t.frame(self.graph).mode.as_deref() == Some("withdraw");
            let who: Vec<usize> =
                self.heads(&[i], &[Role::Actor]).filter_map(|h| self.clusters.of(h)).collect();
            going && !who.is_empty() && who.iter().all(|c| !actors.contains(c))
        };
        let others: Vec<usize> = (0..self.tellings.len()).filter(near).collect();
        let tokens = self.graph.syntax.sentences[self.sentence(first)].tokens.clone();
        let fought = others.iter().any(|&i| self.tellings[i].plover(self.graph) == PloverType::Assault)
            || tokens.into_iter().any(|t| self.graph.is_noun(t) && self.holds("attack", t));
        !fought && others.iter().any(|&i| left(i))
    }

    /// Clash, attack or the violence of a crowd, by who stands against whom.
    fn by_sides<'b>(&'b self, told: &[usize], own: Option<&'b str>) -> Option<&'b str> {
        let (actors, patients) = (self.actors(told), self.patients(told));
        let armed = |s: &Side| matches!(s, Side::State | Side::Armed | Side::Position);
        let firearms =
            told.iter().any(|&i| self.tellings[i].frame(self.graph).mode.as_deref() == Some("firearms"));
        let crowd = !actors.is_empty() && actors.iter().all(|s| matches!(s, Side::Crowd | Side::Protesters));
        let mutual = own == Some(CLASH) && patients.is_empty() && actors.len() > 1;
        let people = !actors.is_empty() && actors.iter().all(|s| matches!(s, Side::Crowd | Side::Civil));
        if crowd && !firearms || people && mutual && !firearms && actors.contains(&Side::Crowd) {
            return Some(MOB);
        }
        if own == Some(LOOTING) {
            return own;
        }
        let civil = patients.iter().any(|s| matches!(s, Side::Civil | Side::Crowd | Side::Protesters));
        if actors.iter().any(armed) && patients.iter().any(armed) {
            Some(CLASH)
        } else if civil && own != Some(MOB) {
            Some(ATTACK)
        } else {
            own
        }
    }
}

/// Roles of those to whom it is done.
const PATIENT: [Role; 3] = [Role::Recipient, Role::Victim, Role::Target];

/// Types that the weapon and the parties may sharpen.
fn vague(sub_event: &str) -> bool {
    matches!(sub_event, ATTACK | CLASH | MOB | "Other")
}

/// Explosions and remote violence, from the least to the most telling weapon.
const REMOTE: [&str; 6] = [
    "Remote explosive/landmine/IED",
    "Shelling/artillery/missile attack",
    "Air/drone strike",
    "Grenade",
    "Suicide bomb",
    "Chemical weapon",
];

/// What a mode of PLOVER's assaults is in ACLED.
fn of_mode(mode: &str) -> Option<&'static str> {
    Some(match mode {
        "heavy-weapons" => "Shelling/artillery/missile attack",
        "aerial" | "drone" => "Air/drone strike",
        "suicide-attack" => "Suicide bomb",
        "explosives" => "Remote explosive/landmine/IED",
        "unconventional" => "Chemical weapon",
        _ => return None,
    })
}

/// The type of explosions and remote violence of this name.
fn remote(name: &str) -> Option<&'static str> {
    REMOTE.into_iter().find(|r| *r == name)
}

fn rank(sub_event: &str) -> Option<usize> {
    REMOTE.iter().position(|r| *r == sub_event)
}
