//! Events or incidents as rows of CSV or TSV, and back.

use std::io::{Read, Write};

use sayso::record::Reading;
use sayso_incidents::Incident;

use crate::account::{Account, accounts};
use crate::error::ExportError;
use crate::form::FormOf;
use crate::subject::{Events, Incidents, Subject};
use crate::value::{Kind, Value};
use crate::{Export, ExportIncidents, Result};

/// What tells a spreadsheet that guesses encodings that this is UTF-8.
const MARK: &str = "\u{feff}";

/// Writes the rows of a form.
#[derive(Debug)]
pub struct Rows<'f, W: Write, S: Subject = Events> {
    form: &'f FormOf<S>,
    csv: csv::Writer<W>,
}

impl<'f, W: Write, S: Subject> Rows<'f, W, S> {
    /// Begins the table; writes the names of the columns where the form has them.
    ///
    /// # Errors
    /// Where these cannot be written.
    pub fn new(form: &'f FormOf<S>, out: W) -> Result<Self> {
        let style = if form.quoted { csv::QuoteStyle::Necessary } else { csv::QuoteStyle::Never };
        let mut csv = csv::WriterBuilder::new().delimiter(form.delimiter).quote_style(style).from_writer(out);
        if form.header {
            csv.write_record(form.columns())?;
        }
        Ok(Self { form, csv })
    }

    /// The same with a byte order mark first, for spreadsheets that guess encodings. Other programs may take it for part of
    /// the first column's name; [`ReadRows`] does not.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn with_mark(form: &'f FormOf<S>, mut out: W) -> Result<Self> {
        out.write_all(MARK.as_bytes())?;
        Self::new(form, out)
    }

    fn write(&mut self, one: &S::Of<'_>) -> Result<()> {
        Ok(self.csv.write_record(self.form.values(one).map(|value| self.form.cell(&value)))?)
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
                self.write(account)?;
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

impl<W: Write> ExportIncidents for Rows<'_, W, Incidents> {
    fn add(&mut self, incident: &Incident) -> Result<bool> {
        let admitted = self.form.admits(incident);
        if admitted {
            self.write(incident)?;
        }
        Ok(admitted)
    }

    fn finish(&mut self) -> Result<()> {
        Ok(self.csv.flush()?)
    }
}

/// Reads rows that [`Rows`] wrote: the values of each, in the order of the form's columns.
pub struct ReadRows<'f, R, S: Subject = Events> {
    form: &'f FormOf<S>,
    records: csv::StringRecordsIntoIter<R>,
}

impl<'f, R: Read, S: Subject> ReadRows<'f, R, S> {
    /// Begins to read.
    pub fn new(form: &'f FormOf<S>, from: R) -> Self {
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
                let kind = column.filling.kind();
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

impl<R: Read, S: Subject> Iterator for ReadRows<'_, R, S> {
    type Item = Result<Vec<Value>>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.records.next()? {
            Ok(row) => self.values(&row),
            Err(error) => Err(error.into()),
        })
    }
}
