//! Incidents: the list, one with its accounts, and why things are one incident or are not.

use std::sync::Arc;

use sayso_casebook::{EventKey, EventRow, ReviewRow, Reviewed};
use sayso_desk::{IncidentLine, IncidentSort};
use sayso_incidents::{Explanation, Incident, Reason, Verdict, says};
use schemars::JsonSchema;
use serde::Serialize;

use super::wire::{ReportLine, Rows, filter, place, word};
use crate::app::App;
use crate::exchange::{Asked, Reply};
use crate::params::{Kind, MOST, Param, shown};
use crate::problem::Problem;

/// In which order incidents are listed.
pub(super) const SORT: &[Param] = &[Param {
    name: "sort",
    about: "Order; a minus turns it round (-day)",
    kind: Kind::OneOf(&["-day", "day", "-accounts", "-origins", "-killed"]),
    many: false,
}];

/// Two events.
pub(super) const PAIR: &[Param] = &[
    Param { name: "report", about: "Number of a report", kind: Kind::Whole(0, MOST), many: false },
    Param { name: "event", about: "Id of an event in it", kind: Kind::Text, many: false },
    Param { name: "other_report", about: "Number of a report", kind: Kind::Whole(0, MOST), many: false },
    Param { name: "other_event", about: "Id of an event in it", kind: Kind::Text, many: false },
];

/// So many neighbours are enough to choose from.
const MOST_NEAR: usize = 30;

/// Answers `/api/incidents`.
pub(super) fn list(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let (incidents, ready) = {
        let desk = app.desk()?;
        let ready = desk.ready(&filter(&asked.fields)?)?;
        (Arc::clone(desk.incidents()), ready)
    };
    let sort: IncidentSort = asked.fields.one("sort").map(word).transpose()?.unwrap_or_default();
    let (offset, limit) = place(&asked.fields);
    let (total, rows) = incidents.part(&ready, sort, offset, limit);
    Reply::json(&Rows { total, offset, rows })
}

/// An incident with the words of its accounts.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "IncidentSheet")]
pub(super) struct Shown {
    /// The record.
    incident: Incident,
    /// Its line in lists.
    line: Option<IncidentLine>,
    /// Its accounts, in the order of the record's members.
    accounts: Vec<Told>,
    /// Joins, splits and locks that touch it, with those that were taken back.
    history: Vec<ReviewRow>,
}

/// One account of an incident.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "IncidentAccount")]
struct Told {
    /// Its place among the record's members.
    member: usize,
    /// Its report.
    report: ReportLine,
    /// What reviews call the event.
    key: EventKey,
    /// The event's id in the report's reading.
    event: String,
    /// The words around its trigger.
    quote: String,
    /// What people said of it.
    reviewed: Reviewed,
    /// The event as lists show it.
    row: EventRow,
}

/// Answers `/api/incidents/{id}`.
pub(super) fn one(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let id = asked.part();
    let desk = app.desk()?;
    let sheet = desk.incident(id)?.ok_or_else(|| none(id))?;
    let member = |report: &str, event: &str| {
        sheet.incident.members.iter().position(|member| member.report == report && member.event == event)
    };
    let accounts = sheet.accounts.iter().filter_map(|account| {
        Some(Told {
            member: member(&account.report.key, &account.event.event)?,
            report: ReportLine::of(&desk, &account.report),
            key: account.event.key.clone(),
            event: account.event.event.clone(),
            quote: account.event.quote.clone(),
            reviewed: account.event.reviewed,
            row: account.event.clone(),
        })
    });
    let accounts = accounts.collect();
    Reply::json(&Shown {
        line: desk.incident_line(id).cloned(),
        accounts,
        incident: sheet.incident,
        history: sheet.history,
    })
}

fn none(id: &str) -> Problem {
    Problem::missing(format!(
        "there is no incident `{}`; incidents are named after their accounts, and it may have grown or been parted",
        shown(id)
    ))
}

/// Why two events are one incident, or are not.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Why {
    /// What decided.
    verdict: Verdict,
    /// The mean of the logarithms of the odds between the incidents of the two.
    mean: f32,
    /// The chance that the two alone tell of one event.
    chance: f32,
    /// What speaks for and against, the strongest first.
    reasons: Vec<ReasonShown>,
    /// In words.
    says: String,
}

/// What one feature adds to the logarithm of the odds.
#[derive(Debug, Serialize, JsonSchema)]
struct ReasonShown {
    /// The feature's name in the table of weights, how much of it there is, and what it adds.
    #[serde(flatten)]
    reason: Reason,
    /// What it means, in words.
    says: String,
}

impl From<Explanation> for Why {
    fn from(explanation: Explanation) -> Self {
        let line = explanation.says();
        let Explanation { verdict, comparison, mean } = explanation;
        let shown = |reason: Reason| ReasonShown { says: says(&reason.feature).to_owned(), reason };
        let reasons = comparison.reasons.into_iter().map(shown).collect();
        Self { verdict, mean, chance: comparison.chance, reasons, says: line }
    }
}

/// Answers `/api/explain`.
pub(super) fn explain(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let fields = &asked.fields;
    let report = |name| -> Result<i64, Problem> {
        let number = fields.need(name)?;
        number.parse().map_err(|_| Problem::missing(format!("there is no report {number}")))
    };
    let a = (report("report")?, fields.need("event")?);
    let b = (report("other_report")?, fields.need("other_event")?);
    let explanation = app.desk()?.explain(a, b);
    let missing =
        || Problem::missing("one of the two events is not there, or was rejected; load the reports again");
    Reply::json(&Why::from(explanation.ok_or_else(missing)?))
}

/// An incident that could be the same.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Near {
    /// The incident.
    row: IncidentLine,
    /// Why it is another one, in words.
    why: String,
}

/// Answers `/api/near/{id}`.
pub(super) fn near(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let id = asked.part();
    let desk = app.desk()?;
    desk.incident_line(id).ok_or_else(|| none(id))?;
    let near = desk.near(id, MOST_NEAR).into_iter();
    let rows: Vec<Near> = near.map(|(row, why)| Near { row, why: why.says() }).collect();
    Reply::json(&Rows { total: rows.len(), offset: 0, rows })
}
