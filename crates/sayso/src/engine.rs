//! The whole way of a report in one call: [`read_report`].

use crate::ingest::Report;
use crate::record::{Reader, Reading, ReportInfo, SCHEMA};

/// All that reading needs beside the report: model, tables and gazetteer.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Engine {}

impl Engine {
    /// The engine with what is built in.
    pub fn new() -> Self {
        Self::default()
    }
}

/// Reads one report.
///
/// ```
/// use sayso::{Engine, ingest, read_report};
///
/// let report = ingest::text(b"Rockets hit Homs on Tuesday.", &Default::default(), &Default::default())?;
/// let reading = read_report(&report, &Engine::new());
/// assert_eq!(reading.schema, "sayso.reading/1");
/// # Ok::<(), ingest::IngestError>(())
/// ```
pub fn read_report(report: &Report, _engine: &Engine) -> Reading {
    Reading {
        schema: SCHEMA.to_owned(),
        report: info(report),
        entities: Vec::new(),
        times: Vec::new(),
        statements: Vec::new(),
        events: Vec::new(),
        problems: Vec::new(),
        reader: Reader { version: env!("CARGO_PKG_VERSION").to_owned(), model: "none".to_owned() },
    }
}

/// What is known of the report itself; the text only where it is not the input's own.
fn info(report: &Report) -> ReportInfo {
    ReportInfo {
        id: report.id.clone(),
        title: report.title.clone(),
        outlet: report.outlet.clone(),
        url: report.url.clone(),
        published: report.published.clone(),
        language: report.language.clone(),
        sha256: report.sha256.clone(),
        text: report.extracted.then(|| report.text.clone()),
    }
}
