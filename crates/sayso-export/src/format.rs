//! What events and incidents are written as, whatever the form.

use std::io::Write;

use crate::form::{Form, IncidentForm};
use crate::{Export, ExportIncidents, GeoJson, Jsonl, Kml, Parquet, Result, Rows};

/// A format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Rows of words, between the delimiters that the form wants.
    Csv,
    /// Columns with types.
    Parquet,
    /// Whole records, one a line.
    Jsonl,
    /// Features for maps (RFC 7946).
    GeoJson,
    /// Placemarks.
    Kml,
}

impl Format {
    /// All.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Parquet, Self::Jsonl, Self::GeoJson, Self::Kml];

    /// Its name, which is the usual ending of such files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Jsonl => "jsonl",
            Self::GeoJson => "geojson",
            Self::Kml => "kml",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Jsonl => "application/jsonl",
            Self::GeoJson => "application/geo+json",
            Self::Kml => "application/vnd.google-earth.kml+xml",
        }
    }

    /// Whether it has the columns of a form; others hold records or features as a whole.
    #[must_use]
    pub fn has_columns(self) -> bool {
        matches!(self, Self::Csv | Self::Parquet)
    }

    /// A writer of events; `mark`: whether CSV begins with a byte order mark.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn events<'f, W: Write + Send + 'f>(
        self,
        form: &'f Form,
        mark: bool,
        out: W,
    ) -> Result<Box<dyn Export + 'f>> {
        Ok(match self {
            Self::Csv if mark => Box::new(Rows::with_mark(form, out)?),
            Self::Csv => Box::new(Rows::new(form, out)?),
            Self::Parquet => Box::new(Parquet::new(form, out)?),
            Self::Jsonl => Box::new(Jsonl::new(out)),
            Self::GeoJson => Box::new(GeoJson::new(out)?),
            Self::Kml => Box::new(Kml::new(out)?),
        })
    }

    /// A writer of incidents; `mark`: whether CSV begins with a byte order mark.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn incidents<'f, W: Write + Send + 'f>(
        self,
        form: &'f IncidentForm,
        mark: bool,
        out: W,
    ) -> Result<Box<dyn ExportIncidents + 'f>> {
        Ok(match self {
            Self::Csv if mark => Box::new(Rows::with_mark(form, out)?),
            Self::Csv => Box::new(Rows::new(form, out)?),
            Self::Parquet => Box::new(Parquet::new(form, out)?),
            Self::Jsonl => Box::new(Jsonl::of_incidents(out)),
            Self::GeoJson => Box::new(GeoJson::of_incidents(out)?),
            Self::Kml => Box::new(Kml::of_incidents(out)?),
        })
    }
}
