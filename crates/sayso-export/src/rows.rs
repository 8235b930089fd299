//! Events as rows of CSV or TSV, and back.

use std::io::{Read, Write};

use sayso::record::Reading;

use crate::account::{Account, accounts};
use crate::error::ExportError;
use crate::form::{Filling, Form};
use crate::value::{Kind, Value};
use crate::{Export, Result};

/// Writes the rows of a form.
#[derive(Debug)]
pub struct Rows<'f, W: Write> {
    form: &'f Form,
    csv: csv::Writer<W>,
}

impl<'f, W: Write> Rows<'f, W> {
    /// Begins the table; writes the names of the columns where the form has them.
    ///
    /// # Errors
    /// Where these cannot be written.
    pub fn new(form: &'f Form, out: W) -> Result<Self> {
        let style = if form.quoted { csv::QuoteStyle::Necessary } else { csv::QuoteStyle::Never };
        let mut csv = csv::WriterBuilder::new().delimiter(form.delimiter).quote_style(style).from_writer(out);
        if form.header {
            csv.write_record(form.columns())?;
        }
        Ok(Self { form, csv })
    }

    /// What was written to.
    ///
    /// # Errors
    /// Where the last rows cannot be written.
    pub fn into_inner(self) -> Result<W> {
        self.csv.into_inner().map_err(|error| ExportError::Io(error.into_error()))
    }
}

impl<W: Write> Export for Rows<'_, W> {
    fn add(&mut self, reading: &Reading, keep: &dyn Fn(&Account<'_>) -> bool) -> Result<usize> {
        let mut written = 0;
        accounts(reading, |account| {
            if self.form.admits(account) && keep(account) {
                self.csv.write_record(self.form.values(account).map(|value| self.form.cell(&value)))?;
                written += 1;
            }
            Result::Ok(())
        })?;
        Ok(written)
    }

    fn finish(&mut self) -> Result<()> {
        Ok(self.csv.flush()?)
    }
}

/// Reads rows that [`Rows`] wrote: the values of each, in the order of the form's columns.
pub struct ReadRows<'f, R> {
    form: &'f Form,
    records: csv::StringRecordsIntoIter<R>,
}

impl<'f, R: Read> ReadRows<'f, R> {
    /// Begins to read.
    pub fn new(form: &'f Form, from: R) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(form.delimiter)
            .has_headers(form.header)
            .quoting(form.quoted)
            .from_reader(from);
        Self { form, records: reader.into_records() }
    }

    fn values(&self, row: &csv::StringRecord) -> Result<Vec<Value>> {
        let line = row.position().map_or(0, csv::Position::line);
        let cells = row.iter().chain(std::iter::repeat(""));
        self.form
            .columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| {
                let kind = match &column.filling {
                    Filling::Field(field) => field.kind,
                    Filling::Empty | Filling::Constant(_) => Kind::Text,
                };
                self.form.value(cell, kind).ok_or_else(|| ExportError::Cell {
                    line,
                    column: column.name.clone(),
                    found: cell.to_owned(),
                    expected: if kind == Kind::Integer { "a whole number" } else { "a number" },
                })
            })
            .collect()
    }
}

impl<R: Read> Iterator for ReadRows<'_, R> {
    type Item = Result<Vec<Value>>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.records.next()? {
            Ok(row) => self.values(&row),
            Err(error) => Err(error.into()),
        })
    }
}
