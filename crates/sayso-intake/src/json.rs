//! JSON over any lines: an object, an array of objects, or several of either; and what each object is as a document.

use std::io::{self, BufRead};

use serde_json::{Map, Value};

use crate::columns::Columns;
use crate::open::Place;
use crate::stream::{Bounded, Stream};
use crate::walk::{Flow, ON, Walk};
use crate::{Given, Item, Kind, Origin, Problem};

/// Reads every object that stands alone or in an array.
pub(crate) fn read(walk: &mut Walk, stream: &mut Stream, place: &Place) -> Flow {
    let mut number = 0;
    loop {
        let origin = place.origin.record(number + 1);
        match next(stream, walk.limits.document_bytes) {
            Ok(Next::End) => break,
            Ok(Next::Object(object)) => give(walk, origin, object)?,
            Ok(Next::TooLong(bytes)) => walk.too_long(&origin, bytes, true)?,
            Ok(Next::Cut) => return walk.tell(&origin, Problem::Truncated { what: "JSON" }),
            Ok(Next::Other(byte)) => {
                let message = format!("{:?} stands where an object should", char::from(byte));
                return walk.tell(&origin, Problem::damaged("JSON", message));
            }
            Err(error) => return walk.unread(&origin, &error),
        }
        number += 1;
        if number >= walk.limits.rows {
            return walk.tell(&place.origin, Problem::TooMany { limit: walk.limits.rows });
        }
    }
    if number == 0 { walk.tell(&place.origin, Problem::Empty) } else { ON }
}

enum Next {
    Object(Vec<u8>),
    TooLong(u64),
    /// The stream ends within an object.
    Cut,
    /// Neither an object nor what may stand between them.
    Other(u8),
    End,
}

/// The next object. Only brackets and strings are looked at: whether it is good JSON, its reader finds out.
fn next(stream: &mut Stream, limit: usize) -> io::Result<Next> {
    loop {
        let Some(&byte) = stream.fill_buf()?.first() else { return Ok(Next::End) };
        match byte {
            b'{' => break,
            b'[' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' | 0xEF | 0xBB | 0xBF | 0x1E => {
                stream.consume(1)
            }
            other => return Ok(Next::Other(other)),
        }
    }
    let mut object = Bounded::new(limit);
    let mut state = State::default();
    loop {
        let held = stream.fill_buf()?;
        if held.is_empty() {
            return Ok(Next::Cut);
        }
        let end = held.iter().position(|&byte| state.closes(byte));
        let count = end.map_or(held.len(), |end| end + 1);
        object.push(&held[..count]);
        stream.consume(count);
        if end.is_some() {
            return Ok(object.finish().map_or_else(Next::TooLong, Next::Object));
        }
    }
}

/// How deep in brackets, and whether in a string.
#[derive(Default)]
struct State {
    depth: u64,
    string: bool,
    escaped: bool,
}

impl State {
    /// Whether this byte closes the outermost bracket.
    fn closes(&mut self, byte: u8) -> bool {
        if self.escaped {
            self.escaped = false;
        } else if self.string {
            self.escaped = byte == b'\\';
            self.string = byte != b'"';
        } else {
            match byte {
                b'"' => self.string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth -= 1,
                _ => {}
            }
        }
        self.depth == 0
    }
}

/// Hands an object on: as it is where it has a `text`, else with the text under its other name.
pub(crate) fn give(walk: &mut Walk, origin: Origin, object: Vec<u8>) -> Flow {
    if memchr::memmem::find(&object, b"\"text\"").is_none()
        && let Ok(fields) = serde_json::from_slice::<Map<String, Value>>(&object)
    {
        let columns = Columns::of(fields.keys().map(String::as_str));
        let values: Vec<&Value> = fields.values().collect();
        let item = columns.item(origin.clone(), |_, at| value(values[at]));
        return match item {
            Some(item) => walk.give(item),
            None => walk.tell(&origin, Problem::NoTextField),
        };
    }
    let (charset, given, retrieved) = (None, Given::default(), None);
    walk.give(Item { origin, kind: Kind::JsonLine, bytes: object, charset, given, retrieved })
}

fn value(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::String(words) => Some(words.clone().into_bytes()),
        Value::Number(number) => Some(number.to_string().into_bytes()),
        _ => None,
    }
}
