//! The casebook: one SQLite file with every original byte for byte, every reading with the version that made it, every review in
//! an append-only chain, and what is needed to find them again.
//!
//! Comes in: an original, its [`Report`](sayso::ingest::Report) and [`Reading`]. Goes out: the same, pages of reports and events,
//! hits of a search, and faults, where something is not as it was put in. No other room knows SQL.
//!
//! ```text
//! open (schema.rs: tables, migrations)
//!   -> batch (batch.rs: add originals, reports, readings; all of a batch or nothing)
//!   -> reviews (reviews.rs: append, chained by hash; never changed)
//!   -> derived (derived.rs: what another room makes of readings and reviews: events to list, accounts to merge)
//!   -> find (find.rs: reports, readings, words)
//!   -> verify (verify.rs: hashes, chain, references)
//! ```
//!
//! What is never done: an original or a review is never changed or taken out; a newer reading stands beside the older ones and
//! touches no review, since reviews point at words ([`EventKey`]), not at a reading's numbers.
//!
//! ```
//! use sayso::{Engine, ingest, read_report};
//! use sayso_casebook::{Casebook, Media, Original};
//!
//! let folder = tempfile::tempdir()?;
//! let mut book = Casebook::open(folder.path().join("case.sayso"))?;
//! let bytes = b"Rockets hit Homs on Tuesday.";
//! let report = ingest::text(bytes, &Default::default(), &Default::default())?;
//! let reading = read_report(&report, &Engine::new()?);
//! let mut batch = book.batch()?;
//! batch.add(&Original { bytes, media: Media::Text, origin: "a.txt", retrieved: None }, &report, &reading)?;
//! batch.commit()?;
//! assert_eq!(book.counts()?.reports, 1);
//! assert!(book.verify()?.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod batch;
mod derived;
mod error;
mod find;
mod reviews;
mod schema;
mod verify;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use batch::{Added, Batch, Media, Original, key_name, reader_name, report_key};
pub use derived::{Derived, EventRow, Kept, Range, Reviewed, Stale};
pub use error::CasebookError;
pub use find::{Hit, ReportRow};
pub use reviews::{EventKey, Review, ReviewRow, Verdict};
pub use verify::Fault;

type Result<T> = std::result::Result<T, CasebookError>;

/// An open casebook. Several programs may have the same one open; they take turns in writing.
#[derive(Debug)]
pub struct Casebook {
    db: Connection,
    path: PathBuf,
}

/// How much a casebook holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Originals, each once however often it came in.
    pub originals: u64,
    /// Reports.
    pub reports: u64,
    /// Events of the reports' current readings, as far as they were derived.
    pub events: u64,
    /// Reviews.
    pub reviews: u64,
    /// Items that could not be taken in.
    pub skipped: u64,
}

impl Casebook {
    /// Opens a casebook, makes it if there is none, and brings it up to this version's tables.
    ///
    /// # Errors
    /// Where the file is no casebook, is of a newer version, is damaged, or cannot be read or written.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_path_buf();
        let db = schema::open(&path)?;
        Ok(Self { db, path })
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How much it holds.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        let count = |table: &str| -> Result<u64> {
            let sql = format!("SELECT count(*) FROM {table}");
            self.db.query_row(&sql, [], |row| row.get(0)).map_err(|e| self.failed(e))
        };
        Ok(Counts {
            originals: count("original")?,
            reports: count("report")?,
            events: count("event")?,
            reviews: count("review")?,
            skipped: count("skipped")?,
        })
    }

    fn failed(&self, error: rusqlite::Error) -> CasebookError {
        CasebookError::of(&self.path, error)
    }
}

#[cfg(test)]
mod tests {
    use sayso::ingest;

    use super::*;

    #[test]
    fn a_full_disk_keeps_what_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = Casebook::open(folder.path().join("case.sayso")).unwrap();
        // stands for a disk with room for so many pages
        book.db.pragma_update(None, "max_page_count", 120).unwrap();
        let mut kept = 0;
        let full = loop {
            let text = format!("Rockets hit Homs on day {kept}. {}", "Word after word. ".repeat(300));
            let report = ingest::text(text.as_bytes(), &Default::default(), &Default::default()).unwrap();
            let record = serde_json::json!({
                "schema": "sayso.reading/1", "report": {"id": report.id, "sha256": report.sha256}, "entities": [], "times": [],
                "statements": [], "events": [], "problems": [], "reader": {"version": "1", "model": "m"},
            });
            let reading = serde_json::from_value(record).unwrap();
            let original =
                Original { bytes: text.as_bytes(), media: Media::Text, origin: "a.txt", retrieved: None };
            let mut batch = book.batch().unwrap();
            match batch.add(&original, &report, &reading).and_then(|_| batch.commit()) {
                Ok(()) => kept += 1,
                Err(error) => break error,
            }
        };
        assert!(matches!(full, CasebookError::Full { .. }), "{full}");
        assert!(kept > 0 && book.counts().unwrap().reports == kept);
        assert!(book.verify().unwrap().is_empty());
    }
}
