//! Reviews: the log, and new ones.

use std::sync::Arc;

use jiff::Timestamp;
use sayso_casebook::{EventKey, Review, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::wire::SheetShown;
use crate::app::App;
use crate::exchange::{Asked, Reply};
use crate::params::{Kind, MOST, Param};
use crate::problem::Problem;

/// Which part of the log.
pub(super) const AFTER: &[Param] = &[
    Param { name: "after", about: "Those after this number (0)", kind: Kind::Whole(0, MOST), many: false },
    Param { name: "limit", about: "At most so many (500)", kind: Kind::Whole(1, 500), many: false },
];

/// Answers `/api/reviews`.
pub(super) fn log(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let (after, limit) =
        (asked.fields.whole("after").unwrap_or(0), asked.fields.whole("limit").unwrap_or(500));
    let desk = app.desk()?;
    let rows = desk.book().log(after, u32::try_from(limit).unwrap_or(500))?;
    Reply::json(&rows)
}

/// A review as it is handed in. Its time is the server's.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct NewReview {
    /// Who; the server's name for reviewers, if none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    who: Option<String>,
    /// The report, by its key.
    report: String,
    /// The event; none where it is said of the whole report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<EventKey>,
    /// The field; none where it is said of the whole event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// What is decided.
    verdict: Verdict,
    /// What the reading had.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    before: Value,
    /// What is right instead; of a join or split the other events; of an undo the number of the review.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    after: Value,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A review that is kept.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Kept {
    /// Its number.
    number: u64,
    /// The report as it is now.
    sheet: SheetShown,
}

/// Answers `POST /api/reviews`.
pub(super) fn add(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let new: NewReview = serde_json::from_slice(&asked.body).map_err(|error| {
        Problem::wrong(format!("this is no review: {error}; /api/openapi.json has what one is"))
    })?;
    let who = new.who.filter(|who| !who.trim().is_empty()).unwrap_or_else(|| app.who.clone());
    let review = Review {
        at: Timestamp::now().to_string(),
        who: who.trim().to_owned(),
        report: new.report,
        event: new.event,
        field: new.field.filter(|field| !field.is_empty()),
        verdict: new.verdict,
        before: new.before,
        after: new.after,
        note: new.note.unwrap_or_default(),
    };
    let number = app.change(|desk| desk.review(&review))?;
    let desk = app.desk()?;
    let report = desk.book().report_of(&review.report)?.map(|row| row.number);
    let sheet = report.map(|number| desk.sheet(number)).transpose()?.flatten();
    let sheet =
        sheet.ok_or_else(|| Problem::missing("the review is kept, but its report is not there any more"))?;
    Reply::created(&Kept { number, sheet: SheetShown::of(sheet, Some(&desk)) })
}
