//! RSS and Atom: one document an item, with what item and feed say of it.
//!
//! `split` cuts the stream into the feed's head and its items, so that one broken or endless item harms no other;
//! `item` reads one.

mod split;
mod item;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::Problem;
use crate::open::Place;
use crate::stream::Stream;
use crate::walk::{Flow, ON, Walk};
use item::Channel;
use split::{Piece, Splitter};

pub(crate) fn read(walk: &mut Walk, stream: &mut Stream, place: &Place) -> Flow {
    let mut splitter = Splitter::new(stream, walk.limits.document_bytes);
    let mut channel = Channel::default();
    let mut encoding = UTF_8;
    let mut number = 0;
    loop {
        let origin = place.origin.record(number + 1);
        match splitter.next() {
            Ok(Piece::Head(head)) => {
                encoding = declared(&head).unwrap_or(UTF_8);
                channel = Channel::read(&decode(encoding, &head));
                continue;
            }
            Ok(Piece::Item(_)) if number >= walk.limits.rows => {
                return walk.tell(&place.origin, Problem::TooMany { limit: walk.limits.rows });
            }
            Ok(Piece::Item(xml)) => match item::read(&decode(encoding, &xml), &channel, origin.clone()) {
                Ok(item) => walk.give(item)?,
                Err(problem) => walk.tell(&origin, problem)?,
            },
            Ok(Piece::TooLong(bytes)) => walk.too_long(&origin, bytes, true)?,
            Ok(Piece::Cut) => return walk.tell(&origin, Problem::Truncated { what: "feed" }),
            Ok(Piece::End) if number == 0 => {
                return walk.tell(&place.origin, Problem::aside("a feed without items"));
            }
            Ok(Piece::End) => return ON,
            Err(error) => return walk.unread(&origin, &error),
        }
        number += 1;
    }
}

/// The encoding that an XML declaration names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let start = memchr::memmem::find(head, b"<?xml")?;
    let words = &head[start..];
    let words = &words[..memchr::memmem::find(words, b"?>")?];
    let rest = &words[memchr::memmem::find(words, b"encoding")? + 8..];
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, rest) = rest.split_first()?;
    let label = &rest[..memchr::memchr(*quote, rest)?];
    // What is in UTF-16 came here as UTF-8.
    Encoding::for_label(label).filter(|&encoding| encoding != UTF_16LE && encoding != UTF_16BE)
}

/// The words of a piece; those of a feed that lies about its encoding are taken as UTF-8 where they are that.
fn decode(encoding: &'static Encoding, bytes: &[u8]) -> String {
    if let Ok(words) = std::str::from_utf8(bytes) {
        return words.to_owned();
    }
    let encoding = if encoding == UTF_8 { encoding_rs::WINDOWS_1252 } else { encoding };
    match encoding.decode_without_bom_handling(bytes).0 {
        Cow::Borrowed(words) => words.to_owned(),
        Cow::Owned(words) => words,
    }
}
