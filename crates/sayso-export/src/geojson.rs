//! Events on the map as GeoJSON (RFC 7946): a feature an event, with a point where the report gives one.
//!
//! A country as a whole has no point: its event is a feature without a geometry. `place_precision` and `radius_km` say how
//! sharp a point is; draw the circle rather than the pin.

use std::io::Write;

use sayso::record::Reading;
use serde_json::{Map, json};

use crate::account::{Account, accounts};
use crate::{Export, Result, codes, fields};

/// Writes one collection of features.
#[derive(Debug)]
pub struct GeoJson<W> {
    out: W,
    begun: bool,
}

impl<W: Write> GeoJson<W> {
    /// Begins the collection.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn new(mut out: W) -> Result<Self> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Self { out, begun: false })
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn write(&mut self, account: &Account<'_>) -> Result<()> {
        self.out.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        Ok(serde_json::to_writer(&mut self.out, &feature(account))?)
    }
}

impl<W: Write> Export for GeoJson<W> {
    fn add(&mut self, reading: &Reading, keep: &dyn Fn(&Account<'_>) -> bool) -> Result<usize> {
        let mut written = 0;
        accounts(reading, |account| {
            if keep(account) {
                self.write(account)?;
                written += 1;
            }
            Result::Ok(())
        })?;
        Ok(written)
    }

    fn finish(&mut self) -> Result<()> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out.flush()?)
    }
}

fn feature(account: &Account<'_>) -> serde_json::Value {
    let mut properties = Map::new();
    for field in fields::own() {
        let value = field.of(account);
        if !value.is_none() {
            properties.insert(field.name.to_owned(), value.json());
        }
    }
    let point = account.event.place.as_ref().and_then(|place| codes::point(&place.place));
    let geometry = point.map(|(lat, lon)| json!({"type": "Point", "coordinates": [lon, lat]}));
    json!({
        "type": "Feature",
        "id": properties.get("id"),
        "geometry": geometry,
        "properties": properties,
    })
}
