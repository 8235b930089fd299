//! What the tests of all formats share.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use sayso_intake::{Intake, Item, Limits, Problem, Told};

pub(crate) type Found = Result<Item, Told>;

/// All of a stream.
pub(crate) fn stream(name: &str, bytes: &[u8]) -> Vec<Found> {
    limited(name, bytes, Limits::default())
}

/// All of a stream under other limits.
pub(crate) fn limited(name: &str, mut bytes: &[u8], limits: Limits) -> Vec<Found> {
    from(name, &mut bytes, limits)
}

/// All of any reader.
pub(crate) fn from(name: &str, bytes: &mut dyn Read, limits: Limits) -> Vec<Found> {
    let mut all = Vec::new();
    let _ = Intake::new(limits).stream(name, bytes, |found| {
        all.push(found);
        ControlFlow::Continue(())
    });
    all
}

/// All of a path.
pub(crate) fn path(path: &Path, limits: Limits) -> Vec<Found> {
    let mut all = Vec::new();
    let _ = Intake::new(limits).path(path, |found| {
        all.push(found);
        ControlFlow::Continue(())
    });
    all
}

/// The documents' bytes as text.
pub(crate) fn texts(found: &[Found]) -> Vec<&str> {
    found.iter().flatten().map(|item| std::str::from_utf8(&item.bytes).expect("UTF-8")).collect()
}

/// What was told.
pub(crate) fn problems(found: &[Found]) -> Vec<&Problem> {
    found.iter().filter_map(|found| Some(&found.as_ref().err()?.problem)).collect()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// A zip of these members.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a name");
        writer.write_all(bytes).expect("memory takes all");
    }
    writer.finish().expect("memory takes all").into_inner()
}

/// A reader of `count` times the same words.
pub(crate) struct Endless<'a> {
    pub(crate) words: &'a [u8],
    pub(crate) left: u64,
}

impl Read for Endless<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        for (at, byte) in into[..count].iter_mut().enumerate() {
            *byte = self.words[at % self.words.len()];
        }
        self.left -= count as u64;
        Ok(count)
    }
}
