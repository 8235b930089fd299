//! Events or incidents on the map as GeoJSON (RFC 7946): a feature each, with a point where the reports give one.
//!
//! A country as a whole has no point: what happened there is a feature without a geometry. `place_precision` and `radius_km` say how
//! sharp a point is; draw the circle rather than the pin.

use std::io::Write;
use std::marker::PhantomData;

use sayso::record::Reading;
use sayso_incidents::Incident;
use serde_json::{Map, json};

use crate::account::{Account, accounts};
use crate::fields::{self, FieldOf};
use crate::subject::{Events, Incidents, Subject};
use crate::{Export, ExportIncidents, Result, codes};

/// Writes one collection of features.
#[derive(Debug)]
pub struct GeoJson<W, S = Events> {
    out: W,
    begun: bool,
    subject: PhantomData<S>,
}

impl<W: Write> GeoJson<W> {
    /// Begins a collection of events.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn new(out: W) -> Result<Self> {
        Self::begin(out)
    }
}

impl<W: Write> GeoJson<W, Incidents> {
    /// Begins a collection of incidents.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn of_incidents(out: W) -> Result<Self> {
        Self::begin(out)
    }
}

impl<W: Write, S: Subject> GeoJson<W, S> {
    fn begin(mut out: W) -> Result<Self> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Self { out, begun: false, subject: PhantomData })
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }

    fn write(
        &mut self,
        one: &S::Of<'_>,
        fields: impl Iterator<Item = &'static FieldOf<S>>,
        point: Option<(f64, f64)>,
    ) -> Result<()> {
        self.out.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        Ok(serde_json::to_writer(&mut self.out, &feature(one, fields, point))?)
    }

    fn end(&mut self) -> Result<()> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out.flush()?)
    }
}

impl<W: Write> Export for GeoJson<W> {
    fn add(&mut self, reading: &Reading, keep: &dyn Fn(&Account<'_>) -> bool) -> Result<usize> {
        let mut written = 0;
        accounts(reading, |account| {
            if keep(account) {
                let place = account.event.place.as_ref();
                self.write(account, fields::own(), place.and_then(|place| codes::point(&place.place)))?;
                written += 1;
            }
            Result::Ok(())
        })?;
        Ok(written)
    }

    fn finish(&mut self) -> Result<()> {
        self.end()
    }
}

impl<W: Write> ExportIncidents for GeoJson<W, Incidents> {
    fn add(&mut self, incident: &Incident) -> Result<bool> {
        self.write(incident, fields::of_incidents(), codes::incident_point(incident))?;
        Ok(true)
    }

    fn finish(&mut self) -> Result<()> {
        self.end()
    }
}

fn feature<S: Subject>(
    one: &S::Of<'_>,
    fields: impl Iterator<Item = &'static FieldOf<S>>,
    point: Option<(f64, f64)>,
) -> serde_json::Value {
    let mut properties = Map::new();
    for field in fields {
        let value = field.of(one);
        if !value.is_none() {
            properties.insert(field.name.to_owned(), value.json());
        }
    }
    let geometry = point.map(|(lat, lon)| json!({"type": "Point", "coordinates": [lon, lat]}));
    json!({
        "type": "Feature",
        "id": properties.get("id"),
        "geometry": geometry,
        "properties": properties,
    })
}
