//! A feed's bytes to its head and its items, by their tags alone.

use std::io;

use crate::stream::{Bounded, Stream};

/// A part of a feed.
pub(super) enum Piece {
    /// All before the first item; comes first.
    Head(Vec<u8>),
    /// An item with its tags.
    Item(Vec<u8>),
    /// An item that is too long; only its length was kept.
    TooLong(u64),
    /// The feed ends within an item.
    Cut,
    End,
}

/// A longer head is cut: what matters of it comes early.
const MOST_HEAD: usize = 1 << 20;

/// The longest name of a tag that matters.
const MOST_NAME: usize = 64;

/// Cuts a feed.
pub(super) struct Splitter<'b, 'a> {
    stream: &'b mut Stream<'a>,
    limit: usize,
    /// What the first item's element is called; the others' are called the same.
    name: Vec<u8>,
    /// Whether the stream stands at an item's start tag.
    at_item: bool,
}

impl<'b, 'a> Splitter<'b, 'a> {
    pub(super) fn new(stream: &'b mut Stream<'a>, limit: usize) -> Self {
        Self { stream, limit, name: Vec::new(), at_item: false }
    }

    pub(super) fn next(&mut self) -> io::Result<Piece> {
        if self.name.is_empty() {
            let mut head = Bounded::new(MOST_HEAD);
            self.at_item = self.find_item(&mut head)?;
            return Ok(if self.at_item {
                Piece::Head(head.finish().unwrap_or_default())
            } else {
                Piece::End
            });
        }
        if !self.at_item && !self.find_item(&mut Bounded::new(0))? {
            return Ok(Piece::End);
        }
        self.item()
    }

    /// Goes to the next item's start tag.
    fn find_item(&mut self, passed: &mut Bounded) -> io::Result<bool> {
        while self.find_tag(passed)? {
            if let Tag::Opens(name) = self.tag() {
                let local = name.rsplit(|&b| b == b':').next().unwrap_or_default();
                if self.name.is_empty() && (local == b"item" || local == b"entry") {
                    self.name = name;
                    return Ok(true);
                }
                if !name.is_empty() && name == self.name {
                    return Ok(true);
                }
            }
            self.pass(1, passed)?;
        }
        Ok(false)
    }

    /// Takes the item whose start tag comes next.
    fn item(&mut self) -> io::Result<Piece> {
        self.at_item = false;
        let mut item = Bounded::new(self.limit);
        self.pass(1, &mut item)?;
        loop {
            if !self.find_tag(&mut item)? {
                return Ok(Piece::Cut);
            }
            match self.tag() {
                Tag::Closes(name) if name == self.name => {
                    if self.stream.until(b">", &mut item)? {
                        self.pass(1, &mut item)?;
                    }
                    break;
                }
                // The last one was never closed.
                Tag::Opens(name) if name == self.name => {
                    self.at_item = true;
                    break;
                }
                _ => self.pass(1, &mut item)?,
            }
        }
        Ok(item.finish().map_or_else(Piece::TooLong, Piece::Item))
    }

    /// Goes to the next `<` of a tag, over comments and sections whose `<` means nothing.
    fn find_tag(&mut self, passed: &mut Bounded) -> io::Result<bool> {
        loop {
            if !self.stream.until(b"<", passed)? {
                return Ok(false);
            }
            let ahead = self.stream.peek(9);
            let end: &[u8] = if ahead.starts_with(b"<![CDATA[") {
                b"]]>"
            } else if ahead.starts_with(b"<!--") {
                b"-->"
            } else {
                return Ok(true);
            };
            if !self.stream.until(end, passed)? {
                return Ok(false);
            }
        }
    }

    fn tag(&mut self) -> Tag {
        let ahead = self.stream.peek(MOST_NAME);
        let ahead = &ahead[..ahead.len().min(MOST_NAME)];
        let closes = ahead.get(1) == Some(&b'/');
        let name = ahead.get(if closes { 2 } else { 1 }..).unwrap_or_default();
        let end = name.iter().position(|b| b.is_ascii_whitespace() || b"/>".contains(b));
        let name = name[..end.unwrap_or(name.len())].to_vec();
        if closes { Tag::Closes(name) } else { Tag::Opens(name) }
    }

    fn pass(&mut self, count: usize, into: &mut Bounded) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(count);
        self.stream.take_into(count, &mut bytes)?;
        into.push(&bytes);
        Ok(())
    }
}

enum Tag {
    Opens(Vec<u8>),
    Closes(Vec<u8>),
}
