//! Finding again: reports, their readings and originals, words.

use rusqlite::{OptionalExtension, Row};
use sayso::record::Reading;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{Casebook, CasebookError, Result};

/// A report, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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

    /// One report.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn report(&self, number: i64) -> Result<Option<ReportRow>> {
        self.one_report("number = ?", &number)
    }

    /// The report of a key ([`crate::report_key`]), in hexadecimal.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn report_of(&self, key: &str) -> Result<Option<ReportRow>> {
        self.one_report("key = ?", &key)
    }

    fn one_report(&self, condition: &str, value: &dyn rusqlite::ToSql) -> Result<Option<ReportRow>> {
        let sql = format!("SELECT {REPORT} FROM report WHERE {condition}");
        let found = self.db.prepare_cached(&sql).and_then(|mut s| s.query_row([value], report).optional());
        found.map_err(|e| self.failed(e))
    }

    /// The numbers of all reports that have these words, ascending.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn with_words(&self, words: &str) -> Result<Vec<i64>> {
        let Some(query) = query(words) else { return Ok(Vec::new()) };
        let sql = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid";
        let found = || -> rusqlite::Result<Vec<i64>> {
            let mut statement = self.db.prepare_cached(sql)?;
            statement.query_map([query], |row| row.get(0))?.collect()
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
