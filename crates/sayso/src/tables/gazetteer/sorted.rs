//! A sorted list of names, each with a number, in few bytes: the index of a gazetteer's names.
//!
//! Names stand in blocks of sixteen. Each is written as how many bytes it shares with the one before it in its block, and
//! the rest. One finds a name by halving the blocks, then walking one. Every read is checked, so bytes need no proof
//! before they are used: damage gives wrong names or none, never a panic. That makes opening cost nothing, however large
//! the file.
//!
//! ```text
//! entry    a byte: shared * 16 + length of the rest, 15 of either meaning that a number follows with what is above 15;
//!          the rest of the name; the number (both in the variable length of LEB128)
//! blocks   entries, one after another; the first of each block shares nothing
//! starts   where each block begins, `width` bytes each
//! ```

use std::cmp::Ordering;

/// Names in a block.
pub(super) const BLOCK: usize = 16;
/// Names longer than this are not kept.
pub(super) const LONGEST: usize = 200;

/// Writes the list; names come in order, none twice.
#[derive(Default)]
pub(super) struct Writer {
    last: Vec<u8>,
    count: usize,
    /// Bytes written so far.
    pub(super) bytes: u64,
    /// Where each block begins.
    pub(super) starts: Vec<u64>,
    entry: Vec<u8>,
}

impl Writer {
    /// The bytes to append for the next name. Its ordinal is how many came before it.
    pub(super) fn push(&mut self, name: &[u8], number: u64) -> &[u8] {
        self.entry.clear();
        let mut shared = 0;
        if self.count.is_multiple_of(BLOCK) {
            self.starts.push(self.bytes);
        } else {
            shared = name.iter().zip(&self.last).take_while(|(a, b)| a == b).count();
        }
        let rest = &name[shared..];
        self.entry.push((shared.min(15) << 4 | rest.len().min(15)) as u8);
        for length in [shared, rest.len()] {
            if length >= 15 {
                write_number((length - 15) as u64, &mut self.entry);
            }
        }
        self.entry.extend(rest);
        write_number(number, &mut self.entry);
        self.bytes += self.entry.len() as u64;
        self.count += 1;
        self.last.clear();
        self.last.extend(name);
        &self.entry
    }

    /// How many names were written.
    pub(super) fn count(&self) -> usize {
        self.count
    }
}

fn write_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The list as it lies in the file.
#[derive(Clone, Copy)]
pub(super) struct Sorted {
    /// The blocks.
    pub(super) blocks: &'static [u8],
    /// Where each begins.
    pub(super) starts: &'static [u8],
    /// Bytes of each number of `starts`.
    pub(super) width: usize,
}

impl Sorted {
    /// The number of a name.
    pub(super) fn get(self, name: &str) -> Option<u64> {
        let name = name.as_bytes();
        let block = self.block_of(name)?;
        let mut entries = self.entries(block)?;
        while let Some(number) = entries.advance() {
            match entries.name.as_slice().cmp(name) {
                Ordering::Less => {}
                Ordering::Equal => return Some(number),
                Ordering::Greater => return None,
            }
        }
        None
    }

    /// The name of this ordinal, with its number.
    pub(super) fn nth(self, ordinal: u32) -> Option<(String, u64)> {
        let mut entries = self.entries(ordinal as usize / BLOCK)?;
        let mut number = entries.advance()?;
        for _ in 0..ordinal as usize % BLOCK {
            number = entries.advance()?;
        }
        String::from_utf8(entries.name).ok().map(|name| (name, number))
    }

    /// The last block that begins with no later name than this.
    fn block_of(self, name: &[u8]) -> Option<usize> {
        let (mut low, mut high) = (0, self.starts.len() / self.width.max(1));
        while low < high {
            let middle = low.midpoint(high);
            let mut entries = self.entries(middle)?;
            entries.advance()?;
            if entries.name.as_slice() <= name { low = middle + 1 } else { high = middle }
        }
        low.checked_sub(1)
    }

    fn entries(self, block: usize) -> Option<Entries> {
        let at = block.checked_mul(self.width)?;
        let start = self.starts.get(at..at + self.width)?;
        let start = start.iter().rev().fold(0, |number: usize, byte| number << 8 | usize::from(*byte));
        Some(Entries { rest: self.blocks.get(start..)?, name: Vec::new(), left: BLOCK })
    }
}

/// A walk through one block.
struct Entries {
    rest: &'static [u8],
    name: Vec<u8>,
    left: usize,
}

impl Entries {
    /// Takes the next entry: its name is then in `name`, its number is given.
    fn advance(&mut self) -> Option<u64> {
        self.left = self.left.checked_sub(1)?;
        let (&lengths, rest) = self.rest.split_first()?;
        self.rest = rest;
        let shared = self.length(lengths >> 4)?;
        let own = self.length(lengths & 15)?;
        if shared > self.name.len() || own > self.rest.len() {
            return None;
        }
        let (own, rest) = self.rest.split_at(own);
        self.name.truncate(shared);
        self.name.extend(own);
        self.rest = rest;
        self.number()
    }

    fn length(&mut self, short: u8) -> Option<usize> {
        if short < 15 {
            return Some(usize::from(short));
        }
        usize::try_from(self.number()?).ok().filter(|more| *more <= LONGEST).map(|more| more + 15)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for place in 0..10 {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 0x7f).checked_shl(place * 7)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(names: &[String]) -> Sorted {
        let mut writer = Writer::default();
        let mut blocks = Vec::new();
        for (number, name) in (0..).zip(names) {
            blocks.extend(writer.push(name.as_bytes(), number * 1000));
        }
        let starts: Vec<u8> = writer.starts.iter().flat_map(|start| (*start as u32).to_le_bytes()).collect();
        Sorted { blocks: blocks.leak(), starts: starts.leak(), width: 4 }
    }

    #[test]
    fn every_name_is_found_and_no_other() {
        let mut names: Vec<String> = (0..500).map(|n: u32| format!("{}x", n * n)).collect();
        names.extend(["".to_owned(), "a".repeat(150), format!("{}b", "a".repeat(150)), "ترابلس".to_owned()]);
        names.sort();
        let list = written(&names);
        for (ordinal, name) in (0..).zip(&names) {
            assert_eq!(list.get(name), Some(u64::from(ordinal) * 1000), "{name}");
            assert_eq!(list.nth(ordinal), Some((name.clone(), u64::from(ordinal) * 1000)));
        }
        for name in ["0", "zzz", "1", "aaaa"] {
            assert_eq!(list.get(name), None, "{name}");
        }
        assert_eq!(list.nth(names.len() as u32), None);
    }

    #[test]
    fn an_empty_list_has_nothing() {
        let list = written(&[]);
        assert_eq!((list.get("x"), list.nth(0)), (None, None));
    }
}
