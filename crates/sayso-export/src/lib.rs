//! Gives events out in the form that the user's next program wants. Knows readings and their own formats only.
//!
//! ```text
//! Reading -> accounts (account.rs: each event, with its reading at hand), or Incident (subject.rs: a row is about either)
//!   -> fields (fields/: a value by the name of a field; parties.rs, days.rs, codes.rs work out what schemes ask for)
//!   -> a form's rows (form.rs: a scheme's columns, a table; rows.rs: CSV and TSV; cell.rs: safe in a spreadsheet; parquet.rs)
//!   -> or jsonl.rs, geojson.rs, kml.rs
//! ```
//!
//! All of them are had by name through [`Format`]. All writers take one reading at a time and keep nothing of it. A form says which events it can hold ([`Form::admits`]) and
//! what it loses ([`Form::lacks`]): a form without a status takes only what is told as having happened, since a threat would
//! look like a deed in it. A field that the text does not give is empty; nothing is estimated to fill a column.
//!
//! ```
//! use sayso::{Engine, ingest, read_report};
//! use sayso_export::{Export, Form, Rows};
//!
//! let report = ingest::text(b"Rockets hit Homs, killing three people.", &Default::default(), &Default::default())?;
//! let reading = read_report(&report, &Engine::new()?);
//! let form = Form::built_in("sayso").expect("it is one of ours");
//! let mut rows = Rows::new(form, Vec::new())?;
//! rows.add(&reading, &|_| true)?;
//! rows.finish()?;
//! assert!(String::from_utf8(rows.into_inner()?)?.contains("Homs"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod account;
mod subject;
mod value;
mod days;
mod codes;
mod parties;
pub mod fields;
pub mod form;
pub mod cell;
mod rows;
mod parquet;
mod jsonl;
mod geojson;
mod kml;
mod format;

pub use account::{Account, accounts};
pub use error::ExportError;
pub use fields::{FIELDS, Field, FieldOf, INCIDENT_FIELDS, IncidentField, field};
pub use form::{AnyForm, Form, FormOf, IncidentForm, Lack};
pub use format::Format;
pub use geojson::GeoJson;
pub use jsonl::Jsonl;
pub use kml::Kml;
pub use parquet::Parquet;
pub use rows::{ReadRows, Rows};
pub use subject::{Events, Incidents, Subject};
pub use value::{Kind, Value};

use sayso::record::Reading;
use sayso_incidents::Incident;

type Result<T> = std::result::Result<T, ExportError>;

/// Somewhere that readings are written to, one after the other.
pub trait Export {
    /// Writes the events of a reading that `keep` lets through and the format can hold; says how many these were.
    ///
    /// # Errors
    /// Where nothing can be written.
    fn add(&mut self, reading: &Reading, keep: &dyn Fn(&Account<'_>) -> bool) -> Result<usize>;

    /// Writes what stands behind the last event, and all that is still held back. Call it once, at the end.
    ///
    /// # Errors
    /// Where nothing can be written.
    fn finish(&mut self) -> Result<()>;
}

/// Somewhere that incidents are written to, one after the other.
pub trait ExportIncidents {
    /// Writes an incident, if the form can hold it; says whether it could.
    ///
    /// # Errors
    /// Where nothing can be written.
    fn add(&mut self, incident: &Incident) -> Result<bool>;

    /// Writes what stands behind the last incident, and all that is still held back. Call it once, at the end.
    ///
    /// # Errors
    /// Where nothing can be written.
    fn finish(&mut self) -> Result<()>;
}
