//! Reports: the list, one report with all that was said of it, and new ones.

use std::collections::BTreeSet;
use std::sync::Arc;

use hyper::StatusCode;
use jiff::Timestamp;
use sayso::ingest::{self, Given, IngestError};
use sayso::read_report;
use sayso_casebook::{Added, Media as Kind, Original, ReportRow};
use sayso_desk::{EventSort, Sheet};
use schemars::JsonSchema;
use serde::Serialize;

use super::wire::{ReportLine, Rows, SheetShown, filter};
use crate::app::App;
use crate::exchange::{Asked, Media, Reply};
use crate::params::{Kind as Field, Param};
use crate::problem::Problem;

/// In which order reports are listed.
pub(super) const SORT: &[Param] = &[Param {
    name: "sort",
    about: "Order; a minus turns it round (-added)",
    kind: Field::OneOf(&["-added", "added", "-published", "published"]),
    many: false,
}];

/// Answers `/api/reports`: reports that have an event which fits, or, where only words and outlet are asked for, that fit
/// themselves.
pub(super) fn list(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let filter = filter(&asked.fields)?;
    let desk = app.desk()?;
    let ready = desk.ready(&filter)?;
    let of_reports = sayso_desk::Filter {
        words: filter.words.clone(),
        outlet: filter.outlet.clone(),
        ..Default::default()
    };
    let mut rows: Vec<&ReportRow> = if filter == sayso_desk::Filter::default() {
        desk.reports().collect()
    } else if filter == of_reports {
        let with: Option<BTreeSet<i64>> = filter
            .words
            .as_deref()
            .map(|words| desk.book().with_words(words))
            .transpose()?
            .map(|all| all.into_iter().collect());
        let outlet = filter.outlet.as_deref().map(str::to_lowercase);
        let fits = |row: &&ReportRow| {
            with.as_ref().is_none_or(|with| with.contains(&row.number))
                && outlet.as_ref().is_none_or(|part| {
                    row.outlet.as_ref().is_some_and(|own| own.to_lowercase().contains(part))
                })
        };
        desk.reports().filter(fits).collect()
    } else {
        // both in the order in which reports came in
        let mut having =
            desk.events().fitting(&ready, EventSort::Report).map(|entry| entry.line.row.report).peekable();
        let mut has = |row: &&ReportRow| {
            while having.next_if(|report| *report < row.number).is_some() {}
            having.peek() == Some(&row.number)
        };
        desk.reports().filter(|row| has(row)).collect()
    };
    match asked.fields.one("sort").unwrap_or("-added") {
        "added" => {}
        "published" => rows.sort_by(|a, b| {
            (a.published.is_none(), &a.published).cmp(&(b.published.is_none(), &b.published))
        }),
        "-published" => rows.sort_by(|a, b| b.published.cmp(&a.published)),
        _ => rows.reverse(),
    }
    Reply::json(&Rows::part(rows.into_iter(), &asked.fields).map(|row| ReportLine::of(&desk, row)))
}

/// Answers `/api/reports/{number}`.
pub(super) fn one(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let number = asked.number()?;
    let desk = app.desk()?;
    let sheet = desk
        .sheet(number)?
        .ok_or_else(|| Problem::missing(format!("the casebook has no report {number}")))?;
    Reply::json(&SheetShown::of(sheet, Some(&desk)))
}

/// A report that is handed in.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct NewReport {
    /// Its text.
    text: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<String>,
    /// When, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// What became of a report that was handed in.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Taken {
    /// Its number.
    number: i64,
    /// Whether it is new.
    added: HowAdded,
}

/// Whether something was there already.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum HowAdded {
    /// It is new.
    New,
    /// It was there.
    Known,
    /// It was there, and was read again by this version.
    Reread,
}

/// Answers `POST /api/reports`.
pub(super) fn add(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let (report, media) = taken_in(app, asked)?;
    let reading = read_report(&report, app.engine.wait()?);
    let origin = asked.origin.as_deref().and_then(|name| form_urlencoded::parse(name.as_bytes()).next());
    let origin = origin.map_or_else(|| "the page".to_owned(), |(name, _)| format!("the page: {name}"));
    let now = Timestamp::now().to_string();
    let original = Original { bytes: &asked.body, media, origin: &origin, retrieved: Some(&now) };
    let (number, added) = app.change(|desk| desk.add(&original, &report, &reading))?;
    let added = match added {
        Added::New => HowAdded::New,
        Added::Known => HowAdded::Known,
        Added::Reread => HowAdded::Reread,
    };
    Reply::created(&Taken { number, added })
}

/// Answers `POST /api/read`.
pub(super) fn read(app: &Arc<App>, asked: &Asked) -> Result<Reply, Problem> {
    let (report, _) = taken_in(app, asked)?;
    let reading = read_report(&report, app.engine.wait()?);
    let sheet = Sheet::unkept(report.title.clone(), report.given_text().to_owned(), reading);
    Reply::json(&SheetShown::of(sheet, None).with_blocks(&report))
}

/// The report of a body.
fn taken_in(app: &App, asked: &Asked) -> Result<(ingest::Report, Kind), Problem> {
    let (body, given) = (&asked.body[..], Given::default());
    let taken = match asked.media {
        Media::Json => ingest::json_line(body, &given, &app.limits).map(|report| (report, Kind::JsonLine)),
        Media::Html => ingest::html(body, &given, &app.limits).map(|report| (report, Kind::Html)),
        Media::Text => ingest::text(body, &given, &app.limits).map(|report| (report, Kind::Text)),
    };
    taken.map_err(|error| {
        let status = match error {
            IngestError::TooLong { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        };
        Problem::new(status, format!("this report cannot be read: {error}"))
    })
}
