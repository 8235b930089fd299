//! Sorts more records than memory should hold: sorted runs go to scratch files and are merged while they are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufReader, BufWriter, Cursor, Read, Seek, Write};

/// Where a builder keeps what would fill the memory. The engine opens no files itself: the caller gives them.
pub trait Scratch {
    /// A file to write, rewind and read.
    type File: Read + Write + Seek;

    /// A new, empty one.
    ///
    /// # Errors
    /// Where none can be made.
    fn file(&self) -> io::Result<Self::File>;
}

/// Scratch files in memory, for tables that fit there.
#[derive(Clone, Copy, Debug, Default)]
pub struct InMemory;

impl Scratch for InMemory {
    type File = Cursor<Vec<u8>>;

    fn file(&self) -> io::Result<Self::File> {
        Ok(Cursor::new(Vec::new()))
    }
}

/// Records to be sorted by their bytes.
pub(super) struct Sorter<F> {
    held: Vec<u8>,
    /// Where each held record begins.
    starts: Vec<u32>,
    runs: Vec<F>,
    most: usize,
}

impl<F: Read + Write + Seek> Sorter<F> {
    /// Holds so many bytes before it sorts them and puts them away; sorting takes as much again.
    pub(super) fn holding(most: usize) -> Self {
        Self { held: Vec::new(), starts: Vec::new(), runs: Vec::new(), most }
    }

    /// Takes a record of at most 65,535 bytes.
    pub(super) fn push(&mut self, record: &[&[u8]], scratch: &impl Scratch<File = F>) -> io::Result<()> {
        self.starts.push(self.held.len() as u32);
        for part in record {
            self.held.extend(*part);
        }
        if self.held.len() + self.starts.len() * 4 >= self.most {
            self.put_away(scratch.file()?)?;
        }
        Ok(())
    }

    fn sort(&mut self) {
        let (held, end) = (&self.held, self.held.len());
        // Records have no length of their own: each ends where the next begins, which sorting would forget.
        let mut ranges: Vec<(u32, u32)> = (self.starts.iter().copied())
            .zip(self.starts.iter().skip(1).copied().chain([end as u32]))
            .collect();
        ranges
            .sort_unstable_by(|a, b| held[a.0 as usize..a.1 as usize].cmp(&held[b.0 as usize..b.1 as usize]));
        let mut sorted = Vec::with_capacity(held.len() + ranges.len() * 2);
        for (start, end) in ranges {
            let record = &held[start as usize..end as usize];
            sorted.extend((record.len() as u16).to_le_bytes());
            sorted.extend(record);
        }
        self.held = sorted;
        self.starts.clear();
    }

    fn put_away(&mut self, file: F) -> io::Result<()> {
        self.sort();
        let mut out = BufWriter::with_capacity(1 << 20, file);
        out.write_all(&self.held)?;
        self.held.clear();
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        Ok(())
    }

    /// All records in order.
    pub(super) fn merged(mut self) -> io::Result<Merged<F>> {
        self.sort();
        let mut runs: Vec<Run<F>> = vec![Run::Held(Cursor::new(std::mem::take(&mut self.held)))];
        runs.extend(self.runs.into_iter().map(|file| Run::File(BufReader::with_capacity(1 << 18, file))));
        let mut heap = BinaryHeap::new();
        for (run, reader) in runs.iter_mut().enumerate() {
            if let Some(record) = reader.next()? {
                heap.push(Reverse((record, run)));
            }
        }
        Ok(Merged { runs, heap })
    }
}

enum Run<F> {
    Held(Cursor<Vec<u8>>),
    File(BufReader<F>),
}

impl<F: Read> Run<F> {
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let reader: &mut dyn Read = match self {
            Run::Held(held) => held,
            Run::File(file) => file,
        };
        let mut length = [0; 2];
        match reader.read_exact(&mut length) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
        let mut record = vec![0; usize::from(u16::from_le_bytes(length))];
        reader.read_exact(&mut record)?;
        Ok(Some(record))
    }
}

/// Sorted records, one by one.
pub(super) struct Merged<F> {
    runs: Vec<Run<F>>,
    heap: BinaryHeap<Reverse<(Vec<u8>, usize)>>,
}

impl<F: Read> Merged<F> {
    pub(super) fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some(Reverse((record, run))) = self.heap.pop() else { return Ok(None) };
        if let Some(more) = self.runs[run].next()? {
            self.heap.push(Reverse((more, run)));
        }
        Ok(Some(record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_runs_are_one_order() {
        let mut sorter = Sorter::holding(64);
        let mut expected = Vec::new();
        for n in 0..500u32 {
            let record = format!("{}", n.wrapping_mul(2_654_435_761) % 9973);
            sorter.push(&[record.as_bytes(), b""], &InMemory).unwrap();
            expected.push(record.into_bytes());
        }
        expected.sort();
        let mut merged = sorter.merged().unwrap();
        let mut found = Vec::new();
        while let Some(record) = merged.next().unwrap() {
            found.push(record);
        }
        assert_eq!(found, expected);
    }
}
