//! Whether everything is as it was put in. Nothing is mended here: a fault is told, and stays.

use rusqlite::types::ValueRef;
use sayso::record::Reading;

use crate::reviews::{START, hex, link};
use crate::{Casebook, CasebookError, Result};

/// Something that is not as it was put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// SQLite finds its own pages or references wrong.
    File(String),
    /// An original's bytes no longer have its hash.
    Original {
        /// The hash that it should have.
        sha256: String,
    },
    /// A reading is no longer a record.
    Reading {
        /// The report's id.
        report: String,
        /// What is wrong.
        reason: String,
    },
    /// A review was changed, moved or taken out.
    Review {
        /// The first one that does not follow from the one before.
        number: u64,
    },
    /// The search has other words than the reports.
    Search(String),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(reason) => write!(f, "file: {reason}"),
            Self::Original { sha256 } => write!(f, "original {sha256}: its bytes have been changed"),
            Self::Reading { report, reason } => write!(f, "reading of {report}: {reason}"),
            Self::Review { number } => {
                write!(f, "review {number}: it, or one before it, was changed, moved or taken out")
            }
            Self::Search(reason) => write!(f, "search: {reason}"),
        }
    }
}

impl Casebook {
    /// Looks at everything; what is not as it was put in.
    ///
    /// # Errors
    /// Where the file cannot be read at all.
    pub fn verify(&self) -> Result<Vec<Fault>> {
        let mut faults = Vec::new();
        let looked = self
            .pages(&mut faults)
            .and_then(|()| self.originals(&mut faults))
            .and_then(|()| self.readings(&mut faults))
            .and_then(|()| self.chain(&mut faults))
            .and_then(|()| self.words(&mut faults));
        match looked.map_err(|e| self.failed(e)) {
            Ok(()) => Ok(faults),
            Err(CasebookError::Damaged { reason, .. }) => {
                faults.push(Fault::File(reason));
                Ok(faults)
            }
            Err(error) => Err(error),
        }
    }

    fn pages(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let mut statement = self.db.prepare("PRAGMA integrity_check")?;
        let told = statement.query_map([], |row| row.get::<_, String>(0))?;
        for line in told {
            let line = line?;
            if line != "ok" {
                faults.push(Fault::File(line));
            }
        }
        let mut statement = self.db.prepare("PRAGMA foreign_key_check")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            faults.push(Fault::File(format!("a row of {table} refers to nothing in {parent}")));
        }
        Ok(())
    }

    fn originals(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let mut statement = self.db.prepare("SELECT sha256, bytes FROM original")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let sha256: String = row.get(0)?;
            let same = matches!(row.get_ref(1)?, ValueRef::Blob(bytes) if hex(bytes) == sha256);
            if !same {
                faults.push(Fault::Original { sha256 });
            }
        }
        Ok(())
    }

    fn readings(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let sql =
            "SELECT report.id, reading.record FROM reading JOIN report ON report.number = reading.report";
        let mut statement = self.db.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (report, record): (String, String) = (row.get(0)?, row.get(1)?);
            if let Err(error) = serde_json::from_str::<Reading>(&record) {
                faults.push(Fault::Reading { report, reason: error.to_string() });
            }
        }
        Ok(())
    }

    fn chain(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let sql = "SELECT number, body, previous, hash FROM review ORDER BY number";
        let mut statement = self.db.prepare(sql)?;
        let mut rows = statement.query([])?;
        let (mut next, mut last) = (1, START.to_owned());
        while let Some(row) = rows.next()? {
            let (number, body, previous, hash): (u64, String, String, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            if number != next || previous != last || hash != link(&last, number, &body) {
                faults.push(Fault::Review { number });
                return Ok(());
            }
            (next, last) = (number + 1, hash);
        }
        Ok(())
    }

    fn words(&self, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
        let check = "INSERT INTO words (words, rank) VALUES ('integrity-check', 1)";
        match self.db.execute(check, []) {
            Ok(_) => Ok(()),
            Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseCorrupt) => {
                faults.push(Fault::Search(e.to_string()));
                Ok(())
            }
            Err(e) => Err(e),
        }
    }
}
