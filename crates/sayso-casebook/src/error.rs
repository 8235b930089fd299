//! What can go wrong with a casebook, and what to do.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use thiserror::Error;

/// What went wrong, with which casebook, and what to do.
#[derive(Debug, Error)]
pub enum CasebookError {
    /// The file holds something else.
    #[error("{path}: no casebook of Sayso's; name another file, or a new one to make a casebook there")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a later version.
    #[error("{path}: made by a later Sayso (tables {found}, this one knows up to {known}); use that version")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The last one known.
        known: i64,
    },
    /// The file's bytes are not what SQLite wrote.
    #[error(
        "{path}: damaged ({reason}); nothing was changed. Restore a copy, or save what can be read with `sqlite3 FILE .recover`"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
    /// No space is left.
    #[error(
        "{path}: the disk is full; nothing of the last batch was kept, all before it was. Make room and run it again"
    )]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// Another program has been writing for too long.
    #[error("{path}: another program is writing to it; try again when it has ended")]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder cannot be opened or written.
    #[error("{path}: cannot be opened or written ({reason}); look at the folder's and the file's rights")]
    Closed {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
    /// Something that was put in cannot be read back.
    #[error("{path}: {what} cannot be read back ({reason}); run `sayso verify`")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Which row.
        what: String,
        /// Why.
        reason: String,
    },
    /// Any other failure of the database.
    #[error("{path}: {source}")]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
}

impl CasebookError {
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        let reason = source.to_string();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { path, reason },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(
                ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
                | ErrorCode::SystemIoFailure,
            ) => Self::Closed { path, reason },
            _ => Self::Database { path, source },
        }
    }
}
