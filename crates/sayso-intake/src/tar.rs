//! Tar archives, read as a stream: blocks of 512 bytes, a head of one block before each member.

use std::io::{self, Read};

use crate::Problem;
use crate::open::{self, Bytes, Place};
use crate::stream::Stream;
use crate::walk::{Flow, ON, Walk};

const BLOCK: usize = 512;

/// The longest list of further words about a member that is read.
const MOST_WORDS: u64 = 1 << 20;

/// Whether a file begins with a tar's first head.
pub(crate) fn looks_like(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar") && head.get(..BLOCK).is_some_and(|block| Head::read(block).is_some())
}

pub(crate) fn read(walk: &mut Walk, stream: &mut Stream, place: &Place) -> Flow {
    // A name or length that stands apart, before the member it is of.
    let mut more = More::default();
    // Whether the next good head is looked for.
    let mut lost = false;
    loop {
        let mut block = Vec::new();
        if let Err(error) = stream.take_into(BLOCK, &mut block) {
            return walk.unread(&place.origin, &error);
        }
        if block.iter().all(|&byte| byte == 0) {
            // The end, which some programs leave out.
            return ON;
        }
        if block.len() < BLOCK {
            return walk.tell(&place.origin, Problem::Truncated { what: "tar archive" });
        }
        let Some(head) = Head::read(&block) else {
            if !lost {
                let message = "the head of a member does not add up";
                walk.tell(&place.origin, Problem::damaged("tar archive", message))?;
            }
            lost = true;
            continue;
        };
        lost = false;
        let length = more.length.unwrap_or(head.length);
        let mut body = Body { stream, left: length };
        match head.type_ {
            b'L' | b'x' => match body.words() {
                Ok(words) => more.read(head.type_, &words),
                Err(error) => return walk.unread(&place.origin, &error),
            },
            b'0' | 0 | b'7' => {
                let name = more.name.take().unwrap_or(head.name);
                more = More::default();
                member(walk, &mut body, &name, place)?;
            }
            // Folders, links and what no document can be.
            b'g' | b'K' => {}
            _ => more = More::default(),
        }
        let padding = (BLOCK as u64 - length % BLOCK as u64) % BLOCK as u64;
        let rest = body.left.saturating_add(padding);
        match stream.skip(rest) {
            Ok(skipped) if skipped < rest => {
                return walk.tell(&place.origin, Problem::Truncated { what: "tar archive" });
            }
            Ok(_) => {}
            Err(error) => return walk.unread(&place.origin, &error),
        }
    }
}

fn member(walk: &mut Walk, body: &mut Body, name: &str, place: &Place) -> Flow {
    let name = name.trim_start_matches("./");
    if name.split('/').any(|part| part.starts_with('.')) || name.is_empty() {
        return ON;
    }
    match place.member(walk, name, Some(body.left)) {
        Ok(inner) => open::open(walk, Bytes::Stream(body), inner),
        Err(problem) => walk.tell(&place.origin.member(name), problem),
    }
}

/// What a head says of a member.
struct Head {
    name: String,
    length: u64,
    type_: u8,
}

impl Head {
    /// Reads a head; none where its sum is not what it says.
    fn read(block: &[u8]) -> Option<Self> {
        let sum: u64 = block.iter().map(|&byte| u64::from(byte)).sum();
        let own: u64 = block[148..156].iter().map(|&byte| u64::from(byte)).sum();
        // The sum is taken with blanks in its own place.
        if number(&block[148..156])? != sum - own + 8 * u64::from(b' ') {
            return None;
        }
        let name = words(&block[..100]);
        // GNU's kind keeps times where the other keeps the folder.
        let folder = if &block[257..263] == b"ustar\0" { words(&block[345..500]) } else { String::new() };
        let name = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        Some(Self { name, length: number(&block[124..136])?, type_: block[156] })
    }
}

/// What stands of a member apart from its head.
#[derive(Default)]
struct More {
    name: Option<String>,
    length: Option<u64>,
}

impl More {
    fn read(&mut self, type_: u8, text: &[u8]) {
        if type_ == b'L' {
            self.name = Some(words(text));
            return;
        }
        // Each line: its length, a blank, a name, `=`, a value, an end.
        let mut rest = text;
        while let Some(blank) = memchr::memchr(b' ', &rest[..rest.len().min(24)]) {
            let length = std::str::from_utf8(&rest[..blank]).ok().and_then(|length| length.parse().ok());
            let Some(line) = length.and_then(|length: usize| rest.get(blank + 1..length)) else { return };
            rest = &rest[blank + 1 + line.len()..];
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            if let Some(path) = line.strip_prefix(b"path=") {
                self.name = Some(String::from_utf8_lossy(path).into_owned());
            } else if let Some(size) = line.strip_prefix(b"size=") {
                self.length = std::str::from_utf8(size).ok().and_then(|size| size.parse().ok());
            }
        }
    }
}

/// A member's bytes.
struct Body<'b, 'a> {
    stream: &'b mut Stream<'a>,
    left: u64,
}

impl Body<'_, '_> {
    /// All of them, up to a limit.
    fn words(&mut self) -> io::Result<Vec<u8>> {
        let mut words = Vec::new();
        self.by_ref().take(MOST_WORDS).read_to_end(&mut words)?;
        Ok(words)
    }
}

impl Read for Body<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        if most == 0 {
            return Ok(0);
        }
        let count = self.stream.read(&mut into[..most])?;
        if count == 0 {
            return Err(Problem::Truncated { what: "tar archive" }.into_io());
        }
        self.left -= count as u64;
        Ok(count)
    }
}

/// Up to the first NUL.
fn words(field: &[u8]) -> String {
    let end = memchr::memchr(0, field).unwrap_or(field.len());
    String::from_utf8_lossy(&field[..end]).into_owned()
}

/// An octal number; or a large one in bytes, which its first bit tells.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        let (high, low) = field.split_at(field.len() - 8);
        let plain = high[0] == 0x80 && high[1..].iter().all(|&byte| byte == 0);
        return plain.then(|| low.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)));
    }
    let digits = words(field);
    let digits = digits.trim();
    if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 8).ok() }
}
