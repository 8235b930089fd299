//! Zip archives, and among them WACZ: web archives with their indexes in one zip.

use std::io::{self, ErrorKind, Read, Seek};

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use crate::Problem;
use crate::limits::Budget;
use crate::open::{self, Bytes, Place};
use crate::walk::{Flow, ON, Walk};

pub(crate) fn read(walk: &mut Walk, file: impl Read + Seek, place: &Place) -> Flow {
    let mut archive = match ZipArchive::new(file) {
        Ok(archive) => archive,
        Err(error) => return walk.tell(&place.origin, problem(&error)),
    };
    let wanted = Wanted::of(&archive);
    if wanted == Wanted::Nothing {
        let instead = "save its text as plain text or HTML";
        return walk.tell(&place.origin, Problem::Unread { what: "an Office document", instead });
    }
    for index in 0..archive.len() {
        // Members may share their bytes: together they can be a bomb where none is.
        if let Err(problem) = walk.budget.spend(0, 0, 0) {
            return walk.tell(&place.origin, problem);
        }
        let name = archive
            .name_for_index(index)
            .and_then(Result::ok)
            .map(|name| name.to_string())
            .unwrap_or_default();
        if wanted.takes(&name) {
            member(walk, &mut archive, index, &name, place)?;
        }
    }
    ON
}

fn member<R: Read + Seek>(
    walk: &mut Walk,
    archive: &mut ZipArchive<R>,
    index: usize,
    name: &str,
    place: &Place,
) -> Flow {
    let entry = match archive.by_index(index) {
        Ok(entry) => entry,
        Err(error) => return walk.tell(&place.origin.member(name), problem(&error)),
    };
    if !entry.is_file() {
        return ON;
    }
    let (bytes, packed) = (entry.size(), entry.compressed_size());
    let inner = match place.member(walk, name, Some(bytes)) {
        Ok(inner) => inner,
        Err(problem) => return walk.tell(&place.origin.member(name), problem),
    };
    if walk.budget.swells(bytes, packed) {
        return walk.tell(&inner.origin, Problem::Bomb { bytes, packed });
    }
    let mut unpacking = Unpacking { entry, budget: walk.budget.clone(), unpacked: 0, packed };
    open::open(walk, Bytes::Stream(&mut unpacking), inner)
}

/// Which members are documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    All,
    /// A WACZ: beside its web archives lie indexes and lists of the same pages.
    Archives,
    /// An Office document: its XML is no text.
    Nothing,
}

impl Wanted {
    fn of<R: Read + Seek>(archive: &ZipArchive<R>) -> Self {
        let mut archives = false;
        let mut package = false;
        for name in archive.file_names().flatten() {
            if name == "[Content_Types].xml" {
                return Self::Nothing;
            }
            package |= name == "datapackage.json";
            archives |= name.starts_with("archive/");
        }
        if package && archives { Self::Archives } else { Self::All }
    }

    fn takes(self, name: &str) -> bool {
        let hidden = || name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        match self {
            Self::All => !name.ends_with('/') && !hidden(),
            Self::Archives => name.starts_with("archive/") && !name.ends_with('/'),
            Self::Nothing => false,
        }
    }
}

fn problem(error: &ZipError) -> Problem {
    match error {
        ZipError::Io(error) if error.kind() != ErrorKind::UnexpectedEof => Problem::from_io("read", error),
        ZipError::UnsupportedArchive(why) if why.contains("Password") => Problem::Unread {
            what: "a member with a password",
            instead: "unpack it and give the files in it",
        },
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            let instead = "unpack it, or pack it with deflate";
            Problem::Unread { what: "a member that is packed in a rare way", instead }
        }
        other => Problem::damaged("zip archive", other.to_string()),
    }
}

/// A member, counted as it unpacks.
struct Unpacking<R> {
    entry: R,
    budget: Budget,
    unpacked: u64,
    packed: u64,
}

impl<R: Read> Read for Unpacking<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.entry.read(into).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof
            | ErrorKind::InvalidData
            | ErrorKind::InvalidInput
            | ErrorKind::Other => Problem::damaged("zip archive", error.to_string()).into_io(),
            _ => error,
        })?;
        self.unpacked += count as u64;
        self.budget.spend(count as u64, self.unpacked, self.packed).map_err(Problem::into_io)?;
        Ok(count)
    }
}
