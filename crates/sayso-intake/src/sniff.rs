//! Which format some bytes are in: by their first words, and by a name's ending where those leave it open.

use encoding_rs::{Encoding, UTF_8};

use crate::{table, tar};

/// A format that documents come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Empty,
    Gzip,
    Zip,
    Tar,
    Parquet,
    Warc,
    Feed,
    Html,
    /// One JSON object a line.
    Lines,
    /// One JSON value, or several, over any lines.
    Json,
    Table,
    Text,
    /// Read by other programs: what it is, and what to do.
    Other(&'static str, &'static str),
    /// What lies beside documents.
    Aside(&'static str),
}

const UNPACK: &str = "unpack it and give the files in it";
const AS_TEXT: &str = "save its text as plain text or HTML";

/// Openings of files that are no text.
const MAGIC: [(&[u8], Format); 23] = [
    (b"\x1f\x8b", Format::Gzip),
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"PAR1", Format::Parquet),
    (b"WARC/", Format::Warc),
    (b"filedesc://", Format::Other("a web archive of the old form ARC", "convert it to WARC")),
    (b"%PDF-", Format::Other("a PDF file", AS_TEXT)),
    (b"{\\rtf", Format::Other("an RTF file", AS_TEXT)),
    (b"\xd0\xcf\x11\xe0", Format::Other("an old Office document", AS_TEXT)),
    (b"\x28\xb5\x2f\xfd", Format::Other("a Zstandard archive", UNPACK)),
    (b"BZh", Format::Other("a bzip2 archive", UNPACK)),
    (b"\xfd7zXZ\0", Format::Other("an xz archive", UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Format::Other("a 7z archive", UNPACK)),
    (b"Rar!\x1a\x07", Format::Other("a RAR archive", UNPACK)),
    (b"SQLite format 3", Format::Other("an SQLite database", "export the table with the texts as CSV")),
    (b"\x89PNG", Format::Aside("a picture")),
    (b"\xff\xd8\xff", Format::Aside("a picture")),
    (b"GIF8", Format::Aside("a picture")),
    (b"<svg", Format::Aside("a picture")),
    (b"wOFF", Format::Aside("a font")),
    (b"wOF2", Format::Aside("a font")),
    (b"ID3", Format::Aside("a sound")),
    (b"OggS", Format::Aside("a sound or a film")),
];

/// Tells the format of what begins with `head`; `name` may be empty.
pub(crate) fn sniff(name: &str, head: &[u8]) -> Format {
    if head.is_empty() {
        return Format::Empty;
    }
    if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *format;
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if matches!(ending.as_str(), "js" | "mjs" | "css" | "map" | "svg" | "ico" | "cdx" | "cdxj") {
        return Format::Aside("what a page or an archive needs beside its text");
    }
    let decoded = wide(head).map(|encoding| encoding.decode(head).0.into_owned().into_bytes());
    let head = decoded.as_deref().unwrap_or(head);
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if let Some(other) = binary(head) {
        return other;
    }
    words(&ending, head)
}

/// The encoding of a byte order mark, if it is one of UTF-16.
pub(crate) fn wide(head: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(head).map(|(encoding, _)| encoding).filter(|&encoding| encoding != UTF_8)
}

fn binary(head: &[u8]) -> Option<Format> {
    if tar::looks_like(head) {
        return Some(Format::Tar);
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Some(Format::Aside("a film"));
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Some(Format::Aside("a picture"));
    }
    let controls = head.iter().filter(|&&b| b < 0x20 && !b"\t\n\r\x0b\x0c\x1a\x1b".contains(&b)).count();
    let many = controls > 4 && controls * 20 > head.len() || memchr::memchr(0, head).is_some();
    many.then_some(Format::Other("binary data", "give text, HTML, JSONL, CSV, a feed or an archive of them"))
}

fn words(ending: &str, head: &[u8]) -> Format {
    let words = head.trim_ascii_start();
    match ending {
        "html" | "htm" | "xhtml" if !is_feed(words) => return Format::Html,
        "jsonl" | "ndjson" => return Format::Lines,
        "csv" | "tsv" | "tab" => return Format::Table,
        _ => {}
    }
    if is_page(words) {
        return Format::Html;
    }
    if is_feed(words) {
        return Format::Feed;
    }
    if words.starts_with(b"<?xml") || words.starts_with(b"<!DOCTYPE") {
        return Format::Other("XML that is neither a feed nor a page", "save it as HTML or as text");
    }
    if matches!(words.first(), Some(b'{' | b'[')) {
        return json(ending, words);
    }
    if table::looks_like(head) { Format::Table } else { Format::Text }
}

fn is_page(head: &[u8]) -> bool {
    let starts = |word: &[u8]| head.len() >= word.len() && head[..word.len()].eq_ignore_ascii_case(word);
    if starts(b"<!doctype html") || starts(b"<html") || starts(b"<head") || starts(b"<body") {
        return true;
    }
    // XML declarations and comments may stand before the page itself.
    (starts(b"<?xml") || starts(b"<!--"))
        && (memchr::memmem::find(head, b"<html").is_some()
            || memchr::memmem::find(head, b"<!DOCTYPE html").is_some())
}

/// Whether the root element is a feed's.
fn is_feed(head: &[u8]) -> bool {
    let mut rest = head;
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = &rest[at + 1..];
        let close: &[u8] = match rest {
            [b'?', ..] => b"?>",
            [b'!', b'-', b'-', ..] => b"-->",
            [b'!', ..] => b">",
            _ => {
                let end =
                    rest.iter().position(|b| b.is_ascii_whitespace() || *b == b'>').unwrap_or(rest.len());
                return matches!(&rest[..end], b"rss" | b"feed" | b"rdf:RDF" | b"atom:feed");
            }
        };
        let Some(end) = memchr::memmem::find(rest, close) else { return false };
        rest = &rest[end..];
    }
    false
}

/// Lines of objects, one JSON value over many lines, or words that only begin so.
fn json(ending: &str, head: &[u8]) -> Format {
    if let Some(end) = memchr::memchr(b'\n', head)
        && head[0] == b'{'
        && serde_json::from_slice::<serde::de::IgnoredAny>(&head[..end]).is_ok()
    {
        return Format::Lines;
    }
    let next = head[1..].trim_ascii_start().first();
    let opens = match head[0] {
        b'{' => matches!(next, Some(b'"' | b'}')),
        _ => matches!(next, Some(b'{' | b']')),
    };
    if opens || ending == "json" { Format::Json } else { Format::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_content_first() {
        for (name, head, format) in [
            ("", &b""[..], Format::Empty),
            ("a.txt", b"\x1f\x8b\x08", Format::Gzip),
            ("a.txt", b"WARC/1.1\r\n", Format::Warc),
            ("a.txt", b"  <!DOCTYPE HTML><p>", Format::Html),
            ("", b"\xEF\xBB\xBF<html>", Format::Html),
            ("", b"<?xml version='1.0'?><html xmlns='x'>", Format::Html),
            ("", b"<?xml version='1.0'?>\n<!-- <html> -->", Format::Html),
            ("a.xml", b"<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>", Format::Feed),
            ("", b"<feed xmlns='http://www.w3.org/2005/Atom'>", Format::Feed),
            ("a.JSONL", b"", Format::Empty),
            ("", b"{\"text\": \"x\"}\n{", Format::Lines),
            ("", b"{\n \"text\": \"x\"\n}", Format::Json),
            ("", b"[ {\"text\"", Format::Json),
            ("", b"[TEXT] Shells fell", Format::Text),
            ("", b"{curly} words\n", Format::Text),
            ("", b"title,text\nA,B\n", Format::Table),
            ("", b"Title, or no title: text\n", Format::Text),
            ("a.csv", b"name\n", Format::Table),
            ("", b"\xff\xfet\0e\0x\0t\0\t\0d\0a\0t\0e\0\n\0", Format::Table),
            ("", b"Plain words", Format::Text),
            ("a.css", b"body {}", Format::Aside("what a page or an archive needs beside its text")),
        ] {
            assert_eq!(sniff(name, head), format, "{name} {}", head.escape_ascii());
        }
        assert!(matches!(sniff("", b"%PDF-1.7"), Format::Other(..)));
        assert!(matches!(sniff("", b"ab\0c"), Format::Other("binary data", _)));
    }
}
