//! What this server is, and whether its casebook has changed.

use std::sync::Arc;

use hyper::StatusCode;
use sayso_casebook::Reviewed;
use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::exchange::{Asked, Reply};
use crate::problem::Problem;

/// What this is, and how much the casebook holds.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct About {
    /// Of the program.
    version: String,
    /// The casebook's file, without its folder.
    casebook: String,
    /// Reports in it.
    reports: u64,
    /// Events of their readings, without the rejected.
    events: usize,
    /// Incidents that these make.
    incidents: usize,
    /// Reviews.
    reviews: u64,
    /// Items that could not be taken in.
    skipped: u64,
    /// Name and checksum of the reader's weights; empty until they are loaded.
    model: String,
    /// Gazetteers that a user has added.
    gazetteers: Vec<String>,
    /// Whether reports can be read now.
    reading: bool,
    /// Why none can, where that stays so.
    problem: Option<String>,
    /// The name under which reviews are made where none is given.
    who: String,
    /// The state of the casebook.
    revision: u64,
}

/// Answers `/api/about`.
pub(crate) fn about(app: &Arc<App>, _: &Asked) -> Result<Reply, Problem> {
    let engine = app.engine.now();
    let reader = engine.and_then(|engine| engine.as_ref().ok()).map(sayso::Engine::reader);
    let (model, gazetteers) = reader.map(|reader| (reader.model, reader.gazetteers)).unwrap_or_default();
    let desk = app.desk()?;
    let (counts, name) = {
        let book = desk.book();
        (book.counts()?, book.path().file_name().map(|name| name.to_string_lossy().into_owned()))
    };
    let kept = desk.events().entries().filter(|entry| entry.line.row.reviewed != Reviewed::Rejected);
    Reply::json(&About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        casebook: name.unwrap_or_default(),
        reports: counts.reports,
        events: kept.count(),
        incidents: desk.incidents().len(),
        reviews: counts.reviews,
        skipped: counts.skipped,
        reading: !model.is_empty(),
        model,
        gazetteers,
        problem: engine.and_then(|engine| engine.as_ref().err().cloned()),
        who: app.who.clone(),
        revision: app.revision(),
    })
}

/// The state of the casebook.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Changes {
    /// Grows with every change, this server's and others'.
    revision: u64,
}

/// Answers `/api/changes`, after the wait that `since` asks for.
pub(crate) fn changes(app: &Arc<App>, _: &Asked) -> Result<Reply, Problem> {
    Reply::json(&Changes { revision: app.revision() })
}

/// Answers `/api/openapi.json`.
pub(crate) fn openapi(_: &Arc<App>, _: &Asked) -> Result<Reply, Problem> {
    Ok(Reply::of(StatusCode::OK, "application/json", crate::openapi()))
}
