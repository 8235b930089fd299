//! What can go wrong at the desk.

use sayso_casebook::CasebookError;
use sayso_incidents::WishError;

use crate::change::ChangeError;
use crate::filter::FilterError;

/// What went wrong, with what, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The casebook cannot be read or written.
    #[error(transparent)]
    Casebook(#[from] CasebookError),
    /// What was derived of a report cannot be read back.
    #[error("report {report}: what was made of it cannot be read back ({reason}); run `sayso verify`")]
    Derived {
        /// Its number.
        report: i64,
        /// Why.
        reason: String,
    },
    /// A correction that cannot be followed.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// A filter that cannot be asked.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// A joining, splitting or locking against an earlier word.
    #[error(transparent)]
    Wish(#[from] WishError),
    /// Something refers to what is not there.
    #[error("{0}")]
    Unknown(String),
}
