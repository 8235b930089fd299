//! Bytes to the reader of their format. Archives come back here with each of their members, one level deeper.

use std::fs::File;
use std::io::{BufReader, Read, Seek};

use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::intake::{Counted, Progress};
use crate::sniff::{Format, sniff, wide};
use crate::stream::{CHUNK, Stream};
use crate::walk::{Flow, ON, Walk};
use crate::{Kind, Origin, Problem, document, feed, gzip, json, lines, table, tar, warc, zip};

/// Bytes to be read.
pub(crate) enum Bytes<'a> {
    /// Anywhere, from the start.
    File(&'a mut Counted<File>),
    /// Once, in order.
    Stream(&'a mut dyn Read),
}

/// Where bytes lie and what is known of them.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) origin: Origin,
    /// Their name, whose ending may tell a format.
    pub(crate) name: String,
    /// How many there are, where it is known.
    pub(crate) length: Option<u64>,
    /// In how many archives they lie.
    pub(crate) depth: u32,
}

impl Place {
    pub(crate) fn new(origin: Origin, name: String, length: Option<u64>) -> Self {
        Self { origin, name, length, depth: 0 }
    }

    /// A member of what lies here; none where archives lie too deep in each other.
    pub(crate) fn member(&self, walk: &Walk, name: &str, length: Option<u64>) -> Result<Self, Problem> {
        if self.depth >= walk.limits.nesting {
            return Err(Problem::TooDeep { limit: walk.limits.nesting });
        }
        Ok(Self { origin: self.origin.member(name), name: name.to_owned(), length, depth: self.depth + 1 })
    }

    /// What was packed here under its own name; it stands for nothing of its own in messages.
    pub(crate) fn unpacked(&self, walk: &Walk) -> Result<Self, Problem> {
        let lower = self.name.to_ascii_lowercase();
        let bare = lower.strip_suffix(".gz").map_or(&self.name[..], |bare| &self.name[..bare.len()]);
        let member = self.member(walk, bare, None)?;
        Ok(Self { origin: self.origin.clone(), ..member })
    }
}

/// Reads all documents of some bytes.
pub(crate) fn open(walk: &mut Walk, bytes: Bytes, place: Place) -> Flow {
    match bytes {
        Bytes::Stream(inner) => {
            let mut stream = Stream::new(inner);
            let mut format = sniff(&place.name, stream.head());
            if format == Format::Empty {
                let Some(problem) = document::nothing(&mut stream) else {
                    return walk.tell(&place.origin, Problem::Empty);
                };
                walk.tell(&place.origin, problem)?;
                // A list goes on behind damage; of anything else the rest would pass for the whole.
                format = sniff(&place.name, stream.head());
                if !matches!(format, Format::Warc | Format::Lines) {
                    return ON;
                }
            }
            match format {
                Format::Zip | Format::Parquet => spooled(walk, &mut stream, format, &place),
                format => read(walk, &mut stream, format, &place),
            }
        }
        Bytes::File(file) => {
            let mut stream = Stream::new(&mut *file);
            let format = sniff(&place.name, stream.head());
            if !matches!(format, Format::Zip | Format::Parquet) {
                return read(walk, &mut stream, format, &place);
            }
            match file.rewind() {
                Ok(()) => anywhere(walk, file, format, &place),
                Err(error) => walk.unread(&place.origin, &error),
            }
        }
    }
}

/// Formats whose list of contents lies at their end.
fn anywhere(walk: &mut Walk, file: &mut Counted<File>, format: Format, place: &Place) -> Flow {
    match format {
        #[cfg(feature = "parquet")]
        Format::Parquet => crate::parquet::read(walk, file, place),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => {
            let instead = "build with the feature `parquet`, or convert it to CSV";
            walk.tell(&place.origin, Problem::Unread { what: "a Parquet file", instead })
        }
        _ => zip::read(walk, BufReader::with_capacity(CHUNK, file), place),
    }
}

/// The same from a stream: it is written aside first. It has been counted by whatever unpacked it.
fn spooled(walk: &mut Walk, stream: &mut Stream, format: Format, place: &Place) -> Flow {
    let mut spool = || {
        let mut file = tempfile::tempfile()?;
        std::io::copy(stream, &mut file)?;
        file.rewind()?;
        Ok(Counted::new(file, Progress::default()))
    };
    match spool() {
        Ok(mut file) => anywhere(walk, &mut file, format, place),
        Err(error) => walk.tell(&place.origin, Problem::from_io("keep a copy of it", &error)),
    }
}

/// Formats that are read in order.
fn read(walk: &mut Walk, stream: &mut Stream, format: Format, place: &Place) -> Flow {
    // Readers of lines and marks think in bytes of ASCII.
    if matches!(format, Format::Lines | Format::Json | Format::Table | Format::Feed)
        && wide(stream.head()).is_some()
    {
        let mut narrow = DecodeReaderBytesBuilder::new().build(stream);
        return read_words(walk, &mut Stream::new(&mut narrow), format, place);
    }
    read_words(walk, stream, format, place)
}

fn read_words(walk: &mut Walk, stream: &mut Stream, format: Format, place: &Place) -> Flow {
    match format {
        Format::Empty => walk.tell(&place.origin, document::nothing(stream).unwrap_or(Problem::Empty)),
        Format::Gzip => gzip::read(walk, stream, place),
        Format::Tar => tar::read(walk, stream, place),
        Format::Warc => warc::read(walk, stream, place),
        Format::Feed => feed::read(walk, stream, place),
        Format::Lines => lines::read(walk, stream, place),
        Format::Json => json::read(walk, stream, place),
        Format::Table => table::read(walk, stream, place),
        Format::Html => document::read(walk, stream, Kind::Html, place),
        Format::Text | Format::Zip | Format::Parquet => document::read(walk, stream, Kind::Text, place),
        Format::Other(what, instead) => walk.tell(&place.origin, Problem::Unread { what, instead }),
        Format::Aside(what) => walk.tell(&place.origin, Problem::aside(what)),
    }
}
