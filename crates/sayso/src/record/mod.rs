//! The record: what Sayso says of a report, and the one schema everything else speaks (`sayso.reading/1`).
//!
//! Pure data. Every [`Span`] counts Unicode code points into the report's text and carries the text itself, so that each
//! field can be checked against its words. Where the report does not give a field, it is absent.

mod characterisation;
mod event;
mod place;
mod reading;
mod span;
mod statement;
mod time;

pub use characterisation::*;
pub use event::*;
pub use place::*;
pub use reading::*;
pub use span::*;
pub use statement::*;
pub use time::*;

/// The name and version of the schema, the `schema` field of every reading.
pub const SCHEMA: &str = "sayso.reading/1";

/// The JSON Schema of a [`Reading`], as it is committed in `schema/`.
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Reading);
    schema.insert("$id".to_owned(), "urn:sayso:reading:1".into());
    let mut json = serde_json::to_string_pretty(&schema).expect("a schema is JSON"); // OK because its keys are strings
    json.push('\n');
    json
}
