//! Who says what, as the record has it.

use std::ops::Range;

use crate::ground::party;
use crate::read::statements::Saying;
use crate::record::{Event, EventTime, PloverType, Role, Source, SourceKind, Statement};

use super::Writer;

impl Writer<'_> {
    pub(super) fn statement(&self, i: usize, events: &[Event]) -> Statement {
        let s = &self.f.sayings[i];
        let id = self.statement_ids[i].clone();
        Statement {
            act: s.act,
            source: s.source.map(|h| self.source(h, s, &id, events)),
            via: self.via(s),
            cue: self.words(&s.cue_words),
            content: s.content.iter().map(|r| self.words(r)).collect(),
            direct: s.direct,
            time: self.cue_time(s),
            within: s.within.map(|w| self.statement_ids[w].clone()),
            id,
        }
    }

    /// The channels in the words of the report, each once.
    fn via(&self, s: &Saying) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for v in &s.via {
            let quote = self.words(v).quote;
            if !out.contains(&quote) {
                out.push(quote);
            }
        }
        out
    }

    /// When it was said: the day that hangs on the cue.
    fn cue_time(&self, s: &Saying) -> Option<EventTime> {
        let i = (0..self.f.world.times.len()).find(|&i| {
            let tokens = self.f.world.time_tokens[i].clone();
            self.f.world.times[i].from.is_some()
                && tokens.clone().any(|t| !s.covers(t) && self.hangs_directly(t, s.cue, &tokens))
        })?;
        Some(self.event_time(i))
    }

    /// Whether a word hangs on the cue, in no clause of its own.
    fn hangs_directly(&self, t: usize, cue: usize, inside: &Range<usize>) -> bool {
        let mut x = t;
        for _ in 0..4 {
            match self.graph.head(x) {
                Some(h) if h == cue => return true,
                Some(h)
                    if inside.contains(&h)
                        || matches!(self.graph.relation(x), "nmod" | "obl" | "compound" | "nummod")
                            && self.graph.is_noun(h) =>
                {
                    x = h
                }
                _ => return false,
            }
        }
        false
    }

    fn source(&self, head: usize, said: &Saying, statement: &str, events: &[Event]) -> Source {
        let cluster = self.f.clusters.of(head);
        let entity = cluster.and_then(|c| self.ids.get(&c).cloned());
        let phrase = self.graph.phrase(head);
        let lemma = self.graph.lemma(head).to_lowercase();
        let before = phrase
            .clone()
            .take_while(|&t| t < head)
            .last()
            .map(|t| format!("{} {lemma}", self.graph.lemma(t).to_lowercase()));
        let words: Vec<String> =
            before.into_iter().chain([self.graph.word(head).to_lowercase(), lemma]).collect();
        let name = cluster.map(|c| self.name(c));
        let sector = cluster.and_then(|c| self.scene.codings[c].sector.clone());
        let party = entity.as_ref().is_some_and(|id| {
            events.iter().any(|e| {
                e.plover.event == PloverType::Assault
                    && e.claims.iter().any(|c| c.statement.as_deref() == Some(statement))
                    && e.arguments.iter().any(|a| {
                        a.entity.as_ref() == Some(id) && matches!(a.role, Role::Actor | Role::Recipient)
                    })
            })
        });
        let kind = if party {
            Some(SourceKind::Party)
        } else {
            party::source_kind(&self.graph.tables.attribution, &words, name.as_deref(), sector.as_deref())
        };
        // in "Sisi, who told them" the word at hand is `who`
        let relative =
            self.graph.child(said.cue, "nsubj").filter(|&s| s != head && self.graph.antecedent(s) == head);
        let words = said.source_words.clone().unwrap_or_else(|| relative.map_or(phrase, |r| r..r + 1));
        Source { entity, span: self.words(&words), kind }
    }
}
