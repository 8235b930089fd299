//! Loaded words, with whom they are said of and in whose voice.

use std::ops::Range;

use crate::read::characterisations;
use crate::record::Characterisation;

use super::Writer;

impl Writer<'_> {
    /// The loaded words of the report.
    pub(super) fn characterisations(&self) -> Vec<Characterisation> {
        let found = characterisations::find(self.graph, &self.f.sayings, self.f.report);
        found
            .into_iter()
            .map(|c| Characterisation {
                span: self.words(&c.words),
                tone: c.tone,
                of: c.of.and_then(|head| self.id_of_one(head)),
                about: c.of.filter(|head| !c.words.contains(head)).map(|head| self.words(&self.whom(head))),
                statement: c.saying.map(|s| self.statement_ids[s].clone()),
                quoted: c.quoted,
            })
            .collect()
    }

    /// The identifier of whoever a noun or the name beside it names ("the leader Rusk Adan").
    fn id_of_one(&self, head: usize) -> Option<String> {
        let beside = self.graph.children(head).iter().copied();
        let beside = beside.filter(|&c| matches!(self.graph.relation(c), "appos" | "flat"));
        std::iter::once(head).chain(beside).find_map(|h| self.id_of(h))
    }

    /// A noun, or the name that it is the head of: of the span around it the words with a capital at both ends.
    fn whom(&self, head: usize) -> Range<usize> {
        let name = self.graph.syntax.spans.iter().find(|s| s.tokens.contains(&head));
        match name {
            Some(s) if self.graph.token(head).upos == "PROPN" => {
                let capital = |&t: &usize| self.graph.word(t).starts_with(char::is_uppercase);
                let first = s.tokens.clone().find(capital).unwrap_or(head).min(head);
                first..s.tokens.clone().rfind(capital).unwrap_or(head).max(head) + 1
            }
            _ => head..head + 1,
        }
    }
}
