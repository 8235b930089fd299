//! Footage and documents that the report speaks of.

use crate::read::happenings::Happening;
use crate::record::{Evidence, PloverType};

use super::Writer;

impl Writer<'_> {
    /// Words for footage and documents in the sentences that tell of a violent event.
    pub(super) fn evidence(&self, h: &Happening) -> Vec<Evidence> {
        let mut out: Vec<Evidence> = Vec::new();
        let violent = h.tellings.iter().any(|&i| {
            matches!(
                self.f.tellings[i].plover(self.graph),
                PloverType::Assault | PloverType::Coerce | PloverType::Protest
            )
        });
        let mut sentences: Vec<usize> =
            h.tellings.iter().map(|&i| self.graph.sentence_of(self.f.tellings[i].trigger.token)).collect();
        sentences.sort_unstable();
        sentences.dedup();
        for s in sentences.into_iter().filter(|_| violent) {
            let mut t = self.graph.syntax.sentences[s].tokens.start;
            let end = self.graph.syntax.sentences[s].tokens.end;
            while t < end {
                let lemma = |i: usize| (t + i < end).then(|| self.graph.lemma(t + i));
                if let Some((n, kind)) = self.graph.tables.attribution.evidence_at(lemma) {
                    out.push(Evidence { kind, span: self.words(&(t..t + n)) });
                    t += n;
                } else {
                    t += 1;
                }
            }
        }
        out
    }
}
