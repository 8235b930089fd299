//! Finding again: reports, events of current readings, words.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};
use sayso::record::Reading;

use crate::{Casebook, CasebookError, Result};

/// What an event must be to be found; what is not set does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// On this day or later, ISO 8601: events that may have happened then.
    pub from: Option<String>,
    /// On this day or earlier.
    pub to: Option<String>,
    /// PLOVER type, in capitals.
    pub kind: Option<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Status (`occurred` ...).
    pub status: Option<String>,
    /// Words of the report.
    pub words: Option<String>,
}

/// A report, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportRow {
    /// Its number in this casebook.
    pub number: i64,
    /// What it is known by ([`crate::report_key`]), in hexadecimal: what reviews refer to.
    pub key: String,
    /// SHA-256 of its original.
    pub sha256: String,
    /// The input's own id, or the content hash.
    pub id: String,
    /// Title.
    pub title: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day or moment of publication.
    pub published: Option<String>,
}

/// An event of a current reading, as far as it is filtered by.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    /// The number of its report.
    pub report: i64,
    /// Its id in the reading.
    pub id: String,
    /// PLOVER type.
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Status.
    pub status: String,
    /// The word that tells of it.
    pub word: String,
    /// First day.
    pub first_day: Option<String>,
    /// Last day.
    pub last_day: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Place.
    pub place: Option<String>,
    /// How sharp the place is.
    pub precision: Option<String>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
}

/// A report that has the words that were looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The report.
    pub report: ReportRow,
    /// The words around the first that was found, which stand between `‹` and `›`.
    pub around: String,
}

const REPORT: &str = "report.number, report.key, report.sha256, report.id, report.title, report.outlet, report.url, report.published";

impl Casebook {
    /// The reports that have all these words, the best first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn search(&self, words: &str, limit: u32) -> Result<Vec<Hit>> {
        let Some(query) = query(words) else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT {REPORT}, snippet(words, -1, '‹', '›', ' … ', 16) FROM words \
             JOIN report ON report.number = words.rowid WHERE words MATCH ? ORDER BY rank, report.number LIMIT ?"
        );
        let found = || -> rusqlite::Result<Vec<Hit>> {
            let mut statement = self.db.prepare_cached(&sql)?;
            let hit = |row: &Row<'_>| Ok(Hit { report: report(row)?, around: row.get(8)? });
            statement.query_map(rusqlite::params![query, limit], hit)?.collect()
        };
        found().map_err(|e| self.failed(e))
    }

    /// A page of reports in the order in which they came in, from the one after `after`.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn reports(&self, after: i64, limit: u32) -> Result<Vec<ReportRow>> {
        let sql = format!("SELECT {REPORT} FROM report WHERE number > ? ORDER BY number LIMIT ?");
        let found = || -> rusqlite::Result<Vec<ReportRow>> {
            let mut statement = self.db.prepare_cached(&sql)?;
            statement.query_map(rusqlite::params![after, limit], report)?.collect()
        };
        found().map_err(|e| self.failed(e))
    }

    /// The text and the current reading of a report.
    ///
    /// # Errors
    /// Where the file cannot be read, or the reading is no longer a record.
    pub fn reading(&self, report: i64) -> Result<Option<(String, Reading)>> {
        let sql = "SELECT report.text, reading.record FROM report JOIN reading ON reading.report = report.number \
                   WHERE report.number = ? AND reading.current";
        let row: Option<(String, String)> = self
            .db
            .prepare_cached(sql)
            .and_then(|mut s| s.query_row([report], |row| Ok((row.get(0)?, row.get(1)?))).optional())
            .map_err(|e| self.failed(e))?;
        let Some((text, record)) = row else { return Ok(None) };
        let reading = serde_json::from_str(&record).map_err(|e| CasebookError::Unreadable {
            path: self.path.clone(),
            what: format!("the reading of report {report}"),
            reason: e.to_string(),
        })?;
        Ok(Some((text, reading)))
    }

    /// A page of the events that fit, by report and id.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn events(&self, filter: &Filter, offset: u32, limit: u32) -> Result<Vec<EventRow>> {
        let (condition, mut values) = condition(filter);
        values.extend([Value::from(limit), Value::from(offset)]);
        let sql = format!(
            "SELECT report, id, kind, mode, status, word, first_day, last_day, country, place, precision, lat, lon \
             FROM event WHERE {condition} ORDER BY report, id LIMIT ? OFFSET ?"
        );
        let found = || -> rusqlite::Result<Vec<EventRow>> {
            let mut statement = self.db.prepare_cached(&sql)?;
            statement.query_map(params_from_iter(values), event)?.collect()
        };
        found().map_err(|e| self.failed(e))
    }
}

/// The words as SQLite's search has them, each by itself and all needed; none where there are none.
fn query(words: &str) -> Option<String> {
    let quoted = words
        .split_whitespace()
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .map(|w| format!("\"{}\"", w.replace('"', "\"\"")));
    let all: Vec<String> = quoted.collect();
    (!all.is_empty()).then(|| all.join(" "))
}

fn condition(filter: &Filter) -> (String, Vec<Value>) {
    let mut parts = vec!["1"];
    let mut values = Vec::new();
    let mut must = |sql: &'static str, value: &Option<String>| {
        if let Some(value) = value {
            parts.push(sql);
            values.push(Value::from(value.clone()));
        }
    };
    // an open interval may reach the day that is asked for
    must(
        "(coalesce(last_day, first_day) >= ? OR (last_day IS NULL AND first_day IS NOT NULL))",
        &filter.from,
    );
    must("(coalesce(first_day, last_day) <= ? OR (first_day IS NULL AND last_day IS NOT NULL))", &filter.to);
    must("kind = ?", &filter.kind);
    must("country = ?", &filter.country);
    must("status = ?", &filter.status);
    let words = filter.words.as_deref().and_then(query);
    must("report IN (SELECT rowid FROM words WHERE words MATCH ?)", &words);
    (parts.join(" AND "), values)
}

fn report(row: &Row<'_>) -> rusqlite::Result<ReportRow> {
    Ok(ReportRow {
        number: row.get(0)?,
        key: row.get(1)?,
        sha256: row.get(2)?,
        id: row.get(3)?,
        title: row.get(4)?,
        outlet: row.get(5)?,
        url: row.get(6)?,
        published: row.get(7)?,
    })
}

fn event(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    let (lat, lon): (Option<f64>, Option<f64>) = (row.get(11)?, row.get(12)?);
    Ok(EventRow {
        report: row.get(0)?,
        id: row.get(1)?,
        kind: row.get(2)?,
        mode: row.get(3)?,
        status: row.get(4)?,
        word: row.get(5)?,
        first_day: row.get(6)?,
        last_day: row.get(7)?,
        country: row.get(8)?,
        place: row.get(9)?,
        precision: row.get(10)?,
        point: lat.zip(lon),
    })
}
