//! Events: the list, and many at a glance.

use std::sync::Arc;

use sayso_desk::{EventLine, Listing, Ready, Step};

use super::wire::{Rows, filter, place, word};
use crate::app::App;
use crate::exchange::{Asked, Reply};
use crate::params::{Kind, Param};
use crate::problem::Problem;

/// In which order events are listed.
pub(super) const SORT: &[Param] = &[Param {
    name: "sort",
    about: "Order; a minus turns it round (-day)",
    kind: Kind::OneOf(&["-day", "day", "report", "-report", "-added"]),
    many: false,
}];

/// How long the steps of a count are.
pub(super) const STEP: &[Param] = &[Param {
    name: "step",
    about: "How long a step is (month)",
    kind: Kind::OneOf(&["day", "week", "month", "year"]),
    many: false,
}];

/// The list, and what is asked of it. The desk is free for others from here on.
fn asked_for(app: &App, asked: &Asked) -> Result<(Arc<Listing<EventLine>>, Ready), Problem> {
    let desk = app.desk()?;
    let ready = desk.ready(&filter(&asked.fields)?)?;
    Ok((Arc::clone(desk.events()), ready))
}

/// Answers `/api/events`.
pub(super) fn list(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let (events, ready) = asked_for(app, asked)?;
    let sort = asked.fields.one("sort").map(word).transpose()?.unwrap_or_default();
    let (offset, limit) = place(&asked.fields);
    let (total, rows) = events.part(&ready, sort, offset, limit);
    Reply::json(&Rows { total, offset, rows })
}

/// Answers `/api/counts`.
pub(super) fn over_time(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let (events, ready) = asked_for(app, asked)?;
    let step: Step = asked.fields.one("step").map(word).transpose()?.unwrap_or_default();
    Reply::json(&events.counts(&ready, step))
}

/// Answers `/api/map`.
pub(super) fn on_map(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let (events, ready) = asked_for(app, asked)?;
    Reply::json(&events.map(&ready))
}

/// Answers `/api/facets`.
pub(super) fn by_kind(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let (events, ready) = asked_for(app, asked)?;
    Reply::json(&events.facets(&ready))
}
