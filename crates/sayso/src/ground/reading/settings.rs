//! When and where an event happened.

use std::ops::Range;

use crate::ground::place::Found;
use crate::ground::setting::time::{Candidate, Chronicle, When};
use crate::ground::time::Expression;
use crate::read::happenings::Happening;
use crate::record::{EventPlace, EventTime, Place, Time};

use super::Writer;

/// When what a word tells of happened, and what that was weighed from.
#[derive(Clone, Debug, Default)]
pub struct Dating {
    /// The days as the engine gives them.
    pub time: Option<EventTime>,
    /// Whether the grammar gives them.
    pub near: bool,
    /// Every expression that was weighed, with its words and days; none where the grammar decides.
    pub candidates: Vec<(Time, Candidate)>,
}

impl Writer<'_> {
    pub(super) fn time(&self, e: &Expression) -> Time {
        Time {
            span: self.span(e.range.clone()),
            kind: e.kind,
            value: e.value.clone(),
            from: e.from.map(|d| d.to_string()),
            to: e.to.map(|d| d.to_string()),
        }
    }

    /// When what each of some words tells of happened.
    pub fn date_words(&self, words: &[Range<usize>]) -> Vec<Dating> {
        let (f, tokens) = (self.f, &self.graph.syntax.tokens);
        let chronicle = Chronicle::new(f.graph, &f.world, &f.sayings, f.report, &f.tellings);
        let dating = |word: &Range<usize>| {
            let token = tokens.partition_point(|t| t.range.end <= word.start);
            if tokens.get(token).is_none_or(|t| t.range.start >= word.end) {
                return Dating::default();
            }
            let time = chronicle.of(token);
            let near = time.is_some_and(|t| t.near);
            let candidates = if near { Vec::new() } else { chronicle.candidates(token) };
            Dating {
                time: time.map(|t| self.event_time(&t)),
                near,
                candidates: candidates
                    .into_iter()
                    .map(|c| (self.time(&f.world.times[c.expression]), c))
                    .collect(),
            }
        };
        words.iter().map(dating).collect()
    }

    /// Days and the words that give them.
    pub(super) fn event_time(&self, when: &When) -> EventTime {
        let e = &self.f.world.times[when.expression];
        EventTime {
            from: when.from.map(|d| d.to_string()),
            to: when.to.map(|d| d.to_string()),
            precision: when.precision,
            span: Some(self.span(e.range.clone())),
        }
    }

    /// The sharpest that a telling's own words give; failing those, the likeliest.
    pub(super) fn when(&self, h: &Happening) -> Option<EventTime> {
        let times = || h.tellings.iter().filter_map(|&i| self.f.wheres[i].time);
        let near = times().filter(|t| t.near).min_by_key(|t| t.precision);
        let likely = || times().max_by(|a, b| a.probability.total_cmp(&b.probability));
        near.or_else(likely).map(|t| self.event_time(&t))
    }

    pub(super) fn place(&self, h: &Happening) -> Option<EventPlace> {
        let all = h.tellings.iter().map(|&i| self.f.wheres[i]).filter_map(|w| Some((w.near, w.place?)));
        let known = all.filter_map(|(near, p)| Some((!near, p, self.place_of_head(p)?)));
        let (_, head, found) = known.min_by_key(|(far, _, f)| (*far, f.precision))?;
        let mention = self.f.clusters.of(head).map(|c| &self.f.clusters.all[c]);
        let span = mention
            .and_then(|c| c.mentions.iter().find(|&&i| self.f.clusters.mentions[i].head == head))
            .map_or_else(|| self.words(&(head..head + 1)), |&i| self.mention_span(i));
        Some(EventPlace { entity: self.id_of(head), place: Place::from(found), span })
    }

    pub(super) fn place_of_head(&self, head: usize) -> Option<&Found> {
        self.f.world.place_at(head)
    }
}
