//! Who speaks or shows something, what kind of source that is, and of which of the events told it is itself a party.

use std::ops::Range;

use crate::ground::voice::{self, Voice};
use crate::read::affiliation;
use crate::read::mentions::Form;
use crate::read::texts;
use crate::record::{Entity, EntityKind, Event, PloverType, Role, Source, SourceKind, Status};
use crate::tables::armed;

use super::Writer;

/// What a source has to do with somebody in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    /// They belong to one state.
    State,
    /// The source is that one, belongs to it or to the same body.
    Own,
}

impl Writer<'_> {
    /// Who speaks by a phrase: of a text, whoever made it, as its own words or `maker` tell. `beside` are the words around
    /// the cue, `told` the events that the source speaks of or shows.
    pub(super) fn source<'e>(
        &self,
        head: usize,
        maker: Option<usize>,
        beside: &[usize],
        told: impl Iterator<Item = &'e Event>,
        entities: &[Entity],
    ) -> Source {
        let text = texts::is(self.graph, head);
        let maker = if text { texts::maker(self.graph, head).or(maker) } else { None };
        let speaker = maker.unwrap_or(head);
        let entity = self.id_of(speaker).or_else(|| self.id_of(head));
        let voice = Voice {
            graph: self.graph,
            clusters: &self.f.clusters,
            codings: &self.scene.codings,
            head: speaker,
        };
        let kind =
            if text && maker.is_none() { voice::of_text(self.graph, head) } else { voice.kind(beside) };
        let own = Self::entity_of(entities, entity.as_ref());
        let (mut party_to, mut fights) = (Vec::new(), false);
        for event in told {
            let ties = event.arguments.iter().filter_map(|a| {
                let tie = self.tie(speaker, own?, Self::entity_of(entities, a.entity.as_ref())?, a.role)?;
                Some((tie, a.role))
            });
            let ties: Vec<(Tie, Role)> = ties.collect();
            // a president who vows to attack is an official yet
            let happened = matches!(event.status, Status::Occurred | Status::Ongoing);
            let governs = own.is_some_and(|e| e.sector.as_deref() == Some("GOV"));
            fights |= (happened || !governs)
                && event.plover.event == PloverType::Assault
                && ties.iter().any(|(tie, role)| *tie == Tie::Own && side(*role, own));
            if !ties.is_empty() {
                party_to.push(event.id.clone());
            }
        }
        let fights = fights && kind != Some(SourceKind::Anonymous);
        Source {
            entity,
            span: self.words(&self.with_its_name(head)),
            kind: if fights { Some(SourceKind::Party) } else { kind },
            party_to,
        }
    }

    fn entity_of<'e>(entities: &'e [Entity], id: Option<&String>) -> Option<&'e Entity> {
        id.and_then(|id| entities.iter().find(|e| e.id == *id))
    }

    /// What a source has to do with somebody who takes part in an event.
    fn tie(&self, speaker: usize, source: &Entity, other: &Entity, role: Role) -> Option<Tie> {
        if role == Role::Weapon {
            return None;
        }
        let own = self.bodies(speaker, source);
        let theirs: Vec<&String> = std::iter::once(&other.id).chain(&other.of).collect();
        if own.iter().any(|id| theirs.contains(&id)) {
            return Some(Tie::Own);
        }
        let acts = other.kind != EntityKind::Place || matches!(role, Role::Actor | Role::Recipient);
        let state = self.of_state(source) && self.of_state(other);
        // "the army" and "soldiers" of a report that names no country
        let forces = [source, other].iter().all(|e| e.sector.as_deref() == Some("MIL"));
        (acts && (state || forces) && source.country == other.country).then_some(Tie::State)
    }

    /// The source itself, whose it is, and the bodies that its words say it speaks for ("a spokesman for the Marsh Front").
    fn bodies(&self, speaker: usize, source: &Entity) -> Vec<String> {
        let mut out = vec![source.id.clone()];
        out.extend(source.of.clone());
        let cluster = self.f.clusters.of(speaker).map(|c| &self.f.clusters.all[c]);
        let mentions = cluster.into_iter().flat_map(|c| &c.mentions).map(|&i| &self.f.clusters.mentions[i]);
        let heads = mentions.filter(|m| m.form != Form::Pronoun).map(|m| m.head).chain([speaker]);
        out.extend(heads.flat_map(|h| affiliation::spoken_for(self.graph, h)).filter_map(|h| self.body(h)));
        out
    }

    /// The record's body of fighters, officials or others that a word names.
    fn body(&self, head: usize) -> Option<String> {
        let c = self.f.clusters.of(head)?;
        let body = matches!(self.f.clusters.all[c].kind, Some(EntityKind::Group | EntityKind::Organization));
        self.ids.get(&c).filter(|_| body).cloned()
    }

    /// A phrase with the name right behind it ("the company Skyfield").
    fn with_its_name(&self, head: usize) -> Range<usize> {
        let phrase = self.graph.phrase(head);
        let names = self.graph.children_by(head, "appos").chain(self.graph.children_by(head, "flat"));
        let ends = names.map(|n| self.graph.phrase(n)).filter(|n| n.start == phrase.end).map(|n| n.end);
        phrase.start..ends.max().unwrap_or(phrase.end)
    }

    /// Whether somebody is a state, its government or its forces.
    fn of_state(&self, e: &Entity) -> bool {
        let state = || e.kind == EntityKind::Place && self.graph.tables.world.country_word(&e.name).is_some();
        e.country.is_some()
            && (matches!(e.sector.as_deref(), Some("GOV" | "MIL" | "COP" | "SPY"))
                || e.sector.is_none() && state())
    }

    /// The words around the cue that are neither source nor content.
    pub(super) fn beside(&self, cue: usize, source: usize, covers: impl Fn(usize) -> bool) -> Vec<usize> {
        let own = self.graph.phrase(source);
        let words = self.graph.subtree(cue);
        words.into_iter().filter(|t| !covers(*t) && !own.contains(t)).collect()
    }

    /// The words that name a source: in "Sisi, who told them" the word at hand is `who`.
    pub(super) fn source_words(&self, head: usize, cue: usize) -> Range<usize> {
        let relative =
            self.graph.child(cue, "nsubj").filter(|&s| s != head && self.graph.antecedent(s) == head);
        relative.map_or_else(|| self.graph.phrase(head), |r| r..r + 1)
    }
}

/// Whether who has this part in an attack is one of its two sides: whoever attacks, and those under arms or in power whom it
/// is aimed at.
fn side(role: Role, own: Option<&Entity>) -> bool {
    let sector = own.and_then(|e| e.sector.as_deref());
    match role {
        Role::Actor => sector.is_none_or(|s| s == "GOV" || armed(s)),
        Role::Recipient => sector.is_some_and(|s| s == "GOV" || armed(s)),
        Role::Victim | Role::Target | Role::Weapon => false,
    }
}
