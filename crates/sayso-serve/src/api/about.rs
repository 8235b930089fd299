//! What this server is, and whether its casebook has changed.

use std::sync::Arc;

use hyper::StatusCode;
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
    Reply::json(&About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
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
