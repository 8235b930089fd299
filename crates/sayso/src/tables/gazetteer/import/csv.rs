//! A user's own places as a table: a header with `name`, `lat`, `lon`, and what else is known.

use std::io::Read;

use csv::{ReaderBuilder, StringRecord};

use super::fields::{self, Columns};
use super::{CountryOf, ImportError, Item, Take};

/// Reads a table. Commas, semicolons or tabs stand between its columns, whichever its first line has most of.
///
/// # Errors
/// Where the input cannot be read, its header lacks a column, or `take` fails.
pub fn read(
    input: impl Read,
    first_line: &str,
    country: &CountryOf<'_>,
    take: &mut Take<'_>,
) -> Result<(), ImportError> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(first_line))
        .comment(Some(b'#'))
        .flexible(true)
        .from_reader(input);
    let header = reader.byte_headers().map_err(broken)?.clone();
    let header: Vec<String> = header.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let header: Vec<&str> = header.iter().map(|name| name.trim_start_matches('\u{feff}')).collect();
    let columns = Columns::find(&header).map_err(ImportError::Header)?;
    for record in reader.into_byte_records() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        let item = match StringRecord::from_byte_record(record) {
            Ok(record) => place(&record, &columns, country).map_or_else(Item::Broken, Item::Place),
            Err(_) => Item::Broken("not UTF-8".to_owned()),
        };
        take(line, item)?;
    }
    Ok(())
}

fn place(
    record: &StringRecord,
    columns: &Columns,
    country: &CountryOf<'_>,
) -> Result<super::super::build::Entry, String> {
    let values = columns.fields().zip(record).filter_map(|(field, value)| Some((field?, value)));
    fields::entry(values, None, country)
}

/// The fields of a header line.
pub(super) fn split(line: &str) -> Vec<&str> {
    line.split(char::from(delimiter(line))).map(|field| field.trim().trim_matches('"')).collect()
}

fn delimiter(line: &str) -> u8 {
    let count = |delimiter: u8| line.bytes().filter(|byte| *byte == delimiter).count();
    // The last of equals wins: a comma.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// Only reading fails: fields of any number and bytes are taken.
fn broken(error: csv::Error) -> ImportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ImportError::Io(error),
        other => ImportError::Header(format!("no table: {other:?}")),
    }
}
