//! A file that is one document.

use std::io::BufRead;

use crate::open::Place;
use crate::stream::Stream;
use crate::walk::{Flow, Walk};
use crate::{Given, Item, Kind, Problem};

/// Reads the document, unless it is too long: then it is not held, and where its length is known not even read.
pub(crate) fn read(walk: &mut Walk, stream: &mut Stream, kind: Kind, place: &Place) -> Flow {
    let limit = walk.limits.document_bytes;
    if let Some(length) = place.length.filter(|&length| length > limit as u64) {
        return walk.too_long(&place.origin, length, true);
    }
    let mut bytes = Vec::new();
    if let Err(error) = stream.take_into(limit + 1, &mut bytes) {
        return walk.unread(&place.origin, &error);
    }
    if bytes.len() > limit {
        return walk.too_long(&place.origin, limit as u64, false);
    }
    if bytes.trim_ascii().is_empty() {
        return walk.tell(&place.origin, Problem::Empty);
    }
    let given = Given::default();
    walk.give(Item { origin: place.origin.clone(), kind, bytes, charset: None, given, retrieved: None })
}

/// Why nothing could be read; none where nothing is there.
pub(crate) fn nothing(stream: &mut Stream) -> Option<Problem> {
    stream.fill_buf().err().map(|error| Problem::from_io("read", &error))
}
