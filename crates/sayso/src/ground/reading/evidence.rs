//! Footage and documents that the report speaks of, as the record has them.

use crate::read::evidence::Exhibit;
use crate::read::happenings::Happening;
use crate::read::{channels, statements};
use crate::record::{Entity, Event, Evidence, PloverType};

use super::Writer;

impl Writer<'_> {
    /// Words for footage and documents in the sentences that tell of a violent event; who put them out is added by
    /// [`Writer::exhibitors`], once all events are known.
    pub(super) fn evidence(&self, h: &Happening) -> Vec<Evidence> {
        let piece = |e: &Exhibit| Evidence {
            kind: e.kind,
            span: self.words(&e.words),
            source: None,
            statement: self.spoken_of(e).map(|s| self.statement_ids[s].clone()),
        };
        self.exhibits(h).map(piece).collect()
    }

    /// Who put out the evidence of each event.
    pub(super) fn exhibitors(&self, events: &mut [Event], entities: &[Entity]) {
        for (event, h) in events.iter_mut().zip(&self.happenings) {
            let sources: Vec<_> = self
                .exhibits(h)
                .map(|e| Some(self.source(e.by?, None, &[], std::iter::once(&*event), entities)))
                .collect();
            for (piece, source) in event.evidence.iter_mut().zip(sources) {
                piece.source = source;
            }
        }
    }

    /// The pieces of evidence in the sentences that tell of a violent event.
    pub(super) fn exhibits(&self, h: &Happening) -> impl Iterator<Item = &Exhibit> {
        use PloverType::{Assault, Coerce, Protest};
        let plover = |&i: &usize| self.f.tellings[i].plover(self.graph);
        let violent = h.tellings.iter().any(|i| matches!(plover(i), Assault | Coerce | Protest));
        let sentence = |i: usize| self.graph.sentence_of(self.f.tellings[i].trigger.token);
        let sentences: Vec<usize> = h.tellings.iter().map(|&i| sentence(i)).collect();
        let here = move |e: &&Exhibit| violent && sentences.contains(&self.graph.sentence_of(e.words.start));
        self.f.exhibits.iter().filter(here)
    }

    /// The saying that a piece of evidence belongs to: whose content speaks of it, whose source or channel it is.
    fn spoken_of(&self, e: &Exhibit) -> Option<usize> {
        let head = e.words.end - 1;
        let sayings = &self.f.sayings;
        let of = |i: &usize| {
            let s = &sayings[*i];
            s.source == Some(head)
                || channels::of(self.graph, s).iter().flat_map(|c| &c.words).any(|w| w.contains(&head))
        };
        (0..sayings.len()).find(of).or_else(|| statements::innermost(sayings, head))
    }
}
