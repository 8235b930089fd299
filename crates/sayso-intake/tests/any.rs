//! Any bytes: no panic, no end of memory or time, and every message says where.

mod common;

use common::{gzip, limited, zip};
use proptest::collection::vec;
use proptest::prelude::*;
use sayso_intake::{Limits, Problem};

/// Pieces that the formats are made of.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let words: Vec<&[u8]> = vec![
        b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"PAR1",
        b"WARC/1.0\r\n",
        b"WARC/1.",
        b"WARC-Type: response\r\n",
        b"WARC-Type: resource\r\n",
        b"Content-Length: 40\r\n",
        b"Content-Length: 99999999999999999999\r\n",
        b"Content-Type: text/html\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: br\r\n",
        b"Content-Encoding: deflate\r\n",
        b"\r\n",
        b"\r\n\r\n",
        b"<rss>",
        b"<feed>",
        b"<channel>",
        b"<item>",
        b"</item>",
        b"<entry/>",
        b"<title>",
        b"<description>",
        b"<content type='xhtml'>",
        b"<link href='",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"-->",
        b"&amp;",
        b"&#x0;",
        b"&",
        b"<",
        b">",
        b"<?xml version='1.0' encoding='windows-1251'?>",
        b"text,date\n",
        b"text\tdate\n",
        b"\"",
        b",",
        b"\n",
        b"{\"text\": \"a\"}",
        b"{\"body\": \"a\"}",
        b"{",
        b"[",
        b"}",
        b"\\",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"ff\r\n",
        b"0\r\n",
        b"\0",
        b"words ",
    ];
    prop_oneof![
        6 => proptest::sample::select(words).prop_map(<[u8]>::to_vec),
        1 => vec(any::<u8>(), 0..40),
        1 => vec(any::<u8>(), 0..40).prop_map(|bytes| gzip(&bytes)),
    ]
}

const LIMITS: Limits = Limits {
    document_bytes: 100,
    unpack_ratio: 10,
    unpack_free: 1000,
    unpack_bytes: 10_000,
    nesting: 2,
    rows: 20,
};

fn check(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let found = limited(name, bytes, LIMITS);
    // Archives may hold nothing that could be a document; all else is given or told.
    let archive = [&b"WARC/"[..], b"PK", b"PAR1", b"\x1f\x8b"].iter().any(|magic| bytes.starts_with(magic));
    prop_assert!(!found.is_empty() || archive, "silence");
    for found in found {
        match found {
            // A crawled answer is taken apart from its head; rows and lines stand within their own limit.
            Ok(item) => prop_assert!(!item.bytes.is_empty() && item.bytes.len() <= LIMITS.document_bytes),
            Err(told) => {
                let aside = matches!(told.problem, Problem::Aside { .. });
                prop_assert!(aside || told.to_string().contains(": "), "{}", told);
            }
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_pieces(pieces in vec(piece(), 0..30)) {
        let bytes = pieces.concat();
        for name in ["", "a.csv", "a.jsonl", "a.json", "a.html"] {
            check(name, &bytes)?;
        }
    }

    #[test]
    fn any_pieces_of_a_format(start in 0usize..6, pieces in vec(piece(), 0..30)) {
        let starts: [&[u8]; 6] = [
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 60\r\n\r\nHTTP/1.1 200 OK\r\n",
            b"<rss><channel><item>", b"<feed><entry>", b"text,date\n", b"\xff\xfe{\0\"\0", b"\x1f\x8b\x08\0\0\0\0\0\0\xff",
        ];
        check("", &[starts[start], &pieces.concat()].concat())?;
    }

    #[test]
    fn damaged_archives(
        pieces in vec(piece(), 0..12), names in vec("[a-c./]{1,6}", 1..4), cut in any::<prop::sample::Index>(),
        flips in vec((any::<prop::sample::Index>(), any::<u8>()), 0..4)
    ) {
        let inner = pieces.concat();
        let mut names = names;
        names.sort();
        names.dedup();
        let members: Vec<(&str, &[u8])> = names.iter().map(|name| (&name[..], &inner[..])).collect();
        for mut bytes in [gzip(&inner), zip(&members)] {
            for (at, byte) in &flips {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            check("", &bytes)?;
            bytes.truncate(cut.index(bytes.len()));
            check("", &bytes)?;
        }
    }
}
