//! CSV and its kin: one document a row, its parts in columns that a header names.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::Problem;
use crate::columns::Columns;
use crate::open::Place;
use crate::stream::Stream;
use crate::walk::{Flow, ON, Walk};

/// What may stand between the fields of a row.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// More columns than any table of documents has.
const MOST_COLUMNS: usize = 4096;

/// The longest header that is looked for.
const MOST_HEADER: usize = 64 << 10;

/// Whether the first line names the text and another part of a document: too much for chance.
pub(crate) fn looks_like(head: &[u8]) -> bool {
    let (_, columns, _) = header(head);
    columns.has_text() && columns.len() >= 2
}

/// The delimiter under which the first row names the most parts of a document, those, and all names.
fn header(head: &[u8]) -> (u8, Columns, Vec<String>) {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let head = &head[..head.len().min(MOST_HEADER)];
    let mut best = (b',', Columns::default(), Vec::new());
    for delimiter in DELIMITERS {
        let mut rows = Rows::new(delimiter, MOST_HEADER);
        let mut inner = head;
        let Ok(Some(Row::Whole)) = rows.next(&mut Stream::new(&mut inner)) else { continue };
        let names: Vec<String> = (0..rows.count)
            .map(|at| String::from_utf8_lossy(rows.field(at).unwrap_or_default()).into_owned())
            .collect();
        let columns = Columns::of(names.iter().map(String::as_str));
        let rank = |columns: &Columns, names: usize| (columns.has_text(), columns.len(), names);
        if rank(&columns, names.len()) > rank(&best.1, best.2.len()) {
            best = (delimiter, columns, names);
        }
    }
    best
}

pub(crate) fn read(walk: &mut Walk, stream: &mut Stream, place: &Place) -> Flow {
    let (delimiter, columns, names) = header(stream.head());
    if !columns.has_text() {
        let columns = names.iter().take(20).map(|name| name.trim()).collect::<Vec<_>>().join(", ");
        let columns = columns.chars().filter(|c| !c.is_control()).take(200).collect();
        return walk.tell(&place.origin, Problem::NoTextColumn { columns });
    }
    // Beside the text there are the other fields, which are short.
    let mut rows = Rows::new(delimiter, walk.limits.document_bytes.saturating_add(1 << 20));
    let mut number = 0;
    loop {
        let origin = place.origin.record(rows.line(stream));
        match rows.next(stream) {
            Ok(None) if number <= 1 => return walk.tell(&place.origin, Problem::Empty),
            Ok(None) => return ON,
            // The header.
            Ok(Some(_)) if number == 0 => {}
            Ok(Some(Row::TooLong(bytes))) => walk.too_long(&origin, bytes, true)?,
            Ok(Some(Row::Whole)) if number > walk.limits.rows => {
                return walk.tell(&place.origin, Problem::TooMany { limit: walk.limits.rows });
            }
            Ok(Some(Row::Whole)) => {
                let item = columns.item(origin.clone(), |_, at| rows.field(at).map(<[u8]>::to_vec));
                match item {
                    Some(item) if item.bytes.len() > walk.limits.document_bytes => {
                        walk.too_long(&origin, item.bytes.len() as u64, true)?;
                    }
                    Some(item) => walk.give(item)?,
                    None => walk.tell(&origin, Problem::Empty)?,
                }
            }
            Err(error) => return walk.unread(&origin, &error),
        }
        number += 1;
    }
}

/// Rows one by one, in the same memory.
struct Rows {
    reader: Reader,
    fields: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
    limit: usize,
}

enum Row {
    /// Its fields are in [`Rows::field`].
    Whole,
    /// Longer than the limit; only its length was kept.
    TooLong(u64),
}

impl Rows {
    fn new(delimiter: u8, limit: usize) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, fields: vec![0; 4096], ends: vec![0; 64], count: 0, limit }
    }

    /// The line on which the next row begins.
    fn line(&self, stream: &mut Stream) -> u64 {
        // Ends of lines before it are still to be read.
        let ends = stream.peek(2).iter().take_while(|byte| b"\r\n".contains(byte));
        self.reader.line() + ends.filter(|&&byte| byte == b'\n').count() as u64
    }

    fn field(&self, at: usize) -> Option<&[u8]> {
        let end = *self.ends[..self.count].get(at)?;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        self.fields.get(start..end)
    }

    fn next(&mut self, stream: &mut Stream) -> io::Result<Option<Row>> {
        let (mut filled, mut ended, mut length, mut over) = (0, 0, 0u64, false);
        loop {
            let held = stream.fill_buf()?;
            let (result, read, wrote, ends) =
                self.reader.read_record(held, &mut self.fields[filled..], &mut self.ends[ended..]);
            stream.consume(read);
            filled += wrote;
            ended += ends;
            length += wrote as u64;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.fields.len() < self.limit => {
                    self.fields.resize((self.fields.len() * 2).min(self.limit), 0);
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() < MOST_COLUMNS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                // The rest of the row is written over itself.
                ReadRecordResult::OutputFull => (filled, over) = (0, true),
                ReadRecordResult::OutputEndsFull => (ended, over) = (0, true),
                ReadRecordResult::Record => {
                    self.count = ended;
                    return Ok(Some(if over { Row::TooLong(length) } else { Row::Whole }));
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }
}
