//! The tables, and how a casebook of an older version gets them.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::{CasebookError, Result};

/// Marks the file as ours (`SAYS`).
const APPLICATION: i64 = 0x5341_5953;

/// How long a writer waits for another.
const PATIENCE: Duration = Duration::from_secs(30);

/// Each makes the tables of one version from those of the version before; never changed once published.
const MIGRATIONS: [&str; 1] = [include_str!("tables-1.sql")];

/// Opens the file with its tables in place.
pub(crate) fn open(path: &Path) -> Result<Connection> {
    let failed = |error| CasebookError::of(path, error);
    let mut db = Connection::open(path).map_err(failed)?;
    db.busy_timeout(PATIENCE).map_err(failed)?;
    let known = MIGRATIONS.len() as i64;
    let state = |db: &Connection| -> rusqlite::Result<(i64, i64, i64)> {
        let pragma = |name: &str| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0));
        let tables = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((pragma("application_id")?, pragma("user_version")?, tables))
    };
    let (application, _, tables) = state(&db).map_err(failed)?;
    if application != APPLICATION && tables > 0 {
        return Err(CasebookError::Foreign { path: path.to_path_buf() });
    }
    // Before the first table: a file's way of writing can only be chosen outside of a transaction.
    let way = |db: &Connection| db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
    way(&db).map_err(failed)?;
    db.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;").map_err(failed)?;
    let step = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    // Asked again inside: another program may have made the tables meanwhile.
    let (_, version, _) = state(&step).map_err(failed)?;
    if version > known {
        return Err(CasebookError::Newer { path: path.to_path_buf(), found: version, known });
    }
    for (number, tables) in (1i64..).zip(MIGRATIONS).filter(|(number, _)| *number > version) {
        step.execute_batch(tables).map_err(failed)?;
        let mark = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {number};");
        step.execute_batch(&mark).map_err(failed)?;
    }
    step.commit().map_err(failed)?;
    Ok(db)
}
