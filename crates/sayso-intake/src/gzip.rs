//! Gzip, of one member or many. A damaged member is told, and reading goes on with the next one.

use std::io::{self, ErrorKind, Read};
use std::mem;

use flate2::bufread::GzDecoder;

use crate::Problem;
use crate::limits::Budget;
use crate::open::{self, Bytes, Place};
use crate::stream::{Bounded, Stream};
use crate::walk::{Flow, Walk};

/// How every member begins.
const MAGIC: &[u8] = b"\x1f\x8b\x08";

pub(crate) fn read(walk: &mut Walk, stream: &mut Stream, place: &Place) -> Flow {
    let inner = match place.unpacked(walk) {
        Ok(inner) => inner,
        Err(problem) => return walk.tell(&place.origin, problem),
    };
    let mut members = Members::new(stream, walk.budget.clone());
    open::open(walk, Bytes::Stream(&mut members), inner)
}

/// What all members unpack to, one after the other.
struct Members<'b, 'a> {
    state: State<'b, 'a>,
    budget: Budget,
    unpacked: u64,
    /// Where in the packed bytes the member began.
    start: u64,
}

enum State<'b, 'a> {
    /// Before a member; whether the next one must be looked for.
    Between(&'b mut Stream<'a>, bool),
    Inside(GzDecoder<&'b mut Stream<'a>>),
    Done,
}

impl<'b, 'a> Members<'b, 'a> {
    fn new(stream: &'b mut Stream<'a>, budget: Budget) -> Self {
        Self { state: State::Between(stream, false), budget, unpacked: 0, start: 0 }
    }

    /// Goes into the next member, if there is one.
    fn enter(&mut self, stream: &'b mut Stream<'a>, lost: bool) -> io::Result<()> {
        if lost {
            stream.until(MAGIC, &mut Bounded::new(0))?;
        }
        let first = self.start == 0 && self.unpacked == 0;
        let ahead = stream.peek(MAGIC.len());
        if ahead.starts_with(MAGIC) || first && !ahead.is_empty() {
            self.start = stream.consumed();
            self.unpacked = 0;
            self.state = State::Inside(GzDecoder::new(stream));
            return Ok(());
        }
        // Tapes and some programs fill up with zeros.
        while stream.peek(1).first() == Some(&0) {
            stream.skip(1)?;
        }
        if stream.peek(1).is_empty() {
            // Where reading failed, this tells.
            return stream.skip(1).map(|_| ());
        }
        self.state = State::Between(stream, true);
        Err(Problem::damaged("gzip archive", "between its members are bytes of something else").into_io())
    }

    /// What an error within a member means, and how to go on.
    fn fail(&mut self, decoder: GzDecoder<&'b mut Stream<'a>>, error: io::Error) -> io::Error {
        match error.kind() {
            ErrorKind::UnexpectedEof => Problem::Truncated { what: "gzip archive" }.into_io(),
            ErrorKind::InvalidInput | ErrorKind::InvalidData => {
                self.state = State::Between(decoder.into_inner(), true);
                Problem::damaged("gzip archive", error.to_string()).into_io()
            }
            _ => error,
        }
    }
}

impl Read for Members<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            match mem::replace(&mut self.state, State::Done) {
                State::Done => return Ok(0),
                State::Between(stream, lost) => self.enter(stream, lost)?,
                State::Inside(mut decoder) => match decoder.read(into) {
                    Ok(0) => self.state = State::Between(decoder.into_inner(), false),
                    Ok(count) => {
                        self.unpacked += count as u64;
                        let packed = decoder.get_ref().consumed() - self.start;
                        self.budget.spend(count as u64, self.unpacked, packed).map_err(Problem::into_io)?;
                        self.state = State::Inside(decoder);
                        return Ok(count);
                    }
                    Err(error) => return Err(self.fail(decoder, error)),
                },
            }
        }
    }
}
