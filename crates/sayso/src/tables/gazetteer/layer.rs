//! One gazetteer file, used in place.

use super::format::{Bytes, Country, Division, Layout, NONE, Record};
use super::name::normalise;
use super::spelling::{self, Key};
use super::{GazetteerError, Meta};

/// One file of a [`super::Gazetteer`].
pub(super) struct Layer {
    bytes: Bytes,
    layout: Layout,
    meta: Meta,
}

impl Layer {
    pub(super) fn open(bytes: &'static [u8]) -> Result<Self, GazetteerError> {
        let bytes = Bytes(bytes);
        let layout = Layout::read(bytes)?;
        let meta = bytes.0.get(layout.meta.clone()).unwrap_or_default();
        let meta = serde_json::from_slice(meta).map_err(|_| GazetteerError::Header)?;
        Ok(Self { bytes, layout, meta })
    }

    pub(super) fn meta(&self) -> &Meta {
        &self.meta
    }

    /// A user's own places.
    pub(super) fn own(&self) -> bool {
        self.layout.own
    }

    pub(super) fn len(&self) -> u32 {
        self.layout.places
    }

    /// Bytes before the meta part: what its digest is of.
    pub(super) fn content(&self) -> &'static [u8] {
        self.bytes.0.get(..self.layout.meta.start).unwrap_or_default()
    }

    /// The places of a normalised name.
    pub(super) fn lookup(&self, name: &str) -> impl Iterator<Item = (u32, bool)> + use<> {
        let value = self.layout.sorted(self.bytes).get(name);
        value.map(|value| self.layout.postings(self.bytes, value)).into_iter().flatten()
    }

    /// The places whose name is another spelling of this normalised one, each with how far it is from it.
    pub(super) fn respelt(&self, name: &str) -> Vec<(u32, u32)> {
        if self.layout.spelling != spelling::edition() {
            return Vec::new();
        }
        let sorted = self.layout.sorted(self.bytes);
        let mut found = Vec::new();
        for (cost, variant) in (0..).zip(spelling::variants(name)) {
            let Some(key) = Key::of(&variant) else { continue };
            for ordinal in self.layout.spelt(self.bytes, key.hash(self.layout.width)) {
                let Some((other, value)) = sorted.nth(ordinal) else { continue };
                let Some(distance) = Key::of(&other).and_then(|other| key.distance(&other)) else { continue };
                let distance = distance + u32::from(cost > 0);
                found.extend(self.layout.postings(self.bytes, value).map(|(place, _)| (distance, place)));
            }
        }
        found
    }

    pub(super) fn record(&self, place: u32) -> Option<Record> {
        self.layout.record(self.bytes, place)
    }

    pub(super) fn extra(&self, place: u32) -> super::format::Extra {
        self.layout.extra(self.bytes, place).unwrap_or_default()
    }

    pub(super) fn name(&self, record: &Record) -> Option<&'static str> {
        self.layout.name(self.bytes, record.name)
    }

    pub(super) fn by_id(&self, geonames: u32) -> Option<u32> {
        self.layout.by_id(self.bytes, geonames)
    }

    pub(super) fn country_of(&self, number: u8) -> Option<Country> {
        self.layout.country(self.bytes, number)
    }

    pub(super) fn countries(&self) -> impl Iterator<Item = Country> + use<'_> {
        (0..=u8::MAX).map_while(|number| self.layout.country(self.bytes, number))
    }

    /// The place of the country with this code.
    pub(super) fn country(&self, code: &str) -> Option<u32> {
        let found = self.countries().find(|country| country.iso2 == code || country.iso3 == code)?;
        (found.place != NONE).then_some(found.place)
    }

    pub(super) fn division(&self, number: u16) -> Option<Division> {
        self.layout.division(self.bytes, number)
    }

    pub(super) fn divisions(&self) -> impl Iterator<Item = Division> + use<'_> {
        (0..=u16::MAX).map_while(|number| self.layout.division(self.bytes, number))
    }
}

/// A name as every lookup needs it.
pub(super) fn plain(name: &str) -> String {
    normalise(name)
}
