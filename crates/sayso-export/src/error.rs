//! What can go wrong: the file cannot be written, or a user's form says what cannot be done.

use thiserror::Error;

/// Why something could not be given out.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The output could not be written, or the input not be read.
    #[error("the export could not be written or read: {0}")]
    Io(#[from] std::io::Error),
    /// The rows could not be written or read.
    #[error("the table could not be written or read: {0}")]
    Csv(#[from] csv::Error),
    /// A reading could not be written as JSON.
    #[error("the reading could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A Parquet file could not be written.
    #[error("the Parquet file could not be written: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A form's table does not hold what a form needs.
    #[error("form {form}: line {line}: {message}")]
    Form {
        /// Name of the form.
        form: String,
        /// Line in its table, counted from 1.
        line: u64,
        /// What is wrong, and what was expected.
        message: String,
    },
    /// A cell that is read back does not hold what its column holds.
    #[error("line {line}, column {column}: {found:?} is not {expected}")]
    Cell {
        /// Line in the file, counted from 1.
        line: u64,
        /// Name of the column.
        column: String,
        /// The cell.
        found: String,
        /// What was expected there.
        expected: &'static str,
    },
}
