//! JSONL: one document a line, passed on as it is.

use std::io;

use crate::open::Place;
use crate::stream::{Bounded, Stream};
use crate::walk::{Flow, ON, Walk};
use crate::{Problem, json};

pub(crate) fn read(walk: &mut Walk, stream: &mut Stream, place: &Place) -> Flow {
    let mut documents = 0;
    for number in 1.. {
        let origin = place.origin.record(number);
        match next(stream, walk.limits.document_bytes) {
            Ok(None) if documents == 0 => return walk.tell(&place.origin, Problem::Empty),
            Ok(None) => break,
            Ok(Some(Ok(line))) if blank(&line) => {}
            Ok(Some(Ok(line))) => {
                documents += 1;
                if documents > walk.limits.rows {
                    return walk.tell(&place.origin, Problem::TooMany { limit: walk.limits.rows });
                }
                json::give(walk, origin, line)?;
            }
            Ok(Some(Err(bytes))) => {
                documents += 1;
                walk.too_long(&origin, bytes, true)?;
            }
            Err(error) => return walk.unread(&origin, &error),
        }
    }
    ON
}

/// Nothing to see, as in a file of a mark alone.
fn blank(line: &[u8]) -> bool {
    line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).trim_ascii().is_empty()
}

/// The next line without its end, or the length of one that is too long.
fn next(stream: &mut Stream, limit: usize) -> io::Result<Option<Result<Vec<u8>, u64>>> {
    let mut line = Bounded::new(limit);
    if stream.until(b"\n", &mut line)? {
        stream.skip(1)?;
    } else if line.length() == 0 {
        return Ok(None);
    }
    Ok(Some(line.finish().map(|mut line| {
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        line
    })))
}
