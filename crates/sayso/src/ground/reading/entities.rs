//! Who and what the report speaks of, as the record has it.

use std::ops::Range;

use crate::ground::cast::Participant;
use crate::ground::party;
use crate::read::events::Telling;
use crate::read::mentions::{Form, Mention};
use crate::read::texts;
use crate::record::{Entity, EntityKind, Place, Role, Span};

use super::Writer;

impl Writer<'_> {
    /// Clusters that have a name, take part in an event or speak, in the order of the text.
    pub(super) fn named_clusters(&self, unlinked: &[Vec<Participant>]) -> Vec<usize> {
        let clusters = &self.f.clusters;
        let tellings = self.happenings.iter().flat_map(|h| &h.tellings);
        let in_events = tellings.flat_map(|&i| self.roles(i).map(|(_, head)| head));
        let sources = self.f.sayings.iter().filter_map(|s| s.source);
        let makers = sources.clone().filter(|&s| texts::is(self.graph, s));
        let makers = makers.filter_map(|s| texts::maker(self.graph, s));
        let exhibitors = self.happenings.iter().flat_map(|h| self.exhibits(h)).filter_map(|e| e.by);
        let unlinked = unlinked.iter().flatten().map(|(_, _, head)| *head);
        let mut used: Vec<usize> = in_events
            .chain(sources)
            .chain(makers)
            .chain(exhibitors)
            .chain(unlinked)
            .filter_map(|h| clusters.of(h))
            .collect();
        used.extend((0..clusters.all.len()).filter(|&c| !clusters.all[c].keys.is_empty()));
        used.sort_unstable();
        used.dedup();
        used.retain(|&c| !clusters.all[c].mentions.is_empty());
        used.sort_by_key(|&c| clusters.all[c].mentions.first().copied());
        used
    }

    pub(super) fn entity(&self, c: usize) -> Entity {
        let cluster = &self.f.clusters.all[c];
        let mentions: Vec<Span> = cluster.mentions.iter().map(|&i| self.mention_span(i)).collect();
        let mut coding = self.scene.codings[c].clone();
        let derived = if coding.country.is_none() { self.country_of_place(c, &coding) } else { None };
        if let Some((country, _)) = &derived {
            coding.country = Some(country.clone());
        }
        let state = self.speaks_for_its_state(c);
        if coding.sector.is_none() && state {
            coding.sector = Some("GOV".to_owned());
        }
        let only_state = state && !self.is_anywhere(c);
        let place = cluster
            .mentions
            .iter()
            .find_map(|&i| self.place_of_head(self.f.clusters.mentions[i].head))
            .filter(|_| cluster.kind == Some(EntityKind::Place));
        let kind = if only_state { Some(EntityKind::Organization) } else { cluster.kind };
        Entity {
            id: self.ids[&c].clone(),
            kind: kind.unwrap_or(EntityKind::Other),
            name: self.name(c),
            mentions,
            country: coding.country.or_else(|| place.and_then(|p| p.country.clone())),
            sector: coding.sector,
            country_span: derived.map(|(_, words)| words),
            office: coding.office,
            of: cluster.principal.filter(|&p| p != c).and_then(|p| self.ids.get(&p).cloned()),
            place: place.filter(|_| !only_state).map(Place::from),
        }
    }

    /// Whether the report puts anything at a place, or speaks of it otherwise than as of somebody who acts: `in Paris`, `Paris's
    /// suburbs`, `the Paris attacks`.
    fn is_anywhere(&self, c: usize) -> bool {
        let mentions = self.f.clusters.all[c].mentions.iter().map(|&i| &self.f.clusters.mentions[i]);
        let mut names = mentions.filter(|m| m.form == Form::Name).map(|m| m.head);
        names.any(|head| {
            let of_party = self.graph.preposition(head);
            let by_party = of_party.as_deref().is_none_or(|p| matches!(p, "between" | "with" | "by" | "and"));
            let acts = matches!(
                self.graph.relation(head),
                "nsubj" | "conj" | "obj" | "iobj" | "root" | "nmod" | "obl"
            );
            !(by_party && acts)
        })
    }

    /// "Paris warned ...": a capital that acts or speaks is its government.
    fn speaks_for_its_state(&self, c: usize) -> bool {
        let cluster = &self.f.clusters.all[c];
        let is = |head: usize| self.f.clusters.of(head) == Some(c);
        cluster.kind == Some(EntityKind::Place)
            && cluster.keys.iter().any(|k| self.graph.tables.world.capital(k).is_some())
            && (self.f.sayings.iter().any(|s| s.source.is_some_and(is))
                || self.scene.parts.iter().flatten().any(|(role, head)| *role == Role::Actor && is(*head)))
    }

    /// The country of the place where a party without a name stands or acts, and the words that name the place: in its own
    /// phrase, by the happenings it takes part in, the only country of its sentence, the one country of the report.
    fn country_of_place(&self, c: usize, coding: &party::Coding) -> Option<(String, Span)> {
        let cluster = &self.f.clusters.all[c];
        if !cluster.keys.is_empty() || !coding.sector.as_deref().is_some_and(party::at_home) {
            return None;
        }
        let mentions = cluster.mentions.iter().map(|&i| &self.f.clusters.mentions[i]);
        let mentions: Vec<_> = mentions.filter(|m| m.form != Form::Pronoun).collect();
        let placed = |head: usize| self.place_of_head(head)?.country.clone().map(|country| (country, head));
        let within = |range: Range<usize>| -> Vec<(String, usize)> {
            range.filter_map(|t| self.graph.is_noun(t).then(|| placed(t))?).collect()
        };
        let phrases = || mentions.iter().find_map(|m| only(within(m.phrase.clone())));
        let happenings = || {
            let theirs = |t: &Telling| t.fillers.iter().any(|f| self.f.clusters.of(f.head) == Some(c));
            let tellings = self.f.tellings.iter().zip(&self.f.wheres);
            only(
                tellings
                    .filter(|(t, _)| theirs(t))
                    .filter_map(|(_, w)| placed(w.place.as_ref().filter(|p| p.near())?.head?))
                    .collect(),
            )
        };
        let sentences = || {
            let sentence =
                |m: &&Mention| self.graph.syntax.sentences[self.graph.sentence_of(m.head)].tokens.clone();
            mentions.iter().find_map(|m| only(within(sentence(m))))
        };
        let report = || only(self.f.world.places.iter().filter_map(|(head, _)| placed(*head)).collect());
        let (country, head) = phrases().or_else(happenings).or_else(sentences).or_else(report)?;
        let mention = self.f.clusters.mentions.iter().position(|m| m.head == head);
        Some((country, mention.map_or_else(|| self.words(&(head..head + 1)), |i| self.mention_span(i))))
    }

    pub(super) fn mention_span(&self, i: usize) -> Span {
        let m = &self.f.clusters.mentions[i];
        match &m.name {
            Some(name) => self.words(name),
            None if m.form == Form::Pronoun => self.words(&m.phrase),
            None => self.words(&self.graph.core_phrase(m.head)),
        }
    }

    /// The longest name, or the longest description where there is none.
    pub(super) fn name(&self, c: usize) -> String {
        let clusters = &self.f.clusters;
        let of = |form: &dyn Fn(Form) -> bool| {
            clusters.all[c]
                .mentions
                .iter()
                .filter(|&&i| form(clusters.mentions[i].form))
                .map(|&i| self.mention_span(i).quote)
                .reduce(|a, b| if b.chars().count() > a.chars().count() { b } else { a })
        };
        of(&|f| f == Form::Name)
            .or_else(|| of(&|f| f != Form::Pronoun))
            .or_else(|| of(&|_| true))
            .map(|n| n.split_whitespace().collect::<Vec<_>>().join(" "))
            .unwrap_or_default()
    }
}

/// The country that all of these places lie in, with the first of them; none where there are several.
fn only(places: Vec<(String, usize)>) -> Option<(String, usize)> {
    let (country, head) = places.first()?.clone();
    places.iter().all(|(c, _)| *c == country).then_some((country, head))
}
