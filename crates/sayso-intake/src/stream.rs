//! A stream that can be looked into ahead and be given bytes back: what every format's reader reads from.

use std::io::{self, BufRead, Read};

/// How much is read at once, and how far [`Stream::head`] looks.
pub(crate) const CHUNK: usize = 64 << 10;

/// A buffered stream.
///
/// An error of the stream below is told once, after all bytes before it were given out. Streams that mend themselves
/// (gzip's) go on after it.
pub(crate) struct Stream<'a> {
    inner: &'a mut dyn Read,
    buffer: Vec<u8>,
    at: usize,
    failed: Option<io::Error>,
    consumed: u64,
}

/// Whether the first line is a JSON object, which tells the format.
fn whole_object(head: &[u8]) -> bool {
    let line = head.iter().position(|&byte| byte == b'\n').map(|end| head[..end].trim_ascii());
    line.is_some_and(|line| {
        line.starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
    })
}

impl<'a> Stream<'a> {
    pub(crate) fn new(inner: &'a mut dyn Read) -> Self {
        Self { inner, buffer: Vec::new(), at: 0, failed: None, consumed: 0 }
    }

    /// How many bytes were taken out for good.
    pub(crate) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// The next `count` bytes or more, fewer only where the stream ends or fails after them. Nothing is taken out.
    pub(crate) fn peek(&mut self, count: usize) -> &[u8] {
        while self.buffer.len() - self.at < count && self.failed.is_none() {
            match self.more(count) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => self.failed = Some(error),
            }
        }
        &self.buffer[self.at..]
    }

    /// The first bytes, enough to tell a format by; no more than are there of a pipe that gives an object a line.
    pub(crate) fn head(&mut self) -> &[u8] {
        while !whole_object(&self.buffer[self.at..]) {
            let held = self.buffer.len() - self.at;
            if self.peek(held + 1).len() == held || held >= CHUNK {
                break;
            }
        }
        let head = &self.buffer[self.at..];
        &head[..head.len().min(CHUNK)]
    }

    /// Reads another chunk behind what is buffered.
    fn more(&mut self, count: usize) -> io::Result<usize> {
        if self.at > 0 {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let held = self.buffer.len();
        self.buffer.resize(held + CHUNK.max(count.saturating_sub(held).min(1 << 20)), 0);
        let read = loop {
            match self.inner.read(&mut self.buffer[held..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.buffer.truncate(held + read.as_ref().map_or(0, |&read| read));
        read
    }

    /// Gives bytes back: they come next.
    pub(crate) fn push_back(&mut self, bytes: &[u8]) {
        self.buffer.splice(..self.at, bytes.iter().copied());
        self.at = 0;
        self.consumed = self.consumed.saturating_sub(bytes.len() as u64);
    }

    /// Hands all before the next `needle` to `keep` and stops in front of it; false where the stream ended first.
    pub(crate) fn until(&mut self, needle: &[u8], keep: &mut Bounded) -> io::Result<bool> {
        let finder = memchr::memmem::Finder::new(needle);
        loop {
            let ahead = self.peek(needle.len());
            if let Some(at) = finder.find(ahead) {
                keep.push(&ahead[..at]);
                self.consume(at);
                return Ok(true);
            }
            if ahead.len() < needle.len() {
                let all = ahead.len();
                keep.push(ahead);
                self.consume(all);
                if self.fill_buf()?.is_empty() {
                    return Ok(false);
                }
                continue;
            }
            // The needle may lie across the end of what is buffered.
            let safe = ahead.len() - (needle.len() - 1);
            keep.push(&ahead[..safe]);
            self.consume(safe);
        }
    }

    /// Takes up to `count` bytes out without keeping them; how many there were.
    pub(crate) fn skip(&mut self, count: u64) -> io::Result<u64> {
        let mut left = count;
        while left > 0 {
            let held = self.fill_buf()?.len();
            if held == 0 {
                break;
            }
            let now = usize::try_from(left).unwrap_or(usize::MAX).min(held);
            self.consume(now);
            left -= now as u64;
        }
        Ok(count - left)
    }

    /// Takes up to `count` bytes out into `into`.
    pub(crate) fn take_into(&mut self, count: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let mut left = count;
        while left > 0 {
            let held = self.fill_buf()?;
            if held.is_empty() {
                break;
            }
            let now = left.min(held.len());
            into.extend_from_slice(&held[..now]);
            self.consume(now);
            left -= now;
        }
        Ok(())
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len() {
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            self.more(0)?;
        }
        Ok(&self.buffer[self.at..])
    }

    fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.buffer.len());
        self.consumed += count as u64;
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let count = held.len().min(into.len());
        into[..count].copy_from_slice(&held[..count]);
        self.consume(count);
        Ok(count)
    }
}

/// Bytes kept up to a limit; beyond it they are counted and let go.
#[derive(Debug, Default)]
pub(crate) struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
    length: u64,
}

impl Bounded {
    pub(crate) fn new(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit, length: 0 }
    }

    pub(crate) fn push(&mut self, more: &[u8]) {
        self.length += more.len() as u64;
        if self.length > self.limit as u64 {
            self.bytes = Vec::new();
        } else {
            self.bytes.extend_from_slice(more);
        }
    }

    /// How many bytes came.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// The bytes, unless there were too many; how many there were.
    pub(crate) fn finish(self) -> Result<Vec<u8>, u64> {
        if self.length > self.limit as u64 { Err(self.length) } else { Ok(self.bytes) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Gives a few bytes at a time, and an error in between.
    struct Drops<'a>(&'a [u8], usize, Option<usize>);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.2 == Some(0) {
                self.2 = None;
                return Err(io::Error::other("drop"));
            }
            let count = self.1.min(into.len()).min(self.0.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            self.2 = self.2.map(|left| left - 1);
            Ok(count)
        }
    }

    #[test]
    fn an_error_is_told_once_in_its_place() {
        let mut drops = Drops(b"abcdef", 2, Some(2));
        let mut stream = Stream::new(&mut drops);
        assert_eq!(stream.peek(6), b"abcd");
        let mut out = Vec::new();
        assert!(stream.take_into(6, &mut out).is_err());
        assert_eq!(out, b"abcd");
        assert_eq!(stream.peek(6), b"ef");
        stream.push_back(b"xy");
        out.clear();
        stream.take_into(9, &mut out).expect("the error was told before");
        assert_eq!(out, b"xyef");
    }

    proptest! {
        #[test]
        fn a_needle_is_found_across_reads(
            bytes in proptest::collection::vec(prop_oneof![Just(b'a'), Just(b'b')], 0..40),
            needle in proptest::collection::vec(prop_oneof![Just(b'a'), Just(b'b')], 1..4),
            step in 1usize..5,
        ) {
            let mut drops = Drops(&bytes, step, None);
            let mut stream = Stream::new(&mut drops);
            let mut keep = Bounded::new(100);
            let found = stream.until(&needle, &mut keep).expect("no error");
            let expected = bytes.windows(needle.len()).position(|part| part == needle);
            prop_assert_eq!(found, expected.is_some());
            prop_assert_eq!(keep.finish(), Ok(bytes[..expected.unwrap_or(bytes.len())].to_vec()));
        }
    }
}
