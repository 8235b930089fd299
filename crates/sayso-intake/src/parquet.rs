//! Parquet: one document a row, its parts in columns by the same names as a table's.
//!
//! Held at once are a few rows and one page of each column. How large a page is, the program decided that wrote the file:
//! mostly a megabyte, but often no fewer than a thousand rows.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ::parquet::basic::{LogicalType, TimeUnit};
use ::parquet::errors::Result as Read;
use ::parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use ::parquet::record::reader::TreeBuilder;
use ::parquet::record::{Field, Row};
use ::parquet::schema::types::{SchemaDescriptor, Type};
use jiff::{Span, Timestamp, civil};

use crate::Problem;
use crate::columns::Columns;
use crate::intake::Counted;
use crate::open::Place;
use crate::walk::{Flow, ON, Walk};

/// So many rows are held at once: each may be as long as a document.
const BATCH: usize = 16;

pub(crate) fn read(walk: &mut Walk, file: &mut Counted<File>, place: &Place) -> Flow {
    let opened = file.file.try_clone().map_err(|error| Problem::from_io("read", &error));
    let reader = match opened.and_then(|file| guarded(|| SerializedFileReader::new(file))) {
        Ok(reader) => reader,
        Err(problem) => return walk.tell(&place.origin, problem),
    };
    let schema = reader.metadata().file_metadata().schema();
    // What is nested is no text.
    let flat: Vec<Arc<Type>> =
        schema.get_fields().iter().filter(|field| field.is_primitive()).cloned().collect();
    let columns = Columns::of(flat.iter().map(|field| field.name()));
    if !columns.has_text() {
        let names: Vec<&str> = schema.get_fields().iter().take(20).map(|field| field.name()).collect();
        let columns = names.join(", ").chars().filter(|c| !c.is_control()).take(200).collect();
        return walk.tell(&place.origin, Problem::NoTextColumn { columns });
    }
    let flat: Vec<Arc<Type>> =
        flat.into_iter().enumerate().filter(|(at, _)| columns.uses(*at)).map(|(_, field)| field).collect();
    let mut table = Table { columns: Columns::of(flat.iter().map(|field| field.name())), flat, number: 0 };
    for index in 0..reader.num_row_groups() {
        let group = match guarded(|| reader.get_row_group(index)) {
            Ok(group) => group,
            Err(problem) => {
                walk.tell(&place.origin, problem)?;
                continue;
            }
        };
        table.group(walk, &*group, place)?;
        file.count(u64::try_from(group.metadata().compressed_size()).unwrap_or(0));
    }
    ON
}

/// The rows of a file.
struct Table {
    columns: Columns,
    /// The columns that are read.
    flat: Vec<Arc<Type>>,
    number: u64,
}

impl Table {
    /// Gives the rows of one group. A damaged group loses its rows and no others.
    fn group(&mut self, walk: &mut Walk, group: &dyn RowGroupReader, place: &Place) -> Flow {
        let first = self.number;
        // Rows keep their numbers whatever befalls the groups before.
        self.number = first.saturating_add(u64::try_from(group.metadata().num_rows()).unwrap_or(0));
        let projection = Type::group_type_builder("schema").with_fields(self.flat.clone());
        let rows = guarded(|| {
            let schema = Arc::new(SchemaDescriptor::new(Arc::new(projection.build()?)));
            TreeBuilder::new().with_batch_size(BATCH).as_iter(schema, group)
        });
        let mut rows = match rows.and_then(|rows| spent(walk, group).map(|()| rows)) {
            Ok(rows) => rows,
            Err(problem) => return walk.tell(&place.origin, problem),
        };
        for number in first + 1.. {
            let origin = place.origin.record(number);
            let row = match guarded(|| rows.next().transpose()) {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(problem) => return walk.tell(&origin, problem),
            };
            if number > walk.limits.rows {
                return walk.tell(&place.origin, Problem::TooMany { limit: walk.limits.rows });
            }
            self.row(walk, &row, place.origin.record(number))?;
        }
        ON
    }

    fn row(&self, walk: &mut Walk, row: &Row, origin: crate::Origin) -> Flow {
        let fields: Vec<&Field> = row.get_column_iter().map(|(_, field)| field).collect();
        let value = |_, at: usize| value(fields.get(at)?, self.flat.get(at)?);
        match self.columns.item(origin.clone(), value) {
            Some(item) if item.bytes.len() > walk.limits.document_bytes => {
                walk.too_long(&origin, item.bytes.len() as u64, true)
            }
            Some(item) => walk.give(item),
            None => walk.tell(&origin, Problem::Empty),
        }
    }
}

/// Counts what a group says that it unpacks to.
fn spent(walk: &Walk, group: &dyn RowGroupReader) -> Result<(), Problem> {
    let size = |bytes: i64| u64::try_from(bytes).unwrap_or(0);
    let bytes = size(group.metadata().total_byte_size());
    walk.budget.spend(bytes, bytes, size(group.metadata().compressed_size()))
}

/// The reader's answer, and its stumbling over a damaged file as an answer too.
fn guarded<T>(read: impl FnOnce() -> Read<T>) -> Result<T, Problem> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) if error.to_string().contains("Disabled feature") => {
            let instead = "write it again with Snappy, gzip or LZ4";
            Err(Problem::Unread { what: "a Parquet file packed with Brotli or Zstandard", instead })
        }
        Ok(Err(error)) => Err(Problem::damaged("Parquet file", error.to_string())),
        Err(_) => Err(Problem::damaged("Parquet file", "its reader lost its way in it")),
    }
}

/// A value as a table would write it.
fn value(field: &Field, type_: &Type) -> Option<Vec<u8>> {
    let words = match field {
        Field::Str(words) => words.clone(),
        Field::Bytes(bytes) => return Some(bytes.data().to_vec()),
        Field::Date(days) => {
            civil::date(1970, 1, 1).checked_add(Span::new().try_days(*days).ok()?).ok()?.to_string()
        }
        Field::TimestampMillis(since) => Timestamp::from_millisecond(*since).ok()?.to_string(),
        Field::TimestampMicros(since) => Timestamp::from_microsecond(*since).ok()?.to_string(),
        // What counts in nanoseconds comes as a bare number.
        Field::Long(since) if nanoseconds(type_) => {
            Timestamp::from_nanosecond(i128::from(*since)).ok()?.to_string()
        }
        Field::Int(number) => number.to_string(),
        Field::Long(number) => number.to_string(),
        Field::UInt(number) => number.to_string(),
        Field::ULong(number) => number.to_string(),
        _ => return None,
    };
    Some(words.into_bytes())
}

fn nanoseconds(type_: &Type) -> bool {
    let logical = type_.get_basic_info().logical_type_ref();
    matches!(logical, Some(LogicalType::Timestamp(time)) if matches!(time.unit, TimeUnit::NANOS))
}
