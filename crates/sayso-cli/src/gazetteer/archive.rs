//! Files as they come: plain, gzipped, or tables inside a zip archive, as GeoNames gives them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use flate2::read::{DeflateDecoder, MultiGzDecoder};

/// One table: a file, or a member of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    path: PathBuf,
    /// How it is called when something in it is wrong.
    pub(super) name: String,
    packing: Packing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Plain,
    Gzip,
    /// A member of a zip archive: where its local header is, its compressed length, whether it is deflated.
    Member(u64, u64, bool),
}

impl Part {
    /// Opens it for reading from its beginning.
    pub(super) fn open(&self) -> io::Result<Box<dyn BufRead>> {
        let mut file = File::open(&self.path)?;
        let reader: Box<dyn Read> = match self.packing {
            Packing::Plain => Box::new(file),
            Packing::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, file))),
            Packing::Member(at, length, deflated) => {
                let mut header = [0; 30];
                file.seek(SeekFrom::Start(at))?;
                file.read_exact(&mut header)?;
                // Name and extra field of the local header may be longer than those of the directory.
                file.seek(SeekFrom::Current(i64::from(short(&header, 26)) + i64::from(short(&header, 28))))?;
                let packed = BufReader::with_capacity(1 << 16, file.take(length));
                if deflated { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) }
            }
        };
        Ok(Box::new(BufReader::with_capacity(1 << 16, reader)))
    }
}

/// The tables of a file.
///
/// # Errors
/// Says what is wrong with it.
pub(super) fn parts(path: &Path) -> Result<Vec<Part>, String> {
    let name = path.display().to_string();
    let told = |e: io::Error| format!("{name}: {e}");
    let mut file = File::open(path).map_err(told)?;
    if file.metadata().map_err(told)?.is_dir() {
        return Err(format!("{name}: is a directory; name the files in it"));
    }
    let mut start = [0; 4];
    let read = file.read(&mut start).map_err(told)?;
    let whole = |packing| vec![Part { path: path.to_owned(), name: name.clone(), packing }];
    match &start[..read] {
        [0x1f, 0x8b, ..] => Ok(whole(Packing::Gzip)),
        b"PK\x03\x04" => {
            let members = members(&mut file).map_err(|problem| format!("{name}: {problem}"))?;
            let part =
                |(member, packing)| Part { path: path.to_owned(), name: format!("{name}:{member}"), packing };
            Ok(members.into_iter().map(part).collect())
        }
        _ => Ok(whole(Packing::Plain)),
    }
}

/// Longest comment at the end of a zip archive, with the record before it.
const TAIL: u64 = 65_557;

/// The files in a zip archive that may be tables.
fn members(file: &mut (impl Read + Seek)) -> Result<Vec<(String, Packing)>, String> {
    let broken = || "a zip archive that is cut short or damaged; get it again".to_owned();
    let length = file.seek(SeekFrom::End(0)).map_err(|e| e.to_string())?;
    let tail = bytes(file, length.saturating_sub(TAIL), length.min(TAIL)).ok_or_else(broken)?;
    let end = tail.windows(4).rposition(|four| four == b"PK\x05\x06").ok_or_else(broken)?;
    let end = tail.get(end..end + 22).ok_or_else(broken)?;
    let (size, at) = (long(end, 12), long(end, 16));
    if at == u32::MAX || size == u32::MAX {
        return Err("a zip archive of more than 4 GB; unpack it first".to_owned());
    }
    let directory = bytes(file, u64::from(at), u64::from(size).min(length)).ok_or_else(broken)?;
    let mut rest = directory.as_slice();
    let mut found = Vec::new();
    while rest.starts_with(b"PK\x01\x02") {
        let names = usize::from(short(rest, 28));
        let entry = 46 + names + usize::from(short(rest, 30)) + usize::from(short(rest, 32));
        let name = rest.get(46..46 + names).ok_or_else(broken)?;
        let name = String::from_utf8_lossy(name).into_owned();
        let (method, packed, at) = (short(rest, 10), long(rest, 20), long(rest, 42));
        let table =
            [".txt", ".csv", ".tsv", ".json", ".geojson"].iter().any(|e| name.to_lowercase().ends_with(e));
        if table && !name.to_lowercase().ends_with("readme.txt") {
            if !matches!(method, 0 | 8) || short(rest, 8) & 1 == 1 {
                return Err(format!(
                    "{name} in it is encrypted or packed in an unusual way; unpack it first"
                ));
            }
            found.push((name, Packing::Member(u64::from(at), u64::from(packed), method == 8)));
        }
        rest = rest.get(entry..).ok_or_else(broken)?;
    }
    if found.is_empty() {
        Err("no table (.txt, .csv, .json, .geojson) in this archive".to_owned())
    } else {
        Ok(found)
    }
}

fn bytes(file: &mut (impl Read + Seek), at: u64, length: u64) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(at)).ok()?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 == length).then_some(bytes)
}

/// A number of two bytes; 0 beyond the end.
fn short(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from(short(bytes, at)) | u32::from(short(bytes, at + 2)) << 16
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// A zip archive of one stored file.
    fn zip(name: &str, content: &[u8]) -> Vec<u8> {
        let four = |n: usize| (n as u32).to_le_bytes();
        let two = |n: usize| (n as u16).to_le_bytes();
        let sizes = [four(0), four(content.len()), four(content.len())].concat();
        let mut out = [b"PK\x03\x04".as_slice(), &[0; 10], &sizes, &two(name.len()), &two(0)].concat();
        out.extend([name.as_bytes(), content].concat());
        let at = out.len();
        out.extend(
            [b"PK\x01\x02".as_slice(), &[0; 12], &sizes, &two(name.len()), &[0; 12], &four(0)].concat(),
        );
        out.extend(name.as_bytes());
        let size = out.len() - at;
        out.extend([b"PK\x05\x06".as_slice(), &[0; 8], &four(size), &four(at), &[0; 2]].concat());
        out
    }

    #[test]
    fn members_of_an_archive() {
        let found = members(&mut Cursor::new(zip("SY.txt", b"1\tA"))).unwrap();
        assert_eq!(found, [("SY.txt".to_owned(), Packing::Member(0, 3, false))]);
        assert!(members(&mut Cursor::new(zip("readme.txt", b"x"))).is_err());
    }

    #[test]
    fn damage_is_told() {
        let whole = zip("SY.txt", b"1\tA");
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xa5;
            let _ = members(&mut Cursor::new(damaged));
            let _ = members(&mut Cursor::new(&whole[..at]));
        }
    }
}
