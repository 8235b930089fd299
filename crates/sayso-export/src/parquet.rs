//! Events or incidents as a Parquet file in the columns of a form: whole numbers, decimals and words, each as what it is; a list is
//! words with the form's separator. What a row has no value for is null.
//!
//! Nothing is guarded against spreadsheets here: columns have types, and no program takes a cell of words for a formula. Rows
//! are held until they make a group; a group has a bounded number of rows and of bytes, so memory is bounded too.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::Type;
use sayso::record::Reading;
use sayso_incidents::Incident;

use crate::account::{Account, accounts};
use crate::form::FormOf;
use crate::subject::{Events, Incidents, Subject};
use crate::value::{Kind, Value};
use crate::{Export, ExportError, ExportIncidents, Result};

/// A group of rows is written when it has so many rows ...
const GROUP_ROWS: usize = 1 << 16;
/// ... or words of so many bytes.
const GROUP_BYTES: usize = 32 << 20;

/// Writes the rows of a form as one Parquet file.
pub struct Parquet<'f, W: Write + Send, S: Subject = Events> {
    form: &'f FormOf<S>,
    /// None once it is finished: a file can be ended only once.
    file: Option<SerializedFileWriter<W>>,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
}

/// The values of one column in a group, and which rows have one.
#[derive(Debug)]
struct Column {
    values: Values,
    /// For each row 1 where it has a value, else 0.
    levels: Vec<i16>,
}

#[derive(Debug)]
enum Values {
    Words(Vec<ByteArray>),
    Integers(Vec<i64>),
    Decimals(Vec<f64>),
}

impl<'f, W: Write + Send, S: Subject> Parquet<'f, W, S> {
    /// Begins the file.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(form: &'f FormOf<S>, out: W) -> Result<Self> {
        let kinds: Vec<Kind> = form.columns.iter().map(|column| column.filling.kind()).collect();
        let fields = form.columns().zip(&kinds).map(|(name, kind)| field(name, *kind));
        let fields = fields.collect::<std::result::Result<Vec<_>, _>>()?;
        let schema = Type::group_type_builder(S::PLURAL).with_fields(fields).build()?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
        let columns = kinds.into_iter().map(Column::new).collect();
        Ok(Self { form, file: Some(file), columns, rows: 0, bytes: 0 })
    }

    fn write(&mut self, one: &S::Of<'_>) -> Result<()> {
        for (column, value) in self.columns.iter_mut().zip(self.form.values(one)) {
            self.bytes += column.push(&value, |items| self.form.join(items));
        }
        self.rows += 1;
        if self.rows >= GROUP_ROWS || self.bytes >= GROUP_BYTES { self.group() } else { Ok(()) }
    }

    /// Writes the rows that are held.
    fn group(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.file.as_mut().ok_or_else(ended)?.next_row_group()?;
        for column in &mut self.columns {
            column.write(&mut group)?;
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        self.group()?;
        let mut out = self.file.take().ok_or_else(ended)?.into_inner()?;
        Ok(out.flush()?)
    }
}

impl<W: Write + Send, S: Subject> std::fmt::Debug for Parquet<'_, W, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Parquet({}, {} rows held)", self.form.name, self.rows)
    }
}

impl<W: Write + Send> Export for Parquet<'_, W> {
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
        self.end()
    }
}

impl<W: Write + Send> ExportIncidents for Parquet<'_, W, Incidents> {
    fn add(&mut self, incident: &Incident) -> Result<bool> {
        let admitted = self.form.admits(incident);
        if admitted {
            self.write(incident)?;
        }
        Ok(admitted)
    }

    fn finish(&mut self) -> Result<()> {
        self.end()
    }
}

impl Column {
    fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Text | Kind::List => Values::Words(Vec::new()),
            Kind::Integer => Values::Integers(Vec::new()),
            Kind::Decimal => Values::Decimals(Vec::new()),
        };
        Self { values, levels: Vec::new() }
    }

    /// Takes a value in; says how many bytes of words it has. One that is not of the column's kind is none, which no field gives.
    fn push(&mut self, value: &Value, join: impl Fn(&[String]) -> String) -> usize {
        let mut bytes = 0;
        let taken = match (&mut self.values, value) {
            (Values::Words(all), Value::Text(_) | Value::List(_)) => {
                let words = if let Value::List(items) = value { join(items) } else { value.words() };
                bytes = words.len();
                all.push(ByteArray::from(words.into_bytes()));
                true
            }
            (Values::Integers(all), Value::Integer(number)) => {
                all.push(*number);
                true
            }
            (Values::Decimals(all), Value::Decimal(number)) => {
                all.push(*number);
                true
            }
            _ => false,
        };
        self.levels.push(i16::from(taken));
        bytes
    }

    fn write<W: Write + Send>(&mut self, group: &mut SerializedRowGroupWriter<'_, W>) -> Result<()> {
        match &mut self.values {
            Values::Words(all) => column::<ByteArrayType, W>(group, all, &self.levels)?,
            Values::Integers(all) => column::<Int64Type, W>(group, all, &self.levels)?,
            Values::Decimals(all) => column::<DoubleType, W>(group, all, &self.levels)?,
        }
        self.levels.clear();
        Ok(())
    }
}

fn column<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &mut Vec<T::T>,
    levels: &[i16],
) -> Result<()> {
    let mut writer = group.next_column()?.ok_or_else(ended)?;
    writer.typed::<T>().write_batch(values, Some(levels), None)?;
    writer.close()?;
    values.clear();
    Ok(())
}

fn field(name: &str, kind: Kind) -> std::result::Result<Arc<Type>, ParquetError> {
    let of = |physical| Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    let field = match kind {
        Kind::Integer => of(Physical::INT64),
        Kind::Decimal => of(Physical::DOUBLE),
        Kind::Text | Kind::List => of(Physical::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .with_converted_type(ConvertedType::UTF8),
    };
    field.build().map(Arc::new)
}

fn ended() -> ExportError {
    ParquetError::General("the file was ended already".to_owned()).into()
}
