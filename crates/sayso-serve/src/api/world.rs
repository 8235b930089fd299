//! What is known of the world: places by their names, codes of the schemes, outlines of countries.

use std::sync::Arc;

use hyper::StatusCode;
use hyper::body::Bytes;
use sayso::ground::place;
use sayso::record::PloverType;
use sayso::tables::CONTEXTS;
use schemars::JsonSchema;
use serde::Serialize;

use crate::app::App;
use crate::exchange::{Asked, Content, Reply};
use crate::page;
use crate::params::{STATUSES, TYPES};
use crate::problem::Problem;

/// So many places are enough to choose from.
const MOST_PLACES: usize = 40;

/// The codes that events are written in.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Schemes {
    /// PLOVER's types, each with its modes.
    types: Vec<TypeCode>,
    /// Whether something happened.
    statuses: Vec<&'static str>,
    /// Parts in an event.
    roles: Vec<&'static str>,
    /// How sharply a place is given, the sharpest first.
    precisions: Vec<&'static str>,
    /// PLOVER's contexts.
    contexts: Vec<&'static str>,
}

/// A type of PLOVER.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TypeCode {
    /// In capitals.
    code: &'static str,
    /// Its modes; none for some types.
    modes: Vec<&'static str>,
}

/// Answers `/api/schemes`.
pub(crate) fn schemes(_: &Arc<App>, _: &Asked) -> Result<Reply, Problem> {
    let types =
        TYPES.iter().zip(PloverType::ALL).map(|(code, kind)| TypeCode { code, modes: kind.modes().to_vec() });
    Reply::json(&Schemes {
        types: types.collect(),
        statuses: STATUSES.to_vec(),
        roles: vec!["actor", "recipient", "victim", "target", "weapon"],
        precisions: vec!["exact", "district", "city", "admin1", "country"],
        contexts: CONTEXTS.to_vec(),
    })
}

/// Answers `/api/places`.
pub(crate) fn places(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let name = asked.fields.need("name")?;
    let engine = app.engine.wait()?;
    let mut found = place::called(name, asked.fields.one("country"), &engine.places());
    found.truncate(MOST_PLACES);
    Reply::json(&found)
}

/// Answers `/api/outlines`.
pub(crate) fn outlines(_: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let file = page::OUTLINES
        .ok_or_else(|| Problem::missing("this program was built without outlines of countries"))?;
    let body = match file.gzip.filter(|_| asked.gzip) {
        Some(packed) => Content::Packed(Bytes::from_static(packed)),
        None => Content::Whole(Bytes::from_static(file.bytes)),
    };
    Ok(Reply { body, ..Reply::of(StatusCode::OK, file.media, Bytes::new()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_record_s() {
        for (code, kind) in TYPES.iter().zip(PloverType::ALL) {
            assert_eq!(serde_json::to_value(kind).unwrap(), *code);
        }
        for status in STATUSES {
            assert!(serde_json::from_value::<sayso::record::Status>(status.into()).is_ok(), "{status}");
        }
    }
}
