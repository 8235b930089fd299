//! A path to the files under it, in the order of their names.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use crate::walk::{Flow, ON};
use crate::{Origin, Problem, Told};

/// A file and its length, which only regular files have.
type Found = (PathBuf, Option<u64>);

/// Visits a file, or all files of a folder and of the folders in it.
pub(crate) fn files(path: &Path, visit: &mut dyn FnMut(Result<Found, Told>) -> Flow) -> Flow {
    match fs::metadata(path) {
        Ok(data) if data.is_dir() => {}
        Ok(data) => return visit(Ok((path.to_owned(), data.is_file().then_some(data.len())))),
        Err(error) => return visit(Err(told(path, Problem::from_io("open", &error)))),
    }
    // Further folders are entered by their own names only, never by a link: so there is no way around in a circle.
    let mut waiting = vec![(path.to_owned(), true)];
    while let Some((path, folder)) = waiting.pop() {
        if !folder {
            visit_file(path, visit)?;
            continue;
        }
        match entries(&path) {
            Ok(mut inside) => waiting.append(&mut inside),
            Err(error) => visit(Err(told(&path, Problem::from_io("open this folder", &error))))?,
        }
    }
    ON
}

/// What is in a folder and not hidden, and whether it is a folder; the last name first.
fn entries(folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    let shown = |entry: &DirEntry| !entry.file_name().as_encoded_bytes().starts_with(b".");
    let mut inside = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if shown(&entry) {
            inside.push((entry.path(), entry.file_type()?.is_dir()));
        }
    }
    inside.sort_by(|(a, _), (b, _)| b.cmp(a));
    Ok(inside)
}

fn visit_file(path: PathBuf, visit: &mut dyn FnMut(Result<Found, Told>) -> Flow) -> Flow {
    match fs::metadata(&path) {
        Ok(data) if data.is_file() => visit(Ok((path, Some(data.len())))),
        Ok(data) if data.is_dir() => visit(Err(told(
            &path,
            Problem::aside("a link to a folder; name that folder itself to have it read"),
        ))),
        // Opening a pipe that nobody writes to would wait for ever.
        Ok(_) => visit(Err(told(&path, Problem::aside("neither a file nor a folder")))),
        Err(error) => visit(Err(told(&path, Problem::from_io("open", &error)))),
    }
}

fn told(path: &Path, problem: Problem) -> Told {
    Told { origin: Origin { path: path.to_owned(), ..Origin::default() }, problem }
}

/// How much there is to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Files.
    pub files: u64,
    /// Their bytes, as they lie there.
    pub bytes: u64,
}

impl Size {
    /// Of a file, or of all that [`Intake::path`](crate::Intake::path) would read of a folder.
    pub fn of(path: &Path) -> Self {
        let mut size = Self::default();
        let _ = files(path, &mut |found| {
            if let Ok((_, length)) = found {
                size.files += 1;
                size.bytes += length.unwrap_or(0);
            }
            ON
        });
        size
    }
}
