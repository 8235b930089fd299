//! Who says what, as the record has it.

use std::ops::Range;

use crate::ground::setting::time::When;
use crate::read::channels::{self, Channel};
use crate::read::statements::Saying;
use crate::read::texts;
use crate::record::{self, Entity, Event, EventTime, Source, Statement};

use super::Writer;

impl Writer<'_> {
    pub(super) fn statement(&self, i: usize, events: &[Event], entities: &[Entity]) -> Statement {
        let s = &self.f.sayings[i];
        let id = self.statement_ids[i].clone();
        let channels = channels::of(self.graph, s);
        Statement {
            act: s.act,
            source: s.source.map(|h| self.speaker(h, s, &id, events, entities)),
            via: self.via(&channels),
            channels: channels.iter().map(|c| self.channel(c)).collect(),
            cue: self.words(&s.cue_words),
            content: s.content.iter().map(|r| self.words(r)).collect(),
            direct: s.direct,
            time: self.cue_time(s),
            within: s.within.map(|w| self.statement_ids[w].clone()),
            id,
        }
    }

    /// Who speaks, with the events that the statement tells of and in which the speaker has a part.
    fn speaker(&self, head: usize, s: &Saying, id: &str, events: &[Event], entities: &[Entity]) -> Source {
        let told = events.iter().filter(|e| e.claims.iter().any(|c| c.statement.as_deref() == Some(id)));
        let mut beside = self.beside(s.cue, head, |t| s.covers(t));
        beside.extend(s.source_words.clone().into_iter().flatten());
        let source = self.source(head, self.issuer(head, s), &beside, told, entities);
        let words = s.source_words.clone().unwrap_or_else(|| self.source_words(head, s.cue));
        Source { span: self.words(&words), ..source }
    }

    /// "In a statement, the army said ... The statement added ...": who spoke through the text before.
    fn issuer(&self, head: usize, s: &Saying) -> Option<usize> {
        let definite = self.graph.children_by(head, "det").any(|d| self.graph.is(d, "the"));
        let is_text = definite && texts::is(self.graph, head);
        let lemma = self.graph.lemma(head);
        let same = |c: &Channel| c.words.iter().any(|w| self.graph.is(w.end - 1, lemma));
        let before = self.f.sayings.iter().filter(|x| x.cue < s.cue && x.source != Some(head));
        let issued = |x: &&Saying| channels::of(self.graph, x).iter().any(same);
        let source = is_text.then(|| before.rev().find(issued))??.source?;
        Some(if texts::is(self.graph, source) { texts::maker(self.graph, source)? } else { source })
    }

    fn channel(&self, c: &Channel) -> record::Channel {
        record::Channel { kind: c.kind, span: self.words(&c.tokens()) }
    }

    /// The channels in the words of the report, each once.
    fn via(&self, channels: &[Channel]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for words in channels.iter().flat_map(|c| &c.words) {
            let quote = self.words(words).quote;
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
        Some(self.event_time(&When::plain(&self.f.world, i)))
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
}
