//! Lines of any stream, each held only up to a limit: an over-long line is skipped without being held.

use std::io::{self, BufRead};

/// One line of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The line without its end.
    Whole(Vec<u8>),
    /// A line longer than the limit; only its length was kept.
    TooLong(u64),
}

/// Reads lines up to a limit.
#[derive(Debug)]
pub struct Lines<R> {
    stream: R,
    limit: usize,
}

impl<R: BufRead> Lines<R> {
    /// Lines of `stream` with at most `limit` bytes.
    pub fn new(stream: R, limit: usize) -> Self {
        Self { stream, limit }
    }

    fn read(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        let mut length = 0u64;
        loop {
            let buffer = match self.stream.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() && length == 0 {
                return Ok(None);
            }
            let end = memchr::memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            // The count of the end itself keeps an empty line apart from the end of the stream.
            let used = end.map_or(buffer.len(), |end| end + 1);
            let at_end = end.is_some() || buffer.is_empty();
            length += used as u64;
            if line.len() + part.len() <= self.limit && length <= self.limit as u64 + 1 {
                line.extend_from_slice(part);
            } else {
                line = Vec::new();
            }
            self.stream.consume(used);
            if at_end {
                let content = length - u64::from(end.is_some());
                if content > self.limit as u64 {
                    return Ok(Some(Line::TooLong(content)));
                }
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(Some(Line::Whole(line)));
            }
        }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    fn lines(bytes: &[u8], limit: usize, buffer: usize) -> Vec<Line> {
        Lines::new(BufReader::with_capacity(buffer, bytes), limit).map(|line| line.expect("memory")).collect()
    }

    #[test]
    fn long_lines_are_skipped_and_counted() {
        let whole = |s: &str| Line::Whole(s.into());
        assert_eq!(
            lines(b"ab\r\n\nabcdefghij\nabcde\nx", 5, 3),
            [whole("ab"), whole(""), Line::TooLong(10), whole("abcde"), whole("x")]
        );
        assert_eq!(lines(b"", 5, 3), []);
        assert_eq!(lines(b"abcdef", 5, 3), [Line::TooLong(6)]);
    }

    proptest! {
        #[test]
        fn agrees_with_split(bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'a')], 0..60), limit in 1usize..9, buffer in 1usize..9) {
            let mut expected: Vec<Line> = bytes.split(|&b| b == b'\n').map(|line| {
                if line.len() > limit { Line::TooLong(line.len() as u64) } else { Line::Whole(line.to_vec()) }
            }).collect();
            if bytes.is_empty() || bytes.ends_with(b"\n") { expected.pop(); }
            prop_assert_eq!(lines(&bytes, limit, buffer), expected);
        }
    }
}
