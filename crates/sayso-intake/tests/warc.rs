//! Web archives.

mod common;

use std::io::Write;

use common::{gzip, limited, problems, stream, texts, zip};
use flate2::Compression;
use sayso_intake::{Kind, Limits, Problem};

/// A record.
fn record(type_: &str, content_type: &str, url: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {type_}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: {url}\r\n\
WARC-Date: 2019-12-18T10:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

/// A record of a server's answer.
fn answer(url: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let http = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
    record("response", "application/http; msgtype=response", url, &http)
}

fn page(url: &str, words: &str) -> Vec<u8> {
    answer(url, "200 OK\r\nContent-Type: text/html; charset=utf-8", format!("<html>{words}").as_bytes())
}

/// Chunks of a few bytes.
fn chunked(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in bytes.chunks(7) {
        out.extend_from_slice(format!("{:x};x=y\r\n", part.len()).as_bytes());
        out.extend_from_slice(part);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\n\r\n");
    out
}

#[test]
fn pages_and_texts_with_address_and_time() {
    let archive = [
        record("warcinfo", "application/warc-fields", "", b"software: x"),
        record(
            "request",
            "application/http; msgtype=request",
            "https://hill.example/1",
            b"GET /1 HTTP/1.1\r\n\r\n",
        ),
        page("<https://hill.example/1>", "one"),
        record("resource", "text/plain; charset=iso-8859-1", "https://hill.example/2", b"caf\xe9"),
        record("conversion", "text/plain", "https://hill.example/3", b"three"),
        answer("https://hill.example/4", "404 Not Found\r\nContent-Type: text/html", b"<html>gone"),
        answer("https://hill.example/5", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        record("metadata", "text/plain", "https://hill.example/1", b"no"),
        answer("https://hill.example/6", "200 OK\r\nContent-Type: text/html", b""),
    ]
    .concat();
    let singles: Vec<u8> = [gzip(&archive[..400]), gzip(&archive[400..])].concat();
    for bytes in [&archive, &singles] {
        let found = stream("a.warc", bytes);
        let items: Vec<_> = found.iter().flatten().collect();
        assert_eq!(items.len(), 3, "{found:?}");
        assert_eq!((items[0].kind, &items[0].bytes[..]), (Kind::Html, &b"<html>one"[..]));
        assert_eq!(items[0].given.url.as_deref(), Some("https://hill.example/1"));
        assert_eq!(items[0].retrieved.as_deref(), Some("2019-12-18T10:00:00Z"));
        assert_eq!(items[0].origin.record, Some(3));
        assert_eq!((items[1].kind, &*items[1].utf8()), (Kind::Text, "café".as_bytes()));
        assert_eq!(items[2].bytes, b"three");
        let problems = problems(&found);
        assert_eq!(problems[0].to_string(), "passed over: the server's answer was HTTP 404");
        assert_eq!(problems[1].to_string(), "passed over: image/png");
        assert_eq!(problems[2], &Problem::Empty);
    }
}

/// The page of the test below, packed with Brotli by its reference program.
const BROTLI: &[u8] = b"\x1b\x44\x00\xc0\x1c\x89\x71\x8c\xca\x56\xd5\x43\x31\x42\xa5\xf7\x14\x55\xd8\x9b\x2c\x43\x93\x4b\x36\
\x17\x37\x70\xc8\x81\xc3\x97\x84\x09\x26\x1a\x49\xb5\x8a\xf5\xe6\xf3\x82\x51\x84\xa6\x04\xce\xcc\x07\xc6\xcf\x7e\x1b\x15\xc1\
\x84\x0e";

#[test]
fn bodies_in_chunks_and_packed() {
    let html = b"<html>Shells fell on the town of Tarn, and again on the town of Tarn.";
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(html).expect("memory takes all");
    let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
    raw.write_all(html).expect("memory takes all");
    let head = |more: &str| format!("200 OK\r\nContent-Type: text/html\r\n{more}");
    let archive = [
        answer("u", &head("Transfer-Encoding: chunked"), &chunked(html)),
        answer("u", &head("Content-Encoding: gzip\r\nTransfer-Encoding: chunked"), &chunked(&gzip(html))),
        answer("u", &head("Content-Encoding: deflate"), &zlib.finish().expect("memory takes all")),
        answer("u", &head("Content-Encoding: deflate"), &raw.finish().expect("memory takes all")),
        answer("u", &head("Content-Encoding: br"), BROTLI),
        // Unpacked by the crawler.
        answer("u", &head("Content-Encoding: gzip\r\nTransfer-Encoding: chunked"), html),
        answer("u", &head("Content-Encoding: br"), html),
    ]
    .concat();
    let found = stream("a.warc", &archive);
    let html = std::str::from_utf8(html).expect("ASCII");
    assert_eq!(texts(&found), [html; 7], "{:?}", problems(&found));

    let long = "words and other words ".repeat(40);
    let packed = gzip(long.as_bytes());
    let archive = [
        answer("u", &head("Transfer-Encoding: chunked"), &chunked(long.as_bytes())[..300]),
        answer("u", &head("Content-Encoding: gzip"), &packed[..packed.len() / 2]),
        page("u", "good"),
    ]
    .concat();
    let found = stream("a.warc", &archive);
    assert_eq!(texts(&found), ["<html>good"]);
    assert_eq!(problems(&found)[0], &Problem::Truncated { what: "page" });
    assert!(matches!(problems(&found)[1], Problem::Damaged { what: "page", .. }));
}

#[test]
fn garbage_is_told_and_the_next_record_found() {
    let archive = [
        page("u/1", "one"),
        b"garbage WARC/1. and more of it\0\xff".to_vec(),
        page("u/2", "two"),
        b"WARC/1.0\r\nno length\r\n\r\n".to_vec(),
        page("u/3", "three"),
    ]
    .concat();
    let found = stream("a.warc", &archive);
    assert_eq!(texts(&found), ["<html>one", "<html>two", "<html>three"]);
    assert_eq!(problems(&found).len(), 2);
    let told = found[1].as_ref().expect_err("garbage").to_string();
    assert_eq!(
        told,
        "a.warc:2: the web archive is damaged: 32 bytes belong to no record; fetch it again; what could be read of the rest is kept"
    );
}

#[test]
fn a_wrong_length_loses_one_record_alone() {
    let wrong = |length: &str| {
        let good = String::from_utf8(page("u/2", "two")).expect("ASCII");
        let at = good.find("Content-Length: ").expect("the length") + 16;
        let end = at + good[at..].find('\r').expect("the line's end");
        format!("{}{length}{}", &good[..at], &good[end..]).into_bytes()
    };
    for length in ["20", "200", "900", "99999", "18446744073709551615"] {
        let archive = [page("u/1", "one"), wrong(length), page("u/3", "three"), page("u/4", "four")].concat();
        let found = stream("a.warc", &archive);
        let texts = texts(&found);
        assert!(texts.starts_with(&["<html>one"]), "{length}: {found:?}");
        assert!(!problems(&found).is_empty(), "{length}");
        if length.len() < 9 {
            assert!(texts.ends_with(&["<html>three", "<html>four"]), "{length}: {found:?}");
        }
    }
}

#[test]
fn damaged_members_of_gzip_lose_one_record_alone() {
    let mut two = gzip(&page("u/2", "two words that are many enough to be damaged"));
    let middle = two.len() / 2;
    two[middle] ^= 0xff;
    two[middle + 1] ^= 0xff;
    let archive = [
        gzip(&page("u/1", "one")),
        two,
        b"noise between".to_vec(),
        gzip(&page("u/3", "three")),
        gzip(&page("u/4", "four"))[..60].to_vec(),
    ]
    .concat();
    let found = stream("a.warc.gz", &archive);
    assert_eq!(texts(&found), ["<html>one", "<html>three"], "{found:?}");
    assert_eq!(problems(&found).last(), Some(&&Problem::Truncated { what: "gzip archive" }));
}

#[test]
fn a_damaged_start_loses_one_record_alone() {
    let mut one = gzip(&page("u/1", "one"));
    one[12] ^= 0xff;
    let archive = [one, gzip(&page("u/2", "two"))].concat();
    let found = stream("a.warc.gz", &archive);
    assert_eq!(texts(&found), ["<html>two"], "{found:?}");
    assert!(matches!(problems(&found)[..], [Problem::Damaged { .. }]), "{found:?}");
}

#[test]
fn what_is_cut_off_or_too_long_is_told() {
    let archive = [page("u/1", "one"), page("u/2", "two")].concat();
    let found = stream("a.warc", &archive[..archive.len() - 7]);
    assert_eq!(texts(&found), ["<html>one"]);
    assert_eq!(problems(&found), [&Problem::Truncated { what: "web archive" }]);

    let limits = Limits { document_bytes: 100, unpack_free: 1000, ..Limits::default() };
    let head = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
    let archive = [
        page("u/1", &"words ".repeat(100)),
        answer("u/2", head, &gzip("words ".repeat(40).as_bytes())),
        page("u/3", "three"),
    ]
    .concat();
    let found = limited("a.warc", &archive, limits);
    assert_eq!(texts(&found), ["<html>three"]);
    assert!(problems(&found).iter().all(|problem| matches!(problem, Problem::TooLong { .. })));
}

#[test]
fn of_a_wacz_only_its_archives_are_read() {
    let bytes = zip(&[
        ("datapackage.json", b"{\"profile\": \"data-package\"}"),
        ("pages/pages.jsonl", b"{\"url\": \"u\", \"text\": \"one\"}\n"),
        ("indexes/index.cdx.gz", &gzip(b"x")),
        ("archive/data.warc.gz", &[gzip(&page("u/1", "one")), gzip(&page("u/2", "two"))].concat()),
    ]);
    let found = stream("a.wacz", &bytes);
    assert_eq!(texts(&found), ["<html>one", "<html>two"]);
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].as_ref().expect("a page").origin.to_string(), "a.wacz > archive/data.warc.gz:2");
}

#[test]
fn hostile_archives_take_no_longer() {
    let start = std::time::Instant::now();
    for words in [
        "WARC/1.0\r\n",
        "x WARC/1.0\r\n",
        "WARC/1.0 ",
        "WARC/1.0\nWARC-Type: response\nContent-Length: 9999999\n\n",
    ] {
        let archive = ["WARC/1.0\r\n", &words.repeat(200_000)].concat();
        stream("a.warc", archive.as_bytes());
        assert!(start.elapsed().as_secs() < 20, "{words}");
    }
}
