//! The front door: a path or a stream in, items out, to a sink or as an iterator.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use crate::limits::Budget;
use crate::open::{self, Bytes, Place};
use crate::walk::{Flow, Walk};
use crate::{Item, Limits, Origin, Problem, Told, folder};

/// Takes files and folders in.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    limits: Limits,
    progress: Progress,
}

impl Intake {
    /// With these limits.
    pub fn new(limits: Limits) -> Self {
        Self { limits, progress: Progress::default() }
    }

    /// How far it has come, to be looked at from another thread.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Every document of a file, or of a folder and the folders in it, in the order of their names; until `sink` breaks.
    ///
    /// Hidden files are left out of folders, and links to folders are not followed.
    pub fn path(
        &self,
        path: &Path,
        mut sink: impl FnMut(Result<Item, Told>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        folder::files(path, &mut |found| match found {
            Ok((path, length)) => self.file(path, length, &mut sink),
            Err(told) => sink(Err(told)),
        })
    }

    fn file(
        &self,
        path: PathBuf,
        length: Option<u64>,
        sink: &mut dyn FnMut(Result<Item, Told>) -> Flow,
    ) -> Flow {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let place = Place::new(Origin { path, ..Origin::default() }, name, length);
        let mut walk = Walk { limits: &self.limits, budget: Budget::new(self.limits, length), sink };
        let opened = match File::open(&place.origin.path) {
            Ok(opened) => opened,
            Err(error) => return walk.tell(&place.origin, Problem::from_io("open", &error)),
        };
        let mut counted = Counted::new(opened, self.progress.clone());
        // What is no regular file cannot be read twice.
        let bytes = if length.is_some() { Bytes::File(&mut counted) } else { Bytes::Stream(&mut counted) };
        open::open(&mut walk, bytes, place)
    }

    /// Every document of a stream, until `sink` breaks. `name` stands for it in messages, and its ending may help to
    /// tell its format.
    pub fn stream(
        &self,
        name: &str,
        stream: &mut dyn Read,
        mut sink: impl FnMut(Result<Item, Told>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let place = Place::new(Origin { path: name.into(), ..Origin::default() }, name.to_owned(), None);
        let mut walk = Walk { limits: &self.limits, budget: Budget::new(self.limits, None), sink: &mut sink };
        open::open(&mut walk, Bytes::Stream(&mut Counted::new(stream, self.progress.clone())), place)
    }

    /// The documents of many files and folders, read by a thread of their own a few ahead of the caller.
    pub fn items(&self, paths: Vec<PathBuf>) -> Items {
        let (sender, receiver) = sync_channel(AHEAD);
        let intake = self.clone();
        thread::spawn(move || {
            for path in paths {
                let sent = intake.path(&path, |found| match sender.send(found) {
                    Ok(()) => ControlFlow::Continue(()),
                    // Nobody listens any more.
                    Err(_) => ControlFlow::Break(()),
                });
                if sent.is_break() {
                    return;
                }
            }
        });
        Items { receiver }
    }
}

/// How many documents [`Intake::items`] holds before they are asked for.
const AHEAD: usize = 4;

/// Documents one by one; [`Intake::items`] makes it.
#[derive(Debug)]
pub struct Items {
    receiver: Receiver<Result<Item, Told>>,
}

impl Iterator for Items {
    type Item = Result<Item, Told>;

    fn next(&mut self) -> Option<Self::Item> {
        self.receiver.recv().ok()
    }
}

/// How many bytes were read from files so far; against [`Size::of`](crate::Size::of), how much is done.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<AtomicU64>);

impl Progress {
    /// Bytes read. Files skipped over are not in it, and an archive's list of members is read beside its members.
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A file whose reading is counted.
pub(crate) struct Counted<F> {
    pub(crate) file: F,
    progress: Progress,
}

impl<F> Counted<F> {
    pub(crate) fn new(file: F, progress: Progress) -> Self {
        Self { file, progress }
    }

    /// Counts what another way of reading read.
    #[cfg(feature = "parquet")]
    pub(crate) fn count(&self, bytes: u64) {
        self.progress.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

impl<F: Read> Read for Counted<F> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.progress.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl<F: Seek> Seek for Counted<F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
