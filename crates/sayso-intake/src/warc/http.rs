//! A server's answer: its head, and its body out of chunks and packing.

use std::io::Read;

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::limits::Budget;
use crate::{Kind, Problem};

/// The head of an answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    /// What the body was packed with, the last one last.
    packing: Vec<String>,
    chunked: bool,
    /// How long the head is.
    pub(super) length: usize,
}

impl Head {
    /// Reads a head; none where there is none or it does not end.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut head = Self::default();
        loop {
            let end = head.length + memchr::memchr(b'\n', &bytes[head.length..])?;
            let line = String::from_utf8_lossy(bytes[head.length..end].trim_ascii()).into_owned();
            let first = head.length == 0;
            head.length = end + 1;
            if first {
                let mut words = line.split_ascii_whitespace();
                words.next().filter(|word| word.starts_with("HTTP/"))?;
                head.status = words.next()?.parse().ok()?;
            } else if line.is_empty() {
                return Some(head);
            } else if let Some((name, value)) = line.split_once(':') {
                head.field(&name.to_ascii_lowercase(), value.trim());
            }
        }
    }

    fn field(&mut self, name: &str, value: &str) {
        let words = || value.split(',').map(|word| word.trim().to_ascii_lowercase());
        match name {
            "content-type" => self.content_type = Some(value.to_owned()),
            "content-encoding" => self.packing = words().collect(),
            "transfer-encoding" => self.chunked = words().any(|word| word == "chunked"),
            _ => {}
        }
    }

    /// The body as its server meant it, at most `limit` bytes and one more.
    ///
    /// Crawlers often undo chunks and packing and leave the head as it was: a body that is not what the head says is taken
    /// as it is.
    pub(super) fn body(&self, bytes: Vec<u8>, limit: usize, budget: &Budget) -> Result<Vec<u8>, Problem> {
        let mut body = if self.chunked { unchunked(bytes)? } else { bytes };
        for packing in self.packing.iter().rev().take(MOST_PACKINGS) {
            body = unpacked(packing, body, limit, budget)?;
        }
        Ok(body)
    }
}

/// More packings than any honest answer has.
const MOST_PACKINGS: usize = 3;

/// The bytes of all chunks.
fn unchunked(bytes: Vec<u8>) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::with_capacity(bytes.len());
    let mut rest = &bytes[..];
    loop {
        let Some((size, after)) = chunk(rest) else {
            return match (body.is_empty(), rest.is_empty()) {
                (true, _) => Ok(bytes),
                (false, true) => Err(Problem::Truncated { what: "page" }),
                (false, false) => Err(Problem::damaged("page", "its chunks are no chunks any more")),
            };
        };
        if size == 0 {
            return Ok(body);
        }
        let Some(part) = after.get(..size) else { return Err(Problem::Truncated { what: "page" }) };
        let after = &after[size..];
        if body.is_empty() && !after.is_empty() && !after.starts_with(b"\r\n") {
            return Ok(bytes);
        }
        body.extend_from_slice(part);
        rest = after.strip_prefix(b"\r\n").unwrap_or(after);
    }
}

/// The size of a chunk, and what comes after the line that says it.
fn chunk(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(4096)])?;
    let line = bytes[..end].strip_suffix(b"\r")?;
    let size = line.split(|&byte| byte == b';').next()?.trim_ascii();
    let size = usize::from_str_radix(std::str::from_utf8(size).ok()?, 16).ok()?;
    Some((size, &bytes[end + 1..]))
}

fn unpacked(packing: &str, bytes: Vec<u8>, limit: usize, budget: &Budget) -> Result<Vec<u8>, Problem> {
    let inner = &bytes[..];
    let read = match packing {
        "gzip" | "x-gzip" if inner.starts_with(b"\x1f\x8b") => {
            all(MultiGzDecoder::new(inner), inner, limit, budget)
        }
        "deflate" if inner.first().is_some_and(|byte| byte & 0x0f == 8) => {
            all(ZlibDecoder::new(inner), inner, limit, budget)
        }
        "deflate" => all(DeflateDecoder::new(inner), inner, limit, budget),
        "br" => all(Decompressor::new(inner, 4096), inner, limit, budget),
        "zstd" if inner.starts_with(b"\x28\xb5\x2f\xfd") => {
            let instead = "unpack it with another program";
            Err(Problem::Unread { what: "a page packed with Zstandard", instead })
        }
        _ => return Ok(bytes),
    };
    match read {
        // Unpacked before: packed bytes are no UTF-8.
        Err(Problem::Damaged { .. }) if std::str::from_utf8(&bytes).is_ok() => Ok(bytes),
        read => read,
    }
}

/// All that a reader unpacks from `packed`, up to one byte over the limit.
fn all(mut reader: impl Read, packed: &[u8], limit: usize, budget: &Budget) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::new();
    let mut part = vec![0; 16 << 10];
    while body.len() <= limit {
        let count = reader.read(&mut part).map_err(|error| Problem::damaged("page", error.to_string()))?;
        if count == 0 {
            break;
        }
        body.extend_from_slice(&part[..count]);
        budget.spend(count as u64, body.len() as u64, packed.len() as u64)?;
    }
    Ok(body)
}

/// What a media type is to us, and the encoding it names.
pub(super) fn media(content_type: &str) -> (Option<Kind>, Option<String>) {
    let mut parts = content_type.split(';').map(str::trim);
    let kind = match parts.next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "text/html" | "application/xhtml+xml" => Some(Kind::Html),
        "text/plain" => Some(Kind::Text),
        _ => None,
    };
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (kind, charset.filter(|charset| !charset.is_empty()))
}
