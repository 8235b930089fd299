//! Which format some bytes are in, by their name's ending or by their first words.

use serde::de::IgnoredAny;

/// A format that reports come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One report as plain text.
    Text,
    /// One report as a web page.
    Html,
    /// Many reports, one JSON object a line.
    Jsonl,
}

/// Tells the format by the ending of the name, else by the first bytes (some kilobytes are enough; for JSONL the whole
/// first line, or as much of it as there is).
pub fn sniff(name: Option<&str>, head: &[u8]) -> Format {
    let ending = name.and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("html" | "htm" | "xhtml") => return Format::Html,
        Some("jsonl" | "ndjson") => return Format::Jsonl,
        _ => {}
    }
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if is_page(head) {
        return Format::Html;
    }
    if head.first() == Some(&b'{') && is_object_line(head) {
        return Format::Jsonl;
    }
    Format::Text
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

/// Whether the first line is an object with `text`; a line longer than the head is taken on its opening alone.
fn is_object_line(head: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct HasText {
        #[expect(dead_code, reason = "only its presence counts")]
        text: IgnoredAny,
    }
    match memchr::memchr(b'\n', head) {
        Some(end) => serde_json::from_slice::<HasText>(&head[..end]).is_ok(),
        None => {
            serde_json::from_slice::<HasText>(head).is_ok()
                || head[1..].trim_ascii_start().starts_with(b"\"")
                    && memchr::memmem::find(head, b"\":").is_some()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_name_then_by_content() {
        assert_eq!(sniff(Some("a.HTML"), b""), Format::Html);
        assert_eq!(sniff(Some("a.ndjson"), b"x"), Format::Jsonl);
        assert_eq!(sniff(Some("a.txt"), b"  <!DOCTYPE HTML><p>"), Format::Html);
        assert_eq!(sniff(None, b"\xEF\xBB\xBF<html>"), Format::Html);
        assert_eq!(sniff(None, b"<?xml version='1.0'?><html xmlns='x'>"), Format::Html);
        assert_eq!(sniff(None, b"{\"text\": \"x\"}\n{"), Format::Jsonl);
        assert_eq!(sniff(None, b"{\"a\": 1}\n"), Format::Text);
        assert_eq!(sniff(None, b"{curly} words\n"), Format::Text);
        assert_eq!(sniff(None, b"{\"id\": 1, \"text\": \"a line longer than the hea"), Format::Jsonl);
        assert_eq!(sniff(None, b"Plain words"), Format::Text);
        assert_eq!(sniff(None, b""), Format::Text);
    }
}
