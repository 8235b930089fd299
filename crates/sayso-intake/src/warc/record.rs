//! The records of a web archive, one after the other; after garbage, from the next one's first words on.

use std::io::{self, BufRead};

use crate::stream::{Bounded, Stream};

/// How every record begins.
pub(super) const MARK: &[u8] = b"WARC/1.";

/// A longer head is no record's.
const MOST_HEAD: usize = 64 << 10;

/// What comes next.
pub(super) enum Next {
    Record(Record),
    /// So many bytes that belong to no record.
    Garbage(u64),
    End,
}

/// A record's head; the stream stands at its body.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// `response`, `resource` ...
    pub(super) type_: String,
    /// What its body is.
    pub(super) content_type: Option<String>,
    /// How long its body is.
    pub(super) length: u64,
    pub(super) url: Option<String>,
    pub(super) date: Option<String>,
}

/// Goes to the next record and reads its head.
pub(super) fn next(stream: &mut Stream) -> io::Result<Next> {
    loop {
        let held = stream.fill_buf()?;
        let blank = held.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if held.is_empty() {
            return Ok(Next::End);
        }
        if blank == 0 {
            break;
        }
        stream.consume(blank);
    }
    if begins(stream)
        && let Some((record, length)) = Record::read(stream.peek(MOST_HEAD))
    {
        stream.consume(length);
        return Ok(Next::Record(record));
    }
    let before = stream.consumed();
    stream.consume(1);
    while stream.until(MARK, &mut Bounded::new(0))? && !begins(stream) {
        stream.consume(1);
    }
    Ok(Next::Garbage(stream.consumed() - before))
}

/// Whether the stream stands at a record's first line.
fn begins(stream: &mut Stream) -> bool {
    let ahead = stream.peek(MARK.len() + 3);
    let end = memchr::memchr(b'\n', &ahead[..ahead.len().min(MARK.len() + 3)]);
    end.is_some_and(|end| is_mark(ahead[..end].trim_ascii_end()))
}

/// Whether a line is a record's first.
fn is_mark(line: &[u8]) -> bool {
    let version = line.strip_prefix(MARK).or_else(|| line.strip_prefix(b"WARC/0."));
    version.is_some_and(|version| !version.is_empty() && version.iter().all(u8::is_ascii_digit))
}

impl Record {
    /// Reads a head, and how long it is; none where it does not end or lacks what every record has.
    fn read(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut record = Self::default();
        let mut length = None;
        let mut at = 1 + memchr::memchr(b'\n', bytes)?;
        loop {
            let end = at + memchr::memchr(b'\n', &bytes[at..bytes.len().min(MOST_HEAD)])?;
            let line = bytes[at..end].trim_ascii();
            at = end + 1;
            if line.is_empty() {
                break;
            }
            // A head that goes on into the next record has no end; and marks without end would be read again and again.
            if line.len() > MARK.len() && is_mark(&line[line.len() - MARK.len() - 1..]) {
                return None;
            }
            let Some(colon) = memchr::memchr(b':', line) else { continue };
            let value = String::from_utf8_lossy(line[colon + 1..].trim_ascii()).into_owned();
            match line[..colon].to_ascii_lowercase().as_slice() {
                b"warc-type" => record.type_ = value.to_ascii_lowercase(),
                b"content-type" => record.content_type = Some(value),
                b"content-length" => length = Some(value.parse().ok()?),
                // Old programs put it in brackets.
                b"warc-target-uri" => record.url = Some(value.trim_matches(['<', '>']).to_owned()),
                b"warc-date" => record.date = Some(value),
                _ => {}
            }
        }
        record.length = length?;
        (!record.type_.is_empty()).then_some((record, at))
    }
}
