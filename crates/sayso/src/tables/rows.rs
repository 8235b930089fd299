//! Rows of a CSV table, typed, with errors that name the file and the row.

use serde::de::DeserializeOwned;
use thiserror::Error;

/// A table's text and its path below `data/`.
#[derive(Clone, Copy, Debug)]
pub struct TableFile<'a> {
    /// `frames/assault.csv`.
    pub path: &'a str,
    /// The whole file.
    pub text: &'a str,
}

/// A row that does not hold what its table needs.
#[derive(Debug, Error)]
#[error("{file}: row {row}: {message}")]
pub struct TablesError {
    /// Path below the folder of tables.
    pub file: String,
    /// Line in the file, counted from 1.
    pub row: u64,
    /// What is wrong, and what was expected.
    pub message: String,
}

impl TablesError {
    pub(super) fn new(file: &str, row: u64, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), row, message: message.into() }
    }
}

/// Calls `take` with every row of a table and its line number.
pub(super) fn each<T: DeserializeOwned>(
    file: &TableFile<'_>,
    mut take: impl FnMut(T, u64) -> Result<(), String>,
) -> Result<(), TablesError> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(file.text.as_bytes());
    let headers = reader.headers().map_err(|e| TablesError::new(file.path, 1, e.to_string()))?.clone();
    for record in reader.records() {
        let record = record.map_err(|e| {
            let row = e.position().map_or(0, csv::Position::line);
            TablesError::new(file.path, row, e.to_string())
        })?;
        let row = record.position().map_or(0, csv::Position::line);
        let typed = record
            .deserialize(Some(&headers))
            .map_err(|e| TablesError::new(file.path, row, e.to_string()))?;
        take(typed, row).map_err(|message| TablesError::new(file.path, row, message))?;
    }
    Ok(())
}

/// The parts of a cell that holds a list.
pub(super) fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|s| !s.is_empty())
}
