//! When and where an event happened.

use crate::ground::place::Found;
use crate::ground::time::Expression;
use crate::read::happenings::Happening;
use crate::record::{EventPlace, EventTime, Place, PlaceRelation, Time};

use super::Writer;

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

    pub(super) fn event_time(&self, i: usize) -> EventTime {
        let e = &self.f.world.times[i];
        EventTime {
            from: e.from.map(|d| d.to_string()),
            to: e.to.map(|d| d.to_string()),
            precision: e.precision,
            span: Some(self.span(e.range.clone())),
        }
    }

    pub(super) fn when(&self, h: &Happening) -> Option<EventTime> {
        let times = h.tellings.iter().filter_map(|&i| self.f.wheres[i].time);
        times.min_by_key(|&t| self.f.world.times[t].precision).map(|t| self.event_time(t))
    }

    pub(super) fn place(&self, h: &Happening) -> Option<EventPlace> {
        let all = h.tellings.iter().map(|&i| self.f.wheres[i]).filter_map(|w| Some((w.near, w.place?)));
        let known = all.filter_map(|(near, p)| Some((!near, p, self.place_of_head(p)?)));
        let (_, head, found) = known.min_by_key(|(far, _, f)| (*far, f.precision))?;
        let mention = self.f.clusters.of(head).map(|c| &self.f.clusters.all[c]);
        let span = mention
            .and_then(|c| c.mentions.iter().find(|&&i| self.f.clusters.mentions[i].head == head))
            .map_or_else(|| self.words(&(head..head + 1)), |&i| self.mention_span(i));
        Some(EventPlace { entity: self.id_of(head), place: self.spot(found), span })
    }

    /// A place as the words of an event give it: near it, north of it, between it and another.
    pub(super) fn spot(&self, found: &Found) -> Place {
        let spot = found.spot();
        let relation = found.relation.as_ref().map(|relation| PlaceRelation {
            kind: relation.kind,
            direction: relation.direction,
            km: relation.km,
            other: found.other.as_ref().map(|(name, _)| name.clone()),
            span: self.span(relation.span.clone()),
        });
        Place {
            lat: Some(spot.lat),
            lon: Some(spot.lon),
            precision: spot.precision,
            radius_km: Some(spot.radius_km),
            relation,
            ..Place::from(found)
        }
    }

    pub(super) fn place_of_head(&self, head: usize) -> Option<&Found> {
        self.f.world.place_at(head)
    }
}
