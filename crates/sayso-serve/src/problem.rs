//! What is answered where something is wrong: a status and words.

use hyper::StatusCode;
use sayso_casebook::CasebookError;
use sayso_desk::DeskError;
use schemars::JsonSchema;
use serde::Serialize;

/// Something wrong, for the one who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) message: String,
}

/// What went wrong, with which item, and what to do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Error")]
pub(crate) struct Told {
    /// In words.
    pub(crate) error: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    /// What was asked makes no sense.
    pub(crate) fn wrong(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// There is no such thing.
    pub(crate) fn missing(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// It is our fault, or the machine's.
    pub(crate) fn failed(message: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message.to_string())
    }
}

impl From<CasebookError> for Problem {
    fn from(error: CasebookError) -> Self {
        let status = match &error {
            CasebookError::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            CasebookError::Full { .. } => StatusCode::INSUFFICIENT_STORAGE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, error.to_string())
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Casebook(error) => error.into(),
            DeskError::Derived { .. } => Self::failed(error),
            DeskError::Wish(_) => Self::new(StatusCode::CONFLICT, error.to_string()),
            DeskError::Change(_) | DeskError::Filter(_) | DeskError::Unknown(_) => {
                Self::wrong(error.to_string())
            }
        }
    }
}
