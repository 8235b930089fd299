//! Taking in: an original with its report and reading, many in one transaction.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use sayso::ingest::Report;
use sayso::record::{Reader, Reading};
use sha2::{Digest, Sha256};

use crate::reviews::hex;
use crate::{Casebook, CasebookError, Result};

/// What an original is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Media {
    /// Plain text.
    Text,
    /// HTML.
    Html,
    /// A line of JSONL.
    JsonLine,
}

impl Media {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Html => "text/html",
            Self::JsonLine => "application/json",
        }
    }
}

/// The bytes that a report was read from, and how they came.
#[derive(Clone, Copy, Debug)]
pub struct Original<'a> {
    /// Unchanged.
    pub bytes: &'a [u8],
    /// What they are written in.
    pub media: Media,
    /// File, member of an archive, line, address.
    pub origin: &'a str,
    /// When they were fetched, ISO 8601, where the input says.
    pub retrieved: Option<&'a str>,
}

/// What became of something that was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Added {
    /// It is new.
    New,
    /// It was there, and this version's reading of it too.
    Known,
    /// It was there; this reading is by another version, and is current now.
    Reread,
}

/// Additions that are kept all together or not at all. Dropped without [`Batch::commit`], it leaves nothing.
#[derive(Debug)]
pub struct Batch<'a> {
    pub(crate) step: Transaction<'a>,
    pub(crate) path: &'a Path,
}

impl Casebook {
    /// Begins a batch; other writers wait until it ends.
    ///
    /// # Errors
    /// Where another program goes on writing, or the file cannot be written.
    pub fn batch(&mut self) -> Result<Batch<'_>> {
        let path = &self.path;
        let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate);
        Ok(Batch { step: step.map_err(|e| CasebookError::of(path, e))?, path })
    }

    /// The reports, by [`report_key`], that a version has read already, so that they need not be read again.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn read_by(&self, reader: &str) -> Result<BTreeSet<[u8; 32]>> {
        let sql =
            "SELECT unhex(key) FROM report JOIN reading ON reading.report = report.number WHERE reader = ?";
        let read = || -> rusqlite::Result<BTreeSet<[u8; 32]>> {
            let mut statement = self.db.prepare(sql)?;
            statement.query_map([reader], |row| row.get(0))?.collect()
        };
        read().map_err(|e| self.failed(e))
    }
}

/// What a report is known by: the hash of its original's bytes and of what was given beside them, so that the same words put
/// out by two outlets stay two reports.
#[must_use]
pub fn report_key(bytes: &[u8], report: &Report) -> [u8; 32] {
    let given = [&report.title, &report.outlet, &report.url, &report.published, &report.language];
    let mut hash = Sha256::new();
    hash.update(Sha256::digest(bytes));
    for field in given.into_iter().chain([&Some(report.id.clone())]) {
        // lengths, so that no two lists of fields run into the same bytes
        let field = field.as_deref().unwrap_or("");
        hash.update((field.len() as u64).to_le_bytes());
        hash.update(field);
    }
    hash.finalize().into()
}

/// A [`report_key`] as reviews and [`crate::ReportRow::key`] write it: lower-case hexadecimal.
#[must_use]
pub fn key_name(key: [u8; 32]) -> String {
    key.iter().fold(String::with_capacity(64), |mut out, byte| {
        // OK to ignore because writing to a string cannot fail
        let _ = write!(out, "{byte:02x}");
        out
    })
}

impl Batch<'_> {
    /// Adds an original with what was read in it.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn add(&mut self, original: &Original<'_>, report: &Report, reading: &Reading) -> Result<Added> {
        let path = self.path;
        let reader = reader_name(&reading.reader);
        let record = serde_json::to_string(reading).map_err(|e| self.unwritable(&report.id, &e))?;
        let add = || -> rusqlite::Result<Added> {
            let number = self.report(original, report)?;
            let known = "SELECT 1 FROM reading WHERE report = ? AND reader = ?";
            if self.step.prepare_cached(known)?.exists(params![number, reader])? {
                return Ok(Added::Known);
            }
            let before = "UPDATE reading SET current = 0 WHERE report = ? AND current";
            let reread = self.step.prepare_cached(before)?.execute([number])? > 0;
            let sql = "INSERT INTO reading (report, reader, current, record) VALUES (?, ?, 1, ?)";
            self.step.prepare_cached(sql)?.execute(params![number, reader, record])?;
            Ok(if reread { Added::Reread } else { Added::New })
        };
        add().map_err(|e| CasebookError::of(path, e))
    }

    /// Notes that an original which is there already came in again.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn seen(&mut self, original: &Original<'_>) -> Result<()> {
        self.retrieval(original, &hex(original.bytes)).map_err(|e| CasebookError::of(self.path, e))
    }

    /// Notes an item that could not be taken in.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn skip(&mut self, origin: &str, reason: &str) -> Result<()> {
        let sql = "INSERT OR IGNORE INTO skipped (origin, reason) VALUES (?, ?)";
        let done = self.step.prepare_cached(sql).and_then(|mut s| s.execute([origin, reason]));
        done.map(drop).map_err(|e| CasebookError::of(self.path, e))
    }

    /// Keeps what was added.
    ///
    /// # Errors
    /// Where the file cannot be written; then nothing of the batch is kept.
    pub fn commit(self) -> Result<()> {
        let path = self.path;
        self.step.commit().map_err(|e| CasebookError::of(path, e))
    }

    fn retrieval(&self, original: &Original<'_>, sha256: &str) -> rusqlite::Result<()> {
        let sql = "INSERT OR IGNORE INTO retrieval (sha256, origin, retrieved) VALUES (?, ?, ?)";
        let retrieved = original.retrieved.unwrap_or("");
        self.step.prepare_cached(sql)?.execute([sha256, original.origin, retrieved]).map(drop)
    }

    /// The number of the report that an original holds; new, if it is.
    fn report(&self, original: &Original<'_>, report: &Report) -> rusqlite::Result<i64> {
        let step = &self.step;
        let sha256 = hex(original.bytes);
        let key = key_name(report_key(original.bytes, report));
        let sql = "INSERT OR IGNORE INTO original (sha256, media, bytes) VALUES (?, ?, ?)";
        step.prepare_cached(sql)?.execute(params![sha256, original.media.name(), original.bytes])?;
        self.retrieval(original, &sha256)?;
        let known = step
            .prepare_cached("SELECT number FROM report WHERE key = ?")?
            .query_row([&key], |row| row.get(0))
            .optional()?;
        if let Some(number) = known {
            return Ok(number);
        }
        let sql = "INSERT INTO report (key, sha256, id, title, outlet, url, published, language, text) \
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        step.prepare_cached(sql)?.execute(params![
            key,
            sha256,
            report.id,
            report.title,
            report.outlet,
            report.url,
            report.published,
            report.language,
            report.given_text()
        ])?;
        Ok(step.last_insert_rowid())
    }

    fn unwritable(&self, id: &str, error: &serde_json::Error) -> CasebookError {
        CasebookError::Unreadable {
            path: self.path.to_path_buf(),
            what: format!("the reading of {id}"),
            reason: error.to_string(),
        }
    }
}

/// The version of the program, of the model and of the gazetteers, in one line.
#[must_use]
pub fn reader_name(reader: &Reader) -> String {
    let parts = [reader.version.as_str(), reader.model.as_str()];
    parts.into_iter().chain(reader.gazetteers.iter().map(String::as_str)).collect::<Vec<_>>().join(" | ")
}
